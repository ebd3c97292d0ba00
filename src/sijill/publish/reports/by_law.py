"""By law named: which laws are used against people who speak, in which kinds of act, and what the charges came to.

Only laws that the office lists appear, under the office's own label; what else was typed is "a law that
the office does not list" (docs/decisions/019-laws-in-releases.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import ibis

from sijill.publish.reports import beyond_sdg
from sijill.publish.reports.cells import build, needed, tally
from sijill.publish.reports.justice import LAST_STEP, PREFIX, charge_rows, charge_tables, explain_charges
from sijill.publish.reports.notes import NEVER_ADDED, NOT_ASSESSED, options_of, rules_that_decided
from sijill.publish.reports.records import VICTIM, keyed
from sijill.publish.reports.report import Context, Note, Notes, Report, ReportError, Row, Shape
from sijill.publish.reports.sdg16 import STATUSES, counted, measures, with_status
from sijill.publish.reports.sdg16 import SUBJECT as SDG
from sijill.publish.reports.threads import judged, statutes_of
from sijill.publish.reports.units import Pairs, grouped, matching, once, roles_of
from sijill.stats.table import Table
from sijill.tables.engines import Tables, fetched

BY_KIND = Shape("by-law", ("kind", "statute"))
BY_CATEGORY = Shape("by-law-sdg16", ("statute", "category"))
BY_FATE = Shape("by-law-charges", ("provision", "charge"))
SHAPES = (BY_KIND, BY_CATEGORY, BY_FATE)
OF_CHARGES = {"provision", "charge"}
TWO_UNITS = "By law: ask for `statute`, the laws that acts name, or for `provision` and `charge`, those of charges."

LISTED_LAWS = Note(
    "listed-laws-only",
    {
        "en": "Only laws that the institution lists are named; any other law stands under “a law that the office does "
        "not list”. That a law was used says nothing of whether it was used lawfully.",
        "ar": "لا تُسمّى إلا القوانين المدرجة في قائمة المؤسسة، ويُدرج ما عداها تحت «قانون غير مدرج في قائمة "
        "المؤسسة». "
        "واستعمال القانون لا يدل على مشروعية استعماله.",
        "fr": "Seules les lois que l’institution liste sont nommées\u202f; toute autre figure sous «\u202fune loi que "
        "l’institution "
        "ne liste pas\u202f». L’emploi d’une loi ne dit rien de la légalité de cet emploi.",
        "es": "Solo se nombran las leyes que la institución tiene en su lista; cualquier otra figura como "
        "«una ley que la "
        "institución no tiene en su lista». Que se usara una ley no dice si se usó legalmente.",
    },
)
LAWS_OVERLAP = Note(
    "laws-not-additive",
    {
        "en": "One act may name several laws, so the figures by law named add up to more than the total. A "
        "charge stands "
        "under one law, the first that it names.",
        "ar": "قد يُذكر في الفعل الواحد أكثر من قانون، ولذلك يزيد مجموع الأرقام بحسب القانون على المجموع "
        "الكلي. أما التهمة "
        "فتُدرج تحت قانون واحد هو أول قانون تذكره.",
        "fr": "Un acte peut citer plusieurs lois\u202f; la somme par loi dépasse donc le total. Une inculpation "
        "figure sous une "
        "seule loi, la première qu’elle cite.",
        "es": "Un acto puede citar varias leyes, por lo que la suma por ley supera el total. Un cargo figura "
        "en una sola "
        "ley, la primera que cita.",
    },
)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Acts that count, for the indicator or beside it, and name a law; charges by `provision` or `charge`."""
    asked = REPORT.asked(by)
    if set(asked) & OF_CHARGES:
        if "statute" in asked:
            raise ReportError(TWO_UNITS)
        return charge_rows(t, context, asked)
    return grouped(
        naming(t, context),
        asked,
        _pairs(t, context),
        acts=lambda found: found.count(),
        persons=lambda found: found.person_id.nunique(where=found.victim_kind != "group"),
        incidents=lambda found: found.event_id.nunique(),
    )


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """Victims by kind and by category, and charges, by law; each a part of the subject that it breaks down.

    So that protection sees that a law's figure is part of a kind's.
    """
    made: dict[str, Table] = {}
    for shape in shapes:
        if "statute" in shape.by and set(shape.by) & OF_CHARGES:
            raise ReportError(TWO_UNITS)
        if "statute" in shape.by and "kind" in shape.by:
            made[shape.slug] = _beside(t, context, shape)
        elif "statute" in shape.by:
            made[shape.slug] = _of_indicator(t, context, shape)
        elif set(shape.by) & OF_CHARGES:
            made[shape.slug] = charge_tables(t, context, REPORT, (shape,))[0]
        else:
            raise ReportError(TWO_UNITS)
    return tuple(made[shape.slug] for shape in shapes)


