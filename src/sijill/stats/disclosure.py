"""Protection of counts of people before they are published.

`protect` is the only maker of `Protected`, and a release is written from nothing else. What is
hidden and what a reader can still work out: docs/explanation/protection.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field, replace
from itertools import product

from sijill.stats._address import Address, Kin, address_of, kin_of
from sijill.stats._perturb import NoiseConflict, noises_of, perturb
from sijill.stats._suppress import Label, suppress, zones_of
from sijill.stats._system import Cell, ProgrammeError, Reader, Release, System, cells_of
from sijill.stats.policy import Policy
from sijill.stats.table import Count, Flag, Key, Noise, Programme, PublicCell, PublicTable, Table

__all__ = [
    "Audit", "Cost", "ForbiddenCrossing", "Hidden", "NoiseConflict", "ProgrammeError", "Protected", "Release", "protect",
]  # fmt: skip


class ForbiddenCrossing(ProgrammeError):
    """A table is broken down by dimensions that the policy does not let stand together. Says which, and what to do."""


_FLAGS = {Label.SMALL: Flag.SMALL, Label.COMPLEMENT: Flag.COMPLEMENT, Label.WITHHELD: Flag.WITHHELD}
_SEAL = object()


@dataclass(frozen=True, slots=True)
class Hidden:
    """One hidden cell and why. For the staff only: a reason can say more than the flag does.

    `reason`: `small` (below the threshold), `revision` (near an earlier published number),
    `complement` (another count could be worked out from it), `relabelled` (small, and even "<5"
    would have said too much), `withheld` (a 0 that would have said too much), `derived` (no count, but
    it rests on one that is hidden, or on one with noise), `noise` (a number with noise that would have said too much).
    """

    table: str
    measure: str
    key: Key
    flag: Flag
    reason: str


@dataclass(frozen=True, slots=True)
class Cost:
    """What hiding cost one measure of a table. For the staff only: the units of one hidden cell are its count.

    `cells`: those with a number behind them; `reasons`: how many of them were hidden for each reason. `units`: all
    that the finest cells count (somebody with two roles counts in both); `units_hidden`: those in hidden ones; both 0
    for what counts nobody (`Table.derived`). `changed`: how many of the numbers that are shown noise moved, and `moved`
    how far all of them together; None and 0 where the table carries none.
    """

    table: str
    measure: str
    cells: int
    reasons: Mapping[str, int]
    units: int
    units_hidden: int
    changed: int | None = None
    moved: int = 0

    @property
    def hidden(self) -> int:
        return sum(self.reasons.values())

    @property
    def mean_move(self) -> float | None:
        """How far noise moved a number that is shown, on average, with two decimals; None without noise or numbers."""
        shown = self.cells - self.hidden
        return round(self.moved / shown, 2) if shown and self.changed is not None else None


@dataclass(frozen=True, slots=True)
class Audit:
    """What protection cost. `counts` may be published; `hidden` and `costs` may not.

    `counts`: for each table, how many cells carry each flag (the empty flag: shown).
    """

    hidden: tuple[Hidden, ...]
    counts: Mapping[str, Mapping[str, int]]
    costs: tuple[Cost, ...] = ()

    def reasons(self) -> dict[str, int]:
        """How many cells were hidden for each reason."""
        return dict(sorted(Counter(one.reason for one in self.hidden).items()))


@dataclass(frozen=True)
class Protected:
    """Tables that may be published. Only `protect` makes one: the type is the gate."""

    tables: tuple[PublicTable, ...]
    nested: tuple[tuple[str, str], ...]
    audit: Audit
    policy: str = field(metadata={"is": "the hash of the policy"})
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("Protected is made by sijill.stats.disclosure.protect and by nothing else")


def protect(programme: Programme, earlier_releases: Sequence[Release], policy: Policy) -> Protected:
    """Hide what a reader could use to bound a small count of people more tightly than the policy allows.

    `programme` holds every table that the release will show; `earlier_releases` the public tables
    of each release before it, oldest first. No number is changed, a cell shows its true count or
    none, unless the policy asks for noise on a kind of table of those who live: then that table says so.
    The same input gives the same result. Raises ProgrammeError where the tables contradict
    each other, or their own statement that parts add up; ForbiddenCrossing where the policy forbids
    a table altogether; NoiseConflict where noise cannot be, or something public would take it away.
    """
    for table in programme.tables:
        _refuse_crossing(table, policy)
    earlier_releases = [[_as_now(table, programme.tables) for table in release] for release in earlier_releases]
    noises = noises_of(programme, earlier_releases, policy)
    open_ = open_subjects(programme.tables, earlier_releases, policy)
    kin = kin_of((*(table for release in earlier_releases for table in release), *programme.tables))
    cells = _as_they_are([table for table in programme.tables if table.subject in open_], policy, kin)
    closed = [table for table in programme.tables if table.subject not in open_ and table.subject not in noises]
    system = None
    if closed:
        true = [[table for table in release if table.noise is None] for release in earlier_releases]
        system, hidden = _worked_out(replace(programme, tables=tuple(closed)), true, policy)
        cells |= hidden
    cells |= perturb(programme, earlier_releases, policy, noises, kin)
    tables = tuple(
        _table(table, cells, _threshold(table, programme, policy), kin, noises.get(table.subject))
        for table in programme.tables
    )
    shown = [one for one in tables if one.subject not in open_ and one.noise is None]
    hidden_cells = tuple(_hidden(closed, shown, system, kin)) if system is not None else ()
    hidden_cells += tuple(_hidden_beside_noise(tables))
    costs = _costs(programme.tables, tables, hidden_cells)
    audit = Audit(hidden_cells, {table.slug: _count(table) for table in tables}, costs)
    return Protected(tables, programme.nested, audit, policy.hash, _SEAL)


def _refuse_crossing(table: Table, policy: Policy) -> None:
    if together := policy.of(table.kind).forbidden(one.name for one in table.dimensions):
        raise ForbiddenCrossing(
            f"Table {table.slug!r} is broken down by {', '.join(together)} together, which the protection policy "
            f"{policy.title!r} forbids for tables of kind {table.kind!r}. Break it down by fewer of them, or change "
            "`alone` or `never_together` in the policy and answer for it."
        )


def _as_now(table: PublicTable, tables: Iterable[Table]) -> PublicTable:
    """An earlier table that says as today's do which measures are no counts: it may be older than such words."""
    known = {name for one in tables if one.subject == table.subject for name, _ in one.derived}
    return replace(table, derived=tuple((name, ()) for name in table.measures if name in known))


