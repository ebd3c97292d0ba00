"""Writes of the second ledger, by subject. Each: `verb_noun(*, actor, ...)`, one transaction, one log entry."""

from sijill.register.speech.actions.entries import (
    change_fact,
    record_demand,
    record_disruption,
    record_exposure,
    record_law,
    record_policy,
    record_restriction,
    reverse_restriction,
    set_fact_state,
    support_fact,
)
from sijill.register.speech.actions.links import (
    link_act_provision,
    link_demand_act,
    link_disruption_event,
    link_exposure_act,
    unlink,
)
from sijill.register.speech.actions.parts import (
    add_area,
    add_claim,
    add_count,
    add_place,
    add_service,
    add_update,
    end_part,
    place_signal,
    record_clause,
    record_provision,
)
from sijill.register.speech.actions.platforms import add_platform, issue_token, revoke_token
from sijill.register.speech.actions.proposals import accept_fact, keep_fact
from sijill.register.speech.actions.statements import file_statements

__all__ = [
    "accept_fact",
    "add_area",
    "add_claim",
    "add_count",
    "add_place",
    "add_platform",
    "add_service",
    "add_update",
    "change_fact",
    "end_part",
    "file_statements",
    "issue_token",
    "keep_fact",
    "link_act_provision",
    "link_demand_act",
    "link_disruption_event",
    "link_exposure_act",
    "place_signal",
    "record_clause",
    "record_demand",
    "record_disruption",
    "record_exposure",
    "record_law",
    "record_policy",
    "record_provision",
    "record_restriction",
    "reverse_restriction",
    "revoke_token",
    "set_fact_state",
    "support_fact",
    "unlink",
]
