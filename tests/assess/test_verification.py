"""The word of an act, and what takes it away again."""

from __future__ import annotations

import random
from typing import Any

import pytest

from sijill.assess.rules.verification import act_words
from tests.assess.oracle import word_of
from tests.assess.world import ENGINE, World
from tests.assess.worlds import DAY, beside, draw_world


def word(world: World) -> tuple[str, str]:
    """Word and reason of the world's one act."""
    ENGINE.load(world.rows)
    (row,) = ENGINE.fetch("words", act_words)
    return row["word"], row["reason"]


def reviewed(**act: Any) -> tuple[World, str]:
    """An act written at log position 1 and verified at 5."""
    world = World()
    return world, world.act("unlawful-killing", log_from=1, **act)


def test_without_a_decision_an_act_is_reported() -> None:
    world, _ = reviewed()
    assert word(world) == ("reported", "")


def test_reasonable_grounds_give_the_word_of_the_body_that_decided() -> None:
    for earned in ("verified", "corroborated"):
        world, act = reviewed()
        world.decide(act, word=earned)
        assert word(world) == (earned, "")


def test_the_latest_decision_speaks() -> None:
    world, act = reviewed()
    world.decide(act, "reasonable-grounds", at=5)
    world.decide(act, "not-established", at=6)
    assert word(world) == ("not-established", "")
    world.decide(act, "more-needed", at=7)
    assert word(world) == ("reported", "more-needed")
    world.decide(act, "reasonable-grounds", at=8)
    assert word(world) == ("verified", "")


@pytest.mark.parametrize(("at", "expected"), [(5, ("verified", "")), (6, ("reported", "act-changed"))])
def test_an_act_written_after_the_decision_needs_a_new_one(at: int, expected: tuple[str, str]) -> None:
    world, act = reviewed()
    world.decide(act, at=5)
    world.rows["act"][0]["log_from"] = at
    assert word(world) == expected


def test_a_role_or_an_involvement_written_after_the_decision_needs_a_new_one() -> None:
    world, act = reviewed()
    world.decide(act, at=5)
    world.add("involvement", act_id=act, state_link="non-state", log_from=6)
    assert word(world) == ("reported", "involvement-changed")
    world.add("act_role", act_id=act, role="lawyer", log_from=6)
    assert word(world) == ("reported", "role-changed")


@pytest.mark.parametrize("entity_kind", ["act", "involvement"])
def test_a_supporting_report_withdrawn_after_the_decision_needs_a_new_one(entity_kind: str) -> None:
    world, act = reviewed()
    world.decide(act, at=5)
    report = world.reported_by(act, "source-1")
    involvement = world.rows["involvement"][0]["id"]
    world.rows["support"][0] |= {"entity_kind": entity_kind, "entity_id": act if entity_kind == "act" else involvement}
    world.add("report_withdrawal", report_id=report, vintage_id="vintage-1", log_from=4)
    assert word(world) == ("verified", "")
    world.rows["report_withdrawal"][0]["log_from"] = 6
    assert word(world) == ("reported", "report-withdrawn")


def test_not_established_stands_whatever_is_written_later() -> None:
    world, act = reviewed()
    world.decide(act, "not-established", at=5)
    world.rows["act"][0]["log_from"] = 9
    assert word(world) == ("not-established", "")


def test_it_says_when_it_was_decided() -> None:
    world, act = reviewed()
    world.decide(act)
    world.rows["verification"][0]["decided_on"] = DAY
    ENGINE.load(world.rows)
    assert ENGINE.fetch("words", act_words)[0]["decided_on"] == DAY


def test_five_hundred_worlds_against_plain_python() -> None:
    drawn = random.Random(7)
    several = [draw_world(drawn.choice, tag=f"-{number:03d}") for number in range(500)]
    ENGINE.load(beside(several).rows)
    found = {row["act_id"]: (row["word"], row["reason"]) for row in ENGINE.fetch("words", act_words)}
    assert found == {act["id"]: word_of(act["id"], one.rows) for one in several for act in one.rows["act"]}
    assert len(set(found.values())) == 9
