"""Rows of room `assess` for analysis. Who answered and in which words stays in the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sijill.assess.models import Answer
from sijill.office.records import versions
from sijill.tables.schema import Blocks


def tables() -> Mapping[str, Blocks]:
    """Every table of this room, by its name in the catalog; each is read when it is written."""
    return {"answer": Blocks(_answers())}


def _answers() -> Iterator[Mapping[str, Sequence[Any]]]:
    names = ["id", "asked", "version", "entity_kind", "entity_id", "verdict", "report_id", "answered_on"]
    for block in versions(Answer, names):
        yield {"check" if name == "asked" else name: values for name, values in block.items()}
