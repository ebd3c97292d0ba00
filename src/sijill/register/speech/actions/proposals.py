"""What a person decides on a change that a newer copy of a list proposes; nothing is overwritten without."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sijill.office.actions import require
from sijill.office.errors import Refusal
from sijill.office.ledger import Entry, action
from sijill.office.models import User
from sijill.office.roles import Role
from sijill.register.models import ProposalState
from sijill.register.speech.access import require_seen
from sijill.register.speech.actions.entries import add_fact_support
from sijill.register.speech.models import FactProposal
from sijill.register.speech.proposing import THERE
from sijill.register.speech.shapes import new_row, refuse_backwards, shape, stored


def accept_fact(*, actor: User, proposal: FactProposal, facts: Sequence[str], on: date) -> None:
    """Write the ticked facts into the entry, or let a part come or go; the history keeps what it was."""
    require(actor, Role.RECORDER)
    row = _waiting(actor, proposal)
    taken = [name for name in proposal.changes if name in facts]
    if not taken:
        raise Refusal(_("Tick at least one change, or keep the entry as it is."))
    with action("proposal.accept", actor=actor, subject=proposal.entity_id) as entry:
        written = _write(entry, proposal, row, taken)
        if written is not None:
            add_fact_support(entry, written, proposal.report, proposal.elements)
        entry.change(
            proposal, state=ProposalState.ACCEPTED.value, taken=sorted(taken), decided_by_id=actor.id, decided_on=on
        )


def keep_fact(*, actor: User, proposal: FactProposal, reasons: str, on: date) -> None:
    """Leave the entry as it is; the newer report stays beside the older one, and the reason is kept."""
    require(actor, Role.RECORDER)
    _waiting(actor, proposal)
    with action("proposal.keep", actor=actor, subject=proposal.entity_id) as entry:
        entry.change(proposal, state=ProposalState.KEPT.value, reasons=reasons, decided_by_id=actor.id, decided_on=on)


def _waiting(actor: User, proposal: FactProposal) -> Any:
    if FactProposal.objects.get(pk=proposal.pk).state != ProposalState.WAITING:
        raise Refusal(_("Somebody decided on this change already."))
    row = shape(proposal.entity_kind).model._default_manager.filter(pk=proposal.entity_id).first()
    require_seen(actor, row)
    return row


def _write(entry: Entry, proposal: FactProposal, row: Any, taken: Sequence[str]) -> Any:
    table, changes = proposal.entity_kind, proposal.changes
    if THERE in changes and not changes[THERE]["now"]:
        if row is not None:
            entry.end(row)
        return None
    names = [name for name in changes if name != THERE] if row is None else [name for name in taken if name != THERE]
    values: dict[str, Any] = {}
    for name in names:
        values |= stored(table, name, changes[name]["now"])
    if row is None:
        if "report" in shape(table).links:
            values["report_id"] = proposal.report_id
        row = new_row(table, values, id=proposal.entity_id)
        entry.add(row)
    elif values:
        refuse_backwards(table, {**row.__dict__, **values})
        entry.change(row, **values)
    return row
