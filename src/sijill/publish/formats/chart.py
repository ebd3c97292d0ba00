"""Charts as SVG: drawn once per table and language, readable at the width of a telephone.

Everything is placed in pixels of ours, so that a chart does not depend on which fonts the machine
has: a browser draws the text with its own. A hidden count has its sign and never a bar.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt
import vl_convert

from sijill.codelists.load import UNKNOWN_CODES
from sijill.publish.labels import NOISE, broken_down, code_label, measure_label, shown
from sijill.publish.text import Language
from sijill.stats.table import TOTAL, Dimension, Key, PublicCell, PublicTable

WIDTH = 400  # CSS scales it up on wide screens; at 360 pixels text is still 10 pixels high
ROOM_FOR_NUMBERS = 70
FEWEST_WIDE = 3
MOST_BARS = 14
MOST_MEASURES = 3
BAR, GAP, LABEL, LEGEND, LEGEND_GAP = 14, 12, 20, 20, 12
PLOT_HEIGHT = 190
SIGN = 16  # as wide as a sign is
MARGIN = 40  # for the numbers of the scale
LETTER = 6  # about as wide as a letter of the smallest texts
INK, GREY, RULE = "#1b2a33", "#55636b", "#d5dcdf"
# Light to dark, so that they differ in print and to every eye.
COLOURS = ("#9dbcc6", "#4f8798", "#0b4a5a")
FONT = "Noto Sans, Noto Naskh Arabic, Segoe UI, Tahoma, sans-serif"
LARGER = {"ar": 2}  # Arabic letters are smaller at the same size
ESTABLISHED = ("reported", "corroborated", "verified")
OVER_TIME = ("year", "month")

RECTANGLES = "rectangles"

Place = dict[str, Any]  # pixels by name, with a text or a colour
Drawing = tuple[dict[str, list[Place]], int]  # places by the name of their data, height


@dataclass(frozen=True, slots=True)
class Style:
    """How the texts of one kind are set; `data` names them."""

    data: str
    size: int
    grey: bool = False
    middle: bool = False
    towards_start: bool = False


BAR_TEXTS = (Style("names", 13), Style("labels", 13), Style("numbers", 12))
TIME_TEXTS = (
    Style("names", 13),
    Style("numbers", 11, grey=True, towards_start=True),
    Style("ticks", 11, middle=True),
    Style("signs", 10, middle=True),
)


# Keys whose codes count different things: beside one another as bars they would be a ranking.
NOT_COMPARED = frozenset({"commitment"})


@dataclass(frozen=True, slots=True)
class Chart:
    """What to draw: the bars of one dimension of a table, the others at their totals.

    `codes` may be fewer than the dimension has; `left_out` says how many.
    """

    table: PublicTable
    dimension: Dimension
    codes: tuple[str, ...]
    measures: tuple[str, ...]
    left_out: int = 0

    @property
    def assessed(self) -> tuple[str, ...]:
        """The measures of which somebody assessed a bar; the others are named in the legend and not drawn."""
        cells = {one: [self.cell(one, code) for code in self.codes] for one in self.measures}
        return tuple(one for one in self.measures if not all(cell.flag.is_nothing for cell in cells[one]))

    def cell(self, measure: str, code: str) -> PublicCell:
        """The cell behind one bar."""
        return self.table.cells[measure, _key(self.table, self.dimension, code)]


def chart_of(table: PublicTable, drawn: frozenset[str] = frozenset()) -> Chart | None:
    """The chart of a table: its first dimension not `drawn` already; None where there is none to draw."""
    dimensions = broken_down(table)
    if any(one.name in NOT_COMPARED for one in dimensions):
        return None
    for dimension in dimensions:
        others = [one for one in dimensions if one is not dimension]
        if dimension.name in drawn or any(TOTAL not in one.codes for one in others) or len(dimension.parts) < 2:
            continue
        measures = tuple(one for one in table.measures if one in ESTABLISHED) or table.measures
        return _narrowed(Chart(table, dimension, _one_level(dimension), measures[:MOST_MEASURES]))
    return None


def _one_level(dimension: Dimension) -> tuple[str, ...]:
    """The widest codes, where there are enough of them to compare; else the finest."""
    sums = dict(dimension.sums)
    widest = dimension.sums[0][1]
    return widest if len(widest) >= FEWEST_WIDE else tuple(code for code in dimension.parts if code not in sums)


def draw(chart: Chart, lang: Language) -> str:
    """The chart as SVG, without a title: the page or the file's user has the table's."""
    over_time = chart.dimension.name in OVER_TIME
    data, height = _columns(chart, lang) if over_time else _bars(chart, lang)
    squares, names = _legend(chart, lang)
    spec = spec_of(TIME_TEXTS if over_time else BAR_TEXTS, lang) | {
        "datasets": {**data, RECTANGLES: [*data[RECTANGLES], *squares], "names": names},
        "height": height,
        "padding": {"left": 4, "right": 4, "top": LEGEND * len(chart.measures) + LEGEND_GAP, "bottom": 4},
    }
    return tidied(vl_convert.vegalite_to_svg(spec))


@cache
def spec_of(styles: tuple[Style, ...], lang: Language) -> dict[str, Any]:
    """What every chart of a kind has in common; rectangles lie below the texts, a later one before an earlier."""
    layers = [rectangles(), *(texts(style, lang) for style in styles)]
    layered = alt.layer(*layers).properties(width=WIDTH, autosize=alt.AutoSizeParams(type="none"))
    styled = layered.configure(font=FONT, aria=False, background="transparent").configure_view(stroke=None)
    found: dict[str, Any] = styled.to_dict()
    return found


def tidied(svg: str) -> str:
    """Texts anchor as they were placed whatever the direction of the page; size is the page's to say."""
    head, rest = svg.split(">", 1)
    kept = " ".join(part for part in head.split(" ") if not part.startswith(("width=", "height=", "xmlns:xlink=")))
    return f'{kept} direction="ltr">{rest}\n'


