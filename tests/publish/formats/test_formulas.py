"""Text that a spreadsheet would run as a formula reaches no file as one."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from sijill.publish.formats.csv import files as csv_files
from sijill.publish.formats.draft import Draft
from sijill.publish.formats.html import files as html_files
from sijill.publish.formats.json import files as json_files
from sijill.publish.formats.xlsx import workbook
from sijill.publish.manifest import Attribution
from sijill.publish.notes import sections
from sijill.publish.text import Language
from sijill.stats.table import TOTAL, Dimension, PublicCell
from tests.nasty import OWN, published
from tests.publish import sample
from tests.publish.formats.pages import Page

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "|", "%")
NUMBER = re.compile(r"-?[0-9.,]+")
OURS = [
    "=1+1",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "\t=1+1",
    "\r\n=1+1",
    '=HYPERLINK("http://example.invalid","x")',
    "  =1+1",
]


def draft_of(nasty: str, *more: str) -> Draft:
    """A release whose title, publisher, source and some codes are what somebody typed."""
    text = {"en": nasty, "ar": nasty}
    attribution = Attribution(source=text, licence=nasty)
    about = sample.list_about(
        title=text, institution=text, area_name=text, attribution=attribution, unofficial_demo=False
    )
    odd = Dimension("source", (TOTAL, nasty, *more), "", adds_up=False)
    table = sample.protected().tables[-1]
    assert table.slug == "coverage-source"
    cells = {(measure, (code,)): PublicCell(7) for measure in table.measures for code in odd.codes}
    strange = replace(table, dimensions=(odd,), cells=cells)
    return Draft(about, sections(about, (*sample.protected().tables[:-1], strange)))


def check(nasty: str, *more: str) -> None:
    draft = draft_of(nasty, *more)
    for content in csv_files(draft).values():
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
            for value in row:
                assert not value.startswith(FORMULAS) or NUMBER.fullmatch(value), value
    book = openpyxl.load_workbook(io.BytesIO(workbook(draft, Language("ar"))))
    for sheet in book:
        for line in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in line)


@pytest.mark.parametrize("nasty", OURS)
def test_no_text_becomes_a_formula(nasty: str) -> None:
    check(nasty)


@pytest.mark.parametrize("part", range(8))
def test_no_published_text_becomes_a_formula_or_markup(shared: Path, part: int) -> None:
    texts = list(dict.fromkeys(one for one in (*published(), *OWN) if one.isprintable()))[part::8]
    check(*texts)
    (held,) = (body for name, body in json_files(draft_of(*texts)).items() if "coverage-source" in name)
    codes = {one["code"] for one in json.loads(held)["dimensions"][0]["codes"]}
    assert set(texts) <= codes, "JSON keeps it whole"
    assert marks(*texts) == marks(*(f"A plain text {number}" for number, _ in enumerate(texts)))


def marks(*texts: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every element of a release's pages with the names of its attributes."""
    pages = html_files(draft_of(*texts), {}, {})
    return [
        (one.tag, tuple(sorted(one.attributes)))
        for path, content in pages.items()
        if path.endswith(".html")
        for one in Page(content).elements
    ]
