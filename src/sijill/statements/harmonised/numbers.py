"""Numbers as they stand in filings: what they mean, and what is wrong with how they are written.

Annex II, part I, section 4: counts are whole numbers, percentages are numbers from 0 to 1, medians are in hours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from sijill.statements.harmonised.parts import COUNT, FRACTION, HOURS

_PLAIN = re.compile(r"\d+(\.\d+)?")
_GROUPS = re.compile(r"\d{1,3}([,.'’\s])\d{3}(\1\d{3})*([.,]\d+)?")
_COMMA = re.compile(r"\d+,\d+")
SEPARATOR, UNREADABLE, KIND = "separator", "unreadable", "kind"


@dataclass(frozen=True, slots=True)
class Number:
    """A cell of figures. `value` is None where it is empty or says no number; `wrong` names what is amiss, if anything.

    `separator`: readable, but with separators of thousands or a decimal comma. `kind`: a number, but not of the kind
    the column holds (a count with decimals, a negative median, a percentage above 1). `unreadable`: no number.
    """

    text: str
    value: Decimal | None
    wrong: str = ""

    @property
    def empty(self) -> bool:
        """Is there nothing in the cell?"""
        return not self.text

    @property
    def silent(self) -> bool:
        """Does the cell say no figure at all: is it empty, or `-`, or `n/a`?"""
        return self.value is None and not any(letter.isdigit() for letter in self.text)


@lru_cache(maxsize=20_000)
def number(text: str, kind: str) -> Number:
    """Read a cell of a column that holds `kind` (count, hours or fraction)."""
    text = text.strip()
    if not text:
        return Number("", None)
    value, wrong = _read(text, kind)
    if value is not None and not _fits(text, value, kind, wrong):
        wrong = KIND
    return Number(text, value, wrong)


def _read(text: str, kind: str) -> tuple[Decimal | None, str]:
    bare = text.removeprefix("-").strip()
    sign = -1 if text.startswith("-") else 1
    if bare.endswith("%") and kind == FRACTION:
        value, _ = _read(bare.removesuffix("%").strip(), HOURS)
        return (value / 100 if value is not None else None), KIND
    grouped = _GROUPS.fullmatch(bare)
    if grouped and not _is_decimal(grouped, kind) and not _fraction(bare, kind):
        rest = grouped[3] or ""
        digits = re.sub(r"\D", "", bare.removesuffix(rest))
        return sign * Decimal(f"{digits}.{rest[1:] or 0}"), SEPARATOR
    if _PLAIN.fullmatch(bare):
        return sign * Decimal(bare), ""
    if _COMMA.fullmatch(bare):
        return sign * Decimal(bare.replace(",", ".")), SEPARATOR
    return None, UNREADABLE


def _is_decimal(grouped: re.Match[str], kind: str) -> bool:
    """Is `5.928` a number with a point? Of hours yes; of a count it can only be 5928 as some languages write it."""
    return grouped[1] == "." and kind != COUNT and grouped[2] is None and grouped[3] is None


def _fraction(bare: str, kind: str) -> bool:
    """Is `0,941` a fraction with a decimal comma?"""
    return kind == FRACTION and bare.startswith("0")


def _fits(text: str, value: Decimal, kind: str, wrong: str) -> bool:
    if value < 0:
        return False
    if kind == COUNT:
        return value == value.to_integral_value() if wrong == SEPARATOR else "." not in text
    return kind != FRACTION or value <= 1


def told(value: Decimal | None) -> str:
    """A number as a message shows it: no exponent, no needless zeros."""
    if value is None:
        return "nothing"
    return f"{value.normalize():f}" if value != value.to_integral_value() else f"{int(value)}"
