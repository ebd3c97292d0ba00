"""A newer copy of a list changes nothing by itself: what it says otherwise waits, field by field, for a person."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from sijill.collect.importers.formats import format_of, read
from sijill.office.actions import operator
from sijill.office.errors import Refusal
from sijill.office.verify import verify
from sijill.register.actions import (
    accept_proposal,
    correct_act,
    import_file,
    keep_entry,
    merge_persons,
    set_state,
)
from sijill.register.models import Act, PersonName, Proposal, ProposalState, Support
from tests.people import Cast

pytestmark = pytest.mark.django_db

TODAY = date(2024, 9, 1)
MAPPING = """
[format]
name = "list"
title = "An invented list"
complete = true
[source]
code = "list"
name = "An invented list"
kind = "ngo"
[[key]]
column = "No"
[victim]
sex = { column = "Sex" }
[[victim.name]]
column = "Name"
[[act]]
kind = { column = "What" }
roles = { column = "Job" }
occurred = { column = "When" }
age = { column = "Age" }
place = "BO"
place_precision = "country"
supports = ["act", "date"]
"""
FIRST = {"No": "1", "Name": "Zz One", "Sex": "female", "What": "threat", "Job": "lawyer", "When": "2024-05", "Age": ""}


def copy(folder: Path, **changed: str) -> None:
    """Import a copy of the list with its first row changed."""
    rows = [{**FIRST, **changed}, {**FIRST, "No": "2", "Name": "Zz Two"}]
    path = folder / "list.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    (folder / "map.toml").write_text(MAPPING, encoding="utf-8")
    chosen = format_of("table").using(folder / "map.toml")
    import_file(
        actor=operator(),
        info=chosen.source,
        format_name="table",
        complete=True,
        rows=read("table", path, mapping=folder / "map.toml"),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        file_name="list.json",
        label="copy",
        retrieved_on=None,
    )


@pytest.fixture
def act(cast: Cast, tmp_path: Path) -> Act:
    """The act that the first copy drafted, confirmed by Alice."""
    copy(tmp_path)
    found = Act.objects.get(victim__names__text="Zz One")
    set_state(actor=cast.alice, row=found.event, state="confirmed")
    found.refresh_from_db()
    return found


def waiting() -> Proposal:
    return Proposal.objects.get(state=ProposalState.WAITING)


def test_what_the_source_changed_waits_and_the_entry_stays(cast: Cast, act: Act, tmp_path: Path) -> None:
    copy(tmp_path, When="2024-05-07", What="death-threat", Age="34", Sex="", Job="journalist", Name="Zz One Two")
    now = Act.objects.get(pk=act.pk)
    assert (now.occurred, now.kind, now.log_from) == ("2024-05", "threat", act.log_from)
    assert waiting().changes == {
        "kind": {"was": "threat", "now": "death-threat"},
        "occurred": {"was": "2024-05", "now": "2024-05-07"},
        "age": {"was": "not-stated", "now": "34"},
        "roles": {"was": ["lawyer"], "now": ["journalist"]},
        "sex": {"was": "female", "now": "not-stated"},
        "names": {"was": ["Zz One"], "now": ["Zz One Two"]},
    }
    assert list(verify()) == []


def test_accepting_writes_the_ticked_fields_and_keeps_the_history(cast: Cast, act: Act, tmp_path: Path) -> None:
    copy(tmp_path, When="2024-05-07", What="death-threat", Age="34-36", Job="journalist", Name="Zz One Two")
    held = waiting()
    accept_proposal(actor=cast.alice, proposal=held, fields=["occurred", "age", "roles", "names", "nonsense"], on=TODAY)
    act.refresh_from_db()
    assert (act.occurred, act.occurred_lo, act.kind) == ("2024-05-07", date(2024, 5, 7), "threat")
    assert (act.age_low, act.age_high, act.age_unknown) == (34, 36, "")
    assert list(act.roles.values_list("role", "is_primary")) == [("journalist", True)]
    assert set(PersonName.objects.filter(person=act.victim).values_list("text", flat=True)) == {"Zz One", "Zz One Two"}
    held.refresh_from_db()
    assert (held.state, held.taken, held.decided_by_id) == (
        "accepted", ["occurred", "age", "roles", "names"], cast.alice.id,
    )  # fmt: skip
    assert Support.objects.filter(entity_id=act.id, report=held.report).exists()
    assert list(verify()) == []
    with pytest.raises(Refusal):
        accept_proposal(actor=cast.alice, proposal=held, fields=["kind"], on=TODAY)
    copy(tmp_path, When="2024-05-07", What="death-threat", Age="34-36", Job="journalist", Name="Zz One Two", Sex="male")
    assert set(waiting().changes) == {"sex"}, "what somebody decided on is not asked again"


def test_keeping_leaves_the_entry_and_the_reason(cast: Cast, act: Act, tmp_path: Path) -> None:
    copy(tmp_path, When="2024-06")
    keep_entry(actor=cast.alice, proposal=waiting(), reasons="Invented: the witness says May", on=TODAY)
    act.refresh_from_db()
    assert act.occurred == "2024-05"
    assert Proposal.objects.get().reasons.startswith("Invented")
    copy(tmp_path, When="2024-06", Age="30")
    assert set(waiting().changes) == {"age"}


def test_what_a_person_corrected_is_not_proposed_back(cast: Cast, act: Act, tmp_path: Path) -> None:
    correct_act(
        actor=cast.alice, act=act, occurred="2024-05-09", roles=["lawyer"], kind="threat", place="BO",
        place_precision="country", locality="", motive="linked", law="",
    )  # fmt: skip
    copy(tmp_path, Age="30")
    assert set(waiting().changes) == {"age"}, "the source still says May and not stated; nobody asks again"
    copy(tmp_path, When="2024-05-09", Age="30")
    assert set(waiting().changes) == {"age"}, "the source says now what the entry holds already"


def test_a_newer_copy_overtakes_what_waits_even_where_the_source_goes_back(
    cast: Cast, act: Act, tmp_path: Path
) -> None:
    copy(tmp_path, When="2024-06")
    copy(tmp_path, When="2024-07")
    assert waiting().changes["occurred"] == {"was": "2024-05", "now": "2024-07"}
    copy(tmp_path, Note="the source went back to what it said")
    assert not Proposal.objects.filter(state=ProposalState.WAITING).exists()
    assert Proposal.objects.filter(state=ProposalState.OVERTAKEN).count() == 2


def test_a_change_of_a_merged_victim_goes_to_the_entry_that_stands(cast: Cast, act: Act, tmp_path: Path) -> None:
    other = Act.objects.get(victim__names__text="Zz Two").victim
    merge_persons(actor=cast.alice, keep=other, drop=act.victim, reasons="Invented: the same")
    copy(tmp_path, Sex="male")
    accept_proposal(actor=cast.alice, proposal=waiting(), fields=["sex"], on=TODAY)
    other.refresh_from_db()
    act.victim.refresh_from_db()
    assert (other.sex, act.victim.sex) == ("male", "female")


def test_who_may_decide(cast: Cast, act: Act, tmp_path: Path) -> None:
    copy(tmp_path, When="2024-06")
    held = waiting()
    for user in (cast.bob, cast.charlie, cast.dana, cast.eve):
        with pytest.raises(PermissionDenied):
            accept_proposal(actor=user, proposal=held, fields=["occurred"], on=TODAY)
        with pytest.raises(PermissionDenied):
            keep_entry(actor=user, proposal=held, reasons="", on=TODAY)
    with pytest.raises(Refusal, match="Tick at least one"):
        accept_proposal(actor=cast.alice, proposal=held, fields=["nonsense"], on=TODAY)
