"""One count, three units: victim-incidents, distinct persons, incidents, side by side.

The metadata of SDG 16.10.1 counts "victims of incidents"; whether a victim of two incidents in one
year counts twice is our reading, so the persons are shown beside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sijill.publish.reports.notes import notes_of
from sijill.publish.reports.report import Context, Note, Notes, Report, ReportError, Row, Shape
from sijill.publish.reports.sdg16 import BY, STATUSES, SUBJECT, counted, measures, with_status
from sijill.publish.reports.sdg16 import explain as explain_sdg16
from sijill.publish.reports.units import grouped, roles_of
from sijill.stats.table import Count, Table
from sijill.tables.engines import Tables

UNITS = ("victims", "persons", "incidents")
SHAPES = (Shape("persons-and-incidents"),)

UNITS_DIFFER = Note(
    "units-differ",
    {
        "en": "A victim of two incidents is two victim-incidents and one person; an incident with "
        "three victims is "
        "three victim-incidents and one incident.",
        "ar": "ضحية واقعتين تُحسب مرتين بحسب الوقائع ومرة واحدة بحسب الأشخاص، والواقعة ذات "
        "الضحايا الثلاث تُحسب "
        "ثلاث مرات بحسب الضحايا ومرة واحدة بحسب الوقائع.",
        "fr": "Une victime de deux incidents compte pour deux victimes par incident et une personne\u202f; un "
        "incident qui fait trois victimes compte pour trois victimes par incident et un incident.",
        "es": "Una víctima de dos incidentes son dos víctimas por incidente y una persona; un incidente con "
        "tres víctimas son tres víctimas por incidente y un incidente.",
    },
)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """The three units under the context's status: one row per combination observed."""
    return grouped(
        counted(t, context.options),
        REPORT.asked(by),
        {"role": roles_of(t)},
        victims=lambda found: found.count(),
        persons=lambda found: found.person_id.nunique(),
        incidents=lambda found: found.event_id.nunique(),
    )


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """One table of one row. Distinct persons do not add up over anything, so there are no parts to show.

    Part of the subject of SDG 16.10.1: its victim-incidents are the total of that table, and what
    protection hides there is hidden here.
    """
    if any(shape.by for shape in shapes):
        raise ReportError("Distinct persons and incidents do not add up, so their table takes no breakdown.")
    cells: dict[tuple[str, tuple[str, ...]], Count] = {}
    for status, assessed in measures(t, context).items():
        counts = rows(t, with_status(context, status), ())[0]
        for unit in UNITS:
            cells[named(unit, status), ()] = Count(counts[unit] if assessed else None)
    period = (context.options.since, context.options.until)
    held = tuple(measure for measure, _ in cells)
    return tuple(Table(one.slug, SUBJECT, REPORT.kind, REPORT.unit, *period, (), held, cells) for one in shapes)


def named(unit: str, status: str) -> str:
    """The measure of a unit under a status; victim-incidents have the status alone, as in the SDG table."""
    return status if unit == UNITS[0] else f"{unit}-{status}"


def explain(t: Tables, context: Context, measure: str, codes: Mapping[str, str]) -> list[Row]:
    """The decisions behind a number; its persons or incidents are those of the counted rows."""
    return explain_sdg16(t, context, measure.rpartition("-")[2], codes)


def notes(t: Tables, context: Context) -> Notes:
    """Which options and rules ran, and how the units differ."""
    return notes_of(REPORT.slug, t, context, (UNITS_DIFFER,))


REPORT = Report(
    slug="persons_and_incidents",
    title={
        "en": "Victim-incidents, persons and incidents",
        "ar": "الضحايا بحسب الوقائع والأشخاص والوقائع",
        "fr": "Victimes par incident, personnes et incidents",
        "es": "Víctimas por incidente, personas e incidentes",
    },
    question={
        "en": "How many different people, in how many incidents, stand behind the figure of SDG 16.10.1?",
        "ar": "كم شخصاً مختلفاً، وفي كم واقعة، وراء رقم المؤشر 16-10-1؟",
        "fr": "Combien de personnes différentes, dans combien d’incidents, se trouvent derrière le chiffre de "
        "l’indicateur 16.10.1\u202f?",
        "es": "¿Cuántas personas distintas, en cuántos incidentes, hay detrás de la cifra del indicador 16.10.1?",
    },
    kind="sdg16",
    unit="victim-incidents",
    by=BY,
    measures=UNITS,
    shapes=SHAPES,
    nested=(
        *((named(unit, status), named(unit, STATUSES[0])) for unit in UNITS for status in STATUSES[1:]),
        *((named(unit, status), status) for unit in UNITS[1:] for status in STATUSES),
    ),
    rows=rows,
    tables=tables,
    notes=notes,
    explain=explain,
)
