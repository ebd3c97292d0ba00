"""What a reader can work out from all that is public: the test that a release must pass before it is frozen.

Independent of `disclosure.py`: this file reads public tables only, finds its own equations in
them, and asks a linear programme for the least and the most that each hidden count can be. The
reader it plays knows the policy, remembers every earlier release, and takes a cell of an earlier
release to be unchanged unless the newest one shows otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from math import ceil, floor

import numpy as np
from scipy.sparse.csgraph import connected_components

from sijill.stats._linear import Polytope, sparse
from sijill.stats.policy import Policy
from sijill.stats.table import TOTAL, Flag, Key, PublicCell, PublicTable

CLOSE, MOST, ROUNDS = 1e-6, 1e6, 16

Release = Sequence[PublicTable]


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """Where a count is: subject and unit, measure, first and last day, and the codes it is broken down to."""

    subject: tuple[str, str]
    measure: str
    since: date
    until: date
    codes: tuple[tuple[str, str], ...]

    def includes(self, other: Place) -> bool:
        """Whether all that the other counts is counted here too."""
        same = (self.subject, self.measure) == (other.subject, other.measure)
        days = self.since <= other.since and other.until <= self.until
        return same and days and set(self.codes) <= set(other.codes)


@dataclass(frozen=True, slots=True)
class Breach:
    """A count that a reader can bound more tightly than the policy allows. For the staff only.

    `kind`: `cell`; `shown` (a small number stands there); `difference` (between two measures);
    `period` (between two periods); `revision` (between two releases). `low` and `high` are what the
    reader finds; `possible` how many values they leave, `needed` how many the policy asks for.
    """

    kind: str
    table: str
    measure: str
    codes: tuple[tuple[str, str], ...]
    low: int
    high: int
    possible: int
    needed: int


@dataclass(slots=True)
class _Told:
    """What a reader is told of one place; `before`: what was told, or must be told anyway, without this release."""

    low: float
    high: float
    before: tuple[float, float]
    table: str
    public: bool = False


@dataclass(frozen=True, slots=True)
class _Target:
    """A count of people that must not be bounded: one place, or one less another; `old`: an earlier number of it."""

    kind: str
    place: Place
    terms: tuple[tuple[int, float], ...]
    needed: int
    old: int | None = None


def attack(releases: Sequence[Release], nested: Sequence[tuple[str, str]], policy: Policy) -> list[Breach]:
    """Every count that the last of these releases, with those before it, lets a reader bound too tightly.

    `releases`: oldest first; the last is the one under test. `nested`: (narrow, wide) measures, as
    in `Programme`. No breach means: each count of people can still have `needed` values, or is
    known to be 0 or not small, or could be bounded as tightly without this release. Raises
    ValueError where the tables of the last release contradict each other.
    """
    if not releases:
        return []
    *earlier, newest = releases
    newest = [table for table in newest if _may_hide(table, releases, policy)]
    reader = _Reader(earlier, newest, nested, policy) if newest else None
    found = [*reader.plain(), *reader.solved()] if reader else []
    return sorted(found, key=lambda one: (one.table, one.measure, one.codes, one.kind))


def _may_hide(table: PublicTable, releases: Sequence[Release], policy: Policy) -> bool:
    """Whether anything of the table's subject is or was hidden; where nothing is, there is nothing to work out."""
    same = (one for release in releases for one in release if one.subject == table.subject)
    return any(one.threshold or policy.of(one.kind).threshold for one in same)


