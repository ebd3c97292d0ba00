"""Entries of the second ledger by hand: each rests on a report, each is one transaction and one log entry.

Facts are given by the names of the catalog: a code or text as it is, a date under its stem as EDTF text, a number that
may be a range under its stem as (low, high), the reason where there is none under `<stem>_unknown`. `elements` are
the facts that the report supports; left out, those that were given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from sijill.collect.actions import check_codes
from sijill.collect.models import Report
from sijill.office.actions import require
from sijill.office.errors import Refusal
from sijill.office.ledger import Entry, action
from sijill.office.models import User
from sijill.office.records import Record
from sijill.office.roles import Role
from sijill.register.actions.cases import require_person
from sijill.register.models import Organization, Person, Support
from sijill.register.speech.access import require_seen
from sijill.register.speech.models import (
    Clause,
    Demand,
    Disruption,
    Exposure,
    Law,
    Policy,
    Provision,
    Restriction,
)
from sijill.register.speech.shapes import TABLE_OF, new_row, refuse_backwards, row_values, shape

Links = Mapping[str, Record | None]


def record_law(
    *,
    actor: User,
    report: Report,
    enforcer: Organization | None = None,
    amends: Law | None = None,
    elements: Sequence[str] = (),
    **facts: Any,
) -> Law:
    """Enter a law, or a newer version of one: then `amends` is the version that it replaces."""
    row: Law = _record(actor, "law", report, {"enforcer": enforcer, "amends": amends}, facts, elements)
    return row


def record_policy(
    *,
    actor: User,
    report: Report,
    organization: Organization,
    amends: Policy | None = None,
    elements: Sequence[str] = (),
    **facts: Any,
) -> Policy:
    """Enter a company's rules, or a newer version of them."""
    links = {"organization": organization, "amends": amends}
    row: Policy = _record(actor, "policy", report, links, facts, elements)
    return row


def record_demand(
    *,
    actor: User,
    report: Report,
    company: Organization,
    authority: Organization | None = None,
    provision: Provision | None = None,
    elements: Sequence[str] = (),
    **facts: Any,
) -> Demand:
    """Enter what an authority asked of a company or operator."""
    links = {"company": company, "authority": authority, "provision": provision}
    row: Demand = _record(actor, "demand", report, links, facts, elements)
    return row


def record_restriction(
    *,
    actor: User,
    report: Report,
    demand: Demand | None = None,
    person: Person | None = None,
    company: Organization | None = None,
    decided_by: Organization | None = None,
    provision: Provision | None = None,
    clause: Clause | None = None,
    elements: Sequence[str] = (),
    **facts: Any,
) -> Restriction:
    """Enter a decision on content, an account or a service. Whoever may not see the person cannot name them."""
    if person is not None:
        require_person(actor, person)
    links = {
        "demand": demand,
        "person": person,
        "company": company,
        "decided_by": decided_by,
        "provision": provision,
        "clause": clause,
    }
    row: Restriction = _record(actor, "restriction", report, links, facts, elements)
    return row


def reverse_restriction(
    *,
    actor: User,
    restriction: Restriction,
    report: Report,
    decided_by: Organization | None = None,
    elements: Sequence[str] = (),
    **facts: Any,
) -> Restriction:
    """Enter the decision that reversed a restriction: a new row. The one reversed stays as it was decided."""
    require_seen(actor, restriction)
    links = {
        "reverses": restriction,
        "person": restriction.person,
        "company": restriction.company,
        "decided_by": decided_by,
    }
    carried = {name: getattr(restriction, name) for name in ("service", "object", "scope", "country", "speaker")}
    given = {**carried, "measure": "restored", **facts}
    row: Restriction = _record(actor, "restriction", report, links, given, elements or sorted(facts))
    return row


def record_exposure(
    *, actor: User, report: Report, company: Organization, elements: Sequence[str] = (), **facts: Any
) -> Exposure:
    """Enter that users' data got out, or is said to have."""
    row: Exposure = _record(actor, "exposure", report, {"company": company}, facts, elements)
    return row


