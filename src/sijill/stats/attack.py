"""What a reader can work out from all that is public: the test that a release must pass before it is frozen.

Independent of `disclosure.py`: this file reads public tables only, finds its own equations in
them, and asks a linear programme for the least and the most that each hidden count can be. The
reader it plays knows the policy, remembers every earlier release, and takes a cell of an earlier
release to be unchanged unless the newest one shows otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from sijill.stats._deducing import Deduced, Target, Tight
from sijill.stats._linear import sparse
from sijill.stats._reading import Days, Levels, Place, Said, is_in, is_still_so, remembered, without_derived
from sijill.stats.cellkey import FURTHEST, LEFT
from sijill.stats.policy import Policy
from sijill.stats.table import TOTAL, Dimension, Flag, Key, PublicCell, PublicTable

MOST = 1e6
HIDING = (Flag.SMALL, Flag.COMPLEMENT, Flag.WITHHELD)

Release = Sequence[PublicTable]


@dataclass(frozen=True, slots=True)
class Breach:
    """A count that a reader can bound more tightly than the policy allows. For the staff only.

    `kind`: `cell`; `shown` (a small number stands there); `difference` (between two measures);
    `period` (between two periods); `revision` (between two releases); `derived` (a number, or that there
    is none, beside a hidden count that it rests on); `noise` (what noise leaves, or two draws of it). `low` and `high` are what the reader finds; `possible` how many values they leave, `needed` how many the policy asks for.
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


def attack(releases: Sequence[Release], nested: Sequence[tuple[str, str]], policy: Policy) -> list[Breach]:
    """Every count that the last of these releases, with those before it, lets a reader bound too tightly.

    `releases`: oldest first; the last is the one under test. `nested`: (narrow, wide) measures, as
    in `Programme`. No breach means: each count of people can still have `needed` values, or is
    known to be 0 or not small, or could be bounded as tightly without this release. Raises
    ValueError where the tables of the last release contradict each other.
    """
    if not releases:
        return []
    found = [*_twice_drawn(releases), *_behind_noise(releases, nested, policy)]
    *earlier, newest = [[table for table in release if table.noise is None] for release in releases]
    newest = [table for table in newest if _may_hide(table, releases, policy)]
    reader = _Reader(earlier, newest, nested, policy) if newest else None
    found += [*reader.plain(), *reader.beside(), *reader.solved()] if reader else []
    return sorted(found, key=lambda one: (one.table, one.measure, one.codes, one.kind))


def _may_hide(table: PublicTable, releases: Sequence[Release], policy: Policy) -> bool:
    """Whether anything of the table's subject is or was hidden; where nothing is, there is nothing to work out."""
    same = (one for release in releases for one in release if one.subject == table.subject)
    return any(one.threshold or policy.of(one.kind).threshold for one in same)


def _twice_drawn(releases: Sequence[Release]) -> Iterator[Breach]:
    """Tables of the last release that show counts with noise which some table shows without, or with other noise."""
    for table in releases[-1]:
        others = (one for release in releases for one in release if one.subject == table.subject)
        if any(one.noise != table.noise and one.since <= table.until and table.since <= one.until for one in others):
            yield Breach("noise", table.slug, table.measures[0], (), 0, 0, 1, LEFT)


def _behind_noise(releases: Sequence[Release], nested: Sequence[tuple[str, str]], policy: Policy) -> Iterator[Breach]:
    """True counts that numbers with noise leave too few values; each subject by itself, since they share nothing."""
    said = {(table.subject, table.noise): policy.of(table.kind).threshold for table in releases[-1] if table.noise}
    for (subject, noise), threshold in said.items():
        mine = [[one for one in release if (one.subject, one.noise) == (subject, noise)] for release in releases]
        yield from _Denoiser(mine[:-1], mine[-1], nested, threshold).breaches()


