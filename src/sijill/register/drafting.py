"""From an importer's draft to rows not yet written. Ids derive from the record, never from chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from sijill.collect.actions import check_codes, content_hash, counted_values, dated_values
from sijill.collect.draft import DraftAct, DraftEntry, Refused, Row
from sijill.collect.models import Report, Source, Vintage
from sijill.office.actions import refuse_cases
from sijill.office.errors import Refusal
from sijill.office.ids import derived_id
from sijill.office.records import Record, is_storable, misfit
from sijill.register.facts import FACT_LISTS, check_facts
from sijill.register.models import (
    Act,
    ActRole,
    ActStatus,
    EntityKind,
    Event,
    Involvement,
    Organization,
    Person,
    PersonName,
    Support,
)

_KEYS = 900  # keys per IN (...)


class Refusable(ValueError):
    """A draft that the register refuses; carries the row to keep."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.message)
        self.refused = refused


def report_of(source: Source, vintage: Vintage, row: Row, before: Report | None) -> Report:
    """The report of a record, not yet written; Refusable where a text of it cannot be kept."""
    if not is_storable(row.content):
        raise refusable(row, "the row holds a sign that is no text (NUL, or half a surrogate pair). Take it out.")
    report = Report(
        source=source,
        vintage=vintage,
        position=row.position,
        key=row.key,
        content=row.content,
        sha256=content_hash(row.content),
        revises=before,
        **dated_values("said", row.said, row.said_unknown),
    )
    # A report of the list's own source is known by its row; one of another source by that source too.
    whose = [] if source.id == vintage.source_id else [source.code]
    report.id = derived_id("report", settings.SECRET_KEY, vintage.id, *whose, row.key)
    if why := misfit(report):
        raise refusable(row, why)
    return report


