"""CSV cut between records, without parsing it: a record begins with an identifier at the start of a line.

So a quote that is never closed costs its own record and not those after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain

_HEX = rb"[0-9a-fA-F]"
_UUID = rb'"?' + rb"-".join(_HEX + rb"{%d}" % size for size in (8, 4, 4, 4, 12)) + rb'"?,'
_STARTS = re.compile(_UUID)
_BREAK = re.compile(rb"\n(?=" + _UUID + rb")")
BREAK_IN_VALUE = r"\n\"?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\"?,"
_LONGEST_START = 40  # bytes that tell whether a record starts
_LONGEST_RECORD = 64 << 20  # bytes held while no record starts; then lines are cut as they come
_ESCAPED = re.compile(rb'\\"')


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole records, as they were, and where in the CSV file they begin (bytes)."""

    start: int
    data: bytes


@dataclass(frozen=True, slots=True)
class View:
    """A piece as a view that ends when the next one is asked for; `slashes`: a backslash is in it."""

    start: int
    data: memoryview
    slashes: bool

    def kept(self) -> Piece:
        """The same, with bytes of its own."""
        return Piece(self.start, bytes(self.data))


class _Held:
    """The bytes that were read and not yet handed out, in one place that is used again for each piece.

    Fresh memory for every piece would cost the system more than the copying does.
    """

    def __init__(self, size: int) -> None:
        self._buffer, self.size = bytearray(size), 0

    def add(self, chunk: bytes) -> None:
        """Put a chunk behind what is there."""
        end = self.size + len(chunk)
        if end > len(self._buffer):
            self._buffer = self._buffer[: self.size] + bytes(max(end, len(self._buffer)))
        self._buffer[self.size : end] = chunk
        self.size = end

    @contextmanager
    def until(self, end: int, start: int) -> Iterator[View]:
        """A view of the first bytes, which begin at `start` of the file. BufferError if it is read for longer."""
        with memoryview(self._buffer)[:end] as view:
            yield View(start, view, self._buffer.find(b"\\", 0, end) >= 0)

    def drop(self, count: int) -> None:
        """Forget the first bytes."""
        self._buffer[: self.size - count] = self._buffer[count : self.size]
        self.size -= count

    def last_break(self) -> int:
        """Where the last record starts that can be told; -1 if none does."""
        at = self.size - _LONGEST_START
        while (at := self._buffer.rfind(b"\n", 0, max(at, 0))) > 0:
            if _STARTS.match(self._buffer, at + 1, self.size):
                return at + 1
        return self._buffer.rfind(b"\n", 0, self.size) + 1 or -1 if self.size > _LONGEST_RECORD else -1


def header(chunks: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first line, and the chunks of what follows it; the line without its LF."""
    source = iter(chunks)
    first = b""
    for chunk in source:
        first += chunk
        if b"\n" in chunk:
            break
    line, _, rest = first.partition(b"\n")
    return line, chain([rest], source)


def pieces(chunks: Iterable[bytes], start: int, size: int = 0) -> Iterator[View]:
    """Pieces of whole records, of at least `size` bytes; `start`: where the first begins. Chunks may end anywhere.

    Raises BufferError where the view of a piece is still read when the next one is asked for.
    """
    held, fresh = _Held(size), 0
    for chunk in chunks:
        held.add(chunk)
        fresh += len(chunk)
        if fresh < size:
            continue
        fresh = 0
        if (cut := held.last_break()) > 0:
            with held.until(cut, start) as view:
                yield view
            held.drop(cut)
            start += cut
    if held.size:
        with held.until(held.size, start) as view:
            yield view


def records(piece: Piece) -> Iterator[Piece]:
    """Every record of a piece; what stands before the first identifier is a record as well, empty lines are none."""
    start = 0
    for end in chain((found.end() for found in _BREAK.finditer(piece.data)), [len(piece.data)]):
        if (data := piece.data[start:end]).strip():
            yield Piece(piece.start + start, data)
        start = end


def parted(piece: Piece, count: int) -> list[Piece]:
    """The piece in at most `count` parts of about one size, cut between records."""
    size = max(1, len(piece.data) // count)
    out: list[Piece] = []
    start = 0
    while start < len(piece.data):
        found = _BREAK.search(piece.data, min(start + size, len(piece.data)))
        end = found.end() if found else len(piece.data)
        out.append(Piece(piece.start + start, piece.data[start:end]))
        start = end
    return out


def apart(piece: Piece) -> tuple[list[Piece], list[Piece]]:
    """What a strict reader reads, and the records in which a backslash stands before a quote.

    PHP's `fputcsv`, which writes the dumps, does not double a quote after a backslash, so that a strict reader takes
    it for the end of the cell, and often without an error.
    """
    hits = [found.start() for found in _ESCAPED.finditer(piece.data)]
    sound: list[Piece] = []
    odd: list[Piece] = []
    done = 0
    for hit in hits:
        if hit < done:
            continue
        start, end = _start_before(piece.data, hit, done), _end_after(piece.data, hit)
        if start > done:
            sound.append(Piece(piece.start + done, piece.data[done:start]))
        odd.append(Piece(piece.start + start, piece.data[start:end]))
        done = end
    if done < len(piece.data):
        sound.append(Piece(piece.start + done, piece.data[done:]))
    return sound, odd


def _start_before(data: bytes, at: int, least: int) -> int:
    while (at := data.rfind(b"\n", least, at)) >= 0:
        if _STARTS.match(data, at + 1):
            return at + 1
    return least


def _end_after(data: bytes, at: int) -> int:
    found = _BREAK.search(data, at)
    return found.end() if found else len(data)
