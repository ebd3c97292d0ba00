"""May an official series be written: is the publisher mandated, was every candidate reviewed. Pure.

SDG 16.10.1 asks for *verified* cases and names Paris Principles institutions as providers (metadata of
8 June 2018). A candidate that nobody has decided on could be a case, so while there is one, the
official figure is not assessed: never 0, never a part for the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sijill.assess.rules import sdg16
from sijill.codelists.load import codelist
from sijill.publish.reports.units import decided
from sijill.tables.engines import Tables

# Reasons for which an act is no candidate of the indicator in this period, whoever reviews it.
OUT_OF_SCOPE = ("outside-indicator", "outside-period", "group-victim")
DECIDED = ("reasonable-grounds", "not-established")


@dataclass(frozen=True, slots=True)
class Review:
    """How far a review came: acts in scope, those decided on, those decided on by a mandated body."""

    candidates: int
    decided: int
    mandated: int

    @property
    def assessed(self) -> bool:
        """Somebody with a mandate has reviewed something in scope."""
        return self.mandated > 0

    @property
    def complete(self) -> bool:
        """Every candidate was decided on by a mandated body, and there was one."""
        return 0 < self.candidates == self.mandated


def review_of(t: Tables, options: sdg16.Options) -> Review:
    """Count the candidates of a period and the decisions on them; the latest decision on each act stands."""
    rows = decided(t, replace(options, status="reported"))
    scope = rows.filter(rows.reason.notin(OUT_OF_SCOPE)).select(scope_act="act_id")
    newest = t["verification"].group_by("act_id").agg(newest=t["verification"].log_from.max())
    latest = t["verification"].join(
        newest, [t["verification"].act_id == newest.act_id, t["verification"].log_from == newest.newest]
    )
    judged = latest.filter(latest.decision.isin(DECIDED)).select(decided_act="act_id", standing="standing")
    joined = scope.left_join(judged, scope.scope_act == judged.decided_act)
    found = joined.aggregate(
        candidates=joined.scope_act.nunique(),
        decided=joined.decided_act.nunique(),
        mandated=joined.decided_act.nunique(where=joined.standing != "none"),
    )
    ((row),) = found.to_pyarrow().to_pylist()
    return Review(**row)


def may_be_official(profile_kind: str, review: Review) -> bool:
    """Is this profile one that writes official series, and is its review complete."""
    return codelist("profiles").column("official_series").get(profile_kind) == "yes" and review.complete
