"""GitHub's transparency data: a folder of CSV tables with a Frictionless `datapackage.json`, or one of the tables.

| table | what it comes to | level |
|---|---|---|
| government_takedowns_received | requests to remove content, by government and year | total |
| government_takedowns_processed | those acted on, under local law or the terms; what they affected | breakdown |
| requests_received_and_disclosed | requests for users' data by form; how many led to data | total |
| cross_border_data_requests | those of other States, by government | breakdown |
| requests_accounts_affected | accounts behind all of them | breakdown |
| user_notifications_of_legal_request_disclosures | disclosures by whether the user was told or a gag order forbade it | breakdown |
| national_security_letters_and_orders | orders in bands of 250; accounts likewise, a row of their own | total, breakdown |
| abuse_related_violations | accounts and projects restricted under the terms, and restored | total |
| trade_controls_compliance | appeals against restrictions because of sanctions, by region and outcome | total |
| ..._by_calendar_year_half | each of these again, by half-year | breakdown |
| dmca, automated detection, eu_dsa | nothing: no demands of authorities; kept word for word | |

In 2021 the first table of users' data says that more requests led to data than were received: what was counted there is
not told, so how many were complied with stays *not available*.
"""  # noqa: E501

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from sijill.collect.draft import NOT_AVAILABLE, NOT_STATED, DraftBody, DraftFact, Refused, Row, SourceInfo
from sijill.collect.importers.companies.making import (
    Cells,
    Table,
    coded,
    counts,
    demand,
    fact,
    half_year,
    is_zero,
    key_of,
    rows_of,
    with_place,
)
from sijill.collect.importers.countries import Country, country
from sijill.collect.importers.problems import FileError, Problem
from sijill.collect.importers.ranges import Count, count
from sijill.collect.importers.words import did_you_mean, near, word

SOURCE = SourceInfo(
    "github", "GitHub", "company", "github", rows_shown=True, licence="CC BY 4.0",
    url="https://github.com/github/transparency",
)  # fmt: skip
GITHUB = DraftBody("GitHub", "platform", "US")
PACKAGE = "datapackage.json"
_HALVES = "_by_calendar_year_half"
_MONTHS = {"jan-jun": 1, "jul-dec": 2}
_GOVERNMENT = ("government", "government_iso2_code")

_FORMS = {
    "criminal or government agency subpoena": ("subpoena", "several-authorities", "user-data"),
    "criminal court order": ("court-order", "court", "user-data"),
    "criminal search warrant": ("search-warrant", "court", "user-data"),
    "cross-border request": ("mutual-assistance", "several-authorities", "user-data"),
    "civil subpoena": ("subpoena", "private-party", "user-data"),
    "exigent circumstances": ("emergency", "several-authorities", "user-data-emergency"),
}
_GAGS = {"notification": "no", "gag order": "yes", "exigent circumstances": NOT_STATED}
_BASES = {"local law": "law", "terms of service": "terms"}
# What was done: (measure, what it was done to, which of them it undoes).
_ABUSE = {
    "account hidden": ("visibility", "account", ""),
    "account hidden, but later unhidden": ("restored", "account", "account hidden"),
    "account access restricted": ("account-suspended", "account", ""),
    "account access restricted, but later unrestricted": ("restored", "account", "account access restricted"),
    "account hidden and access restricted": ("account-limited", "account", ""),
    "account hidden and access restricted, but partially reinstated": (
        "restored", "account", "account hidden and access restricted",
    ),
    "account hidden and access restricted, but fully reinstated": (
        "restored", "account", "account hidden and access restricted",
    ),
    "projects disabled": ("disabled", "repository", ""),
    "projects disabled, but later re-enabled": ("restored", "repository", "projects disabled"),
}  # fmt: skip
_APPEALS = {
    "approved": "reversed",
    "denied": "upheld",
    "not subject to trade controls": NOT_AVAILABLE,  # whether anything was lifted is not told
    "other action taken": NOT_AVAILABLE,
}


