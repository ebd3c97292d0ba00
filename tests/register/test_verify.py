"""Who may verify what, on what, and what the decision may be called (people.md 7; duty X7)."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from sijill.collect.actions import keep_evidence
from sijill.office.errors import Refusal
from sijill.office.models import User
from sijill.register.actions import change_entry, set_state, verify_act
from sijill.register.gate import Gate
from sijill.register.models import Act, Verification
from tests.people import Cast
from tests.world import TODAY, a_case, a_source, supported

pytestmark = pytest.mark.django_db


def decide(actor: User, act: Act, **given: object) -> Verification:
    asked = {"decision": "reasonable-grounds", "reasons": "Three sources agree", "on": TODAY, "gate": Gate()}
    return verify_act(actor=actor, act=act, **{**asked, **given})  # type: ignore[arg-type]


def ready(cast: Cast) -> Act:
    act = a_case(cast.alice).act
    supported(cast.alice, act, [a_source(cast.alice, code) for code in ("one", "two", "three")])
    return act


@pytest.mark.parametrize(("kind", "word"), [("civil-society", "corroborated"), ("paris-institution", "verified")])
def test_the_profile_decides_the_word(db: None, kind: str, word: str) -> None:
    cast = Cast.arrive(kind)
    assert decide(cast.bob, ready(cast)).word == word


def test_who_entered_it_cannot_verify_it(cast: Cast) -> None:
    act = ready(cast)
    act.entered_by = cast.bob.id
    with pytest.raises(Refusal, match="another reviewer"):
        decide(cast.bob, act)


def test_who_corrected_it_cannot_verify_it(db: None) -> None:
    from sijill.office.actions import add_user, operator
    from sijill.office.roles import Role

    cast = Cast.arrive()
    both = add_user(actor=operator(), username="both", password=None, roles=[Role.RECORDER, Role.REVIEWER])
    act = ready(cast)
    change_entry(actor=both, row=act, event=act.event, motive="engaged")
    with pytest.raises(Refusal, match="another reviewer"):
        decide(both, act)


def test_only_a_reviewer_decides(cast: Cast) -> None:
    act = ready(cast)
    for other in (cast.alice, cast.charlie, cast.dana, cast.eve):
        with pytest.raises(PermissionDenied):
            decide(other, act)


def test_two_sources_are_not_enough_and_copies_neither(cast: Cast) -> None:
    act = a_case(cast.alice).act
    supported(cast.alice, act, [a_source(cast.alice, "one"), a_source(cast.alice, "two")])
    with pytest.raises(Refusal, match="identity, role, act, date, place, perpetrator, motive"):
        decide(cast.bob, act)
    supported(cast.alice, act, [a_source(cast.alice, "copy", group="one")])
    assert decide(cast.bob, act).word == "corroborated"


def test_three_copies_of_one_wire_story_are_reported(cast: Cast) -> None:
    act = a_case(cast.alice).act
    supported(cast.alice, act, [a_source(cast.alice, code, group="wire") for code in ("one", "two", "three")])
    with pytest.raises(Refusal):
        decide(cast.bob, act)
    assert decide(cast.bob, act, decision="more-needed").word == "reported"


def test_a_draft_and_a_decision_without_reasons_are_refused(cast: Cast) -> None:
    act = ready(cast)
    with pytest.raises(Refusal, match="reasons"):
        decide(cast.bob, act, reasons=" ")
    set_state(actor=cast.bob, row=act, state="draft")
    with pytest.raises(Refusal, match="draft"):
        decide(cast.bob, act)


def test_a_court_verifies_whoever_runs_the_installation(cast: Cast, tmp_path: Path) -> None:
    act = a_case(cast.alice).act
    with pytest.raises(Refusal, match="document"):
        decide(cast.bob, act, basis="determination", body="court")
    paper = keep_evidence(
        actor=cast.alice,
        folder=tmp_path,
        stream=BytesIO(b"an invented judgment"),
        file_name="judgment.txt",
        report=None,
        received_on=TODAY,
    )
    row = decide(cast.bob, act, basis="determination", body="court", document=paper)
    assert (row.word, row.standing) == ("verified", "court")
    own = decide(cast.bob, act, basis="determination", body="institution-investigation", document=paper)
    assert own.word == "corroborated", "the investigation of a body without mandate verifies nothing"
    assert (tmp_path / paper.sha256).read_bytes() == b"an invented judgment"
