"""Two events that may be one: what is rare and shared speaks for it, what all share does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sijill.codelists.load import LANGUAGES
from sijill.register.matching.events import Likeness, Told, alike
from sijill.register.matching.explain import sentences, wordings

DAY = date(2024, 5, 4)


def told(
    event: str,
    day: date | None = DAY,
    *,
    until: date | None = None,
    places: str = "BO-L",
    people: str = "",
    kinds: str = "threat",
) -> Told:
    days = (day, until or day) if day else None
    return Told(event, days, *(frozenset(one.split()) for one in (places, people, kinds)))


def crowd(n: int = 60) -> list[Told]:
    """Other events, each of its own day and person, in four places and of three kinds."""
    return [
        told(
            f"event-z{at:02}", date(2020, 1, 1) + timedelta(9 * at), places=f"BO-{'LCSH'[at % 4]}",
            people=f"person-z{at}", kinds=("threat", "killing", "office-raid")[at % 3],
        )
        for at in range(n)
    ]  # fmt: skip


def pair(left: Told, right: Told, likely: dict[frozenset[str], float] | None = None) -> Likeness | None:
    found = alike([left, right, *crowd()], likely or {}, 0.0)
    return next((one for one in found if {one.left, one.right} == {left.event, right.event}), None)


def test_same_person_day_place_and_kind_is_sure() -> None:
    found = pair(told("event-a", people="person-a"), told("event-b", people="person-a"))
    assert found is not None and found.probability > 0.99
    assert [one.level for one in found.reasons] == ["same-day", "same-place", "same-people", "same-kinds"]
    assert all(one.weight > 0 for one in found.reasons)


def test_people_proposed_as_one_speak_for_their_events() -> None:
    sides = told("event-a", people="person-a"), told("event-b", people="person-b")
    with_ = pair(*sides, {frozenset(("person-a", "person-b")): 0.9})
    without = pair(*sides, {frozenset(("person-a", "person-b")): 0.2})
    assert with_ is not None and without is not None
    assert with_.reasons[2].level == "proposed-people" and without.reasons[2].level == "else"
    assert with_.probability > 0.9 > without.probability


def test_other_people_on_the_same_day_are_rather_two_events() -> None:
    found = pair(
        told("event-a", people="person-a", kinds="killing"), told("event-b", people="person-b", kinds="office-raid")
    )
    assert found is not None and found.probability < 0.5
    assert found.reasons[2].weight < 0 and found.reasons[3].weight < 0


def test_the_same_person_a_year_later_is_another_event() -> None:
    found = pair(told("event-a", people="person-a"), told("event-b", DAY + timedelta(365), people="person-a"))
    assert found is not None and found.reasons[0].level == "else" and found.reasons[0].weight < -5


def test_a_month_is_compared_as_a_month_and_nothing_as_nothing() -> None:
    month = told("event-b", date(2024, 5, 1), until=date(2024, 5, 31), people="person-a", places="")
    found = pair(told("event-a", people="person-a"), month)
    assert found is not None
    assert [one.level for one in found.reasons[:2]] == ["overlap", "missing"]
    assert found.reasons[1].weight == 0


def test_what_everybody_shares_is_no_evidence() -> None:
    here = [told(f"event-{at}", DAY + timedelta(40 * at), people="person-a") for at in range(4)]
    for one in alike(here, {}, 0.0):
        assert one.reasons[1].weight == 0 and one.reasons[3].weight == 0


def test_a_day_and_place_of_very_many_events_proposes_nothing_by_itself() -> None:
    assert alike([told(f"event-{at:02}", people=f"person-{at}") for at in range(40)], {}, 0.0) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_level_has_its_words(language: str) -> None:
    words = wordings(language)
    assert words.keys() == wordings("en").keys()
    found = pair(told("event-a", people="person-a"), told("event-b", people="person-a"))
    assert found is not None
    spoken = sentences(found.reasons, found.probability, language, "event")
    assert words["event.for"] in " ".join(spoken) and words["for"] not in " ".join(spoken)
