"""Rows of room `collect` for analysis; no person's name and no source's words pass here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sijill.collect.models import Evidence, Refusal, Report, ReportWithdrawal, Source, Vintage
from sijill.office.columns import Rows, kept_rows


def tables() -> Mapping[str, Rows]:
    """Every table of this room, by its name in the catalog; each is read when it is written."""
    return {
        "source": _sources(),
        "vintage": kept_rows(Vintage, "vintage"),
        "report": kept_rows(Report, "report"),
        "report_withdrawal": kept_rows(ReportWithdrawal, "report_withdrawal"),
        "refusal": kept_rows(Refusal, "refusal"),
        "evidence": kept_rows(Evidence, "evidence"),
    }


def _sources() -> Iterator[dict[str, Any]]:
    for row in kept_rows(Source, "source"):
        yield {**row, "asserts": " ".join(row["asserts"])}
