"""`sijill estimate`: the same table, method and seed give the same JSON; what is wrong is said in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sijill.cli import main as program
from sijill.cli.estimate import _plain
from sijill.home import ENVIRONMENT
from sijill.stats.capture import strata
from tests.stats.capture.tables import WESTERN
from tests.stats.capture.test_panel import STRATA


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "western.csv"
    path.write_text(WESTERN, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No installation, whichever another test left in the environment: the text is in English."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "no-home"))


def run(*words: Any, code: int = 0) -> str:
    done = CliRunner().invoke(program, ["estimate", *map(str, words)])
    assert done.exit_code == code, done.output
    return done.output


def told(*words: Any) -> dict[str, Any]:
    done: dict[str, Any] = json.loads(run(*words, "--json"))
    return done


def test_json_has_the_keys_that_were_promised(table: Path) -> None:
    done = told(table, "--method", "dga", "--seed", 3)
    assert {"total", "low", "high", "method", "n", "warnings", "diagnostics"} <= done.keys()
    assert (done["method"], done["n"], done["seed"]) == ("dga", 345, 3)
    assert done["low"] < done["total"] < done["high"]
    assert len(done["left_in"]) == len(done["without"]) == 5
    assert done == told(table, "--method", "dga", "--seed", 3)


def test_a_refusal_is_an_answer(tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text("a,b,count\n1,0,40\n0,1,30\n1,1,20\n", encoding="utf-8")
    done = told(path, "--method", "loglinear")
    assert done["not_estimable"]["reason"] == "few-lists"
    assert "At least 3 are needed" in done["not_estimable"]["text"]
    assert "total" not in done
    assert told(path, "--method", "chao")["total"] == pytest.approx(150)
    assert "No estimate." in run(path, "--method", "loglinear")


def test_the_panel_shows_every_method(table: Path) -> None:
    done = told(table, "--quick")
    assert {"loglinear", "dga", "chao"} <= done["methods"].keys()
    assert 0 <= done["disagreement"] <= 1
    assert done["seed"] == 1  # also where no number was given: the methods drew by it
    assert "Seed: 1." in run(table, "--quick")
    assert ("total" in done) == (done["against"] == [])


def test_strata_and_lists_taken_together(tmp_path: Path) -> None:
    path = tmp_path / "years.csv"
    path.write_text(STRATA, encoding="utf-8")
    done = told(path, "--method", "dga", "--strata", "year")
    assert list(done["strata"]) == ["2024", "2025", "2026"]
    assert done["skipped"] == ["2026"]
    assert done["n"] == 326
    assert done["pooled"]["n"] == 326
    assert "Sum over strata (326):" in run(path, "--method", "dga", "--strata", "year")
    joined = told(path, "--method", "chao", "--strata", "year", "--merge", "a", "b")
    assert list(joined["lists"]) == ["c", "a+b"]


def test_several_tables_are_pooled(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    text = "a,b,c,count\n1,0,0,40\n0,1,0,35\n0,0,1,30\n1,1,0,12\n1,0,1,9\n0,1,1,8\n1,1,1,3\n"
    one.write_text(text, encoding="utf-8")
    other.write_text(text.replace("1,0,0,40", "1,0,0,38"), encoding="utf-8")
    done = told(one, other)
    assert (done["method"], done["tables"], done["documented"]) == ("loglinear", 2, [137, 135])
    assert "few-tables" in done["warnings"]
    assert done["diagnostics"]["rubin"]["total"] == pytest.approx(done["total"], rel=0.2)
    turned = told(other, one)
    assert (done["total"], done["low"], done["table"]) == (turned["total"], turned["low"], turned["table"])
    said = run(one, other, "--method", "mth")
    assert "Documented: 135 to 137 in 2 tables" in said
    assert said.rstrip().endswith(f"Table (SHA-256): {done['table']}. Software: {done['code']}. Seed: 1.")
    assert "chao has no draws to pool" in run(one, other, "--method", "chao", code=2)


def test_strata_that_are_missing_are_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strata, "WORTH_A_PROCESS", 100)  # starting processes takes longer than six small tables
    path = tmp_path / "years.csv"
    path.write_text(STRATA + "1,0,0,,30\n0,1,0,,20\n", encoding="utf-8")
    done = told(path, "--method", "mth", "--strata", "year", "--impute", 2)
    assert (done["imputed"], done["sets"], done["n"], done["pooled"]["n"]) == (50, 2, 376, 376)
    assert done["strata"]["2024"]["n"] > 137
    assert done == told(path, "--method", "mth", "--strata", "year", "--impute", 2)
    assert "Without a stratum: 50 of 376. Their strata were drawn 2 times" in run(
        path, "--method", "mth", "--strata", "year", "--impute", 2
    )
    assert "the column 'year' is empty in 2 lines" in run(path, "--method", "mth", "--strata", "year", code=2)
    assert "Name that column" in run(path, "--impute", 2, code=2)
    assert "Give both, or neither" in run(path, "--strata", "year", "--given", "sex", code=2)
    assert "Estimate one table by strata" in run(path, path, "--strata", "year", code=2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--merge", "A", "X"], "there is no list 'X'; lists are: A, B, C, D, E"),
        (["--apart", "A", "X", "--method", "dga"], "there is no list 'X'"),
        (["--strata", "year"], "there is no column 'year' before the count"),
        (["--choose", "dga"], "a choice needs a reason"),
        (["--choose", "dga", "--method", "chao"], "picks among the methods of a panel"),
    ],
)
def test_what_cannot_be_done_says_why(table: Path, words: list[str], said: str) -> None:
    assert said in run(table, *words, "--quick", code=2)


def test_a_table_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("a,b,count\n1,2,40\n", encoding="utf-8")
    assert "odd.csv, line 2: a column of a list holds 0 or 1" in run(path, code=2)
    path.write_bytes("a,b,count\n1,0,é\n".encode("latin-1"))
    assert "is not a text in UTF-8 (byte 14)" in run(path, code=2)


def test_it_speaks_the_language_that_was_asked_for(table: Path) -> None:
    assert "Documentados: 345" in run(table, "--method", "chao", "--quick", "--language", "es")


def test_a_number_without_an_end_is_null() -> None:
    assert _plain({"a": [float("inf"), float("nan"), 1.5], "b": (2, "x", None)}) == {
        "a": [None, None, 1.5],
        "b": [2, "x", None],
    }
