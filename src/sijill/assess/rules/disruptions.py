"""How sure a disruption is and whether it was deliberate: from its claims, one vote for each lineage (decision 024).

reported < observed < corroborated < confirmed (`disruption_evidence`). A claim carries what the codelist of its kind
says (`claim_kinds.weight`); a lineage, however many its claims, carries the most that one of them does, once. Two
lineages of which one is technical or official corroborate. Only an order, an acknowledgement or a judgment confirms,
because only they say that somebody meant it; one that gives another cause (a cable, the power) says that service was
disrupted and no more. *Disputed* stands beside the ladder. That nothing was seen, that nothing was measured and that a
place is not covered count neither for nor against.
"""

from __future__ import annotations

from typing import Any

import ibis

from sijill.codelists.load import codelist
from sijill.tables.engines import Tables

REPORTED, OBSERVED, CORROBORATED, CONFIRMED = "reported", "observed", "corroborated", "confirmed"
NONE = ""  # no claim speaks for it
SILENT = ("no-signal", "no-measurements", "not-covered")
_DENIED = "denial"
_RANKS = {"none": 0, "reported": 1, "observed": 2, "intent": 3}
_INTENT = _RANKS["intent"]
UNSETTLED = "not-available"  # sources give causes that exclude one another, or an intention that nothing establishes
UNSAID = "not-stated"


def disruption_evidence(t: Tables) -> ibis.Table:
    """One row per disruption: `disruption_id, evidence, disputed, cause, cause_claim, lineages`.

    `evidence` is a code of `disruption_evidence`, empty where no claim speaks for the disruption. `cause` is a code of
    `disruption_causes`: *deliberate* where it is confirmed; another cause where claims name only that one, and the code
    above them where they name several of them; *not available* where they contradict one another or say that
    it was meant and nothing shows it; *not stated* where none gives a cause. `cause_claim` is a claim that
    the cause rests on, null where it rests on none. `lineages` counts those that speak for the disruption; claims whose
    lineage is not known share one.
    """
    claims = _weighed(t["disruption_claim"])
    votes = claims.filter(claims.rank > 0).group_by(["about", "lineage"]).agg(rank=claims.rank.max())
    levels = votes.group_by("about").agg(lineages=votes.rank.count(), best=votes.rank.max())
    beside = _beside(claims)
    disruptions = t["disruption"].select(disruption_id="id")
    joined = disruptions.left_join(levels, [disruptions.disruption_id == levels.about]).drop("about")
    joined = joined.left_join(beside, [joined.disruption_id == beside.about]).drop("about")
    best, lineages = joined.best.fill_null(0), joined.lineages.fill_null(0)
    return joined.select(
        "disruption_id",
        evidence=ibis.cases(
            (best == _INTENT, CONFIRMED),
            ((best == _RANKS[OBSERVED]) & (lineages >= 2), CORROBORATED),
            (best == _RANKS[OBSERVED], OBSERVED),
            (best == _RANKS[REPORTED], REPORTED),
            else_=NONE,
        ),
        disputed=joined.against.fill_null(0) > 0,
        cause=_cause(joined, best),
        cause_claim=ibis.cases(
            (best == _INTENT, joined.meaning),
            ((joined.causes > 0) & (joined.meant == 0), joined.explaining),
        ),
        lineages=lineages,
    )


def _weighed(claims: ibis.Table) -> ibis.Table:
    """Each claim with its rank: 0 where it does not speak for the disruption."""
    kinds = codelist("claim_kinds").column("weight")
    by_rank = {rank: [kind for kind, weight in kinds.items() if _RANKS.get(weight, 0) == rank] for rank in (1, 2, 3)}
    happened = claims.says == "happened"
    explained = claims.cause.isin(_other_causes())
    return claims.select(
        claim="id",
        about="disruption_id",
        lineage="lineage",
        explained=happened & explained,
        other="cause",
        meant=happened & (claims.cause == "deliberate"),
        against=(claims.says == "did-not-happen") | ((claims.kind == _DENIED) & ~claims.says.isin(SILENT)),
        rank=ibis.cases(
            (~happened, 0),
            (claims.kind.isin(by_rank[_INTENT]) & ~explained, _INTENT),
            (claims.kind.isin(by_rank[_INTENT] + by_rank[2]), 2),
            (claims.kind.isin(by_rank[1]), 1),
            else_=0,
        ),
    )


def _beside(claims: ibis.Table) -> ibis.Table:
    """By disruption: is it spoken against, which causes are named, and a claim for each; of several the first by id."""
    return claims.group_by("about").agg(
        against=_count(claims.against),
        meant=_count(claims.meant),
        causes=claims.other.nunique(where=claims.explained),
        one_cause=claims.other.min(where=claims.explained),
        explaining=claims.claim.min(where=claims.explained),
        meaning=claims.claim.min(where=claims.rank == _INTENT),
    )


def _cause(joined: ibis.Table, best: Any) -> Any:
    causes, meant = joined.causes.fill_null(0), joined.meant.fill_null(0)
    return ibis.cases(
        (best == _INTENT, "deliberate"),
        ((causes > 0) & (meant > 0), UNSETTLED),
        (causes > 1, "not-deliberate"),
        (causes == 1, joined.one_cause),
        (meant > 0, UNSETTLED),
        else_=UNSAID,
    )


def _count(condition: Any) -> Any:
    return ibis.cases((condition, 1), else_=0).sum()


def _other_causes() -> list[str]:
    return [code for code, meant in codelist("disruption_causes").column("deliberate").items() if meant == "no"]
