"""Numbers with noise instead of hidden ones, and which of them say too much all the same.

A number with noise leaves a few true counts (`cellkey.LEFT` or more). Tables tie counts together: parts make up their
total, what is verified is part of what is reported, and two cells with different numbers cannot hold the same people,
since the same people have the same number. A linear programme finds where all that leaves a count fewer values, and
numbers are withheld until it leaves none so few. The protecting side's own account; `attack.py` has its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import ceil, floor

import numpy as np
from scipy.sparse import csc_array
from scipy.sparse.csgraph import connected_components

from sijill.stats._address import Address, Kin, address_of
from sijill.stats._linear import Polytope, Vector, sparse
from sijill.stats._system import (
    FAR,
    SURE,
    Cell,
    ProgrammeError,
    Release,
    Row,
    Seen,
    cells_of,
    narrow_in_wide,
    period_in_period,
    seen_in,
    still_true,
    summing_rows,
)
from sijill.stats.cellkey import FURTHEST, LEFT, noise
from sijill.stats.policy import Policy
from sijill.stats.table import Flag, Noise, Programme, PublicCell, PublicTable, Table

LEVEL = 6.0  # as in `_suppress`: a total is worth six of its parts
ROUNDS = 8  # objectives drawn at random, before each count is asked for by itself
MOST_POINTS = 2000  # that are remembered from one question to the next
WITHHELD = PublicCell(None, Flag.WITHHELD)

Terms = tuple[tuple[int, float], ...]


class NoiseConflict(ProgrammeError):
    """Noise cannot be put on a table, or what is public already takes it away again. Says which, and what to do."""


def noises_of(programme: Programme, earlier: Sequence[Release], policy: Policy) -> dict[str, Noise]:
    """The noise of each subject that has some. NoiseConflict where what is public, or asked for, would take it away."""
    rows: dict[str, set[float]] = defaultdict(set)
    for table in programme.tables:
        rows[table.subject].add(policy.of(table.kind).noise)
    for subject, variances in rows.items():
        if len(variances) > 1:
            raise NoiseConflict(
                f"Tables of {subject!r} show the same counts under kinds of which the protection policy "
                f"{policy.title!r} puts noise on some and not on others, or not the same: together they would tell the "
                "true counts. Give all these kinds the same `noise`, or none."
            )
    found = {
        subject: Noise(max(variances), FURTHEST, programme.key_id)
        for subject, variances in rows.items()
        if any(variances)
    }
    for table in programme.tables:
        _refuse_keyless(table, found)
        for other in (one for release in earlier for one in release if one.subject == table.subject):
            if other.since <= table.until and table.since <= other.until and other.noise != found.get(table.subject):
                raise NoiseConflict(_against(table, other, found.get(table.subject)))
    return found


def _refuse_keyless(table: Table, noises: Mapping[str, Noise]) -> None:
    if table.subject not in noises:
        return
    if not noises[table.subject].key_id or any(
        table.cells[measure, key].key is None and table.cells[measure, key].value is not None
        for measure, key in product(table.counts, table.keys())
    ):
        raise NoiseConflict(
            f"The policy asks for noise on table {table.slug!r}, and its counts bring no keys of their cases, without "
            "which the same people would not give the same number. Its report has to count with `records.keyed`."
        )


def _against(table: Table, other: PublicTable, now: Noise | None) -> str:
    said = f"Table {table.slug!r} of {table.since} to {table.until} tells of the same people as {other.slug!r} of "
    said += f"{other.since} to {other.until}, which is public already "
    if other.noise is None:
        return said + "without noise: with noise beside it one would take the other away. Keep hiding for this period."
    if now is None:
        return said + (
            "with noise: a true count beside it would tell what the noise was, and so who is in other cells. Keep "
            "`noise` in the policy for this period."
        )
    if now.key_id != other.noise.key_id:
        return said + (
            f"with noise from another secret ({other.noise.key_id}, and {now.key_id} now): two draws of one count tell "
            "more of it than either. Put record.key back from the backup."
        )
    return said + f"with noise of variance {other.noise.variance:g}, and {now.variance:g} now. Keep the variance."


def perturb(
    programme: Programme, earlier: Sequence[Release], policy: Policy, noises: Mapping[str, Noise], kin: Kin
) -> dict[Address, PublicCell]:
    """What may be shown of every count of the programme's tables, all of which carry noise. Deterministic."""
    found: dict[Address, PublicCell] = {}
    for subject, said in sorted(noises.items()):
        tables = [table for table in programme.tables if table.subject == subject]
        before = [
            [table for table in release if (table.subject, table.noise) == (subject, said)] for release in earlier
        ]
        numbers = _numbers(tables, policy, said, kin)
        threshold = max(policy.of(table.kind).threshold for table in tables)
        reader = _Reader(tables, before, programme.nested, numbers, threshold, kin)
        withheld = reader.withheld()
        found |= {
            address: WITHHELD if address in withheld else PublicCell(number) for address, number in numbers.items()
        }
    return found


