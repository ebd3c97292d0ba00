"""What measures a commitment: entries of the register, and whether each is as the commitment asks.

Each measure gives one row per entry that it is asked of, `COLUMNS`: whose it is (`country`, `company`, `body`), and one
of `kept`, `broken` and `open` as 1. An entry that does not say is open: neither kept nor broken. `public`: the entry
rests on a public source and leads to no person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis

from sijill.assess.rules.ground.check import MET, NOT_APPLICABLE, NOT_MET, PARTLY, UNKNOWN
from sijill.assess.rules.ground.checks import CHECKS
from sijill.assess.rules.ground.findings import judged, verdicts
from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.publish.reports import coverage_facts, disruption_answers, disruptions, exposures, restrictions, santa_clara
from sijill.publish.reports.demand_units import NOT_STATED, figures, with_company
from sijill.publish.reports.laws_restrictions import standing_laws
from sijill.publish.reports.laws_restrictions import units as provisions
from sijill.publish.reports.ledger import standing, when
from sijill.publish.reports.report import Context
from sijill.tables.engines import Tables, fetched

COLUMNS = ("country", "company", "body", "public", "kept", "broken", "open")
Units = Callable[[Tables, Context], ibis.Table]
_COURTS = tuple(code for code, said in codelist("authority_kinds").column("judicial").items() if said == "yes")


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. `public`: entries of its kind do not lead back to people, so a release may show them exactly."""

    units: Units
    public: bool = True


def _told(
    rows: ibis.Table,
    kept: Any,
    known: Any,
    *,
    country: str = "country",
    company: Any = None,
    body: Any = None,
) -> ibis.Table:
    """Rows as `COLUMNS`. `kept` counts only where `known`; `country` and `body` name the columns of whose it is."""
    known = known.fill_null(False)
    good = kept.fill_null(False)
    empty = ibis.literal("")
    return rows.select(
        country=rows[country] if country else empty,
        company=rows[company] if company else ibis.literal(NOT_STATED),
        body=rows[body].fill_null("") if body else empty,
        public=rows.public if "public" in rows.columns else ibis.literal(True),
        kept=when(known & good),
        broken=when(known & ~good),
        open=1 - when(known),
    )


def _tri(rows: ibis.Table, column: str, good: str = "yes", **whose: Any) -> ibis.Table:
    """A column of yes and no."""
    return _told(rows, rows[column] == good, rows[column].isin(("yes", "no")), **whose)


def _inside(rows: ibis.Table) -> ibis.Table:
    return rows.filter(rows.inside == 1)


# Restrictions one by one


def _restrictions(t: Tables, context: Context) -> ibis.Table:
    found = _inside(restrictions.units(t, context))
    return found.filter(found.reversal == "no")


def _limb(limb: str) -> Units:
    """Restrictions of which every check of a limb is met, out of those of which the limb is decided.

    The worst verdict is the limb's (`limbs.limb_verdict`), and where no check applies it is not asked.
    """
    order = (NOT_APPLICABLE, MET, PARTLY, UNKNOWN, NOT_MET)
    checks = tuple(one for one in CHECKS if one.limb == limb and "restriction" in one.applies)
    ranks: dict[int, list[int]] = {}
    for code, said in verdicts().items():
        ranks.setdefault(order.index(said["verdict"]), []).append(code)

    def units(t: Tables, context: Context) -> ibis.Table:
        wide = judged(t, "restriction", checks, ("id",), bare=True)
        rank = [
            ibis.cases(*((wide[f"v_{one.number}"].isin(codes), rank) for rank, codes in ranks.items()), else_=0)
            for one in checks
        ]
        worst = wide.select(judged_id="id", worst=ibis.greatest(*rank))
        found = _restrictions(t, context).join(worst, [("id", "judged_id")])
        found = found.filter(found.worst > order.index(NOT_APPLICABLE))
        known = found.worst != order.index(UNKNOWN)
        return _told(found, found.worst == order.index(MET), known, body="decided_by_id")

    return units


def _of_restriction(column: str, *, company: bool = False) -> Units:
    def units(t: Tables, context: Context) -> ibis.Table:
        rows = _restrictions(t, context)
        if not company:
            return _tri(rows, column, body="decided_by_id")
        rows = with_company(t, rows.filter(rows.company_id.notnull()), "restriction")
        return _tri(rows, column, company="company", body="company_id")

    return units


def _appealable(*, company: bool = False) -> Units:
    def units(t: Tables, context: Context) -> ibis.Table:
        rows = _restrictions(t, context)
        if company:
            rows = with_company(t, rows.filter(rows.company_id.notnull()), "restriction")
        whose = {"company": "company", "body": "company_id"} if company else {"body": "decided_by_id"}
        return _told(rows, rows.remedy != "none", rows.remedy.notin(UNKNOWN_CODES), **whose)

    return units


