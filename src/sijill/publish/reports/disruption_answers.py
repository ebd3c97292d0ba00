"""What was owed about a disruption: was it acknowledged, were users told, was there an order of a court.

Two denominators stand side by side, because they say different things: the rows in which the source answered at
all, "unknown" included, and the rows in which it answered yes or no. No rate is made of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.publish.reports.disruptions import KEYS as OF_DISRUPTIONS
from sijill.publish.reports.disruptions import SUBJECT, units
from sijill.publish.reports.keys import Key
from sijill.publish.reports.ledger import PUBLISHED, Keys, summed, told, when
from sijill.publish.reports.notes import options_of
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.stats.table import Table
from sijill.tables.engines import Tables

UNANSWERED = ("not-asked", "not-stated")  # the source says nothing; "not available" is its word that it does not know
JUDICIAL = "court_order"
# What is asked of a disruption, and the column that holds the answer.
FACTS = ("users_notified", "operator_acknowledged", "authority_acknowledged", "operator_named", "legal_basis_cited")
KEYS: Keys = {"fact": Key("fact", "fact", fixed=(*FACTS, JUDICIAL), order=(*FACTS, JUDICIAL)), **OF_DISRUPTIONS}
MEASURES = {"yes": "yes", "no": "no", "yes_or_no": "yes_or_no", "answered": "answered", "disruptions": "inside"}
SHAPES = (
    Shape("disruption-answers", ("fact",)),
    *(
        Shape(f"disruption-answers-{name.replace('_', '-')}", ("fact", name))
        for name in ("count_year", "country", "trigger", "ordered_by")
    ),
)

TWO_DENOMINATORS = Note(
    "two-denominators",
    {
        "en": "“Answered” are the rows in which the source says anything, “unknown” included; “yes or no” are those in "
        "which it knows. A share of the first is a floor, a share of the second rests on few. That nobody noticed a "
        "notice does not mean that there was none.",
        "ar": "«أجاب المصدر» هي الصفوف التي قال فيها المصدر شيئاً ولو كان «غير معروف»، و«نعم أو لا» هي التي يعرف "
        "فيها الجواب. فالنسبة من الأولى حد أدنى، والنسبة من الثانية تقوم على عدد قليل. وعدم ملاحظة أحد لإشعار لا "
        "يعني أنه لم يكن.",
        "fr": "«\u202fRépondu\u202f» compte les lignes où la source dit quelque chose, «\u202finconnu\u202f» "
        "compris\u202f; «\u202foui ou non\u202f» celles où elle sait. Une part des premières est un minimum, une "
        "part des secondes repose sur peu de cas. Qu’un avis n’ait été remarqué de personne ne veut pas dire qu’il "
        "n’y en eut pas.",
        "es": "«Respondido» son las filas en las que la fuente dice algo, «se desconoce» incluido; «sí o no» "
        "aquellas en las que sabe. Una proporción de las primeras es un mínimo; una de las segundas se apoya en "
        "pocos casos. Que nadie notara un aviso no significa que no lo hubiera.",
    },
)


def asked_of(found: ibis.Table) -> ibis.Table:
    """Each disruption once for each fact, with `answer`: a code of `tri`, or why there is none."""
    parts = [found.mutate(fact=ibis.literal(name), answer=found[name]) for name in FACTS]
    parts.append(found.mutate(fact=ibis.literal(JUDICIAL), answer=ordered_by_court(found)))
    whole = ibis.union(*parts)
    counted = {
        "yes": when(whole.answer == "yes"),
        "no": when(whole.answer == "no"),
        "yes_or_no": when(whole.answer.isin(("yes", "no"))),
        "answered": when(whole.answer.notin(UNANSWERED)),
    }
    return whole.mutate(**{name: whole.inside * column for name, column in counted.items()})


def ordered_by_court(found: ibis.Table) -> ibis.Value:
    """`yes` where a court is said to have ordered it, `no` where somebody else is, else why it is not known."""
    judicial = [code for code, said in codelist("authority_kinds").column("judicial").items() if said == "yes"]
    column = found.ordered_by
    return ibis.cases((column.isin(judicial), "yes"), (column.isin(UNKNOWN_CODES), column), else_="no")


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """For each fact: yes, no, and both denominators; `fact` is always among the keys."""
    asked = REPORT.asked(by)
    return told(asked_of(units(t, context, asked)), asked, KEYS, MEASURES)


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """The same with totals over everything but the facts, which are not added up."""
    made = []
    for shape in shapes:
        whole = Shape(shape.slug, REPORT.asked(shape.by))
        found = asked_of(units(t, context, whole.by))
        made.append(
            summed(
                REPORT, context, whole, found, KEYS, MEASURES,
                subject=f"{SUBJECT}-answers", counts=tuple(MEASURES), apart=("fact",),
            )
        )  # fmt: skip
    return tuple(made)


def notes(_t: Tables, context: Context) -> Notes:
    """Why there are two denominators."""
    return Notes(REPORT.slug, options_of(context)[:2], (), (TWO_DENOMINATORS,))


REPORT = Report(
    slug="disruption_answers",
    title={
        "en": "Disruptions: what was said and on what order",
        "ar": "التعطيل: ماذا قيل وبأي أمر",
        "fr": "Coupures\u202f: ce qui en fut dit et sur quel ordre",
        "es": "Interrupciones: qué se dijo y con qué orden",
    },
    question={
        "en": "How often did an operator or an authority acknowledge a disruption, were users told, was a law "
        "cited, did a court order it?",
        "ar": "كم مرة أقرّ مشغّل أو سلطة بالتعطيل، وهل أُبلغ المستخدمون، وهل ذُكر قانون، وهل أمرت به محكمة؟",
        "fr": "Combien de fois un opérateur ou une autorité a-t-il reconnu une coupure, les usagers ont-ils été "
        "prévenus, une loi a-t-elle été citée, un tribunal l’a-t-il ordonnée\u202f?",
        "es": "¿Cuántas veces reconoció un operador o una autoridad una interrupción, se avisó a los usuarios, se "
        "citó una ley, la ordenó un tribunal?",
    },
    kind=PUBLISHED,
    unit="disruptions",
    by=tuple(KEYS),
    measures=tuple(MEASURES),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    always=("fact",),
    needs_period=False,
)
