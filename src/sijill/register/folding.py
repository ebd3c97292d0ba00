"""How two spellings of one name are brought together for a search, and which script a text is in. Pure.

Folding is for finding only: what was written is stored and shown as it was written.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

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


def fold(text: str) -> str:
    """The text without case, accents, vowel signs, tatweel and the many spellings of hamza, ya and ta marbuta."""
    plain = unicodedata.normalize("NFKD", text.translate(_ARABIC))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(kept.translate(_ARABIC).casefold().split())


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
