"""What the register shows of commitments, for every company, authority and country at once; remembered by snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sijill.assess.rules.sdg16 import Options
from sijill.home import Home
from sijill.publish.reports import EVER, Context, hold
from sijill.publish.reports.commitments import COMMITMENTS, COMPANY, INSTITUTION, STATE
from sijill.publish.reports.scorecard import chosen
from sijill.tables.engines import Tables, connect
from sijill.tables.snapshot import current

# What a page can be about: whose commitments, and the key by which its entries are told apart.
BY: Mapping[str, tuple[str, str]] = {
    "company": (COMPANY, "body"),
    "authority": (STATE, "body"),
    "country": (STATE, "country"),
    "institution": (INSTITUTION, ""),
}
_NOTHING: Mapping[str, Any] = {"kept": None, "out_of": None, "open": None}


def rows_of(home: Home, snapshot: str, subject: str, subject_id: str) -> list[dict[str, Any]]:
    """A row per commitment of the addressee: the commitment, and its numbers; None where no entry is about it."""
    addressee, key = BY[subject]
    found = _counted(home, snapshot, addressee, key)
    return [
        {**found.get((one.id, subject_id), _NOTHING), "commitment": one}
        for one in COMMITMENTS
        if one.addressee == addressee
    ]


@lru_cache(maxsize=8)
def _counted(home: Home, snapshot: str, addressee: str, key: str) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    by = ("commitment", key) if key else ("commitment",)
    context = Context(Options(*EVER), subject="speech")
    wanted = [one for one in COMMITMENTS if one.addressee == addressee]
    rows = chosen(_tables(home, snapshot), context, by, wanted)
    return {(row["commitment"], row.get(key, "")): row for row in rows if row["out_of"] is not None}


@lru_cache(maxsize=1)
def _tables(home: Home, _snapshot: str) -> Tables:
    return hold(connect(current(home.columns)))
