"""Where a cell is: which cells of several tables are one and the same count.

A cell broken down by year is the cell of that year's period: the figure for 2024 in a table of
five years and the total of the table of 2024 are one count.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from sijill.stats.table import Dimension, Key

Filters = tuple[tuple[str, str], ...]
Period = tuple[date, date]

PERIODS = {"year", "quarter", "month"}
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


class Shape(Protocol):
    """What a table is before and after protection, but for its numbers."""

    @property
    def slug(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date: ...
    @property
    def dimensions(self) -> tuple[Dimension, ...]: ...
    @property
    def measures(self) -> tuple[str, ...]: ...
    @property
    def counts(self) -> tuple[str, ...]: ...
    def filters(self, key: Key) -> Filters: ...


class Address(NamedTuple):
    """What is counted, when, how, and broken down to what."""

    subject: str
    unit: str
    since: date
    until: date
    measure: str
    filters: Filters

    @property
    def series(self) -> tuple[str, str, str]:
        """Subject, unit and measure: within one series a cell may be part of another."""
        return (self.subject, self.unit, self.measure)

    @property
    def period(self) -> Period:
        """First and last day."""
        return (self.since, self.until)

    def is_within(self, other: Address) -> bool:
        """Whether each unit counted here is also counted there."""
        return (
            self.series == other.series
            and other.since <= self.since
            and self.until <= other.until
            and set(other.filters) <= set(self.filters)
        )


Kin = Mapping[tuple[str, str], Mapping[str, str]]


def kin_of(tables: Iterable[Shape]) -> Kin:
    """By subject and dimension, each code and the wider code that it is part of; the last table that says so is right."""
    kin: dict[tuple[str, str], dict[str, str]] = {}
    for table in tables:
        for one in table.dimensions:
            if one.parents:
                kin.setdefault((table.subject, one.name), {}).update(one.parents)
    return kin


def address_of(table: Shape, measure: str, key: Key, kin: Kin) -> Address:
    """The address of a cell of a table. A code brings along the wider codes that it is part of, in whichever table
    they stand, so that what has the filters of another cell and more is within it."""
    since, until, rest = table.since, table.until, set()
    for name, code in table.filters(key):
        clipped = _clip((since, until), code) if name in PERIODS else None
        if clipped is None:
            rest |= _with_wider(name, code, kin.get((table.subject, name), {}))
        else:
            since, until = clipped
    return Address(table.subject, table.unit, since, until, measure, tuple(sorted(rest)))


def _with_wider(name: str, code: str, parents: Mapping[str, str]) -> set[tuple[str, str]]:
    found = {(name, code)}
    while code in parents and (name, parents[code]) not in found:
        code = parents[code]
        found.add((name, code))
    return found


def _clip(period: Period, code: str) -> Period | None:
    found = _PERIOD.fullmatch(code)
    if not found:
        return None  # an unknown year is a code like any other
    year = int(found["year"])
    first, last = 1, 12
    if found["quarter"]:
        last = 3 * int(found["quarter"])
        first = last - 2
    elif found["month"]:
        first = last = int(found["month"])
    since = max(period[0], date(year, first, 1))
    until = min(period[1], date(year, last, monthrange(year, last)[1]))
    return (since, until) if since <= until else None
