"""PostgreSQL in place of SQLite: what the server must be like, and that the program says so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from sijill.home import ENVIRONMENT, SettingsError, find
from sijill.office.database import fault
from sijill.settings import _database
from tests.postgres import database_of
from tests.postgres import new_database as make_database
from tests.schema import described

INIT = ("init", "--name", "Office of Tests", "--kind", "civil-society", "--database")


def sijill(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, ENVIRONMENT: str(home)}
    command = [sys.executable, "-m", "sijill", *words]
    return subprocess.run(command, env=environment, check=False, text=True, capture_output=True)


def test_the_run_is_on_the_database_that_was_asked_for(pytestconfig: pytest.Config, db: None) -> None:
    asked = pytestconfig.getoption("--database")
    assert connection.vendor == {"postgres": "postgresql", "sqlite": "sqlite"}[asked]
    assert fault() == ""


def test_a_new_database_has_the_tables_that_the_migrations_make(
    tmp_path: Path, db: None, new_database: Callable[[], str]
) -> None:
    home = tmp_path / "home"
    assert sijill(home, *INIT, new_database()).returncode == 0
    done = subprocess.run(
        [sys.executable, "-m", "tests.schema"],
        env={**os.environ, ENVIRONMENT: str(home)},
        check=True,
        text=True,
        capture_output=True,
    )
    ours, migrated = json.loads(done.stdout), described()  # pytest's own database has gone through the migrations
    # A table of Django's that nobody uses: its key is an integer by the model, and a long one by the migration.
    assert {ours.pop("auth_group_permissions") is None, migrated.pop("auth_group_permissions") is None} == {False}
    assert ours == migrated


def test_the_migrations_make_what_the_models_say(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_database_that_is_not_made_to_its_end_is_not_made(tmp_path: Path, new_database: Callable[[], str]) -> None:
    home = tmp_path / "home"
    address = new_database()
    broken = (
        "import sys; from django.db.migrations.recorder import MigrationRecorder as One; from sijill.cli import main; "
        "One.record_applied = lambda *_: 1 / 0; main()"
    )
    environment = {**os.environ, ENVIRONMENT: str(home)}
    done = subprocess.run(
        [sys.executable, "-c", broken, *INIT, address], env=environment, check=False, text=True, capture_output=True
    )
    assert "ZeroDivisionError" in done.stderr
    assert sijill(home, *INIT, address).returncode == 0
    assert sijill(home, "log", "verify").stdout == "2 log entries; no faults.\n"


def test_an_installation_on_a_server(tmp_path: Path, server: str) -> None:
    home = tmp_path / "home"
    address = make_database(server)
    assert sijill(home, *INIT, address).returncode == 0
    assert find(home).settings().database == address
    assert not find(home).database.exists()
    assert sijill(home, "log", "verify").stdout == "2 log entries; no faults.\n"
    assert "holds an installation already" in sijill(home, *INIT, address).stderr


def test_the_log_finds_what_was_changed_behind_it(tmp_path: Path, server: str) -> None:
    import psycopg

    home = tmp_path / "home"
    address = make_database(server)
    assert sijill(home, *INIT, address).returncode == 0
    with psycopg.connect(address) as behind:
        behind.execute("UPDATE profile SET name = 'Another'")
    done = sijill(home, "log", "verify")
    assert done.returncode == 1
    assert "was changed behind the log: not as log entry 1 wrote it" in done.stdout


@pytest.mark.parametrize("clause", ["LOCALE_PROVIDER icu ICU_LOCALE 'en-US'", "ENCODING 'SQL_ASCII'"])
def test_a_database_that_sorts_otherwise_is_refused(tmp_path: Path, server: str, clause: str) -> None:
    address = make_database(server, f"TEMPLATE template0 {clause}")
    done = sijill(tmp_path / "home", *INIT, address)
    assert done.returncode == 2
    assert "CREATE DATABASE sijill TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'" in done.stderr
    assert not find(tmp_path / "home").exists, "half an installation would refuse to be made again"


def test_a_server_without_the_database_is_said_so(tmp_path: Path, server: str) -> None:
    done = sijill(tmp_path / "home", *INIT, database_of(server, "nowhere"))
    assert done.returncode == 2
    assert 'database "nowhere" does not exist' in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_in_each_form() -> None:
    plain = _database("postgresql://ann:p%40ss@db.example.org:5433/register?sslmode=verify-full")
    assert [plain[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "register", "ann", "p@ss", "db.example.org", "5433",
    ]  # fmt: skip
    assert plain["OPTIONS"] == {"sslmode": "verify-full", "options": "-c jit=off"}
    socket = _database("postgresql:///register?host=/run/postgresql")
    assert (socket["NAME"], socket["HOST"], socket["PASSWORD"]) == ("register", "/run/postgresql", "")


def test_an_address_that_cannot_be_read_is_not_repeated() -> None:
    with pytest.raises(SettingsError, match="cannot be read") as caught:
        _database("postgresql://ann:secret%zz@db.example.org/register")
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
