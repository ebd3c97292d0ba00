"""A law's figures in a release, protected as they are there: the only counts of people in a document. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sijill.publish.labels import code_label, meaning, measure_label, shown
from sijill.publish.manifest import About
from sijill.publish.papers.opinion import Published
from sijill.publish.text import Language, given
from sijill.stats.table import TOTAL, Dimension, Key, PublicTable

# Tables of `by_law`, and the dimension in each that names the law.
NAMED = {"by-law-sdg16": "statute", "by-law": "statute", "by-law-charges": "provision"}


def of_law(about: About, tables: Iterable[PublicTable], code: str, lang: Language) -> Published | None:
    """The cells on one listed law (docs/decisions/019); None where the release says nothing of it."""
    by_slug = {one.slug: one for one in tables}
    rows = [row for slug in NAMED if slug in by_slug for row in _rows(by_slug[slug], code, lang)]
    if not rows:
        return None
    heads = tuple(lang.say(head) for head in ("opinion.counted", "opinion.measure", "opinion.figure"))
    return Published(about.id, given(about.title, lang).text, about.since, about.until, heads, tuple(rows))


def _rows(table: PublicTable, code: str, lang: Language) -> Iterator[tuple[str, str, str]]:
    law = NAMED[table.slug]
    for key in table.keys():
        named = dict(zip((one.name for one in table.dimensions), key, strict=True))
        if named.get(law) != code or not _is_row(table, law, key):
            continue
        for measure in table.measures:
            cell = table.cells[measure, key]
            if cell.value == 0:
                continue
            said, means = shown(cell, table.threshold, lang), meaning(cell, table.threshold, lang)
            means = means or (lang.say("noise.cell") if table.mark(cell) else "")
            figure = f"{said} ({means})" if means else said
            yield _counted(table, law, key, lang), measure_label(measure, lang), figure


def _is_row(table: PublicTable, law: str, key: Key) -> bool:
    """Totals over everything but the law; kinds that have no total each stand for themselves."""
    return all(
        code == TOTAL or TOTAL not in one.codes
        for one, code in zip(table.dimensions, key, strict=True)
        if one.name != law
    )


def _counted(table: PublicTable, law: str, key: Key, lang: Language) -> str:
    if table.slug == "by-law-charges":
        return lang.say("opinion.charges")
    if table.slug == "by-law-sdg16":
        return lang.say("opinion.in_indicator")
    others: list[tuple[Dimension, str]] = [
        (one, code) for one, code in zip(table.dimensions, key, strict=True) if one.name != law and code != TOTAL
    ]
    return lang.say("opinion.beside", kind=lang.listed([code_label(one, code, lang) for one, code in others]))
