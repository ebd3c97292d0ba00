"""Disruptions of networks and services: what is claimed, by whom, how sure, what was said afterwards (duty C5).

How sure and whether on purpose are not stored: rules compute them from the claims, one vote per
lineage. Only an order, an acknowledgement or a judgment makes a disruption deliberate.
"""

from __future__ import annotations

from sijill.tables.schema import Table, code, flag, fuzzy, number, ref, span, table, text

DISRUPTIONS: tuple[Table, ...] = (
    table(
        "disruption",
        "register",
        "A shutdown, throttling or blocking of a service in an area, as its sources describe it.",
        code("country", "places", "Where."),
        text("country_words", "The source's own word for the country, where ISO 3166-1 has no code for it."),
        code("scope", "disruption_scopes", "How much of the country."),
        code("kind", "disruption_kinds", "Shutdown, throttling, or both."),
        code("extent", "disruption_extents", "Whole networks, single services, or both."),
        code("networks", "network_kinds", "Mobile, fixed, or both."),
        fuzzy("began", "Between which days it began."),
        code("began_type", "date_types", "Actual or estimated, as the source says."),
        fuzzy("ended", "Between which days it ended."),
        code("ending", "disruption_endings", "Ended, going on, or not known: no end date is not `going on`."),
        code("ordered_by", "authority_kinds", "Who is said to have ordered it."),
        ref("authority_id", "organization", "The body, when it is registered.", nullable=True),
        code("trigger", "shutdown_triggers", "What happened at the time, as the source sees it."),
        code("justification", "shutdown_justifications", "What the authority said it was for."),
        code("authority_acknowledged", "tri", "The authority acknowledged it."),
        code("legal_basis_cited", "tri", "A legal basis was cited."),
        ref("provision_id", "provision", "The provision cited, when it is registered.", nullable=True),
        ref("demand_id", "demand", "The order behind it, when it is registered.", nullable=True),
        code("operator_named", "tri", "An operator is named."),
        code("operator_acknowledged", "tri", "An operator acknowledged it."),
        code("users_notified", "tri", "Users were told."),
        code("election", "tri", "During an election."),
        code("violence", "tri", "During violence."),
        code("abuse_reported", "tri", "Violations of human rights were reported at the time."),
        code("users_targeted", "user_groups", "A group that it was aimed at."),
        number(
            "count_year", "The year in which the source counts it, which need not be the year it began.", nullable=True
        ),
        code("state", "entry_states", "Draft, confirmed, rejected, withdrawn."),
    ),
    table(
        "disruption_service",
        "register",
        "A service that was or was not affected.",
        ref("disruption_id", "disruption", "In which disruption."),
        code("service", "services", "Which service."),
        code("affected", "tri", "Was it."),
    ),
    table(
        "disruption_area",
        "register",
        "A first-level area or country that was affected.",
        ref("disruption_id", "disruption", "In which disruption."),
        code("place", "places", "Which."),
    ),
    table(
        "disruption_claim",
        "register",
        "What one source says of a disruption: evidence is counted from these, one vote per lineage.",
        ref("disruption_id", "disruption", "Of which disruption."),
        ref("report_id", "report", "In which report.", nullable=True),
        text("lineage", "Where the information first came from: who repeats another shares its lineage."),
        code("kind", "claim_kinds", "Report, measurement, order, acknowledgement, judgment, denial."),
        code("says", "claim_says", "That it happened, that it did not, or that nothing can be seen."),
        code("cause", "disruption_causes", "Deliberate, not deliberate, or unknown, as this source has it."),
        fuzzy("began", "When it began, as this source has it: earliest and latest."),
        fuzzy("ended", "When it ended, as this source has it."),
    ),
    table(
        "disruption_update",
        "register",
        "What was said, restored or withdrawn at one moment. Its words stay in the database.",
        ref("disruption_id", "disruption", "Of which disruption."),
        ref("report_id", "report", "In which report.", nullable=True),
        fuzzy("occurred", "When."),
        code(
            "kind", "disruption_updates", "Affected, restored, step taken, notice, explanation, disclosure withdrawn."
        ),
        code("by_kind", "update_sources", "Who said or did it: operator, authority, company, other."),
        ref("by_id", "organization", "The body, when it is registered.", nullable=True),
        code("service", "services", "Which service, when it is about one."),
    ),
    table(
        "disruption_event",
        "register",
        "A disruption that surrounded an event.",
        ref("disruption_id", "disruption", "The disruption."),
        ref("event_id", "event", "The event."),
    ),
    table(
        "signal",
        "register",
        "What a rule makes of measurements of one network, domain or area over one span of time.",
        ref("report_id", "report", "The file or answer that holds the measurements."),
        ref("disruption_id", "disruption", "The disruption it bears on, when a person said so.", nullable=True),
        code("metric", "signal_metrics", "What was measured."),
        code("country", "places", "Where."),
        text("network", "Autonomous system, as AS and number; empty for the whole area."),
        text("domain", "Domain or service measured; empty when none."),
        fuzzy("began", "Between which days it began: last other, first of this outcome."),
        fuzzy("ended", "Between which days it ended."),
        code(
            "outcome",
            "signal_outcomes",
            "Disrupted, normal, insufficient, not covered: silence is none of the first two.",
        ),
        span("measurements", "Measurements in the span."),
        text("rule", "The rule and its version."),
        flag("closed", "The outcome was seen to end."),
    ),
)
