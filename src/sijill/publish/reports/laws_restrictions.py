"""Provisions of laws that restrict speech: what they punish, how hard, and the features that duties S2 to S4 name."""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from sijill.publish.reports.ledger import PUBLISHED, Keys, key, keys_of, standing, summed, told
from sijill.publish.reports.notes import options_of
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.stats.table import Table
from sijill.tables.engines import Tables

OF_LAWS = ("monitoring_duty", "encryption_clause", "fake_news_clause", "consulted", "accessible")
OF_PROVISIONS = ("delegates_adjudication", "intermediary_penalty", "precise", "discretion_limited", "hatred_incitement")
KEYS: Keys = keys_of(
    key("offence", "offences"),
    key("penalty", "penalty_kinds"),
    key("country", "places", column="jurisdiction"),
    key("kind", "law_kinds"),
    key("oversight", "oversight_kinds"),
    *(key(name, "tri") for name in (*OF_LAWS, *OF_PROVISIONS)),
)
MEASURES = {"provisions": "one", "uses": "uses"}
SHAPES = (
    Shape("laws-offence", ("country", "offence")),
    Shape("laws-penalty", ("country", "penalty")),
    *(
        Shape(f"laws-{name.replace('_', '-')}", ("country", name))
        for name in ("monitoring_duty", "encryption_clause", "fake_news_clause", "delegates_adjudication")
    ),
)
SUBJECT = "laws"

LISTED_HERE = Note(
    "laws-listed-here",
    {
        "en": "Articles of the laws that this institution entered, in the version that stands at the end of the "
        "period; not all laws of a country. A small number may mean that few were entered, so countries cannot be "
        "ranked by it.",
        "ar": "مواد القوانين التي أدخلتها المؤسسة بصيغتها السارية في نهاية الفترة، وليست كل قوانين البلد. وقد يعني "
        "العدد الصغير أن ما أُدخل قليل، ولذلك لا تُرتَّب البلدان به.",
        "fr": "Des articles des lois saisies par l’institution, dans la version en vigueur à la fin de la "
        "période\u202f; non toutes les lois d’un pays. Un petit nombre peut vouloir dire que peu furent "
        "saisies\u202f: on ne peut classer les pays d’après lui.",
        "es": "Artículos de las leyes que registró la institución, en la versión vigente al final del período; no "
        "todas las leyes de un país. Un número pequeño puede significar que se registraron pocas: no sirve para "
        "clasificar países.",
    },
)


def standing_laws(t: Tables, context: Context) -> ibis.Table:
    """The laws that stand at the end of the period: neither repealed nor replaced since.

    A law without a known date of entry into force is taken to stand.
    """
    last = context.options.until
    laws = standing(t, "law")
    laws = laws.filter(~(laws.in_force_lo > last).fill_null(False))
    replaced = laws.filter(laws.amends_id.notnull()).select(replaced="amends_id").distinct()
    return laws.filter(~(laws.repealed_hi <= last).fill_null(False)).anti_join(replaced, [("id", "replaced")])


def units(t: Tables, context: Context) -> ibis.Table:
    """One row per provision of a law that stands at the end of the period."""
    laws = standing_laws(t, context).select("jurisdiction", "kind", "oversight", "enforcer_id", *OF_LAWS, of_law="id")
    used = t["act_provision"].group_by("provision_id").agg(times=lambda one: one.act_id.nunique())
    found = t["provision"].join(laws, [("law_id", "of_law")])
    found = found.left_join(used, found.id == used.provision_id)
    return found.mutate(one=ibis.literal(1, type="int64"), uses=found.times.fill_null(0))


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Provisions by the keys asked for, and how many acts against people name them."""
    return told(units(t, context), REPORT.asked(by), KEYS, MEASURES)


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """Provisions, without their uses: those are counts of people, in `by_law`."""
    found = units(t, context)
    measures = {"provisions": MEASURES["provisions"]}
    return tuple(
        summed(REPORT, context, shape, found, KEYS, measures, subject=SUBJECT, counts=("provisions",))
        for shape in shapes
    )


def notes(_t: Tables, context: Context) -> Notes:
    """Which laws these are."""
    return Notes(REPORT.slug, options_of(context)[:2], (), (LISTED_HERE,))


REPORT = Report(
    slug="laws_restrictions",
    title={
        "en": "Laws that restrict speech",
        "ar": "القوانين التي تقيّد التعبير",
        "fr": "Lois qui restreignent l’expression",
        "es": "Leyes que restringen la expresión",
    },
    question={
        "en": "What do laws punish or order, how hard, and do they ask for monitoring or leave it to companies to "
        "judge?",
        "ar": "علامَ تعاقب القوانين أو بمَ تأمر، وما شدة العقوبة، وهل تفرض المراقبة أو تترك الحكم للشركات؟",
        "fr": "Que punissent ou ordonnent les lois, avec quelle sévérité, et exigent-elles une surveillance ou "
        "laissent-elles les entreprises juger\u202f?",
        "es": "¿Qué castigan u ordenan las leyes, con qué dureza, y exigen vigilancia o dejan que juzguen las "
        "empresas?",
    },
    kind=PUBLISHED,
    unit="provisions",
    by=tuple(KEYS),
    measures=tuple(MEASURES),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    needs_period=False,
)
