"""From the database to columns: what is read in blocks is what Django reads row by row, to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Min

from sijill import __version__
from sijill.home import Home
from sijill.office import records
from sijill.office.models import LogEntry
from sijill.office.records import Record, history_of, kept_models
from sijill.publish.run import position, take_snapshot
from sijill.register.actions import (
    add_status,
    correct_act,
    end_involvement,
    end_support,
    merge_events,
    open_complaint,
    record_consent,
    set_state,
    verify_act,
)
from sijill.register.gate import Gate
from sijill.register.models import (
    Act,
    Support,
)
from sijill.tables.catalog import BUILT, CATALOG
from sijill.tables.schema import NOW
from sijill.tables.snapshot import write
from tests.people import Cast
from tests.register.speech.test_drafting import figure, run, shutdown
from tests.world import TODAY, a_case, a_source, supported

pytestmark = pytest.mark.django_db

MODELS = tuple(model for model in kept_models() if model._meta.db_table in BUILT)
# Columns that no field holds, or holds under another name.
MADE = {"act": {"entered_on"}, "support": {"element"}, "answer": {"check"}}


def row_by_row(model: type[Record]) -> Iterator[dict[str, Any]]:
    """Every version of every row, read by Django one at a time, with the columns that are worked out."""
    name = model._meta.db_table
    fields = [one for one in CATALOG[name].names if one != "log_to" and one not in MADE.get(name, ())]
    fields += ["elements"] * (name == "support") + ["asked"] * (name == "answer")
    current = ({**row, "log_to": NOW} for row in model._default_manager.values(*fields))
    for row in (*current, *history_of(model)._default_manager.values(*fields, "log_to")):
        if name == "source":
            yield {**row, "asserts": " ".join(row["asserts"])}
        elif name == "act":
            past = history_of(Act)._default_manager.filter(id=row["id"]).aggregate(Min("log_from"))["log_from__min"]
            first = row["log_from"] if past is None else min(past, row["log_from"])
            yield {**row, "entered_on": LogEntry.objects.get(position=first).at.date()}
        elif name == "support":
            yield from ({**row, "id": f"{row['id']}.{one}", "element": one} for one in row["elements"])
        elif name == "answer":
            yield {**row, "check": row["asked"]}
        else:
            yield row


@pytest.fixture
def told(cast: Cast) -> Cast:
    """A register in which something of every kind was written, changed and taken back."""
    alice = cast.alice
    sources = [a_source(alice, code) for code in ("one", "two", "three")]
    cases = [a_case(alice, title=f"Case {number}") for number in range(9)]
    for case in cases:
        supported(alice, case.act, sources)
    act = cases[0].act
    verify_act(actor=cast.bob, act=act, decision="reasonable-grounds", reasons="Invented", on=TODAY, gate=Gate())
    correct_act(actor=alice, act=act, occurred="2024-05", roles=["lawyer"], motive="disputed")
    correct_act(actor=alice, act=act, occurred="", roles=["lawyer", "journalist"])
    end_involvement(actor=alice, involvement=cases[1].act.involvements.get())
    end_support(actor=alice, support=Support.objects.filter(entity_id=cases[2].act.id)[0])
    add_status(actor=alice, act=cases[3].act, process="charge", stage="charged", occurred="2024-06")
    record_consent(actor=alice, person=cases[4].victim, use="share", decision="given", given_by="self", on=TODAY)
    open_complaint(actor=alice, source=sources[0], channel="visit", words="Invented words", received_on=TODAY)
    set_state(actor=alice, row=cases[5].event, state="withdrawn")
    merge_events(actor=alice, keep=cases[6].event, drop=cases[7].event, reasons="Invented")
    run("copy", [shutdown(1), shutdown(2), figure(1, (10, 10), complied=4)])
    run("newer copy", [shutdown(1), figure(1, (11, 11), complied=5)])
    for number in LogEntry.objects.values_list("position", flat=True):  # a day between each and the next
        LogEntry.objects.filter(position=number).update(at=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=number))
    return cast


def test_a_snapshot_has_the_bytes_of_one_that_is_read_row_by_row(
    told: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {model._meta.db_table for model in MODELS} == set(BUILT)
    rows = {model._meta.db_table: row_by_row(model) for model in MODELS}
    expected = write(tmp_path / "rows", rows, position=position(), code_version=__version__)
    counted = {one.name: one.rows for one in expected.tables}
    assert counted["disruption"] == counted["disruption_claim"] == counted["demand"] == counted["demand_count"] == 2
    assert counted["act"] > 9 and counted["support"] > 27 * 7 - 7 and counted["event"] > 9
    for size in (records.BLOCK, 4):
        monkeypatch.setattr(records, "BLOCK", size)
        home = Home(tmp_path / f"home-{size}")
        home.make()
        assert take_snapshot(home).hash == expected.hash
