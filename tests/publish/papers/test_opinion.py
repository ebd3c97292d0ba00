"""An opinion on an invented law: golden in four languages, limb by limb, no overall number, no secret count."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from sijill.codelists.load import codelist
from sijill.publish.papers.opinion import opinion
from sijill.publish.text import DIRECTIONS, Language
from tests.publish.papers.invented import NAME, PUBLISHED, USES, opinion_facts, part, plain

GOLDEN = Path(__file__).parent / "golden"
ENGLISH = Language("en")


@pytest.mark.parametrize("lang", DIRECTIONS)
def test_it_says_what_the_golden_file_says(lang: str) -> None:
    made = plain(opinion(opinion_facts(published=PUBLISHED), Language(lang)))
    assert made == (GOLDEN / f"opinion-{lang}.txt").read_text(encoding="utf-8")


def test_a_limb_fails_where_one_check_fails_and_stays_open_where_one_is_unknown() -> None:
    text = part(opinion(opinion_facts(), ENGLISH), "Findings by ground rule")
    necessity = text.split("## Necessity and proportionality", 1)[1].split("\n## ", 1)[0]
    assert "- Article 8: Not met" in necessity, "prison for insult"
    aim = text.split("## Legitimate aim", 1)[1].split("\n## ", 1)[0]
    assert "- Article 8: Unknown" in aim
    assert "%" not in text, "no share, no overall number"
    assert re.findall(r"## (.*)", text)[:2] == ["Legality", "Legitimate aim"]


def test_open_questions_are_those_that_are_unknown() -> None:
    given = opinion_facts()
    text = part(opinion(given, ENGLISH), "Open questions")
    unknown = [judged.finding for found in given.findings.values() for judged in found]
    asked = [one for one in unknown if one.verdict == "unknown"]
    assert text.count("\n- ") + text.startswith("- ") == len(asked) > 3
    assert "Article 9: Is what is forbidden defined precisely" in text
    assert "Article 8: Is what is forbidden defined precisely" not in text, "that one is answered with no"


def test_every_cited_paragraph_is_compared() -> None:
    given = opinion_facts()
    text = part(opinion(given, ENGLISH), "Compared with the standards")
    for found in given.findings.values():
        for judged in found:
            for source in judged.finding.rule.sources:
                assert f"{source.standard} | {source.paragraph}" in text
    assert "(unverified)" in text
    assert "International Covenant on Civil and Political Rights, 19(3): binding here" in text
    assert "American Convention on Human Rights, 13(2): standard, not binding here" in text, "each for itself"


def test_counts_of_people_are_those_of_a_release_or_none() -> None:
    bare = part(opinion(opinion_facts(), ENGLISH), "Uses against people")
    assert "has not been published yet" in bare
    assert not re.search(r"\d", bare)
    published = part(opinion(opinion_facts(published=PUBLISHED), ENGLISH), "Uses against people")
    assert "<5" in published
    assert "release-zz" in published
    staff = part(opinion(opinion_facts(uses=USES), ENGLISH), "Uses against people")
    assert "Article 8 | 3" in staff
    assert "Article 9 | 0" in staff


def test_a_reason_in_somebodys_words_is_told_only_where_it_is_given() -> None:
    assert NAME in plain(opinion(opinion_facts(), ENGLISH))
    given = opinion_facts()
    bare = {key: tuple(replace(one, reasons="") for one in found) for key, found in given.findings.items()}
    assert NAME not in plain(opinion(replace(given, findings=bare), ENGLISH))


def test_a_rejected_law_has_no_findings_and_says_so() -> None:
    given = opinion_facts(findings={})
    text = plain(opinion(replace(given, law=replace(given.law, state="rejected")), ENGLISH))
    assert "not confirmed by the institution" in text
    assert text.count("No check is asked of this law") == 2


def test_verdicts_are_in_the_words_of_the_language() -> None:
    for lang in DIRECTIONS:
        text = plain(opinion(opinion_facts(), Language(lang)))
        for code in ("met", "not-met", "unknown"):
            assert codelist("verdicts").label(code, lang) in text
