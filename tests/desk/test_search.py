"""Finding cases: what fits, what is open, and nothing of it in an address."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from sijill.desk import search
from sijill.desk.search import TooMany, Wanted, find
from sijill.office.models import User
from sijill.register.actions import add_name, merge_events, record_event, set_members, set_state, verify_act
from sijill.register.gate import Gate
from sijill.register.models import Event
from tests.desk.conftest import At, Office
from tests.world import TODAY, a_case

pytestmark = pytest.mark.django_db

EMPTY = {"words": "", "word": "", "state": "", "kind": "", "place": "", "since": "", "until": ""}


def titles(user: User, **wanted: str) -> set[str]:
    return {event.title for event in find(user, Wanted(**wanted))}


@pytest.fixture
def more(office: Office) -> Office:
    """A third case: a threat in Oruro in 2023, with an Arabic name."""
    alice = office.cast.alice
    case = a_case(alice, kind="death-threat", title="Les élèves menacés", place="BO-O", locality="شارع أبي المختلق")
    add_name(actor=alice, person=case.victim, text="إبراهيم المـختلق", kind="full", script="Arab")
    return office


ALL = {"An open case", "A closed case", "Les élèves menacés"}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ALL),
        ({"words": "CLOSED case"}, {"A closed case"}),
        ({"words": "eleves"}, {"Les élèves menacés"}),
        ({"words": "ابراهيم المختلق"}, {"Les élèves menacés"}),
        ({"words": "ابي شارع"}, {"Les élèves menacés"}),
        ({"words": "zz invented"}, ALL),
        ({"words": "nobody"}, set()),
        ({"words": "  "}, set()),
        ({"kind": "threat"}, {"Les élèves menacés"}),
        ({"kind": "arbitrary-detention"}, {"An open case", "A closed case"}),
        ({"place": "BO"}, ALL),
        ({"place": "BO-O"}, {"Les élèves menacés"}),
        ({"place": "m49-005"}, ALL),
        ({"since": "2024-05-05"}, set()),
        ({"since": "2024-05-04", "until": "2024-05-04"}, ALL),
        ({"state": "draft"}, set()),
        ({"word": "reported"}, ALL),
        ({"word": "corroborated"}, set()),
        ({"word": "reported", "kind": "threat"}, {"Les élèves menacés"}),
    ],
)
def test_what_fits_is_found(more: Office, wanted: dict[str, str], expected: set[str]) -> None:
    assert titles(more.cast.alice, **wanted) == expected


def test_nobody_finds_what_is_not_open(more: Office) -> None:
    for words in ("", "closed", "zz invented"):
        assert "A closed case" not in titles(more.rita, words=words)
        assert titles(more.cast.charlie, words=words) == titles(more.cast.eve, words=words) == set()
    assert titles(more.cast.bob, words="closed") == {"A closed case"}


def test_a_case_is_found_by_its_number(more: Office) -> None:
    assert titles(more.cast.alice, words=more.closed.event.id) == {"A closed case"}
    assert titles(more.rita, words=more.closed.event.id) == set()


def test_the_word_follows_the_decision(more: Office) -> None:
    act = more.open.act
    verify_act(actor=more.cast.bob, act=act, decision="reasonable-grounds", reasons="Invented", on=TODAY, gate=Gate())
    set_state(actor=more.cast.alice, row=more.closed.event, state="draft")
    assert titles(more.cast.alice, word="corroborated") == {"An open case"}
    assert titles(more.cast.alice, state="draft") == {"A closed case"}


def test_too_many_to_read_is_said(more: Office, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST", 2)
    with pytest.raises(TooMany):
        titles(more.cast.alice, words="case invented")
        titles(more.cast.alice, words="zz invented")
    address = at_search(at(more.cast.alice), words="zz invented")
    assert "more than 5,000" in address[1]


def at_search(client: Client, **wanted: str) -> tuple[str, str]:
    """Search on the page: the address it leads to, and the page there."""
    answer = client.post(reverse("cases"), {**EMPTY, **wanted})
    assert answer.status_code == 302
    return str(answer["Location"]), client.get(answer["Location"]).content.decode()


def test_no_word_of_a_search_is_in_an_address(more: Office, at: At) -> None:
    alice = at(more.cast.alice)
    address, page = at_search(alice, words="ابراهيم")
    assert "Les élèves" in page
    assert "An open case" not in page
    assert len(urlsplit(address).query) < 20
    assert "ابراهيم" not in address
    again = alice.get(address).content.decode()
    assert 'value="ابراهيم"' in again
    stranger = at(more.cast.bob).get(address).content.decode()
    assert "ابراهيم" not in stranger


def test_a_session_forgets_old_searches(more: Office, at: At) -> None:
    alice = at(more.cast.alice)
    for number in range(search.KEPT + 3):
        at_search(alice, words=f"case {number}")
    assert len(alice.session[search.SESSION]) == search.KEPT
    assert alice.session[search.SESSION][list(alice.session[search.SESSION])[-1]]["words"] == "case 12"


def test_a_period_that_ends_before_it_begins_is_refused(more: Office, at: At) -> None:
    answer = at(more.cast.alice).post(reverse("cases"), {**EMPTY, "since": "2024-02-01", "until": "2024-01-01"})
    assert "Exchange the two days" in answer.content.decode()


def test_the_list_goes_on_page_by_page(office: Office, at: At) -> None:
    for number in range(26):
        a_case(office.cast.alice, title=f"Case number {number}")
    alice = at(office.cast.alice)
    address, first = at_search(alice, words="number")
    assert "Page 1 of 2" in first
    second = alice.get(f"{address}&page=2").content.decode()
    assert "Page 2 of 2" in second
    assert second.count("Case number") == 1


def test_a_merged_case_is_found_in_the_one_that_stands_for_it(more: Office, at: At) -> None:
    alice = more.cast.alice
    third = Event.objects.get(title="Les élèves menacés")
    merge_events(actor=alice, keep=more.open.event, drop=third, reasons="Invented")
    assert titles(alice) == {"An open case", "A closed case"}
    assert (
        titles(alice, kind="threat")
        == titles(alice, words="ابراهيم")
        == titles(alice, place="BO-O")
        == {"An open case"}
    )
    page = at(alice).get(reverse("case", args=[more.open.event.id])).content.decode()
    assert "Death threat" in page
    assert "إبراهيم المـختلق" in page
    assert "Les élèves menacés" in page
    rows = at(alice).get(reverse("cases")).content.decode()
    assert rows.count("Death threat") == 1 + 1  # the search's own list of kinds, and the row


def test_a_restricted_case_behind_a_merge_stays_closed(more: Office, at: At) -> None:
    alice = more.cast.alice
    other = record_event(actor=alice, title="Another closed case", restricted=True)
    merge_events(actor=alice, keep=other, drop=more.closed.event, reasons="Invented")
    set_members(actor=alice, event=other, users=[more.rita])
    assert titles(more.rita, kind="arbitrary-detention") == {"An open case"}
    assert titles(alice, kind="arbitrary-detention") == {"An open case", "Another closed case"}
    page = at(more.rita).get(reverse("case", args=[other.id])).content.decode()
    assert "A closed case" not in page
    assert "Arbitrary" not in page