def record_disruption(
    *,
    actor: User,
    report: Report,
    authority: Organization | None = None,
    provision: Provision | None = None,
    demand: Demand | None = None,
    elements: Sequence[str] = (),
    **facts: Any,
) -> Disruption:
    """Enter a disruption of networks or services. How sure it is follows from claims, which are added to it."""
    links = {"authority": authority, "provision": provision, "demand": demand}
    row: Disruption = _record(actor, "disruption", report, links, facts, elements)
    return row


def change_fact(*, actor: User, row: Record, report: Report | None = None, **facts: Any) -> None:
    """Correct an entry, or a part of one; what it was stays in the history. A report may be given that supports it.

    A restriction is not corrected into its reversal: that is a decision of its own.
    """
    require(actor, Role.RECORDER)
    table = TABLE_OF[type(row)]
    require_seen(actor, row)
    links = {name: facts.pop(name) for name in list(facts) if name in shape(table).links}
    for person in (one for one in links.values() if isinstance(one, Person)):
        require_person(actor, person)
    values = row_values(table, facts) | {f"{name}_id": one.pk if one else None for name, one in links.items()}
    refuse_backwards(table, {**row.__dict__, **values})
    new_row(table, values)  # refuses what no database could keep
    with action(f"{table}.change", actor=actor, subject=str(row.pk)) as entry:
        entry.change(row, **values)
        if report is not None:
            add_fact_support(entry, row, report, _told(table, facts, links))


def set_fact_state(*, actor: User, rows: Sequence[Record], state: str) -> None:
    """Confirm or reject drafts, or withdraw entries; several at once are one entry in the log."""
    require(actor, Role.RECORDER, Role.REVIEWER)
    check_codes(state=("entry_states", state))
    if not rows:
        raise Refusal(_("Nothing was chosen. Tick at least one entry."))
    require_seen(actor, *rows)
    table = TABLE_OF[type(rows[0])]
    subject = str(rows[0].pk) if len(rows) == 1 else ""
    with action(f"{table}.{state}", actor=actor, subject=subject) as entry:
        for row in rows:
            entry.change(row, state=state)


def support_fact(*, actor: User, row: Record, report: Report, elements: Sequence[str]) -> None:
    """Say which facts of an entry a report supports; said again, the elements are added to."""
    require(actor, Role.RECORDER)
    require_seen(actor, row)
    with action("support.add", actor=actor, subject=str(row.pk)) as entry:
        add_fact_support(entry, row, report, elements)


def add_fact_support(entry: Entry, row: Record, report: Report, elements: Iterable[str]) -> None:
    """Write a report's support of an entry into an open log entry. Refusal on a fact that the entry does not have."""
    table = TABLE_OF[type(row)]
    wrong = sorted(set(elements) - set(shape(table).facts))
    if wrong:
        raise Refusal(f"{table} has no facts {', '.join(wrong)}. Choose from: {', '.join(shape(table).facts)}.")
    there = Support.objects.filter(report=report, entity_kind=table, entity_id=row.pk).first()
    if there is None:
        entry.add(Support(report=report, entity_kind=table, entity_id=row.pk, elements=sorted(set(elements))))
    else:
        entry.change(there, elements=sorted({*there.elements, *elements}))


def _record(
    actor: User, table: str, report: Report, links: Links, facts: Mapping[str, Any], elements: Sequence[str]
) -> Any:
    require(actor, Role.RECORDER)
    require_seen(actor, *(one for one in links.values() if type(one) in TABLE_OF))
    given = {f"{name}_id": one.pk for name, one in links.items() if one is not None}
    row = new_row(table, row_values(table, facts) | given, state="confirmed", entered_by=actor.id)
    with action(f"{table}.record", actor=actor) as entry:
        entry.add(row)
        told = elements or _told(table, facts, links)
        add_fact_support(entry, row, report, told)
    return row


def _told(table: str, facts: Mapping[str, Any], links: Links) -> list[str]:
    """The facts that were given and are not left unknown."""
    said = {name for name, value in facts.items() if value not in ("", None, "not-asked", "not-stated")}
    said |= {name for name, one in links.items() if one is not None}
    return [name for name in shape(table).facts if name in said]
