"""Figures, why they are so, and releases, on the pages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from sijill.codelists.load import LANGUAGES
from sijill.home import Home
from sijill.publish import press
from sijill.publish.actions import make_release
from sijill.publish.formats.pdf import NoPango
from sijill.publish.manifest import read
from sijill.publish.models import Release, ReleaseState
from sijill.publish.text import DIRECTIONS
from sijill.register.actions import verify_act
from sijill.register.gate import Gate
from tests.desk.conftest import At, Office
from tests.desk.conftest import at as at
from tests.desk.conftest import home as home
from tests.desk.conftest import office as office
from tests.english import left_in_english
from tests.world import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PERIOD = {"since": "2024-01-01", "until": "2024-12-31"}


def numbers(page: str) -> list[list[str]]:
    """The rows of the figures, as texts."""
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = re.findall(r"(?s)<tr>(.*?)</tr>", table)
    return [
        [re.sub(r"(?s)<[^>]+>", "", cell).strip() for cell in re.findall(r"(?s)<t[hd].*?</t[hd]>", row)] for row in rows
    ]


def test_a_decision_changes_the_figure_and_the_figure_says_why(office: Office, at: At) -> None:
    bob, rita = at(office.cast.bob), at(office.rita)
    address = f"{reverse('figures')}?since=2024-01-01&until=2024-12-31&by=category"
    before = bob.get(address).content.decode()
    # victims, persons, incidents, undecided as reported; then verified, which nobody may say here.
    assert numbers(before) == [["Arbitrary detention", "2", "2", "2", "0", *["not assessed"] * 3]]
    verify_act(
        actor=office.cast.bob,
        act=office.open.act,
        decision="reasonable-grounds",
        reasons="Invented",
        on=TODAY,
        gate=Gate(),
    )
    after = bob.get(address).content.decode()
    assert numbers(after) == [["Arbitrary detention", "2", "2", "2", "0", "1", "1", "1", *["not assessed"] * 3]]
    why = re.search(r'href="([^"]*status=reported[^"]*)"', after)
    assert why is not None
    link = why[1].replace("&amp;", "&")
    page = bob.get(link).content.decode()
    assert reverse("case", args=[office.closed.event.id]) in page
    assert reverse("case", args=[office.open.event.id]) in page
    assert "Counted: arbitrary detention" in page
    page = rita.get(link).content.decode()
    assert reverse("case", args=[office.open.event.id]) in page
    assert office.closed.event.id not in page
    assert "A closed case" not in page
    assert "a case that is not open to you" in page
    assert page.count("4 May 2024") == 1
    arabic = at(office.cast.dana)
    arabic.cookies["django_language"] = "ar"
    page = arabic.get(link).content.decode()
    assert "محتسب: الاحتجاز التعسفي" in page
    assert "حالة غير متاحة لك" in page


def test_figures_are_for_those_who_work_with_cases_or_publish(office: Office, at: At) -> None:
    for user in (office.cast.charlie, office.cast.eve):
        for name in ("figures", "why", "releases", "new-release"):
            assert at(user).get(reverse(name), PERIOD).status_code == 403
    assert at(office.cast.bob).get(reverse("new-release")).status_code == 403
    dana = at(office.cast.dana)
    assert dana.get(reverse("why"), {"since": "2024-01-01"}).status_code == 404
    assert dana.get(reverse("why"), {**PERIOD, "status": "estimated"}).status_code == 404
    wrong = dana.get(reverse("figures"), {"since": "2024-12-31", "until": "2024-01-01"}).content.decode()
    assert "Exchange the two days" in wrong


def test_a_release_is_made_looked_at_and_approved(office: Office, at: At, home: Home) -> None:
    dana, bob, charlie = at(office.cast.dana), at(office.cast.bob), at(office.cast.charlie)
    given = {**PERIOD, "title_en": "An invented year", "title_ar": "سنة مختلقة"}
    answer = dana.post(reverse("new-release"), given)
    made = Release.objects.get()
    address = reverse("release", args=[made.id])
    assert answer["Location"] == address
    page = dana.get(address).content.decode()
    assert "Approve and publish" in page
    assert "Approve and publish" not in bob.get(address).content.decode()
    assert "What was hidden and why" in page
    assert "× small" in page
    assert charlie.get(address).status_code == 403
    index = dana.get(reverse("release-file", args=[made.id, "en/index.html"]))
    assert index.status_code == 200
    assert index["Content-Type"].startswith("text/html")
    assert "An invented year" in index.content.decode()
    assert dana.get(reverse("release-file", args=[made.id, "../../settings.toml"])).status_code == 404
    assert dana.get(reverse("release-file", args=[made.id, "nothing.csv"])).status_code == 404
    assert charlie.get(reverse("release-file", args=[made.id, "en/index.html"])).status_code == 403
    approve = reverse("approve-release", args=[made.id])
    assert bob.post(approve).status_code == charlie.post(approve).status_code == 403
    damaged = home.drafts / made.id / "en" / "index.html"
    whole = damaged.read_bytes()
    damaged.write_bytes(whole + b" ")
    assert "not as it was made" in dana.get(address).content.decode()
    damaged.write_bytes(whole)
    assert "The release is public." in dana.post(approve, follow=True).content.decode()
    assert Release.objects.get().state == ReleaseState.PUBLISHED
    assert (Path(home.releases) / made.id / "en" / "index.html").is_file()
    assert "An invented year" in bob.get(reverse("releases")).content.decode()
    again = dana.post(reverse("new-release"), given).content.decode()
    assert 'role="alert"' in again
    assert "An invented year" in again


def test_figures_and_releases_speak_every_language(office: Office, at: At, home: Home) -> None:
    """The pages of the staff, and those of a release made from the real reports."""
    title = {"en": "An invented year", "fr": "Une année inventée"}
    made = make_release(
        actor=office.cast.dana,
        home=home,
        subject="people",
        since=date(2024, 1, 1),
        until=date(2024, 12, 31),
        title=title,
    )
    dana = at(office.cast.dana)
    query = "since=2024-01-01&until=2024-12-31&by=category"
    shown = dana.get(f"{reverse('figures')}?{query}").content.decode()
    why = re.search(r'href="([^"]*status=reported[^"]*)"', shown)
    assert why is not None
    addresses = [
        f"{reverse('figures')}?{query}",
        why[1].replace("&amp;", "&"),
        reverse("releases"),
        reverse("release", args=[made.id]),
    ]
    files = [one.path for one in read(home.drafts / made.id).files if one.path.endswith(".html")]
    for lang in LANGUAGES[1:]:
        dana.cookies["django_language"] = lang
        for address in addresses:
            page = dana.get(address).content.decode()
            assert f'<html lang="{lang}" dir="{DIRECTIONS[lang]}">' in page
            assert left_in_english(page, lang) == [], address
        for path in files:
            if path.startswith(f"{lang}/"):
                page = (home.drafts / made.id / path).read_text(encoding="utf-8")
                assert f'<html lang="{lang}" dir="{DIRECTIONS[lang]}">' in page
                assert left_in_english(page, lang) == [], path
                assert re.findall(r"<bdi>\w+: [^<]*</bdi>", page) == []  # an option that has no words
    assert "Une année inventée" in (home.drafts / made.id / "fr" / "index.html").read_text(encoding="utf-8")


def test_what_cannot_be_approved_is_said(office: Office, at: At, home: Home) -> None:
    made = make_release(
        actor=office.cast.dana, home=home, subject="people", since=date(2024, 1, 1), until=date(2024, 12, 31)
    )
    Release.objects.filter(pk=made.pk).update(manifest_sha256="0" * 64)
    page = at(office.cast.dana).post(reverse("approve-release", args=[made.id]), follow=True).content.decode()
    assert "is not the one that was made" in page
    assert Release.objects.get().state == ReleaseState.DRAFT


def test_documents_are_made_with_a_button(office: Office, at: At, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_release(
        actor=office.cast.dana, home=home, subject="people", since=date(2024, 1, 1), until=date(2024, 12, 31)
    )
    address, button = reverse("release", args=[made.id]), reverse("print-release", args=[made.id])
    monkeypatch.setitem(press.MAKERS, "pdf", lambda draft, lang: b"%PDF an invented one")  # type: ignore[index]
    bob, dana = at(office.cast.bob), at(office.cast.dana)
    assert bob.post(button).status_code == 403
    assert dana.get(button).status_code == 405
    page = dana.post(button, follow=True).content.decode()
    assert "The documents were made." in page
    assert 'action="' + button not in bob.get(address).content.decode()
    files = sorted((home.drafts / made.id / "prints").glob("report-*"))
    assert {one.suffix for one in files} == {".docx", ".pdf"}
    for one in files:
        answer = bob.get(reverse("release-file", args=[made.id, f"prints/{one.name}"]))
        assert answer.content == one.read_bytes()
        assert answer["Content-Disposition"].startswith("attachment")

    def missing(*_: object) -> bytes:
        raise NoPango("A PDF cannot be made: this machine has no Pango.")

    monkeypatch.setitem(press.MAKERS, "pdf", missing)  # type: ignore[index]
    assert "this machine has no Pango" in dana.post(button, follow=True).content.decode()
