"""The count of SDG 16.10.1 by place, at two levels: each country, and its first-level areas. With a map.

Within a country stand its areas and, under the country's own code, the cases of which no area is known; together they
are the code `XZ-all`. It is one table and one dimension, so that protection sees that a country less its areas is a
count of people. A country with one code has no second level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

from sijill.codelists.load import codelist
from sijill.publish.reports.cells import build, needed
from sijill.publish.reports.notes import notes_of
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.publish.reports.sdg16 import BY as SDG_KEYS
from sijill.publish.reports.sdg16 import STATUSES, SUBJECT, counted, tallies, with_status
from sijill.publish.reports.units import grouped, matching, roles_of
from sijill.stats.cellkey import TWO_64
from sijill.stats.table import Count, Dimension, Table
from sijill.tables.engines import Tables

SHAPES = (Shape("by-place", ("area",)),)

# Behind the country's code; no place of the codelist ends so.
WHOLE = "-all"
WHOLE_WORDS = {
    "en": "{country}, all areas",
    "ar": "{country}، كل المناطق",
    "fr": "{country}, tous les territoires",
    "es": "{country}, todos los territorios",
}
REST_WORDS = {
    "en": "{country}, area not known",
    "ar": "{country}، المنطقة غير معروفة",
    "fr": "{country}, territoire inconnu",
    "es": "{country}, territorio desconocido",
}

AS_PRECISE_AS_KNOWN = Note(
    "place-as-precise-as-known",
    {
        "en": "Each case stands in its first-level area where that is known, else under its country with “area not "
        "known”; the row of all areas of a country is their sum. More cases in a place may mean more people "
        "who report there.",
        "ar": "تُدرج كل حالة في منطقتها من المستوى الأول إن عُرفت، وإلا فتحت بلدها مع عبارة «المنطقة غير معروفة»، "
        "وصف كل مناطق البلد هو مجموعها. وقد تعني كثرة الحالات في مكان ما كثرة من يبلّغون فيه.",
        "fr": "Chaque cas figure dans son territoire de premier niveau s’il est connu, sinon sous son pays avec la "
        "mention «\u202fterritoire inconnu\u202f»\u202f; la ligne de tous les territoires d’un pays est leur "
        "somme. Un lieu où l’on compte plus de cas peut être un lieu où l’on en signale davantage.",
        "es": "Cada caso figura en su territorio de primer nivel si se conoce; si no, bajo su país con «territorio "
        "desconocido»; la fila de todos los territorios de un país es su suma. Que en un lugar haya más "
        "casos puede significar que allí se denuncia más.",
    },
)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Counted victims, persons and incidents under the context's status: one row per combination observed."""
    asked = REPORT.asked(by)
    return grouped(
        counted(t, context.options),
        asked,
        {"role": roles_of(t)},
        victims=lambda found: found.count(),
        persons=lambda found: found.person_id.nunique(),
        incidents=lambda found: found.event_id.nunique(),
    )


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """The table of victim-incidents by place, part of the subject of the SDG table; one measure per status."""
    made = build(REPORT, context, shapes, tallies(t, context, needed(shapes)), subject=SUBJECT)
    return tuple(two_levels(table) for table in made)


def two_levels(table: Table) -> Table:
    """The table with each country that has several codes as the sum of them, where it is broken down by area."""
    names = [one.name for one in table.dimensions]
    if "area" not in names:
        return table
    at = names.index("area")
    countries: dict[str, list[str]] = {}
    for code in table.dimensions[at].parts:
        countries.setdefault(_country(code), []).append(code)
    several = {country: codes for country, codes in countries.items() if country and len(codes) > 1}
    if not several:
        return table
    cells = dict(table.cells)
    for measure, key in product(table.measures, table.keys()):
        if key[at] in several or _country(key[at]) in several:
            country = _country(key[at])
            whole = (*key[:at], country + WHOLE, *key[at + 1 :])
            parts = [table.cells[measure, (*key[:at], code, *key[at + 1 :])] for code in several[country]]
            cells[measure, whole] = _sum(parts)
    dimensions = (*table.dimensions[:at], _leveled(table.dimensions[at], several), *table.dimensions[at + 1 :])
    order = [(measure, key) for measure in table.measures for key in product(*(one.codes for one in dimensions))]
    return replace(table, dimensions=dimensions, cells={place: cells[place] for place in order})


def _country(code: str) -> str:
    """The country of a country's or an area's code; empty for what is neither."""
    row = codelist("places").get(code)
    level = row.extra.get("level", "") if row else ""
    return {"country": code, "area": row.broader if row else ""}.get(level, "")


def _leveled(dimension: Dimension, several: Mapping[str, Sequence[str]]) -> Dimension:
    codes: list[str] = []
    for code in dimension.codes:
        country = _country(code)
        if country not in several:
            codes.append(code)
        elif country + WHOLE not in codes:
            codes += [country + WHOLE, *several[country]]
    names = codelist("places").label
    labels = [
        (code, tuple((lang, text.format(country=names(country, lang))) for lang, text in said.items()))
        for country in several
        for code, said in ((country + WHOLE, WHOLE_WORDS), (country, REST_WORDS))
        if code in codes
    ]
    parents = tuple((code, country + WHOLE) for country, inside in several.items() for code in inside)
    return replace(dimension, codes=tuple(codes), labels=(*dimension.labels, *labels), parents=parents)


def _sum(parts: Sequence[Count]) -> Count:
    """Parts as one count; public if all in it are, and of nobody: if it is known of one of them."""
    values = [one.value for one in parts if one.value is not None]
    if len(values) < len(parts):
        return Count(None, missing=parts[0].missing)
    full = [one.public for one in parts if one.value]
    keys = [one.key for one in parts if one.key is not None]
    key = sum(keys) % TWO_64 if len(keys) == len(parts) else None
    return Count(sum(values), all(full) if full else any(one.public for one in parts), key=key)


def explain(t: Tables, context: Context, measure: str, codes: Mapping[str, str]) -> list[Row]:
    """The counted acts of a cell."""
    area = codes.get("area", "")
    if area.endswith(WHOLE):
        rest = {name: code for name, code in codes.items() if name != "area"}
        codes = {**rest, "country": area.removesuffix(WHOLE)}
    return matching(counted(t, with_status(context, measure).options), t, codes)


def notes(t: Tables, context: Context) -> Notes:
    """Which options and rules ran, and what a place is."""
    return notes_of(REPORT.slug, t, context, (AS_PRECISE_AS_KNOWN,))


REPORT = Report(
    slug="by_place",
    title={
        "en": "SDG 16.10.1 by place",
        "ar": "المؤشر 16-10-1 بحسب المكان",
        "fr": "ODD 16.10.1 par lieu",
        "es": "ODS 16.10.1 por lugar",
    },
    question={
        "en": "Where were people attacked for speaking or defending rights?",
        "ar": "أين تعرّض الناس للاعتداء بسبب كلمتهم أو دفاعهم عن الحقوق؟",
        "fr": "Où des personnes ont-elles été attaquées pour s’être exprimées ou avoir défendu des droits\u202f?",
        "es": "¿Dónde se atacó a personas por expresarse o por defender derechos?",
    },
    kind="sdg16",
    unit="victim-incidents",
    by=("area", *(name for name in SDG_KEYS if name != "area")),
    measures=("victims", "persons", "incidents"),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    explain=explain,
    nested=tuple((status, STATUSES[0]) for status in STATUSES[1:]),
)
