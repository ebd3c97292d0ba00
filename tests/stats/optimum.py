"""The fewest and the cheapest cells that could be hidden: an exact answer to compare with, for small tables alone.

A mixed integer programme after Fischetti and Salazar (2001): one yes or no per cell, and for every count that must
stay open two tables that a reader cannot rule out and that lie far enough apart in it. It may hide no zero and show a
small cell as hidden for nothing, so it asks for a little less than `suppress` does: its answer is a lower bound.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from sijill.stats._suppress import LEVEL
from sijill.stats._system import System

ROOM = 4  # no count needs to move further than so many times what it has to


@dataclass
class _Rows:
    """Entries of a sparse matrix, one row after another."""

    data: list[float] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, terms: list[tuple[int, float]], low: float, high: float) -> None:
        for column, factor in terms:
            self.data.append(factor)
            self.row.append(len(self.low))
            self.column.append(column)
        self.low.append(low)
        self.high.append(high)


def weights(system: System) -> NDArray[np.float64]:
    """What hiding each cell costs by the account of `suppress`."""
    depth = np.array([len(one.filters) for one in system.addresses])
    found: NDArray[np.float64] = (1 + np.log1p(system.truth[: len(depth)])) * LEVEL ** (depth.max() - depth)
    return found


def cheapest(system: System, weight: NDArray[np.float64], seconds: float = 60.0) -> float | None:
    """The least that hiding can cost; None if HiGHS does not prove it in time."""
    cells, size = len(system.addresses), system.size
    own = [at for at in range(cells) if not system.settled[at] and not system.fixed[at]]
    place = {at: position for position, at in enumerate(own)}
    threshold = np.array([one.threshold for one in system.rules])
    floor = np.array([one.floor if at < cells else 1 for at, one in enumerate(system.rules)])
    need = np.maximum(threshold - floor, 1)
    small = (floor <= system.truth) & (system.truth < threshold)
    hidden = {at for at in own if small[at] or system.revised[at]}
    shown = {at for at in own if system.truth[at] < floor[at]} - hidden
    targets = {at: [place[at]] if at not in hidden else [] for at in own if need[at] > 1 and at not in shown}
    targets |= _differences(system, threshold, place)
    if not targets:
        return 0.0
    rows = _Rows()
    low, high = np.zeros(len(own)), np.ones(len(own))
    low[[place[at] for at in hidden]] = 1.0
    high[[place[at] for at in shown]] = 0.0
    lows, highs = [low], [high]
    now = system.matrix @ system.truth
    for number, (target, needs) in enumerate(targets.items()):
        ends = [len(own) + (2 * number + side) * size for side in (0, 1)]
        for first in ends:
            for at, row in enumerate(system.rows):
                rows.add([(first + one, factor) for one, factor in row.terms], row.low - now[at], row.high - now[at])
            bounds = [_reach(system, at, float(ROOM * need[target]), floor, rows, first, place) for at in range(size)]
            lows.append(np.array([one for one, _ in bounds]))
            highs.append(np.array([one for _, one in bounds]))
        apart = [(ends[0] + target, 1.0), (ends[1] + target, -1.0)]
        for end in needs:
            rows.add([*apart, (end, 1.0 - need[target])], 0.0, np.inf)
        if not needs:
            rows.add(apart, float(need[target] - 1), np.inf)
    columns = len(own) + 2 * len(targets) * size
    matrix = csr_array((rows.data, (rows.row, rows.column)), shape=(len(rows.low), columns))
    cost = np.concatenate([weight[own], np.zeros(columns - len(own))])
    found = milp(
        cost,
        constraints=LinearConstraint(matrix, rows.low, rows.high),
        integrality=(np.arange(columns) < len(own)).astype(int),
        bounds=Bounds(np.concatenate(lows), np.concatenate(highs)),
        options={"time_limit": seconds},
    )
    return float(found.fun) if found.status == 0 else None


def _differences(system: System, threshold: NDArray[np.int64], place: dict[int, int]) -> dict[int, list[int]]:
    """Differences that must stay open: the small ones always, the others if one of their ends (the value) is hidden."""
    found: dict[int, list[int]] = {}
    for at, pair in enumerate(system.differences, start=len(system.addresses)):
        if not system.people[at] or system.truth[at] <= 0.5:
            continue
        ends = [place[one] for one in pair if one in place]
        if system.truth[at] < threshold[at] - 0.5:
            found[at] = []
        elif ends:
            found[at] = ends
    return found


def _reach(
    system: System, at: int, room: float, floor: NDArray[np.int64], rows: _Rows, first: int, place: dict[int, int]
) -> tuple[float, float]:
    """How far a count may move; the row that ties a cell's move to whether it is hidden is added on the way."""
    truth = float(system.truth[at])
    if at >= len(system.addresses):
        return -truth, 1e5
    if system.settled[at]:
        return max(system.low[at] - truth, -room), min(system.high[at] - truth, room)
    if system.fixed[at]:
        return 0.0, 0.0
    down = min(truth - min(float(floor[at]), truth), room)
    rows.add([(first + at, 1.0), (place[at], -room)], -np.inf, 0.0)
    rows.add([(first + at, 1.0), (place[at], down)], 0.0, np.inf)
    return -down, room
