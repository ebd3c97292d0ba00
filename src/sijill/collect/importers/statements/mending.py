"""Records that a strict reader cannot read, one by one: mended where a reading fits, otherwise refused with their bytes.

The reading tried first takes a backslash for PHP's escape: it gives the cells their number back, and loses the
backslash of `\\n` in such a record, which is why the bytes of every mended record are kept too.
"""  # noqa: E501

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from sijill.collect.importers.statements.pieces import Piece, View, apart, parted, records
from sijill.collect.importers.statements.reading import Damage, parse
from sijill.statements.cells import cells_up_to
from sijill.statements.fields import Shape

_MISCOUNTED = "no reading of it has as many cells as there are columns"
_FEW = 64  # records below which a piece is read record by record
_PARTS = 8
_LINES = 40  # lines that one record may have when its neighbours are sought in it
_TRIES = 2000  # lines that begin no record, after which no more are sought in one
_LONGEST = 64 << 20  # characters of a cell


@dataclass(frozen=True, slots=True)
class Odd:
    """One record that was mended or refused: where it began in its CSV file, its bytes, and why."""

    start: int
    data: bytes
    why: str


@dataclass(slots=True)
class Read:
    """What became of a piece: `tables` of dump columns, what was mended into them, what was refused."""

    tables: list[pa.Table] = field(default_factory=list)
    mended: list[Odd] = field(default_factory=list)
    refused: list[Odd] = field(default_factory=list)


def read(view: View, shape: Shape, wanted: Sequence[str] | None = None) -> Read:
    """Every record of a piece, each in a table or refused."""
    out = Read()
    if not view.slashes:
        _read_sound(view.data, lambda: [view.kept()], shape, wanted, out)
        return out
    sound, odd = apart(view.kept())
    if sound:
        _read_sound(b"".join(one.data for one in sound), lambda: sound, shape, wanted, out)
    if odd:
        _read_odd(odd, shape, wanted, out)
    return out


def _read_sound(
    data: bytes | memoryview, pieces: Callable[[], list[Piece]], shape: Shape, wanted: Sequence[str] | None, out: Read
) -> None:
    """Records at full speed; `pieces`: the same, to be searched where something in them is damaged."""
    try:
        out.tables.append(parse(data, shape, wanted))
    except Damage:
        for one in pieces():
            _search(one, shape, wanted, out)


def _search(piece: Piece, shape: Shape, wanted: Sequence[str] | None, out: Read) -> None:
    """Find what is damaged by halving, so that its neighbours are read at full speed."""
    parts = parted(piece, _PARTS)
    if len(parts) == 1 or piece.data.count(b"\n") <= _FEW:
        _read_odd(list(records(piece)), shape, wanted, out)
        return
    for part in parts:
        try:
            out.tables.append(parse(part.data, shape, wanted))
        except Damage:
            _search(part, shape, wanted, out)


def _read_odd(odd: Iterable[Piece], shape: Shape, wanted: Sequence[str] | None, out: Read) -> None:
    rows: list[tuple[Piece, list[str], bool]] = []
    for record in odd:
        for part in _own_records(record, shape):
            cells, escaped = _cells(part.data, len(shape.columns))
            if cells is None:
                out.refused.append(Odd(part.start, part.data, _MISCOUNTED))
            else:
                rows.append((part, cells, escaped))
    if rows:
        _mend(rows, shape, wanted, out)


def _mend(rows: list[tuple[Piece, list[str], bool]], shape: Shape, wanted: Sequence[str] | None, out: Read) -> None:
    """Rows whose cells have the right number, once more as strict CSV: they pass the same checks as any other."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(cells for _, cells, _ in rows)
    try:
        # "surrogateescape": bytes that are no UTF-8 come out as they went in, and are refused by the parser.
        table = parse(text.getvalue().encode("utf-8", "surrogateescape"), shape, wanted)
        if table.num_rows != len(rows):
            raise Damage("it holds more than one record")
    except Damage as why:
        if len(rows) == 1:
            piece, cells, escaped = rows[0]
            strict = _strict(piece.data, len(shape.columns)) if escaped else None
            if strict is not None and strict != cells:
                _mend([(piece, strict, False)], shape, wanted, out)
            else:
                out.refused.append(Odd(piece.start, piece.data, str(why)))
            return
        half = len(rows) // 2
        _mend(rows[:half], shape, wanted, out)
        _mend(rows[half:], shape, wanted, out)
        return
    out.tables.append(table)
    out.mended += [Odd(piece.start, piece.data, "escaped quote") for piece, _, escaped in rows if escaped]


def _own_records(record: Piece, shape: Shape) -> Iterator[Piece]:
    """A record, or, where it cannot be read whole, the records among its lines: one may have lost its identifier.

    Lines between them that are no record stay together: a row that breaks over lines is one row, damaged or not.
    """
    size = len(shape.columns)
    if b"\n" not in record.data.rstrip(b"\n") or _cells(record.data, size)[0] is not None:
        yield record
        return
    lines = record.data.splitlines(keepends=True)
    first, done, at = 0, 0, 0  # the line looked at; bytes handed out, and bytes before that line
    tries = _TRIES
    while first < len(lines) and tries > 0:
        ends = range(first + 1, min(first + _LINES, len(lines)) + 1)
        last = next((end for end in ends if _cells(b"".join(lines[first:end]), size)[0] is not None), 0)
        if last:
            yield from _between(record, done, at)
            done = at + sum(map(len, lines[first:last]))
            yield Piece(record.start + at, record.data[at:done])
            first, at = last, done
        else:
            at += len(lines[first])
            first, tries = first + 1, tries - 1
    yield from _between(record, done, len(record.data))


def _between(record: Piece, start: int, end: int) -> Iterator[Piece]:
    if (data := record.data[start:end]).strip():
        yield Piece(record.start + start, data)


def _cells(data: bytes, size: int) -> tuple[list[str] | None, bool]:
    """The cells of a record in the reading that gives the right number of them, and whether a backslash escaped."""
    if b'\\"' in data and (cells := _strict(data, size, escape="\\")) is not None:
        return cells, True
    return _strict(data, size), False


def _strict(data: bytes, size: int, escape: str | None = None) -> list[str] | None:
    text = io.StringIO(data.decode("utf-8", "surrogateescape"), newline="")
    try:
        with cells_up_to(_LONGEST):
            rows = [row for row in csv.reader(text, strict=True, escapechar=escape) if row]
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 and len(rows[0]) == size else None
