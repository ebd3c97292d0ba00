"""Attacks beside the indicator, by kind: charges, misuse of laws, threats, surveillance and the like.

The Marrakech Declaration asks for them; SDG 16.10.1 counts none of them, or only some in category F.
Kinds are never added up: a victim who was charged and threatened in one event is in both rows. What
was done to an organization or a group is an incident and never a victim.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ibis

from sijill.assess.rules import national
from sijill.assess.rules.rule import COUNTED, NOT_COUNTED, UNDECIDED
from sijill.publish.reports.cells import build, needed, tally
from sijill.publish.reports.keys import in_order
from sijill.publish.reports.notes import NEVER_ADDED, NOT_ASSESSED, ROLES_OVERLAP, options_of
from sijill.publish.reports.records import EVENT, VICTIM, keyed
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.publish.reports.sdg16 import STATUSES, measures, with_status
from sijill.publish.reports.units import grouped, matching, once, roles_of
from sijill.stats.table import Count, Dimension, Key, Table
from sijill.tables.engines import Tables, fetched

SUBJECT = "beyond-sdg"
INCIDENTS = Shape("beyond-sdg-incidents", ("kind",))
VICTIMS = (Shape("beyond-sdg", ("kind",)), Shape("beyond-sdg-sex", ("kind", "sex")))
SHAPES = (*VICTIMS, Shape("beyond-sdg-role", ("kind", "role")), INCIDENTS)

KINDS_OVERLAP = Note(
    "kinds-not-additive",
    {
        "en": "One victim may have suffered several of these acts in one event, and some of them "
        "also count "
        "in category F of SDG 16.10.1. Rows are therefore not to be added up, nor added to the "
        "SDG table.",
        "ar": "قد تتعرض الضحية الواحدة لعدة أفعال منها في حدث واحد، وبعضها يُحتسب أيضاً في الفئة "
        "واو من "
        "المؤشر 16-10-1، ولذلك لا تُجمع الصفوف ولا تُضاف إلى جدول المؤشر.",
        "fr": "Une même victime peut avoir subi plusieurs de ces actes dans un seul événement, et certains "
        "relèvent aussi de la catégorie F de l’indicateur 16.10.1\u00a0: les lignes ne s’additionnent donc "
        "pas, ni entre elles ni au tableau de l’indicateur.",
        "es": "Una misma víctima puede haber sufrido varios de estos actos en un solo hecho, y algunos cuentan"
        " también en la categoría F del indicador 16.10.1, por lo que las filas no se suman entre sí ni "
        "al cuadro del indicador.",
    },
)
REPORTED_AS_FABRICATED = Note(
    "reported-as-fabricated",
    {
        "en": "A charge is reported as fabricated until an acquittal, a dismissal or a determination says so.",
        "ar": "تبقى التهمة مبلَّغاً عن تلفيقها إلى أن تثبته براءة أو حفظ أو قرار من جهة مختصة.",
        "fr": "Une accusation est dite forgée selon ce qui est signalé, jusqu’à ce qu’un acquittement, un non-"
        "lieu ou une constatation le dise.",
        "es": "Un cargo se da por fabricado según lo notificado, hasta que una absolución, un sobreseimiento o"
        " una determinación lo diga.",
    },
)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """By kind and then the keys asked for, under the context's status. Rows are not to be added up."""
    asked = REPORT.asked(by)
    found = judged(t, context)
    found = found.filter(found.outcome != NOT_COUNTED)
    return grouped(
        found,
        asked,
        {"role": roles_of(t)},
        victims=lambda acts: acts.count(where=_is_victim(acts)),
        persons=lambda acts: acts.person_id.nunique(where=_is_victim(acts)),
        incidents=lambda acts: acts.event_id.nunique(where=acts.outcome == COUNTED),
        undecided=lambda acts: acts.count(where=acts.outcome == UNDECIDED),
    )


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """Tables of victims by kind, and one of incidents, in which organizations and groups are too."""
    names, kinds = needed(shapes), {"role": roles_of(t)}
    tallies = {
        measure: tally(keyed(victims(t, with_status(context, measure)), VICTIM, context), names, kinds)
        if assessed
        else None
        for measure, assessed in measures(t, context).items()
    }
    made = {
        one.slug: one
        for one in build(REPORT, context, [shape for shape in shapes if shape != INCIDENTS], tallies, apart=("kind",))
    }
    if INCIDENTS in shapes:
        made[INCIDENTS.slug] = _incidents(t, context)
    return tuple(made[shape.slug] for shape in shapes)


