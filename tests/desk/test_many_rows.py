"""Pages over many rows: the pager, the order of the list, and no page that asks once per row."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sijill.desk import views
from sijill.desk.search import Wanted, find
from sijill.register.access import in_open_event, open_events
from sijill.register.actions import (
    add_involvement,
    correct_event,
    record_act,
    record_body,
    record_consent,
    record_event,
    record_person,
    set_members,
    set_state,
    verify_act,
)
from sijill.register.gate import Gate
from sijill.register.models import Act, Event, Person
from sijill.register.views.same import cases_alike
from tests.desk.conftest import At, Office
from tests.world import TODAY, Case, a_case, a_source, supported

pytestmark = pytest.mark.django_db


def drafts(office: Office, number: int) -> None:
    """Drafts with nothing in them, for a list of a known length."""
    for one in range(number):
        set_state(
            actor=office.cast.alice, row=record_event(actor=office.cast.alice, title=f"Draft {one}"), state="draft"
        )


def shown(client: Client, page: str) -> tuple[int, str, list[str]]:
    """A page of the list of drafts: how many rows, what the pager says, where its links lead."""
    answer = client.get(reverse("cases"), {"state": "draft", "page": page})
    assert answer.status_code == 200
    text = answer.content.decode()
    said = re.search(r"Page \d+ of \d+", text)
    return (
        text.count('name="drafts"'),
        said[0] if said else "",
        re.findall(r'rel="(?:prev|next)" href="[^"]*page=(\d+)', text),
    )


@pytest.mark.parametrize(
    ("asked", "rows", "said", "links"),
    [
        ("1", 25, "Page 1 of 3", ["2"]),
        ("2", 25, "Page 2 of 3", ["1", "3"]),
        ("3", 3, "Page 3 of 3", ["2"]),
        ("4", 3, "Page 3 of 3", ["2"]),
        ("999999999999", 3, "Page 3 of 3", ["2"]),
        ("0", 3, "Page 3 of 3", ["2"]),
        ("-1", 3, "Page 3 of 3", ["2"]),
        ("", 25, "Page 1 of 3", ["2"]),
        ("two", 25, "Page 1 of 3", ["2"]),
        ("1; DROP TABLE event", 25, "Page 1 of 3", ["2"]),
    ],
)
def test_the_pager_is_honest_about_where_one_is(
    office: Office, at: At, asked: str, rows: int, said: str, links: list[str]
) -> None:
    drafts(office, 53)
    assert shown(at(office.cast.alice), asked) == (rows, said, links)


def test_a_full_page_has_no_next_one_and_no_rows_have_no_pager(office: Office, at: At) -> None:
    alice = at(office.cast.alice)
    for page in ("1", "7", "x"):
        assert shown(alice, page) == (0, "", [])
        assert "No case fits" in alice.get(reverse("cases"), {"state": "draft", "page": page}).content.decode()
    drafts(office, 25)
    assert shown(alice, "1") == shown(alice, "2") == (25, "", [])
    assert "25 cases" in alice.get(reverse("cases"), {"state": "draft"}).content.decode()


def test_the_total_counts_what_this_person_may_open(office: Office, at: At) -> None:
    for user, said in ((office.cast.alice, "2 cases"), (office.cast.bob, "2 cases"), (office.rita, "1 case<")):
        assert said in at(user).get(reverse("cases")).content.decode()


def test_the_newest_first_act_comes_first_and_what_has_no_day_last(office: Office) -> None:
    alice = office.cast.alice
    for days in (["2023-01-01", "2025-01-01"], ["2024-12"], ["", "2025-06-01"], ["2024-12"], [""], []):
        event = record_event(actor=alice, title="timed")
        victim = record_person(actor=alice, names=[("Zz Timed", "full", "Latn")])
        for day in days:
            record_act(actor=alice, event=event, victim=victim, kind="threat", occurred=day, roles=["lawyer"])
    asked = list(find(alice, Wanted(words="timed")))

    def key(event: Event) -> tuple[bool, int, str]:
        first = min((act.occurred_lo for act in event.acts.all() if act.occurred_lo), default=None)
        return first is None, -first.toordinal() if first else 0, event.id

    assert asked == sorted(Event.objects.filter(title="timed"), key=key)
    assert [event.acts.count() for event in asked] == [2, 1, 1, 2, *(event.acts.count() for event in asked[4:])]


def test_an_act_is_open_with_its_case(office: Office) -> None:
    cast = office.cast
    both, one, none = {office.closed.act.id, office.open.act.id}, {office.open.act.id}, set[str]()
    for user in (cast.alice, cast.bob, office.rita, cast.dana, cast.charlie, cast.eve):
        expected = both if user in (cast.alice, cast.bob) else one if user in (office.rita, cast.dana) else none
        assert set(Act.objects.filter(in_open_event(user)).values_list("id", flat=True)) == expected, user
        assert set(Act.objects.filter(event__in=open_events(user)).values_list("id", flat=True)) == expected, user
        people = Person.objects.filter(in_open_event(user, "acts__event")).values_list("acts", flat=True)
        assert set(people) == expected, user
    set_members(actor=cast.alice, event=office.closed.event, users=[])
    assert set(Act.objects.filter(in_open_event(cast.bob)).values_list("id", flat=True)) == one


def test_cases_alike_are_near_in_days_and_open(office: Office) -> None:
    alice, victim = office.cast.alice, office.open.victim
    near = {}
    for day, title in (("2024-05-11", "near"), ("2024-05-12", "far"), ("2024-05", "month"), ("", "undated")):
        near[title] = record_event(actor=alice, title=title)
        record_act(actor=alice, event=near[title], victim=victim, kind="threat", occurred=day, roles=["lawyer"])
    assert {event.title for event in cases_alike(alice, office.open.event)} == {"near", "month"}
    correct_event(actor=alice, event=near["month"], title="month", context="none", description="", restricted=True)
    assert {event.title for event in cases_alike(office.rita, office.open.event)} == {"near"}
    assert list(cases_alike(office.cast.charlie, office.open.event)) == []


def grown(office: Office, number: int) -> Case:
    """A case with that many acts, each with a victim, sources, a body, a decision and a consent of its own."""
    alice, bob = office.cast.alice, office.cast.bob
    case = a_case(alice, title="A case that grew")
    for one in range(number):
        victim = record_person(actor=alice, names=[(f"Zz Grown {number} {one}", "full", "Latn")])
        act = record_act(
            actor=alice, event=case.event, victim=victim, kind="threat", occurred="2024-05-04", roles=["lawyer"]
        )
        body = record_body(actor=alice, name=f"Invented body {number} {one}")
        add_involvement(actor=alice, act=act, perpetrator="police", state_link="state-agent", organization=body)
        supported(alice, act, [a_source(alice, f"grown-{number}-{one}", group="grown")])
        record_consent(actor=alice, person=victim, use="share", decision="given", given_by="self", on=TODAY)
        verify_act(actor=bob, act=act, decision="more-needed", reasons="Invented", on=TODAY, gate=Gate(1, 1))
    return case


def questions(client: Client, address: str) -> int:
    """How often a page asks the database."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_case_of_thirty_acts_asks_no_more_than_one_of_three(office: Office, at: At) -> None:
    few, many = grown(office, 3), grown(office, 30)
    for user in (office.cast.alice, office.cast.bob):
        client = at(user)
        client.get(reverse("cases"))
        few_asked, many_asked = (questions(client, reverse("case", args=[one.event.id])) for one in (few, many))
        assert many_asked == few_asked < 90
    page = at(office.cast.bob).get(reverse("case", args=[many.event.id])).content.decode()
    for text in ("Zz Grown 30 29", "Invented body 30 29", "Invented words of grown-30-29"):
        assert text in page
    bob = at(office.cast.bob)
    few_asked, many_asked = (questions(bob, reverse("verify", args=[one.act.id])) for one in (few, many))
    assert many_asked == few_asked < 30


