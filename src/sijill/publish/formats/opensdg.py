"""Series for Open SDG: one CSV per national series, as its builder reads them (`indicator_<id>.csv`).

The columns, in its order: `Year` first, `Units`, `Series`, one column per breakdown (empty where
it is not broken down), `Observation status` (CL_OBS_STATUS), `Value` last. Open SDG shows one
`Series` at a time, so what is reported and what is verified never stand in one line. A hidden
number has no value and says so in its status; it is never 0.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from defusedcsv import csv

from sijill.publish.formats.draft import ENGLISH, Draft, mark, one_line
from sijill.publish.formats.series import (
    STATUS,
    SeriesError,
    category_of,
    clipped,
    frequency,
    is_time,
    is_whole_period,
    ref_area,
    series_codes,
    time_period,
)
from sijill.publish.labels import code_label, dimension_label, measure_label, unit_label
from sijill.stats.table import TOTAL, Key, PublicCell, PublicTable

FOLDER = "data/open-sdg"
INDICATOR = "16-10-1"
BEFORE, AFTER = ("Year", "Units", "Series"), ("Observation status", "Value")
PREFIX = "SIJILL_"

Place = tuple[str, int, tuple[tuple[str, str], ...], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the year, unit and series, its breakdowns by column in order of their names, the cell."""

    year: str
    unit: str
    series: str
    by: tuple[tuple[str, str], ...]
    cell: PublicCell

    @property
    def place(self) -> Place:
        """Everything but the cell, least broken down first."""
        return (self.series, len(self.by), self.by, self.year)


def files(draft: Draft) -> dict[str, bytes]:
    """`data/open-sdg/indicator_16-10-1-<series>.csv` for every national series that has a calendar year."""
    found = {}
    for category, code in series_codes("national_series").items():
        lines = _lines(draft, category)
        if lines:
            name = f"{FOLDER}/indicator_{INDICATOR}-{_slug(code)}"
            found[draft.name(name, "csv")] = _to_csv(lines)
    return found


def _slug(code: str) -> str:
    return code.removeprefix(PREFIX).lower().replace("_", "-")


def _lines(draft: Draft, category: str) -> list[Line]:
    found: dict[Place, Line] = {}
    for _, table in draft.tables():
        for line in _of_table(draft, table, category):
            before = found.setdefault(line.place, line)
            if before.cell != line.cell:
                raise SeriesError(f"Two tables give different figures for category {category} in {line.year}.")
    return [found[place] for place in sorted(found)]


def _of_table(draft: Draft, table: PublicTable, category: str) -> Iterator[Line]:
    categories = category_of(table)
    if categories is None:
        return
    said = one_line(mark(draft.about))
    for measure in table.measures:
        words = measure_label(measure, ENGLISH)
        series = f"{words} ({said})" if said else words
        for key in tuple(table.keys()):
            at = dict(zip((one.name for one in table.dimensions), key, strict=True))
            year = _year(table, key)
            if at[categories.name] == category and year and _is_here(draft, at) and not is_whole_period(table, key):
                yield Line(year, unit_label(table.unit, ENGLISH), series, _by(table, key), table.cells[measure, key])


def _year(table: PublicTable, key: Key) -> str:
    """The calendar year that a cell counts; empty for any other stretch of time, which Open SDG has no place for."""
    since, until = table.since, table.until
    for dimension, code in zip(table.dimensions, key, strict=True):
        if is_time(dimension, code):
            since, until = clipped(table, code)
        elif dimension.name in ("year", "month") and code != TOTAL:
            return ""
    period = time_period(since, until)
    return period if frequency(since, until) == "A" and len(period) == 4 else ""


def _is_here(draft: Draft, at: dict[str, str]) -> bool:
    """Is it a figure of the release's own area?"""
    country = at.get("country", TOTAL)
    return country == TOTAL or ref_area(country) == ref_area(draft.about.area)


def _by(table: PublicTable, key: Key) -> tuple[tuple[str, str], ...]:
    return tuple(
        sorted(
            (one_line(dimension_label(one, ENGLISH)), one_line(code_label(one, code, ENGLISH)))
            for one, code in zip(table.dimensions, key, strict=True)
            if code != TOTAL and one is not category_of(table) and one.name not in ("country", "year", "month")
        )
    )


def _to_csv(lines: list[Line]) -> bytes:
    """UTF-8 without a byte order mark: it is read by a program."""
    columns = sorted({name for line in lines for name, _ in line.by})
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*BEFORE, *columns, *AFTER])
    for line in lines:
        by = dict(line.by)
        value = "" if line.cell.value is None else line.cell.value
        row = [line.year, line.unit, line.series, *(by.get(name, "") for name in columns), STATUS[line.cell.flag][0]]
        writer.writerow([*row, value])
    return out.getvalue().encode()
