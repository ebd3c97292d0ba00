"""Counts as companies publish them: `1,234`, `<10`, `0-249`, nothing, and shares rounded to a percent.

A count is a range (lowest, highest), both included, or the code of the reason why there is none. An empty cell is
*not stated* and never 0; a 0 is 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import ceil, floor

from sijill.collect.draft import NOT_AVAILABLE, NOT_STATED
from sijill.collect.importers.problems import Problem
from sijill.collect.importers.words import shown, squeezed

Range = tuple[int, int]
Count = Range | str
"""A range, or the code of the reason why there is none."""

LARGEST = 10**12
_WHOLE = r"\d{1,3}(?:,\d{3})+|\d+"
_NUMBER = re.compile(rf"({_WHOLE})(?:\.0+)?")
_BETWEEN = re.compile(rf"({_WHOLE})\s*[-–—]\s*({_WHOLE})")
_BELOW = re.compile(rf"<\s*({_WHOLE})")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}.*|\d{1,2}-[A-Za-z]{3}|[A-Za-z]{3}-\d{1,4}|#+")
_NOTHING = frozenset({"n/a", "na", "null", "none", "-", "–", "?"})
_SMALLEST_STEP = 2  # shares are published to a percent at least; a spreadsheet drops the zero of 0.40


@dataclass(frozen=True, slots=True)
class Share:
    """A published share of a whole, 0 to 1, and the `step` to which it was rounded."""

    value: Decimal
    step: Decimal


def count(cells: Mapping[str, str], column: str) -> Count:
    """The count in a column: *not stated* where the cell is empty, *not available* where it says so (`N/A`).

    Raises `Problem` for anything else that is no whole number or range of whole numbers: a minus, letters, what a
    spreadsheet made of `10-12` (a day) or of a long number (`1.2E+06`).
    """
    cell = squeezed(cells.get(column, ""))
    if not cell:
        return NOT_STATED
    if cell.casefold() in _NOTHING:
        return NOT_AVAILABLE
    found = _range(cell)
    if found is None:
        raise Problem(column, "not-a-number", _why_none(column, cell))
    if not 0 <= found[0] <= found[1] <= LARGEST:
        message = f"Column '{column}' holds {shown(cell, [])}: no count of demands. Look for a wrong digit."
        raise Problem(column, "out-of-range", message)
    return found


def _range(cell: str) -> Range | None:
    if one := _NUMBER.fullmatch(cell):
        return _int(one[1]), _int(one[1])
    if between := _BETWEEN.fullmatch(cell):
        return _int(between[1]), _int(between[2])
    if below := _BELOW.fullmatch(cell):
        return 1, _int(below[1]) - 1
    return None


def _int(digits: str) -> int:
    return int(digits.replace(",", ""))


def _why_none(column: str, cell: str) -> str:
    held = f"Column '{column}' holds {shown(cell, [])}, which is no count."
    if _SCIENTIFIC.fullmatch(cell) or _DAY.fullmatch(cell):
        return (
            f"{held} A spreadsheet wrote it anew, and what stood there is lost. Fetch the file again from its source."
        )
    return f"{held} A count is 1,234 or <10 or 0-249, or empty. Correct the cell, or ask who published it."


def share(cells: Mapping[str, str], column: str) -> Share | str:
    """The share in a column, written `83%`, `0.83`, or `83` in a column whose name begins with `%` or ends so.

    *Not stated* where the cell is empty. Raises `Problem` for what is no share between 0 and 1.
    """
    cell = squeezed(cells.get(column, ""))
    if not cell:
        return NOT_STATED
    if cell.casefold() in _NOTHING:
        return NOT_AVAILABLE
    percent = cell.endswith("%") or "%" in column
    try:
        written = Decimal(cell.removesuffix("%").strip())
    except InvalidOperation:
        written = Decimal("NaN")
    if not written.is_finite():
        message = f"Column '{column}' holds {shown(cell, [])}, which is no share. Write 83%, or leave it empty."
        raise Problem(column, "not-a-number", message)
    value = written / 100 if percent else written
    if not 0 <= value <= 1:
        message = (
            f"Column '{column}' holds {shown(cell, [])}: a share lies between 0 and 100 %. Look for a wrong digit."
        )
        raise Problem(column, "out-of-range", message)
    exponent = value.as_tuple().exponent
    places = max(_SMALLEST_STEP, -exponent if isinstance(exponent, int) else _SMALLEST_STEP)
    if percent:
        places = max(_SMALLEST_STEP, 2 + max(0, -int(written.as_tuple().exponent)))
    return Share(value, Decimal(1).scaleb(-places))


def rounds_to(part: Share, of: Range) -> Range | None:
    """The counts of `of` things whose share is published as `part`: from the fewest to the most.

    A count k of n belongs to it where k/n differs from the share by at most half a step, so that it holds whether
    halves were rounded up, down or to even. None where no count of n rounds to it: the source counted otherwise.
    """
    half = part.step / 2
    low = max(0, ceil((part.value - half) * of[0]))
    high = min(of[1], floor((part.value + half) * of[1]))
    return (low, high) if low <= high else None


def counted(part: Share | str, of: Count) -> Count:
    """As `rounds_to`; without a share the reason, without a whole or a count that fits *not available*.

    Where the source says that there is no rate (`NULL`) because there was nothing to take it of, the count is 0.
    """
    if of == (0, 0) and part != NOT_STATED:
        return of
    if isinstance(part, str):
        return part
    if isinstance(of, str):
        return NOT_AVAILABLE
    return rounds_to(part, of) or NOT_AVAILABLE


def total(counts: list[Count]) -> Count:
    """The sum of counts that exclude one another; *not available* where one of them is not known."""
    ranges = [one for one in counts if not isinstance(one, str)]
    if len(ranges) != len(counts):
        return NOT_AVAILABLE
    return sum(one[0] for one in ranges), sum(one[1] for one in ranges)
