"""Meta: content restricted in a country because of its law, and governments' requests for users' data, by half-year.

Neither file says which half-year it is of: its name does.

`meta-restrictions`: items restricted because of a country's law. From 2018 on the table has a column for each kind of
object and, for some, two of global blocks: *applied to others* are items that this country had blocked everywhere,
*externally imposed* are items blocked here because another country had them blocked everywhere. Meta's `total` adds
all three, so that a sum of it over countries counts one global block 250 times. Here the country's demand holds what
the country itself asked for, and what others imposed is a restriction of its own (`meta-imposed`), outside of sums of
demands.

`meta-userdata`: requests, accounts, and how many led to some data being handed over: a number since 2018, before that
a percentage, read as the numbers that round to it. Legal process and emergencies are parts of the total, and the forms
of process that are published for the United States are parts of it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from sijill.collect.draft import ASKED_NOT, NOT_AVAILABLE, NOT_STATED, DraftBody, DraftFact, Refused, Row, SourceInfo
from sijill.collect.importers.companies.making import (
    Cells,
    Table,
    check_sum,
    check_within,
    counts,
    demand,
    fact,
    half_in_name,
    is_zero,
    key_of,
    rows_of,
)
from sijill.collect.importers.countries import country
from sijill.collect.importers.ranges import Count, count, counted, share, total

SOURCE = SourceInfo("meta", "Meta", "company", "meta", url="https://transparency.meta.com/reports/")
META = DraftBody("Meta", "platform", "US")
_IMPOSED, _APPLIED = ": Global GB externally imposed", ": Global GB applied to others"
_OBJECTS = {
    "Facebook Profile": "profile",
    "Facebook Page+Group": "page-or-group",
    "Facebook Album": "album",
    "Facebook Post": "post",
    "Facebook Event": "event",
    "Facebook Comment": "comment",
    "Instagram Media": "media",
    "Instagram Account": "account",
}


def read_restrictions(path: Path) -> Iterator[Row | Refused]:
    """The rows of one half-year of content restrictions."""
    made = half_in_name(path, "Content_Restrictions_2014_H2.csv")
    every = frozenset(f"{one}{tail}" for one in _OBJECTS for tail in ("", _IMPOSED, _APPLIED))
    key = partial(_restriction_key, made)
    return rows_of(
        path,
        (
            Table("by-object", frozenset({"ISO Code", "Country", "total"}), key, partial(_by_object, made), every),
            Table("by-country", frozenset({"Country", "count"}), key, partial(_by_country, made)),
        ),
    )


def _restriction_key(made: str, cells: Cells) -> str:
    return key_of("meta-restrictions", made.replace("/", "_"), country(cells, "Country", "ISO Code").key)


def _restrictions(cells: Cells, key: str, made: str, items: Count, parts: Iterator[DraftFact]) -> DraftFact:
    return demand(
        key, META, country(cells, "Country", "ISO Code"), made, {"items": items}, parts,
        level="total", series="meta-restrictions", kind="restrict-content", authority_kind="several-authorities",
        basis="law", outcome="complied-law",
    )  # fmt: skip


def _by_country(made: str, cells: Cells, key: str) -> Iterator[DraftFact]:
    yield _restrictions(cells, key, made, count(cells, "count"), counts(()))


def _by_object(made: str, cells: Cells, key: str) -> Iterator[DraftFact]:
    numbers = {column: count(cells, column) for column in cells if column.partition(":")[0] in _OBJECTS}
    check_sum("total", count(cells, "total"), numbers.values())
    imposed = {column: number for column, number in numbers.items() if column.endswith(_IMPOSED)}
    own = {column: number for column, number in numbers.items() if column not in imposed}
    parts = [
        (
            "items",
            "complied-applied-elsewhere" if column.endswith(_APPLIED) else "complied-law",
            "law",
            _OBJECTS[column.partition(":")[0]],
            number,
        )
        for column, number in own.items()
    ]
    items = _known(own)
    yield _restrictions(cells, key, made, items, counts(() if is_zero(items) else _without_zero_blocks(parts)))
    if imposed and not is_zero(_known(imposed)):
        yield fact(
            "restriction", f"{key}:imposed", {"company": META}, {"items": _known(imposed)},
            (), level="total", series="meta-imposed", applied=made, measure="geo-blocked", ground="law",
            decider="company-asked", asked_by=NOT_AVAILABLE, scope="several-items",
            **country(cells, "Country", "ISO Code").values,
        )  # fmt: skip


def _without_zero_blocks(parts: list[tuple[str, str, str, str, Count]]) -> Iterator[tuple[str, str, str, str, Count]]:
    return (one for one in parts if one[1] == "complied-law" or not is_zero(one[4]))


def _known(numbers: Mapping[str, Count]) -> Count:
    """The sum of the columns that hold a number; a column that is not available (`N/A`) is not part of the total."""
    return total([number for number in numbers.values() if not isinstance(number, str)])


# --- users' data --------------------------------------------------------------------------------------------------

_FORMS = {
    "Search Warrant": "search-warrant",
    "Subpoena": "subpoena",
    "Court Order (Other)": "court-order",
    "MLAT Search Warrant": "mutual-assistance",
    "MLAT Order": "mutual-assistance",
    "Court Order (18 USC 2703(d))": "court-order",
    "Pen Register/Trap and Trace": "interception-order",
    "Title III": "interception-order",
    "FISA Content Requests": "security-letter",
    "FISA Non-Content Requests": "security-letter",
    "NSLs": "security-letter",
}
# (name in the key, kind, form, requests, number with data, percentage with data, accounts, words for the legal basis)
_Group = tuple[str, str, str, str, str, str, str, str]
_LEGAL: _Group = (
    "legal", "user-data", "legal-request", "Legal Process Request Total",
    "Legal Number of Requests Where Some Data Produced", "Legal Process Request Total Percentage",
    "Legal Process Request Total Accounts", "",
)  # fmt: skip
_EMERGENCY: _Group = (
    "emergency", "user-data-emergency", "emergency", "Emergency Request Total",
    "ER Number of Requests Where Some Data Produced", "Emergency Request Total Percentage",
    "Emergency Request Total Accounts", "",
)  # fmt: skip
_DISCLOSURES: _Group = (
    "emergency-disclosures", "user-data-emergency", "emergency", "Emergency Disclosures", "",
    "Emergency Disclosures Percentage", "Emergency Disclosures Accounts", "",
)  # fmt: skip
_TOTAL: _Group = (
    "", "user-data", "several-forms", "Total Requests", "Number of Requests Where Some Data Produced",
    "Total Requests Percentage", "Total Requests Accounts", "",
)  # fmt: skip
_GROUPS = (
    _LEGAL,
    _EMERGENCY,
    _DISCLOSURES,
    *(
        (name, "user-data", form, name, "", f"{name} Percentage", f"{name} Accounts", name)
        for name, form in _FORMS.items()
    ),
)
_RESTRICTED = ("Content Restricted", "Content Restrictions")
_PRESERVED = ("Preservation Requests", "Preservation Accounts Preserved")
# What these count, the file does not say: kept word for word, not read.
_UNREAD = ("Takedown reports", "Percent Witheld", "Internet Disruptions")
_NEEDED = frozenset({"Country", _TOTAL[3], _TOTAL[5], _TOTAL[6]})
_OTHERS = frozenset(
    {column for group in (_TOTAL, *_GROUPS) for column in group[3:7] if column} | {*_RESTRICTED, *_PRESERVED, *_UNREAD}
)


def read_userdata(path: Path) -> Iterator[Row | Refused]:
    """The rows of one half-year of requests for users' data."""
    made = half_in_name(path, "PRPL-Facebook-Government-Report-2014_H2.csv")
    table = Table("meta-userdata", _NEEDED, partial(_userdata_key, made), partial(_userdata, made), _OTHERS)
    return rows_of(path, (table,))


