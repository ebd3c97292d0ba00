"""The nested ZIP of a day: its CSV files come out whole, or it is said that they do not."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from sijill.collect.importers.problems import FileError
from sijill.collect.importers.statements.dumps import inflated, members
from tests.collect.importers.statements.dumps import FULL2, csv_file, line, pack

assert FULL2
CONTENT = csv_file([line(number, FULL2) for number in range(200)], FULL2)


@pytest.mark.parametrize("size", [1, 700, 1 << 20])
def test_a_file_comes_out_whole_in_chunks_of_any_size(tmp_path: Path, size: int) -> None:
    found = members(pack(tmp_path, [[CONTENT, b"second"], [b"third"]]))
    assert [b"".join(inflated(one, size)) for one in found] == [CONTENT, b"second", b"third"]


def test_bytes_that_are_not_those_that_were_packed_are_noticed(tmp_path: Path) -> None:
    member = members(pack(tmp_path, [[CONTENT]]))[0]
    for wrong in (
        replace(member, crc=member.crc ^ 1),
        replace(member, size=member.size - 1),
        replace(member, size=member.size + 1),
        replace(member, packed=member.packed // 2),
    ):
        with pytest.raises(FileError, match="is damaged"):
            list(inflated(wrong, 500))


def test_csv_that_is_stored_or_lies_in_no_inner_zip_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "sor-global-2026-01-10-full.zip"
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("a.csv", CONTENT)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as outer:
        outer.writestr("a.csv.zip", inner.getvalue())
        outer.writestr("b.csv", b"plain", zipfile.ZIP_DEFLATED)
    assert [b"".join(inflated(one, 500)) for one in members(path)] == [CONTENT, b"plain"]
