"""Make the pictures of both sites again, from the practice installation.

    python scripts/screenshots.py               all pictures into build/pictures, the chosen ones into docs/images
    python scripts/screenshots.py --home DIR    from this practice installation instead of a fresh one
    python scripts/screenshots.py --chosen      only those of docs/images

Every page at desktop and phone width, in every language, by a browser without scripts. Nothing
real is ever pictured: a home that is not marked as practice is refused.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "examples")]

from playwright.sync_api import Browser, Page  # noqa: E402

from sijill.codelists.load import LANGUAGES  # noqa: E402
from sijill.home import Home, find  # noqa: E402
from tests.browser.desk import Desk, chromium, free_port, new_home, process_of, serving, wait_for  # noqa: E402

PASSWORD = "practice-only-zz"  # noqa: S105 - the invented staff's, which everybody may know
ALL, CHOSEN = ROOT / "build" / "pictures", ROOT / "docs" / "images"
DESKTOP, PHONE = (1280, 860), (390, 844)
YEARS = "since=2023-01-01&until=2024-12-31"


@dataclass(frozen=True)
class Picture:
    """A page: its name, who looks (nobody: the public site), how to come there, and which pictures docs shows."""

    name: str
    who: str
    go: Callable[[Page, str], object]
    shown: tuple[str, ...] = ()


def at(path: str) -> Callable[[Page, str], object]:
    """Go to an address."""
    return lambda page, address: page.goto(address + path)


def by(path: str, *links: str) -> Callable[[Page, str], object]:
    """Go to an address, then follow the first link of each selector."""

    def go(page: Page, address: str) -> None:
        page.goto(address + path)
        for link in links:
            page.locator(link).first.click()

    return go


def searching(path: str, field: str, words: str) -> Callable[[Page, str], object]:
    """Go to a form and search for an entry that it is to name."""

    def go(page: Page, address: str) -> None:
        page.goto(address + path)
        page.locator(f"#id_{field}-words").fill(words)
        page.locator(f"button[name=find][value={field}]").click()

    return go


FIRST_RESTRICTION, FINDINGS = ("/speech/", "table tbody th a"), "a[href*='/findings/']"
COMMITMENTS, SHUTDOWNS = "a[href$='/commitments/']", "a[href*='/speech/shutdowns/']"
FIRST_CASE = ("/cases/?word=verified", "table tbody a")
STAFF = (
    Picture("sign-in", "", at("/sign-in/")),
    Picture("today", "zz-recorder", at("/"), ("en",)),
    Picture("today-reviewer", "zz-reviewer", at("/")),
    Picture("cases", "zz-recorder", at("/cases/"), ("ar", "fr-phone")),
    Picture("drafts", "zz-recorder", at("/cases/?state=draft")),
    Picture("case", "zz-recorder", by(*FIRST_CASE), ("en", "ar")),
    Picture("person", "zz-recorder", by(*FIRST_CASE, "h3 a")),
    Picture("act", "zz-recorder", by(*FIRST_CASE, "a[href$='/victim/']", "ul.plain a")),
    Picture("act-sources", "zz-recorder", by(*FIRST_CASE, "a[href^='/acts/'][href$='/sources/']")),
    Picture("complaint", "zz-recorder", by("/complaints/", "table tbody a")),
    Picture("complaints", "zz-recorder", at("/complaints/")),
    Picture("receive-complaint", "zz-recorder", at("/complaints/receive/")),
    Picture("record-case", "zz-recorder", at("/cases/record/")),
    Picture("victim", "zz-recorder", by(*FIRST_CASE, "a[href$='/victim/']")),
    Picture("correct-case", "zz-recorder", by(*FIRST_CASE, "a[href^='/cases/'][href$='/correct/']")),
    Picture("team", "zz-recorder", by(*FIRST_CASE, "a[href$='/team/']")),
    Picture("correct-act", "zz-recorder", by(*FIRST_CASE, "a[href^='/acts/'][href$='/correct/']")),
    Picture("step", "zz-recorder", by(*FIRST_CASE, "a[href^='/acts/'][href$='/step/']")),
    Picture("correct-person", "zz-recorder", by(*FIRST_CASE, "h3 a", "a[href$='/correct/']")),
    Picture("consent", "zz-recorder", by(*FIRST_CASE, "h3 a", "a[href$='/consent/']")),
    Picture("add-source", "zz-recorder", at("/sources/add/")),
    Picture("import-list", "zz-recorder", at("/sources/import/")),
    Picture("changes", "zz-recorder", at("/sources/changes/")),
    Picture("pairs", "zz-recorder", at("/pairs/")),
    Picture("sources", "zz-recorder", at("/sources/")),
    Picture("verify", "zz-reviewer", by("/", "a[href$='/verify/']"), ("ar-phone",)),
    Picture("figures", "zz-reviewer", at(f"/figures/?{YEARS}&by=category&by=sex"), ("en",)),
    Picture("why", "zz-reviewer", by(f"/figures/?{YEARS}&by=category", "table.figures td a")),
    Picture("speech", "zz-recorder", at("/speech/")),
    Picture("restriction", "zz-reviewer", by(*FIRST_RESTRICTION)),
    Picture("check", "zz-reviewer", by(*FIRST_RESTRICTION, "#findings .checks a:visible")),
    Picture("record-restriction", "zz-recorder", searching("/speech/restriction/record/", "demand", "zz")),
    Picture("link", "zz-recorder", by(*FIRST_CASE, "details:has(a[href*='/links/']) summary", "a[href*='/links/']")),
    Picture("country", "zz-reviewer", by("/speech/", "table tbody td a[href*='/of/country/']")),
    Picture("country-findings", "zz-reviewer", by("/speech/", "table tbody td a[href*='/of/country/']", FINDINGS)),
    Picture("disruption", "zz-reviewer", by("/speech/disruption/", "table tbody th a")),
    Picture("company", "zz-reviewer", by("/speech/demand/", "table tbody td a[href*='/of/company/']")),
    Picture("law", "zz-reviewer", by("/speech/law/", "table tbody th a")),
    Picture("companies", "zz-reviewer", at("/speech/of/company/")),
    Picture("authorities", "zz-reviewer", at("/speech/of/authority/")),
    Picture("countries", "zz-reviewer", at("/speech/of/country/")),
    Picture("laws", "zz-reviewer", at("/speech/of/law/")),
    Picture("own-commitments", "zz-reviewer", at("/speech/of/institution/")),
    Picture("company-commitments", "zz-reviewer", by("/speech/of/company/", "table tbody th a", COMMITMENTS)),
    Picture("country-commitments", "zz-reviewer", by("/speech/of/country/", "table tbody th a", COMMITMENTS)),
    Picture("shutdown-report", "zz-reviewer", by("/speech/of/country/", "table tbody th a", SHUTDOWNS)),
    Picture("shutdown-report-all", "zz-reviewer", at("/speech/shutdowns/all/all/")),
    Picture("article", "zz-reviewer", by("/speech/law/", "table tbody th a", "a[href^='/speech/provision/']")),
    Picture("releases", "zz-publisher", at("/releases/")),
    Picture("new-release", "zz-publisher", at("/releases/new/")),
    Picture("release-staff", "zz-publisher", by("/releases/", "table tbody a")),
    Picture("accounts", "zz-administrator", at("/accounts/")),
    Picture("platforms", "zz-administrator", at("/platforms/")),
    Picture("add-account", "zz-administrator", at("/accounts/add/")),
    Picture("profile", "zz-administrator", at("/profile/")),
    Picture("password", "zz-administrator", at("/password/")),
    Picture("log", "zz-administrator", at("/log/")),
    Picture("not-open", "zz-visitor", at("/cases/")),
)


def main(arguments: list[str]) -> None:
    """Build what is to be pictured, look at every page, keep the chosen pictures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--home", metavar="DIR")
    asked.add_argument("--chosen", action="store_true")
    given = asked.parse_args(arguments)
    home = find(given.home) if given.home else practice()
    if not home.settings().demo:
        sys.exit(f"{home.folder} is not a practice installation. Only invented people may be pictured.")
    for folder in (ALL, CHOSEN):
        folder.mkdir(parents=True, exist_ok=True)
    home.write_settings(replace(home.settings(), staff_port=free_port(), public_port=free_port()))
    with chromium() as browser:
        for language in LANGUAGES:
            if not given.chosen:
                first_run(browser, language)
            with serving(home) as address:
                for size in (DESKTOP, PHONE):
                    staff(browser, address, language, size, given.chosen)
            with public(home) as address:
                for size in (DESKTOP, PHONE):
                    public_pages(browser, address, language, size, given.chosen)