def judged(t: Tables, context: Context) -> ibis.Table:
    """The decision on every act of a kind beside the indicator that may have happened in the period, with its law."""
    asked = context.options
    options = national.Options(asked.since, asked.until, asked.status)

    def make() -> ibis.Table:
        found = national.decisions(t, options)
        found = found.filter(found.reason.notin(("outside-extension", "outside-period")))
        laws = t["act"].select("law", law_of="id")
        return found.left_join(laws, [("act_id", "law_of")]).drop("law_of")

    return once(t, options, make)


def victims(t: Tables, context: Context) -> ibis.Table:
    """The counted acts against individuals."""
    found = judged(t, context)
    return found.filter(_is_victim(found))


def _is_victim(acts: ibis.Table) -> Any:
    return (acts.outcome == COUNTED) & (acts.victim_kind != "group")


def _incidents(t: Tables, context: Context) -> Table:
    """Distinct events by kind. They add up over nothing, so the table has no total."""
    counts: dict[str, dict[str, Count] | None] = {}
    for measure, assessed in measures(t, context).items():
        found = judged(t, with_status(context, measure))
        found = found.filter(found.outcome == COUNTED)
        counts[f"events-{measure}"] = _events(found, context) if assessed else None
    nobody = Count(0, key=0 if context.record_secret else None)
    codes = in_order("acts", set().union(*(one for one in counts.values() if one)))
    cells: dict[tuple[str, Key], Count] = {
        (measure, (code,)): Count(None) if held is None else held.get(code, nobody)
        for measure, held in counts.items()
        for code in codes
    }
    kind = Dimension("kind", codes, "acts", adds_up=False, covers=False)
    period = (context.options.since, context.options.until)
    return Table(INCIDENTS.slug, SUBJECT, REPORT.kind, "incidents", *period, (kind,), tuple(counts), cells)


def _events(acts: ibis.Table, context: Context) -> dict[str, Count]:
    """Distinct events of counted acts by kind."""
    events = keyed(acts.select("kind", "event_id").distinct(), EVENT, context)
    found = tally(events.mutate(public=False), ("kind",), {})
    return {code: Count(events, key=key) for (code,), events, _, key in found.units}


def explain(t: Tables, context: Context, measure: str, codes: Mapping[str, str]) -> list[Row]:
    """The acts of a kind that are counted, or that the sources leave open; the counted are the cell."""
    found = judged(t, with_status(context, measure.removeprefix("events-")))
    found = found.filter(found.outcome != NOT_COUNTED)
    if not measure.startswith("events-"):
        found = found.filter(found.victim_kind != "group")
    return matching(found, t, codes)


def notes(t: Tables, context: Context) -> Notes:
    """Which options and rules ran, and why the rows are not added up."""
    found = judged(t, context).select("rule").distinct().order_by("rule")
    always = (NEVER_ADDED,) if context.assessed else (NEVER_ADDED, NOT_ASSESSED)
    warnings = (*always, KINDS_OVERLAP, REPORTED_AS_FABRICATED, ROLES_OVERLAP)
    return Notes(REPORT.slug, options_of(context)[:2], tuple(row["rule"] for row in fetched(found)), warnings)


REPORT = Report(
    slug="beyond_sdg",
    title={
        "en": "Attacks beside SDG 16.10.1",
        "ar": "اعتداءات إلى جانب المؤشر 16-10-1",
        "fr": "Attaques hors de l’ODD 16.10.1",
        "es": "Ataques al margen del ODS 16.10.1",
    },
    question={
        "en": "What else was done to people who speak: charges, misuse of laws, threats, surveillance?",
        "ar": "ما الذي تعرّض له أيضاً من يجهرون بآرائهم من تهم وإساءة استعمال للقوانين وتهديد ومراقبة؟",
        "fr": "Qu’a-t-on fait d’autre aux personnes qui s’expriment\u00a0: poursuites, détournement des lois, "
        "menaces, surveillance\u202f?",
        "es": "¿Qué más se hizo a quienes se expresan: cargos, uso indebido de las leyes, amenazas, vigilancia?",
    },
    kind="survivors",
    unit="victim-incidents",
    by=("kind", "sex", "gender", "age", "role", "state", "area", "country", "year", "law"),
    measures=("victims", "persons", "incidents", "undecided"),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    explain=explain,
    nested=tuple(
        (f"{prefix}{status}", f"{prefix}{STATUSES[0]}") for prefix in ("", "events-") for status in STATUSES[1:]
    ),
    always=("kind",),
)
