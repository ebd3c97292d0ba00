"""What a reader of a release and of the releases before it can write down as equations.

The protecting side's own account; `attack.py` writes its own from what is public.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from sijill.stats._address import Address, Kin, Period, Shape, address_of, kin_of
from sijill.stats._linear import Polytope, Vector, sparse
from sijill.stats.policy import Policy
from sijill.stats.table import TOTAL, Flag, Programme, PublicTable, Table

FAR = 1e6  # no count of people here comes near
SURE = 1e-6

CONTRADICTION = "the tables of this programme cannot all be true of one register"

Release = Sequence[PublicTable]


class ProgrammeError(ValueError):
    """The tables of a programme contradict each other or what they say of themselves."""


@dataclass(slots=True)
class Cell:
    """One count of the release, whichever of its tables show it. `value` None: not assessed."""

    value: int | None
    public: bool
    exact: bool


@dataclass(slots=True)
class Seen:
    """What earlier releases said of one address: the latest word, and every number ever shown."""

    value: int | None
    flag: Flag
    threshold: int
    public: bool
    numbers: dict[int, bool] = field(default_factory=dict)  # number: was it exact by public sources


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for all tables of one subject: the strictest of their rows in the policy."""

    threshold: int
    hide_zeros: bool
    hide_revisions: bool

    @property
    def floor(self) -> int:
        """The least that a small cell can be."""
        return 0 if self.hide_zeros else 1


@dataclass(slots=True)
class Row:
    """low <= sum of coefficient x cell <= high."""

    terms: tuple[tuple[int, float], ...]
    low: float
    high: float
    says: str


@dataclass(slots=True)
class System:
    """Cells, differences between cells, and the rows that tie them. Arrays run over `addresses`, then differences.

    `truth`: the counts (an admissible guess where only an earlier release knows). `fixed`: shown
    whatever happens; `exact`: because all its sources are public. `settled`: no cell of this release (zone `low` to `high`). `people`: whether
    bounding it tightly would tell on people.
    """

    addresses: list[Address]
    differences: list[tuple[int, int]]
    rows: list[Row]
    truth: Vector
    fixed: NDArray[np.bool_]
    exact: NDArray[np.bool_]
    settled: NDArray[np.bool_]
    low: Vector
    high: Vector
    people: NDArray[np.bool_]
    stays: NDArray[np.bool_]
    revised: NDArray[np.bool_]
    rules: list[Rules]
    matrix: csr_array

    @property
    def size(self) -> int:
        return len(self.truth)

    def row_bounds(self) -> tuple[Vector, Vector]:
        return (np.array([row.low for row in self.rows]), np.array([row.high for row in self.rows]))


class Reader:
    """Somebody who reads the release that is being made, and remembers the releases before it."""

    def __init__(self, programme: Programme, earlier: Sequence[Release], policy: Policy) -> None:
        self.rules = _rules(programme.tables, policy)
        old = [[table for table in release if table.subject in self.rules] for release in earlier]
        tables = [table for release in old for table in release]
        self.kin = kin_of((*tables, *programme.tables))
        self.cells = cells_of(programme.tables, policy, self.kin)
        seen = seen_in(old, self.kin)
        self.remembered = still_true(self.cells, seen)
        self._builder = _Builder(programme, tables, self.cells, self.rules, seen, self.kin)

    def knowing(self) -> System:
        """What a reader can write down who knows which tables of earlier releases are as true as then.

        Raises ProgrammeError where the programme contradicts itself.
        """
        system = self._builder.system(self.remembered)
        kept: dict[Address, Seen] = self.remembered
        if system is None:
            kept = {}
            groups: dict[tuple[Period, tuple[str, ...]], dict[Address, Seen]] = defaultdict(dict)
            for address, word in self.remembered.items():
                groups[address.period, tuple(name for name, _ in address.filters)][address] = word
            for group in sorted(groups):
                if self._builder.system(kept | groups[group]) is not None:
                    kept = kept | groups[group]
            system = self._builder.system(kept)
        if system is None:
            raise ProgrammeError(CONTRADICTION)
        self.knows_all = len(kept) == len(self.remembered)
        return system

    def believing(self, zones: Mapping[Address, tuple[float, float]]) -> System:
        """What a reader can write down who takes all of them to be as true as then, or else none.

        `zones`: what the release tells of each of its cells; it may refute that belief.
        """
        believed = self._builder.system(self.remembered, zones) or self._builder.system({})
        if believed is None:
            raise ProgrammeError(CONTRADICTION)
        return believed


