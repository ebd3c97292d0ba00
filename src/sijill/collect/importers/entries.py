"""From a record to the entries that it would draft, by the rules of a mapping. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sijill.codelists.load import UNKNOWN_CODES
from sijill.collect.draft import (
    ASKED_NOT,
    NOT_STATED,
    DraftAct,
    DraftEntry,
    DraftInvolvement,
    DraftName,
    DraftPerson,
    DraftStatus,
    Refused,
    Row,
)
from sijill.collect.importers.dates import Dated
from sijill.collect.importers.files import Record
from sijill.collect.importers.known import check_known
from sijill.collect.importers.mapping import ActRules, InvolvementRules, ListMapping, StatusRules, VictimRules
from sijill.collect.importers.numbers import Span
from sijill.collect.importers.parts import Part, with_parts
from sijill.collect.importers.problems import Problem
from sijill.collect.importers.rules import Cells, Coded, each_of, first_key, one
from sijill.collect.importers.words import word
from sijill.tables.dates import FuzzyDate

_UNKNOWN = frozenset(UNKNOWN_CODES)


@dataclass(slots=True)
class Reader:
    """Reads the records of one file in order; remembers their keys, so that no two rows share one."""

    mapping: ListMapping
    retrieved: date | None = None
    _seen: set[str] = field(default_factory=set)
    _counts: dict[str, int] = field(default_factory=dict)

    def read(self, record: Record) -> Row | Refused:
        """The row with its draft entries, or the refusal with its reason."""
        cells = self.cleaned(record.cells)
        key = former = ""
        try:
            key, former = self._keys(cells)
            check_known(self.mapping.known, cells)
            entries = tuple(self._entries(cells, key))
            said, said_unknown = _date(self.mapping.said, cells, self.retrieved, NOT_STATED)
            others = self.mapping.others
            also = others.read(cells) if others else ()
        except Problem as problem:
            keys = tuple(one for one in (key, former) if one)
            return Refused(record.position, record.content, problem.field[:80], problem.code, problem.message, keys)
        self._seen.add(key)
        repeats = bool(also) and others is not None and others.repeats
        return Row(record.position, key, record.content, entries, former, _text(said), said_unknown, also, repeats)

    def cleaned(self, cells: Cells) -> Cells:
        """The cells that the mapping reads or makes; words that stand for no answer become empty."""
        out = {}
        for column in self.mapping.columns:
            cell = cells.get(column, "").strip()
            out[column] = "" if not cell or word(cell) in self.mapping.unknown else cell
        return with_parts(self.mapping.parts, out)

    def _keys(self, cells: Cells) -> tuple[str, str]:
        mapping = self.mapping
        rule, key = first_key(mapping.keys, cells)
        if rule is None:
            columns = dict.fromkeys(column for one in mapping.keys for column in one.columns)
            empty = ", ".join(repr(column) for column in columns)
            message = f"This row has nothing to be known by; empty: {empty}. Give it an identifier in the file."
            raise Problem(mapping.keys[0].columns[0], "missing-key", message)
        former_rule, former = first_key(mapping.former, cells)
        numbered: dict[str, str] = {}
        if rule.ordinal:
            key = numbered.setdefault(key, self._numbered(key))
        if former_rule is not None and former_rule.ordinal:
            former = numbered.get(former) or self._numbered(former)
        if key in self._seen:
            message = "An earlier row of this file has the same identifier; two rows are two cases. Correct one."
            raise Problem(rule.columns[0], "duplicate-key", message)
        return key, "" if former == key else former

    def _numbered(self, key: str) -> str:
        number = self._counts[key] = self._counts.get(key, 0) + 1
        return f"{key}#{number}"

    def _entries(self, cells: Cells, key: str) -> Iterator[DraftEntry]:
        mapping, rules = self.mapping, self.mapping.victim
        if not mapping.acts:
            return  # a list of reports only: each is kept word for word, and drafts nothing
        victims = list(victims_of(rules, mapping.parts, cells))
        _, event_key = first_key(mapping.event.keys, cells)
        if not event_key and len(victims) > 1:
            event_key = f"row:{key}"
        title = mapping.event.title.read(cells)
        context = one(mapping.event.context, "context", cells)
        for each in victims:
            victim = _person(rules, each, self.retrieved)
            acts = tuple(self._acts(each, victim))
            if not acts:
                message = "No act of the mapping applies to this row. Add one, or a case to its condition."
                raise Problem("", "no-act", message)
            yield DraftEntry(victim, acts, event_key, title, context, first_key(rules.keys, each)[1])

    def _acts(self, cells: Cells, victim: DraftPerson) -> Iterator[DraftAct]:
        for rules in self.mapping.acts:
            if rules.condition.holds(cells):
                for kind in rules.kind.codes(cells):
                    act = _act(rules, kind, cells, victim, self.retrieved)
                    yield _supported(act, rules, victim, cells, self._asserted())

    def _asserted(self) -> frozenset[str]:
        """The elements that the source's inclusion criteria assert: every row of it supports them."""
        return frozenset(said.partition(":")[0] for said in self.mapping.source.asserts)


def victims_of(rules: VictimRules, made: tuple[Part, ...], cells: Cells) -> Iterator[Cells]:
    """The cells of the record once for each victim that it names.

    A name that a cell repeats is one victim; "Anonymous, Anonymous" are two, whom the source does not name.
    """
    seen: set[str] = set()
    for one_of_them in each_of(rules.each, rules.split, cells, again=True):
        each = with_parts(made, one_of_them)
        piece = each.get(rules.each, "")
        if piece not in seen or not any(name.read(each) for name in rules.names):
            yield each
        seen.add(piece)


