"""What the figures rest on: which sources in which years, how much is unknown, how precise the dates are.

Taken over every act that stands in the register and may have happened in the period, whether or not
it counts. A change in a figure may be a change in the sources; this report lets a reader see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from sijill.publish.reports.cells import build, needed, tally
from sijill.publish.reports.coverage_facts import (
    FIELDS,
    acts_in_scope,
    files,
    refusals,
    reports_by_source,
    sources_of,
)
from sijill.publish.reports.keys import in_order
from sijill.publish.reports.notes import SOURCES_OVERLAP, options_of
from sijill.publish.reports.report import Context, Note, Notes, Report, ReportError, Row, Shape
from sijill.publish.reports.units import grouped
from sijill.stats.table import TOTAL, Count, Dimension, Key, Table
from sijill.tables.engines import Tables, fetched

SUBJECT = "coverage"
OF_ACTS = (
    Shape("coverage-sources", ("source", "dated")),
    Shape("coverage-dates", ("dated", "precision")),
    Shape("coverage-entries", ("entry",)),
)
OF_FACTS = Shape("coverage-facts", ("field", "answer"))
OF_REPORTS = Shape("coverage-reports", ("source",))
OF_FILES = Shape("coverage-files", ("source",))
SHAPES = (*OF_ACTS, OF_FACTS, OF_REPORTS, OF_FILES)
ANSWERS = ("known", "undetermined", "not-asked", "not-stated", "not-available")

EVERY_ENTRY = Note(
    "coverage-of-every-entry",
    {
        "en": "Coverage is taken over every act in the register that may have happened in the period, "
        "drafts included, whether or not it counts.",
        "ar": "تُحسب التغطية على كل فعل في السجل يحتمل وقوعه في الفترة، بما في ذلك المسودات، سواء احتُسب أم لا.",
        "fr": "La couverture se mesure sur chaque acte du registre qui pourrait s’être produit dans la "
        "période, brouillons compris, qu’il soit compté ou non.",
        "es": "La cobertura se mide sobre cada acto del registro que pudo haber ocurrido en el período, "
        "borradores incluidos, cuente o no.",
    },
)
PUBLIC_SOURCES_ONLY = Note(
    "sources-that-are-public",
    {
        "en": "Sources whose statements are public are named; all others stand together as undisclosed.",
        "ar": "تُذكر المصادر العلنية بأسمائها، وتُجمع سائر المصادر معاً دون كشفها.",
        "fr": "Les sources dont les déclarations sont publiques sont nommées\u202f; toutes les autres sont "
        "regroupées sans être révélées.",
        "es": "Se nombran las fuentes cuyas declaraciones son públicas; todas las demás figuran juntas, sin revelarse.",
    },
)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """For the staff, every source by its code. What goes together is in `FACES`."""
    asked = REPORT.asked(by)
    for keys, face in FACES:
        if set(asked) <= keys:
            return face(t, context, asked)
    together = "; ".join(", ".join(sorted(keys)) for keys, _ in FACES)
    raise ReportError(f"Coverage cannot be broken down by {', '.join(asked)} at once. What goes together: {together}.")


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """Tables of acts by source, date and entry; of facts known; of reports; of the rows of files."""
    strange = [one for one in shapes if one not in _MAKERS and not set(one.by) <= FACES[0][0]]
    if strange:
        raise ReportError(f"Coverage has no table by {', '.join(strange[0].by)}; see docs/reference/reports.md.")
    made = {one.slug: one for one in _act_tables(t, context, [one for one in shapes if one not in _MAKERS])}
    made |= {shape.slug: make(t, context) for shape, make in _MAKERS.items() if shape in shapes}
    return tuple(made[shape.slug] for shape in shapes)


def _act_rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    pairs = {"source": sources_of(t, named=True)}
    return grouped(acts_in_scope(t, context.options), by, pairs, acts=lambda found: found.count())


def _fact_rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Acts per fact and answer; by the answer alone would add up different questions."""
    if "field" not in by:
        raise ReportError("Answers to different questions are not added up: ask for field,answer.")
    found: list[Row] = []
    for field, answers in _answers(t, context).items():
        parts: Mapping[str, int] = answers if "answer" in by else {"": sum(answers.values())}
        for answer, acts in parts.items():
            said = {"field": field, "answer": answer}
            found.append({**{name: said[name] for name in by}, "acts": acts})
    return found


def _answers(t: Tables, context: Context) -> dict[str, dict[str, int]]:
    """Per fact, how many acts have which answer, in the order of `ANSWERS`; without those nobody gave."""
    acts = acts_in_scope(t, context.options)
    columns = list(FIELDS.values())
    counted = fetched(acts.group_by(columns).agg(acts=acts.count()))
    found = {}
    for field, column in FIELDS.items():
        sums = Counter[str]()
        for row in counted:
            sums[row[column]] += row["acts"]
        found[field] = {answer: sums[answer] for answer in ANSWERS if answer in sums}
    return found