def _narrowed(chart: Chart) -> Chart:
    """At most `MOST_BARS` bars: those that have something to show, the largest of them."""
    codes = chart.codes
    if chart.dimension.name in OVER_TIME or len(codes) <= MOST_BARS:
        return chart
    sizes = {code: max(_size(chart.cell(measure, code)) for measure in chart.measures) for code in codes}
    largest = set(sorted(codes, key=lambda code: -sizes[code])[:MOST_BARS])
    kept = tuple(code for code in codes if code in largest and sizes[code] > 0)
    return Chart(chart.table, chart.dimension, kept, chart.measures, len(codes) - len(kept))


def _size(cell: PublicCell) -> float:
    return 0.5 if cell.value is None else cell.value


def _key(table: PublicTable, dimension: Dimension, code: str) -> Key:
    return tuple(
        code if one.name == dimension.name else TOTAL if TOTAL in one.codes else one.codes[0]
        for one in table.dimensions
    )


def _colour(chart: Chart, place: int) -> str:
    return COLOURS[-1] if len(chart.measures) == 1 else COLOURS[place * (len(COLOURS) - 1) // (len(chart.measures) - 1)]


def _legend(chart: Chart, lang: Language) -> tuple[list[Place], list[Place]]:
    """A square and a name for each measure, above the chart."""
    squares: list[Place] = []
    names: list[Place] = []
    for place, measure in enumerate(chart.measures):
        middle = -LEGEND * (len(chart.measures) - place) + LEGEND / 2 - LEGEND_GAP
        squares.append(rect(side(lang, 0, 12), (middle - 6, middle + 6), _colour(chart, place)))
        label = measure_label(measure, lang)
        if measure not in chart.assessed:
            # As the table says of it: not assessed, or not known.
            sign = shown(chart.cell(measure, chart.codes[0]), chart.table.threshold, lang)
            label = f"{label}{lang.say('site.colon')} {sign}"
        names.append({"x": at(lang, 20), "y": middle, "t": label})
    return squares, names


def _bars(chart: Chart, lang: Language) -> Drawing:
    """Bars along the line of reading, each code's label above its bars."""
    largest = _largest(chart)
    room = WIDTH - ROOM_FOR_NUMBERS
    rects: list[Place] = []
    labels: list[Place] = []
    numbers: list[Place] = []
    y = 0.0
    for code in chart.codes:
        labels.append({"x": at(lang, 0), "y": y + LABEL / 2, "t": code_label(chart.dimension, code, lang)})
        y += LABEL
        for measure in chart.assessed:
            cell, place = chart.cell(measure, code), chart.measures.index(measure)
            length = 0.0 if cell.value is None else round(room * cell.value / largest, 2)
            if length:
                rects.append(rect(side(lang, 0, length), (y, y + BAR), _colour(chart, place)))
            sign = (NOISE if chart.table.mark(cell) else "") + shown(cell, chart.table.threshold, lang)
            numbers.append({"x": at(lang, length + 5), "y": y + BAR / 2, "t": sign})
            y += BAR + 2
        y += GAP
    return {RECTANGLES: rects, "labels": labels, "numbers": numbers}, round(y - GAP)


def _columns(chart: Chart, lang: Language) -> Drawing:
    """Columns over time; each measure narrower and in front of the one before, never stacked on it."""
    largest = _largest(chart)
    step = (WIDTH - MARGIN) / len(chart.codes)
    rects, numbers = _scale(largest, lang)
    ticks: list[Place] = []
    signs: list[Place] = []
    every = max(1, round(len(chart.codes) / 8))
    for number, code in enumerate(chart.codes):
        middle = MARGIN + step * (number + 0.5)
        for measure in chart.assessed:
            cell, place = chart.cell(measure, code), chart.measures.index(measure)
            half = step * (0.42 - 0.14 * place)
            if cell.value:
                top = round(PLOT_HEIGHT * (1 - cell.value / largest), 2)
                sides = side(lang, middle - half, middle + half)
                rects.append(rect(sides, (top, PLOT_HEIGHT), _colour(chart, place)))
            elif cell.value is None:
                y = PLOT_HEIGHT - 7 - 12 * place
                signs.append({"x": at(lang, middle), "y": y, "t": _brief(cell, chart, lang, step)})
        if code in UNKNOWN_CODES:
            ticks.append(_below(code_label(chart.dimension, code, lang), middle, lang))
        elif number % every == 0:
            ticks.append({"x": at(lang, middle), "y": PLOT_HEIGHT + 12, "t": code})
    lines = 1 + any(code in UNKNOWN_CODES for code in chart.codes)
    return {RECTANGLES: rects, "numbers": numbers, "ticks": ticks, "signs": signs}, PLOT_HEIGHT + 8 + 16 * lines


def _below(text: str, middle: float, lang: Language) -> Place:
    """The words for a time that is not known, on a line of their own below the times, inside the picture."""
    half = len(text) * LETTER / 2
    return {"x": at(lang, min(middle, WIDTH - half)), "y": PLOT_HEIGHT + 28, "t": text}


def _brief(cell: PublicCell, chart: Chart, lang: Language, room: float) -> str:
    """A sign short enough for a narrow column: `<` for `<5`, a cross where there is no number."""
    sign = "×" if cell.flag.is_nothing else shown(cell, chart.table.threshold, lang)
    return sign if room >= SIGN else sign[0]


def _scale(largest: int, lang: Language) -> tuple[list[Place], list[Place]]:
    """Horizontal rules, and their numbers."""
    rules: list[Place] = []
    numbers: list[Place] = []
    for one in sorted({0, largest} if largest < 4 else {0, largest // 2, largest}):
        y = round(PLOT_HEIGHT * (1 - one / largest), 2)
        rules.append(rect(side(lang, MARGIN, WIDTH), (y, y + 1), RULE))
        numbers.append({"x": at(lang, MARGIN - 6), "y": y, "t": lang.number(one)})
    return rules, numbers


def _largest(chart: Chart) -> int:
    values = [chart.cell(measure, code).value or 0 for code in chart.codes for measure in chart.measures]
    return max(1, *values)


def at(lang: Language, offset: float) -> float:
    """Where a distance from the edge at which reading begins lies."""
    return round(WIDTH - offset if lang.direction == "rtl" else offset, 2)


def side(lang: Language, start: float, end: float) -> tuple[float, float]:
    first, last = sorted((at(lang, start), at(lang, end)))
    return first, last


def rect(x: tuple[float, float], y: tuple[float, float], colour: str) -> Place:
    return {"x": x[0], "x2": x[1], "y": y[0], "y2": y[1], "c": colour}


def rectangles() -> alt.Chart:
    """Filled rectangles, drawn in the order of the data."""
    drawn = alt.Chart(alt.NamedData(RECTANGLES)).mark_rect()
    found: alt.Chart = drawn.encode(color=alt.Color("c:N", scale=None), **_places("x", "x2", "y", "y2"))
    return found


def texts(style: Style, lang: Language) -> alt.Chart:
    """Texts at their places; they run from there along the line of reading, or back, or stand around it."""
    backwards = (lang.direction == "rtl") != style.towards_start
    marked = alt.Chart(alt.NamedData(style.data)).mark_text(
        align="center" if style.middle else "right" if backwards else "left",
        baseline="middle",
        fontSize=style.size + LARGER.get(lang.code, 0),
        fill=GREY if style.grey else INK,
    )
    found: alt.Chart = marked.encode(text=alt.Text("t:N"), **_places("x", "y"))
    return found


def _places(*names: str) -> dict[str, Any]:
    """Encodings that take the pixels as they stand."""
    made = {"x": alt.X, "x2": alt.X2, "y": alt.Y, "y2": alt.Y2}
    whole = {"scale": None, "axis": None, "type": "quantitative"}
    return {name: made[name](name, **({} if name.endswith("2") else whole)) for name in names}
