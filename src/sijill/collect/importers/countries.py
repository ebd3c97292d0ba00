"""Countries as companies write them, as codes of `codelists/places.csv` (ISO 3166-1), and those that have none there.

The code beside the name is taken where the table has one; the name is looked up by the labels of the codelist and by
the spellings below. What ISO 3166-1 has no code for keeps the source's word, under the code *not available*: it is
neither guessed nor counted into another country (decision 024).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sijill.codelists.load import codelist
from sijill.collect.draft import NOT_AVAILABLE, NOT_STATED
from sijill.collect.importers.problems import Problem
from sijill.collect.importers.words import latin, shown, squeezed

WORLD = "m49-001"
# Spellings of published tables that the codelist's labels do not have, folded as `_folded` does.
_SPELLINGS = {
    "antigua": "AG", "bolivia": "BO", "brunei": "BN", "burma": "MM", "cape verde": "CV", "congo brazzaville": "CG",
    "congo kinshasa": "CD", "cote d ivoire": "CI", "czech republic": "CZ", "east timor": "TL",
    "falkland islands": "FK", "federated states of micronesia": "FM", "great britain": "GB", "hong kong": "HK",
    "iran": "IR", "ivory coast": "CI", "laos": "LA", "macao": "MO", "macau": "MO", "macedonia": "MK",
    "micronesia": "FM", "moldova": "MD", "myanmar burma": "MM", "north korea": "KP", "palestine": "PS",
    "palestinian territories": "PS", "republic of korea": "KR", "republic of san marino": "SM",
    "republic of the congo": "CG", "democratic republic of the congo": "CD", "reunion": "RE", "russia": "RU",
    "saint barthelemy": "BL", "saint martin": "MF", "saint vincent and grenadines": "VC",
    "sint maarten": "SX", "south korea": "KR",
    "svalbard and jan mayen": "SJ", "swaziland": "SZ", "syria": "SY", "taiwan": "TW", "tanzania": "TZ",
    "turkey": "TR", "turkiye": "TR", "uk": "GB", "united kingdom": "GB", "united states": "US", "us": "US",
    "us virgin islands": "VI", "usa": "US", "vatican city": "VA", "venezuela": "VE", "vietnam": "VN",
    "wallis and futuna": "WF", "worldwide": WORLD, "global": WORLD, "world": WORLD,
}  # fmt: skip
# Said in place of a country: the source does not know, or does not tell.
_NOBODY = {"unknown": NOT_AVAILABLE, "other": NOT_AVAILABLE, "unspecified": NOT_STATED, "other unspecified": NOT_STATED}


@dataclass(frozen=True, slots=True)
class Country:
    """The code, and the source's word where ISO 3166-1 has no code for it. `key` names it in a row's key."""

    code: str
    words: str = ""

    @property
    def key(self) -> str:
        """The code, or the folded word: the same in every vintage, however the name is spelled."""
        return self.code if self.code not in (NOT_AVAILABLE, NOT_STATED) else _folded(self.words) or self.code

    @property
    def values(self) -> dict[str, str]:
        """`country` and, where there is one, `country_words`, as a draft holds them."""
        return {"country": self.code} | ({"country_words": self.words} if self.words else {})


def country(cells: Mapping[str, str], name: str, code: str = "") -> Country:
    """The country in column `name`, with its two-letter code in column `code` where the table has one.

    Raises `Problem` where both are known and are two countries.
    """
    words = squeezed(cells.get(name, "")).rstrip("*")
    by_name = _code_of(words)
    written = squeezed(cells.get(code, "")).upper() if code else ""
    known = written if written in _codes() else ""
    if known and by_name in _codes() and by_name != known:
        message = (
            f"Column '{code}' holds '{known}' and column '{name}' holds {shown(words, [words])}: two countries. "
            "Correct one of them."
        )
        raise Problem(code, "unknown-code", message)
    found = known or by_name
    if found:
        return Country(found)
    return Country(NOT_AVAILABLE, words[:80]) if words or written else Country(NOT_STATED)


def _code_of(words: str) -> str:
    folded = _folded(words)
    return _names().get(folded) or _NOBODY.get(folded, "")


def _folded(words: str) -> str:
    bare = latin(words.replace("&", " and "))
    bare = bare.removeprefix("the ").removesuffix(" sar")
    return f"saint {bare[3:]}" if bare.startswith("st ") else bare


@cache
def _codes() -> frozenset[str]:
    return frozenset(code for code in codelist("places").codes if len(code) == 2)


@cache
def _names() -> Mapping[str, str]:
    places = codelist("places")
    labels = {_folded(places.label(code, "en")): code for code in sorted(_codes())}
    return labels | _SPELLINGS
