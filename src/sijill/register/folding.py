"""How two spellings of one name are brought together for a search, and which script a text is in. Pure.

Folding is for finding only: what was written is stored and shown as it was written.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter
from functools import cache

_ARABIC = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",  # alif with hamza, madda, wasla
        "ؤ": "و", "ئ": "ي", "ء": "",
        "ى": "ي", "ی": "ي", "ې": "ي",  # alif maqsura, Persian and Pashto ya
        "ة": "ه", "ۀ": "ه", "ہ": "ه",
        "ک": "ك", "ڪ": "ك",
        "ـ": "",  # tatweel
    }
)  # fmt: skip

_SCRIPTS = {
    "LATIN": "Latn", "ARABIC": "Arab", "CYRILLIC": "Cyrl", "GREEK": "Grek", "HEBREW": "Hebr", "SYRIAC": "Syrc",
    "TIFINAGH": "Tfng", "NKO": "Nkoo", "ETHIOPIC": "Ethi", "ARMENIAN": "Armn", "GEORGIAN": "Geor",
    "THAANA": "Thaa", "DEVANAGARI": "Deva", "BENGALI": "Beng", "GURMUKHI": "Guru", "GUJARATI": "Gujr",
    "ORIYA": "Orya", "TAMIL": "Taml", "TELUGU": "Telu", "KANNADA": "Knda", "MALAYALAM": "Mlym",
    "SINHALA": "Sinh", "THAI": "Thai", "LAO": "Laoo", "KHMER": "Khmr", "MYANMAR": "Mymr", "TIBETAN": "Tibt",
    "MONGOLIAN": "Mong", "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "HANGUL": "Kore",
}  # fmt: skip
NO_SCRIPT = "Zyyy"
_APART = 0x0700  # the first sign after Arabic
_MOST_TELLING = 4


def fold(text: str) -> str:
    """The text without case, accents, vowel signs, tatweel and the many spellings of hamza, ya and ta marbuta."""
    return " ".join(text.translate(_FOLDED).split())


def _fold_sign(sign: str) -> str:
    plain = unicodedata.normalize("NFKD", sign.translate(_ARABIC))
    kept = "".join(one for one in plain if not unicodedata.combining(one))
    return kept.translate(_ARABIC).casefold()


class _Signs(dict[int, str]):
    """What each sign folds to, worked out when it is met first.

    Signs fold one by one: what decomposing a whole text would put into another order is left out of it.
    """

    def __missing__(self, sign: int) -> str:
        self[sign] = found = _fold_sign(chr(sign))
        return found


_FOLDED = _Signs()


def signs_needed(folded: str) -> list[str]:
    """Classes of signs, `[...]`: whatever folds to a text that holds `folded` has a sign of each.

    They let a database pass over most rows. It takes the signs of Latin, Greek, Cyrillic, Hebrew and Arabic apart;
    any later sign may fold to anything. The few letters that are written in the fewest ways say most.
    """
    ways = {sign: _ways().get(sign, "") for sign in folded if sign.isalnum()}
    known = sorted((sign for sign in ways if ways[sign]), key=lambda sign: (len(ways[sign]), sign))
    return [f"[{ways[sign]}{chr(_APART)}-{chr(sys.maxunicode)}]" for sign in known[:_MOST_TELLING]]


@cache
def _ways() -> dict[str, str]:
    """By folded sign, the signs below _APART that hold it once they are folded."""
    found: dict[str, str] = {}
    for number in range(1, _APART):
        for sign in set(_FOLDED[number]):
            found[sign] = found.get(sign, "") + chr(number)
    return found


def contains(text: str, words: list[str]) -> bool:
    """Does the folded text hold every word; nothing holds no words."""
    folded = fold(text)
    return bool(words) and all(word in folded for word in words)


def words_of(text: str) -> list[str]:
    """The words of a search, folded."""
    return fold(text).split()


def script_of(text: str) -> str:
    """Code of codelist `scripts` of most letters; NO_SCRIPT where that cannot be told."""
    found = Counter(_SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "") for letter in text if letter.isalpha())
    found.pop("", None)
    return found.most_common(1)[0][0] if found else NO_SCRIPT
