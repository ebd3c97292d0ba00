"""What became of every candidate: which condition of SDG 16.10.1 it fails, or which one is left open.

A candidate is an act that may have happened in the period. `rows` shows them all under the
context's status. The release table shows those that are *not* counted and whose kind of act the
indicator knows: what is counted is in the SDG table, and two tables that both showed it would let a
reader subtract one from the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis

from sijill.assess.rules.rule import COUNTED, NOT_COUNTED, UNDECIDED
from sijill.publish.reports.cells import build, needed, tally
from sijill.publish.reports.notes import notes_of
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.publish.reports.sdg16 import BY as SDG_KEYS
from sijill.publish.reports.sdg16 import STATUSES, measures, with_status
from sijill.publish.reports.units import called, decided, grouped, matching, roles_of
from sijill.stats.table import Table
from sijill.tables.engines import Tables

SHAPES = (Shape("candidates", ("outcome", "reason")),)
OUTSIDE_INDICATOR = "outside-indicator"

FIRST_REASON = Note(
    "first-reason",
    {
        "en": "A candidate that fails several conditions stands under the first of them; one that "
        "is known to fail "
        "stands there even where another condition is open.",
        "ar": "المرشَّح الذي لا يستوفي عدة شروط يُدرج تحت أولها، ومن ثبت عدم استيفائه شرطاً يُدرج "
        "تحته حتى لو بقي "
        "شرط آخر غير محسوم.",
        "fr": "Un candidat qui ne remplit pas plusieurs conditions figure sous la première d’entre elles, et "
        "celui dont on sait qu’il n’en remplit pas une y figure même si une autre reste ouverte.",
        "es": "Un candidato que incumple varias condiciones figura bajo la primera de ellas, y uno del que "
        "consta que incumple una figura en ella aunque otra siga abierta.",
    },
)
NOT_COUNTED_ONLY = Note(
    "candidates-not-counted-only",
    {
        "en": "The table shows candidates that are not counted; those that are stand in the table of SDG 16.10.1.",
        "ar": "يعرض الجدول المرشَّحين غير المحتسبين، أما المحتسبون ففي جدول المؤشر 16-10-1.",
        "fr": "Le tableau montre les candidats qui ne sont pas comptés\u202f; ceux qui le sont figurent dans le "
        "tableau de l’indicateur 16.10.1.",
        "es": "El cuadro muestra los candidatos que no se cuentan; los que sí se cuentan figuran en el cuadro "
        "del indicador 16.10.1.",
    },
)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Acts and distinct persons under the context's status: one row per combination observed."""
    asked = REPORT.asked(by)
    return grouped(
        decided(t, context.options),
        asked,
        {"role": roles_of(t)},
        acts=lambda found: found.count(),
        persons=lambda found: found.person_id.nunique(),
    )


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """Tables of the acts that are reported and not counted, and of those among them that are verified."""
    shown = not_counted(t, context)
    names = needed(shapes)
    tallies = {
        measure: tally(called(shown, measure), names, {"role": roles_of(t)}) if assessed else None
        for measure, assessed in measures(t, context).items()
    }
    return build(REPORT, context, shapes, tallies, fixed={"outcome": (NOT_COUNTED, UNDECIDED)})


def not_counted(t: Tables, context: Context) -> ibis.Table:
    """What the release table shows, under the status `reported`."""
    found = decided(t, with_status(context, STATUSES[0]).options)
    return found.filter((found.outcome != COUNTED) & (found.reason != OUTSIDE_INDICATOR))


def explain(t: Tables, context: Context, measure: str, codes: Mapping[str, str]) -> list[Row]:
    """The acts of a cell of the release table."""
    return matching(called(not_counted(t, context), measure), t, codes)


def notes(t: Tables, context: Context) -> Notes:
    """Which options and rules ran, and how to read a reason."""
    return notes_of(REPORT.slug, t, context, (FIRST_REASON, NOT_COUNTED_ONLY))


REPORT = Report(
    slug="candidates",
    title={
        "en": "Candidates for SDG 16.10.1 and what became of them",
        "ar": "الحالات المرشَّحة للمؤشر 16-10-1 وما آلت إليه",
        "fr": "Candidats à l’indicateur 16.10.1 des ODD et ce qu’il en est advenu",
        "es": "Candidatos al indicador 16.10.1 de los ODS y qué fue de ellos",
    },
    question={
        "en": "How many recorded acts might count, and which condition does each fail or leave undecided?",
        "ar": "كم فعلاً مسجَّلاً قد يُحتسب، وأي شرط لا يستوفيه كل منها أو يبقى فيه غير محسوم؟",
        "fr": "Combien d’actes enregistrés pourraient compter, et quelle condition chacun ne remplit-il pas ou"
        " laisse-t-il ouverte\u202f?",
        "es": "¿Cuántos actos registrados podrían contar, y qué condición incumple o deja sin decidir cada uno?",
    },
    kind="candidates",
    unit="acts",
    by=("outcome", "reason", "rule", "dated", *(name for name in SDG_KEYS if name != "year")),
    measures=("acts", "persons"),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    explain=explain,
    nested=tuple((status, STATUSES[0]) for status in STATUSES[1:]),
)
