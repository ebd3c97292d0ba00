"""SIGKILL at random moments of an import loses no acknowledged row, and going on ends equal (decision 21)."""

from __future__ import annotations

import csv
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from sijill.cli.collect import ACK
from sijill.home import ENVIRONMENT, Settings, find

KILLS = 20
ROWS = 6000
BATCH = 40
SEED = 20
MAPPING = Path(__file__).with_name("mapping.toml")
# What may differ between two runs that end equal: chance (salts, hence hashes; accounts) and the clock.
BY_CHANCE = {"salt", "at", "body", "leaf", "root", "frontier", "actor"}


def sijill(home: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, ENVIRONMENT: str(home)}
    return subprocess.run(
        [sys.executable, "-m", "sijill", *words], env=environment, check=check, text=True, capture_output=True
    )


def a_list(path: Path) -> Path:
    """An invented list; every hundredth row has an impossible date and is refused."""
    chance = random.Random(SEED)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["Number", "Event", "Name", "Sex", "What", "Role", "When", "Office"])
        for number in range(ROWS):
            day = "2024-02-30" if number % 100 == 99 else f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            out.writerow(
                [
                    number,
                    f"Event {number // 3}",
                    f"Zz Invented {number}",
                    chance.choice(["F", "M", ""]),
                    chance.choice(["beaten", "threatened"]),
                    chance.choice(["journalist", "lawyer"]),
                    day,
                    f"Office {number % 7}",
                ]
            )
    return path


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Path, Path]:
    """Two homes with one secret, so that derived ids agree."""
    first, second = tmp_path / "killed", tmp_path / "whole"
    for home in (first, second):
        home.mkdir()
        (home / "secret.key").write_text("the same invented secret", encoding="ascii")
        sijill(home, "init", "--name", "Office of Kills", "--kind", "civil-society")
        find(home).write_settings(Settings(batch=BATCH))
    return first, second


def import_words(file: Path) -> list[str]:
    return ["import", "table", "--map", str(MAPPING), str(file)]


def killed_run(home: Path, file: Path, chance: random.Random) -> int | None:
    """Kill an import a moment after a few acknowledgements; the rows acknowledged, None if it finished."""
    environment = {**os.environ, ENVIRONMENT: str(home), ACK: "1", "PYTHONUNBUFFERED": "1"}
    words = [sys.executable, "-m", "sijill", *import_words(file)]
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        acknowledged = acknowledgements(process.stdout, chance.randint(1, 6))
        if not acknowledged:
            return None
        # From nothing to somewhat more than one batch later: before, within and after a commit.
        try:
            process.wait(timeout=chance.uniform(0, 0.06))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        return max([*acknowledged, *acknowledgements(process.stdout)])


def acknowledgements(lines: Iterable[str], most: int | None = None) -> list[int]:
    """The rows of the next `ack` lines; of all that are left without a number."""
    return [int(line.split()[1]) for line in islice(lines, most) if line.startswith("ack ")]


def rows_read(home: Path) -> int:
    with closing(sqlite3.connect(home / "sijill.sqlite3")) as database:
        (count,) = database.execute("SELECT rows_read FROM vintage").fetchone()
    return int(count)


def content(home: Path) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """Every table but Django's own, without what is by chance, in a fixed order."""
    database = sqlite3.connect(home / "sijill.sqlite3")
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
    for table in tables:
        columns = [row[1] for row in database.execute(f"PRAGMA table_info('{table}')")]
        accounts = "WHERE verb != 'user.add'" if table == "log_entry" else ""
        if table.startswith(("django_", "auth_", "sqlite_", "office_user", "membership", "profile")):
            continue
        shown = ", ".join(f'"{name}"' for name in columns if name not in BY_CHANCE)
        yield (
            table,
            sorted(database.execute(f'SELECT {shown} FROM "{table}" {accounts}').fetchall(), key=repr),
        )
    database.close()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a POSIX signal")
def test_killed_imports_lose_nothing_and_end_equal(homes: tuple[Path, Path], tmp_path: Path) -> None:
    killed, whole = homes
    file = a_list(tmp_path / "INVENTED-list.csv")
    chance = random.Random(SEED)
    kills, moments = 0, set[int]()
    while kills < KILLS:
        acknowledged = killed_run(killed, file, chance)
        assert acknowledged is not None, f"the import ended after {kills} kills: make the list longer"
        kills += 1
        kept = rows_read(killed)
        moments.add(kept)
        assert kept >= acknowledged, "an acknowledged batch is gone"
        assert kept % BATCH == 0, "half a batch was kept"
    assert len(moments) > KILLS // 2, "the kills came at too few different moments to show anything"

    again = sijill(killed, *import_words(file), "--json", check=False)
    once = sijill(whole, *import_words(file), "--json", check=False)
    assert again.returncode == once.returncode == 3, "some rows are refused, and the exit code says so"
    assert again.stdout == once.stdout
    for (table, one), (_, other) in zip(content(killed), content(whole), strict=True):
        assert one == other, f"table {table} differs"
    for home in homes:
        assert sijill(home, "log", "verify").stdout.endswith("no faults.\n")
    shutil.rmtree(tmp_path)
