"""What the figures must be, told by whoever made the cases up: the rule is never asked. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from invented.byhand import STORIES, Story
from invented.cases import RIGHT_DAY, Case, cases

_UNDECIDED = {
    "actor-unknown", "motive-unknown", "concealment-unknown", "diligence-unknown", "severity-unknown",
    "purpose-unknown", "legal-basis-unknown", "role-unknown", "date-straddles", "date-unknown",
}  # fmt: skip
_REVIEWED = "vikpy"  # verified, and nothing was changed afterwards


@dataclass(frozen=True, slots=True)
class Expected:
    """One act that the rule will look at. `years` are those its date may lie in; none where it is unknown."""

    years: tuple[int, ...]
    letter: str
    reason: str
    verified: bool
    event: str
    person: str
    sex: str
    area: str
    roles: tuple[str, ...]

    def outcome(self, status: str) -> str:
        """counted, undecided or not-counted, in a figure of that status."""
        if status == "verified" and not self.verified:
            return "not-counted"
        if self.reason == f"counted-{self.letter.lower()}":
            return "counted"
        return "undecided" if self.reason in _UNDECIDED else "not-counted"


def expected(seed: int = 7, year: int = 2025, *, corrected: bool = False) -> list[Expected]:
    """Every candidate whose date lies or may lie in the year; `corrected` as after `country.correct`."""
    told = [one for case in cases(seed) for one in _of(case, corrected)]
    told += [one for story in STORIES for one in _of_story(story)]
    return [one for one in told if not one.years or year in one.years]


def counts(rows: Iterable[Expected], status: str = "reported", by: Sequence[str] = ()) -> list[dict[str, object]]:
    """The table that the register must give: keys asked for and victims, persons, incidents, undecided.

    `by` takes category, sex, area and role, as `sijill table sdg16 --by` does; role gives a row per role.
    """
    cells: dict[tuple[str, ...], list[Expected]] = {}
    for one in rows:
        if one.outcome(status) != "not-counted":
            for key in _keys(one, by):
                cells.setdefault(key, []).append(one)
    if not by:
        cells.setdefault((), [])
    return [{**dict(zip(by, key, strict=True)), **_measures(inside, status)} for key, inside in sorted(cells.items())]


def reasons(rows: Iterable[Expected]) -> Counter[str]:
    """How many candidates have each reason, in a figure of what was reported."""
    return Counter(one.reason for one in rows)


def _measures(inside: list[Expected], status: str) -> dict[str, object]:
    counted = [one for one in inside if one.outcome(status) == "counted"]
    return {
        "victims": len(counted),
        "persons": len({one.person for one in counted}),
        "incidents": len({one.event for one in counted}),
        "undecided": len(inside) - len(counted),
    }


def _keys(one: Expected, by: Sequence[str]) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = [()]
    for dimension in by:
        own = {"category": (one.letter,), "sex": (one.sex,), "area": (one.area,), "role": one.roles}[dimension]
        keys = [(*key, value) for key in keys for value in own]
    return keys


def _of(case: Case, corrected: bool) -> list[Expected]:
    if case.treatment == "x":
        return []
    recipe = case.recipe
    first = Expected(
        years=_years(case, corrected),
        letter=recipe.letter,
        reason=_reason(case),
        verified=case.treatment in _REVIEWED,
        event=f"event {case.number}",
        person=f"person {case.victim.number}",
        sex=case.sex,
        area=case.area,
        roles=case.roles or ("not-stated",),
    )
    return [first, *_second(case, first, corrected)]


def _reason(case: Case) -> str:
    reason = case.recipe.reason
    if not reason.startswith("counted") and reason not in _UNDECIDED:
        return reason
    return {"n": "not-established", "r": "consent-refused"}.get(case.treatment, reason)


def _second(case: Case, first: Expected, corrected: bool) -> list[Expected]:
    """The entry of a second list, where it was not rejected as the same act told again."""
    again = replace(first, event=f"{first.event} again", person=f"{first.person} again")
    if case.treatment == "b":
        lawful = case.recipe.letter == "D"
        return [replace(first, reason="lawful-detention" if lawful else "same-act-already-counted", verified=False)]
    if case.treatment == "p":
        return [replace(first, reason="same-act-already-counted") if corrected else again]
    if case.treatment == "u":
        return [replace(again, sex=case.victim.sex or "not-stated")]
    return []


def _years(case: Case, corrected: bool) -> tuple[int, ...]:
    if case.treatment == "y" and corrected:
        return (int(RIGHT_DAY[:4]),)
    if case.recipe.when == "unknown":
        return ()
    return (2024, 2025) if case.recipe.when == "straddles" else (case.year,)


def _of_story(story: Story) -> list[Expected]:
    if story.ending == "withdrawn":
        return []
    return [
        Expected(
            years=(int(deed.day[:4]),),
            letter=deed.letter,
            reason=deed.reason,
            verified=bool(deed.grounds),
            event=f"{story.code} {number if story.apart else 0}",
            person=f"{story.code} {number if story.apart else deed.victim}",
            sex=story.victims[deed.victim].sex,
            area=story.area,
            roles=story.roles,
        )
        for number, deed in enumerate(story.deeds)
    ]
