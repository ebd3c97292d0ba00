"""Rows of the second ledger for analysis. Words stay here: no text of a law, no address, no area's name, no title."""

from __future__ import annotations

from collections.abc import Mapping

from sijill.office.columns import kept_rows
from sijill.office.records import Record
from sijill.register.speech import models
from sijill.tables.schema import Blocks

TABLES: Mapping[str, type[Record]] = {
    "law": models.Law,
    "provision": models.Provision,
    "policy": models.Policy,
    "clause": models.Clause,
    "act_provision": models.ActProvision,
    "demand": models.Demand,
    "demand_count": models.DemandCount,
    "restriction": models.Restriction,
    "restriction_place": models.RestrictionPlace,
    "exposure": models.Exposure,
    "demand_act": models.DemandAct,
    "exposure_act": models.ExposureAct,
    "disruption": models.Disruption,
    "disruption_service": models.DisruptionService,
    "disruption_area": models.DisruptionArea,
    "disruption_claim": models.DisruptionClaim,
    "disruption_update": models.DisruptionUpdate,
    "disruption_event": models.DisruptionEvent,
    "signal": models.Signal,
}


def tables() -> Mapping[str, Blocks]:
    """Every table of this sub-room, by its name in the catalog; each is read when it is written."""
    return {name: kept_rows(model, name) for name, model in TABLES.items()}
