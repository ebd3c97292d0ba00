"""Where a cell is: which cells of several tables are one and the same count.

A cell broken down by year is the cell of that year's period: the figure for 2024 in a table of
five years and the total of the table of 2024 are one count.
"""

from __future__ import annotations

import re
from calendar import monthrange
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


def address_of(table: Shape, measure: str, key: Key) -> Address:
    """The address of a cell of a table."""
    since, until, rest = table.since, table.until, []
    for name, code in table.filters(key):
        clipped = _clip((since, until), code) if name in PERIODS else None
        if clipped is None:
            rest.append((name, code))
        else:
            since, until = clipped
    return Address(table.subject, table.unit, since, until, measure, tuple(rest))


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
