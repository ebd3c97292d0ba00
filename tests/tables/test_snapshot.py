"""The columns on disk: complete, sorted, equal for equal input, switched in one step."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from sijill.tables import snapshot as snapshots
from sijill.tables.catalog import BUILT, CATALOG, NOW
from sijill.tables.engines import filled
from sijill.tables.schema import Blocks
from sijill.tables.snapshot import Manifest, SnapshotError, current, damaged, prune, write

Row = dict[str, Any]


def role(number: int, **values: Any) -> Row:
    return filled(CATALOG["act_role"], {"id": f"role-{number:04d}", "act_id": "act-1", "role": "journalist", **values})


def stored(folder: Path, table: str = "act_role") -> list[Row]:
    rows: list[Row] = pq.read_table(current(folder).file(table)).to_pylist()
    return rows


def test_every_built_table_is_there_even_without_rows(tmp_path: Path) -> None:
    manifest = write(tmp_path, {"act_role": [role(1)]}, position=3, code_version="1.0")
    there = current(tmp_path)
    assert (there.hash, there.position, there.path) == (manifest.hash, 3, tmp_path / manifest.hash)
    assert {one.name for one in manifest.tables} == set(BUILT)
    assert {one.name: one.rows for one in manifest.tables if one.rows} == {"act_role": 1}
    assert sorted(path.name for path in there.path.iterdir()) == sorted(
        ["manifest.json", *(f"{name}.parquet" for name in BUILT)]
    )
    assert pq.read_table(there.file("act")).num_rows == 0
    assert pq.read_schema(there.file("act")).names == list(CATALOG["act"].names)
    assert there.manifest() == manifest == Manifest.from_bytes(manifest.to_bytes())


def test_rows_are_sorted_by_id_and_then_by_age_and_all_versions_are_kept(tmp_path: Path) -> None:
    given = [role(2, log_from=4), role(1, log_from=7), role(1, log_from=1, log_to=5), role(1, log_from=5, log_to=7)]
    write(tmp_path, {"act_role": given}, position=9, code_version="1.0")
    assert [(row["id"], row["log_from"], row["log_to"]) for row in stored(tmp_path)] == [
        ("role-0001", 1, 5),
        ("role-0001", 5, 7),
        ("role-0001", 7, NOW),
        ("role-0002", 4, NOW),
    ]


def test_a_version_that_stood_at_no_position_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, {"act_role": [role(1, log_from=3, log_to=3), role(1, log_from=3)]}, position=3, code_version="1")
    assert [row["log_to"] for row in stored(tmp_path)] == [NOW]


def test_two_versions_that_stand_at_one_position_are_refused(tmp_path: Path) -> None:
    write(tmp_path, {"act_role": [role(7)]}, position=1, code_version="1")
    before = current(tmp_path)
    for given in ([role(1), role(1)], [role(1, log_from=1, log_to=5), role(1, log_from=4)]):
        with pytest.raises(SnapshotError, match="Two versions of role-0001 in act_role stand at log position"):
            write(tmp_path, {"act_role": given}, position=9, code_version="1")
    assert current(tmp_path) == before


def test_that_is_seen_across_row_groups_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "ROW_GROUP", 2)
    given = [role(1), role(2, log_from=1), role(2, log_from=2)]
    with pytest.raises(SnapshotError, match="role-0002"):
        write(tmp_path, {"act_role": given}, position=9, code_version="1")


def test_many_batches_and_row_groups_hold_every_row_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "BATCH", 7)
    monkeypatch.setattr(snapshots, "ROW_GROUP", 10)
    write(tmp_path, {"act_role": (role((n * 37) % 101) for n in range(101))}, position=1, code_version="1")
    assert [row["id"] for row in stored(tmp_path)] == [f"role-{n:04d}" for n in range(101)]
    layout = pq.ParquetFile(current(tmp_path).file("act_role")).metadata
    assert [layout.row_group(n).num_rows for n in range(layout.num_row_groups)] == [10] * 10 + [1]


def columns(*rows: Row) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in CATALOG["act_role"].names}


def test_how_rows_come_makes_no_difference_to_the_bytes(tmp_path: Path) -> None:
    given = [role((n * 37) % 101) for n in range(101)]
    blocks = Blocks([columns(*given[:7]), columns(*given[7:60]), columns(*given[60:])])
    one = write(tmp_path / "one", {"act_role": given}, position=1, code_version="1")
    other = write(tmp_path / "other", {"act_role": blocks}, position=1, code_version="1")
    assert one.hash == other.hash


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"acts": []}, "The catalog builds no table acts"),
        ({"notice": []}, "The catalog builds no table notice"),
        ({"act_role": [{"id": "role-1"}]}, "A row of act_role lacks 'act_id'"),
        ({"act_role": [role(1, role=None)]}, "A row of act_role has no role"),
        ({"act_role": [role(1, log_from="the name of somebody")]}, "A row of act_role does not fit the kinds"),
        ({"act_role": Blocks([{"id": ["role-1"]}])}, "A row of act_role lacks 'act_id'"),
        ({"act_role": Blocks([columns(role(1, role=None))])}, "A row of act_role has no role"),
        ({"act_role": Blocks([columns(role(1, log_from="the name of somebody"))])}, "A row of act_role does not fit"),
        ({"act_role": Blocks([{**columns(role(1)), "role": ["the name of somebody"] * 2}])}, "A row of act_role does"),
    ],
)
def test_what_does_not_fit_the_catalog_is_refused_without_repeating_it(
    tmp_path: Path, rows: dict[str, list[Row] | Blocks], said: str
) -> None:
    with pytest.raises(SnapshotError, match=said) as caught:
        write(tmp_path, rows, position=1, code_version="1")
    assert "somebody" not in str(caught.value)
    assert not (tmp_path / "current.json").exists()


def test_a_write_that_breaks_off_leaves_the_former_snapshot_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, {"act_role": [role(1)]}, position=1, code_version="1")
    before = sorted(path.name for path in tmp_path.iterdir())

    def breaks() -> Iterator[Row]:
        yield role(2)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        write(tmp_path, {"act_role": breaks()}, position=2, code_version="1")
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert [row["id"] for row in stored(tmp_path)] == ["role-0001"]


def test_without_a_snapshot_the_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="write one first"):
        current(tmp_path)


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    write(tmp_path, {"act_role": [role(1)]}, position=1, code_version="1")
    there = current(tmp_path)
    assert damaged(there) == []
    content = bytearray(there.file("act_role").read_bytes())
    content[len(content) // 2] ^= 1
    there.file("act_role").write_bytes(content)
    there.file("person").unlink()
    assert damaged(there) == ["act_role", "person"]
    (there.path / "manifest.json").write_bytes(there.manifest().to_bytes().replace(b'"1"', b'"2"'))
    assert damaged(there)[0] == "manifest.json"


def test_pruning_keeps_the_current_one_and_those_named(tmp_path: Path) -> None:
    first, second, third = (
        write(tmp_path, {"act_role": [role(n)]}, position=n, code_version="1").hash for n in (1, 2, 3)
    )
    (tmp_path / ".building-left-behind").mkdir()
    (tmp_path / ".spill").mkdir()  # where a running query may be writing
    assert prune(tmp_path, keep=[first]) == sorted([".building-left-behind", second])
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == sorted([".spill", first, third])
    assert current(tmp_path).hash == third


WRITER = """
import random, sys
from pathlib import Path
from tests.tables.test_snapshot import role
from sijill.tables.snapshot import write
rows = [role(n % 5000, log_from=n // 5000, log_to=n // 5000 + 1) for n in range(15000)]
random.Random(sys.argv[2]).shuffle(rows)
print(write(Path(sys.argv[1]), {"act_role": iter(rows)}, position=7, code_version="1.0").hash)
"""


def test_two_processes_seconds_apart_write_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        environment = {**os.environ, "PYTHONHASHSEED": str(len(written)), "TZ": ("UTC", "Asia/Doha")[len(written)]}
        command = [sys.executable, "-c", WRITER, str(tmp_path / name), name]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
        )
        snapshot = current(tmp_path / name)
        assert snapshot.hash == done.stdout.strip()
        written.append({path.name: path.read_bytes() for path in snapshot.path.iterdir()})
        time.sleep(1.1)
    assert written[0] == written[1]


def test_the_name_changes_with_the_rows_the_position_and_the_code(tmp_path: Path) -> None:
    rows = {"act_role": [role(1)]}
    hashes = {
        write(tmp_path, rows, position=1, code_version="1").hash,
        write(tmp_path, rows, position=2, code_version="1").hash,
        write(tmp_path, rows, position=1, code_version="2").hash,
        write(tmp_path, {"act_role": [role(2)]}, position=1, code_version="1").hash,
    }
    assert len(hashes) == 4
