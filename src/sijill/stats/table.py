"""Tables of counts as values: what a report returns, what protection takes, what every format shows.

Decision 15. Pure; no names of people, no identifiers, counts and codes only.

A *cell* is addressed by its measure (`reported`, `verified`) and one code per dimension; the code
`_T` is the total over that dimension. A dimension over which the parts do not add up to the total
(one victim in several roles) says so with `adds_up=False`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

TOTAL = "_T"

Key = tuple[str, ...]
PERTURBED = "perturbed"  # the flag, in rows and files, of a number that carries noise
Derived = tuple[tuple[str, tuple[str, ...]], ...]  # a measure that is no count, and the counts that it rests on


class Flag(StrEnum):
    """Why a public cell has no number, or nothing where it has one.

    In SDMX: HIDDEN is CONF_STATUS `C` (primary) or `D` (secondary), the others OBS_STATUS.
    """

    SHOWN = ""
    SMALL = "small"  # below the threshold of the policy: shown as "<5"
    COMPLEMENT = "complement"  # hidden so that a small cell cannot be worked out; one or more
    WITHHELD = "withheld"  # hidden, and not even said whether it is 0: the known total is too small to break down
    NOT_ASSESSED = "not-assessed"  # nobody did the work; never a 0
    NOT_KNOWN = "not-known"  # what was recorded or published does not tell; never a 0
    NOT_MEASURABLE = "not-measurable"  # nothing that is kept here can tell; never a 0

    @property
    def is_nothing(self) -> bool:
        """There is no number behind the cell, so nothing is hidden."""
        return self in (Flag.NOT_ASSESSED, Flag.NOT_KNOWN, Flag.NOT_MEASURABLE)


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to break a table down: its name, its codes in order, the codelist they come from.

    `covers`: every unit has at least one of the codes (the unknown is a code too), so that the
    parts make up at least the total even where they do not add up to it. `labels`: for codes that
    only this installation knows, (code, (language, label) pairs). `parents`: (code, the wider code
    that it is part of) pairs, where codes of several levels stand in one table; a wider code has all
    its parts here, and what holds for the total holds for it.
    """

    name: str
    codes: tuple[str, ...]
    codelist: str
    adds_up: bool = True
    covers: bool = True
    labels: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    parents: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if len(set(self.codes)) != len(self.codes):
            raise ValueError(f"dimension {self.name!r} names a code twice: {self.codes}")
        if self.adds_up and TOTAL not in self.codes:
            raise ValueError(f"dimension {self.name!r} adds up, so its codes need the total {TOTAL!r}")
        self._check_parents()

    def _check_parents(self) -> None:
        parent = dict(self.parents)
        named = {code for pair in self.parents for code in pair}
        if len(parent) < len(self.parents) or TOTAL in named or not named <= set(self.codes):
            raise ValueError(f"dimension {self.name!r}: a part has one wider code, and both are codes: {self.parents}")
        for code in parent:
            above: str | None = code
            for _ in self.parents:
                above = parent.get(above or "")
            if above in parent:
                raise ValueError(f"dimension {self.name!r}: code {code!r} is part of itself")

    @property
    def parts(self) -> tuple[str, ...]:
        """The codes without the total."""
        return tuple(code for code in self.codes if code != TOTAL)

    @property
    def sums(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """(whole, its parts) of each level: the total and the widest codes, each wider code and its own."""
        parent = dict(self.parents)
        found: dict[str, list[str]] = {TOTAL: []}
        for code in self.parts:
            found.setdefault(parent.get(code, TOTAL), []).append(code)
        return tuple((whole, tuple(parts)) for whole, parts in found.items())


@dataclass(frozen=True, slots=True)
class Count:
    """A cell before protection.

    `value` counts units (see `Table.unit`); None means that there is no number, for the reason in
    `missing`. `public` says that every unit in it rests on a source that is public, so that policy
    may let it be exact. `key`: the sum of the record keys (`cellkey.record_keys`) of its units, modulo 2^64;
    None where the table can carry no noise.
    """

    value: int | None
    public: bool = False
    missing: Flag = Flag.NOT_ASSESSED
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of counts before protection. Never leaves the institution as it is.

    `subject` names what is counted (`sdg16`, `beyond-sdg` ...): two tables of one subject and
    period share every cell that they address alike. `kind` picks the row of the policy
    (`killings`, `survivors`, `coverage` ...). `cells` holds every measure and key of the cross.
    `derived`: measures that are no counts and do not add up (a median, an estimate), each with the
    counts of the same table that it rests on; shown only where these are. Without any, it is shown
    as it is.
    """

    slug: str
    subject: str
    kind: str
    unit: str
    since: date
    until: date
    dimensions: tuple[Dimension, ...]
    measures: tuple[str, ...]
    cells: Mapping[tuple[str, Key], Count]
    derived: Derived = ()

    def __post_init__(self) -> None:
        _check_derived(self.slug, self.measures, self.derived)

    @property
    def counts(self) -> tuple[str, ...]:
        """The measures that count units, and so add up."""
        return _counts(self.measures, self.derived)

    def keys(self) -> Iterator[Key]:
        """All keys of the cross of the dimensions, in order."""
        return _cross(self.dimensions)

    def filters(self, key: Key) -> tuple[tuple[str, str], ...]:
        """The (dimension, code) pairs of a key that are not totals, sorted: the cell's address in its subject."""
        named = zip(self.dimensions, key, strict=True)
        return tuple(sorted((one.name, code) for one, code in named if code != TOTAL))


@dataclass(frozen=True, slots=True)
class Programme:
    """All tables that a release will show, declared before anything is protected.

    `nested` lists (narrow, wide) measures: every narrow cell is part of the wide one, so that
    wide minus narrow is a count of people too (verified is part of reported). `key_id`: of the secret that the
    keys of the counts were made with (`cellkey.key_id`).
    """

    tables: tuple[Table, ...]
    nested: tuple[tuple[str, str], ...] = (("verified", "reported"),)
    key_id: str = ""


@dataclass(frozen=True, slots=True)
class PublicCell:
    """A cell as it may be shown: a number, or none and the reason.

    `public`: the number is exact because every unit rests on a public source and the policy lets
    such cells be exact, however small.
    """

    value: int | None
    flag: Flag = Flag.SHOWN
    public: bool = False

    def __post_init__(self) -> None:
        if (self.value is None) == (self.flag is Flag.SHOWN):
            raise ValueError(f"a public cell has a number or a reason, not both or neither: {self}")
        if self.public and self.value is None:
            raise ValueError(f"a cell that is exact because its sources are public has a number: {self}")


def percentage(part: PublicCell, whole: PublicCell) -> float | None:
    """A percentage with one decimal, where both of its numbers are shown and there is a whole; else None.

    The only way to a percentage of people: beside a number that is shown it would tell one that is hidden.
    """
    if part.value is None or not whole.value:
        return None
    return round(100 * part.value / whole.value, 1)


@dataclass(frozen=True, slots=True)
class Noise:
    """What every number of a table carries: how far it may be from the true count, with which variance.

    `key_id` names the secret behind it, so that two tables with the noise of two secrets are noticed.
    """

    variance: float
    furthest: int
    key_id: str


@dataclass(frozen=True, slots=True)
class PublicTable:
    """A table as it may be shown; the same shape as `Table`.

    `noise`: what its numbers carry; None where every number that is shown is true.
    """

    slug: str
    subject: str
    kind: str
    unit: str
    since: date
    until: date
    dimensions: tuple[Dimension, ...]
    measures: tuple[str, ...]
    cells: Mapping[tuple[str, Key], PublicCell]
    threshold: int
    derived: Derived = ()
    noise: Noise | None = None

    def __post_init__(self) -> None:
        _check_derived(self.slug, self.measures, self.derived)

    @property
    def counts(self) -> tuple[str, ...]:
        """As `Table.counts`."""
        return _counts(self.measures, self.derived)

    def mark(self, cell: PublicCell) -> str:
        """`perturbed` for a number of this table that carries noise, else empty."""
        return PERTURBED if self.noise is not None and cell.value is not None else ""

    def rows(self) -> list[dict[str, Any]]:
        """One row per key: its codes by dimension, then each measure and its flag."""
        names = [one.name for one in self.dimensions]
        found = []
        for key in self.keys():
            row: dict[str, Any] = dict(zip(names, key, strict=True))
            for measure in self.measures:
                cell = self.cells[measure, key]
                row |= {measure: cell.value, f"{measure}_flag": cell.flag.value or self.mark(cell)}
            found.append(row)
        return found

    def keys(self) -> Iterator[Key]:
        """All keys of the cross of the dimensions, in order."""
        return _cross(self.dimensions)

    def filters(self, key: Key) -> tuple[tuple[str, str], ...]:
        """As `Table.filters`."""
        named = zip(self.dimensions, key, strict=True)
        return tuple(sorted((one.name, code) for one, code in named if code != TOTAL))


def _counts(measures: tuple[str, ...], derived: Derived) -> tuple[str, ...]:
    others = dict(derived)
    return tuple(measure for measure in measures if measure not in others)


def _check_derived(slug: str, measures: tuple[str, ...], derived: Derived) -> None:
    counts = set(_counts(measures, derived))
    named = {measure for measure, _ in derived}
    if not named <= set(measures) or not all(counts.issuperset(bases) for _, bases in derived):
        raise ValueError(f"table {slug!r}: what is derived is a measure and rests on measures that count: {derived}")


def _cross(dimensions: tuple[Dimension, ...]) -> Iterator[Key]:
    if not dimensions:
        yield ()
        return
    for code in dimensions[0].codes:
        for rest in _cross(dimensions[1:]):
            yield (code, *rest)
