"""Paragraphs, tables and pictures of a DOCX, in either direction of writing.

Tables are put together element by element: python-docx looks a whole table through for every cell.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from datetime import datetime

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph
from lxml.etree import _Element as Element

from sijill.publish.formats.layout import Grid, Row
from sijill.publish.formats.printed import LETTERS, sign
from sijill.publish.text import Language

NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FACE = "Arial"  # holds both scripts, and every word processor has it or what stands in for it
INK, SOFT, RULE, PALE = "0B4A5A", "55636B", "B8C4C9", "EEF3F4"
TAGS = {"en": "en-GB", "ar": "ar-SA", "fr": "fr-FR", "es": "es-ES"}
STYLED = ("Title", "Subtitle", "Heading 1", "Heading 2", "Caption", "List Bullet")
SIZES = {"Title": 24, "Subtitle": 12, "Heading 1": 16, "Heading 2": 12, "Caption": 9}
MANY = 9  # columns; a table of more is set on a page turned on its side
SHORT, LONG = Mm(210), Mm(297)  # the sides of A4
HEADS = 2.5  # how much wider a column of words is than one of numbers


def plain(text: str) -> str:
    """Text as XML takes it, in one line."""
    return " ".join(NO_XML.sub("\ufffd", text).split())


def runs_from_the_right(text: str) -> bool:
    """Is the first letter of a text one of a script written from the right, as HTML's `dir=auto` asks (UAX 9, P2)."""
    kinds = (unicodedata.bidirectional(one) for one in text)
    return next((kind in ("R", "AL") for kind in kinds if kind in ("L", "R", "AL")), False)


