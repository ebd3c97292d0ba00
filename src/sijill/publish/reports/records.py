"""Keys of what is counted, for tables that may carry noise (`stats.cellkey`): one per victim, event or charge.

A key belongs to the unit of the table and not to the act that stands for it: a victim in one event has the same key
under every status, so that the same people give the same number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from sijill.publish.reports.report import Context
from sijill.stats.cellkey import TWO_64, record_keys
from sijill.tables.engines import fetched

HALF = 2**32
# Sums of 64 bits do not fit into the 64 bits of any engine; sums of two halves do, up to two milliard units.
HALVES = ("key_high", "key_low")
VICTIM, EVENT, CHARGE = "incident_id", "event_id", "charge_id"


def keyed(units: ibis.Table, unit: str, context: Context) -> ibis.Table:
    """The units with the halves of their record keys. `unit` is the column that says what is counted.

    Without a secret they stay as they are, and nothing is asked of the engine.
    """
    if not context.record_secret:
        return units
    ids = sorted(row["of_unit"] for row in fetched(units.select(of_unit=units[unit]).distinct()))
    keys = record_keys(context.record_secret, ids)
    rows = [{"of_unit": one, HALVES[0]: key // HALF, HALVES[1]: key % HALF} for one, key in zip(ids, keys, strict=True)]
    known = ibis.memtable(rows, schema=ibis.schema({"of_unit": "string", **dict.fromkeys(HALVES, "int64")}))
    return units.join(known, [(unit, "of_unit")]).drop("of_unit")


def key_of(row: Mapping[str, Any]) -> int:
    """The key of a cell from the sums of the halves."""
    return (int(row[HALVES[0]]) * HALF + int(row[HALVES[1]])) % TWO_64