def _beside(t: Tables, context: Context, shape: Shape) -> Table:
    """Victims of the kinds beside the indicator in which any law is named."""
    reported = beyond_sdg.victims(t, with_status(context, STATUSES[0]))
    kinds = reported.semi_join(statutes_of(t, context.laws), [("act_id", "of")]).select("kind").distinct()
    used = [row["kind"] for row in fetched(kinds)]
    tallies = {}
    for measure, assessed in measures(t, context).items():
        found = beyond_sdg.victims(t, with_status(context, measure))
        found = found.filter(found.kind.isin(used)) if used else found.limit(0)
        found = keyed(found, VICTIM, context) if assessed else found
        tallies[measure] = tally(found, needed((shape,)), _pairs(t, context)) if assessed else None
    report = replace(REPORT, kind=beyond_sdg.REPORT.kind)
    return build(report, context, (shape,), tallies, subject=beyond_sdg.SUBJECT, apart=("kind",))[0]


def _of_indicator(t: Tables, context: Context, shape: Shape) -> Table:
    tallies = {
        measure: tally(counted(t, with_status(context, measure).options), needed((shape,)), _pairs(t, context))
        if assessed
        else None
        for measure, assessed in measures(t, context).items()
    }
    return build(replace(REPORT, kind="sdg16"), context, (shape,), tallies, subject=SDG)[0]


def naming(t: Tables, context: Context) -> ibis.Table:
    """Every act that counts for the indicator or beside it and names a law, once."""

    def make() -> ibis.Table:
        of_sdg = counted(t, context.options)
        beside = beyond_sdg.judged(t, context)
        beside = beside.filter(beside.outcome == "counted")
        shared = [name for name in beside.columns if name in of_sdg.columns]
        persons = t["person"].select(known_as="id", victim_kind="kind")
        of_sdg = of_sdg.left_join(persons, [("person_id", "known_as")]).select(*shared, "victim_kind")
        beside = beside.select(*shared, "victim_kind").anti_join(of_sdg, "act_id")
        return of_sdg.union(beside).semi_join(statutes_of(t, context.laws), [("act_id", "of")])

    return once(t, ("naming", context.options, context.laws), make)


def _pairs(t: Tables, context: Context) -> Pairs:
    return {"role": roles_of(t), "statute": statutes_of(t, context.laws)}


def explain(t: Tables, context: Context, measure: str, codes: Mapping[str, str]) -> list[Row]:
    """The charges of a cell of charges; the acts of the others, those beside the indicator where a kind is named."""
    if measure.startswith(PREFIX):
        return explain_charges(t, context, measure, codes)
    asked = with_status(context, measure)
    units = beyond_sdg.victims(t, asked) if "kind" in codes else counted(t, asked.options)
    return matching(units, t, codes, _pairs(t, context))


def notes(t: Tables, context: Context) -> Notes:
    """Which options and rules ran; which list of laws it was."""
    asked = ("laws", context.laws.sha256 or "none")
    found = [judged(t, context), beyond_sdg.judged(t, context)]
    rules = {row["rule"] for one in found for row in fetched(one.select("rule").distinct())}
    rules |= set(rules_that_decided(t, context))
    always = (NEVER_ADDED,) if context.assessed else (NEVER_ADDED, NOT_ASSESSED)
    warnings = (*always, LISTED_LAWS, LAWS_OVERLAP, beyond_sdg.KINDS_OVERLAP, LAST_STEP)
    return Notes(REPORT.slug, (*options_of(context), asked), tuple(sorted(rules)), warnings)


REPORT = Report(
    slug="by_law",
    title={"en": "By law named", "ar": "بحسب القانون المذكور", "fr": "Par loi citée", "es": "Por ley citada"},
    question={
        "en": "Which laws are used against people who speak, for what, and what do the charges come to?",
        "ar": "ما القوانين التي تُستعمل ضد من يجهرون بآرائهم، وفيمَ تُستعمل، وما مآل التهم؟",
        "fr": "Quelles lois emploie-t-on contre celles et ceux qui s’expriment, pour quoi, et que deviennent les "
        "inculpations\u202f?",
        "es": "¿Qué leyes se usan contra quienes se expresan, para qué, y en qué quedan los cargos?",
    },
    kind="survivors",
    unit="victim-incidents",
    by=(
        "statute",
        "provision",
        "charge",
        "kind",
        "category",
        "sex",
        "gender",
        "age",
        "role",
        "state",
        "area",
        "country",
        "year",
    ),
    measures=("acts", "persons", "incidents", "charges"),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    explain=explain,
    nested=tuple((f"{prefix}{status}", f"{prefix}{STATUSES[0]}") for prefix in ("", PREFIX) for status in STATUSES[1:]),
)
