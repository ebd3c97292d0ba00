"""The thirty-seven checks as records, the six factors of Rabat, and Ranking Digital Rights as a family apart.

What they are stands in `checks.toml`, what they say in `text/<language>.toml`, the family apart in
`rdr.csv`, all beside this module.
"""

from __future__ import annotations

import csv
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
            id=f"rabat/{slug}",
            version=parent.version,
            number=100 + place,
            applies=parent.applies,
            sources=parent.sources,
            norms=parent.norms,
            questions=_said("rabat", slug),
            factor_of=parent.id,
        )


def _elements() -> Iterable[Check]:
    """Elements of Ranking Digital Rights, asked of companies: codes and titles theirs (CC BY 4.0), the wording ours."""
    with (_FOLDER / "rdr.csv").open(encoding="utf-8", newline="") as content:
        for place, row in enumerate(csv.DictReader(content)):
            element = row["element"]
            yield Check(
                id=f"rdr/{element.lower().replace('.', '-')}",
                version=1,
                number=200 + place,
                applies=("company",),
                sources=(Source("Ranking Digital Rights 2020", f"element {element}", verified=True),),
                norms=(),
                questions={lang: row[lang] for lang in LANGUAGES},
                same_as=element,
            )


_LISTED = tomllib.loads((_FOLDER / "checks.toml").read_text(encoding="utf-8"))["check"]
CHECKS: tuple[Check, ...] = tuple(_check(number, one) for number, one in enumerate(_LISTED, 1))
# All six are asked of the State's case for a criminal sanction; none of them says that speech should go.
FACTORS: tuple[Check, ...] = tuple(factor for one in CHECKS if one.id == RABAT for factor in _factors(one))
# Not among the thirty-seven: what a company says of itself, element by element.
ELEMENTS: tuple[Check, ...] = tuple(_elements())
BY_ID: Mapping[str, Check] = {one.id: one for one in (*CHECKS, *FACTORS, *ELEMENTS)}
# What a person can answer: Rabat only by its factors.
ANSWERABLE: Mapping[str, Check] = {id: one for id, one in BY_ID.items() if id != RABAT}

# The line that stands wherever findings are shown.
OPINION: Mapping[str, str] = {lang: text["finding"]["opinion"] for lang, text in _TEXTS.items()}
FINDING_WORDS: Mapping[str, Mapping[str, str]] = {lang: text["finding"] for lang, text in _TEXTS.items()}
BINDING_WORDS: Mapping[str, Mapping[str, str]] = {lang: text["binding"] for lang, text in _TEXTS.items()}


def applying(kind: str) -> tuple[Check, ...]:
    """The checks that are asked of a kind of record, in their order; the family apart comes last."""
    return tuple(one for one in (*CHECKS, *ELEMENTS) if kind in one.applies)


def reason_text(code: str, language: str) -> str:
    """What a reason says; in English where there is no wording in the language."""
    return str(_TEXTS[language]["reason"].get(code) or _TEXTS["en"]["reason"][code])
