"""Maps: places shaded by their counts, with a list of the numbers below, so that nothing rests on colour.

A hidden count is hatched, never a 0 and never a shade; so is a country of which one part is hidden. A
place that the table does not name is left grey.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt
import vl_convert

from sijill.publish.formats.atlas import Atlas, middle, world
from sijill.publish.formats.chart import (
    FONT,
    INK,
    RECTANGLES,
    WIDTH,
    Chart,
    Place,
    Style,
    at,
    draw,
    rect,
    rectangles,
    side,
    texts,
    tidied,
)
from sijill.publish.labels import broken_down, measure_label, shown
from sijill.publish.text import Language
from sijill.stats.table import PublicCell, PublicTable

PLACES = "places"
# Light to dark in one hue, so that they differ in print and to every eye; the last two need light letters.
SHADES = ("#d3e3e8", "#9dbcc6", "#4f8798", "#0b4a5a")
DARK = SHADES[2:]
NONE, NOTHING, LINE = "#eef0f1", "#ffffff", "#7b878d"
HATCH = "hatch"
# Lines on white: the pattern is named after its table, because a page may hold several charts.
PATTERN = (
    '<defs><pattern id="{name}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="5" height="5" fill="#ffffff"/><rect width="1.6" height="5" fill="#55636b"/></pattern></defs>'
)
HEIGHTS = {True: 200, False: 260}  # of the world, of an office's map
LINE_HEIGHT, COLUMNS, SQUARE = 20, 2, 12
MOST_NUMBERS = 40  # shapes; more than these, and the numbers stand in the list alone
FEWEST_COUNTRIES = 2  # a map of the world with one country on it tells nothing
GAP = 14
HALO = 5
NEAR = 1.0  # pixels: points nearer to the one before tell the eye nothing
_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_POINT = re.compile(r"([ML])(-?[\d.]+),(-?[\d.]+)")


@dataclass(frozen=True, slots=True)
class Map:
    """What to draw: a chart of places, and the shapes that they have."""

    chart: Chart
    atlas: Atlas
    cells: tuple[tuple[str, PublicCell], ...]
    off: int
    added_up: bool

    @property
    def measure(self) -> str:
        """The measure on the map: the first one that somebody assessed."""
        return self.chart.assessed[0]


def map_of(table: PublicTable, chart: Chart | None, office: Atlas | None) -> Map | None:
    """The map of a table that is broken down by places and by nothing else; None where no map would tell anything.

    The office's shapes where one of the places has one, else the countries of the world.
    """
    if chart is None or chart.dimension.codelist != PLACES or len(broken_down(table)) != 1 or not chart.assessed:
        return None
    parts = {code: chart.cell(chart.assessed[0], code) for code in chart.dimension.parts}
    if office is not None and office.codes & parts.keys():
        cells = tuple((code, cell) for code, cell in parts.items() if code in office.codes)
        inside = parts.keys() - dict(chart.dimension.sums).keys()  # a whole country is on it by its areas
        return Map(chart, office, cells, len(inside) - len(cells), False)
    countries: dict[str, list[PublicCell]] = {}
    widest = chart.dimension.sums[0][1]  # a country is not added to its own regions
    for code, cell in ((code, parts[code]) for code in widest):
        if code[:2] in world().codes and code[2:3] in ("", "-"):
            countries.setdefault(code[:2], []).append(cell)
    if len(countries) < FEWEST_COUNTRIES:
        return None
    off = len(widest) - sum(len(held) for held in countries.values())
    added_up = any(len(held) > 1 for held in countries.values())
    return Map(chart, world(), tuple((code, _sum(held)) for code, held in countries.items()), off, added_up)


def draw_map(one: Map, lang: Language) -> str:
    """The map, its legend, and below them the places with their numbers, as one SVG."""
    name = f"{HATCH}-{one.chart.table.slug}-{lang.code}"
    height = HEIGHTS[one.atlas.is_world]
    shades = _shades(one.cells)
    squares, names, rows = _legend(one, shades, name, lang, height)
    spec = _spec(one.atlas.is_world, _turn(one.atlas), lang) | {
        "height": height,
        "padding": {"left": 4, "right": 4, "top": LINE_HEIGHT, "bottom": LINE_HEIGHT * rows + GAP},
        "datasets": {
            "shapes": _shapes(one, shades, name),
            "figures": _figures(one, shades, lang),
            RECTANGLES: squares,
            "names": names,
        },
    }
    svg = _thinned(tidied(vl_convert.vegalite_to_svg(spec)))
    return _stacked(svg, draw(one.chart, lang), PATTERN.format(name=name))


def caption(one: Map, lang: Language) -> str:
    """What stands below a map: whose boundaries, what is not on it, what is added up."""
    said = [lang.say("map.boundaries" if one.atlas.is_world else "map.boundaries_office")]
    if one.off:
        said.append(lang.say("map.off", number=lang.number(one.off)))
    if one.added_up:
        said.append(lang.say("map.added_up"))
    return " ".join(said)


def _sum(cells: Sequence[PublicCell]) -> PublicCell:
    """What a reader can add up: a number where all parts have one, else the first reason why there is none."""
    hidden = [cell for cell in cells if cell.value is None]
    return hidden[0] if hidden else PublicCell(sum(cell.value or 0 for cell in cells))


def _shades(cells: Sequence[tuple[str, PublicCell]]) -> dict[int, str]:
    """A shade for each number above 0: as many numbers in each as can be."""
    values = sorted({cell.value for _, cell in cells if cell.value})
    several = min(len(values), len(SHADES))
    shades = SHADES if several == len(SHADES) else SHADES[-several:] if several else ()
    return {value: shades[place * several // len(values)] for place, value in enumerate(values)}


def _fill(cell: PublicCell | None, shades: dict[int, str], pattern: str) -> str:
    if cell is None or cell.flag.is_nothing:
        return NONE
    if cell.value is None:
        return f"url(#{pattern})"
    return shades.get(cell.value, NOTHING)


def _shapes(one: Map, shades: dict[int, str], pattern: str) -> list[dict[str, Any]]:
    cells = dict(one.cells)
    return [
        {
            "type": "Feature",
            "properties": {"c": _fill(cells.get(code), shades, pattern)},
            "geometry": geometry,
        }
        for code, geometry in one.atlas.shapes
    ]


def _figures(one: Map, shades: dict[int, str], lang: Language) -> list[dict[str, Any]]:
    """Numbers and signs on the shapes of a small map."""
    cells = dict(one.cells)
    if one.atlas.is_world or len(one.atlas.shapes) > MOST_NUMBERS:
        return []
    found = []
    for code, geometry in one.atlas.shapes:
        if code in cells:
            longitude, latitude = middle(geometry)
            sign = shown(cells[code], one.chart.table.threshold, lang)
            fill = _fill(cells[code], shades, "")
            halo = NOTHING if cells[code].value is None else fill
            ink = NOTHING if fill in DARK else INK
            found.append({"lon": longitude, "lat": latitude, "t": sign, "c": ink, "halo": halo})
    return found


def _legend(
    one: Map, shades: dict[int, str], pattern: str, lang: Language, top: int
) -> tuple[list[Place], list[Place], int]:
    """The name of the measure above the map; below it a square with its meaning for all that is on it."""
    entries = [
        (shade, _range([value for value, of in shades.items() if of == shade], lang))
        for shade in dict.fromkeys(shades.values())
    ]
    cells = [cell for _, cell in one.cells]
    if any(cell.value == 0 for cell in cells):
        entries.insert(0, (NOTHING, lang.number(0)))
    if any(cell.value is None and not cell.flag.is_nothing for cell in cells):
        entries.append((f"url(#{pattern})", lang.say("map.hidden")))
    if one.atlas.codes - {code for code, _ in one.cells}:
        entries.append((NONE, lang.say("map.none")))
    names: list[Place] = [{"x": at(lang, 0), "y": -LINE_HEIGHT / 2, "t": measure_label(one.measure, lang)}]
    squares: list[Place] = []
    for place, (colour, text) in enumerate(entries):
        left = place % COLUMNS * WIDTH / COLUMNS
        y = top + GAP + (place // COLUMNS + 0.5) * LINE_HEIGHT
        outer, inner = side(lang, left, left + SQUARE), side(lang, left + 1, left + SQUARE - 1)
        squares.append(rect(outer, (y - SQUARE / 2, y + SQUARE / 2), LINE))
        squares.append(rect(inner, (y - SQUARE / 2 + 1, y + SQUARE / 2 - 1), colour))
        names.append({"x": at(lang, left + SQUARE + 8), "y": y, "t": text})
    return squares, names, -(-len(entries) // COLUMNS)


def _range(values: Sequence[int], lang: Language) -> str:
    low, high = lang.number(min(values)), lang.number(max(values))
    return low if low == high else f"{low}–{high}"


def _turn(atlas: Atlas) -> tuple[float, float]:
    """The middle of an office's map, so that its areas keep their sizes."""
    if atlas.is_world:
        return 0.0, 0.0
    spots = [middle(geometry) for _, geometry in atlas.shapes]
    across, up = zip(*spots, strict=True)
    return round((min(across) + max(across)) / 2, 1), round((min(up) + max(up)) / 2, 1)


