"""Does a page in another language still say something in English that has a translation?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.pofile import read_po

import sijill
from sijill.assess.rules.texts import RULES
from sijill.codelists.load import codelist, names
from sijill.publish.reports import REPORTS
from sijill.publish.reports import words as said
from sijill.publish.text import words

PACKAGE = Path(sijill.__file__).parent
SAID = ("aria-label", "title", "placeholder", "data-label", "alt", "value")
AS_SAID = {"code", "bdi", "blockquote", "style"}  # names, the words of a source, addresses
VOID = {"meta", "link", "br", "img", "input", "hr"}
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


class Texts(HTMLParser):
    """Every text of a page that is in the page's own language: elements with a `lang` of their own are left out."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        foreign = tag != "html" and "lang" in given
        if not (foreign or self._foreign) and not (tag == "input" and given.get("type") != "submit"):
            self.found += [str(given[name]) for name in SAID if name in given and tag not in ("button", "option")]
        if tag not in VOID:
            self._open.append((tag, foreign))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        text, within = " ".join(data.split()), {tag for tag, _ in self._open}
        if text and not self._foreign and not within & AS_SAID:
            self.found.append(text)

    @property
    def _foreign(self) -> bool:
        return any(foreign for _, foreign in self._open)


def left_in_english(page: str, language: str) -> list[str]:
    """The texts of a page that are English though somebody translated them."""
    exact, patterns = _translated(language)
    return [text for text in Texts(page).found if text in exact or any(one.fullmatch(text) for one in patterns)]


@cache
def _translated(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """English texts whose translation differs: those that stand as they are, and those with places."""
    texts = {*_messages(language), *_labels(language), *_of_releases(language)}
    placed = {text for text in texts if PLACE.search(text)}
    patterns = (PLACE.sub("\0", text) for text in placed)
    return frozenset(texts - placed), tuple(
        re.compile(re.escape(one).replace("\0", ".+")) for one in patterns if len(one.replace("\0", "")) > 8
    )


def _messages(language: str) -> Iterator[str]:
    path = PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        for message in read_po(file, locale=language):
            pairs = (
                zip(message.id, (message.string[0], message.string[-1]), strict=True)
                if isinstance(message.id, tuple)
                else [(message.id, message.string)]
            )
            yield from (" ".join(english.split()) for english, said in pairs if english and english != said)


def _labels(language: str) -> Iterator[str]:
    """English labels of codes, unless some code is called that in the other language too (`Court`, `Date`)."""
    theirs = {row.label(language) for name in names() for row in codelist(name).rows}
    theirs.add(codelist("languages").label("en", "en"))  # who chooses a language finds it by its own name
    for name in names():
        yield from (row.label("en") for row in codelist(name).rows if row.label("en") not in theirs)


def _of_releases(language: str) -> Iterator[str]:
    """What releases say in English: their sentences, reports, measures, units, rules."""
    pairs = [(text, words(language)[key]) for key, text in words("en").items() if key != "site.language"]
    named = [one for report in REPORTS.values() for one in (report.title, report.question)]
    named += [one for there in (said.KEYS, said.MEASURES, said.UNITS, *said.CODES.values()) for one in there.values()]
    named += [rule.statements for rule in RULES.values()]
    pairs += [(one["en"], one[language]) for one in named]
    theirs = {translated for _, translated in pairs}
    yield from (english for english, translated in pairs if english != translated and english not in theirs)
