"""Invented people of a register, entered by hand: one of them twice."""

from __future__ import annotations

from collections.abc import Sequence

from sijill.register.actions import record_act, record_event, record_person
from sijill.register.models import Person
from tests.people import Cast

TWICE = ("Zz Quintero Bello", "Zz Quintero Belo")


def entered(
    cast: Cast,
    name: str,
    day: str,
    *,
    restricted: bool = False,
    script: str = "Latn",
    roles: Sequence[str] = ("journalist",),
) -> Person:
    """One person with a case of their own."""
    event = record_event(actor=cast.alice, title="An invented case", restricted=restricted)
    victim = record_person(actor=cast.alice, names=[(name, "full", script)], sex="female", sex_stated_by="self")
    record_act(
        actor=cast.alice, event=event, victim=victim, kind="threat", occurred=day, place="BO", roles=list(roles),
        age_low=30, age_high=30,
    )  # fmt: skip
    return victim


def others(cast: Cast) -> list[Person]:
    """Twenty-five people who are nobody else."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    roles = ("journalist", "lawyer", "student")
    return [
        entered(cast, f"Given{letters[at]}o Family{letters[25 - at]}u", f"2021-03-{at + 1:02}", roles=[roles[at % 3]])
        for at in range(25)
    ]
