"""From one seed to the cases that the lists tell of: who, when, where, and in which lists. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import TypeVar

from invented.names import AREAS, Names, Spelt, pick, towns
from invented.recipes import PRESS, RECIPES, REPRINT, STATE, UNION, WIRE, Recipe

STRADDLES = "2024-12-28/2025-01-03"
WRONG_DAY, RIGHT_DAY = "2025-01-03", "2024-12-30"  # of the case that is corrected after the first release
AGAIN = 10  # every tenth ordinary case of the wire happens to somebody it happened to before


T = TypeVar("T")


def _often(*weighted: tuple[T, int]) -> tuple[T, ...]:
    """Each value as often as its number says."""
    return tuple(value for value, times in weighted for _ in range(times))


# Uneven, so that some cells are small and some are not. Empty: the source does not say.
_AREAS = _often(*zip(AREAS, (8, 5, 4, 3, 2, 1), strict=True))
_SEXES = _often(("male", 24), ("female", 17), ("other", 2), ("intersex", 1), ("", 4))
_GENDERS = _often(
    ("woman", 1), ("man", 1), ("non-binary", 1), ("trans-woman", 1), ("trans-man", 1), ("self-described", 1),
    ("", 6),
)  # fmt: skip
_AGES = _often(
    ((15, 17), 3), ((18, 24), 9), ((25, 34), 16), ((35, 44), 13), ((45, 54), 8), ((55, 64), 4), ((65, 79), 3),
    ((), 4),
)  # fmt: skip
_ROLES = _often(
    (("journalist",), 9),
    (("media-worker",), 2),
    (("citizen-journalist",), 2),
    (("blogger",), 2),
    (("human-rights-defender",), 5),
    (("environmental-defender",), 2),
    (("women-rights-defender",), 2),
    (("indigenous-rights-defender",), 1),
    (("journalist", "human-rights-defender"), 3),
    (("trade-unionist",), 3),
    (("human-rights-defender", "lawyer"), 1),
    (("blogger", "student"), 1),
    (("human-rights-defender", "academic"), 1),
    (("trade-unionist", "political-activist"), 1),
)
_HELD = ("arbitrary-detention", "short-detention", "house-arrest")
# Whom a list calls by what sex; what it cannot say stays unknown.
SAID_SEX = {
    WIRE: ("female", "male", "other"),
    UNION: ("female", "male"),
    PRESS: ("female", "male", "other", "intersex"),
}


@dataclass(frozen=True, slots=True)
class Victim:
    """An invented person; `ages` are the lowest and highest that a source gives, if it gives any."""

    number: int
    name: Spelt
    sex: str
    gender: str
    ages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One thing done to one person or group, as the lists tell it. `day` and `ended` are EDTF, or empty."""

    number: int
    recipe: Recipe
    year: int
    treatment: str
    victim: Victim
    roles: tuple[str, ...]
    day: str
    ended: str
    area: str
    town: Spelt
    sources: tuple[str, ...]

    @property
    def sex(self) -> str:
        """The sex that the register ends up with: what the first list says."""
        first = self.sources[0]
        if first not in SAID_SEX:
            return "not-asked"
        return self.victim.sex if self.victim.sex in SAID_SEX[first] and not self.recipe.size else "not-stated"


@cache
def cases(seed: int) -> tuple[Case, ...]:
    """Every case of the lists, in the order of the recipes."""
    dice = Random(f"{seed} cases")
    names, places = Names(dice), towns(dice)
    made: list[Case] = []
    ordinary: list[Victim] = []
    for recipe, year, treatment in _plan():
        case = _case(dice, names, places, recipe, year, treatment, len(made) + 1)
        if _may_repeat(case):
            ordinary.append(case.victim)
            if len(ordinary) % AGAIN == 0:
                case = replace(case, victim=ordinary[-2])
        made.append(case)
    return tuple(made)


def _plan() -> Iterator[tuple[Recipe, int, str]]:
    for recipe in RECIPES:
        for year, treatment, count in recipe.planned():
            for _ in range(count):
                yield recipe, year, treatment


def _may_repeat(case: Case) -> bool:
    plain = not case.recipe.roles and not case.recipe.size
    return plain and case.recipe.source == WIRE and case.treatment in "cd" and case.year == 2025


def _case(
    dice: Random,
    names: Names,
    places: dict[str, tuple[Spelt, ...]],
    recipe: Recipe,
    year: int,
    treatment: str,
    number: int,
) -> Case:
    area = pick(dice, _AREAS)
    roles = _roles(dice, recipe, number)
    day = _day(dice, recipe, year, treatment)
    return Case(
        number=number,
        recipe=recipe,
        year=year,
        treatment=treatment,
        victim=Victim(number, names.full(), pick(dice, _SEXES), pick(dice, _GENDERS), _ages(dice)),
        roles=roles,
        day=day,
        ended=_ended(dice, recipe, day),
        area=area,
        town=pick(dice, places[area]),
        sources=_sources(recipe, treatment, roles),
    )


def _roles(dice: Random, recipe: Recipe, number: int) -> tuple[str, ...]:
    if recipe.source == UNION:
        return ("trade-unionist",)
    return recipe.roles[number % len(recipe.roles)] if recipe.roles else pick(dice, _ROLES)


def _ages(dice: Random) -> tuple[int, ...]:
    group = pick(dice, _AGES)
    if not group:
        return ()
    low, high = group
    age = low + int(dice.random() * (high - low + 1))
    return (age, age + 3) if dice.random() < 0.12 else (age, age)


def _day(dice: Random, recipe: Recipe, year: int, treatment: str) -> str:
    day = date(year, 1, 1) + timedelta(days=int(dice.random() * 350) + 10)
    shape = dice.random()
    if treatment == "y":
        return WRONG_DAY
    if recipe.when:
        return {"unknown": "", "straddles": STRADDLES}.get(recipe.when, day.isoformat())
    if treatment in "pw" or shape < 0.78:
        return day.isoformat()
    if shape < 0.88:
        return day.isoformat()[:7]
    if shape < 0.93:
        return str(year)
    return f"{day.isoformat()}/{min(day + timedelta(days=6), date(year, 12, 31)).isoformat()}"


def _ended(dice: Random, recipe: Recipe, day: str) -> str:
    held, luck = int(dice.random() * 60) + 1, dice.random()
    if recipe.when == "running":
        return ".."
    if recipe.kind not in _HELD or len(day) != len("2025-01-01") or luck > 0.7:
        return ""
    return (date.fromisoformat(day) + timedelta(days=0 if recipe.kind == "short-detention" else held)).isoformat()


def _sources(recipe: Recipe, treatment: str, roles: tuple[str, ...]) -> tuple[str, ...]:
    """The lists that tell of it; the first is the one whose entry is kept."""
    others: dict[str, tuple[str, ...]] = {
        "b": (STATE if recipe.letter == "D" else PRESS,),
        "u": (PRESS,),
        "p": (WIRE,),
        "m": (REPRINT,) if recipe.letter == "A" else (),
    }
    if treatment in "vsw":
        return (recipe.source, *_two_more(recipe, roles))
    return (recipe.source, *others.get(treatment, ()))


def _two_more(recipe: Recipe, roles: tuple[str, ...]) -> tuple[str, str]:
    """Two sources that make three in all, of two groups: the wire and its reprint are one group."""
    if recipe.source != WIRE:
        return WIRE, REPRINT
    of_union = "trade-unionist" in roles and recipe.kind == "arbitrary-detention"
    return REPRINT, UNION if of_union else PRESS
