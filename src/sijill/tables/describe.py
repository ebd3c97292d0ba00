"""Print the catalog as the second half of `docs/reference/data-model.md`.

    python -m sijill.tables.describe docs/reference/data-model.md

keeps what stands above the mark and writes the tables below it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from sijill.tables.catalog import TABLES
from sijill.tables.schema import Column, Table

MARK = "<!-- Below this line: printed from the catalog by `python -m sijill.tables.describe`. -->"


def describe() -> str:
    """The catalog as Markdown: a section per table, a row per column."""
    return "\n".join(line for table in TABLES for line in _table(table)) + "\n"


def rewritten(document: str) -> str:
    """The document with everything below the mark printed anew; ValueError without a mark."""
    if MARK not in document:
        raise ValueError(f"the document has no line {MARK!r}; put it where the tables should begin")
    return f"{document.split(MARK, maxsplit=1)[0]}{MARK}\n\n{describe()}"


def _table(table: Table) -> Iterator[str]:
    state = "" if table.built or table.apart else " *(shape decided, not written yet)*"
    yield f"### `{table.name}`"
    yield ""
    yield f"{table.doc} Room `{table.room}`.{state}"
    yield ""
    yield "| column | kind | meaning |"
    yield "|---|---|---|"
    for column in table.columns:
        yield f"| `{column.name}` | {_kind(column)} | {column.doc} |"
    yield ""


def _kind(column: Column) -> str:
    kind = column.kind.value
    if column.codelist:
        kind += f" from `{column.codelist}`"
    if column.points_to:
        kind += f" of `{column.points_to}`"
    return f"{kind}, may be empty" if column.nullable else kind


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(rewritten(path.read_text(encoding="utf-8")), encoding="utf-8")
