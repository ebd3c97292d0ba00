"""From units to tables: each unit counted once at its finest codes, and every cell a sum of those counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import ibis

from sijill.publish.reports.keys import KEYS, NOT_AVAILABLE, dimension
from sijill.publish.reports.keys import Key as KeyOf
from sijill.publish.reports.records import HALVES, key_of
from sijill.publish.reports.report import Context, Report, ReportError, Shape
from sijill.publish.reports.units import Pairs, exploded
from sijill.stats.cellkey import TWO_64
from sijill.stats.table import TOTAL, Count, Dimension, Key, Table
from sijill.tables.engines import fetched

# Codes, units, units that rest on no public source, and the sum of their record keys where they have some.
Unit = tuple[tuple[str, ...], int, int, int | None]


@dataclass(frozen=True, slots=True)
class Tally:
    """Units by the codes of `names`; and once more for each key of which a unit may have several codes.

    In `several[key]` the codes of the key stand behind those of `names`, and a unit stands in as
    many rows as it has codes. `keyed`: every unit brought its record key.
    """

    names: tuple[str, ...]
    units: tuple[Unit, ...]
    several: Mapping[str, tuple[Unit, ...]]
    keyed: bool = False

    def observed(self, name: str) -> set[str]:
        """The codes of a key that at least one unit has."""
        if name in self.several:
            return {codes[-1] for codes, *_ in self.several[name]}
        place = self.names.index(name)
        return {codes[place] for codes, *_ in self.units}


def tally(units: ibis.Table, names: Sequence[str], pairs: Pairs, keys: Mapping[str, KeyOf] = KEYS) -> Tally:
    """Count units by every key in `names` at once.

    `units` has a column per key (`keys`), `act_id`, and `public`, and those of `records.keyed` where its table may
    carry noise; `pairs` the codes of each key of which a unit may have several.
    """
    single = tuple(name for name in names if keys[name].adds_up)
    several = {name: (*single, name) for name in names if not keys[name].adds_up}
    return Tally(
        single,
        _counted(units, single, keys),
        {name: _counted(exploded(units, name, pairs[name]), held, keys) for name, held in several.items()},
        set(HALVES) <= set(units.columns),
    )


def needed(shapes: Sequence[Shape]) -> tuple[str, ...]:
    """Every key that one of the shapes is broken down by, in order of appearance."""
    return tuple(dict.fromkeys(name for shape in shapes for name in shape.by))


def build(
    report: Report,
    context: Context,
    shapes: Sequence[Shape],
    tallies: Mapping[str, Tally | None],
    *,
    subject: str = "",
    fixed: Mapping[str, tuple[str, ...]] | None = None,
    apart: Sequence[str] = (),
    keys: Mapping[str, KeyOf] = KEYS,
) -> tuple[Table, ...]:
    """The tables of the shapes. `tallies` holds each measure's units; None where nobody assessed them.

    `fixed` replaces the codes that a key always shows. The codes of a key in `apart` are not to be
    added up, so it has no total.
    """
    there = [one for one in tallies.values() if one is not None]
    found = []
    for shape in shapes:
        dimensions = tuple(
            dimension(
                name,
                context,
                set().union(*(one.observed(name) for one in there)),
                fixed=(fixed or {}).get(name),
                apart=name in apart,
                keys=keys,
            )
            for name in shape.by
        )
        cells = {(measure, key): count for measure, one in tallies.items() for key, count in _cells(dimensions, one)}
        found.append(
            Table(
                shape.slug,
                subject or report.slug.replace("_", "-"),
                report.kind,
                report.unit,
                context.options.since,
                context.options.until,
                dimensions,
                tuple(tallies),
                cells,
            )
        )
    return tuple(found)


def nesting(tables: Sequence[Table], pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The (narrow, wide) pairs of measures whose every narrow cell is within the wide one, in all tables."""
    return tuple(pair for pair in pairs if all(_is_within(table, *pair) for table in tables))


