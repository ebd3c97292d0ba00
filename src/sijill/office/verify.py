"""`sijill log verify`: does the database still say what the log says it said.

Walks the log entry by entry. Every row an entry wrote must stand, as that entry wrote it, in the
current table or in the history, or have been erased by a logged erasure; nothing may stand that no
entry wrote; the tree over all entries must end in every head that was saved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from sijill.office.canonical import row_mac
from sijill.office.ledger import CHANGE, END, ERASE, REDACT, body_of
from sijill.office.merkle import Frontier, leaf_hash
from sijill.office.models import LogEntry, TreeHead
from sijill.office.records import Record, history_of, kept_models, stored_fields, vouched

_MANY = 500  # ids per IN (...)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as the log says: which table, which row, what."""

    table: str
    row: str
    what: str


@dataclass(frozen=True, slots=True)
class Lawful:
    """What logged erasures took: rows (table, id); versions written over (table, id@log_from), with the new hash."""

    erased: set[tuple[str, str]]
    redacted: dict[tuple[str, str], str]


def verify() -> Iterator[Fault]:
    """All faults, none if the database is as the log says. Memory: one log entry at a time."""
    models_by_table = {model._meta.db_table: model for model in kept_models()}
    lawful = _lawful()
    written: Counter[str] = Counter()
    frontier = Frontier()
    heads = {int(size): bytes(root) for size, root in TreeHead.objects.values_list("size", "root")}
    expected = 0
    for entry in LogEntry.objects.order_by("position").iterator(chunk_size=20):
        if entry.position != expected:
            yield Fault("log_entry", str(entry.position), f"entry {expected} is missing")
        expected = int(entry.position) + 1
        yield from _entry_faults(entry, frontier, heads)
        yield from _row_faults(entry, models_by_table, lawful, written)
    if set(heads) - set(range(1, expected + 1)):
        yield Fault("log_entry", str(max(heads)), "a saved tree head is larger than the log: entries were cut off")
    for name, model in models_by_table.items():
        yield from _strangers(name, model, written[name])


def _entry_faults(entry: LogEntry, frontier: Frontier, heads: dict[int, bytes]) -> Iterator[Fault]:
    leaf = leaf_hash(bytes(entry.body))
    if leaf != bytes(entry.leaf):
        yield Fault("log_entry", str(entry.position), "the entry was changed after it was written")
    frontier.append(leaf)
    root = heads.get(frontier.size)
    if root is None:
        yield Fault("tree_head", str(frontier.size), "the tree head of this entry is missing")
    elif root != frontier.root():
        yield Fault("tree_head", str(frontier.size), "the tree over the entries does not end in the saved head")


def _row_faults(
    entry: LogEntry, by_table: dict[str, type[Record]], lawful: Lawful, written: Counter[str]
) -> Iterator[Fault]:
    position = int(entry.position)
    wanted: dict[str, dict[str, tuple[str, str]]] = {}
    for operation, table, identifier, mac in body_of(entry)["rows"]:
        if operation != REDACT:
            wanted.setdefault(table, {})[identifier] = (operation, mac)
    for table, rows in wanted.items():
        model = by_table.get(table)
        if model is None:
            yield Fault(table, "", "the log writes to a table that this version does not know")
            continue
        yield from _table_faults(model, position, rows, lawful, written)


def _table_faults(
    model: type[Record],
    position: int,
    rows: dict[str, tuple[str, str]],
    lawful: Lawful,
    written: Counter[str],
) -> Iterator[Fault]:
    table = model._meta.db_table
    standing = dict(_standing(model, position))
    ended = set(history_of(model)._default_manager.filter(log_to=position).values_list("id", flat=True))
    for identifier, (operation, mac) in rows.items():
        if (table, identifier) in lawful.erased:
            continue
        mac = lawful.redacted.get((table, f"{identifier}@{position}"), mac)
        if operation in (CHANGE, END) and identifier not in ended:
            yield Fault(table, identifier, f"its version before log entry {position} is not in the history")
        if operation in (END, ERASE):
            continue
        written[table] += 1
        found = standing.pop(identifier, None)
        if found is None:
            yield Fault(table, identifier, f"the version of log entry {position} is gone")
        elif found != mac:
            yield Fault(table, identifier, f"was changed behind the log: not as log entry {position} wrote it")
    for identifier in standing:
        written[table] += 1
        if (table, identifier) not in lawful.erased:
            yield Fault(table, identifier, f"claims log entry {position}, which did not write it")


def _standing(model: type[Record], position: int) -> Iterator[tuple[str, str]]:
    names = stored_fields(model)
    sources: tuple[type[models.Model], ...] = (model, history_of(model))
    for source in sources:
        for row in source._default_manager.filter(log_from=position).values(*names, "salt").iterator():
            salt = bytes(row.pop("salt"))
            yield str(row["id"]), row_mac(salt, model._meta.db_table, vouched(model, row))


def _strangers(table: str, model: type[Record], written: int) -> Iterator[Fault]:
    there = model._default_manager.count() + history_of(model)._default_manager.count()
    if there == written:
        return
    known = set(LogEntry.objects.values_list("position", flat=True))
    sources: tuple[type[models.Model], ...] = (model, history_of(model))
    for source in sources:
        for identifier, position in source._default_manager.values_list("id", "log_from").iterator():
            if position not in known or not _wrote(int(position), table, str(identifier)):
                yield Fault(table, str(identifier), "stands in the database and no log entry wrote it")


def _wrote(position: int, table: str, identifier: str) -> bool:
    entry = LogEntry.objects.filter(position=position).first()
    rows: list[Any] = body_of(entry)["rows"] if entry else []
    return any(row[1] == table and row[2] == identifier for row in rows)


def _lawful() -> Lawful:
    found = Lawful(set(), {})
    for entry in LogEntry.objects.filter(verb__endswith=".erase").order_by("position").iterator():
        for operation, table, identifier, mac in body_of(entry)["rows"]:
            if operation == ERASE:
                found.erased.add((table, identifier))
            elif operation == REDACT:
                found.redacted[table, identifier] = mac
    return found


def head_faults(head: str) -> Iterator[Fault]:
    """A tree head kept elsewhere (`SIZE:ROOT`) must be the head of the log's first SIZE entries."""
    size_text, _, root = head.partition(":")
    if not size_text.isdigit() or len(root) != 64:
        yield Fault("tree_head", head[:20], "is not SIZE:ROOT as `sijill log head` prints it")
        return
    size, frontier = int(size_text), Frontier()
    for body in LogEntry.objects.filter(position__lt=size).order_by("position").values_list("body", flat=True):
        frontier.append(leaf_hash(bytes(body)))
    if frontier.size != size:
        yield Fault("tree_head", size_text, f"the log has {frontier.size} entries, fewer than the head kept elsewhere")
    elif frontier.root().hex() != root:
        yield Fault("tree_head", size_text, "the log is not the one of the head kept elsewhere")
