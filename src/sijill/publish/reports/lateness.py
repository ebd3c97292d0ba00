"""How late cases arrive: months from an act to the first report of it, and to its first entry in the register.

A year of which cases still arrive is not complete. Taken over the same acts as the coverage tables,
whose totals by year it shares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ibis

from sijill.publish.reports.cells import build, needed, tally
from sijill.publish.reports.coverage import EVERY_ENTRY
from sijill.publish.reports.coverage import SUBJECT as COVERAGE
from sijill.publish.reports.coverage_facts import acts_in_scope
from sijill.publish.reports.keys import DELAYS, NOT_AVAILABLE
from sijill.publish.reports.notes import options_of
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.publish.reports.units import grouped, matching, once
from sijill.stats.table import Table
from sijill.tables.engines import Tables

SHAPES = (Shape("lateness-reported", ("heard", "dated")), Shape("lateness-entered", ("entered", "dated")))
BEFORE = "before"
ENDS = (1, 3, 6, 12, 24)  # months at which each band of DELAYS ends; the last one has no end

NOT_COMPLETE = Note(
    "recent-years-not-complete",
    {
        "en": "A recent year holds fewer late cases because their time has not come yet: compare a year "
        "only with what "
        "another year knew after as many months. Where dates are so imprecise that the band is not certain, it "
        "stands under “not available”.",
        "ar": "تضم السنة القريبة حالات متأخرة أقل لأن أوانها لم يحن بعد، فلا تُقارن سنة إلا بما عُرف عن "
        "سنة أخرى بعد عدد "
        "الأشهر نفسه. وإذا كانت التواريخ غير دقيقة بحيث لا تتأكد الفئة أُدرجت تحت «غير متاح».",
        "fr": "Une année récente contient moins de cas tardifs parce que leur heure n’est pas venue\u00a0: ne "
        "comparez une "
        "année qu’à ce qu’on savait d’une autre après autant de mois. Si les dates sont trop imprécises "
        "pour que la "
        "tranche soit sûre, le cas figure sous «\u202fnon disponible\u202f».",
        "es": "Un año reciente contiene menos casos tardíos porque aún no ha llegado su momento: "
        "compárese un año solo con "
        "lo que se sabía de otro tras los mismos meses. Si las fechas son tan imprecisas que el tramo no "
        "es seguro, "
        "el caso figura como «no disponible».",
    },
)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Acts by how late they were reported and entered: one row per combination observed."""
    asked = REPORT.asked(by)
    return grouped(late_acts(t, context), asked, {}, acts=lambda found: found.count())


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """Tables of acts by year and delay, part of the subject of the coverage tables."""
    counted = tally(late_acts(t, context), needed(shapes), {})
    return build(REPORT, context, shapes, {"acts": counted}, subject=COVERAGE)


def late_acts(t: Tables, context: Context) -> ibis.Table:
    """Every act that stands and may have happened in the period, with the bands `heard` and `entered`."""
    asked = context.options
    return once(t, ("lateness", asked.since, asked.until), lambda: _late_acts(t, context))


def _late_acts(t: Tables, context: Context) -> ibis.Table:
    acts = acts_in_scope(t, context.options).select("act_id", "year", "precision", "entry", "public")
    days = t["act"].select("entered_on", dated_act="id", lo="occurred_lo", hi="occurred_hi")
    acts = acts.join(days, [("act_id", "dated_act")]).drop("dated_act")
    acts = acts.left_join(_first_said(t), [("act_id", "said_of")])
    return acts.mutate(
        heard=_band(acts.lo, acts.hi, acts.said_lo, acts.said_hi),
        entered=_band(acts.lo, acts.hi, acts.entered_on, acts.entered_on),
    ).drop("said_of")


def _first_said(t: Tables) -> ibis.Table:
    """`said_of, said_lo, said_hi`: between which days each act was first reported, by reports with a date."""
    support = t["support"].filter(t["support"].entity_kind == "act").select("report_id", said_of="entity_id").distinct()
    reports = t["report"].select("said_lo", "said_hi", said_in="id")
    dated = support.join(reports, [("report_id", "said_in")])
    dated = dated.filter(dated.said_lo.notnull())
    return dated.group_by("said_of").agg(said_lo=dated.said_lo.min(), said_hi=dated.said_hi.min())


def _band(lo: Any, hi: Any, from_: Any, to: Any) -> Any:
    """The band of a delay: certain where the least and the most that it can have been are in one band."""
    least, most = _named(_months(hi, from_)), _named(_months(lo, to))
    return ibis.cases((least == most, least), else_=NOT_AVAILABLE)


def _months(first: Any, then: Any) -> Any:
    """Whole months from one day to another; below 0 where the second is earlier."""
    months = (then.year() - first.year()) * 12 + then.month() - first.month()
    return months - ibis.cases((then.day() < first.day(), 1), else_=0)


def _named(months: Any) -> Any:
    bands = zip(ENDS, DELAYS, strict=False)
    return ibis.cases(
        (months.isnull(), ibis.null("string")),
        (months < 0, BEFORE),
        *((months < end, name) for end, name in bands),
        else_=DELAYS[-1],
    )


def explain(t: Tables, context: Context, _measure: str, codes: Mapping[str, str]) -> list[Row]:
    """The acts of a cell, with the days between which each happened, was reported and was entered."""
    return matching(late_acts(t, context), t, codes)


def notes(_t: Tables, context: Context) -> Notes:
    """Which period, over which acts, and why recent years look quick."""
    return Notes(REPORT.slug, options_of(context)[:2], (), (EVERY_ENTRY, NOT_COMPLETE))


REPORT = Report(
    slug="lateness",
    title={
        "en": "How late cases arrive",
        "ar": "مدى تأخر وصول الحالات",
        "fr": "Avec quel retard les cas arrivent",
        "es": "Con cuánto retraso llegan los casos",
    },
    question={
        "en": "How long after an act was it first reported, and first entered here?",
        "ar": "بعد كم من الوقت من وقوع الفعل أُبلغ عنه أول مرة، وقُيّد هنا أول مرة؟",
        "fr": "Combien de temps après l’acte a-t-il été signalé, puis saisi ici, pour la première fois\u202f?",
        "es": "¿Cuánto tiempo después del acto se denunció, y se registró aquí, por primera vez?",
    },
    kind="coverage",
    unit="acts",
    by=("dated", "heard", "entered", "precision", "entry"),
    measures=("acts",),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    explain=explain,
)
