"""Words: the same keys in each language, the same places in each sentence, and every key in use."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import sijill
from sijill.publish.labels import measure_label
from sijill.publish.text import DIRECTIONS, Language, NoWords, words

SOURCE = Path(sijill.__file__).parent
PLACE = re.compile(r"\{\w+\}")
ARABIC = re.compile(r"[\u0600-\u06ff]")
# Said with a key that is put together: banner.<kind>, months.<n>, flag.<flag>, option.<name>.<value> ...
PUT_TOGETHER = ("months.", "banner.", "flag.", "option.", "files.kind_", "method.hidden_", "public.", "nav.")
SAME_IN_BOTH = {
    "site.language",
    "site.other",
    "banner.demo",
    "files.hash",
    "date.year",
    "date.day",
    "date.month",
}


def test_every_language_has_the_same_keys() -> None:
    assert {code: sorted(words(code)) for code in DIRECTIONS} == dict.fromkeys(DIRECTIONS, sorted(words("en")))


def test_every_wording_has_the_same_places() -> None:
    for key, english in words("en").items():
        assert sorted(PLACE.findall(words("ar")[key])) == sorted(PLACE.findall(english)), key


def test_arabic_is_arabic_and_english_is_not() -> None:
    for key, wording in words("ar").items():
        if key not in SAME_IN_BOTH and PLACE.sub("", wording).strip(" –·.,:"):
            assert ARABIC.search(wording), key
    for key, wording in words("en").items():
        assert not ARABIC.search(wording), key


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
    ("since", "until", "english"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), "2025"),
        (date(1982, 1, 1), date(2024, 12, 31), "1982–2024"),
        (date(2024, 7, 1), date(2025, 6, 30), "1 July 2024 to 30 June 2025"),
    ],
)
def test_periods(since: date, until: date, english: str) -> None:
    assert Language("en").period(since, until) == english
    assert ARABIC.search(Language("ar").period(since, until)) or english[:4] in Language("ar").period(since, until)


def test_numbers_are_grouped_from_five_digits_on() -> None:
    assert [Language("ar").number(one) for one in (0, 9999, 10000)] == ["0", "9999", "10\u202f000"]


def test_lists_are_joined() -> None:
    assert Language("en").listed(["a", "b", "c"]) == "a, b and c"
    assert Language("ar").listed(["أ", "ب", "ج"]) == "أ وب وج"
    assert Language("en").listed([]) == ""
