"""Random worlds: the query against plain Python row by row, and what must hold in every world."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sijill.assess.rules.sdg16 import Options
from tests.assess.oracle import decide
from tests.assess.world import ENGINE, Row, World
from tests.assess.worlds import OPTIONS, beside, draw_world

QUICK = settings(
    deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
COMPARED = (
    "act_id", "event_id", "person_id", "category", "outcome", "reason", "status_word", "state_side", "public",
)  # fmt: skip
REASONS = {
    "counted-a", "counted-b", "counted-c", "counted-d", "counted-e", "counted-f", "outside-indicator",
    "outside-period", "date-straddles", "date-unknown", "group-victim", "no-qualifying-role", "role-unknown",
    "motive-not-linked", "motive-unknown", "actor-unknown", "not-state", "state-link-excludes",
    "non-state-no-motive-no-failure", "no-diligence-failure", "diligence-unknown", "not-concealed",
    "concealment-unknown", "not-severe", "severity-unknown", "no-purpose", "purpose-unknown",
    "lawful-detention", "legal-basis-unknown", "more-serious-act-in-incident", "same-act-already-counted",
    "same-person-already-counted", "not-verified", "not-established", "consent-refused",
}  # fmt: skip
PERIODS = tuple(
    Options(since, until)
    for since in (date(2025, 1, 1), date(2025, 5, 5))
    for until in (date(2025, 5, 8), date(2025, 12, 31))
)


@st.composite
def shrinking_worlds(draw: st.DrawFn) -> World:
    """Drawn choice by choice, so that a failure is cut down to its smallest world; slower."""
    return draw_world(lambda several: draw(st.sampled_from(several)))


def worlds() -> st.SearchStrategy[World]:
    """A dozen small worlds beside one another, drawn from one seed."""

    def draw(seed: int) -> World:
        drawn = random.Random(seed)
        return beside([draw_world(drawn.choice, tag=f"-{number:02d}") for number in range(12)])

    return st.integers(0, 2**32).map(draw)


def shown(rows: list[Row]) -> list[Row]:
    return [{name: row[name] for name in COMPARED} for row in rows]


@settings(QUICK, max_examples=40)
@given(shrinking_worlds(), st.sampled_from(OPTIONS))
def test_the_query_decides_as_plain_python_does(world: World, options: Options) -> None:
    assert shown(ENGINE.decisions(world.rows, options)) == decide(world.rows, options)


def test_a_thousand_worlds_at_once_reach_every_reason() -> None:
    """Worlds side by side do not touch one another; what one alone would say, it says among the others."""
    drawn = random.Random(16101)
    several = [draw_world(drawn.choice, tag=f"-{number:04d}") for number in range(1000)]
    rows = beside(several).rows
    reasons: set[str] = set()
    for options in OPTIONS:
        found = shown(ENGINE.decisions(rows, options))
        expected = [row for world in several for row in decide(world.rows, options)]
        assert found == sorted(expected, key=lambda row: row["act_id"])
        reasons |= {row["reason"] for row in found}
    assert reasons == REASONS


@settings(QUICK, max_examples=12)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(world: World, dice: random.Random) -> None:
    before = ENGINE.decisions(world.rows, OPTIONS[0])
    mixed = {table: dice.sample(rows, len(rows)) for table, rows in world.rows.items()}
    assert ENGINE.decisions(mixed, OPTIONS[0]) == before


@settings(QUICK, max_examples=12)
@given(worlds(), st.sampled_from(OPTIONS[:3]))
def test_merging_a_duplicate_lowers_the_count_by_exactly_one(world: World, options: Options) -> None:
    counted = [row for row in ENGINE.decisions(world.rows, options) if row["outcome"] == "counted"]
    if not counted:
        return
    before = total(world, options)
    twin = _duplicate(world, counted[0])
    assert total(world, options)["victims"] == before["victims"] + 1
    world.merge("person", drop=twin, keep=counted[0]["person_id"])
    assert total(world, options) == before
    assert any(row["act_id"].startswith("act-twin") for row in ENGINE.decisions(world.rows, options))


def _duplicate(world: World, decision: Row) -> str:
    """The victim of a counted act entered a second time, with a copy of that act in the same event."""
    twin = world.person("person-twin")
    for table, key in (("act", "id"), ("act_role", "act_id"), ("involvement", "act_id"), ("verification", "act_id")):
        for row in [one for one in world.rows.get(table, []) if one[key] == decision["act_id"]]:
            changed: dict[str, Any] = {key: "act-twin", "victim_id": twin} if table == "act" else {key: "act-twin"}
            if table != "act":
                changed["id"] = f"{row['id']}-twin"
            world.rows[table].append({**row, **changed})
    for row in [one for one in world.rows.get("support", []) if one["entity_id"] == decision["act_id"]]:
        world.rows["support"].append({**row, "id": f"{row['id']}-twin", "entity_id": "act-twin"})
    return twin


@settings(QUICK, max_examples=12)
@given(worlds(), st.sampled_from(((0, "category"), (0, "state"), (0, "role"), (1, "sex"))))
def test_parts_never_exceed_totals_and_explanations_add_up(world: World, asked: tuple[int, str]) -> None:
    options, by = OPTIONS[asked[0]], asked[1]
    whole, parts = total(world, options), ENGINE.cells(world.rows, options, (by,))
    for measure in ("victims", "persons", "incidents", "undecided"):
        assert all(part[measure] <= whole[measure] for part in parts)
        assert sum(part[measure] for part in parts) >= whole[measure]
    if by == "role":
        return
    rows = ENGINE.decisions(world.rows, options)
    column = {"state": "state_side"}.get(by, by)
    for measure, outcome in (("victims", "counted"), ("undecided", "undecided")):
        assert sum(part[measure] for part in parts) == whole[measure]
        for part in parts:
            behind = [row for row in rows if row[column] == part[by] and row["outcome"] == outcome]
            assert len(behind) == part[measure]


@settings(QUICK, max_examples=12)
@given(worlds(), st.sampled_from(PERIODS), st.sampled_from(PERIODS))
def test_a_narrower_period_never_counts_more(world: World, one: Options, other: Options) -> None:
    narrow = Options(max(one.since, other.since), min(one.until, other.until))
    assert total(world, narrow)["victims"] <= total(world, one)["victims"]
    assert total(world, narrow)["persons"] <= total(world, one)["persons"]


@settings(QUICK, max_examples=12)
@given(worlds())
def test_verified_is_a_part_of_reported_in_total_though_not_in_every_category(world: World) -> None:
    reported, verified = total(world, OPTIONS[0]), total(world, OPTIONS[1])
    assert verified["victims"] <= reported["victims"]
    assert verified["persons"] <= reported["persons"]


def total(world: World, options: Options) -> Row:
    (found,) = ENGINE.cells(world.rows, options)
    return found
