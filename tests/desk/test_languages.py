"""What every language owes every page: its own words, its direction, names that stand apart, dates of its own."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from sijill.codelists.load import LANGUAGES
from sijill.desk.templatetags.words import day, spoken
from sijill.office.models import Profile
from sijill.publish.text import DIRECTIONS
from sijill.tables.dates import parse_end
from tests.desk.conftest import At, Office
from tests.english import left_in_english

OTHERS = [lang for lang in LANGUAGES if lang != "en"]


def test_pages_releases_and_codelists_speak_the_same_languages() -> None:
    assert [code for code, _ in settings.LANGUAGES] == list(LANGUAGES) == list(DIRECTIONS)


@pytest.mark.parametrize("lang", OTHERS)
def test_a_page_in_english_would_be_noticed(lang: str) -> None:
    page = '<html lang="x"><p>Cases</p><p aria-label="Main">12</p><p lang="en">Cases</p><bdi>Cases</bdi>'
    assert left_in_english(f"{page}<p>Complaint of 3 May 2024</p>", lang) == [
        "Cases",
        "Main",
        "Complaint of 3 May 2024",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_for_whoever_is_not_signed_in(lang: str, office: Office) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE=f"{lang}-XX, de;q=0.3")
    for address, status in ((reverse("sign-in"), 200), ("/nowhere/", 404)):
        answer = client.get(address)
        text = answer.content.decode()
        assert answer.status_code == status
        assert f'<html lang="{lang}" dir="{DIRECTIONS[lang]}">' in text
        assert lang == "en" or left_in_english(text, lang) == []


@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_page_of_all_speaks_every_language(lang: str, home: object) -> None:
    answer = Client(HTTP_ACCEPT_LANGUAGE=lang).get(reverse("first-run"))
    text = answer.content.decode()
    assert f'<html lang="{lang}" dir="{DIRECTIONS[lang]}">' in text
    assert f'<option value="{lang}" selected>' in text
    assert lang == "en" or left_in_english(text, lang) == []


@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_page_offers_the_other_languages_by_their_own_names(lang: str, office: Office, at: At) -> None:
    client = at(office.cast.alice)
    client.cookies["django_language"] = lang
    buttons = re.findall(
        r'name="language" value="(\w+)" lang="(\w+)" dir="auto">([^<]+)<', client.get("/").content.decode()
    )
    own = {"en": "English", "ar": "العربيّة", "fr": "français", "es": "español"}
    assert [(code, code) for code in LANGUAGES if code != lang] == [(code, said) for code, said, _ in buttons]
    assert all(name == own[code] for code, _, name in buttons)


@pytest.mark.django_db
@pytest.mark.parametrize("lang", OTHERS)
def test_an_error_in_a_form_is_in_the_language_of_the_page(lang: str, office: Office, at: At) -> None:
    client = at(office.cast.alice)
    client.cookies["django_language"] = lang
    for name in ("record-case", "receive-complaint", "add-source"):
        text = client.post(reverse(name), {"occurred": "31.31.2024"}).content.decode()
        assert "errorlist" in text
        assert left_in_english(text, lang) == [], name
        assert "This field is required" not in text


@pytest.mark.django_db
def test_the_name_of_the_office_says_its_language(office: Office, at: At) -> None:
    profile = Profile.objects.all()[0]
    mark = re.compile(r'height="28"><span ([^>]*)>([^<]*)</span>')
    client = at(office.cast.alice)
    found = {}
    for lang in LANGUAGES:
        client.cookies["django_language"] = lang
        found[lang] = mark.findall(client.get("/").content.decode())[0]
    assert found["en"] == ('dir="auto"', profile.name)
    assert found["fr"] == found["es"] == ('dir="auto" lang="en"', profile.name)


@pytest.mark.parametrize(
    ("lang", "first", "open_", "between"),
    [
        ("en", "1 May 2024", "from 1 May 2024 on", "between 1 May 2024 and 12 May 2024"),
        ("ar", "1 مايو 2024", "من 1 مايو 2024 فصاعدًا", "بين 1 مايو 2024 و12 مايو 2024"),
        ("fr", "1er mai 2024", "à partir du 1er mai 2024", "entre le 1er mai 2024 et le 12 mai 2024"),
        ("es", "1 de mayo de 2024", "desde el 1 de mayo de 2024", "entre el 1 de mayo de 2024 y el 12 de mayo de 2024"),
    ],
)
def test_dates_are_said_as_the_language_says_them(lang: str, first: str, open_: str, between: str) -> None:
    with translation.override(lang):
        assert day(parse_end("2024-05-01").lo) == first
        assert spoken(parse_end("2024-05-01")) == first
        assert spoken(parse_end("2024-05-01/..")) == open_
        assert spoken(parse_end("2024-05-01/2024-05-12")) == between


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", ["0 cases", "1 case", "2 cases", "3 cases", "11 cases", "100 cases"]),
        ("ar", ["لا توجد حالات", "حالة واحدة", "حالتان", "3 حالات", "11 حالة", "100 حالة"]),
        ("fr", ["0 cas", "1 cas", "2 cas", "3 cas", "11 cas", "100 cas"]),
        ("es", ["0 casos", "1 caso", "2 casos", "3 casos", "11 casos", "100 casos"]),
    ],
)
def test_plurals(lang: str, expected: list[str]) -> None:
    with translation.override(lang):
        said = [ngettext("%(number)s case", "%(number)s cases", n) % {"number": n} for n in (0, 1, 2, 3, 11, 100)]
    assert said == expected


@pytest.mark.parametrize("lang", OTHERS)
def test_yes_and_no_stay_two_words(lang: str) -> None:
    with translation.override(lang):
        assert len(gettext("yes,no").split(",")) == 2