def cells_of(tables: Iterable[Table], policy: Policy, kin: Kin) -> dict[Address, Cell]:
    """The cells of some tables, each once. ProgrammeError where two tables give one cell two values."""
    cells: dict[Address, Cell] = {}
    for table in tables:
        exact = policy.of(table.kind).exact
        for measure in table.counts:
            for key in table.keys():
                count = table.cells[measure, key]
                may = exact is not None and count.public and exact.allows(table.filters(key))
                address = address_of(table, measure, key, kin)
                old = cells.setdefault(address, Cell(count.value, count.public, may))
                if old.value != count.value:
                    raise ProgrammeError(
                        f"table {table.slug!r} and another table of {table.subject!r} give the same cell "
                        f"({_words(address)}) two values: a report counts it in two ways"
                    )
                old.public, old.exact = old.public and count.public, old.exact or may
    for cell in cells.values():
        cell.exact = cell.exact and cell.public and cell.value is not None
    return cells


def _rules(tables: Iterable[Table], policy: Policy) -> dict[str, Rules]:
    rows = defaultdict(list)
    for table in tables:
        rows[table.subject].append(policy.of(table.kind))
    return {
        subject: Rules(
            max(row.threshold for row in kinds),
            any(row.hide_zeros for row in kinds),
            any(row.hide_revisions for row in kinds),
        )
        for subject, kinds in rows.items()
    }


def seen_in(releases: Iterable[Release], kin: Kin) -> dict[Address, Seen]:
    seen: dict[Address, Seen] = {}
    for release in releases:
        said: dict[Address, Seen] = {}
        for table in release:
            for measure, key in product(table.counts, table.keys()):
                cell, address = table.cells[measure, key], address_of(table, measure, key, kin)
                if cell.flag is Flag.SHOWN or address not in said:
                    said[address] = Seen(cell.value, cell.flag, table.threshold, cell.public)
        for address, word in said.items():
            word.numbers = seen[address].numbers if address in seen else {}
            if word.value is not None:
                word.numbers[word.value] = word.public
        seen |= said
    return seen


def still_true(cells: Mapping[Address, Cell], seen: Mapping[Address, Seen]) -> dict[Address, Seen]:
    """What earlier releases said of cells that this one does not hold, unless a cell that contains them has changed."""
    changed = [
        address
        for address, word in seen.items()
        if address in cells and word.value is not None and word.value != cells[address].value
    ]
    return {
        address: word
        for address, word in seen.items()
        if address not in cells and not word.flag.is_nothing and not any(address.is_within(other) for other in changed)
    }


