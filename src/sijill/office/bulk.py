"""Many new rows of one table in one go: what an import spends its time on.

Django's `bulk_create` writes the text of a statement anew for every 80 rows; here SQLite prepares one statement and
runs it for each row, and PostgreSQL takes all rows in one COPY.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

_PLAIN = {str, int, bool, type(None)}  # what both databases take as it is
_REPEATED = {date, type(None)}  # what many rows share, and is converted once


def insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Write new rows that have their ids. Call it within a transaction: all of them stand, or none."""
    connection = connections[DEFAULT_DB_ALIAS]
    fields = model._meta.concrete_fields
    links = [field for field in fields if field.is_relation]
    for row in rows if links else ():
        _link(row, links)
    insert_values(model, [str(field.column) for field in fields], _values(fields, rows, connection))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def insert_values(model: type[models.Model], columns: Sequence[str], values: Iterable[Sequence[Any]]) -> None:
    """Write rows given as values that the database takes as they are, one for each of the columns."""
    connection = connections[DEFAULT_DB_ALIAS]
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(column) for column in columns)
    cursor: Any
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for one in values:
                    copy.write_row(one)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608


def _link(row: Any, links: Iterable[Any]) -> None:
    """A link that was set before the other row had an id gets it now, as Django does before it saves."""
    for field in links:
        if getattr(row, field.attname) is None and field.is_cached(row):
            row._prepare_related_fields_for_save(operation_name="insert")
            return


def _values(
    fields: Sequence[Any], rows: Sequence[models.Model], connection: BaseDatabaseWrapper
) -> Iterable[Sequence[Any]]:
    """The rows' values as the database takes them, column by column: most columns hold nothing to be converted."""
    names = [field.attname for field in fields]
    if len(names) == 1:
        return ([value] for value in _column(fields[0], [getattr(row, names[0]) for row in rows], connection))
    columns = zip(*map(attrgetter(*names), rows), strict=True)
    return zip(
        *[_column(field, column, connection) for field, column in zip(fields, columns, strict=True)], strict=True
    )


def _column(field: Any, values: Sequence[Any], connection: BaseDatabaseWrapper) -> Sequence[Any]:
    kinds = set(map(type, values))
    if kinds <= _PLAIN and not isinstance(field, models.JSONField):
        return values
    if not kinds <= _REPEATED:
        return [field.get_db_prep_save(value, connection) for value in values]
    found = {value: field.get_db_prep_save(value, connection) for value in set(values)}
    return [found[value] for value in values]
