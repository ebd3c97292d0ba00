"""The cases that the invented office enters by hand (`stories.toml`): what lists seldom carry. Pure.

Several acts in one incident, several victims in one event, a case that only its team may open, the steps of a
charge, a minor, one entry that was two people, consent that was withdrawn.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from invented.recipes import enough_for

LAW, ARTICLE = "INVENTED Act 7 on public order", "Article 4"


@dataclass(frozen=True, slots=True)
class Person:
    """A victim of a story; a group has a size and no more. `gender` is as self-declared."""

    sex: str = "not-asked"
    gender: str = "not-asked"
    ages: tuple[int, ...] = ()
    size: tuple[int, ...] = ()
    kind_of_name: str = "full"


@dataclass(frozen=True, slots=True)
class Deed:
    """One act of a story. `steps` are (process, stage, day); `victim` is the place in the story's victims."""

    kind: str
    by: str
    day: str
    reason: str
    letter: str = ""
    grounds: str = ""
    link: str = "state-agent"
    ended: str = ""
    victim: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[tuple[str, str, str], ...] = ()

    @property
    def all_facts(self) -> dict[str, str]:
        """The coded facts of the act."""
        return enough_for(self.letter) | dict(self.facts)


@dataclass(frozen=True, slots=True)
class Story:
    """One case. `complaint` says how it came; without `answered` its clock runs.

    `consents` are (use, decision, by whom).
    """

    code: str
    title: str
    area: str
    roles: tuple[str, ...]
    complaint: str
    received: date
    victims: tuple[Person, ...]
    deeds: tuple[Deed, ...]
    consents: tuple[tuple[str, str, str], ...]
    answered: date | None = None
    restricted: bool = False
    context: str = "none"
    ending: str = ""

    @property
    def apart(self) -> bool:
        """Every deed is an event and, in the end, a person of its own."""
        return self.ending in ("split", "unmerged")


def _read(path: Path) -> tuple[Story, ...]:
    return tuple(_story(one) for one in tomllib.loads(path.read_text(encoding="utf-8"))["story"])


def _story(given: dict[str, Any]) -> Story:
    victims = tuple(Person(**_frozen(one)) for one in given.pop("victims"))
    deeds = tuple(Deed(**_frozen(one)) for one in given.pop("deeds"))
    return Story(victims=victims, deeds=deeds, **_frozen(given))


def _frozen(given: dict[str, Any]) -> dict[str, Any]:
    """Lists as tuples, one level down too."""
    return {name: _tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def _tuple(values: list[Any]) -> tuple[Any, ...]:
    return tuple(tuple(one) if isinstance(one, list) else one for one in values)


STORIES = _read(Path(__file__).parent / "stories.toml")
