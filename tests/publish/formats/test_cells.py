"""Every cell that a format carries is the same in page, CSV, XLSX, JSON and SDMX: what was protected."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from functools import cache

import openpyxl
import pytest

from sijill.publish.formats.draft import mark
from sijill.publish.formats.layout import address
from sijill.publish.formats.series import national
from sijill.publish.labels import COMPLEMENT, WITHHELD
from sijill.publish.manifest import LANGUAGES, TABLES
from sijill.stats.table import Flag, Key, PublicCell, PublicTable
from tests.publish import sample
from tests.publish.formats.pages import Element, Page

KINDS = ("invented", "official", "unassessed")
PAGES = {"sdg16": "sdg16", "over-time-month": "over-time", "coverage-source": "coverage"}
Cells = Mapping[tuple[str, Key], tuple[int | None, str]]


def tables(kind: str) -> tuple[PublicTable, ...]:
    return sample.protected(kind != "unassessed").tables


NOT_ASSESSED = {"en": "not assessed", "ar": "لم يُقيَّم", "fr": "non évalué", "es": "no evaluado"}


def truth(table: PublicTable) -> Cells:
    """What was protected, as files say it: number or None, flag."""
    return {at: (cell.value, cell.flag.value or ("public" if cell.public else "")) for at, cell in table.cells.items()}


def file_of(kind: str, stem: str, ending: str) -> bytes:
    files, manifest = sample.composed(kind)
    mark = "-UNOFFICIAL-DEMO" if manifest.about.unofficial_demo else ""
    return files[f"data/{stem}{mark}.{ending}"]


def from_csv(table: PublicTable, content: bytes) -> Cells:
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return {
        (measure, tuple(row[one.name] for one in table.dimensions)): (
            int(row[measure]) if row[measure] else None,
            row[f"{measure}_flag"],
        )
        for row in rows
        for measure in table.measures
    }


def from_json(table: PublicTable, content: bytes) -> Cells:
    return {
        (measure, tuple(row["key"][one.name] for one in table.dimensions)): (
            row[measure]["value"],
            row[measure]["flag"],
        )
        for row in json.loads(content)["rows"]
        for measure in table.measures
    }


def from_xlsx(table: PublicTable, book: openpyxl.Workbook, lang: str) -> Cells:
    sheet = book[table.slug]
    assert bool(sheet.sheet_view.rightToLeft) == (lang == "ar")
    found: dict[tuple[str, Key], tuple[int | None, str]] = {}
    width = 2 * len(table.dimensions)
    for row in sheet.iter_rows(min_row=7, values_only=True):
        if not row[0] or row[1] is None or len(found) == len(table.cells):
            break
        key = tuple(str(code) for code in row[:width:2])
        for number, measure in enumerate(table.measures):
            value, flag = row[width + 2 * number], row[width + 2 * number + 1]
            found[measure, key] = (value, flag or "")
    return found


def page_of(kind: str, table: PublicTable, lang: str) -> dict[str, Element]:
    name = next(page for slug, page in PAGES.items() if table.slug.startswith(slug))
    return {where: cell for where, cell in cells_of(kind, name, lang).items() if where.startswith(f"{table.slug}:")}


@cache
def cells_of(kind: str, name: str, lang: str) -> dict[str, Element]:
    files, _ = sample.composed(kind)
    return Page(files[f"{lang}/{name}.html"]).with_("data-cell")


def each(kind: str) -> Iterator[PublicTable]:
    yield from tables(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_csv_and_json_hold_what_was_protected(kind: str) -> None:
    for table in each(kind):
        assert from_csv(table, file_of(kind, table.slug, "csv")) == truth(table)
        assert from_json(table, file_of(kind, table.slug, "json")) == truth(table)


@pytest.mark.parametrize("kind", KINDS)
def test_the_workbook_holds_it_in_each_language(kind: str) -> None:
    for lang in LANGUAGES:
        book = openpyxl.load_workbook(io.BytesIO(file_of(kind, f"tables-{lang}", "xlsx")))
        for table in each(kind):
            assert from_xlsx(table, book, lang) == truth(table)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_show_it(kind: str, lang: str) -> None:
    for table in each(kind):
        shown = page_of(kind, table, lang)
        known = {address(table, measure, key): cell for (measure, key), cell in table.cells.items()}
        assert set(shown) <= set(known)
        assert shown, table.slug
        for where, cell in known.items():
            if where not in shown:
                assert cell.value == 0, "only rows of nothing but 0 stay in the files"
            else:
                assert as_shown(shown[where], table.threshold, lang) == (cell.value, cell.flag)


def as_shown(element: Element, threshold: int, lang: str) -> tuple[int | None, Flag]:
    """What a reader takes from a cell."""
    said = element.said
    signs = {
        f"<{threshold}": Flag.SMALL,
        COMPLEMENT: Flag.COMPLEMENT,
        WITHHELD: Flag.WITHHELD,
        NOT_ASSESSED[lang]: Flag.NOT_ASSESSED,
    }
    for sign, flag in signs.items():
        if said.startswith(sign):
            return None, flag
    return sample.in_text(said.split(" (")[0]), Flag.SHOWN


@pytest.mark.parametrize("kind", KINDS)
def test_every_language_shows_the_same_cells(kind: str) -> None:
    for table in each(kind):
        english = set(page_of(kind, table, "en"))
        assert all(set(page_of(kind, table, lang)) == english for lang in LANGUAGES)


@pytest.mark.parametrize("kind", KINDS)
def test_sdmx_holds_the_cells_of_its_series(kind: str) -> None:
    """SDMX-CSV against the tables: every observation is a cell, every cell of a category an observation."""
    files, manifest = sample.composed(kind)
    rows = list(csv.DictReader(io.StringIO(file_of(kind, "national", "sdmx.csv").decode())))
    expected = [one.row(mark(manifest.about)) for one in national(manifest.about, tables(kind))]
    assert [{name: row[name] for name in expected[0]} for row in rows] == expected
    counted = [table for table in tables(kind) if table.subject == "sdg16"]
    by_category = {
        (row["SERIES"], row["CUST_BREAKDOWN"]): row["OBS_VALUE"]
        for row in rows
        if row["SEX"] == row["AGE"] == "_T" and row["TIME_PERIOD"] == "2025"
    }
    first = counted[0]
    assert first.slug == "sdg16"
    assert by_category["SIJILL_TORTURE", "REPORTED"] == str(first.cells["reported", ("C",)].value)
    distinct = {(measure, table.filters(key)) for table in counted for measure, key in table.cells if key[0] != "_T"}
    inside = {one for one in distinct if any(name == "category" for name, _ in one[1])}
    assert len(rows) == len(inside)
    assert files


def test_the_sample_has_hidden_cells_of_more_than_one_kind() -> None:
    flags = {cell.flag for kind in KINDS for table in each(kind) for cell in table.cells.values()}
    assert flags >= {Flag.SHOWN, Flag.SMALL, Flag.COMPLEMENT, Flag.NOT_ASSESSED}


def test_frozen_tables_are_those_that_were_protected() -> None:
    said = json.loads(sample.composed("invented")[0][TABLES])
    first = tables("invented")[0]
    cells = [PublicCell(value, Flag(flag), public) for value, flag, public in said["tables"][0]["cells"]["reported"]]
    assert cells == [first.cells["reported", key] for key in tuple(first.keys())]
