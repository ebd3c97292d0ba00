"""TikTok's workbook of a half-year: six sheets on users' data, removal, copyright and trademarks.

| sheet | what is read | level |
|---|---|---|
| LRFUI map | requests for users' data by country: legal, emergency, preservation | total |
| LRFUI historical | the same for the whole world, half-year by half-year | total before the file's own half-year |
| GRFCR map | governments' requests to remove, by country; content and accounts, and what was done | total |
| GRFCR historical | the same for the whole world | total before the file's own half-year |
| IP CR, IP TM | nothing: notices of private parties are no demands of authorities; kept word for word | |

The sheets by country do not say their half-year: the file's name does. For that half-year the historical sheets count
the same requests again. `Removal rate` is not read: it follows from the counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sijill.collect.draft import DraftBody, DraftFact, Refused, Row, SourceInfo
from sijill.collect.importers.companies.making import (
    Cells,
    Table,
    check_sum,
    check_within,
    counts,
    demand,
    half_in_name,
    half_that_ends,
    is_zero,
    key_of,
    rows_of,
)
from sijill.collect.importers.countries import WORLD, Country, country
from sijill.collect.importers.files import Layout
from sijill.collect.importers.ranges import Count, count, counted, share, total

SOURCE = SourceInfo("tiktok", "TikTok", "company", "tiktok", url="https://www.tiktok.com/transparency")
TIKTOK = DraftBody("TikTok", "platform")
# (name in the key, kind, form, requests, accounts, share with data)
_KINDS = (
    (
        "legal", "user-data", "legal-request", "Legal Requests", "Legal Request Accounts Specified",
        "Percentage of Legal Requests Where Some Data Was Disclosed",
    ),
    (
        "emergency", "user-data-emergency", "emergency", "Emergency Requests", "Emergency Request Accounts Specified",
        "Percentage of Emergency Requests Where Some Data Was Disclosed",
    ),
    (
        "preservation", "preserve-data", "several-forms", "Preservation Requests",
        "Preservation Request Accounts Specified", "",
    ),
)  # fmt: skip
_WORLD_KINDS = (
    ("legal", "user-data", "legal-request", "Total Legal Requests"),
    ("emergency", "user-data-emergency", "emergency", "Total Emergency Requests"),
    ("preservation", "preserve-data", "several-forms", "Total Preservation Requests"),
)
_DONE = (
    ("items", "complied-terms", "terms", "Content actioned due to community guidelines violations"),
    ("items", "complied-law", "law", "Content actioned due to (local) law violations"),
    ("items", "refused", "", "Content not actioned"),
    ("accounts", "complied-terms", "terms", "Accounts actioned due to community guidelines violations"),
    ("accounts", "complied-law", "law", "Accounts actioned due to (local) law violations"),
    ("accounts", "refused", "", "Accounts not actioned"),
)
_WHOLES = {"items": "Total content received", "accounts": "Total accounts received"}
_EVERYBODY = Country(WORLD)
_RIGHTS = {"IP CR": "copyright", "IP TM": "trademark"}


def read(path: Path) -> Iterator[Row | Refused]:
    """The rows of the six sheets, one sheet after another."""
    made = half_in_name(path, "English_LIPGR_2022_H1.xlsx")
    for table in _tables(made):
        yield from rows_of(path, (table,))


def _world_key(series: str, cells: Cells) -> str:
    return key_of(series, half_that_ends(cells, "Date").replace("/", "_"), "world")


def _world(made: str, cells: Cells) -> tuple[str, str]:
    """The half-year of a row for the whole world, and its level: in `made` the countries' rows count the same."""
    its = half_that_ends(cells, "Date")
    return its, "breakdown" if its == made else "total"


def _data_world(made: str, cells: Cells, key: str) -> Iterator[DraftFact]:
    its, level = _world(made, cells)
    for name, kind, form, column in _WORLD_KINDS:
        if cells[column].strip():
            yield demand(
                f"{key}:{name}", TIKTOK, _EVERYBODY, its, {"requests": count(cells, column)},
                level=level, series="tiktok-userdata", kind=kind, process=form, authority_kind="several-authorities",
            )  # fmt: skip


