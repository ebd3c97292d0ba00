"""The speech ledger, the answers to the ground rules, and remedy: shapes decided, rooms to come.

Demands and restrictions carry the four questions (who decided and who asked, what was done, was
it a machine, what remedy); `statement` holds the field meanings of the EU statement of reasons
(Regulation (EU) 2022/2065, Art. 17 and 24(5)) so that both worlds share rules.
"""

from __future__ import annotations

from sijill.tables.schema import (
    Column,
    Kind,
    Table,
    code,
    day,
    flag,
    fuzzy,
    ident,
    number,
    ref,
    span,
    table,
    text,
)


def _later(name: str, room: str, doc: str, *columns: Column | tuple[Column, ...]) -> Table:
    return table(name, room, doc, *columns, built=False)


LAWS: tuple[Table, ...] = (
    _later(
        "law",
        "register",
        "A law, decree or order of general application, one row per version.",
        code("jurisdiction", "places", "Whose law."),
        text("title", "Title in its own language."),
        fuzzy("in_force", "From when."),
        fuzzy("repealed", "Until when."),
        text("gazette", "Where it was published."),
        code("oversight", "oversight_kinds", "Who oversees its use."),
        code("monitoring_duty", "tri", "Does it impose a duty of proactive monitoring or filtering."),
    ),
    _later(
        "provision",
        "register",
        "One article of a law: offence, definition, penalty.",
        ref("law_id", "law", "Of which law."),
        text("article", "Its number."),
        code("offence", "offences", "What it punishes or orders."),
        span("penalty_months", "Months of imprisonment."),
        flag("delegates_adjudication", "A company or agency decides what is unlawful."),
        number("removal_deadline_hours", "Hours within which content must go.", nullable=True),
    ),
    _later(
        "policy",
        "register",
        "A company's rules or ranking criteria, one row per version.",
        ref("organization_id", "organization", "Whose rules."),
        fuzzy("in_force", "From when."),
        code("protected_category", "tri", "Does it name journalists and defenders as a protected category."),
        code("ranking_choice", "tri", "Can a user choose how content is ranked."),
    ),
    _later(
        "clause",
        "register",
        "One clause of a policy.",
        ref("policy_id", "policy", "Of which policy."),
        text("number", "Its number."),
        code("subject", "clause_subjects", "What it forbids or promises."),
    ),
)

MEASURES: tuple[Table, ...] = (
    _later(
        "demand",
        "register",
        "A demand by an authority to a company or operator; aggregates that companies publish are demands too.",
        ref("authority_id", "organization", "Who asked.", nullable=True),
        code("authority_kind", "authority_kinds", "Court, police, agency, other."),
        ref("company_id", "organization", "Who was asked."),
        code("country", "places", "Whose authority."),
        code("kind", "demand_kinds", "Remove, restrict, hand over data, suspend an account, disrupt a network."),
        fuzzy("made", "When, or the period of an aggregate."),
        text("legal_basis", "Legal basis cited; empty when none is."),
        ref("provision_id", "provision", "The provision cited, when it is registered.", nullable=True),
        code("written", "tri", "In writing."),
        code("gag", "tri", "With a duty of silence."),
        span("requests", "Requests."),
        span("items", "Items named."),
        span("accounts", "Accounts named."),
        code("challenged", "tri", "Did the company challenge it."),
        code("narrowed", "tri", "Was it narrowed."),
        code("outcome", "demand_outcomes", "What the company did."),
        span("complied", "Requests complied with, in whole or in part."),
    ),
    _later(
        "restriction",
        "register",
        "A decision on content, an account or a service; a reversal is a new row.",
        ref("demand_id", "demand", "The demand behind it.", nullable=True),
        ref("person_id", "person", "The person affected.", nullable=True),
        ref("company_id", "organization", "Who carried it out.", nullable=True),
        ref("reverses_id", "restriction", "The decision that this one reverses.", nullable=True),
        code("decider", "decider_kinds", "Who decided: court, agency, company."),
        code("measure", "measures", "What was done."),
        code("territory", "places", "Where it applies."),
        fuzzy("applied", "From when."),
        fuzzy("ended", "Until when; an open end means indefinite."),
        code("ground", "grounds", "Law, terms of service, other."),
        ref("provision_id", "provision", "The provision cited.", nullable=True),
        ref("clause_id", "clause", "The clause cited.", nullable=True),
        code("automated_detection", "tri", "Found by a machine."),
        code("automated_decision", "automation", "Decided by a machine."),
        code("notified", "tri", "Was the person told."),
        code("remedy", "remedies", "What remedy was open."),
    ),
    _later(
        "disruption",
        "register",
        "A shutdown, throttling or blocking of a service in an area.",
        code("country", "places", "Where."),
        code("kind", "disruption_kinds", "Shutdown, throttling, blocking of a platform."),
        fuzzy("began", "Between which days it began."),
        fuzzy("ended", "Between which days it ended."),
        code("evidence", "disruption_evidence", "Reported, observed, corroborated, confirmed."),
        flag("disputed", "Somebody credible says otherwise."),
        code(
            "cause",
            "disruption_causes",
            "Deliberate, not deliberate, unknown; deliberate only on an order or admission.",
        ),
        ref("demand_id", "demand", "The order behind it.", nullable=True),
    ),
    _later(
        "disruption_update",
        "register",
        "What was said or restored at one moment of a disruption.",
        ref("disruption_id", "disruption", "Of which disruption."),
        fuzzy("occurred", "When."),
        code(
            "kind",
            "disruption_updates",
            "Affected, restored, step taken, notice, explanation, disclosure withdrawn.",
        ),
    ),
    _later(
        "exposure",
        "register",
        "Users' data leaked, taken by an insider, breached or sold.",
        ref("company_id", "organization", "Whose users."),
        code("kind", "exposure_kinds", "Leak, insider, breach, sale."),
        code("standing", "attributions", "Alleged or established, and how."),
        fuzzy("occurred", "When."),
        span("persons", "Persons affected."),
    ),
    _later(
        "demand_act",
        "register",
        "A demand that led to an act against a person.",
        ref("demand_id", "demand", "The demand."),
        ref("act_id", "act", "The act."),
    ),
    _later(
        "disruption_event",
        "register",
        "A disruption that surrounded an event.",
        ref("disruption_id", "disruption", "The disruption."),
        ref("event_id", "event", "The event."),
    ),
)

