"""How words are compared: two spellings of one word, one name in two vintages, what a message may repeat."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_TOKENS = re.compile(r"\w+")
_TATWEEL = "\u0640"
# Forms that lists write one for another: hamza seats, alif maqsura and ya, ta marbuta and ha.
_ARABIC_FORMS = str.maketrans({"ٱ": "ا", "ى": "ي", "ة": "ه", "ء": "", _TATWEEL: ""})
_HAS_LETTER = re.compile(r"[^\W\d_]")

FOLDS = ("exact", "latin", "arabic")


def squeezed(text: str) -> str:
    """The text in composed Unicode form with single spaces and none at its ends."""
    single = " ".join(text.split())
    return single if single.isascii() else unicodedata.normalize("NFC", single)


@lru_cache(maxsize=4096)
def word(text: str) -> str:
    """What two spellings of one coded word share: case and spaces do not matter."""
    return squeezed(text).casefold()


def latin(text: str) -> str:
    """What two spellings of one name share: case, accents, spaces and punctuation do not matter."""
    return " ".join(_TOKENS.findall(_bare(text).casefold()))


def arabic(text: str) -> str:
    """As `latin`, for Arabic: vowel signs, tatweel, hamza forms and spaces do not matter either."""
    return "".join(_TOKENS.findall(_bare(text).translate(_ARABIC_FORMS).casefold()))


def _bare(text: str) -> str:
    # Decomposing takes the hamza off its seat (أ إ آ ؤ ئ) as it takes the accent off a Latin letter.
    if text.isascii():
        return text
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def folded(text: str, fold: str) -> str:
    """The text as the fold of that name compares it."""
    if fold == "latin":
        return latin(text)
    return arabic(text) if fold == "arabic" else squeezed(text)


def digest(parts: Iterable[str]) -> str:
    """An opaque name for a row: it stands for the names and dates that identify it, and is no secret."""
    text = json.dumps(list(parts), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def near(wrong: str, known: Iterable[str]) -> list[str]:
    """At most three of the known words that `wrong` may have been meant for."""
    by_word = {word(one): one for one in known}
    return [by_word[one] for one in difflib.get_close_matches(word(wrong), by_word, n=3, cutoff=0.6)]


def did_you_mean(found: Iterable[str]) -> str:
    """A question to end a message with, or nothing."""
    meant = " or ".join(f"'{one}'" for one in found)
    return f" Did you mean {meant}?" if meant else ""


def shown(text: str, likely: list[str]) -> str:
    """How a message may name a cell: its text only when it is a slip of a known word or has no letters.

    Anything else may be a person's name or a note that stands in the wrong column.
    """
    if len(text) <= 40 and (likely or not _HAS_LETTER.search(text)):
        return f"'{text}'"
    return f"a text of {len(text)} characters (not repeated here)"