def _removal_world(made: str, cells: Cells, key: str) -> Iterator[DraftFact]:
    its, level = _world(made, cells)
    yield demand(
        key, TIKTOK, _EVERYBODY, its, {"requests": count(cells, "Total Government Requests")},
        level=level, series="tiktok-removals", kind="restrict-content", authority_kind="several-authorities",
    )  # fmt: skip


def _country_key(series: str, made: str, cells: Cells) -> str:
    return key_of(series, made.replace("/", "_"), country(cells, "Country").key)


def _data(made: str, cells: Cells, key: str) -> Iterator[DraftFact]:
    check_sum("Total Requests", count(cells, "Total Requests"), [count(cells, kind[3]) for kind in _KINDS])
    for name, kind, form, asked, accounts, disclosed in _KINDS:
        requests = count(cells, asked)
        numbers: dict[str, Count] = {"requests": requests, "accounts": count(cells, accounts)}
        if disclosed:
            numbers["complied"] = counted(share(cells, disclosed), requests)
        yield demand(
            f"{key}:{name}", TIKTOK, country(cells, "Country"), made, numbers,
            level="total", series="tiktok-userdata", kind=kind, process=form, authority_kind="several-authorities",
        )  # fmt: skip


def _removal(made: str, cells: Cells, key: str) -> Iterator[DraftFact]:
    wholes = {measure: count(cells, column) for measure, column in _WHOLES.items()}
    done = [(measure, outcome, basis, "", count(cells, column)) for measure, outcome, basis, column in _DONE]
    for measure, whole in wholes.items():
        check_within(_WHOLES[measure], total([one[4] for one in done if one[0] == measure]), whole)
    yield demand(
        key, TIKTOK, country(cells, "Country"), made,
        {"requests": count(cells, "Total requests received"), **wholes},
        counts(one for one in done if not is_zero(wholes[one[0]])),
        level="total", series="tiktok-removals", kind="restrict-content", authority_kind="several-authorities",
    )  # fmt: skip


def _rights_key(made: str, sheet: str, cells: Cells) -> str:
    return key_of(f"tiktok-{_RIGHTS[sheet]}", made.replace("/", "_"), cells["Country/Region"])


def _nothing(cells: Cells, key: str) -> tuple[DraftFact, ...]:
    return ()


def _tables(made: str) -> Iterator[Table]:
    yield Table(
        "LRFUI historical", frozenset({"Date", *(kind[3] for kind in _WORLD_KINDS)}),
        partial(_world_key, "tiktok-userdata"), partial(_data_world, made), layout=Layout(sheet="LRFUI historical"),
    )  # fmt: skip
    yield Table(
        "LRFUI map", frozenset({"Country", "Total Requests", *(name for kind in _KINDS for name in kind[3:] if name)}),
        partial(_country_key, "tiktok-userdata", made), partial(_data, made), layout=Layout(sheet="LRFUI map"),
    )  # fmt: skip
    yield Table(
        "GRFCR historical", frozenset({"Date", "Total Government Requests"}),
        partial(_world_key, "tiktok-removals"), partial(_removal_world, made), layout=Layout(sheet="GRFCR historical"),
    )  # fmt: skip
    yield Table(
        "GRFCR map",
        frozenset({"Country", "Total requests received", *_WHOLES.values(), *(one[3] for one in _DONE)}),
        partial(_country_key, "tiktok-removals", made), partial(_removal, made), frozenset({"Removal rate"}),
        Layout(sheet="GRFCR map"),
    )  # fmt: skip
    for sheet, right in _RIGHTS.items():
        yield Table(
            sheet,
            frozenset({
                "Country/Region", "Date range", f"Total {right} removal requests",
                f"Succesful {right} removal requests", f"Percentage of successful {right} requests",
            }),
            partial(_rights_key, made, sheet), _nothing, layout=Layout(sheet=sheet),
        )  # fmt: skip
