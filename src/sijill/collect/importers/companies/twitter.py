"""Twitter's removal requests, the file of July to December 2020: two tables one below another, each with a title.

Table 1 is legal demands by half-year and country: court orders and other legal demands are parts of *combined*. Table 2
is reports "under local law(s)" by half-year alone, of which the file does not say whose law. `NULL` is no rate: nothing
was asked, or none was published. Rates are of requests, rounded to a percent, and read as the counts that round to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sijill.collect.draft import NOT_STATED, DraftBody, DraftFact, Refused, Row, SourceInfo
from sijill.collect.importers.companies.making import (
    Cells,
    Table,
    check_sum,
    counts,
    demand,
    half_that_begins,
    is_zero,
    key_of,
    rows_of,
)
from sijill.collect.importers.countries import Country, country
from sijill.collect.importers.files import Layout
from sijill.collect.importers.ranges import Count, count, counted, share
from sijill.collect.importers.stacked import COLUMN

SOURCE = SourceInfo(
    "twitter", "Twitter", "company", "twitter",
    url="https://transparency.twitter.com/en/reports/removal-requests.html",
)  # fmt: skip
TWITTER = DraftBody("Twitter", "platform", "US")
_DEMANDS, _LOCAL = "Table 1/2: Legal Demands", "Table 2/2: Local Law(s)"
_BEGINS = "Time period start"
_COMBINED = (
    "Combined requests", "Combined compliance rate", "Combined accounts specified", "Combined accounts TOS",
)  # fmt: skip
_COURTS = (
    "Court Orders",
    "Court orders compliance rate",
    "Court orders accounts specified",
    "Court orders accounts TOS",
)
_OTHERS = (
    "Other legal demands", "Other legal demands compliance rate", "Other legal demands accounts specified",
    "Other legal demands accounts TOS",
)  # fmt: skip
_WITHHELD = ("Combined accounts withheld", "Combined tweets withheld")
_REPORTS = ("Reports", "Compliance rate", "Accounts specified", "Accounts TOS")
_REPORTS_WITHHELD = ("Accounts withheld", "Tweets withheld")


def read(path: Path) -> Iterator[Row | Refused]:
    """The rows of both tables, in the file's order."""
    return rows_of(path, (_TABLE,))


def _key(cells: Cells) -> str:
    made = half_that_begins(cells, _BEGINS).replace("/", "_")
    if cells[COLUMN] == _LOCAL:
        return key_of("twitter-local-laws", made)
    return key_of("twitter-removals", made, country(cells, "Country").key)


def _facts(cells: Cells, key: str) -> Iterator[DraftFact]:
    if cells[COLUMN] == _LOCAL:
        where, columns, withheld = Country(NOT_STATED), _REPORTS, _REPORTS_WITHHELD
    else:
        where, columns, withheld = country(cells, "Country"), _COMBINED, _WITHHELD
        parts = [count(cells, group[0]) for group in (_COURTS, _OTHERS)]
        check_sum(_COMBINED[0], count(cells, _COMBINED[0]), parts)
    yield _demand(cells, key, where, columns, withheld)
    if columns is _COMBINED and not is_zero(count(cells, _COMBINED[0])):
        yield _demand(cells, f"{key}:courts", where, _COURTS)
        yield _demand(cells, f"{key}:others", where, _OTHERS)


def _demand(
    cells: Cells, key: str, where: Country, columns: tuple[str, ...], withheld: tuple[str, ...] = ()
) -> DraftFact:
    asked, rate, accounts, against_terms = columns
    requests = count(cells, asked)
    done: list[tuple[str, str, str, str, Count]] = []
    if not is_zero(requests):
        done = [("accounts", "complied-terms", "terms", "", count(cells, against_terms))]
        done += [
            (measure, "complied-law", "law", "", count(cells, column))
            for measure, column in zip(("accounts", "items"), withheld, strict=False)
        ]
    courts = columns is _COURTS
    return demand(
        key, TWITTER, where, half_that_begins(cells, _BEGINS),
        {
            "requests": requests,
            "accounts": count(cells, accounts),
            "complied": counted(share(cells, rate), requests),
        },
        counts(done),
        level="breakdown" if columns in (_COURTS, _OTHERS) else "total",
        series="twitter-local-laws" if columns is _REPORTS else "twitter-removals",
        kind="restrict-content", basis="law", authority_kind=_authority(columns),
        process="court-order" if courts else "legal-request" if columns is _OTHERS else "several-forms",
    )  # fmt: skip


def _authority(columns: tuple[str, ...]) -> str:
    if columns is _COURTS:
        return "court"
    return NOT_STATED if columns is _REPORTS else "several-authorities"


_TABLE = Table(
    "twitter-removals",
    frozenset({COLUMN, _BEGINS, "Country", *_COMBINED, *_COURTS, *_OTHERS, *_WITHHELD, *_REPORTS, *_REPORTS_WITHHELD}),
    _key,
    _facts,
    layout=Layout(tables=(_DEMANDS, _LOCAL)),
)
