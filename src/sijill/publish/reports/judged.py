"""How sure each disruption is, and whether somebody meant it: what the rule of assess makes of the claims.

Nothing of this is stored (docs/decisions/024-the-second-ledger.md, 2).
"""

from __future__ import annotations

import ibis

from sijill.assess.rules.disruptions import NONE, UNSAID, disruption_evidence
from sijill.publish.reports.units import once
from sijill.tables.engines import Tables

COLUMNS = ("disruption_id", "evidence", "disputed", "cause", "lineages")


def judged(t: Tables) -> ibis.Table:
    """One row per disruption, `COLUMNS`; where no claim speaks for one its evidence is *not stated*."""
    return once(t, "judged_disruptions", lambda: _judged(t))


def _judged(t: Tables) -> ibis.Table:
    found = disruption_evidence(t)
    said = ibis.ifelse(found.evidence == NONE, UNSAID, found.evidence)
    return found.mutate(evidence=said).select(*COLUMNS)
