"""The files of companies and of the EU's database that ship: with their licences, as they were published, all read."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from sijill.collect.draft import Refused, Row
from sijill.collect.importers.formats import read
from tests.collect.importers.companies.real import DATA, sums
from tests.collect.importers.companies.valid import check_rows

EXAMPLES = Path(__file__).parents[4] / "examples"
GITHUB = EXAMPLES / "github-transparency"
DSA = EXAMPLES / "dsa-monthly"
ORIGINAL = DATA / "restrictions" / "github_transparency"


def test_both_ship_with_licence_notice_and_readme() -> None:
    for folder in (GITHUB, DSA):
        for file in ("LICENSE", "NOTICE", "README.md"):
            assert (folder / file).stat().st_size > 300
        assert "Attribution 4.0 International" in (folder / "LICENSE").read_text(encoding="utf-8")


def test_the_package_is_read_whole() -> None:
    rows = list(read("github-transparency", GITHUB))
    check_rows(rows)
    assert not [row for row in rows if isinstance(row, Refused)]
    mine = sums(fact for row in rows if isinstance(row, Row) for fact in row.facts)
    assert len(rows) == 566
    assert mine["github-takedowns/total: requests"] == [204, 204]
    assert mine["github-security-orders/total: requests"] == [750, 6726]
    listed = json.loads((GITHUB / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert {one["path"] for one in listed} == {path.relative_to(GITHUB).as_posix() for path in GITHUB.rglob("*.csv")}


def test_the_months_are_read_whole() -> None:
    totals = list(read("dsa-monthly", DSA / "monthly_by_platform.csv"))
    values = list(read("dsa-monthly", DSA / "monthly_by_platform_field.csv"))
    for rows in (totals, values):
        check_rows(rows)
        assert all(isinstance(row, Row) and row.facts for row in rows)
    december = sum(int(row["statements"]) for row in _lines("monthly_by_platform.csv") if row["month"] == "2025-12")
    detected = [row for row in _lines("monthly_by_platform_field.csv") if row["field"] == "automated_detection"]
    assert sum(int(row["statements"]) for row in detected) == december


def _lines(name: str) -> list[dict[str, str]]:
    with (DSA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_tables_are_as_they_were_published() -> None:
    if not ORIGINAL.exists():
        pytest.skip("the original files are not at hand")
    for path in GITHUB.rglob("*.csv"):
        assert path.read_bytes() == (ORIGINAL / path.relative_to(GITHUB)).read_bytes()
    for path in DSA.glob("*.csv"):
        original = (DATA / "dsa" / path.name).read_text(encoding="utf-8").splitlines()
        assert set(path.read_text(encoding="utf-8").splitlines()) <= set(original)
