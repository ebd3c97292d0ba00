"""SIGKILL at random moments of an import loses no acknowledged row, and going on ends equal."""

from __future__ import annotations

import csv
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

import sijill as program
from sijill.cli.collect import ACK
from sijill.home import ENVIRONMENT, Home
from tests.kills.rows import ask, content

KILLS = {"sqlite": 40, "postgres": 20}
ROWS = 10_000
BATCH = 40
LEDGER_BATCH, LEDGER_KILLS = 2, 12  # of the 566 rows of GitHub's tables that ship: too many for a fast machine to end
SEED = 20
MAPPING = Path(__file__).with_name("mapping.toml")


def sijill(home: Home, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, ENVIRONMENT: str(home.folder)}
    return subprocess.run(
        [sys.executable, "-m", "sijill", *words], env=environment, check=check, text=True, capture_output=True
    )


def a_list(path: Path) -> Path:
    """An invented list; every hundredth row has an impossible date and is refused."""
    chance = random.Random(SEED)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["Number", "Event", "Name", "Sex", "What", "Role", "When", "Office", "Said by"])
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
                    ("", "One", "Two", "One, Two")[number % 4],
                ]
            )
    return path


@pytest.fixture
def homes(tmp_path: Path, new_database: Callable[[], str]) -> tuple[Home, Home]:
    """Two homes with one secret, so that derived ids agree."""
    first, second = Home(tmp_path / "killed"), Home(tmp_path / "whole")
    for home in (first, second):
        home.make()
        (home.folder / "secret.key").write_text("the same invented secret", encoding="ascii")
        words = ("--name", "Office of Kills", "--kind", "civil-society", "--database", new_database())
        sijill(home, "init", *words)
        home.write_settings(replace(home.settings(), batch=BATCH))
    return first, second


def import_words(file: Path) -> list[str]:
    return ["import", "table", "--map", str(MAPPING), str(file)]


def killed_run(home: Home, asked: list[str], chance: random.Random) -> int | None:
    """Kill an import a moment after a few acknowledgements; the rows acknowledged, None if it finished."""
    environment = {**os.environ, ENVIRONMENT: str(home.folder), ACK: "1", "PYTHONUNBUFFERED": "1"}
    words = [sys.executable, "-m", "sijill", *asked]
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


def rows_read(home: Home) -> int:
    ((count,),) = ask(home, "SELECT rows_read FROM vintage")
    return int(count)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a POSIX signal")
def test_killed_imports_lose_nothing_and_end_equal(
    homes: tuple[Home, Home], tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    killed, whole = homes
    wanted = KILLS[pytestconfig.getoption("--database")]
    file = a_list(tmp_path / "INVENTED-list.csv")
    chance = random.Random(SEED)
    kills, moments = 0, set[int]()
    while kills < wanted:
        acknowledged = killed_run(killed, import_words(file), chance)
        assert acknowledged is not None, f"the import ended after {kills} kills: make the list longer"
        kills += 1
        kept = rows_read(killed)
        moments.add(kept)
        assert kept >= acknowledged, "an acknowledged batch is gone"
        assert kept % BATCH == 0, "half a batch was kept"
    assert len(moments) > wanted // 2, "the kills came at too few different moments to show anything"

    again = sijill(killed, *import_words(file), "--json", check=False)
    once = sijill(whole, *import_words(file), "--json", check=False)
    assert again.returncode == once.returncode == 3, "some rows are refused, and the exit code says so"
    assert again.stdout == once.stdout
    found = dict(content(killed))
    assert len(found["act"]) == ROWS * 99 // 100
    for table, other in content(whole):
        assert found.pop(table) == other, f"table {table} differs"
    assert found == {}
    for home in homes:
        assert sijill(home, "log", "verify").stdout.endswith("no faults.\n")
    shutil.rmtree(tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a POSIX signal")
def test_killed_imports_of_the_second_ledger_end_equal(homes: tuple[Home, Home], tmp_path: Path) -> None:
    """GitHub's tables as they ship: demands with their numbers, restrictions and the decisions that they reverse."""
    killed, whole = homes
    words = ["import", "github-transparency", str(program.examples() / "github-transparency")]
    for home in homes:
        home.write_settings(replace(home.settings(), batch=LEDGER_BATCH))
    chance = random.Random(SEED)
    moments = set[int]()
    for kill in range(LEDGER_KILLS):
        acknowledged = killed_run(killed, words, chance)
        assert acknowledged is not None, f"the import ended after {kill} kills: make the batches smaller"
        kept = rows_read(killed)
        moments.add(kept)
        assert kept >= acknowledged, "an acknowledged batch is gone"
        assert kept % LEDGER_BATCH == 0, "half a batch was kept"
    assert len(moments) > LEDGER_KILLS // 2, "the kills came at too few different moments to show anything"

    again = sijill(killed, *words, "--json", check=False)
    once = sijill(whole, *words, "--json", check=False)
    assert (again.returncode, again.stdout) == (once.returncode, once.stdout)
    found = dict(content(killed))
    assert min(len(found[table]) for table in ("demand", "restriction", "support", "report")) > 50
    for table, other in content(whole):
        assert found.pop(table) == other, f"table {table} differs"
    assert found == {}
    for home in homes:
        assert sijill(home, "log", "verify").stdout.endswith("no faults.\n")
    shutil.rmtree(tmp_path)
