"""How a table stands on a page: which dimension becomes columns, what heads a row, what a cell says. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from sijill.publish.labels import (
    NOISE,
    PUBLIC,
    broken_down,
    code_label,
    dimension_label,
    is_small_and_public,
    meaning,
    measure_label,
    shown,
)
from sijill.publish.text import Language
from sijill.stats.table import TOTAL, Dimension, Flag, Key, PublicCell, PublicTable

MOST_COLUMNS = 14
FEW_ROWS = 25  # more than these, and rows of nothing but 0 stay in the files


@dataclass(frozen=True, slots=True)
class Cell:
    """One count on a page. `address` names it within its release."""

    address: str
    text: str
    meaning: str
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """One heading of columns, over `span` columns."""

    text: str
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a heading per row dimension, then the counts."""

    heads: tuple[str, ...]
    cells: tuple[Cell, ...]
    is_total: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows and columns.

    `corner` names the row dimensions; `groups` are headings over several columns (the measures, where
    a dimension became columns), empty otherwise; `columns` one heading per column. `zero_rows` are
    left out because every number in them is 0.
    """

    corner: tuple[str, ...]
    groups: tuple[Head, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    zero_rows: int


def grid(table: PublicTable, lang: Language) -> Grid:
    """Lay out a table: measures as columns, and one small dimension with them where there are several."""
    across = _across(table)
    down = tuple(one for one in broken_down(table) if one is not across)
    rows = list(_rows(table, down, across, lang))
    kept = rows if len(rows) <= FEW_ROWS else [row for row in rows if row.is_total or not _is_zero(row)]
    names = tuple(measure_label(one, lang) for one in table.measures)
    corner = tuple(dimension_label(one, lang) for one in down) or ("",)
    if across is None:
        return Grid(corner, (), names, tuple(kept), len(rows) - len(kept))
    codes = tuple(code_label(across, code, lang) for code in across.codes)
    groups = tuple(Head(name, len(codes)) for name in names)
    return Grid(corner, groups, codes * len(names), tuple(kept), len(rows) - len(kept))


def address(table: PublicTable, measure: str, key: Key) -> str:
    """What a cell is called within its release, as `sijill explain` takes it; totals are left out.

    `sdg16-sex:reported:category=A,sex=female`
    """
    codes = ",".join(f"{name}={code}" for name, code in table.filters(key))
    return f"{table.slug}:{measure}:{codes}"


def _across(table: PublicTable) -> Dimension | None:
    """The dimension that becomes columns: the last that leaves few enough; None where there is only one."""
    dimensions = broken_down(table)
    if len(dimensions) < 2:
        return None
    few = [one for one in dimensions if one.codes and len(one.codes) * len(table.measures) <= MOST_COLUMNS]
    return few[-1] if few else None


def _rows(table: PublicTable, down: tuple[Dimension, ...], across: Dimension | None, lang: Language) -> Iterator[Row]:
    for codes in product(*(one.codes for one in down)):
        at = dict(zip((one.name for one in down), codes, strict=True))
        heads = tuple(code_label(one, code, lang) for one, code in zip(down, codes, strict=True))
        keys = [_key(table, at if across is None else {**at, across.name: code}) for code in _columns(across)]
        cells = tuple(_cell(table, measure, key, lang) for measure in table.measures for key in keys)
        is_total = bool(codes) and all(code == TOTAL for code in codes)
        yield Row(heads or (lang.say("section.in_all"),), cells, is_total)


def _columns(across: Dimension | None) -> tuple[str, ...]:
    return across.codes if across else ("",)


def _key(table: PublicTable, at: dict[str, str]) -> Key:
    return tuple(at.get(one.name, one.codes[0]) for one in table.dimensions)


def _cell(table: PublicTable, measure: str, key: Key, lang: Language) -> Cell:
    cell = table.cells[measure, key]
    exact = is_small_and_public(cell, table.threshold)
    noisy = bool(table.mark(cell))
    own = lang.say("flag.public") if exact else lang.say("noise.cell") if noisy else ""
    return Cell(
        address(table, measure, key),
        shown(cell, table.threshold, lang),
        meaning(cell, table.threshold, lang) or own,
        kind(cell),
        PUBLIC if exact else NOISE if noisy else "",
    )


def kind(cell: PublicCell) -> str:
    """How a page marks a cell: number, zero, hidden, not-assessed (not known as well)."""
    if cell.flag is Flag.SHOWN:
        return "zero" if cell.value == 0 else "number"
    return "not-assessed" if cell.flag.is_nothing else "hidden"


def _is_zero(row: Row) -> bool:
    return all(cell.kind == "zero" for cell in row.cells)
