"""Estimates side by side: an interval and its middle for each method, on one scale of proportions.

A line from the least to the most, a mark where the estimate is. The scale is logarithmic, since what one method leaves
open may be a thousand times what another says; equal lengths are equal proportions. A method without an estimate has
its sign and no line.
"""

from __future__ import annotations

from math import log

import vl_convert

from sijill.publish.formats.chart import (
    BAR_TEXTS,
    COLOURS,
    GAP,
    LABEL,
    RECTANGLES,
    ROOM_FOR_NUMBERS,
    WIDTH,
    Chart,
    Place,
    at,
    rect,
    side,
    spec_of,
    tidied,
)
from sijill.publish.labels import code_label, shown
from sijill.publish.text import Language

METHOD = "method"  # the dimension whose codes are methods
ENDS = ("total_low", "total", "total_high")
LINE, MARK, HEIGHT = 3, 5, 14


def draw_ranges(chart: Chart, lang: Language) -> str:
    """The chart as SVG, without a title: the page or the file's user has the table's."""
    values = {code: [chart.cell(measure, code).value for measure in ENDS] for code in chart.codes}
    known = [value for held in values.values() for value in held if value]
    least, most = (log(min(known)), log(max(known))) if known else (0.0, 1.0)
    rects: list[Place] = []
    labels: list[Place] = []
    y = 0.0
    for code in chart.codes:
        text = f"{code_label(chart.dimension, code, lang)}{lang.say('site.colon')} {_said(chart, code, lang)}"
        labels.append({"x": at(lang, 0), "y": y + LABEL / 2, "t": text})
        y += LABEL
        low, middle, high = (_along(value, least, most) for value in values[code])
        if low is not None and middle is not None:
            end = WIDTH if high is None else high
            top = y + HEIGHT / 2
            rects.append(rect(side(lang, low, end), (top - LINE / 2, top + LINE / 2), COLOURS[1]))
            rects.append(rect(side(lang, middle - MARK / 2, middle + MARK / 2), (y, y + HEIGHT), COLOURS[-1]))
        y += HEIGHT + GAP
    spec = spec_of(BAR_TEXTS, lang) | {
        "datasets": {RECTANGLES: rects, "labels": labels, "names": [], "numbers": []},
        "height": round(y - GAP),
        "padding": {"left": 4, "right": 4, "top": 4, "bottom": 4},
    }
    return tidied(vl_convert.vegalite_to_svg(spec))


def _along(value: int | None, least: float, most: float) -> float | None:
    """Where a number lies along the line of reading; without an upper end a line runs to the edge."""
    if not value:
        return None
    return MARK / 2 + round((WIDTH - ROOM_FOR_NUMBERS) * (log(value) - least) / max(most - least, 1e-9), 2)


def _said(chart: Chart, code: str, lang: Language) -> str:
    low, middle, high = (shown(chart.cell(measure, code), chart.table.threshold, lang) for measure in ENDS)
    return middle if low == middle == high else f"{middle} ({low}–{high})"
