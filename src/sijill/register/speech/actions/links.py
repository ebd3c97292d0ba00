"""Links between the two ledgers, each with the ground on which we say so (decision 024)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from sijill.collect.actions import check_codes
from sijill.collect.models import Report
from sijill.office.actions import require
from sijill.office.errors import Refusal
from sijill.office.ledger import action
from sijill.office.models import User
from sijill.office.records import Record
from sijill.office.roles import Role
from sijill.register.actions.cases import require_open
from sijill.register.models import Act, Event
from sijill.register.speech.actions.entries import add_fact_support
from sijill.register.speech.models import (
    ActProvision,
    Demand,
    DemandAct,
    Disruption,
    DisruptionEvent,
    Exposure,
    ExposureAct,
    Provision,
)


def link_act_provision(
    *, actor: User, act: Act, provision: Provision, standing: str, report: Report | None = None
) -> ActProvision:
    """Say that a provision was used in an act against a person."""
    row: ActProvision = _link(actor, act.event, ActProvision(act=act, provision=provision, standing=standing), report)
    return row


def link_demand_act(*, actor: User, demand: Demand, act: Act, standing: str, report: Report | None = None) -> DemandAct:
    """Say that a demand led to an act against a person."""
    row: DemandAct = _link(actor, act.event, DemandAct(demand=demand, act=act, standing=standing), report)
    return row


def link_exposure_act(
    *, actor: User, exposure: Exposure, act: Act, standing: str, report: Report | None = None
) -> ExposureAct:
    """Say that exposed data led to an act against a person."""
    row: ExposureAct = _link(actor, act.event, ExposureAct(exposure=exposure, act=act, standing=standing), report)
    return row


def link_disruption_event(
    *, actor: User, disruption: Disruption, event: Event, report: Report | None = None
) -> DisruptionEvent:
    """Say that a disruption surrounded an event."""
    row: DisruptionEvent = _link(actor, event, DisruptionEvent(disruption=disruption, event=event), report)
    return row


def unlink(*, actor: User, link: ActProvision | DemandAct | ExposureAct | DisruptionEvent) -> None:
    """Take a link back; it stays in the history."""
    require(actor, Role.RECORDER)
    require_open(actor, link.event if isinstance(link, DisruptionEvent) else link.act.event)
    with action(f"{link._meta.db_table}.end", actor=actor, subject=link.pk) as entry:
        entry.end(link)


def _link(actor: User, event: Event, row: Record, report: Report | None) -> Any:
    require(actor, Role.RECORDER)
    require_open(actor, event)
    given = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.is_relation}
    if type(row)._default_manager.filter(**given).exists():
        raise Refusal(_("These two are linked already."))
    if "standing" in row.__dict__:
        check_codes(standing=("attributions", row.__dict__["standing"]))
    with action(f"{row._meta.db_table}.record", actor=actor, subject=str(event.pk)) as entry:
        entry.add(row)
        if report is not None:
            add_fact_support(entry, row, report, ["standing"] if "standing" in row.__dict__ else ["event"])
    return row
