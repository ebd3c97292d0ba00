"""What a column and a table are. Pure: the Arrow and Ibis forms are made in `arrow.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# The open end of system time: a current row carries this `log_to`.
# Decision 2: as of log position n are the rows with log_from <= n < log_to.
NOW = 2**63 - 1


class Kind(StrEnum):
    """The storable kinds of a column; every engine knows each of them."""

    ID = "id"
    CODE = "code"
    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    INT = "int"
    BOOL = "bool"
    CODES = "codes"  # an ordered list of codes; only in tables that never enter the database


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind, the codelist its codes come from, the table an id points to."""

    name: str
    kind: Kind
    doc: str
    codelist: str = ""
    points_to: str = ""
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the analysis columns.

    `room` names the folder whose `columns.py` writes it; `kept` says that rows carry their
    span in the log (`log_from`, `log_to`); `built` is False for a table whose shape is
    decided and that no snapshot holds; `apart` says that its rows lie in files of their own instead.
    """

    name: str
    room: str
    doc: str
    columns: tuple[Column, ...]
    kept: bool = True
    built: bool = True
    apart: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name!r} has no column {name!r}")


@dataclass(frozen=True, slots=True)
class Blocks:
    """The rows of a table, many at once: each block holds the values of every column, in columns of one length."""

    blocks: Iterable[Mapping[str, Sequence[Any]]]


def ident(name: str = "id", doc: str = "Identifier: noun and 128 random bits.") -> Column:
    """The row's own identifier."""
    return Column(name, Kind.ID, doc)


def ref(name: str, table: str, doc: str, *, nullable: bool = False) -> Column:
    """A link to a row of another table."""
    return Column(name, Kind.ID, doc, points_to=table, nullable=nullable)


def code(name: str, codelist: str, doc: str) -> Column:
    """A coded value; an unknown is a code of its own, so never null."""
    return Column(name, Kind.CODE, doc, codelist=codelist)


def text(name: str, doc: str, *, nullable: bool = False) -> Column:
    """Free text that names no person (a law's title, a hash, a format)."""
    return Column(name, Kind.TEXT, doc, nullable=nullable)


def number(name: str, doc: str, *, nullable: bool = False) -> Column:
    """A whole number."""
    return Column(name, Kind.INT, doc, nullable=nullable)


def flag(name: str, doc: str) -> Column:
    """True or False; never used for something that may be unknown."""
    return Column(name, Kind.BOOL, doc)


def day(name: str, doc: str, *, nullable: bool = False) -> Column:
    """A calendar day that is known to the day."""
    return Column(name, Kind.DATE, doc, nullable=nullable)


def moment(name: str, doc: str, *, nullable: bool = False) -> Column:
    """A point in time, UTC."""
    return Column(name, Kind.MOMENT, doc, nullable=nullable)


def fuzzy(stem: str, doc: str) -> tuple[Column, ...]:
    """A date as far as it is known (decision 3 and 4): bounds, or the reason there are none."""
    return (
        day(f"{stem}_lo", f"{doc} First possible day.", nullable=True),
        day(f"{stem}_hi", f"{doc} Last possible day.", nullable=True),
        Column(f"{stem}_unknown", Kind.CODE, f"{doc} Why there is no date; empty when there is one.", "unknowns"),
    )


def span(stem: str, doc: str) -> tuple[Column, ...]:
    """A number as far as it is known: low, high, or the reason there is none."""
    return (
        number(f"{stem}_low", f"{doc} Lowest.", nullable=True),
        number(f"{stem}_high", f"{doc} Highest.", nullable=True),
        Column(f"{stem}_unknown", Kind.CODE, f"{doc} Why there is none; empty when there is one.", "unknowns"),
    )


KEPT = (
    number("log_from", "Position in the log of the action that wrote this version."),
    number("log_to", "Position of the action that ended it; the largest 64-bit number while it stands."),
)


def table(name: str, room: str, doc: str, *columns: Column | tuple[Column, ...], built: bool = True) -> Table:
    """A kept table: `id` first, then the columns given, then the span in the log."""
    flat: list[Column] = [ident()]
    for column in columns:
        flat.extend(column if isinstance(column, tuple) else (column,))
    return Table(name, room, doc, (*flat, *KEPT), built=built)


def by_name(tables: tuple[Table, ...]) -> Mapping[str, Table]:
    """Tables by name; ValueError on a name given twice."""
    found: dict[str, Table] = {}
    for one in tables:
        if one.name in found:
            raise ValueError(f"table {one.name!r} is declared twice in the catalog")
        found[one.name] = one
    return found
