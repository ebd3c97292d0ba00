"""The history of a case: who wrote what, when, what it was before."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sijill.desk.history import Moment, _entries, history
from sijill.desk.labels import FIELDS, TABLES, VERBS
from sijill.desk.links import link_rows_of_case
from sijill.office.models import LogEntry
from sijill.office.records import history_of
from sijill.register.actions import (
    correct_act,
    end_involvement,
    merge_persons,
    record_consent,
    set_members,
    verify_act,
)
from sijill.register.gate import Gate
from sijill.register.models import Event
from sijill.register.speech.pages import fact_title
from sijill.register.speech.shapes import TABLE_OF
from tests.desk.conftest import At, Office
from tests.world import TODAY, a_case

pytestmark = pytest.mark.django_db


def moment(found: list[Moment], verb: str) -> Moment:
    return next(one for one in found if one.verb == verb)


def test_everything_that_was_written_about_a_case_is_there_and_nothing_else(office: Office) -> None:
    case = office.open
    found = history(Event.objects.get(pk=case.event.id), {})
    verbs = [one.verb for one in found]
    assert verbs == [*["support.add"] * 3, "involvement.add", "act.record", "person.record", "event.record"]
    assert {one.actor for one in found} == {office.cast.alice.id}


def test_a_correction_shows_before_and_after(office: Office) -> None:
    case = office.open
    correct_act(actor=office.cast.alice, act=case.act, occurred="2024-05", roles=["lawyer"], motive="disputed")
    found = moment(history(case.event, {}), "act.change")
    (act,) = [row for row in found.rows if row.model._meta.db_table == "act"]
    changes = {change.field: (change.before, change.after) for change in act.changes}
    assert changes["motive"] == ("linked", "disputed")
    assert changes["occurred"] == ("2024-05-04", "2024-05")
    assert "occurred_lo" not in changes
    roles = {row.how for row in found.rows if row.model._meta.db_table == "act_role"}
    assert roles == {"new", "end"}
    assert found.has_changes


def test_what_was_taken_back_stays_readable(office: Office, at: At) -> None:
    case = office.open
    end_involvement(actor=office.cast.alice, involvement=case.act.involvements.get())
    page = at(office.cast.bob).get(reverse("case", args=[case.event.id])).content.decode()
    assert "Involvement taken back" in page
    assert "<del><bdi>Police</bdi></del>" in page


def test_the_page_speaks_in_words_not_codes(office: Office, at: At) -> None:
    case, alice = office.open, office.cast.alice
    correct_act(actor=alice, act=case.act, occurred="2024-05", roles=["journalist"], motive="disputed")
    record_consent(actor=alice, person=case.victim, use="share", decision="given", given_by="self", on=TODAY)
    client = at(alice)
    page = client.get(reverse("case", args=[case.event.id])).content.decode()
    assert "<del><bdi>4 May 2024</bdi></del> <ins><bdi>May 2024</bdi></ins>" in page
    assert "<del><bdi>Because of the role</bdi></del> <ins><bdi>Disputed</bdi></ins>" in page
    client.cookies["django_language"] = "ar"
    page = client.get(reverse("case", args=[case.event.id])).content.decode()
    assert "<del><bdi>بسبب دور الضحية</bdi></del> <ins><bdi>محل خلاف</bdi></ins>" in page


def test_every_field_and_verb_has_a_name(office: Office) -> None:
    cast, case = office.cast, office.closed
    merge_persons(actor=cast.alice, keep=a_case(cast.alice).victim, drop=case.victim, reasons="Same")
    set_members(actor=cast.alice, event=case.event, users=[])
    verify_act(
        actor=cast.bob, act=office.open.act, decision="reasonable-grounds", reasons="Invented", on=TODAY, gate=Gate()
    )
    assert set(LogEntry.objects.values_list("verb", flat=True)) - set(VERBS) == set()
    silent = {
        "id", "log_from", "log_to", "salt", "entered_by", "opened_by", "received_by", "gate", "is_primary",
        "sequence", "entity_kind", "entity_id", "document_id",
    }  # fmt: skip
    for model, _ in _entries(case.event, link_rows_of_case(cast.alice, [case.event], [])):
        assert model._meta.db_table in TABLES
        shown = {f.attname for f in history_of(model)._meta.concrete_fields} - silent
        shown = {name for name in shown if not name.endswith(("_lo", "_hi"))}
        if model in TABLE_OF:
            assert [name for name in shown if fact_title(TABLE_OF[model], name) == name] == [], model
        else:
            assert shown - set(FIELDS) == set(), model


def test_a_case_without_its_team_has_no_history_for_others(office: Office, at: At) -> None:
    address = reverse("case", args=[office.closed.event.id])
    assert at(office.rita).get(address).status_code == 404
    assert at(office.cast.charlie).get(address).status_code == 403
    assert "Case opened" in at(office.cast.bob).get(address).content.decode()
