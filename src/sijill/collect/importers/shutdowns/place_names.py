"""Names of countries as trackers of shutdowns write them, as codes of `codelists/places.csv`.

A name that ISO 3166-1 has no code for has none here either: the draft then keeps the source's own word beside
*not available* (decision 024). Nothing is guessed from a likeness of names.
"""

from __future__ import annotations

from functools import cache, lru_cache

from sijill.codelists.load import codelist
from sijill.collect.importers.words import latin

# What no label of the codelist says, folded as `latin` folds; the reasons are spelling, word order and former names.
_ALSO = {
    "bahamas": "BS", "bolivia": "BO", "bonaire sint eustatius saba": "BQ", "bosnia": "BA",
    "british virgin islands": "VG", "brunei": "BN", "burma": "MM", "burma myanmar": "MM",
    "cabo verde": "CV", "cape verde": "CV",
    "central african rep": "CF", "comoros": "KM",
    "congo democratic republic of the": "CD", "congo republic of the": "CG", "cote d ivoire": "CI",
    "czech republic": "CZ", "democratic republic of congo": "CD", "democratic republic of drc": "CD",
    "dr congo": "CD", "drc": "CD", "east timor": "TL", "federated states of micronesia": "FM", "gambia the": "GM",
    "great britain": "GB", "guinea bisseau": "GW",
    "hong kong": "HK", "iran": "IR", "ivory coast": "CI", "ivory coast cote d ivoire": "CI",
    "kyrgyz republic kyrgyzstan": "KG", "kyrgyz republic": "KG", "laos": "LA", "macau": "MO", "macedonia": "MK",
    "micronesia": "FM", "moldova": "MD", "myanmar burma": "MM", "north korea": "KP", "palestine": "PS",
    "palestine state of": "PS", "palestinian territories": "PS", "republic of congo": "CG",
    "republic of the congo": "CG", "russia": "RU", "saint martin": "MF", "south korea": "KR", "st lucia": "LC",
    "swaziland": "SZ", "syria": "SY", "taiwan": "TW", "tanzania": "TZ", "tanzania united republic of": "TZ",
    "the gambia": "GM", "timor leste": "TL", "turkey": "TR", "turkiye": "TR", "uae": "AE", "uk": "GB",
    "united kingdom": "GB", "united states": "US", "us": "US", "usa": "US",
    "united states of america usa": "US", "venezuela": "VE", "vietnam": "VN",
}  # fmt: skip


@lru_cache(maxsize=1024)
def place_of(name: str) -> str:
    """The country's code, or nothing where the name is no country of ISO 3166-1. Two-letter codes are taken too."""
    known = _known()
    return name if name in known.values() else known.get(_folded(name), "")


def _folded(name: str) -> str:
    return " ".join(word for word in latin(name).split() if word != "and")


@cache
def _known() -> dict[str, str]:
    countries = [row for row in codelist("places").rows if len(row.code) == 2]
    labels = {_folded(row.label(lang)): row.code for row in countries for lang in ("es", "fr", "en")}
    return labels | {_folded(name): code for name, code in _ALSO.items()}
