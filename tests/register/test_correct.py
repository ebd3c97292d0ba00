"""Corrections keep what was, and nobody writes in a case that is not open to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from sijill.collect.actions import file_report
from sijill.office.actions import add_user, operator
from sijill.office.errors import Refusal
from sijill.office.models import LogEntry, User
from sijill.office.records import history_of
from sijill.office.roles import Role
from sijill.office.verify import verify
from sijill.register.access import open_complaints, open_people
from sijill.register.actions import (
    add_involvement,
    add_name,
    add_support,
    answer_complaint,
    correct_act,
    correct_event,
    correct_person,
    end_involvement,
    end_name,
    end_support,
    judge,
    merge_persons,
    open_complaint,
    record_act,
    record_body,
    record_consent,
    record_event,
    record_person,
    split_person,
    verify_act,
)
from sijill.register.gate import Gate
from sijill.register.models import Act, ActRole, EntityKind, Event, Organization, Person, Support
from tests.people import Cast
from tests.world import TODAY, Case, a_case, a_source, supported

pytestmark = pytest.mark.django_db


@pytest.fixture
def outsider(cast: Cast) -> User:
    """A colleague with every casework role who is on no team."""
    roles = [Role.RECORDER, Role.REVIEWER]
    return add_user(actor=operator(), username="outsider", password=None, roles=roles)


def restrict(cast: Cast, case: Case) -> Case:
    correct_event(
        actor=cast.alice, event=case.event, title="Restricted", context="none", description="", restricted=True
    )
    return case


def person_values(person: Person) -> dict[str, str]:
    names = (
        "kind", "identified", "sex", "sex_stated_by", "gender", "gender_stated_by", "citizenship", "born",
    )  # fmt: skip
    return {name: getattr(person, name) for name in names}


def test_a_correction_keeps_what_was_and_the_log_holds(cast: Cast) -> None:
    case = a_case(cast.alice)
    correct_act(actor=cast.alice, act=case.act, occurred="2024-05", roles=["lawyer", "journalist"], motive="disputed")
    assert (Act.objects.get().occurred, Act.objects.get().motive) == ("2024-05", "disputed")
    assert history_of(Act)._default_manager.values_list("occurred", flat=True).get() == "2024-05-04"
    assert set(ActRole.objects.values_list("role", "is_primary")) == {("lawyer", True), ("journalist", False)}
    correct_act(actor=cast.alice, act=case.act, occurred="2024-05", roles=["journalist"], motive="disputed")
    assert list(ActRole.objects.values_list("role", "is_primary")) == [("journalist", True)]
    assert list(verify()) == []


def test_a_person_is_corrected_and_names_come_and_go(cast: Cast) -> None:
    victim = a_case(cast.alice).victim
    correct_person(actor=cast.alice, person=victim, **{**person_values(victim), "sex": "male", "born": "1980~"})
    assert (Person.objects.get().sex, Person.objects.get().born) == ("male", "1980~")
    name = add_name(actor=cast.alice, person=victim, text="زز", kind="alias", script="Arab")
    assert victim.names.count() == 2
    end_name(actor=cast.alice, name=name)
    assert victim.names.count() == 1
    assert list(verify()) == []


def test_a_body_is_entered_once(cast: Cast) -> None:
    first = record_body(actor=cast.alice, name="Invented unit")
    assert record_body(actor=cast.alice, name="Invented unit") == first
    assert Organization.objects.count() == 1


def test_who_restricts_a_case_stays_on_its_team(cast: Cast, outsider: User) -> None:
    case = a_case(cast.alice)
    correct_event(actor=outsider, event=case.event, title="Theirs", context="none", description="", restricted=True)
    assert set(Event.objects.get().members.values_list("user__username", flat=True)) == {"alice", "outsider"}


def test_a_restricted_case_is_closed_to_every_action_of_an_outsider(cast: Cast, outsider: User) -> None:
    case = restrict(cast, a_case(cast.alice))
    source = a_source(cast.alice, "one")
    (report,) = supported(cast.alice, case.act, [source])
    support = Support.objects.get()
    mine = record_event(actor=outsider, title="Mine")
    somebody = record_person(actor=outsider, names=[], identified="unidentified")
    complaint = open_complaint(actor=cast.alice, source=source, channel="visit", words="Invented", received_on=TODAY)
    record_event(actor=cast.alice, title="Theirs", restricted=True, complaint=complaint)
    before = LogEntry.objects.count()
    tries: list[Callable[[], object]] = [
        lambda: correct_act(actor=outsider, act=case.act, occurred="2024", roles=["lawyer"]),
        lambda: correct_person(actor=outsider, person=case.victim, **person_values(case.victim)),
        lambda: correct_event(
            actor=outsider, event=case.event, title="", context="none", description="", restricted=False
        ),
        lambda: add_name(actor=outsider, person=case.victim, text="Zz", kind="full", script="Latn"),
        lambda: end_name(actor=outsider, name=case.victim.names.get()),
        lambda: end_involvement(actor=outsider, involvement=case.act.involvements.get()),
        lambda: end_support(actor=outsider, support=support),
        lambda: add_involvement(actor=outsider, act=case.act, perpetrator="police", state_link="state-agent"),
        lambda: record_act(
            actor=outsider, event=mine, victim=case.victim, occurred="2024", roles=["lawyer"], kind="threat"
        ),
        lambda: add_support(
            actor=outsider, report=report, entity_kind=EntityKind.ACT, entity_id=case.act.id, elements=["date"]
        ),
        lambda: add_support(
            actor=outsider, report=report, entity_kind=EntityKind.PERSON, entity_id=case.victim.id, elements=["sex"]
        ),
        lambda: add_support(
            actor=outsider,
            report=report,
            entity_kind=EntityKind.INVOLVEMENT,
            entity_id=case.act.involvements.get().id,
            elements=["perpetrator"],
        ),
        lambda: record_consent(
            actor=outsider, person=case.victim, use="share", decision="given", given_by="self", on=TODAY
        ),
        lambda: judge(actor=outsider, left=case.victim, right=somebody, verdict="unsure", reasons="Invented"),
        lambda: merge_persons(actor=outsider, keep=somebody, drop=case.victim, reasons="Invented"),
        lambda: split_person(actor=outsider, person=case.victim, acts=[case.act], names=[], reasons="Invented"),
        lambda: answer_complaint(actor=outsider, complaint=complaint, state="closed", on=TODAY),
        lambda: record_event(actor=outsider, title="Mine too", complaint=complaint),
    ]
    for attempt in tries:
        with pytest.raises(PermissionDenied):
            attempt()
    assert LogEntry.objects.count() == before


def test_people_and_complaints_open_with_their_cases(cast: Cast, outsider: User) -> None:
    case = restrict(cast, a_case(cast.alice))
    source = a_source(cast.alice, "one")
    complaint = open_complaint(
        actor=cast.alice, source=source, channel="visit", words="Invented", received_on=date(2024, 6, 1)
    )
    everybody = (cast.alice, outsider, cast.dana, cast.charlie, cast.eve)
    assert [open_people(user).count() for user in everybody] == [1, 0, 0, 0, 0]
    assert [open_complaints(user).count() for user in everybody] == [1, 1, 0, 0, 0]
    answer_complaint(actor=outsider, complaint=complaint, state="admissible", on=TODAY)
    assert case.victim in open_people(cast.alice)


@pytest.mark.parametrize("part", ["involvement", "support"])
def test_who_wrote_a_part_of_an_act_cannot_review_it(cast: Cast, outsider: User, part: str) -> None:
    act = a_case(cast.alice).act
    supported(cast.alice, act, [a_source(cast.alice, code) for code in ("one", "two", "three")])
    if part == "involvement":
        add_involvement(actor=outsider, act=act, perpetrator="police", state_link="state-agent")
    else:
        report = file_report(actor=outsider, source=a_source(outsider, "four"), content="Invented words")
        add_support(actor=outsider, report=report, entity_kind=EntityKind.ACT, entity_id=act.id, elements=["date"])
    given = {"act": act, "decision": "reasonable-grounds", "reasons": "Invented", "on": TODAY, "gate": Gate()}
    with pytest.raises(Refusal, match="another reviewer"):
        verify_act(actor=outsider, **given)  # type: ignore[arg-type]
    assert verify_act(actor=cast.bob, **given).word == "corroborated"  # type: ignore[arg-type]
