"""What true counts a reader can put behind numbers with noise, and what it costs to leave room for more of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from scipy.sparse import csc_array

from sijill.stats._address import Address
from sijill.stats._linear import Polytope, Vector, sparse
from sijill.stats._system import FAR, SURE, ProgrammeError, Row
from sijill.stats.cellkey import FURTHEST, LEFT

LEVEL = 6.0  # as in `_suppress`: a total is worth six of its parts
ROUNDS = 100  # objectives drawn at random, before each count is asked for by itself
IDLE = 4  # of these in a row that settle nothing, and the rest are asked for
MOST_POINTS = 2000  # that are remembered from one question to the next

Terms = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A count, or one less another, of which the reader is left with `low` to `high`."""

    names: tuple[Address, ...]
    terms: Terms
    low: int
    high: int


class Known:
    """The true counts that the numbers leave. Columns run over `addresses`; a number of None was withheld.

    `points`: counts that were found possible beside other numbers, many of which are beside these too.
    """

    def __init__(
        self,
        addresses: Sequence[Address],
        numbers: Sequence[int | None],
        rows: Sequence[Row],
        pairs: Sequence[tuple[int, int]],
        between: Sequence[tuple[int, int]],
        threshold: int,
        points: list[Vector],
    ) -> None:
        self.addresses, self.numbers, self.threshold, self.points = addresses, numbers, threshold, points
        self.low = np.array([0.0 if one is None else _least(one) for one in numbers])
        self.high = np.array([FAR if one is None else float(one + FURTHEST) for one in numbers])
        self.rows: list[tuple[Terms, float, float]] = [(row.terms, row.low, row.high) for row in rows]
        self.apart: dict[int, tuple[int, int]] = {}
        for wide, narrow in pairs:
            differ = numbers[wide] is not None and numbers[narrow] is not None and numbers[wide] != numbers[narrow]
            if differ:
                self.apart[len(self.rows)] = (wide, narrow)
            self.rows.append((((wide, 1.0), (narrow, -1.0)), 1.0 if differ else 0.0, FAR))
        self.matrix = sparse([terms for terms, _, _ in self.rows], len(addresses))
        self.limits = np.array([(low, high) for _, low, high in self.rows]).reshape(-1, 2)
        deepest = max((len(one.filters) for one in addresses), default=0)
        depth = np.array([len(one.filters) for one in addresses])
        self.weight = (1 + np.log1p([float(one or 0) for one in numbers])) * LEVEL ** (deepest - depth)
        singles = [((column, 1.0),) for column in range(len(addresses))]
        self.targets: list[Terms] = [
            *singles,
            *(((wide, 1.0), (narrow, -1.0)) for wide, narrow in between),
        ]
        negative = self.matrix.minimum(0.0)
        # What the numbers say by themselves need not be said again: most pairs are far apart.
        said = self.matrix.maximum(0.0) @ self.low + negative @ self.high >= self.limits[:, 0]
        needed = np.flatnonzero(~(said & (self.limits[:, 1] >= FAR)))
        rest = self.matrix[needed], self.limits[needed]
        self._polytope = Polytope(csc_array(rest[0]), (rest[1][:, 0], rest[1][:, 1]), (self.low, self.high))
        self.there = self._still_possible()

    @property
    def is_possible(self) -> bool:
        return bool(len(self.there))

    def _still_possible(self) -> Vector:
        """The points that these numbers leave possible, one per row; at least one if there is any."""
        if self.points:
            points = np.array(self.points)
            sums = (self.matrix @ points.T).T
            fits = ((points >= self.low - SURE) & (points <= self.high + SURE)).all(axis=1)
            fits &= ((sums >= self.limits[:, 0] - SURE) & (sums <= self.limits[:, 1] + SURE)).all(axis=1)
            if fits.any():
                possible: Vector = points[fits]
                return possible
        found = self._polytope.lowest(np.zeros(len(self.addresses)))
        return np.zeros((0, len(self.addresses))) if found is None else found[None, :]

    def doubts(self) -> Iterator[Doubt]:
        """The counts that can be small and of which fewer than `LEFT` values are left."""
        if not self.is_possible:
            raise ProgrammeError("the tables of this programme cannot all be true of one register")
        sums = sparse(self.targets, len(self.addresses))
        seen = sums @ self.there.T
        low, high = seen.min(axis=1), seen.max(axis=1)
        up, down = sums.maximum(0.0), sums.minimum(0.0)
        # What the numbers alone say to be nobody, or more than is small, is no doubt.
        open_ = (up @ self.low + down @ self.high < self.threshold) & (up @ self.high + down @ self.low > 0)
        random = np.random.default_rng(0)
        left, idle = len(self.targets) + 1, 0
        for _ in range(ROUNDS):
            short = np.flatnonzero(open_ & (_values(low, high) < LEFT))
            idle = idle + 1 if len(short) == left else 0
            left = len(short)
            if not left or idle > IDLE:
                break
            weights = np.zeros(len(self.targets))
            weights[short] = random.uniform(0.5, 1.5, len(short)) * random.choice([-1, 1], len(short))
            for sign in (1, -1):
                point = self._lowest(sign * (sums.T @ weights))
                low, high = np.minimum(low, sums @ point), np.maximum(high, sums @ point)
        for place in np.flatnonzero(open_ & (_values(low, high) < LEFT)):
            if found := self._doubt(self.targets[int(place)]):
                yield found

    def doubt(self, names: tuple[Address, ...]) -> Doubt | None:
        """The doubt of a count, or of one less another, if it is one here."""
        at = {address: column for column, address in enumerate(self.addresses)}
        if not all(name in at for name in names):
            return None
        return self._doubt(tuple((at[name], sign) for name, sign in zip(names, (1.0, -1.0), strict=False)))

    def _doubt(self, terms: Terms) -> Doubt | None:
        least, most = self._range(terms)
        if most - least + 1 >= LEFT or most <= 0 or least >= self.threshold:
            return None
        return Doubt(tuple(self.addresses[column] for column, _ in terms), terms, least, most)

    def _lowest(self, cost: Vector) -> Vector:
        point = self._polytope.lowest(cost)
        assert point is not None
        if len(self.points) < MOST_POINTS:
            self.points.append(point)
        return point

    def _range(self, terms: Terms) -> tuple[int, int]:
        cost = np.zeros(len(self.addresses))
        for column, factor in terms:
            cost[column] += factor
        return ceil(cost @ self._lowest(cost) - SURE), floor(cost @ self._lowest(-cost) + SURE)

    def freed(self, doubt: Doubt, of: set[Address]) -> set[Address]:
        """The numbers to withhold, of those that may be, so that a doubt has values enough, at the least cost.

        Empty where none can help.
        """
        missing = LEFT - (doubt.high - doubt.low + 1)
        ways: list[tuple[int, ...]] = [(doubt.high + missing,), (doubt.low - missing,)]
        ways += [(doubt.low - 1, doubt.high + 1)] if missing > 1 else []
        may = {column for column, one in enumerate(self.addresses) if one in of}
        found: list[tuple[float, list[int]]] = []
        for values in ways:
            paid = [self._paid(doubt.terms, float(value), may) for value in values]
            if min(values) >= 0 and None not in paid:
                cost = sum(one[0] for one in paid if one)
                found.append((round(cost, 6), sorted({column for one in paid if one for column in one[1]})))
        if found and not min(found)[1]:
            raise RuntimeError("HiGHS found a count possible that it had found impossible before")
        return {self.addresses[column] for column in min(found)[1]} if found else set()

    def _paid(self, terms: Terms, value: float, may: set[int]) -> tuple[float, list[int]] | None:
        """What it costs that a target can have a value, and the numbers that have to give way; None if it cannot be.

        Each number that may be withheld has room above and below what it says, at its weight; so has each pair that is
        told apart by its numbers.
        """
        size = len(self.addresses)
        low, high = self.low.copy(), self.high.copy()
        cost = [0.0] * size
        rows: list[Terms] = []
        limits: list[tuple[float, float]] = []
        owner: dict[int, int] = {}
        room: list[float] = []
        for column in sorted(may):
            for sign in (1.0, -1.0):
                spare = size + len(owner)
                owner[spare] = column
                room.append(FAR)
                cost.append(float(self.weight[column]))
                rows.append(((column, 1.0), (spare, -sign)))
                limits.append((-FAR, high[column]) if sign > 0 else (low[column], FAR))
        for column in may:
            low[column], high[column] = 0.0, FAR
        for row, (ties, least, most) in enumerate(self.rows):
            inside = ties
            loose = [column for column in self.apart.get(row, ()) if column in may]
            if loose:
                spare = size + len(owner)
                owner[spare] = min(loose, key=lambda one: (self.weight[one], one))
                room.append(1.0)  # they may be the same people then, and the narrow one never more
                cost.append(float(self.weight[owner[spare]]))
                inside = (*ties, (spare, 1.0))
            rows.append(inside)
            limits.append((least, most))
        rows.append(terms)
        limits.append((value, value))
        width = size + len(owner)
        bounds = np.array(limits)
        asked = Polytope(
            csc_array(sparse(rows, width)),
            (bounds[:, 0], bounds[:, 1]),
            (np.concatenate([low, np.zeros(len(owner))]), np.concatenate([high, room])),
        )
        point = asked.lowest(np.array(cost))
        if point is None:
            return None
        return float(np.array(cost) @ point), sorted({column for spare, column in owner.items() if point[spare] > SURE})


def _least(number: int) -> float:
    """The least true count behind a number: nobody only behind a 0."""
    return float(max(1, number - FURTHEST)) if number else 0.0


def _values(low: Vector, high: Vector) -> Vector:
    found: Vector = np.floor(high + SURE) - np.ceil(low - SURE) + 1
    return found
