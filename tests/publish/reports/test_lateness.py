"""How late cases arrive: whole months, and a band only where imprecise dates leave no doubt."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sijill.assess.rules.sdg16 import Options
from sijill.publish.reports import Context, hold, rows
from sijill.tables.engines import Tables, memory

CONTEXT = Context(Options(date(2024, 1, 1), date(2024, 12, 31)))
MAY = date(2024, 5, 31)


def world(lo: date | None, hi: date | None, entered: date | None, *said: tuple[date, date]) -> Tables:
    """One act, the day of its first entry, and what reports say of when they were made."""
    when: dict[str, Any] = {"occurred_lo": lo, "occurred_hi": hi} if lo else {"occurred_unknown": "not-stated"}
    act = {"id": "a", "event_id": "e", "victim_id": "p", "kind": "threat", "state": "draft", "entered_on": entered}
    reports = [
        {"id": f"r{n}", "source_id": "s", "sha256": "", "said_lo": a, "said_hi": b} for n, (a, b) in enumerate(said)
    ]
    support = [
        {"id": f"u{n}", "report_id": f"r{n}", "entity_kind": "act", "entity_id": "a", "element": "act"}
        for n in range(len(said))
    ]
    return hold(
        memory(
            {
                "act": [{**act, **when, "ended_unknown": "not-asked"}],
                "event": [{"id": "e", "state": "draft"}],
                "person": [{"id": "p", "kind": "individual"}],
                "source": [{"id": "s", "code": "s"}],
                "report": reports,
                "support": support,
            }
        )
    )


def band(t: Tables, name: str) -> str:
    found = rows(t, CONTEXT, "lateness", [name])
    assert [row["acts"] for row in found] == [1]
    return str(found[0][name])


@pytest.mark.parametrize(
    ("entered", "expected"),
    [
        (date(2024, 5, 31), "0-1"),
        (date(2024, 6, 30), "0-1"),  # a month is over on the same day of the next, and June has no 31st
        (date(2024, 7, 31), "1-3"),
        (date(2024, 8, 30), "1-3"),
        (date(2024, 8, 31), "3-6"),
        (date(2024, 11, 30), "3-6"),
        (date(2024, 12, 1), "6-12"),
        (date(2025, 5, 31), "12-24"),
        (date(2026, 5, 31), "24-plus"),
        (date(2024, 5, 30), "before"),
        (None, "not-available"),
    ],
)
def test_whole_months_until_the_first_entry(entered: date | None, expected: str) -> None:
    assert band(world(MAY, MAY, entered), "entered") == expected


def test_imprecise_dates_have_a_band_only_where_both_ends_agree() -> None:
    whole = (date(2024, 1, 1), date(2024, 12, 31))
    assert band(world(*whole, date(2025, 3, 1)), "entered") == "not-available"
    assert band(world(*whole, date(2027, 1, 1)), "entered") == "24-plus"
    assert band(world(None, None, date(2027, 1, 1)), "entered") == "not-available"


def test_the_earliest_report_speaks() -> None:
    june, august = (date(2024, 6, 1),) * 2, (date(2024, 8, 31),) * 2
    assert band(world(MAY, MAY, None, august, june), "heard") == "0-1"
    assert band(world(MAY, MAY, None, august), "heard") == "3-6"
    assert band(world(MAY, MAY, None, (june[0], august[1])), "heard") == "not-available"
    assert band(world(MAY, MAY, None), "heard") == "not-available"
