"""What a harmonised report counts, from what a platform filed here: its statements, appeals and orders of authorities.

Days are all that is kept, so that hours are multiples of 24. What the register cannot say stays out and is told in
words: notices that led to nothing, disputes before out-of-court bodies, suspensions of repeated offenders.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sijill.codelists.load import codelist
from sijill.collect.models import Report
from sijill.office.actions import runs_a_platform
from sijill.office.errors import Refusal
from sijill.register.speech.models import Demand, Platform, Statement
from sijill.statements.harmonised.build import restrictions
from sijill.statements.harmonised.facts import (
    ARTICLE_16,
    FLAGGER,
    NOT_SPECIFIED_ORDER,
    Complaint,
    Facts,
    Measure,
    Notice,
    Order,
    Place,
)
from sijill.statements.harmonised.lines import category_of
from sijill.statements.harmonised.parts import OTHER, STATES

# Reasons of the register's own list that have a sub-category in Annex I. Ours; no authority drew this line.
_KEYWORDS: Mapping[str, str] = {
    "defamation": "KEYWORD_DEFAMATION",
    "hate-speech": "KEYWORD_HATE_SPEECH",
    "terrorism": "KEYWORD_TERRORIST_CONTENT",
    "false-information": "KEYWORD_MISINFORMATION_DISINFORMATION",
    "electoral-law": "KEYWORD_VIOLATION_NATIONAL_LAW",
    "child-abuse": "KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL",
    "bullying": "KEYWORD_CYBER_BULLYING_INTIMIDATION",
    "suicide": "KEYWORD_SUICIDE",
    "drugs": "KEYWORD_PROHIBITED_PRODUCTS",
    "regulated-goods": "KEYWORD_PROHIBITED_PRODUCTS",
    "impersonation": "KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING",
    "copyright": "KEYWORD_COPYRIGHT_INFRINGEMENT",
    "trademark": "KEYWORD_TRADEMARK_INFRINGEMENT",
}
# Reasons that have only a category there: they become a sub-category of one's own, under the register's word.
_CATEGORIES: Mapping[str, str] = {
    "government-criticism": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    "religious-offence": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    "national-security": "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY",
    "public-order": "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY",
    "privacy-security": "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    "fraud": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
    "violence": "STATEMENT_CATEGORY_VIOLENCE",
}
_ACT, _INFORM = ("restrict-content", "restrict-account"), ("user-data", "user-data-emergency")
_OUTCOME = {
    "upheld": "upheld",
    "partly-reversed": "partly",
    "reversed": "reversed",
    "not-implemented": "reversed",
    "default": "omitted",
    "ineligible": "omitted",
    "withdrawn": "omitted",
}
_INTERNAL = ("", "company", "company-asked", "company-delegated", "not-stated", "not-asked")
_BASES = (
    ("decision_visibility", "visibility"),
    ("decision_provision", "provision"),
    ("decision_account", "account"),
    ("decision_monetary", "monetary"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """Facts of a platform, and in words what the register could not give."""

    facts: Facts
    gaps: tuple[str, ...]


def refuse_others() -> None:
    """Refusal in an installation that is not a platform's: nobody writes a platform's report but the platform."""
    if not runs_a_platform():
        raise Refusal(
            _(
                "A report is written in the platform's own installation (`sijill init --kind platform`); "
                "this one is not a platform's."
            )
        )


def platform_of(name: str) -> Platform:
    """The platform of that name; Refusal says which there are."""
    found = Platform.objects.filter(name=name).first()
    if found is None:
        known = ", ".join(Platform.objects.order_by("name").values_list("name", flat=True)) or "-"
        said = {"name": name, "known": known}
        raise Refusal(_("There is no platform %(name)s here. Platforms are: %(known)s.") % said)
    return found


def facts_of(platform: Platform) -> Told:
    """Everything that a platform filed, of all time; the report takes its period."""
    measures, notices = [], []
    for statement in Statement.objects.filter(platform=platform).select_related("restriction").iterator(2000):
        measure = measure_of(statement)
        measures.append(measure)
        if statement.source_type in (ARTICLE_16, FLAGGER):
            notices.append(
                Notice(
                    measure.day,
                    measure.place,
                    statement.source_type == FLAGGER,
                    1,
                    measure.ground,
                    None,
                    measure.decided,
                )
            )
    orders, left_out = _orders(platform)
    complaints, open_still = _complaints(platform)
    gaps = [
        f"{len(notices)} notices are those that led to a statement, one item each; others were not filed here.",
        "Out-of-court disputes and suspensions of repeated offenders are not filed here: they stand as 0.",
        *(
            [f"{left_out} orders are from outside the Union or ask for something else; they are in no row."]
            * bool(left_out)
        ),
        *([f"{open_still} complaints are not decided, or not by the platform; they are in no row."] * bool(open_still)),
    ]
    return Told(Facts(tuple(measures), tuple(notices), tuple(orders), tuple(complaints)), tuple(gaps))


def measure_of(statement: Statement) -> Measure:
    """The decision that a statement gives reasons for."""
    codes = [
        *statement.decision_visibility,
        statement.decision_monetary,
        statement.decision_provision,
        statement.decision_account,
    ]
    return Measure(
        day=statement.application_date,
        place=place_of(statement.category, statement.category_specification, statement.category_specification_other),
        ground=statement.decision_ground,
        source=statement.source_type,
        restrictions=restrictions(codes),
        detected=statement.automated_detection == "Yes",
        decided=statement.automated_decision,
        language=statement.content_language.casefold(),
        ordered=statement.restriction.demand_id is not None,
    )


def place_of(category: str, keywords: list[str], other: str) -> Place:
    """One place for a statement of several sub-categories: the first of its own category, else its own words."""
    mine = [one for one in keywords if category_of().get(one) == category]
    if mine:
        return Place(category, mine[0])
    if OTHER in keywords:
        return Place(category, OTHER, other)
    return Place(category, keywords[0] if keywords else "")


def _orders(platform: Platform) -> tuple[list[Order], int]:
    found, left_out = [], 0
    demands = Demand.objects.filter(company_id=platform.organization_id, service=platform.name, level="single")
    for demand in demands.exclude(state__in=("rejected", "withdrawn")).iterator(2000):
        state = {"GR": "EL"}.get(demand.country, demand.country)
        if state not in STATES or demand.kind not in (*_ACT, *_INFORM) or demand.made_lo is None:
            left_out += 1
            continue
        made, answered = demand.made_lo, demand.answered_lo
        hours = float((answered - made).days * 24) if isinstance(answered, date) and answered >= made else None
        found.append(
            Order(made, _place_of_order(demand), state, demand.kind in _INFORM, demand.items_low or 1, None, hours)
        )
    return found, left_out


def _place_of_order(demand: Demand) -> Place:
    """Where the statements stand that name the order; else where its reason does; else *not specified*."""
    named = Counter(
        Statement.objects.filter(restriction__demand=demand).values_list("category", flat=True).order_by("category")
    )
    keyword, category = _KEYWORDS.get(demand.reason, ""), _CATEGORIES.get(demand.reason, "")
    if named:
        return Place(named.most_common(1)[0][0], keyword)
    if keyword:
        return Place(category_of()[keyword], keyword)
    if category:
        return Place(category, OTHER, codelist("demand_reasons").label(demand.reason))
    return Place(NOT_SPECIFIED_ORDER)


def _complaints(platform: Platform) -> tuple[list[Complaint], int]:
    found, open_still = [], 0
    for statement, told, said in _appeals(platform):
        outcome = _OUTCOME.get(str(told.get("outcome", "")))
        if outcome is None or str(told.get("decider") or "") not in _INTERNAL:
            open_still += 1
            continue
        decided = told.get("decided")
        day = date.fromisoformat(str(decided)) if decided else said
        basis = next(name for field, name in _BASES if getattr(statement, field) or field == "decision_monetary")
        found.append(Complaint(day, basis, outcome, None))
    return found, open_still


def _appeals(platform: Platform) -> Iterator[tuple[Statement, Mapping[str, object], date]]:
    """Each appeal with the statement it is against, its words, and the day it was filed here."""
    by_restriction = {
        one.restriction_id: one for one in Statement.objects.filter(platform=platform, restriction__appealed="yes")
    }
    reports = Report.objects.filter(source=platform.source_id, key__startswith="appeal/").order_by("log_from", "id")
    for report in reports.prefetch_related("supports").iterator(2000):
        for support in report.supports.all():
            if support.entity_id in by_restriction and report.said_lo is not None:
                yield by_restriction[support.entity_id], json.loads(report.content), report.said_lo
                break
