"""Whether a workbook may be opened: its parts are looked through as a stream, before any is parsed.

A workbook is a ZIP of XML files. A small one can hold a large one (a bomb), an XML that multiplies itself
(entities), or a single cell of hundreds of megabytes. None of them is a list of cases.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import IO

from sijill.collect.importers.problems import FileError

MOST_UNPACKED = 2 << 30  # bytes, all parts together
MOST_STRINGS = 256 << 20  # bytes of the part that holds the words of the cells: it is held in memory whole
MOST_RATIO = 200  # unpacked to packed; sheets of cases reach 10 to 40, and small files of zeros 1000
FREE = 32 << 20  # bytes that a part may unpack to, whatever its ratio
LONGEST_TEXT = 1 << 20  # bytes between two marks of XML: a cell of a spreadsheet holds 32,767 characters
_CHUNK = 1 << 16
_STRINGS = "xl/sharedStrings.xml"


def check_workbook(path: Path) -> None:
    """FileError, with what was found, where the workbook is no ZIP, damaged, or would unpack to too much."""
    try:
        with zipfile.ZipFile(path) as packed:
            _check_sizes(path.name, packed.infolist())
            for part in packed.infolist():
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with packed.open(part) as stream:
                        _check_text(path.name, part.filename, stream)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, OSError) as error:
        # RuntimeError: a part is encrypted; NotImplementedError: packed in a way that this Python does not read.
        raise FileError(
            f"{path.name} is not a workbook that can be read: it is cut off, damaged, protected with a password, or "
            "it has another form under this name. Save it again as .xlsx."
        ) from error


def _check_sizes(name: str, parts: list[zipfile.ZipInfo]) -> None:
    size = sum(part.file_size for part in parts)
    if size > MOST_UNPACKED:
        raise FileError(f"{name} would unpack to {size} bytes, more than a list of cases holds. It was not opened.")
    for part in parts:
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > FREE and ratio > MOST_RATIO:
            raise FileError(
                f"{name}: one part of it would unpack to {ratio:.0f} times its size, as a file made to fill a disk "
                "does. It was not opened. Copy the cells into a new workbook."
            )
        if part.filename == _STRINGS and part.file_size > MOST_STRINGS:
            raise FileError(
                f"{name}: its words take {part.file_size} bytes, more than is held in memory here. Save it as CSV "
                "(UTF-8): that is read row by row."
            )


def _check_text(name: str, part: str, stream: IO[bytes]) -> None:
    """Read a part to its end: no document type (no entities), nothing but UTF-8, no text without an end."""
    longest = since = 0
    before = b""
    while chunk := stream.read(_CHUNK):
        if b"\x00" in chunk or b"<!DOCTYPE" in before + chunk or b"<!ENTITY" in before + chunk:
            raise FileError(
                f"{name}: its part {part} declares a document type or is not UTF-8, which no spreadsheet program "
                "writes. It was not opened. Copy the cells into a new workbook."
            )
        first = chunk.find(b"<")
        longest = max(longest, since + (first if first >= 0 else len(chunk)))
        since = len(chunk) - 1 - chunk.rfind(b"<") if first >= 0 else since + len(chunk)
        before = chunk[-16:]
        if longest > LONGEST_TEXT:
            raise FileError(
                f"{name}: a cell of {part} holds more than {LONGEST_TEXT} bytes. A spreadsheet holds 32,767 "
                "characters in a cell. It was not opened. Shorten the cell."
            )
