"""Countries as companies write them; what ISO 3166-1 has no code for keeps its word."""

from __future__ import annotations

import pytest

from sijill.collect.importers.countries import Country, country
from sijill.collect.importers.problems import Problem


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Hong Kong SAR", "HK"),
        ("Hong Kong", "HK"),
        ("China**", "CN"),
        ("Côte d’Ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("St. Vincent & Grenadines", "VC"),
        ("St. Lucia", "LC"),
        ("Bosnia & Herzegovina", "BA"),
        ("Bosnia And Herzegovina", "BA"),
        ("Trinidad & Tobago", "TT"),
        ("The Bahamas", "BS"),
        ("The Gambia", "GM"),
        ("Aland Islands", "AX"),
        ("Czech Republic", "CZ"),
        ("Macedonia", "MK"),
        ("Swaziland", "SZ"),
        ("Myanmar (Burma)", "MM"),
        ("South Korea", "KR"),
        ("Taiwan", "TW"),
        ("Palestine", "PS"),
        ("Worldwide", "m49-001"),
        ("Global", "m49-001"),
    ],
)
def test_a_name_is_read_as_its_code(name: str, code: str) -> None:
    assert country({"name": name}, "name").code == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kosovo", "XK"),
        ("European Union", "EU"),
        ("Crimea", ""),
        ("Europol", ""),
        ("Netherlands Antilles", "AN"),
        ("Somaliland", ""),
        ("Korea", ""),
    ],
)
def test_what_iso_has_no_code_for_keeps_its_word(name: str, code: str) -> None:
    found = country({"name": name, "code": code}, "name", "code")
    assert found == Country("not-available", name)
    assert found.values == {"country": "not-available", "country_words": name}
    assert found.key == name.casefold()


def test_the_code_beside_the_name_is_taken() -> None:
    assert country({"name": "An invented spelling", "code": "VC"}, "name", "code") == Country("VC")
    assert country({"name": "Korea", "code": "kr"}, "name", "code") == Country("KR")


def test_a_name_and_the_code_of_another_country_are_refused() -> None:
    with pytest.raises(Problem, match="two countries"):
        country({"name": "Spain", "code": "FR"}, "name", "code")


@pytest.mark.parametrize(
    ("name", "code"),
    [("", "not-stated"), ("Unknown", "not-available"), ("Other/Unspecified", "not-stated"), ("Other", "not-available")],
)
def test_a_word_for_nowhere_is_no_country_and_no_word(name: str, code: str) -> None:
    found = country({"name": name}, "name")
    assert found == Country(code)
    assert found.key == code


def test_two_spellings_of_one_country_have_one_key() -> None:
    assert country({"name": "Turkey"}, "name").key == country({"name": "Türkiye"}, "name").key == "TR"