def read(path: Path) -> Iterator[Row | Refused]:
    """The rows of a folder, table after table in the order of its package, or of one table, told by the file's name."""
    if path.is_dir():
        return _package(path)
    if path.suffix.lower() == ".json":
        raise FileError(f"{path.name} only lists the tables. Give the folder that holds it, or the tables themselves.")
    return rows_of(path, (_table(path.stem),))


def _package(folder: Path) -> Iterator[Row | Refused]:
    for path in members(folder):
        yield from with_place(rows_of(path, (_table(path.stem),)), path.stem.removesuffix(_HALVES)[:30])


def members(folder: Path) -> list[Path]:
    """The tables that a folder's `datapackage.json` lists. Raises `FileError` where it or one of them is missing."""
    package = folder / PACKAGE
    if not package.is_file():
        raise FileError(
            f"The folder {folder.name} holds no {PACKAGE}, which lists its tables. Give the tables one by one."
        )
    try:
        listed = json.loads(package.read_text(encoding="utf-8-sig"))
        paths = [str(one["path"]) for one in listed["resources"]]
    except (ValueError, KeyError, TypeError) as error:
        raise FileError(
            f"{PACKAGE} in {folder.name} is no package of tables ({type(error).__name__}). Fetch it again."
        ) from error
    out = []
    for one in paths:
        path = (folder / one).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise FileError(f"{PACKAGE} in {folder.name} lists a table outside of the folder. It is not opened.")
        if not path.is_file():
            raise FileError(f"{PACKAGE} lists {one}, and the folder {folder.name} has no such file. Fetch it again.")
        out.append(path)
    if not out:
        raise FileError(f"{PACKAGE} in {folder.name} lists no tables.")
    return out


def _table(stem: str) -> Table:
    name = stem.removesuffix(_HALVES)
    columns = _COLUMNS.get(name)
    if columns is None or (name == stem and name in _ONLY_HALVES):
        raise FileError(
            f"{stem}.csv: there is no table of that name.{did_you_mean(near(stem, _COLUMNS))} Leave the file the name "
            "that its publisher gave it."
        )
    dated = {"half"} if name != stem and "year" in columns else set()
    facts = _FACTS.get(name, _nothing)
    return Table(stem, frozenset({*columns, *dated}), partial(_key, stem), facts)


def _key(stem: str, cells: Cells) -> str:
    """The table's name and every cell that is no count, the government by its code."""
    named = [column for column in cells if _names(column)]
    where = [country(cells, *_GOVERNMENT).key] if _GOVERNMENT[0] in cells else []
    return key_of(f"github-{stem}", *where, *(cells[column] for column in named))


def _names(column: str) -> bool:
    return word(column) in _NAMING


_NAMING = frozenset(
    ("year", "half", "month", "month_range", "calendar_year_half", "type", "detection_type", "abuse_type", "service")
)


def _made(cells: Cells) -> str:
    year = cells["year"].strip()
    if not re.fullmatch(r"\d{4}", year):
        raise Problem("year", "impossible-date", "Column 'year' holds no year of four digits. Look for a wrong digit.")
    if "half" in cells:
        half = {"1": 1, "2": 2}.get(cells["half"].strip())
        if half is None:
            raise Problem("half", "impossible-date", "Column 'half' holds neither 1 nor 2. Look for a wrong digit.")
        return half_year(int(year), half)
    if "month_range" in cells:
        months = _MONTHS.get(word(cells["month_range"]))
        if months is None:
            raise Problem("month_range", "impossible-date", "Column 'month_range' holds neither Jan-Jun nor Jul-Dec.")
        return half_year(int(year), months)
    return year


def _level(cells: Cells, level: str) -> str:
    return "breakdown" if "half" in cells else level


def _nothing(cells: Cells, key: str) -> tuple[DraftFact, ...]:
    return ()


