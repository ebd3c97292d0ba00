"""Rows of the second ledger for analysis. Words stay here: no text of a law, no address, no area's name, no title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sijill.office.columns import kept_rows
from sijill.office.records import Record
from sijill.register.speech import models
from sijill.statements.fields import ARRAYS, LONG_TEXTS, text_hash
from sijill.tables.catalog import CATALOG
from sijill.tables.schema import Blocks
from sijill.tables.statements import JOINED

FILED = "filed-full"  # the source of what was filed here, beside those of dumps
_AT_ONCE = 1_000

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


def statements(on: date | None = None) -> Iterator[dict[str, Any]]:
    """The statements that platforms filed, with the columns of the catalog's `statement`; of one day, or all.

    In the order in which they were filed, as they stand: what was erased since is empty.
    """
    rows = models.Statement.objects.select_related("platform").order_by("log_from", "id")
    if on is not None:
        rows = rows.filter(created_at__gte=_midnight(on), created_at__lt=_midnight(on + timedelta(days=1)))
    for row in rows.iterator(chunk_size=_AT_ONCE):
        told = {name: getattr(row, name, None) or None for name in CATALOG["statement"].names}
        texts = {f"{name}_hash": text_hash(said) if (said := getattr(row, name)) else None for name in LONG_TEXTS}
        joined = {f"{name}{JOINED}": " ".join(getattr(row, name)) or None for name in ARRAYS}
        yield {
            **told, **texts, **joined, "platform_name": row.platform.name, "schema_version": 2, "variant": "full",
            "left_out": " ", "day": row.created_at.astimezone(UTC).date(), "source": FILED,
        }  # fmt: skip


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), UTC)
