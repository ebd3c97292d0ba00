"""Why two records are proposed as one person: a sentence and a weight for each thing compared, in four languages. Pure.

No sentence holds a value of a record: whoever may see the records sees them beside it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sijill.register.matching.linking import Scored
from sijill.register.matching.training import MISSING

_WORDS = Path(__file__).parent / "words.toml"
# Weights in bits: 10 make the odds about a thousand times higher.
_STRONG, _SOME = 8.0, 1.0
_COMMON, _RARE = 8.0, 14.0


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


def sentences(given: Sequence[Reason], probability: float, language: str) -> list[str]:
    """The reasons in words, each with its weight, and what they come to."""
    words = wordings(language)
    said = []
    for one in given:
        if one.level == "missing":
            said.append(f"{words[f'part.{one.part}']}: {words['missing']}")
            continue
        text = words[f"{one.part}.{one.level}"]
        if one.part == "names" and one.level in {"same-spelling", "same-names", "names-within", "same-consonants"}:
            rarity = "common" if one.weight < _COMMON else "rare" if one.weight > _RARE else ""
            text = f"{text} {words[rarity]}" if rarity else text
        said.append(f"{words[f'part.{one.part}']}: {text} ({one.weight:+.1f}, {words[_how(one.weight)]})")
    # A probability is never shown as certain.
    percent = f"{min(max(100 * probability, 0.1), 99.9):.1f}"
    return [*said, words["probability"].format(percent=percent)]


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
