"""The first rows of a file as they would be understood: for every field the cells, and what they become.

Every field is read by itself, so that a row shows all that is wrong with it and not only the first fault.
Nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from sijill.collect.draft import DraftFact, Refused, Row
from sijill.collect.importers.damage import refused_cell
from sijill.collect.importers.dates import Dated
from sijill.collect.importers.entries import Reader, victims_of
from sijill.collect.importers.files import Record, day_in_name, records
from sijill.collect.importers.mapping import ActRules, InvolvementRules, ListMapping, StatusRules, VictimRules
from sijill.collect.importers.numbers import Span
from sijill.collect.importers.others import Others
from sijill.collect.importers.problems import Problem
from sijill.collect.importers.rules import Cells, Coded, Name, Text, each_of, first_key
from sijill.tables.catalog import CATALOG

_LISTS = {
    "act.kind": "acts", "act.roles": "roles", "involvement.perpetrator": "perpetrators",
    "involvement.state_link": "state_links", "involvement.degree": "involvement",
    "involvement.attribution": "attributions", "status.process": "processes", "status.stage": "status_stages",
    "event.context": "contexts",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a draft: the cells that it is read from, what they become, or why they are refused.

    `listed` is the codelist of what it became, where that is codes; `unknown` says why nothing became of it.
    """

    name: str
    cells: tuple[tuple[str, str], ...]
    became: tuple[str, ...] = ()
    listed: str = ""
    unknown: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """One record: its place, every field, how many drafts it would make, or why it is refused as a whole.

    `left` are its columns that nothing is read from; they are kept word for word.
    """

    position: str
    fields: tuple[Field, ...]
    people: int = 0
    acts: int = 0
    refused: str = ""
    left: tuple[str, ...] = ()
    facts: int = 0


def of_facts(rows: Iterator[Row | Refused], count: int) -> list[Understood]:
    """The first `count` rows of a format that a program reads: every value of every entry that they would draft."""
    return [_of_row(row) for row in islice(rows, count)]


def _of_row(row: Row | Refused) -> Understood:
    if isinstance(row, Refused):
        return Understood(row.position, (), refused=row.message)
    fields = tuple(field for fact in row.facts for field in _of_fact(fact))
    return Understood(row.position, fields, facts=len(row.facts))


def _of_fact(fact: DraftFact) -> Iterator[Field]:
    for name, body in fact.bodies.items():
        yield Field(f"{fact.table}.{name}", (), (body.name,))
    for name, value in fact.values.items():
        if isinstance(value, tuple):
            yield Field(f"{fact.table}.{name}", (), ("-".join(str(one) for one in dict.fromkeys(value)),))
        else:
            yield Field(f"{fact.table}.{name}", (), _some(str(value)))
    for part in fact.parts:
        yield from _of_fact(part)


def preview(rules: ListMapping, path: Path, count: int, retrieved: date | None = None) -> list[Understood]:
    """The first `count` records of a file, understood and not written. Raises `ImportProblem` as an import does."""
    retrieved = retrieved or day_in_name(path)
    reader = Reader(rules, retrieved)
    found = islice(records(path, rules.layout, rules.columns), count)
    return [_understood(record, reader, rules, retrieved) for record in found]


def _understood(record: Record | Refused, reader: Reader, rules: ListMapping, retrieved: date | None) -> Understood:
    if isinstance(record, Refused):
        return Understood(record.position, (), refused=record.message)
    row = refused_cell(record.position, record.cells, record.content, rules.columns) or reader.read(record)
    cells = reader.cleaned(record.cells)
    fields = tuple(_fields(rules, cells, retrieved))
    left = tuple(column for column in record.cells if column not in rules.columns)
    if isinstance(row, Refused):
        return Understood(row.position, fields, refused=row.message, left=left)
    return Understood(row.position, fields, *_size(row), left=left)


def _size(row: Row) -> tuple[int, int]:
    return len(row.entries), sum(len(entry.acts) for entry in row.entries)


def _fields(rules: ListMapping, cells: Cells, retrieved: date | None) -> Iterator[Field]:
    key = next((one for one in rules.keys if one.read(cells)), rules.keys[0])
    yield Field("key", _cells(key.columns, cells), tuple(filter(None, (first_key(rules.keys, cells)[1],))))
    if rules.said is not None:
        yield _dated("said", rules.said, cells, retrieved)
    if rules.others is not None:
        yield _others(rules.others, cells)
    if not rules.acts:
        return
    yield from _texts((("event.title", rules.event.title),), cells)
    yield _coded("event.context", rules.event.context, cells)
    for each in victims_of(rules.victim, rules.parts, cells):
        yield from _victim(rules.victim, each, retrieved)
    for act in rules.acts:
        if act.condition.holds(cells):
            yield from _act(act, cells, retrieved)


def _others(rules: Others, cells: Cells) -> Field:
    said = (rules.column,)
    return _read("also_said_by", said, cells, lambda: (tuple(info.name for info in rules.read(cells)), ""))


def _victim(rules: VictimRules, cells: Cells, retrieved: date | None) -> Iterator[Field]:
    for name in rules.names:
        yield _name(name, cells)
    if rules.identified is not None:
        yield _coded("person.identified", rules.identified, cells)
    for field, rule in rules.coded:
        yield _coded(f"person.{field}", rule, cells)
    if rules.born is not None:
        yield _dated("person.born", rules.born, cells, retrieved)
    if rules.size is not None:
        yield _number("person.size", rules.size, cells)


