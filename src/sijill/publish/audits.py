"""What protection hid in each release, why, and what it cost: kept beside the releases and never in one.

One JSON file per release under `audits/` of the home, written when its draft is made. The shares in it can tell an
exact count, so it is for those who may see exact figures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sijill.home import Home
from sijill.office.errors import Refusal
from sijill.stats.disclosure import Cost, Protected


@dataclass(frozen=True, slots=True)
class Kept:
    """An audit as it was kept. `hidden`: one row per hidden cell (table, measure, codes, flag, reason)."""

    policy: str
    costs: tuple[Cost, ...]
    hidden: tuple[Mapping[str, Any], ...]

    def rows(self) -> list[dict[str, Any]]:
        """One row per table and measure: cells, those hidden for each reason, shares in percent.

        Where any table carries noise: how many numbers it changed, and how far it moved them on average.
        """
        reasons = sorted({reason for one in self.costs for reason in one.reasons})
        noisy = any(one.changed is not None for one in self.costs)
        return [
            {
                "table": one.table,
                "measure": one.measure,
                "cells": one.cells,
                **{reason: one.reasons.get(reason, 0) for reason in reasons},
                "cells_hidden_percent": percent(one.hidden, one.cells),
                "units": one.units,
                "units_hidden": one.units_hidden,
                "units_hidden_percent": percent(one.units_hidden, one.units),
                **({"cells_changed": one.changed, "mean_move": one.mean_move} if noisy else {}),
            }
            for one in self.costs
        ]


def percent(part: int, whole: int) -> float | None:
    """A share with one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def keep_audit(home: Home, release_id: str, protected: Protected) -> None:
    """Write the audit of a release, whole or not at all."""
    dimensions = {table.slug: [one.name for one in table.dimensions] for table in protected.tables}
    said = {
        "policy": protected.policy,
        "costs": [
            {
                "table": one.table,
                "measure": one.measure,
                "cells": one.cells,
                "reasons": dict(one.reasons),
                "units": one.units,
                "units_hidden": one.units_hidden,
                **({"changed": one.changed, "moved": one.moved} if one.changed is not None else {}),
            }
            for one in protected.audit.costs
        ],
        "hidden": [
            {
                "table": one.table,
                "measure": one.measure,
                "codes": dict(zip(dimensions[one.table], one.key, strict=True)),
                "flag": one.flag.value,
                "reason": one.reason,
            }
            for one in protected.audit.hidden
        ],
    }
    home.audits.mkdir(mode=0o700, exist_ok=True)
    path = home.audits / f"{release_id}.json"
    half = path.with_suffix(".part")
    half.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
    half.replace(path)


def has_audit(home: Home, release_id: str) -> bool:
    """Whether one was kept; none was for releases made before audits were."""
    return (home.audits / f"{release_id}.json").exists()


def kept_audit(home: Home, release_id: str) -> Kept:
    """The audit of a release. Refusal where none was kept or the file is not as it was written."""
    path = home.audits / f"{release_id}.json"
    if not path.exists():
        raise Refusal(
            _(
                "No audit of protection was kept for this release: it was made before audits were, or the folder "
                "audits/ was not restored with the rest. What is hidden stands in the release itself."
            )
        )
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        costs = tuple(Cost(**one) for one in said["costs"])
        return Kept(said["policy"], costs, tuple(said["hidden"]))
    except (ValueError, TypeError, KeyError) as error:
        raise Refusal(_("The audit of this release, in the folder audits/, is not as it was written.")) from error