def support_of(
    source: Source, report: Report, entity_id: str, elements: Iterable[str], kind: str = EntityKind.ACT
) -> Support:
    """Which facts of an entry a report supports, not yet written; `source` is the list that the import reads."""
    return Support(
        id=derived_id("support", settings.SECRET_KEY, source.code, report.id, entity_id),
        report=report,
        entity_kind=kind,
        entity_id=entity_id,
        elements=sorted(set(elements)),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """The reports from which a record's entries are drafted: the row's own, and those of sources that it names."""

    report: Report
    also: tuple[Report, ...]
    repeats: bool


def refusable(row: Row, why: str) -> Refusable:
    """What to raise where the register cannot take a row: names the record, keeps its words."""
    return Refusable(Refused(row.position, row.content, "", "not-for-the-register", f"Record {row.position}: {why}"))


class Drafts:
    """The entries of one batch, in the order in which they must be written."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._organizations: dict[str, Organization] = {}
        self._persons: dict[str, Person] = {}
        self._events: dict[str, Event] = {}
        self._shared: dict[type[Any], dict[str, Any]] = {
            Organization: self._organizations,
            Person: self._persons,
            Event: self._events,
        }
        self._new: dict[type[Record], list[Record]] = {
            model: []
            for model in (
                Organization,
                Person,
                PersonName,
                Event,
                Act,
                ActRole,
                ActStatus,
                Involvement,
                Support,
            )
        }

    def expect(self, rows: Iterable[Row]) -> None:
        """Find at once what the register holds already of the events, people and bodies that rows share.

        What is not found here is new: nobody else writes while a batch is written.
        """
        rows = list(rows)
        if any(row.entries for row in rows):
            refuse_cases()
        wanted: dict[type[Any], set[str]] = {Event: set(), Person: set(), Organization: set()}
        for entry in (entry for row in rows for entry in row.entries):
            wanted[Event].update([self._id("event", "key", entry.event_key)] if entry.event_key else ())
            wanted[Person].update([self._id("person", "key", entry.victim_key)] if entry.victim_key else ())
            bodies = (one.organization for act in entry.acts for one in act.involvements)
            wanted[Organization].update(self._id("organization", name) for name in bodies if name)
        for model, held in self._shared.items():
            keys = sorted(wanted[model])
            for start in range(0, len(keys), _KEYS):
                held.update(model._default_manager.in_bulk(keys[start : start + _KEYS]))

    def rows(self) -> Iterator[Record]:
        """New rows, each model after those it points to."""
        for rows in self._new.values():
            yield from rows

    def draft(self, row: Row, report: Report, also: Sequence[Report] = ()) -> None:
        """Add the entries of one record; Refusable on a wrong code or date, and then none of them.

        `also` are the reports of other sources that the row names: each supports what the row states. Where the
        row only repeats them, its own report is linked to the acts and supports nothing.
        """
        said = _Said(report, tuple(also), repeats=row.repeats)
        sizes = {model: len(rows) for model, rows in self._new.items()}
        try:
            for number, entry in enumerate(row.entries, 1):
                self._entry(entry, said, str(number))
            for model, size in sizes.items():
                _refuse_misfits(self._new[model][size:])
        except Refusal as error:
            for model, size in sizes.items():
                for one in self._new[model][size:]:
                    self._shared.get(model, {}).pop(one.id, None)
                del self._new[model][size:]
            raise refusable(row, str(error)) from error

    def _entry(self, entry: DraftEntry, said: _Said, number: str) -> None:
        event = self._event(entry, said.report, number)
        victim = self._person(entry, said.report, number)
        for order, act in enumerate(entry.acts, 1):
            self._act(act, event, victim, said, f"{number}.{order}")

    def _id(self, noun: str, *parts: str) -> str:
        return derived_id(noun, settings.SECRET_KEY, self._source.code, *parts)

    def _event(self, entry: DraftEntry, report: Report, number: str) -> Event:
        key = self._id("event", "key", entry.event_key) if entry.event_key else self._id("event", report.id, number)
        if key not in self._events:
            check_codes(context=("contexts", entry.context))
            self._events[key] = Event(id=key, title=entry.event_title, context=entry.context, state="draft")
            self._new[Event].append(self._events[key])
        return self._events[key]

    def _person(self, entry: DraftEntry, report: Report, number: str) -> Person:
        named = entry.victim_key
        key = self._id("person", "key", named) if named else self._id("person", report.id, number)
        if key not in self._persons:
            self._persons[key] = self._new_person(entry, key)
        return self._persons[key]

    def _new_person(self, entry: DraftEntry, key: str) -> Person:
        victim = entry.victim
        check_codes(
            kind=("person_kinds", victim.kind),
            identified=("identified", victim.identified),
            sex=("sex", victim.sex),
            gender=("gender", victim.gender),
            citizenship=("places", victim.citizenship),
        )
        person = Person(
            id=key,
            kind=victim.kind,
            identified=victim.identified,
            sex=victim.sex,
            sex_stated_by=victim.sex_stated_by,
            gender=victim.gender,
            gender_stated_by=victim.gender_stated_by,
            citizenship=victim.citizenship,
            **counted_values("size", victim.size_low, victim.size_high, victim.size_unknown),
            **dated_values("born", victim.born, victim.born_unknown),
        )
        self._new[Person].append(person)
        for number, name in enumerate(victim.names, 1):
            check_codes(name=("name_kinds", name.kind), script=("scripts", name.script))
            identifier = self._id("name", key, str(number))
            self._new[PersonName].append(
                PersonName(id=identifier, person=person, text=name.text, kind=name.kind, script=name.script)
            )
        return person

    def _act(self, draft: DraftAct, event: Event, victim: Person, said: _Said, number: str) -> None:
        act = _act_of(draft, event, victim)
        act.id = self._id("act", said.report.id, number)
        self._new[Act].append(act)
        for order, role in enumerate(dict.fromkeys(draft.roles)):
            self._new[ActRole].append(
                ActRole(id=self._id("role", act.id, role), act=act, role=role, is_primary=order == 0)
            )
        self._involvements(draft, act)
        self._statuses(draft, act)
        own = () if said.repeats else draft.elements
        self._new[Support].append(support_of(self._source, said.report, act.id, own))
        self._new[Support] += [support_of(self._source, one, act.id, draft.elements) for one in said.also]

    def _involvements(self, draft: DraftAct, act: Act) -> None:
        for order, one in enumerate(draft.involvements, 1):
            check_codes(
                perpetrator=("perpetrators", one.perpetrator),
                state_link=("state_links", one.state_link),
                degree=("involvement", one.degree),
                attribution=("attributions", one.attribution),
            )
            self._new[Involvement].append(
                Involvement(
                    id=self._id("involvement", act.id, str(order)),
                    act=act,
                    organization=self._organization(one.organization),
                    perpetrator=one.perpetrator,
                    state_link=one.state_link,
                    degree=one.degree,
                    attribution=one.attribution,
                )
            )

    def _statuses(self, draft: DraftAct, act: Act) -> None:
        for one in draft.statuses:
            check_codes(process=("processes", one.process), stage=("status_stages", one.stage))
            self._new[ActStatus].append(
                ActStatus(
                    id=self._id("status", act.id, one.process, str(one.thread), str(one.sequence)),
                    act=act,
                    process=one.process,
                    thread=one.thread,
                    sequence=one.sequence,
                    stage=one.stage,
                    law=one.law,
                    article=one.article,
                    **dated_values("occurred", one.occurred, one.occurred_unknown),
                )
            )

    def _organization(self, name: str) -> Organization | None:
        if not name:
            return None
        key = self._id("organization", name)
        if key not in self._organizations:
            self._organizations[key] = Organization(id=key, name=name)
            self._new[Organization].append(self._organizations[key])
        return self._organizations[key]


def _refuse_misfits(rows: list[Record]) -> None:
    for row in rows:
        if why := misfit(row):
            raise Refusal(why)


def _act_of(draft: DraftAct, event: Event, victim: Person) -> Act:
    facts = {name: getattr(draft, name) for name in (*FACT_LISTS, "locality", "law")}
    check_facts(facts)
    check_codes(**{f"role {n}": ("roles", role) for n, role in enumerate(draft.roles, 1)})
    return Act(
        event=event,
        victim=victim,
        state="draft",
        **dated_values("occurred", draft.occurred, draft.occurred_unknown),
        **dated_values("ended", draft.ended, draft.ended_unknown, end=True),
        **counted_values("age", draft.age_low, draft.age_high, draft.age_unknown),
        **facts,
    )
