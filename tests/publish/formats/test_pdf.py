"""The PDF: tagged, in its language, same bytes; its figures those of the release; Arabic shaped as a browser does it.

No veraPDF here (it is a Java program on no index we install from), so nothing claims that a file
conforms to PDF/UA-1: these tests look at what the standard's checkers look at first.
"""

from __future__ import annotations

import io
import itertools
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser

from sijill.publish.formats import fonts
from sijill.publish.formats import pdf as module
from sijill.publish.formats.pdf import NoPango, _fetcher, engine, pdf
from sijill.publish.formats.printed import MOST_ROWS, document, sign
from sijill.publish.manifest import LANGUAGES
from sijill.publish.text import Language
from tests.browser.desk import chromium
from tests.publish import sample
from tests.publish.formats.documents import draft, made, text_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
AGAIN = """
import sys
from pathlib import Path
from sijill.publish.formats.pdf import pdf
from sijill.publish.text import Language
from tests.publish.formats.documents import draft
Path(sys.argv[1]).write_bytes(pdf(draft(), Language("ar")))
"""


@pytest.fixture(scope="module", params=LANGUAGES)
def opened(request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    """The PDF of each language."""
    with pikepdf.open(io.BytesIO(made("pdf", request.param))) as found:
        yield found


def elements(found: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Every element of the structure tree, in the order of reading."""

    def below(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                yield from below(kid)

    return list(below(found.Root.StructTreeRoot))


def kind(element: pikepdf.Dictionary) -> str:
    return str(element.S).removeprefix("/")


def test_it_says_that_it_is_tagged_and_in_which_language(opened: pikepdf.Pdf) -> None:
    assert opened.Root.MarkInfo.Marked
    assert str(opened.Root.Lang) in LANGUAGES
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    with opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"]
    assert not opened.check_pdf_syntax()


def test_its_headings_begin_at_one_and_skip_none(opened: pikepdf.Pdf) -> None:
    levels = [int(kind(one)[1]) for one in elements(opened) if kind(one) in ("H1", "H2", "H3", "H4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert len(levels) > 12
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_picture_has_words(opened: pikepdf.Pdf) -> None:
    figures = [one for one in elements(opened) if kind(one) == "Figure"]
    charts = document(draft(), Language(str(opened.Root.Lang))).pictures
    assert sorted(str(one.Alt).rsplit(". ", 1)[-1] for one in figures) == sorted(
        one.note.rsplit(". ", 1)[-1] for one in charts.values()
    )


def test_every_header_says_what_it_heads(opened: pikepdf.Pdf) -> None:
    headers = [one for one in elements(opened) if kind(one) == "TH"]
    assert {str(one.A.Scope) for one in headers} == {"/Row", "/Column"}
    known = {bytes(one.ID) for one in headers}
    cells = [one for one in elements(opened) if kind(one) == "TD"]
    named = [bytes(name) for one in cells for name in one.A.get("/Headers", [])]
    assert named
    assert set(named) <= known


def test_every_font_is_embedded_with_its_letters(opened: pikepdf.Pdf) -> None:
    found = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
    whole = [one for one in found if one.Subtype == "/Type0"]
    assert whole
    for font in whole:
        assert "/ToUnicode" in font
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_everything_drawn_is_tagged_or_an_artifact(opened: pikepdf.Pdf) -> None:
    for number, page in enumerate(opened.pages):
        assert page.get("/Tabs") in (None, "/S")
        depth = 0
        for one in pikepdf.parse_content_stream(page):
            operator = str(one.operator)
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
            if operator in ("Tj", "TJ", "Do"):
                assert depth > 0, f"page {number + 1} draws outside of every mark: {one.operands}"


def test_its_figures_are_those_of_the_release(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(made("pdf", "en"))
    text = " ".join(text_of(file).split())
    for table in sample.protected().tables:
        if table.slug == "sdg16":
            for code, words in (("A", "Killing"), ("C", "Torture"), ("_T", "All")):
                shown = [table.cells[measure, (code,)].value for measure in table.measures]
                signs = " ".join("●" if value is None else str(value) for value in shown)
                assert f"{words} {signs}" in text
    assert text.count("UNOFFICIAL-DEMO") >= 10, "the mark stands at the head of every page"
    assert sample.about().id in text


def test_two_processes_seconds_apart_make_the_same_bytes(tmp_path: Path) -> None:
    files = []
    for number in ("1", "2"):
        files.append(tmp_path / f"{number}.pdf")
        subprocess.run(
            [sys.executable, "-c", AGAIN, str(files[-1])], cwd=ROOT, check=True,
            env={"PYTHONHASHSEED": number, "PATH": "", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "src")},
        )  # fmt: skip
        time.sleep(1.1)
    assert files[0].read_bytes() == files[1].read_bytes() == made("pdf", "ar")


def test_a_long_table_is_cut_on_paper_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_ROWS == 60
    monkeypatch.setattr("sijill.publish.formats.printed.MOST_ROWS", 3)
    said = document(draft(), Language("en"))
    tables = {one.slug: one for section in said.sections for one in section.tables}
    assert all(len(one.grid.rows) <= 3 for one in tables.values())
    assert said.cut["sdg16"] == 4
    assert all(row.is_total for row in (one.grid.rows[0] for one in tables.values())), "totals come first"


def test_nothing_is_fetched_from_elsewhere() -> None:
    fetch = _fetcher().fetch
    here = Path(__file__).as_uri()
    for address in ("http://127.0.0.1:9/x.png", here, "data:image/svg+xml,<svg/>"):
        with pytest.raises(ValueError, match="fetches nothing"):
            fetch(address)
    about = sample.about(title=dict.fromkeys(LANGUAGES, '<img src="x.png"> & <b>'))
    with pikepdf.open(io.BytesIO(pdf(draft(about), Language("en")))) as found:
        assert b'&lt;img src="x.png"&gt;' in found.Root.Metadata.read_bytes(), "what a title holds is text"


def test_without_pango_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise OSError("cannot load library 'libpangoft2-1.0-0'")

    monkeypatch.setattr(module, "import_module", missing)
    with pytest.raises(NoPango, match="apt-get install libpangoft2"):
        engine()


WORDS = "الاعتداءات على من يعبّرون عن آرائهم"
LINE = """<!doctype html><meta charset="utf-8"><style>
@font-face {{ font-family: Face; src: url("{font}"); }}
@page {{ size: 900px 140px; margin: 0; }}
body {{ margin: 20px; font: 48px/1.8 Face; color: black; background: white; }}</style>
<p lang="ar" dir="rtl" style="margin:0">{words}</p>"""


@pytest.mark.browser
def test_arabic_is_shaped_as_a_browser_shapes_it(tmp_path: Path) -> None:
    """The same line in the same font by both; and letters told not to join look different to this very test."""
    font = fonts.files()[fonts.ARABIC].as_uri()
    apart = "\u200c".join(WORDS)
    with chromium() as browser:
        wanted = _by_browser(browser, tmp_path, LINE.format(font=font, words=WORDS))
    printed = _by_weasyprint(tmp_path, LINE.format(font=font, words=WORDS))
    unjoined = _by_weasyprint(tmp_path, LINE.format(font=font, words=apart))
    assert _likeness(wanted, printed) > 0.85
    assert _likeness(wanted, unjoined) < 0.6


def test_a_sign_reads_the_same_in_arabic(tmp_path: Path) -> None:
    """`<5` as it stands in an English table; in a line from the right it would turn into `5>` without its marks."""
    font = fonts.files()[fonts.LATIN].as_uri()

    def drawn(text: str, page: str = LINE) -> Image.Image:
        return _by_weasyprint(tmp_path, page.format(font=font, words=text.replace("<", "&lt;")))

    wanted = drawn("<5", LINE.replace("rtl", "ltr"))
    assert _likeness(wanted, drawn(sign("<5", Language("ar")))) > 0.8
    assert _likeness(wanted, drawn("<5")) < 0.6
    assert sign("<5", Language("en")) == "<5"
    assert sign("420", Language("ar")) == "420"


def _by_browser(browser: Browser, folder: Path, page: str) -> Image.Image:
    file = folder / "line.html"
    file.write_text(page, encoding="utf-8")
    window = browser.new_page(viewport={"width": 900, "height": 140})
    window.goto(file.as_uri())
    window.evaluate("document.fonts.load('48px Face', 'ع')")
    window.wait_for_function("document.fonts.check('48px Face', 'ع')")
    return Image.open(io.BytesIO(window.screenshot()))


def _by_weasyprint(folder: Path, page: str) -> Image.Image:
    file = folder / "line.pdf"
    engine().HTML(string=page).write_pdf(file)
    subprocess.run(["pdftoppm", "-r", "96", "-png", "-singlefile", str(file), str(folder / "line")], check=True)
    return Image.open(folder / "line.png").convert("L")  # read now: the next line is written over it


def _likeness(one: Image.Image, other: Image.Image) -> float:
    """How much of the ink of two lines of the same height lies in the same place, after both are cut to it."""
    cut = []
    for image in (one, other):
        ink = ImageChops.invert(image.convert("L"))
        cut.append(ink.crop(ink.getbbox()).resize((720, 60)).point(lambda level: 255 if level > 96 else 0))
    both = ImageChops.darker(*cut).histogram()[255]
    either = ImageChops.lighter(*cut).histogram()[255]
    return float(both / either)
