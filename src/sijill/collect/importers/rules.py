"""How one field of a draft is read from the cells of a record: the rules that a mapping is made of.

A rule never guesses: a word that the mapping does not list is refused, unless the mapping says `otherwise`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from typing import Protocol

from sijill.collect.draft import DraftName
from sijill.collect.importers.problems import Problem
from sijill.collect.importers.words import did_you_mean, digest, folded, near, shown, squeezed, word

ANY = "*"
REFUSE = "refuse"
_LONGEST_KEY = 120
_MOST_MET = 10_000  # combinations of words that are remembered; a list has some hundreds

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class When:
    """True where every column named holds one of its words; `*` stands for any word, "" for an empty cell."""

    columns: tuple[tuple[str, frozenset[str]], ...] = ()

    def holds(self, cells: Cells) -> bool:
        """Whether the record is one that is meant."""
        return all(_among(cells.get(column, ""), words) for column, words in self.columns)


def _among(cell: str, words: frozenset[str]) -> bool:
    return word(cell) in words or (ANY in words and bool(cell))


@dataclass(frozen=True, slots=True)
class Condition:
    """`when` must hold, and `unless` must not where it is given."""

    when: When | None = None
    unless: When | None = None

    def holds(self, cells: Cells) -> bool:
        """Whether the part of the mapping that carries this condition applies to the record."""
        if self.when is not None and not self.when.holds(cells):
            return False
        return self.unless is None or not self.unless.holds(cells)


class Coded(Protocol):
    """A field whose value is one code of a codelist, or several."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads."""

    def codes(self, cells: Cells) -> tuple[str, ...]:
        """The codes of this record, at least one; raises `Problem`."""


@dataclass(frozen=True, slots=True)
class Constant:
    """The same code for every record."""

    code: str

    @property
    def columns(self) -> tuple[str, ...]:
        """None."""
        return ()

    def codes(self, cells: Cells) -> tuple[str, ...]:
        """The code."""
        return (self.code,)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A column whose words are looked up in the mapping; `split` cuts a cell that holds several."""

    field: str
    column: str
    table: Mapping[str, str]
    empty: str
    otherwise: str = REFUSE
    split: re.Pattern[str] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The one column."""
        return (self.column,)

    def codes(self, cells: Cells) -> tuple[str, ...]:
        """The codes of the cell's words, each once, in the cell's order."""
        cell = cells.get(self.column, "")
        if not cell:
            return (self.empty,)
        pieces = [cell] if self.split is None else pieces_of(cell, self.split)
        return tuple(dict.fromkeys(self._code(piece) for piece in pieces)) or (self.empty,)

    def _code(self, piece: str) -> str:
        found = self.table.get(word(piece))
        if found is not None:
            return found
        if self.otherwise != REFUSE:
            return self.otherwise
        likely = near(piece, self.table)
        raise Problem(
            self.column,
            "unknown-code",
            f"Column '{self.column}' holds {shown(piece, likely)}, which the mapping does not list for "
            f"{self.field}.{did_you_mean(likely)} Correct the cell, or add the word to the mapping.",
        )


@dataclass(frozen=True, slots=True)
class Cases:
    """The code of the first case that fits the record: for what several columns say together.

    `columns` are all that a case asks about; what they said once is remembered: lists repeat themselves.
    """

    field: str
    cases: tuple[tuple[When, str], ...]
    otherwise: str = REFUSE
    columns: tuple[str, ...] = ()
    _met: dict[tuple[str, ...], tuple[str, ...]] = made(default_factory=dict, compare=False, repr=False)

    def codes(self, cells: Cells) -> tuple[str, ...]:
        """One code."""
        said = tuple(cells.get(column, "") for column in self.columns)
        found = self._met.get(said)
        if found is None:
            found = self._first(cells)
            if len(self._met) < _MOST_MET:
                self._met[said] = found
        return found

    def _first(self, cells: Cells) -> tuple[str, ...]:
        for when, code in self.cases:
            if when.holds(cells):
                return (code,)
        if self.otherwise != REFUSE:
            return (self.otherwise,)
        columns = ", ".join(f"'{column}'" for column in self.columns)
        message = f"No case of {self.field} fits what {columns} hold. Add a case to the mapping, or an `otherwise`."
        raise Problem(self.columns[0] if self.columns else "", "no-case", message)


