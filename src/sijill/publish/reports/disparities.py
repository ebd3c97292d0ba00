"""Whether decisions on speech fall differently on groups: who was acted upon, who appealed, who was proved right.

Of the restrictions recorded one by one, never of published sums. A table holds the counts, and rates in whole percent
with Wilson's intervals, which stand only where both of their counts are shown. Gaps between groups are worked out
from shown counts (`publish/gaps.py`), so that they tell of nothing hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, floor
from typing import Any

import ibis
import numpy as np

from sijill.codelists.load import UNKNOWN_CODES
from sijill.publish.reports import restrictions
from sijill.publish.reports.cells import as_code, build, tally
from sijill.publish.reports.notes import options_of
from sijill.publish.reports.report import Context, Note, Notes, Report, ReportError, Row, Shape
from sijill.stats.disparity import Audit, CannotTell, Found, Numbers, Question, of_counts
from sijill.stats.rates import wilson
from sijill.stats.table import Count, Flag, Key, Table
from sijill.tables.engines import Tables, fetched

# Each is part of the one before it.
COUNTS = ("decisions", "action_known", "acted", "appeal_known", "appealed", "appeal_decided", "reversed")
RATES = {
    Question.ACTION: ("acted", "action_known"),
    Question.APPEAL: ("appealed", "appeal_known"),
    Question.REVERSAL: ("reversed", "appeal_decided"),
}
ASKED = {Question.ACTION: "decisions", Question.APPEAL: "acted", Question.REVERSAL: "appealed"}  # known or not
ENDS = ("", "_low", "_high")
DERIVED = tuple((f"{pair[0]}_percent{end}", pair) for pair in RATES.values() for end in ENDS)
GROUPS = ("speaker", "language", "country", "object", "decider", "asked_by", "detected_by", "ground", "scope")
KEYS = {name: restrictions.KEYS[name] for name in GROUPS}
SHAPES = tuple(Shape(f"disparities-{name}", (name,)) for name in ("speaker", "language", "country", "object"))

REVERSED = ("reversed", "partly-reversed", "not-implemented")
DECIDED = (*REVERSED, "upheld", "default")  # silence leaves the decision as it was

NOT_WHY = Note(
    "gaps-are-not-reasons",
    {
        "en": "Of what this institution learned of, one by one: neither all decisions nor a sample, and mostly "
        "decisions that restricted, so the share acted upon says little of a company or an authority. "
        "Groups may differ in what they say, in what is reported of them and in who decides: a gap is a "
        "question, not a reason. Reversals are of appeals decided; those who did not appeal may have been "
        "right as well. Percentages stand only where both of their counts do.",
        "ar": "هذه قرارات علمت بها المؤسسة واحداً واحداً، فليست كل القرارات وليست عيّنة، وأكثرها قرارات "
        "بالتقييد، ولذلك لا تدل نسبة ما اتُّخذ فيه إجراء على الشركة أو السلطة إلا قليلاً. وقد تختلف الفئات "
        "فيما تقول وفيما يُبلَّغ عنها وفيمن يقرر: فالفجوة سؤال لا سبب. والرجوع عن القرار منسوب إلى "
        "التظلمات المبتوت فيها، وقد يكون من لم يتظلم محقاً أيضاً. ولا تظهر النسبة المئوية إلا حيث يظهر "
        "عدداها.",
        "fr": "Ce dont l’institution a eu connaissance, un cas après l’autre\u202f: ni toutes les décisions, ni "
        "un échantillon, et surtout des décisions de restreindre\u202f; la part suivie d’une mesure dit "
        "donc peu d’une entreprise ou d’une autorité. Les groupes peuvent différer par ce qu’ils disent, "
        "ce qu’on signale d’eux et qui décide\u202f: un écart est une question, pas une raison. Les "
        "annulations se rapportent aux recours tranchés\u202f; qui n’a pas fait recours avait peut-être "
        "raison aussi. Un pourcentage ne figure que si ses deux nombres figurent.",
        "es": "De lo que conoció la institución, caso por caso: ni todas las decisiones ni una muestra, y sobre "
        "todo decisiones que restringen, de modo que la parte con medidas dice poco de una empresa o "
        "autoridad. Los grupos pueden diferir en lo que dicen, en lo que se denuncia de ellos y en quién "
        "decide: una brecha es una pregunta, no una razón. Las revocaciones son de recursos resueltos; "
        "quien no recurrió quizá tenía razón también. Un porcentaje figura solo si figuran sus dos "
        "números.",
    },
)


def units(t: Tables, context: Context) -> ibis.Table:
    """Single decisions that surely fell in the period, reversals left out; a column of 0 or 1 per count."""
    found = restrictions.units(t, context)
    found = found.filter((found.inside == 1) & (found.reversal == "no") & (found.measure != "restored"))
    known = found.measure.notin(UNKNOWN_CODES)
    acted = known & (found.measure != "refused-notice")
    told = acted & found.appealed.isin(("yes", "no"))
    appealed = acted & (found.appealed == "yes")
    flags = (
        ibis.literal(True), known, acted, told, appealed,
        appealed & found.appeal_outcome.isin(DECIDED), appealed & found.appeal_outcome.isin(REVERSED),
    )  # fmt: skip
    return found.mutate(**{f"is_{name}": flag.cast("int64") for name, flag in zip(COUNTS, flags, strict=True)})


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """For the staff: one row per question and group with its rate, interval, bounds, and gap to all others together."""
    name = _one(REPORT.asked(by))
    found = units(t, context)
    keys = {"key": found[KEYS[name].column]} if name else {"key": ibis.literal("")}
    counted = fetched(found.group_by(**keys).agg(**{one: found[f"is_{one}"].sum() for one in COUNTS}).order_by("key"))
    groups = tuple(as_code(row["key"]) for row in counted)
    return [
        {**({name: row.pop("group")} if name else {}), **{key: value for key, value in row.items() if key != "group"}}
        for question in Question
        for row in _audited(groups, counted, question)
    ]


def _one(by: Sequence[str]) -> str:
    if len(by) > 1:
        raise ReportError(
            f"Report 'disparities' compares the groups of one key, not {' and '.join(by)} together: they would hold "
            "too little to tell anything. Ask for one of them."
        )
    return by[0] if by else ""


def asked(counts: Row, question: Question) -> tuple[int, int, int]:
    """How many of a group answer a question with yes, with no, and of how many it is not known."""
    if question is Question.WRONG:
        yes, known, all_ = counts["reversed"], counts["appeal_decided"], counts["acted"]
    else:
        yes, known, all_ = (counts[name] for name in (*RATES[question], ASKED[question]))
    return yes, known - yes, all_ - known


def audit_of(groups: Sequence[str], counted: Sequence[Row], question: Question) -> Audit:
    """The audit of groups by their counts."""
    counts: Numbers = np.array([asked(row, question) for row in counted], dtype=np.int64).reshape(-1, 3)
    return of_counts(tuple(groups), counts, question)


def _audited(groups: Sequence[str], counted: Sequence[Row], question: Question) -> list[Row]:
    audit = audit_of(groups, counted, question)
    gaps = {one.group: one for one in audit.gaps}
    found = []
    for rate in audit.rates:
        row: Row = {
            "group": rate.group,
            "question": question.value,
            "yes": rate.yes,
            "no": rate.no,
            "not_known": rate.unknown,
        }
        row |= {name: _share(getattr(rate, name)) for name in ("value", "low", "high", "floor", "ceiling")}
        gap = gaps.get(rate.group)
        row |= {f"gap_{name}": _share(getattr(gap, name, None)) for name in ("value", "low", "high")}
        found.append(row | _finding(gap.finding if gap else None))
    return found


def _finding(finding: Any) -> Row:
    if finding is None:
        return {"finding": "", "p": None, "smallest_rise": None, "smallest_fall": None}
    if isinstance(finding, CannotTell):
        return {"finding": "cannot-tell", "p": None, "smallest_rise": None, "smallest_fall": None}
    if isinstance(finding, Found):
        return {"finding": "found", "p": _share(finding.p), "smallest_rise": None, "smallest_fall": None}
    sides = {"smallest_rise": _share(finding.rise), "smallest_fall": _share(finding.fall)}
    return {"finding": "not-found", "p": _share(finding.p), **sides}


def _share(value: float | None) -> float | None:
    return None if value is None else round(float(value), 4)


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """Counts by group, a part of the subject of single restrictions, and the rates that rest on them."""
    found = units(t, context)
    made = []
    for shape in shapes:
        _one(shape.by)
        counted = {name: tally(found.filter(found[f"is_{name}"] == 1), shape.by, {}, KEYS) for name in COUNTS}
        (table,) = build(REPORT, context, (shape,), counted, subject=restrictions.SUBJECT, keys=KEYS)
        cells = {**table.cells, **_percentages(table)}
        measures = (*COUNTS, *(name for name, _ in DERIVED))
        made.append(replace(table, measures=measures, cells=cells, derived=DERIVED))
    return tuple(made)


def _percentages(table: Table) -> dict[tuple[str, Key], Count]:
    """Rates in whole percent, their intervals rounded outwards; not known where nobody's answer is."""
    cells = {}
    for part, whole in RATES.values():
        for key in table.keys():
            yes, of = table.cells[part, key].value or 0, table.cells[whole, key].value or 0
            low, high = wilson(yes, of)
            values = (round(100 * yes / of), floor(100 * low), ceil(100 * high)) if of else (None, None, None)
            for end, value in zip(ENDS, values, strict=True):
                cells[f"{part}_percent{end}", key] = Count(value, missing=Flag.NOT_KNOWN)
    return cells


