"""`sijill import` of what companies publish: several files as one source, a folder, the first rows shown."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sijill.home import ENVIRONMENT
from sijill.register.actions.imports import file_hash
from tests.collect.importers.companies.pairs import DATA

pytestmark = pytest.mark.slow
GITHUB = DATA / "github-transparency" / "in"


def sijill(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, ENVIRONMENT: str(home)}
    return subprocess.run([sys.executable, "-m", "sijill", *words], env=environment, text=True, capture_output=True)


def test_a_preview_opens_no_installation(tmp_path: Path) -> None:
    file = DATA / "google-removals" / "requests-2001.csv"
    done = sijill(tmp_path / "home", "import", "google-removals", str(file), "--json", "--preview", "2")
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "home").exists()
    shown = json.loads(done.stdout)
    assert [row["entries"] for row in shown] == [1, 1]
    assert {"field": "demand.requests", "became": ["1-9"]} in shown[1]["fields"]


def test_files_and_folders_are_counted_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert sijill(home, "init", "--name", "Office of Tests", "--kind", "civil-society").returncode == 0
    files = sorted(str(path) for path in (DATA / "google-removals").glob("*.csv"))
    done = sijill(home, "import", "google-removals", *files, "--json", "--dry-run")
    assert done.returncode == 3, done.stderr
    counts = json.loads(done.stdout)
    assert (counts["rows"], counts["refused"]) == (26, 10)
    done = sijill(home, "import", "github-transparency", str(GITHUB), "--json", "--dry-run")
    assert done.returncode == 3, done.stderr
    assert json.loads(done.stdout)["rows"] == 21
    done = sijill(home, "import", "google-removals", str(GITHUB), "--json")
    assert done.returncode == 2
    assert "is a folder, and this format takes files" in done.stderr
    done = sijill(home, "import", "google-removals", files[0], "--map", files[0])
    assert done.returncode == 2
    assert "takes no mapping file" in done.stderr


def test_a_folder_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    first = file_hash(GITHUB)
    copy = tmp_path / "another name"
    shutil.copytree(GITHUB, copy)
    (copy / ".git").mkdir()
    (copy / ".git" / "HEAD").write_text("anything", encoding="utf-8")
    assert file_hash(copy) == first
    table = copy / "data" / "circumvention_claims.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("645", "646"), encoding="utf-8")
    assert file_hash(copy) != first
    shutil.copy(GITHUB / "data" / table.name, table)
    assert file_hash(copy) == first
    table.rename(table.with_name("renamed.csv"))
    assert file_hash(copy) != first
