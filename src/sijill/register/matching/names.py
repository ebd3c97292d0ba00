"""What two names are compared by: their parts, each part's symbol and skeleton. Pure.

A *symbol* is one name whatever its spelling: محمد, Mohammed and Muhammad have one symbol, Mahmoud another. The table
`symbols.csv` holds 5,394 facts (an Arabic name part and how it is written in Latin letters) from the dictionary of
Tech for Palestine, dedicated to the public domain; entries that translate instead of transliterating are left out.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from sijill.office.folding import fold
from sijill.register.matching.letters import form, is_arabic, mend, romanised, skeleton

_TABLE = Path(__file__).parent / "symbols.csv"
_NEAR = 0.7  # share of equal letters from which another Latin spelling has the symbol of a known one

_LONGEST = 300  # letters: what is longer is a story, and to compare it letter by letter with others takes hours

_REMARK = re.compile(r"\[[^\]]*\]|\([^)]*\)|«[^»]*»")
_NOBODY = frozenset(
    {"unidentified", "unknown", "anonymous", "unnamed", "مجهول", "مجهوله", "inconnu", "inconnue", "desconocido",
     "desconocida", "sin identificar", "nn", "n.n", "?", "-"}
)  # fmt: skip
_TO_NEXT = frozenset(
    {"abd", "abdel", "abdal", "abdul", "abdol", "abed", "عبد", "abu", "abo", "abou", "abul", "abual", "ابو", "umm",
     "um", "om", "oum", "ام"}
)  # fmt: skip
_TO_LAST = frozenset(
    {"الدين", "الله", "eddin", "eddine", "aldin", "al-din", "uddin", "al-deen", "el-din", "ed-din", "ad-din", "addin",
     "addeen",     "din", "deen", "allah"}
)  # fmt: skip
_ARTICLES = frozenset({"al", "el"})
_LEFT_OUT = frozenset(
    {"bin", "ben", "ibn", "bn", "bint", "بن", "ابن", "بنت", "de", "del", "la", "las", "los", "y", "da", "do", "dos",
     "das", "van", "von", "der", "den", "di", "jr", "sr", "dr", "mr", "mrs", "ms", "the", "al", "el"}
)  # fmt: skip
_BEFORE_HYPHEN = frozenset(
    {"al", "el", "as", "ash", "an", "ar", "at", "az", "ad", "ath", "adh", "ul", "es", "en", "er"}
)
_SPLIT = re.compile(r"[^\w'’.-]+")


@dataclass(frozen=True, slots=True)
class Name:
    """One written name: the folded text, and by part, in order, the skeleton and the symbol."""

    text: str
    keys: tuple[str, ...]
    symbols: tuple[str, ...]

    given: str | None
    """The vowelled form of the first part where the table knows the name: it tells Mahmoud from Mohammed."""


def read_name(text: str) -> Name | None:
    """A name as it is compared; None where the text names nobody."""
    plain = _REMARK.sub(" ", text[:_LONGEST]).strip()
    if fold(plain).strip(" .") in _NOBODY:
        return None
    parts = parts_of(plain)
    if not parts:
        return None
    symbols = tuple(symbol(one) for one in parts)
    known = not symbols[0].startswith("~")
    given = (symbols[0] if is_arabic(parts[0]) else form(romanised(parts[0]))) if known else None
    return Name(" ".join(parts), tuple(_key(one) for one in parts), symbols, given)


def parts_of(text: str) -> list[str]:
    """The parts of a name, folded: articles and `abd`, `abu`, `umm` with the part they belong to, `bin` left out."""
    pieces = [one for word in _SPLIT.split(fold(text)) for one in _hyphens(mend(word.strip("'’.-_"))) if one]
    joined: list[str] = []
    waiting = ""
    for piece in pieces:
        if piece in _TO_NEXT or (piece in _ARTICLES and not is_arabic(piece)):
            waiting += f"{piece}-" if not is_arabic(piece) else piece
        elif waiting:
            joined.append(waiting + piece)
            waiting = ""
        elif joined and piece in _TO_LAST:
            joined[-1] += f"-{piece}" if not is_arabic(piece) else piece
        elif piece not in _LEFT_OUT:
            joined.append(piece)
    if waiting.strip("-"):
        joined.append(waiting.strip("-"))
    long = [one for one in joined if len(one) > 1]
    return long if len(long) > 1 else joined


def _hyphens(word: str) -> list[str]:
    if "-" not in word or is_arabic(word):
        return [word.replace("-", "")]
    head, _, rest = word.partition("-")
    if head in _BEFORE_HYPHEN or head in _TO_NEXT or re.search("-(?:al-|el-|ad-|ed-)?d(?:i|ee)n$", word):
        return [word]
    return [head, *_hyphens(rest)]


@cache
def symbol(part: str) -> str:
    """The symbol of one folded part; with `~` before it where the table does not know the name."""
    table = _symbols()
    if is_arabic(part):
        known = table.arabic.get(mend(part))
        return known or f"~{mend(part)}"
    latin = form(romanised(part))
    if not latin:
        return f"~{part}"
    if latin in table.latin:
        return table.latin[latin]
    near = table.by_skeleton.get(skeleton(part), ())
    best = process.extractOne(latin, near, scorer=Levenshtein.normalized_similarity, score_cutoff=_NEAR)
    return table.latin[best[0]] if best else f"~{latin}"


def _key(part: str) -> str:
    """The skeleton; where the table says that a part begins with alif and lam and no article, with both: `الهام`."""
    return _symbols().keys.get(mend(part)) or skeleton(part) if is_arabic(part) else skeleton(part)


@dataclass(frozen=True, slots=True)
class _Symbols:
    keys: dict[str, str]
    arabic: dict[str, str]
    latin: dict[str, str]
    by_skeleton: dict[str, tuple[str, ...]]


@cache
def _symbols() -> _Symbols:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = [(row["arabic"], row["latin"]) for row in csv.DictReader(file)]
    keys: dict[str, str] = {}
    for written, spelt in rows:
        if written.startswith("ال") and skeleton(written) == skeleton(written[2:]) and skeleton(spelt)[0] == "a":
            keys.setdefault(written, skeleton(spelt))
    pairs = [(written, form(spelt)) for written, spelt in rows]
    arabic: dict[str, str] = {}
    latin: dict[str, str] = {}
    for written, spelt in pairs:
        arabic.setdefault(written, spelt)
    first = set(arabic.values())
    for written, spelt in pairs:
        # The first Latin form of a name is its symbol; a later one is another spelling of it.
        latin.setdefault(spelt, spelt if spelt in first else arabic[written])
    near: dict[str, list[str]] = {}
    for spelt in latin:
        near.setdefault(skeleton(spelt), []).append(spelt)
    return _Symbols(keys, arabic, latin, {bones: tuple(forms) for bones, forms in near.items()})
