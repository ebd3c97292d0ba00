"""Disruptions and their claims as tables, whichever engine; and the ladder once more, in plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from sijill.codelists.load import codelist
from sijill.tables.arrow import to_arrow
from sijill.tables.catalog import CATALOG
from sijill.tables.engines import Tables, filled

SILENT = ("no-signal", "no-measurements", "not-covered")
LEVELS = ("", "reported", "observed", "corroborated", "confirmed")


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim; by default a report that it happened."""

    lineage: str
    kind: str = "report"
    says: str = "happened"
    cause: str = "not-stated"


def rows_of(claims: Sequence[Sequence[Claim]]) -> dict[str, list[dict[str, Any]]]:
    """One disruption for each list of claims, as rows of the catalog's tables: `disruption-0` and so on."""
    made = [
        {
            "id": f"claim-{number}-{place}",
            "disruption_id": f"disruption-{number}",
            "lineage": claim.lineage,
            "kind": claim.kind,
            "says": claim.says,
            "cause": claim.cause,
        }
        for number, found in enumerate(claims)
        for place, claim in enumerate(found)
    ]
    return {"disruption": [{"id": f"disruption-{number}"} for number in range(len(claims))], "disruption_claim": made}


def arrow(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows of a table of the catalog, with everything that they leave out filled from it."""
    return to_arrow(CATALOG[name], [filled(CATALOG[name], row) for row in rows])


def in_memory(rows: Mapping[str, Iterable[Mapping[str, Any]]], shape: str = "") -> Tables:
    """Tables in one DuckDB by their names, each of the shape of that name or of the one given."""
    opened = duckdb.connect(":memory:", config={"threads": 1})
    for name, given in rows.items():
        opened.register("held", arrow(shape or name, given))
        opened.execute(f"CREATE TABLE {name} AS SELECT * FROM held")
    opened.unregister("held")
    engine = ibis.duckdb.from_connection(opened)
    return {name: engine.table(name) for name in rows}


def as_files(rows: Mapping[str, Iterable[Mapping[str, Any]]], folder: Path, shape: str = "") -> dict[str, Path]:
    """The same as Parquet files."""
    files = {name: folder / f"{name}.parquet" for name in rows}
    for name, given in rows.items():
        pq.write_table(arrow(shape or name, given), files[name])
    return files


def level(claims: Iterable[Claim]) -> str:
    """How sure, by the words of decision 024 and by another road than the rule's."""
    weights = codelist("claim_kinds").column("weight")
    others = {code for code, meant in codelist("disruption_causes").column("deliberate").items() if meant == "no"}
    speaking = [claim for claim in claims if claim.says == "happened"]
    if any(weights[claim.kind] == "intent" and claim.cause not in others for claim in speaking):
        return "confirmed"
    technical = any(weights[claim.kind] in ("observed", "intent") for claim in speaking)
    votes = {claim.lineage for claim in speaking if weights[claim.kind] in ("reported", "observed", "intent")}
    if technical:
        return "corroborated" if len(votes) >= 2 else "observed"
    return "reported" if votes else ""
