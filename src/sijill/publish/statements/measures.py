"""Reports that count statements for which a condition holds: how many, by machine, on what ground, of which concern."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ibis

from sijill.assess.rules.statements.fields import ILLEGAL, TERMS, filed_on
from sijill.publish.statements.counting import Read, Told, grouped, told

Conditions = Callable[[ibis.Table], Mapping[str, Any]]
CIVIC = "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS"
SECURITY = "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY"
# The earliest days that the database's own form takes (StatementStoreRequest as of 24 June 2026), and the last.
FIRST_CONTENT, FIRST_APPLICATION, LAST_DAY = "2000-01-01", "2020-01-01", "2038-01-01"
_ENDS = (
    "end_date_visibility_restriction",
    "end_date_monetary_restriction",
    "end_date_service_restriction",
    "end_date_account_restriction",
)


def counting(
    conditions: Conditions, fields: Sequence[str], of: Callable[[ibis.Table], Any] | None = None
) -> Callable[[Read, Sequence[str]], Told]:
    """A report's function: statements, and those of each condition; of those only for which `of` holds."""

    def rows(read: Read, by: Sequence[str]) -> Told:
        statements = read.table if of is None else read.table.filter(of(read.table))
        return told(grouped(statements, by, conditions(statements)), by, read, fields=fields)

    return rows


def nothing_more(_s: ibis.Table) -> Mapping[str, Any]:
    """Statements are counted and nothing else."""
    return {}


def by_machine(s: ibis.Table) -> Mapping[str, Any]:
    """Found and decided by machine, in part, or by people."""
    found, decided = s.automated_detection == "Yes", s.automated_decision
    alone = decided == "AUTOMATED_DECISION_FULLY"
    return {
        "found_by_machine": found,
        "decided_by_machine": alone,
        "decided_in_part": decided == "AUTOMATED_DECISION_PARTIALLY",
        "decided_by_people": decided == "AUTOMATED_DECISION_NOT_AUTOMATED",
        "found_and_decided_by_machine": found & alone,
    }


def grounds(s: ibis.Table) -> Mapping[str, Any]:
    """Called illegal, or against the terms; and what those against the terms say of the law. Silence is not No."""
    terms, also = s.decision_ground == TERMS, s.incompatible_content_illegal
    return {
        "illegal": s.decision_ground == ILLEGAL,
        "terms": terms,
        "terms_and_illegal": terms & (also == "Yes"),
        "terms_not_illegal": terms & (also == "No"),
        "terms_silent_on_law": terms & (also.isnull() | (also == "")),
    }


def state_linked(s: ibis.Table) -> Any:
    """The category, or a further one, is civic discourse and elections, or public security."""
    return s.category.isin([CIVIC, SECURITY]) | _further(s, CIVIC) | _further(s, SECURITY)


def _further(s: ibis.Table, category: str) -> Any:
    blank = ibis.literal(" ")
    return (blank + s.category_addition_joined + blank).contains(f" {category} ").fill_null(False)


def concerns(s: ibis.Table) -> Mapping[str, Any]:
    """Which of the two, and how the platform came to act."""
    return {
        "civic_discourse_or_elections": (s.category == CIVIC) | _further(s, CIVIC),
        "public_security": (s.category == SECURITY) | _further(s, SECURITY),
        "illegal": s.decision_ground == ILLEGAL,
        "own_initiative": s.source_type == "SOURCE_VOLUNTARY",
        "trusted_flagger": s.source_type == "SOURCE_TRUSTED_FLAGGER",
        "other_notice": s.source_type.isin(["SOURCE_ARTICLE_16", "SOURCE_TYPE_OTHER_NOTIFICATION"]),
        "decided_by_machine": s.automated_decision == "AUTOMATED_DECISION_FULLY",
    }


def impossible_dates(s: ibis.Table) -> Mapping[str, Any]:
    """Dates that do not allow of each other, or that the database's own form does not take."""
    content, applied = s.content_date, s.application_date
    ended, late = ibis.literal(False), ibis.literal(False)
    for name in _ENDS:
        ended |= (s[name] < applied).fill_null(False)
        late |= (s[name] > ibis.date(LAST_DAY)).fill_null(False)
    return {
        "with_both_dates": content.notnull() & applied.notnull(),
        "applied_before_content": applied < content,
        "filed_before_content": filed_on(s) < content,
        "filed_before_applied": filed_on(s) < applied,
        "content_before_2000": content < ibis.date(FIRST_CONTENT),
        "applied_before_2020": applied < ibis.date(FIRST_APPLICATION),
        "ended_before_applied": ended,
        "ends_after_2038": late,
    }
