"""`sijill dsa` as a person types it: the first screen, findings with an exit code, the register's own report."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sijill.cli import main
from sijill.statements.harmonised.build import build
from sijill.statements.harmonised.duties import DUTIES, KINDS, UNVERIFIED
from tests.statements.harmonised.invented import HALF, facts, service


@pytest.fixture
def report(tmp_path: Path) -> Path:
    for name, content in build(service(), HALF, facts(size=60)).items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_the_first_screen_says_whom_each_duty_binds_and_what_is_not_verified() -> None:
    said = CliRunner().invoke(main, ["dsa"]).output
    for duty in DUTIES:
        assert duty.what in said
        assert set(duty.binds) <= set(KINDS)
    assert said.count("NOT VERIFIED") == sum(one.verified == UNVERIFIED for one in DUTIES) + 2
    assert "lint" in said


def test_lint_answers_in_json_and_by_its_exit_code(report: Path) -> None:
    clean = CliRunner().invoke(main, ["dsa", "lint", str(report), "--json", "--kind", "platform"])
    assert (clean.exit_code, json.loads(clean.output)) == (0, [])
    file = report / "4_notices.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    found = CliRunner().invoke(main, ["dsa", "lint", str(file), "--json"])
    (one,) = json.loads(found.output)
    assert found.exit_code == 1
    assert (one["file"], one["row"], one["rule"], one["level"]) == (str(file), 1, "form/mark", "fault")
    assert set(one) == {"file", "row", "rule", "message", "expected", "found", "column", "level"}


def test_a_folder_is_read_with_what_lies_below_it_and_alike_findings_are_told_once(report: Path) -> None:
    below = report / "v1"
    below.mkdir()
    for file in report.glob("*.csv"):
        file.rename(below / file.name.replace(".csv", ".CSV"))
    assert CliRunner().invoke(main, ["dsa", "lint", str(report)]).exit_code == 0
    file = below / "7_appeals_and_recidivism.CSV"
    file.write_bytes(file.read_bytes().replace(b"Invented Forum", b""))
    found = CliRunner().invoke(main, ["dsa", "lint", str(report), "--json"])
    rows = [one["row"] for one in json.loads(found.output) if one["rule"] == "service/missing"]
    assert rows == list(range(2, 49))
    said = CliRunner().invoke(main, ["dsa", "lint", str(report)]).output
    assert said.count("service/missing") == 1
    assert "(And 46 more rows.)" in said


def test_read_writes_plain_rows(report: Path, tmp_path: Path) -> None:
    target = tmp_path / "figures" / "rows.csv"
    target.parent.mkdir()
    done = CliRunner().invoke(main, ["dsa", "read", str(report), "--json", "--to", str(target)])
    rows = json.loads(done.output)
    assert done.exit_code == 0
    assert len(target.read_text(encoding="utf-8").splitlines()) == len(rows) + 1
    assert {row["part"] for row in rows} == {1, 3, 4, 5, 6, 7, 8, 11}
    (report / "notes.txt.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["dsa", "read", str(report)]).exit_code == 3


@pytest.mark.slow
def test_the_register_writes_only_a_platforms_report(tmp_path: Path, new_database: Callable[[], str]) -> None:
    def sijill(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sijill", *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    wanted = ("dsa", "report", "--service", "Invented Square", "--period", "2026H1", "--published", "2026-08-01")
    for kind in ("platform", "civil-society"):
        words = ("--name", "Zz Office", "--kind", kind, "--database", new_database())
        assert sijill("init", "--home", kind, *words).returncode == 0
    sijill("door", "platform", "Invented Square", "--home", "platform")
    done = sijill(*wanted, "--home", "platform", "--to", "out")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out" / "v1").iterdir())) == 11
    lint = json.loads(sijill("dsa", "lint", "out/v1", "--kind", "platform", "--json").stdout)
    assert {one["rule"] for one in lint} == {"text/missing"}  # nobody gave it the texts of part 11
    again = sijill(*wanted, "--home", "platform", "--to", "out")
    assert (again.returncode, "five years" in again.stderr) == (2, True)
    refused = sijill(*wanted, "--home", "civil-society", "--to", "out2")
    assert (refused.returncode, "own installation" in refused.stderr) == (2, True)
    assert not (tmp_path / "out2").exists()
