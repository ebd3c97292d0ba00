"""A register on SQLite and the same register on PostgreSQL are frozen into the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sijill.home import ENVIRONMENT
from sijill.tables.catalog import BUILT
from tests import postgres

COUNTRY = Path(__file__).with_name("same_country.py")


def frozen(homes: dict[Path, str]) -> list[dict[str, Any]]:
    """What building the same country in each home prints, all at once."""
    running = [
        subprocess.Popen(
            [sys.executable, str(COUNTRY), str(home), database],
            env={**os.environ, ENVIRONMENT: str(home)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for home, database in homes.items()
    ]
    printed = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0] * len(homes)
    return [json.loads(one) for one in printed]


@pytest.mark.slow
def test_the_same_register_has_the_same_snapshot_on_both(server: str, tmp_path: Path) -> None:
    ours, theirs = frozen({tmp_path / "sqlite": "", tmp_path / "postgres": postgres.new_database(server)})
    assert (ours.pop("engine"), theirs.pop("engine")) == ("sqlite", "postgresql")
    rows = {one["name"]: one["rows"] for one in ours["tables"]}
    assert set(rows) == set(BUILT)
    empty = {name for name, count in rows.items() if not count}
    assert empty == set(), "an empty table shows nothing"
    differing = [a["name"] for a, b in zip(ours["tables"], theirs["tables"], strict=True) if a != b]
    assert differing == []
    assert ours == theirs