class _Builder:
    def __init__(
        self,
        programme: Programme,
        old_tables: Sequence[PublicTable],
        cells: Mapping[Address, Cell],
        rules: Mapping[str, Rules],
        seen: Mapping[Address, Seen],
        kin: Kin,
    ) -> None:
        self.programme, self.old_tables = programme, old_tables
        self.cells, self.rules, self.seen, self.kin = cells, rules, seen, kin

    def system(
        self, kept: Mapping[Address, Seen], zones: Mapping[Address, tuple[float, float]] | None = None
    ) -> System | None:
        """The system with what is kept from earlier releases; None if no counts fit it.

        `zones`: use these instead of the counts.
        """
        assessed = [address for address, cell in self.cells.items() if cell.value is not None]
        addresses = sorted([*assessed, *kept])
        at = {address: index for index, address in enumerate(addresses)}
        rows = [*summing_rows(self.programme.tables, at, self.kin)]
        rows += [row for row in summing_rows(self.old_tables, at, self.kin) if self._still_holds(row, addresses)]
        summed = {(part, row.terms[0][0]) for row in rows if row.low == row.high for part, _ in row.terms[1:]}
        rows += within_rows(addresses, at, summed)
        pairs = [*narrow_in_wide(addresses, at, self.programme.nested), *period_in_period(addresses, at, summed)]
        for place, (wide, narrow) in enumerate(pairs):
            terms = ((len(addresses) + place, 1.0), (wide, -1.0), (narrow, 1.0))
            rows.append(Row(terms, 0.0, 0.0, f"{_words(addresses[narrow])} within {_words(addresses[wide])}"))
        return self._filled(addresses, pairs, rows, kept, zones)

    def _still_holds(self, row: Row, addresses: Sequence[Address]) -> bool:
        """Not so for a sum of an earlier table, all of whose cells stand here anew, if there is a code more by now."""
        told = [self.cells.get(addresses[index]) for index, _ in row.terms]
        values = [cell.value for cell in told if cell is not None and cell.value is not None]
        if len(values) < len(told):
            return True
        sum_ = sum(factor * value for (_, factor), value in zip(row.terms, values, strict=True))
        return row.low <= sum_ <= row.high

    def _filled(
        self,
        addresses: list[Address],
        pairs: list[tuple[int, int]],
        rows: list[Row],
        kept: Mapping[Address, Seen],
        zones: Mapping[Address, tuple[float, float]] | None,
    ) -> System | None:
        cells, count = len(addresses), len(addresses) + len(pairs)
        low, high = np.zeros(count), np.full(count, FAR)
        system = System(
            addresses, pairs, rows, np.full(count, np.nan), np.zeros(count, bool), np.zeros(count, bool),
            np.ones(count, bool), low, high, np.ones(count, bool), np.zeros(count, bool), np.zeros(count, bool),
            [self.rules[addresses[i if i < cells else pairs[i - cells][0]].subject] for i in range(count)],
            sparse([row.terms for row in rows], count),
        )  # fmt: skip
        for index, address in enumerate(addresses):
            if address in kept:
                low[index], high[index] = zone_of(kept[address], self.rules[address.subject].floor)
                system.exact[index] = kept[address].public
                continue
            low[index] = high[index] = float(self.cells[address].value or 0)
            if zones is not None:
                low[index], high[index] = zones[address]
            self._note(system, index, self.cells[address], self.seen.get(address))
        known = low[:cells] == high[:cells]
        system.truth[:cells][known] = low[:cells][known]
        for place, (wide, narrow) in enumerate(pairs, start=cells):
            system.truth[place] = system.truth[wide] - system.truth[narrow]
            system.people[place] = not system.exact[wide]
        if zones is None:
            _contradictions(system)
        return system if _complete(system) else None

    def _note(self, system: System, index: int, cell: Cell, word: Seen | None) -> None:
        rules, value = system.rules[index], cell.value or 0
        system.settled[index], system.exact[index] = False, cell.exact
        system.fixed[index] = cell.exact or rules.threshold == 0
        if word is None:
            return
        if word.value == value:
            system.fixed[index] = True
        system.stays[index] = word.flag is Flag.SMALL and rules.floor <= value < rules.threshold
        near = [number for number, exact in word.numbers.items() if 0 < abs(value - number) < rules.threshold]
        system.revised[index] = bool(near) and rules.hide_revisions and not system.fixed[index]


def zone_of(word: Seen, floor: int) -> tuple[float, float]:
    """The least and the most that a cell of an earlier release can have been."""
    if word.value is not None:
        return (word.value, word.value)
    zones = {Flag.SMALL: (floor, word.threshold - 1), Flag.COMPLEMENT: (floor, FAR)}
    return zones.get(word.flag, (0, FAR))


def summing_rows(tables: Iterable[Shape], at: Mapping[Address, int], kin: Kin) -> Iterator[Row]:
    """Parts that make up their total, or at least their total. A row with a cell that nobody assessed is left out."""
    done = set()
    for table in tables:
        for measure in table.counts:
            for place, dimension in enumerate(table.dimensions):
                if not (dimension.adds_up or dimension.covers):
                    continue
                for head, (whole, parts) in product(_heads(table, place), dimension.sums):
                    keys = [(*head[:place], code, *head[place + 1 :]) for code in (whole, *parts)]
                    found = [at.get(address_of(table, measure, key, kin)) for key in keys]
                    inside = tuple(index for index in found if index is not None)
                    if len(inside) < len(found) or (inside, dimension.adds_up) in done:
                        continue
                    done.add((inside, dimension.adds_up))
                    terms = ((inside[0], -1.0), *((index, 1.0) for index in inside[1:]))
                    says = f"table {table.slug!r}: the parts of {dimension.name!r} in {measure!r}"
                    if dimension.adds_up:
                        yield Row(terms, 0.0, 0.0, f"{says} do not add up to their total")
                    else:
                        yield Row(terms, 0.0, FAR, f"{says} (covers) make up less than their total")


