"""Countries as companies and trackers of shutdowns write them, as codes of `codelists/places.csv` (ISO 3166-1).

The code beside the name is taken where the table has one; the name is looked up by the labels of the codelist and by
the spellings below; nothing is guessed from a likeness of names. What ISO 3166-1 has no code for keeps the source's
word, under the code *not available*: it is neither guessed nor counted into another country (decision 024).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from sijill.codelists.load import codelist
from sijill.collect.draft import NOT_AVAILABLE, NOT_STATED
from sijill.collect.importers.problems import Problem
from sijill.collect.importers.words import latin, shown, squeezed

WORLD = "m49-001"
# Spellings of published tables that the codelist's labels do not have, folded as `_sought` does: other spellings, word
# order, former names.
_SPELLINGS = {
    "antigua": "AG", "bahamas": "BS", "bolivia": "BO", "bonaire sint eustatius saba": "BQ", "bosnia": "BA",
    "british virgin islands": "VG", "brunei": "BN", "burma": "MM", "burma myanmar": "MM", "cabo verde": "CV",
    "cape verde": "CV", "central african rep": "CF", "comoros": "KM", "congo brazzaville": "CG",
    "congo democratic republic of the": "CD", "congo kinshasa": "CD", "congo republic of the": "CG",
    "cote d ivoire": "CI", "czech republic": "CZ", "democratic republic of congo": "CD",
    "democratic republic of drc": "CD", "democratic republic of the congo": "CD", "dr congo": "CD", "drc": "CD",
    "east timor": "TL", "falkland islands": "FK", "federated states of micronesia": "FM", "gambia": "GM",
    "gambia the": "GM", "global": WORLD, "great britain": "GB", "guinea bisseau": "GW", "hong kong": "HK",
    "iran": "IR", "ivory coast": "CI", "ivory coast cote d ivoire": "CI", "kyrgyz republic": "KG",
    "kyrgyz republic kyrgyzstan": "KG", "laos": "LA", "macao": "MO", "macau": "MO", "macedonia": "MK",
    "micronesia": "FM", "moldova": "MD", "myanmar burma": "MM", "north korea": "KP", "palestine": "PS",
    "palestine state of": "PS", "palestinian territories": "PS", "republic of congo": "CG", "republic of korea": "KR",
    "republic of san marino": "SM", "republic of the congo": "CG", "reunion": "RE", "russia": "RU",
    "saint barthelemy": "BL", "saint lucia": "LC", "saint martin": "MF", "saint vincent grenadines": "VC",
    "sint maarten": "SX", "south korea": "KR", "svalbard jan mayen": "SJ", "swaziland": "SZ", "syria": "SY",
    "taiwan": "TW", "tanzania": "TZ", "tanzania united republic of": "TZ", "timor leste": "TL", "turkey": "TR",
    "turkiye": "TR", "uae": "AE", "uk": "GB", "united kingdom": "GB", "united states": "US",
    "united states of america usa": "US", "us": "US", "us virgin islands": "VI", "usa": "US", "vatican city": "VA",
    "venezuela": "VE", "vietnam": "VN", "wallis futuna": "WF", "world": WORLD, "worldwide": WORLD,
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


def place_of(name: str) -> str:
    """The country's code, or nothing where the name is no country of ISO 3166-1. Two-letter codes are taken too."""
    found = name if name in _codes() else _names().get(_sought(name), "")
    return "" if found == WORLD else found


def _code_of(words: str) -> str:
    return _names().get(_sought(words)) or _NOBODY.get(_folded(words), "")


@lru_cache(maxsize=1024)
def _sought(words: str) -> str:
    return " ".join(word for word in _folded(words).split() if word != "and")


def _folded(words: str) -> str:
    bare = latin(words.replace("&", " and "))
    bare = bare.removeprefix("the ").removesuffix(" sar")
    return f"saint {bare[3:]}" if bare.startswith("st ") else bare


@cache
def _codes() -> frozenset[str]:
    return frozenset(code for code in codelist("places").codes if len(code) == 2)


@cache
def _names() -> Mapping[str, str]:
    """Labels in the languages that tables come in, English last: where two languages differ, it is meant."""
    places = codelist("places")
    labels = {_sought(places.label(code, lang)): code for lang in ("es", "fr", "en") for code in sorted(_codes())}
    return labels | _SPELLINGS