def notes(_t: Tables, context: Context) -> Notes:
    """What a gap is and is not."""
    return Notes(REPORT.slug, options_of(context)[:2], (), (NOT_WHY,))


REPORT = Report(
    slug="disparities",
    title={
        "en": "Do decisions fall differently on groups?",
        "ar": "هل تختلف القرارات بين الفئات؟",
        "fr": "Les décisions frappent-elles autrement selon les groupes\u202f?",
        "es": "¿Caen las decisiones de otro modo según el grupo?",
    },
    question={
        "en": "Whose speech is acted upon, who appeals, and who is proved right?",
        "ar": "مَن يُتخذ إجراء بشأن قوله، ومَن يتظلم، ومَن يثبت أنه على حق؟",
        "fr": "Qui voit sa parole frappée d’une mesure, qui fait recours, et à qui donne-t-on raison\u202f?",
        "es": "¿Contra la expresión de quién se actúa, quién recurre y a quién se da la razón?",
    },
    kind="restrictions",
    unit="restrictions",
    by=GROUPS,
    measures=(
        "yes", "no", "not_known", "value", "low", "high", "floor", "ceiling", "gap_value", "gap_low", "gap_high",
        "finding", "p", "smallest_rise", "smallest_fall",
    ),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    nested=tuple(zip(COUNTS, ("restrictions", *COUNTS), strict=False)),
    needs_period=False,
)  # fmt: skip
