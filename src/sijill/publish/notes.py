"""From the notes of the reports to the sections of a release: what each page says beside its tables. Pure.

A note is plain data, so that it is frozen with the release:

| name | holds |
|---|---|
| report | the report's slug; the page is named after it |
| title, question | wording per language |
| tables | slugs of its tables, in order |
| options | `[name, value]` pairs, in order |
| rules | the rules that decided: id, version, standard, paragraph, own_reading, statement per language |
| warnings | code, and text per language |
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sijill.codelists.load import LANGUAGES
from sijill.publish.gaps import gaps
from sijill.publish.manifest import About, Text
from sijill.stats.table import PublicTable


class NotesError(ValueError):
    """The notes do not fit the tables; the text names the table or the report."""


class RuleLike(Protocol):
    """What a counting rule says of itself, as `assess.rules.rule.Rule` does."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def standard(self) -> str: ...
    @property
    def paragraph(self) -> str: ...
    @property
    def own_reading(self) -> bool: ...
    def statement(self, language: str) -> str: ...


class ReportLike(Protocol):
    """What a report says of itself, as `publish.reports.report.Report` does."""

    @property
    def slug(self) -> str: ...
    @property
    def title(self) -> Text: ...
    @property
    def question(self) -> Text: ...


class WarningLike(Protocol):
    """One thing a reader must know, as `publish.reports.report.Note` has it."""

    @property
    def code(self) -> str: ...
    @property
    def text(self) -> Text: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that decided, as a page prints it."""

    id: str
    version: int
    standard: str
    paragraph: str
    own_reading: bool
    statement: Text


@dataclass(frozen=True, slots=True)
class Section:
    """One report of a release: its page, its words, its tables."""

    page: str
    title: Text
    question: Text
    tables: tuple[PublicTable, ...]
    options: tuple[tuple[str, str], ...]
    rules: tuple[Rule, ...]
    warnings: tuple[Text, ...]


def note_of(
    report: ReportLike,
    tables: Sequence[str],
    *,
    options: Sequence[tuple[str, str]] = (),
    rules: Sequence[RuleLike] = (),
    warnings: Sequence[WarningLike] = (),
) -> dict[str, Any]:
    """The note of one report, as `About.notes` takes it. `tables` are the slugs of its tables."""
    return {
        "report": report.slug,
        "title": dict(report.title),
        "question": dict(report.question),
        "tables": list(tables),
        "options": [list(one) for one in options],
        "rules": [
            {
                "id": one.id,
                "version": one.version,
                "standard": one.standard,
                "paragraph": one.paragraph,
                "own_reading": one.own_reading,
                "statement": {lang: one.statement(lang) for lang in LANGUAGES},
            }
            for one in rules
        ],
        "warnings": [{"code": one.code, "text": dict(one.text)} for one in warnings],
    }


def sections(about: About, tables: Sequence[PublicTable]) -> tuple[Section, ...]:
    """The sections of a release, in the order of its notes. Each table belongs to one, else NotesError."""
    by_slug = {one.slug: one for one in tables}
    found = tuple(_section(note, by_slug) for note in about.notes)
    told = [table.slug for section in found for table in section.tables]
    for slug in by_slug:
        if told.count(slug) != 1:
            raise NotesError(f"Table {slug!r} stands in the notes of {told.count(slug)} reports; it must be one.")
    return found


def _section(note: Mapping[str, Any], tables: Mapping[str, PublicTable]) -> Section:
    strange = [slug for slug in note["tables"] if slug not in tables]
    if strange:
        raise NotesError(f"Report {note['report']!r} tells of tables that are not here: {', '.join(strange)}.")
    found = [text for slug in note["tables"] for text in gaps(tables[slug])]
    return Section(
        page=note["report"].replace("_", "-"),
        title=note["title"],
        question=note["question"],
        tables=tuple(tables[slug] for slug in note["tables"]),
        options=tuple((name, value) for name, value in note["options"]),
        rules=tuple(Rule(**one) for one in note["rules"]),
        warnings=(*(one["text"] for one in note["warnings"]), *found),
    )
