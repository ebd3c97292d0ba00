"""Parts of entries: an article, a clause, a claim, an update, a number, a territory, a service, an area."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from sijill.collect.models import Report
from sijill.office.actions import require
from sijill.office.errors import Refusal
from sijill.office.ledger import action
from sijill.office.models import User
from sijill.office.records import Record
from sijill.office.roles import Role
from sijill.register.models import Organization
from sijill.register.speech.access import require_seen
from sijill.register.speech.actions.entries import add_fact_support
from sijill.register.speech.models import (
    Clause,
    Demand,
    DemandCount,
    Disruption,
    DisruptionArea,
    DisruptionClaim,
    DisruptionService,
    DisruptionUpdate,
    Law,
    Policy,
    Provision,
    Restriction,
    RestrictionPlace,
    Signal,
)
from sijill.register.speech.shapes import TABLE_OF, new_row, row_values, shape


def record_provision(*, actor: User, law: Law, report: Report | None = None, **facts: Any) -> Provision:
    """Enter one article of a law."""
    row: Provision = _add(actor, "provision", law, report, facts)
    return row


def record_clause(*, actor: User, policy: Policy, report: Report | None = None, **facts: Any) -> Clause:
    """Enter one clause of a company's rules."""
    row: Clause = _add(actor, "clause", policy, report, facts)
    return row


def add_count(*, actor: User, demand: Demand, report: Report | None = None, **facts: Any) -> DemandCount:
    """Add a number of a demand: so many of a kind with that outcome."""
    row: DemandCount = _add(actor, "demand_count", demand, report, facts)
    return row


def add_place(*, actor: User, restriction: Restriction, place: str) -> RestrictionPlace:
    """Add a territory in which a restriction applies."""
    if restriction.places.filter(place=place).exists():
        raise Refusal(_("This territory is there already."))
    row: RestrictionPlace = _add(actor, "restriction_place", restriction, None, {"place": place})
    return row


def add_claim(*, actor: User, disruption: Disruption, report: Report, lineage: str, **facts: Any) -> DisruptionClaim:
    """Add what one source says of a disruption. `lineage` is where it first came from: who repeats shares it."""
    if not lineage.strip():
        raise Refusal(_("A claim needs its lineage: who first said it. Without one, copies would count as sources."))
    row: DisruptionClaim = _add(actor, "disruption_claim", disruption, report, {**facts, "lineage": lineage})
    return row


def add_update(
    *, actor: User, disruption: Disruption, report: Report, by: Organization | None = None, **facts: Any
) -> DisruptionUpdate:
    """Add what was said, restored or withdrawn at one moment; a disclosure withdrawn is an update as well."""
    row: DisruptionUpdate = _add(actor, "disruption_update", disruption, report, facts, by=by)
    return row


def add_service(*, actor: User, disruption: Disruption, service: str, affected: str) -> DisruptionService:
    """Say whether a service was affected."""
    if disruption.services.filter(service=service).exists():
        raise Refusal(_("This service is there already. Change what is said of it."))
    facts = {"service": service, "affected": affected}
    row: DisruptionService = _add(actor, "disruption_service", disruption, None, facts)
    return row


def add_area(*, actor: User, disruption: Disruption, place: str) -> DisruptionArea:
    """Add an area that was affected."""
    row: DisruptionArea = _add(actor, "disruption_area", disruption, None, {"place": place})
    return row


def place_signal(*, actor: User, signal: Signal, disruption: Disruption | None) -> None:
    """Say on which disruption a signal bears; measurements alone never say so."""
    require(actor, Role.RECORDER)
    with action("signal.place", actor=actor, subject=signal.id) as entry:
        entry.change(signal, disruption_id=disruption.id if disruption else None)


def end_part(*, actor: User, row: Record) -> None:
    """Take back a part that is wrong; it stays in the history."""
    require(actor, Role.RECORDER)
    require_seen(actor, row)
    table = TABLE_OF[type(row)]
    if shape(table).has_state:
        raise Refusal(_("An entry is withdrawn, not taken out."))
    with action(f"{table}.end", actor=actor, subject=str(row.pk)) as entry:
        entry.end(row)


def _add(
    actor: User, table: str, to: Record, report: Report | None, facts: dict[str, Any], **links: Record | None
) -> Any:
    require(actor, Role.RECORDER)
    require_seen(actor, to)
    form = shape(table)
    above = TABLE_OF[type(to)]
    values = row_values(table, facts) | {f"{name}_id": one.pk for name, one in links.items() if one is not None}
    values[f"{form.link_to(above)}_id"] = to.pk
    if report is not None and "report" in form.links:
        values["report_id"] = report.pk
    row = new_row(table, values)
    with action(f"{table}.record", actor=actor, subject=str(to.pk)) as entry:
        entry.add(row)
        if report is not None:
            said = {name for name, value in facts.items() if value not in ("", None, "not-asked", "not-stated")}
            add_fact_support(entry, row, report, said & set(form.facts))
    return row
