"""What a person decides on a change that a newer copy of a list proposes. Nothing is overwritten without one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sijill.codelists.load import UNKNOWN_CODES
from sijill.collect.actions import counted_values, dated_values
from sijill.office.actions import require
from sijill.office.errors import Refusal
from sijill.office.folding import script_of
from sijill.office.ledger import Entry, action
from sijill.office.models import User
from sijill.office.roles import Role
from sijill.register.actions.cases import require_open
from sijill.register.actions.correct import set_roles
from sijill.register.facts import FACT_LISTS, check_facts
from sijill.register.models import EntityKind, PersonName, Proposal, ProposalState, Support
from sijill.register.proposing import ACT_DATES, PERSON_FIELDS, in_order, victim_of


def accept_proposal(*, actor: User, proposal: Proposal, fields: Sequence[str], on: date) -> None:
    """Write the ticked fields into the entry; its history keeps what it was, and a verified act asks for review."""
    require(actor, Role.RECORDER)
    require_open(actor, proposal.act.event)
    _require_waiting(proposal)
    taken = [field for field in in_order(proposal.changes) if field in fields]
    if not taken:
        raise Refusal(_("Tick at least one change, or keep the entry as it is."))
    now = {field: proposal.changes[field]["now"] for field in taken}
    with action("proposal.accept", actor=actor, subject=proposal.act_id) as entry:
        _change_act(entry, proposal, now)
        _change_person(entry, proposal, now)
        _support(entry, proposal)
        entry.change(proposal, state=ProposalState.ACCEPTED.value, taken=taken, decided_by_id=actor.id, decided_on=on)


def keep_entry(*, actor: User, proposal: Proposal, reasons: str, on: date) -> None:
    """Leave the entry as it is; the newer report stays beside the older one, and the reason is kept."""
    require(actor, Role.RECORDER)
    require_open(actor, proposal.act.event)
    _require_waiting(proposal)
    with action("proposal.keep", actor=actor, subject=proposal.act_id) as entry:
        entry.change(proposal, state=ProposalState.KEPT.value, reasons=reasons, decided_by_id=actor.id, decided_on=on)


def _require_waiting(proposal: Proposal) -> None:
    if Proposal.objects.get(pk=proposal.pk).state != ProposalState.WAITING:
        raise Refusal(_("Somebody decided on this change already."))


def _change_act(entry: Entry, proposal: Proposal, now: dict[str, Any]) -> None:
    values: dict[str, Any] = {name: now[name] for name in (*FACT_LISTS, "locality", "law") if name in now}
    check_facts(values)
    for name in ACT_DATES:
        if name in now:
            values |= _date(name, now[name], end=name == "ended")
    if "age" in now:
        values |= _count("age", now["age"])
    if values:
        entry.change(proposal.act, **values)
    if "roles" in now:
        set_roles(entry, proposal.act, list(now["roles"]))
        entry.renew(proposal.act)


def _change_person(entry: Entry, proposal: Proposal, now: dict[str, Any]) -> None:
    if not set(now) & set(PERSON_FIELDS):
        return
    person = victim_of(proposal.act)
    values: dict[str, Any] = {name: now[name] for name in ("sex", "citizenship") if name in now}
    if "person_kind" in now:
        values["kind"] = now["person_kind"]
    if "born" in now:
        values |= _date("born", now["born"])
    if "size" in now:
        values |= _count("size", now["size"])
    if values:
        entry.change(person, **values)
    there = set(person.names.values_list("text", flat=True))
    for text in now.get("names", ()):
        if text not in there:
            entry.add(PersonName(person=person, text=text, kind="full", script=script_of(text)))
            entry.renew(proposal.act)


def _support(entry: Entry, proposal: Proposal) -> None:
    given = {"report": proposal.report, "entity_kind": EntityKind.ACT, "entity_id": proposal.act_id}
    if not Support.objects.filter(**given).exists():
        entry.add(Support(**given, elements=list(proposal.elements)))


def _date(stem: str, value: str, *, end: bool = False) -> dict[str, Any]:
    return dated_values(stem, "", value) if value in UNKNOWN_CODES else dated_values(stem, value, "", end=end)


def _count(stem: str, value: str) -> dict[str, Any]:
    if value in UNKNOWN_CODES:
        return counted_values(stem, None, None, value)
    low, _dash, high = value.partition("-")
    return counted_values(stem, int(low), int(high or low), "")
