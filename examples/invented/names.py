"""Names that nobody bears: every word begins with Zz, or its Arabic likeness, and is built of syllables."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

MARK = "INVENTED"
MARK_AR = "مختلق"
COUNTRY = "XZ"
AREAS = ("XZ-01", "XZ-02", "XZ-03", "XZ-04", "XZ-05", "XZ-06")
TOWNS_PER_AREA = 3

_START, _START_AR = "Zz", "زاز"
_SYLLABLES = (
    ("ba", "با"),
    ("ri", "ري"),
    ("mu", "مو"),
    ("le", "لي"),
    ("no", "نو"),
    ("ta", "تا"),
    ("ki", "كي"),
    ("du", "دو"),
    ("sha", "شا"),
    ("fi", "في"),
    ("go", "غو"),
    ("we", "وي"),
    ("ru", "رو"),
    ("sa", "سا"),
    ("mi", "مي"),
    ("yo", "يو"),
)

T = TypeVar("T")
Spelt = tuple[str, str]  # in Latin script, in Arabic script


def pick(dice: Random, among: Sequence[T]) -> T:
    """One of a sequence. Python promises the same `random()` for a seed in every version, and no more."""
    return among[int(dice.random() * len(among))]


def spelt(dice: Random, syllables: int) -> Spelt:
    """A word that is no name: `Zzbarimu`, `زازباريمو`."""
    chosen = [pick(dice, _SYLLABLES) for _ in range(syllables)]
    return _START + "".join(one for one, _ in chosen), _START_AR + "".join(one for _, one in chosen)


class Names:
    """Hands out each full name once."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._given: set[str] = set()

    def full(self) -> Spelt:
        """A first name and a family name in both scripts."""
        while True:
            first, last = spelt(self._dice, 2), spelt(self._dice, 3)
            name = f"{first[0]} {last[0]}"
            if name not in self._given:
                self._given.add(name)
                return name, f"{first[1]} {last[1]}"


def towns(dice: Random) -> dict[str, tuple[Spelt, ...]]:
    """The towns of each area, each name once."""
    seen: set[str] = set()
    found: dict[str, tuple[Spelt, ...]] = {}
    for area in AREAS:
        own: list[Spelt] = []
        while len(own) < TOWNS_PER_AREA:
            town = spelt(dice, 3)
            if town[0] not in seen:
                seen.add(town[0])
                own.append(town)
        found[area] = tuple(own)
    return found