ASSESS: tuple[Table, ...] = (
    _later(
        "answer",
        "assess",
        "What a person answered to a check, with evidence; findings are computed from answers and rules.",
        text("check", "Slug of the check, for instance `necessity/narrow-in-time`."),
        number("version", "Version of the check."),
        text("entity_kind", "Which table."),
        ref("entity_id", "", "Which row."),
        code("verdict", "verdicts", "Met, partly, not met, unknown, not applicable."),
        ref("report_id", "report", "The evidence.", nullable=True),
        day("answered_on", "When."),
    ),
)

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


def _codes(name: str, codelist: str, doc: str) -> Column:
    return Column(name, Kind.CODES, doc, codelist=codelist)


STATEMENT = Table(
    "statement",
    "collect",
    "A statement of reasons in the EU database's own meaning; bulk dumps live only as Parquet, never in the database.",
    (
        ident("uuid", "Identifier in the EU database."),
        text("platform_name", "Service that decided."),
        _codes("decision_visibility", "dsa_visibility", "What was done to visibility."),
        code("decision_monetary", "dsa_monetary", "What was done to money."),
        code("decision_provision", "dsa_provision", "What was done to the service."),
        code("decision_account", "dsa_account", "What was done to the account."),
        day("end_date_visibility_restriction", "Until when; empty means indefinite.", nullable=True),
        code("decision_ground", "dsa_ground", "Illegal, or against the terms."),
        text("illegal_content_legal_ground", "Law cited.", nullable=True),
        text("incompatible_content_ground", "Clause cited.", nullable=True),
        code("incompatible_content_illegal", "dsa_yes_no", "Also illegal; blank is not No."),
        code("category", "dsa_categories", "Main category."),
        _codes("category_addition", "dsa_categories", "Further categories."),
        _codes("category_specification", "dsa_keywords", "Sub-categories."),
        _codes("content_type", "dsa_content_types", "Kind of content."),
        text("content_language", "Two-letter language code.", nullable=True),
        day("content_date", "When the content was posted."),
        day("application_date", "From when the decision applies."),
        _codes("territorial_scope", "places", "Where it applies."),
        code("source_type", "dsa_sources", "Notice, trusted flagger, own initiative."),
        code("automated_detection", "dsa_yes_no", "Found by a machine."),
        code("automated_decision", "dsa_automated", "Decided by a machine."),
        text("puid", "The platform's own identifier, unique per platform."),
        day("created_on", "When the statement was filed."),
    ),
    kept=False,
    built=False,
)
