"""The measures as rows of the catalog: `read()` gives one `Measure` per file of this folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sijill.tables.dates import parse

FOLDER = Path(__file__).parent
DATED = ("applied", "ended", "began", "in_force")
LIMITED = 9999  # the year that an open end is read as
READ_ON = date(2026, 11, 28)


@dataclass(frozen=True, slots=True)
class Measure:
    """A decided measure. `rows` by table, `kind` and `id` of the measure itself, `about` the file as it is."""

    name: str
    kind: str
    id: str
    rows: Mapping[str, list[dict[str, Any]]]
    about: Mapping[str, Any]


def read() -> list[Measure]:
    """Every measure, in the order of the file names."""
    return [_measure(path) for path in sorted(FOLDER.glob("*.toml"))]


def _measure(path: Path) -> Measure:
    about = tomllib.loads(path.read_text(encoding="utf-8"))
    kind, name = about["kind"], path.stem
    own = {"id": f"{kind}-{name}", "state": "confirmed", **_dated(about["facts"])}
    rows: dict[str, list[dict[str, Any]]] = {kind: [own]}
    if kind == "restriction":
        own["level"] = "single"
    if "provision" in about:
        own["provision_id"] = f"provision-{name}"
        law = {"id": f"law-{name}", "state": "confirmed", "repealed_unknown": "not-available"}
        rows["law"] = [{**law, **_dated(about.get("law", {}))}]
        rows["provision"] = [{"id": own["provision_id"], "law_id": f"law-{name}", **about["provision"]}]
    rows["disruption_claim"] = [
        {"id": f"claim-{name}-{number}", "disruption_id": own["id"], **one}
        for number, one in enumerate(about.get("claim", ()))
    ]
    rows["answer"] = [
        {
            "id": f"answer-{name}-{number}",
            "check": one["check"],
            "version": 1,
            "entity_kind": kind,
            "entity_id": own["id"],
            "verdict": one["verdict"],
            "report_id": f"report-{name}",
            "answered_on": READ_ON,
            "log_from": number,
        }
        for number, one in enumerate(about["answer"], 1)
    ]
    return Measure(name, kind, own["id"], rows, about)


def _dated(facts: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in facts.items():
        if name in DATED:
            bounds = parse(value, LIMITED)
            found |= {f"{name}_lo": bounds.lo, f"{name}_hi": bounds.hi}
        else:
            found[name] = value
    return found