@pytest.mark.parametrize("name", ["cases", "home"])
def test_thirty_cases_ask_no_more_than_three(office: Office, at: At, name: str) -> None:
    alice, bob = at(office.cast.alice), at(office.cast.bob)

    def asked() -> tuple[int, int]:
        return questions(alice, reverse(name)), questions(bob, reverse(name))

    a_case(office.cast.alice)
    drafts(office, 3)
    few = asked()
    for _ in range(27):
        a_case(office.cast.alice)
    drafts(office, 27)
    assert asked() == few
    assert max(few) < 25


def test_a_person_of_thirty_acts_asks_no_more_than_one_of_three(office: Office, at: At) -> None:
    alice, victim = office.cast.alice, office.open.victim

    def more(number: int) -> None:
        for _ in range(number):
            event = record_event(actor=alice, title="Again")
            record_act(actor=alice, event=event, victim=victim, kind="threat", occurred="2024", roles=["lawyer"])
            record_person(actor=alice, names=[("Zz Invented", "full", "Latn")])

    address = reverse("person", args=[victim.id])
    more(3)
    few = questions(at(alice), address)
    more(27)
    assert questions(at(alice), address) == few < 25


def waiting(client: Client) -> str:
    """The number beside "Waiting for a reviewer"."""
    found = re.search(
        r"Waiting for a reviewer <span class=\"count\"><bdi dir=\"ltr\">([^<]*)<", client.get("/").content.decode()
    )
    assert found
    return found[1]


def test_what_waits_for_a_reviewer_is_counted_up_to_a_bound(
    office: Office, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob = at(office.cast.bob)
    assert waiting(bob) == "2"
    monkeypatch.setattr(views, "MANY", 2)
    assert waiting(bob) == "2"
    monkeypatch.setattr(views, "MANY", 1)
    assert waiting(bob) == "1+"