def _file_rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Rows refused, by file and problem."""
    found = refusals(t)
    return fetched(found.group_by(list(by)).agg(refused=found.count()).order_by(list(by)))


Face = Callable[[Tables, Context, Sequence[str]], list[Row]]
FACES: tuple[tuple[frozenset[str], Face], ...] = (
    (frozenset({"source", "dated", "precision", "entry"}), _act_rows),
    (frozenset({"field", "answer"}), _fact_rows),
    (frozenset({"source", "vintage", "problem"}), _file_rows),
)


def _act_tables(t: Tables, context: Context, shapes: Sequence[Shape]) -> tuple[Table, ...]:
    if not shapes:
        return ()
    pairs = {"source": sources_of(t, named=False)}
    counted = tally(acts_in_scope(t, context.options), needed(shapes), pairs)
    return build(REPORT, context, shapes, {"acts": counted}, subject=SUBJECT)


def _fact_table(t: Tables, context: Context) -> Table:
    dimensions = (
        Dimension("field", tuple(FIELDS), "elements", adds_up=False, covers=False),
        Dimension("answer", (TOTAL, *ANSWERS), ""),
    )
    cells: dict[tuple[str, Key], Count] = {}
    for field, answers in _answers(t, context).items():
        for answer, acts in {TOTAL: sum(answers.values()), **dict.fromkeys(ANSWERS, 0), **answers}.items():
            cells["acts", (field, answer)] = Count(acts)
    return _table(OF_FACTS, context, "acts", dimensions, ("acts",), cells)


def _report_table(t: Tables, context: Context) -> Table:
    held = reports_by_source(t, context.options, named=False)
    counts = {row["code"]: row["reports"] for row in fetched(held.group_by("code").agg(reports=held.count()))}
    return _by_source(OF_REPORTS, context, "reports", {"reports": counts})


def _file_table(t: Tables, context: Context) -> Table:
    held = fetched(files(t, named=False))
    measures = {name: {row["code"]: row[name] for row in held} for name in ("rows_read", "rows_refused")}
    return _by_source(OF_FILES, context, "rows", measures)


def _by_source(shape: Shape, context: Context, unit: str, measures: Mapping[str, Mapping[str, int]]) -> Table:
    codes = in_order("", set().union(*measures.values()))
    cells: dict[tuple[str, Key], Count] = {}
    for measure, counts in measures.items():
        cells[measure, (TOTAL,)] = Count(sum(counts.values()))
        cells |= {(measure, (code,)): Count(counts.get(code, 0)) for code in codes}
    return _table(shape, context, unit, (Dimension("source", (TOTAL, *codes), ""),), tuple(measures), cells)


def _table(
    shape: Shape,
    context: Context,
    unit: str,
    dimensions: tuple[Dimension, ...],
    measures: tuple[str, ...],
    cells: Mapping[tuple[str, Key], Count],
) -> Table:
    period = (context.options.since, context.options.until)
    return Table(shape.slug, SUBJECT, REPORT.kind, unit, *period, dimensions, measures, cells)


_MAKERS: Mapping[Shape, Callable[[Tables, Context], Table]] = {
    OF_FACTS: _fact_table,
    OF_REPORTS: _report_table,
    OF_FILES: _file_table,
}


def notes(t: Tables, context: Context) -> Notes:
    """Which period was covered, and what the tables are taken over."""
    return Notes(REPORT.slug, options_of(context)[:2], (), (EVERY_ENTRY, SOURCES_OVERLAP, PUBLIC_SOURCES_ONLY))


REPORT = Report(
    slug="coverage",
    title={
        "en": "Coverage: sources and what is unknown",
        "ar": "التغطية: المصادر وما لا يُعرف",
        "fr": "Couverture\u00a0: sources et ce qui n’est pas connu",
        "es": "Cobertura: fuentes y lo que no se sabe",
    },
    question={
        "en": "What do the figures rest on, and how much of what they ask for is not known?",
        "ar": "على أي مصادر تستند الأرقام، وكم من المعلومات المطلوبة غير معروف؟",
        "fr": "Sur quoi reposent les chiffres, et quelle part de ce qu’ils demandent n’est pas connue\u202f?",
        "es": "¿En qué se basan las cifras, y cuánto de lo que piden no se sabe?",
    },
    kind="coverage",
    unit="acts",
    by=("source", "dated", "precision", "entry", "field", "answer", "vintage", "problem"),
    measures=("acts", "refused"),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    nested=(("rows_refused", "rows_read"),),
)
