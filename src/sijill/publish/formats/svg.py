"""Charts and maps as files: `charts/<table>-<language>.svg`, at most one per table, none twice in a section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sijill.publish.formats.chart import Chart, chart_of, draw
from sijill.publish.formats.draft import Draft
from sijill.publish.formats.map import Map, caption, draw_map, map_of
from sijill.publish.formats.overlaps import LISTS, draw_overlaps
from sijill.publish.formats.ranges import ENDS, METHOD, draw_ranges
from sijill.publish.labels import dimension_label, inside
from sijill.publish.text import LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as drawn for one language. `note` names what it shows and how many codes it leaves out."""

    path: str
    svg: str
    note: str


def drawn(draft: Draft, languages: Sequence[Language] = LANGUAGES) -> dict[tuple[str, str], Drawn]:
    """The charts of a release by table and language."""
    found: dict[tuple[str, str], Drawn] = {}
    for section in draft.sections:
        dimensions: frozenset[str] = frozenset()
        for table in section.tables:
            chart = chart_of(table, dimensions)
            if chart is None:
                continue
            dimensions |= {chart.dimension.name}
            places = map_of(table, chart, draft.atlas)
            for lang in languages:
                path = draft.name(f"charts/{table.slug}-{lang.code}", "svg")
                found[table.slug, lang.code] = Drawn(path, drawing(chart, places, lang), _note(chart, places, lang))
    return found


def drawing(chart: Chart, places: Map | None, lang: Language) -> str:
    """A map where there are places, overlaps of lists or estimates in their own way, anything else as bars."""
    if places is not None:
        return draw_map(places, lang)
    if chart.dimension.name == METHOD and set(chart.table.measures) >= set(ENDS):
        return draw_ranges(chart, lang)
    return (draw_overlaps if chart.dimension.name == LISTS else draw)(chart, lang)


def _note(chart: Chart, places: Map | None, lang: Language) -> str:
    said = [lang.say("section.chart", by=inside(dimension_label(chart.dimension, lang)))]
    if places is not None:
        said = [lang.say("map.map"), caption(places, lang)]
    if chart.left_out:
        said.append(lang.say("section.largest", number=chart.left_out))
    if chart.table.noise:
        said.append(lang.say("noise.chart", furthest=chart.table.noise.furthest))
    return " ".join(said)
