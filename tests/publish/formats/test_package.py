"""The CSV tables as a data package: frictionless reads and checks it, and finds what is wrong when it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package, Report

from sijill.publish.formats.csv import path as csv_path
from sijill.publish.formats.draft import Draft
from sijill.publish.formats.package import PACKAGE
from sijill.publish.notes import sections
from sijill.stats.table import Flag
from tests.publish import sample

ABOUT = {"invented": sample.about, "official": sample.official_about, "unassessed": sample.list_about}


def checked(folder: Path) -> Report:
    found: Report = Package(str(folder / PACKAGE)).validate()
    return found


def errors(report: Report) -> set[str]:
    return {one[-1] for one in report.flatten(["rowNumber", "fieldNumber", "type"])}


def descriptor(kind: str) -> dict[str, Any]:
    files, _ = sample.composed(kind)
    found: dict[str, Any] = json.loads(files[PACKAGE])
    return found


@pytest.fixture(params=sorted(ABOUT))
def kind(request: pytest.FixtureRequest) -> Iterator[str]:
    yield request.param


def test_frictionless_accepts_it(tmp_path: Path, kind: str) -> None:
    report = checked(sample.written(tmp_path / "release", kind))
    assert report.valid, report.flatten(["type"])
    assert report.stats["errors"] == 0
    assert len(report.tasks) == len(sample.protected().tables)


def test_it_reads_the_figures_back(tmp_path: Path) -> None:
    folder = sample.written(tmp_path / "release")
    about = sample.about()
    draft = Draft(about, sections(about, sample.protected().tables))
    resources = {one.path: one for one in Package(str(folder / PACKAGE)).resources}
    for _, table in draft.tables():
        rows = resources[csv_path(draft, table)].read_rows()
        keys = list(table.keys())
        assert len(rows) == len(keys)
        for row, key in zip(rows, keys, strict=True):
            assert tuple(row[one.name] for one in table.dimensions) == key
            for measure in table.measures:
                cell = table.cells[measure, key]
                assert row[measure] == cell.value
                assert (row[f"{measure}_flag"] or "") == (cell.flag.value or ("public" if cell.public else ""))
            assert (row["since"], row["until"]) == (table.since, table.until)


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        (b"\r\n_T,", b"\r\nZZ,", "constraint-error"),
        (b",2025-01-01,", b",2025-13-41,", "type-error"),
        (b",INVENTED ", b",OFFICIAL ", "constraint-error"),
        (b"category,category_en", b"kategory,category_en", "incorrect-label"),
    ],
)
def test_it_tells_what_is_wrong(tmp_path: Path, before: bytes, after: bytes, error: str) -> None:
    folder = sample.written(tmp_path / "release")
    file = folder / "data" / "sdg16-UNOFFICIAL-DEMO.csv"
    content = file.read_bytes()
    assert before in content
    file.write_bytes(content.replace(before, after))
    found = errors(checked(folder))
    assert error in found
    assert "hash-count" in found, "the descriptor holds the hash of the file that was published"


def test_every_flag_that_a_table_uses_is_declared() -> None:
    said = {flag for one in descriptor("invented")["resources"] for flag in _flags(one)}
    used = {cell.flag for table in sample.protected().tables for cell in table.cells.values()}
    assert {flag.value for flag in used if flag is not Flag.SHOWN} <= said


def _flags(resource: dict[str, Any]) -> list[str]:
    return [
        flag
        for field in resource["schema"]["fields"]
        if field["name"].endswith("_flag")
        for flag in field["constraints"]["enum"]
    ]


def test_a_licence_is_said_only_where_there_is_one() -> None:
    assert "licenses" not in descriptor("official"), "what the institution has not said is not made up"
    licence = descriptor("unassessed")["licenses"][0]
    assert licence["name"] == "CC-BY-4.0"
    assert licence["path"] == "https://creativecommons.org/licenses/by/4.0/"
    assert descriptor("unassessed")["sources"] == [{"title": "Invented Press List"}]


def test_a_demonstration_says_so_in_the_descriptor() -> None:
    assert descriptor("invented")["mark"] == "INVENTED · UNOFFICIAL-DEMO"
    assert descriptor("official")["mark"] == ""
