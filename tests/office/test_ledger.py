"""The log: one entry per action, nothing written without it, nothing changed behind it."""

from __future__ import annotations

import pytest
from django.db import connection

from sijill.office.actions import set_profile
from sijill.office.ledger import Unchanged, action, body_of
from sijill.office.models import LogEntry, LogHead, Membership, Profile, TreeHead
from sijill.office.records import history_of, kept_models
from sijill.office.verify import head_faults, verify
from sijill.register.actions import change_entry
from sijill.register.models import Act, Event
from tests.people import Cast
from tests.world import a_case

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_every_record_model_has_a_history_of_the_same_columns() -> None:
    for model in kept_models():
        here = {f.column for f in model._meta.concrete_fields}
        there = {f.column for f in history_of(model)._meta.concrete_fields if f.column}
        assert there - here == {"log_to"}, model
        assert here <= there, model


def test_an_action_is_one_entry_with_a_hash_per_row(cast: Cast) -> None:
    before = LogEntry.objects.count()
    case = a_case(cast.alice)
    entries = LogEntry.objects.filter(position__gte=before)
    assert [entry.verb for entry in entries] == [
        "event.record",
        "person.record",
        "act.record",
        "involvement.add",
    ]
    body = body_of(entries[2])
    assert {(row[0], row[1]) for row in body["rows"]} == {("new", "act"), ("new", "act_role")}
    assert body["actor"] == cast.alice.id
    assert "Invented" not in bytes(entries[1].body).decode()
    assert case.act.log_from == entries[2].position


def test_the_database_is_as_the_log_says(cast: Cast) -> None:
    case = a_case(cast.alice)
    change_entry(actor=cast.alice, row=case.act, event=case.event, motive="disputed")
    change_entry(actor=cast.alice, row=case.act, event=case.event, motive="linked")
    assert list(verify()) == []
    assert LogHead.objects.get().size == LogEntry.objects.count() == TreeHead.objects.count()


def test_a_change_keeps_what_was(cast: Cast) -> None:
    case = a_case(cast.alice)
    first = case.act.log_from
    change_entry(actor=cast.alice, row=case.act, event=case.event, motive="disputed")
    old = history_of(Act)._default_manager.get(id=case.act.id)
    assert (old.motive, old.log_from, old.log_to) == ("linked", first, case.act.log_from)  # type: ignore[attr-defined]
    assert Act.objects.get().motive == "disputed"


def test_an_update_behind_the_log_is_named(cast: Cast) -> None:
    case = a_case(cast.alice)
    sql("UPDATE act SET motive = 'not-linked' WHERE id = %s", case.act.id)
    faults = list(verify())
    assert [(fault.table, fault.row) for fault in faults] == [("act", case.act.id)]


def test_a_deletion_behind_the_log_is_named(cast: Cast) -> None:
    case = a_case(cast.alice)
    sql("DELETE FROM act_role WHERE act_id = %s", case.act.id)
    assert [fault.table for fault in verify()] == ["act_role"]


def test_an_insertion_behind_the_log_is_named(cast: Cast) -> None:
    user = cast.charlie
    sql(
        "INSERT INTO membership (id, log_from, salt, user_id, role) VALUES (%s, 0, %s, %s, 'administrator')",
        "membership-forged",
        b"0" * 16,
        user.id,
    )
    assert {fault.row for fault in verify()} == {"membership-forged"}


def test_a_change_of_the_history_is_named(cast: Cast) -> None:
    case = a_case(cast.alice)
    change_entry(actor=cast.alice, row=case.act, event=case.event, motive="disputed")
    sql("UPDATE act_history SET motive = 'engaged'")
    assert [(fault.table, fault.row) for fault in verify()] == [("act", case.act.id)]


def test_a_changed_or_cut_log_is_named(cast: Cast) -> None:
    a_case(cast.alice)
    head = TreeHead.objects.order_by("-size").first()
    assert head is not None
    kept = f"{head.size}:{bytes(head.root).hex()}"
    assert list(head_faults(kept)) == []
    last = LogEntry.objects.order_by("-position").first()
    assert last is not None
    sql("DELETE FROM log_entry WHERE position = %s", last.position)
    sql("DELETE FROM tree_head WHERE size = %s", head.size)
    assert list(head_faults(kept)), "a head kept elsewhere must notice that the log was cut"
    assert list(verify()), "the rows of the cut entry are strangers now"


def test_a_changed_entry_breaks_the_tree(cast: Cast) -> None:
    a_case(cast.alice)
    entry = LogEntry.objects.get(position=2)
    sql("UPDATE log_entry SET body = %s WHERE position = 2", bytes(entry.body).replace(b'"verb"', b'"VERB"'))
    assert {fault.table for fault in verify()} >= {"log_entry", "tree_head"}


def test_lawful_erasure_is_logged_and_is_no_fault(cast: Cast) -> None:
    membership = Membership.objects.filter(user=cast.bob).get()
    with action("membership.erase", actor=cast.eve, subject=membership.id) as entry:
        entry.erase(Membership, membership.id)
    assert not Membership.objects.filter(pk=membership.id).exists()
    assert list(verify()) == []


def test_nothing_to_write_is_not_an_entry(cast: Cast) -> None:
    before = LogEntry.objects.count()
    profile = Profile.objects.get()
    with pytest.raises(Unchanged):
        set_profile(actor=cast.eve, name=profile.name, kind=profile.kind, invented=True)
    assert LogEntry.objects.count() == before


def test_an_action_that_fails_leaves_nothing(cast: Cast) -> None:
    before = LogEntry.objects.count(), Event.objects.count()
    with pytest.raises(RuntimeError), action("event.record", actor=cast.alice) as entry:
        entry.add(Event(title="never"))
        raise RuntimeError
    assert (LogEntry.objects.count(), Event.objects.count()) == before
