from __future__ import annotations

import pytest

from sijill.collect.importers.words import arabic, digest, folded, latin, near, shown, squeezed, word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أبو مثال", "ابو مثال"),  # hamza on its seat or left out
        ("أبو", "أبو"),  # composed and decomposed
        ("عبد الله", "عبدالله"),
        ("مِثَـال", "مثال"),  # vowel signs and tatweel
        ("فاطمة", "فاطمه"),
        ("يحيى", "يحيي"),
        ("رؤوف", "رووف"),
        ("  مثال  خيالي ", "مثال خيالي"),
    ],
)
def test_spellings_of_one_arabic_name_are_one(one: str, other: str) -> None:
    assert arabic(one) == arabic(other) != ""


def test_other_arabic_names_stay_apart() -> None:
    assert len({arabic(name) for name in ("أحمد", "محمد", "حمد", "أحمد علي")}) == 4


def test_accents_case_and_signs_do_not_tell_latin_names_apart() -> None:
    assert latin("José  Ángel (Pérez)") == latin("jose angel perez") == "jose angel perez"
    assert latin("Jose Perez") != latin("Joseperez")


def test_exact_keeps_everything_but_spaces_at_the_ends() -> None:
    assert folded(" A-17 ", "exact") == "A-17" != folded("a-17", "exact")


def test_words_are_compared_without_case_and_double_spaces() -> None:
    assert word("  Security   FORCE ") == "security force"
    assert squeezed("a\t\nb") == "a b"


def test_a_digest_depends_on_every_part_and_its_place() -> None:
    assert len({digest(("a", "b")), digest(("b", "a")), digest(("ab",)), digest(("a", "b", ""))}) == 4
    assert digest(("a", "b")) == digest(("a", "b"))


def test_a_message_repeats_only_slips_of_known_words_and_signs_without_letters() -> None:
    assert shown("jurnalist", near("jurnalist", ["journalist"])) == "'jurnalist'"
    assert shown("17-", []) == "'17-'"
    assert "Somebody" not in shown("Somebody Invented", near("Somebody Invented", ["journalist"]))
    assert shown("1" * 41, []).startswith("a text of 41")
