"""Why two records are proposed as one person: a sentence and a weight for each thing compared, in four languages. Pure.

No sentence holds a value of a record: whoever may see the records sees them beside it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # which brings Splink along: a quarter of a second that other commands need not wait for
    from sijill.register.matching.linking import Scored

_WORDS = Path(__file__).parent / "words.toml"
# Weights in bits: 10 make the odds about a thousand times higher.
_STRONG, _SOME = 8.0, 1.0
_COMMON, _RARE = 8.0, 14.0

MISSING = -1  # the level of a comparison that says nothing


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing compared: which, the level reached ("missing" where one says nothing), its weight in bits."""

    part: str
    level: str
    weight: float


def reasons(pairs: Scored, at: int) -> tuple[Reason, ...]:
    """What was compared in the pair number `at`, in the order of the model."""
    return tuple(
        Reason(
            part.code,
            "missing" if pairs.levels[at, j] == MISSING else part.levels[pairs.levels[at, j]].code,
            round(float(pairs.parts[at, j]), 1),
        )
        for j, part in enumerate(pairs.comparisons)
    )


@dataclass(frozen=True, slots=True)
class Said:
    """A reason in words: what was compared, what was found, how much it says; `how` is empty without evidence."""

    title: str
    text: str
    how: str
    weight: float

    @property
    def signed(self) -> str:
        """The weight with its sign."""
        return signed(self.weight)


def signed(weight: float) -> str:
    """A weight in bits with its sign, to a tenth."""
    return f"{weight:+.1f}"


def said(given: Sequence[Reason], kind: str, language: str) -> list[Said]:
    """The reasons in words; `kind`: of two people or of two events."""
    words = wordings(language)
    return [_said(one, kind, words) for one in given]


def _said(one: Reason, kind: str, words: dict[str, str]) -> Said:
    title = words[f"part.{one.part}"]
    if one.level == "missing":
        return Said(title, words["missing"], "", 0.0)
    text = words[f"{one.part}.{one.level}"]
    if one.part == "names" and one.level in {"same-spelling", "same-names", "names-within", "same-consonants"}:
        rarity = "common" if one.weight < _COMMON else "rare" if one.weight > _RARE else ""
        text = f"{text} {words[rarity]}" if rarity else text
    how = _how(one.weight)
    return Said(title, text, words.get(f"{kind}.{how}", words[how]), one.weight)


def sentences(given: Sequence[Reason], probability: float, language: str, kind: str = "person") -> list[str]:
    """The reasons in words, each with its weight, and what they come to."""
    lines = [
        f"{one.title}: {one.text} ({one.signed}, {one.how})" if one.how else f"{one.title}: {one.text}"
        for one in said(given, kind, language)
    ]
    words = wordings(language)
    words_of_kind = words.get(f"{kind}.probability", words["probability"])
    return [*lines, words_of_kind.format(percent=percent(probability))]


def percent(probability: float) -> str:
    """A probability in per cent, never shown as certain."""
    return f"{min(max(100 * probability, 0.1), 99.9):.1f}"


@cache
def wordings(language: str) -> dict[str, str]:
    """Every sentence in one language."""
    found: dict[str, str] = tomllib.loads(_WORDS.read_text(encoding="utf-8"))[language]
    return found


def _how(weight: float) -> str:
    if abs(weight) < _SOME:
        return "little"
    if weight > 0:
        return "strong" if weight >= _STRONG else "for"
    return "strongly-against" if weight <= -_STRONG else "against"
