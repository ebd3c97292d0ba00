"""How every room's `columns.py` reads kept rows: the catalog's columns, all versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sijill.office.records import Record, versions
from sijill.tables.catalog import CATALOG

Rows = Iterable[dict[str, Any]]


def kept_rows(model: type[Record], table: str) -> Iterator[dict[str, Any]]:
    """All versions of a model's rows with just the columns that the catalog names."""
    names = [name for name in CATALOG[table].names if name not in ("log_from", "log_to")]
    return versions(model, names)
