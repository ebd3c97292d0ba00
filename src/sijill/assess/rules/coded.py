"""Codelists as Ibis columns and small tables: where a rule reads what a code means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import ibis
import pyarrow as pa

from sijill.codelists.load import UNKNOWN_CODES, codelist

STATE = "state"
NON_STATE = "non-state"
NOT_AVAILABLE = "not-available"
TRUE, FALSE = ibis.literal(1, type="int8"), ibis.literal(0, type="int8")


def codes_with(name: str, extra: str, *values: str) -> tuple[str, ...]:
    """The codes of a codelist whose extra column holds one of `values`."""
    return tuple(code for code, value in codelist(name).column(extra).items() if value in values)


def one_of(column: Any, codes: Iterable[str]) -> Any:
    """The column holds one of `codes`: as comparisons, because DuckDB makes a join of a long IN."""
    found = ibis.literal(False)
    for code in codes:
        found = found | (column == code)
    return found


def lookup(**columns: Any) -> ibis.Table:
    """A small table of constants, to join instead of repeating a long list in every expression."""
    return ibis.memtable(pa.table(columns))


def numbered(column: Any, codes: Sequence[str]) -> Any:
    """The place of each code in `codes` as a small number; null for any other."""
    return ibis.cases(*[(column == code, ibis.literal(n, type="int8")) for n, code in enumerate(codes)])


def worded(number: Any, codes: Sequence[str], otherwise: str) -> Any:
    """The code at each place: `numbered` the other way round; `otherwise` where there is no number."""
    return ibis.cases(*[(number == n, code) for n, code in enumerate(codes)], else_=otherwise)


@cache
def kinds() -> ibis.Table:
    """Kinds of act: `kind_code category rank family national`; category is empty outside the indicator."""
    acts, ranks = codelist("acts"), codelist("sdg_categories").column("rank")
    category = acts.column("sdg")
    return lookup(
        kind_code=list(acts.codes),
        category=[category[code] for code in acts.codes],
        rank=[int(ranks[category[code]]) if category[code] else None for code in acts.codes],
        family=[acts.column("family")[code] for code in acts.codes],
        national=[acts.column("national")[code] == "yes" for code in acts.codes],
    )


@cache
def roles() -> ibis.Table:
    """Roles: `role_code`, and 1 or 0: the indicator names it, the Marrakech Declaration does, it is known."""
    known = codelist("roles")
    return lookup(
        role_code=list(known.codes),
        sdg_role=_ones(bool(known.column("sdg")[code]) for code in known.codes),
        named_role=_ones(known.column("marrakech")[code] == "yes" for code in known.codes),
        known_role=_ones(code not in UNKNOWN_CODES for code in known.codes),
    )


def _ones(flags: Iterable[bool]) -> pa.Array:
    return pa.array([int(flag) for flag in flags], type=pa.int8())


@cache
def links() -> ibis.Table:
    """Links to a State: `link_code side`; side is empty for an unknown code."""
    known = codelist("state_links")
    return lookup(link_code=list(known.codes), side=[known.column("side")[code] for code in known.codes])


def listed(column: Any, name: str, extra: str) -> Any:
    """As `tested`, by the codes whose extra column in codelist `name` says yes or no."""
    return tested(column, codes_with(name, extra, "yes"), codes_with(name, extra, "no"))


def tested(column: Any, meets: Iterable[str], fails: Iterable[str]) -> Any:
    """1 for a code that meets the test, 0 for one that fails it, null for every other: it is open."""
    return ibis.cases((one_of(column, meets), TRUE), (one_of(column, fails), FALSE))


def age_group(act: ibis.Table) -> Any:
    """The group that holds both bounds; why there is no age; `not-available` where two groups may hold it."""
    groups = codelist("age_groups")
    low, high = groups.column("low"), groups.column("high")
    tests = []
    for code in groups.codes:
        if code in UNKNOWN_CODES:
            continue
        inside = act.age_low >= int(low[code])
        if high[code]:
            inside = inside & (act.age_high <= int(high[code]))
        tests.append((inside, code))
    return ibis.cases((act.age_low.isnull(), act.age_unknown), *tests, else_=NOT_AVAILABLE)
