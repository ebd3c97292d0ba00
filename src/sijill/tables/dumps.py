"""Which dumps of statements there are in a folder, and which of them to read so that no statement counts twice.

A day may be there several times: whole and by platform, full and light. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sijill.tables.statements import parts

GLOBAL, FULL = "global", "full"


@dataclass(frozen=True, slots=True, order=True)
class Dump:
    """The statements of one day from one source, as `tables.statements` lays them out."""

    day: date
    source: str
    files: tuple[Path, ...]

    @property
    def of(self) -> str:
        """`global`, or the platform's short name."""
        return self.source.rpartition("-")[0] or self.source

    @property
    def variant(self) -> str:
        """`full` or `light`."""
        return self.source.rpartition("-")[2]


def dumps(root: Path, since: date | None = None, until: date | None = None) -> list[Dump]:
    """Every complete dump of a span of days, both ends included, in the order of days and sources."""
    found: dict[tuple[date, str], list[Path]] = {}
    for file in parts(root):
        day = date.fromisoformat(file.parent.parent.name.removeprefix("day="))
        if (since is None or day >= since) and (until is None or day <= until):
            found.setdefault((day, file.parent.name.removeprefix("source=")), []).append(file)
    return sorted(Dump(day, source, tuple(files)) for (day, source), files in found.items())


def one_of_each(found: Iterable[Dump]) -> tuple[list[Dump], list[Dump]]:
    """The dumps to read, and those left out because another holds the same statements.

    Of a day the dump of all platforms is read, and no dump of one platform beside it; of two that differ in
    their columns only, the full one.
    """
    days: dict[date, list[Dump]] = {}
    for one in found:
        days.setdefault(one.day, []).append(one)
    read = [one for day in sorted(days) for one in _of_a_day(days[day])]
    kept = set(read)
    return read, [one for day in sorted(days) for one in days[day] if one not in kept]


def _of_a_day(found: Sequence[Dump]) -> list[Dump]:
    whole = [one for one in found if one.of == GLOBAL]
    best: dict[str, Dump] = {}
    for one in whole or found:
        if one.of not in best or one.variant == FULL:
            best[one.of] = one
    return [best[of] for of in sorted(best)]
