"""Dates as lists write them, made into the EDTF text of a draft. Nothing is rounded or filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sijill.collect.importers.problems import Problem
from sijill.collect.importers.rules import Cells, When
from sijill.collect.importers.words import shown, squeezed, word
from sijill.tables.dates import NOT_ENDED, DateError, FuzzyDate, from_parts, parse, span

_WHOLE = re.compile(r"(\d{1,4})(?:\.0+)?")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# Time of day is read over: the register keeps days.
_TOKENS = {
    "%Y": r"(?P<Y>\d{4})", "%y": r"(?P<y>\d{2})", "%m": r"(?P<m>\d{1,2})", "%d": r"(?P<d>\d{1,2})",
    "%B": r"(?P<B>[^\W\d_]+)\.?", "%H": r"\d{1,2}", "%M": r"\d{2}", "%S": r"\d{2}(?:\.\d+)?",
}  # fmt: skip
# Seconds or milliseconds since 1970 began; the day is that of Coordinated Universal Time.
_MOMENTS = {"%s": re.compile(r"(?P<s>\d{1,11})(?:\.0+)?"), "%Q": re.compile(r"(?P<Q>\d{1,14})(?:\.0+)?")}
FORMATS = ("%Y-%m-%d", "%Y-%m", "%Y", "%Y-%m-%d %H:%M:%S")
RETRIEVED = "retrieved"


def pattern(text: str) -> re.Pattern[str]:
    """A date format (`%d/%m/%Y`) as a regular expression. ValueError for an unknown sign or not one year."""
    if (text.count("%Y") + text.count("%y") != 1) and text not in _MOMENTS:
        raise ValueError(f"'{text}' has no year (%Y), or two of them, and is neither %s nor %Q")
    parts = re.split(r"(%.)", text)
    if text in _MOMENTS:
        return _MOMENTS[text]
    unknown = [part for part in parts if part.startswith("%") and part not in _TOKENS]
    if unknown:
        raise ValueError(f"'{text}' holds {unknown[0]}; known are {', '.join(_TOKENS)}")
    return re.compile("".join(_TOKENS.get(part, re.escape(part)) for part in parts))


@dataclass(frozen=True, slots=True)
class Parts:
    """A date in three columns; the later ones may be empty."""

    year: str
    month: str = ""
    day: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are named."""
        return tuple(column for column in (self.year, self.month, self.day) if column)

    def read(self, cells: Cells) -> FuzzyDate | None:
        """The date, or None where no column says anything; raises `Problem`."""
        values = [self._number(column, cells) for column in (self.year, self.month, self.day)]
        if values == [None, None, None]:
            return None
        return _checked(self.year, lambda: from_parts(*values))

    def _number(self, column: str, cells: Cells) -> int | None:
        cell = squeezed(cells.get(column, "")) if column else ""
        if not cell:
            return None
        found = _WHOLE.fullmatch(cell)
        if found is None:
            message = f"Column '{column}' holds {shown(cell, [])}, and a date takes a whole number there."
            raise Problem(
                column,
                "not-a-number",
                f"{message} Correct the cell, or list its word under [columns] unknown.",
            )
        return int(found[1])


