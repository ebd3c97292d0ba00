"""Imported statements as decisions that a harmonised report can be set against: alike ones once, with their number."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sijill.statements.harmonised.build import restrictions
from sijill.statements.harmonised.facts import Measure, Period, Place
from sijill.statements.harmonised.lines import category_of
from sijill.tables.engines import fetched

_CODES = ("decision_monetary", "decision_provision", "decision_account", "decision_ground", "category", "source_type",
          "automated_detection", "automated_decision")  # fmt: skip
_LISTS = ("decision_visibility", "category_specification")


def decisions(table: Any, period: Period) -> Counter[Measure]:
    """How many statements that apply from a day of the period are alike in all that a report counts.

    `table`: an Ibis table with the columns of the catalog's `statement`. Languages are not told apart, and the first
    day of the period stands for all.
    """
    within = table.filter(table.application_date.between(period.start, period.end))
    keys = {name: within[name].fill_null("") for name in _CODES}
    keys |= {name: within[name].join(" ").fill_null("") for name in _LISTS}
    counted = within.group_by(**keys).agg(statements=within.count()).order_by(list(keys))
    found: Counter[Measure] = Counter()
    for row in fetched(counted):
        found[_measure(row, period)] += int(row["statements"])
    return found


def _measure(row: dict[str, Any], period: Period) -> Measure:
    category, keywords = str(row["category"]), str(row["category_specification"]).split()
    mine = [one for one in keywords if category_of().get(one) == category]
    codes = [*str(row["decision_visibility"]).split(), *(str(row[name]) for name in _CODES[:3])]
    return Measure(
        day=period.start,
        place=Place(category, mine[0] if mine else ""),
        ground=str(row["decision_ground"]),
        source=str(row["source_type"]),
        restrictions=restrictions(codes),
        detected=row["automated_detection"] == "Yes",
        decided=str(row["automated_decision"]),
    )
