"""The count of SDG 16.10.1 by kind of perpetrator: kinds of body, never a name, never a unit.

Only involvements whose attribution is at least as strong as the context asks are shown. The table
is crossed with State or non-State, so that protection sees that a kind's figure is part of a side's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis

from sijill.codelists.load import codelist
from sijill.publish.reports.cells import build, needed, tally
from sijill.publish.reports.notes import PERPETRATORS_OVERLAP, notes_of
from sijill.publish.reports.report import Context, Notes, Report, ReportError, Row, Shape
from sijill.publish.reports.sdg16 import BY as SDG_KEYS
from sijill.publish.reports.sdg16 import STATUSES, SUBJECT, counted, measures, with_status
from sijill.publish.reports.units import grouped, matching, roles_of
from sijill.stats.table import Table
from sijill.tables.engines import Tables

SHAPES = (Shape("by-perpetrator", ("category", "state", "perpetrator")),)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Counted victims and incidents under the context's status: one row per combination observed."""
    asked = REPORT.asked(by)
    return grouped(
        counted(t, context.options),
        asked,
        {"role": roles_of(t), "perpetrator": perpetrators_of(t, context)},
        victims=lambda found: found.count(),
        incidents=lambda found: found.event_id.nunique(),
    )


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """Tables of victim-incidents by kind of perpetrator, part of the subject of the SDG table."""
    names = needed(shapes)
    pairs = {"role": roles_of(t), "perpetrator": perpetrators_of(t, context)}
    tallies = {
        measure: tally(counted(t, with_status(context, measure).options), names, pairs) if assessed else None
        for measure, assessed in measures(t, context).items()
    }
    return build(REPORT, context, shapes, tallies, subject=SUBJECT)


def perpetrators_of(t: Tables, context: Context) -> ibis.Table:
    """The kinds of perpetrator of each act that are attributed strongly enough, as pairs."""
    strength = {code: rank for code, rank in codelist("attributions").column("rank").items() if rank}
    if context.attribution_at_least not in strength:
        raise ReportError(
            f"There is no attribution {context.attribution_at_least!r} with a strength. "
            f"Choose one of {', '.join(strength)}."
        )
    least = int(strength[context.attribution_at_least])
    enough = [code for code, rank in strength.items() if int(rank) >= least]
    held = t["involvement"]
    return held.filter(held.attribution.isin(enough)).select(of="act_id", code="perpetrator")


def explain(t: Tables, context: Context, measure: str, codes: Mapping[str, str]) -> list[Row]:
    """The counted acts of a cell."""
    units = counted(t, with_status(context, measure).options)
    return matching(units, t, codes, {"perpetrator": perpetrators_of(t, context)})


def notes(t: Tables, context: Context) -> Notes:
    """Which options and rules ran, and how strongly a perpetrator had to be attributed."""
    found = notes_of(REPORT.slug, t, context, (PERPETRATORS_OVERLAP,))
    asked = ("attribution_at_least", context.attribution_at_least)
    return Notes(found.report, (*found.options, asked), found.rules, found.warnings)


REPORT = Report(
    slug="by_perpetrator",
    title={
        "en": "SDG 16.10.1 by kind of perpetrator",
        "ar": "المؤشر 16-10-1 بحسب نوع الجهة الفاعلة",
        "fr": "Indicateur 16.10.1 des ODD par type d’auteur",
        "es": "Indicador 16.10.1 de los ODS por tipo de autor",
    },
    question={
        "en": "What kind of body is said to have done it?",
        "ar": "ما نوع الجهة المنسوب إليها الفعل؟",
        "fr": "À quel type d’entité l’acte est-il attribué\u202f?",
        "es": "¿A qué tipo de entidad se atribuye?",
    },
    kind="sdg16",
    unit="victim-incidents",
    by=("perpetrator", *SDG_KEYS),
    measures=("victims", "incidents"),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    explain=explain,
    nested=tuple((status, STATUSES[0]) for status in STATUSES[1:]),
)
