"""How the counts of a table can move together, and what each move costs.

Every table that a reader must reckon with is the true one plus moves. A cell has four moves: up,
further up, down to its floor, and from there to zero. A difference moves with its two cells.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.sparse import csc_array, csr_array, hstack, vstack

from sijill.stats._linear import Bounds, Indices, Polytope, Vector

FREE = 1e-3  # a step of what is hidden already costs next to nothing, so that few cells move


class Moves:
    """The tables around the true one. `ends`: for each difference, the places of its wide and narrow cell.

    `needed`: the only moves that will ever go anywhere (positions in what `price` takes); without it, all.
    """

    def __init__(
        self,
        matrix: csr_array,
        rows: Bounds,
        truth: Vector,
        cells: Indices,
        ends: Mapping[int, tuple[int, int]],
        needed: Indices | None = None,
    ) -> None:
        self._truth = truth
        self._at = {int(cell): place for place, cell in enumerate(cells)}
        self._count = len(cells)
        self._lift = self._from_cells(ends)
        differences = np.array(sorted(ends), dtype=np.int64)
        block = vstack([matrix @ self._lift, self._lift[differences]]).tocsr()
        block.eliminate_zeros()
        now = matrix @ truth
        low = np.concatenate([rows[0] - now, -truth[differences]])
        high = np.concatenate([rows[1] - now, np.full(len(differences), np.inf)])
        kept = np.flatnonzero(np.diff(block.indptr))
        first = matrix.shape[0]
        self._row_of = {int(differences[row - first]): place for place, row in enumerate(kept) if row >= first}
        block = block[kept]
        columns = csc_array(hstack([block, block, -block, -block], format="csc"))
        self._reach, self._cost = np.zeros(4 * self._count), np.zeros(4 * self._count)
        self._needed = np.arange(4 * self._count) if needed is None else needed
        self._column = np.full(4 * self._count, -1, dtype=np.int64)
        self._column[self._needed] = np.arange(len(self._needed))
        none = np.zeros(len(self._needed))
        self._polytope = Polytope(columns[:, self._needed], (low[kept], high[kept]), (none, none))

    def _from_cells(self, ends: Mapping[int, tuple[int, int]]) -> csr_array:
        """The matrix from moves of the cells to moves of every count."""
        entries = [(cell, place, 1.0) for cell, place in self._at.items()]
        for one, pair in ends.items():
            entries += [
                (one, self._at[end], sign) for end, sign in zip(pair, (1.0, -1.0), strict=True) if end in self._at
            ]
        if not entries:
            return csr_array((len(self._truth), 0))  # nothing can move: the true table is the only one
        row, column, value = zip(*entries, strict=True)
        return csr_array((value, (row, column)), shape=(len(self._truth), self._count))

    def price(self, reach: Vector, cost: Vector) -> None:
        """Say how far each move may go and what a step of it costs; both four times the cells."""
        new = reach[self._needed]
        changed = np.flatnonzero(new != self._reach[self._needed])
        self._polytope.bound(changed, np.zeros(len(changed)), new[changed])
        self._reach, self._cost = reach, cost

    def to(self, one: int, value: float) -> tuple[float, Vector] | None:
        """The cheapest table where a count has a value, with what it costs; None where there is none."""
        step = value - float(self._truth[one])
        self._polytope.forget()  # a few moves lead from the true table; many from the last one found
        if one in self._row_of:
            return self._to_difference(self._row_of[one], step, float(self._truth[one]))
        if one not in self._at:
            return None
        own = self._at[one] + self._count * np.arange(4)
        fixed = _split(step, self._reach[own])
        if fixed is None:
            return None
        mine = self._column[own] >= 0
        columns = self._column[own][mine]
        self._polytope.bound(columns, fixed[mine], fixed[mine])
        found = self._cheapest()
        self._polytope.bound(columns, np.zeros(len(columns)), self._reach[own][mine])
        return found

    def _to_difference(self, row: int, step: float, truth: float) -> tuple[float, Vector] | None:
        self._polytope.bound_row(row, step, step)
        found = self._cheapest()
        self._polytope.bound_row(row, -truth, np.inf)
        return found

    def _cheapest(self) -> tuple[float, Vector] | None:
        cost = self._cost[self._needed]
        moved = self._polytope.lowest(cost)
        return None if moved is None else (float(cost @ moved), self._point(moved))

    def furthest(self, direction: Vector) -> Vector:
        """The table that lies furthest in a direction, whatever it costs."""
        lifted = self._lift.T @ direction
        moved = self._polytope.lowest(-np.concatenate([lifted, lifted, -lifted, -lifted])[self._needed])
        if moved is None:
            raise RuntimeError("the true table was not admissible: HiGHS contradicts itself")
        return self._point(moved)

    def _point(self, moved: Vector) -> Vector:
        all_ = np.zeros(4 * self._count)
        all_[self._needed] = moved
        up, further, down, to_zero = all_.reshape(4, self._count)
        point: Vector = self._truth + self._lift @ (up + further - down - to_zero)
        return point


def _split(step: float, reach: Vector) -> Vector | None:
    """A step as the four moves of a cell; None where it goes too far."""
    up, down = max(step, 0.0), max(-step, 0.0)
    near = np.array([min(up, reach[0]), 0.0, min(down, reach[2]), 0.0])
    rest = np.array([0.0, up - near[0], 0.0, down - near[2]])
    return None if (rest > reach + 1e-9).any() else near + rest
