"""SIGKILL at random moments of an import of statements: the day is there whole, or nothing of it is."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from sijill.cli.statements import ACK
from sijill.collect.importers.statements.importing import import_dump
from sijill.tables.statements import MANIFEST, parts
from tests.collect.importers.statements.dumps import FULL2, dump, line

KILLS, FILES, EACH = 8, 60, 150
SEED = 6


def words(path: Path, home: Path) -> list[str]:
    return [sys.executable, "-m", "sijill", "statements", "import", str(path), "--home", str(home), "--replace"]


def killed(path: Path, home: Path, chance: random.Random) -> bool:
    """Kill an import a moment after some CSV files; False if it ended before."""
    environment = {**os.environ, ACK: "1", "PYTHONUNBUFFERED": "1"}
    asked = [*words(path, home), "--workers", str(chance.choice([1, 2]))]
    with subprocess.Popen(asked, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        list(islice(process.stdout, chance.randint(1, FILES)))
        try:
            process.wait(timeout=chance.uniform(0, 0.02))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
    return process.returncode == -signal.SIGKILL


def content(root: Path) -> dict[str, bytes]:
    return {str(one.relative_to(root)): one.read_bytes() for one in root.glob("day=*/source=*/*")}


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a POSIX signal")
@pytest.mark.parametrize("former", [False, True], ids=["new", "in another's place"])
def test_a_killed_import_leaves_the_whole_day_or_nothing(tmp_path: Path, former: bool) -> None:
    assert FULL2
    lines = [line(number, FULL2) for number in range(FILES * EACH)]
    lines[777] = lines[777].rpartition(b",")[0]
    path = dump(tmp_path / "dumps", lines, FULL2, each=EACH)
    whole = tmp_path / "whole"
    import_dump(path, whole)
    wanted = content(whole)
    assert len(wanted) == FILES + 3, "the Parquet files, the manifest, the refused row and its place"
    home = tmp_path / "killed"
    root = home / "statements"
    if former:
        import_dump(path, root)
    chance = random.Random(SEED)
    kills = sum(killed(path, home, chance) for _ in range(KILLS) if _held(root, wanted, former))
    assert kills > KILLS // 2, f"only {kills} of {KILLS} runs were killed: make the dump longer"
    _held(root, wanted, former)
    done = subprocess.run(words(path, home), check=False, capture_output=True, text=True)
    assert done.returncode == 3, done.stderr
    assert content(root) == wanted
    assert [one.name for one in root.iterdir() if one.name.startswith("_")] == ["_importing.lock"]


def _held(root: Path, wanted: dict[str, bytes], former: bool) -> bool:
    """What a reader sees after a kill is the day or nothing of it; where it was there before, it can be had again."""
    seen = content(root)
    assert seen in ({}, wanted)
    assert {one.parent for one in parts(root)} == {one.parent for one in root.glob(f"day=*/source=*/{MANIFEST}")}
    if former and not seen:
        assert list(root.glob("_former-*")), "the day that was there is neither in its place nor beside it"
    return True
