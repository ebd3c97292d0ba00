"""Remedy: notice, appeal, independent review, escalation, what was done, who owes what. The room is to come."""

from __future__ import annotations

from sijill.tables.schema import Column, Table, code, day, fuzzy, number, ref, table, text


def _later(name: str, room: str, doc: str, *columns: Column | tuple[Column, ...]) -> Table:
    return table(name, room, doc, *columns, built=False)


REMEDY: tuple[Table, ...] = (
    _later(
        "notice",
        "remedy",
        "Was the person told, when, with what.",
        ref("restriction_id", "restriction", "Of which restriction."),
        fuzzy("given", "When."),
        code("content", "notice_contents", "Clause, reason, way to appeal."),
    ),
    _later(
        "appeal",
        "remedy",
        "An appeal against a restriction or a demand.",
        ref("restriction_id", "restriction", "Against which restriction.", nullable=True),
        ref("demand_id", "demand", "Against which demand.", nullable=True),
        day("lodged_on", "When."),
        day("due_on", "When a decision is due.", nullable=True),
        code("outcome", "appeal_outcomes", "Upheld, reversed, partly, pending."),
    ),
    _later(
        "appeal_review",
        "remedy",
        "Who reviewed an appeal; never someone who took part in the decision.",
        ref("appeal_id", "appeal", "Which appeal."),
        code("independence", "independence", "What makes the reviewer independent."),
        day("decided_on", "When.", nullable=True),
        code("outcome", "appeal_outcomes", "With what result."),
    ),
    _later(
        "escalation",
        "remedy",
        "A case taken to a company or a helpline, with its clock; consent is read first.",
        ref("event_id", "event", "About which event."),
        ref("organization_id", "organization", "To whom."),
        day("sent_on", "When."),
        day("answered_on", "When it was answered.", nullable=True),
        code("outcome", "escalation_outcomes", "With what result."),
    ),
    _later(
        "intervention",
        "remedy",
        "Legal aid, protection, publicity, training: what was done for someone, with its outcome.",
        ref("event_id", "event", "About which event.", nullable=True),
        code("kind", "intervention_kinds", "HURIDOCS MT20 and ours."),
        fuzzy("occurred", "When."),
        code("response", "responses", "HURIDOCS MT27."),
        code("impact", "impacts", "HURIDOCS MT44."),
    ),
    _later(
        "consultation",
        "remedy",
        "An inclusive consultation on a law or on rules.",
        ref("law_id", "law", "On which law.", nullable=True),
        ref("policy_id", "policy", "On which policy.", nullable=True),
        fuzzy("held", "When."),
        number("comments", "Comments received.", nullable=True),
        number("comments_answered", "Comments answered with what was done.", nullable=True),
    ),
    _later(
        "commitment",
        "remedy",
        "Who promised or owes what; evidence; where it stands.",
        ref("organization_id", "organization", "Who.", nullable=True),
        text("duty", "The duty it answers, for instance `duty:C5`."),
        code("state", "commitment_states", "Where it stands."),
        day("due_on", "By when.", nullable=True),
    ),
)
