"""The coded facts of an act and the codelists they come from: one place for forms, actions, importers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sijill.collect.actions import check_codes

FACT_LISTS = {
    "kind": "acts",
    "place": "places",
    "place_precision": "place_precision",
    "motive": "motives",
    "diligence_failure": "tri",
    "severe": "tri",
    "purpose": "tri",
    "acknowledgement": "acknowledgement",
    "detention_basis": "detention_basis",
    "detention_type": "detention_types",
}


def check_facts(facts: Mapping[str, Any]) -> None:
    """Refusal if a coded fact of an act is not in its codelist."""
    check_codes(**{name: (listed, facts[name]) for name, listed in FACT_LISTS.items() if name in facts})
