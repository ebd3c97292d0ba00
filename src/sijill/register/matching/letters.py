"""From a written name part to what it is compared by: romanisation, plain form and consonant skeleton. Pure tables.

Arabic writes no short vowels and Latin spellings of one Arabic name differ mostly in vowels, doubled letters and
articles. The skeleton keeps consonants only and puts together the letters that transliterators mix up (kh, q and k;
gh, g and j; th and t; sh and ch). It is for finding, never for showing.
"""

from __future__ import annotations

import re
from functools import cache

from sijill.office.folding import fold

# Folded Arabic, Persian, Urdu and Pashto letters: how we romanise them, and the consonant they are compared by.
_ARABIC = {
    "ا": ("a", ""), "ب": ("b", "b"), "پ": ("p", "b"), "ت": ("t", "t"), "ٹ": ("t", "t"), "ث": ("th", "t"),
    "ج": ("j", "g"), "چ": ("ch", "s"), "ح": ("h", "h"), "خ": ("kh", "k"), "د": ("d", "d"), "ڈ": ("d", "d"),
    "ذ": ("dh", "d"), "ر": ("r", "r"), "ڑ": ("r", "r"), "ز": ("z", "z"), "ژ": ("zh", "z"), "س": ("s", "s"),
    "ش": ("sh", "s"), "ص": ("s", "s"), "ض": ("d", "d"), "ط": ("t", "t"), "ظ": ("z", "z"), "ع": ("a", ""),
    "غ": ("gh", "g"), "ف": ("f", "f"), "ڤ": ("v", "f"), "ق": ("q", "k"), "ك": ("k", "k"), "گ": ("g", "g"),
    "ل": ("l", "l"), "م": ("m", "m"), "ن": ("n", "n"), "ں": ("n", "n"), "ه": ("h", "h"), "ھ": ("h", "h"),
    "و": ("w", ""), "ي": ("y", ""), "ے": ("y", ""),
}  # fmt: skip

