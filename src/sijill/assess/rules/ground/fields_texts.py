"""What the record answers by itself of laws, provisions, companies' rules, and companies."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import ibis

from sijill.assess.rules.ground.cases import (
    CRIMINAL,
    NOT_KNOWN,
    Cases,
    Field,
    column,
    defamation,
    gravity,
    tri,
)


def _rabat_law(r: ibis.Table) -> Cases:
    return (
        (r.hatred_incitement == "no", "no-incitement"),
        (~r.penalty.isin([*CRIMINAL, "fine", *NOT_KNOWN]), "no-criminal-sanction"),
    )


def _criminal_law(r: ibis.Table) -> Cases:
    civil = ~r.penalty.isin([*CRIMINAL, "fine", *NOT_KNOWN])
    return ((civil, "no-criminal-sanction"), *defamation(r.offence, r.penalty))


def _penalty_law(r: ibis.Table) -> Cases:
    return ((r.penalty == "none", "no-criminal-sanction"), *gravity(r.offence, r.penalty))


def _oversight(r: ibis.Table) -> Cases:
    return (
        (r.oversight.isin(["court-before", "independent-body"]), "court-oversees"),
        (r.oversight.isin(["court-after", "parliament"]), "later-oversight"),
        (r.oversight.isin(["executive", "none"]), "no-oversight"),
    )


def _court_oversight(r: ibis.Table) -> Cases:
    return (
        (r.oversight == "court-before", "court-oversees"),
        (r.oversight.isin(["court-after", "independent-body", "parliament"]), "later-oversight"),
        (r.oversight.isin(["executive", "none"]), "no-oversight"),
    )


def _adjudication(r: ibis.Table) -> Cases:
    return (
        (r.delegates_adjudication == "yes", "company-in-place-of-court"),
        (r.delegates_adjudication == "no", "court-review-not-recorded"),
        (r.delegates_adjudication == "disputed", "sources-disagree"),
    )


def _rules(r: ibis.Table) -> Cases:
    return ((~r.kind.isin(["content-rules", "enforcement", *NOT_KNOWN]), "another-kind"), *tri(r.published))


def _ranking(r: ibis.Table) -> Cases:
    return ((~r.kind.isin(["ranking", *NOT_KNOWN]), "another-kind"), *tri(r.published))


def _texts_of(name: str) -> Field:
    return lambda r: ((r[f"{name}_hidden"], "recorded-no"), (r[f"{name}_public"], "recorded-yes"))


def _when(name: str, reason: str) -> Field:
    return lambda r: ((r[name], reason),)


TEXT_FIELDS: Mapping[str, Mapping[str, Field]] = MappingProxyType(
    {
        "law": {
            "legality/law-accessible": column("accessible"),
            "legality/decided-by-independent-competent-body": _court_oversight,
            "public-accountability/reviewed-independently": _oversight,
            "public-accountability/rule-consulted-inclusively": column("consulted"),
        },
        "provision": {
            "legality/discretion-limited": column("discretion_limited"),
            "legality/definition-precise": column("precise"),
            "legality/decided-by-independent-competent-body": _adjudication,
            "necessity/rabat-threshold": _rabat_law,
            "necessity/criminal-sanction-justified": _criminal_law,
            "necessity/penalty-proportionate": _penalty_law,
        },
        "policy": {
            "legality/law-accessible": column("published"),
            "public-accountability/rule-consulted-inclusively": column("consulted"),
            "transparency/rules-public": _rules,
            "transparency/ranking-criteria-public": _ranking,
        },
        "clause": {"legality/definition-precise": column("precise")},
        "company": {
            "transparency/aggregate-published": _when("totals", "totals-on-record"),
            "transparency/demands-broken-down": _when("breakdowns", "breakdown-on-record"),
            "transparency/rules-public": _texts_of("rules"),
            "transparency/ranking-criteria-public": _texts_of("ranking"),
        },
    }
)
