"""Commitments of States, companies and institutions: how many entries of the register are as each asks.

What nothing here can tell is *not measurable here*, and that is said. Commitments are never added up, and there is no
overall number: an addressee is not a score. Which entries measure which commitment: `scorecard_measures.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ibis

from sijill.publish.reports.commitments import BY_ID, CODES, COMMITMENTS, COMPANY, STATE, Commitment
from sijill.publish.reports.keys import Key
from sijill.publish.reports.ledger import PUBLISHED, Keys, key, summed, told
from sijill.publish.reports.notes import options_of
from sijill.publish.reports.report import Context, Note, Notes, Report, ReportError, Row, Shape
from sijill.publish.reports.scorecard_measures import MEASURES as MEASURED_BY
from sijill.publish.reports.units import once
from sijill.stats.table import Count, Flag, Table
from sijill.tables.engines import Tables

MEASURED, NOTHING, NOT_HERE = STATES = ("measured", "nothing-recorded", "not-measurable-here")
BODY = "body"
KEYS: Keys = {
    "commitment": Key("commitment", "commitment", fixed=CODES, order=CODES),
    "country": key("country", "places"),
    "company": key("company"),
    BODY: key(BODY),
}
MEASURES = {"kept": "kept", "out_of": "known", "open": "open"}
ALL = Shape("scorecard", ("commitment",))
OF_STATES = Shape("scorecard-states", ("commitment", "country"))
OF_COMPANIES = Shape("scorecard-companies", ("commitment", "company"))
SHAPES = (ALL, OF_STATES, OF_COMPANIES)
WHOSE = {OF_STATES.slug: STATE, OF_COMPANIES.slug: COMPANY}

NO_OVERALL = Note(
    "no-overall-number",
    {
        "en": "Each commitment stands alone: they are not added up, and nobody is ranked. The first number are the "
        "entries of this register that are as the commitment asks, the second those that say whether they are; what an "
        "entry does not say is counted apart. These are the entries that this institution knows of, not all there are, "
        "and which entry measures which commitment is our reading.",
        "ar": "كل التزام قائم بذاته: فالالتزامات لا تُجمع ولا يُرتَّب أحد. العدد الأول قيود هذا السجل التي توافق "
        "الالتزام، والثاني القيود التي تبيّن ذلك، وما لا يبيّنه القيد يُعدّ على حدة. وهذه ما تعرفه المؤسسة وليست كل "
        "ما هناك، واختيار ما يقيس كل التزام قراءتنا نحن.",
        "fr": "Chaque engagement est pris seul\u202f: ils ne s’additionnent pas et nul n’est classé. Le premier nombre "
        "compte les entrées de ce registre conformes à l’engagement, le second celles qui disent si elles le "
        "sont\u202f; ce qu’une entrée ne dit pas est compté à part. Ce sont les entrées que l’institution connaît, non "
        "toutes, et le choix de ce qui mesure un engagement est notre lecture.",
        "es": "Cada compromiso está solo: no se suman y a nadie se clasifica. El primer número son las entradas de "
        "este registro que cumplen el compromiso, el segundo las que dicen si lo cumplen; lo que una entrada no dice "
        "se cuenta aparte. Son las entradas que conoce la institución, no todas, y qué entrada mide cada compromiso es "
        "lectura nuestra.",
    },
)
ELSEWHERE = Note(
    "commitments-on-people-elsewhere",
    {
        "en": "“Not measurable here”: nothing that this register holds can tell. Commitments that are measured by "
        "single restrictions, by cases or by complaints are not in these tables, because those are counts of people: "
        "restrictions are in the tables of the four questions, protected, and cases in the releases about people.",
        "ar": "«لا يُقاس هنا»: لا شيء في هذا السجل يبيّنه. أما الالتزامات التي تُقاس بالقيود المفردة أو بالحالات أو "
        "بالشكاوى فليست في هذه الجداول لأنها أعداد أشخاص: فالقيود في جداول الأسئلة الأربعة محميةً، والحالات في "
        "الإصدارات الخاصة بالأشخاص.",
        "fr": "«\u202fNon mesurable ici\u202f»\u202f: rien dans ce registre ne permet de le dire. Les engagements que "
        "mesurent des restrictions isolées, des cas ou des plaintes ne sont pas dans ces tableaux, car ce sont des "
        "comptes de personnes\u202f: les restrictions sont dans les tableaux des quatre questions, protégés, et les "
        "cas dans les publications sur les personnes.",
        "es": "«No se puede medir aquí»: nada de este registro lo dice. Los compromisos que se miden con restricciones "
        "sueltas, casos o quejas no están en estas tablas, porque son recuentos de personas: las restricciones están "
        "en las tablas de las cuatro preguntas, protegidas, y los casos en las publicaciones sobre personas.",
    },
)


def units(t: Tables, context: Context, one: Commitment) -> ibis.Table:
    """The entries that measure a commitment: `scorecard_measures.COLUMNS`, `known`, and the commitment."""

    def make() -> ibis.Table:
        found = MEASURED_BY[one.measure].units(t, context)
        return found.mutate(known=found.kept + found.broken, commitment=ibis.literal(one.id))

    return once(t, ("commitment", one.id, context.options.since, context.options.until), make)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Each commitment by the keys asked for: entries as it asks, those that say, those that do not; and its state.

    A commitment without entries is there once, with no numbers: `nothing-recorded`, or `not-measurable-here`. `body` is
    the id of the company or authority whose entries they are. The institution's own commitments have no keys.
    """
    return chosen(t, context, REPORT.asked(by), COMMITMENTS)