def finished(made: WordDocument, when: datetime) -> bytes:
    """The document as a file in which everything has one time; python-docx takes the clock's."""
    saved, out = io.BytesIO(), io.BytesIO()
    made.save(saved)
    at = max(when.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():  # [Content_Types].xml first, as readers expect
            info = zipfile.ZipInfo(name, at)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            after.writestr(info, before.read(name))
    return out.getvalue()


def prepare(made: WordDocument, lang: Language, running: str) -> None:
    """Styles, page, language and direction of an empty document; `running` stands at the head of each page."""
    normal = made.styles["Normal"]
    normal.font.size = Pt(10.5)
    for name in ("Normal", *STYLED):
        style = made.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{slot}"), FACE)
        _style(style.element, name, lang)
    section = made.sections[0]
    section.page_width, section.page_height = SHORT, LONG
    section.left_margin = section.right_margin = Mm(20)
    if lang.direction == "rtl":
        section._sectPr.insert_element_before(OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid", "w:printerSettings")
    head = section.header.paragraphs[0]
    Page(made, lang).write(head, running, small=True)


def _style(element: Element, name: str, lang: Language) -> None:
    """Size and weight of a style for both scripts, and its language."""
    run = element.get_or_add_rPr()
    for name_of in ("w:spacing", "w:kern", "w:i", "w:iCs"):  # they tear Arabic letters apart, or lean them
        for there in run.findall(qn(name_of)):
            run.remove(there)
    size = SIZES.get(name)
    if size:
        _set(run, "w:sz", val=str(size * 2))
        _set(run, "w:szCs", val=str(size * 2))
        _set(run, "w:color", val=SOFT if name in ("Caption", "Subtitle") else INK)
    elif name == "Normal":
        _set(run, "w:szCs", val="22")
    if name.startswith("Heading") or name == "Title":
        _set(run, "w:bCs")
    tag = TAGS.get(lang.code, lang.code)
    _set(run, "w:lang", **({"bidi": tag} if lang.direction == "rtl" else {"val": tag}))
    if lang.direction == "rtl":
        _first(element.get_or_add_pPr(), "w:bidi")


def _set(parent: Element, name: str, **values: str) -> None:
    """A property in its place among its siblings, replacing the one that is there."""
    for there in parent.findall(qn(name)):
        parent.remove(there)
    child = OxmlElement(name)
    for key, value in values.items():
        child.set(qn(f"w:{key}"), value)
    after = _later(RUN_ORDER, name)
    parent.insert_element_before(child, *after)


def _first(parent: Element, name: str) -> None:
    if parent.find(qn(name)) is None:
        parent.insert_element_before(OxmlElement(name), *_later(PARAGRAPH_ORDER, name))


def _set_direction(about: Element, *, from_right: bool) -> None:
    """Say the direction of a paragraph, against that of its style where they differ."""
    about.insert_element_before(_with("w:bidi", val="1" if from_right else "0"), *_later(PARAGRAPH_ORDER, "w:bidi"))


def _later(order: Sequence[str], name: str) -> tuple[str, ...]:
    return tuple(order[order.index(name) + 1 :])


# The order in which the standard (ECMA-376, part 1, 17.3) wants the properties of runs and paragraphs.
RUN_ORDER = (
    "w:rStyle", "w:rFonts", "w:b", "w:bCs", "w:i", "w:iCs", "w:caps", "w:smallCaps", "w:strike", "w:dstrike",
    "w:outline", "w:shadow", "w:emboss", "w:imprint", "w:noProof", "w:snapToGrid", "w:vanish", "w:webHidden",
    "w:color", "w:spacing", "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:effect",
    "w:bdr", "w:shd", "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout",
    "w:specVanish", "w:oMath",
)  # fmt: skip
PARAGRAPH_ORDER = (
    "w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl", "w:numPr",
    "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap",
    "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd",
    "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc",
    "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr",
    "w:sectPr", "w:pPrChange",
)  # fmt: skip


def is_wide(grid: Grid) -> bool:
    """Does it need a page turned on its side?"""
    return len(grid.corner) + len(grid.columns) > MANY


class Page:
    """What is written into a document, one thing after the other."""

    def __init__(self, made: WordDocument, lang: Language) -> None:
        self._made = made
        self._lang = lang
        self._right_to_left = lang.direction == "rtl"
        self._is_wide = False

    def heading(self, text: str, level: int) -> None:
        """A heading of the document's outline."""
        self.write(self._made.add_paragraph(style=f"Heading {level}"), text)

    def paragraph(self, text: str, style: str = "Normal", *, bold: bool = False, small: bool = False) -> None:
        """A paragraph."""
        self.write(self._made.add_paragraph(style=style), text, bold=bold, small=small)

    def write(self, paragraph: Paragraph, text: str, *, bold: bool = False, small: bool = False) -> None:
        """Text into an empty paragraph."""
        size = 8.5 if small else None
        if self._right_to_left:
            _first(paragraph._p.get_or_add_pPr(), "w:bidi")
        paragraph._p.append(self._run(text, bold=bold, size=size))

    def quoted(self, text: str) -> None:
        """Words of others, each line a paragraph in the direction of its own script, whatever the document's."""
        for line in text.splitlines():
            if line.strip():
                paragraph = self._made.add_paragraph(style="Normal")
                about, from_right = paragraph._p.get_or_add_pPr(), runs_from_the_right(line)
                _set_direction(about, from_right=from_right)
                paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(6)
                paragraph._p.append(self._run(line, from_right=from_right))

    def picture(self, content: bytes, width: Length, said: str) -> None:
        """A picture with the text that stands for it."""
        paragraph = self._made.add_paragraph()
        if self._right_to_left:
            _first(paragraph._p.get_or_add_pPr(), "w:bidi")
        inline = paragraph.add_run().add_picture(io.BytesIO(content), width=width)._inline
        inline.docPr.set("descr", plain(said))
        inline.docPr.set("name", f"chart {inline.docPr.get('id')}")

    def lie(self, *, is_wide: bool) -> None:
        """Go on upright or on a page turned on its side: on a new page where that is another way than now."""
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        section = self._made.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (LONG, SHORT) if is_wide else (SHORT, LONG)

    def facts(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Names and values, a row each; the names head their rows."""
        table = self._table((1, 2), "firstColumn")
        for name, value in pairs:
            row = OxmlElement("w:tr")
            row.append(self._cell(name, bold=True, start=True))
            row.append(self._cell(value, start=True))
            table.append(row)
        self._add(table)

    def grid(self, grid: Grid, in_all: str) -> None:
        """A table of figures: its head is repeated on every page, no row is broken."""
        size = 7.5 if is_wide(grid) else 8.5
        table = self._table([HEADS] * len(grid.corner) + [1.0] * len(grid.columns), "firstRow")
        corner = [name or in_all for name in grid.corner]
        if grid.groups:
            groups = [(one.text, one.span) for one in grid.groups]
            self._head(table, [*((name, 1) for name in corner), *groups], len(corner), size)
            self._head(table, [*(("", 1) for _ in corner), *((name, 1) for name in grid.columns)], len(corner), size)
        else:
            self._head(table, [(name, 1) for name in (*corner, *grid.columns)], len(corner), size)
        for row in grid.rows:
            table.append(self._row(row, size))
        self._add(table)

    def words(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table of words: its head is repeated on every page, all cells begin where the line does."""
        size = 8.5
        longest = [max(len(text) for text in column) for column in zip(heads, *rows, strict=True)]
        # By the root: a column of sentences is wider than one of words, and not so wide that these break.
        table = self._table([max(one, 8) ** 0.5 for one in longest], "firstRow")
        self._head(table, [(head, 1) for head in heads], len(heads), size)
        for texts in rows:
            row = OxmlElement("w:tr")
            for text in texts:
                row.append(self._cell(sign(text, self._lang), size=size, start=True))
            table.append(row)
        self._add(table)

    def _head(self, table: Element, cells: list[tuple[str, int]], corners: int, size: float) -> None:
        row = OxmlElement("w:tr")
        held = OxmlElement("w:trPr")
        held.append(OxmlElement("w:cantSplit"))
        held.append(OxmlElement("w:tblHeader"))
        row.append(held)
        for number, (text, span) in enumerate(cells):
            row.append(self._cell(text, span=span, bold=True, size=size, start=number < corners, shade=True))
        table.append(row)

    def _row(self, said: Row, size: float) -> Element:
        row = OxmlElement("w:tr")
        held = OxmlElement("w:trPr")
        held.append(OxmlElement("w:cantSplit"))
        row.append(held)
        for text in said.heads:
            row.append(self._cell(text, bold=said.is_total, size=size, start=True))
        for cell in said.cells:
            row.append(self._cell(sign(f"{cell.text}{cell.note}", self._lang), bold=said.is_total, size=size))
        return row

    def _table(self, shares: Sequence[float], header: str) -> Element:
        """An empty table as wide as the page, its columns in these shares; `header`: its first row or column."""
        table, held = OxmlElement("w:tbl"), OxmlElement("w:tblPr")
        if self._right_to_left:
            held.append(OxmlElement("w:bidiVisual"))
        held.append(_with("w:tblW", w="5000", type="pct"))
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "bottom", "insideH"):
            borders.append(_with(f"w:{side}", val="single", sz="4", space="0", color=RULE))
        held.append(borders)
        held.append(_with("w:tblLook", **{header: "1"}))
        table.append(held)
        section = self._made.sections[-1]
        room = (section.page_width or SHORT) - (section.left_margin or 0) - (section.right_margin or 0)
        widths = OxmlElement("w:tblGrid")
        for share in shares:
            widths.append(_with("w:gridCol", w=str(round(Length(room).twips * share / sum(shares)))))
        table.append(widths)
        return table

    def _cell(
        self, text: str, *, span: int = 1, bold: bool = False, size: float = 9, start: bool = False, shade: bool = False
    ) -> Element:
        cell, held = OxmlElement("w:tc"), OxmlElement("w:tcPr")
        if span > 1:
            held.append(_with("w:gridSpan", val=str(span)))
        if shade:
            held.append(_with("w:shd", val="clear", color="auto", fill=PALE))
        cell.append(held)
        paragraph, about = OxmlElement("w:p"), OxmlElement("w:pPr")
        if self._right_to_left:
            about.append(OxmlElement("w:bidi"))
        about.append(_with("w:spacing", before="20", after="20"))
        about.append(_with("w:jc", val="left" if start else "right"))  # in a right-to-left paragraph, turned round
        paragraph.append(about)
        if text:
            paragraph.append(self._run(text, bold=bold, size=size))
        cell.append(paragraph)
        return cell

    def _run(
        self, text: str, *, bold: bool = False, size: float | None = None, from_right: bool | None = None
    ) -> Element:
        run, held = OxmlElement("w:r"), OxmlElement("w:rPr")
        if bold:
            held.append(OxmlElement("w:b"))
            held.append(OxmlElement("w:bCs"))
        if size:
            held.append(_with("w:sz", val=str(round(size * 2))))
            held.append(_with("w:szCs", val=str(round(size * 2))))
        from_right = self._right_to_left if from_right is None else from_right
        if from_right and LETTERS.search(text):
            held.append(OxmlElement("w:rtl"))
        run.append(held)
        words = OxmlElement("w:t")
        words.text = plain(text)
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        return run

    def _add(self, table: Element) -> None:
        """The table, and the empty paragraph that keeps it apart from the next."""
        self._made.element.body.insert(len(self._made.element.body) - 1, table)
        self.write(self._made.add_paragraph(), "", small=True)


def _with(name: str, **values: str) -> Element:
    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    return element
