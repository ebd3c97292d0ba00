"""The chapter: opens in LibreOffice, holds the release's figures, can be edited, runs from the right in Arabic."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from pathlib import Path

import docx as word
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook

from sijill.publish.formats.docx import docx
from sijill.publish.formats.layout import grid
from sijill.publish.formats.printed import document
from sijill.publish.manifest import LANGUAGES
from sijill.publish.text import Language
from tests.publish import sample
from tests.publish.formats.documents import draft, made, opened_by_libreoffice, text_of

INVISIBLE = re.compile("[\u200e\u200f]")


def opened(lang: str) -> word.document.Document:
    return word.Document(io.BytesIO(made("docx", lang)))


def cells(table: word.table.Table) -> list[list[str]]:
    """The texts of a table, row by row, without marks of direction; a cell over several columns once."""
    return [
        [INVISIBLE.sub("", "".join(text.text or "" for text in cell.iter(qn("w:t")))) for cell in row.iter(qn("w:tc"))]
        for row in table._tbl.iter(qn("w:tr"))
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_tables_are_those_of_the_release(lang: str) -> None:
    found = opened(lang).tables[1:-1]  # between the facts of the cover and those of the method
    wanted = [table for _, table in draft().tables()]
    assert len(found) == len(wanted)
    for table, one in zip(found, wanted, strict=True):
        said = grid(one, Language(lang))
        body = cells(table)[2 if said.groups else 1 :]
        assert body == [[*row.heads, *(f"{cell.text}{cell.note}" for cell in row.cells)] for row in said.rows]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_heads_repeat_and_rows_stay_whole(lang: str) -> None:
    for table in opened(lang).tables[1:-1]:
        rows = list(table._tbl.iter(qn("w:tr")))
        heads = [one for one in rows if one.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
        assert rows[: len(heads)] == heads
        assert len(heads) in (1, 2)
        assert all(one.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for one in rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_has_words_and_headings_skip_no_level(lang: str) -> None:
    found = opened(lang)
    said = [one._inline.docPr.get("descr") for one in found.inline_shapes]
    assert len(said) == len(document(draft(), Language(lang)).pictures)
    assert all(len(one) > 20 for one in said)
    levels = [int(one.style.name[-1]) for one in found.paragraphs if one.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_arabic_runs_from_the_right() -> None:
    found = opened("ar")
    assert all(one._tbl.tblPr.find(qn("w:bidiVisual")) is not None for one in found.tables)
    assert all(one._sectPr.find(qn("w:bidi")) is not None for one in found.sections)
    for paragraph in found.element.body.iter(qn("w:p")):
        about = paragraph.find(qn("w:pPr"))
        if paragraph.find(qn("w:r")) is not None:
            assert about is not None and about.find(qn("w:bidi")) is not None
        for run in paragraph.iter(qn("w:r")):
            text = "".join(one.text or "" for one in run.iter(qn("w:t")))
            assert (run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None) == bool(re.search(r"[^\W\d_]", text))
    assert found.styles["Normal"].element.find(f".//{qn('w:bidi')}") is not None, "and so does what is added by hand"


def test_english_does_not() -> None:
    for part in ("word/document.xml", "word/styles.xml"):
        with zipfile.ZipFile(io.BytesIO(made("docx", "en"))) as archive:
            assert not re.search(rb"<w:(bidi|bidiVisual|rtl)/>", archive.read(part))


def test_the_same_release_makes_the_same_bytes() -> None:
    again = docx(draft(), Language("ar"))
    assert again == made("docx", "ar")
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(2026, 2, 1, 0, 0, 0)}
        assert b"2026-02-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_text_that_xml_has_no_place_for_is_replaced() -> None:
    about = sample.about(title=dict.fromkeys(LANGUAGES, "Bell \x07 <b> & ]]>"))
    found = word.Document(io.BytesIO(docx(draft(about), Language("en"))))
    assert found.paragraphs[0].text == "Bell \ufffd <b> & ]]>"


def test_what_nobody_assessed_is_said_and_is_no_zero() -> None:
    about = sample.list_about()
    found = word.Document(io.BytesIO(docx(draft(about, assessed=False), Language("en"))))
    rows = cells(found.tables[1])
    assert rows[0] == ["Category", "Reported", "Verified"]
    assert {row[-1] for row in rows[1:]} == {"not assessed"}
    text = "\n".join(one.text for one in found.paragraphs)
    assert "Invented Press List" in text
    assert "CC BY 4.0" in text


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_libreoffice_opens_it(tmp_path: Path, lang: str) -> None:
    file = tmp_path / f"report-{lang}.docx"
    file.write_bytes(made("docx", lang))
    text = text_of(opened_by_libreoffice(file, "pdf"))
    assert "UNOFFICIAL-DEMO" in text
    for number in ("420", "177", "175", "149"):
        assert number in text


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_libreoffice_opens_the_workbook(tmp_path: Path, lang: str) -> None:
    files, _ = sample.composed("invented")
    file = tmp_path / "tables.xlsx"
    file.write_bytes(files[f"data/tables-{lang}-UNOFFICIAL-DEMO.xlsx"])
    again = load_workbook(opened_by_libreoffice(file, "xlsx:Calc MS Excel 2007 XML"))
    before = load_workbook(file)
    assert again.sheetnames == before.sheetnames
    for name in before.sheetnames:
        assert bool(again[name].sheet_view.rightToLeft) == (lang == "ar")
        assert [[cell.value or None for cell in row] for row in again[name].iter_rows()] == [
            [cell.value or None for cell in row] for row in before[name].iter_rows()
        ]
