"""Pages as a browser draws them: nothing wider than a telephone, Arabic from the right with its letters joined."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.desk import chromium
from tests.publish import sample

pytestmark = pytest.mark.browser

NAMES = ("index", "sdg16", "over-time", "coverage", "method", "files", "corrections")
WIDTHS = """(words) => {
  const text = [...document.querySelectorAll('.chart svg text')].find(one => one.textContent === words);
  const joined = text.getComputedTextLength();
  text.textContent = [...words].join('\\u200c');  // tells letters not to join
  return [joined, text.getComputedTextLength()];
}"""
PLACES = """() => [...document.querySelectorAll('.chart svg')].map(svg => {
  const box = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].map(one => one.getBoundingClientRect());
  return {box: [box.left, box.right], texts: texts.map(one => [one.left, one.right])};
})"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, Path]]:
    """A page of a browser, and the folder of the invented release."""
    folder = sample.written(tmp_path_factory.mktemp("releases") / "release")
    with chromium() as browser:
        yield browser.new_page(), folder


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_no_page_is_wider_than_its_window(page: tuple[Page, Path], lang: str, width: int) -> None:
    window, folder = page
    window.set_viewport_size({"width": width, "height": 800})
    for name in NAMES:
        window.goto((folder / lang / f"{name}.html").as_uri())
        assert window.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize("width", [390, 800, 1280])
@pytest.mark.parametrize("lang", ["en", "ar", "fr", "es"])
def test_the_way_to_other_pages_is_short_and_opens_within_the_window(
    page: tuple[Page, Path], lang: str, width: int
) -> None:
    window, folder = page
    window.set_viewport_size({"width": width, "height": 844})
    window.goto((folder / lang / "sdg16.html").as_uri())
    groups = window.locator("nav.pages summary")
    closed = window.locator("nav.pages").bounding_box()
    assert closed is not None and closed["height"] < 150
    edges = [window.locator(one).bounding_box() for one in ("nav.pages > .frame", "main")]
    assert edges[0] is not None and edges[1] is not None and edges[0]["x"] == edges[1]["x"], (
        "it begins where the text does"
    )
    for number in range(groups.count()):
        groups.nth(number).focus()
        window.keyboard.press("Enter")
        links = window.locator("nav.pages details[open] a")
        assert links.count() > 1
        assert window.evaluate("document.documentElement.scrollWidth") <= width
        for one in links.all():
            box = one.bounding_box()
            assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
    with window.expect_navigation():
        window.locator("nav.pages details[open] a").last.click()
    assert window.url.endswith("/corrections.html")


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_texts_of_a_chart_lie_within_it(page: tuple[Page, Path], lang: str) -> None:
    """Where a page is read from the right, a text that anchored by the page's direction would leave its chart."""
    window, folder = page
    window.set_viewport_size({"width": 1280, "height": 800})
    for name in ("sdg16", "over-time", "coverage"):
        window.goto((folder / lang / f"{name}.html").as_uri())
        for chart in window.evaluate(PLACES):
            left, right = chart["box"]
            assert chart["texts"]
            assert all(left - 1 <= start and end <= right + 1 for start, end in chart["texts"]), name


def test_arabic_letters_are_joined(page: tuple[Page, Path]) -> None:
    """Joined letters are narrower than the same letters alone: the browser shapes the text that the chart holds."""
    window, folder = page
    window.goto((folder / "ar" / "sdg16.html").as_uri())
    joined, alone = window.evaluate(WIDTHS, "الاحتجاز التعسفي")
    assert 0 < joined < 0.9 * alone


def test_every_place_can_be_reached_with_the_keyboard(page: tuple[Page, Path]) -> None:
    window, folder = page
    window.goto((folder / "en" / "sdg16.html").as_uri())
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.getAttribute('href')") == "#main"
    regions = window.locator("[role=region]")
    for number in range(regions.count()):
        regions.nth(number).focus()
        assert window.evaluate("document.activeElement.getAttribute('role')") == "region"
