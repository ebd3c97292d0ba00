"""Overlaps of lists as they may be shown: an overlap of one or two people is as telling as a cell of a table.

Small overlaps are merged into one number. The size of a list together with the overlaps shown is an equation about
the merged ones, so a linear programme tries what all that is shown tells of each overlap, and sizes are left out until
it tells too little. Denominators are metadata, and metadata is protected like the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import ceil, floor

import numpy as np

from sijill.stats._linear import Polytope, sparse
from sijill.stats.capture.overlaps import Overlaps

CLOSE = 1e-6
JOINS, REST = "+", "other-combinations"  # how a combination is spelt as a code: its lists, or all small ones together
MOST_LISTS = 12  # 4,095 overlaps: more make no picture, and the linear programme slow

Pattern = tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class ShownOverlaps:
    """What an UpSet plot may show. `patterns`: (in which lists, how many), the largest first; `merged`: how many units
    are in all other overlaps together (None: in a few, so not even that); `sizes`: of each list, None where hidden."""

    lists: tuple[str, ...]
    patterns: tuple[tuple[Pattern, int], ...]
    merged: int | None
    sizes: Mapping[str, int | None]
    threshold: int


def shown_overlaps(overlaps: Overlaps, threshold: int = 5) -> ShownOverlaps:
    """Overlaps of `threshold` units and more, the others merged. Deterministic. ValueError with more than 12 lists."""
    if len(overlaps.lists) > MOST_LISTS:
        raise ValueError(f"{len(overlaps.lists)} lists have too many overlaps to show; at most {MOST_LISTS} can be")
    true = {tuple(map(bool, row)): int(count) for row, count in zip(overlaps.patterns, overlaps.counts, strict=True)}
    order = sorted(true, key=lambda one: (-true[one], [not at for at in one]))
    shown = [one for one in order if true[one] >= threshold]
    small = [one for one in order if true[one] < threshold]
    while small and shown and (len(small) < 2 or sum(true[one] for one in small) < threshold):
        small.append(shown.pop())  # one small overlap merged with nothing, or few people, would stand there as they are
    rest: int | None = sum(true[one] for one in small)
    if small and rest is not None and (rest < threshold or len(small) < 2):
        rest = None
    sizes: dict[str, int | None] = dict(overlaps.sizes)
    while (told := _told(overlaps, true, shown, rest, sizes, threshold)) is not None:
        if told in sizes:
            sizes[told] = None
        elif shown:
            shown.pop()  # without any size still too tight: merge one more
            rest = sum(true[one] for one in true if one not in shown)
        else:
            rest = None
    return ShownOverlaps(overlaps.lists, tuple((one, true[one]) for one in shown), rest, sizes, threshold)


def _told(
    overlaps: Overlaps,
    true: Mapping[Pattern, int],
    shown: list[Pattern],
    rest: int | None,
    sizes: Mapping[str, int | None],
    threshold: int,
) -> str | None:
    """What to take away because a small overlap can be bounded too tightly: the largest size shown that has a part in
    the merged ones, or "" where no size is shown; None if nothing is told."""
    rows, limits, hidden = _equations(overlaps, true, shown, rest, sizes)
    small = [at for at, one in enumerate(hidden) if 0 < true.get(one, 0) < threshold]
    if not rows or not small or not _is_bounded(rows, limits, len(hidden), small, threshold):
        return None
    left = [name for name, size in sizes.items() if size is not None]
    return max(left, key=lambda name: (overlaps.sizes[name], name)) if left else ""


def _equations(
    overlaps: Overlaps,
    true: Mapping[Pattern, int],
    shown: list[Pattern],
    rest: int | None,
    sizes: Mapping[str, int | None],
) -> tuple[list[list[tuple[int, float]]], list[float], list[Pattern]]:
    """What a reader writes down of the overlaps that are not shown, who does not know which of them are empty."""
    hidden = [one for one in product((True, False), repeat=len(overlaps.lists)) if any(one) and one not in shown]
    rows: list[list[tuple[int, float]]] = []
    limits: list[float] = []
    if rest is not None:
        rows.append([(at, 1.0) for at in range(len(hidden))])
        limits.append(float(rest))
    for place, name in enumerate(overlaps.lists):
        if sizes[name] is not None:
            rows.append([(at, 1.0) for at, one in enumerate(hidden) if one[place]])
            limits.append(float(overlaps.sizes[name] - sum(true[one] for one in shown if one[place])))
    return rows, limits, hidden


def _is_bounded(
    rows: list[list[tuple[int, float]]], limits: list[float], size: int, small: list[int], threshold: int
) -> bool:
    ends = np.array(limits)
    polytope = Polytope(sparse(rows, size).tocsc(), (ends, ends), (np.zeros(size), np.full(size, 1e6)))
    for at in small:
        cost = np.zeros(size)
        cost[at] = 1.0
        least, most = polytope.lowest(cost), polytope.lowest(-cost)
        if least is None or most is None:
            raise RuntimeError("the true overlaps were not admissible: HiGHS contradicts itself")
        if floor(float(most[at]) + CLOSE) - ceil(float(least[at]) - CLOSE) + 1 < threshold - 1:
            return True
    return False