def one(rule: Coded, field: str, cells: Cells) -> str:
    """The single code of a field that takes one; raises `Problem` where the cell holds several."""
    found = rule.codes(cells)
    if len(found) > 1:
        column = rule.columns[0]
        message = f"Column '{column}' holds {len(found)} values and {field} takes one. Correct cell or mapping."
        raise Problem(column, "several-values", message)
    return found[0]


@dataclass(frozen=True, slots=True)
class Text:
    """Free text: columns joined, or one text for every record; `table` rewrites a cell's word."""

    field: str
    columns: tuple[str, ...] = ()
    joined: str = " "
    constant: str = ""
    table: Mapping[str, str] | None = None
    otherwise: str = ""
    longest: int = 300

    def read(self, cells: Cells) -> str:
        """The text, empty where the cells are; raises `Problem` where it is too long to keep."""
        if not self.columns:
            return self.constant
        parts = (squeezed(cells.get(column, "")) for column in self.columns)
        text = self.joined.join(part for part in parts if part)
        if self.table is not None and text:
            text = self.table.get(word(text), self.otherwise)
        if len(text) > self.longest:
            message = f"{self.field} takes {self.longest} characters, and '{self.columns[0]}' holds {len(text)}."
            raise Problem(self.columns[0], "too-long", f"{message} Shorten the cell.")
        return text


@dataclass(frozen=True, slots=True)
class Name:
    """A name: columns joined, or several cut out of one cell. `none` are words that stand for no name."""

    condition: Condition
    text: Text
    kind: str
    script: str
    none: frozenset[str]
    split: re.Pattern[str] | None = None

    def read(self, cells: Cells) -> tuple[DraftName, ...]:
        """The names, as the source writes them."""
        if not self.condition.holds(cells):
            return ()
        whole = self.text.read(cells)
        pieces = [whole] if self.split is None else pieces_of(whole, self.split)
        return tuple(DraftName(one, self.kind, self.script) for one in pieces if one and word(one) not in self.none)


@dataclass(frozen=True, slots=True)
class Key:
    """What identifies a record (an event, a victim): columns, and how alike two spellings must be.

    All columns must be filled; with `needs`, at least one of those it names, and the others may be empty.
    `ordinal` says that several records may share the columns and are then told apart by their order.
    """

    columns: tuple[str, ...]
    fold: str = "exact"
    ordinal: bool = False
    needs: tuple[str, ...] = ()

    def read(self, cells: Cells) -> str:
        """The key, empty where columns that it needs are.

        A column of identifiers is its own key; of several columns or of names the key is a digest.
        """
        values = tuple(folded(cells.get(column, ""), self.fold) for column in self.columns)
        if not (any(cells.get(column) for column in self.needs) if self.needs else all(values)):
            return ""
        if len(values) == 1 and self.fold == "exact" and len(values[0]) <= _LONGEST_KEY:
            return values[0]
        return digest((*self.columns, *values))


def first_key(keys: Iterable[Key], cells: Cells) -> tuple[Key | None, str]:
    """The first of the keys whose columns are filled, and its text."""
    for key in keys:
        text = key.read(cells)
        if text:
            return key, text
    return None, ""


def pieces_of(cell: str, split: re.Pattern[str]) -> list[str]:
    """A cell cut at its separators, blanks and repetitions dropped."""
    return list(dict.fromkeys(piece for piece in (squeezed(one) for one in split.split(cell)) if piece))


def each_of(column: str, split: re.Pattern[str] | None, cells: Cells, *, again: bool = False) -> list[Cells]:
    """The cells once for each of the several that `column` holds; once as they are where it names no column.

    Repetitions are dropped, unless `again`.
    """
    if not column or split is None:
        return [cells]
    pieces = [piece for piece in map(squeezed, split.split(cells.get(column, ""))) if piece]
    return [{**cells, column: piece} for piece in (pieces if again else dict.fromkeys(pieces))] or [
        {**cells, column: ""}
    ]
