"""What became of what demands named: so many items, accounts or requests with each outcome, as companies publish it.

These are the numbers of a figure that `demands` has no column for. They are ranges like all others; numbers of
different measures and outcomes are never added up, because one may be a part of another.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from sijill.publish.reports.demand_units import BREAKDOWNS, SAME, counted, of_user_data
from sijill.publish.reports.demand_units import KEYS as OF_DEMANDS
from sijill.publish.reports.demands import ALWAYS as OF_SERIES
from sijill.publish.reports.demands import RANGES, SERIES_APART
from sijill.publish.reports.ledger import PUBLISHED, Keys, key, keys_of, summed, told
from sijill.publish.reports.notes import options_of
from sijill.publish.reports.overlaps import refuse
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.stats.table import Table
from sijill.tables.engines import Tables, held

OF_NUMBER = ("counted", "outcome", "basis", "object")
KEYS: Keys = {
    **{name: OF_DEMANDS[name] for name in ("series", "kind")},
    **keys_of(
        key("counted", "demand_measures"),
        key("outcome", "demand_outcomes"),
        key("basis", "demand_bases"),
        key("object", "content_kinds"),
    ),
    **{
        name: OF_DEMANDS[name]
        for name in ("country", "country_words", "period", "authority_kind", "company", "product", "reason", "process")
    },
}
MEASURES = {
    "number_low": "number_low",
    "number_high": "number_high",
    "out_of_low": "out_low",
    "out_of_high": "out_high",
    "figures": "inside",
    "left_out": "open_date",
}
COUNTS = ("figures", "left_out")
ALWAYS = (*OF_SERIES, "counted", "outcome")
TELLS_APART = ("process", "reason", "official")
SHAPES = tuple(
    Shape("-".join(("demand-items", *by)).replace("_", "-"), (*ALWAYS, *by))
    for by in ((), ("object",), ("country",), ("period",))
)

OUTCOMES_APART = Note(
    "outcomes-never-added",
    {
        "en": "Numbers of one outcome may be a part of those of another, and some companies state only a few outcomes: "
        "outcomes are never added up. “Out of” is what the same figures name in all, where they say it. An outcome "
        "that has no row was not stated, which is not 0; of a figure that names nothing in all no outcome is written "
        "out.",
        "ar": "قد يكون عدد مآلٍ ما جزءاً من عدد مآلٍ آخر، وبعض الشركات لا تذكر إلا قليلاً من المآلات، فلا تُجمع "
        "المآلات. و«من أصل» هو ما تسمّيه الأرقام نفسها في المجموع حيث تذكره. والمآل الذي لا صف له لم يُذكر، وليس ذلك "
        "صفراً، وما مجموعه صفر لا تُكتب مآلاته.",
        "fr": "Les nombres d’une suite peuvent faire partie de ceux d’une autre, et certaines entreprises n’en "
        "indiquent que quelques-unes\u202f: les suites ne s’additionnent jamais. «\u202fSur\u202f» est ce que les "
        "mêmes chiffres désignent en tout, s’ils le disent. Une suite sans ligne n’a pas été indiquée, ce qui n’est "
        "pas 0\u202f; d’un chiffre qui ne désigne rien, aucune suite n’est détaillée.",
        "es": "Los números de un resultado pueden ser parte de los de otro, y algunas empresas solo indican unos "
        "pocos: los resultados nunca se suman. «De un total de» es lo que las mismas cifras señalan en total, si lo "
        "dicen. Un resultado sin fila no se indicó, lo que no es 0; de una cifra que no señala nada no se detalla "
        "ninguno.",
    },
)


def units(t: Tables, context: Context, by: Sequence[str]) -> ibis.Table:
    """The numbers as rows to be added up under the keys `by`: nothing of figures whose period the dates leave open."""
    found = counted(t, context, by)
    inside = found.inside == 1
    nothing = ibis.null("int64")
    return found.mutate(
        number_low=ibis.ifelse(inside, found.count_low, nothing),
        number_high=ibis.ifelse(inside, found.count_high, nothing),
        out_low=ibis.ifelse(inside, found.out_of_low, nothing),
        out_high=ibis.ifelse(inside, found.out_of_high, nothing),
        open_date=1 - found.inside,
    )


def refuse_double_counts(found: ibis.Table, by: Sequence[str]) -> None:
    """`overlaps.refuse` for these numbers: `ReportError` where a sum would count the same items twice."""
    same = [name for name in SAME if name not in OF_NUMBER]
    columns = [KEYS[name].column for name in by]
    refuse(found, "made", (*same, *columns), TELLS_APART, ("count",))


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """How many of what had which outcome, lowest and highest, and what they are out of; series and kind are keys.

    `ReportError` where overlapping periods would be added up.
    """
    asked = REPORT.asked(by)
    found = units(t, context, asked)
    refuse_double_counts(found, asked)
    return told(found, asked, KEYS, MEASURES, COUNTS)


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """The same from what is public, with totals over what may be added up: demands for users' data are in none."""
    made = []
    for shape in shapes:
        whole = Shape(shape.slug, REPORT.asked(shape.by))
        found = units(t, context, whole.by)
        found = found.filter(found.public)
        if shape in SHAPES:
            found = of_user_data(found, wanted=False)
        found = held(found)  # asked twice below
        apart = [name for name in whole.by if name in (*ALWAYS, *OF_NUMBER, *BREAKDOWNS, "period")]
        refuse_double_counts(found, apart)
        made.append(
            summed(
                REPORT, context, whole, found, KEYS, MEASURES, subject=shape.slug, counts=COUNTS, apart=apart,
            )
        )  # fmt: skip
    return tuple(made)


def notes(_t: Tables, context: Context) -> Notes:
    """That outcomes are not added up, what a range is, that series are not added up."""
    return Notes(REPORT.slug, options_of(context)[:2], (), (OUTCOMES_APART, RANGES, SERIES_APART))


REPORT = Report(
    slug="demand_items",
    title={
        "en": "Demands: what became of the items",
        "ar": "الطلبات: ما آلت إليه المواد",
        "fr": "Demandes\u202f: la suite donnée aux contenus",
        "es": "Solicitudes: qué pasó con los contenidos",
    },
    question={
        "en": "Of the items and accounts that authorities named, how many were removed or restricted, on what basis, "
        "and how many were not?",
        "ar": "من المواد والحسابات التي سمّتها السلطات، كم أُزيل أو قُيّد وعلى أي أساس، وكم لم يُمسّ؟",
        "fr": "Parmi les contenus et comptes désignés par les autorités, combien ont été retirés ou restreints, sur "
        "quel fondement, et combien ne l’ont pas été\u202f?",
        "es": "De los contenidos y cuentas que señalaron las autoridades, ¿cuántos se retiraron o restringieron, con "
        "qué fundamento, y cuántos no?",
    },
    kind=PUBLISHED,
    unit="named-items",
    by=tuple(KEYS),
    measures=tuple(MEASURES),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    always=ALWAYS,
    needs_period=False,
)