def _heads(table: Shape, place: int) -> Iterator[tuple[str, ...]]:
    """Every key of the table with the total in one place."""
    keys: list[tuple[str, ...]] = [()]
    for index, dimension in enumerate(table.dimensions):
        codes = (TOTAL,) if index == place else dimension.codes
        keys = [(*key, code) for key in keys for code in codes]
    yield from keys


def within_rows(addresses: Sequence[Address], at: Mapping[Address, int], summed: set[tuple[int, int]]) -> list[Row]:
    """A part is no more than the whole, where no sum says so already."""
    periods = _periods_around(addresses)
    rows = []
    for address in addresses:
        around = list(_around(address, periods[address.period], at))
        for whole in around:
            if (at[address], at[whole]) in summed or whole.filters == address.filters:
                continue  # a sum, or a difference of periods, says more
            if any(between != whole and between.is_within(whole) for between in around):
                continue
            terms = ((at[whole], 1.0), (at[address], -1.0))
            rows.append(Row(terms, 0.0, FAR, f"{_words(address)} is more than {_words(whole)}"))
    return rows


def _periods_around(addresses: Iterable[Address]) -> dict[Period, list[Period]]:
    periods = sorted({address.period for address in addresses})
    return {one: [other for other in periods if other[0] <= one[0] and one[1] <= other[1]] for one in periods}


def _around(address: Address, periods: Iterable[Period], at: Mapping[Address, int]) -> Iterator[Address]:
    for since, until in periods:
        for length in range(len(address.filters) + 1):
            for filters in combinations(address.filters, length):
                other = address._replace(since=since, until=until, filters=filters)
                if other != address and other in at:
                    yield other


def narrow_in_wide(
    addresses: Iterable[Address], at: Mapping[Address, int], nested: Iterable[tuple[str, str]]
) -> Iterator[tuple[int, int]]:
    wides = defaultdict(list)
    for narrow, wide in nested:
        wides[narrow].append(wide)
    for address in addresses:
        for wide in wides[address.measure]:
            if (index := at.get(address._replace(measure=wide))) is not None:
                yield (index, at[address])


def period_in_period(
    addresses: Sequence[Address], at: Mapping[Address, int], summed: set[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    periods = _periods_around(addresses)
    for address in addresses:
        for since, until in periods[address.period]:
            other = address._replace(since=since, until=until)
            if other != address and other in at and (at[address], at[other]) not in summed:
                yield (at[other], at[address])


def _contradictions(system: System) -> None:
    """Raise where the programme's own counts break a row: then a report counts wrongly, or says wrongly what it does."""
    cells = len(system.addresses)
    for row in system.rows:
        own = [index for index, _ in row.terms if index < cells]
        if system.settled[own].any():
            continue
        if own != [index for index, _ in row.terms]:
            low = system.truth[row.terms[0][0]]
            if low < 0:
                raise ProgrammeError(f"{row.says} is false: the part is larger than the whole")
            continue
        sum_ = sum(factor * system.truth[index] for index, factor in row.terms)
        if not row.low <= sum_ <= row.high:
            raise ProgrammeError(row.says)


def _complete(system: System) -> bool:
    """Fill in counts that only an earlier release knew; False where none fit."""
    open_ = np.isnan(system.truth)
    if not open_.any() and (system.truth >= 0).all():
        return _fits(system)
    low = np.where(open_, system.low, system.truth)
    high = np.where(open_, system.high, system.truth)
    if (low < 0).any():
        return False
    point = Polytope(system.matrix.tocsc(), system.row_bounds(), (low, high)).lowest(np.zeros(system.size))
    if point is None:
        return False
    system.truth = point
    return True


def _fits(system: System) -> bool:
    sums = system.matrix @ system.truth
    low, high = system.row_bounds()
    return bool(((sums >= low - SURE) & (sums <= high + SURE)).all())


def _words(address: Address) -> str:
    broken = ", ".join(f"{name}={code}" for name, code in address.filters) or "total"
    return f"{address.measure} {address.since}/{address.until} {broken}"
