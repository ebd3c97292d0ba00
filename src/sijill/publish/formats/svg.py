"""Charts as files: `charts/<table>-<language>.svg`, at most one per table, none twice in a section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sijill.publish.formats.chart import Chart, chart_of, draw
from sijill.publish.formats.draft import BOTH, Draft
from sijill.publish.labels import dimension_label, inside
from sijill.publish.text import Language


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as drawn for one language. `note` names what it shows and how many codes it leaves out."""

    path: str
    svg: str
    note: str


def drawn(draft: Draft, languages: Sequence[Language] = BOTH) -> dict[tuple[str, str], Drawn]:
    """The charts of a release by table and language."""
    found: dict[tuple[str, str], Drawn] = {}
    for section in draft.sections:
        dimensions: frozenset[str] = frozenset()
        for table in section.tables:
            chart = chart_of(table, dimensions)
            if chart is None:
                continue
            dimensions |= {chart.dimension.name}
            for lang in languages:
                path = draft.name(f"charts/{table.slug}-{lang.code}", "svg")
                found[table.slug, lang.code] = Drawn(path, draw(chart, lang), _note(chart, lang))
    return found


def _note(chart: Chart, lang: Language) -> str:
    said = lang.say("section.chart", by=inside(dimension_label(chart.dimension, lang)))
    return f"{said} {lang.say('section.largest', number=chart.left_out)}" if chart.left_out else said
