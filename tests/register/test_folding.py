"""One name, many spellings: what a search must find, and what it must keep apart."""

from __future__ import annotations

import pytest

from sijill.register.folding import NO_SCRIPT, contains, fold, script_of, words_of


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
