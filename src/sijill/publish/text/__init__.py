"""Every sentence of a release and of the public site, by key, in each language. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
DIRECTIONS = {"en": "ltr", "ar": "rtl", "fr": "ltr", "es": "ltr"}
# Groups digits so that the number stays whole in a line and in right-to-left text.
THIN_SPACE = "\u202f"


class NoWords(KeyError):
    """A key has no wording; the text says which key, in which file."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the pages: `say("nav.overview")`, dates, numbers, lists."""

    code: str

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, for the `dir` attribute."""
        return DIRECTIONS[self.code]

    def say(self, key: str, **values: object) -> str:
        """The wording of a key with its places filled. Raises NoWords."""
        wording = words(self.code).get(key)
        if wording is None:
            raise NoWords(f"There is no wording for {key!r} in publish/text/{self.code}.toml. Write it there.")
        return wording.format(**values) if values else wording

    def knows(self, key: str) -> bool:
        """Is there a wording for this key?"""
        return key in words(self.code)

    def number(self, value: int) -> str:
        """A number in the digits that all languages share; groups of three from 10 000 on."""
        text = f"{value:,}" if value >= 10_000 else str(value)
        return text.replace(",", THIN_SPACE)

    def day(self, when: date) -> str:
        """A day in words; the first of a month has a wording of its own (`1er janvier`)."""
        key = "date.first" if when.day == 1 else "date.day"
        return self.say(key, day=when.day, month=self.say(f"months.{when.month}"), year=when.year)

    def period(self, since: date, until: date) -> str:
        """A period in words, both days included; whole years as years, one day as that day."""
        if since == until:
            return self.day(since)
        if (since.month, since.day, until.month, until.day) == (1, 1, 12, 31):
            years = [str(since.year)] if since.year == until.year else [str(since.year), str(until.year)]
            return "–".join(years)
        return self.say("date.span", since=self.day(since), until=self.day(until))

    def month(self, code: str) -> str:
        """A month in words, from its code `2025-03`."""
        year, month = code.split("-")
        return self.say("date.month", month=self.say(f"months.{int(month)}"), year=year)

    def listed(self, items: Sequence[str]) -> str:
        """A list in words: `a, b and c`."""
        if len(items) < 2:
            return "".join(items)
        return self.say("list.join", first=self.say("list.comma").join(items[:-1]), last=items[-1])


LANGUAGES = tuple(Language(code) for code in DIRECTIONS)


@dataclass(frozen=True, slots=True)
class Given:
    """A text that the office gave, and the language that it is in: not always that of the page."""

    text: str
    lang: Language

    def __str__(self) -> str:
        return self.text


def given(text: Mapping[str, str], lang: Language) -> Given:
    """A text of the office in a language, else in the first of `LANGUAGES` that it is given in, else empty."""
    for one in (lang, *LANGUAGES):
        if text.get(one.code):
            return Given(text[one.code], one)
    return Given("", lang)


@cache
def words(lang: str) -> dict[str, str]:
    """All wordings of one language, by dotted key: of its file here and of those in the folders below."""
    found: dict[str, str] = {}
    for path in sorted(FOLDER.rglob(f"{lang}.toml")):
        _flatten("", tomllib.loads(path.read_text(encoding="utf-8")), found)
    return found


def _flatten(prefix: str, said: dict[str, Any], found: dict[str, str]) -> None:
    for name, value in said.items():
        if isinstance(value, dict):
            _flatten(f"{prefix}{name}.", value, found)
        else:
            found[f"{prefix}{name}"] = value
