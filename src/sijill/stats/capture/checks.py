"""When lists cannot say how many were never recorded, before any model is asked.

Sources: International Working Group for Disease Monitoring (1995), American Journal of Epidemiology 142: 1047-1058,
on the conditions; Fienberg & Rinaldo (2012) on tables without an estimate; HRDAG's practice for the least number of
lists. Reasons are codes; their words in four languages are in `publish/text`, section `estimate.reason`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any

import numpy as np

from sijill.stats.capture.overlaps import Overlaps, collect
from sijill.stats.capture.result import NotEstimable
from sijill.stats.capture.search import point

LEAST_LISTS = 3
LEAST_UNITS = 30
LEAST_COPIED = 5  # a list of fewer units lies inside another by chance
BY_CHANCE = 0.01

Pair = tuple[str, str]


def usable(overlaps: Overlaps) -> Overlaps:
    """The lists that hold anything, in the order of their names: an estimate must not depend on the order of columns."""
    return overlaps.only(sorted(name for name, size in overlaps.sizes.items() if size))


def refusal(overlaps: Overlaps, method: str, *, apart: Sequence[Pair] = (), bound: bool = False) -> NotEstimable | None:
    """Why these lists give no estimate; None if nothing speaks against trying.

    `apart`: pairs of lists that could not hold the same unit, for instance because they cover different months.
    `bound`: only a lower bound is asked for, to which two lists and few units are enough, and which copying does not
    raise. ValueError if `apart` names a list that is not there.
    """
    for name in {name for pair in apart for name in pair}:
        if name not in overlaps.lists:
            raise ValueError(f"there is no list {name!r}; lists are: {', '.join(overlaps.lists)}")
    least = 2 if bound else LEAST_LISTS
    if not overlaps.n:
        facts = {"valid": 0, "least": least, "lists": [], "empty": [*overlaps.lists]}
        return NotEstimable("few-lists", method, 0, facts)
    valid = usable(overlaps)
    for reason, facts in _faults(overlaps, valid, apart, least):
        if bound and reason in ("few-units", "copies"):
            continue
        return NotEstimable(reason, method, overlaps.n, facts)
    return None


def _faults(
    overlaps: Overlaps, valid: Overlaps, apart: Sequence[Pair], lists: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    empty = [name for name in overlaps.lists if name not in valid.lists]
    if len(valid.lists) < lists:
        yield "few-lists", {"valid": len(valid.lists), "least": lists, "lists": [*valid.lists], "empty": empty}
    groups = connected(valid)
    if len(groups) > 1:
        yield "unconnected", {"groups": [" + ".join(group) for group in groups]}
    if overlaps.n < LEAST_UNITS:
        yield "few-units", {"n": overlaps.n, "least": LEAST_UNITS}
    if apart:
        yield "structural-zeros", {"pairs": [f"{a} – {b}" for a, b in apart]}
    for a, b in contained(valid):
        yield "copies", {"inner": a, "outer": b, "size": valid.sizes[a], **both_ways(valid, a, b)}


def connected(overlaps: Overlaps) -> list[list[str]]:
    """Groups of lists that share units, directly or through others."""
    met = _overlap(overlaps) > 0
    left, groups = set(range(len(overlaps.lists))), []
    while left:
        group, new = set[int](), {min(left)}
        while new:
            group |= new
            new = {int(j) for i in new for j in np.flatnonzero(met[i])} - group
        left -= group
        groups.append([overlaps.lists[j] for j in sorted(group)])
    return groups


def contained(overlaps: Overlaps) -> list[Pair]:
    """Lists that lie wholly inside another, more of them than chance explains: (inner, outer).

    Chance: the share of the units of further lists that the outer one holds, to the power of the inner one's size. Two
    lists of the very same units are copies however much further lists agree with them: those may be copies, too.
    """
    both = _overlap(overlaps)
    found = []
    for i, j in permutations(range(len(overlaps.lists)), 2):
        size = int(both[i, i])
        if size < LEAST_COPIED or both[i, j] < size:
            continue
        further = np.delete(overlaps.patterns, (i, j), axis=1).any(axis=1)
        units = overlaps.counts[further].sum()
        share = overlaps.counts[further & overlaps.patterns[:, j]].sum() / units if units else 0.0
        if share**size < BY_CHANCE or both[j, j] == size:
            found.append((overlaps.lists[i], overlaps.lists[j]))
    return found


def nothing_of_their_own(overlaps: Overlaps) -> list[str]:
    """Lists of which each unit is also in some other list: they may have been copied together."""
    alone = overlaps.patterns.sum(axis=1) == 1
    own = overlaps.counts[alone] @ overlaps.patterns[alone]
    return [
        name
        for name, count in zip(overlaps.lists, own, strict=True)
        if not count and overlaps.sizes[name] >= LEAST_COPIED
    ]


def never_met(overlaps: Overlaps) -> list[Pair]:
    """Pairs of lists without a unit in common."""
    both = _overlap(overlaps)
    names = overlaps.lists
    return [(names[i], names[j]) for i in range(len(names)) for j in range(i + 1, len(names)) if not both[i, j]]


def merged(overlaps: Overlaps, first: str, second: str) -> Overlaps:
    """Two lists taken as one, which holds what either of them holds. ValueError if there is no such list."""
    i, j = overlaps.lists.index(first), overlaps.lists.index(second)
    rest = [k for k in range(len(overlaps.lists)) if k not in (i, j)]
    one = (overlaps.patterns[:, i] | overlaps.patterns[:, j])[:, None]
    names = (*(overlaps.lists[k] for k in rest), f"{first}+{second}")
    return collect(names, np.hstack([overlaps.patterns[:, rest], one]), overlaps.counts)


def both_ways(overlaps: Overlaps, first: str, second: str) -> dict[str, float | None]:
    """The log-linear total with the two lists as they are, and with the two as one; None where there is none."""
    one = merged(overlaps, first, second)
    after = point(one.cells().astype(float)) if len(one.lists) >= LEAST_LISTS else None
    before = point(overlaps.cells().astype(float)) if len(overlaps.lists) >= LEAST_LISTS else None
    return {
        "as_they_are": None if before is None else overlaps.n + before,
        "merged": None if after is None else one.n + after,
    }


def cautions(overlaps: Overlaps) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Codes of warnings that the lists alone give rise to, and the facts behind them."""
    valid = usable(overlaps)
    empty = [name for name in overlaps.lists if name not in valid.lists]
    facts = {
        "empty-lists": empty,
        "never-met": [" – ".join(pair) for pair in never_met(valid)],
        "nothing-of-its-own": nothing_of_their_own(valid),
        "three-lists": [*valid.lists] if len(valid.lists) == LEAST_LISTS else [],
    }
    held = {code: found for code, found in facts.items() if found}
    return tuple(held), held


def _overlap(overlaps: Overlaps) -> Any:
    wide = overlaps.patterns.astype(np.int64)
    return (wide * overlaps.counts[:, None]).T @ wide
