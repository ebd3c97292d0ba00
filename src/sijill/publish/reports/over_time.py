"""The count of SDG 16.10.1 over time: by year, and by month where the period is 24 months or shorter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis

from sijill.publish.reports.cells import build, needed, tally
from sijill.publish.reports.keys import SHORT, months
from sijill.publish.reports.notes import notes_of
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.publish.reports.sdg16 import BY as SDG_KEYS
from sijill.publish.reports.sdg16 import STATUSES, SUBJECT, counted, measures, with_status
from sijill.publish.reports.units import grouped, matching, roles_of
from sijill.stats.table import Table
from sijill.tables.engines import Tables

BY_YEAR, BY_MONTH = (
    Shape("over-time-year", ("year", "category")),
    Shape("over-time-month", ("month", "category")),
)
SHAPES = (BY_YEAR, BY_MONTH)

OCCURRENCE = Note(
    "date-of-occurrence",
    {
        "en": "Cases stand under the day on which they happened or began, so figures of past "
        "years change as cases "
        "become known.",
        "ar": "تُدرج الحالات بحسب يوم وقوعها أو بدايتها، ولذلك تتغير أرقام السنوات الماضية كلما عُرفت حالات جديدة.",
        "fr": "Les cas figurent au jour où ils se sont produits ou ont commencé\u202f; les chiffres des années "
        "passées changent donc à mesure que des cas sont connus.",
        "es": "Los casos figuran en el día en que ocurrieron o empezaron, por lo que las cifras de años "
        "pasados cambian a medida que se conocen casos.",
    },
)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Counted victims, persons and incidents under the context's status: one row per combination observed."""
    asked = REPORT.asked(by)
    return grouped(
        dated(t, context),
        asked,
        {"role": roles_of(t)},
        victims=lambda found: found.count(),
        persons=lambda found: found.person_id.nunique(),
        incidents=lambda found: found.event_id.nunique(),
    )


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """Tables of victim-incidents over time, part of the subject of the SDG table.

    A period of more than 24 months has no table by month, one within a calendar year none by year.
    """
    one_year = context.options.since.year == context.options.until.year
    unfit = {"month": not is_short(context), "year": one_year}
    held = [shape for shape in shapes if not any(unfit.get(name, False) for name in shape.by)]
    names = needed(held)
    tallies = {
        measure: tally(dated(t, with_status(context, measure)), names, {"role": roles_of(t)}) if assessed else None
        for measure, assessed in measures(t, context).items()
    }
    return build(REPORT, context, held, tallies, subject=SUBJECT)


def is_short(context: Context) -> bool:
    """The period touches few enough months for a table by month."""
    return len(months(context.options.since, context.options.until)) <= SHORT


def dated(t: Tables, context: Context) -> ibis.Table:
    """The acts that count, with the month they began in; null where the date leaves the month open."""
    units = counted(t, context.options)
    same = (units.lo.year() == units.hi.year()) & (units.lo.month() == units.hi.month())
    month = units.lo.year().cast("string") + "-" + units.lo.month().cast("string").lpad(2, "0")
    return units.mutate(month=ibis.cases((same, month)))


def explain(t: Tables, context: Context, measure: str, codes: Mapping[str, str]) -> list[Row]:
    """The counted acts of a cell."""
    return matching(dated(t, with_status(context, measure)), t, codes)


def notes(t: Tables, context: Context) -> Notes:
    """Which options and rules ran, and what the dates are."""
    return notes_of(REPORT.slug, t, context, (OCCURRENCE,))


REPORT = Report(
    slug="over_time",
    title={
        "en": "SDG 16.10.1 over time",
        "ar": "المؤشر 16-10-1 عبر الزمن",
        "fr": "Indicateur 16.10.1 des ODD au fil du temps",
        "es": "Indicador 16.10.1 de los ODS a lo largo del tiempo",
    },
    question={
        "en": "Does the number of victims rise or fall?",
        "ar": "هل يرتفع عدد الضحايا أم ينخفض؟",
        "fr": "Le nombre de victimes augmente-t-il ou diminue-t-il\u202f?",
        "es": "¿Aumenta o disminuye el número de víctimas?",
    },
    kind="sdg16",
    unit="victim-incidents",
    by=("month", *SDG_KEYS),
    measures=("victims", "persons", "incidents"),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    explain=explain,
    nested=tuple((status, STATUSES[0]) for status in STATUSES[1:]),
)
