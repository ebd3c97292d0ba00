"""A bulletin on an invented shutdown: not stated is no "no", silence refutes nothing, only an order is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from sijill.publish.papers.bulletin import Update, bulletin
from sijill.publish.text import DIRECTIONS, Language
from tests.publish.papers.invented import bulletin_facts, claim, moment, part, plain

GOLDEN = Path(__file__).parent / "golden"
ENGLISH = Language("en")
OWED = "Who owes what explanation"


@pytest.mark.parametrize("lang", DIRECTIONS)
def test_it_says_what_the_golden_file_says(lang: str) -> None:
    made = plain(bulletin(bulletin_facts(), Language(lang)))
    assert made == (GOLDEN / f"bulletin-{lang}.txt").read_text(encoding="utf-8")


def test_one_lineage_has_one_vote_however_often_it_speaks() -> None:
    once = bulletin(bulletin_facts(claim("a", "report"), claim("b", "report"), claim("c", "report")), ENGLISH)
    text = part(once, "How sure it is")
    assert text.startswith("*Reported.")
    assert "Independent lineages that speak for it: 1." in text
    assert "Nobody on record disputes it." in text
    both = part(bulletin(bulletin_facts(), ENGLISH), "How sure it is")
    assert both.startswith("*Corroborated.")
    assert "speak for it: 2." in both


def test_a_denial_stands_beside_the_ladder() -> None:
    given = bulletin_facts(claim("a", "measurement"), claim("b", "denial", says="did-not-happen", lineage=2))
    text = part(bulletin(given, ENGLISH), "How sure it is")
    assert text.startswith("*Observed.")
    assert "Disputed: somebody says" in text


def test_only_an_order_makes_it_deliberate_and_says_on_what_that_rests() -> None:
    title = "Was it deliberate"
    said = part(bulletin(bulletin_facts(claim("a", "report", cause="deliberate")), ENGLISH), title)
    assert said.startswith("*Not settled"), "somebody says that it was meant; nothing shows it"
    assert "*Deliberate" not in said
    ordered = part(bulletin(bulletin_facts(claim("a", "order", cause="deliberate")), ENGLISH), title)
    assert ordered.startswith("*Deliberate.*\nOn what this rests = Order, 5 September 2017")
    assert part(bulletin(bulletin_facts(), ENGLISH), title).startswith("*Not stated")


def test_not_stated_is_told_as_not_stated_and_no_as_no() -> None:
    text = part(bulletin(bulletin_facts(), ENGLISH), OWED)
    rows = {tuple(line.split(" | ")[:2]): line.split(" | ")[3] for line in text.splitlines() if line.count(" | ") == 3}
    assert rows["Operator", "Notice to users"] == "Not given: the record says no"
    assert rows["Operator", "Acknowledgement that it happened"] == "Not asked"
    assert rows["Authority", "Acknowledgement that it happened"] == "Not stated"
    assert rows["Authority", "The legal basis, cited exactly"] == "Not given: the record says no"
    assert rows["Operator", "Explanation afterwards"] == "Not stated"
    assert rows["Operator", "Regular updates: services affected and restored, steps taken"] == (
        "Given: 6 September 2017 and 10 September 2017"
    )
    assert "“Not stated” is not “no”" in text
    assert "duty of silence" in text
    assert "taken away again: 12 September 2017" in text


def test_an_explanation_is_owed_after_the_end() -> None:
    assert "Not due yet" in part(bulletin(bulletin_facts(ending="ongoing"), ENGLISH), OWED)
    later = (Update(moment("2017-10-01"), "explanation", "operator", "not-stated"),)
    assert "Given: 1 October 2017" in part(bulletin(bulletin_facts(updates=later), ENGLISH), OWED)


def test_nobody_owes_an_order_for_a_cut_cable() -> None:
    given = bulletin_facts(claim("a", "operator-notice", cause="cable"), claim("b", "report", lineage=2))
    text = part(bulletin(given, ENGLISH), OWED)
    assert text.count("Does not apply: another cause") == 3
    assert "Operator | Notice to users" in text
    assert part(bulletin(given, ENGLISH), "Was it deliberate").startswith("*Cable cut.*")


def test_no_end_on_record_is_not_going_on() -> None:
    sentence = "That does not mean that it goes on."
    assert sentence in plain(bulletin(bulletin_facts(), ENGLISH))
    assert sentence not in plain(bulletin(bulletin_facts(ending="ongoing"), ENGLISH))
    assert sentence not in plain(bulletin(bulletin_facts(ended=moment("2017-09-11")), ENGLISH))


def test_silence_is_told_with_what_it_does_not_mean() -> None:
    text = part(bulletin(bulletin_facts(), ENGLISH), "What silence means")
    assert "does not show that it did not happen" in text
    assert "- Nothing was measured: 1" in text
    assert "- Web page – Disrupted: 3" in text
    assert "- Routes announced (BGP) – Not covered: 1" in text


def test_beginning_is_told_as_earliest_and_latest() -> None:
    text = part(bulletin(bulletin_facts(), ENGLISH), "Since when")
    assert "Beginning | 5 September 2017 | 7 September 2017" in text
    assert "End | Not stated | Not stated" in text
