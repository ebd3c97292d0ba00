"""The same event in two cases: offered, compared, merged by those who may, and apart again."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from sijill.home import Home
from sijill.office.models import LogEntry
from sijill.register.actions import record_act
from sijill.register.models import Event, Judgement
from tests.desk.conftest import At, Office
from tests.world import a_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice(office: Office) -> Event:
    """A second case about the victim of the open one, two days after it."""
    again = a_case(office.cast.alice, title="The same again").event
    first = office.open.act
    record_act(
        actor=office.cast.alice, event=again, victim=first.victim, kind=first.kind, place="XZ", motive="linked",
        occurred=str(first.occurred_lo), roles=["journalist"],
    )  # fmt: skip
    return again


def page(client: Client, name: str, *args: str) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_a_case_of_the_same_person_around_the_same_days_is_offered(office: Office, at: At, twice: Event) -> None:
    address = reverse("compare-cases", args=[office.open.event.id, twice.id])
    assert address in page(at(office.cast.alice), "case", office.open.event.id)
    assert address not in page(at(office.rita), "case", office.open.event.id), "a reader judges nothing"
    assert "compare" not in page(at(office.cast.alice), "case", office.closed.event.id)


def test_a_merge_makes_one_case_of_two_and_can_be_undone(office: Office, at: At, twice: Event) -> None:
    alice = at(office.cast.alice)
    address = reverse("compare-cases", args=[office.open.event.id, twice.id])
    assert "The same again" in alice.get(address).content.decode()
    answer = alice.post(address, {"verdict": "same", "keep": "left", "reasons": "One arrest, told by two sources."})
    assert answer["Location"] == reverse("case", args=[office.open.event.id])
    twice.refresh_from_db()
    assert twice.merged_into_id == office.open.event.id
    assert reverse("undo-case-merge", args=[twice.id]) in page(alice, "case", twice.id)
    alice.post(reverse("undo-case-merge", args=[twice.id]), {"reasons": "Two arrests after all."})
    twice.refresh_from_db()
    assert twice.merged_into_id is None
    assert list(Judgement.objects.order_by("log_from").values_list("verdict", flat=True)) == ["same", "not-same"]


def test_the_page_asks_about_cases_and_not_about_people(office: Office, at: At, twice: Event) -> None:
    """Its own words, because the words for two entries of a person are of another gender elsewhere."""
    address = reverse("compare-cases", args=[office.open.event.id, twice.id])
    found = at(office.cast.alice).get(address).content.decode()
    for words in ("If they are one event, which case stands", "Neither case:", "The first case", "The second case"):
        assert words in found
    assert "entry stands" not in found
    wrong = at(office.cast.alice).post(address, {"verdict": "not-same", "keep": "left", "reasons": "x"})
    assert "Two cases are merged only if they are the same event." in wrong.content.decode()


def test_a_judgement_alone_leaves_both_cases(office: Office, at: At, twice: Event) -> None:
    address = reverse("compare-cases", args=[office.open.event.id, twice.id])
    at(office.cast.bob).post(address, {"verdict": "unsure", "keep": "", "reasons": "The days differ."})
    twice.refresh_from_db()
    assert twice.merged_into_id is None
    assert Judgement.objects.get().verdict == "unsure"


def test_a_merge_needs_its_reasons_and_the_verdict_same(office: Office, at: At, twice: Event) -> None:
    address = reverse("compare-cases", args=[office.open.event.id, twice.id])
    for given in (
        {"verdict": "same", "keep": "left", "reasons": " "},
        {"verdict": "not-same", "keep": "left", "reasons": "x"},
    ):
        assert at(office.cast.alice).post(address, given).status_code == 200
    twice.refresh_from_db()
    assert twice.merged_into_id is None


def test_nobody_outside_the_team_compares_a_restricted_case(office: Office, at: At, twice: Event) -> None:
    address = reverse("compare-cases", args=[office.closed.event.id, twice.id])
    assert at(office.rita).get(address).status_code == 403
    assert at(office.cast.charlie).get(address).status_code == 403
    assert at(office.cast.alice).get(address).status_code == 200
    told = at(office.cast.alice).post(address, {"verdict": "same", "keep": "right", "reasons": "One event."})
    assert "restricted" in told.content.decode()
    twice.refresh_from_db()
    assert twice.merged_into_id is None


def test_whoever_reads_exact_figures_is_in_the_log(office: Office, at: At, home: Home) -> None:
    alice = at(office.cast.alice)
    asked = {"since": "2024-01-01", "until": date(2024, 12, 31).isoformat(), "by": "category"}
    assert alice.get(reverse("figures"), asked).status_code == 200
    assert alice.get(reverse("why"), {**asked, "status": "reported", "category": "D"}).status_code == 200
    read = LogEntry.objects.filter(actor=office.cast.alice.id, verb__in=("figures.read", "cell.explain"))
    assert list(read.order_by("position").values_list("verb", flat=True)) == ["figures.read", "cell.explain"]
