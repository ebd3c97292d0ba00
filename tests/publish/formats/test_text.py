"""Words: the same keys in each language, the same places in each sentence, and every key in use."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import sijill
from sijill.publish.labels import measure_label
from sijill.publish.text import DIRECTIONS, Given, Language, NoWords, given, words

SOURCE = Path(sijill.__file__).parent
PLACE = re.compile(r"\{\w+\}")
ARABIC = re.compile(r"[\u0600-\u06ff]")
# Said with a key that is put together: banner.<kind>, months.<n>, flag.<flag>, option.<name>.<value> ...
PUT_TOGETHER = (
    "months.", "banner.", "flag.", "option.", "files.kind_", "method.hidden_", "public.", "nav.", "shutdowns.", "gaps.",
    "estimate.name.", "estimate.about.", "estimate.reason.", "estimate.warning.", "estimate.against.", "estimate.note.",
)  # fmt: skip
# Codes, formats and names of files, which are the same everywhere.
SAME = {
    "gaps.then",
    "site.colon",
    "banner.demo",
    "files.hash",
    "date.day",
    "date.first",
    "date.month",
    "list.comma",
    "section.full_title",
    "opinion.open",
    "paper.quoted",
}
# Words that English shares with a sister: nothing is left untranslated in them.
SHARED = {
    "fr": {
        "method.dates",
        "section.notes",
        "method.version",
        "public.title",
        "files.code",
        "opinion.article",
        "opinion.question",
        "bulletin.service",
    },
    "es": {"files.bytes", "files.kind_sdmx_csv", "files.kind_sdmx_xml"},
}
SISTERS = [code for code in DIRECTIONS if code != "en"]
PLAIN_SPACE = re.compile(r" [:;!?»]|« ")


def test_every_language_has_the_same_keys() -> None:
    assert {code: sorted(words(code)) for code in DIRECTIONS} == dict.fromkeys(DIRECTIONS, sorted(words("en")))


@pytest.mark.parametrize("lang", SISTERS)
def test_every_wording_has_the_same_places(lang: str) -> None:
    for key, english in words("en").items():
        expected = set(PLACE.findall(english)) - ({"{day}"} if key == "date.first" else set())
        assert set(PLACE.findall(words(lang)[key])) == expected, key


@pytest.mark.parametrize("lang", SISTERS)
def test_nothing_is_left_in_english(lang: str) -> None:
    left = [key for key, wording in words(lang).items() if wording == words("en")[key] and key not in SAME]
    assert [key for key in left if key not in SHARED.get(lang, set())] == []


def test_arabic_is_arabic_and_the_others_are_not() -> None:
    for key, wording in words("ar").items():
        if key not in SAME and PLACE.sub("", wording).strip(" –·.,:"):
            assert ARABIC.search(wording), key
    for lang in ("en", "fr", "es"):
        assert [key for key, wording in words(lang).items() if ARABIC.search(wording)] == []


def test_french_signs_keep_their_word_on_the_line() -> None:
    """A sign that French sets apart never begins a line: the space before it does not break."""
    assert [key for key, wording in words("fr").items() if PLAIN_SPACE.search(wording)] == []
    assert PLAIN_SPACE.search("Quoi ?")


def test_every_key_is_used() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in (SOURCE / "publish", SOURCE / "public")
        for path in folder.rglob("*")
        if path.suffix in (".py", ".html")
    )
    said = set(re.findall(r"""["']([a-z_-]+\.[a-z0-9_.-]+)["']""", code))
    unused = [key for key in words("en") if key not in said and not key.startswith(PUT_TOGETHER)]
    assert unused == []


def test_a_key_without_words_is_an_error() -> None:
    with pytest.raises(NoWords, match=r"en\.toml"):
        Language("en").say("nothing.here")
    with pytest.raises(NoWords, match="'unheard-of'"):
        measure_label("unheard-of", Language("ar"))


@pytest.mark.parametrize(
    ("lang", "first", "other", "span", "month"),
    [
        ("en", "1 January 2025", "2 March 2025", "1 January 2025 to 2 March 2025", "January 2025"),
        ("fr", "1er janvier 2025", "2 mars 2025", "du 1er janvier 2025 au 2 mars 2025", "janvier 2025"),
        (
            "es",
            "1 de enero de 2025",
            "2 de marzo de 2025",
            "del 1 de enero de 2025 al 2 de marzo de 2025",
            "enero de 2025",
        ),
        (
            "ar",
            "1 كانون الثاني/يناير 2025",
            "2 آذار/مارس 2025",
            "من 1 كانون الثاني/يناير 2025 إلى 2 آذار/مارس 2025",
            "كانون الثاني/يناير 2025",
        ),
    ],
)
def test_dates(lang: str, first: str, other: str, span: str, month: str) -> None:
    said = Language(lang)
    days = date(2025, 1, 1), date(2025, 3, 2)
    assert [said.day(one) for one in days] == [first, other]
    assert said.period(*days) == span
    assert said.month("2025-01") == month


def test_what_the_office_left_empty_is_said_in_a_language_that_it_gave() -> None:
    text = {"ar": "عنوان", "es": "Título", "en": ""}
    assert given(text, Language("es")) == Given("Título", Language("es"))
    assert given(text, Language("fr")) == Given("عنوان", Language("ar"))
    assert given({}, Language("fr")) == Given("", Language("fr"))


@pytest.mark.parametrize(
    ("since", "until", "english"),
    [
        (date(2025, 12, 31), date(2025, 12, 31), "31 December 2025"),
        (date(2025, 1, 1), date(2025, 12, 31), "2025"),
        (date(1982, 1, 1), date(2024, 12, 31), "1982–2024"),
        (date(2024, 7, 1), date(2025, 6, 30), "1 July 2024 to 30 June 2025"),
    ],
)
def test_periods(since: date, until: date, english: str) -> None:
    assert Language("en").period(since, until) == english
    assert ARABIC.search(Language("ar").period(since, until)) or english[:4] in Language("ar").period(since, until)


def test_numbers_are_grouped_from_five_digits_on() -> None:
    for lang in DIRECTIONS:
        assert [Language(lang).number(one) for one in (0, 9999, 10000)] == ["0", "9999", "10\u202f000"]


def test_lists_are_joined() -> None:
    assert Language("en").listed(["a", "b", "c"]) == "a, b and c"
    assert Language("ar").listed(["أ", "ب", "ج"]) == "أ وب وج"
    assert Language("fr").listed(["a", "b", "c"]) == "a, b et c"
    assert Language("es").listed(["a", "b", "c"]) == "a, b y c"
    assert Language("en").listed([]) == ""
