"""How two spellings of one name are brought together for a search, and which script a text is in. Pure.

Folding is for finding only: what was written is stored and shown as it was written.
"""

from __future__ import annotations

import re
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
LONGEST = 40  # signs of a word that are kept
_WORD = re.compile(r"[^\W_]+")
# Thai, Lao, Tibetan, Burmese, Khmer, Chinese and Japanese.
_UNSPACED = re.compile("[\u0e00-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
_ARTICLE = re.compile("(?:[وبفك]?ال|لل)(?=..)")
_JOINED = re.compile("عبد(?=ال..)")
_JOINED_ARTICLE = re.compile("^عبدال")
_TYPED_ARTICLE = re.compile("^ال(?=...)")


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


def beginnings(text: str) -> frozenset[str]:
    """What a word of a search may be the beginning of, in this text: what is kept to find it by.

    Letters and digits make a word. An Arabic word stands with its article and what is written together with that, and
    without (`والمهدي`: `مهدي`); so does what is joined to `عبد`. Scripts that put no space between words are cut into
    pairs of signs. A word is cut after LONGEST signs.
    """
    found: set[str] = set()
    for word in _WORD.findall(fold(text)):
        if _UNSPACED.search(word):
            found |= {word[place : place + 2] for place in range(len(word))}
            continue
        found.add(word[:LONGEST])
        found |= {word[cut.end() :][:LONGEST] for cut in (_ARTICLE.match(word), _JOINED.match(word)) if cut}
        if _JOINED.match(word):
            found.add(_JOINED_ARTICLE.sub("", word)[:LONGEST])
    return frozenset(found)


def words_of(text: str) -> list[str]:
    """The words of a search: each has to begin one of the `beginnings` of what is found. No word twice."""
    found: list[str] = []
    for word in _WORD.findall(fold(text)):
        if _UNSPACED.search(word):
            found += [word[place : place + 2] for place in range(len(word) - 1)] or [word]
        else:
            found.append(_TYPED_ARTICLE.sub("", word)[:LONGEST])
    return list(dict.fromkeys(found))


def holds(text: str, words: list[str]) -> bool:
    """Does each word of a search begin something in the text; no words are held by nothing."""
    there = beginnings(text)
    return bool(words) and all(any(one.startswith(word) for one in there) for word in words)


def script_of(text: str) -> str:
    """Code of codelist `scripts` of most letters; NO_SCRIPT where that cannot be told."""
    found = Counter(_SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "") for letter in text if letter.isalpha())
    found.pop("", None)
    return found.most_common(1)[0][0] if found else NO_SCRIPT
