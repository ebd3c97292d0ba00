"""Pairs of entries that were compared: each once, the newest judgement stands."""

from __future__ import annotations

from typing import Any

from sijill.publish.reports import compared
from sijill.stats.table import TOTAL
from sijill.tables.engines import Tables, memory
from tests.publish.reports.worlds import CONTEXT

A, B, C = (f"person-{letter * 26}" for letter in "abc")


def said(number: int, left: str, right: str, verdict: str, kind: str = "person") -> dict[str, Any]:
    return {
        "id": f"judgement-{number:026d}", "log_from": number, "entity_kind": kind,
        "left_id": left, "right_id": right, "verdict": verdict,
    }  # fmt: skip


def held(*rows: dict[str, Any]) -> Tables:
    return memory({"judgement": rows})


def test_a_pair_counts_once_whichever_way_round_and_the_newest_stands() -> None:
    t = held(said(1, A, B, "unsure"), said(2, B, A, "same"), said(3, A, C, "not-same"))
    assert compared.rows(t, CONTEXT, ("verdict",)) == [
        {"verdict": "not-same", "pairs": 1},
        {"verdict": "same", "pairs": 1},
    ]
    assert compared.rows(t, CONTEXT, ()) == [{"pairs": 2}]


def test_the_table_has_totals_and_zeros() -> None:
    (table,) = compared.tables(held(said(1, A, B, "same"), said(2, A, C, "same", "event")), CONTEXT)
    value = {key: count.value for (_, key), count in table.cells.items()}
    assert value[TOTAL, TOTAL] == 2
    assert value["same", "person"] == value["same", "event"] == 1
    assert value["unsure", TOTAL] == 0


def test_nothing_compared_is_a_zero() -> None:
    assert compared.rows(held(), CONTEXT, ()) == [{"pairs": 0}]
