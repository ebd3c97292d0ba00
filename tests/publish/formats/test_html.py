"""Pages: readable without script, by ear, from right to left; every link leads somewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import PurePosixPath

import pytest

from sijill.codelists.load import LANGUAGES
from sijill.publish.formats.draft import Draft
from sijill.publish.formats.html import GROUPS, navigation
from sijill.publish.html import FOLDER, STYLE
from sijill.publish.notes import sections
from sijill.publish.reports import REPORTS
from sijill.publish.text import Language
from tests.english import left_in_english
from tests.publish import sample
from tests.publish.formats.pages import Page

KINDS = ("invented", "official", "unassessed")
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b|(?:left|right|top|bottom)\s*:"
    r"|(?:min-|max-)?(?:width|height)\s*:|text-align\s*:\s*(?:left|right)|float\s*:)"
)


EN = {"lang": "en", "dir": "ltr"}
LISTS = {f"../../../{lang}/" for lang in LANGUAGES}  # of the site that serves the release


@cache
def pages(kind: str) -> dict[str, Page]:
    files, _ = sample.composed(kind)
    return {path: Page(content) for path, content in files.items() if path.endswith(".html")}


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_well_formed_and_say_their_language(kind: str) -> None:
    for path, page in pages(kind).items():
        assert page.problems == [], path
        html = page.all("html")[0].attributes
        lang = path.split("/")[0] if "/" in path else "en"
        assert html == {"lang": lang, "dir": "rtl" if lang == "ar" else "ltr"}
        page.with_("id")


@pytest.mark.parametrize("kind", KINDS)
def test_pages_have_landmarks_and_a_way_past_them(kind: str) -> None:
    for path, page in pages(kind).items():
        for landmark in ("header", "main", "footer"):
            assert len([one for one in page.all(landmark) if "section" not in one.above]) == 1, path
        assert len(page.all("h1")) == 1
        first_link = page.all("a")[0]
        assert first_link.attributes["href"] == "#main"
        levels = [int(one.tag[1]) for one in page.all("h1", "h2", "h3")]
        assert all(after <= before + 1 for before, after in pairwise(levels)), path


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_leads_to_every_other_of_its_language_in_groups(kind: str) -> None:
    found = pages(kind)
    for path, page in found.items():
        if "/" not in path:
            continue
        lang, name = path.split("/")
        (nav,) = [one for one in page.all("nav") if one.attributes.get("class") == "pages"]
        assert nav.attributes["aria-label"] == Language(lang).say("nav.label")
        links = [one for one in page.all("a") if "details" in one.above or one.attributes.get("aria-current")]
        targets = [one.attributes["href"] for one in links]
        there = {other.split("/")[1] for other in found if other.startswith(f"{lang}/")}
        assert set(targets) | {"index.html"} == there, path
        assert len(targets) == len(set(targets)), path
        (here,) = [one for one in page.all("a") if one.attributes.get("aria-current") == "page"]
        assert here.attributes["href"] == name
        marked = [one.said for one in page.all("summary") if one.attributes.get("aria-current") == "true"]
        assert len(marked) == ("details" in here.above)
        assert all(one.said for one in page.all("summary")), path


def test_every_page_that_a_report_can_have_is_in_one_group() -> None:
    """A new report is given its place in html.GROUPS; until then it stands with the figures."""
    placed = [page for group in GROUPS.values() for page in group]
    assert len(placed) == len(set(placed))
    fixed = {"method", "files", "corrections"}
    assert set(placed) - fixed == {slug.replace("_", "-") for slug in REPORTS}


def test_a_group_of_one_page_goes_by_the_name_of_the_page_and_a_new_page_joins_the_first() -> None:
    about = sample.about()
    draft = Draft(about, sections(about, sample.protected().tables))
    first = draft.sections[0]
    new = replace(draft, sections=(first, replace(first, page="quite-new")))
    names = [list(group.pages) for group in navigation(new, Language("en"))]
    assert names == [["index"], [first.page, "quite-new"], ["method", "coverage", "files", "corrections"]]
    alone = navigation(replace(draft, sections=(first,)), Language("en"))
    assert [list(group.pages) for group in alone][:2] == [["index"], [first.page]]


@pytest.mark.parametrize("kind", KINDS)
def test_tables_have_captions_and_scoped_heads(kind: str) -> None:
    for path, page in pages(kind).items():
        captions = [one for one in page.all("caption") if one.said]
        assert len(captions) == len(page.all("table")), path
        assert all(one.attributes.get("scope") in ("col", "colgroup", "row") for one in page.all("th")), path
        assert all(one.said for one in page.all("th", "h1", "h2", "h3", "a", "dt")), path


@pytest.mark.parametrize("kind", KINDS)
def test_pages_need_nothing_but_the_style_sheet(kind: str) -> None:
    """The policy of the public site allows no script, no style in a page and nothing from elsewhere."""
    for path, page in pages(kind).items():
        assert page.all("script", "style", "iframe", "object", "embed", "form", "img") == []
        assert [one for one in page.elements if "style" in one.attributes or "onclick" in one.attributes] == []
        links = page.all("link")
        assert [one.attributes["href"] for one in links] == ["style.css" if "/" not in path else "../style.css"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_link_leads_to_a_file_of_the_release(kind: str) -> None:
    files, _ = sample.composed(kind)
    for path, page in pages(kind).items():
        ids = set(page.with_("id"))
        for link in page.all("a", "link"):
            target = link.attributes["href"]
            if target.startswith("#"):
                assert target[1:] in ids, (path, target)
            elif not target.startswith("https://") and target not in LISTS:
                resolved = PurePosixPath(path).parent.joinpath(target).as_posix()
                while "../" in resolved:
                    resolved = re.sub(r"[^/.]+/\.\./", "", resolved, count=1)
                assert resolved in files, (path, target)


def test_every_page_says_that_it_is_invented() -> None:
    for path, page in pages("invented").items():
        said = page.all("body")[0].said
        assert "UNOFFICIAL-DEMO" in said, path
        assert "INVENTED" in said, path
        if "/" in path:
            assert Language(path[:2]).say("banner.invented") in said, path


def test_a_list_of_somebody_else_is_attributed_on_every_page() -> None:
    for path, page in pages("unassessed").items():
        if "/" in path:
            said = page.all("body")[0].said
            assert "CC BY 4.0" in said
            assert ("Invented Press List" in said) or ("قائمة صحفية مختلقة" in said)


def test_official_pages_bear_no_mark() -> None:
    for page in pages("official").values():
        said = page.all("body")[0].said
        assert "UNOFFICIAL" not in said
        assert "INVENTED" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_the_overview_says_reported_and_verified_and_never_their_sum(kind: str) -> None:
    table = sample.protected(kind != "unassessed").tables[0]
    reported, verified = (table.cells[measure, ("_T",)] for measure in ("reported", "verified"))
    for lang, word in (("en", "not assessed"), ("ar", "لم يُقيَّم"), ("fr", "non évalué"), ("es", "no evaluado")):
        page = pages(kind)[f"{lang}/index.html"]
        figures = page.with_("data-headline")
        assert sample.in_text(figures["sdg16:reported:"].said) == reported.value
        if verified.value is None:
            assert figures["sdg16:verified:"].said.startswith(word)
        else:
            assert sample.in_text(figures["sdg16:verified:"].said) == verified.value
            assert str(reported.value + verified.value) not in page.all("main")[0].said


def test_official_series_are_not_assessed_where_they_are_not_written() -> None:
    for kind in ("invented", "unassessed"):
        series = pages(kind)["en/index.html"].with_("data-series")
        assert {code: one.said for code, one in series.items()} == {
            "VC_VAW_MTUHRA": "not assessed",
            "VC_VOC_ENFDIS": "not assessed",
        }


def test_official_series_are_shown_where_they_are_written() -> None:
    table = sample.protected().tables[0]
    series = pages("official")["ar/index.html"].with_("data-series")
    for code, letter in (("VC_VAW_MTUHRA", "A"), ("VC_VOC_ENFDIS", "B")):
        cell = table.cells["verified", (letter,)]
        shown = series[code].said.removesuffix(" CSV")
        assert sample.in_text(shown) == cell.value
        assert shown != "لم يُقيَّم"


def test_the_style_sheet_knows_no_left_and_no_right() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", (FOLDER / STYLE).read_text(encoding="utf-8"), flags=re.DOTALL)
    rules = re.sub(r"@media[^{]*", "", sheet)
    assert PHYSICAL.findall(rules) == []
    assert PHYSICAL.findall("p { margin-left: 1px; width: 3px; text-align: right }")  # the test sees one


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_left_in_english(kind: str) -> None:
    files, _ = sample.composed(kind)
    for path, content in files.items():
        if path.endswith(".html") and path[:3] in ("ar/", "fr/", "es/"):
            assert left_in_english(content.decode(), path[:2]) == [], path
    assert left_in_english(files["en/method.html"].decode(), "fr")


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_office_gave_in_english_only_says_so(kind: str) -> None:
    title = sample.about().title
    for lang, attributes in (("en", {}), ("ar", {}), ("fr", EN), ("es", EN)):
        (head,) = [one for one in pages(kind)[f"{lang}/index.html"].all("bdi") if "h1" in one.above]
        assert (head.attributes, head.said) == (attributes, title["ar" if lang == "ar" else "en"])


def test_titles_are_escaped() -> None:
    nasty = {"en": "<script>alert(1)</script> & 'x' \"y\"", "ar": "<b>عنوان</b>"}
    from sijill.publish.release import compose

    files, _ = compose(sample.protected(), sample.about(title=nasty, institution=nasty))
    for path, content in files.items():
        if path.endswith(".html"):
            assert b"<script" not in content, path
            assert b"<b>" not in content, path
            assert Page(content).problems == []
