"""Who is named to others: those who agreed, and nobody else; read back with FollowTheMoney itself."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from followthemoney import model
from followthemoney.proxy import EntityProxy

from sijill.cli import main
from sijill.office.ledger import body_of
from sijill.office.models import LogEntry
from sijill.office.roles import Role
from sijill.register.actions import (
    add_involvement,
    add_name,
    merge_persons,
    record_body,
    record_consent,
    set_state,
    share_people,
)
from sijill.register.models import Act, Event, Person, PersonName
from tests.people import Cast
from tests.world import Case, a_case

pytestmark = pytest.mark.django_db

TODAY = date(2024, 6, 1)
BODY = "Invented Court of Appeal"


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast.arrive()


def case_of(cast: Cast, name: str) -> Case:
    """A case of an invented person of that name; what is entered by hand is confirmed."""
    made = a_case(cast.alice, title=f"Case of {name}")
    PersonName.objects.filter(person=made.victim).update(text=name)
    return made


def say(cast: Cast, person: Person, use: str, decision: str, share_with: str = "") -> None:
    record_consent(
        actor=cast.alice, person=person, use=use, decision=decision, given_by="self", on=TODAY, share_with=share_with
    )


def read(lines: str) -> dict[str, EntityProxy]:
    """Every entity as FollowTheMoney takes it: a schema it has, and no value that it throws away."""
    found = {}
    for line in lines.splitlines():
        said = json.loads(line)
        entity = model.get_proxy(said)
        entity.schema.validate(said)
        kept = {name: sorted(entity.get(name)) for name in said["properties"]}
        assert kept == {name: sorted(values) for name, values in said["properties"].items()}, "a value was refused"
        found[entity.id] = entity
    for entity in found.values():
        for prop, value in entity.itervalues():
            if prop.type.name == "entity":
                assert value in found, f"{entity.id} points to {value}, which is not here"
                assert prop.range is None or found[value].schema.is_a(prop.range)
    return found


def people(lines: str) -> set[str]:
    return {one.caption for one in read(lines).values() if one.schema.name == "Person"}


def test_three_people_three_answers(cast: Cast) -> None:
    yes, no, never = (case_of(cast, f"Zz {word}") for word in ("Yes", "No", "Neverasked"))
    say(cast, yes.victim, "publish-named", "given")
    say(cast, no.victim, "publish-named", "refused")
    for use in ("record", "contact", "publish-statistic", "publish-anonymised"):
        say(cast, never.victim, use, "given")
    lines = share_people(actor=cast.dana)
    assert people(lines) == {"Zz Yes"}
    for case in (no, never):
        for secret in (case.victim.id, case.act.id, case.event.id, "Zz No", "Zz Never"):
            assert secret not in lines


def test_the_last_word_stands(cast: Cast) -> None:
    case = case_of(cast, "Zz Changing")
    say(cast, case.victim, "publish-named", "given")
    assert people(share_people(actor=cast.dana)) == {"Zz Changing"}
    say(cast, case.victim, "publish-named", "withdrawn")
    assert share_people(actor=cast.dana) == ""
    say(cast, case.victim, "publish-named", "given")
    assert people(share_people(actor=cast.dana)) == {"Zz Changing"}


def test_consent_to_share_is_for_the_body_that_was_named(cast: Cast) -> None:
    case = case_of(cast, "Zz Shared")
    say(cast, case.victim, "share", "given", share_with=BODY)
    assert share_people(actor=cast.dana) == ""
    assert share_people(actor=cast.dana, body="Another Court") == ""
    assert people(share_people(actor=cast.dana, body=" invented court  of Appeal")) == {"Zz Shared"}
    say(cast, case.victim, "share", "withdrawn")
    assert share_people(actor=cast.dana, body=BODY) == "", "a withdrawal that names no body is for every body"


def test_entries_that_are_one_person_agree_together(cast: Cast) -> None:
    one, other = case_of(cast, "Zz One"), case_of(cast, "Zz Other")
    say(cast, one.victim, "publish-named", "given")
    say(cast, other.victim, "publish-named", "refused")
    merge_persons(actor=cast.bob, keep=one.victim, drop=other.victim, reasons="Invented")
    assert share_people(actor=cast.dana) == ""
    say(cast, other.victim, "publish-named", "given")
    found = read(share_people(actor=cast.dana))
    (person,) = [entity for entity in found.values() if entity.schema.name == "Person"]
    assert person.id == one.victim.id
    assert set(person.get("name")) == {"Zz One", "Zz Other"}
    assert {one.act.id, other.act.id} <= set(found)


def test_what_is_not_confirmed_or_not_open_stays(cast: Cast) -> None:
    draft, rejected, closed = (case_of(cast, f"Zz {word}") for word in ("Draft", "Rejected", "Closed"))
    set_state(actor=cast.alice, row=draft.act, state="draft")
    set_state(actor=cast.alice, row=rejected.event, state="rejected")
    for case in (draft, rejected, closed):
        say(cast, case.victim, "publish-named", "given")
    assert people(share_people(actor=cast.dana)) == {"Zz Closed"}
    Event.objects.filter(pk=closed.event.pk).update(restricted=True)
    assert share_people(actor=cast.dana) == ""


def test_an_act_as_an_event(cast: Cast) -> None:
    case = case_of(cast, "Zz Event")
    Act.objects.filter(pk=case.act.pk).update(occurred="2024-05~")
    say(cast, case.victim, "publish-named", "given")
    add_name(actor=cast.alice, person=case.victim, text="Zz Former", kind="former", script="Latn")
    add_name(actor=cast.alice, person=case.victim, text="Zz Pen", kind="pen-name", script="Latn")
    found = read(share_people(actor=cast.dana))
    event, person = found[case.act.id], found[case.victim.id]
    assert event.schema.name == "Event"
    assert event.caption == "Arbitrary arrest or detention"
    assert event.get("country") == ["bo"]
    assert event.get("involved") == [case.victim.id]
    assert event.get("startDate") == [], "a day that is not known is not made exact"
    assert any("2024-05~" in one for one in event.get("summary"))
    assert person.get("alias") == ["Zz Pen"]
    assert person.get("position") == ["Journalist"]
    assert not any("Former" in name for name in person.names)
    assert all("INVENTED" in " ".join(one.get("summary")) for one in found.values())


def test_a_perpetrator_is_named_only_where_found_responsible(cast: Cast) -> None:
    case = case_of(cast, "Zz Victim")
    say(cast, case.victim, "publish-named", "given")
    for name, attribution in (("Zz Accused Unit", "alleged"), ("Zz Convicted Unit", "convicted")):
        body = record_body(actor=cast.alice, name=name, kind="not-stated", place="BO")
        add_involvement(
            actor=cast.alice, act=case.act, perpetrator="police", state_link="state-agent",
            organization=body, attribution=attribution,
        )  # fmt: skip
    lines = share_people(actor=cast.dana)
    assert "Zz Accused Unit" not in lines
    found = read(lines)
    (court,) = [one for one in found.values() if one.schema.name == "Organization"]
    assert court.caption == "Zz Convicted Unit"
    roles = {one.first("role") for one in found.values() if one.schema.name == "UnknownLink"}
    assert roles == {"victim", "responsible: Convicted"}


def test_it_takes_the_role_and_is_logged(cast: Cast) -> None:
    case = case_of(cast, "Zz Logged")
    say(cast, case.victim, "publish-named", "given")
    for nobody in (cast.alice, cast.bob, cast.charlie, cast.eve):
        with pytest.raises(PermissionDenied):
            share_people(actor=nobody)
    lines = share_people(actor=cast.dana, body=BODY)
    entry = LogEntry.objects.latest("position")
    assert (entry.verb, entry.actor) == ("people.share", cast.dana.id)
    note = body_of(entry)["note"]
    assert (note["people"], note["named"], note["body"]) == (1, case.victim.id, BODY)
    assert "Zz Logged" not in str(body_of(entry)), "a log names no victim"
    assert lines == share_people(actor=cast.dana, body=BODY)
    assert Role.PUBLISHER in cast.dana.role_codes


def test_the_command_writes_a_file(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(cast, "Zz Written")
    say(cast, case.victim, "publish-named", "given")
    monkeypatch.setattr("sijill.cli.export.start", lambda home: None)
    file = tmp_path / "people.ftm.jsonl"
    done = CliRunner().invoke(main, ["export", "ftm", "--home", str(tmp_path), "--to", str(file)])
    assert done.exit_code == 0, done.output
    assert people(file.read_text(encoding="utf-8")) == {"Zz Written"}
