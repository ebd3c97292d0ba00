"""Read the CSV files of a harmonised report as services really publish them, and say how they differ from the template.

Taken as they come: a byte-order mark, UTF-16 or Windows-1252, semicolons or tabs, headers in another language, cells of
several lines, thousands separators, columns of a compilation. Nothing is mended in silence: what was met is kept in the
`Sheet`, and `lint` turns it into findings.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sijill.statements.cells import cells_up_to
from sijill.statements.harmonised.parts import CATEGORY_PARTS, Part, folded
from sijill.statements.harmonised.which import known, short, which

_LONGEST = 10_000_000  # characters of a cell: qualitative texts and context run over Python's 131,072

_DELIMITERS = (",", ";", "\t", "|")
_FIRST = 15  # records among which the delimiter and the header are sought


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its `number` as a spreadsheet shows it (1 the header), its cells by short name, and their number."""

    number: int
    cells: Mapping[str, str]
    width: int

    def get(self, name: str) -> str:
        """The cell without blanks around it; empty where the file has no such column."""
        return self.cells.get(name, "").strip()

    def has(self, name: str) -> bool:
        """Does the file have that column?"""
        return name in self.cells


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file as read. `part` is None where it is none of the eleven; `fault` says why it could not be read at all.

    `start` is the row of the header, as a spreadsheet counts it.
    """

    file: str
    part: Part | None
    header: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    names: tuple[str, ...] = ()
    encoding: str = "utf-8"
    marked: bool = False
    delimiter: str = ","
    by_position: bool = False
    fault: str = ""
    start: int = 1
    texts: tuple[str, ...] = field(default=(), repr=False)

    @property
    def official(self) -> bool:
        """Is the header the template's, blanks at the ends aside?"""
        return self.part is not None and [folded(one) for one in self.header] == [
            folded(one) for one in self.part.header
        ]


def read_sheet(path: Path, name: str = "") -> Sheet:
    """The file as a sheet. It never raises for what is in the file; a file that is not there raises OSError."""
    return parse_sheet(path.read_bytes(), name or str(path))


def parse_sheet(raw: bytes, file: str) -> Sheet:
    """The bytes of one file as a sheet; `file` is how findings name it."""
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Sheet(file, None, fault="The file is a spreadsheet: save each of its sheets as CSV (UTF-8).")
    text, encoding, marked = _decoded(raw)
    if not text.strip():
        return Sheet(file, None, encoding=encoding, marked=marked, fault="The file is empty.")
    try:
        with cells_up_to(_LONGEST):
            delimiter = _delimiter(text)
            records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        return Sheet(file, None, encoding=encoding, marked=marked, fault=f"The file is not CSV: {error}.")
    first = _header_at(records)
    header, records = tuple(records[first]), records[first + 1 :]
    width = _width(header, records)
    found = which(header[:width], records, file)
    if found is None:
        fault = f"None of the eleven parts has a header of these {len(header)} columns."
        return Sheet(file, None, header, encoding=encoding, marked=marked, delimiter=delimiter, fault=fault)
    names, by_position = _names(header[:width], found)
    rows = tuple(_rows(records, names, first + 2))
    return Sheet(file, found, header, rows, names, encoding, marked, delimiter, by_position, start=first + 1)


def _header_at(records: Sequence[Sequence[str]]) -> int:
    """Where the header stands: below titles, where a file has such. The first record if none looks like one."""
    filled = [index for index, record in enumerate(records[:_FIRST]) if sum(bool(cell.strip()) for cell in record) > 2]
    for index in filled:
        if known(records[index]) > 2:
            return index
    if filled:
        return filled[0]
    return next(index for index, record in enumerate(records) if any(cell.strip() for cell in record))


def _width(header: Sequence[str], records: Sequence[Sequence[str]]) -> int:
    """The columns without those at the end that a spreadsheet left empty from head to foot."""
    width = len(header)
    while width and not header[width - 1].strip():
        width -= 1
    return len(header) if any(cell.strip() for record in records for cell in record[width:]) else width


def _decoded(raw: bytes) -> tuple[str, str, bool]:
    """Text, encoding, and whether a byte-order mark began it."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if raw.startswith(mark) and not (encoding == "utf-8" and _broken(raw)):
            return raw[len(mark) :].decode(encoding, errors="replace"), encoding, True
    if raw.count(b"\0") > len(raw) // 3:  # every second byte of Latin text in UTF-16
        encoding = "utf-16-le" if raw[1:2] == b"\0" else "utf-16-be"
        return raw.decode(encoding, errors="replace"), encoding, False
    if not _broken(raw):
        return raw.decode("utf-8"), "utf-8", False
    plain = raw.removeprefix(b"\xef\xbb\xbf")
    return plain.decode("cp1252", errors="replace"), "windows-1252", plain != raw


def _broken(raw: bytes) -> bool:
    """Is it no UTF-8?"""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _delimiter(text: str) -> str:
    """What parts the cells of the first records: whichever of `_DELIMITERS` gives the most of them."""

    def width(delimiter: str) -> int:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return max((len(record) for record, _ in zip(records, range(_FIRST), strict=False)), default=0)

    return max(_DELIMITERS, key=width)


def _names(header: Sequence[str], found: Part) -> tuple[tuple[str, ...], bool]:
    """Our short name of each column of the file (empty: none), and whether some were told by position only."""
    by_header = {folded(column.header): column.name for column in found.columns}
    ours = {column.name for column in found.columns} | {"surface"}
    names = [by_header.get(folded(one)) or (short(one) if short(one) in ours else "") for one in header]
    left = [index for index, name in enumerate(names) if not name]
    official = [column.name for column in found.columns]
    free = [name for name in official if name not in names]
    for index in left:
        in_place = len(header) == len(official) or names[:index] == official[:index]
        if in_place and official[index : index + 1] and official[index] in free:
            names[index] = official[index]
        elif len(left) == len(free) == 1:  # columns in another order, one of them with another header
            names[index] = free[0]
    return tuple(names), bool(left)


def _rows(records: Iterable[Sequence[str]], names: Sequence[str], start: int) -> Iterable[Row]:
    for number, record in enumerate(records, start=start):
        if any(cell.strip() for cell in record):
            cells = {name: cell for name, cell in zip(names, record, strict=False) if name}
            yield Row(number, {name: cells.get(name, "") for name in names if name}, len(record))


def of_part(sheets: Iterable[Sheet], *numbers: int) -> list[Sheet]:
    """The sheets of these parts."""
    return [one for one in sheets if one.part is not None and one.part.number in numbers]


def is_category_part(sheet: Sheet) -> bool:
    """Is it one of parts 3 to 6?"""
    return sheet.part is not None and sheet.part.number in CATEGORY_PARTS
