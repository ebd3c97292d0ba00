"""The Santa Clara numbers from what companies and others publish: each with what it is out of, and its coverage.

Published figures only: restrictions one by one, which may be linked to a person, are in `restrictions.py`, and no
number here is a part of a number there. A number that nobody publishes is not known, and its gap is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from sijill.codelists.load import UNKNOWN_CODES
from sijill.publish.reports.demand_units import figures as demand_figures
from sijill.publish.reports.demand_units import of_user_data, refuse_double_counts
from sijill.publish.reports.keys import Key, dimension
from sijill.publish.reports.ledger import PUBLISHED, Keys, in_period, key, keys_of, standing, summed, told, when
from sijill.publish.reports.notes import options_of
from sijill.publish.reports.overlaps import refuse
from sijill.publish.reports.report import Context, Note, Notes, Report, ReportError, Row, Shape
from sijill.publish.reports.santa_clara_numbers import DEMANDS, NUMBERS, RESTRICTIONS, Number
from sijill.publish.reports.units import once
from sijill.stats.table import Count, Table
from sijill.stats.table import Key as CellKey
from sijill.tables.engines import Tables, fetched

STATES = ("available", "not-recorded", "not-applicable")
CODES = tuple(one.code for one in NUMBERS)
KEYS: Keys = {
    "number": Key("number", "number", fixed=CODES, order=CODES),
    **keys_of(key("series"), key("country", "places"), key("period")),
    "coverage": Key("coverage", "coverage", fixed=STATES, order=STATES),
}
MEASURES = {
    "counted_low": "low",
    "counted_high": "high",
    "out_of_low": "out_low",
    "out_of_high": "out_high",
    "recorded": "said",
    "not_recorded": "unsaid",
}
COUNTS = ("recorded", "not_recorded")
BY_SERIES, COVERAGE = Shape("santa-clara", ("number", "series")), Shape("santa-clara-coverage", ("number", "coverage"))
SHAPES = (BY_SERIES, COVERAGE)
STATED = ("detected_by", "automated_detection", "automated_decision")  # by which published totals are broken down
RESTRICTED_ALIKE = ("company_id", "service", "country", "measure", "object", "series")
TELLS_APART = ("ground", "appealed", "appeal_outcome", *STATED)

OWN_READING = Note(
    "santa-clara-from-published-figures",
    {
        "en": "The numbers that the Santa Clara Principles ask of companies, as far as published series hold them; the "
        "short names and conditions are our reading. “Out of” are the figures that say what the number asks; where "
        "nobody says it, it is not known. Series are never added up. How often our own records of single restrictions "
        "answer the same is in the tables of the four questions.",
        "ar": "الأرقام التي تطلبها مبادئ سانتا كلارا من الشركات بقدر ما تضمّه السلاسل المنشورة، والأسماء المختصرة "
        "والشروط قراءتنا نحن. و«من أصل» هي الأرقام التي تذكر ما يسأل عنه الرقم، وما لم يذكره أحد غير معروف. ولا "
        "تُجمع السلاسل. أما سجلاتنا للقيود المفردة فأجوبتها في جداول الأسئلة الأربعة.",
        "fr": "Les nombres que les principes de Santa Clara demandent aux entreprises, pour autant que des séries "
        "publiées les contiennent\u202f; les noms courts et les conditions sont notre lecture. «\u202fSur\u202f» "
        "compte les chiffres qui disent ce que le nombre demande\u202f; si personne ne le dit, il est inconnu. Les "
        "séries ne s’additionnent jamais. Nos propres enregistrements de restrictions sont dans les tableaux des "
        "quatre questions.",
        "es": "Los números que los Principios de Santa Clara piden a las empresas, hasta donde los contienen series "
        "publicadas; los nombres cortos y las condiciones son lectura nuestra. «De un total de» son las cifras que "
        "dicen lo que el número pide; si nadie lo dice, no se sabe. Las series nunca se suman. Nuestros propios "
        "registros de restricciones están en las tablas de las cuatro preguntas.",
    },
)


MOSTLY_SHOPS = Note(
    "statements-mostly-of-shops",
    {
        "en": "Among these series are the statements that platforms file in the EU’s database. Most of them are about "
        "listings of shops: from September 2023 to January 2026 one shopping service filed 82 % of 36.6 billion. Their "
        "number of “content actioned” says little about speech. Platforms file them themselves, nobody checks them, "
        "and orders of authorities are not among them.",
        "ar": "من هذه السلاسل البيانات التي تودعها المنصات في قاعدة بيانات الاتحاد الأوروبي، ومعظمها عن معروضات "
        "متاجر: فمن أيلول/سبتمبر 2023 إلى كانون الثاني/يناير 2026 أودعت خدمة تسوّق واحدة 82% من 36.6 مليار بيان. "
        "فعدد «المحتوى الذي اتُّخذ بشأنه إجراء» لا يقول الكثير عن التعبير. وتودعها المنصات بنفسها ولا يراجعها أحد، "
        "وليست أوامر السلطات من بينها.",
        "fr": "Parmi ces séries figurent les exposés des motifs que les plateformes déposent dans la base de l’UE. La "
        "plupart portent sur des annonces de boutiques : de septembre 2023 à janvier 2026, un seul service "
        "d’achats a déposé 82 % de 36,6 milliards. Leur nombre de « contenus visés » dit peu de "
        "l’expression. Les plateformes les déposent elles-mêmes, nul ne les vérifie, et les ordres des autorités n’y "
        "sont pas.",
        "es": "Entre estas series están las declaraciones que las plataformas presentan en la base de datos de la UE. "
        "La mayoría tratan de anuncios de tiendas: de septiembre de 2023 a enero de 2026 un solo servicio de compras "
        "presentó el 82 % de 36.600 millones. Su número de «contenidos sobre los que se actuó» dice poco de la "
        "expresión. Las presentan las propias plataformas, nadie las comprueba, y las órdenes de autoridades no están "
        "entre ellas.",
    },
)
OF_STATEMENTS = "dsa-monthly"  # the series that the importer makes of the EU's database


def figures(t: Tables, context: Context, by: Sequence[str] = ()) -> ibis.Table:
    """Each published figure once for each number that it could hold, with what it adds to it.

    `ReportError` where figures of overlapping periods would be added up under the keys `by`.
    """
    held = _published_of(t, context)
    within = tuple(dict.fromkeys(("series", *(name for name in by if name in ("country", "period")))))
    _refuse_double_counts(held[RESTRICTIONS], (*RESTRICTED_ALIKE, *within))
    refuse_double_counts(held[DEMANDS], within)
    return asked_each(t, context)


def asked_each(t: Tables, context: Context) -> ibis.Table:
    """`figures` for who adds nothing up, and so can count nothing twice: is a number published at all."""
    held = _published_of(t, context)
    return ibis.union(*(_asked(held[one.of], one) for one in NUMBERS))


def _published_of(t: Tables, context: Context) -> dict[str, ibis.Table]:
    return {RESTRICTIONS: restriction_figures(t, context), DEMANDS: _demands(t, context)}


def _refuse_double_counts(held: ibis.Table, same: Sequence[str]) -> None:
    """`overlaps.refuse` among totals, and among the breakdowns by each field: each of these is added up by itself."""
    refuse(held.filter(held.level == "total"), "applied", same, TELLS_APART, ("items",), "file")
    parts = held.filter(held.level == "breakdown")
    for name in STATED:
        refuse(parts.filter(parts[name].notin(UNKNOWN_CODES)), "applied", same, (name,), ("items",), "file")


def restriction_figures(t: Tables, context: Context) -> ibis.Table:
    """Published figures of restrictions: totals, and breakdowns by what says how it was found or decided."""
    asked = ("published restrictions", context.options.since, context.options.until)
    return once(t, asked, lambda: _published(t, context))


def _published(t: Tables, context: Context) -> ibis.Table:
    held = in_period(standing(t, "restriction"), context, "applied")
    stated = ibis.or_(*(held[name].notin(UNKNOWN_CODES) for name in STATED))
    held = held.filter((held.inside == 1) & ((held.level == "total") | ((held.level == "breakdown") & stated)))
    low, high = held.applied_lo.cast("string"), held.applied_hi.cast("string")
    return _with_file(t, held.mutate(period=ibis.ifelse(low == high, low, low + "/" + high)))


def _with_file(t: Tables, held: ibis.Table) -> ibis.Table:
    """Add `file`: the vintage that a figure was read from; null where none is on record."""
    said = t["support"].filter(t["support"].entity_kind == "restriction").select("entity_id", "report_id")
    read = t["report"].select(said_in="id", file="vintage_id")
    found = said.join(read, [("report_id", "said_in")]).group_by("entity_id").agg(file=lambda one: one.file.min())
    return held.left_join(found, [("id", "entity_id")]).drop("entity_id")


def _demands(t: Tables, context: Context) -> ibis.Table:
    found = of_user_data(demand_figures(t, context), wanted=False)
    return found.filter(found.public & (found.inside == 1))


def _asked(held: ibis.Table, number: Number) -> ibis.Table:
    """The figures that a number is about: its amount where they count, what it is out of where they record it."""
    if number.of == RESTRICTIONS:
        # A breakdown repeats its total: it is asked only what the total cannot say.
        own = [name for name in STATED if number.code in ASKS_OF[name]]
        said = [held[name].notin(UNKNOWN_CODES) for name in own]
        held = held.filter(ibis.or_(held.level == "total", *said))
    held = held.filter(number.about(held))
    recorded = number.recorded(held).fill_null(False)
    counts = recorded & number.counts(held).fill_null(False)
    nothing = ibis.null("int64")
    whole = "requests" if number.of == DEMANDS else number.amount
    # Of a share whose cases are recorded and none counts, the number is 0 and not unknown.
    zero = ibis.ifelse(recorded & held[f"{whole}_low"].notnull(), ibis.literal(0, type="int64"), nothing)
    out = recorded if number.share else ibis.literal(False)
    return held.select(
        "series",
        "country",
        "period",
        number=ibis.literal(number.code),
        low=ibis.ifelse(counts, held[f"{number.amount}_low"], zero),
        high=ibis.ifelse(counts, held[f"{number.amount}_high"], zero),
        out_low=ibis.ifelse(out, held[f"{whole}_low"], nothing),
        out_high=ibis.ifelse(out, held[f"{whole}_high"], nothing),
        said=when(recorded),
        unsaid=1 - when(recorded),
    )


# The column by which a breakdown may hold a number.
ASKS_OF = {"detected_by": ("FL1",), "automated_detection": ("N4", "AU1"), "automated_decision": ("AU2",)}


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Each number by series: what counts, what it is out of, how many figures record it; or its coverage by series."""
    asked = REPORT.asked(by)
    if "coverage" in asked:
        _alone(asked)
        found = coverage(t, context)
        return [
            {"number": number, "coverage": state, "series_counted": count} for (number, state), count in found.items()
        ]
    keys = asked if "series" in asked else (*asked, "series")
    return told(figures(t, context, keys), keys, KEYS, MEASURES, COUNTS)


