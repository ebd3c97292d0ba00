"""One name, many spellings: what a search must find, and what it must keep apart."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.office.folding import _ARABIC, NO_SCRIPT, beginnings, fold, holds, script_of, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("إبراهيم", "ابراهيم"),
        ("آمنة", "امنه"),
        ("فاطمة", "فاطمه"),
        ("مصطفى", "مصطفي"),
        ("علی", "علي"),
        ("کریم", "كريم"),
        ("مـحـمـد", "محمد"),
        ("مُحَمَّد", "محمد"),
        ("مسؤول", "مسوول"),
        ("رائد", "رايد"),
        ("سماء", "سما"),
        ("José PEÑA", "jose pena"),
        ("Straße", "strasse"),
        ("  Zz   Invented ", "zz invented"),
        ("ﻻ", "لا"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("حسن", "حسين"), ("سامي", "سامية"), ("Ali", "Alia"), ("د", "ذ")])
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_folding_twice_changes_nothing() -> None:
    for text in ("أحمد الـمختلق", "José", "Straße", "ﻻ"):
        assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "words", "held"),
    [
        ("Zz Invented of Nowhere", "nowhere ZZ", True),
        ("Zz Invented of Nowhere", "now inv", True),
        ("Zz Invented", "zz nowhere", False),
        ("Zz Invented", "vented", False),
        ("Zz Invented", " ء ", False),
        ("Zz al-Mukhtalaq", "mukhtalaq", True),
        ("Zz al-Mukhtalaq", "al-mukh", True),
        ("زز المختلقة", "مختلقه", True),
        ("زز مختلقة", "المختلقة", True),
        ("عن الزز والمختلقة", "مختلقه", True),
        ("للمختلقة", "مختلقه", True),
        ("عبدالمختلق", "عبد المختلق", True),
        ("عبدالمختلق", "مختلق", True),
        ("عبد المختلق", "عبدالمختلق", False),
        ("José PEÑA", "pena", True),
        ("Zz Ⅸ x⁹", "x9", True),
        ("Straße", "strasse", True),
        ("https://invented.example/zz-post", "zz post", True),
        ("東京都", "京都", True),
        ("東京都", "都京", False),
        ("東京都", "都", True),
        ("ก" * 50, "ก", True),
        ("x" * 50, "x" * 45, True),
    ],
)  # fmt: skip
def test_every_word_begins_one_of_the_text_in_any_order(text: str, words: str, held: bool) -> None:
    assert holds(text, words_of(words)) is held


@given(st.text(), st.text(max_size=5), st.integers(1, 50))
def test_what_a_text_says_finds_it_however_it_is_written(text: str, around: str, length: int) -> None:
    for written in (text, text.upper(), unicodedata.normalize("NFD", text), unicodedata.normalize("NFKC", text)):
        there = beginnings(f"{around} {written} {around}")
        for word in written.split():
            asked = words_of(word)
            assert all(any(one.startswith(said) for one in there) for said in asked), (word, asked)
            assert all(any(one.startswith(said[:length]) for one in there) for said in asked)


@pytest.mark.parametrize(
    ("text", "script"),
    [("زز المختلقة", "Arab"), ("Zz Invented", "Latn"), ("Ззы", "Cyrl"), ("123", NO_SCRIPT), ("", NO_SCRIPT)],
)
def test_the_script_is_that_of_most_letters(text: str, script: str) -> None:
    assert script_of(text) == script


def folded_whole(text: str) -> str:
    """The definition: the whole text decomposed at once, marks left out."""
    plain = unicodedata.normalize("NFKD", text.translate(_ARABIC))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(kept.translate(_ARABIC).casefold().split())


@given(st.text())
def test_signs_fold_one_by_one_as_the_whole_text_does(text: str) -> None:
    assert fold(text) == folded_whole(text)


def test_every_sign_there_is_folds_by_itself() -> None:
    for start in range(0, 0x110000, 64):
        signs = [chr(number) for number in range(start, start + 64)]
        assert "".join(fold(f"x{sign}x") for sign in signs) == "".join(folded_whole(f"x{sign}x") for sign in signs)
