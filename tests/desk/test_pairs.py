"""Pairs that may be one: listed and explained to whoever may open both, judged, and taken back from the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sijill.home import Home
from sijill.office.verify import verify
from sijill.register.actions import merge_persons, propose_matches
from sijill.register.matching.explain import Reason
from sijill.register.matching.kept import PROPOSED, ProposedMatch, keep, kept
from sijill.register.models import Judgement, Person
from tests.desk.conftest import At, Office
from tests.register.matching.entered import TWICE, entered, others

pytestmark = pytest.mark.django_db

REASONS = (Reason("names", "near", 9.0), Reason("places", "else", -3.5), Reason("organization", "missing", 0.0))
Propose = Callable[..., None]


@pytest.fixture
def proposed(home: Home) -> Propose:
    """Keep proposals on pairs, each less sure than the one before."""

    def propose(*pairs: tuple[Person, Person]) -> None:
        found = [
            ProposedMatch(left.id, right.id, 0.9 - at / 100, 3.2, REASONS) for at, (left, right) in enumerate(pairs)
        ]
        keep(home.folder, found)

    return propose


def page(client: Client, name: str, *args: str, query: str = "") -> str:
    return client.get(reverse(name, args=args) + query).content.decode()


def test_a_pair_is_shown_only_to_who_may_open_both(office: Office, at: At, proposed: Propose) -> None:
    one, two = office.closed.victim, office.open.victim
    address = reverse("compare", args=[one.id, two.id])
    proposed((one, two))
    for user in (office.cast.alice, office.cast.bob):
        assert address in page(at(user), "pairs")
        assert reverse("pairs") in page(at(user), "home")
    assert at(office.cast.charlie).get(reverse("pairs")).status_code == 403
    assert at(office.rita).get(reverse("pairs")).status_code == 403, "who only reads judges nothing"
    assert reverse("pairs") not in page(at(office.rita), "home")


def test_a_recorder_who_is_not_on_the_team_sees_no_pair_and_no_judgement(
    office: Office, at: At, proposed: Propose
) -> None:
    from sijill.office.actions import add_user, operator
    from sijill.office.roles import Role

    rosa = at(add_user(actor=operator(), username="rosa", password=None, roles=[Role.RECORDER]))
    one, two = office.closed.victim, office.open.victim
    proposed((one, two))
    assert one.id not in page(rosa, "pairs")
    assert reverse("pairs") not in page(rosa, "home")
    address = reverse("compare", args=[one.id, two.id])
    at(office.cast.alice).post(address, {"verdict": "unsure", "keep": "", "reasons": "Seen in the closed case"})
    assert "Seen in the closed case" not in page(rosa, "person", two.id)
    assert "Seen in the closed case" in page(at(office.cast.bob), "person", two.id)
    taken = rosa.post(reverse("take-back-judgement", args=[Judgement.objects.get().id]))
    assert (taken.status_code, Judgement.objects.count()) == (404, 1)


def test_the_surest_come_first_on_pages_of_twenty(office: Office, at: At, proposed: Propose) -> None:
    people = [entered(office.cast, f"Zz Invented{n}", "2024-05-04") for n in range(22)]
    proposed(*[(people[0], other) for other in people[1:]])
    alice = at(office.cast.alice)
    first, second = page(alice, "pairs"), page(alice, "pairs", query="?page=2")
    assert first.index(people[1].id) < first.index(people[2].id) < first.index(people[20].id)
    assert people[21].id not in first and people[21].id in second


def test_the_page_of_two_says_what_agrees_what_not_and_what_is_unknown(
    office: Office, at: At, proposed: Propose
) -> None:
    one, two = office.closed.victim, office.open.victim
    proposed((two, one))
    shown = page(at(office.cast.bob), "compare", one.id, two.id)
    places = [shown.index(words) for words in ("What agrees", "+9.0", "What speaks against it", "-3.5", "not known")]
    assert places == sorted(places)
    assert "The names differ by a slip." in shown and "+3.2" in shown and "90.0 %" in shown
    arabic = at(office.cast.bob).get(
        reverse("compare", args=[one.id, two.id]), headers={"accept-language": "ar"}
    )  # fmt: skip
    assert "الفرق بين الاسمين زلة في الكتابة." in arabic.content.decode()


def test_a_judgement_takes_a_pair_away_and_taking_it_back_brings_it_again(
    office: Office, at: At, proposed: Propose
) -> None:
    alice, one, two = at(office.cast.alice), office.closed.victim, office.open.victim
    proposed((one, two))
    address = reverse("compare", args=[one.id, two.id])
    assert alice.post(address, {"verdict": "unsure", "keep": "", "reasons": "Too little"}).status_code == 302
    assert one.id in page(alice, "pairs"), "who was unsure is asked again"
    assert alice.post(address, {"verdict": "not-same", "keep": "", "reasons": "Two sisters"}).status_code == 302
    assert one.id not in page(alice, "pairs")
    assert "Two sisters" in page(alice, "compare", one.id, two.id)
    row = Judgement.objects.get(verdict="not-same")
    back = alice.post(reverse("take-back-judgement", args=[row.id]))
    assert back.headers["Location"] == address
    assert one.id in page(alice, "pairs")
    assert list(verify()) == []


def test_taking_a_merge_back_parts_the_entries_and_their_restrictions(office: Office, at: At) -> None:
    from tests.register.test_same import blocked, whose

    one, two = office.open.victim, entered(office.cast, "Zz Another", "2024-05-04")
    row = blocked(office.cast, two)
    merge_persons(actor=office.cast.alice, keep=one, drop=two, reasons="Same")
    assert whose(row) == one.id
    at(office.cast.bob).post(reverse("take-back-judgement", args=[Judgement.objects.get().id]))
    assert Person.objects.get(pk=two.id).merged_into_id is None
    assert whose(row) == two.id
    assert list(verify()) == []


def test_what_the_program_proposes_comes_to_the_page_without_a_name_on_disk(office: Office, at: At, home: Home) -> None:
    others(office.cast)
    left, right = (entered(office.cast, name, "2024-05-04") for name in TWICE)
    keep(home.folder, propose_matches(actor=office.cast.bob))
    shown = page(at(office.cast.bob), "pairs")
    assert left.id in shown and right.id in shown and TWICE[1] in shown
    file = home.folder / PROPOSED
    assert "Quintero" not in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0


def test_nothing_was_compared_yet(office: Office, at: At, home: Home) -> None:
    assert kept(home.folder) is None
    assert "sijill match propose" in page(at(office.cast.alice), "pairs")