def _numbers(tables: Sequence[Table], policy: Policy, said: Noise, kin: Kin) -> dict[Address, int]:
    """Every count with its noise. ProgrammeError where two tables count one cell in two ways."""
    cells_of(tables, policy, kin)
    keys: dict[Address, int] = {}
    found: dict[Address, int] = {}
    for table in tables:
        for measure, key in product(table.counts, table.keys()):
            count = table.cells[measure, key]
            if count.value is None or count.key is None:
                continue
            address = address_of(table, measure, key, kin)
            if keys.setdefault(address, count.key) != count.key:
                raise ProgrammeError(
                    f"table {table.slug!r} and another table of {table.subject!r} count other people in one cell"
                )
            found[address] = count.value + noise(count.value, count.key, said.variance)
    return found


class _Reader:
    """Somebody who reads the tables of one subject, and remembers those of the releases before."""

    def __init__(
        self,
        tables: Sequence[Table],
        earlier: Sequence[Release],
        nested: Sequence[tuple[str, str]],
        numbers: Mapping[Address, int],
        threshold: int,
        kin: Kin,
    ) -> None:
        self.tables, self.numbers, self.nested, self.threshold, self.kin = tables, numbers, nested, threshold, kin
        self.old_tables = [table for release in earlier for table in release]
        self.cells = {address: Cell(number, False, False) for address, number in numbers.items()}
        self.seen = seen_in(earlier, kin)
        self.remembered = still_true(self.cells, self.seen)
        # Withholding a number that is public already and still the same takes nothing back.
        self.may = {at for at, number in numbers.items() if at not in self.seen or self.seen[at].value != number}
        self.points: dict[tuple[Address, ...], list[Vector]] = defaultdict(list)

    def withheld(self) -> set[Address]:
        """The numbers that are not shown: found one doubt at a time, and none that turns out not to be needed."""
        hidden: set[Address] = set()
        known: set[tuple[Address, ...]] = set()
        while True:
            system = self._system(hidden)
            tight = [one for one in system.tight() if one.names not in known]
            if not tight:
                break
            more = system.freed(tight[0], self.may - hidden)
            if more:
                hidden |= more
            else:
                known.add(tight[0].names)  # public already, whatever this release withholds
        for address in sorted(hidden, key=lambda one: (len(one.filters), -self.numbers[one], one)):
            fewer = hidden - {address}
            if all(one.names in known for one in self._system(fewer).tight()):
                hidden = fewer
        return hidden

    def _system(self, hidden: set[Address]) -> _Known:
        """What the reader knows: all that was public before, if it can be true beside this release, else as much of it
        as can be."""
        whole = self._knowing(self.remembered, hidden)
        if whole.is_possible:
            return whole
        groups: dict[tuple[object, ...], dict[Address, Seen]] = defaultdict(dict)
        for address, word in self.remembered.items():
            groups[address.period, tuple(name for name, _ in address.filters)][address] = word
        kept: dict[Address, Seen] = {}
        for _, group in sorted(groups.items(), key=lambda one: str(one[0])):
            if self._knowing(kept | group, hidden).is_possible:
                kept |= group
        return self._knowing(kept, hidden)

    def _knowing(self, kept: Mapping[Address, Seen], hidden: set[Address]) -> _Known:
        told = {at: None if at in hidden else number for at, number in self.numbers.items()}
        told |= {at: word.value for at, word in kept.items()}
        addresses = sorted(told)
        at = {address: column for column, address in enumerate(addresses)}
        rows = [*summing_rows(self.tables, at, self.kin)]
        rows += [row for row in summing_rows(self.old_tables, at, self.kin) if self._still_holds(row, addresses)]
        summed = {(part, row.terms[0][0]) for row in rows if row.low == row.high for part, _ in row.terms[1:]}
        between = [
            *narrow_in_wide(addresses, at, self.nested), *period_in_period(addresses, at, summed)
        ]  # fmt: skip
        pairs = sorted(_pairs(addresses, at, self.nested))
        points = self.points[tuple(addresses)]
        return _Known(addresses, [told[one] for one in addresses], rows, pairs, between, self.threshold, points)

    def _still_holds(self, row: Row, addresses: Sequence[Address]) -> bool:
        """A sum of an earlier table all of whose cells stand here anew is one of this release's, or none any more."""
        return any(addresses[column] not in self.numbers for column, _ in row.terms)