def _by_court(t: Tables, context: Context) -> ibis.Table:
    rows = _restrictions(t, context)
    return _told(rows, rows.judicial == 1, (rows.judicial + rows.not_judicial) == 1, body="decided_by_id")


# Demands


def _demands(t: Tables, context: Context) -> ibis.Table:
    """Single demands; published figures do not say these things."""
    rows = _inside(figures(t, context))
    return rows.filter(rows.level == "single")


def _of_demand(column: str) -> Units:
    return lambda t, context: _tri(_demands(t, context), column, company="company", body="company_id")


def _demanded_by_court(t: Tables, context: Context) -> ibis.Table:
    rows = _demands(t, context)
    rows = rows.filter(rows.kind.isin(("restrict-content", "restrict-account")))
    by = rows.authority_kind
    return _told(rows, by.isin(_COURTS), by.notin(UNKNOWN_CODES), body="authority_id")


# Disruptions


def _of_disruption(fact: str) -> Units:
    def units(t: Tables, context: Context) -> ibis.Table:
        rows = _inside(disruption_answers.asked_of(disruptions.units(t, context)))
        return _tri(rows.filter(rows.fact == fact), "answer", body="authority_id")

    return units


def _of_operator(column: str) -> Units:
    """Disruptions on a demand to a company that is on record: no other one tells which company it is about."""

    def units(t: Tables, context: Context) -> ibis.Table:
        asked = with_company(t, t["demand"].select("id", "company_id"))
        asked = asked.filter(asked.company_id.notnull())
        rows = _inside(disruptions.units(t, context))
        rows = rows.join(asked.select("company", "company_id", of_demand="id"), [("demand_id", "of_demand")])
        return _tri(rows, column, company="company", body="company_id")

    return units


# Laws and rules


def _of_law(column: str) -> Units:
    def units(t: Tables, context: Context) -> ibis.Table:
        return _tri(standing_laws(t, context), column, "no", country="jurisdiction", body="enforcer_id")

    return units


def _of_provision(column: str, good: str) -> Units:
    def units(t: Tables, context: Context) -> ibis.Table:
        return _tri(provisions(t, context), column, good, country="jurisdiction", body="enforcer_id")

    return units


def _hatred(t: Tables, context: Context) -> ibis.Table:
    """Each country with laws on record once. That no law on record prohibits it does not say that none does."""
    rows = provisions(t, context)
    found = rows.group_by("jurisdiction").agg(some=when(rows.hatred_incitement == "yes").max())
    return _told(found, found.some == 1, found.some == 1, country="jurisdiction")


def _policies(t: Tables, context: Context) -> ibis.Table:
    """Companies' rules that stand at the end of the period: neither ended nor replaced."""
    last = context.options.until
    rows = standing(t, "policy")
    rows = rows.filter(~(rows.in_force_lo > last).fill_null(False) & ~(rows.ended_hi <= last).fill_null(False))
    replaced = rows.filter(rows.amends_id.notnull()).select(replaced="amends_id").distinct()
    return with_company(t, rows.anti_join(replaced, [("id", "replaced")]), "policy")


def _of_policy(column: str, *kinds: str) -> Units:
    def units(t: Tables, context: Context) -> ibis.Table:
        rows = _policies(t, context)
        rows = rows.filter(rows.kind.isin(kinds))
        return _tri(rows, column, country="", company="company", body="organization_id")

    return units


# Users' data; published numbers


def _exposures(t: Tables, context: Context) -> ibis.Table:
    rows = _inside(exposures.units(t, context))
    rows = with_company(t, rows, "exposure")
    return _tri(rows, "notified", company="company", body="company_id")


def _numbers(t: Tables, context: Context) -> ibis.Table:
    """Each company with published figures and each number once: published, or not though its figures could hold it."""
    found = santa_clara.asked_each(t, context)
    said = fetched(found.group_by("number", "series").agg(said=found.said.sum()).order_by("number", "series"))
    whose = _publishers(t, context)
    published: dict[tuple[str, tuple[str, str]], bool] = {}
    for row in said:
        for company in whose.get(row["series"], ()):
            key = (row["number"], company)
            published[key] = published.get(key, False) or row["said"] > 0
    rows = [
        dict(zip(COLUMNS, ("", company, body, True, int(yes), int(not yes), 0), strict=True))
        for (_, (company, body)), yes in sorted(published.items())
    ]
    kinds = ("string", "string", "string", "boolean", "int64", "int64", "int64")
    return ibis.memtable(rows, schema=ibis.schema(dict(zip(COLUMNS, kinds, strict=True))))