def open_subjects(tables: Sequence[Table], earlier: Sequence[Release], policy: Policy) -> set[str]:
    """Subjects of which nothing is hidden, neither now nor in an earlier release: every reader knows their tables.

    No other subject shares a cell with them, so nothing hidden can be worked out from them.
    """
    hidden = {table.subject for table in tables if policy.of(table.kind).threshold}
    hidden |= {table.subject for release in earlier for table in release if table.threshold}
    return {table.subject for table in tables} - hidden


def _as_they_are(tables: Sequence[Table], policy: Policy, kin: Kin) -> dict[Address, PublicCell]:
    """The cells of open tables. ProgrammeError where two of them give one cell two values."""
    held = cells_of(tables, policy, kin)
    return {address: PublicCell(cell.value) for address, cell in held.items() if cell.value is not None}


def _worked_out(
    programme: Programme, earlier_releases: Sequence[Release], policy: Policy
) -> tuple[System, dict[Address, PublicCell]]:
    """What a reader knows of the programme, and each of its cells as it may be shown."""
    reader = Reader(programme, earlier_releases, policy)
    system = reader.knowing()
    labels, before = suppress(system), None
    while not reader.knows_all and labels != before:
        before = labels
        labels = labels | suppress(reader.believing(zones_of(system, labels)), labels)
    cells = {
        address: _public(labels[address], cell) for address, cell in reader.cells.items() if cell.value is not None
    }
    return system, cells


def _public(label: Label, cell: Cell) -> PublicCell:
    if label in _FLAGS:
        return PublicCell(None, _FLAGS[label])
    return PublicCell(cell.value, public=cell.exact)


