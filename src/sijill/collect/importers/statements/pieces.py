"""CSV cut between records, without parsing it: a record begins with an identifier at the start of a line.

So a quote that is never closed costs its own record and not those after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

_HEX = rb"[0-9a-fA-F]"
_UUID = rb'"?' + rb"-".join(_HEX + rb"{%d}" % size for size in (8, 4, 4, 4, 12)) + rb'"?,'
_STARTS = re.compile(_UUID)
_BREAK = re.compile(rb"\n(?=" + _UUID + rb")")
BREAK_IN_VALUE = r"\n\"?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\"?,"
_LONGEST_START = 40  # bytes that tell whether a record starts
_LONGEST_RECORD = 64 << 20  # bytes held while no record starts; then lines are cut as they come
_BACKSLASH, _QUOTE = ord("\\"), ord('"')


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole records, as they were, and where in the CSV file they begin (bytes)."""

    start: int
    data: bytes


def pieces(chunks: Iterable[bytes], size: int = 0) -> Iterator[Piece]:
    """The first line, then the rest in pieces of whole records, of at least `size` bytes. Chunks may end anywhere."""
    held, start = b"", 0
    source = iter(chunks)
    for chunk in source:
        held += chunk
        if (end := held.find(b"\n")) >= 0:
            break
    else:
        end = len(held)
    yield Piece(0, held[:end].removesuffix(b"\r"))
    held, start = held[end + 1 :], end + 1
    for chunks_held in _gathered(source, size):
        held = b"".join((held, *chunks_held))
        cut = _last_break(held)
        if cut < 0:
            continue
        yield Piece(start, held[:cut])
        held, start = held[cut:], start + cut
    if held:
        yield Piece(start, held)


def _gathered(chunks: Iterator[bytes], size: int) -> Iterator[list[bytes]]:
    """Chunks, as many as have the size together."""
    held: list[bytes] = []
    total = 0
    for chunk in chunks:
        held.append(chunk)
        total += len(chunk)
        if total >= size:
            yield held
            held, total = [], 0
    if held:
        yield held


def _last_break(data: bytes) -> int:
    """Where the last record starts that can be told; -1 if none does."""
    at = len(data) - _LONGEST_START
    while (at := data.rfind(b"\n", 0, max(at, 0))) > 0:
        if _STARTS.match(data, at + 1):
            return at + 1
    return data.rfind(b"\n") + 1 or -1 if len(data) > _LONGEST_RECORD else -1


def records(piece: Piece) -> Iterator[Piece]:
    """Every record of a piece; what stands before the first identifier is a record as well."""
    start = 0
    for found in _BREAK.finditer(piece.data):
        yield Piece(piece.start + start, piece.data[start : found.end()])
        start = found.end()
    if piece.data[start:].strip():
        yield Piece(piece.start + start, piece.data[start:])


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
    if piece.data.find(b"\\") < 0:
        return [piece], []
    data = np.frombuffer(piece.data, np.uint8)
    slashes = np.flatnonzero(data[:-1] == _BACKSLASH)
    hits = slashes[data[slashes + 1] == _QUOTE].tolist()
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