def _publishers(t: Tables, context: Context) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Series to the companies whose figures it holds: code and id."""
    asked = figures(t, context)
    done = with_company(t, santa_clara.restriction_figures(t, context), "restriction")
    whose: dict[str, list[tuple[str, str]]] = {}
    for rows in (asked.filter(asked.level != "single"), done):
        rows = rows.filter(rows.company_id.notnull())
        for row in fetched(rows.select("series", "company", "company_id").distinct().order_by("series", "company_id")):
            whose.setdefault(row["series"], []).append((row["company"], row["company_id"]))
    return whose


# The institution's own work


def _of_acts(column: str) -> Units:
    """Attacks on people: what nobody recorded is what the commitment asks for, so it is broken and not open."""

    def units(t: Tables, context: Context) -> ibis.Table:
        rows = coverage_facts.acts_in_scope(t, context.options)
        return _told(rows, rows[column] == coverage_facts.KNOWN, ibis.literal(True), country="")

    return units


def _laws_examined(t: Tables, context: Context) -> ibis.Table:
    """Laws that stand, and those of which a person answered a check, of the law itself or of an article."""
    answered = t["answer"].select(answered="entity_id").distinct()
    articles = t["provision"].join(answered, [("id", "answered")]).select(answered="law_id")
    of_laws = answered.union(articles).distinct().mutate(examined=ibis.literal(True))
    rows = standing_laws(t, context).left_join(of_laws, [("id", "answered")])
    return _told(rows, rows.examined, ibis.literal(True), country="jurisdiction")


def _complaints(t: Tables, context: Context) -> ibis.Table:
    """Complaints received in the period with a day by which to answer; open while that day has not come."""
    rows = t["complaint"].filter(t["complaint"].due_on.notnull())
    since, until = context.options.since, context.options.until
    rows = rows.filter((rows.received_on >= since) & (rows.received_on <= until))
    late = rows.answered_on.isnull() & (rows.due_on < until) & (not context.ever)
    return _told(rows, rows.answered_on <= rows.due_on, rows.answered_on.notnull() | late, country="")


MEASURES: Mapping[str, Measure] = {
    "restrictions-lawful": Measure(_limb("legality"), public=False),
    "restrictions-legitimate": Measure(_limb("legitimate-aim"), public=False),
    "restrictions-necessary": Measure(_limb("necessity"), public=False),
    "restrictions-by-court": Measure(_by_court, public=False),
    "restrictions-notified": Measure(_of_restriction("notified"), public=False),
    "restrictions-appealable": Measure(_appealable(), public=False),
    "restrictions-published": Measure(_of_restriction("published"), public=False),
    "company-notified": Measure(_of_restriction("notified", company=True), public=False),
    "company-appealable": Measure(_appealable(company=True), public=False),
    "disruptions-law-cited": Measure(_of_disruption("legal_basis_cited")),
    "disruptions-acknowledged": Measure(_of_disruption("authority_acknowledged")),
    "disruptions-by-court": Measure(_of_disruption(disruption_answers.JUDICIAL)),
    "company-users-told": Measure(_of_operator("users_notified")),
    "company-acknowledged": Measure(_of_operator("operator_acknowledged")),
    "provisions-precise": Measure(_of_provision("precise", "yes")),
    "provisions-not-delegated": Measure(_of_provision("delegates_adjudication", "no")),
    "hatred-prohibited": Measure(_hatred),
    "laws-false-news": Measure(_of_law("fake_news_clause")),
    "laws-encryption": Measure(_of_law("encryption_clause")),
    "laws-no-monitoring": Measure(_of_law("monitoring_duty")),
    "demands-by-court": Measure(_demanded_by_court),
    "demands-challenged": Measure(_of_demand("challenged")),
    "demands-archived": Measure(_of_demand("archived")),
    "policies-protect": Measure(_of_policy("protected_category", "content-rules", "enforcement", "human-rights")),
    "rules-public": Measure(_of_policy("published", "content-rules", "enforcement")),
    "ranking-public": Measure(_of_policy("published", "ranking")),
    "ranking-choice": Measure(_of_policy("ranking_choice", "ranking")),
    "exposures-told": Measure(_exposures),
    "santa-clara-numbers": Measure(_numbers),
    "acts-sex-known": Measure(_of_acts("knows_sex"), public=False),
    "acts-role-known": Measure(_of_acts("knows_role"), public=False),
    "laws-examined": Measure(_laws_examined),
    "complaints-in-time": Measure(_complaints, public=False),
}
