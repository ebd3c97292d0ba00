"""An office imports its own list and a newer copy, in a browser without scripts, wide and as narrow as a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from sijill.home import Home
from tests.browser.desk import Desk, chromium, new_home, serving
from tests.browser.test_day import set_up

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROWS = """No;When;Victims;Arabic name;Works as;What happened;Where;By whom;A column with a long name that nobody reads
1;05/03/2024;Zz Alpha Invented;زز ألف المختلقة;Journalist;beaten, threatened;Bolivia;Police;an invented note
2;March 2024;Zz Gamma Invented;;Lawyer;Arrested;Bolivia;unknown men;
3;2918;Zz Delta Invented;;protester;sung at;Bolivia;?;
"""
COLUMNS = {
    "key": "No", "kind": "What happened", "kind_split": ",", "occurred": "When", "dates": "dmy", "name": "Victims",
    "other_name": "Arabic name", "roles": "Works as", "place": "Where", "perpetrator": "By whom",
}  # fmt: skip
MEANT = {"beaten": "assault", "threatened": "threat", "Arrested": "arbitrary-detention"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return new_home(tmp_path / "home")


def whole(desk: Desk, width: int) -> None:
    """The page is no wider than the window."""
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width, desk.page.url


def send(desk: Desk, file: Path, how: str) -> None:
    desk.go("/sources/import/")
    desk.page.set_input_files("input[type=file]", str(file))
    desk.page.select_option("select[name=how]", how)


def go_on(desk: Desk) -> None:
    desk.turn(desk.page.locator("form.sheet button.main"))


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 390)])
def test_a_list_and_its_newer_copy(browser: Browser, home: Home, tmp_path: Path, language: str, width: int) -> None:
    file, newer = tmp_path / "incidents-2024-06-01.csv", tmp_path / "incidents-2024-09-01.csv"
    file.write_text(ROWS, encoding="utf-8")
    newer.write_text(ROWS.replace("05/03/2024", "07/03/2024"), encoding="utf-8")
    with serving(home) as address:
        set_up(Desk(browser, address, language))
        desk = Desk(browser, address, language, width=width)
        desk.sign_in("alice")
        send(desk, file, "own")
        desk.page.locator("details.part summary").click()
        desk.page.fill("input[name=new_name]", "Invented union")
        desk.page.select_option("select[name=new_kind]", "union")
        whole(desk, width)
        go_on(desk)
        for name, column in COLUMNS.items():
            desk.page.select_option(f"select[name={name}]", column)
        desk.page.fill("input[name=unknown]", "?")
        whole(desk, width)
        go_on(desk)
        for said, code in MEANT.items():
            label = desk.page.locator("label").filter(has=desk.page.get_by_text(said, exact=True))
            desk.page.locator(f"#{label.get_attribute('for')}").select_option(code)
        whole(desk, width)
        go_on(desk)
        assert "Zz Alpha Invented" in desk.page.locator("main").inner_text()
        assert desk.page.locator("main .chip.refused").count() >= 2, "the impossible date and the word for nothing"
        whole(desk, width)
        desk.turn(desk.page.locator("form[action$='/run/'] button"))
        assert desk.page.locator("h1").inner_text() == "Invented union"
        assert not [path for path in (home.folder / "uploads").rglob("*") if path.is_file()]
        send(desk, newer, f"saved:{next((home.folder / 'mappings').glob('*.toml')).stem}")
        go_on(desk)
        desk.turn(desk.page.locator("form[action$='/run/'] button"))
        desk.go("/sources/changes/")
        whole(desk, width)
        assert desk.page.locator("ins").first.inner_text() == "2024-03-07"
        # Two acts were drafted from the row: one change is accepted, the other act stays as it is.
        desk.page.locator("input[name=field]").first.check()
        desk.turn(desk.page.locator("button[value=accept]").first)
        assert desk.page.locator("article.report").count() == 1
        desk.page.locator("input[name=reasons]").fill("Invented")
        desk.turn(desk.page.locator("button[value=keep]"))
        assert desk.page.locator("article.report").count() == 0
        desk.close()
