"""Importing: word for word, drafts only, nothing twice, nothing lost, a cut-off run goes on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict

import pytest

from sijill.collect.draft import (
    DraftAct,
    DraftEntry,
    DraftInvolvement,
    DraftName,
    DraftPerson,
    Refused,
    Row,
    SourceInfo,
)
from sijill.collect.models import Refusal, Report, ReportWithdrawal, Source, Vintage
from sijill.office.actions import operator
from sijill.office.models import LogEntry
from sijill.office.verify import verify
from sijill.register.actions import Run, import_file
from sijill.register.models import Act, Event, Person, PersonName, Support
from tests.people import Cast

pytestmark = pytest.mark.django_db


def counts(run: Run) -> tuple[int, ...]:
    """rows, new, unchanged, revised, withdrawn, refused."""
    return tuple(asdict(run).values())


INFO = SourceInfo(code="invented-list", name="An invented list", kind="ngo", independence_group="invented")


def row(number: int, words: str = "", **act: object) -> Row:
    facts: dict[str, object] = {"kind": "threat", "occurred": "2024-05", "roles": ("journalist",)}
    police = DraftInvolvement("police", "state-agent", organization="Invented Police")
    draft = DraftAct(**{**facts, **act}, involvements=(police,), elements=("act", "date"))  # type: ignore[arg-type]
    victim = DraftPerson(names=(DraftName(f"Zz {number}"),))
    entry = DraftEntry(victim, (draft,), event_key=f"event {number // 2}", event_title="Invented")
    return Row(position=str(number), key=f"k{number}", content=words or f'{{"n": {number}}}', entries=(entry,))


def run(name: str, rows: list[Row | Refused], *, complete: bool = True, batch: int = 4, dry_run: bool = False) -> Run:
    return import_file(
        actor=operator(),
        info=INFO,
        format_name="invented",
        complete=complete,
        rows=rows,
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        file_name=name,
        label=name,
        retrieved_on=None,
        batch=batch,
        dry_run=dry_run,
    )


def test_a_first_import_keeps_words_and_makes_drafts(cast: Cast) -> None:
    found = run("first", [row(n) for n in range(10)])
    assert counts(found) == (10, 10, 0, 0, 0, 0)
    assert (Report.objects.count(), Person.objects.count(), Act.objects.count(), Support.objects.count()) == (10,) * 4
    assert Event.objects.count() == 5, "rows of one event key share the event"
    assert set(Act.objects.values_list("state", flat=True)) == {"draft"}
    assert Report.objects.get(key="k3").content == '{"n": 3}'
    assert list(verify()) == []


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    rows: list[Row | Refused] = [row(n) for n in range(10)]
    run("first", rows)
    before = LogEntry.objects.count()
    assert counts(run("first", rows)) == (10, 0, 10, 0, 0, 0)
    assert LogEntry.objects.count() == before


def test_a_newer_vintage_tells_new_revised_unchanged_withdrawn(cast: Cast) -> None:
    run("first", [row(n) for n in range(6)])
    newer: list[Row | Refused] = [row(0), row(1), row(2, "changed"), row(7)]
    assert counts(run("second", newer)) == (4, 1, 2, 1, 3, 0)
    assert set(ReportWithdrawal.objects.values_list("report__key", flat=True)) == {"k3", "k4", "k5"}
    old = Report.objects.get(key="k2", revises=None)
    assert (old.content, old.revisions.get().content) == ('{"n": 2}', "changed")
    assert Act.objects.count() == 7, "a revised row changes no entry by itself"
    third = run("third", [row(0), row(1), row(2, "changed"), row(3), row(7)])
    assert (third.new, third.unchanged, third.withdrawn) == (1, 4, 0), "a withdrawn row that returns is new again"


def test_a_refused_row_is_still_on_its_list(cast: Cast) -> None:
    run("first", [row(n) for n in range(3)])
    refused = Refused("2", "?", "act", "unknown-code", "Record 2: unknown", keys=("k2",))
    found = run("second", [row(0), refused])
    assert (found.refused, found.withdrawn) == (1, 1), "k1 was withdrawn, k2 was only not understood"
    assert run("third", [refused, row(2)]).unchanged == 1, "a refused row does not make the next a duplicate"


@pytest.mark.parametrize("problem", ["unreadable-row", "ragged-row", "bad-text", "double-encoded"])
def test_where_a_row_could_not_be_read_nothing_was_withdrawn(cast: Cast, problem: str) -> None:
    run("first", [row(n) for n in range(6)])
    broken = Refused("row 2", "?", "", problem, "Row 2: cannot be read.")
    assert run("second", [row(0), broken]).withdrawn == 0, "the row that cannot be read may be any of the six"
    assert run("third", [row(0), row(1)]).withdrawn == 4


def test_a_partial_file_withdraws_nothing(cast: Cast) -> None:
    run("first", [row(n) for n in range(6)])
    assert run("second", [row(0)], complete=False).withdrawn == 0


def test_a_dry_run_counts_and_writes_nothing(cast: Cast) -> None:
    rows: list[Row | Refused] = [
        row(0),
        row(1),
        row(1),
        Refused("9", "?", "", "ragged-row", "Record 9 is ragged."),
    ]
    assert counts(run("first", rows, dry_run=True)) == (4, 2, 0, 0, 0, 2)
    assert not Source.objects.exists()


def test_refusals_are_rows_and_the_rest_goes_on(cast: Cast) -> None:
    rows: list[Row | Refused] = [
        row(0),
        Refused("1", "a,b", "act", "unknown-code", "Record 1: unknown"),
        row(2, occurred="2024-13"),
        row(3, kind="thret"),
        row(4, roles=("journalst",)),
        row(0),
        row(5),
    ]
    found = run("first", rows)
    assert (found.rows, found.new, found.refused) == (7, 2, 5)
    assert set(Refusal.objects.values_list("problem", flat=True)) == {
        "unknown-code", "not-for-the-register", "duplicate-key",
    }  # fmt: skip
    assert not PersonName.objects.filter(text="Zz 3").exists(), "a refused row leaves no half entry"
    assert Refusal.objects.get(position="3").content == '{"n": 3}', "nothing is lost"
    assert "threat" in Refusal.objects.get(position="3").message
    assert list(verify()) == []


def test_a_run_that_was_cut_off_goes_on_and_ends_equal(cast: Cast) -> None:
    rows: list[Row | Refused] = [row(n) for n in range(11)]
    rows[5] = Refused("5", "?", "", "ragged-row", "Record 5 is ragged.")

    def cut() -> Iterator[Row | Refused]:
        yield from rows[:9]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run("first", cut())  # type: ignore[arg-type]
    assert Vintage.objects.get().rows_read == 8
    assert not Vintage.objects.get().finished
    again = run("first", rows)
    assert counts(again) == (11, 10, 0, 0, 0, 1)
    assert Vintage.objects.get().finished
    assert Report.objects.count() == Act.objects.count() == 10
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("act", "words", "why"),
    [
        ({"law": "x" * 301}, "", "law takes 300 characters, and there are 301"),
        ({"locality": "Zz\0Town"}, "", "locality holds a sign that is no text"),
        ({"age_low": 2**31, "age_high": 2**31}, "", "age_low is beyond 2147483647"),
        ({}, '{"n": "\ud800"}', "the row holds a sign that is no text"),
        ({}, '{"n": "\0"}', "the row holds a sign that is no text"),
    ],
)
def test_what_a_database_cannot_keep_is_a_refused_row(cast: Cast, act: dict[str, object], words: str, why: str) -> None:
    found = run("misfit", [row(1), row(2, words, **act), row(3)])
    assert counts(found) == (3, 2, 0, 0, 0, 1)
    kept = Refusal.objects.get()
    assert why in kept.message
    assert "Zz" not in kept.message
    assert "\0" not in kept.content
    assert Report.objects.count() == Act.objects.count() == 2
    assert list(verify()) == []
