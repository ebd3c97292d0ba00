"""Rows of room `collect` for analysis; no person's name and no source's words pass here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sijill.collect.models import Evidence, Refusal, Report, ReportWithdrawal, Source, Vintage
from sijill.office.columns import kept_rows
from sijill.tables.schema import Blocks


def tables() -> Mapping[str, Blocks]:
    """Every table of this room, by its name in the catalog; each is read when it is written."""
    return {
        "source": Blocks(_sources()),
        "vintage": kept_rows(Vintage, "vintage"),
        "report": kept_rows(Report, "report"),
        "report_withdrawal": kept_rows(ReportWithdrawal, "report_withdrawal"),
        "refusal": kept_rows(Refusal, "refusal"),
        "evidence": kept_rows(Evidence, "evidence"),
    }


def _sources() -> Iterator[Mapping[str, Sequence[Any]]]:
    for block in kept_rows(Source, "source").blocks:
        yield {**block, "asserts": [" ".join(words) for words in block["asserts"]]}