def _count(table: PublicTable) -> dict[str, int]:
    return dict(sorted(Counter(cell.flag.value for cell in table.cells.values()).items()))


def _costs(tables: Sequence[Table], public: Sequence[PublicTable], hidden: Sequence[Hidden]) -> tuple[Cost, ...]:
    reasons: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in hidden:
        reasons[one.table, one.measure][one.reason] += 1
    found = []
    for table, shown in zip(tables, public, strict=True):
        wholes = [{whole for whole, _ in one.sums} for one in table.dimensions]
        for measure in table.measures:
            cells = units = units_hidden = changed = moved = 0
            for key in table.keys():
                value = table.cells[measure, key].value
                if value is None:
                    continue
                cells += 1
                if (number := shown.cells[measure, key].value) is not None:
                    changed += number != value
                    moved += abs(number - value)
                finest = not any(code in whole for code, whole in zip(key, wholes, strict=True))
                if finest and measure in table.counts:
                    units += value
                    units_hidden += value if shown.cells[measure, key].value is None else 0
            why = dict(sorted(reasons[table.slug, measure].items()))
            found.append(
                Cost(table.slug, measure, cells, why, units, units_hidden, changed if shown.noise else None, moved)
            )
    return tuple(found)


def _threshold(table: Table, programme: Programme, policy: Policy) -> int:
    """Tables of one subject share cells, so they share the highest threshold among their kinds."""
    return max(policy.of(other.kind).threshold for other in programme.tables if other.subject == table.subject)


def _table(
    table: Table, cells: Mapping[Address, PublicCell], threshold: int, kin: Kin, noise: Noise | None
) -> PublicTable:
    shown = {
        (measure, key): cells.get(
            address_of(table, measure, key, kin), PublicCell(None, table.cells[measure, key].missing)
        )
        for measure in table.counts
        for key in table.keys()
    }
    for (measure, bases), key in product(table.derived, table.keys()):
        # Withheld, since "one or more" would not be true of every number, nor whether there is one.
        is_hidden = noise is not None or any(_is_hidden(shown[base, key]) for base in bases)
        shown[measure, key] = PublicCell(None, Flag.WITHHELD) if is_hidden else _plain(table.cells[measure, key])
    return PublicTable(
        table.slug, table.subject, table.kind, table.unit, table.since, table.until, table.dimensions, table.measures,
        {(measure, key): shown[measure, key] for measure in table.measures for key in table.keys()},
        threshold, table.derived, noise,
    )  # fmt: skip


def _is_hidden(cell: PublicCell) -> bool:
    return cell.value is None and not cell.flag.is_nothing


def _plain(count: Count) -> PublicCell:
    return PublicCell(None, count.missing) if count.value is None else PublicCell(count.value)


def _hidden(tables: Sequence[Table], public: Sequence[PublicTable], system: System, kin: Kin) -> list[Hidden]:
    at = {address: index for index, address in enumerate(system.addresses)}
    return [
        Hidden(
            table.slug,
            measure,
            key,
            cell.flag,
            _reason(system, at.get(address_of(table, measure, key, kin)), cell.flag),
        )
        for table, shown in zip(tables, public, strict=True)
        for (measure, key), cell in shown.cells.items()
        if _is_hidden(cell)
    ]


def _hidden_beside_noise(public: Sequence[PublicTable]) -> Iterable[Hidden]:
    for table in public:
        for (measure, key), cell in table.cells.items() if table.noise else ():
            if _is_hidden(cell):
                reason = "noise" if measure in table.counts else "derived"
                yield Hidden(table.slug, measure, key, cell.flag, reason)


def _reason(system: System, index: int | None, flag: Flag) -> str:
    if index is None:
        return "derived"
    rules, value = system.rules[index], system.truth[index]
    if flag is Flag.SMALL:
        return "small"
    if system.revised[index]:
        return "revision"
    if rules.floor <= value < rules.threshold:
        return "relabelled"
    return "withheld" if value < rules.floor else "complement"
