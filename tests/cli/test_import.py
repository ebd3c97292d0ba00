"""`sijill import` on a home of its own: the exit status tells, and refused rows are kept as rows."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from sijill.home import ENVIRONMENT
from tests.collect.importers.test_damage import GOOD, HEADER, MAPPING

pytestmark = pytest.mark.slow

BAD = """2,Zz Jos\u00c3\u00a9,beaten,2024
3,Zz Three,beeten,2024
4,Zz Four,beaten,2918
1,Zz Five,beaten,2024
6,Zz Six
7,Zz Seven,threatened,2024
8,"Zz Eight, cut off"""


def sijill(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, ENVIRONMENT: str(home)}
    return subprocess.run([sys.executable, "-m", "sijill", *words], env=environment, text=True, capture_output=True)


def test_bad_rows_are_kept_the_rest_goes_in_and_the_status_says_so(tmp_path: Path) -> None:
    home, mapping, file = tmp_path / "home", tmp_path / "map.toml", tmp_path / "list.csv"
    mapping.write_text(MAPPING.format(form=""), encoding="utf-8")
    file.write_text(HEADER + GOOD + BAD, encoding="utf-8")
    assert sijill(home, "init", "--name", "Office of Tests", "--kind", "civil-society").returncode == 0
    done = sijill(home, "import", "table", "--map", str(mapping), str(file), "--json")
    assert done.returncode == 3, done.stderr
    assert json.loads(done.stdout) == {
        "rows": 8, "new": 2, "unchanged": 0, "revised": 0, "withdrawn": 0, "refused": 6,
    }  # fmt: skip
    assert "3 rows could not be read at all" in done.stderr
    assert "Zz" not in done.stderr
    with closing(sqlite3.connect(home / "sijill.sqlite3")) as held:
        kept = dict(held.execute("SELECT position, problem FROM refusal"))
        content = held.execute("SELECT content FROM refusal WHERE problem = 'unknown-code'").fetchone()[0]
    assert kept == {
        "row 3": "double-encoded", "row 4": "unknown-code", "row 5": "impossible-date", "row 6": "duplicate-key",
        "row 7": "ragged-row", "row 9": "unreadable-row",
    }  # fmt: skip
    assert json.loads(content)["Name"] == "Zz Three", "a refused row is kept word for word"
    file.write_bytes(HEADER.encode())
    assert sijill(home, "import", "table", "--map", str(mapping), str(file)).returncode == 2


def test_a_newer_copy_says_how_many_entries_wait(tmp_path: Path) -> None:
    home, mapping, file = tmp_path / "home", tmp_path / "map.toml", tmp_path / "list.csv"
    mapping.write_text(MAPPING.format(form=""), encoding="utf-8")
    assert sijill(home, "init", "--name", "Office of Tests", "--kind", "civil-society").returncode == 0
    words = ["import", "table", "--map", str(mapping), str(file)]
    file.write_text(HEADER + GOOD, encoding="utf-8")
    assert "wait" not in sijill(home, *words).stdout
    file.write_text(HEADER + GOOD.replace("2024", "2023"), encoding="utf-8")
    done = sijill(home, *words)
    assert done.returncode == 0, done.stderr
    assert "1 revised" in done.stdout and "1 entries were drafted" in done.stdout
