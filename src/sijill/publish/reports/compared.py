"""Which entries were compared to find out whether they are one person or one event, and what was said.

The newest judgement on a pair stands; one that was taken back is in no row. The pairs of the whole register, whatever
the period: a link between two lists bears on every figure that uses them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis

from sijill.publish.reports.keys import Key
from sijill.publish.reports.ledger import summed, told
from sijill.publish.reports.notes import options_of
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.stats.table import Table
from sijill.tables.engines import Tables

KEYS: Mapping[str, Key] = {
    "entry_kind": Key("entry_kind", "entity_kind", "", ("person", "event")),
    "verdict": Key("verdict", "verdict", "judgements", ("same", "not-same", "unsure")),
}
MEASURES: Mapping[str, str] = {"pairs": "pairs"}
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
    """One row per pair of entries that somebody judged: `entity_kind`, `verdict`, and `pairs`, which is 1."""
    said = t["judgement"]
    turned = said.left_id > said.right_id
    said = said.mutate(
        one=ibis.ifelse(turned, said.right_id, said.left_id), other=ibis.ifelse(turned, said.left_id, said.right_id)
    )
    newest = said.group_by("one", "other").agg(newest=said.log_from.max())
    same = [("one", "one"), ("other", "other"), ("log_from", "newest")]
    found = said.join(newest, same).select("entity_kind", "verdict", "one", "other").distinct()
    return found.mutate(pairs=ibis.literal(1, "int64"))


def rows(t: Tables, _context: Context, by: Sequence[str]) -> list[Row]:
    """Pairs by the keys asked for, ordered by them."""
    return told(pairs(t), REPORT.asked(by), KEYS, MEASURES)


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """The same with totals."""
    found = pairs(t)
    return tuple(
        summed(REPORT, context, shape, found, KEYS, MEASURES, subject="compared", counts=tuple(MEASURES))
        for shape in shapes
    )


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
    measures=tuple(MEASURES),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    needs_period=False,
)
