"""What a document to print holds, whatever its format: the same sections, tables and words as the pages. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from sijill.codelists.load import codelist
from sijill.publish.formats.draft import Draft, mark
from sijill.publish.formats.html import COVERAGE, Headline, SectionView, headlines, method, section_view
from sijill.publish.formats.png import Picture, pictures
from sijill.publish.text import Language, given

LETTERS = re.compile(r"[^\W\d_]")
LEFT_TO_RIGHT = "\u200e"
MOST_ROWS = 60  # of a table on paper; a thousand take a quarter of a minute to set, and nobody reads them


@dataclass(frozen=True, slots=True)
class Document:
    """A release in one language, ready to be set. `cut` holds, by table, how many rows are left out on paper."""

    draft: Draft
    lang: Language
    title: str
    institution: str
    period: str
    area: str
    as_of: str
    profile: str
    mark: str
    changes: str
    headlines: list[Headline]
    sections: list[SectionView]
    cut: dict[str, int]
    pictures: dict[str, Picture]
    method: dict[str, Any]


def sign(text: str, lang: Language) -> str:
    """A number or a sign as it reads in either direction: in Arabic text, `<5` would be drawn as `5>`."""
    neutral = lang.direction == "rtl" and not text.isdigit() and not LETTERS.search(text)
    return f"{LEFT_TO_RIGHT}{text}{LEFT_TO_RIGHT}" if neutral else text


def document(draft: Draft, lang: Language) -> Document:
    """Everything of a release that is printed; coverage comes last, as in the pages."""
    about = draft.about
    ordered = sorted(draft.sections, key=lambda one: one.page == COVERAGE)
    views = [section_view(draft, one, lang, {}) for one in ordered]
    cut = {table.slug: len(table.grid.rows) - MOST_ROWS for view in views for table in view.tables}
    return Document(
        draft,
        lang,
        given(about.title, lang).text,
        given(about.institution, lang).text,
        lang.period(about.since, about.until),
        given(about.area_name, lang).text,
        lang.day(about.as_of),
        codelist("profiles").label(about.profile, lang.code),
        mark(about, lang),
        given(about.attribution.changes, lang).text if about.attribution else "",
        list(headlines(draft, lang)),
        [_shortened(one) for one in views],
        {slug: number for slug, number in cut.items() if number > 0},
        pictures(draft, lang),
        method(draft, lang),
    )


def _shortened(view: SectionView) -> SectionView:
    """A section whose tables have as many rows as paper takes; totals come first in every table."""
    tables = [replace(table, grid=replace(table.grid, rows=table.grid.rows[:MOST_ROWS])) for table in view.tables]
    return replace(view, tables=tables)
