"""The rules as records: where each one comes from, and what it says in each language.

The wordings stand in `text/<language>.toml`, beside this module; a release prints them in its method notes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from sijill.assess.rules.rule import SDG_16_10_1, Rule
from sijill.codelists.load import LANGUAGES

MARRAKECH = "Marrakech Declaration, GANHRI, 12 October 2018"
OWN = "Sijill"

_FOLDER = Path(__file__).parent / "text"
_TEXTS = {lang: tomllib.loads((_FOLDER / f"{lang}.toml").read_text(encoding="utf-8")) for lang in LANGUAGES}


def _said(limb: str, slug: str) -> dict[str, str]:
    return {lang: text[limb][slug] for lang, text in _TEXTS.items()}


def _sdg(slug: str, paragraph: str, *, standard: str = SDG_16_10_1, own_reading: bool = False) -> Rule:
    return Rule(f"sdg16/{slug}", 1, standard, paragraph, _said("sdg16", slug), own_reading)


SDG16: tuple[Rule, ...] = (
    _sdg("scope", "Definition and concepts: the six categories and their ICCS codes"),
    _sdg("victims", "Computation: total count of victims of reported incidents"),
    _sdg("period", "Computation: incidents occurring within the preceding 12 months"),
    _sdg("role", "Definition and concepts: journalist, trade unionist, human rights defender"),
    _sdg("motive", "Definition and concepts: acts motivated by the role, or while engaged in it"),
    _sdg("killing", "Category A: killing (ICCS 0101, 0102, 110139)"),
    _sdg("enforced-disappearance", "Category B: enforced disappearance (ICCS 020222)"),
    _sdg("torture", "Category C: torture (ICCS 11011)"),
    _sdg("arbitrary-detention", "Category D: arbitrary detention (ICCS 020222)"),
    _sdg("kidnapping", "Category E: kidnapping (ICCS 020221)"),
    _sdg(
        "other-harmful-acts", "Category F: other harmful acts (ICCS 0301, 0219, 110133, 02012, 0205, 0208, 0210, 0211)"
    ),
    _sdg("most-serious", "Computation: an incident with elements of several categories is coded to the higher one"),
    _sdg("consent", "Duty X6: consent per person and per use", standard=OWN, own_reading=True),
    _sdg("status", "Definition and concepts: verified cases"),
)


def _national(slug: str, paragraph: str, *, like: Rule | None = None, standard: str = OWN) -> Rule:
    said = like.statements if like else _said("national", slug)
    return Rule(f"national/{slug}", 1, standard, paragraph, said, own_reading=True)


NATIONAL: tuple[Rule, ...] = (
    _national(
        "scope",
        "Undertakings of national institutions: fabricated charges, misuse of laws, other attacks",
        standard=MARRAKECH,
    ),
    _national("period", "as sdg16/period"),
    _national(
        "role",
        "Groups named: defenders, journalists, trade unionists, lawyers, students, academics",
        standard=MARRAKECH,
    ),
    _national("one-per-kind", "Count of victims in incidents"),
    _national("consent", "as sdg16/consent", like=SDG16[-2]),
    _national("status", "as sdg16/status", like=SDG16[-1]),
)


def _stocks(slug: str, paragraph: str, *, like: Rule | None = None) -> Rule:
    said = like.statements if like else _said("stocks", slug)
    return Rule(f"stocks/{slug}", 1, OWN, paragraph, said, own_reading=True)


STOCKS: tuple[Rule, ...] = (
    _stocks("scope", "What is counted"),
    _stocks("persons", "Unit"),
    _stocks("begun", "Begun by the end of the day"),
    _stocks("held", "Not ended by the end of the day"),
    _stocks("role", "as national/role", like=NATIONAL[2]),
    _stocks("consent", "as sdg16/consent", like=SDG16[-2]),
    _stocks("status", "as sdg16/status", like=SDG16[-1]),
)


def _charges(slug: str, paragraph: str, *, like: Rule | None = None) -> Rule:
    said = like.statements if like else _said("charges", slug)
    return Rule(f"charges/{slug}", 1, MARRAKECH, paragraph, said, own_reading=True)


CHARGES: tuple[Rule, ...] = (
    _charges("scope", "Undertakings of national institutions: fabricated charges, misuse of laws"),
    _charges("period", "as national/period", like=NATIONAL[1]),
    _charges("role", "as national/role", like=NATIONAL[2]),
    _charges("consent", "as sdg16/consent", like=SDG16[-2]),
    _charges("status", "as sdg16/status", like=SDG16[-1]),
)

RULES: Mapping[str, Rule] = {one.id: one for one in (*SDG16, *NATIONAL, *STOCKS, *CHARGES)}

OPTION_LINES: Mapping[str, Mapping[str, str]] = {lang: text["option"] for lang, text in _TEXTS.items()}
PERIOD: Mapping[str, str] = {lang: lines["period"] for lang, lines in OPTION_LINES.items()}