class _Reader:
    """Collects what is public, then asks."""

    def __init__(
        self, earlier: Sequence[Release], newest: Release, nested: Sequence[tuple[str, str]], policy: Policy
    ) -> None:
        kinds: dict[str, set[str]] = defaultdict(set)
        for table in newest:
            kinds[table.subject].add(table.kind)
        rows = {subject: [policy.of(kind) for kind in names] for subject, names in kinds.items()}
        self.threshold = {subject: max(row.threshold for row in held) for subject, held in rows.items()}
        self.least = {subject: 0 if any(row.hide_zeros for row in held) else 1 for subject, held in rows.items()}
        self.differenced = {subject: any(row.hide_revisions for row in held) for subject, held in rows.items()}
        self.nested, self.newest = nested, newest
        self.old_tables = [table for release in earlier for table in release if table.subject in kinds]
        self.now = _cells(newest)
        self.last: dict[Place, tuple[PublicCell, PublicTable]] = {}
        self.numbers: dict[Place, set[int]] = defaultdict(set)
        for release in earlier:
            for place, said in _cells(table for table in release if table.subject in kinds).items():
                self.last[place] = said
                if said[0].value is not None:
                    self.numbers[place].add(said[0].value)

    def plain(self) -> Iterator[Breach]:
        """What needs no working out: small numbers that stand there, small differences between releases."""
        for place, (cell, table) in self.now.items():
            if cell.value is None or cell.public or self._still_so(place):
                continue
            top = self.threshold[table.subject]
            if self.least[table.subject] <= cell.value < top:
                yield _breach("shown", place, table.slug, cell.value, cell.value, self._needed(place))
            for number in self.numbers[place] if self.differenced[table.subject] else ():
                if 0 < abs(cell.value - number) < top:
                    yield _breach("revision", place, table.slug, cell.value, cell.value, top - 1)

    def solved(self) -> Iterator[Breach]:
        """What a linear programme bounds too tightly."""
        for told in (self._told(self._remembered()), self._told({})):
            sums = _Sums(told, self.newest, self.old_tables, self.nested)
            targets = [target for target in self._targets(told, sums) if target.needed > 1]
            found = sums.bound(targets)
            if found is not None:
                yield from (self._as_breach(told, *one) for one in found)
                return
        raise ValueError("the tables of this release contradict each other: no register could have these counts")

    def _still_so(self, place: Place) -> bool:
        return (
            place in self.last
            and self.last[place][0].value is not None
            and (self.last[place][0].value == self.now[place][0].value)
        )

    def _needed(self, place: Place) -> int:
        return self.threshold[place.subject[0]] - self.least[place.subject[0]]

    def _remembered(self) -> dict[Place, tuple[PublicCell, PublicTable]]:
        """Cells of earlier releases that this one does not show; not those inside a cell that has changed."""
        changed = [
            place
            for place, (cell, _) in self.last.items()
            if place in self.now and cell.value is not None and not self._still_so(place)
        ]
        return {
            place: said
            for place, said in self.last.items()
            if place not in self.now
            and not said[0].flag.is_nothing
            and not any(other.includes(place) for other in changed)
        }

    def _told(self, remembered: dict[Place, tuple[PublicCell, PublicTable]]) -> dict[Place, _Told]:
        told = {}
        for place, (cell, table) in sorted(remembered.items()):
            zone = self._zone(cell, table)
            told[place] = _Told(*zone, zone, table.slug, cell.public)
        for place, (cell, table) in sorted(self.now.items()):
            if cell.flag.is_nothing:
                continue
            zone = self._zone(cell, table)
            before_small = place in self.last and self.last[place][0].flag is Flag.SMALL
            anyway = cell.public or self._still_so(place) or (before_small and cell.flag is Flag.SMALL)
            before = zone if anyway or self.threshold[table.subject] == 0 else (0.0, MOST)
            told[place] = _Told(*zone, before, table.slug, cell.public)
        return told

    def _zone(self, cell: PublicCell, table: PublicTable) -> tuple[float, float]:
        if cell.value is not None:
            return float(cell.value), float(cell.value)
        least = float(self.least[table.subject])
        zones = {Flag.SMALL: (least, table.threshold - 1.0), Flag.COMPLEMENT: (least, MOST)}
        return zones.get(cell.flag, (0.0, MOST))

    def _targets(self, told: dict[Place, _Told], sums: _Sums) -> Iterator[_Target]:
        for place, what in told.items():
            if what.low == what.high:
                continue
            one = ((sums.at[place], 1.0),)
            yield _Target("cell", place, one, self._needed(place))
            if place in self.now and self.differenced[place.subject[0]]:
                for number in sorted(self.numbers[place]):
                    yield _Target("revision", place, one, self.threshold[place.subject[0]] - 1, number)
        for kind, wide, narrow in sums.within:
            terms = ((sums.at[wide], 1.0), (sums.at[narrow], -1.0))
            if not told[wide].public:
                yield _Target(kind, narrow, terms, self.threshold[narrow.subject[0]] - 1)

    def _as_breach(self, told: dict[Place, _Told], target: _Target, low: int, high: int) -> Breach:
        return _breach(target.kind, target.place, told[target.place].table, low, high, target.needed)


