"""A few invented measures as columns of the catalog, made with few words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sijill.assess.rules.ground.findings import Finding
from sijill.assess.rules.ground.prepared import findings_of
from sijill.tables.dates import parse
from sijill.tables.engines import Tables, memory

NEEDED = (
    "restriction", "demand", "disruption", "disruption_update", "disruption_claim", "law", "provision", "policy",
    "clause", "organization", "answer", "report_withdrawal",
)  # fmt: skip
DATED = ("applied", "ended", "made", "gag_ends", "began", "in_force", "repealed", "content_posted", "notice_given")
ON = date(2026, 11, 1)


@dataclass
class Measures:
    """Rows per table, confirmed unless said otherwise; identifiers are numbered in the order of making."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in NEEDED})

    def add(self, table: str, **values: Any) -> str:
        """A row; a date as text (`applied="2020-05"`) becomes its bounds."""
        row: dict[str, Any] = {"id": f"{table}-{len(self.rows.setdefault(table, [])) + 1:03d}"}
        for name, value in values.items():
            if name in DATED and isinstance(value, str):
                bounds = parse(value, 9999)
                row |= {f"{name}_lo": bounds.lo, f"{name}_hi": bounds.hi}
            else:
                row[name] = value
        self.rows[table].append(row)
        return str(row["id"])

    def restriction(self, **values: Any) -> str:
        """One decision, in a country bound by the Covenant, by a court, unless said otherwise."""
        return self.add("restriction", **{**ONE, "country": "TR", "decider": "court", **values})

    def demand(self, **values: Any) -> str:
        """One demand."""
        return self.add("demand", **{**ONE, "company_id": "organization-001", "country": "TR", **values})

    def disruption(self, **values: Any) -> str:
        """One disruption."""
        return self.add("disruption", **{"state": "confirmed", "country": "TG", "ordered_by": "executive", **values})

    def law(self, **values: Any) -> str:
        """A law; it stands unless `repealed` is given."""
        return self.add(
            "law", **{"state": "confirmed", "jurisdiction": "TR", "repealed_unknown": "not-available", **values}
        )

    def answer(
        self,
        entity: str,
        check: str,
        verdict: str,
        *,
        evidence: str | None = "report-001",
        kind: str = "",
        **values: Any,
    ) -> str:
        """A person's answer, with a report unless `evidence` is None."""
        return self.add(
            "answer",
            check=check,
            version=values.pop("version", 1),
            entity_kind=kind or entity.rsplit("-", 1)[0],
            entity_id=entity,
            verdict=verdict,
            report_id=evidence,
            answered_on=ON,
            log_from=len(self.rows["answer"]) + 1,
            **values,
        )

    def tables(self) -> Tables:
        """The world in memory."""
        return memory(self.rows)

    def findings(self, entity: str, kind: str = "") -> Mapping[str, Finding]:
        """The findings on one record, by check; test_answers.py holds them against those in bulk."""
        found = findings_of({name: rows for name, rows in self.rows.items() if rows}, kind or entity[:-4], entity)
        return {one.check: one for one in found}


ONE = {"state": "confirmed", "level": "single"}
