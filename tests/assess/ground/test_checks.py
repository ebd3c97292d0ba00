"""The checks as records: thirty-seven, named by limb and slug, sourced, asked in four languages."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from sijill.assess.rules.ground.binding import INSTRUMENTS
from sijill.assess.rules.ground.check import KINDS, LIMBS, TABLE_OF, VERDICTS, Check
from sijill.assess.rules.ground.checks import (
    ANSWERABLE,
    BINDING_WORDS,
    BY_ID,
    CHECKS,
    ELEMENTS,
    FACTORS,
    OPINION,
    RABAT,
    applying,
    reason_text,
)
from sijill.assess.rules.ground.fields import FIELDS
from sijill.assess.rules.ground.reasons import NUMBER_OF, OF_ANSWERS, VERDICT_OF
from sijill.assess.rules.texts import RULES
from sijill.codelists.load import LANGUAGES, codelist
from sijill.tables.catalog import CATALOG

EVERY = (*CHECKS, *FACTORS, *ELEMENTS)
ARABIC = re.compile("[\u0621-\u064a]")


def test_thirty_seven_by_limb() -> None:
    assert Counter(one.limb for one in CHECKS) == {
        "legality": 7,
        "legitimate-aim": 2,
        "necessity": 11,
        "public-accountability": 5,
        "remedy": 6,
        "transparency": 6,
    }
    assert len(CHECKS) == 37
    assert tuple(dict.fromkeys(one.limb for one in CHECKS)) == LIMBS == tuple(codelist("limbs").codes)
    assert set(VERDICTS) == set(codelist("verdicts").codes)


def test_the_letters_of_the_list_that_they_come_from_are_each_there_once() -> None:
    letters = [one.same_as for one in CHECKS if one.same_as]
    wanted = {"L": 6, "G": 2, "N": 8, "A": 4, "R": 6, "T": 4}
    assert sorted(letters) == sorted(f"{letter}{n}" for letter, last in wanted.items() for n in range(1, last + 1))
    assert len([one for one in CHECKS if not one.same_as]) == 7  # from the conference's own rules


def test_names_are_unique_and_stay_apart_from_counting_rules() -> None:
    assert len(BY_ID) == len(EVERY) == len({one.number for one in EVERY})
    assert not set(BY_ID) & set(RULES)
    for one in EVERY:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*/[a-z0-9]+(-[a-z0-9]+)*", one.id)
        assert one.version >= 1


@pytest.mark.parametrize("check", EVERY, ids=lambda one: one.id)
def test_each_is_sourced_and_asked_in_four_languages(check: Check) -> None:
    assert check.sources
    assert all(one.standard and one.paragraph for one in check.sources)
    assert set(check.applies) <= set(KINDS)
    assert check.applies
    assert {one.instrument for one in check.norms} <= set(INSTRUMENTS)
    assert set(check.questions) == set(LANGUAGES)
    assert len(set(check.questions.values())) == len(LANGUAGES)
    assert ARABIC.search(check.question("ar"))
    assert check.question("ar").endswith("؟")
    assert check.question("fr").endswith("\u202f?")
    assert all(check.question(lang).endswith("?") for lang in ("en", "es"))
    assert check.question("pt") == check.question("en")


def test_what_is_recalled_says_so() -> None:
    aim = BY_ID["legitimate-aim/aim-listed"]
    assert aim.source.endswith("(unverified)")
    assert "unverified" not in BY_ID["necessity/link-direct"].source


def test_rabat_has_six_factors_of_the_states_case_and_never_says_that_speech_should_go() -> None:
    assert [one.slug for one in FACTORS] == ["context", "speaker", "intent", "content-and-form", "extent", "likelihood"]
    assert {one.factor_of for one in FACTORS} == {RABAT}
    assert RABAT not in ANSWERABLE
    assert {one.id for one in FACTORS} <= set(ANSWERABLE)
    words = " ".join(one.question("en") for one in (BY_ID[RABAT], *FACTORS)).lower()
    assert "criminal sanction" in words
    assert not re.search("remov|take down|delet|block", words)


def test_elements_of_ranking_digital_rights_are_a_family_apart_on_companies() -> None:
    counted = Counter(one.same_as.split(".")[0] for one in ELEMENTS)
    assert counted == {
        "F3a": 7, "F4a": 6, "F4b": 5, "F5a": 7, "F6": 10, "F8": 4, "F10": 8, "G6a": 9, "G6b": 11, "P10a": 7,
        "P11a": 10, "P12": 3,
    }  # fmt: skip
    assert {one.limb for one in ELEMENTS} == {"rdr"}
    assert {one.applies for one in ELEMENTS} == {("company",)}


def test_fields_answer_only_checks_that_are_asked_of_their_kind() -> None:
    assert set(FIELDS) == set(KINDS)
    for kind, fields in FIELDS.items():
        assert set(fields) <= {one.id for one in applying(kind)}, kind
        assert TABLE_OF[kind] in CATALOG


def test_every_reason_has_one_verdict_and_a_sentence_in_each_language() -> None:
    assert set(VERDICT_OF.values()) == set(VERDICTS)
    for code in (*NUMBER_OF, *OF_ANSWERS):
        said = {reason_text(code, lang) for lang in LANGUAGES}
        assert len(said) == len(LANGUAGES), code
    assert all(set(words) == {"binding", "standard", "not-known"} for words in BINDING_WORDS.values())


def test_the_opinion_is_no_order() -> None:
    assert set(OPINION) == set(LANGUAGES)
    assert "not an order to remove or to restore" in OPINION["en"]


def test_time_limits_of_one_legal_order_are_in_no_question() -> None:
    for one in CHECKS:
        assert not re.search(r"month|day|\b[0-9]", one.question("en")), one.id
