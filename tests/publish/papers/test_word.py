"""The DOCX: every word of the document, right to left in Arabic, the same bytes again, opened by LibreOffice."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from functools import cache
from pathlib import Path

import docx as word
import pytest
from docx.oxml.ns import qn

from sijill.publish.formats.wordml import runs_from_the_right
from sijill.publish.papers.bulletin import bulletin
from sijill.publish.papers.opinion import opinion
from sijill.publish.papers.paper import Facts, Items, Paper, Quoted, Rows, Sentence
from sijill.publish.papers.shutdowns import shutdown_report
from sijill.publish.papers.word import docx
from sijill.publish.text import DIRECTIONS, Language
from tests.publish.formats.documents import opened_by_libreoffice, text_of
from tests.publish.papers.invented import PUBLISHED, bulletin_facts, opinion_facts, shutdown_facts

MARKS = re.compile("[\u200e\u200f]")
KINDS = ("opinion", "bulletin", "shutdowns")
EACH = list(itertools.product(KINDS, DIRECTIONS))


@cache
def paper(kind: str, lang: str) -> Paper:
    if kind == "opinion":
        return opinion(opinion_facts(published=PUBLISHED), Language(lang))
    if kind == "shutdowns":
        return shutdown_report(shutdown_facts(), Language(lang))
    return bulletin(bulletin_facts(), Language(lang))


@cache
def made(kind: str, lang: str) -> bytes:
    return docx(paper(kind, lang))


def opened(kind: str, lang: str) -> word.document.Document:
    return word.Document(io.BytesIO(made(kind, lang)))


def texts(found: word.document.Document) -> list[str]:
    """Every paragraph, those in tables too, in the order of the document."""
    said = ("".join(one.text or "" for one in each.iter(qn("w:t"))) for each in found.element.body.iter(qn("w:p")))
    return [MARKS.sub("", one) for one in said if one]


def wanted(given: Paper) -> list[str]:
    found = [given.title, given.subtitle, *given.remarks]
    for part in given.parts:
        found.append(part.title)
        for block in part.blocks:
            match block:
                case Sentence(text, _):
                    found.append(text)
                case Quoted(text):
                    found += text.splitlines()
                case Items(several):
                    found += several
                case Facts(pairs):
                    found += itertools.chain.from_iterable(pairs)
                case Rows(heads, rows):
                    found += itertools.chain(heads, *rows)
    return [one for one in found if one]


@pytest.mark.parametrize(("kind", "lang"), EACH)
def test_it_holds_every_word_of_the_document_in_its_order(kind: str, lang: str) -> None:
    assert texts(opened(kind, lang)) == [" ".join(one.split()) for one in wanted(paper(kind, lang))]


@pytest.mark.parametrize("kind", KINDS)
def test_arabic_runs_from_the_right_and_words_of_others_in_their_own_direction(kind: str) -> None:
    found = opened(kind, "ar")
    assert all(one._tbl.tblPr.find(qn("w:bidiVisual")) is not None for one in found.tables)
    assert all(one._sectPr.find(qn("w:bidi")) is not None for one in found.sections)
    for paragraph in found.element.body.iter(qn("w:p")):
        if paragraph.find(qn("w:r")) is not None:
            assert paragraph.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None
        for run in paragraph.iter(qn("w:r")):
            text = "".join(one.text or "" for one in run.iter(qn("w:t")))
            assert (run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None) == bool(re.search(r"[^\W\d_]", text))


def test_an_arabic_article_in_an_english_opinion_runs_from_the_right() -> None:
    found = opened("opinion", "en")
    (article,) = [one for one in found.paragraphs if one.text == "نص المادة"]
    assert article._p.pPr.find(qn("w:bidi")).get(qn("w:val")) == "1"
    assert article._p.find(f"{qn('w:r')}/{qn('w:rPr')}/{qn('w:rtl')}") is not None
    others = list(found.element.body.iter(qn("w:bidi")))
    assert len(others) == 1, "and nothing else of it"


def test_the_first_letter_decides_the_direction() -> None:
    assert runs_from_the_right("3. نص (law)")
    assert not runs_from_the_right("3. law (نص)")
    assert not runs_from_the_right("123")


@pytest.mark.parametrize(("kind", "lang"), EACH)
def test_heads_repeat_and_headings_skip_no_level(kind: str, lang: str) -> None:
    found = opened(kind, lang)
    levels = [int(one.style.name[-1]) for one in found.paragraphs if one.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    heads = list(found.element.body.iter(qn("w:tblHeader")))
    assert len(heads) == sum(isinstance(block, Rows) for part in paper(kind, lang).parts for block in part.blocks)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_facts_make_the_same_bytes(kind: str) -> None:
    assert docx(paper(kind, "ar")) == made(kind, "ar")
    with zipfile.ZipFile(io.BytesIO(made(kind, "ar"))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(2026, 11, 28, 0, 0, 0)}


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "lang"), EACH)
def test_libreoffice_opens_it(tmp_path: Path, kind: str, lang: str) -> None:
    file = tmp_path / f"{kind}-{lang}.docx"
    file.write_bytes(made(kind, lang))
    text = text_of(opened_by_libreoffice(file, "pdf"))
    assert "2026" in text
    assert {"opinion": "law-001", "bulletin": "disruption-001"}.get(kind, paper(kind, lang).institution) in text
