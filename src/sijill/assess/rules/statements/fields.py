"""What the fields of a statement of reasons answer: per check, conditions, each with its reason.

As for the register's records (`ground/fields.py`): the first condition that holds speaks, where none does the statement
does not say, and a condition over an empty field does not hold. Two things are told apart everywhere: a field that
the platform left empty, and one that this copy of the statements does not have (`left_out`).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import ibis

from sijill.assess.rules.ground.cases import Cases, Field

# Our reading: words that this many statements of one platform share say nothing about the case at hand.
COMMON = 100
# Our reading: whoever names all 27 States of the Union, or more of the EEA's 30, has set no limit. Counted by the
# length of the codes, two letters each and a blank between: lists of a million statements are slow to read.
UNION = 27 * 3 - 1
ILLEGAL, TERMS = "DECISION_GROUND_ILLEGAL_CONTENT", "DECISION_GROUND_INCOMPATIBLE_CONTENT"
_WHOLE_ACCOUNT = ("DECISION_PROVISION_TOTAL_SUSPENSION", "DECISION_PROVISION_TOTAL_TERMINATION")
_MEASURES = (
    ("decision_visibility_joined", "end_date_visibility_restriction"),
    ("decision_monetary", "end_date_monetary_restriction"),
    ("decision_provision", "end_date_service_restriction"),
    ("decision_account", "end_date_account_restriction"),
)


def left_out(r: ibis.Table, *names: str) -> Any:
    """This copy of the statement lacks one of the fields, so that an empty one says nothing."""
    found = ibis.literal(False)
    for name in names:
        found |= r.left_out.contains(f" {name} ")
    return found


def said(column: Any) -> Any:
    """A text, a code or some codes that are there. Never null."""
    return (column.notnull() & (column != "")).fill_null(False)


def explanation(r: ibis.Table) -> Any:
    """64 bits that stand for the words of the explanation that goes with the ground; null without one."""
    return ibis.cases(
        (r.decision_ground == ILLEGAL, r.illegal_content_explanation_hash),
        (r.decision_ground == TERMS, r.incompatible_content_explanation_hash),
    )


def _cited(r: ibis.Table) -> Cases:
    law, clause = said(r.illegal_content_legal_ground), said(r.incompatible_content_ground)
    cited = ((r.decision_ground == ILLEGAL) & law) | ((r.decision_ground == TERMS) & clause)
    return (
        (cited, "basis-in-words"),
        (left_out(r, "decision_ground", "illegal_content_legal_ground", "incompatible_content_ground"), "not-in-file"),
        (ibis.literal(True), "no-ground-given"),
    )


def _illegality(r: ibis.Table) -> Cases:
    illegal = r.decision_ground == ILLEGAL
    return (
        (illegal & said(r.illegal_content_legal_ground), "law-named"),
        (illegal & left_out(r, "illegal_content_legal_ground"), "not-in-file"),
        (illegal, "law-not-named"),
        # Against the terms and illegal as well: the form of the database then takes no law.
        ((r.decision_ground == TERMS) & (r.incompatible_content_illegal == "Yes"), "no-such-field"),
        (r.decision_ground == TERMS, "terms-only"),
    )


def _explained(r: ibis.Table) -> Cases:
    illegal = r.decision_ground == ILLEGAL
    out = (illegal & left_out(r, "illegal_content_explanation_hash")) | (
        (r.decision_ground == TERMS) & left_out(r, "incompatible_content_explanation_hash")
    )
    there = explanation(r).notnull()
    return (
        (there & r.common, "same-words"),
        (there, "own-words"),
        (out, "not-in-file"),
        (r.decision_ground.isin([ILLEGAL, TERMS]), "case-not-explained"),
    )


def _items(r: ibis.Table) -> Cases:
    return (
        (said(r.decision_account) | r.decision_provision.isin(_WHOLE_ACCOUNT), "whole-account"),
        (said(r.decision_visibility_joined), "single-items"),
    )


def _territory(r: ibis.Table) -> Cases:
    return (
        (left_out(r, "territorial_scope"), "not-in-file"),
        (r.territorial_scope_joined.length() >= UNION, "whole-country"),
        (said(r.territorial_scope_joined), "limited-territory"),
    )


def _time(r: ibis.Table) -> Cases:
    taken = {what: said(r[what]) for what, _ in _MEASURES}
    any_taken, ended, open_ended = ibis.literal(False), ibis.literal(False), ibis.literal(False)
    for what, end in _MEASURES:
        any_taken |= taken[what]
        ended |= taken[what] & r[end].notnull()
        open_ended |= taken[what] & r[end].isnull()
    return (
        (any_taken & left_out(r, *(end for _, end in _MEASURES)), "not-in-file"),
        (ended & open_ended, "end-set-in-part"),
        (ended, "end-set"),
        (any_taken, "without-end"),
    )


def _human(r: ibis.Table) -> Cases:
    return (
        (r.automated_decision == "AUTOMATED_DECISION_NOT_AUTOMATED", "person-decided"),
        (r.automated_decision == "AUTOMATED_DECISION_PARTIALLY", "machine-helped"),
        (r.automated_decision == "AUTOMATED_DECISION_FULLY", "machine-decided"),
    )


def _redress(_r: ibis.Table) -> Cases:
    return ((ibis.literal(True), "no-such-field"),)


def _automation(r: ibis.Table) -> Cases:
    found, decided = r.automated_detection, r.automated_decision
    return (
        ((found == "No") & (decided == "AUTOMATED_DECISION_NOT_AUTOMATED"), "no-machine"),
        (said(found) & said(decided), "error-rate-missing"),
    )


def _source(r: ibis.Table) -> Cases:
    return (
        (r.source_type == "SOURCE_VOLUNTARY", "own-initiative"),
        (said(r.source_type) & said(r.source_identity), "source-named"),
        (said(r.source_type), "source-kind-only"),
    )


def filed_on(r: ibis.Table) -> Any:
    """The day on which the statement was filed (UTC)."""
    return r.created_at.date()


def _dates(r: ibis.Table) -> Cases:
    return (
        (r.application_date < r.content_date, "applied-before-content"),
        (filed_on(r) < r.application_date, "filed-before-applied"),
        (r.content_date.notnull() & r.application_date.notnull(), "dates-in-order"),
    )


FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "legality/provision-cited": _cited,
        "legality/illegality-grounded": _illegality,
        "necessity/threat-specific": _explained,
        "necessity/narrow-in-items": _items,
        "necessity/narrow-in-territory": _territory,
        "necessity/narrow-in-time": _time,
        "public-accountability/human-in-decision": _human,
        "remedy/appeal-available": _redress,
        "transparency/automation-disclosed": _automation,
        "transparency/source-disclosed": _source,
        "transparency/dates-in-order": _dates,
    }
)

_END_DATES = tuple(end for _, end in _MEASURES)
READS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "legality/provision-cited": ("illegal_content_legal_ground", "incompatible_content_ground"),
        "legality/illegality-grounded": ("decision_ground", "illegal_content_legal_ground"),
        "necessity/threat-specific": ("illegal_content_explanation", "incompatible_content_explanation"),
        "necessity/narrow-in-items": ("decision_visibility", "decision_account", "decision_provision"),
        "necessity/narrow-in-territory": ("territorial_scope",),
        "necessity/narrow-in-time": _END_DATES,
        "public-accountability/human-in-decision": ("automated_decision",),
        "remedy/appeal-available": (),
        "transparency/automation-disclosed": ("automated_detection", "automated_decision"),
        "transparency/source-disclosed": ("source_type", "source_identity"),
        "transparency/dates-in-order": ("content_date", "application_date"),
    }
)
"""The fields that each check reads, so that what is known to be wrong in one can stand beside its figures."""