class _Denoiser:
    """A reader of the numbers of one subject, all with noise of one secret: what true counts can be behind them?"""

    def __init__(
        self, earlier: Sequence[Release], newest: Release, nested: Sequence[tuple[str, str]], threshold: int
    ) -> None:
        self.newest, self.nested = newest, nested
        self.threshold = max(threshold, *(table.threshold for table in newest))
        self.old_tables = [without_derived(one, newest) for release in earlier for one in release]
        self.levels = Levels((*self.old_tables, *newest))
        self.now = self.levels.cells(newest)
        self.last: dict[Place, tuple[PublicCell, PublicTable]] = {}
        for release in earlier:
            self.last |= self.levels.cells([without_derived(one, newest) for one in release])

    def breaches(self) -> Iterator[Breach]:
        """What the equations bound too tightly, and what should not be a number at all."""
        for table in self.newest:
            for (measure, _), key in product(table.derived, table.keys()):
                if table.cells[measure, key].flag not in HIDING:
                    yield _breach("derived", self.levels.place(table, measure, key), table.slug, 0, 0, LEFT)
        for kept in (remembered(self.last, self.now), {}):
            told = self._told(kept)
            sums = _Sums(told, self.newest, self.old_tables, self.nested, self.levels)
            found = self._bound(sums, told, {**kept, **self.now})
            if found is not None:
                for target, low, high in found:
                    yield _breach("noise", target.place, told[target.place].table, low, high, LEFT)
                return
        raise ValueError("the tables of this release contradict each other: no register could have these counts")

    def _told(self, kept: Said) -> dict[Place, _Told]:
        told = {}
        for place, (cell, table) in sorted({**kept, **self.now}.items()):
            if not cell.flag.is_nothing:
                zone = self._behind(cell)
                known = place in kept or is_still_so(place, self.last, self.now)
                told[place] = _Told(*zone, zone if known else (0.0, MOST), table.slug)
        return told

    def _bound(self, sums: _Sums, told: dict[Place, _Told], cells: Said) -> list[Tight] | None:
        """As `_Sums.bound`, with what two numbers tell apart: those known before this release, and those of it."""
        targets = list(self._targets(told, sums))
        anyway = {place for place, what in told.items() if (what.low, what.high) == what.before}
        bounds = []
        for zones, known in (
            ([(what.low, what.high) for what in told.values()], set(told)),
            ([what.before for what in told.values()], anyway),
        ):
            rows = {**sums.rows, **dict.fromkeys(self._apart(sums, cells, known), (1.0, np.inf))}
            ends = np.array(zones).reshape(-1, 2)
            limits = np.array(list(rows.values())).reshape(-1, 2)
            bounds.append(Deduced(sparse(list(rows), len(told)), limits, ends[:, 0], ends[:, 1]))
        now, past = bounds
        tight = now.too_tight(targets)
        return tight and [(one, low, high) for one, low, high in tight if past.values(one) > high - low + 1]

    def _behind(self, cell: PublicCell) -> tuple[float, float]:
        """The counts that noise can have moved to a number: nobody stays 0, and nobody else is below 1."""
        if cell.value is None:
            return 0.0, MOST
        possible = [one for one in range(cell.value + FURTHEST + 1) if cell.value in _reached(one)]
        return float(possible[0]), float(possible[-1])

    def _apart(self, sums: _Sums, cells: Said, known: set[Place]) -> Iterator[tuple[tuple[int, float], ...]]:
        """Cells with two numbers do not hold the same people: of one within another, the wider has at least one more."""
        days = sorted({(place.since, place.until) for place in known})
        for narrow in sorted(known):
            measures = {narrow.measure, *(wide for part, wide in self.nested if part == narrow.measure)}
            codes = [one for size in range(len(narrow.codes) + 1) for one in combinations(narrow.codes, size)]
            for (since, until), part, measure in product(days, codes, sorted(measures)):
                wide = Place(narrow.subject, measure, since, until, part)
                if wide not in known or wide == narrow or not (since <= narrow.since and narrow.until <= until):
                    continue
                numbers = cells[wide][0].value, cells[narrow][0].value
                if None not in numbers and numbers[0] != numbers[1]:
                    yield (sums.at[wide], 1.0), (sums.at[narrow], -1.0)

    def _targets(self, told: dict[Place, _Told], sums: _Sums) -> Iterator[Target]:
        small = self.threshold - 1
        for place in told:
            yield Target("noise", place, ((sums.at[place], 1.0),), LEFT, small=small)
        for _, wide, narrow in sums.within:
            yield Target("noise", narrow, ((sums.at[wide], 1.0), (sums.at[narrow], -1.0)), LEFT, small=small)


def _reached(count: int) -> range:
    """The numbers that noise can make of a count."""
    return range(max(0, count - FURTHEST), count + FURTHEST + 1) if count else range(1)


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
        before = [[without_derived(one, newest) for one in release if one.subject in kinds] for release in earlier]
        self.old_tables = [table for release in before for table in release]
        self.levels = Levels((*self.old_tables, *newest))
        self.now = self.levels.cells(newest)
        self.last: dict[Place, tuple[PublicCell, PublicTable]] = {}
        self.numbers: dict[Place, set[int]] = defaultdict(set)
        for release in before:
            for place, said in self.levels.cells(release).items():
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

    def beside(self) -> Iterator[Breach]:
        """What is no count, and tells of one that is hidden."""
        for table in self.newest:
            for (measure, bases), key in product(table.derived, table.keys()):
                cell = table.cells[measure, key]
                hidden = [one for one in bases if table.cells[one, key].flag in HIDING]
                if hidden and cell.flag not in HIDING:
                    place, value = self.levels.place(table, measure, key), cell.value or 0
                    yield _breach("derived", place, table.slug, value, value, self.threshold[table.subject])

    def solved(self) -> Iterator[Breach]:
        """What a linear programme bounds too tightly."""
        for told in (self._told(remembered(self.last, self.now)), self._told({})):
            sums = _Sums(told, self.newest, self.old_tables, self.nested, self.levels)
            targets = [target for target in self._targets(told, sums) if target.needed > 1]
            found = sums.bound(targets)
            if found is not None:
                yield from (self._as_breach(told, *one) for one in found)
                return
        raise ValueError("the tables of this release contradict each other: no register could have these counts")

    def _still_so(self, place: Place) -> bool:
        return is_still_so(place, self.last, self.now)

    def _needed(self, place: Place) -> int:
        return self.threshold[place.subject[0]] - self.least[place.subject[0]]

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

    def _targets(self, told: dict[Place, _Told], sums: _Sums) -> Iterator[Target]:
        for place, what in told.items():
            if what.low == what.high:
                continue
            one = ((sums.at[place], 1.0),)
            yield Target("cell", place, one, self._needed(place))
            if place in self.now and self.differenced[place.subject[0]]:
                for number in sorted(self.numbers[place]):
                    yield Target("revision", place, one, self.threshold[place.subject[0]] - 1, number)
        for kind, wide, narrow in sums.within:
            terms = ((sums.at[wide], 1.0), (sums.at[narrow], -1.0))
            if not told[wide].public:
                yield Target(kind, narrow, terms, self.threshold[narrow.subject[0]] - 1)

    def _as_breach(self, told: dict[Place, _Told], target: Target, low: int, high: int) -> Breach:
        return _breach(target.kind, target.place, told[target.place].table, low, high, target.needed)


