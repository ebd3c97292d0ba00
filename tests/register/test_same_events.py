"""Cases that may be one event: proposed with reasons, compared on their page, for those who may open both."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from sijill.cli import main as program
from sijill.home import Home, Settings
from sijill.office.verify import verify
from sijill.register.actions import judge, merge_events, merge_persons, propose_events, withdraw_judgement
from sijill.register.matching.explain import Reason
from sijill.register.matching.kept import ProposedMatch, keep
from sijill.register.models import Event, Judgement, Person
from tests.desk.conftest import At
from tests.desk.conftest import at as at
from tests.desk.conftest import home as home
from tests.people import Cast
from tests.register.matching.entered import TWICE, entered, others

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice(cast: Cast) -> tuple[Person, Person]:
    """One invented person entered twice, with the same threat on the same day in two cases."""
    others(cast)
    return entered(cast, TWICE[0], "2024-05-04"), entered(cast, TWICE[1], "2024-05-04")


def case(person: Person) -> Event:
    return person.acts.get().event


def as_one(*people: Person) -> list[ProposedMatch]:
    return [ProposedMatch(people[0].id, people[1].id, 0.95, 4.0, (Reason("names", "near", 9.0),))]


def test_cases_of_people_who_are_one_are_proposed(cast: Cast, twice: tuple[Person, Person]) -> None:
    pair = {case(one).id for one in twice}
    found = propose_events(actor=cast.bob, people=as_one(*twice))
    assert {found[0].left, found[0].right} == pair and found[0].kind == "event"
    before = found[0].probability
    merge_persons(actor=cast.alice, keep=twice[0], drop=twice[1], reasons="Same")
    found = propose_events(actor=cast.bob)
    assert {found[0].left, found[0].right} == pair and found[0].probability > before
    assert [one.level for one in found[0].reasons] == ["same-day", "same-place", "same-people", "same-kinds"]


def test_what_was_judged_or_merged_is_not_proposed_until_taken_back(cast: Cast, twice: tuple[Person, Person]) -> None:
    one, two = (case(person) for person in twice)
    people = as_one(*twice)
    first = judge(actor=cast.bob, left=two, right=one, verdict="not-same", reasons="Two threats")
    assert propose_events(actor=cast.bob, people=people) == []
    withdraw_judgement(actor=cast.bob, judgement=first)
    assert len(propose_events(actor=cast.bob, people=people)) == 1
    merge_events(actor=cast.alice, keep=one, drop=two, reasons="Same")
    assert propose_events(actor=cast.bob, people=people) == []
    withdraw_judgement(actor=cast.bob, judgement=Judgement.objects.get())
    assert Event.objects.get(pk=two.id).merged_into_id is None
    assert len(propose_events(actor=cast.bob, people=people)) == 1
    assert list(verify()) == []


def test_restricted_cases_and_strangers(cast: Cast, twice: tuple[Person, Person]) -> None:
    hidden = entered(cast, TWICE[0], "2024-05-04", restricted=True)
    people = [*as_one(*twice), *as_one(hidden, twice[0])]
    assert case(hidden).id not in repr(propose_events(actor=cast.bob, people=people))
    assert case(hidden).id in repr(propose_events(actor=cast.alice, people=people))
    with pytest.raises(PermissionDenied):
        propose_events(actor=cast.charlie)


def test_the_page_of_two_cases_explains_and_takes_back(
    cast: Cast, twice: tuple[Person, Person], at: At, home: Home
) -> None:
    keep(home.folder, propose_events(actor=cast.bob, people=as_one(*twice)))
    address = reverse("compare-cases", args=sorted(case(one).id for one in twice))
    bob = at(cast.bob)
    assert address in bob.get(reverse("pairs")).content.decode()
    page = bob.get(address).content.decode()
    assert "People who may be the same are in both." in page and "What agrees" in page
    bob.post(address, {"verdict": "same", "keep": "left", "reasons": "One threat, told twice"})
    assert Event.objects.exclude(merged_into=None).count() == 1
    assert address not in bob.get(reverse("pairs")).content.decode()
    assert at(cast.charlie).post(reverse("take-back-judgement", args=[Judgement.objects.get().id])).status_code == 403
    bob.post(reverse("take-back-judgement", args=[Judgement.objects.get().id]))
    assert not Event.objects.exclude(merged_into=None).exists()
    assert address in bob.get(reverse("pairs")).content.decode()


def test_the_commands_propose_and_judge_cases(cast: Cast, twice: tuple[Person, Person], home: Home) -> None:
    home.write_settings(Settings())
    ids = sorted(case(one).id for one in twice)

    def run(*words: str) -> str:
        done = CliRunner().invoke(program, ["match", *words, "--home", str(home.folder)])
        assert done.exit_code == 0, done.output
        return done.stdout

    run("propose")
    address = f"/cases/{ids[0]}/and/{ids[1]}/"
    assert address in run("review")
    assert "Probability that it is the same event" in run("review")
    row = run("review", "--judge", *ids, "--verdict", "not-same", "--reasons", "Two threats").strip()
    assert address not in run("review")
    assert f"{ids[0]},{ids[1]}" in run("export")
    run("review", "--withdraw", row)
    assert address in run("review")
