"""The thirty-seven checks as records, the six factors of Rabat, and the reasons that a verdict can have.

What they are stands in `checks.toml`, what they say in `text/<language>.toml`, both beside this module.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sijill.assess.rules.ground.check import Check, Norm, Source
from sijill.codelists.load import LANGUAGES

_FOLDER = Path(__file__).parent
_TEXTS = {lang: tomllib.loads((_FOLDER / "text" / f"{lang}.toml").read_text(encoding="utf-8")) for lang in LANGUAGES}
RABAT = "necessity/rabat-threshold"


def _said(section: str, slug: str) -> dict[str, str]:
    return {lang: text[section][slug] for lang, text in _TEXTS.items()}


def _check(number: int, given: Mapping[str, Any]) -> Check:
    limb, slug = given["id"].split("/", 1)
    return Check(
        id=given["id"],
        version=given["version"],
        number=number,
        applies=tuple(given["applies"]),
        sources=tuple(Source(**one) for one in given["sources"]),
        norms=tuple(Norm(*one.split(" ", 1)) for one in given["norms"]),
        questions=_said(limb, slug),
        same_as=given.get("same_as", ""),
    )


def _factors(parent: Check) -> Iterable[Check]:
    for place, slug in enumerate(_TEXTS["en"]["rabat"]):
        yield Check(
            id=f"{parent.id}/{slug}",
            version=parent.version,
            number=100 + place,
            applies=parent.applies,
            sources=parent.sources,
            norms=parent.norms,
            questions=_said("rabat", slug),
            factor_of=parent.id,
        )


_LISTED = tomllib.loads((_FOLDER / "checks.toml").read_text(encoding="utf-8"))["check"]
CHECKS: tuple[Check, ...] = tuple(_check(number, one) for number, one in enumerate(_LISTED, 1))
BY_ID: Mapping[str, Check] = {one.id: one for one in CHECKS}
# All six are asked of the State's case for a criminal sanction; none of them says that speech should go.
FACTORS: tuple[Check, ...] = tuple(_factors(BY_ID[RABAT]))

# The line that stands wherever findings are shown.
OPINION: Mapping[str, str] = {lang: text["finding"]["opinion"] for lang, text in _TEXTS.items()}
BINDING_WORDS: Mapping[str, Mapping[str, str]] = {lang: text["binding"] for lang, text in _TEXTS.items()}


def applying(kind: str) -> tuple[Check, ...]:
    """The checks that are asked of a kind of record, in their order."""
    return tuple(one for one in CHECKS if kind in one.applies)


def reason_text(code: str, language: str) -> str:
    """What a reason says; in English where there is no wording in the language."""
    return str(_TEXTS[language]["reason"].get(code) or _TEXTS["en"]["reason"][code])
