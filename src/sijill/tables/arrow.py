"""The catalog as Arrow schemas, and rows as Arrow tables with the catalog's columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from sijill.tables.schema import Kind, Table

_TYPES: Mapping[Kind, pa.DataType] = {
    Kind.ID: pa.string(),
    Kind.CODE: pa.string(),
    Kind.TEXT: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
    Kind.INT: pa.int64(),
    Kind.BOOL: pa.bool_(),
    Kind.CODES: pa.list_(pa.string()),
}


def schema(table: Table) -> pa.Schema:
    """The Arrow schema of a catalog table, in the catalog's order."""
    return pa.schema([pa.field(c.name, _TYPES[c.kind], nullable=c.nullable) for c in table.columns])


def to_arrow(table: Table, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows as dictionaries to one Arrow table; ArrowInvalid if a row does not fit the catalog."""
    kept = list(rows)
    return columns_to_arrow(table, {name: [row[name] for row in kept] for name in table.names})


def columns_to_arrow(table: Table, columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    """Columns by name to one Arrow table; KeyError for one that is not there, ArrowInvalid if one does not fit."""
    shape = schema(table)
    arrays = {name: pa.array(columns[name], type=shape.field(name).type) for name in table.names}
    return pa.table(arrays, schema=shape)
