"""A case by hand: complaint, event, person, act, who was involved, what supports it, consent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from sijill.collect.actions import check_codes, counted_values, dated_values, new_report
from sijill.collect.models import Report, Source
from sijill.office.actions import refuse_cases, require
from sijill.office.errors import Refusal
from sijill.office.ledger import action
from sijill.office.models import User
from sijill.office.records import Record
from sijill.office.roles import Role
from sijill.register.access import may_open, open_complaints, open_people
from sijill.register.facts import check_facts
from sijill.register.models import (
    Act,
    ActRole,
    ActStatus,
    Complaint,
    Consent,
    EntityKind,
    Event,
    EventMember,
    Involvement,
    Organization,
    Person,
    PersonName,
    Support,
)

ANSWER_DAYS = 30  # an office's own clock; shown beside the complaint, changed there


class ActFacts(TypedDict, total=False):
    """The coded facts of an act that may be given by hand; each field's codelist is the model's."""

    kind: str
    place: str
    place_precision: str
    locality: str
    motive: str
    diligence_failure: str
    severe: str
    purpose: str
    acknowledgement: str
    detention_basis: str
    detention_type: str
    basis_reason: str
    law: str


def require_open(actor: User, event: Event) -> None:
    """PermissionDenied unless the actor may open the event."""
    if not may_open(actor, event):
        raise PermissionDenied(_("This case is open to its named team only."))


def require_person(actor: User, *people: Person) -> None:
    """PermissionDenied unless the actor may open a case of each of these people, or they have none yet."""
    wanted = {person.id for person in people}
    if open_people(actor).filter(id__in=wanted).count() < len(wanted):
        raise PermissionDenied(_("This person belongs to a case that is open to its named team only."))


def require_complaint(actor: User, complaint: Complaint) -> None:
    """PermissionDenied unless the complaint is open to the actor."""
    if not open_complaints(actor).filter(pk=complaint.pk).exists():
        raise PermissionDenied(_("This complaint belongs to a case that is open to its named team only."))


def require_entity(actor: User, kind: EntityKind, identifier: str) -> None:
    """PermissionDenied unless the actor may open the case that an entry belongs to."""
    if kind is EntityKind.PERSON:
        require_person(actor, Person.objects.get(pk=identifier))
        return
    inside = {
        EntityKind.ACT: "acts",
        EntityKind.INVOLVEMENT: "acts__involvements",
        EntityKind.ACT_STATUS: "acts__statuses",
    }
    link = f"{inside[kind]}__id" if kind in inside else "id"
    require_open(actor, Event.objects.get(**{link: identifier}))


def open_complaint(
    *,
    actor: User,
    source: Source,
    channel: str,
    words: str,
    received_on: date,
    answer_days: int = ANSWER_DAYS,
) -> Complaint:
    """Receive a complaint: its words become a report, its clock starts."""
    require(actor, Role.RECORDER)
    check_codes(channel=("complaint_channels", channel))
    if not words.strip():
        raise Refusal(_("A complaint needs its words. Write what was said, as it was said."))
    report = new_report(source, words, said=received_on.isoformat())
    complaint = Complaint(
        report=report,
        channel=channel,
        received_on=received_on,
        due_on=received_on + timedelta(days=answer_days),
        received_by=actor.id,
    )
    with action("complaint.open", actor=actor) as entry:
        entry.add(report)
        complaint.report = report
        entry.add(complaint)
    return complaint


def answer_complaint(*, actor: User, complaint: Complaint, state: str, on: date) -> Complaint:
    """Move a complaint on; `answered` and `closed` stop its clock."""
    require(actor, Role.RECORDER)
    require_complaint(actor, complaint)
    check_codes(state=("complaint_states", state))
    values: dict[str, Any] = {"state": state}
    if state in ("answered", "closed") and complaint.answered_on is None:
        values["answered_on"] = on
    with action("complaint.move", actor=actor, subject=complaint.id) as entry:
        entry.change(complaint, **values)
    return complaint


def record_event(
    *,
    actor: User,
    title: str,
    context: str = "not-asked",
    description: str = "",
    restricted: bool = False,
    complaint: Complaint | None = None,
) -> Event:
    """Open an event: the case that acts belong to. A restricted one is open to its team only."""
    require(actor, Role.RECORDER)
    refuse_cases()
    check_codes(context=("contexts", context))
    if complaint is not None:
        require_complaint(actor, complaint)
    event = Event(
        title=title,
        context=context,
        description=description,
        restricted=restricted,
        state="confirmed",
        opened_by=actor.id,
    )
    with action("event.record", actor=actor) as entry:
        entry.add(event)
        entry.add(EventMember(event=event, user=actor))
        if complaint is not None:
            entry.change(complaint, event_id=event.id, state="under-examination")
    return event


def set_members(*, actor: User, event: Event, users: Iterable[User]) -> None:
    """Say who is on the team of an event; whoever sets it stays on it."""
    require_open(actor, event)
    require(actor, Role.RECORDER)
    wanted = {user.id: user for user in users} | {actor.id: actor}
    with action("event.members", actor=actor, subject=event.id) as entry:
        for member in event.members.all():
            if member.user_id not in wanted:
                entry.end(member)
            wanted.pop(member.user_id, None)
        entry.add(*[EventMember(event=event, user=user) for user in wanted.values()])


def record_person(
    *,
    actor: User,
    names: Sequence[tuple[str, str, str]],
    kind: str = "individual",
    sex: str = "not-asked",
    sex_stated_by: str = "not-asked",
    gender: str = "not-asked",
    gender_stated_by: str = "not-asked",
    identified: str = "named",
    size_low: int | None = None,
    size_high: int | None = None,
    born: str = "",
    citizenship: str = "not-asked",
) -> Person:
    """Enter a person or a group; `names` are (text, kind, script)."""
    require(actor, Role.RECORDER)
    check_codes(kind=("person_kinds", kind), sex=("sex", sex), gender=("gender", gender))
    if identified != "unidentified" and not names:
        raise Refusal(_("A person who is known by name or alias needs one. Give it, or choose 'unidentified'."))
    person = Person(
        kind=kind,
        sex=sex,
        sex_stated_by=sex_stated_by,
        gender=gender,
        gender_stated_by=gender_stated_by,
        identified=identified,
        citizenship=citizenship,
        **counted_values("size", size_low, size_high, "not-asked"),
        **dated_values("born", born, "not-asked"),
    )
    with action("person.record", actor=actor) as entry:
        entry.add(person)
        entry.add(*[PersonName(person=person, text=text, kind=k, script=script) for text, k, script in names])
    return person


def record_act(
    *,
    actor: User,
    event: Event,
    victim: Person,
    occurred: str,
    roles: Sequence[str],
    occurred_unknown: str = "not-stated",
    ended: str = "",
    ended_unknown: str = "not-asked",
    age_low: int | None = None,
    age_high: int | None = None,
    age_unknown: str = "not-stated",
    **facts: Unpack[ActFacts],
) -> Act:
    """Enter one thing done to one person in one event. The first role is the primary one."""
    require(actor, Role.RECORDER)
    require_open(actor, event)
    require_person(actor, victim)
    check_facts(facts)
    check_codes(**{f"role {n}": ("roles", role) for n, role in enumerate(roles, 1)})
    act = Act(
        event=event,
        victim=victim,
        state="confirmed",
        entered_by=actor.id,
        **dated_values("occurred", occurred, occurred_unknown),
        **dated_values("ended", ended, ended_unknown, end=True),
        **counted_values("age", age_low, age_high, age_unknown),
        **facts,
    )
    with action("act.record", actor=actor, subject=event.id) as entry:
        entry.add(act)
        entry.add(*[ActRole(act=act, role=role, is_primary=n == 0) for n, role in enumerate(dict.fromkeys(roles))])
    return act


def add_involvement(
    *,
    actor: User,
    act: Act,
    perpetrator: str,
    state_link: str,
    degree: str = "not-stated",
    attribution: str = "alleged",
    organization: Organization | None = None,
) -> Involvement:
    """Say who is said to have done it, by kind; a unit or body may be named, to the team only."""
    require(actor, Role.RECORDER)
    require_open(actor, act.event)
    check_codes(
        perpetrator=("perpetrators", perpetrator),
        state_link=("state_links", state_link),
        degree=("involvement", degree),
        attribution=("attributions", attribution),
    )
    row = Involvement(
        act=act,
        perpetrator=perpetrator,
        state_link=state_link,
        degree=degree,
        attribution=attribution,
        organization=organization,
    )
    with action("involvement.add", actor=actor, subject=act.id) as entry:
        entry.add(row)
    return row


def add_status(
    *,
    actor: User,
    act: Act,
    process: str,
    stage: str,
    occurred: str,
    occurred_unknown: str = "not-stated",
    thread: int = 1,
    law: str = "",
    article: str = "",
) -> ActStatus:
    """Add a dated step; steps of one day keep the order in which they were entered."""
    require(actor, Role.RECORDER)
    require_open(actor, act.event)
    check_codes(process=("processes", process), stage=("status_stages", stage))
    row = ActStatus(
        act=act,
        process=process,
        thread=thread,
        sequence=act.statuses.filter(process=process, thread=thread).count() + 1,
        stage=stage,
        law=law,
        article=article,
        **dated_values("occurred", occurred, occurred_unknown),
    )
    with action("status.add", actor=actor, subject=act.id) as entry:
        entry.add(row)
    return row


def add_support(
    *, actor: User, report: Report, entity_kind: EntityKind, entity_id: str, elements: Sequence[str]
) -> Support:
    """Say which facts of an entry a report supports; said again, the elements are added to."""
    require(actor, Role.RECORDER)
    require_entity(actor, EntityKind(entity_kind), entity_id)
    check_codes(**{f"element {n}": ("elements", one) for n, one in enumerate(elements, 1)})
    row = Support.objects.filter(report=report, entity_kind=entity_kind, entity_id=entity_id).first()
    with action("support.add", actor=actor, subject=entity_id) as entry:
        if row is None:
            row = Support(report=report, entity_kind=entity_kind, entity_id=entity_id, elements=sorted(set(elements)))
            entry.add(row)
        else:
            entry.change(row, elements=sorted({*row.elements, *elements}))
    return row


def change_entry(*, actor: User, row: Record, event: Event, **values: Any) -> None:
    """Correct an entry of a case. What it was stays in the history; a verified act needs a fresh review."""
    require(actor, Role.RECORDER)
    require_open(actor, event)
    if isinstance(row, Act):
        check_facts(values)
    with action(f"{row._meta.db_table}.change", actor=actor, subject=str(row.pk)) as entry:
        entry.change(row, **values)


def set_state(*, actor: User, row: Event | Act, state: str) -> None:
    """Confirm or reject a draft, or withdraw an entry. Confirming an event confirms its draft acts."""
    event = row if isinstance(row, Event) else row.event
    require(actor, Role.RECORDER, Role.REVIEWER)
    require_open(actor, event)
    check_codes(state=("entry_states", state))
    with action(f"{row._meta.db_table}.{state}", actor=actor, subject=str(row.pk)) as entry:
        entry.change(row, state=state)
        if isinstance(row, Event):
            for act in row.acts.filter(state="draft"):
                entry.change(act, state=state)


def record_consent(
    *,
    actor: User,
    person: Person,
    use: str,
    decision: str,
    given_by: str,
    on: date,
    contact: str = "",
    share_with: str = "",
) -> Consent:
    """Record consent, refusal or withdrawal for one use; earlier rows stay."""
    require(actor, Role.RECORDER)
    require_person(actor, person)
    check_codes(use=("consent_uses", use), decision=("consent_decisions", decision), given_by=("consent_by", given_by))
    row = Consent(
        person=person,
        use=use,
        decision=decision,
        given_by=given_by,
        decided_on=on,
        contact=contact,
        share_with=share_with,
    )
    with action("consent.record", actor=actor, subject=person.id) as entry:
        entry.add(row)
    return row