def _act(rules: ActRules, cells: Cells, retrieved: date | None) -> Iterator[Field]:
    yield _coded("act.kind", rules.kind, cells)
    for roles in rules.roles:
        yield _coded("act.roles", roles, cells)
    for name, when in (("act.occurred", rules.occurred), ("act.ended", rules.ended)):
        if when is not None:
            yield _dated(name, when, cells, retrieved)
    if rules.age is not None:
        yield _number("act.age", rules.age, cells)
    for field, rule in rules.coded:
        yield _coded(f"act.{field}", rule, cells)
    yield from _texts((("act.locality", rules.locality), ("act.law", rules.law)), cells)
    yield from _involvements(rules.involvements, cells)
    for status in rules.statuses:
        if status.condition.holds(cells):
            yield from _status(status, cells, retrieved)


def _involvements(rules: tuple[InvolvementRules, ...], cells: Cells) -> Iterator[Field]:
    for involved in rules:
        if involved.condition.holds(cells):
            for each in each_of(involved.each, involved.split, cells):
                yield from _involvement(involved, each)


def _involvement(rules: InvolvementRules, cells: Cells) -> Iterator[Field]:
    for field in ("perpetrator", "state_link", "degree", "attribution"):
        yield _coded(f"involvement.{field}", getattr(rules, field), cells)
    yield from _texts((("involvement.organization", rules.organization),), cells)


def _status(rules: StatusRules, cells: Cells, retrieved: date | None) -> Iterator[Field]:
    yield _coded("status.process", rules.process, cells)
    yield _coded("status.stage", rules.stage, cells)
    if rules.occurred is not None:
        yield _dated("status.occurred", rules.occurred, cells, retrieved)
    yield from _texts((("status.law", rules.law), ("status.article", rules.article)), cells)


def _cells(columns: tuple[str, ...], cells: Cells) -> tuple[tuple[str, str], ...]:
    return tuple((column, cells.get(column, "")) for column in dict.fromkeys(columns))


def _read(
    name: str, columns: tuple[str, ...], cells: Cells, read: Callable[[], tuple[tuple[str, ...], str]], listed: str = ""
) -> Field:
    shown = _cells(columns, cells)
    try:
        became, unknown = read()
    except Problem as problem:
        return Field(name, shown, listed=listed, refused=problem.message)
    return Field(name, shown, became, listed, unknown)


def _coded(name: str, rule: Coded, cells: Cells) -> Field:
    table, _, field = name.partition(".")
    listed = _LISTS.get(name) or CATALOG[table].column(field).codelist
    return _read(name, rule.columns, cells, lambda: (rule.codes(cells), ""), listed)


def _texts(rules: tuple[tuple[str, Text], ...], cells: Cells) -> Iterator[Field]:
    for name, rule in rules:
        if rule.columns or rule.constant:
            yield _read(name, rule.columns, cells, lambda rule=rule: (_some(rule.read(cells)), ""))  # type: ignore[misc]


def _name(rule: Name, cells: Cells) -> Field:
    return _read("person.name", rule.text.columns, cells, lambda: (tuple(one.text for one in rule.read(cells)), ""))


def _dated(name: str, rule: Dated, cells: Cells, retrieved: date | None) -> Field:
    def read() -> tuple[tuple[str, ...], str]:
        found, unknown = rule.read(cells, retrieved)
        return _some(found.text if found else ""), unknown

    return _read(name, rule.columns, cells, read)


def _number(name: str, rule: Span, cells: Cells) -> Field:
    def read() -> tuple[tuple[str, ...], str]:
        low, high, unknown = rule.read(cells)
        if low is None:
            return (), unknown
        return (str(low) if low == high else f"{low}-{high}",), ""

    return _read(name, rule.columns, cells, read)


def _some(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def as_values(rows: list[Understood]) -> list[dict[str, object]]:
    """The rows as JSON can hold them; what is empty is left out."""
    out: list[dict[str, object]] = []
    for row in rows:
        fields: list[dict[str, object]] = []
        for one in row.fields:
            given = {
                "field": one.name, "cells": dict(one.cells), "became": list(one.became), "unknown": one.unknown,
                "refused": one.refused,
            }  # fmt: skip
            fields.append({name: value for name, value in given.items() if value})
        whole = {"position": row.position, "people": row.people, "acts": row.acts, "refused": row.refused}
        whole |= {"entries": row.facts} if row.facts else {}
        out.append({**{name: value for name, value in whole.items() if value != ""}, "fields": fields})
    return out


def as_text(rows: list[Understood]) -> Iterator[str]:
    """Lines for a terminal: a row, its fields, what would come of it. No control character of a file gets through."""
    for row in rows:
        yield row.position
        yield from (f"  {_line(one)}" for one in row.fields)
        yield f"  => {_outcome(row)}"
    left = dict.fromkeys(column for row in rows for column in row.left)
    if left:
        yield f"Not read by the mapping, kept word for word: {', '.join(map(_safe, left))}"


def _outcome(row: Understood) -> str:
    if row.refused:
        return f"refused. {row.refused}"
    return f"entries: {row.facts}" if row.facts else f"people: {row.people}, acts: {row.acts}"


def _line(one: Field) -> str:
    cells = ", ".join(f"{_safe(column)} = {_safe(cell)}" for column, cell in one.cells)
    if one.refused:
        return f"{one.name:26} {cells}  ->  REFUSED: {one.refused}"
    return f"{one.name:26} {cells}  ->  {', '.join(map(_safe, one.became)) or one.unknown or '(nothing)'}"


def _safe(text: str) -> str:
    return text if text.isprintable() else json.dumps(text)
