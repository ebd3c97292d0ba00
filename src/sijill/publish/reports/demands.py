"""Demands by authorities to companies: how many requests, items and accounts, on what, and how many were met.

Numbers are ranges, because companies publish ranges. A figure that a company did not state is counted as not
stated and is no zero. No rate is made: numbers and what they are out of stand side by side.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from sijill.publish.reports.demand_units import (
    BREAKDOWNS,
    KEYS,
    SPANS,
    figures,
    never_added,
    of_user_data,
    refuse_double_counts,
)
from sijill.publish.reports.ledger import PUBLISHED, summed, told, when
from sijill.publish.reports.notes import options_of
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.stats.table import Table
from sijill.tables.engines import Tables, held

BOUNDS = ("low", "high")
# Measure to the column of a figure that it adds up.
MEASURES = {
    **{f"{stem}_{end}": f"{stem}_{end}" for stem in SPANS for end in BOUNDS},
    **{f"{stem}_not_stated": f"{stem}_missing" for stem in SPANS},
    "figures": "inside",
    "left_out": "open_date",
}
COUNTS = (*(name for name in MEASURES if name.endswith("_not_stated")), "figures", "left_out")
ALWAYS = ("series", "kind")
USER_DATA = "user-data"
BROKEN_DOWN = ("country", "authority_kind", "reason", "process", "basis", "outcome", "official", "period")
OF_USER_DATA = ("country", "process", "period")
SHAPES = (
    *(Shape(f"demands-{name.replace('_', '-')}", (*ALWAYS, name)) for name in BROKEN_DOWN if name != "process"),
    *(Shape(f"{USER_DATA}-{name}", (*ALWAYS, name)) for name in OF_USER_DATA),
)

RANGES = Note(
    "ranges-are-not-zero",
    {
        "en": "Companies publish ranges, such as “fewer than 10”: the lowest and the highest are added up apart, and "
        "the truth lies between. What a company did not state is counted beside it and is not 0.",
        "ar": "تنشر الشركات نطاقات مثل «أقل من 10»، ولذلك يُجمع الحد الأدنى والحد الأعلى كل على حدة، والرقم الصحيح "
        "بينهما. وما لم تذكره الشركة يُعدّ على حدة وليس صفراً.",
        "fr": "Les entreprises publient des fourchettes, comme «\u202fmoins de 10\u202f»\u202f: le minimum et le "
        "maximum s’additionnent séparément, et la vérité est entre les deux. Ce qu’une entreprise n’a pas indiqué "
        "est compté à côté et n’est pas 0.",
        "es": "Las empresas publican intervalos, como «menos de 10»: el mínimo y el máximo se suman por separado, y la "
        "verdad está entre ambos. Lo que una empresa no indicó se cuenta aparte y no es 0.",
    },
)
SERIES_APART = Note(
    "series-never-added",
    {
        "en": "Each series is one table that somebody published, under its own rules: series, and kinds of demand, are "
        "never added up or ranked. These are demands that companies told of, not all that there were. Demands linked "
        "to a person’s case, and those known from sources that are not public, are in no table.",
        "ar": "كل سلسلة جدول نشرته جهة ما وفق قواعدها: فلا تُجمع السلاسل ولا أنواع الطلبات ولا تُرتَّب. وهذه طلبات "
        "أفصحت عنها الشركات وليست كل ما كان. والطلبات المرتبطة بحالة شخص أو المعروفة من مصادر غير علنية ليست في أي "
        "جدول.",
        "fr": "Chaque série est un tableau publié par quelqu’un, selon ses propres règles\u202f: les séries et les "
        "natures de demande ne s’additionnent ni ne se classent jamais. Ce sont les demandes dont les entreprises "
        "ont parlé, non toutes. Les demandes liées au cas d’une personne, et celles connues de sources non "
        "publiques, ne figurent dans aucun tableau.",
        "es": "Cada serie es una tabla que alguien publicó, con sus propias reglas: las series y los tipos de "
        "solicitud nunca se suman ni se clasifican. Son las solicitudes de las que hablaron las empresas, no todas. "
        "Las vinculadas al caso de una persona y las conocidas por fuentes no públicas no están en ninguna tabla.",
    },
)


def measured(found: ibis.Table) -> ibis.Table:
    """The figures with what the measures add up: nothing of those whose period the dates leave open."""
    inside = found.inside == 1
    spans = {
        f"{stem}_{end}": ibis.ifelse(inside, found[f"{stem}_{end}"], ibis.null("int64"))
        for stem in SPANS
        for end in BOUNDS
    }
    missing = {f"{stem}_missing": found.inside * when(found[f"{stem}_low"].isnull()) for stem in SPANS}
    return found.mutate(**spans, **missing, open_date=1 - found.inside)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Requests, items, accounts and requests met, lowest and highest, and of how many figures each is not stated.

    `series` and `kind` are added to the keys where several remain. `ReportError` where overlapping periods
    would be added up.
    """
    asked = REPORT.asked(by)
    found = figures(t, context, asked)
    keys = never_added(found, asked)
    refuse_double_counts(found, keys)
    return told(measured(found), keys, KEYS, MEASURES, COUNTS)


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """The same sums with totals over what may be added up, from what is public: users' data apart."""
    made = []
    for shape in shapes:
        by = (*(name for name in ALWAYS if name not in shape.by), *shape.by)
        found = figures(t, context, by)
        found = found.filter(found.public)
        if shape in SHAPES:
            found = of_user_data(found, wanted=shape.slug.startswith(USER_DATA))
        found = held(found)  # asked twice below
        refuse_double_counts(found, _added_over(by))
        whole = Shape(shape.slug, by)
        made.append(
            summed(
                REPORT, context, whole, measured(found), KEYS, MEASURES,
                subject=shape.slug, counts=COUNTS, apart=_added_apart(by),
            )
        )  # fmt: skip
    return tuple(made)


def _added_apart(by: Sequence[str]) -> tuple[str, ...]:
    """Keys whose codes are not added up: what nobody adds up, and parts of which some are parts of others."""
    return (*ALWAYS, *(name for name in by if name in BREAKDOWNS or name == "period"))


def _added_over(by: Sequence[str]) -> tuple[str, ...]:
    """The keys within which a table adds figures up."""
    return tuple(name for name in by if name in _added_apart(by))


def notes(_t: Tables, context: Context) -> Notes:
    """What a range is, and that series are not added up."""
    return Notes(REPORT.slug, options_of(context)[:2], (), (RANGES, SERIES_APART))


REPORT = Report(
    slug="demands",
    title={
        "en": "Demands by authorities to companies",
        "ar": "طلبات السلطات إلى الشركات",
        "fr": "Demandes des autorités aux entreprises",
        "es": "Solicitudes de las autoridades a las empresas",
    },
    question={
        "en": "What did authorities ask of companies, how much of it, on what ground, and what did the companies do?",
        "ar": "ماذا طلبت السلطات من الشركات، وكم طلبت، وعلى أي أساس، وماذا فعلت الشركات؟",
        "fr": "Qu’ont demandé les autorités aux entreprises, en quelle quantité, sur quel fondement, et qu’ont fait "
        "les entreprises\u202f?",
        "es": "¿Qué pidieron las autoridades a las empresas, cuánto, con qué fundamento, y qué hicieron las empresas?",
    },
    kind=PUBLISHED,
    unit="figures",
    by=tuple(KEYS),
    measures=tuple(MEASURES),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    needs_period=False,
)
