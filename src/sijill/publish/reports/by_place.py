"""The count of SDG 16.10.1 by place: the first-level area where it is known, else the country. With a map.

One table and not one by country beside one by area: a reader would subtract the areas from their
country. Where a country has areas here, its figure is the sum of them that anybody can make.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sijill.publish.reports.cells import build, needed
from sijill.publish.reports.notes import notes_of
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.publish.reports.sdg16 import BY as SDG_KEYS
from sijill.publish.reports.sdg16 import STATUSES, SUBJECT, counted, tallies, with_status
from sijill.publish.reports.units import grouped, matching, roles_of
from sijill.stats.table import Table
from sijill.tables.engines import Tables

SHAPES = (Shape("by-place", ("area",)),)

AS_PRECISE_AS_KNOWN = Note(
    "place-as-precise-as-known",
    {
        "en": "Each case stands in one row: its first-level area where that is known, else its country. A country’s "
        "own row therefore holds only the cases of which no area is known. More cases in a place may mean more "
        "people who report there.",
        "ar": "تُدرج كل حالة في صف واحد: منطقتها من المستوى الأول إن عُرفت، وإلا فبلدها. ولذلك لا يضم صف "
        "البلد نفسه إلا "
        "الحالات التي لم تُعرف منطقتها. وقد تعني كثرة الحالات في مكان ما كثرة من يبلّغون فيه.",
        "fr": "Chaque cas figure sur une seule ligne : sa région de premier niveau si elle est connue, sinon "
        "son pays. La "
        "ligne d’un pays ne contient donc que les cas dont la région est inconnue. Un lieu où l’on compte plus de cas "
        "peut être un lieu où l’on en signale davantage.",
        "es": "Cada caso figura en una sola fila: su zona de primer nivel si se conoce; si no, su país. Por "
        "eso la fila de "
        "un país contiene solo los casos de los que no se conoce la zona. Que en un lugar haya más casos puede "
        "significar que allí se denuncia más.",
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
    return build(REPORT, context, shapes, tallies(t, context, needed(shapes)), subject=SUBJECT)


def explain(t: Tables, context: Context, measure: str, codes: Mapping[str, str]) -> list[Row]:
    """The counted acts of a cell."""
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
        "fr": "Où des personnes ont-elles été attaquées pour s’être exprimées ou avoir défendu des droits ?",
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
