"""Lawful erasure: somebody no longer agrees to be in the register, and what identifies them is destroyed.

What stays is what published figures rest on: coded facts without a name, marked withdrawn, so that
they count no more. Two people are needed: who recorded that the consent was withdrawn, and a
reviewer who is somebody else (duty X6).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sijill.collect.models import ERASED, Evidence, Report
from sijill.office.actions import require
from sijill.office.errors import Refusal
from sijill.office.ledger import Entry, action
from sijill.office.models import LogEntry, User
from sijill.office.records import Record, history_of
from sijill.office.roles import Role
from sijill.register.actions.cases import require_open, require_person
from sijill.register.models import Act, Consent, Event, Judgement, Person, PersonName, Proposal, Support, Verification
from sijill.register.speech.models import FactProposal, Restriction, Statement

GONE = ("rejected", "withdrawn")
# What a platform wrote of the case; the law or the rule cited stays.
STATEMENT_WORDS = (
    "decision_facts", "illegal_content_explanation", "incompatible_content_explanation", "source_identity",
    "decision_visibility_other", "decision_monetary_other", "category_specification_other", "content_type_other",
    "decision_ground_reference_url", "content_id_ean",
)  # fmt: skip
NOBODY: dict[str, Any] = {
    "born": "", "born_lo": None, "born_hi": None, "born_unknown": "not-available",
    "citizenship": "not-available", "identified": "unidentified",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Erasure:
    """What goes. `shared`: cases with other victims, whose title and words a person has to look through."""

    people: tuple[Person, ...]
    names: frozenset[str]
    acts: tuple[Act, ...]
    cases: tuple[Event, ...]
    shared: tuple[Event, ...]
    reports: tuple[Report, ...]
    files: tuple[Evidence, ...]
    restrictions: tuple[Restriction, ...]


def planned_erasure(person: Person) -> Erasure:
    """What erasing a person, under every entry that was merged with theirs, would take."""
    root = person.merged_into or person
    people = (root, *root.merged.order_by("id"))
    acts = tuple(Act.objects.filter(victim__in=people).select_related("event").order_by("id"))
    events = Event.objects.filter(pk__in={act.event_id for act in acts})
    others = Act.objects.filter(event__in=events).exclude(victim__in=people)
    shared = events.filter(pk__in=others.values("event_id"))
    cases = events.exclude(pk__in=others.values("event_id"))
    restrictions = tuple(Restriction.objects.filter(person__in=people).order_by("id"))
    reports = _reports(people, acts, tuple(cases), restrictions)
    documents = Verification.objects.filter(act__in=acts, document__isnull=False).values("document_id")
    files = Evidence.objects.filter(Q(report__in=reports) | Q(pk__in=documents)).exclude(sha256=ERASED)
    return Erasure(
        people=people,
        names=frozenset(_names(people)),
        acts=acts,
        cases=tuple(cases.order_by("id")),
        shared=tuple(shared.order_by("id")),
        reports=reports,
        files=tuple(files.order_by("id")),
        restrictions=restrictions,
    )


def erase_person(*, actor: User, person: Person, folder: Path) -> Erasure:
    """Destroy what identifies a person, in every version; the log keeps ids and keyed hashes.

    `folder` holds the stored files. Refusal unless the latest word on being recorded was no, and
    somebody else than the actor wrote it down.
    """
    require(actor, Role.REVIEWER)
    plan = planned_erasure(person)
    require_person(actor, *plan.people)
    for act in plan.acts:
        require_open(actor, act.event)
    _require_withdrawal(actor, plan.people)
    with action("person.erase", actor=actor, subject=plan.people[0].id) as entry:
        _erase(entry, plan)
        entry.note["reports"] = len(plan.reports)
    hashes = {one.sha256 for one in plan.files}
    transaction.on_commit(lambda: _after(folder, hashes))
    return plan


def _require_withdrawal(actor: User, people: Iterable[Person]) -> None:
    latest = Consent.objects.filter(person__in=list(people), use="record").order_by("-log_from", "-id").first()
    if latest is None or latest.decision not in ("withdrawn", "refused"):
        raise Refusal(
            _("Nothing was erased: no refusal or withdrawal of the consent to be recorded stands. Record it first.")
        )
    if LogEntry.objects.get(position=latest.log_from).actor == actor.id:
        raise Refusal(_("Whoever recorded the withdrawal cannot also erase. Ask another reviewer."))


def _names(people: Iterable[Person]) -> set[str]:
    ids = [person.id for person in people]
    found: set[str] = set()
    for kept in (PersonName, history_of(PersonName)):
        found |= set(kept._default_manager.filter(person_id__in=ids).values_list("id", flat=True))
    return found


def _reports(
    people: Iterable[Person], acts: tuple[Act, ...], cases: tuple[Event, ...], restrictions: tuple[Restriction, ...]
) -> tuple[Report, ...]:
    """Reports that speak of nothing but these entries, with every earlier wording of theirs."""
    mine = {person.id for person in people} | {act.id for act in acts} | {event.id for event in cases}
    mine |= {one.id for one in restrictions}
    links = ("demands__id", "exposures__id", "provisions__id")
    for name in ("involvements__id", "statuses__id", *links):
        mine |= {one for one in Act.objects.filter(pk__in=[act.id for act in acts]).values_list(name, flat=True) if one}
    around = Event.objects.filter(pk__in=[event.id for event in cases])
    mine |= {one for one in around.values_list("disruptions__id", flat=True) if one}
    supports = Support.objects.filter(entity_id__in=mine)
    elsewhere = Support.objects.filter(report__in=supports.values("report")).exclude(entity_id__in=mine)
    speaks = Q(supports__in=supports) | Q(complaints__event__in=cases)
    found = Report.objects.filter(speaks).exclude(pk__in=elsewhere.values("report")).distinct()
    wordings = {(report.source_id, report.key) for report in found if report.key}
    told = Q(pk__in=[report.id for report in found])
    for source, key in wordings:
        told |= Q(source_id=source, key=key)
    return tuple(Report.objects.filter(told).exclude(sha256=ERASED).order_by("id"))


def _erase(entry: Entry, plan: Erasure) -> None:
    for identifier in sorted(plan.names):
        entry.erase(PersonName, identifier)
    acts, people, cases = (tuple(one.id for one in rows) for rows in (plan.acts, plan.people, plan.cases))
    told = [one.id for one in plan.restrictions]
    about = {*people, *cases}
    blanked: tuple[tuple[type[Record], Iterable[str], dict[str, Any]], ...] = (
        (Person, people, NOBODY),
        (Act, acts, {"locality": "", "basis_reason": ""}),
        (Event, cases, {"title": "", "description": ""}),
        (Verification, _ids(Verification.objects.filter(act__in=acts)), {"reasons": ""}),
        (Judgement, _ids(Judgement.objects.filter(Q(left_id__in=about) | Q(right_id__in=about))), {"reasons": ""}),
        (Proposal, _ids(Proposal.objects.filter(act__in=acts)), {"changes": {}, "reasons": ""}),
        (Consent, _ids(Consent.objects.filter(person__in=people)), {"contact": "", "share_with": ""}),
        (Restriction, told, {"description": "", "url": "", "explanation": ""}),
        (Statement, _ids(Statement.objects.filter(restriction__in=told)), dict.fromkeys(STATEMENT_WORDS, "")),
        (FactProposal, _ids(FactProposal.objects.filter(entity_id__in=told)), {"changes": {}, "reasons": ""}),
        (Report, [report.id for report in plan.reports], {"content": "", "sha256": ERASED}),
        (Evidence, [one.id for one in plan.files], {"file_name": "", "sha256": ERASED}),
    )
    for model, ids, values in blanked:
        for identifier in ids:
            entry.redact(model, identifier, **values)
    standing: list[Act | Event | Restriction] = [*plan.acts, *plan.cases, *plan.restrictions]
    for row in standing:
        if row.state not in GONE:
            entry.change(row, state="withdrawn")


def _ids(rows: Any) -> list[str]:
    return list(rows.order_by("id").values_list("id", flat=True))


def _after(folder: Path, hashes: set[str]) -> None:
    """Files that nothing else rests on go; so does what SQLite still holds of the old pages beside its file."""
    for sha256 in hashes - set(Evidence.objects.filter(sha256__in=hashes).values_list("sha256", flat=True)):
        (folder / sha256).unlink(missing_ok=True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
