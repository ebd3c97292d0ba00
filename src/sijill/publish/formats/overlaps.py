"""Which combinations of lists hold how many: an UpSet plot (Lex et al. 2014, IEEE TVCG 20: 1983-1992) as SVG.

A row per combination, the largest first: a square per list, filled where the list holds these people, then a bar. Lists
have numbers, which the legend names, so that a telephone has room for eight of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import vl_convert

from sijill.publish.formats.chart import (
    BAR,
    COLOURS,
    LEGEND,
    LEGEND_GAP,
    RECTANGLES,
    ROOM_FOR_NUMBERS,
    RULE,
    WIDTH,
    Chart,
    Place,
    Style,
    at,
    rect,
    side,
    spec_of,
    tidied,
)
from sijill.publish.labels import code_label, shown
from sijill.publish.text import Language
from sijill.stats.upset import JOINS, REST

LISTS = "lists"  # the dimension whose codes are combinations of lists
SAID = " + "  # stands between the lists in a label
SQUARE, STEP, ROW, HEAD = 12, 18, 24, 16
TEXTS = (Style("names", 13), Style("heads", 11, grey=True, middle=True), Style("labels", 12), Style("numbers", 12))


def draw_overlaps(chart: Chart, lang: Language) -> str:
    """The chart as SVG, without a title: the page or the file's user has the table's."""
    lists = lists_of(chart, lang)
    names = [
        {"x": at(lang, 0), "y": -LEGEND * (len(lists) - place) + LEGEND / 2 - LEGEND_GAP, "t": f"{place + 1}  {name}"}
        for place, name in enumerate(lists.values())
    ]
    drawing = _Drawing()
    for place in range(len(lists)):
        drawing.texts["heads"].append({"x": at(lang, STEP * place + SQUARE / 2), "y": HEAD / 2, "t": str(place + 1)})
    for code in chart.codes:
        _row(chart, lang, list(lists), code, drawing)
    spec = spec_of(TEXTS, lang) | {
        "datasets": {**drawing.texts, RECTANGLES: drawing.squares, "names": names},
        "height": drawing.down,
        "padding": {"left": 4, "right": 4, "top": LEGEND * len(lists) + LEGEND_GAP, "bottom": 4},
    }
    return tidied(vl_convert.vegalite_to_svg(spec))


def lists_of(chart: Chart, lang: Language) -> dict[str, str]:
    """Each list that is part of a combination on the chart, with its name, in order of first appearance."""
    found: dict[str, str] = {}
    for code in chart.codes:
        if code != REST:
            names = code_label(chart.dimension, code, lang).split(SAID)
            found |= dict(zip(code.split(JOINS), names, strict=True))
    return found


@dataclass(slots=True)
class _Drawing:
    """What was placed so far, and how far down."""

    down: float = HEAD
    squares: list[Place] = field(default_factory=list)
    texts: dict[str, list[Place]] = field(default_factory=lambda: {"heads": [], "labels": [], "numbers": []})


def _row(chart: Chart, lang: Language, lists: list[str], code: str, drawing: _Drawing) -> None:
    """The squares and the bar of one combination; small ones together have their name instead of squares."""
    begins, held = STEP * len(lists) + 8, code.split(JOINS)
    if code == REST:
        label = code_label(chart.dimension, code, lang)
        drawing.texts["labels"].append({"x": at(lang, 0), "y": drawing.down + ROW / 2, "t": label})
        drawing.down += ROW - 4
    middle = drawing.down + ROW / 2
    for place, name in enumerate(() if code == REST else lists):
        sides = side(lang, STEP * place, STEP * place + SQUARE)
        colour = COLOURS[-1] if name in held else RULE
        drawing.squares.append(rect(sides, (middle - SQUARE / 2, middle + SQUARE / 2), colour))
    (measure,) = chart.measures
    cell = chart.cell(measure, code)
    most = max(1, *(chart.cell(measure, one).value or 0 for one in chart.codes))
    length = round((WIDTH - ROOM_FOR_NUMBERS - begins) * (cell.value or 0) / most, 2)
    if length:
        sides = side(lang, begins, begins + length)
        drawing.squares.append(rect(sides, (middle - BAR / 2, middle + BAR / 2), COLOURS[-1]))
    sign = shown(cell, chart.table.threshold, lang)
    drawing.texts["numbers"].append({"x": at(lang, begins + length + 5), "y": middle, "t": sign})
    drawing.down += ROW