@cache
def _spec(is_world: bool, turn: tuple[float, float], lang: Language) -> dict[str, Any]:
    """Shapes, numbers on them, squares and names of the legend. Both projections keep areas in proportion."""
    kind: dict[str, Any] = {"type": "equalEarth"}
    if not is_world:
        kind = {"type": "azimuthalEqualArea", "rotate": [-turn[0], -turn[1]]}
    shapes = (
        alt.Chart(alt.NamedData("shapes"))
        .mark_geoshape(stroke=LINE, strokeWidth=0.4 if is_world else 1)
        .encode(fill=alt.Fill("properties.c:N", scale=None))
        .project(**kind)
    )
    # Twice: a sign stands on a halo, so that it can be read on hatching.
    signs = [] if is_world else [_signs(kind, "halo", HALO), _signs(kind, "c", 0)]
    layers = [shapes, *signs, rectangles(), texts(Style("names", 13), lang)]
    layered = alt.layer(*layers).properties(width=WIDTH, autosize=alt.AutoSizeParams(type="none"))
    styled = layered.configure(font=FONT, aria=False, background="transparent").configure_view(stroke=None)
    found: dict[str, Any] = styled.to_dict()
    return found


def _signs(kind: dict[str, Any], colour: str, outline: int) -> alt.Chart:
    """Numbers and signs in the middle of their shapes; with an outline, the halo behind them."""
    marked = alt.Chart(alt.NamedData("figures")).mark_text(fontSize=13, fontWeight="bold", strokeWidth=outline)
    colours: dict[str, Any] = {"color": alt.Color(f"{colour}:N", scale=None)}
    if outline:
        colours["stroke"] = alt.Stroke(f"{colour}:N", scale=None)
    found: alt.Chart = marked.encode(longitude="lon:Q", latitude="lat:Q", text=alt.Text("t:N"), **colours)
    return found.project(**kind)


def _thinned(svg: str) -> str:
    """Outlines with no more points than can be seen, which makes a map of the world four times smaller."""
    last = [0.0, 0.0]

    def kept(found: re.Match[str]) -> str:
        x, y = round(float(found[2]), 1), round(float(found[3]), 1)
        if found[1] == "L" and abs(x - last[0]) + abs(y - last[1]) < NEAR:
            return ""
        last[:] = x, y
        return f"{found[1]}{x:g},{y:g}"

    return _NUMBER.sub(lambda found: f"{float(found[0]):.1f}", _POINT.sub(kept, svg))


def _stacked(above: str, below: str, defs: str) -> str:
    """Two drawings of one width as one."""
    heights = [float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', one)[1]) for one in (above, below)]  # type: ignore[index]
    bodies = [one.split(">", 1)[1].rsplit("</svg>", 1)[0] for one in (above, below)]
    head = re.sub(r'(viewBox="0 0 [\d.]+) [\d.]+"', rf'\1 {sum(heights) + GAP:g}"', above.split(">", 1)[0])
    return f'{head}>{defs}{bodies[0]}<g transform="translate(0,{heights[0] + GAP:g})">{bodies[1]}</g></svg>\n'
