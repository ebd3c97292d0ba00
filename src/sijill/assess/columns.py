"""Rows of room `assess` for analysis. Who answered and in which words stays in the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sijill.assess.models import Answer
from sijill.office.columns import Rows
from sijill.office.records import versions


def tables() -> Mapping[str, Rows]:
    """Every table of this room, by its name in the catalog; each is read when it is written."""
    return {"answer": _answers()}


def _answers() -> Iterator[dict[str, Any]]:
    names = ["id", "asked", "version", "entity_kind", "entity_id", "verdict", "report_id", "answered_on"]
    for row in versions(Answer, names):
        asked = row.pop("asked")
        yield {**row, "check": asked}
