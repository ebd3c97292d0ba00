"""Parquet and JSON Lines: the same rules as for the other kinds of file, in flat memory."""

from __future__ import annotations

import json
import tracemalloc
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sijill.collect.draft import Refused, Row
from sijill.collect.importers.files import Layout, Record, records
from sijill.collect.importers.formats import FileError, MappingError, read
from tests.collect.importers.test_damage import MAPPING

BOTH = frozenset({"a", "b"})


def cells(path: Path) -> list[dict[str, str] | str]:
    found = records(path, Layout(), BOTH)
    return [one.problem if isinstance(one, Refused) else dict(one.cells) for one in found]


def parquet(path: Path, **columns: object) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def test_cells_of_parquet_are_text(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "list.parquet",
        a=[1, None], b=["=1+1", ""], day=[date(2024, 5, 2), None], at=[datetime(2024, 5, 2), None],  # noqa: DTZ001
        real=[2.0, 2.5], much=[Decimal("1.50"), None], many=[["x", "y"], []], raw=[b"\x00\xff", None], ok=[True, None],
    )  # fmt: skip
    assert cells(path) == [
        {"a": "1", "b": "=1+1", "day": "2024-05-02", "at": "2024-05-02", "real": "2", "much": "1.50",
         "many": '["x","y"]', "raw": "00ff", "ok": "true"},
        {"a": "", "b": "", "day": "", "at": "", "real": "2.5", "much": "", "many": "[]", "raw": "", "ok": ""},
    ]  # fmt: skip
    (first, _) = records(path, Layout(), BOTH)
    assert isinstance(first, Record) and first.position == "row 1"
    assert json.loads(first.content)["many"] == ["x", "y"]


def test_parquet_is_read_as_the_mapping_says(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(MAPPING.format(form='reads = "parquet"'), encoding="utf-8")
    path = parquet(
        tmp_path / "list.dat", No=["1", "2"], Name=["Zz One", "Zz Two"], What=["beaten", "beeten"], When=["2024", ""]
    )
    one, two = read("table", path, mapping=tmp_path / "map.toml")
    assert isinstance(one, Row) and one.entries[0].acts[0].kind == "assault"
    assert isinstance(two, Refused) and (two.problem, two.position) == ("unknown-code", "row 2")


def test_parquet_that_cannot_be_read(tmp_path: Path) -> None:
    whole = parquet(tmp_path / "list.parquet", a=["1"], b=["2"]).read_bytes()
    (tmp_path / "half.parquet").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileError, match="cut off"):
        cells(tmp_path / "half.parquet")
    with pytest.raises(FileError, match="no rows"):
        cells(parquet(tmp_path / "empty.parquet", a=pa.array([], pa.string()), b=pa.array([], pa.string())))
    with pytest.raises(MappingError, match="no column 'b'"):
        cells(parquet(tmp_path / "other.parquet", a=["1"], bb=["2"]))


def test_a_bad_line_of_json_lines_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl"
    path.write_text('{"a": 1, "b": null}\n\n{"a": \n[1]\n{"a": "2", "b": "x"}\n{"a": "3", "b', encoding="utf-8")
    assert cells(path) == [
        {"a": "1", "b": ""}, "unreadable-row", "not-a-record", {"a": "2", "b": "x"}, "unreadable-row",
    ]  # fmt: skip
    assert [one.position for one in records(path, Layout(), BOTH)] == [f"line {n}" for n in (1, 3, 4, 5, 6)]
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(FileError, match="no line of JSON"):
        cells(path)


@pytest.mark.slow
def test_memory_stays_flat(tmp_path: Path) -> None:
    rows, words = 60_000, "invented words " * 20
    lines = tmp_path / "list.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        for number in range(rows):
            file.write(json.dumps({"a": number, "b": f"{words}{number}"}) + "\n")
    held = pa.table({"a": list(range(rows)), "b": [f"{words}{number}" for number in range(rows)]})
    pq.write_table(held, tmp_path / "list.parquet", row_group_size=5000)
    for path in (lines, tmp_path / "list.parquet"):
        tracemalloc.start()
        assert sum(1 for _ in records(path, Layout(), BOTH)) == rows
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 12 << 20, path.name
