"""What the office did with the lists: confirm, merge, reject, support, verify; by actions, as people do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from django.db import transaction

from invented.cases import Case, cases
from invented.lists import Listed, entry_key
from invented.names import MARK
from invented.staff import Staff
from sijill.collect.actions import keep_evidence
from sijill.collect.models import Evidence, Report
from sijill.home import Home
from sijill.office.models import User
from sijill.register.actions import (
    add_support,
    change_entry,
    judge,
    merge_events,
    merge_persons,
    record_consent,
    set_state,
    verify_act,
)
from sijill.register.gate import Gate
from sijill.register.models import Act, EntityKind, Person, Support

ELEMENTS = ("identity", "role", "act", "date", "place", "perpetrator", "motive")
CONSENT_ASKED_ON, REVIEWED_ON = date(2026, 1, 10), date(2026, 1, 20)
CONSENT_OF_EVERY = 4  # every fourth verified case has the person's consent on record


@dataclass(frozen=True, slots=True)
class Found:
    """A list's entry as it stands in the register: the report and the act drafted from it."""

    report: Report
    act: Act


@dataclass(frozen=True, slots=True)
class Office:
    """Where the work is done, by whom, and what was imported."""

    home: Home
    staff: Staff
    gate: Gate
    entries: Mapping[Listed, Found]

    def reviewer(self, number: int) -> User:
        """The two reviewers take turns."""
        return self.staff.second_reviewer if number % 2 else self.staff.reviewer


def open_office(home: Home, staff: Staff, seed: int) -> Office:
    """The office with the entries of every list at hand."""
    settings = home.settings()
    gate = Gate(settings.gate_independent, settings.gate_total)
    return Office(home, staff, gate, _entries(seed))


def _entries(seed: int) -> dict[Listed, Found]:
    acts = {act.id: act for act in Act.objects.select_related("event", "victim").iterator(chunk_size=1000)}
    by_key: dict[tuple[str, str], Found] = {}
    supports = Support.objects.filter(entity_kind=EntityKind.ACT).select_related("report__source")
    for row in supports.exclude(report__key="").iterator(chunk_size=1000):
        by_key[row.report.source.code, row.report.key] = Found(row.report, acts[row.entity_id])
    listed = [
        (source, case.number, copy)
        for case in cases(seed)
        for source in dict.fromkeys(case.sources)
        for copy in range(case.sources.count(source))
    ]
    wanted = ((one, (one[0], entry_key(seed, one))) for one in listed)
    return {one: by_key[key] for one, key in wanted if key in by_key}


def found_of(office: Office, case: Case) -> list[Found]:
    """The entries of a case, the one to keep first; none where no copy of the list had it yet."""
    seen: dict[str, int] = {}
    found = []
    for source in case.sources:
        copy = seen[source] = seen.get(source, -1) + 1
        one = office.entries.get((source, case.number, copy))
        found += [one] if one else []
    return found


def work(office: Office, seed: int) -> None:
    """Everything that the office did with the cases of the lists."""
    for case in cases(seed):
        if case.treatment != "d":
            with transaction.atomic():  # one wait for the disk a case; each action keeps its own log entry
                _treat(office, case)


def _treat(office: Office, case: Case) -> None:
    found = found_of(office, case)
    keep, others = found[0], found[1:]
    recorder, treatment = office.staff.recorder, case.treatment
    if treatment in "ux":
        _leave(office, treatment, keep, others)
        return
    for one in found if treatment == "p" else [keep]:
        if treatment != "n":
            set_state(actor=recorder, row=one.act.event, state="confirmed")
    if treatment != "p":
        _merge(office, keep, others, standing=treatment == "b")
    _decide(office, case, found)
    if treatment == "r":
        _refuse(office, case, keep)
    if treatment == "s":
        keep.act.refresh_from_db()
        change_entry(
            actor=office.staff.second_recorder,
            row=keep.act,
            event=keep.act.event,
            locality=f"{case.town[0]} market",
        )


