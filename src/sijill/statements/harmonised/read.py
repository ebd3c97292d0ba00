"""Read the CSV files of a harmonised report as services really publish them, and say how they differ from the template.

Taken as they come: a byte-order mark, UTF-16 or Windows-1252, semicolons or tabs, headers in another language, cells of
several lines, thousands separators, columns of a compilation. Nothing is mended in silence: what was met is kept in the
`Sheet`, and `lint` turns it into findings.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sijill.statements.cells import cells_up_to
from sijill.statements.harmonised.parts import CATEGORY_PARTS, Part, folded, part, parts

_LONGEST = 10_000_000  # characters of a cell: qualitative texts and context run over Python's 131,072

_BY_NAME = re.compile(r"(?:part|sheet|annex|t)[ _-]?(\d{1,2})(?![0-9])|(?:^|[^0-9a-z])(\d{1,2})[ _.-]+[a-z]")
_TERMS = re.compile(
    r"terms|nutzungsbedingung|geschäftsbedingung|\bagb\b|conditions g|condizioni|termini|condiciones|términos"
)
_SHORT = {"report_period": "period", "reporting_period": "period", "description": "other"}


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
    """One file as read. `part` is None where it is none of the eleven; `fault` says why it could not be read at all."""

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
    text, encoding, marked = _decoded(raw)
    if not text.strip():
        return Sheet(file, None, encoding=encoding, marked=marked, fault="The file is empty.")
    try:
        with cells_up_to(_LONGEST):
            delimiter = _delimiter(text)
            records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        return Sheet(file, None, encoding=encoding, marked=marked, fault=f"The file is not CSV: {error}.")
    first = next(index for index, record in enumerate(records) if any(cell.strip() for cell in record))
    header, records = tuple(records[first]), records[first + 1 :]
    found = _part_of(header, records, file)
    if found is None:
        fault = f"None of the eleven parts has a header of these {len(header)} columns."
        return Sheet(file, None, header, encoding=encoding, marked=marked, delimiter=delimiter, fault=fault)
    names, by_position = _names(header, found)
    rows = tuple(_rows(records, names, first + 2))
    return Sheet(file, found, header, rows, names, encoding, marked, delimiter, by_position)


def _decoded(raw: bytes) -> tuple[str, str, bool]:
    """Text, encoding, and whether a byte-order mark began it."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, errors="replace"), encoding, True
    try:
        return raw.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), "windows-1252", False


def _delimiter(text: str) -> str:
    """What parts the cells of the first records: whichever of comma, semicolon and tab gives the most of them."""

    def width(delimiter: str) -> int:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return max((len(record) for record, _ in zip(records, range(5), strict=False)), default=0)

    return max((",", ";", "\t"), key=width)


def _part_of(header: Sequence[str], records: Sequence[Sequence[str]], file: str) -> Part | None:
    """Which part it is: by its header, else by the number in the file's name, else by width and content."""
    folds = [folded(one) for one in header]
    known = [(len(set(folds) & {folded(one) for one in each.header}), each) for each in parts()]
    exact = [each for _, each in known if [folded(one) for one in each.header] == folds]
    named = numbered(file)
    if exact:  # parts 7 to 9 differ in no column
        return _by_content(exact, records, named)
    short = [each for each in parts() if {"service", *_figures(each)} <= {_short(one) for one in header}]
    if short:
        return _by_content([one for one in short if one.number != 10] or short, records, named)
    same_width = [each for _, each in known if len(each.header) == len(header)]
    if same_width:
        return _by_content(same_width, records, named, " ".join(folds))
    if named and len(header) > 3:
        return part(named)
    best, nearest = max(known, key=lambda one: one[0])
    return nearest if best >= 4 else None


def _figures(each: Part) -> set[str]:
    """The short names that tell a part of a compilation (`service,category,measures,...`) from others."""
    if each.number == 3:
        return {"category", "scope", "orders_to_act"}
    if each.number in (4, 5, 6):
        return {"category", each.counts[0]}
    if each.number in (7, 8, 9):
        return {"section", "indicator", "scope", "value"}
    return {"scope", "value"} if each.number == 10 else {"-"}


def numbered(file: str) -> int:
    """The number of a part that a file's name says; 0 if it says none."""
    found = _BY_NAME.findall(Path(file).name.casefold())
    numbers = [int(one) for one in (*(a for a, _ in found), *(b for _, b in found)) if one]
    return next((one for one in numbers if 1 <= one <= 11), 0)


def _by_content(fitting: Sequence[Part], records: Sequence[Sequence[str]], named: int, header: str = "") -> Part | None:
    """Of several parts that fit, the one that the file's name or its cells speak for."""
    by_number = {each.number: each for each in fitting}
    if len(by_number) == 1 or named in by_number:
        return by_number.get(named) or fitting[0]
    cells = {folded(cell) for record in records for cell in record}
    if {5, 6} <= set(by_number):
        terms = "statement_category_other_violation_tc" in cells or bool(_TERMS.search(header))
        return by_number[6 if terms else 5]
    if {1, 2} <= set(by_number):
        return by_number[2 if "statement_category_animal_welfare" in cells else 1]
    scored = [
        (len(cells & {folded(cell) for row in each.rows for cell in row if len(cell) > 12}), each) for each in fitting
    ]
    return max(scored, key=lambda one: (one[0], -one[1].number))[1]


def _short(header: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", header.strip().casefold()).strip("_")
    return _SHORT.get(name, name)


def _names(header: Sequence[str], found: Part) -> tuple[tuple[str, ...], bool]:
    """Our short name of each column of the file (empty: none), and whether some were told by position only."""
    by_header = {folded(column.header): column.name for column in found.columns}
    ours = {column.name for column in found.columns} | {"surface"}
    names = [by_header.get(folded(one)) or (_short(one) if _short(one) in ours else "") for one in header]
    left = [index for index, name in enumerate(names) if not name]
    if left and len(header) == len(found.columns):
        official = [column.name for column in found.columns]
        return tuple(name or official[index] for index, name in enumerate(names)), True
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
