"""Driving the staff pages as a person does: by the words on them, in the language of the page."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

import sijill
from sijill.codelists.load import codelist
from sijill.home import Home, Settings

LOCALE = Path(sijill.__file__).parent / "locale"
PASSWORD = "four words that stay here"
WAIT = 60  # seconds for the server to come up
SLOW = 180  # seconds for a page: a release is counted, protected and attacked while its maker waits


def words_of(language: str) -> NullTranslations:
    """The catalog of a language; English is the source itself."""
    path = LOCALE / language / "LC_MESSAGES" / "django.mo"
    if language == "en":
        return NullTranslations()
    with path.open("rb") as file:
        return GNUTranslations(file)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(home: Home) -> Iterator[str]:
    """The staff site of a home in a process of its own; gives its address."""
    address = f"http://127.0.0.1:{home.settings().staff_port}"
    with process_of("serve", "--staff-only", home=home) as process:
        wait_for(f"{address}/static/sijill.css", process)
        yield address


@contextmanager
def process_of(*words: str, home: Home) -> Iterator[subprocess.Popen[bytes]]:
    """A `sijill` command on a home, ended when it is no longer needed."""
    environment = {**os.environ, "SIJILL_HOME": str(home.folder)}
    command = [sys.executable, "-m", "sijill", *words, "--home", str(home.folder)]
    with subprocess.Popen(command, env=environment) as process:
        try:
            yield process
        finally:
            process.terminate()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until the address answers."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the site ended with {process.returncode} before it answered")
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the site did not answer within {WAIT} seconds")


def new_home(folder: Path) -> Home:
    """A home that nobody has opened yet, on a free port."""
    home = Home(folder)
    home.make()
    home.write_settings(Settings(staff_port=free_port()))
    return home


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


class Desk:
    """One person at one browser, reading one language."""

    def __init__(self, browser: Browser, address: str, language: str, *, width: int = 1280) -> None:
        self.address, self.language = address, language
        self.words = words_of(language)
        # Without scripts: nothing on these pages may need one.
        self.context: BrowserContext = browser.new_context(
            java_script_enabled=False, viewport={"width": width, "height": 900}, locale=language
        )
        self.context.set_default_timeout(SLOW * 1000)
        self.page: Page = self.context.new_page()

    def say(self, text: str) -> str:
        """A text of the pages in this person's language."""
        return self.words.gettext(text)

    def label(self, listed: str, code: str) -> str:
        """A code's label in this person's language."""
        return codelist(listed).label(code, self.language)

    def go(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(self.address + path)

    def field(self, label: str, within: Locator | None = None) -> Locator:
        """The field of that label; a mark such as "(optional)" may follow."""
        words = re.compile(rf"^\s*{re.escape(self.say(label))}(\s*\({re.escape(self.say('(optional)')[1:-1])}\))?\s*$")
        return (within or self.page).get_by_label(words)

    def write(self, label: str, text: str) -> None:
        """Fill a field."""
        self.field(label).fill(text)

    def choose(self, label: str, listed: str, code: str) -> None:
        """Choose a word of a codelist."""
        self.field(label).select_option(label=self.label(listed, code))

    def tick(self, group: str, *labels: str) -> None:
        """Tick boxes of a group by their labels."""
        boxes = self.page.get_by_role("group", name=self.say(group))
        for one in labels:
            boxes.get_by_label(one, exact=True).check()

    def unfold(self, summary: str) -> None:
        """Open a folded part of a form, if it is not open."""
        part = self.page.locator("details", has=self.page.locator("summary", has_text=self.say(summary))).first
        if part.get_attribute("open") is None:
            part.locator("summary").first.click()

    def turn(self, what: Locator) -> None:
        """Click what leads to another page, and wait until that page is there."""
        # A click alone comes back while the next page is still arriving; a count then is a count of half a page.
        with self.page.expect_navigation():
            what.click()

    def press(self, label: str, within: Locator | None = None) -> None:
        """Press a button that sends a form."""
        self.turn((within or self.page).get_by_role("button", name=self.say(label), exact=True))

    def follow(self, label: str, within: Locator | None = None) -> None:
        """Follow a link."""
        self.turn((within or self.page).get_by_role("link", name=self.say(label), exact=True).first)

    def sees(self, text: str) -> bool:
        """Is this text of the pages in the main part."""
        return self.say(text) in self.page.locator("main").inner_text()

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        """Sign in."""
        self.go("/sign-in/")
        self.write("Name to sign in with", name)
        self.write("Password", password)
        self.press("Sign in")

    def close(self) -> None:
        """Close the browser's window and forget its cookies."""
        self.context.close()


def rows_of(table: Locator) -> list[list[str]]:
    """The texts of a table's body, row by row."""
    return [
        [cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in table.locator("tbody tr").all()
    ]
