"""Who is held on a day: a stock, apart from the flow of detentions of a year.

Everyone who is deprived of liberty at the end of the day, whenever it began and whether or not it
was lawful; one row per person. A stock is never added to a flow, nor to the stock of another day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import ibis

from sijill.assess.rules import stocks
from sijill.assess.rules.rule import COUNTED, NOT_COUNTED
from sijill.publish.reports.cells import build, needed, tally
from sijill.publish.reports.notes import NEVER_ADDED, NOT_ASSESSED, ROLES_OVERLAP
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.publish.reports.sdg16 import STATUSES, measures, with_status
from sijill.publish.reports.units import matching, once, roles_of
from sijill.stats.table import Table
from sijill.tables.engines import Tables, fetched

CROSSED = ("sex", "age", "role", "state", "area")
SHAPES = (Shape("detained-on"), *(Shape(f"detained-on-{one}", (one,)) for one in CROSSED))

A_STOCK = Note(
    "stock-not-flow",
    {
        "en": "A stock: the people held at the end of one day, whenever they were taken. It is "
        "not part of the "
        "figures of a period and is never added to them.",
        "ar": "هذا رصيد: من كانوا محتجزين في نهاية يوم واحد أياً كان تاريخ احتجازهم. وهو ليس "
        "جزءاً من أرقام "
        "الفترة ولا يُضاف إليها أبداً.",
        "fr": "C’est un effectif\u00a0: les personnes détenues à la fin d’une journée, quelle que soit la date de "
        "leur arrestation. Il ne fait pas partie des chiffres d’une période et ne leur est jamais "
        "ajouté.",
        "es": "Es un recuento en una fecha: quienes estaban detenidos al final de un día, cualquiera que fuera la "
        "fecha de su detención. No forma parte de las cifras de un período y nunca se les suma.",
    },
)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Persons held, and acts that may hold somebody more (`undecided`), under the context's status."""
    asked = REPORT.asked(by)
    held = stocks.counts(t, stocks.Options(context.on, context.options.status), asked)
    return [{name: row[name] for name in (*asked, "persons", "undecided")} for row in held]


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """Tables of persons held on the context's day; one measure per status."""
    names, pairs = needed(shapes), {"role": roles_of(t)}
    tallies = {
        measure: tally(held(t, with_status(context, measure)), names, pairs) if assessed else None
        for measure, assessed in measures(t, context).items()
    }
    on_the_day = replace(context, options=replace(context.options, since=context.on, until=context.on))
    return build(REPORT, on_the_day, shapes, tallies)


def judged(t: Tables, context: Context) -> ibis.Table:
    """The decision on every act that deprives somebody of liberty, for the context's day."""
    options = stocks.Options(context.on, context.options.status)

    def make() -> ibis.Table:
        found = stocks.decisions(t, options)
        return found.filter(found.reason != "no-deprivation-of-liberty")

    return once(t, options, make)


def held(t: Tables, context: Context) -> ibis.Table:
    """The act by which each person held is counted."""
    found = judged(t, context)
    return found.filter(found.outcome == COUNTED)


def explain(t: Tables, context: Context, measure: str, codes: Mapping[str, str]) -> list[Row]:
    """The acts by which people in the cell are held, or may be; the counted are the cell."""
    found = judged(t, with_status(context, measure))
    return matching(found.filter(found.outcome != NOT_COUNTED), t, codes)


def notes(t: Tables, context: Context) -> Notes:
    """The day, the rules that ran, and that a stock is not a flow."""
    found = judged(t, context).select("rule").distinct().order_by("rule")
    always = (NEVER_ADDED,) if context.assessed else (NEVER_ADDED, NOT_ASSESSED)
    rules = tuple(row["rule"] for row in fetched(found))
    return Notes(REPORT.slug, (("day", context.on.isoformat()),), rules, (*always, A_STOCK, ROLES_OVERLAP))


REPORT = Report(
    slug="detained_on",
    title={
        "en": "Held on a day",
        "ar": "المحتجزون في يوم معيّن",
        "fr": "Personnes détenues un jour donné",
        "es": "Personas detenidas en un día dado",
    },
    question={
        "en": "How many people were deprived of their liberty on that day, and who were they?",
        "ar": "كم شخصاً كان مسلوب الحرية في ذلك اليوم، ومن هم؟",
        "fr": "Combien de personnes étaient privées de liberté ce jour-là, et qui étaient-elles\u202f?",
        "es": "¿Cuántas personas estaban privadas de libertad ese día, y quiénes eran?",
    },
    kind="detention",
    unit="persons",
    by=("category", "kind", "sex", "gender", "age", "role", "state", "area", "country"),
    measures=("persons", "undecided"),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    explain=explain,
    nested=tuple((status, STATUSES[0]) for status in STATUSES[1:]),
)