def _userdata_key(made: str, cells: Cells) -> str:
    return key_of("meta-userdata", made.replace("/", "_"), country(cells, "Country").key)


def _userdata(made: str, cells: Cells, key: str) -> Iterator[DraftFact]:
    where = country(cells, "Country")
    yield _group(cells, key, made, _TOTAL, "total")
    if _states(cells, _PRESERVED):
        requests, accounts = (count(cells, column) for column in _PRESERVED)
        yield demand(
            f"{key}:preservation", META, where, made, {"requests": requests, "accounts": accounts},
            level="total", series="meta-preservation", kind="preserve-data", authority_kind="several-authorities",
        )  # fmt: skip
    nothing = is_zero(count(cells, _TOTAL[3]))
    for group in _GROUPS:
        if not nothing and _states(cells, group[3:4]):
            yield _group(cells, key, made, group, "breakdown")
    for column in _RESTRICTED:
        items = count(cells, column)
        if not isinstance(items, str) and not is_zero(items):
            yield demand(
                f"{key}:restricted", META, where, made, {"items": items},
                level="breakdown", series="meta-userdata", kind="restrict-content", basis="law",
                outcome="complied-law", authority_kind="several-authorities",
            )  # fmt: skip


def _group(cells: Cells, key: str, made: str, group: _Group, level: str) -> DraftFact:
    name, kind, form, asked, led_to_data, percentage, accounts, basis = group
    requests = count(cells, asked)
    complied = count(cells, led_to_data) if led_to_data in cells else counted(share(cells, percentage), requests)
    check_within(led_to_data, complied, requests)
    return demand(
        f"{key}:{key_of(name)}" if name else key, META, country(cells, "Country"), made,
        {"requests": requests, "accounts": count(cells, accounts), "complied": complied},
        level=level, series="meta-userdata", kind=kind, process=form,
        authority_kind="several-authorities" if not name or name in ("legal", "emergency") else NOT_STATED,
        legal_basis=basis, basis="law" if basis else ASKED_NOT,
    )  # fmt: skip


def _states(cells: Cells, columns: tuple[str, ...]) -> bool:
    return any(cells.get(column, "").strip() for column in columns)