def _received(cells: Cells, key: str) -> Iterator[DraftFact]:
    yield demand(
        key, GITHUB, country(cells, *_GOVERNMENT), _made(cells), {"requests": count(cells, "count_received")},
        level=_level(cells, "total"), series="github-takedowns", kind="restrict-content",
        authority_kind="several-authorities",
    )  # fmt: skip


def _processed(cells: Cells, key: str) -> Iterator[DraftFact]:
    basis = coded(cells, "type", _BASES, NOT_STATED)
    done = count(cells, "count_processed")
    outcome = f"complied-{basis}"
    parts = [
        ("items", outcome, basis, what, count(cells, column))
        for column, what in (("count_repos_affected", "repository"), ("count_pages_affected", "website"))
    ]
    yield demand(
        key, GITHUB, country(cells, *_GOVERNMENT), _made(cells),
        {"requests": done, "complied": done, "accounts": count(cells, "count_accounts_affected")},
        counts(() if is_zero(done) else parts),
        level="breakdown", series="github-takedowns", kind="restrict-content", basis=basis, outcome=outcome,
        authority_kind="several-authorities",
    )  # fmt: skip


def _disclosed(cells: Cells, key: str) -> Iterator[DraftFact]:
    process, authority, kind = _FORMS[coded(cells, "type", {one: one for one in _FORMS}, "") or _no_type()]
    requests, complied = count(cells, "count_requests_received"), count(cells, "count_disclosed")
    if not isinstance(complied, str) and not isinstance(requests, str) and complied[0] > requests[1]:
        complied = NOT_AVAILABLE
    yield demand(
        key, GITHUB, Country(NOT_STATED), _made(cells), {"requests": requests, "complied": complied},
        level=_level(cells, "total"), series="github-userdata", kind=kind, process=process, authority_kind=authority,
    )  # fmt: skip


def _no_type() -> str:
    raise Problem("type", "missing-key", "Column 'type' is empty: which requests are these? Correct the row.")


def _cross_border(cells: Cells, key: str) -> Iterator[DraftFact]:
    yield demand(
        key, GITHUB, country(cells, *_GOVERNMENT), _made(cells), {"requests": count(cells, "count")},
        level="breakdown", series="github-userdata", kind="user-data", process="mutual-assistance",
        authority_kind="several-authorities",
    )  # fmt: skip


def _accounts(cells: Cells, key: str) -> Iterator[DraftFact]:
    yield _userdata(cells, key, {"accounts": count(cells, "count_accounts_affected")}, "several-forms")


def _notified(cells: Cells, key: str) -> Iterator[DraftFact]:
    done = count(cells, "count")
    gag = coded(cells, "type", _GAGS, NOT_STATED)
    told = counts([("notices", "disclosed", "", "", done)] if gag == "no" else [])
    yield _userdata(
        cells, key, {"requests": done, "complied": done}, "several-forms", told, gag=gag, outcome="disclosed"
    )


def _userdata(
    cells: Cells, key: str, numbers: dict[str, Count], process: str, parts: Iterable[DraftFact] = (), **values: str
) -> DraftFact:
    return demand(
        key, GITHUB, Country(NOT_STATED), _made(cells), numbers, parts, level="breakdown", series="github-userdata",
        kind="user-data", process=process, authority_kind="several-authorities", **values,
    )  # fmt: skip


def _security(cells: Cells, key: str) -> Iterator[DraftFact]:
    what = coded(
        cells, "type",
        {"national security letters and orders received": "requests", "affected accounts": "accounts"}, "requests",
    )  # fmt: skip
    yield demand(
        key, GITHUB, Country("US"), _made(cells), {what: count(cells, "count")},
        level="total" if what == "requests" else "breakdown", series="github-security-orders", kind="user-data",
        process="security-letter", authority_kind="several-authorities",
    )  # fmt: skip