def _person(rules: VictimRules, cells: Cells, retrieved: date | None) -> DraftPerson:
    names = tuple(dict.fromkeys(name for rule in rules.names for name in rule.read(cells)))
    born, born_unknown = _date(rules.born, cells, retrieved, ASKED_NOT)
    low, high, size_unknown = _span(rules.size, cells, ASKED_NOT)
    return DraftPerson(
        names=names,
        identified=one(rules.identified, "identified", cells) if rules.identified else _identified(names),
        born=_text(born),
        born_unknown=born_unknown,
        size_low=low,
        size_high=high,
        size_unknown=size_unknown,
        **{name: one(rule, name, cells) for name, rule in rules.coded},
    )


def _identified(names: tuple[DraftName, ...]) -> str:
    if not names:
        return "unidentified"
    return "alias" if all(name.kind in ("alias", "pen-name") for name in names) else "named"


def _act(rules: ActRules, kind: str, cells: Cells, victim: DraftPerson, retrieved: date | None) -> DraftAct:
    occurred, occurred_unknown = _date(rules.occurred, cells, retrieved, ASKED_NOT)
    ended, ended_unknown = _date(rules.ended, cells, retrieved, ASKED_NOT)
    if occurred and ended and ended.hi < occurred.lo:
        column = rules.ended.columns[0] if rules.ended else ""
        message = "The end of this act is before its beginning. Look for a wrong digit in one of the two dates."
        raise Problem(column, "impossible-date", message)
    low, high, age_unknown = _span(rules.age, cells, ASKED_NOT)
    coded: dict[str, Any] = {name: one(rule, name, cells) for name, rule in rules.coded}
    return DraftAct(
        kind=kind,
        occurred=_text(occurred),
        occurred_unknown=occurred_unknown,
        ended=_text(ended),
        ended_unknown=ended_unknown,
        locality=rules.locality.read(cells),
        age_low=low,
        age_high=high,
        age_unknown=age_unknown,
        law=rules.law.read(cells),
        roles=_roles(rules.roles, cells),
        involvements=tuple(_involvements(rules.involvements, cells)),
        statuses=tuple(_statuses(rules.statuses, cells, retrieved)),
        **coded,
    )


def _roles(rules: tuple[Coded, ...], cells: Cells) -> tuple[str, ...]:
    """Every role named; an unknown is kept only where no rule names a role."""
    found = tuple(dict.fromkeys(code for rule in rules for code in rule.codes(cells)))
    return tuple(code for code in found if code not in _UNKNOWN) or found[:1]


def _involvements(rules: tuple[InvolvementRules, ...], cells: Cells) -> Iterator[DraftInvolvement]:
    for part in rules:
        if part.condition.holds(cells):
            found = (_involvement(part, each) for each in each_of(part.each, part.split, cells))
            yield from dict.fromkeys(found)


def _involvement(rules: InvolvementRules, cells: Cells) -> DraftInvolvement:
    return DraftInvolvement(
        one(rules.perpetrator, "perpetrator", cells),
        one(rules.state_link, "state_link", cells),
        one(rules.degree, "degree", cells),
        one(rules.attribution, "attribution", cells),
        rules.organization.read(cells),
    )


def _statuses(rules: tuple[StatusRules, ...], cells: Cells, retrieved: date | None) -> Iterator[DraftStatus]:
    counts: dict[tuple[str, int], int] = {}
    for part in rules:
        if part.condition.holds(cells):
            process = one(part.process, "process", cells)
            number = counts[process, part.thread] = counts.get((process, part.thread), 0) + 1
            occurred, unknown = _date(part.occurred, cells, retrieved, NOT_STATED)
            yield DraftStatus(
                process=process,
                stage=one(part.stage, "stage", cells),
                occurred=_text(occurred),
                occurred_unknown=unknown,
                thread=part.thread,
                sequence=number,
                law=part.law.read(cells),
                article=part.article.read(cells),
            )


def _supported(
    draft: DraftAct, rules: ActRules, victim: DraftPerson, cells: Cells, asserted: frozenset[str]
) -> DraftAct:
    """The act with the facts that this row supports: those the mapping allows and the row or its source states."""
    if rules.supports_unless is not None and rules.supports_unless.holds(cells):
        return draft
    stated = {
        "identity": victim.identified != "unidentified",
        "role": any(role not in _UNKNOWN for role in draft.roles),
        "act": draft.kind not in _UNKNOWN,
        "date": bool(draft.occurred),
        "place": draft.place not in _UNKNOWN,
        "perpetrator": any(part.perpetrator not in _UNKNOWN for part in draft.involvements),
        "motive": draft.motive not in _UNKNOWN,
        "legal-basis": draft.detention_basis not in _UNKNOWN or bool(draft.law),
        "sex": victim.sex not in _UNKNOWN,
        "age": draft.age_low is not None,
    }
    supported = (name for name in rules.supports if name in asserted or stated.get(name, True))
    return replace(draft, elements=tuple(supported))


def _date(rule: Dated | None, cells: Cells, retrieved: date | None, default: str) -> tuple[FuzzyDate | None, str]:
    return (None, default) if rule is None else rule.read(cells, retrieved)


def _text(found: FuzzyDate | None) -> str:
    return found.text if found else ""


def _span(rule: Span | None, cells: Cells, default: str) -> tuple[int | None, int | None, str]:
    return (None, None, default) if rule is None else rule.read(cells)
