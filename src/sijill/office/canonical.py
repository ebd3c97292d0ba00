"""One spelling of a row, and the keyed hash of it that the log keeps.

The spelling is JSON (RFC 8259) in UTF-8 without spaces, with keys in order of code points. Text is kept as
it is, not normalised: a changed accent is a change. What JSON has no word for is written as text:

    date        "2020-05-12"
    datetime    "2020-05-12T10:00:00Z" (UTC; microseconds only where there are any)
    bytes       base64 (RFC 4648 section 4, with padding)
    Decimal     "1.5" (no exponent, no zeros at the end: 1.50 and 1.5 are one number, databases return either)

A date and the text that looks like it are spelt alike: the table, hashed with the row, says which of them
it is. A binary fraction (float) is refused, since its digits depend on who writes it.
"""

import hmac
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring as _spell_text
from typing import Any

SALT_SIZE = 16


def canonical(value: object) -> bytes:
    """The one spelling of `value`: None, bool, int, str, bytes, Decimal, date, datetime; lists, mappings.

    Raises `TypeError` for another type (a float above all), a key that is not text or a datetime without a
    zone, `ValueError` for a Decimal that is no number and for text that is not Unicode (a lone surrogate).
    """
    return _spell(value).encode()


def row_mac(salt: bytes, table: str, row: Mapping[str, object]) -> str:
    """HMAC-SHA256 over table and row under the salt of the row: 43 characters of base64url.

    The alphabet is that of RFC 4648 section 5, without padding.
    Without the salt no guess at the row can be tried against the hash: erasing row and salt is deletion.
    """
    if len(salt) < SALT_SIZE:
        raise ValueError(f"the salt of a row of {table} has {len(salt)} bytes, and {SALT_SIZE} are needed")
    mac = hmac.digest(salt, canonical([table, row]), "sha256")
    return urlsafe_b64encode(mac)[:43].decode()


def _spell(value: object) -> str:
    return (_SPELL.get(type(value)) or _spell_by_base(value))(value)


def _spell_mapping(value: Mapping[str, object]) -> str:
    # Written out, since the json module takes floats and turns other keys into text without asking.
    known = _SPELL.get
    fields = [
        f"{name}{(known(type(field := value[key])) or _spell_by_base(field))(field)}"
        for key, name in _spell_keys(tuple(value))
    ]
    return f"{{{','.join(fields)}}}"


@lru_cache(maxsize=512)
def _spell_keys(keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    # Kept, since the rows of one table all have the same keys.
    if not all(isinstance(key, str) for key in keys):
        raise TypeError("a key that is not text has no one spelling: use text for keys")
    return tuple((key, f"{_spell_text(key)}:") for key in sorted(keys))


def _spell_list(value: Iterable[object]) -> str:
    return f"[{','.join([_spell(item) for item in value])}]"


def _spell_bytes(value: bytes) -> str:
    return f'"{b64encode(value).decode()}"'


def _spell_date(value: date) -> str:
    return f'"{value.isoformat()}"'


def _spell_datetime(value: datetime) -> str:
    if value.tzinfo is None:
        raise TypeError("a time without a time zone has no one spelling: give it its zone")
    if value.tzinfo is not UTC:
        value = value.astimezone(UTC)
    return f'"{value.isoformat().removesuffix("+00:00")}Z"'


def _spell_decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError("a Decimal that is infinite or no number has no place in a row: leave the field empty")
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return '"0"' if text == "-0" else f'"{text}"'


_SPELL: dict[type, Callable[[Any], str]] = {
    str: _spell_text,
    type(None): lambda value: "null",
    bool: lambda value: "true" if value else "false",
    int: int.__repr__,
    Decimal: _spell_decimal,
    datetime: _spell_datetime,
    date: _spell_date,
    bytes: _spell_bytes,
    memoryview: _spell_bytes,
    list: _spell_list,
    tuple: _spell_list,
    dict: _spell_mapping,
}


def _spell_by_base(value: object) -> Callable[[Any], str]:
    """How to spell a value of a type made from one that has a spelling, such as a member of a text enum."""
    if isinstance(value, float):
        raise TypeError("a float has no one spelling: use Decimal, or an integer of a smaller unit")
    for base, spell in _SPELL.items():
        if isinstance(value, base):
            return spell
    if isinstance(value, Mapping):
        return _spell_mapping
    raise TypeError(f"a {type(value).__name__} has no canonical spelling: write it as text, number, date or list first")
