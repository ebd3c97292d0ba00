"""How statements of reasons are counted: once by the engine over all of them, then over what is left in memory.

The first pass groups by platform and by the columns as they are, lists as one text, and may read billions of rows; the
second splits the lists of a few thousand groups, puts days into months, and counts everything twice: with the platform
that dominates and without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import ibis
import pyarrow as pa

from sijill.publish.statements.keys import key
from sijill.statements.errata import ERRATA, Erratum
from sijill.tables.engines import fetched

Row = dict[str, Any]
STATEMENTS = "statements"
WITHOUT = "_without_dominating"
PLATFORM = "of_platform"


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """The statements that a report reads, and the first and the last day of the dumps they are from."""

    table: ibis.Table
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Dominating:
    """The platform with most statements among those read, and how many of how many are its own."""

    platform: str
    statements: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.statements / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says: its rows, who dominates them, of which platforms they are, the errata that touch one."""

    rows: list[Row]
    dominating: Dominating
    platforms: frozenset[str]
    errata: tuple[Erratum, ...] = ()


def grouped(statements: ibis.Table, by: Sequence[str], measures: Mapping[str, Any]) -> pa.Table:
    """The first pass: `of_platform`, one column per key as it is stored, `statements`, one column per measure.

    A measure is a condition, and what it counts are the statements for which it holds.
    """
    marked = statements.select(
        **{PLATFORM: statements.platform_name},
        **{column(name): key(name).raw(statements) for name in by},
        **{f"is_{name}": condition for name, condition in measures.items()},
    )
    counts = {name: marked[f"is_{name}"].sum() for name in measures}
    found = marked.group_by(PLATFORM, *(column(name) for name in by))
    return found.agg(**{STATEMENTS: marked.count()}, **counts).to_pyarrow()


def told(
    groups: pa.Table,
    by: Sequence[str],
    read: Read,
    *,
    fields: Sequence[str] = (),
    most: Sequence[str] = (),
    bare: bool = False,
) -> Told:
    """The second pass: one row per combination of keys that occurs, each measure with and without who dominates.

    `groups` is what the first pass gave: every column that is no key is a measure. `fields` are those that the measures
    read, for the errata; of the measures in `most` the largest is taken and not the sum. Rows come in the order of
    their keys, what is empty last. `bare` leaves the column `errata` out.
    """
    taken = {PLATFORM, *(column(name) for name in by)}
    measures = [name for name in groups.column_names if name not in taken]
    held = ibis.memtable(groups)
    platforms = _platforms(held)
    dominating = _dominating(platforms)
    split = _split(held, by)
    others = split[PLATFORM] != dominating.platform
    found: dict[str, Any] = {}
    for name in measures:
        held_in, largest = split[name], name in most
        with_all = held_in.max() if largest else held_in.sum()
        without = held_in.max(where=others) if largest else held_in.sum(where=others)
        found |= {name: with_all.fill_null(0), f"{name}{WITHOUT}": without.fill_null(0)}
    keys = [f"by_{name}" for name in by]
    rows = fetched(split.group_by(keys).agg(**found).order_by(keys) if by else split.aggregate(**found))
    shown = [{**{name: _written(name, row[f"by_{name}"]) for name in by}, **_numbers(row, found)} for row in rows]
    plain = Told(shown, dominating, frozenset(platforms))
    return plain if bare else annotated(plain, by, read, lambda _row: fields)


def annotated(plain: Told, by: Sequence[str], read: Read, fields: Callable[[Row], Iterable[str]]) -> Told:
    """The same with a last column `errata`: the ids of those that touch the row, whose measures read these fields."""
    of_keys = {key(name).field for name in by}
    found: set[str] = set()
    for row in plain.rows:
        platforms, since, until = _about(row, plain.platforms, by, read)
        touching = [one.id for one in ERRATA if one.touches({*fields(row), *of_keys}, platforms, since, until)]
        row["errata"] = " ".join(touching)
        found.update(touching)
    return replace(plain, errata=tuple(one for one in ERRATA if one.id in found))


def column(name: str) -> str:
    """The column of the first pass that holds a key."""
    return f"key_{name}"


def _platforms(held: ibis.Table) -> dict[str, int]:
    found = held.group_by(PLATFORM).agg(n=held[STATEMENTS].sum())
    return {row[PLATFORM]: row["n"] for row in fetched(found.order_by(ibis.desc("n"), PLATFORM))}


def _dominating(platforms: Mapping[str, int]) -> Dominating:
    name, most = next(iter(platforms.items()), ("", 0))
    return Dominating(name, most, sum(platforms.values()))


def _split(held: ibis.Table, by: Sequence[str]) -> ibis.Table:
    """One row per group and combination of single values: a value that a list has twice counts once."""
    lists = [name for name in by if key(name).several]
    if lists:
        held = held.mutate(group=ibis.row_number())
        held = held.mutate(**{column(name): held[column(name)].split(" ") for name in lists})
        for name in lists:
            held = held.unnest(column(name), keep_empty=True)
        held = held.distinct().drop("group")
    return held.mutate(**{f"by_{name}": key(name).coarser(held[column(name)]) for name in by})


def _written(name: str, value: Any) -> Any:
    return value if value is None else key(name).written(value)


def _numbers(row: Row, names: Mapping[str, Any]) -> Row:
    return {name: int(row[name]) for name in names}


def _about(row: Row, platforms: Set[str], by: Sequence[str], read: Read) -> tuple[Set[str], date, date]:
    """Of which platforms and of which days a row can be."""
    since, until = read.first, read.last
    for name in by:
        if key(name).field == "platform_name":
            platforms = {row[name]}
        elif key(name).field == "day":
            first, last = _days(row[name])
            since, until = max(since, first), min(until, last)
    return platforms, since, until


def _days(value: Any) -> tuple[date, date]:
    """The first and the last day that a month or a day as printed is about."""
    if isinstance(value, str):
        year, month = int(value[:4]), int(value[5:7])
        first, after = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
        return first, date.fromordinal(after.toordinal() - 1)
    return value, value