def _pairs(
    addresses: Sequence[Address], at: Mapping[Address, int], nested: Iterable[tuple[str, str]]
) -> Iterator[tuple[int, int]]:
    """(wide, narrow): all that the narrow cell counts, the wide one counts too."""
    wider: dict[str, set[str]] = defaultdict(set)
    for narrow, wide in nested:
        wider[narrow].add(wide)
    periods = sorted({address.period for address in addresses})
    for address in addresses:
        around = [one for one in periods if one[0] <= address.since and address.until <= one[1]]
        filters = [part for size in range(len(address.filters) + 1) for part in combinations(address.filters, size)]
        for (since, until), part, measure in product(
            around, filters, sorted({address.measure, *wider[address.measure]})
        ):
            other = address._replace(since=since, until=until, filters=part, measure=measure)
            if other != address and other in at:
                yield at[other], at[address]


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A count, or one less another, of which the reader is left with `low` to `high`."""

    names: tuple[Address, ...]
    terms: Terms
    low: int
    high: int


class _Known:
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
            *(((wide, 1.0), (narrow, -1.0)) for wide, narrow in dict.fromkeys(between)),
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

    def tight(self) -> list[_Doubt]:
        """The counts that can be small and of which fewer than `LEFT` values are left, tightest first."""
        if not self.is_possible:
            raise ProgrammeError("the tables of this programme cannot all be true of one register")
        sums = sparse(self.targets, len(self.addresses))
        seen = sums @ self.there.T
        low, high = seen.min(axis=1), seen.max(axis=1)
        random = np.random.default_rng(0)
        for _ in range(ROUNDS):
            short = np.flatnonzero(_values(low, high) < LEFT)
            if not len(short):
                return []
            weights = np.zeros(len(self.targets))
            weights[short] = random.uniform(0.5, 1.5, len(short)) * random.choice([-1, 1], len(short))
            for sign in (1, -1):
                point = self._lowest(sign * (sums.T @ weights))
                low, high = np.minimum(low, sums @ point), np.maximum(high, sums @ point)
        found = []
        for place in np.flatnonzero(_values(low, high) < LEFT):
            terms = self.targets[int(place)]
            least, most = self._range(terms)
            if most - least + 1 < LEFT and most > 0 and least < self.threshold:
                found.append(_Doubt(tuple(self.addresses[column] for column, _ in terms), terms, least, most))
        return sorted(found, key=lambda one: (one.high - one.low, one.names))

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

    def freed(self, doubt: _Doubt, of: set[Address]) -> set[Address]:
        """The numbers to withhold, of those that may be, so that a doubt has values enough, at the least cost.

        Empty where none can help.
        """
        missing = LEFT - (doubt.high - doubt.low + 1)
        ways: list[tuple[int, ...]] = [(doubt.high + missing,), (doubt.low - missing,)]
        ways += [(doubt.low - 1, doubt.high + 1)] if missing > 1 else []
        part = self._part(doubt.terms[0][0])
        may = {column for column in part if self.addresses[column] in of}
        found: list[tuple[float, list[int]]] = []
        for values in ways:
            paid = [self._paid(doubt.terms, float(value), part, may) for value in values]
            if min(values) >= 0 and None not in paid:
                cost = sum(one[0] for one in paid if one)
                found.append((round(cost, 6), sorted({column for one in paid if one for column in one[1]})))
        if found and not min(found)[1]:
            raise RuntimeError("HiGHS found a count possible that it had found impossible before")
        return {self.addresses[column] for column in min(found)[1]} if found else set()

    def _part(self, column: int) -> list[int]:
        """The columns that equations tie to one."""
        part_of = connected_components(abs(self.matrix).T @ abs(self.matrix), directed=False)[1]
        return [int(one) for one in np.flatnonzero(part_of == part_of[column])]

    def _paid(self, terms: Terms, value: float, part: list[int], may: set[int]) -> tuple[float, list[int]] | None:
        """What it costs that a target can have a value, and the numbers that have to give way; None if it cannot be.

        Each number that may be withheld has room above and below what it says, at its weight; so has each pair that is
        told apart by its numbers.
        """
        place = {column: index for index, column in enumerate(part)}
        size = len(part)
        low, high = self.low[part], self.high[part]
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
                rows.append(((place[column], 1.0), (spare, -sign)))
                limits.append((-FAR, high[place[column]]) if sign > 0 else (low[place[column]], FAR))
        for column in may:
            low[place[column]], high[place[column]] = 0.0, FAR
        for row, (ties, least, most) in enumerate(self.rows):
            if ties[0][0] not in place:
                continue
            inside: Terms = tuple((place[column], factor) for column, factor in ties)
            loose = [column for column in self.apart.get(row, ()) if column in may]
            if loose:
                spare = size + len(owner)
                owner[spare] = min(loose, key=lambda one: (self.weight[one], one))
                room.append(1.0)  # they may be the same people then, and the narrow one never more
                cost.append(float(self.weight[owner[spare]]))
                inside = (*inside, (spare, 1.0))
            rows.append(inside)
            limits.append((least, most))
        rows.append(tuple((place[column], factor) for column, factor in terms))
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
