"""SDG 16.10.1: victims by category, with sex, age, role, State or non-State, area and year.

Reported and verified stand side by side and are never added up; `reported` includes what is
verified (decision 14). A victim stands once for each incident, in its most serious category.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast, get_args

import ibis

from sijill.assess.rules import sdg16 as rule
from sijill.assess.rules.counting import Status
from sijill.assess.rules.rule import COUNTED
from sijill.publish.reports.cells import Tally, build, needed, tally
from sijill.publish.reports.notes import ROLES_OVERLAP, notes_of
from sijill.publish.reports.report import Context, Notes, Report, ReportError, Row, Shape
from sijill.publish.reports.units import decided, matching, roles_of
from sijill.stats.table import Table
from sijill.tables.engines import Tables

STATUSES = get_args(Status)  # "reported" first: the others are part of it
SUBJECT = "sdg16"
BY = ("category", "sex", "gender", "age", "role", "state", "area", "country", "year", "kind")
CROSSED = ("sex", "age", "role", "state", "area", "year")
SHAPES = (Shape("sdg16", ("category",)), *(Shape(f"sdg16-{one}", ("category", one)) for one in CROSSED))


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """What the rule counted under the context's status: one row per combination observed."""
    return rule.counts(t, context.options, REPORT.asked(by))


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """Tables of victim-incidents; one measure per status."""
    return build(REPORT, context, shapes, tallies(t, context, needed(shapes)))


def tallies(t: Tables, context: Context, names: Sequence[str]) -> dict[str, Tally | None]:
    """Each measure's counted acts by the keys given; None where the status was not assessed."""
    return {
        measure: tally(counted(t, with_status(context, measure).options), names, {"role": roles_of(t)})
        if assessed
        else None
        for measure, assessed in measures(t, context).items()
    }


def measures(t: Tables, context: Context) -> dict[str, bool]:
    """Which measures the tables hold, and whether anybody assessed them.

    `corroborated` is there when the register calls any act so.
    """
    words = t["verification"]
    corroborated = words.filter(words.word == "corroborated").count().to_pyarrow().as_py() > 0
    found = {"reported": True, "verified": context.assessed}
    return {**found, "corroborated": True} if corroborated else found


def counted(t: Tables, options: rule.Options) -> ibis.Table:
    """The decisions that count: one per victim and incident."""
    found = decided(t, options)
    return found.filter(found.outcome == COUNTED)


def with_status(context: Context, measure: str) -> Context:
    """The context that counts one measure."""
    if measure not in STATUSES:
        raise ReportError(f"No measure of SDG 16.10.1 is called {measure!r}; there are {', '.join(STATUSES)}.")
    status = cast(Status, measure)
    return replace(context, options=replace(context.options, status=status))


def explain(t: Tables, context: Context, measure: str, codes: Mapping[str, str]) -> list[Row]:
    """Every candidate that has the cell's codes and what the rule made of it; the counted are the cell."""
    return matching(decided(t, with_status(context, measure).options), t, codes)


def notes(t: Tables, context: Context) -> Notes:
    """Which options and rules ran, and that roles do not add up."""
    return notes_of(REPORT.slug, t, context, (ROLES_OVERLAP,))


REPORT = Report(
    slug="sdg16",
    title={
        "en": "SDG 16.10.1: victims by category",
        "ar": "المؤشر 16-10-1: الضحايا بحسب الفئة",
        "fr": "Indicateur 16.10.1 des ODD\u00a0: victimes par catégorie",
        "es": "Indicador 16.10.1 de los ODS: víctimas por categoría",
    },
    question={
        "en": "How many people were killed, disappeared, tortured, arbitrarily detained, "
        "kidnapped or otherwise "
        "harmed for speaking or defending rights, and who were they?",
        "ar": "كم شخصاً قُتل أو أُخفي أو عُذِّب أو احتُجز تعسفاً أو اختُطف أو لحقه أذى آخر بسبب "
        "كلمته أو دفاعه عن "
        "الحقوق، ومن هم؟",
        "fr": "Combien de personnes ont été tuées, victimes de disparition forcée, torturées, détenues "
        "arbitrairement, enlevées ou autrement lésées pour s’être exprimées ou avoir défendu des droits,"
        " et qui étaient-elles\u202f?",
        "es": "¿Cuántas personas fueron asesinadas, desaparecidas, torturadas, detenidas arbitrariamente, "
        "secuestradas o dañadas de otro modo por expresarse o defender derechos, y quiénes eran?",
    },
    kind="sdg16",
    unit="victim-incidents",
    by=BY,
    measures=("victims", "persons", "incidents", "undecided"),
    shapes=SHAPES,
    nested=tuple((status, STATUSES[0]) for status in STATUSES[1:]),
    rows=rows,
    tables=tables,
    notes=notes,
    explain=explain,
)
