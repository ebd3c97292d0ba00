"""What stands beside the indicator: the national extension by kind, and the stock of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sijill.assess.rules import national, stocks
from tests.assess.world import ENGINE, Row, World

YEAR = national.Options(date(2025, 1, 1), date(2025, 12, 31))
NIGHT = stocks.Options(date(2025, 12, 1))


def extension(world: World, *by: str, options: national.Options = YEAR) -> list[Row]:
    return ENGINE.cells(world.rows, options, ("kind", *by), rule=national)


def held(world: World, options: stocks.Options = NIGHT) -> Row:
    (row,) = ENGINE.cells(world.rows, options, rule=stocks)
    return row


def reasons(world: World, options: Any, rule: Any) -> list[tuple[str, str]]:
    return [(row["outcome"], row["reason"]) for row in ENGINE.decisions(world.rows, options, rule)]


def test_a_victim_stands_once_for_each_kind_in_each_event() -> None:
    world = World()
    world.act("charge-fabricated", on="2025-02-01")
    world.act("charge-fabricated", on="2025-02-02")
    world.act("surveillance")
    world.act("charge-fabricated", event="event-2")
    assert extension(world) == [
        {"kind": "charge-fabricated", "victims": 2, "persons": 1, "incidents": 2, "undecided": 0},
        {"kind": "surveillance", "victims": 1, "persons": 1, "incidents": 1, "undecided": 0},
    ]
    assert ("not-counted", "same-act-already-counted") in reasons(world, YEAR, national)


def test_kinds_come_first_even_if_nobody_asked_for_them() -> None:
    world = World()
    world.act("slapp")
    ENGINE.load(world.rows)
    (row,) = ENGINE.fetch("unasked", lambda t: national.cells(t, YEAR, ("sex",)))
    assert list(row)[:2] == ["kind", "sex"]


def test_groups_that_the_declaration_names_are_in_though_the_indicator_leaves_them_out() -> None:
    world = World()
    world.act("charge-fabricated", "person-1", roles=("lawyer",))
    world.act("charge-fabricated", "person-2", roles=("teacher",))
    world.act("charge-fabricated", "person-3", roles=())
    assert reasons(world, YEAR, national) == [
        ("counted", "counted-national"),
        ("not-counted", "no-named-role"),
        ("undecided", "role-unknown"),
    ]


def test_neither_motive_nor_perpetrator_is_asked_for() -> None:
    world = World()
    world.act("threat", by=("non-state",), motive="not-asked")
    assert reasons(world, YEAR, national) == [("counted", "counted-national")]


def test_a_closed_organisation_is_an_incident_and_no_person() -> None:
    world = World()
    world.person("union", kind="group")
    world.act("organisation-closed", "union", roles=("trade-unionist",))
    assert extension(world) == [
        {"kind": "organisation-closed", "victims": 0, "persons": 0, "incidents": 1, "undecided": 0}
    ]


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"kind": "unlawful-killing"}, ("not-counted", "outside-extension")),
        ({"on": "2024-05-05"}, ("not-counted", "outside-period")),
        ({"on": "2024/2025-05"}, ("undecided", "date-straddles")),
        ({"on": ""}, ("undecided", "date-unknown")),
    ],
)
def test_what_keeps_an_act_out_of_the_extension(facts: dict[str, Any], verdict: tuple[str, str]) -> None:
    world = World()
    world.act(**{"kind": "smear", **facts})
    assert reasons(world, YEAR, national) == [verdict]


def test_the_extension_too_is_counted_as_verified() -> None:
    world = World()
    world.decide(world.act("smear"))
    world.act("smear", "person-2")
    verified = national.Options(YEAR.since, YEAR.until, status="verified")
    assert [row["victims"] for row in extension(world, options=verified)] == [1]


@pytest.mark.parametrize(
    ("kind", "facts", "verdict"),
    [
        ("arbitrary-detention", {"on": "2019-05-05", "ended": ".."}, ("counted", "counted-held")),
        ("arbitrary-detention", {"on": "2025-12-01", "ended": ".."}, ("counted", "counted-held")),
        ("arbitrary-detention", {"on": "2019", "ended": "2025-12-02"}, ("counted", "counted-held")),
        ("arbitrary-detention", {"on": "2019", "ended": "2025-12-01"}, ("not-counted", "ended-before")),
        ("arbitrary-detention", {"on": "2019", "ended": "2020"}, ("not-counted", "ended-before")),
        ("arbitrary-detention", {"on": "2019", "ended": "2025-12"}, ("undecided", "end-unknown")),
        ("arbitrary-detention", {"on": "2019", "ended": "2024/"}, ("undecided", "end-unknown")),
        ("arbitrary-detention", {"on": "2019", "ended": ""}, ("undecided", "end-unknown")),
        ("arbitrary-detention", {"on": "2025-12-02", "ended": ".."}, ("not-counted", "began-after")),
        ("arbitrary-detention", {"on": "2025-12", "ended": ".."}, ("undecided", "date-straddles")),
        ("arbitrary-detention", {"on": "", "ended": ".."}, ("undecided", "date-unknown")),
        (
            "arbitrary-detention",
            {"on": "2019", "ended": "..", "detention_basis": "lawful"},
            ("counted", "counted-held"),
        ),
        ("enforced-disappearance", {"on": "2019", "ended": ".."}, ("counted", "counted-held")),
        ("kidnapping", {"on": "2019", "ended": "..", "by": ("non-state",)}, ("counted", "counted-held")),
        ("missing", {"on": "2019", "ended": ".."}, ("not-counted", "no-deprivation-of-liberty")),
        ("abduction-attempt", {"on": "2019", "ended": ".."}, ("not-counted", "no-deprivation-of-liberty")),
        ("torture", {"on": "2019", "ended": ".."}, ("not-counted", "no-deprivation-of-liberty")),
        ("arbitrary-detention", {"on": "2019", "ended": "..", "roles": ("teacher",)}, ("not-counted", "no-named-role")),
    ],
)
def test_who_is_held_at_the_end_of_the_day(kind: str, facts: dict[str, Any], verdict: tuple[str, str]) -> None:
    world = World()
    world.act(kind, **facts)
    assert reasons(world, NIGHT, stocks) == [verdict]


def test_a_person_held_under_two_acts_is_one_person() -> None:
    world = World()
    world.act("arbitrary-detention", on="2024", ended="..")
    world.act("house-arrest", event="event-2", on="2023", ended="..")
    world.act("kidnapping", event="event-3", on="2022", ended="", by=("non-state",))
    assert held(world) == {"victims": 1, "persons": 1, "incidents": 1, "undecided": 0}


def test_a_group_is_in_no_stock() -> None:
    world = World()
    world.person("students", kind="group")
    world.act("arbitrary-detention", "students", on="2024", ended="..")
    assert held(world) == {"victims": 0, "persons": 0, "incidents": 0, "undecided": 0}
