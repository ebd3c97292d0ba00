"""Which cells to hide, so that what is left cannot be solved for the small ones.

For each count that is not yet safe a linear programme moves it to the least and to the most that
it must be able to be, and pays for every cell that has to move with it and is not yet hidden
(Kelly, Golden and Assad 1992 for the idea, Castro 2002 for two-sided protection). The cells that
moved are hidden. Each such table is kept: it is the proof that a reader cannot rule that value
out. Hiding only ever adds tables that a reader must reckon with, so a proof stays a proof. Last,
cells that turned out not to be needed are shown again, dearest first.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from sijill.stats._linear import Indices, Polytope, Vector, beside
from sijill.stats._system import FAR, System

Members = NDArray[np.int64]
SURE = 1e-6

WITHHOLD = 1000.0  # dearer than any number: a 0 stays where anything else helps
RELABEL = 0.3  # "<5" says more than "hidden"
LEVEL = 3.0  # a total is worth three of its parts
SPREADS = 12  # tables drawn at random among those already possible, before anything is paid for
PATIENCE = 6000  # questions asked to show cells again; then the rest stay hidden


class Label(IntEnum):
    """How a cell is shown. Each says less than the one before it."""

    SHOWN = 0
    SMALL = 1
    COMPLEMENT = 2
    WITHHELD = 3
    OUTSIDE = 4  # not a cell of this release


def suppress(system: System) -> NDArray[np.int8]:
    """A label for each cell and difference of a system. Deterministic."""
    labels = np.full(system.size, Label.OUTSIDE, dtype=np.int8)
    adjacent = abs(system.matrix).T @ abs(system.matrix)
    count, part_of = connected_components(adjacent, directed=False)
    order = np.argsort(part_of, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(part_of[order])) + 1) if count else []:
        labels[members] = _Search(system, members).labels()
    return labels


class _Search:
    """One connected part of a system. Columns of `flow` are four per cell: within its label, up, down, to zero."""

    def __init__(self, system: System, members: Members) -> None:
        take = members
        cells = len(system.addresses)
        self.truth = np.round(system.truth[take], 9)
        self.fixed, self.settled = system.fixed[take], system.settled[take]
        self.low, self.high = system.low[take], system.high[take]
        self.stays, self.revised, self.people = system.stays[take], system.revised[take], system.people[take]
        self.size = len(take)
        self.is_cell = take < cells
        self.threshold = np.array([system.rules[i].threshold for i in take])
        self.floor = np.array([system.rules[i].floor if i < cells else 1 for i in take])
        self.need = np.maximum(self.threshold - self.floor, 1)
        place = {int(index): position for position, index in enumerate(take)}
        self.ends = {
            place[cells + pair]: (place[wide], place[narrow])
            for pair, (wide, narrow) in enumerate(system.differences)
            if cells + pair in place
        }
        self.weight = self._weights(system, take)
        self.first = self._first_labels()
        self.label = self.first.copy()
        self.points = self.truth[None, :]
        self.valid = np.ones(1, dtype=bool)
        self._system, self._members = system, members

    def labels(self) -> NDArray[np.int8]:
        """Hide what must be hidden, and no more than it takes."""
        if self._unsafe().size:
            self._start()
            while (unsafe := self._spread()).size:
                for one in unsafe:
                    if self._short(self._seen(one), one):
                        self._widen(int(one))
            self._show_again()
        return self.label

    def _weights(self, system: System, take: Members) -> Vector:
        depth = np.array([len(system.addresses[i].filters) if i < len(system.addresses) else 0 for i in take])
        return (1 + np.log1p(self.truth)) * LEVEL ** (depth.max() - depth)

    def _first_labels(self) -> NDArray[np.int8]:
        small = (self.floor <= self.truth) & (self.truth < self.threshold)
        hidden = np.where(self.truth < self.floor, Label.WITHHELD, np.where(small, Label.SMALL, Label.COMPLEMENT))
        label = np.where((small | self.revised) & ~self.fixed, hidden, Label.SHOWN)
        return np.where(self.settled, Label.OUTSIDE, label).astype(np.int8)

    def _zone(self, label: NDArray[np.int8]) -> tuple[Vector, Vector]:
        """What a reader is told of each cell by its label."""
        low = np.select([label == one for one in Label], [self.truth, self.floor, self.floor, 0, self.low])
        high = np.select([label == one for one in Label], [self.truth, self.threshold - 1, FAR, FAR, self.high])
        return low, high

    def _start(self) -> None:
        system, members = self._system, self._members
        block = system.matrix[:, members]
        used = np.flatnonzero(np.diff(block.indptr))
        block = block[used]
        bounds = tuple(bound[used] for bound in system.row_bounds())
        self.free = Polytope(block.tocsc(), (bounds[0], bounds[1]), self._zone(self.label))
        self.flow = Polytope(beside(block, block, -block, -block), (bounds[0], bounds[1]), self._flow_bounds())
        self.random = np.random.default_rng(1)

    def _flow_bounds(self) -> tuple[Vector, Vector]:
        low, high = self._zone(self.label)
        may_move = ~self.fixed & ~self.settled & ~self.stays
        shown, small = self.label == Label.SHOWN, self.label == Label.SMALL
        up = np.where(may_move & (shown | small), FAR, 0.0)
        down = np.where(may_move & shown, np.maximum(self.truth - self.floor, 0.0), 0.0)
        to_zero = np.where(may_move & (self.label < Label.WITHHELD), np.minimum(self.floor, self.truth), 0.0)
        none = np.zeros(self.size)
        return np.concatenate([low, none, none, none]), np.concatenate([high, up, down, to_zero])

    def _flow_cost(self) -> Vector:
        withhold = WITHHOLD * self.weight
        shown = self.label == Label.SHOWN
        up = np.where(shown, np.where(self.truth < self.floor, withhold, self.weight), RELABEL * self.weight)
        return np.concatenate([np.zeros(self.size), up, self.weight, withhold])

    def _known(self) -> NDArray[np.bool_]:
        return (self.label == Label.SHOWN) | (self.settled & self.is_cell & (self.low == self.high))

    def _active(self) -> NDArray[np.bool_]:
        """Counts of people that must not be bounded too tightly."""
        known = self._known()
        active = ~known & self.is_cell
        for place, (wide, narrow) in self.ends.items():
            plain = known[wide] and known[narrow]
            small = 0.5 < self.truth[place] < self.threshold[place] - 0.5
            active[place] = self.people[place] and (small or not plain)
        return active & (self.need > 1)

    def _seen(self, columns: slice | np.int64 | int = slice(None)) -> tuple[Vector, Vector]:
        points = self.points[self.valid][:, columns]
        return points.min(axis=0), points.max(axis=0)

    def _short(self, seen: tuple[Vector, Vector], columns: Members | np.int64 | int) -> Vector:
        """How many values are missing."""
        values = np.floor(seen[1] + SURE) - np.ceil(seen[0] - SURE) + 1
        return np.maximum(self.need[columns] - values, 0)

    def _unsafe(self) -> Members:
        low, high = self._seen()
        missing = self._short((low, high), np.arange(self.size))
        return np.flatnonzero(self._active() & (missing > 0))

    def _remember(self, *points: Vector) -> None:
        self.points = np.vstack([self.points, *points])
        self.valid = np.concatenate([self.valid, np.ones(len(points), dtype=bool)])

    def _spread(self) -> Members:
        """Try tables that cost nothing; return what is still unsafe."""
        unsafe = self._unsafe()
        for _ in range(SPREADS):
            if not unsafe.size:
                break
            cost = np.zeros(self.size)
            cost[unsafe] = self.random.choice([-1.0, 1.0], size=len(unsafe))
            found = [self.free.lowest(cost), self.free.lowest(-cost)]
            self._remember(*(point for point in found if point is not None))
            unsafe = self._unsafe()
        return unsafe

    def _widen(self, one: int) -> None:
        """Hide what it takes for one count to have enough values."""
        if self.label[one] == Label.SMALL:
            ends = [float(self.floor[one]), float(self.threshold[one] - 1)]
            if all([self._reach(one, end) for end in ends]):
                return
        else:
            low, high = self._seen(one)
            missing = float(self._short((low, high), one))
            ways = [float(np.floor(high + SURE)) + missing, float(np.ceil(low - SURE)) - missing]
            if self._reach(one, *(way for way in ways if way >= 0)):
                return
        self._reach_what_can_be(one)

    def _reach(self, one: int, *values: float) -> bool:
        """Move one count to the cheapest of the values, hiding on the way; False where none can be."""
        cost = self._flow_cost()
        found = [point for value in values if (point := self._moved(one, value, cost)) is not None]
        if not found:
            return False
        self._accept(min(found, key=lambda point: float(cost @ point)))
        return True

    def _moved(self, one: int, value: float, cost: Vector) -> Vector | None:
        columns = (one + self.size * np.arange(4)).astype(np.int32)
        low, high = self._flow_bounds()
        target = np.array([value, 0.0, 0.0, 0.0])
        self.flow.bound(columns, target, target)
        point = self.flow.lowest(cost)
        self.flow.bound(columns, low[columns], high[columns])
        return point

    def _accept(self, flow: Vector) -> None:
        within, up, down, to_zero = flow.reshape(4, self.size)
        point = within + up - down - to_zero
        moved = np.abs(point - self.truth) > SURE
        shown, small = self.label == Label.SHOWN, self.label == Label.SMALL
        below = (point < self.floor - SURE) & (self.label < Label.WITHHELD)
        above = small & (point > self.threshold - 1 + SURE)
        label = self.label.copy()
        label[(shown & moved) | above] = Label.COMPLEMENT
        label[below | (shown & moved & (self.truth < self.floor))] = Label.WITHHELD
        self._relabel(label)
        self._remember(point)

    def _relabel(self, label: NDArray[np.int8]) -> None:
        changed: Indices = np.flatnonzero(label != self.label).astype(np.int32)
        self.label = label
        low, high = self._zone(label)
        self.free.bound(changed, low[changed], high[changed])
        low, high = self._flow_bounds()
        columns = (changed[None, :] + self.size * np.arange(4)[:, None]).ravel().astype(np.int32)
        self.flow.bound(columns, low[columns], high[columns])

    def _reach_what_can_be(self, one: int) -> None:
        """Earlier releases and exact numbers may have said more than the policy allows; then say nothing new."""
        direction = np.zeros(4 * self.size)
        direction[one + self.size * np.arange(4)] = (1.0, 1.0, -1.0, -1.0)
        ends = [self.flow.lowest(direction), self.flow.lowest(-direction)]
        low, high = (float(direction @ end) if end is not None else self.truth[one] for end in ends)
        low, high = float(np.ceil(low - SURE)), float(np.floor(high + SURE))
        self.need[one] = min(self.need[one], high - low + 1)
        seen = self._seen(one)
        top = min(high, max(float(np.floor(seen[1] + SURE)), float(np.ceil(seen[0] - SURE)) + self.need[one] - 1))
        for value in (top, top - self.need[one] + 1):
            if not self._reach(one, value):
                raise RuntimeError("a table that was possible is not: HiGHS contradicts itself")

    def _show_again(self) -> None:
        """Undo what was hidden on the way and is not needed, dearest first."""
        self.patience = PATIENCE
        hidden = np.flatnonzero(self.label > self.first)
        for one in hidden[np.lexsort((hidden, -self.weight[hidden], -self.label[hidden]))]:
            for label in self._milder(int(one)):
                if self.patience > 0 and self._can_be(int(one), label):
                    break

    def _milder(self, one: int) -> Iterator[Label]:
        yield Label(int(self.first[one]))
        if self.label[one] == Label.WITHHELD and self.truth[one] >= self.floor[one]:
            yield Label.COMPLEMENT

    def _can_be(self, one: int, label: Label) -> bool:
        before, valid = self.label.copy(), self.valid.copy()
        after = before.copy()
        after[one] = label
        low, high = self._zone(after)
        self._relabel(after)
        self.valid &= (self.points[:, one] >= low[one] - SURE) & (self.points[:, one] <= high[one] + SURE)
        if all(self._has_enough(int(other)) for other in self._unsafe()):
            return True
        self._relabel(before)
        added = len(self.valid) - len(valid)
        self.valid = np.concatenate([valid, np.ones(added, dtype=bool)])
        return False

    def _has_enough(self, one: int) -> bool:
        """Ask for both ends of one count, with nothing more hidden."""
        for sign in (1.0, -1.0):
            if not self._short(self._seen(one), one):
                return True
            self.patience -= 1
            cost = np.zeros(self.size)
            cost[one] = sign
            point = self.free.lowest(cost)
            if point is not None:
                self._remember(point)
        return not self._short(self._seen(one), one)
