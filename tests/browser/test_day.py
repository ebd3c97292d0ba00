"""An institution's day by hand, in a browser without scripts, in every language.

The steps are those of docs/tutorial/one-day.md: set up the register, make the accounts, open a
complaint, record one case, add a second and a third source, have another person verify it, see the
figure change, approve a release.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from sijill.codelists.load import LANGUAGES
from sijill.home import Home
from tests.browser.desk import PASSWORD, Desk, chromium, new_home, rows_of, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAMES = {"en": "Zz Invented", "ar": "زز المختلقة", "fr": "Zz Inventée-Éloïse", "es": "Zz Inventada Ñúñez"}
WORDS = {
    "en": (
        "Invented: two officers took her from the newsroom.",
        "Invented: we saw it.",
        "Invented: it was her work.",
    ),
    "ar": (
        "كلام مختلق: أخذها شرطيان من غرفة الأخبار.",
        "كلام مختلق: رأينا ذلك.",
        "كلام مختلق: كان ذلك بسبب عملها.",
    ),
    "fr": (
        "Inventé\u202f: deux policiers l’ont emmenée de la rédaction.",
        "Inventé\u202f: nous l’avons vu.",
        "Inventé\u202f: c’était à cause de son travail.",
    ),
    "es": (
        "Inventado: dos policías se la llevaron de la redacción.",
        "Inventado: lo vimos.",
        "Inventado: fue por su trabajo.",
    ),
}
FACTS = ("identity", "role", "act", "date", "place", "perpetrator", "motive")
PERIOD = ("2026-01-01", "2026-06-30")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return new_home(tmp_path / "home")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day(browser: Browser, home: Home, language: str) -> None:
    with serving(home) as address:

        def arrives(name: str) -> Desk:
            desk = Desk(browser, address, language)
            desk.sign_in(name)
            return desk

        set_up(Desk(browser, address, language))
        alice, bob, dana = arrives("alice"), arrives("bob"), arrives("dana")
        receive_complaint(alice)
        record_case(alice)
        case = add_sources(alice)
        assert figures(dana) == {"reported": "1", "verified": ""}
        recorder_cannot_review(alice)
        verify(bob)
        assert figures(dana) == {"reported": "1", "verified": "1"}
        why(dana, case)
        release(dana, home)
        on_a_phone(Desk(browser, address, language, width=360), case)


def set_up(desk: Desk) -> None:
    """The first-run page, then one account for each colleague."""
    desk.go("/")
    assert desk.sees("Set up this register")
    assert desk.page.locator("html").get_attribute("dir") == ("rtl" if desk.language == "ar" else "ltr")
    desk.write("Name of the office", "Invented Commission")
    desk.write("Name in Arabic", "المفوضية المختلقة")
    desk.choose("What kind of body it is", "profiles", "paris-institution")
    desk.choose("Accreditation", "mandates", "paris-a")
    desk.write("Law that gives the mandate", "Invented Act 1 of 2020")
    desk.choose("Country", "places", "XZ")
    desk.field("Language of the pages").select_option(value=desk.language)
    desk.write("Name to sign in with", "eve")
    desk.write("Password", PASSWORD)
    desk.write("The same password again", PASSWORD)
    desk.press("Open the register")
    for name, role in (("alice", "recorder"), ("bob", "reviewer"), ("dana", "publisher")):
        desk.follow("Accounts")
        desk.follow("Add an account")
        desk.write("Name to sign in with", name)
        desk.write("Password", PASSWORD)
        desk.write("The same password again", PASSWORD)
        desk.page.locator(f"input[name=roles][value={role}]").check()
        desk.press("Make the account")
    assert len(desk.page.locator("tbody tr").all()) == 4
    desk.close()


def receive_complaint(desk: Desk) -> None:
    desk.go("/")
    desk.follow("Receive a complaint")
    desk.choose("How it came", "complaint_channels", "visit")
    desk.choose("Who complains", "source_kinds", "family")
    desk.write("The complaint, word for word", WORDS[desk.language][0])
    desk.press("Receive the complaint")
    assert desk.sees("The complaint was received. An answer is due in its time.")
    assert WORDS[desk.language][0] in desk.page.locator("blockquote").inner_text()


def record_case(desk: Desk) -> None:
    """The case, the victim, the act; then what the complaint itself supports, and the consent."""
    desk.follow("Record a case from this complaint")
    desk.write("Short title", "A newsroom, 4 May")
    desk.choose("Context", "contexts", "none")
    desk.press("Go on to the victim")
    desk.write("Name", NAMES[desk.language])
    desk.choose("Sex", "sex", "female")
    desk.choose("Who stated the sex", "stated_by", "family")
    desk.press("Go on to what was done")
    desk.choose("What was done", "acts", "arbitrary-detention")
    desk.write("When it happened", "2026-05-04")
    desk.choose("Country or area", "places", "XZ")
    desk.tick("What the victim was at that time", desk.label("roles", "journalist"))
    desk.choose("Was it because of that role?", "motives", "linked")
    desk.choose("Kind of perpetrator", "perpetrators", "police")
    desk.choose("Link to a State", "state_links", "state-agent")
    desk.unfold("If somebody was deprived of liberty")
    desk.choose("Legal basis of the detention", "detention_basis", "no-legal-basis")
    desk.press("Go on to the sources")
    desk.follow("Say which facts it supports")
    desk.tick("Which facts it supports", *[desk.label("elements", one) for one in FACTS])
    desk.press("Record the support")
    desk.follow("Go to the case")
    desk.unfold("Consent")
    desk.follow("Record consent")
    desk.tick("For what", desk.label("consent_uses", "record"), desk.label("consent_uses", "publish-statistic"))
    desk.choose("What was decided", "consent_decisions", "given")
    desk.choose("By whom", "consent_by", "family")
    desk.press("Record it")
    assert desk.sees("What the person decided was recorded.")


def add_sources(desk: Desk) -> str:
    """A second and a third source that do not repeat one another. Gives the address of the case."""
    desk.follow("Cases")
    desk.follow("A newsroom, 4 May")
    case = desk.page.url
    desk.follow("Sources of this act")
    for number, (name, kind) in enumerate((("Invented union", "union"), ("Invented paper", "media")), 1):
        desk.follow("Add what a source said")
        desk.unfold("A source that is not in the list")
        desk.write("Name of the new source", name)
        desk.choose("What kind of source", "source_kinds", kind)
        desk.write("What it said, word for word", WORDS[desk.language][number])
        desk.write("When it was said", "2026-05-06")
        desk.tick("Which facts it supports", *[desk.label("elements", one) for one in FACTS])
        desk.press("Keep the report")
        assert desk.sees("The report was kept, word for word.")
    gate = rows_of(desk.page.locator("table.gate"))
    assert [row[1:3] for row in gate] == [["3", "3"]] * len(FACTS)
    assert {row[3] for row in gate} == {desk.say("enough")}
    return case


def figures(desk: Desk) -> dict[str, str]:
    """Victims reported and verified in arbitrary detention; empty where nobody may say it yet."""
    desk.follow("Figures")
    desk.write("From", PERIOD[0])
    desk.write("To, this day included", PERIOD[1])
    desk.press("Show")
    desk.page.wait_for_url("**/figures/?*since=*")  # counting takes its time, and the table is read at once
    (row,) = [row for row in rows_of(desk.page.locator("table.figures")) if row[0] == desk.label("sdg_categories", "D")]
    verified = row[5]
    return {"reported": row[1], "verified": "" if verified == desk.say("not assessed") else verified}


def recorder_cannot_review(desk: Desk) -> None:
    desk.go("/")
    assert not desk.sees("Waiting for a reviewer")


def verify(desk: Desk) -> None:
    """Another person reads the sources and decides."""
    desk.go("/")
    assert desk.sees("Waiting for a reviewer")
    desk.turn(desk.page.locator("section", has_text=desk.say("Waiting for a reviewer")).get_by_role("link").first)
    desk.choose("Decision", "decisions", "reasonable-grounds")
    desk.write("Reasons", WORDS[desk.language][1])
    desk.press("Record the decision")
    assert desk.label("verification_states", "verified") in desk.page.locator("article.act h4").inner_text()
    assert desk.sees("Act reviewed")


def why(desk: Desk, case: str) -> None:
    """A publisher sees why the figure is 1, and no case; nobody outside the casework opens one."""
    desk.turn(desk.page.locator("table.figures tbody a").first)
    assert desk.label("reasons", "counted-d") in desk.page.locator("main").inner_text()
    assert desk.sees("a case that is not open to you")
    answer = desk.page.goto(case)
    assert answer is not None
    assert answer.status == 403


def release(desk: Desk, home: Home) -> None:
    """A draft is made, looked at and approved; then it lies where the public site looks."""
    desk.go("/releases/new/")
    desk.write("Title in English", "An invented half-year")
    desk.write("Title in Arabic", "نصف سنة مختلق")
    desk.write("From", PERIOD[0])
    desk.write("To, this day included", PERIOD[1])
    desk.press("Make the draft")
    assert desk.sees("The draft was made. Look at it, then approve it.")
    assert not list(home.releases.iterdir())
    desk.press("Approve and publish")
    assert desk.sees("The release is public.")
    (folder,) = home.releases.iterdir()
    assert (folder / "manifest.json").is_file()


def on_a_phone(desk: Desk, case: str) -> None:
    """No page is wider than a small phone, and the first key leads past the menu."""
    desk.sign_in("alice")
    for path in ("/", "/cases/", case, "/cases/record/", "/complaints/receive/", "/sources/", "/figures/"):
        desk.page.goto(path if path == case else desk.address + path)
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= 360, path
    desk.page.keyboard.press("Tab")
    assert desk.page.evaluate("document.activeElement.textContent") == desk.say("Go to the content")
