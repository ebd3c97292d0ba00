"""A PostgreSQL server of the tests' own: made in a temporary folder, reached by a socket in it, gone at the end.

    python -m tests.postgres COMMAND...    run a command with $SIJILL_TEST_POSTGRES naming a server

PostgreSQL refuses to run as root, so root starts it as the user `postgres`, or as `nobody`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ENVIRONMENT = "SIJILL_TEST_POSTGRES"
OWNER = "sijill"
# Debian keeps the server's programs away from the PATH.
FOLDERS = "/usr/lib/postgresql"
NOT_FOUND = (
    "There is no PostgreSQL 15 or newer here (initdb). On Debian and Ubuntu: apt-get install postgresql. "
    "`make setup-test` installs it where it may."
)
# Only clients are killed in these tests, never the machine: nothing needs to reach the disk.
QUICK = "-c fsync=off -c full_page_writes=off -c autovacuum=off -c max_connections=40 -c shared_buffers=256MB"


def programs() -> Path:
    """The folder of initdb and pg_ctl, of the newest version here."""
    found = sorted(Path(FOLDERS).glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    if there is None:
        raise SystemExit(NOT_FOUND)
    return Path(there).resolve().parent


def _not_root() -> dict[str, Any]:
    """Whom to run the server as: ourselves, unless that is root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise SystemExit("PostgreSQL refuses to run as root, and there is neither a user `postgres` nor `nobody` here.")


@contextmanager
def cluster(options: str = QUICK) -> Iterator[str]:
    """A server for as long as the block lasts; yields the address of its database `postgres`."""
    binaries, whom = programs(), _not_root()
    folder = Path(tempfile.mkdtemp(prefix="sijill-pg-"))  # short: a socket's path takes 107 bytes
    if whom:
        os.chown(folder, whom["user"], whom["group"])
    data = folder / "data"

    def run(program: str, *words: str) -> None:
        with (folder / "log").open("ab") as log:
            done = subprocess.run(
                [binaries / program, "-D", data, *words], cwd=folder, stdout=log, stderr=log, check=False, **whom
            )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{(folder / 'log').read_text(errors='replace')}")

    try:
        run("initdb", "--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--locale=C", "--no-sync")
        run("pg_ctl", "start", "-w", "-o", f"-k {folder} -c listen_addresses='' {options}")
        try:
            yield f"postgresql:///postgres?host={folder}&user={OWNER}"
        finally:
            run("pg_ctl", "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def database_of(address: str, name: str) -> str:
    """The address of another database of the same server."""
    return address.replace("///postgres?", f"///{name}?")


def new_database(address: str, clause: str = "") -> str:
    """Make an empty database on a server; `clause` adds to CREATE DATABASE. Its address."""
    import psycopg

    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {clause}".encode())
    return database_of(address, name)


def point_django_at(address: str) -> None:
    """Make Django use this server instead of what the home's settings name; before the first connection."""
    from django.conf import settings
    from django.db import connections

    from sijill.settings import _database

    default: dict[str, Any] = settings.DATABASES["default"]
    default.clear()
    default.update(_database(address), CONN_MAX_AGE=0)
    vars(connections).pop("settings", None)
    if hasattr(connections._connections, "default"):
        del connections["default"]


def main(command: list[str], environment: Mapping[str, str] = os.environ) -> int:
    """Run a command beside a server."""
    with cluster() as address:
        return subprocess.run(command, env={**environment, ENVIRONMENT: address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
