"""Codes of another scheme read as ours: by what a codelist says is the same (`same_as`), and by nothing else.

HURIDOCS micro-thesauri are trees of twelve digits, a pair for each level; a file may leave trailing pairs of zeros
away, and a spreadsheet takes leading zeros off. What has no equivalent is refused with its code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sijill.codelists.load import codelist
from sijill.collect.importers.problems import Problem
from sijill.collect.importers.rules import REFUSE, Cells, pieces_of
from sijill.collect.importers.words import shown

DIGITS = 12
_CODE = re.compile(r"(\d{1,12})(?:\.0+)?")


@cache
def equivalents(listed: str, scheme: str) -> Mapping[str, str]:
    """Our code for every code of the scheme that a list names; of several the one that lies above the others.

    A code of theirs that several of ours share, none above the rest, is left out: choosing would be a guess.
    """
    words = codelist(listed)
    shared: dict[str, list[str]] = {}
    for row in words.rows:
        for same in row.same_as:
            prefix, _, foreign = same.partition("/")
            if prefix == scheme and not row.retired:
                shared.setdefault(foreign, []).append(row.code)
    out = {}
    for foreign, ours in shared.items():
        top = [one for one in ours if all(words.descends(other, one) for other in ours)]
        if top:
            out[foreign] = top[0]
    return out


def padded(cell: str) -> str:
    """The twelve digits of a code however it is written; empty where it is no code.

    An odd number of digits has lost a leading zero; fewer pairs than six stand for a branch.
    """
    found = _CODE.fullmatch(cell)
    if found is None:
        return ""
    digits = found[1] if len(found[1]) % 2 == 0 else f"0{found[1]}"
    return digits.ljust(DIGITS, "0")


def above(code: str) -> str:
    """The code one level up, empty above the first."""
    pairs = [code[at : at + 2] for at in range(0, DIGITS, 2)]
    while pairs and pairs[-1] == "00":
        pairs.pop()
    return "".join(pairs[:-1]).ljust(DIGITS, "0") if len(pairs) > 1 else ""


@dataclass(frozen=True, slots=True)
class Coding:
    """A column that holds codes of another scheme; `narrower` lets a code stand for the one above it."""

    field: str
    column: str
    scheme: str
    table: Mapping[str, str]
    empty: str
    otherwise: str = REFUSE
    split: re.Pattern[str] | None = None
    narrower: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The one column."""
        return (self.column,)

    def codes(self, cells: Cells) -> tuple[str, ...]:
        """Our codes, each once, in the cell's order; raises `Problem` with the code that has none."""
        cell = cells.get(self.column, "")
        pieces = [cell] if self.split is None or not cell else pieces_of(cell, self.split)
        if not any(pieces):
            return (self.empty,)
        return tuple(dict.fromkeys(self._code(piece.strip()) for piece in pieces))

    def _code(self, piece: str) -> str:
        code = padded(piece)
        while code and code not in self.table and self.narrower:
            code = above(code)
        found = self.table.get(code)
        if found is not None:
            return found
        if self.otherwise != REFUSE:
            return self.otherwise
        message = (
            f"Column '{self.column}' holds {shown(piece, [])}, and no code of {self.field} is the same as that code of "
            f"{self.scheme}. Record this row by hand, or say in a mapping of your own what it stands for."
        )
        raise Problem(self.column, "unknown-code", message)
