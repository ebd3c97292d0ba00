"""How the attack reads public tables: which cells are one count, and which counts are part of others.

Part of `attack.py`, and like it independent of what the protecting side writes down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from sijill.stats.table import TOTAL, Flag, Key, PublicCell, PublicTable

Days = tuple[date, date]


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """Where a count is: subject and unit, measure, first and last day, and the codes it is broken down to, each with
    the wider codes that it is part of."""

    subject: tuple[str, str]
    measure: str
    since: date
    until: date
    codes: tuple[tuple[str, str], ...]

    def includes(self, other: Place) -> bool:
        """Whether all that the other counts is counted here too."""
        same = (self.subject, self.measure) == (other.subject, other.measure)
        days = self.since <= other.since and other.until <= self.until
        return same and days and set(self.codes) <= set(other.codes)


def without_derived(table: PublicTable, newest: Iterable[PublicTable]) -> PublicTable:
    """An earlier table without the numbers that the newest tables say are no counts of anybody."""
    named = {measure for one in newest if one.subject == table.subject for measure, _ in one.derived}
    left = tuple(measure for measure in table.counts if measure not in named)
    return replace(table, measures=left, derived=())


class Levels:
    """Which codes are part of which, by all tables together; a newer table is believed before an older one."""

    def __init__(self, tables: Iterable[PublicTable]) -> None:
        self._wider: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for table in tables:
            for dimension in table.dimensions:
                self._wider[table.subject, dimension.name].update(dict(dimension.parents))

    def above(self, subject: str, dimension: str, code: str) -> str:
        """The next wider code, or the total."""
        known: Mapping[str, str] = self._wider.get((subject, dimension), {})
        return known.get(code, TOTAL)

    def place(self, table: PublicTable, measure: str, key: Key) -> Place:
        """The place of a cell of a table."""
        since, until = table.since, table.until
        codes: set[tuple[str, str]] = set()
        for dimension, code in zip(table.dimensions, key, strict=True):
            days = days_of(dimension.name, code)
            if days and days[0] <= until and since <= days[1]:
                since, until = max(since, days[0]), min(until, days[1])
                continue
            while code != TOTAL and (dimension.name, code) not in codes:
                codes.add((dimension.name, code))
                code = self.above(table.subject, dimension.name, code)
        return Place((table.subject, table.unit), measure, since, until, tuple(sorted(codes)))

    def cells(self, tables: Iterable[PublicTable]) -> dict[Place, tuple[PublicCell, PublicTable]]:
        """Each place once; a number tells more than a flag, and a flag more than "not assessed".

        ValueError where two tables give one place two numbers.
        """
        order = [*(one for one in Flag if one.is_nothing), Flag.WITHHELD, Flag.COMPLEMENT, Flag.SMALL, Flag.SHOWN]
        found: dict[Place, tuple[PublicCell, PublicTable]] = {}
        for table in tables:
            for measure, key in product(table.counts, table.keys()):
                cell, place = table.cells[measure, key], self.place(table, measure, key)
                old, other = found.get(place, (cell, table))
                if cell.value != old.value and None not in (cell.value, old.value):
                    raise ValueError(f"tables {other.slug!r} and {table.slug!r} give one cell two numbers")
                if place not in found or order.index(cell.flag) > order.index(old.flag):
                    found[place] = (cell, table)
        return found


Said = Mapping[Place, tuple[PublicCell, PublicTable]]


def is_still_so(place: Place, last: Said, now: Said) -> bool:
    """Whether the newest release shows the number that the last one before it showed."""
    return place in last and last[place][0].value is not None and last[place][0].value == now[place][0].value


def remembered(last: Said, now: Said) -> dict[Place, tuple[PublicCell, PublicTable]]:
    """Cells of earlier releases that the newest does not show; not those inside a cell that has changed."""
    changed = [
        place
        for place, (cell, _) in last.items()
        if place in now and cell.value is not None and not is_still_so(place, last, now)
    ]
    return {
        place: said
        for place, said in last.items()
        if place not in now and not said[0].flag.is_nothing and not any(other.includes(place) for other in changed)
    }


def is_in(table: PublicTable, dimension: str, code: str) -> bool:
    """Whether a code could be one of a table's: a year or a month only if it touches the table's period."""
    days = days_of(dimension, code)
    return days is None or (days[0] <= table.until and table.since <= days[1])


def days_of(dimension: str, code: str) -> Days | None:
    """First and last day of a year, a quarter or a month; None for any other code."""
    if dimension not in ("year", "quarter", "month"):
        return None
    year, _, rest = code.partition("-")
    if not (len(year) == 4 and year.isdecimal()):
        return None
    try:
        if not rest:
            return date(int(year), 1, 1), date(int(year), 12, 31)
        first, months = (3 * int(rest[1:]) - 2, 3) if rest.startswith("Q") else (int(rest), 1)
        after = first + months
        end = date(int(year) + (after > 12), after - 12 * (after > 12), 1) - timedelta(days=1)
        return date(int(year), first, 1), end
    except ValueError:
        return None