def coverage(t: Tables, context: Context) -> dict[tuple[str, str], int]:
    """How many published series have each number, lack it, or are of another kind; each series in one state."""
    found = figures(t, context, ("country", "period"))
    grouped = found.group_by("number", "series").agg(said=found.said.sum())
    said = {(row["number"], row["series"]): row["said"] for row in fetched(grouped)}
    series = sorted({name for _, name in said})
    counted = {(number, state): 0 for number in CODES for state in STATES}
    for number in CODES:
        for name in series:
            there = said.get((number, name))
            state = "not-applicable" if there is None else "available" if there else "not-recorded"
            counted[number, state] += 1
    return counted


def _alone(by: Sequence[str]) -> None:
    if set(by) != {"number", "coverage"}:
        raise ReportError("Coverage is told by number and by nothing else.")


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """The numbers by series, and how many series have each."""
    made = []
    for shape in shapes:
        by = REPORT.asked(shape.by)
        if "coverage" in by:
            _alone(by)
            made.append(_coverage_table(t, context, Shape(shape.slug, by)))
            continue
        by = by if "series" in by else (*by, "series")
        apart = [name for name in by if name != "country"]
        found = figures(t, context, by)
        made.append(
            summed(
                REPORT, context, Shape(shape.slug, by), found, KEYS, MEASURES,
                subject="santa-clara", counts=COUNTS, apart=apart,
            )
        )  # fmt: skip
    return tuple(made)