def _abuse(cells: Cells, key: str) -> Iterator[DraftFact]:
    named = coded(cells, "type", {one: one for one in _ABUSE}, "")
    measure, what, undone = _ABUSE[named or _no_type()]
    made = fact(
        "restriction", key, {"company": GITHUB}, {"items": count(cells, "count")},
        level=_level(cells, "total"), series="github-abuse", applied=_made(cells), measure=measure, object=what,
        scope="account" if what == "account" else "several-items", decider="company", ground="terms",
    )  # fmt: skip
    before = f"{key.rpartition(':')[0]}:{key_of(undone)}"
    yield replace(made, links={"reverses": before}) if undone else made


def _trade(cells: Cells, key: str) -> Iterator[DraftFact]:
    outcome = coded(cells, "type", _APPEALS, NOT_STATED)
    yield fact(
        "restriction", key, {"company": GITHUB}, {"items": count(cells, "count")}, (),
        level=_level(cells, "total"), series="github-trade-controls", applied=_made(cells), measure="account-limited",
        object="account", scope="account", decider="company-delegated", ground="law", appealed="yes",
        appeal_outcome=outcome, **country(cells, *_GOVERNMENT).values, remedy="internal",
    )  # fmt: skip


_COLUMNS: dict[str, tuple[str, ...]] = {
    "government_takedowns_received": ("year", *_GOVERNMENT, "count_received"),
    "government_takedowns_processed": (
        "year", *_GOVERNMENT, "type", "count_processed", "count_repos_affected", "count_pages_affected",
        "count_accounts_affected",
    ),
    "requests_received_and_disclosed": ("year", "type", "count_requests_received", "count_disclosed"),
    "cross_border_data_requests": ("year", *_GOVERNMENT, "count"),
    "requests_accounts_affected": ("year", "count_accounts_affected"),
    "user_notifications_of_legal_request_disclosures": ("year", "type", "count"),
    "national_security_letters_and_orders": ("year", "month_range", "type", "count"),
    "abuse_related_violations": ("year", "type", "count"),
    "trade_controls_compliance": ("year", *_GOVERNMENT, "type", "count"),
    "cseai_and_tvec_reported": ("year", "detection_type", "abuse_type", "count"),
    "circumvention_claims": ("year", "count"),
    "dmca_takedowns_summary": ("year", "type", "count"),
    "dmca_notices_and_projects_taken_down": ("calendar_year_half", "takedowns", "takedown_notices_processed"),
    "dmca_notices_and_projects_taken_down_by_month": ("year", "month", "Takedown Notices Processed", "Takedowns"),
    "dmca_takedowns_by_month": (
        "year", "month", "Takedown Notices Processed", "Retractions, Reversals, and Counter Notices Processed",
        "Takedowns", "Projects Retracted", "Projects Reversed", "Projects Counter Noticed",
        "Projects Counter Notice Retracted", "Projects Retracted, Reversed, or Counter Noticed",
        "Projects Remaining Offline", "Retracted Notices", "Reversed Notices", "Counter Notices",
        "Counter Notices Retracted", "Projects Counter Notice Reversed", "Counter Notices Reversed",
    ),
    "eu_dsa_mau": ("year", "month", "average_mau", "service"),
}  # fmt: skip
_ONLY_HALVES = frozenset({"user_notifications_of_legal_request_disclosures", "dmca_notices_and_projects_taken_down"})
_FACTS: dict[str, Callable[[Cells, str], Iterable[DraftFact]]] = {
    "government_takedowns_received": _received,
    "government_takedowns_processed": _processed,
    "requests_received_and_disclosed": _disclosed,
    "cross_border_data_requests": _cross_border,
    "requests_accounts_affected": _accounts,
    "user_notifications_of_legal_request_disclosures": _notified,
    "national_security_letters_and_orders": _security,
    "abuse_related_violations": _abuse,
    "trade_controls_compliance": _trade,
}
