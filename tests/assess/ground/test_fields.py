"""What the record answers by itself: every condition once, and every kind of record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sijill.assess.rules.ground.check import KINDS
from sijill.assess.rules.ground.checks import applying
from sijill.assess.rules.ground.prepared import findings_of
from sijill.assess.rules.ground.reasons import VERDICT_OF
from tests.assess.ground.world import Measures

Made = tuple[Measures, str, str]


def linked(world: Measures, given: dict[str, Any]) -> dict[str, Any]:
    """Make what stands behind a record, out of `law`, `provision`, `policy`, `clause`, `demand`; the links to it."""
    links: dict[str, Any] = {}
    if "law" in given or "provision" in given:
        law = world.law(**given.pop("law", {}))
        links["provision_id"] = world.add("provision", law_id=law, **given.pop("provision", {}))
    if "policy" in given or "clause" in given:
        policy = world.add("policy", state="confirmed", organization_id="organization-001", **given.pop("policy", {}))
        links["clause_id"] = world.add("clause", policy_id=policy, **given.pop("clause", {}))
    if "demand" in given:
        links["demand_id"] = world.demand(**given.pop("demand"))
    return links


def made(kind: str, facts: dict[str, Any]) -> Made:
    """A record of a kind with what stands behind it; `reversed`, `updates`, `claims`, `totals` come after it."""
    world, given = Measures(), dict(facts)
    links = linked(world, given)
    updates, claims, totals = given.pop("updates", ()), given.pop("claims", ()), given.pop("totals", ())
    back = given.pop("reversed", False)
    makers: dict[str, Callable[[], str]] = {
        "restriction": lambda: world.restriction(**given, **links),
        "demand": lambda: world.demand(**given, **links),
        "disruption": lambda: world.disruption(**given, **links),
        "law": lambda: world.law(**given),
        "provision": lambda: str(links["provision_id"]),
        "clause": lambda: str(links["clause_id"]),
        "policy": lambda: world.add("policy", state="confirmed", organization_id="organization-001", **given),
        "company": lambda: world.add("organization", **given),
    }
    entity = makers[kind]()
    if back:
        world.restriction(reverses_id=entity, measure="restored")
    for update in updates:
        world.add("disruption_update", disruption_id=entity, kind=update)
    for claim in claims:
        world.add("disruption_claim", disruption_id=entity, kind=claim)
    for level in totals:
        world.add("demand", state="confirmed", level=level, company_id=entity)
    return world, kind, entity


OLD, NEW = {"in_force": "2007"}, {"in_force": "2011"}
CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("restriction", {"law": OLD, "applied": "2009"}, "legality/law-in-force", "law-in-force"),
    ("restriction", {"law": NEW, "applied": "2009"}, "legality/law-in-force", "law-later"),
    ("restriction", {"law": OLD, "applied": "2007"}, "legality/law-in-force", "not-recorded"),  # within one year
    ("restriction", {"law": OLD}, "legality/law-in-force", "not-recorded"),  # undated
    (
        "restriction",
        {"law": {**OLD, "repealed": "2008", "repealed_unknown": ""}, "applied": "2009"},
        "legality/law-in-force",
        "law-repealed",
    ),
    (
        "restriction",
        {"law": {**OLD, "repealed_unknown": "not-asked"}, "applied": "2009"},
        "legality/law-in-force",
        "not-recorded",  # nobody asked whether it still stands
    ),
    ("restriction", {"law": {"accessible": "yes"}}, "legality/law-accessible", "recorded-yes"),
    ("restriction", {"law": {"accessible": "disputed"}}, "legality/law-accessible", "sources-disagree"),
    ("restriction", {"policy": {"published": "no"}}, "legality/law-accessible", "recorded-no"),
    ("restriction", {"clause": {}}, "legality/provision-cited", "provision-registered"),
    ("restriction", {"provision": {}}, "legality/provision-cited", "provision-registered"),
    ("restriction", {"ground": "none-given"}, "legality/provision-cited", "no-ground-given"),
    ("restriction", {"provision": {"discretion_limited": "no"}}, "legality/discretion-limited", "recorded-no"),
    ("restriction", {"clause": {"precise": "no"}}, "legality/definition-precise", "recorded-no"),
    ("restriction", {"decider": "tribunal"}, "legality/decided-by-independent-competent-body", "decided-by-court"),
    ("restriction", {"decider": "company"}, "legality/decided-by-independent-competent-body", "own-rules"),
    (
        "restriction",
        {"decider": "company-asked"},
        "legality/decided-by-independent-competent-body",
        "company-in-place-of-court",
    ),
    (
        "restriction",
        {"decider": "agency", "remedy": "none"},
        "legality/decided-by-independent-competent-body",
        "no-court",
    ),
    (
        "restriction",
        {"decider": "agency", "remedy": "court"},
        "legality/decided-by-independent-competent-body",
        "court-review-not-recorded",
    ),
    ("restriction", {"demand": {"written": "yes", "signed": "no"}}, "legality/order-in-writing", "unsigned"),
    ("restriction", {"decider": "company"}, "legality/order-in-writing", "own-rules"),
    ("restriction", {"demand": {"reason": "defamation"}}, "legitimate-aim/aim-listed", "reason-names-aim"),
    ("restriction", {"demand": {"reason": "false-information"}}, "legitimate-aim/aim-listed", "aim-unclear"),
    (
        "restriction",
        {"demand": {"reason": "government-criticism"}},
        "legitimate-aim/aim-not-shielding-criticism",
        "reason-is-criticism",
    ),
    ("restriction", {"explained": "no"}, "necessity/threat-specific", "case-not-explained"),
    ("restriction", {"explained": "yes"}, "necessity/threat-specific", "not-recorded"),  # explained is not specific
    ("restriction", {"scope": "item"}, "necessity/narrow-in-items", "single-items"),
    ("restriction", {"scope": "account"}, "necessity/narrow-in-items", "whole-account"),
    ("restriction", {"scope": "network"}, "necessity/narrow-in-items", "whole-service"),
    ("restriction", {"territorial_limit": "yes"}, "necessity/narrow-in-territory", "limited-territory"),
    ("restriction", {"territorial_limit": "no"}, "necessity/narrow-in-territory", "whole-country"),
    ("restriction", {"ended": "2020"}, "necessity/narrow-in-time", "end-set"),
    ("restriction", {"indefinite": "yes", "ended": "2020"}, "necessity/narrow-in-time", "without-end"),
    (
        "restriction",
        {"measure": "sanction", "provision": {"hatred_incitement": "no", "offence": "defamation"}},
        "necessity/rabat-threshold",
        "no-incitement",
    ),
    ("restriction", {"measure": "sanction"}, "necessity/rabat-threshold", "not-recorded"),
    ("restriction", {"measure": "not-stated"}, "necessity/criminal-sanction-justified", "not-recorded"),
    ("restriction", {"measure": "removed"}, "necessity/criminal-sanction-justified", "no-criminal-sanction"),
    (
        "restriction",
        {"measure": "sanction", "provision": {"offence": "insult", "penalty": "prison"}},
        "necessity/penalty-proportionate",
        "prison-for-defamation",
    ),
    (
        "restriction",
        {"measure": "sanction", "provision": {"offence": "blasphemy", "penalty": "death"}},
        "necessity/penalty-proportionate",
        "corporal-or-death",
    ),
    ("restriction", {"published": "yes"}, "public-accountability/measure-published", "recorded-yes"),
    (
        "restriction",
        {"decided_by_id": "organization-009"},
        "public-accountability/authority-named",
        "authority-registered",
    ),
    (
        "restriction",
        {"remedy": "court", "appealed": "yes", "appeal_outcome": "upheld"},
        "public-accountability/reviewed-independently",
        "decided-outside",
    ),
    ("restriction", {"remedy": "internal"}, "public-accountability/reviewed-independently", "review-not-recorded"),
    ("restriction", {"remedy": "none"}, "public-accountability/reviewed-independently", "no-remedy"),
    ("restriction", {"notified": "yes", "explained": "no"}, "remedy/person-notified", "told-without-reason"),
    ("restriction", {"notified": "no"}, "remedy/person-notified", "recorded-no"),
    ("restriction", {"remedy": "internal"}, "remedy/appeal-available", "appeal-open"),
    ("restriction", {"remedy": "not-stated"}, "remedy/appeal-available", "not-recorded"),
    ("restriction", {"appealed": "no"}, "remedy/reviewer-uninvolved", "no-appeal-made"),
    ("restriction", {"appealed": "yes", "remedy": "internal"}, "remedy/reviewer-uninvolved", "review-not-recorded"),
    ("restriction", {"appeal_outcome": "default"}, "remedy/heard-and-reasoned", "decided-by-silence"),
    ("restriction", {"remedy": "several"}, "remedy/outside-body-available", "outside-open"),
    ("restriction", {"remedy": "internal"}, "remedy/outside-body-available", "no-remedy"),
    ("restriction", {"remedy": "administrative"}, "remedy/outside-body-available", "not-recorded"),
    ("restriction", {"appeal_outcome": "not-implemented"}, "remedy/outside-body-available", "not-carried-out"),
    ("restriction", {"reversed": True, "redressed": "yes"}, "remedy/restored-when-reversed", "recorded-yes"),
    ("restriction", {"reversed": True}, "remedy/restored-when-reversed", "not-recorded"),
    ("restriction", {"appeal_outcome": "reversed", "redressed": "no"}, "remedy/restored-when-reversed", "recorded-no"),
    ("restriction", {"appeal_outcome": "upheld"}, "remedy/restored-when-reversed", "not-reversed"),
    ("restriction", {"demand": {"archived": "yes"}}, "transparency/demand-archived", "recorded-yes"),
    (
        "restriction",
        {"automated_detection": "no", "automated_decision": "not-automated"},
        "transparency/automation-disclosed",
        "no-machine",
    ),
    (
        "restriction",
        {"automated_detection": "yes", "automated_decision": "fully"},
        "transparency/automation-disclosed",
        "error-rate-missing",
    ),
    ("restriction", {"automated_detection": "yes"}, "transparency/automation-disclosed", "not-recorded"),
    (
        "demand",
        {"authority_kind": "court-third-party"},
        "legality/decided-by-independent-competent-body",
        "decided-by-court",
    ),
    ("demand", {"process": "court-order"}, "legality/decided-by-independent-competent-body", "decided-by-court"),
    (
        "demand",
        {"authority_kind": "police", "official": "no"},
        "legality/decided-by-independent-competent-body",
        "asked-informally",
    ),
    (
        "demand",
        {"authority_kind": "police"},
        "legality/decided-by-independent-competent-body",
        "court-review-not-recorded",
    ),
    ("demand", {"basis": "none-cited"}, "legality/provision-cited", "no-ground-given"),
    ("demand", {"legal_basis": "Act 1"}, "legality/provision-cited", "basis-in-words"),
    ("demand", {"written": "yes", "signed": "yes"}, "legality/order-in-writing", "recorded-yes"),
    ("demand", {"reason": "government-criticism"}, "legitimate-aim/aim-listed", "reason-is-criticism"),
    ("demand", {"kind": "user-data"}, "necessity/narrow-in-items", "another-kind"),
    (
        "demand",
        {"kind": "restrict-content", "items_low": 2, "items_high": 2},
        "necessity/narrow-in-items",
        "single-items",
    ),
    ("demand", {"kind": "disrupt-network"}, "necessity/narrow-in-items", "whole-service"),
    ("demand", {"outcome": "complied-applied-elsewhere"}, "necessity/narrow-in-territory", "beyond-country"),
    ("demand", {"signed": "yes"}, "public-accountability/authority-named", "authority-registered"),
    ("demand", {"gag": "no"}, "public-accountability/gag-justified", "no-gag"),
    ("demand", {"gag": "yes", "basis": "none-cited"}, "public-accountability/gag-justified", "gag-without-basis"),
    ("demand", {"gag": "yes", "basis": "law"}, "public-accountability/gag-justified", "not-recorded"),
    ("demand", {"archived": "no"}, "transparency/demand-archived", "recorded-no"),
    ("disruption", {"legal_basis_cited": "no"}, "legality/provision-cited", "no-ground-given"),
    ("disruption", {"ordered_by": "court"}, "legality/decided-by-independent-competent-body", "decided-by-court"),
    ("disruption", {"justification": "public-safety"}, "legitimate-aim/aim-listed", "reason-names-aim"),
    ("disruption", {"justification": "school-exams"}, "legitimate-aim/aim-listed", "aim-unclear"),
    ("disruption", {"justification": "none-given"}, "necessity/threat-specific", "case-not-explained"),
    ("disruption", {"extent": "service-based"}, "necessity/narrow-in-items", "whole-service"),
    ("disruption", {"scope": "national"}, "necessity/narrow-in-territory", "whole-country"),
    ("disruption", {"scope": "one-locality"}, "necessity/narrow-in-territory", "limited-territory"),
    ("disruption", {"ending": "ended", "ended": "2020"}, "necessity/narrow-in-time", "person-needed"),
    ("disruption", {"updates": ["order-published"]}, "public-accountability/measure-published", "recorded-yes"),
    ("disruption", {"claims": ["judgment"]}, "public-accountability/reviewed-independently", "decided-outside"),
    ("disruption", {"claims": ["report"]}, "public-accountability/reviewed-independently", "not-recorded"),
    ("disruption", {"users_notified": "no"}, "remedy/person-notified", "recorded-no"),
    ("law", {"oversight": "court-before"}, "legality/decided-by-independent-competent-body", "court-oversees"),
    ("law", {"oversight": "court-after"}, "legality/decided-by-independent-competent-body", "later-oversight"),
    ("law", {"oversight": "independent-body"}, "public-accountability/reviewed-independently", "court-oversees"),
    ("law", {"oversight": "executive"}, "public-accountability/reviewed-independently", "no-oversight"),
    ("law", {"consulted": "no"}, "public-accountability/rule-consulted-inclusively", "recorded-no"),
    ("provision", {"provision": {"precise": "yes"}}, "legality/definition-precise", "recorded-yes"),
    (
        "provision",
        {"provision": {"delegates_adjudication": "yes"}},
        "legality/decided-by-independent-competent-body",
        "company-in-place-of-court",
    ),
    ("provision", {"provision": {"hatred_incitement": "no"}}, "necessity/rabat-threshold", "no-incitement"),
    (
        "provision",
        {"provision": {"hatred_incitement": "yes", "penalty": "content"}},
        "necessity/rabat-threshold",
        "no-criminal-sanction",
    ),
    (
        "provision",
        {"provision": {"penalty": "licence"}},
        "necessity/criminal-sanction-justified",
        "no-criminal-sanction",
    ),
    ("provision", {"provision": {"penalty": "none"}}, "necessity/penalty-proportionate", "no-criminal-sanction"),
    ("provision", {"provision": {"penalty": "fine"}}, "necessity/penalty-proportionate", "not-recorded"),
    ("policy", {"kind": "content-rules", "published": "yes"}, "transparency/rules-public", "recorded-yes"),
    ("policy", {"kind": "ranking", "published": "yes"}, "transparency/rules-public", "another-kind"),
    ("policy", {"kind": "ranking", "published": "no"}, "transparency/ranking-criteria-public", "recorded-no"),
    ("clause", {"clause": {"precise": "disputed"}}, "legality/definition-precise", "sources-disagree"),
    ("company", {"kind": "company", "totals": ["total"]}, "transparency/aggregate-published", "totals-on-record"),
    (
        "company",
        {"kind": "company", "totals": ["breakdown"]},
        "transparency/demands-broken-down",
        "breakdown-on-record",
    ),
    ("company", {"kind": "company"}, "transparency/aggregate-published", "not-recorded"),
    ("company", {"kind": "other", "totals": ["total"]}, "transparency/demands-broken-down", "not-recorded"),
]


@pytest.mark.parametrize(("kind", "facts", "check", "reason"), CASES)
def test_a_record_answers(kind: str, facts: dict[str, Any], check: str, reason: str) -> None:
    world, kind, entity = made(kind, facts)
    found = world.findings(entity, kind)[check]
    assert found.record_reason == reason
    assert found.verdict == VERDICT_OF[reason]


def test_every_reason_that_a_record_can_give_is_given_once() -> None:
    assert set(VERDICT_OF) == {reason for _, _, _, reason in CASES}


BARE: dict[str, dict[str, Any]] = {
    "restriction": {"decider": "not-stated"},
    "disruption": {"ordered_by": "not-stated"},
    "provision": {"provision": {}},
    "clause": {"clause": {}},
    "company": {"kind": "company"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_check_of_a_kind_is_asked_once_and_says_unknown_where_nothing_is_known(kind: str) -> None:
    world, kind, entity = made(kind, BARE.get(kind, {}))
    found = world.findings(entity, kind)
    assert list(found) == [one.id for one in applying(kind)]
    assert {one.verdict for one in found.values()} == {"unknown"}


@pytest.mark.parametrize(
    "facts",
    [
        {"level": "total"},
        {"level": "breakdown"},
        {"state": "rejected"},
        {"state": "withdrawn"},
        {"reverses_id": "restriction-999"},
        {"measure": "refused-notice"},
    ],
)
def test_totals_reversals_and_rejected_rows_are_not_asked(facts: dict[str, Any]) -> None:
    world = Measures()
    assert world.findings(world.restriction(**facts)) == {}


def test_companies_rules_say_whether_its_standards_are_public() -> None:
    world = Measures()
    company = world.add("organization", kind="platform")
    world.add("policy", state="confirmed", organization_id=company, kind="content-rules", published="yes")
    world.add("policy", state="confirmed", organization_id=company, kind="ranking", published="no")
    found = world.findings(company, "company")
    assert found["transparency/rules-public"].verdict == "met"
    assert found["transparency/ranking-criteria-public"].verdict == "not-met"


def test_an_organization_that_is_no_company_is_not_asked() -> None:
    world = Measures()
    world.add("organization", kind="union")
    assert findings_of(world.rows, "company", "organization-001") == []


def test_a_time_limit_of_one_order_is_applied_nowhere() -> None:
    """Six months, two months: no column of days or months is read by any field."""
    world = Measures()
    short = world.restriction(remedy="internal", country="BR", applied="2024-03-01", ended="2024-03-02")
    assert world.findings(short)["remedy/appeal-available"].verdict == "met"
