"""Columns as of any position of the log, read by an engine that can reach nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sijill.assess.rules.sdg16 import Options, counts, decisions
from sijill.assess.rules.verification import act_words
from sijill.tables.catalog import BUILT, CATALOG, NOW
from sijill.tables.engines import connect, fetched, filled, memory
from sijill.tables.snapshot import SnapshotError, current, write
from tests.assess.world import World

YEAR = Options(date(2025, 1, 1), date(2025, 12, 31))


def frozen(folder: Path, world: World, position: int = 9) -> Any:
    rows = {name: [filled(CATALOG[name], row) for row in given] for name, given in world.rows.items()}
    write(folder, rows, position=position, code_version="1")
    return current(folder)


def history() -> World:
    """A killing entered at 1, verified at 5, corrected to another motive at 7."""
    world = World()
    act = world.act("unlawful-killing", log_from=1, log_to=7)
    world.decide(act, at=5)
    world.rows["act"].append({**world.rows["act"][0], "motive": "not-linked", "log_from": 7, "log_to": NOW})
    return world


def test_a_figure_can_be_asked_for_as_of_every_position(tmp_path: Path) -> None:
    snapshot = frozen(tmp_path, history())
    words, victims = [], []
    for position in (0, 1, 4, 5, 6, 7, 9):
        tables = connect(snapshot, as_of=position)
        words.append([row["word"] for row in fetched(act_words(tables))])
        victims.append(counts(tables, YEAR)[0]["victims"])
    assert words == [[], ["reported"], ["reported"], ["verified"], ["verified"], ["reported"], ["reported"]]
    assert victims == [0, 1, 1, 1, 1, 0, 0]
    assert fetched(decisions(connect(snapshot), YEAR))[0]["reason"] == "motive-not-linked"


def test_a_person_merged_later_still_counts_as_two_before(tmp_path: Path) -> None:
    world = World()
    world.act("unlawful-killing", "person-1", log_from=1)
    world.act("unlawful-killing", "person-2", log_from=1)
    twin = next(row for row in world.rows["person"] if row["id"] == "person-2")
    twin["log_to"] = 4
    world.rows["person"].append({**twin, "merged_into_id": "person-1", "log_from": 4, "log_to": NOW})
    snapshot = frozen(tmp_path, world)
    assert [counts(connect(snapshot, as_of=n), YEAR)[0]["victims"] for n in (3, 4)] == [2, 1]


def test_nobody_at_a_position_knows_when_a_row_will_end(tmp_path: Path) -> None:
    snapshot = frozen(tmp_path, history())
    for position in (6, 9):
        rows = fetched(connect(snapshot, as_of=position)["act"])
        assert [row["log_to"] for row in rows] == [NOW]
        assert list(rows[0]) == list(CATALOG["act"].names)


def test_a_position_after_the_snapshot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="ends at log position 9; to see 10, write a newer one"):
        connect(frozen(tmp_path, World()), as_of=10)


def test_a_register_without_any_log_entry_can_be_read(tmp_path: Path) -> None:
    assert counts(connect(frozen(tmp_path, World(), position=-1)), YEAR)[0]["victims"] == 0


def test_columns_of_another_catalog_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = frozen(tmp_path, World())
    monkeypatch.setattr("sijill.tables.engines.shape_hash", lambda table: table.name)
    with pytest.raises(SnapshotError, match="are of another version of Sijill: write it again"):
        connect(snapshot)


def test_another_engine_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no engine 'sqlite'\. Engines here: duckdb, spark"):
        connect(frozen(tmp_path, World()), engine="sqlite")


def test_the_engine_reaches_no_file_outside_the_snapshot_and_loads_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("name\nsomebody\n")
    opened = connect(frozen(tmp_path / "it's here", World()))["act"].get_backend().con
    for attempt in (
        f"SELECT * FROM read_csv('{secret}')",
        f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
        "INSTALL httpfs",
    ):
        with pytest.raises(duckdb.Error):
            opened.execute(attempt)
    with pytest.raises(duckdb.Error):
        opened.execute("SET enable_external_access = true")


def test_memory_fills_what_is_left_out_from_the_catalog() -> None:
    tables = memory({"act": [{"id": "act-1", "event_id": "e", "victim_id": "p", "occurred_lo": date(2025, 1, 1)}]})
    assert set(tables) == set(BUILT)
    (row,) = fetched(tables["act"])
    assert (row["motive"], row["occurred_unknown"], row["ended_unknown"]) == ("not-asked", "", "not-asked")
    assert (row["age_low"], row["law"], row["log_from"], row["log_to"]) == (None, "", 0, NOW)
    assert fetched(tables["person"]) == []


def test_memory_refuses_what_the_catalog_does_not_have_and_what_it_needs() -> None:
    with pytest.raises(ValueError, match="table 'act_role' has no column rol"):
        memory({"act_role": [{"id": "role-1", "act_id": "a", "rol": "journalist"}]})
    with pytest.raises(ValueError, match="a row of 'act_role' needs its act_id"):
        memory({"act_role": [{"id": "role-1"}]})
