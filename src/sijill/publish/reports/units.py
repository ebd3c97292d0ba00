"""Units before they are summed: acts with a column per key, grouped for the staff or listed one by one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar, cast

import ibis

from sijill.assess.rules.candidates import PREPARED
from sijill.assess.rules.sdg16 import Options, decisions
from sijill.publish.reports.keys import KEYS, NOT_AVAILABLE
from sijill.publish.reports.report import Row
from sijill.tables.engines import Tables, fetched, held

Pairs = Mapping[str, ibis.Table]  # key to its codes: columns `of` (an act) and `code`
Measure = Callable[[ibis.Table], Any]
REPORTED = "reported"
T = TypeVar("T")


class Held(dict[str, ibis.Table]):
    """The tables, and what was made of them once and is asked for by several reports of one release.

    Beside its own tables it has what the rules can take ready-made (`PREPARED`), made when first asked for.
    """

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables)
        self.made: dict[Hashable, ibis.Table] = {}
        self.worked_out: dict[Hashable, Any] = {}

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in PREPARED

    def __missing__(self, name: str) -> ibis.Table:
        plain = dict(self)
        self[name] = held(PREPARED[name](plain))
        return self[name]


def hold(t: Tables) -> Held:
    """The tables with room for what is made of them; tables that are held already stay as they are."""
    return t if isinstance(t, Held) else Held(t)


def once(t: Tables, what: Hashable, make: Callable[[], ibis.Table]) -> ibis.Table:
    """Run a query once for all reports that share the tables; the engine then holds the rows."""
    made = hold(t).made
    if what not in made:
        made[what] = held(make())
    return made[what]


def kept(t: Tables, what: Hashable, work_out: Callable[[], T]) -> T:
    """Work something out once, tables or not, for all that ask it of the same held tables: a report and its notes."""
    known = hold(t).worked_out
    if what not in known:
        known[what] = work_out()
    return cast(T, known[what])


def decided(t: Tables, options: Options) -> ibis.Table:
    """The decision on every act that may have happened in the period, by the rule of SDG 16.10.1.

    Acts that surely happened outside it are left out; columns are those of a decision.
    """

    def make() -> ibis.Table:
        found = decisions(t, options)
        outside = ((found.hi < options.since) | (found.lo > options.until)).fill_null(False)
        return found.filter(~outside)

    return once(t, ("decided", options), make)


def exploded(units: ibis.Table, name: str, pairs: ibis.Table) -> ibis.Table:
    """One row per unit and code (columns `of`, `code`) of a key; its `nothing` where a unit has none."""
    codes = pairs.select("of", "code").distinct()
    joined = units.left_join(codes, units.act_id == codes.of)
    return joined.mutate(**{KEYS[name].column: joined.code.fill_null(KEYS[name].nothing)}).drop("of", "code")


def roles_of(t: Tables) -> ibis.Table:
    """The roles of each act's victim, as pairs."""
    return t["act_role"].select(of="act_id", code="role")


def grouped(units: ibis.Table, by: Sequence[str], pairs: Pairs, **measures: Measure) -> list[Row]:
    """Rows for the staff: the keys asked for, then the measures, ordered by the keys; no totals.

    A key of several codes puts a unit in several rows. Without `by` there is one row, zeros included.
    """
    for name in by:
        if not KEYS[name].adds_up:
            units = exploded(units, name, pairs[name])
    named = units.mutate(**{name: units[KEYS[name].column] for name in by})
    counts = {name: measure(named) for name, measure in measures.items()}
    found = named.group_by(list(by)).agg(**counts).order_by(list(by)) if by else named.aggregate(**counts)
    return fetched(found)


def called(acts: ibis.Table, measure: str) -> ibis.Table:
    """The acts that a measure is about: all, or those that may be called verified or corroborated."""
    return acts if measure == REPORTED else acts.filter(acts.status_word == measure)


def matching(acts: ibis.Table, t: Tables, codes: Mapping[str, str], pairs: Pairs | None = None) -> list[Row]:
    """The acts that have all the codes, with the columns they came with, by `act_id`."""
    columns, several = acts.columns, {"role": roles_of(t), **(pairs or {})}
    for name, code in coded(codes).items():
        if name in several:
            acts = exploded(acts, name, several[name])
        column = acts[KEYS[name].column]
        acts = acts.filter(column.isnull() if code is None else column == code)
    return fetched(acts.select(*columns).order_by("act_id"))


def coded(codes: Mapping[str, str]) -> dict[str, Any]:
    """A cell's codes as the columns hold them: a year is a number, and an unknown year or month is null."""
    found: dict[str, Any] = dict(codes)
    for name in ("year", "dated", "month"):
        if codes.get(name) == NOT_AVAILABLE:
            found[name] = None
        elif name != "month" and name in found:
            found[name] = int(codes[name])
    return found
