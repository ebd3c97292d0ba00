"""The rows that checks are asked of, each with what its provision, clause and demand say.

One table per kind of record: the columns of its own table, then `p_*` and `l_*` of the provision
cited and its law, `c_*` and `y_*` of the clause cited and its policy, `d_*` of the demand behind it.
`when_lo` and `when_hi` bound the day that counts, `state_acts` and `company_acts` say whose duties
are in question (null: not known), `place` is the country whose obligations bind. Published
totals, reversals, and rows that were rejected or withdrawn are not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import ibis

from sijill.assess.rules.ground.cases import NOT_KNOWN
from sijill.tables.engines import Tables

STANDING = ("draft", "confirmed")
_STATE = ("court", "tribunal", "agency", "legislature", "company-asked", "company-delegated")
_COMPANY = ("company", "company-asked", "company-delegated")
_NO_STATE = ("non-state", "private-party")
STILL = date(9000, 1, 1)  # a law that stands is asked as of now
_SPAN = ("lo", "hi", "unknown")
JUDICIAL = ("court", "court-third-party", "court-suppression")


def facts(t: Tables, kind: str) -> ibis.Table:
    """The rows of a kind with everything that its checks read; KeyError for a kind that has no checks."""
    return _FACTS[kind](t)


def _restrictions(t: Tables) -> ibis.Table:
    rows = t["restriction"]
    rows = _standing(rows).filter(
        (rows.level == "single") & rows.reverses_id.isnull() & ~rows.measure.isin(["restored", "refused-notice"])
    )
    back = t["restriction"]
    back = back.filter(back.reverses_id.notnull()).select(reversed_id="reverses_id").distinct()
    rows = rows.left_join(back, [("id", "reversed_id")])
    rows = rows.left_join(_demand_behind(t), [("demand_id", "d_id")])
    rows = rows.mutate(provision=rows.provision_id.coalesce(rows.d_provision_id))
    rows = _with_clause(t, _with_provision(t, rows))
    return _named(
        rows,
        when=(rows.applied_lo, rows.applied_hi),
        place=rows.country,
        state=_either(rows.decider, _STATE),
        company=_either(rows.decider, _COMPANY),
    )


def _demands(t: Tables) -> ibis.Table:
    rows = t["demand"]
    rows = _standing(rows).filter(rows.level == "single").mutate(provision=rows.provision_id)
    rows = _with_provision(t, rows)
    return _named(
        rows,
        when=(rows.made_lo, rows.made_hi),
        place=rows.country,
        state=_public(rows.authority_kind),
        company=ibis.literal(False),
    )


def _disruptions(t: Tables) -> ibis.Table:
    rows = _standing(t["disruption"])
    rows = rows.left_join(_demand_behind(t), [("demand_id", "d_id")])
    rows = rows.mutate(provision=rows.provision_id.coalesce(rows.d_provision_id))
    rows = _with_provision(t, rows)
    for column, kind in (("order_published", "order-published"), ("challenged", "challenge")):
        said = t["disruption_update"]
        said = said.filter(said.kind == kind).select(**{column: "disruption_id"}).distinct()
        rows = rows.left_join(said, [("id", column)])
    judged = t["disruption_claim"]
    judged = judged.filter(judged.kind == "judgment").select(judged="disruption_id").distinct()
    rows = rows.left_join(judged, [("id", "judged")])
    return _named(
        rows,
        when=(rows.began_lo, rows.began_hi),
        place=rows.country,
        state=_public(rows.ordered_by),
        company=ibis.literal(False),
    )


def _laws(t: Tables) -> ibis.Table:
    rows = _standing(t["law"])
    return _of_a_state(rows, rows.jurisdiction, rows.repealed_lo, rows.repealed_hi)


def _provisions(t: Tables) -> ibis.Table:
    law = _standing(t["law"]).select("jurisdiction", "repealed_lo", "repealed_hi", of_law="id")
    rows = t["provision"].join(law, [("law_id", "of_law")])
    return _of_a_state(rows, rows.jurisdiction, rows.repealed_lo, rows.repealed_hi)


def _policies(t: Tables) -> ibis.Table:
    return _of_a_company(_standing(t["policy"]))


def _clauses(t: Tables) -> ibis.Table:
    policy = _standing(t["policy"]).select(of_policy="id")
    return _of_a_company(t["clause"].join(policy, [("policy_id", "of_policy")]))


def _companies(t: Tables) -> ibis.Table:
    """Organizations that are companies, or that a demand, a restriction or a policy says it is about."""
    rows, demand, policy = t["organization"], t["demand"], t["policy"]
    told = demand.filter(demand.state.isin(STANDING)).group_by(company="company_id")
    counted = told.agg(
        totals=(demand.level == "total").any(),
        breakdowns=(demand.level == "breakdown").any(),
    )
    rules = policy.filter(policy.state.isin(STANDING) & policy.kind.isin(["content-rules", "enforcement"]))
    ranking = policy.filter(policy.state.isin(STANDING) & (policy.kind == "ranking"))
    rows = rows.left_join(counted, [("id", "company")])
    rows = rows.left_join(_public_texts(rules, "rules"), [("id", "rules_of")])
    rows = rows.left_join(_public_texts(ranking, "ranking"), [("id", "ranking_of")])
    asked = rows.kind.isin(["company", "platform"]) | rows.company.notnull() | rows.rules_of.notnull()
    return _of_a_company(rows.filter(asked | rows.ranking_of.notnull()))


def _public_texts(policies: ibis.Table, name: str) -> ibis.Table:
    by = policies.group_by(**{f"{name}_of": policies.organization_id})
    return by.agg(
        **{
            f"{name}_public": (policies.published == "yes").any(),
            f"{name}_hidden": (policies.published == "no").any(),
        }
    )


def _standing(rows: ibis.Table) -> ibis.Table:
    return rows.filter(rows.state.isin(STANDING))


def _demand_behind(t: Tables) -> ibis.Table:
    names = ("id", "provision_id", "reason", "written", "signed", "archived", "authority_id", "basis", "process")
    demand = _standing(t["demand"])
    return demand.select(**{f"d_{name}": name for name in names})


def _with_provision(t: Tables, rows: ibis.Table) -> ibis.Table:
    law = t["law"].select(
        l_id="id",
        l_accessible="accessible",
        **{f"l_{stem}_{end}": f"{stem}_{end}" for stem in ("in_force", "repealed") for end in _SPAN},
    )
    names = ("precise", "discretion_limited", "offence", "penalty", "hatred_incitement")
    provision = t["provision"].select(p_id="id", p_law_id="law_id", **{f"p_{name}": name for name in names})
    both = provision.left_join(law, [("p_law_id", "l_id")])
    return rows.left_join(both, [("provision", "p_id")])


def _with_clause(t: Tables, rows: ibis.Table) -> ibis.Table:
    policy = t["policy"].select(
        y_id="id",
        y_published="published",
        **{f"y_{stem}_{end}": f"{stem}_{end}" for stem in ("in_force", "ended") for end in _SPAN},
    )
    clause = t["clause"].select(c_id="id", c_policy_id="policy_id", c_precise="precise")
    both = clause.left_join(policy, [("c_policy_id", "y_id")])
    return rows.left_join(both, [("clause_id", "c_id")])


def _named(rows: ibis.Table, *, when: tuple[Any, Any], place: Any, state: Any, company: Any) -> ibis.Table:
    return rows.mutate(when_lo=when[0], when_hi=when[1], place=place, state_acts=state, company_acts=company)


def _of_a_state(rows: ibis.Table, place: Any, until_lo: Any, until_hi: Any) -> ibis.Table:
    still = ibis.literal(STILL)
    return _named(
        rows,
        when=(until_lo.coalesce(still), until_hi.coalesce(still)),
        place=place,
        state=ibis.literal(True),
        company=ibis.literal(False),
    )


def _of_a_company(rows: ibis.Table) -> ibis.Table:
    # Where a company owes its rules to whom is not on record, so nothing is said to bind it here.
    nowhere = ibis.literal("not-asked")
    still = ibis.literal(STILL)
    return _named(rows, when=(still, still), place=nowhere, state=ibis.literal(False), company=ibis.literal(True))


def _either(column: Any, codes: tuple[str, ...]) -> Any:
    return ibis.cases((column.isin(NOT_KNOWN), ibis.null("boolean")), else_=column.isin(codes))


def _public(column: Any) -> Any:
    return ibis.cases((column.isin(NOT_KNOWN), ibis.null("boolean")), else_=~column.isin(_NO_STATE))


_FACTS: Mapping[str, Callable[[Tables], ibis.Table]] = MappingProxyType(
    {
        "restriction": _restrictions,
        "demand": _demands,
        "disruption": _disruptions,
        "law": _laws,
        "provision": _provisions,
        "policy": _policies,
        "clause": _clauses,
        "company": _companies,
    }
)
