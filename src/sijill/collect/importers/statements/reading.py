"""Sound CSV to Arrow columns at full speed; what is not sound is noticed here and read elsewhere.

Columns whose values repeat come as dictionaries, so that checks and conversions look at each value once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from sijill.collect.importers.statements.pieces import BREAK_IN_VALUE
from sijill.statements.fields import ARRAYS, DATES, Shape

_WORD = pa.dictionary(pa.int32(), pa.string())
_TYPES: Mapping[str, pa.DataType] = MappingProxyType(
    {"uuid": pa.string(), "platform_uid": pa.string(), "created_at": pa.timestamp("s")}
)
_UUID_SIZE, _DASHES = 36, [8, 13, 18, 23]
_IN_UUID = b"0123456789abcdefABCDEF-"
_ENDS = np.arange(1 << 20, dtype=np.int32) * _UUID_SIZE
_LONGEST_PUID = 500
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00:00)?")
# What a value of a coded field looks like: a code that is new to us is kept, a cell from another column is not.
_CODES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        name: re.compile(pattern)
        for name, pattern in {
            "decision_monetary": r"DECISION_MONETARY_\w+",
            "decision_provision": r"DECISION_PROVISION_\w+",
            "decision_account": r"DECISION_ACCOUNT_\w+",
            "account_type": r"ACCOUNT_TYPE_\w+",
            "decision_ground": r"DECISION_GROUND_\w+",
            "incompatible_content_illegal": r"Yes|No",
            "category": r"STATEMENT_CATEGORY_\w+",
            "source_type": r"SOURCE_\w+",
            "automated_detection": r"Yes|No",
            "automated_decision": r"AUTOMATED_DECISION_\w+",
        }.items()
    }
)
_ELEMENTS = re.compile(r"[A-Z][A-Z0-9_]*")


class Damage(ValueError):
    """These bytes are no sound records. Says why, without their content."""


def parse(data: bytes | memoryview, shape: Shape, wanted: Iterable[str] | None = None) -> pa.Table:
    """Records without a header as a table of the dump's columns, or of those wanted. Raises `Damage`.

    Repeating columns are dictionaries, one for the whole table; `created_at` is a moment in seconds.
    """
    names = list(wanted) if wanted is not None else list(shape.columns)
    try:
        table = pv.read_csv(
            pa.py_buffer(data),
            read_options=pv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=list(shape.columns)),
            parse_options=pv.ParseOptions(newlines_in_values=True),
            convert_options=pv.ConvertOptions(
                column_types={name: _TYPES.get(name, _WORD) for name in shape.columns},
                include_columns=names,
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid as error:
        raise Damage(_why(str(error))) from error
    _check(table, data)
    return table


def _why(words: str) -> str:
    """Arrow's own words repeat the row: only what kind of thing they say is passed on."""
    if "Expected" in words and "columns" in words:
        return "it has not as many cells as there are columns"
    if "UTF8" in words or "UTF-8" in words:
        return "it is not UTF-8"
    return "a cell is not of its column's kind, or a quote is never closed"


def _check(table: pa.Table, data: bytes | memoryview) -> None:
    for name in table.column_names:
        column = table.column(name)
        if name == "uuid":
            _check_uuid(column)
        elif name == "platform_uid":
            sizes = pc.max(pc.binary_length(column)).as_py()
            if sizes and sizes > _LONGEST_PUID:
                raise Damage("its platform_uid is too long")
        elif name in ("created_at", "platform_name") and column.null_count:
            raise Damage(f"it has no {name}")
        if pa.types.is_dictionary(column.type) and column.num_chunks:
            check_values(name, column.chunk(0).dictionary, data)


def _check_uuid(column: pa.ChunkedArray) -> None:
    if column.null_count:
        raise Damage("it has no uuid")
    for chunk in column.chunks:
        first, last = chunk.offset, chunk.offset + len(chunk)
        offsets = np.frombuffer(chunk.buffers()[1], np.int32)[first : last + 1]
        letters = np.frombuffer(chunk.buffers()[2], np.uint8)[offsets[0] : offsets[-1]] if last > first else None
        if letters is None:
            continue
        if (
            letters.size != _UUID_SIZE * len(chunk)
            or offsets.size > _ENDS.size
            or (offsets != offsets[0] + _ENDS[: offsets.size]).any()
        ):
            raise Damage("its uuid is none")
        strange = letters.tobytes().translate(None, _IN_UUID)
        if strange or (letters.reshape(-1, _UUID_SIZE)[:, _DASHES] != ord("-")).any():
            raise Damage("its uuid is none")


def check_values(name: str, values: pa.Array, data: bytes | memoryview) -> None:
    """Raise `Damage` where a value of a column is none that it can have."""
    if name in ARRAYS:
        _each(name, values, listed)
    elif name in DATES:
        _each(name, values, day)
    elif name in _CODES:
        _each(name, values, lambda value: _coded(name, value))
    else:
        _check_text(name, values, data)


def _each(name: str, values: pa.Array, read: Callable[[str], object]) -> None:
    for value in values.to_pylist():
        try:
            read(value)
        except ValueError:
            raise Damage(f"its {name} is none") from None


@lru_cache(1 << 14)
def listed(value: str) -> list[str]:
    """An array as the dumps write it: JSON. Raises ValueError. The list is shared: do not change it."""
    found: Any = json.loads(value)
    if not isinstance(found, list) or not all(isinstance(one, str) and _ELEMENTS.fullmatch(one) for one in found):
        raise ValueError(value)
    return found


@lru_cache(1 << 14)
def day(value: str) -> date:
    """A day as the dumps write it, at midnight. Raises ValueError."""
    found = _DAY.fullmatch(value)
    if not found:
        raise ValueError(value)
    return date.fromisoformat(found[1])


def _coded(name: str, value: str) -> None:
    if not _CODES[name].fullmatch(value):
        raise ValueError(value)


def _check_text(name: str, values: pa.Array, data: bytes | memoryview) -> None:
    """A text that holds a record's beginning swallowed it; one that ends in a quote may have a stray quote in it."""
    letters = values.buffers()[2]
    held = letters.to_pybytes() if letters is not None else b""
    if b"\n" in held:
        with_break = values.filter(pc.match_substring(values, "\n"))
        if pc.any(pc.match_substring_regex(with_break, BREAK_IN_VALUE)).as_py():
            raise Damage(f"a quote in its {name} is never closed")
    if b'"' in held:
        whole = bytes(data)
        ending = pc.ends_with(values, '"')
        for value in values.filter(ending).to_pylist():
            written = value.replace('"', '""').encode() + b'"'
            if written + b"," not in whole and written + b"\n" not in whole:
                raise Damage(f"its {name} holds a quote that is not doubled")
