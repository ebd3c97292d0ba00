"""The client's own list of what it filed where: the EU's database forgets a puid with its statement. Pure.

A file of SQLite, to be kept for ever. A row is written before a statement is sent and again when the answer is known,
so that whoever was cut off in between can tell what may have arrived.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

SENT, FILED, REFUSED, TAKEN = "sent", "filed", "refused", "taken"
_KEYS = 500  # keys per IN (...)


@dataclass(frozen=True, slots=True)
class Known:
    """What became of a statement: `sent` (no answer yet), `filed`, `refused` or `taken` (the puid was somebody's)."""

    state: str
    sha256: str
    uuid: str


class Puids:
    """The list in one file. One process at a time files from it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(self._open()) as opened, opened:
            opened.execute(
                "CREATE TABLE IF NOT EXISTS puid (service TEXT, puid TEXT, sha256 TEXT, state TEXT, uuid TEXT, "
                "at TEXT, PRIMARY KEY (service, puid))"
            )

    def known(self, service: str, puids: Iterable[str]) -> Mapping[str, Known]:
        """What is known of these, filed with that service."""
        wanted, found = list(puids), dict[str, Known]()
        with closing(self._open()) as opened:
            for start in range(0, len(wanted), _KEYS):
                part = wanted[start : start + _KEYS]
                marks = ", ".join("?" * len(part))
                query = f"SELECT puid, state, sha256, uuid FROM puid WHERE service = ? AND puid IN ({marks})"  # noqa: S608
                found |= {puid: Known(*rest) for puid, *rest in opened.execute(query, [service, *part])}
        return found

    def write(self, service: str, state: str, rows: Iterable[tuple[str, str, str]]) -> None:
        """Write (puid, sha256, uuid) of each: all on the disk when this returns."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        values = [(service, puid, sha256, state, uuid, at) for puid, sha256, uuid in rows]
        with closing(self._open()) as opened, opened:
            opened.executemany("INSERT OR REPLACE INTO puid VALUES (?, ?, ?, ?, ?, ?)", values)

    def _open(self) -> sqlite3.Connection:
        opened = sqlite3.connect(self._path, timeout=30)
        opened.execute("PRAGMA synchronous=FULL")
        return opened
