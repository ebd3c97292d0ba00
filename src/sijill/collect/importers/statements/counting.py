"""Count what is in a dump without writing it: statements by platform and by the value of every coded field.

Only the columns that are counted are made, so a record whose one fault lies in a text is counted, where an import
would refuse it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from sijill.collect.importers.problems import FileError
from sijill.collect.importers.statements.dumps import Hashing, Member, dump_of, inflated, members, promised_sha1
from sijill.collect.importers.statements.mending import read
from sijill.collect.importers.statements.parts import CHUNK, PIECE, header_of
from sijill.collect.importers.statements.pieces import header, pieces
from sijill.collect.importers.statements.reading import day, listed
from sijill.collect.importers.statements.workers import each
from sijill.statements.fields import ARRAYS, CODES, RENAMED, Shape

COUNTED = (*CODES, *ARRAYS, "content_language")
IMPOSSIBLE = ("application_before_content", "created_before_application")
_DAYS = ("content_date", "application_date")
_NONE = -(10**6)  # a day that is not known
_SECONDS = 86_400
_EPOCH = day("1970-01-01").toordinal()

Key = tuple[str, str, str | None]  # platform, field, value


@dataclass(slots=True)
class Counts:
    """Statements by platform, field and value; a list counts once under each of its values. `rows` holds the rest."""

    rows: int = 0
    rejected: int = 0
    mended: int = 0
    schemas: set[int] = field(default_factory=set)
    variants: set[str] = field(default_factory=set)
    platforms: Counter[str] = field(default_factory=Counter)
    values: Counter[Key] = field(default_factory=Counter)
    impossible: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, other: Counts) -> None:
        """Take in what another file holds."""
        self.rows += other.rows
        self.rejected += other.rejected
        self.mended += other.mended
        self.schemas |= other.schemas
        self.variants |= other.variants
        self.platforms.update(other.platforms)
        self.values.update(other.values)
        self.impossible.update(other.impossible)


def count_dump(path: Path, *, workers: int = 1, progress: Callable[[int], None] | None = None) -> Counts:
    """The counts of one dump. Raises `FileError`, also where the dump is not what its .sha1 says."""
    dump = dump_of(path)
    found = members(path)
    promised = promised_sha1(dump)
    whole = Counts()
    hashing: Hashing | None = None
    for one in each(count_member, found, min(workers, len(found))):
        if promised is not None and hashing is None:
            hashing = Hashing(path)
        whole.add(one)
        if progress is not None:
            progress(one.rows)
    if hashing is not None and (sha1 := hashing.result()) != promised:
        raise FileError(
            f"{path.name} is not what {dump.sidecar.name} says: its SHA-1 is {sha1}, not {promised}. Fetch both again."
        )
    return whole


def count_member(member: Member) -> Counts:
    """The counts of one CSV file."""
    pa.set_cpu_count(1)
    line, rest = header(inflated(member, CHUNK))
    shape = header_of(member, line)
    counts = Counts(schemas={shape.schema}, variants={shape.variant})
    wanted = [
        name for name in shape.columns if name in COUNTED or name in (*_DAYS, "uuid", "platform_name", "created_at")
    ]
    held: list[pa.Table] = []
    for piece in pieces(rest, len(line) + 1, PIECE):
        found = read(piece, shape, wanted)
        counts.rejected += len(found.refused)
        counts.mended += len(found.mended)
        held += found.tables
    if held:
        _count(pa.concat_tables(held).unify_dictionaries(), shape, counts)
    counts.rows += counts.rejected
    return counts


def _count(table: pa.Table, shape: Shape, counts: Counts) -> None:
    counts.rows += table.num_rows
    platforms, names = _places(table, "platform_name")
    for place, number in enumerate(np.bincount(platforms, minlength=len(names)).tolist()):
        if number:
            counts.platforms[names[place]] += number
    for name in COUNTED:
        if name in table.column_names:
            _count_field(table, name, shape, platforms, names, counts)
    applied, posted = _days(table, "application_date"), _days(table, "content_date")
    created = table.column("created_at").cast(pa.int64()).to_numpy() // _SECONDS
    known = applied != _NONE
    _count_where(known & (posted != _NONE) & (applied < posted), IMPOSSIBLE[0], platforms, names, counts)
    _count_where(known & (created < applied), IMPOSSIBLE[1], platforms, names, counts)


def _places(table: pa.Table, name: str) -> tuple[np.ndarray, list[str]]:
    """Where each row's value stands in the dictionary, the place after the last for none; and the dictionary."""
    column = table.column(name)
    words: list[str] = column.chunk(0).dictionary.to_pylist()
    places = [chunk.indices.fill_null(len(words)).to_numpy() for chunk in column.chunks]
    return np.concatenate(places), words


def _count_field(
    table: pa.Table, name: str, shape: Shape, platforms: np.ndarray, names: list[str], counts: Counts
) -> None:
    places, words = _places(table, name)
    size = len(words) + 1
    found = np.bincount(platforms.astype(np.int64) * size + places, minlength=len(names) * size).reshape(-1, size)
    renamed = RENAMED.get(name, {}) if shape.schema == 1 else {}
    values: list[Iterable[str | None]] = [
        dict.fromkeys(renamed.get(one, one) for one in (listed(word) if name in ARRAYS else (word,))) for word in words
    ]
    for platform, place in zip(*(axis.tolist() for axis in np.nonzero(found)), strict=True):
        for value in (values[place] if place < len(words) else ()) or (None,):
            counts.values[names[platform], name, value] += int(found[platform, place])


def _days(table: pa.Table, name: str) -> np.ndarray:
    """Days since 1970; `_NONE` where there is none."""
    places, words = _places(table, name)
    numbers = [*(day(word).toordinal() - _EPOCH for word in words), _NONE]
    found: np.ndarray = np.array(numbers, np.int64)[places]
    return found


def _count_where(rows: np.ndarray, what: str, platforms: np.ndarray, names: list[str], counts: Counts) -> None:
    found = np.bincount(platforms[rows], minlength=len(names)).tolist()
    counts.impossible.update({(names[place], what): number for place, number in enumerate(found) if number})
