"""Changes, silence and scores, on series made for it; on OONI's own series of Uganda where it is at hand."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.stats.signals import (
    DISRUPTED,
    INSUFFICIENT,
    NORMAL,
    ChangeRule,
    Score,
    Silence,
    change_points,
    hourly,
    is_dark,
    outage_score,
    overall_score,
    run_probability,
    silences,
    stretches,
)

START = datetime.fromisoformat("2024-05-01")
UGANDA = "data/shutdowns/ooni/ooni_uganda_analysis_2025-12_2026-02.csv"


def hour(text: str) -> datetime:
    return datetime.fromisoformat(text)


def series(*values: float) -> list[tuple[datetime, float]]:
    return [(START + timedelta(hours=number), value) for number, value in enumerate(values)]


def test_a_change_is_called_when_the_sum_passes_what_the_delay_allows() -> None:
    points = change_points(series(*[0.0] * 30, *[0.7] * 30, *[0.0] * 30))
    assert [(point.outcome, point.at) for point in points] == [
        (NORMAL, START + timedelta(hours=10)),
        (DISRUPTED, START + timedelta(hours=40)),
        (NORMAL, START + timedelta(hours=70)),
    ]
    assert (points[1].after, points[1].by) == (START + timedelta(hours=29), START + timedelta(hours=30))


def test_a_few_blocked_hours_change_nothing() -> None:
    assert [point.outcome for point in change_points(series(*[0.0] * 30, *[1.0] * 4, *[0.0] * 30))] == [NORMAL]


def test_too_few_observations_are_not_normal() -> None:
    (only,) = stretches(series(0.0, 0.0, 0.0))
    assert only.outcome == INSUFFICIENT
    assert stretches([]) == []


def test_what_was_seen_before_a_long_gap_weighs_less() -> None:
    blocked = series(*[0.7] * 9)
    early = [*series(*[0.0] * 30), *((at + timedelta(hours=30), value) for at, value in blocked)]
    after_gap = (early[-1][0] + timedelta(days=10), 0.7)
    at_once = (early[-1][0] + timedelta(hours=1), 0.7)
    assert change_points([*early, at_once, (at_once[0] + timedelta(hours=1), 0.7)])[-1].outcome == DISRUPTED
    assert change_points([*early, after_gap, (after_gap[0] + timedelta(hours=1), 0.7)])[-1].outcome == NORMAL


@given(st.lists(st.floats(min_value=0, max_value=1), max_size=120))
def test_stretches_take_turns_and_follow_one_another(values: list[float]) -> None:
    found = stretches(series(*values))
    for one, other in pairwise(found):
        assert one.outcome != other.outcome
        assert one.ended == other.began
        assert one.ended is not None
        assert (one.ended[0] or date.min) <= one.ended[1]
    assert all(one.ended is None for one in found[-1:])


def test_the_median_stands_for_an_hour() -> None:
    at = START + timedelta(minutes=5)
    assert hourly([(at, 1.0), (at, 0.0), (at + timedelta(minutes=9), 1.0)]) == [(START, 1.0)]


# --- silence ------------------------------------------------------------------------------------------------------


def test_silence_has_days_and_an_end() -> None:
    day = START.date()
    counts = {day: 3, day + timedelta(days=1): 0, day + timedelta(days=5): 1, day + timedelta(days=7): 2}
    assert silences(counts) == [Silence(day + timedelta(days=1), day + timedelta(days=4))]
    assert silences({}) == []


def test_silence_is_never_dark_without_another_lineage() -> None:
    day = START.date()
    counts = {day + timedelta(days=number): 50 + number % 3 for number in range(60)}
    counts |= {day + timedelta(days=number): 0 for number in range(30, 40)}
    (silence,) = silences(counts)
    assert not is_dark(silence, counts, [])
    assert is_dark(silence, counts, ["ioda"])


# --- IODA's score -------------------------------------------------------------------------------------------------


def test_a_score_is_drop_in_per_cent_times_minutes() -> None:
    assert outage_score([100, 100, 100], [50, 0, 120], 5) == Score(750.0, 0)


def test_a_step_without_a_value_is_no_drop_and_is_counted() -> None:
    assert outage_score([100, None, 0], [None, 3, 0], 5) == Score(0.0, 3)


def test_the_overall_score_is_a_product() -> None:
    assert overall_score([Score(2.0, 0), Score(3.0, 0)]) == 6.0
    assert overall_score([Score(2.0, 0), Score(0.0, 0)]) == 0.0
    assert overall_score([]) == 0.0


# --- Uganda, January 2026 -----------------------------------------------------------------------------------------


def uganda(shared: Path, column: str) -> list[tuple[datetime, float]]:
    path = shared / UGANDA
    if not path.exists():
        pytest.skip("the original series is not at hand")
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (datetime.fromisoformat(row["measurement_start_time"]), float(row[column])) for row in csv.DictReader(file)
        ]


def test_uganda_has_two_changes(shared: Path) -> None:
    changed = {}
    for column in ("dns_blocked", "tcp_blocked", "tls_blocked"):
        changed[column] = [point.outcome for point in change_points(hourly(uganda(shared, column)))][1:]
    assert changed == {"dns_blocked": [], "tcp_blocked": [DISRUPTED, NORMAL], "tls_blocked": []}


@pytest.mark.parametrize(
    ("delay", "onset", "release"),
    [
        (5, hour("2026-01-18 13:00"), hour("2026-01-24 19:00")),
        (10, hour("2026-01-18 19:00"), hour("2026-01-25 01:00")),
        (20, None, hour("2026-01-25 21:00")),
    ],
)
def test_the_hours_in_which_the_rule_decides(
    shared: Path, delay: float, onset: datetime | None, release: datetime
) -> None:
    """With a delay of 20 hours nothing is known before the block, so its beginning is the first state and no change."""
    first, *changes = change_points(hourly(uganda(shared, "tcp_blocked")), ChangeRule(delay=delay))
    assert first.outcome == (NORMAL if onset else DISRUPTED)
    assert [(one.at, one.outcome) for one in changes] == [
        *([(onset, DISRUPTED)] if onset else []),
        (release, NORMAL),
    ]


def test_uganda_began_after_the_thirteenth_and_by_the_seventeenth(shared: Path) -> None:
    normal, blocked, again = stretches(hourly(uganda(shared, "tcp_blocked")))
    assert [one.outcome for one in (normal, blocked, again)] == [NORMAL, DISRUPTED, NORMAL]
    assert blocked.began == (date(2026, 1, 13), date(2026, 1, 17))
    assert blocked.ended == (date(2026, 1, 22), date(2026, 1, 23))
    assert again.ended is None


def test_a_naive_rule_of_silence_fires_where_ours_does_not(shared: Path) -> None:
    """A Poisson process would not be silent for days: by it, every ordinary gap of December would be a blackout."""
    counts = Counter(at.date() for at, _ in uganda(shared, "tcp_blocked"))
    found = silences(counts)
    assert [(one.first, one.days) for one in found] == [
        (date(2025, 12, 5), 4),
        (date(2025, 12, 11), 7),
        (date(2025, 12, 23), 7),
        (date(2026, 1, 6), 5),
        (date(2026, 1, 14), 3),
    ]
    assert all(run_probability(one, counts, dispersed=False) < 1e-6 for one in found)
    assert not any(is_dark(one, counts, []) for one in found)
    election = found[-1]
    assert not is_dark(election, counts, ["ioda", "operator"])  # such a gap is what this series does by itself
