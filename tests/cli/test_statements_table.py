"""`sijill statements table`: rows on one stream, what must be known of them on the other."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sijill.cli import main
from sijill.publish.statements import REPORTS
from tests.statements import DAY, drawn, statement, write

ROWS = drawn(300, days=3)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with statements and no installation: counting them needs no database."""
    folder = tmp_path_factory.mktemp("home")
    write(folder / "statements", ROWS)
    return folder


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["statements", "table", "--home", str(home), *arguments])


def test_json_is_a_list_of_rows(home: Path) -> None:
    result = run(home, "--by", "platform,category", "--format", "json")
    assert result.exit_code == 0, result.output
    rows: list[dict[str, Any]] = json.loads(result.stdout)
    assert list(rows[0]) == ["platform", "category", "statements", "statements_without_dominating", "errata"]
    assert sum(row["statements"] for row in rows) == 300
    assert {row["category"] for row in rows} == {row["category"] for row in ROWS}


def test_csv_leaves_empty_what_is_empty(home: Path) -> None:
    result = run(home, "--by", "category")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert rows[-1]["category"] == ""
    assert sum(int(row["statements"]) for row in rows) == 300


def test_notes_go_to_the_other_stream(home: Path) -> None:
    result = run(home, "--by", "platform,content_type", "--report", "state-linked", "--language", "fr")
    assert "dominating: Invented Shopping" in result.stderr
    assert "3 dumps, 2025-07-01 to 2025-07-03" in result.stderr
    assert "Les injonctions d’autorités ne sont pas dans cette base." in result.stderr
    assert "les lignes ne s’additionnent pas" in result.stderr
    assert "dominating:" not in result.stdout


def test_text_is_two_tables(home: Path) -> None:
    result = run(home, "--by", "platform", "--format", "text")
    whole, without = result.stdout.split("\nwithout Invented Shopping:\n")
    assert "Invented Shopping" in whole
    assert "Invented Shopping" not in without
    assert "Invented Talk" in without
    assert "_without_dominating" not in result.stdout


@pytest.mark.parametrize("slug", REPORTS)
def test_every_report_prints(slug: str, home: Path) -> None:
    result = run(home, "--report", slug, "--format", "text")
    assert result.exit_code == 0, result.output
    assert len(result.stdout.splitlines()) > 1


def test_errata_are_named_with_their_source(tmp_path: Path) -> None:
    write(tmp_path / "statements", [statement(1, platform_name="Google Play", automated_detection="Yes")])
    result = run(tmp_path, "--report", "automated", "--format", "json")
    assert json.loads(result.stdout)[0]["errata"] == "play-detection-inverted"
    assert "erratum play-detection-inverted: Google Play, 2023-09-25 to 2026-05-28:" in result.stderr
    assert "[EU DSA Transparency Database, announcement of 8 June 2026]" in result.stderr


def test_what_is_left_out_is_named(tmp_path: Path) -> None:
    row = statement(1)
    write(tmp_path / "statements", [row, row | {"source": "global-light"}])
    assert f"not read, others hold the same: 1 ({DAY} global-light)" in run(tmp_path).stderr


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--report", "colours"], "There is no report 'colours' on statements."),
        (["--by", "colour"], "Statements cannot be counted by colour."),
        (["--since", "2030-01-01"], "There are no statements from 2030-01-01 to today"),
        (["--engine", "abacus"], "There is no engine 'abacus'."),
    ],
)
def test_what_cannot_be_done_says_why(arguments: list[str], why: str, home: Path) -> None:
    result = run(home, *arguments)
    assert result.exit_code == 2
    assert why in result.stderr
    assert result.stdout == ""
