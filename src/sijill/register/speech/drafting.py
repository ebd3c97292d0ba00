"""From the facts of an importer's row to rows of the second ledger not yet written.

An id derives from the installation's secret, the source, the table and the key that the source knows the entry by:
a later copy of the list, or another row of it, finds the same entry. What is found already is compared, never
overwritten, but for what a company publishes as a sum (`proposing.py`, decision 024).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from sijill.collect.actions import check_codes
from sijill.collect.draft import DraftBody, DraftFact, Refused, Row
from sijill.collect.models import Report, Source
from sijill.office.errors import Refusal
from sijill.office.ids import derived_id
from sijill.office.ledger import Entry
from sijill.office.records import Record, misfit
from sijill.register.drafting import refusable, support_of
from sijill.register.models import Organization
from sijill.register.speech.proposing import Told, settle
from sijill.register.speech.shapes import AGGREGATES, Values, new_row, row_values, shape

_KEYS = 900  # keys per IN (...)
_NOT_WRITTEN = -1  # in place of a position in the log
# Each table after those that it points to; bodies come before all of them.
ORDER = (
    "law", "provision", "policy", "clause", "act_provision", "demand", "demand_count", "restriction",
    "restriction_place", "exposure", "demand_act", "exposure_act", "disruption", "disruption_service",
    "disruption_area", "disruption_claim", "disruption_update", "disruption_event", "signal",
)  # fmt: skip
_ONCE = {"disruption_service": "service", "restriction_place": "place"}  # what no two parts of one entry share
# Entries of the first ledger that a fact may point to, by the key that the source's rows give them.
_FIRST = {"event": "event", "person": "person"}


@dataclass(frozen=True, slots=True)
class Drafted:
    """One fact as a row that could be written: the stored values of what the source says, which facts, its parts."""

    table: str
    row: Record
    values: Values
    facts: frozenset[str]
    elements: tuple[str, ...]
    bodies: tuple[Organization, ...]
    parts: tuple[Drafted, ...] = ()

    @property
    def id(self) -> str:
        """The id of the row."""
        return str(self.row.pk)

    def with_parts(self) -> Iterator[Drafted]:
        """This one, then everything below it."""
        yield self
        for part in self.parts:
            yield from part.with_parts()


@dataclass(slots=True)
class _Batch:
    """What a batch adds, and what stands already of what its rows name."""

    standing: dict[str, Record] = field(default_factory=dict)
    bodies: dict[str, Organization] = field(default_factory=dict)
    first: set[str] = field(default_factory=set)
    new: dict[str, dict[str, Record]] = field(default_factory=lambda: defaultdict(dict))
    new_bodies: dict[str, Organization] = field(default_factory=dict)
    support: dict[str, Record] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)

    def find(self, table: str, identifier: str) -> Record | None:
        return self.new[table].get(identifier) or self.standing.get(identifier)


class FactDrafts:
    """The entries of the second ledger in one import. A batch: `expect` its rows, `read` and `take` each, `write`."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._batch = _Batch()
        self._sums: set[tuple[str, str]] = set()
        self._told_twice = False
        self._here: set[str] = set()

    def seen(self, row: Row | Refused) -> None:
        """The next row of the file, of this run or an earlier one: a published sum stands in a file once."""
        if isinstance(row, Row) and row.facts:
            sums = [(fact.table, fact.key) for fact in row.facts if _is_sum(fact)]
            self._told_twice = len(set(sums)) < len(sums) or not self._sums.isdisjoint(sums)
            self._sums.update(sums)

    def expect(self, rows: Iterable[Row]) -> None:
        """Begin a batch: find at once what stands already of what its rows name."""
        self._batch = batch = _Batch()
        wanted: dict[str, set[str]] = defaultdict(set)
        facts = [fact for row in rows for fact in row.facts]
        for fact in facts:
            wanted[fact.table].add(self._id(fact.table, fact.key))
        for table, name, key in (link for fact in facts for link in _links(fact)):
            wanted[shape(table).links[name]].add(self._target(table, name, key))
        for table, keys in wanted.items():
            found = _standing(table, keys)
            (batch.first.update if table in _FIRST else batch.standing.update)(found)
        old = [fact for fact in facts if self._id(fact.table, fact.key) in batch.standing]
        for table, keys in self._parts_of(old).items():
            batch.standing.update(_standing(table, keys))
        bodies = {self._body_id(body) for fact in facts for body in _bodies(fact)}
        batch.bodies.update(_standing("organization", bodies))

    def read(self, row: Row, report: Report) -> list[Drafted]:
        """The facts of the record last seen, as they could be written; Refusable on a wrong code, date or link."""
        self._here = set()
        try:
            if row.facts and self._told_twice:
                raise Refusal("the same published figure was in this file before. Keep one of them.")
            return [self._draft(fact, report, fact.key, None) for fact in row.facts]
        except Refusal as error:
            raise refusable(row, str(error)) from error

    def take(self, row: Row, drafted: Sequence[Drafted], report: Report, also: Sequence[Report], again: bool) -> None:
        """The row was taken. `also` are reports of other sources that it names; `again`: an earlier wording is kept."""
        for one in drafted:
            for each in one.with_parts():
                self._batch.new_bodies |= {body.id: body for body in each.bodies if body.log_from == _NOT_WRITTEN}
            there = self._batch.find(one.table, one.id)
            if there is not None:
                self._batch.told += self._told(one, there, row, report, again)
                continue
            for each in one.with_parts():
                self._batch.new[each.table][each.id] = each.row
                if each.elements or each is one:
                    self._support(each, report, () if row.repeats else each.elements)
                    for other in also:
                        self._support(each, other, each.elements)

    def write(self, entry: Entry) -> None:
        """Write what is new, change what is a published sum, propose the rest."""
        batch = self._batch
        entry.add(*batch.new_bodies.values())
        for table in ORDER:
            entry.add(*batch.new[table].values())
        settle(entry, self._source, batch.told, batch.support)
        entry.add(*batch.support.values())

    # From facts to drafted rows

    def _draft(self, fact: DraftFact, report: Report, key: str, above: tuple[str, str] | None) -> Drafted:
        form = shape(fact.table)
        identifier = self._id(fact.table, key)
        values = row_values(fact.table, fact.values, fact.texts)
        bodies = [self._body(body) for body in fact.bodies.values()]
        values |= {f"{name}_id": body.id for name, body in zip(fact.bodies, bodies, strict=True)}
        values |= {f"{name}_id": self._linked(fact.table, name, to) for name, to in fact.links.items()}
        if above is not None:
            values[f"{form.link_to(above[0])}_id"] = above[1]
        if form.links.get("report") == "report":
            values["report_id"] = report.id
        given = {*fact.values, *fact.texts, *fact.bodies, *fact.links}
        facts = frozenset(name for name in form.facts if name in given or f"{name}_unknown" in given)
        _check_elements(fact, form.facts)
        parts = tuple(self._draft(part, report, f"{key}/{part.key}", (fact.table, identifier)) for part in fact.parts)
        _refuse_twice(parts)
        self._here.add(identifier)
        row = new_row(fact.table, values, id=identifier)
        return Drafted(fact.table, row, values, facts, fact.elements, tuple(bodies), parts)

    def _body(self, body: DraftBody) -> Organization:
        check_codes(kind=("organisation_kinds", body.kind), place=("places", body.place))
        key = self._body_id(body)
        found = self._batch.bodies.get(key)
        if found is None:
            found = self._batch.bodies[key] = Organization(id=key, name=body.name, kind=body.kind, place=body.place)
            found.log_from = _NOT_WRITTEN
            if why := misfit(found):
                raise Refusal(why)
        return found

    def _linked(self, table: str, name: str, key: str) -> str:
        to = shape(table).links.get(name)
        if to is None:
            raise TypeError(f"{table} has no link {name!r}")
        identifier = self._target(table, name, key)
        known = identifier in self._here or identifier in self._batch.first
        if not known and self._batch.find(to, identifier) is None:
            raise Refusal(f"{name}: no {to} of this source came before under the key named. Put that row first.")
        return identifier

    # Ids

    def _id(self, table: str, key: str) -> str:
        return derived_id(table.replace("_", "-"), settings.SECRET_KEY, self._source.code, table, key)

    def _target(self, table: str, name: str, key: str) -> str:
        to = shape(table).links[name]
        if to in _FIRST:
            return derived_id(to, settings.SECRET_KEY, self._source.code, "key", key)
        return self._id(to, key)

    def _body_id(self, body: DraftBody) -> str:
        """A body is one in the whole installation: two lists that name a company mean the same one."""
        return derived_id("organization", settings.SECRET_KEY, "body", body.name, body.kind, body.place)

    def _parts_of(self, facts: Iterable[DraftFact]) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)

        def below(fact: DraftFact, key: str) -> None:
            for part in fact.parts:
                found[part.table].add(self._id(part.table, f"{key}/{part.key}"))
                below(part, f"{key}/{part.key}")

        for fact in facts:
            below(fact, fact.key)
        return found

    def _told(self, one: Drafted, there: Record, row: Row, report: Report, again: bool) -> Iterator[Told]:
        for each in one.with_parts():
            held = self._batch.find(each.table, each.id)
            elements = () if row.repeats else each.elements
            yield Told(each.table, each.id, held, each.values, each.facts, elements, there, report, again)

    def _support(self, one: Drafted, report: Report, elements: Iterable[str]) -> None:
        row = support_of(self._source, report, one.id, elements, one.table)
        self._batch.support.setdefault(row.id, row)