# Folded Cyrillic and Greek letters; both write their vowels, so that the romanisation is then read as Latin.
_OTHER = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ж": "zh", "з": "z", "и": "i",
    "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj", "џ": "dz", "қ": "q", "ғ": "gh",
    "ң": "ng", "ү": "u", "ұ": "u", "ө": "o", "һ": "h", "ә": "a",
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_UNFOLDED = str.maketrans(
    {"ß": "ss", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
)

# Longest first: what transliterators write for one consonant.
_DIGRAPHS = (("sch", "s"), ("tch", "s"), ("sh", "s"), ("ch", "s"), ("kh", "k"), ("gh", "g"), ("dj", "g"), ("th", "t"),
             ("dh", "d"), ("ph", "f"), ("zh", "z"), ("ck", "k"))  # fmt: skip
_LETTERS = str.maketrans({"j": "g", "q": "k", "c": "k", "x": "k", "p": "b", "v": "f"})
_VOWELS = re.compile("[aeiouwy]+")
_VOWEL_CLASS = str.maketrans({"e": "i", "y": "i", "o": "u", "w": "u"})
_DOUBLED = re.compile(r"(.)\1+")
_ARTICLE = re.compile(r"^(?:a[lnrstdz]|e[lnrstdz]|ul|ash|ath|adh|esh)-(?=[a-z]{2})")
_JOINED_ARTICLE = re.compile(r"^(?:aal|al|el)(?=[bcdfghjkmnpqrstvz][a-z]{2}|[a-z]{4})")
_SERVANT = re.compile(r"^abd(?:[aeiou]+l)?[- ]?(?:al-)?(?=[a-z]{2})")
_FAITH = re.compile(r"(?<=[a-z])(?:[aeou]+[dl]+-?|-(?:al|el|ad|ed)?-?)(?=d(?:i|ee|y)n$)")
_FLIPPED = re.compile("^ال([^ا])ا$")
_SHORTEST_AFTER_ARTICLE = 3


def is_arabic(folded: str) -> bool:
    """Has the folded part letters of the Arabic script."""
    return any("\u0600" <= sign <= "\u06ff" for sign in folded)


def mend(folded: str) -> str:
    """Undo what reading a PDF does to the ligature of lam and alif.

    `هللا` is `الله`, `اال...` is `الا...`, `النا` is `لانا`.
    """
    whole = _FLIPPED.sub(r"لا\1ا", folded.replace("هللا", "الله"))
    return f"الا{whole[3:]}" if whole.startswith("اال") else whole


@cache
def romanised(part: str) -> str:
    """One part in Latin letters, by our own tables; signs without an entry stay as they are."""
    text = fold(part).translate(_UNFOLDED)
    if is_arabic(text):
        text = mend(text)
        article = "al-" if _has_article(text) else ""
        return article + "".join(_ARABIC.get(sign, (sign, ""))[0] for sign in text[2 if article else 0 :])
    return "".join(_OTHER.get(sign, sign) for sign in text)


@cache
def skeleton(part: str) -> str:
    """The consonants of one part, without article and final h; a first vowel stays as `a`.

    A part without a letter of a script that we have a table for is its own skeleton.
    """
    text = fold(part).translate(_UNFOLDED)
    if is_arabic(text):
        return _arabic_skeleton(mend(text)) or text
    latin = "".join(_OTHER.get(sign, sign) for sign in text)
    if not re.search("[a-z]", latin):
        return text
    return _latin_skeleton(latin) or text


@cache
def form(latin: str) -> str:
    """A romanised part with its vowels in three classes, no doubled letters: Muhammad and Mouhamad fall together."""
    text = _without_article(latin)
    return _DOUBLED.sub(r"\1", _consonants(text).translate(_VOWEL_CLASS)).removesuffix("h")


def _has_article(text: str) -> bool:
    return text.startswith("ال") and len(text) - 2 >= _SHORTEST_AFTER_ARTICLE


def _arabic_skeleton(text: str) -> str:
    servant = text.startswith("عبد") and len(text) > _SHORTEST_AFTER_ARTICLE + 1
    head, rest = ("abd", text[3:]) if servant else ("", text)
    if servant:
        rest = rest.removeprefix("ال")
    elif _has_article(rest):
        rest = rest[2:]
    rest = rest.replace("الدين", "دين").replace("لل", "ل")
    bones = "".join(_ARABIC.get(sign, ("", sign))[1] for sign in rest)
    if not servant and rest[:1] in {"ا", "ع"}:
        bones = f"a{bones}"
    elif not servant and rest[:1] in {"و", "ي"}:
        bones = ("w" if rest[0] == "و" else "y") + bones
    return _tidy(head + bones)


def _latin_skeleton(latin: str) -> str:
    servant = _SERVANT.match(latin)
    rest = latin[servant.end() :] if servant else _without_article(latin)
    spelt = _consonants(_FAITH.sub("", rest))
    bones = _VOWELS.sub("", spelt)
    if servant:
        return _tidy(f"abd{bones}")
    if spelt[:1] and spelt[0] in "aeiou":
        bones = f"a{bones}"
    elif spelt[:1] and spelt[0] in "wy":
        bones = spelt[0] + bones
    return _tidy(bones)


def _without_article(latin: str) -> str:
    text = _ARTICLE.sub("", latin)
    if text == latin:
        text = _JOINED_ARTICLE.sub("", latin)
    return re.sub("[^a-z]", "", text)


def _consonants(latin: str) -> str:
    text = re.sub("[^a-z]", "", latin)
    for written, one in _DIGRAPHS:
        text = text.replace(written, one)
    # Doubled letters are one consonant, written long; two of them around a vowel are two.
    return _DOUBLED.sub(r"\1", text.translate(_LETTERS))


def _tidy(bones: str) -> str:
    return bones.removesuffix("h") if len(bones) > 1 else bones
