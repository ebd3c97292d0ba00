"""Names of records: `<noun>-<26 characters>`, as in `act-6hn4p0x2zk3w9rt8vqy1m5c7ag`.

The characters are 128 bits in base 32, in Crockford's alphabet in lower case: no i, l, o or u, so that an
id can be read out over a telephone. A sequence would tell how many records there are and which came first;
these tell nothing.
"""

import re
import secrets
from functools import lru_cache
from hashlib import sha256

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = tuple(one + two for one in _ALPHABET for two in _ALPHABET)  # what 10 bits are spelt as
_LENGTH = 26
_SHIFTS = range(5 * _LENGTH - 10, -1, -10)
# 26 characters hold 130 bits: the last two are always 0, so that one value has one spelling.
_BITS = f"[{_ALPHABET}]{{{_LENGTH - 1}}}[{_ALPHABET[::4]}]"
_NOUN = re.compile(r"[a-z]+(?:-[a-z]+)*")
_ID = re.compile(rf"({_NOUN.pattern})-{_BITS}")
_DOMAIN = b"sijill derived id 1\n"


def new_id(noun: str) -> str:
    """An id that no one can guess, of 128 random bits."""
    return _spell(noun, secrets.token_bytes(16))


@lru_cache(maxsize=1 << 15)  # a batch of an import asks for the same ids three times over
def derived_id(noun: str, *parts: bytes | str) -> str:
    """The id that these parts always give: 128 bits of SHA-256 over noun and parts.

    Each part goes in with its type and length: ("ab", "c"), ("a", "bc") and (b"ab", "c") differ. Whoever
    knows the parts can make the id, so never derive an id that is seen outside from what must not be
    guessed, as a name.
    """
    if not parts:
        raise ValueError(f"a derived id is made of something, and there is nothing to make this '{noun}' of")
    digest = sha256(_DOMAIN)
    for part in (noun, *parts):
        kind, value = (b"s", part.encode()) if isinstance(part, str) else (b"b", part)
        digest.update(kind + len(value).to_bytes(8, "big") + value)
    return _spell(noun, digest.digest()[:16])


def noun_of(id: str) -> str:
    """The noun of an id. Raises `ValueError` for a text that is no id (not repeated: it may be anything)."""
    match = _ID.fullmatch(id)
    if match is None:
        raise ValueError(f"a text of {len(id)} characters is no id: that is a noun, a hyphen, {_LENGTH} characters")
    return match[1]


def is_id(text: str, noun: str | None = None) -> bool:
    """Whether `text` is spelt as an id, of `noun` if one is given."""
    match = _ID.fullmatch(text)
    return match is not None and noun in (None, match[1])


@lru_cache(maxsize=256)
def _check_noun(noun: str) -> None:
    if _NOUN.fullmatch(noun) is None:
        raise ValueError(f"'{noun}' cannot be the noun of an id: use lower-case letters, with hyphens between words")


def _spell(noun: str, bits: bytes) -> str:
    _check_noun(noun)
    number = int.from_bytes(bits) << 2
    return f"{noun}-{''.join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])}"
