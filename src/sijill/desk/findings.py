"""What the checks say of one record: the rows that bear on it, read from the database, and its findings for a page.

The bulk expressions run on these few rows in memory (`assess.rules.ground.prepared`), so a page and a figure
cannot say different things.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from sijill.assess.models import Answer
from sijill.assess.rules.ground.binding import BINDING, INSTRUMENTS, ON_COMPANIES, status
from sijill.assess.rules.ground.check import NOT_APPLICABLE, UNKNOWN, Check
from sijill.assess.rules.ground.checks import BINDING_WORDS, FACTORS, FINDING_WORDS, OPINION, RABAT, reason_text
from sijill.assess.rules.ground.facts import STANDING, STILL
from sijill.assess.rules.ground.findings import Finding
from sijill.assess.rules.ground.limbs import by_limb
from sijill.assess.rules.ground.prepared import findings_of_each
from sijill.assess.rules.ground.reasons import CONTRADICTION
from sijill.assess.rules.ground.shown import norms
from sijill.collect.models import Report, ReportWithdrawal
from sijill.office.fields import language
from sijill.register.speech.models import (
    Clause,
    Demand,
    DisruptionClaim,
    DisruptionUpdate,
    Law,
    Policy,
    Provision,
    Restriction,
)
from sijill.tables.catalog import CATALOG

Row = dict[str, Any]
Rows = dict[str, list[Row]]
RANKING = "rdr"  # the family apart, which is no limb
_LEVELS = ("total", "breakdown")


@dataclass(frozen=True, slots=True)
class Shown:
    """One check on a page: what it asks, its verdict and why, on what it rests, who answered.

    `norms` are those that bind in the place of the record; `sides` what record and person say where they differ.
    """

    check: Check
    question: str
    verdict: str
    reason: str
    sources: tuple[tuple[str, bool], ...]
    norms: tuple[str, ...]
    binding: str
    binding_text: str
    sides: tuple[tuple[str, str], ...]
    evidence: Report | None
    answers: int
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Limb:
    """A ground rule, or the aim, or the family apart (which has no verdict): what is decided, what is not, what is not
    asked."""

    code: str
    verdict: str
    decided: tuple[Shown, ...]
    open: tuple[Shown, ...]
    not_asked: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Assessed:
    """The findings on one record; no limbs where no check is asked of it."""

    kind: str
    id: str
    opinion: str
    unverified: str
    limbs: tuple[Limb, ...]


def assessed(kind: str, row: Any) -> Assessed:
    """The findings on one record in the language of the page."""
    return assessed_each(kind, [row])[row.pk]


def assessed_each(kind: str, rows: Iterable[Any]) -> dict[str, Assessed]:
    """The findings on several records of a kind, by their ids: the articles of a law, for one."""
    given = list(rows)
    if not given:
        return {}
    ids = [one.pk for one in given]
    found = findings_of_each(_behind(kind, given), kind, ids)
    answers, bound = answers_on(kind, ids), {one.pk: _bound(kind, one) for one in given}
    evidence = Report.objects.in_bulk([one.evidence_id for each in found.values() for one in each if one.evidence_id])
    return {
        one: _assessed(kind, one, [(each, bound[one]) for each in found.get(one, [])], answers.get(one, {}), evidence)
        for one in ids
    }


def answers_on(kind: str, ids: list[str]) -> dict[str, dict[str, list[Answer]]]:
    """Every answer, newest first, by record and check. The first of each is the one that stands."""
    found: dict[str, dict[str, list[Answer]]] = {}
    rows = Answer.objects.filter(entity_kind=kind, entity_id__in=ids).select_related("by", "report__source")
    for one in rows.order_by("-log_from", "-id"):
        found.setdefault(one.entity_id, {}).setdefault(one.asked, []).append(one)
    return found


def _assessed(
    kind: str,
    row_id: str,
    found: list[tuple[Finding, frozenset[str]]],
    answers: Mapping[str, list[Answer]],
    evidence: Mapping[str, Report],
) -> Assessed:
    lang = language()
    verdicts = by_limb((one.limb, one.verdict) for one, _bound in found)
    shown: dict[str, list[Shown]] = {}
    for one, bound in found:
        shown.setdefault(one.limb, []).append(_shown(one, bound, lang, answers, evidence))
    limbs = [_limb(code, verdicts.get(code, ""), shown[code]) for code in (*verdicts, RANKING) if code in shown]
    return Assessed(kind, row_id, OPINION[lang], FINDING_WORDS[lang]["unverified"], tuple(limbs))


def _limb(code: str, verdict: str, checks: list[Shown]) -> Limb:
    """A contradiction is unknown and yet stands with what is decided: somebody has to look at it."""
    parts: dict[str, list[Shown]] = {"decided": [], "open": [], "not_asked": []}
    for one in checks:
        name = {UNKNOWN: "open", NOT_APPLICABLE: "not_asked"}.get(one.verdict, "decided")
        parts["decided" if one.sides else name].append(one)
    return Limb(code, verdict, *(tuple(found) for found in parts.values()))


def _shown(
    one: Finding,
    bound: frozenset[str],
    lang: str,
    answers: Mapping[str, list[Answer]],
    evidence: Mapping[str, Report],
) -> Shown:
    given, named = given_to(one.check, answers), zip(one.rule.norms, norms(one.rule), strict=True)
    sides: tuple[tuple[str, str], ...] = ()
    if one.reason == CONTRADICTION:
        sides = (("record", one.record_verdict), ("person", one.answer_verdict))
    return Shown(
        check=one.rule,
        question=one.rule.question(lang),
        verdict=one.verdict,
        reason=reason_text(one.reason, lang),
        sources=tuple((f"{source.standard}, {source.paragraph}", source.verified) for source in one.rule.sources),
        norms=tuple(said for norm, said in named if norm.instrument in bound),
        binding=one.binding,
        binding_text=BINDING_WORDS[lang][one.binding],
        sides=sides,
        evidence=evidence.get(one.evidence_id),
        answers=len(given),
        answer=given[0] if given else None,
    )


def _bound(kind: str, row: Any) -> frozenset[str]:
    """The instruments that bind in the place and at the time of a record whoever acted in it; for naming them only."""
    of = row.law if kind == "provision" else row
    place, stem = _WHERE.get(kind, ("", ""))
    if not place:
        return frozenset()
    first, last = (getattr(of, f"{stem}_{end}", None) or STILL for end in ("lo", "hi"))
    by_company = kind == "restriction" and of.decider.startswith("company")
    return frozenset(
        one
        for one in INSTRUMENTS
        if all(status(one, getattr(of, place), day) == BINDING for day in (first, last))
        and (by_company if one in ON_COMPANIES else getattr(of, "decider", "") != "company")
    )


# Where the place of a record stands, and the day that counts; a law that stands is asked as of now.
_WHERE = {
    "restriction": ("country", "applied"), "demand": ("country", "made"), "disruption": ("country", "began"),
    "law": ("jurisdiction", "repealed"), "provision": ("jurisdiction", "repealed"),
}  # fmt: skip


def given_to(check: str, answers: Mapping[str, list[Answer]]) -> list[Answer]:
    """The answers to a check, newest first; to the Rabat threshold those to its six factors."""
    if check != RABAT:
        return list(answers.get(check, ()))
    each = [one for factor in FACTORS for one in answers.get(factor.id, ())]
    return sorted(each, key=lambda one: (one.log_from, one.pk), reverse=True)


# The rows behind a record


def _behind(kind: str, given: list[Any]) -> Rows:
    """The record, what it cites and what cites it, the answers on it and withdrawals of their reports, by table."""
    ids = [one.pk for one in given]
    rows: Rows = {kind if kind != "company" else "organization": [_row(one) for one in given]}
    rows |= _LINKED[kind](ids, given)
    rows["answer"] = [_answer(one) for one in Answer.objects.filter(entity_kind=kind, entity_id__in=ids)]
    reports = [one["report_id"] for one in rows["answer"] if one["report_id"]]
    rows["report_withdrawal"] = _rows("report_withdrawal", ReportWithdrawal.objects.filter(report__in=reports))
    return {name: found for name, found in rows.items() if found}


def _measure(ids: list[str], given: list[Any]) -> Rows:
    rows: Rows = {}
    demands = [one.demand_id for one in given if getattr(one, "demand_id", None)]
    rows["demand"] = _rows("demand", Demand.objects.filter(pk__in=demands))
    cited = [*(one.provision_id for one in given), *(row["provision_id"] for row in rows["demand"])]
    provisions = [one for one in cited if one]
    rows["provision"] = _rows("provision", Provision.objects.filter(pk__in=provisions))
    rows["law"] = _rows("law", Law.objects.filter(pk__in={row["law_id"] for row in rows["provision"]}))
    return rows


def _demand(ids: list[str], given: list[Any]) -> Rows:
    behind = _measure(ids, given)
    return {name: behind[name] for name in ("provision", "law")}


def _restriction(ids: list[str], given: list[Any]) -> Rows:
    rows = _measure(ids, given)
    clauses = [one.clause_id for one in given if one.clause_id]
    rows["clause"] = _rows("clause", Clause.objects.filter(pk__in=clauses))
    rows["policy"] = _rows("policy", Policy.objects.filter(pk__in=[row["policy_id"] for row in rows["clause"]]))
    # The record itself, and what reverses it.
    rows["restriction"] = [
        *(_row(one) for one in given),
        *_rows("restriction", Restriction.objects.filter(reverses__in=ids)),
    ]
    return rows


def _disruption(ids: list[str], given: list[Any]) -> Rows:
    rows = _measure(ids, given)
    rows["disruption_update"] = _rows("disruption_update", DisruptionUpdate.objects.filter(disruption__in=ids))
    rows["disruption_claim"] = _rows("disruption_claim", DisruptionClaim.objects.filter(disruption__in=ids))
    return rows


def _provision(ids: list[str], given: list[Any]) -> Rows:
    return {"law": _rows("law", Law.objects.filter(pk__in={one.law_id for one in given}))}


def _clause(ids: list[str], given: list[Any]) -> Rows:
    return {"policy": _rows("policy", Policy.objects.filter(pk__in={one.policy_id for one in given}))}


def _company(ids: list[str], given: list[Any]) -> Rows:
    """Its rules, and one published figure of each level: the checks ask whether there is any."""
    demands: list[Row] = []
    for level in _LEVELS:
        told = Demand.objects.filter(company__in=ids, level=level, state__in=STANDING)
        demands += _rows("demand", told.order_by()[:1])
    any_demand = Demand.objects.filter(company__in=ids, state__in=STANDING)
    demands = demands or _rows("demand", any_demand.order_by()[:1])
    return {"demand": demands, "policy": _rows("policy", Policy.objects.filter(organization__in=ids))}


def _nothing(ids: list[str], given: list[Any]) -> Rows:
    return {}


_LINKED = {
    "restriction": _restriction,
    "demand": _demand,
    "disruption": _disruption,
    "law": _nothing,
    "provision": _provision,
    "policy": _nothing,
    "clause": _clause,
    "company": _company,
}
ASKED = tuple(_LINKED)


def _names(table: str) -> list[str]:
    return [name for name in CATALOG[table].names if name != "log_to"]


def _row(one: Any) -> Row:
    return {name: getattr(one, name) for name in _names(one._meta.db_table)}


def _rows(table: str, rows: QuerySet[Any]) -> list[Row]:
    return list(rows.values(*_names(table)))


def _answer(one: Answer) -> Row:
    return {name: getattr(one, "asked" if name == "check" else name) for name in _names("answer")}
