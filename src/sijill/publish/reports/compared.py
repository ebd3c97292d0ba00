"""Which entries were compared to find out whether they are one person or one event, and what was said.

The newest judgement on a pair stands; one that was taken back is in no row. The pairs of the whole register, whatever
the period: a link between two lists bears on every figure that uses them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis

from sijill.publish.reports.keys import Key, dimension
from sijill.publish.reports.notes import options_of
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.stats.table import TOTAL, Count, Table
from sijill.stats.table import Key as CellKey
from sijill.tables.engines import Tables, fetched

KEYS: Mapping[str, Key] = {
    "entry_kind": Key("entry_kind", "entity_kind", "", ("person", "event")),
    "verdict": Key("verdict", "verdict", "judgements", ("same", "not-same", "unsure")),
}
SHAPES = (Shape("compared", ("verdict", "entry_kind")),)
BY_PEOPLE = Note(
    "compared-by-people",
    {
        "en": "A program may propose that two entries are about one person; people decide. Pairs that "
        "nobody has looked at are in "
        "no row, so this does not say how many links were missed.",
        "ar": "قد يقترح برنامج أن قيدين يخصان شخصاً واحداً، والقرار للناس. والأزواج التي لم ينظر فيها "
        "أحد ليست في أي صف، فلا يدل هذا "
        "على عدد الصلات التي فاتت.",
        "fr": "Un programme peut proposer que deux fiches parlent d’une seule personne\u202f; ce sont "
        "des personnes qui décident. Les "
        "paires que nul n’a regardées ne sont dans aucune ligne\u202f: cela ne dit pas combien de "
        "liens ont été manqués.",
        "es": "Un programa puede proponer que dos registros hablan de una sola persona; deciden "
        "personas. Los pares que nadie miró no "
        "están en ninguna fila, así que esto no dice cuántos vínculos se pasaron por alto.",
    },
)


def pairs(t: Tables) -> ibis.Table:
    """One row per pair of entries that somebody judged: `entity_kind`, `verdict`."""
    said = t["judgement"]
    turned = said.left_id > said.right_id
    said = said.mutate(
        one=ibis.ifelse(turned, said.right_id, said.left_id), other=ibis.ifelse(turned, said.left_id, said.right_id)
    )
    newest = said.group_by("one", "other").agg(newest=said.log_from.max())
    same = [("one", "one"), ("other", "other"), ("log_from", "newest")]
    return said.join(newest, same).select("entity_kind", "verdict", "one", "other").distinct()


def rows(t: Tables, _context: Context, by: Sequence[str]) -> list[Row]:
    """Pairs by the keys asked for, ordered by them."""
    asked, found = REPORT.asked(by), pairs(t)
    if not asked:
        return [{"pairs": fetched(found.aggregate(pairs=found.count()))[0]["pairs"]}]
    keys = {f"key{place}": found[KEYS[name].column] for place, name in enumerate(asked)}
    counted = fetched(found.group_by(**keys).agg(pairs=found.count()).order_by(list(keys)))
    return [
        {**{name: row[f"key{place}"] for place, name in enumerate(asked)}, "pairs": row["pairs"]} for row in counted
    ]


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """The same with totals."""
    return tuple(_table(t, context, shape) for shape in shapes)


def _table(t: Tables, context: Context, shape: Shape) -> Table:
    held = {tuple(str(row[name]) for name in shape.by): int(row["pairs"]) for row in rows(t, context, shape.by)}
    dimensions = tuple(
        dimension(name, context, {codes[place] for codes in held}, keys=KEYS) for place, name in enumerate(shape.by)
    )
    period = (context.options.since, context.options.until)
    empty = Table(shape.slug, "compared", REPORT.kind, REPORT.unit, *period, dimensions, ("pairs",), {})
    cells: dict[tuple[str, CellKey], Count] = {
        ("pairs", key): Count(sum(count for codes, count in held.items() if _is_in(codes, key))) for key in empty.keys()
    }
    return Table(shape.slug, "compared", REPORT.kind, REPORT.unit, *period, dimensions, ("pairs",), cells)


def _is_in(codes: Sequence[str], key: CellKey) -> bool:
    return all(wanted in (TOTAL, code) for code, wanted in zip(codes, key, strict=True))


def notes(_t: Tables, context: Context) -> Notes:
    """Who decides, and what the table does not say."""
    return Notes(REPORT.slug, options_of(context)[:2], (), (BY_PEOPLE,))


REPORT = Report(
    slug="compared",
    title={
        "en": "Entries that were compared",
        "ar": "القيود التي قُورنت",
        "fr": "Fiches comparées",
        "es": "Registros comparados",
    },
    question={
        "en": "How many pairs of entries were compared, and how many of them are one person or one event?",
        "ar": "كم زوجاً من القيود قُورن، وكم منها لشخص واحد أو حدث واحد؟",
        "fr": "Combien de paires de fiches ont été comparées, et combien sont une seule personne ou un "
        "seul événement\u202f?",
        "es": "¿Cuántos pares de registros se compararon, y cuántos son una sola persona o un solo suceso?",
    },
    kind="coverage",
    unit="pairs",
    by=tuple(KEYS),
    measures=("pairs",),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    needs_period=False,
)