class _Sums:
    """The equations that a reader finds in the tables, and what follows from them."""

    def __init__(
        self,
        told: dict[Place, _Told],
        newest: Sequence[PublicTable],
        earlier: Sequence[PublicTable],
        nested: Sequence[tuple[str, str]],
    ) -> None:
        self.told = told
        self.at = {place: column for column, place in enumerate(told)}
        self.rows: dict[tuple[tuple[int, float], ...], tuple[float, float]] = {}
        self.summed: set[tuple[Place, Place]] = set()
        self.within: list[tuple[str, Place, Place]] = []
        codes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for table in newest:
            for dimension in table.dimensions:
                codes[table.subject, dimension.name] |= set(dimension.codes)
        told_anew = frozenset(_cells(newest))
        for table in (*newest, *earlier):
            for measure in table.measures:
                for key in table.keys():
                    self._parts(table, measure, key, told_anew, codes)
        wides = [(narrow, wide) for narrow, wide in nested]
        periods: dict[tuple[tuple[str, str], str], set[tuple[date, date]]] = defaultdict(set)
        for place in told:
            periods[place.subject, place.measure].add((place.since, place.until))
        for place in told:
            self._wider(place, sorted(periods[place.subject, place.measure]), wides)

    def _parts(
        self,
        table: PublicTable,
        measure: str,
        key: Key,
        told_anew: frozenset[Place],
        codes: Mapping[tuple[str, str], set[str]],
    ) -> None:
        """Equations in which the cell of this key is the whole. A dimension may leave out its total.

        A sum of an earlier table whose cells are all told anew is none if the newest tables have a code more.
        """
        for index, dimension in enumerate(table.dimensions):
            heads = key[index] == TOTAL or (TOTAL not in dimension.codes and key[index] == dimension.codes[0])
            if not heads or not (dimension.adds_up or dimension.covers):
                continue
            keys = [(*key[:index], code, *key[index + 1 :]) for code in (TOTAL, *dimension.codes) if code != TOTAL]
            whole = _place(table, measure, (*key[:index], TOTAL, *key[index + 1 :]))
            parts = [_place(table, measure, one) for one in keys]
            if not all(place in self.at for place in (whole, *parts)):
                continue
            more = codes.get((table.subject, dimension.name), set()) - {TOTAL, *dimension.codes}
            if any(_is_in(table, dimension.name, code) for code in more) and told_anew.issuperset((whole, *parts)):
                continue
            terms = ((self.at[whole], -1.0), *((self.at[part], 1.0) for part in parts))
            self.rows[terms] = (0.0, 0.0 if dimension.adds_up else np.inf)
            if dimension.adds_up:
                self.summed |= {(whole, part) for part in parts}

    def _wider(self, place: Place, periods: list[tuple[date, date]], nested: list[tuple[str, str]]) -> None:
        """Places that count all that this one counts, and perhaps more."""
        wider = [
            other
            for since, until in periods
            if since <= place.since and place.until <= until
            for length in range(len(place.codes) + 1)
            for codes in combinations(place.codes, length)
            if (other := Place(place.subject, place.measure, since, until, codes)) in self.at and other != place
        ]
        for other in wider:
            if (other, place) in self.summed:
                continue
            if other.codes == place.codes:
                self._note("period", other, place)
            elif not any(step != other and other.includes(step) for step in wider):
                self._note("", other, place)
        for narrow, wide in nested:
            other = Place(place.subject, wide, place.since, place.until, place.codes)
            if narrow == place.measure and other in self.at:
                self._note("difference", other, place)

    def _note(self, kind: str, wide: Place, narrow: Place) -> None:
        self.rows[(self.at[wide], 1.0), (self.at[narrow], -1.0)] = (0.0, np.inf)
        if kind:
            self.within.append((kind, wide, narrow))

    def bound(self, targets: Sequence[_Target]) -> list[tuple[_Target, int, int]] | None:
        """The targets that are bounded too tightly, with their bounds; None if no counts fit at all."""
        if not self.at:
            return []
        matrix = sparse(list(self.rows), len(self.at))
        limits = np.array(list(self.rows.values())).reshape(-1, 2)
        now = np.array([(what.low, what.high) for what in self.told.values()])
        before = np.array([what.before for what in self.told.values()])
        _, part_of = connected_components(abs(matrix).T @ abs(matrix), directed=False)
        found: list[tuple[_Target, int, int]] = []
        for part in np.unique(part_of):
            columns = np.flatnonzero(part_of == part)
            mine = [target for target in targets if part_of[target.terms[0][0]] == part]
            inside = np.flatnonzero(np.diff(matrix[:, columns].indptr))
            block = matrix[inside][:, columns].tocsc()
            lines = (limits[inside, 0], limits[inside, 1])
            asked = _Asked(Polytope(block, lines, (now[columns, 0], now[columns, 1])), columns, len(self.at))
            if not asked.is_possible:
                return None
            tight = asked.too_tight(mine)
            if tight:
                past = _Asked(Polytope(block, lines, (before[columns, 0], before[columns, 1])), columns, len(self.at))
                found += [one for one in tight if past.values(one[0]) > one[2] - one[1] + 1]
        return found


