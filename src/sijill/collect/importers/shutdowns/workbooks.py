"""The sheets of a workbook, for readers that choose among them or read several."""

from __future__ import annotations

from pathlib import Path

from sijill.collect.importers.packed import check_workbook
from sijill.collect.importers.problems import FileError


def sheet_names(path: Path) -> list[str]:
    """The names of the sheets in their order; `FileError` where the workbook cannot be opened."""
    if not path.is_file():
        raise FileError(f"There is no file {path.name}. Check the name and the folder.")
    check_workbook(path)
    # A large library that only workbooks need.
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise FileError(
            f"{path.name} cannot be opened as a workbook ({type(error).__name__}). Save it again as .xlsx."
        ) from error
    names: list[str] = list(book.sheetnames)
    book.close()
    return names
