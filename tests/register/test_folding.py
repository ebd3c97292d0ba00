"""One name, many spellings: what a search must find, and what it must keep apart."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.register.actions import record_person
from sijill.register.folding import _ARABIC, NO_SCRIPT, contains, fold, script_of, signs_needed, words_of
from sijill.register.models import PersonName
from sijill.register.spelt import may_hold
from tests.people import Cast


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


def test_every_word_must_be_there_in_any_order() -> None:
    assert contains("Zz Invented of Nowhere", words_of("nowhere ZZ"))
    assert not contains("Zz Invented", words_of("zz nowhere"))
    assert not contains("Zz Invented", words_of(" ء "))


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


@given(st.text(min_size=1), st.text(max_size=5), st.text(max_size=5))
def test_no_class_of_signs_passes_over_a_text_that_holds_the_words(text: str, before: str, after: str) -> None:
    for written in (text, text.upper(), unicodedata.normalize("NFD", text), unicodedata.normalize("NFKC", text)):
        longer = before + written + after
        for word in words_of(text):
            if word in fold(longer):
                assert all(re.search(signs, longer) for signs in signs_needed(word))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("peña", {"José PEÑA", "Jose Pena"}),
        ("ابراهيم", {"إبراهيم المـختلق", "ﺇبراهيم"}),
        ("x9", {"Zz X9", "Zz Ⅸ x⁹"}),
        ("strasse", {"Straße"}),
    ],
)
def test_the_database_passes_over_others_and_never_over_these(cast: Cast, words: str, found: set[str]) -> None:
    others = ("Zz Invented", "زز المختلقة", "Ззы")
    spelt = ("José PEÑA", "Jose Pena", "إبراهيم المـختلق", "ﺇبراهيم", "Zz X9", "Zz Ⅸ x⁹", "Straße")
    for name in (*others, *spelt):
        record_person(actor=cast.alice, names=[(name, "full", "Latn")])
    rows = set(may_hold(PersonName.objects.all(), "text", "".join(words_of(words))).values_list("text", flat=True))
    assert {text for text in rows if contains(text, words_of(words))} == found
    assert "Zz Invented" not in rows and "Ззы" not in rows
