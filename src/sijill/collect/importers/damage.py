"""Signs that a file was damaged or saved wrongly before it came here. Nothing is repaired: it is said, and where.

Repairing would be a guess, and a silent one: whoever holds the file can save it again.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from sijill.collect.draft import Refused
from sijill.collect.importers.problems import FileError

LONGEST_CELL = 131_072  # characters: what the CSV reader of the standard library takes; a spreadsheet holds 32,767
LONGEST_LINE = 2_000_000  # characters of one line of a CSV; a longer one is read over without being held
SIGNS = (",", ";", "\t", "|", ":", "^", "~")
_LOOKED_AT = 20  # rows in which a header is looked for that does not stand where it should
_KEPT = 10_000
_RUN = re.compile(r"[^\x00-\x7f]+")
# Bytes that Windows-1252 leaves undefined, which programs let through as the control characters of Latin-1.
_HOLES = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_WESTERN = {
    char: byte
    for byte in range(0x80, 0x100)
    for char in (_HOLES.get(byte) or bytes([byte]).decode("cp1252"), chr(byte))
}


def twice_encoded(text: str) -> bool:
    """Whether the text is UTF-8 that was read as Western Windows text and saved as UTF-8 again (`JosÃ©`).

    Every run of letters beyond ASCII must decode as UTF-8, and at least one to something beyond ASCII: text in
    any living spelling does not do that by chance.
    """
    if text.isascii():
        return False
    return all(_decodes(run) for run in _RUN.findall(text))


def _decodes(run: str) -> bool:
    try:
        bytes(_WESTERN[char] for char in run).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return False
    return True


def refused_cell(position: str, cells: Mapping[str, str], content: str, read: Iterable[str]) -> Refused | None:
    """The refusal of a record with a cell that cannot be meant as it stands, among the columns that are read."""
    for column in sorted(read):
        cell = cells.get(column, "")
        if len(cell) > LONGEST_CELL:
            message = (
                f"Column '{column}' holds {len(cell)} characters, and a cell may hold {LONGEST_CELL}. Shorten the "
                "cell, or keep the document as a file of the case."
            )
            return Refused(position, content[:_KEPT], column[:80], "too-long", message)
        if twice_encoded(cell):
            message = (
                f"Column '{column}' is UTF-8 that was taken for Western Windows text and encoded again: two or three "
                "odd signs stand for one letter. Go back to the file as it was before, and open it as UTF-8."
            )
            return Refused(position, content, column[:80], "double-encoded", message)
    return None


class Lines(Iterator[str]):
    """The lines of a CSV, none longer than `LONGEST_LINE`: a longer one is read to its end and refused as a row.

    `taken` holds what the CSV reader was given for the row it is at.
    """

    def __init__(self, file: TextIO) -> None:
        self.taken: list[str] = []
        self._file = file

    def __next__(self) -> str:
        """The next line. Raises `csv.Error` over one that is too long; the line after it can be read."""
        line = self._file.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.taken.append(line)
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            self.taken[-1] = line[:_KEPT]
            while (rest := self._file.readline(LONGEST_LINE)) and rest[-1] not in "\r\n":
                pass
            raise csv.Error(f"a line of more than {LONGEST_LINE} characters")
        return line


@dataclass(frozen=True, slots=True)
class Header:
    """A header as found, and the columns that a mapping wants of it."""

    name: str
    cells: Sequence[str]
    wanted: frozenset[str]

    def check_cut(self, delimiter: str) -> None:
        """FileError where the delimiter leaves one column although another sign would give those that are read."""
        if len(self.cells) != 1 or self.cells[0] in self.wanted or len(self.wanted) < 2:
            return
        counts = {sign: self.cells[0].count(sign) for sign in SIGNS if sign != delimiter}
        likely = max(counts, key=lambda sign: counts[sign])
        if not counts[likely]:
            return
        shown = "\\t" if likely == "\t" else likely
        raise FileError(
            f"{self.name}: cut at {_named(delimiter)} the header is one column. {_named(likely)} stands in it "
            f'{counts[likely]} times: write delimiter = "{shown}" under [format] of the mapping.'
        )

    def below(self, lines: Iterable[tuple[str, Sequence[str]] | Refused], first: int) -> int:
        """In which of the next rows the columns stand that the mapping reads; 0 if in none of them.

        `first` is the number of the row that `lines` begins with.
        """
        for number, line in enumerate(lines, first):
            if number >= first + _LOOKED_AT:
                return 0
            if not isinstance(line, Refused) and self.wanted <= {" ".join(cell.split()) for cell in line[1]}:
                return number
        return 0


def _named(sign: str) -> str:
    return {"\t": "the tabulator", ",": "the comma", ";": "the semicolon"}.get(sign, f"'{sign}'")


def check_encoding(name: str, encoding: str, chunks: Iterable[bytes]) -> None:
    """FileError where a mapping names a Western or Arabic encoding and the file is UTF-8 beyond doubt."""
    decoder, beyond = codecs.getincrementaldecoder("utf-8")(), False
    try:
        for chunk in chunks:
            beyond = beyond or not chunk.isascii()
            decoder.decode(chunk)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return
    if beyond:
        raise FileError(
            f"{name}: the mapping names the encoding {encoding}, and the file is UTF-8: read as {encoding} every "
            "letter with an accent would come out as two signs. Take `encoding` out of the mapping."
        )
