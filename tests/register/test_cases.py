"""A case by hand: who may write, what is refused, what the database itself refuses."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from sijill.office.actions import Refusal, add_user, set_profile
from sijill.office.roles import Role
from sijill.register.access import may_open, open_events
from sijill.register.actions import (
    add_status,
    answer_complaint,
    open_complaint,
    record_act,
    record_consent,
    record_event,
    record_person,
    set_members,
    set_state,
)
from sijill.register.models import Act, ActStatus, Consent, Event
from tests.people import Cast
from tests.world import TODAY, a_case, a_source

pytestmark = pytest.mark.django_db


def test_only_a_recorder_records(cast: Cast) -> None:
    for outsider in (cast.bob, cast.charlie, cast.dana, cast.eve):
        with pytest.raises(PermissionDenied):
            record_event(actor=outsider, title="An invented case")
    assert a_case(cast.alice).act.state == "confirmed"


def test_a_restricted_case_opens_to_its_team_only(cast: Cast) -> None:
    event = record_event(actor=cast.alice, title="Restricted", restricted=True)
    assert [may_open(user, event) for user in (cast.alice, cast.bob, cast.charlie, cast.eve)] == [
        True, False, False, False,
    ]  # fmt: skip
    set_members(actor=cast.alice, event=event, users=[cast.bob])
    assert may_open(cast.bob, event)
    assert list(open_events(cast.bob)) == [event]
    with pytest.raises(PermissionDenied):
        set_members(actor=cast.charlie, event=event, users=[cast.charlie])


def test_an_account_without_a_casework_role_sees_no_case(cast: Cast) -> None:
    a_case(cast.alice)
    assert [open_events(user).count() for user in (cast.alice, cast.bob, cast.charlie, cast.eve)] == [
        1,
        1,
        0,
        0,
    ]


def test_a_switched_off_account_sees_and_does_nothing(cast: Cast) -> None:
    a_case(cast.alice)
    cast.alice.is_active = False
    assert not open_events(cast.alice).exists()
    with pytest.raises(PermissionDenied):
        a_case(cast.alice)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "arbitary-detention"}, "arbitrary-detention"),
        ({"place": "Bolivia"}, "codelists/places.csv"),
        ({"motive": "yes"}, "codelists/motives.csv"),
    ],
)
def test_a_wrong_code_is_refused_with_a_hint(cast: Cast, changes: dict[str, str], says: str) -> None:
    with pytest.raises(Refusal, match=says):
        a_case(cast.alice, **changes)
    assert not Act.objects.exists()


@pytest.mark.parametrize("when", ["2918", "0000", "2024-02-30", "yesterday", "2024-05-04/2024-05-01"])
def test_an_impossible_date_is_refused(cast: Cast, when: str) -> None:
    case = a_case(cast.alice)
    with pytest.raises(Refusal):
        record_act(actor=cast.alice, event=case.event, victim=case.victim, occurred=when, roles=["journalist"])


def test_a_named_person_needs_a_name(cast: Cast) -> None:
    with pytest.raises(Refusal, match="unidentified"):
        record_person(actor=cast.alice, names=[])
    assert record_person(actor=cast.alice, names=[], identified="unidentified").names.count() == 0


def test_the_database_holds_a_date_or_a_reason_never_both(cast: Cast) -> None:
    a_case(cast.alice)
    for statement in (
        "UPDATE act SET occurred_unknown = 'not-stated'",
        "UPDATE act SET occurred = '', occurred_lo = NULL, occurred_hi = NULL",
        "UPDATE act SET age_low = NULL, age_high = NULL",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_two_steps_of_one_day_keep_their_order(cast: Cast) -> None:
    act = a_case(cast.alice).act
    add_status(actor=cast.alice, act=act, process="charge", stage="charges-pending", occurred="2024-05-06")
    add_status(actor=cast.alice, act=act, process="charge", stage="charges-dropped", occurred="2024-05-06")
    steps = ActStatus.objects.order_by("occurred_lo", "sequence").values_list("stage", flat=True)
    assert list(steps) == ["charges-pending", "charges-dropped"]


def test_confirming_an_event_confirms_its_drafts(cast: Cast) -> None:
    case = a_case(cast.alice)
    set_state(actor=cast.alice, row=case.act, state="draft")
    set_state(actor=cast.alice, row=case.event, state="draft")
    set_state(actor=cast.bob, row=case.event, state="confirmed")
    assert (Event.objects.get().state, Act.objects.get().state) == ("confirmed", "confirmed")


def test_a_complaint_has_words_a_clock_and_an_answer(cast: Cast) -> None:
    source = a_source(cast.alice, "complainant")
    complaint = open_complaint(
        actor=cast.alice, source=source, channel="visit", words="Invented words", received_on=TODAY
    )
    assert (complaint.due_on, complaint.answered_on) == (date(2024, 7, 1), None)
    record_event(actor=cast.alice, title="An invented case", complaint=complaint)
    complaint.refresh_from_db()
    assert complaint.state == "under-examination"
    answer_complaint(actor=cast.alice, complaint=complaint, state="answered", on=date(2024, 6, 20))
    assert complaint.answered_on == date(2024, 6, 20)


def test_consent_is_added_never_overwritten(cast: Cast) -> None:
    victim = a_case(cast.alice).victim
    for decision in ("given", "withdrawn"):
        record_consent(
            actor=cast.alice, person=victim, use="publish-named", decision=decision, given_by="self", on=TODAY
        )
    assert [row.decision for row in Consent.objects.order_by("log_from")] == ["given", "withdrawn"]


def test_only_an_administrator_makes_accounts_and_sets_the_profile(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        add_user(actor=cast.alice, username="mallory", password=None, roles=[Role.REVIEWER])
    with pytest.raises(PermissionDenied):
        add_user(actor=None, username="mallory", password=None, roles=[Role.REVIEWER])
    with pytest.raises(PermissionDenied):
        set_profile(actor=cast.bob, name="Another", kind="civil-society")


@pytest.mark.parametrize(
    "claim",
    [
        {"kind": "paris-institution"},
        {"kind": "paris-institution", "status": "paris-a"},
        {"kind": "statistical-office", "status": "paris-a"},
        {"kind": "civil-society", "status": "paris-b", "mandate_law": "Act 1"},
    ],
)
def test_a_profile_that_does_not_hold_together_is_refused(cast: Cast, claim: dict[str, str]) -> None:
    with pytest.raises(Refusal):
        set_profile(actor=cast.eve, name="Office", **claim)