def practice() -> Home:
    """The practice installation, built if it is not there."""
    home = find(ROOT / "build" / "pictured")
    command = [sys.executable, "-m", "sijill", "demo", "--no-serve", "--home", str(home.folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return home


@contextmanager
def public(home: Home) -> Iterator[str]:
    """The public site over the releases of a home."""
    address = f"http://127.0.0.1:{home.settings().public_port}"
    with process_of("public", home=home) as process:
        wait_for(f"{address}/", process)
        yield address


def first_run(browser: Browser, language: str) -> None:
    """The page that asks what an office must decide, in a home of its own."""
    folder = ROOT / "build" / f"pictured-first-{language}"
    with serving(new_home(folder)) as address:
        for size in (DESKTOP, PHONE):
            desk = Desk(browser, address, language, width=size[0])
            desk.go("/first-run/")
            take(desk.page, "first-run", language, size)
            desk.close()


def staff(browser: Browser, address: str, language: str, size: tuple[int, int], chosen: bool) -> None:
    """The staff pages, each by one who may see it."""
    suffix = suffix_of(language, size)
    desks: dict[str, Desk] = {}
    with ExitStack() as stack:
        for picture in STAFF:
            if chosen and suffix not in picture.shown:
                continue
            if picture.who not in desks:
                desk = desks[picture.who] = Desk(browser, address, language, width=size[0])
                stack.callback(desk.close)
                if picture.who:
                    desk.sign_in(picture.who, PASSWORD)
            page = desks[picture.who].page
            picture.go(page, address)
            take(page, picture.name, language, size, picture.shown)


def public_pages(browser: Browser, address: str, language: str, size: tuple[int, int], chosen: bool) -> None:
    """The list of releases, and every page of one about the invented country."""
    desk = Desk(browser, address, language, width=size[0])
    page = desk.page
    page.goto(f"{address}/{language}/")
    take(page, "public-releases", language, size)
    desk.turn(page.locator(f"main a[href*='/{language}/index.html'], main a[href*='/release-']").last)
    take(page, "release-overview", language, size)
    base = page.url.rsplit("/", 1)[0]
    links = [str(link.get_attribute("href")) for link in page.locator("nav a[href$='.html']").all()]
    files = dict.fromkeys(link.rsplit("/", 1)[-1] for link in links)
    for file in ["sdg16.html"] if chosen else files:
        if page.goto(f"{base}/{file}"):
            name = "release" if file == "sdg16.html" else f"release-{file.removesuffix('.html')}"
            take(page, name, language, size, ("en", "ar", "ar-phone", "es") if name == "release" else ())
    desk.close()


def take(page: Page, name: str, language: str, size: tuple[int, int], shown: tuple[str, ...] = ()) -> None:
    """The whole page for whoever looks; the first screen of it for the docs, where it is chosen."""
    suffix = suffix_of(language, size)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.screenshot(path=ALL / f"{name}-{suffix}.png", full_page=True)
    if suffix in shown:
        page.screenshot(path=CHOSEN / f"{name}-{suffix}.png")
    print(f"{name}-{suffix}", flush=True)


def suffix_of(language: str, size: tuple[int, int]) -> str:
    """How a picture's name says whose language and which width it has."""
    return language if size is DESKTOP else f"{language}-phone"


if __name__ == "__main__":
    main(sys.argv[1:])