class _Sums:
    """The equations that a reader finds in the tables, and what follows from them."""

    def __init__(
        self,
        told: dict[Place, _Told],
        newest: Sequence[PublicTable],
        earlier: Sequence[PublicTable],
        nested: Sequence[tuple[str, str]],
        levels: Levels,
    ) -> None:
        self.told, self.levels = told, levels
        self.at = {place: column for column, place in enumerate(told)}
        self.rows: dict[tuple[tuple[int, float], ...], tuple[float, float]] = {}
        self.summed: set[tuple[Place, Place]] = set()
        self.within: list[tuple[str, Place, Place]] = []
        codes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for table in newest:
            for dimension in table.dimensions:
                codes[table.subject, dimension.name] |= set(dimension.codes)
        told_anew = frozenset(levels.cells(newest))
        for table in (*newest, *earlier):
            for measure in table.counts:
                for key in table.keys():
                    self._parts(table, measure, key, told_anew, codes)
        wides = [(narrow, wide) for narrow, wide in nested]
        periods: dict[tuple[tuple[str, str], str], set[Days]] = defaultdict(set)
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
            if not (dimension.adds_up or dimension.covers):
                continue
            parent = dict(dimension.parents)
            for above in self._wholes(dimension, key[index]):
                mine = [one for one in dimension.codes if one != TOTAL and parent.get(one, TOTAL) == above]
                keys = [(*key[:index], code, *key[index + 1 :]) for code in (above, *mine)]
                whole, *parts = [self.levels.place(table, measure, one) for one in keys]
                if not parts or not all(place in self.at for place in (whole, *parts)):
                    continue
                more = codes.get((table.subject, dimension.name), set()) - {TOTAL, *dimension.codes}
                late = [code for code in more if self._above(table, index, code) == above]
                if any(is_in(table, dimension.name, code) for code in late) and told_anew.issuperset((whole, *parts)):
                    continue
                terms = ((self.at[whole], -1.0), *((self.at[part], 1.0) for part in parts))
                self.rows[terms] = (0.0, 0.0 if dimension.adds_up else np.inf)
                if dimension.adds_up:
                    self.summed |= {(whole, part) for part in parts}

    def _wholes(self, dimension: Dimension, code: str) -> list[str]:
        """What the codes of a dimension make up, asked of each cell of a table, so that each is asked once."""
        if code == TOTAL or (TOTAL not in dimension.codes and code == dimension.codes[0]):
            wider = {above for _, above in dimension.parents}
            return [TOTAL, *(one for one in dimension.codes if one in wider)]
        return []

    def _above(self, table: PublicTable, index: int, code: str) -> str:
        return self.levels.above(table.subject, table.dimensions[index].name, code)

    def _wider(self, place: Place, periods: list[Days], nested: list[tuple[str, str]]) -> None:
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

    def bound(self, targets: Sequence[Target]) -> list[Tight] | None:
        """The targets that are bounded too tightly, with their bounds; None if no counts fit at all."""
        if not self.at:
            return []
        matrix = sparse(list(self.rows), len(self.at))
        limits = np.array(list(self.rows.values())).reshape(-1, 2)
        now = np.array([(what.low, what.high) for what in self.told.values()])
        before = np.array([what.before for what in self.told.values()])
        tight = Deduced(matrix, limits, now[:, 0], now[:, 1]).too_tight(targets)
        if not tight:
            return tight
        past = Deduced(matrix, limits, before[:, 0], before[:, 1])
        return [(one, low, high) for one, low, high in tight if past.values(one) > high - low + 1]


def _breach(kind: str, place: Place, table: str, low: int, high: int, needed: int) -> Breach:
    return Breach(kind, table, place.measure, place.codes, low, high, max(high - low + 1, 0), needed)
