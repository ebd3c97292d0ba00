"""Every table there is, for both ledgers: the one place where a column's meaning is written.

`docs/reference/data-model.md` is printed from here (`python -m sijill.tables.describe`) and a test
keeps the two equal.
"""

from __future__ import annotations

from sijill.tables import laws, people, remedy, shutdowns, speech, statements
from sijill.tables.schema import NOW, Column, Kind, Table, by_name

TABLES: tuple[Table, ...] = (
    *people.COLLECT,
    *people.REGISTER,
    *laws.LAWS,
    *speech.MEASURES,
    *shutdowns.DISRUPTIONS,
    *speech.ASSESS,
    *remedy.REMEDY,
    statements.STATEMENT,
)

CATALOG = by_name(TABLES)
BUILT: tuple[str, ...] = tuple(one.name for one in TABLES if one.built)

__all__ = ["BUILT", "CATALOG", "NOW", "TABLES", "Column", "Kind", "Table"]
