"""Columns of a dump as columns of the catalog's `statement`: lists as lists, days as days, old words as new ones.

Each distinct value is converted once and then put where it stands; most of a statement repeats.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sijill.collect.importers.statements.reading import day, listed
from sijill.statements.fields import ARRAYS, DATES, KEYS, LONG_TEXTS, OURS, RENAMED, Shape, ours, text_hash
from sijill.tables.schema import Kind
from sijill.tables.statements import JOINED, STATEMENT

WORD = pa.dictionary(pa.int32(), pa.string())
_TYPES: Mapping[Kind, pa.DataType] = {
    Kind.ID: pa.string(),
    Kind.CODE: WORD,
    Kind.TEXT: WORD,
    Kind.DATE: pa.date32(),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
    Kind.INT: pa.int64(),
    Kind.CODES: pa.list_(pa.field("element", pa.dictionary(pa.int16(), pa.string()))),
}
SCHEMA = pa.schema(
    [
        pa.field(one.name, pa.string() if one.name == "puid" else _TYPES[one.kind], nullable=one.nullable)
        for one in STATEMENT.columns
    ]
)
"""The catalog's columns as they are handed to Parquet: words that repeat as dictionaries."""
REPEATING = [one.name for one in STATEMENT.columns if one.name not in ("uuid", "puid", "created_at")]
BOUNDED = [
    one.name
    for one in STATEMENT.columns
    if one.kind in (Kind.CODE, Kind.DATE, Kind.MOMENT, Kind.INT) or one.name in ("platform_name", "source", "variant")
]
"""Columns whose least and greatest value an engine may use to pass over row groups."""
_THEIRS = {name: theirs for theirs, name in OURS.items()}
_HASH, _AS_FILED = "_hash", "_as_filed"


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a dump is wanted: every platform and column where nothing is named."""

    platforms: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    texts: bool = True

    def read(self, shape: Shape) -> list[str]:
        """The dump's columns that have to be read, in the dump's order."""
        if not self.columns:
            return list(shape.columns)
        wanted = {_THEIRS.get(name, name) for name in (*self.columns, *KEYS)}
        return [name for name in shape.columns if name in wanted]

    def left_out(self, shape: Shape) -> str:
        """The catalog's column `left_out`: what is empty because it was not taken, or is in no such dump."""
        read = self.read(shape)
        kept = {ours(name) for name in read if self.texts or name not in LONG_TEXTS}
        kept |= {name + _HASH for name in read}
        there = (*fields(), *(name + _HASH for name in LONG_TEXTS))
        return f" {' '.join(name for name in there if name not in kept)} ".replace("  ", " ")


def fields() -> list[str]:
    """The catalog's columns that are fields of the EU database."""
    names = STATEMENT.names
    return list(names[: names.index("created_at") + 1])


def shaped(raw: pa.Table, shape: Shape, choice: Choice, on: date, source: str) -> pa.Table:
    """Rows of a dump with the columns of the catalog."""
    raw = raw.unify_dictionaries().combine_chunks()
    made: dict[str, Any] = {}
    for theirs in raw.column_names:
        made.update(_column(ours(theirs), raw.column(theirs), shape, choice))
    constants = {
        "schema_version": pa.scalar(shape.schema, pa.int64()),
        "variant": shape.variant,
        "left_out": choice.left_out(shape),
        "day": pa.scalar(on, pa.date32()),
        "source": source,
    }
    for name, value in constants.items():
        made[name] = _repeated(value, raw.num_rows)
    for one in SCHEMA:
        if one.name not in made:
            made[one.name] = pa.nulls(raw.num_rows, one.type)
    return pa.table({one.name: made[one.name] for one in SCHEMA}, schema=SCHEMA)


def _repeated(value: pa.Scalar | str, count: int) -> pa.Array:
    if isinstance(value, str):
        return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([value], pa.string()))
    return pa.repeat(value, count)


def _column(name: str, column: pa.ChunkedArray, shape: Shape, choice: Choice) -> dict[str, Any]:
    """A catalog column, and what is made of it besides."""
    if name == "created_at":
        return {name: column.cast(_TYPES[Kind.MOMENT])}
    if not pa.types.is_dictionary(column.type):
        return {name: column}
    if not column.num_chunks:
        return {name: pa.chunked_array([], SCHEMA.field(name).type)}
    if name in DATES:
        return {name: _put(column, pa.array([day(one) for one in _words(column)], pa.date32()))}
    made: dict[str, Any] = {}
    renamed = RENAMED.get(name, {}) if shape.schema == 1 else {}
    if name in ARRAYS:
        values = [listed(one) for one in _words(column)]
        now = [list(dict.fromkeys(renamed.get(word, word) for word in one)) for one in values]
        made[name] = _lists(column, now)
        made[name + JOINED] = _coded(column, [" ".join(one) or None for one in now])
        if renamed:
            was = [one if any(word in renamed for word in one) else None for one in values]
            made[name + _AS_FILED] = _lists(column, was) if any(was) else None
    elif renamed:
        words = _words(column)
        made[name] = _coded(column, [renamed.get(one, one) for one in words])
        made[name + _AS_FILED] = _coded(column, [one if one in renamed else None for one in words])
    elif name in LONG_TEXTS:
        made[name + _HASH] = _put(column, pa.array([text_hash(one) for one in _words(column)], pa.int64()))
        made[name] = column if choice.texts else None
    else:
        made[name] = column
    return {key: value for key, value in made.items() if value is not None}


def _words(column: pa.ChunkedArray) -> list[str]:
    found: list[str] = column.chunk(0).dictionary.to_pylist()
    return found


def _put(column: pa.ChunkedArray, values: pa.Array) -> pa.ChunkedArray:
    """The value of each word in its places."""
    return pa.chunked_array([values.take(chunk.indices) for chunk in column.chunks], values.type)


def _coded(column: pa.ChunkedArray, words: Iterable[str | None]) -> pa.ChunkedArray:
    """Other words in the places of the old ones; a dictionary whose words are unique, as Parquet asks for."""
    places: dict[str, int] = {}
    codes = [None if word is None else places.setdefault(word, len(places)) for word in words]
    found = _put(column, pa.array(codes, pa.int32()))
    dictionary = pa.array(list(places), pa.string())
    return pa.chunked_array([pa.DictionaryArray.from_arrays(one, dictionary) for one in found.chunks], WORD)


def _lists(column: pa.ChunkedArray, values: list[Any]) -> pa.ChunkedArray:
    """Lists of words in the places of the texts they were read from."""
    places: dict[str, int] = {}
    codes = [None if one is None else [places.setdefault(word, len(places)) for word in one] for one in values]
    found = _put(column, pa.array(codes, pa.list_(pa.int16())))
    dictionary = pa.array(list(places), pa.string())
    kind = _TYPES[Kind.CODES]
    return pa.chunked_array([_named(one, dictionary, kind) for one in found.chunks], kind)


def _named(codes: pa.ListArray, dictionary: pa.Array, kind: pa.DataType) -> pa.ListArray:
    words = pa.DictionaryArray.from_arrays(codes.values, dictionary)
    return pa.ListArray.from_arrays(codes.offsets, words, type=kind, mask=codes.is_null() if codes.null_count else None)


def of_platforms(raw: pa.Table, platforms: Iterable[str]) -> pa.Table:
    """The rows of these platforms."""
    return raw.filter(pc.is_in(raw.column("platform_name").cast(pa.string()), pa.array(list(platforms), pa.string())))