def _standing(table: str, keys: Iterable[str]) -> dict[str, Any]:
    model: Any = Organization if table == "organization" else _model(table)
    ordered = sorted(keys)
    found: dict[str, Any] = {}
    for start in range(0, len(ordered), _KEYS):
        found |= model._default_manager.in_bulk(ordered[start : start + _KEYS])
    return found


def _model(table: str) -> type[Record]:
    from sijill.register.models import Event, Person

    return {"event": Event, "person": Person}[table] if table in _FIRST else shape(table).model


def _is_sum(fact: DraftFact) -> bool:
    return fact.values.get("level") in AGGREGATES


def _links(fact: DraftFact) -> Iterator[tuple[str, str, str]]:
    for name, key in fact.links.items():
        yield fact.table, name, key
    for part in fact.parts:
        yield from _links(part)


def _bodies(fact: DraftFact) -> Iterator[DraftBody]:
    yield from fact.bodies.values()
    for part in fact.parts:
        yield from _bodies(part)


def _check_elements(fact: DraftFact, facts: Sequence[str]) -> None:
    unknown = [name for name in fact.elements if name not in facts]
    if unknown:
        raise TypeError(f"{fact.table} has no facts {unknown}, which a row is said to support")


def _refuse_twice(parts: Sequence[Drafted]) -> None:
    """Two parts under one key, or two of one service or territory: one of them would be lost."""
    kept: set[tuple[str, ...]] = set()
    for part in parts:
        once = _ONCE.get(part.table)
        for key in [(part.table, "", part.id), *([(part.table, once, str(part.values.get(once)))] if once else [])]:
            if key in kept:
                raise Refusal(f"{part.table}: the same one stands twice in this record. Keep one of them.")
            kept.add(key)
