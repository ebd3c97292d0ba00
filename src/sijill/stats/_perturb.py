"""Numbers with noise instead of hidden ones, and which of them say too much all the same.

A number with noise leaves a few true counts (`cellkey.LEFT` or more). Tables tie counts together: parts make up their
total, what is verified is part of what is reported, and two cells with different numbers cannot hold the same people,
since the same people have the same number. A linear programme finds where all that leaves a count fewer values, and
numbers are withheld until it leaves none so few. The protecting side's own account; `attack.py` has its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product

from scipy.sparse.csgraph import connected_components

from sijill.stats._address import Address, Kin, address_of
from sijill.stats._leeway import Known
from sijill.stats._linear import Vector, sparse
from sijill.stats._system import (
    Cell,
    ProgrammeError,
    Release,
    Row,
    cells_of,
    narrow_in_wide,
    period_in_period,
    seen_in,
    still_true,
    summing_rows,
)
from sijill.stats.cellkey import FURTHEST, noise
from sijill.stats.policy import Policy
from sijill.stats.table import Flag, Noise, Programme, PublicCell, PublicTable, Table

WITHHELD = PublicCell(None, Flag.WITHHELD)


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
        self.numbers, self.threshold = numbers, threshold
        seen = seen_in(earlier, kin)
        self.remembered = still_true({address: Cell(number, False, False) for address, number in numbers.items()}, seen)
        # Withholding a number that is public already and still the same takes nothing back.
        self.may = {at for at, number in numbers.items() if at not in seen or seen[at].value != number}
        self.addresses = sorted({*numbers, *self.remembered})
        at = {address: column for column, address in enumerate(self.addresses)}
        old_tables = [table for release in earlier for table in release]
        self.rows = [*summing_rows(tables, at, kin)]
        self.rows += [row for row in summing_rows(old_tables, at, kin) if self._still_holds(row)]
        self.pairs = sorted(_pairs(self.addresses, at, nested))
        between = [*narrow_in_wide(self.addresses, at, nested), *period_in_period(self.addresses, at, set())]
        self.between = list(dict.fromkeys(between))

    def _still_holds(self, row: Row) -> bool:
        """A sum of an earlier table all of whose cells stand here anew is one of this release's, or none any more."""
        return any(self.addresses[column] not in self.numbers for column, _ in row.terms)

    def withheld(self) -> set[Address]:
        """The numbers that are not shown, of each part of the tables that no equation ties to the rest."""
        ties = [row.terms for row in self.rows] + [((wide, 1.0), (narrow, 1.0)) for wide, narrow in self.pairs]
        matrix = sparse(ties, len(self.addresses))
        part_of = connected_components(abs(matrix).T @ abs(matrix), directed=False)[1]
        columns: dict[int, list[int]] = defaultdict(list)
        for column, part in enumerate(part_of):
            columns[int(part)].append(column)
        mine = {part: _Part(self, held) for part, held in columns.items()}
        for row in self.rows:
            mine[part_of[row.terms[0][0]]].rows.append(row)
        for wide, narrow in self.pairs:
            mine[part_of[wide]].pairs.append((wide, narrow))
        for wide, narrow in self.between:
            mine[part_of[wide]].between.append((wide, narrow))
        return {address for one in mine.values() for address in one.withheld()}


class _Part:
    """What equations tie together, of what somebody reads. Columns are those of the reader."""

    def __init__(self, reader: _Reader, columns: list[int]) -> None:
        self.reader, self.columns = reader, columns
        self.rows: list[Row] = []
        self.pairs: list[tuple[int, int]] = []
        self.between: list[tuple[int, int]] = []
        self.points: dict[tuple[int, ...], list[Vector]] = defaultdict(list)

    def withheld(self) -> set[Address]:
        """The numbers that are not shown: found one doubt at a time, and none that turns out not to be needed."""
        hidden: set[Address] = set()
        known: set[tuple[Address, ...]] = set()
        while tight := [one for one in self._system(hidden).doubts() if one.names not in known]:
            for one in sorted(tight, key=lambda one: (one.high - one.low, one.names)):
                system = self._system(hidden)  # what is withheld for one often settles the next
                still = system.doubt(one.names)
                if still is None:
                    continue
                if more := system.freed(still, self.reader.may - hidden):
                    hidden |= more
                else:
                    known.add(one.names)  # public already, whatever this release withholds
        for address in sorted(hidden, key=lambda one: (len(one.filters), -self.reader.numbers[one], one)):
            fewer = hidden - {address}
            if all(one.names in known for one in self._system(fewer).doubts()):
                hidden = fewer
        return hidden

    def _system(self, hidden: set[Address]) -> Known:
        """What the reader knows: all that was public before, if it can be true beside this release, else as much of it
        as can be."""
        addresses = self.reader.addresses
        now = {column for column in self.columns if addresses[column] in self.reader.numbers}
        groups: dict[tuple[object, ...], set[int]] = defaultdict(set)
        for column in sorted(set(self.columns) - now):
            one = addresses[column]
            groups[one.period, tuple(name for name, _ in one.filters)].add(column)
        whole = self._knowing(set(self.columns), hidden)
        if whole.is_possible:
            return whole
        kept = now
        for _, group in sorted(groups.items(), key=lambda one: str(one[0])):
            if self._knowing(kept | group, hidden).is_possible:
                kept = kept | group
        return self._knowing(kept, hidden)

    def _knowing(self, kept: set[int], hidden: set[Address]) -> Known:
        columns = sorted(kept)
        at = {column: place for place, column in enumerate(columns)}
        addresses = [self.reader.addresses[column] for column in columns]
        told = [None if one in hidden else self._number(one) for one in addresses]
        rows = [
            replace(row, terms=tuple((at[column], factor) for column, factor in row.terms))
            for row in self.rows
            if all(column in at for column, _ in row.terms)
        ]
        pairs, between = (
            [(at[wide], at[narrow]) for wide, narrow in held if wide in at and narrow in at]
            for held in (self.pairs, self.between)
        )
        points = self.points[tuple(columns)]
        return Known(addresses, told, rows, pairs, between, self.reader.threshold, points)

    def _number(self, address: Address) -> int | None:
        if address in self.reader.numbers:
            return self.reader.numbers[address]
        return self.reader.remembered[address].value


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
