"""What a document about one entry holds, whatever shows it: headings, sentences, facts, tables. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from sijill.codelists.load import codelist
from sijill.publish.text import Language
from sijill.tables.dates import OPEN_HI, OPEN_LO, FuzzyDate, describe, parse_end


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the document, in its language."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of others, as they stand in the register: in any language, in either direction of writing."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """Sentences of one rank."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of words: one head per column, one text per cell."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Sentence | Quoted | Items | Facts | Rows


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it. `level` is 1 or 2."""

    title: str
    blocks: tuple[Block, ...] = ()
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in one language. `remarks` must be read before anything else; `on` is the day it tells of."""

    title: str
    subtitle: str
    institution: str
    lang: Language
    on: date
    entry_id: str
    remarks: tuple[str, ...] = ()
    parts: tuple[Part, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as the register has it: EDTF, its first and last day, or why there is none (a code of `unknowns`)."""

    text: str = ""
    lo: date | None = None
    hi: date | None = None
    unknown: str = "not-asked"

    @property
    def is_known(self) -> bool:
        """Is there a date at all."""
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Span:
    """A number as far as it is known, or why it is not."""

    low: int | None = None
    high: int | None = None
    unknown: str = "not-asked"


@dataclass(frozen=True, slots=True)
class Office:
    """Whose document it is, and whether all that it tells is made up."""

    name: str
    invented: bool


def word(listed: str, code: str, lang: Language) -> str:
    """A code's label in the language of the document."""
    return codelist(listed).label(code, lang.code)


def known(listed: str, code: str, lang: Language) -> str:
    """The same; empty where the code only says why there is no answer."""
    return "" if code in codelist("unknowns").codes or not code else word(listed, code, lang)


def when(moment: Moment, lang: Language) -> str:
    """A date in words, or why there is none."""
    if not moment.is_known:
        return word("unknowns", moment.unknown or "not-asked", lang)
    return describe(parse_end(moment.text), lang.code)


def bound(day: date | None, moment: Moment, lang: Language) -> str:
    """The first or last day that a date leaves open; that there is no bound is said."""
    if not moment.is_known or day is None:
        return word("unknowns", moment.unknown or "not-asked", lang)
    if day in (OPEN_LO, OPEN_HI):
        return lang.say("paper.open")
    return day_in_words(day, lang)


def day_in_words(day: date, lang: Language) -> str:
    """A day, spelt as the other dates of a document are."""
    return describe(FuzzyDate(day.isoformat(), day, day), lang.code)


def number(span: Span, lang: Language) -> str:
    """A number or a range, or why there is none."""
    if span.low is None or span.high is None:
        return word("unknowns", span.unknown or "not-asked", lang)
    if span.low == span.high:
        return lang.number(span.low)
    return lang.say("paper.range", low=lang.number(span.low), high=lang.number(span.high))


def facts(pairs: Sequence[tuple[str, str]]) -> Facts:
    """The pairs that have a value."""
    return Facts(tuple((name, value) for name, value in pairs if value))


def about(office: Office, lang: Language, state: str) -> tuple[str, ...]:
    """Remarks that every document begins with: that it is made up, and that an entry is not confirmed."""
    found = []
    if office.invented:
        found.append(f"{lang.say('banner.invented')}. {lang.say('banner.invented_text')}")
    if state != "confirmed":
        found.append(lang.say("paper.unconfirmed", state=word("entry_states", state, lang)))
    return tuple(found)
