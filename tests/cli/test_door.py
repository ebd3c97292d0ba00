"""`sijill door`: platforms, tokens, checking and submitting from a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sijill.cli import main
from tests.filing import full, statement
from tests.filing_service import Service, service

__all__ = ["service"]


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["door", *words])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "INVENTED.jsonl"
    rows = [statement("a"), full("b"), statement("c", category="x")]
    path.write_text("\n".join(json.dumps(one) for one in rows), encoding="utf-8")
    return path


def test_what_would_be_refused_is_told_by_statement_and_field(file: Path) -> None:
    told = run("check", str(file), "--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout) == {
        "rows": 3,
        "wrong": [{"number": 3, "puid": "c", "errors": {"category": ["The selected category is invalid."]}}],
    }


@pytest.mark.parametrize("shape", ["list", "call", "indented"])
def test_a_file_may_hold_a_list_or_a_call(tmp_path: Path, shape: str) -> None:
    listed = [statement("a"), statement("b")]
    whole = {"statements": listed} if shape == "call" else listed
    path = tmp_path / "INVENTED.json"
    path.write_text(json.dumps(whole, indent=2 if shape == "indented" else None), encoding="utf-8")
    told = run("check", str(path))
    assert (told.exit_code, told.stdout) == (0, "2 statements; none would be refused.\n")


def test_a_line_that_is_no_json_is_named(file: Path) -> None:
    with file.open("a", encoding="utf-8") as out:
        out.write("\n{")
    told = run("check", str(file))
    assert told.exit_code == 2
    assert "Line 4" in told.stderr


def test_statements_are_submitted_once(service: tuple[Service, str], file: Path, tmp_path: Path) -> None:
    held, address = service
    (tmp_path / "token").write_text("invented\n", encoding="ascii")
    words = ["submit", str(file), "--to", address, "--token-file", str(tmp_path / "token")]
    words += ["--puids", str(tmp_path / "puids.sqlite3"), "--json"]
    first, second = run(*words), run(*words)
    assert first.exit_code == second.exit_code == 3
    assert json.loads(first.stdout)["counts"] == {
        "filed": 2, "already": 0, "invalid": 1, "refused": 0, "taken": 0, "failed": 0,
    }  # fmt: skip
    assert json.loads(second.stdout)["already"] == ["a", "b"]
    assert sorted(held.kept) == ["a", "b"]


def test_a_token_that_is_refused_ends_with_a_sentence(service: tuple[Service, str], file: Path, tmp_path: Path) -> None:
    held, address = service
    held.behave = lambda service, batch: (401, {})
    (tmp_path / "token").write_text("invented", encoding="ascii")
    words = ["--to", address, "--token-file", str(tmp_path / "token"), "--puids", str(tmp_path / "p")]
    told = run("submit", str(file), *words)
    assert told.exit_code == 2
    assert "401" in told.stderr
