"""Deaths as a list reports them, and how they fare under SDG 16.10.1: the lesson page.

Not called attacks: a list of deaths may hold members of the security forces, people who were armed,
and accidents. One row per person who died within the period; a date that may lie outside leaves the
person out, and the coverage table says how many dates are imprecise. The SDG table is part of the
same subject, so that protection sees that its outcomes add up to the deaths.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis

from sijill.assess.rules.coded import codes_with
from sijill.assess.rules.rule import COUNTED, UNDECIDED
from sijill.assess.rules.sdg16 import Options
from sijill.publish.reports.candidates import FIRST_REASON
from sijill.publish.reports.cells import build, needed, tally
from sijill.publish.reports.notes import ROLES_OVERLAP, notes_of
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.publish.reports.sdg16 import STATUSES, measures, with_status
from sijill.publish.reports.units import called, decided, grouped, matching, once, roles_of
from sijill.stats.table import Table
from sijill.tables.engines import Tables

CROSSED = ("year", "area", "sex", "role", "state")
SHAPES = (
    Shape("deaths"),
    *(Shape(f"deaths-{one}", (one,)) for one in CROSSED),
    Shape("deaths-sdg16", ("outcome", "reason")),
)

NOT_ATTACKS = Note(
    "deaths-are-not-attacks",
    {
        "en": "These are deaths that a list reports. They are not all attacks on people who "
        "speak: some of the dead "
        "were members of the security forces, some were armed, some died by accident.",
        "ar": "هذه وفيات توردها قائمة، وليست كلها اعتداءات على من يجهرون بآرائهم: فمن المتوفين "
        "أفراد من قوات الأمن، "
        "ومنهم مسلحون، ومنهم من مات في حادث.",
        "fr": "Ce sont des décès recensés par une liste, et non des attaques contre des personnes qui "
        "s’expriment\u00a0: certains des morts étaient membres des forces de sécurité, certains étaient "
        "armés, certains sont morts par accident.",
        "es": "Son muertes recogidas en una lista, no ataques contra personas que se expresan: algunos de los "
        "muertos eran miembros de las fuerzas de seguridad, algunos estaban armados, algunos murieron "
        "por accidente.",
    },
)
CERTAIN_DATES = Note(
    "certain-dates-only",
    {
        "en": "A death whose date may lie outside the period is left out of these tables; the "
        "coverage tables say "
        "how precise the dates are.",
        "ar": "الوفاة التي قد يقع تاريخها خارج الفترة لا تدخل في هذه الجداول، وتبيّن جداول التغطية دقة التواريخ.",
        "fr": "Un décès dont la date pourrait tomber hors de la période ne figure pas dans ces tableaux\u202f; les "
        "tableaux de couverture disent quelle est la précision des dates.",
        "es": "Una muerte cuya fecha pudiera caer fuera del período no figura en estos cuadros; los cuadros de"
        " cobertura dicen cuán precisas son las fechas.",
    },
)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Deaths under the context's status: one row per combination observed."""
    asked = REPORT.asked(by)
    dead = called(deaths(t, context), context.options.status)
    return grouped(dead, asked, {"role": roles_of(t)}, deaths=lambda found: found.count())


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """Tables of deaths; one measure per status."""
    dead = deaths(t, context)
    names = needed(shapes)
    tallies = {
        measure: tally(called(dead, measure), names, {"role": roles_of(t)}) if assessed else None
        for measure, assessed in measures(t, context).items()
    }
    return build(REPORT, context, shapes, tallies)


def deaths(t: Tables, context: Context) -> ibis.Table:
    """One decision per individual who surely died within the period.

    The counted one, else an undecided one, else the earliest.
    """
    options = with_status(context, STATUSES[0]).options
    return once(t, ("deaths", options), lambda: _deaths(t, options))


def _deaths(t: Tables, options: Options) -> ibis.Table:
    found = decided(t, options)
    persons = t["person"].filter(t["person"].kind == "individual").select(dead="id")
    found = found.filter(
        found.kind.isin(codes_with("acts", "lethal", "yes")) & (found.lo >= options.since) & (found.hi <= options.until)
    ).semi_join(persons, [("person_id", "dead")])
    first = ibis.cases((found.outcome == COUNTED, 0), (found.outcome == UNDECIDED, 1), else_=2)
    line = ibis.row_number().over(group_by=found.person_id, order_by=[first, found.lo, found.act_id])
    ranked = found.mutate(place_in_line=line)
    return ranked.filter(ranked.place_in_line == 0).drop("place_in_line")


def explain(t: Tables, context: Context, measure: str, codes: Mapping[str, str]) -> list[Row]:
    """The deaths of a cell, each with what the rule made of it."""
    return matching(called(deaths(t, context), measure), t, codes)


def notes(t: Tables, context: Context) -> Notes:
    """Which options and rules ran, and what a death on a list is not."""
    return notes_of(REPORT.slug, t, context, (NOT_ATTACKS, CERTAIN_DATES, FIRST_REASON, ROLES_OVERLAP))


REPORT = Report(
    slug="deaths",
    title={
        "en": "Deaths as reported",
        "ar": "الوفيات كما وردت في المصادر",
        "fr": "Décès tels que signalés",
        "es": "Muertes según lo notificado",
    },
    question={
        "en": "How many people died, when and where, and would their deaths count for SDG 16.10.1?",
        "ar": "كم شخصاً توفي، ومتى وأين، وهل تُحتسب وفاتهم في المؤشر 16-10-1؟",
        "fr": "Combien de personnes sont mortes, quand et où, et leur décès compterait-il pour l’indicateur "
        "16.10.1\u202f?",
        "es": "¿Cuántas personas murieron, cuándo y dónde, y contarían sus muertes para el indicador 16.10.1?",
    },
    kind="killings",
    unit="deaths",
    by=(
        "outcome",
        "reason",
        "category",
        "kind",
        "sex",
        "gender",
        "age",
        "role",
        "state",
        "area",
        "country",
        "year",
    ),
    measures=("deaths",),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    explain=explain,
    nested=tuple((status, STATUSES[0]) for status in STATUSES[1:]),
)