def chosen(
    t: Tables,
    context: Context,
    by: Sequence[str],
    commitments: Sequence[Commitment],
    of: Callable[[ibis.Table], Any] | None = None,
) -> list[Row]:
    """`rows` for some commitments, of the entries for which `of` holds."""
    found: list[Row] = []
    for one in commitments:
        measured: list[Row] = []
        if one.measure:
            held = units(t, context, one)
            held = held if of is None else held.filter(of(held))
            measured = [row for row in told(held, by, KEYS, MEASURES) if row["out_of"] + row["open"]]
        state = MEASURED if measured else NOTHING if one.measure else NOT_HERE
        nothing: Row = {name: one.id if name == "commitment" else "" for name in by}
        for row in measured or [nothing | dict.fromkeys(MEASURES)]:
            found.append({"addressee": one.addressee, **row, "state": state})
    return found


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """The same from what leads to no person: every commitment of all addressees together, then those that are measured.

    `ReportError` for ids of bodies, which are for the staff.
    """
    return tuple(_table(t, context, Shape(shape.slug, REPORT.asked(shape.by))) for shape in shapes)


def _table(t: Tables, context: Context, shape: Shape) -> Table:
    if BODY in shape.by:
        raise ReportError("A table that may be published names no body; ask by company, or with --unprotected.")
    whole = len(shape.by) == 1
    wanted = WHOSE.get(shape.slug, "")
    shown = [
        one
        for one in COMMITMENTS
        if (MEASURED_BY[one.measure].public if one.measure else whole) and wanted in ("", one.addressee)
    ]
    held = [units(t, context, one) for one in shown if one.measure]
    found = ibis.union(*(one.filter(one.public) for one in held))
    codes = tuple(one.id for one in shown)
    keys = {**KEYS, "commitment": Key("commitment", "commitment", fixed=codes, order=CODES)}
    made = summed(
        REPORT, context, shape, found, keys, MEASURES,
        subject=shape.slug, counts=("open",), apart=tuple(name for name in shape.by if name != "country"),
    )  # fmt: skip
    if not whole:
        return made
    return _with_gaps(made)


def _with_gaps(table: Table) -> Table:
    """The table with what nothing here can measure told from what is not recorded."""
    cells = dict(table.cells)
    for (measure, address), count in table.cells.items():
        (code,) = address
        if not BY_ID[code].measure:
            cells[measure, address] = Count(None, missing=Flag.NOT_MEASURABLE)
        elif measure == "open" and not count.value and table.cells["out_of", address].value is None:
            cells[measure, address] = Count(None, missing=Flag.NOT_KNOWN)
    return Table(
        table.slug, table.subject, table.kind, table.unit, table.since, table.until, table.dimensions, table.measures,
        cells,
    )  # fmt: skip


def notes(_t: Tables, context: Context) -> Notes:
    """That nothing is added up, and what is not here."""
    return Notes(REPORT.slug, options_of(context)[:2], (), (NO_OVERALL, ELSEWHERE))


REPORT = Report(
    slug="scorecard",
    title={
        "en": "Scorecard of commitments",
        "ar": "بطاقة متابعة الالتزامات",
        "fr": "Tableau de suivi des engagements",
        "es": "Tabla de seguimiento de compromisos",
    },
    question={
        "en": "What do States, companies and institutions owe to those who speak, and how far do the entries of this "
        "register show that they do it?",
        "ar": "ما الذي تدين به الدول والشركات والمؤسسات لمن يتكلم، وإلى أي حد تُظهر قيود هذا السجل وفاءها به؟",
        "fr": "Que doivent les États, les entreprises et les institutions à ceux qui s’expriment, et dans quelle "
        "mesure les entrées de ce registre montrent-elles qu’ils le font\u202f?",
        "es": "¿Qué deben los Estados, las empresas y las instituciones a quienes se expresan, y hasta dónde muestran "
        "las entradas de este registro que lo cumplen?",
    },
    kind=PUBLISHED,
    unit="entries",
    by=tuple(KEYS),
    measures=tuple(MEASURES),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    nested=(("kept", "out_of"),),
    always=("commitment",),
    needs_period=False,
)
