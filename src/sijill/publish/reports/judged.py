"""How sure each disruption is, and whether somebody meant it: what the rule of assess makes of the claims.

Nothing of this is stored (docs/decisions/024-the-second-ledger.md, 2).
"""

from __future__ import annotations

from collections.abc import Callable

import ibis

from sijill.publish.reports.report import ReportError
from sijill.publish.reports.units import once
from sijill.tables.engines import Tables

# Tables in; out one row per disruption: disruption_id, evidence, disputed (a flag), cause, lineages.
Rule = Callable[[Tables], ibis.Table]
RULES: list[Rule] = []  # the rule in force; empty until assess has one

COLUMNS = ("disruption_id", "evidence", "disputed", "cause", "lineages")


def judged(t: Tables) -> ibis.Table:
    """One row per disruption, as the rule in force judges its claims. `ReportError` while there is no rule."""
    if not RULES:
        raise ReportError("No rule judges how sure a disruption is: leave out evidence, disputed and cause.")
    return once(t, "judged_disruptions", lambda: RULES[-1](t).select(*COLUMNS))
