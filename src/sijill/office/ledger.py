"""The one way a kept row is written (decision 7): one log entry per action, keyed hashes, RFC 6962 tree.

    with action("act.record", actor=user, subject=event.id) as entry:
        entry.add(act)

An entry holds, per row written, its operation, table, id and HMAC-SHA256(row salt, canonical row).
No text of a row ever enters the log.
"""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from sijill.office import words
from sijill.office.bulk import insert
from sijill.office.canonical import canonical, row_mac
from sijill.office.ids import new_id
from sijill.office.merkle import Frontier, leaf_hash
from sijill.office.models import LogEntry, LogHead, TreeHead, User
from sijill.office.records import Record, history_of, read_fields, stored_fields, vouched

NEW, CHANGE, END, ERASE, REDACT = "new", "change", "end", "erase", "redact"


class Unchanged(ValueError):
    """An action that would write nothing; nothing was logged."""


def mac_of(row: Record) -> str:
    """Keyed hash of a row as it stands."""
    values = dict(zip(stored_fields(type(row)), read_fields(type(row))(row), strict=True))
    return row_mac(bytes(row.salt), row._meta.db_table, vouched(type(row), values))


class Entry:
    """The log entry being written. Rows get its position as their `log_from`."""

    def __init__(self, position: int) -> None:
        self.position = position
        self.note: dict[str, str | int] = {}
        self._rows: dict[tuple[str, str], tuple[str, str]] = {}
        self._redacted: list[list[str]] = []

    def add(self, *rows: Record) -> None:
        """Write new rows, table by table in the order given."""
        by_model: dict[type[Record], list[Record]] = defaultdict(list)
        for row in rows:
            row.id = row.id or new_id(row._meta.db_table.replace("_", "-"))
            row.log_from = self.position
            row.salt = secrets.token_bytes(16)
            by_model[type(row)].append(row)
        for model, batch in by_model.items():
            insert(model, batch)
            words.write(model, batch)
            for row in batch:
                self._rows[row._meta.db_table, str(row.id)] = (NEW, mac_of(row))

    def change(self, row: Record, **values: Any) -> None:
        """Write a new version of a row; the old one goes to the history. Equal values write nothing."""
        now = type(row)._default_manager.get(pk=row.pk)
        if any(getattr(now, name) != value for name, value in values.items()):
            self._supersede(row, now, values)

    def renew(self, row: Record) -> None:
        """Write a new version with the same values: something that the row rests on was taken away."""
        self._supersede(row, type(row)._default_manager.get(pk=row.pk), {})

    def _supersede(self, row: Record, now: Record, values: Mapping[str, Any]) -> None:
        operation = CHANGE
        if now.log_from == self.position:
            operation = self._rows[row._meta.db_table, str(row.id)][0]
        else:
            self._keep(now)
        for name, value in values.items():
            setattr(row, name, value)
            setattr(now, name, value)
        row.log_from = now.log_from = self.position
        row.salt = now.salt = secrets.token_bytes(16)
        now.save(update_fields=[*values, "log_from", "salt"], force_update=True)
        words.rewrite(type(row), str(row.id), values)
        self._rows[row._meta.db_table, str(row.id)] = (operation, mac_of(now))

    def end(self, row: Record) -> None:
        """Take a row out of the current table; its last version goes to the history."""
        now = type(row)._default_manager.get(pk=row.pk)
        self._keep(now)
        now.delete()
        words.forget(str(row.id))
        self._rows[row._meta.db_table, str(row.id)] = (END, "")

    def erase(self, model: type[Record], identifier: str) -> int:
        """Lawful deletion: every version and salt of a row goes; the log keeps that it was done."""
        gone = model._default_manager.filter(pk=identifier).delete()[0]
        gone += history_of(model)._default_manager.filter(id=identifier).delete()[0]
        words.forget(identifier)
        self._rows[model._meta.db_table, identifier] = (ERASE, "")
        return gone

    def redact(self, model: type[Record], identifier: str, **values: Any) -> None:
        """Lawful erasure of some fields: written over in every version, so that nothing tells what stood there.

        Each version gets a new salt; the log names each version as `id@log_from` with its new keyed hash.
        """
        table = model._meta.db_table
        for kept in (model, history_of(model)):
            for row in kept._default_manager.filter(id=identifier).order_by("log_from"):
                held = {name: getattr(row, name) for name in stored_fields(model)}
                if all(held[name] == value for name, value in values.items()):
                    continue
                salt = secrets.token_bytes(16)
                this = kept._default_manager.filter(id=identifier, log_from=held["log_from"])
                this.update(**values, salt=salt)
                mac = row_mac(salt, table, vouched(model, held | values))
                self._redacted.append([REDACT, table, f"{identifier}@{held['log_from']}", mac])
        words.rewrite(model, identifier, values)

    @property
    def is_empty(self) -> bool:
        """Nothing was written."""
        return not self._rows and not self._redacted

    def rows(self) -> list[list[str]]:
        """[operation, table, id, keyed hash] of every row written, in a fixed order."""
        written = [[op, table, identifier, mac] for (table, identifier), (op, mac) in sorted(self._rows.items())]
        return written + sorted(self._redacted)

    def _keep(self, now: Record) -> None:
        values = {name: getattr(now, name) for name in [*stored_fields(type(now)), "salt"]}
        history_of(type(now))._default_manager.create(**values, log_to=self.position)


@contextmanager
def turn() -> Iterator[LogHead]:
    """One transaction in which nobody else writes, so that what is read in it still holds when it ends.

    SQLite lets in one writer at a time; on PostgreSQL the lock on the log's head does.
    """
    with transaction.atomic():
        yield _locked_head()


@contextmanager
def action(verb: str, *, actor: User | None, subject: str = "", at: datetime | None = None) -> Iterator[Entry]:
    """One transaction, one log entry. Nothing is kept if the block raises; Unchanged if it wrote nothing."""
    with turn() as head:
        entry = Entry(int(head.size))
        yield entry
        if entry.is_empty and not entry.note:
            raise Unchanged(f"{verb}: there was nothing to write")
        _close(entry, head, verb, actor, subject, at or datetime.now(UTC))


def body_of(row: LogEntry) -> dict[str, Any]:
    """The content of a log entry."""
    parsed: dict[str, Any] = json.loads(bytes(row.body))
    return parsed


def _locked_head() -> LogHead:
    head = LogHead.objects.select_for_update().filter(id=1).first()
    if head is None:
        head, _ = LogHead.objects.get_or_create(id=1, defaults={"size": 0, "frontier": Frontier().to_json()})
    return head


def _close(entry: Entry, head: LogHead, verb: str, actor: User | None, subject: str, at: datetime) -> None:
    who = str(actor.pk) if actor is not None else ""
    body = canonical(
        {
            "position": entry.position,
            "at": at,
            "actor": who,
            "verb": verb,
            "subject": subject,
            "note": entry.note,
            "rows": entry.rows(),
        }
    )
    leaf = leaf_hash(body)
    frontier = Frontier.from_json(head.frontier)
    frontier.append(leaf)
    LogEntry.objects.create(position=entry.position, at=at, actor=who, verb=verb, subject=subject, body=body, leaf=leaf)
    head.size, head.frontier = frontier.size, frontier.to_json()
    head.save(update_fields=["size", "frontier"])
    TreeHead.objects.create(size=frontier.size, root=frontier.root(), at=at)