@dataclass(frozen=True, slots=True)
class Column:
    """A date in one column, in the first of the formats that fits; or EDTF text with `formats` left out.

    With `split`, the cell holds several dates, and `part` says which of them, from 1. Which century a year of two
    digits (`%y`) is in stands in the column `year_in`; nothing else may tell it.
    """

    column: str
    formats: tuple[re.Pattern[str], ...]
    months: tuple[str, ...] = _MONTHS
    not_ended: frozenset[str] = frozenset()
    said: Mapping[str, FuzzyDate | None] | None = None  # cells that the mapping spells out
    split: re.Pattern[str] | None = None
    part: int = 1
    year_in: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The column, and the one that tells the whole year where there is one."""
        return (self.column, self.year_in) if self.year_in else (self.column,)

    def read(self, cells: Cells) -> FuzzyDate | None:
        """The date, or None for an empty cell; raises `Problem`."""
        cell = self._part(squeezed(cells.get(self.column, "")))
        if not cell:
            return None
        if word(cell) in self.not_ended:
            return NOT_ENDED
        if self.said and word(cell) in self.said:
            return self.said[word(cell)]
        for one in self.formats:
            found = one.fullmatch(cell)
            if found is not None:
                return self._from(found, squeezed(cells.get(self.year_in, "")))
        return _checked(self.column, lambda: parse(cell))

    def _part(self, cell: str) -> str:
        """The cell, or its first, second ... date where it holds several."""
        if self.split is None:
            return cell
        parts = [squeezed(part) for part in self.split.split(cell)]
        return parts[self.part - 1] if len(parts) >= self.part else ""

    def _from(self, found: re.Match[str], whole_year: str) -> FuzzyDate:
        parts = found.groupdict()
        if "s" in parts or "Q" in parts:
            seconds = int(parts["s"]) if "s" in parts else int(parts["Q"]) // 1000
            moment = datetime.fromtimestamp(seconds, UTC)
            return _checked(self.column, lambda: from_parts(moment.year, moment.month, moment.day))
        month = int(parts["m"]) if parts.get("m") else self._month(parts.get("B"))
        day = int(parts["d"]) if parts.get("d") else None
        year = int(parts["Y"]) if "Y" in parts else self._whole(parts["y"], whole_year)
        return _checked(self.column, lambda: from_parts(year, month, day))

    def _whole(self, digits: str, whole_year: str) -> int:
        if len(whole_year) == 4 and whole_year.isdecimal() and whole_year.endswith(digits):
            return int(whole_year)
        raise Problem(
            self.column,
            "impossible-date",
            f"Column '{self.column}' gives two digits of a year, and column '{self.year_in}' holds no year of four "
            "digits that ends in them. Correct the one or the other.",
        )

    def _month(self, name: str | None) -> int | None:
        if not name:
            return None
        for number, month in enumerate(self.months, 1):
            if word(name) in (month, month[:3]):
                return number
        message = f"Column '{self.column}' names a month that the mapping does not know."
        raise Problem(self.column, "impossible-date", f"{message} List the twelve names as `months`.")


@dataclass(frozen=True, slots=True)
class Since:
    """Between a day that the source declares and the day a list was first seen to have the record.

    Without either column or `retrieved` the end is unknown, which EDTF writes as an open slash.
    """

    start: str
    until_column: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The column of the first sighting, where there is one."""
        return (self.until_column,) if self.until_column else ()

    def read_until(self, cells: Cells, retrieved: date | None) -> FuzzyDate:
        """The interval; raises `Problem` where the sighting is before the start."""
        seen = squeezed(cells.get(self.until_column, "")) or (retrieved.isoformat() if retrieved else "")
        return _checked(self.until_column, lambda: parse(f"{self.start}/{seen}"))


@dataclass(frozen=True, slots=True)
class Filled:
    """EDTF text with columns in curly brackets: `../{Year}-12-01` is some day until the first of December."""

    template: str
    columns: tuple[str, ...]

    def read(self, cells: Cells) -> FuzzyDate | None:
        """The date, or None where a column is empty; raises `Problem`."""
        values = {column: squeezed(cells.get(column, "")) for column in self.columns}
        if not all(values.values()):
            return None
        return _checked(self.columns[0], lambda: parse(self.template.format_map(values)))


@dataclass(frozen=True, slots=True)
class Doubts:
    """Conditions under which a date is approximate, or its day, or its month and day, only fill a form."""

    approximate: When | None = None
    month_only: When | None = None
    year_only: When | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that a condition asks about."""
        asked = (self.approximate, self.month_only, self.year_only)
        return tuple(column for when in asked if when for column, _ in when.columns)

    def weigh(self, found: FuzzyDate, cells: Cells) -> FuzzyDate:
        """The date as precise as the record says that it is."""
        if self.year_only is not None and self.year_only.holds(cells):
            found = from_parts(found.lo.year, None, None) if found.precision in ("day", "month") else found
        elif self.month_only is not None and self.month_only.holds(cells) and found.precision == "day":
            found = from_parts(found.lo.year, found.lo.month, None)
        return _roughly(found) if self.approximate is not None and self.approximate.holds(cells) else found


@dataclass(frozen=True, slots=True)
class Dated:
    """A date field: where it begins, where it ends if the source gives a range, what makes it less precise."""

    start: Parts | Column | Since | Filled
    until: Parts | Column | None
    unknown: str
    doubts: Doubts = Doubts()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that it reads."""
        return (*self.start.columns, *(self.until.columns if self.until else ()), *self.doubts.columns)

    def read(self, cells: Cells, retrieved: date | None) -> tuple[FuzzyDate | None, str]:
        """(date, "") or (None, why there is none); raises `Problem`."""
        if isinstance(self.start, Since):
            return self.start.read_until(cells, retrieved), ""
        first = self.start.read(cells)
        if first is None:
            return None, self.unknown
        first = self.doubts.weigh(first, cells)
        last = self.until.read(cells) if self.until else None
        return (first if last is None else _checked(self.start.columns[0], lambda: span(first, last))), ""


def _roughly(found: FuzzyDate) -> FuzzyDate:
    if "/" in found.text or found.text[-1] in "~?%":
        return found
    return FuzzyDate(f"{found.text}~", found.lo, found.hi)


def _checked(column: str, make: Callable[[], FuzzyDate]) -> FuzzyDate:
    try:
        return make()
    except DateError as error:
        raise Problem(column, "impossible-date", f"Column '{column}': {error}.") from None