def _coverage_table(t: Tables, context: Context, shape: Shape) -> Table:
    found = coverage(t, context)
    dimensions = tuple(dimension(name, context, (), apart=True, keys=KEYS) for name in shape.by)
    cells: dict[tuple[str, CellKey], Count] = {
        ("series_counted", (number, state)): Count(count) for (number, state), count in found.items()
    }
    period = (context.options.since, context.options.until)
    return Table(
        shape.slug, "santa-clara-coverage", REPORT.kind, "series", *period, dimensions, ("series_counted",), cells
    )  # fmt: skip


def notes(t: Tables, context: Context) -> Notes:
    """Whose reading the numbers are; and, where statements of the EU's database are among them, what those are."""
    held = restriction_figures(t, context)
    of_statements = fetched(held.filter(held.series == OF_STATEMENTS).limit(1).select("series"))
    return Notes(
        REPORT.slug, options_of(context)[:2], (), (OWN_READING, *((MOSTLY_SHOPS,) if of_statements else ()))
    )  # fmt: skip


REPORT = Report(
    slug="santa_clara",
    title={
        "en": "The Santa Clara numbers",
        "ar": "أرقام سانتا كلارا",
        "fr": "Les nombres de Santa Clara",
        "es": "Los números de Santa Clara",
    },
    question={
        "en": "Which of the numbers that the Santa Clara Principles ask of companies are published, and what are they?",
        "ar": "أيٌّ من الأرقام التي تطلبها مبادئ سانتا كلارا من الشركات منشور، وما هي؟",
        "fr": "Lesquels des nombres que les principes de Santa Clara demandent aux entreprises sont publiés, et quels "
        "sont-ils\u202f?",
        "es": "¿Cuáles de los números que los Principios de Santa Clara piden a las empresas se publican, y cuáles "
        "son?",
    },
    kind=PUBLISHED,
    unit="published-figures",
    by=tuple(KEYS),
    measures=tuple(MEASURES),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    always=("number",),
    needs_period=False,
)