def _leave(office: Office, treatment: str, keep: Found, others: list[Found]) -> None:
    """A draft that is no attack is rejected; two that may be one stay two until somebody knows."""
    if treatment == "x":
        set_state(actor=office.staff.recorder, row=keep.act.event, state="rejected")
        return
    judge(
        actor=office.staff.recorder,
        left=keep.act.victim,
        right=others[0].act.victim,
        verdict="unsure",
        reasons=f"{MARK}: nearly the same name and the same day, and nothing else that both lists say.",
    )


def _merge(office: Office, keep: Found, others: list[Found], *, standing: bool) -> None:
    """One victim, one event; the same act told again is rejected, and its report supports the one kept."""
    recorder = office.staff.recorder
    for one in others:
        reasons = f"{MARK}: the same name, day and place in two lists."
        merge_persons(actor=recorder, keep=keep.act.victim, drop=one.act.victim, reasons=reasons)
        merge_events(actor=recorder, keep=keep.act.event, drop=one.act.event, reasons=reasons)
        if standing:
            continue
        set_state(actor=recorder, row=one.act, state="rejected")
        add_support(
            actor=recorder,
            report=one.report,
            entity_kind=EntityKind.ACT,
            entity_id=keep.act.id,
            elements=ELEMENTS,
        )


def _decide(office: Office, case: Case, found: list[Found]) -> None:
    act, reviewer = found[0].act, office.reviewer(case.number)
    act.refresh_from_db()
    if case.treatment in "vsw":
        decide(
            office,
            reviewer,
            act,
            "reasonable-grounds",
            "three sources, two of them independent, agree on each fact",
        )
        if case.number % CONSENT_OF_EVERY == 0:
            agree(office.staff.recorder, act.victim, "publish-statistic", "given")
    elif case.treatment in "ipy":
        for one in found:
            one.act.refresh_from_db()
            determine(office, reviewer, one.act, "institution-investigation")
    elif case.treatment == "n":
        decide(office, reviewer, act, "not-established", "what the source says is contradicted by what was found")
    elif case.treatment == "m":
        decide(office, reviewer, act, "more-needed", "all that is known comes from one wire")


def _refuse(office: Office, case: Case, keep: Found) -> None:
    """Some refuse to be counted, some agree first and take it back."""
    words = ("given", "withdrawn") if case.number % 2 else ("refused",)
    for word in words:
        agree(office.staff.recorder, keep.act.victim, "publish-statistic", word)


def agree(actor: User, person: Person, use: str, decision: str, given_by: str = "self") -> None:
    """Record what a person agreed to."""
    record_consent(actor=actor, person=person, use=use, decision=decision, given_by=given_by, on=CONSENT_ASKED_ON)


def decide(office: Office, reviewer: User, act: Act, decision: str, why: str) -> None:
    """A reviewer's decision by sources."""
    verify_act(
        actor=reviewer,
        act=act,
        decision=decision,
        reasons=f"{MARK}: {why}.",
        on=REVIEWED_ON,
        gate=office.gate,
    )


def determine(office: Office, reviewer: User, act: Act, body: str) -> None:
    """A reviewer's decision on what a body found, with its document."""
    verify_act(
        actor=reviewer,
        act=act,
        decision="reasonable-grounds",
        reasons=f"{MARK}: the document establishes each fact.",
        on=REVIEWED_ON,
        gate=office.gate,
        basis="determination",
        body=body,
        document=document(office, reviewer, f"{MARK} findings on case {act.id}", f"{MARK}-findings.txt"),
    )


def document(office: Office, actor: User, words: str, file_name: str, report: Report | None = None) -> Evidence:
    """Keep an invented document as evidence."""
    return keep_evidence(
        actor=actor,
        folder=office.home.evidence,
        stream=BytesIO(f"{words}\n".encode()),
        file_name=file_name,
        report=report,
        received_on=REVIEWED_ON,
    )
