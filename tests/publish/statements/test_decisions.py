"""Imported statements, grouped by the engine, are the decisions that a loop makes of them one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sijill.publish.statements.decisions import decisions
from sijill.statements.harmonised.build import build, restrictions
from sijill.statements.harmonised.facts import Facts, Measure, Period, Place, Service
from sijill.statements.harmonised.lines import categories, category_of
from sijill.statements.harmonised.read import parse_sheet
from sijill.statements.harmonised.reconcile import reconcile
from sijill.tables.engines import memory
from tests.statements import PLATFORMS, Row, drawn

ALL = [row for row in drawn(1200) if row["platform_name"] == PLATFORMS[1] and row["category"] in categories()]
ROWS = [row for row in ALL if row["application_date"]]  # one without a day is in no period
PERIOD = Period(min(row["application_date"] for row in ROWS), max(row["application_date"] for row in ROWS))


def one_by_one(row: Row) -> Measure:
    mine = [one for one in row["category_specification"] or [] if category_of().get(one) == row["category"]]
    codes = [
        *(row["decision_visibility"] or []),
        row["decision_monetary"],
        row["decision_provision"],
        row["decision_account"],
    ]
    return Measure(
        PERIOD.start, Place(row["category"], mine[0] if mine else ""), row["decision_ground"] or "",
        row["source_type"] or "", restrictions(code for code in codes if code), row["automated_detection"] == "Yes",
        row["automated_decision"] or "",
    )  # fmt: skip


def test_alike_statements_are_one_decision_with_its_number() -> None:
    counted = decisions(memory({"statement": ALL})["statement"], PERIOD)
    assert counted == Counter(one_by_one(row) for row in ROWS)
    assert counted.total() == len(ROWS) > 100
    later = replace(PERIOD, start=PERIOD.end)
    assert decisions(memory({"statement": ROWS})["statement"], later).total() < len(ROWS)


def test_a_report_made_of_them_agrees_with_their_numbers() -> None:
    counted = decisions(memory({"statement": ROWS})["statement"], PERIOD)
    facts = Facts(measures=tuple(counted.elements()))
    files = build(Service("Zz", "Zz", "platform"), PERIOD, facts)
    compared = reconcile([parse_sheet(raw, name) for name, raw in files.items()], counted)
    assert compared
    assert not [one for one in compared if one.difference and one.part != 4]  # no notices were given to it
