"""Workbooks of the old Excel (.xls, BIFF): every cell as text.

Unlike in an .xlsx, a formula shows here as its last value: the reader that exists for this form does not give its text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

from sijill.collect.importers.problems import FileError, MappingError
from sijill.collect.importers.words import did_you_mean, near

_LARGEST = 200 << 20  # bytes; a sheet of this form has 65,536 rows at most, and the reader holds the file in memory


def lines(path: Path, sheet: str) -> Iterator[tuple[str, list[str]]]:
    """The rows of a sheet, the first where none is named. Raises `FileError` or `MappingError`."""
    if path.stat().st_size > _LARGEST:
        raise FileError(f"{path.name} has {path.stat().st_size} bytes, more than a list of cases in .xls holds.")
    # Only workbooks of this age need it.
    import xlrd

    try:
        # What the reader would print about a workbook's oddities goes nowhere.
        book = xlrd.open_workbook(file_contents=path.read_bytes(), logfile=io.StringIO())
    except Exception as error:  # xlrd raises whatever its parsers raise
        raise FileError(
            f"{path.name} cannot be opened as an old workbook ({type(error).__name__}): it is cut off, or it has "
            "another form under this name. Save it again as .xlsx."
        ) from error
    names = book.sheet_names()
    if sheet and sheet not in names:
        raise MappingError(
            f"{path.name} has no sheet '{sheet}', which [format] sheet names.{did_you_mean(near(sheet, names))}"
        )
    return _rows(book, book.sheet_by_name(sheet or names[0]))


def _rows(book: Any, sheet: Any) -> Iterator[tuple[str, list[str]]]:
    for number in range(sheet.nrows):
        cells = [_cell(cell, book.datemode) for cell in sheet.row(number)]
        yield f"{sheet.name[:31]}!{number + 1}", cells


def _cell(cell: Any, datemode: int) -> str:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_NUMBER:
        whole = cell.value.is_integer() and abs(cell.value) < 1e15
        return str(int(cell.value)) if whole else str(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _day(cell.value, datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "true" if cell.value else "false"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERROR!"))
    return str(cell.value)


def _day(value: float, datemode: int) -> str:
    import xlrd

    try:
        found: datetime = xlrd.xldate_as_datetime(value, datemode)
    except (xlrd.xldate.XLDateError, OverflowError, ValueError):
        return str(value)
    return found.date().isoformat() if found.time() == time() else found.isoformat(" ", "seconds")
