"""Ages and sizes as lists write them: `20.0`, `6/12`, `3 months`, `23/29`, `around 60`, `less than a day`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sijill.collect.importers.problems import Problem
from sijill.collect.importers.rules import REFUSE, Cells
from sijill.collect.importers.words import shown, squeezed, word

_BETWEEN = re.compile(r"\s*(?:[,;/–—-]|\b(?:or|to|and|o|a|y|ou|à|et|أو|إلى)\b)\s*")
_ABOUT = re.compile(
    r"^(?:around|about|approx\.?|approximately|ca?\.?|unos|unas|hacia|environ|vers|حوالي|نحو|~)\s*(?=\d)"
)
_LESS_THAN_ONE = re.compile(r"^less than (?:an?|one|1) (?:hour|day|week|month|year)$")
_NUMBER = re.compile(r"^(\d{1,6})(?:\.\d{1,20})?$")
_WITH_UNIT = re.compile(r"^(\d{1,6})(?:\.\d{1,20})?\s*([^\W\d_]+)$")
_TWELFTHS = re.compile(r"^(?:(\d{1,3})\s+)?(\d{1,2})/12$")
# Parts of a year, by which a count of them is divided to give completed years.
_UNITS = {
    **dict.fromkeys(("year", "years", "yr", "yrs", "año", "años", "an", "ans", "سنة", "سنوات", "عام"), 1),
    **dict.fromkeys(("month", "months", "mes", "meses", "mois", "شهر", "أشهر"), 12),
    **dict.fromkeys(("week", "weeks", "semana", "semanas", "semaine", "semaines", "أسبوع", "أسابيع"), 52),
    **dict.fromkeys(("day", "days", "día", "días", "jour", "jours", "يوم", "أيام"), 365),
}


@dataclass(frozen=True, slots=True)
class Span:
    """A number given as one value, as a range, or by several columns that do not agree: lowest and highest.

    `about` is how far "around 60" reaches each way; without it such a cell is refused. `twelfths` says that
    `6/12` means six months, not six or twelve.
    """

    field: str
    columns: tuple[str, ...]
    unknown: str
    otherwise: str = REFUSE
    least: int = 0
    most: int = 1_000_000
    about: int | None = None
    twelfths: bool = False
    words: Mapping[str, int] | None = None

    def read(self, cells: Cells) -> tuple[int | None, int | None, str]:
        """(lowest, highest, "") in whole numbers, or (None, None, why there is none); raises `Problem`."""
        found: list[int] = []
        for column in self.columns:
            cell = squeezed(cells.get(column, ""))
            if cell:
                values = self._values(cell)
                if values is None:
                    return self._refused(column, cell)
                found += values
        if not found:
            return None, None, self.unknown
        if min(found) < self.least or max(found) > self.most:
            message = f"{self.field} lies between {self.least} and {self.most}. Look for a wrong digit."
            raise Problem(self.columns[0], "out-of-range", f"{min(found)} to {max(found)}: {message}")
        return min(found), max(found), ""

    def _refused(self, column: str, cell: str) -> tuple[None, None, str]:
        if self.otherwise != REFUSE:
            return None, None, self.otherwise
        message = (
            f"Column '{column}' holds {shown(cell, [])}, which is no number that {self.field} can take. "
            "Write 20, 20-25, 6/12 or 3 months, or list the words in the mapping."
        )
        raise Problem(column, "not-a-number", message)

    def _values(self, cell: str) -> list[int] | None:
        text = word(cell)
        if self.words and text in self.words:
            return [self.words[text]]
        whole = self._one(text)
        if whole is not None:
            return whole
        parts = [self._one(part) for part in _BETWEEN.split(text)]
        values = [value for part in parts if part is not None for value in part]
        return values if all(part is not None for part in parts) else None

    def _one(self, text: str) -> list[int] | None:
        near_it = _ABOUT.sub("", text)
        if near_it != text:
            values = self._one(near_it) if self.about is not None else None
            return values and [max(0, values[0] - (self.about or 0)), values[-1] + (self.about or 0)]
        if self.twelfths and (parts := _TWELFTHS.match(text)):
            return [int(parts[1] or 0) + int(parts[2]) // 12]
        if number := _NUMBER.match(text):
            return [int(number[1])]
        if _LESS_THAN_ONE.match(text):
            return [0]
        counted = _WITH_UNIT.match(text)
        return [int(counted[1]) // _UNITS[counted[2]]] if counted and counted[2] in _UNITS else None
