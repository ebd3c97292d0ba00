"""One CSV file of a dump to one Parquet file, in a worker's own process."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sijill.collect.importers.problems import FileError
from sijill.collect.importers.statements.dumps import Member, inflated
from sijill.collect.importers.statements.mending import Odd, read
from sijill.collect.importers.statements.pieces import View, header, pieces
from sijill.collect.importers.statements.shaping import BOUNDED, REPEATING, SCHEMA, Choice, of_platforms, shaped
from sijill.statements.fields import Shape, shape_of

CHUNK, PIECE = 1 << 20, 4 << 20  # bytes of CSV inflated, and parsed, at once: what fits a processor's own memory
_ROWS, _BYTES = 120_000, 256 << 20  # rows, or bytes of CSV, of a row group, whichever is reached first


@dataclass(frozen=True, slots=True)
class Task:
    """One CSV file, where its Parquet goes, and what of it is wanted."""

    member: Member
    folder: Path
    stem: str
    choice: Choice
    day: date
    source: str


@dataclass(slots=True)
class Part:
    """What became of one CSV file. `rows` = imported + rejected + those of platforms that were not asked for."""

    member: str
    file: str = ""
    schema: int = 0
    variant: str = ""
    rows: int = 0
    imported: int = 0
    mended: int = 0
    rejected: int = 0
    other_platforms: int = 0
    sha256: str = ""


def write_part(task: Task) -> Part:
    """Read one CSV file and write its Parquet file, and beside it the bytes of what was refused or mended.

    Raises `FileError` where the file is damaged or has no header that we know.
    """
    pa.set_cpu_count(1)  # the files of a dump are read side by side
    part = Part(task.member.name)
    line, rest = header(inflated(task.member, CHUNK))
    shape = header_of(task.member, line)
    stream = pieces(rest, len(line) + 1, PIECE)
    part.schema, part.variant = shape.schema, shape.variant
    path = task.folder / f"part-{task.stem}.parquet"
    with _writer(path) as out:
        for raw in _groups(stream, shape, task, part, _Aside(task, part)):
            out.write_table(shaped(raw, shape, task.choice, task.day, task.source), row_group_size=1 << 30)
    if part.imported:
        part.file, part.sha256 = path.name, _flushed(path)
    else:
        path.unlink()
    return part


def header_of(member: Member, line: bytes) -> Shape:
    """The shape that the first line of a CSV file says it has. Raises `FileError`."""
    names = line.decode("utf-8-sig", "replace").strip().replace('"', "").split(",")
    shape = shape_of(names)
    if shape is None:
        raise FileError(
            f"{member.path.name}: the header of {member.name} has {len(names)} columns and is none of a dump of schema "
            "1 or 2, full or light. The EU may have changed its format, which this version of Sijill does not know."
        )
    return shape


def _writer(path: Path) -> pq.ParquetWriter:
    return pq.ParquetWriter(
        path,
        SCHEMA,
        compression="zstd",
        compression_level=1,
        use_dictionary=REPEATING,
        write_statistics=BOUNDED,
        write_batch_size=1 << 16,
        store_schema=False,
    )


def _groups(stream: Iterator[View], shape: Shape, task: Task, part: Part, aside: _Aside) -> Iterator[pa.Table]:
    """Rows of the dump, enough of them at a time for a row group."""
    held: list[pa.Table] = []
    size = 0
    wanted = task.choice.read(shape) if task.choice.columns else None
    for piece in stream:
        found = read(piece, shape, wanted)
        aside.keep(found.refused, found.mended)
        read_rows = sum(table.num_rows for table in found.tables)
        part.rows += read_rows + len(found.refused)
        held += [_chosen(table, task.choice) for table in found.tables]
        part.imported += (kept := sum(table.num_rows for table in held[len(held) - len(found.tables) :]))
        part.other_platforms += read_rows - kept
        size += len(piece.data)
        if size >= _BYTES or sum(table.num_rows for table in held) >= _ROWS:
            yield pa.concat_tables(held)
            held, size = [], 0
    if sum(table.num_rows for table in held):
        yield pa.concat_tables(held)


def _chosen(table: pa.Table, choice: Choice) -> pa.Table:
    return of_platforms(table, choice.platforms) if choice.platforms else table


@dataclass(frozen=True, slots=True)
class _Aside:
    """The bytes of records that were refused or mended, beside the Parquet file; no file where there are none."""

    task: Task
    part: Part

    def keep(self, refused: list[Odd], mended: list[Odd]) -> None:
        """Write down records, each with its place; count them."""
        self.part.rejected += len(refused)
        self.part.mended += len(mended)
        for kind, odd in (("rejected", refused), ("mended", mended)):
            if odd:
                self._write(kind, odd)

    def _write(self, kind: str, odd: list[Odd]) -> None:
        """Each record as it was, packed where it was mended, and a line of JSON: where it began, how long, why."""
        lines = b"".join(one.data if one.data.endswith(b"\n") else one.data + b"\n" for one in odd)
        stem = f"_{kind}-{self.task.stem}"
        if kind == "mended":
            _append(self.task.folder / f"{stem}.csvlines.gz", gzip.compress(lines, 6, mtime=0))
        else:
            _append(self.task.folder / f"{stem}.csvlines", lines)
        places = [
            {"member": self.task.member.name, "start": one.start, "size": len(one.data), "why": one.why} for one in odd
        ]
        _append(self.task.folder / f"{stem}.jsonl", b"".join(json.dumps(one).encode() + b"\n" for one in places))


def _append(path: Path, content: bytes) -> None:
    with path.open("ab") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _flushed(path: Path) -> str:
    """Write a file through to the disk; its SHA-256."""
    with path.open("rb+") as content:
        os.fsync(content.fileno())
        return hashlib.file_digest(content, "sha256").hexdigest()
