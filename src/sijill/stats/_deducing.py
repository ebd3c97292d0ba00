"""What follows from the equations that the attack has found: the least and the most that each count can be.

Numbers that are shown are put into the equations before anything is solved. What is left falls into parts that share
no equation, most of them small; each is one linear programme, and only where plain arithmetic leaves a doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from scipy.sparse import csc_array, csr_array, hstack, vstack
from scipy.sparse.csgraph import connected_components

from sijill.stats._linear import Indices, Polytope, Vector, sparse
from sijill.stats._reading import Place

CLOSE, ROUNDS, PASSES = 1e-6, 16, 8


@dataclass(frozen=True, slots=True)
class Target:
    """A count of people that must not be bounded: one place, or one less another; `old`: an earlier number of it.

    `small`: a count above it gives nobody away; where it is 0, `needed`.
    """

    kind: str
    place: Place
    terms: tuple[tuple[int, float], ...]
    needed: int
    old: int | None = None
    small: int = 0

    @property
    def largest(self) -> int:
        """The largest count that is small."""
        return self.small or self.needed

    def tells(self, low: float, high: float) -> bool:
        """Whether these bounds tell on people."""
        if high - low + 1 >= self.needed:
            return False
        if self.old is not None:
            return low - self.old <= self.needed and self.old - high <= self.needed
        return high > 0 and low <= self.largest


Tight = tuple[Target, int, int]


class Deduced:
    """All counts within their bounds and the equations. Arrays run over the counts; `limits` is (rows, 2)."""

    def __init__(self, matrix: csr_array, limits: np.ndarray, low: Vector, high: Vector) -> None:
        self.low, self.high = low.copy(), high.copy()
        known = low == high
        rest = limits - (matrix[:, np.flatnonzero(known)] @ low[known])[:, None]
        open_ = np.flatnonzero(~known)
        block = matrix[:, open_].tocsr()
        counts = np.diff(block.indptr)
        none = counts == 0
        self.is_possible = bool((rest[none, 0] <= CLOSE).all() and (rest[none, 1] >= -CLOSE).all())
        self.part_of = np.full(len(low), -1)
        count, self.part_of[open_] = connected_components(abs(block).T @ abs(block), directed=False)
        used = np.flatnonzero(~none)
        owner = self.part_of[open_][block.indices[block.indptr[used]]]
        by_part = [np.zeros(0, dtype=np.int64)] * count
        for part, rows in _grouped(owner):
            by_part[part] = used[rows]
        columns_of = dict(_grouped(self.part_of[open_]))
        self.parts = [
            _Part(block[by_part[part]][:, columns_of[part]], rest[by_part[part]], open_[columns_of[part]], low, high)
            for part in range(count)
        ]

    def too_tight(self, targets: Sequence[Target]) -> list[Tight] | None:
        """The targets with too few values, and their bounds; None if no counts fit at all."""
        if not self.is_possible or not all(part.is_possible for part in self.parts):
            return None
        found: list[Tight] = []
        mine: list[list[Target]] = [[] for _ in self.parts]
        for target in targets:
            part = self._part(target)
            if part >= 0:
                mine[part].append(target)
            elif target.tells(known := self._known(target), known):
                found.append((target, round(known), round(known)))
        for held, few in zip(self.parts, mine, strict=True):
            found += [
                (target, _up(low + self._known(target)), _down(high + self._known(target)))
                for target, low, high in held.too_tight(few, [self._known(one) for one in few])
            ]
        return found

    def values(self, target: Target) -> int:
        """How many values a target can have."""
        part = self._part(target)
        if part < 0:
            return 1
        low, high = self.parts[part].range(target)
        known = self._known(target)
        return _down(high + known) - _up(low + known) + 1

    def _part(self, target: Target) -> int:
        """The part that the open terms of a target are in (an equation ties them); -1 if all are known."""
        return max(int(self.part_of[column]) for column, _ in target.terms)

    def _known(self, target: Target) -> float:
        return float(sum(sign * self.low[column] for column, sign in target.terms if self.part_of[column] < 0))


class _Part:
    """Open counts that equations tie together, as a polytope to ask. Made when the first question comes."""

    def __init__(self, block: csr_array, limits: np.ndarray, columns: Indices, low: Vector, high: Vector) -> None:
        self.place = {int(column): place for place, column in enumerate(columns)}
        self.block, self.limits = block, limits
        self.low, self.high = low[columns].copy(), high[columns].copy()
        self.is_possible = self._take_single_rows()
        self._solver: Polytope | None = None
        self.first: Vector | None = None
        if self.is_possible and len(self.limits):
            self.first = self.polytope.lowest(np.zeros(len(columns)))
            self.is_possible = self.first is not None
        elif self.is_possible:
            self.first = self.low

    @property
    def polytope(self) -> Polytope:
        if self._solver is None:
            rows = (self.limits[:, 0], self.limits[:, 1])
            self._solver = Polytope(self.block.tocsc(), rows, (self.low, self.high))
        return self._solver

    def _take_single_rows(self) -> bool:
        """A row with one open count is a bound of that count. False where no count can keep to all of them."""
        single = np.flatnonzero(np.diff(self.block.indptr) == 1)
        for row in single:
            at = self.block.indptr[row]
            column, factor = self.block.indices[at], self.block.data[at]
            ends = np.sort(self.limits[row] / factor)
            self.low[column], self.high[column] = max(self.low[column], ends[0]), min(self.high[column], ends[1])
        possible = bool((self.low <= self.high + CLOSE).all())
        self.low = np.minimum(self.low, self.high)
        kept = np.setdiff1d(np.arange(len(self.limits)), single)
        self.block, self.limits = self.block[kept], self.limits[kept]
        return possible

    def too_tight(self, targets: Sequence[Target], known: Sequence[float]) -> list[tuple[Target, float, float]]:
        """Targets with too few values; `known`: what the terms that are not open add to each."""
        if not targets:
            return []
        sums = sparse([self._terms(one) for one in targets], len(self.low))
        outer_low, outer_high = self._outer(sums)
        add, needed = np.array(known), np.array([one.needed for one in targets])
        doubtful = np.array(
            [one.old is not None or (high + at > 0 and low + at <= one.largest)
             for one, low, high, at in zip(targets, outer_low, outer_high, known, strict=True)]
        )  # fmt: skip
        assert self.first is not None
        low = high = sums @ self.first
        random = np.random.default_rng(0)
        for _ in range(ROUNDS if len(self.limits) else 0):
            short = np.flatnonzero(doubtful & (_values(low + add, high + add) < needed))
            if not len(short):
                return []
            weights = np.zeros(len(targets))
            weights[short] = random.uniform(0.5, 1.5, len(short)) * random.choice([-1, 1], len(short))
            for sign in (1, -1):
                point = self.polytope.lowest(sign * (sums.T @ weights))
                assert point is not None
                low, high = np.minimum(low, sums @ point), np.maximum(high, sums @ point)
        short = np.flatnonzero(doubtful & (_values(low + add, high + add) < needed))
        if not len(short):
            return []
        near = _Near(self, sums)
        found = [
            (targets[int(one)], *self.range(targets[int(one)]), known[int(one)])
            for one in short
            if near.may_tell(int(one), targets[int(one)], known[int(one)], low[int(one)], high[int(one)])
        ]
        return [(one, least, most) for one, least, most, at in found if one.tells(_up(least + at), _down(most + at))]

    def _outer(self, sums: csr_array) -> tuple[Vector, Vector]:
        """Bounds of the targets by arithmetic alone, one row at a time: never tighter than the truth."""
        low, high = self.low.copy(), self.high.copy()
        positive, negative = self.block.maximum(0.0).tocsr(), self.block.minimum(0.0).tocsr()
        for _ in range(PASSES if len(self.limits) else 0):
            least, most = positive @ low + negative @ high, positive @ high + negative @ low
            low, high = _narrowed(self.block, self.limits, least, most, low, high)
        up, down = sums.maximum(0.0), sums.minimum(0.0)
        return up @ low + down @ high, up @ high + down @ low

    def range(self, target: Target) -> tuple[float, float]:
        """The least and the most that the open terms of a target can be."""
        cost = np.zeros(len(self.low))
        for place, sign in self._terms(target):
            cost[place] += sign
        if not len(self.limits):
            ends = cost * self.low, cost * self.high
            return float(np.minimum(*ends).sum()), float(np.maximum(*ends).sum())
        least, most = self.polytope.lowest(cost), self.polytope.lowest(-cost)
        assert least is not None
        assert most is not None
        return float(cost @ least), float(cost @ most)

    def _terms(self, target: Target) -> list[tuple[int, float]]:
        return [(self.place[column], sign) for column, sign in target.terms if column in self.place]


class _Near:
    """The tables around one that is possible. Asking for the nearest that has some value takes a tenth of the time
    that asking for the furthest takes, and settles nearly every doubt."""

    def __init__(self, part: _Part, sums: csr_array) -> None:
        assert part.first is not None
        self.first = sums @ part.first
        rows = vstack([part.block, sums]).tocsr()
        free = np.full(sums.shape[0], np.inf)
        now = part.block @ part.first
        self.above = part.block.shape[0]
        low = np.concatenate([np.minimum(part.limits[:, 0] - now, 0.0), -free])
        high = np.concatenate([np.maximum(part.limits[:, 1] - now, 0.0), free])
        size = rows.shape[1]
        reach = np.concatenate([np.maximum(part.high - part.first, 0.0), np.maximum(part.first - part.low, 0.0)])
        both = csc_array(hstack([rows, -rows], format="csc"))
        self.polytope = Polytope(both, (low, high), (np.zeros(2 * size), reach))
        self.cost = np.ones(2 * size)

    def may_tell(self, at: int, target: Target, known: float, low: float, high: float) -> bool:
        """False if the target has enough values for certain, or is surely 0 or more than is small. `low`, `high`: the
        values seen so far; `known`: what is added to them."""
        least, most = _up(low + known), _down(high + known)
        missing = target.needed - (most - least + 1)
        if self._can_be(at, most + missing - known) or (least >= missing and self._can_be(at, least - missing - known)):
            return False
        if target.old is not None:
            return True
        if most <= 0:
            return self._can_be(at, CLOSE * 1e3 - known)
        return least <= target.largest or self._can_be(at, target.largest - known)

    def _can_be(self, at: int, value: float) -> bool:
        step = value - float(self.first[at])
        self.polytope.forget()
        self.polytope.bound_row(self.above + at, step, step)
        found = self.polytope.lowest(self.cost)
        self.polytope.bound_row(self.above + at, -np.inf, np.inf)
        return found is not None


def _narrowed(
    block: csr_array, limits: np.ndarray, least: Vector, most: Vector, low: Vector, high: Vector
) -> tuple[Vector, Vector]:
    """Each count by what the rest of each of its rows leaves it. Rows with an open end leave it free on that side."""
    row = np.repeat(np.arange(block.shape[0]), np.diff(block.indptr))
    column, factor = block.indices, block.data
    own_least = np.where(factor > 0, factor * low[column], factor * high[column])
    own_most = np.where(factor > 0, factor * high[column], factor * low[column])
    bottom = limits[row, 0] - (most[row] - own_most)
    top = limits[row, 1] - (least[row] - own_least)
    lower = np.where(factor > 0, bottom, top) / factor
    upper = np.where(factor > 0, top, bottom) / factor
    low, high = low.copy(), high.copy()
    np.maximum.at(low, column, lower - CLOSE)
    np.minimum.at(high, column, upper + CLOSE)
    return low, high


def _values(low: Vector, high: Vector) -> Vector:
    found: Vector = np.floor(high + CLOSE) - np.ceil(low - CLOSE) + 1
    return found


def _grouped(owner: np.ndarray) -> list[tuple[int, Indices]]:
    """Positions by what they belong to."""
    order = np.argsort(owner, kind="stable")
    cuts = np.flatnonzero(np.diff(owner[order])) + 1
    return [(int(owner[group[0]]), group) for group in np.split(order, cuts) if len(group)]


def _up(value: float) -> int:
    return ceil(value - CLOSE)


def _down(value: float) -> int:
    return floor(value + CLOSE)
