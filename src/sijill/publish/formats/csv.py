"""Tables as CSV: one file per table, UTF-8, codes with their labels, and a flag beside every count."""

from __future__ import annotations

import io

from defusedcsv import csv

from sijill.publish.formats.draft import Draft, mark, one_line
from sijill.publish.labels import code_label, flag_code
from sijill.publish.text import LANGUAGES
from sijill.stats.table import Dimension, PublicTable


def files(draft: Draft) -> dict[str, bytes]:
    """`data/<table>.csv` for every table."""
    return {path(draft, table): table_to_csv(draft, table) for _, table in draft.tables()}


def path(draft: Draft, table: PublicTable) -> str:
    """Where a table's file lies."""
    return draft.name(f"data/{table.slug}", "csv")


def table_to_csv(draft: Draft, table: PublicTable) -> bytes:
    """One table. Text that a spreadsheet would take for a formula is defused by a leading apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header(table))
    for row in rows(table):
        writer.writerow([*row, *tail(draft)])
    return out.getvalue().encode("utf-8-sig")


def header(table: PublicTable) -> list[str]:
    """Names of the columns: for each dimension code and labels, for each measure number and flag."""
    dimensions = [name for one in table.dimensions for name in _columns(one)]
    measures = [name for one in table.measures for name in (one, f"{one}_flag")]
    return [*dimensions, *measures, "unit", "since", "until", "release", "mark"]


def _columns(dimension: Dimension) -> list[str]:
    """The code, and its label in each language."""
    return [dimension.name, *(f"{dimension.name}_{lang.code}" for lang in LANGUAGES)]


def rows(table: PublicTable) -> list[list[str | int]]:
    """The rows of a table, without the columns that are the same in each."""
    found: list[list[str | int]] = []
    for key in tuple(table.keys()):
        row: list[str | int] = []
        for dimension, code in zip(table.dimensions, key, strict=True):
            row += [one_line(code), *(one_line(code_label(dimension, code, lang)) for lang in LANGUAGES)]
        for measure in table.measures:
            cell = table.cells[measure, key]
            row += ["" if cell.value is None else cell.value, flag_code(table, cell)]
        found.append([*row, table.unit, table.since.isoformat(), table.until.isoformat()])
    return found


def tail(draft: Draft) -> list[str]:
    """The columns that say of which release a row is and what data it holds."""
    return [draft.about.id, one_line(mark(draft.about))]
