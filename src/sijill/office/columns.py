"""How every room's `columns.py` reads kept rows: the catalog's columns, all versions."""

from __future__ import annotations

from sijill.office.records import Record, versions
from sijill.tables.catalog import CATALOG
from sijill.tables.schema import Blocks


def kept_rows(model: type[Record], table: str) -> Blocks:
    """All versions of a model's rows with just the columns that the catalog names."""
    names = [name for name in CATALOG[table].names if name not in ("log_from", "log_to")]
    return Blocks(versions(model, names))
