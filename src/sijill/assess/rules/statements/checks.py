"""What statements of reasons are asked: the ground rules that a field of theirs answers, and four questions more."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sijill.assess.rules.ground import checks as ground
from sijill.assess.rules.ground import reasons as ground_reasons
from sijill.assess.rules.ground.binding import BINDING, ON_COMPANIES, STANDARD, WORDS
from sijill.assess.rules.ground.check import MET, NOT_APPLICABLE, NOT_MET, PARTLY, UNKNOWN, Check, Norm, Source
from sijill.codelists.load import LANGUAGES

_FOLDER = Path(__file__).parent
_TEXTS = {lang: tomllib.loads((_FOLDER / "text" / f"{lang}.toml").read_text(encoding="utf-8")) for lang in LANGUAGES}
KIND = "statement"

_OWN: Mapping[str, str] = {
    "not-in-file": UNKNOWN,
    "no-such-field": UNKNOWN,
    "law-named": MET,
    "person-decided": MET,
    "own-initiative": MET,
    "source-named": MET,
    "dates-in-order": MET,
    "own-words": PARTLY,
    "end-set-in-part": PARTLY,
    "machine-helped": PARTLY,
    "source-kind-only": PARTLY,
    "filed-before-applied": PARTLY,
    "law-not-named": NOT_MET,
    "same-words": NOT_MET,
    "machine-decided": NOT_MET,
    "applied-before-content": NOT_MET,
    "terms-only": NOT_APPLICABLE,
}
VERDICT_OF: Mapping[str, str] = {**ground_reasons.VERDICT_OF, **_OWN}
"""Every reason that the field of a statement can give, with the one verdict that it means."""
NUMBER_OF: Mapping[str, int] = {code: number for number, code in enumerate(VERDICT_OF)}
REASON_OF: Mapping[int, str] = {number: code for code, number in NUMBER_OF.items()}


def _check(number: int, given: Mapping[str, Any]) -> Check:
    if known := ground.BY_ID.get(given["id"]):
        return known
    limb, slug = given["id"].split("/", 1)
    return Check(
        id=given["id"],
        version=given["version"],
        number=300 + number,
        applies=(KIND,),
        sources=tuple(Source(**one) for one in given["sources"]),
        norms=tuple(Norm(*one.split(" ", 1)) for one in given["norms"]),
        questions={lang: text[limb][slug] for lang, text in _TEXTS.items()},
    )


_LISTED = tomllib.loads((_FOLDER / "checks.toml").read_text(encoding="utf-8"))["check"]
CHECKS: tuple[Check, ...] = tuple(_check(number, one) for number, one in enumerate(_LISTED))
BY_ID: Mapping[str, Check] = {one.id: one for one in CHECKS}


def reason_text(code: str, language: str) -> str:
    """What a reason says; in English where there is no wording in the language."""
    if code not in _OWN:
        return ground.reason_text(code, language)
    return str(_TEXTS[language]["reason"].get(code) or _TEXTS["en"]["reason"][code])


def binding(check: Check) -> str:
    """`binding` where a norm of the Union's on services is behind the check, else `standard`.

    Whoever files a statement of reasons is a service to which that law applies. Treaties bind States, and a platform
    that decides by its own rules is none; who asked it to is not in the statement.
    """
    return WORDS[BINDING if any(norm.instrument in ON_COMPANIES for norm in check.norms) else STANDARD]