def _is_within(table: Table, narrow: str, wide: str) -> bool:
    if narrow not in table.measures or wide not in table.measures:
        return True
    keys = list(table.keys())
    pairs = ((table.cells[narrow, key].value, table.cells[wide, key].value) for key in keys)
    return all(part is None or whole is None or part <= whole for part, whole in pairs)


def shape_of(report: Report, by: Sequence[str]) -> Shape:
    """A shape for a table asked for by its keys: the declared one where there is one and only one."""
    asked = report.asked(by)
    several = [name for name in asked if name in KEYS and not KEYS[name].adds_up]
    if len(several) > 1:
        raise ReportError(
            f"Report {report.slug!r} cannot be protected by {' and '.join(several)} at once: a "
            f"person may have "
            "several codes of each. Ask for one of them."
        )
    declared = [shape for shape in report.shapes if shape.by == asked]
    if len(declared) == 1:
        return declared[0]
    return Shape("-".join((report.slug.replace("_", "-"), *asked)), asked)


def _counted(units: ibis.Table, names: Sequence[str], keys: Mapping[str, KeyOf]) -> tuple[Unit, ...]:
    columns = {f"key{place}": units[keys[name].column] for place, name in enumerate(names)}
    halves = [name for name in HALVES if name in units.columns]
    named = units.select("public", *halves, **columns)
    grouped = ["public", *columns]
    sums = {name: named[name].sum() for name in halves}
    found = fetched(named.group_by(grouped).agg(units=named.count(), **sums).order_by(grouped))
    return tuple(
        (
            tuple(as_code(row[column]) for column in columns),
            row["units"],
            0 if row["public"] else row["units"],
            key_of(row) if halves else None,
        )
        for row in found
    )


def as_code(value: Any) -> str:
    """A key's value as the code of a table's cell: a year in digits, nothing known as `not-available`."""
    return NOT_AVAILABLE if value is None else str(value)


def _cells(dimensions: Sequence[Dimension], tallied: Tally | None) -> Iterator[tuple[Key, Count]]:
    keys = list(product(*(one.codes for one in dimensions)))
    if tallied is None:
        yield from ((key, Count(None)) for key in keys)
        return
    sums: dict[Key, list[int]] = {key: [0, 0, 0] for key in keys}
    several = [one.name for one in dimensions if one.name in tallied.several]
    for units, names in _sources(tallied, several):
        for codes, count, closed, record in units:
            for key in touched(dimensions, names, codes):
                sums[key][0] += count
                sums[key][1] += closed
                sums[key][2] += record or 0
    for key in keys:
        record = sums[key][2] % TWO_64 if tallied.keyed else None
        yield key, Count(sums[key][0], _is_public(key, sums), key=record)


def _sources(tallied: Tally, several: Sequence[str]) -> Iterator[tuple[tuple[Unit, ...], tuple[str, ...]]]:
    """What fills a table: units for the totals of a key of several codes, its own rows for its codes."""
    yield tallied.units, tallied.names
    for name in several:
        yield tallied.several[name], (*tallied.names, name)


def touched(dimensions: Sequence[Dimension], names: Sequence[str], codes: Sequence[str]) -> Iterator[Key]:
    """The keys of all cells that one row of a tally is part of."""
    at = dict(zip(names, codes, strict=True))
    choices: list[tuple[str, ...]] = []
    for one in dimensions:
        if one.name not in at:  # of several codes, and this row is one of units
            choices.append((TOTAL,))
        elif one.adds_up:
            choices.append((TOTAL, at[one.name]))
        else:
            choices.append((at[one.name],))
    yield from product(*choices)


def _is_public(key: Key, sums: Mapping[Key, Sequence[int]]) -> bool:
    """Every unit rests on a public source; of a 0: every unit of a total that it is part of does.

    A 0 within a total that is not public tells something of the people in that total.
    """
    count, closed, _ = sums[key]
    if count:
        return closed == 0
    wholes = [(*key[:place], TOTAL, *key[place + 1 :]) for place, code in enumerate(key) if code != TOTAL]
    return any(_is_public(whole, sums) for whole in wholes if whole in sums)
