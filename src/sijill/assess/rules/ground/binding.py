"""Where a norm binds: which country is a party to which instrument, from when until when, with what reservation.

`binding.csv` beside this module holds what was checked and what is recalled, row by row. A country
that is missing from an instrument open to all is *not known*, never *not binding*. An instrument of a
region is closed: its table lists every State that may join, and no other State is bound by it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from sijill.assess.rules.ground.check import Check, Norm
from sijill.codelists.load import codelist

# In this order a combination of norms takes the greatest: one that binds is enough, one unknown leaves it open.
STANDARD, NOT_KNOWN, BINDING = 0, 1, 2
WORDS: Mapping[int, str] = {STANDARD: "standard", NOT_KNOWN: "not-known", BINDING: "binding"}

OPEN_TO_ALL = frozenset({"iccpr"})
ON_COMPANIES = frozenset({"eu-dsa", "eu-2024-2835"})
INSTRUMENTS: Mapping[str, str] = {
    "iccpr": "International Covenant on Civil and Political Rights",
    "echr": "European Convention on Human Rights",
    "achr": "American Convention on Human Rights",
    "achpr": "African Charter on Human and Peoples' Rights",
    "arab-charter": "Arab Charter on Human Rights (2004)",
    "eu-dsa": "Regulation (EU) 2022/2065 (Digital Services Act)",
    "eu-2024-2835": "Implementing Regulation (EU) 2024/2835",
}
_EVER, _NEVER = date(1, 1, 1), date(9999, 12, 31)
_STATUS = {"yes": BINDING, "no": STANDARD, "not-known": NOT_KNOWN}

NormSet = frozenset[str]


@dataclass(frozen=True, slots=True)
class Party:
    """One row: a country and an instrument. `verified` says that its standing was read in the source named."""

    instrument: str
    country: str
    party: str
    since: date | None
    until: date | None
    known_until: date | None
    note: str
    source: str
    verified: bool

    def status(self, day: date) -> int:
        """BINDING, STANDARD or NOT_KNOWN on a day."""
        if self.known_until and day > self.known_until:
            return NOT_KNOWN
        inside = (self.since is None or self.since <= day) and (self.until is None or day < self.until)
        return _STATUS[self.party] if inside else STANDARD

    def breaks(self) -> Iterator[date]:
        """Days on which the status may change."""
        yield from (day for day in (self.since, self.until) if day)
        if self.known_until and self.known_until < _NEVER:
            yield date.fromordinal(self.known_until.toordinal() + 1)


@cache
def parties() -> tuple[Party, ...]:
    """Every row of the table."""
    with (Path(__file__).parent / "binding.csv").open(encoding="utf-8", newline="") as content:
        return tuple(_party(row) for row in csv.DictReader(content))


def _party(row: Mapping[str, str]) -> Party:
    since, until, known = (_day(row[name]) for name in ("in_force_from", "in_force_until", "known_until"))
    verified = row["status"] == "verified"
    return Party(
        row["instrument"], row["country"], row["party"], since, until, known, row["note"], row["source"], verified
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _by_country() -> Mapping[str, Mapping[str, Party]]:
    found: dict[str, dict[str, Party]] = {}
    for one in parties():
        found.setdefault(one.country, {})[one.instrument] = one
    return found


def status(instrument: str, country: str, day: date) -> int:
    """What an instrument is to a State on a day. A country that the list of places does not know is NOT_KNOWN."""
    row = _by_country().get(country, {}).get(instrument)
    if row is not None:
        return row.status(day)
    return NOT_KNOWN if instrument in OPEN_TO_ALL or country not in _countries() else STANDARD


@cache
def _countries() -> frozenset[str]:
    level = codelist("places").column("level")
    return frozenset(code for code, what in level.items() if what == "country")


def sets_of(checks: Iterable[Check]) -> Mapping[NormSet, str]:
    """A column's name for each combination of instruments that the checks rest on."""
    found = dict.fromkeys(_instruments(one.norms) for one in checks)
    return {one: f"binds_{number}" for number, one in enumerate(found)}


def set_of(check: Check) -> NormSet:
    """The instruments that a check rests on."""
    return _instruments(check.norms)


def _instruments(norms: Iterable[Norm]) -> NormSet:
    return frozenset(one.instrument for one in norms)


def with_binding(rows: ibis.Table, sets: Mapping[NormSet, str]) -> ibis.Table:
    """Add one column of numbers per combination, out of `place, when_lo, when_hi, state_acts, company_acts`.

    A treaty binds the State: on a company that decided by its own rules it is a standard. European
    Union law on services binds the company. A measure of unknown day or of a time in which the
    status changed is not known, and so is who acts where the record does not say who decided.
    """
    spans = ibis.memtable(_spans(sets))
    names = list(rows.columns)
    joined = rows.left_join(
        spans,
        [rows.place == spans.span_of, rows.when_lo >= spans.span_from, rows.when_hi < spans.span_until],
    )
    added = {name: _combined(joined, name, members) for members, name in sets.items()}
    return joined.select(*names, **added)


def _combined(joined: ibis.Table, name: str, members: NormSet) -> Any:
    parts = []
    for suffix, acts, own in (
        ("state", joined.state_acts, members - ON_COMPANIES),
        ("company", joined.company_acts, members & ON_COMPANIES),
    ):
        if own:
            said = joined[f"{name}_{suffix}"].fill_null(NOT_KNOWN)
            unsure = ibis.least(said, ibis.literal(NOT_KNOWN, type="int8"))
            parts.append(ibis.cases((acts.isnull(), unsure), (acts, said), else_=ibis.literal(STANDARD, type="int8")))
    if not parts:
        return ibis.literal(STANDARD, type="int8")
    return parts[0] if len(parts) == 1 else ibis.greatest(*parts)


def _spans(sets: Mapping[NormSet, str]) -> pa.Table:
    """Per country and stretch of time in which nothing changes: the status of each combination."""
    rows: list[dict[str, Any]] = []
    for country in sorted(_countries()):
        breaks = {day for one in _by_country().get(country, {}).values() for day in one.breaks()}
        for begins, ends in pairwise([_EVER, *sorted(breaks - {_EVER, _NEVER}), _NEVER]):
            row: dict[str, Any] = {"span_of": country, "span_from": begins, "span_until": ends}
            for members, name in sets.items():
                row[f"{name}_state"] = _greatest(members - ON_COMPANIES, country, begins)
                row[f"{name}_company"] = _greatest(members & ON_COMPANIES, country, begins)
            rows.append(row)
    shape = [("span_of", pa.string()), ("span_from", pa.date32()), ("span_until", pa.date32())]
    shape += [(f"{name}_{who}", pa.int8()) for name in sets.values() for who in ("state", "company")]
    return pa.Table.from_pylist(rows, schema=pa.schema(shape))


def _greatest(members: Iterable[str], country: str, day: date) -> int:
    return max((status(one, country, day) for one in members), default=STANDARD)