class _Asked:
    """One connected part of what is public, as a polytope to ask."""

    def __init__(self, polytope: Polytope, columns: np.ndarray, size: int) -> None:
        self.polytope, self.columns = polytope, columns
        self.place = np.full(size, -1)
        self.place[columns] = np.arange(len(columns))
        self.first = polytope.lowest(np.zeros(len(columns)))

    @property
    def is_possible(self) -> bool:
        return self.first is not None

    def too_tight(self, targets: Sequence[_Target]) -> list[tuple[_Target, int, int]]:
        """Targets with too few values. Random questions first: one answer tells something of every target."""
        assert self.first is not None
        if not targets:
            return []
        sums = sparse(
            [[(self.place[column], sign) for column, sign in one.terms] for one in targets], len(self.columns)
        )
        low = high = sums @ self.first
        random = np.random.default_rng(0)
        needed = np.array([target.needed for target in targets])
        for _ in range(ROUNDS):
            short = np.flatnonzero(np.floor(high + CLOSE) - np.ceil(low - CLOSE) + 1 < needed)
            if not len(short):
                return []
            weights = np.zeros(len(targets))
            weights[short] = random.uniform(0.5, 1.5, len(short)) * random.choice([-1, 1], len(short))
            for sign in (1, -1):
                point = self.polytope.lowest(sign * (sums.T @ weights))
                assert point is not None
                low, high = np.minimum(low, sums @ point), np.maximum(high, sums @ point)
        short = np.flatnonzero(np.floor(high + CLOSE) - np.ceil(low - CLOSE) + 1 < needed)
        found = [(targets[int(one)], *self.range(targets[int(one)])) for one in short]
        return [one for one in found if _tells(*one)]

    def range(self, target: _Target) -> tuple[int, int]:
        """The least and the most that a target can be, in whole numbers."""
        cost = np.zeros(len(self.columns))
        for column, sign in target.terms:
            cost[self.place[column]] += sign
        least, most = self.polytope.lowest(cost), self.polytope.lowest(-cost)
        assert least is not None and most is not None
        return ceil(float(cost @ least) - CLOSE), floor(float(cost @ most) + CLOSE)

    def values(self, target: _Target) -> int:
        low, high = self.range(target)
        return high - low + 1


def _tells(target: _Target, low: int, high: int) -> bool:
    """Whether the bounds tell on people."""
    if high - low + 1 >= target.needed:
        return False
    if target.old is not None:
        return low - target.old <= target.needed and target.old - high <= target.needed
    return high > 0 and low <= target.needed


def _breach(kind: str, place: Place, table: str, low: int, high: int, needed: int) -> Breach:
    return Breach(kind, table, place.measure, place.codes, low, high, max(high - low + 1, 0), needed)


def _cells(tables: Iterable[PublicTable]) -> dict[Place, tuple[PublicCell, PublicTable]]:
    """Each place once; a number tells more than a flag, and a flag more than "not assessed"."""
    order = [*(one for one in Flag if one.is_nothing), Flag.WITHHELD, Flag.COMPLEMENT, Flag.SMALL, Flag.SHOWN]
    cells: dict[Place, tuple[PublicCell, PublicTable]] = {}
    for table in tables:
        for (measure, key), cell in table.cells.items():
            place = _place(table, measure, key)
            if (
                place in cells
                and cells[place][0].value != cell.value
                and None not in (cell.value, cells[place][0].value)
            ):
                raise ValueError(f"tables {cells[place][1].slug!r} and {table.slug!r} give one cell two numbers")
            if place not in cells or order.index(cell.flag) > order.index(cells[place][0].flag):
                cells[place] = (cell, table)
    return cells


def _is_in(table: PublicTable, dimension: str, code: str) -> bool:
    """Whether a code could be one of a table's: a year or a month only if it touches the table's period."""
    days = _days(dimension, code)
    return days is None or (days[0] <= table.until and table.since <= days[1])


def _place(table: PublicTable, measure: str, key: Key) -> Place:
    since, until = table.since, table.until
    codes = []
    for dimension, code in zip(table.dimensions, key, strict=True):
        days = _days(dimension.name, code)
        if days and days[0] <= until and since <= days[1]:
            since, until = max(since, days[0]), min(until, days[1])
        elif code != TOTAL:
            codes.append((dimension.name, code))
    return Place((table.subject, table.unit), measure, since, until, tuple(sorted(codes)))


def _days(dimension: str, code: str) -> tuple[date, date] | None:
    """First and last day of a year, a quarter or a month; None for any other code."""
    year, _, rest = code.partition("-")
    if dimension not in ("year", "quarter", "month") or not (len(year) == 4 and year.isdecimal()):
        return None
    try:
        if not rest:
            return date(int(year), 1, 1), date(int(year), 12, 31)
        first, months = (3 * int(rest[1:]) - 2, 3) if rest.startswith("Q") else (int(rest), 1)
        after = first + months
        end = date(int(year) + (after > 12), after - 12 * (after > 12), 1) - timedelta(days=1)
        return date(int(year), first, 1), end
    except ValueError:
        return None
