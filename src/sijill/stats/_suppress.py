"""Which cells to hide, so that what is left cannot be solved for the small ones.

For each count that is not yet safe a linear programme moves it to the values that it must be able
to have, and pays for every cell that has to move with it and is not yet hidden (Kelly, Golden and
Assad 1992 for the idea, Castro 2002 for counts that need room on both sides). The cells that
moved are hidden. Each such table is kept: it is the proof that a reader cannot rule that value
out. Hiding more only adds tables that a reader must reckon with, so a proof stays a proof. Last,
cells that turned out not to be needed are shown again, dearest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from sijill.stats._address import Address
from sijill.stats._linear import Bounds, Indices, Vector
from sijill.stats._moves import FREE, Moves
from sijill.stats._system import FAR, System

Flags = NDArray[np.bool_]
Labels = NDArray[np.int8]

SURE = 1e-6
LITTLE = 1e-3  # what can be as much is not surely 0
WITHHOLD = 1000.0  # dearer than any number: a 0 stays where anything else helps
RELABEL = 0.3  # "<5" says more than "hidden"
LEVEL = 6.0  # a total is worth six of its parts, so that the first number of a release is the last to go
SPREADS = 12  # tables drawn at random among those already possible, before anything is paid for
PATIENCE = 3_000_000  # for showing cells again: questions times moves; then the rest stay hidden


class Label(IntEnum):
    """How a cell is shown. Each says less than the one before it."""

    SHOWN = 0
    SMALL = 1
    COMPLEMENT = 2
    WITHHELD = 3
    OUTSIDE = 4  # not a cell of this release


def zones_of(system: System, labels: Mapping[Address, Label]) -> dict[Address, tuple[float, float]]:
    """What the labels tell of each cell of the release."""
    told = {}
    for index, address in enumerate(system.addresses):
        truth, rules = float(system.truth[index]), system.rules[index]
        if not system.settled[index]:
            told[address] = _zone(labels[address], truth, rules.floor, rules.threshold)
    return told


def _zone(label: int, truth: float, floor: int, threshold: int) -> tuple[float, float]:
    zones = {Label.SHOWN: (truth, truth), Label.SMALL: (floor, threshold - 1.0), Label.COMPLEMENT: (floor, FAR)}
    return zones.get(Label(label), (0.0, FAR))


def suppress(system: System, first: Mapping[Address, Label] | None = None) -> dict[Address, Label]:
    """A label for each cell of the release. Deterministic. With `first`, none says more than there."""
    labels = np.full(system.size, Label.OUTSIDE, dtype=np.int8)
    adjacent = abs(system.matrix).T @ abs(system.matrix)
    count, part_of = connected_components(adjacent, directed=False)
    order = np.argsort(part_of, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(part_of[order])) + 1) if count else []:
        labels[members] = _Search(system, members, first).labels()
    return {address: Label(int(labels[index])) for index, address in enumerate(system.addresses)}


class _Proofs:
    """Tables that a reader cannot rule out, and how far each count ranges over them."""

    def __init__(self, first: Vector) -> None:
        self._points = np.empty((64, len(first)))
        self._valid = np.zeros(64, dtype=bool)
        self._count = 0
        self.low, self.high = first.copy(), first.copy()
        self.add(first)

    def add(self, point: Vector) -> None:
        if self._count == len(self._points):
            self._points = np.vstack([self._points, np.empty_like(self._points)])
            self._valid = np.concatenate([self._valid, np.zeros_like(self._valid)])
        self._points[self._count], self._valid[self._count] = point, True
        self._count += 1
        self.low, self.high = np.minimum(self.low, point), np.maximum(self.high, point)

    def drop(self, column: int, low: float, high: float, first: int) -> tuple[Indices, Vector, Vector]:
        """Leave out the tables where a count is outside its bounds; returns what `restore` takes.

        How far the others range over the tables left is worked out for `first` alone, until `settle`.
        """
        values = self._points[: self._count, column]
        outside = (values < low - SURE) | (values > high + SURE)
        dropped = np.flatnonzero(self._valid[: self._count] & outside)
        before = (dropped, self.low, self.high)
        if len(dropped):
            self._valid[dropped] = False
            left = self._points[: self._count, first][self._valid[: self._count]]
            self.low, self.high = self.low.copy(), self.high.copy()
            self.low[first], self.high[first] = left.min(), left.max()
        return before

    def settle(self) -> None:
        """Work out how far each count ranges over the tables that are left."""
        points = self._points[: self._count][self._valid[: self._count]]
        self.low, self.high = points.min(axis=0), points.max(axis=0)

    def restore(self, before: tuple[Indices, Vector, Vector]) -> None:
        dropped, low, high = before
        self._valid[dropped] = True
        self.low, self.high = np.minimum(self.low, low), np.maximum(self.high, high)


class _Search:
    """One connected part of a system; every array runs over its members."""

    def __init__(self, system: System, members: Indices, first: Mapping[Address, Label] | None) -> None:
        cells = len(system.addresses)
        place = {int(index): position for position, index in enumerate(members)}
        self.truth = np.round(system.truth[members], 9)
        self.low, self.high = system.low[members], system.high[members]
        self.settled, self.people = system.settled[members], system.people[members]
        self.stays, self.revised = system.stays[members], system.revised[members]
        self.is_cell = members < cells
        self.fixed = system.fixed[members] | (self.settled & (self.low == self.high)) | ~self.is_cell
        self.threshold = np.array([system.rules[index].threshold for index in members])
        self.floor = np.array([system.rules[index].floor if index < cells else 1 for index in members])
        self.need = np.maximum(self.threshold - self.floor, 1)
        pairs = enumerate(system.differences, start=cells)
        self.ends = {place[i]: (place[wide], place[narrow]) for i, (wide, narrow) in pairs if i in place}
        spans = [(one, *pair) for one, pair in self.ends.items()]
        self.spans = np.array(spans, dtype=np.int64).reshape(-1, 3).T
        depth = np.array([len(system.addresses[i].filters) if i < cells else 0 for i in members])
        self.weight = (1 + np.log1p(self.truth)) * LEVEL ** (depth.max() - depth)
        self.first = self._first_labels()
        if first is not None:
            given = [first.get(system.addresses[i], Label.OUTSIDE) if i < cells else Label.OUTSIDE for i in members]
            self.first = np.array(given, dtype=np.int8)
        self.label = self.first.copy()
        self.cause: dict[int, int] = {}
        self.proofs = _Proofs(self.truth)
        self.pinned = np.zeros(0, dtype=np.int64)
        self.random = np.random.default_rng(1)
        self._rows = self._rows_of(system, members)

    def labels(self) -> Labels:
        """Hide what must be hidden, and no more than it takes."""
        if self._unsafe().size:
            movable = np.flatnonzero(~self.fixed & ((self.truth > 0) | self.settled))
            self._move(movable, self._likely(movable))
            while self._spread(SPREADS).size:
                self._price(paid=True)
                for one in self._unsafe():
                    while self._missing(int(one)):
                        self._widen(int(one))
            self._show_again()
        return self.label

    def _move(self, movable: Indices, needed: Indices | None = None) -> None:
        """Let these cells move; `needed`: as in `Moves`."""
        self.movable, self.sparing = movable, needed is not None
        self.moves = Moves(*self._rows, self.truth, movable, self.ends, needed)

    def _likely(self, movable: Indices) -> Indices:
        """The moves that nearly always do: further up than small, and down to zero, are for small cells."""
        small = self.truth[movable] < self.threshold[movable]
        every = np.ones(len(movable), dtype=bool)
        return np.flatnonzero(np.concatenate([every, small, every, small]))

    def _rows_of(self, system: System, members: Indices) -> tuple[csr_array, Bounds]:
        block = system.matrix[:, members]
        used = np.flatnonzero(np.diff(block.indptr))
        low, high = system.row_bounds()
        own = [row for row in used if not any(index >= len(system.addresses) for index, _ in system.rows[row].terms)]
        return block[own], (low[own], high[own])

    def _first_labels(self) -> Labels:
        small = (self.floor <= self.truth) & (self.truth < self.threshold)
        revised = np.where(self.truth < self.floor, Label.WITHHELD, Label.COMPLEMENT)
        hidden = np.where(small, Label.SMALL, revised)
        label = np.where((small | self.revised) & ~self.fixed, hidden, Label.SHOWN)
        return np.where(self.settled, Label.OUTSIDE, label).astype(np.int8)

    # What a reader is told, and what is still unsafe

    def _active(self) -> Flags:
        """The counts of people that must not be bounded too tightly."""
        known = (self.label == Label.SHOWN) | (self.fixed & self.is_cell)
        active = ~known & self.is_cell
        places, wide, narrow = self.spans
        small = (self.truth[places] > 0.5) & (self.truth[places] < self.threshold[places] - 0.5)
        active[places] = self.people[places] & (small | ~(known[wide] & known[narrow]))
        found: Flags = active & (self.need > 1)
        return found

    def _values(self) -> Vector:
        """How many values each count has among the tables kept."""
        return np.floor(self.proofs.high + SURE) - np.ceil(self.proofs.low - SURE) + 1

    def _missing(self, one: int) -> float:
        low, high = self._seen(one)
        return max(0.0, float(self.need[one]) - (high - low + 1))

    def _seen(self, one: int) -> tuple[float, float]:
        return float(np.ceil(self.proofs.low[one] - SURE)), float(np.floor(self.proofs.high[one] + SURE))

    def _unsafe(self) -> Indices:
        return np.setdiff1d(np.flatnonzero(self._active() & (self._values() < self.need)), self.pinned)

    def _pin(self) -> None:
        """Find the differences that are surely 0 by what is told: as open as a 0 that is shown, since nobody is in them.

        Where everything reported is verified, hiding the totals would protect nobody.
        """
        self.pinned = np.zeros(0, dtype=np.int64)
        zero = self._unsafe()
        still = np.array([one for one in zero if one in self.ends and self.truth[one] < SURE], dtype=np.int64)
        while still.size:
            direction = np.zeros(len(self.truth))
            direction[still] = 1.0
            self.proofs.add(self.moves.furthest(direction))
            moved = self.proofs.high[still] > SURE
            if not moved.any():
                break
            still = still[~moved]
        self.pinned = still

    def _spread(self, times: int) -> Indices:
        """Try tables that cost nothing; return what is still unsafe."""
        self._price(paid=False)
        self._pin()
        unsafe = self._unsafe()
        for _ in range(times):
            if len(unsafe) < 2:
                break
            direction = np.zeros(len(self.truth))
            direction[unsafe] = self.random.choice([-1.0, 1.0], size=len(unsafe))
            self.proofs.add(self.moves.furthest(direction))
            self.proofs.add(self.moves.furthest(-direction))
            unsafe = self._unsafe()
        return unsafe

    # Hiding

    def _price(self, *, paid: bool) -> None:
        """Tell the polytope how far each cell may move and what that costs; without `paid`, only what is free."""
        self.moves.price(*self._prices(paid=paid))

    def _prices(self, *, paid: bool) -> tuple[Vector, Vector]:
        at = self.movable
        label, truth, weight = self.label[at], self.truth[at], self.weight[at]
        floor = np.minimum(self.floor[at], truth)
        shown, small, outside = (label == one for one in (Label.SHOWN, Label.SMALL, Label.OUTSIDE))
        free = np.full(len(at), FREE)
        up = np.where(small, self.threshold[at] - 1 - truth, np.where(outside, self.high[at] - truth, FAR))
        down = truth - np.where(outside, self.low[at], floor)
        stays = self.stays[at] & small
        further = np.where(small & ~stays, FAR, 0.0)
        to_zero = np.where(outside | stays, 0.0, floor)
        cost_up = np.where(shown, np.where(truth < self.floor[at], WITHHOLD * weight, weight), free)
        cost_down = np.where(shown, weight, free)
        cost_zero = np.where(label == Label.WITHHELD, free, WITHHOLD * weight)
        reach = np.concatenate([up, further, down, to_zero])
        cost = np.concatenate([cost_up, RELABEL * weight, cost_down, cost_zero])
        return reach if paid else np.where(cost > FREE, 0.0, reach), cost

    def _widen(self, one: int) -> None:
        """Hide what it takes for one count to have enough values, in the cheapest of the ways there are."""
        ways = []
        if self.label[one] == Label.SMALL and (kept := self._as_small(one)):
            ways.append(kept)
        if not ways or ways[0][0] > RELABEL * self.weight[one]:
            ways += self._any_width(one)
        if ways:
            self._accept(one, min(ways, key=lambda way: way[0])[1])
        elif self.sparing or len(self.movable) < np.count_nonzero(~self.fixed):
            self._move(np.flatnonzero(~self.fixed))  # nothing else helps: zeros may go too
            self._price(paid=True)
        else:
            self._say_nothing_new(one)

    def _as_small(self, one: int) -> tuple[float, Vector] | None:
        """The dearer of the two ends that a cell shown as "<5" must be able to reach; None if it cannot reach both."""
        low, high = self._seen(one)
        ends = [end for end in (float(self.floor[one]), self.threshold[one] - 1.0) if not low <= end <= high]
        found = [way for end in ends if (way := self.moves.to(one, end)) is not None]
        return max(found, key=lambda way: way[0]) if len(found) == len(ends) else None

    def _any_width(self, one: int) -> list[tuple[float, Vector]]:
        """Enough values on either side; a cell shown as "<5" can have them above only, and is then shown as hidden."""
        (low, high), missing = self._seen(one), self._missing(one)
        below = [] if self.label[one] == Label.SMALL else [low - missing]
        values = [value for value in (high + missing, *below) if value >= 0]
        return [way for value in values if (way := self.moves.to(one, value)) is not None]

    def _accept(self, one: int, point: Vector) -> None:
        """Hide the cells that moved, and keep the table as a proof."""
        moved = np.abs(point - self.truth) > SURE
        shown, small = self.label == Label.SHOWN, self.label == Label.SMALL
        below = (point < self.floor - SURE) & (self.label < Label.WITHHELD) & (moved | ~shown)
        above = small & (point > self.threshold - 1 + SURE)
        label = self.label.copy()
        label[(shown & moved) | above] = Label.COMPLEMENT
        label[below | (shown & moved & (self.truth < self.floor))] = Label.WITHHELD
        for cell in np.flatnonzero(label != self.label):
            self.cause.setdefault(int(cell), one)
        self.label = label
        self.proofs.add(point)
        self._price(paid=True)

    def _set_label(self, one: int, label: int) -> None:
        self.label = self.label.copy()
        self.label[one] = label

    def _say_nothing_new(self, one: int) -> None:
        """Earlier releases and exact numbers say more than the policy allows: then this one adds nothing."""
        direction = np.zeros(len(self.truth))
        direction[one] = 1.0
        low = float(np.ceil(self.moves.furthest(-direction)[one] - SURE))
        high = float(np.floor(self.moves.furthest(direction)[one] + SURE))
        self.need[one] = min(self.need[one], int(high - low) + 1)
        seen = self._seen(one)
        top = min(high, max(seen[1], seen[0] + self.need[one] - 1))
        for value in (top, top - self.need[one] + 1):
            if seen[0] <= value <= seen[1]:
                continue
            way = self.moves.to(one, value)
            if way is None:
                raise RuntimeError("a table that was possible is not: HiGHS contradicts itself")
            self._accept(one, way[1])

    # Showing again

    def _show_again(self) -> None:
        """Undo what was hidden on the way and is not needed, dearest first."""
        self.movable = np.flatnonzero((self.label > Label.SHOWN) & ~self.fixed)
        free = np.flatnonzero(self._prices(paid=False)[0])  # from here on less is hidden, so no more will be free
        self._move(self.movable, free)
        self.patience = PATIENCE // max(len(self.movable), 1)
        hidden = np.flatnonzero((self.label > self.first) & (self.label < Label.OUTSIDE))
        for one in hidden[np.lexsort((hidden, -self.weight[hidden], -self.label[hidden]))]:
            for label in self._milder(int(one)):
                if self.patience > 0 and self._can_be(int(one), label):
                    break

    def _milder(self, one: int) -> Iterator[Label]:
        yield Label(int(self.first[one]))
        if self.label[one] == Label.WITHHELD and self.truth[one] >= self.floor[one]:
            yield Label.COMPLEMENT

    def _can_be(self, one: int, label: Label) -> bool:
        before = self.label
        self._set_label(one, label)
        zone = _zone(label, float(self.truth[one]), int(self.floor[one]), int(self.threshold[one]))
        cause = self.cause.get(one, one)
        dropped = self.proofs.drop(one, *zone, cause)
        self._price(paid=False)
        pinned = self.pinned
        if self._has_enough(cause):
            self.proofs.settle()
            if self._all_have_enough(one):
                return True
        self.label, self.pinned = before, pinned
        self.proofs.restore(dropped)
        return False

    def _all_have_enough(self, changed: int) -> bool:
        for one in self._unsafe():
            if not self._has_enough(int(one)):
                self.cause[changed] = int(one)
                return False
        return True

    def _has_enough(self, one: int) -> bool:
        """Whether a count still has enough values, with nothing more hidden."""
        if not self._active()[one] or not self._missing(one) or one in self.pinned:
            return True
        if self.label[one] == Label.SMALL:
            ends = (float(self.floor[one]), self.threshold[one] - 1.0)
        else:
            (low, high), missing = self._seen(one), self._missing(one)
            ends = (high + missing, low - missing)
        for end in ends:
            self.patience -= 1
            if self._missing(one) and end >= 0 and (way := self.moves.to(one, end)) is not None:
                self.proofs.add(way[1])
        return not self._missing(one) or self._is_pinned(one)

    def _is_pinned(self, one: int) -> bool:
        """Whether a difference is surely 0; what is so with more hidden stays so with less."""
        if one not in self.ends or self.truth[one] > SURE or self.proofs.high[one] > SURE:
            return False
        if self.moves.to(one, LITTLE) is not None:
            return False
        self.pinned = np.append(self.pinned, one)
        return True
