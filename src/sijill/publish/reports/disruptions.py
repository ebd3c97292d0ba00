"""Disruptions of networks and services: how many, where, who is said to have ordered them, how sure each is.

How sure and whether somebody meant it come from the rule that judges the claims (`judged.py`); all else is
what the sources say. Counts of disruptions are not counts of people: nothing of them is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from sijill.publish.reports.judged import judged
from sijill.publish.reports.keys import NOT_AVAILABLE
from sijill.publish.reports.ledger import PUBLISHED, Keys, in_period, key, keys_of, standing, summed, told, when
from sijill.publish.reports.notes import options_of
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.stats.table import Table
from sijill.tables.engines import Tables

JUDGED = ("evidence", "disputed", "cause")
KEYS: Keys = keys_of(
    key("count_year"),
    key("country", "places"),
    key("country_words"),
    key("ordered_by", "authority_kinds"),
    key("trigger", "shutdown_triggers"),
    key("justification", "shutdown_justifications"),
    key("scope", "disruption_scopes"),
    key("kind", "disruption_kinds"),
    key("extent", "disruption_extents"),
    key("networks", "network_kinds"),
    key("ending", "disruption_endings"),
    key("election", "tri"),
    key("violence", "tri"),
    key("users_targeted", "user_groups"),
    key("evidence", "disruption_evidence"),
    key("disputed", "tri"),
    key("cause", "disruption_causes"),
)
# Measure to the column of a unit that it adds up.
MEASURES = {
    "disruptions": "inside",
    "with_end": "with_end",
    "without_end": "without_end",
    "ongoing": "ongoing",
    "undecided": "open_date",
}
BROKEN_DOWN = ("count_year", "country", "ordered_by", "trigger", "scope", "kind", "extent", "evidence", "cause")
SHAPES = tuple(Shape(f"disruptions-{name.replace('_', '-')}", (name,)) for name in BROKEN_DOWN)
SUBJECT = "disruptions"

UNKNOWN_END = Note(
    "no-end-is-not-ongoing",
    {
        "en": "A disruption of which no source gives the end is not one that goes on: “ongoing” counts only those that "
        "a source calls so. That nobody measured a disruption does not refute it.",
        "ar": "التعطيل الذي لا يذكر أي مصدر نهايته ليس تعطيلاً مستمراً، ولا يُعدّ «مستمراً» إلا ما يصفه مصدر بذلك. "
        "وعدم قياس أحد للتعطيل لا ينفي وقوعه.",
        "fr": "Une coupure dont aucune source ne donne la fin n’est pas une coupure en cours\u202f: seules sont "
        "comptées «\u202fen cours\u202f» celles qu’une source dit telles. Qu’une coupure n’ait pas été mesurée ne la "
        "réfute pas.",
        "es": "Una interrupción de la que ninguna fuente da el final no es una que continúe: «en curso» cuenta solo "
        "las que una fuente llama así. Que nadie midiera una interrupción no la refuta.",
    },
)
ON_PURPOSE = Note(
    "cause-needs-an-order",
    {
        "en": "A disruption counts as deliberate only where an order, an acknowledgement or a judgment says so. How "
        "sure it is counts one vote per lineage: who repeats another adds nothing.",
        "ar": "لا يُعدّ التعطيل متعمداً إلا إذا دلّ على ذلك أمر أو إقرار أو حكم. وتُحسب درجة التثبت بصوت واحد لكل "
        "أصل: فمن يكرر غيره لا يضيف شيئاً.",
        "fr": "Une coupure n’est dite délibérée que si un ordre, une reconnaissance ou un jugement le dit. Le degré de "
        "certitude compte une voix par lignée\u202f: qui répète autrui n’ajoute rien.",
        "es": "Una interrupción solo se cuenta como deliberada si lo dice una orden, un reconocimiento o una "
        "sentencia. El grado de certeza cuenta un voto por linaje: quien repite a otro no añade nada.",
    },
)


def units(t: Tables, context: Context, by: Sequence[str] = ()) -> ibis.Table:
    """One row per disruption that may have begun in the period, with what the measures add up.

    How sure it is stands there only if `by` asks for it.
    """
    rows = in_period(standing(t, "disruption"), context, "began")
    ended = rows.ended_lo.notnull()
    rows = rows.mutate(
        with_end=rows.inside * when(ended),
        without_end=rows.inside * when(~ended),
        ongoing=rows.inside * when(rows.ending == "ongoing"),
        open_date=1 - rows.inside,
    )
    if not set(by) & set(JUDGED):
        return rows
    found = judged(t)
    rows = rows.left_join(found, [("id", "disruption_id")])
    # No claim speaks for it, or none is kept: the source's word, of which nothing can be said.
    nothing = rows.evidence.isnull() | (rows.evidence == "")
    return rows.mutate(
        evidence=ibis.ifelse(nothing, NOT_AVAILABLE, rows.evidence),
        disputed=ibis.cases((rows.disputed.isnull(), NOT_AVAILABLE), (rows.disputed, "yes"), else_="no"),
        cause=rows.cause.fill_null(NOT_AVAILABLE),
    )


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Disruptions that surely began in the period, or all where none is asked for; those with an end, and going on."""
    asked = REPORT.asked(by)
    return told(units(t, context, asked), asked, KEYS, MEASURES)


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """The same counts with totals."""
    return tuple(
        summed(REPORT, context, one, units(t, context, one.by), KEYS, MEASURES, subject=SUBJECT, counts=tuple(MEASURES))
        for one in shapes
    )


def notes(_t: Tables, context: Context) -> Notes:
    """What an end that is not known means, and what makes a disruption deliberate."""
    return Notes(REPORT.slug, options_of(context)[:2], (), (UNKNOWN_END, ON_PURPOSE))


REPORT = Report(
    slug="disruptions",
    title={
        "en": "Disruptions of networks and services",
        "ar": "تعطيل الشبكات والخدمات",
        "fr": "Coupures de réseaux et de services",
        "es": "Interrupciones de redes y servicios",
    },
    question={
        "en": "How often were networks and services cut or slowed down, where, at what time, on whose order, and how "
        "sure is that?",
        "ar": "كم مرة قُطعت الشبكات والخدمات أو أُبطئت، وأين، وفي أي ظرف، وبأمر مَن، وما درجة التثبت من ذلك؟",
        "fr": "Combien de fois des réseaux et des services ont-ils été coupés ou ralentis, où, à quel moment, sur "
        "l’ordre de qui, et avec quel degré de certitude\u202f?",
        "es": "¿Cuántas veces se cortaron o ralentizaron redes y servicios, dónde, en qué momento, por orden de "
        "quién, y con qué grado de certeza?",
    },
    kind=PUBLISHED,
    unit="disruptions",
    by=tuple(KEYS),
    measures=tuple(MEASURES),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    needs_period=False,
)
