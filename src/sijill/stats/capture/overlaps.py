"""Which lists hold how many of the same units: the only input of an estimate. Counts and list names, no person.

Source of the layout: one row per observed capture pattern, as in Bishop, Fienberg & Holland (1975), ch. 6.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]
Rows = list[tuple[int, list[str]]]  # line number, cells

MOST = 1_000_000_000  # units of one table; beyond, the differences that estimates rest on drown in rounding
LONGEST = 30  # digits of a count


class OverlapsError(ValueError):
    """The table of overlaps cannot be read. The message says which line, what is there and what was expected."""


@dataclass(frozen=True, eq=False)
class Overlaps:
    """Counts by capture pattern.

    `lists`: names of J lists, in order. `patterns`: (m, J) booleans, no row twice, none all false, in ascending
    binary order with the first list as the highest bit. `counts`: (m,) integers >= 1; patterns that are not
    there were observed 0 times.
    """

    lists: tuple[str, ...]
    patterns: Bools
    counts: Counts

    @property
    def n(self) -> int:
        """How many units at least one list holds: the documented number."""
        return int(self.counts.sum())

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How many units each list holds."""
        return {name: int(self.counts[self.patterns[:, j]].sum()) for j, name in enumerate(self.lists)}

    @cached_property
    def hash(self) -> str:
        """SHA-256 over names, patterns and counts; the order of lines in a file does not matter."""
        return hashlib.sha256(self.to_csv().encode()).hexdigest()

    def to_csv(self) -> str:
        """The table as `from_csv` reads it."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*self.lists, "count"])
        writer.writerows([*map(int, row), int(n)] for row, n in zip(self.patterns, self.counts, strict=True))
        return out.getvalue()

    def only(self, lists: Sequence[str]) -> Overlaps:
        """The same units seen by these lists alone; units that none of them holds are gone."""
        at = [self.lists.index(name) for name in lists]
        return collect(tuple(lists), self.patterns[:, at], self.counts)

    def within(self, name: str) -> Overlaps:
        """Only the units that this list holds, as the other lists see them: a population whose size is known."""
        j = self.lists.index(name)
        rest = [i for i in range(len(self.lists)) if i != j]
        inside = self.patterns[:, j]
        return collect(tuple(self.lists[i] for i in rest), self.patterns[inside][:, rest], self.counts[inside])

    def cells(self) -> Counts:
        """All 2**J cells, by binary pattern with the first list as the highest bit; cell 0, the unobserved, is 0."""
        out = np.zeros(2 ** len(self.lists), dtype=np.int64)
        out[_codes(self.patterns)] = self.counts
        return out


def collect(lists: tuple[str, ...], patterns: npt.ArrayLike, counts: npt.ArrayLike) -> Overlaps:
    """An `Overlaps` of rows that may repeat a pattern, count 0 or be all false (left out)."""
    if len(set(lists)) != len(lists) or not lists:
        raise OverlapsError(f"lists need names, each once: {', '.join(lists) or 'there is none'}")
    wide = np.asarray(patterns, dtype=bool).reshape(-1, len(lists))
    numbers = np.asarray(counts, dtype=np.int64).reshape(-1)
    sums = np.bincount(_codes(wide), weights=numbers, minlength=1).astype(np.int64)
    sums[0] = 0
    kept = np.flatnonzero(sums)
    bits = (kept[:, None] >> np.arange(len(lists))[::-1]) & 1
    return Overlaps(lists, bits.astype(bool), sums[kept])


def from_csv(text: str, where: str = "the table") -> Overlaps:
    """Read a 0/1 column per list and the count in the last column. Raises OverlapsError with the line."""
    return from_rows(rows_of(text, where), where)


def rows_of(text: str, where: str) -> Rows:
    """Line number and cells of each row that is not blank, the header first. Raises OverlapsError for what is no CSV."""
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=None))
    try:
        return [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        raise OverlapsError(
            f"{where}, line {reader.line_num}: this is no CSV ({error}); save the table again"
        ) from error


def from_rows(rows: Rows, where: str) -> Overlaps:
    """`from_csv` of rows that `rows_of` gave. What a cell holds is in no error: the wrong file may hold names."""
    if not rows or len(rows[0][1]) < 2:
        raise OverlapsError(f"{where}: expected a header with a column per list and the count last, parted by commas")
    lists = tuple(name.strip() for name in rows[0][1][:-1])
    if "" in lists:
        raise OverlapsError(f"{where}: column {lists.index('') + 1} has no name in the header; give each list one")
    if len(set(lists)) != len(lists):
        raise OverlapsError(f"{where}: the header must name each list once, not {', '.join(lists)}; is there a header?")
    read = [_row(row, lists, f"{where}, line {number}") for number, row in rows[1:]]
    if not read:
        raise OverlapsError(f"{where}: there is no line below the header")
    patterns, counts = zip(*read, strict=True)
    if sum(counts) > MOST:
        raise OverlapsError(f"{where}: {sum(counts)} units in all; an estimate takes {MOST} at most")
    return collect(lists, patterns, counts)


def _row(row: list[str], lists: tuple[str, ...], where: str) -> tuple[list[bool], int]:
    """Which lists hold the units of a row, and how many these are."""
    if len(row) != len(lists) + 1:
        raise OverlapsError(f"{where}: {len(row)} values under {len(lists) + 1} columns")
    digits = [_digits(cell) for cell in row]
    for name, digit in zip(lists, digits, strict=False):
        if digit not in (0, 1):
            raise OverlapsError(
                f"{where}: a column of a list holds 0 or 1 and nothing else, but {name!r} does not; the count comes last"
            )
    count = digits[-1]
    if count is None:
        raise OverlapsError(
            f"{where}: the count, in the last column, is not a whole number, 0 or more, in digits alone"
        )
    if count and not any(digits[:-1]):
        raise OverlapsError(
            f"{where}: units that no list holds cannot have been counted; only the last column is a count"
        )
    return [digit == 1 for digit in digits[:-1]], count


def _digits(cell: str) -> int | None:
    """A whole number in digits of any script; None for anything else, or for more digits than a count can have."""
    plain = cell.strip()
    return int(plain) if plain.isdecimal() and len(plain) <= LONGEST else None


def _codes(patterns: Bools) -> npt.NDArray[np.int64]:
    weights = 1 << np.arange(patterns.shape[1], dtype=np.int64)[::-1]
    return np.asarray(patterns.astype(np.int64) @ weights)
