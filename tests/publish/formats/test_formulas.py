"""Text that a spreadsheet would run as a formula reaches no file as one."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from sijill.publish.formats.csv import files as csv_files
from sijill.publish.formats.draft import Draft
from sijill.publish.formats.xlsx import workbook
from sijill.publish.manifest import Attribution
from sijill.publish.notes import sections
from sijill.publish.text import Language
from sijill.stats.table import TOTAL, Dimension, PublicCell
from tests.publish import sample

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "|", "%")
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


def draft_of(nasty: str) -> Draft:
    """A release whose title, publisher, source and one code are what somebody typed."""
    text = {"en": nasty, "ar": nasty}
    attribution = Attribution(source=text, licence=nasty)
    about = sample.list_about(
        title=text, institution=text, area_name=text, attribution=attribution, unofficial_demo=False
    )
    odd = Dimension("source", (TOTAL, nasty), "", adds_up=False)
    table = sample.protected().tables[-1]
    assert table.slug == "coverage-source"
    cells = {(measure, (code,)): PublicCell(7) for measure in table.measures for code in odd.codes}
    strange = replace(table, dimensions=(odd,), cells=cells)
    return Draft(about, sections(about, (*sample.protected().tables[:-1], strange)))


def check(nasty: str) -> None:
    draft = draft_of(nasty)
    for content in csv_files(draft).values():
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
            for value in row:
                assert not value.startswith(FORMULAS) or value.lstrip("-").isdigit(), value
    book = openpyxl.load_workbook(io.BytesIO(workbook(draft, Language("ar"))))
    for sheet in book:
        for line in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in line)


@pytest.mark.parametrize("nasty", OURS)
def test_no_text_becomes_a_formula(nasty: str) -> None:
    check(nasty)


def test_no_published_payload_becomes_a_formula(shared: Path) -> None:
    file = shared / "vectors" / "csv-injection" / "Intruder" / "csv-payload.txt"
    payloads = [line for line in file.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    assert payloads
    for payload in payloads:
        check(payload)
