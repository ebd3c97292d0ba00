"""SIGKILL of the server while a platform files: each statement that was acknowledged is kept, and kept once."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sijill.home import ENVIRONMENT, Home
from sijill.statements import Client, Done, Puids, Unreachable
from tests.filing import full, statement
from tests.kills.rows import ask

KILLS = 8
BATCH, CLIENTS = 100, 2
SEED = 24


def sijill(home: Home, *words: str) -> str:
    environment = {**os.environ, ENVIRONMENT: str(home.folder)}
    command = [sys.executable, "-m", "sijill", *words]
    return subprocess.run(command, env=environment, check=True, text=True, capture_output=True).stdout


class Server:
    """`sijill serve`, in a group of processes that can be killed as one: the one that answers and its parent."""

    def __init__(self, home: Home) -> None:
        self._environment = {**os.environ, ENVIRONMENT: str(home.folder)}
        self.port = home.settings().staff_port
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "sijill", "serve", "--staff-only"]
        self._process = subprocess.Popen(command, env=self._environment, start_new_session=True)
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.1)
        raise AssertionError("the server did not open its port within a minute")

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def statements(client: int) -> list[dict[str, Any]]:
    """What one client has to file: more than it can before the last kill."""
    made = [statement(f"invented-{client}-{number}") for number in range(6_000)]
    made[::10] = [full(f"invented-{client}-full-{number}") for number in range(0, 6_000, 10)]
    return made


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a POSIX signal")
def test_a_killed_server_loses_and_doubles_nothing(tmp_path: Path, new_database: Callable[[], str]) -> None:
    home = Home(tmp_path / "home")
    sijill(home, "init", "--name", "Office of Kills", "--kind", "civil-society", "--database", new_database())
    home.write_settings(replace(home.settings(), staff_port=free_port()))
    sijill(home, "door", "platform", "Invented Square")
    token = sijill(home, "door", "token", "Invented Square", "--label", "kills").strip()
    server = Server(home)
    acknowledged: set[str] = set()
    taken: list[str] = []
    stop = threading.Event()

    def file(client: int) -> None:
        """File batch by batch; when the server is gone, begin the list again until it is back."""
        given, puids, at = statements(client), Puids(tmp_path / f"puids-{client}.sqlite3"), 0
        made = Client(f"http://127.0.0.1:{server.port}/api/v1", token, puids, tries=1, pause=lambda seconds: None)
        while at < len(given) and not stop.is_set():
            try:
                done: Done = made.submit(given[at : at + BATCH])
            except Unreachable:
                time.sleep(0.05)
                continue
            acknowledged.update(done.filed, done.already)
            taken.extend([*done.taken, *done.refused, *done.invalid, *done.failed])
            at += BATCH
        made.close()

    threads = [threading.Thread(target=file, args=(client,)) for client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    chance, moments = random.Random(SEED), set[int]()
    try:
        for _ in range(KILLS):
            before = len(acknowledged)
            while len(acknowledged) < before + 2 * BATCH:
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.15))
            server.kill()
            kept = [puid for (puid,) in ask(home, "SELECT puid FROM statement")]
            moments.add(len(kept))
            assert acknowledged <= set(kept), "a statement that was acknowledged is gone"
            assert len(kept) % BATCH == 0, "half a batch was kept"
            server.start()
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        server.kill()
    assert len(moments) == KILLS, "two kills came at one moment: they show nothing"
    assert taken == []
    kept = [puid for (puid,) in ask(home, "SELECT puid FROM statement")]
    assert acknowledged <= set(kept)
    assert len(kept) == len(set(kept))
    for table, link in (("restriction", "restriction_id"), ("report", "report_id")):
        query = f"SELECT count(*) FROM statement JOIN {table} ON {table}.id = {link}"
        assert ask(home, query) == [(len(kept),)] == ask(home, f"SELECT count(*) FROM {table}")
    assert all(json.loads(words)["puid"] == puid for words, puid in ask(home, _WORDS))
    assert sijill(home, "log", "verify").endswith("no faults.\n")


_WORDS = "SELECT content, puid FROM statement JOIN report ON report.id = report_id"
