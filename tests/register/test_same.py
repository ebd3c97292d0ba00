"""Merging keeps, splitting separates, both leave a trace and can be undone."""

from __future__ import annotations

import pytest

from sijill.collect.actions import file_report
from sijill.collect.models import Source
from sijill.office.errors import Refusal
from sijill.office.verify import verify
from sijill.register.actions import (
    change_entry,
    judge,
    merge_events,
    merge_persons,
    record_act,
    record_event,
    split_person,
    unmerge,
)
from sijill.register.models import Judgement, Person
from sijill.register.speech.access import open_entries
from sijill.register.speech.actions import change_fact, record_restriction
from sijill.register.speech.models import Restriction
from tests.people import Cast
from tests.world import a_case, a_source

pytestmark = pytest.mark.django_db


def test_a_merge_points_and_an_unmerge_clears(cast: Cast) -> None:
    one, two = a_case(cast.alice).victim, a_case(cast.alice).victim
    merge_persons(actor=cast.alice, keep=one, drop=two, reasons="Same invented name and day")
    assert Person.objects.get(pk=two.id).merged_into_id == one.id
    two.refresh_from_db()
    unmerge(actor=cast.bob, entry_row=two, reasons="Two people after all")
    assert Person.objects.filter(merged_into__isnull=True).count() == 2
    assert [row.verdict for row in Judgement.objects.order_by("log_from")] == ["same", "not-same"]
    assert list(verify()) == []


def test_the_pointer_is_always_a_final_entry(cast: Cast) -> None:
    one, two, three = (a_case(cast.alice).victim for _ in range(3))
    merge_persons(actor=cast.alice, keep=two, drop=three, reasons="Same")
    merge_persons(actor=cast.alice, keep=one, drop=two, reasons="Same")
    assert set(Person.objects.exclude(pk=one.id).values_list("merged_into_id", flat=True)) == {one.id}
    two.refresh_from_db()
    with pytest.raises(Refusal, match="stands for it"):
        merge_persons(actor=cast.alice, keep=two, drop=one, reasons="Round in a circle")


def test_a_restricted_case_does_not_merge_into_an_open_one(cast: Cast) -> None:
    closed = record_event(actor=cast.alice, title="Restricted", restricted=True)
    with pytest.raises(Refusal, match="Restrict"):
        merge_events(actor=cast.alice, keep=a_case(cast.alice).event, drop=closed, reasons="Same")


def test_a_split_takes_some_acts_to_a_new_entry(cast: Cast) -> None:
    case = a_case(cast.alice)
    other = record_act(
        actor=cast.alice,
        event=case.event,
        victim=case.victim,
        occurred="2024-06",
        roles=["student"],
        kind="threat",
    )
    with pytest.raises(Refusal, match="at least one"):
        split_person(actor=cast.alice, person=case.victim, acts=[], names=[], reasons="Two people")
    made = split_person(actor=cast.alice, person=case.victim, acts=[other], names=[], reasons="Two people")
    other.refresh_from_db()
    assert other.victim_id == made.id != case.victim.id
    assert made.sex == "female"
    assert list(verify()) == []


def test_a_judgement_needs_reasons_and_two_entries(cast: Cast) -> None:
    victim = a_case(cast.alice).victim
    with pytest.raises(Refusal):
        judge(actor=cast.alice, left=victim, right=victim, verdict="same", reasons="Itself")
    with pytest.raises(Refusal):
        judge(actor=cast.alice, left=victim, right=a_case(cast.alice).victim, verdict="unsure", reasons="")


def blocked(cast: Cast, person: Person) -> Restriction:
    source = Source.objects.filter(code="gazette").first() or a_source(cast.alice, "gazette")
    report = file_report(actor=cast.alice, source=source, content="Invented words")
    return record_restriction(actor=cast.alice, report=report, person=person, measure="delisted", applied="2020")


def whose(row: Restriction) -> str | None:
    return Restriction.objects.get(pk=row.pk).person_id


def test_restrictions_go_with_a_merge_and_come_back_with_its_undoing(cast: Cast) -> None:
    one, two, three = (a_case(cast.alice).victim for _ in range(3))
    rows = [blocked(cast, person) for person in (one, two, three)]
    merge_persons(actor=cast.alice, keep=two, drop=three, reasons="Same")
    merge_persons(actor=cast.alice, keep=one, drop=two, reasons="Same")
    assert {whose(row) for row in rows} == {one.id}
    change_fact(actor=cast.alice, row=Restriction.objects.get(pk=rows[2].pk), ended="2021")
    two.refresh_from_db()
    unmerge(actor=cast.bob, entry_row=two, reasons="Two people after all")
    assert [whose(row) for row in rows] == [one.id, two.id, one.id], "the third entry is still one with the first"
    three.refresh_from_db()
    unmerge(actor=cast.bob, entry_row=three, reasons="Two people after all")
    assert [whose(row) for row in rows] == [one.id, two.id, three.id]
    assert list(verify()) == []


def test_what_was_given_to_somebody_by_hand_stays_theirs(cast: Cast) -> None:
    one, two = (a_case(cast.alice).victim for _ in range(2))
    row = blocked(cast, two)
    change_fact(actor=cast.alice, row=row, person=one)
    merge_persons(actor=cast.alice, keep=one, drop=two, reasons="Same")
    two.refresh_from_db()
    unmerge(actor=cast.bob, entry_row=two, reasons="Two people after all")
    assert whose(row) == one.id


def test_a_merge_opens_no_restriction_to_others(cast: Cast) -> None:
    closed, open_ = a_case(cast.alice), a_case(cast.alice)
    row = blocked(cast, closed.victim)
    change_entry(actor=cast.alice, row=closed.event, event=closed.event, restricted=True)
    with pytest.raises(Refusal, match="Let the other entry stand"):
        merge_persons(actor=cast.alice, keep=open_.victim, drop=closed.victim, reasons="Same")
    assert not Judgement.objects.exists() and whose(row) == closed.victim.id
    merge_persons(actor=cast.alice, keep=closed.victim, drop=open_.victim, reasons="Same")
    assert not open_entries(cast.bob, "restriction").exists()
