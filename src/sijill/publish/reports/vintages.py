"""What each vintage of each list brought: rows new, unchanged, reworded, withdrawn, refused. No names.

Only files that were read to the end. A vintage that is not the source's whole list cannot tell what was
withdrawn: that is not a 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from sijill.publish.reports.notes import options_of
from sijill.publish.reports.report import Context, Note, Notes, Report, ReportError, Row, Shape
from sijill.stats.table import Count, Dimension, Key, Table
from sijill.tables.engines import Tables, fetched

SHAPES = (Shape("vintages", ("vintage",)),)
# Measure to the column of `vintage` that holds it.
COLUMNS = {
    "rows_read": "rows_read",
    "added": "rows_new",
    "unchanged": "rows_unchanged",
    "revised": "rows_revised",
    "withdrawn": "rows_withdrawn",
    "refused": "rows_refused",
}
MEASURES = tuple(COLUMNS)

AS_READ = Note(
    "vintages-as-read",
    {
        "en": "Rows of files as they were read, and not cases: a row may hold several people, and "
        "several rows one. Only "
        "lists that are public are shown. “Withdrawn” is not assessed for a file that is not the "
        "source’s whole list.",
        "ar": "هذه صفوف الملفات كما قُرئت وليست حالات: فقد يضم الصف الواحد عدة أشخاص وقد تخص عدة صفوف "
        "شخصاً واحداً. ولا تُعرض "
        "إلا القوائم العلنية. ولا يُقيَّم «المسحوب» في ملف لا يضم قائمة المصدر كاملة.",
        "fr": "Des lignes de fichiers telles que lues, non des cas\u00a0: une ligne peut concerner plusieurs "
        "personnes, et "
        "plusieurs lignes une seule. Seules les listes publiques sont montrées. Les retraits ne sont pas "
        "évalués pour "
        "un fichier qui n’est pas la liste complète de la source.",
        "es": "Filas de archivos tal como se leyeron, no casos: una fila puede tratar de varias personas "
        "y varias filas de "
        "una. Solo se muestran listas públicas. Lo retirado no se evalúa en un archivo que no es la "
        "lista completa "
        "de la fuente.",
    },
)


def rows(t: Tables, _context: Context, by: Sequence[str]) -> list[Row]:
    """For the staff, every list: one row per vintage, by source and in the order of reading."""
    asked = REPORT.asked(by)
    held = read_vintages(t)
    for code, one in zip(told_apart(held), held, strict=True):
        one["vintage"] = code
    return [{name: one[name] for name in (*asked, *MEASURES)} for one in held]


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """The vintages of the lists that are public, as one table; none where no such list was read."""
    if any(shape.by != ("vintage",) for shape in shapes):
        raise ReportError("To the public, vintages are told by vintage and by nothing else.")
    found = [one for one in read_vintages(t) if one["is_public"]]
    if not found:
        return ()
    codes = told_apart(found)
    vintages = Dimension("vintage", codes, "", adds_up=False, covers=False)
    cells: dict[tuple[str, Key], Count] = {
        (name, (code,)): Count(one[name], public=True)
        for code, one in zip(codes, found, strict=True)
        for name in MEASURES
    }
    period = (context.options.since, context.options.until)
    return tuple(Table(one.slug, "vintages", REPORT.kind, REPORT.unit, *period, (vintages,), MEASURES, cells)
                 for one in shapes)  # fmt: skip


def read_vintages(t: Tables, source_id: str = "") -> list[Row]:
    """Every vintage that was read to the end, by source and in the order of reading; one source's if it is named.

    `withdrawn` is None where the file was not the source's whole list.
    """
    held = t["vintage"].filter(t["vintage"].finished)
    if source_id:
        held = held.filter(held.source_id == source_id)
    sources = t["source"].select("is_public", source="code", said_by="id")
    held = held.join(sources, [("source_id", "said_by")])
    counts = {name: held[column] for name, column in COLUMNS.items()}
    counts["withdrawn"] = ibis.cases((held.complete, held.rows_withdrawn))
    ordered = held.order_by(["source", "log_from", "id"])
    return fetched(ordered.select("source", "label", "complete", "is_public", **counts))


def told_apart(held: Sequence[Row]) -> tuple[str, ...]:
    """Source and label of each vintage; of those that stand there more than once, each with its number."""
    return numbered([f"{one['source']} {one['label']}" for one in held])


def numbered(labels: Sequence[str]) -> tuple[str, ...]:
    """The labels; of those that stand there more than once, each with its number."""
    return tuple(
        label if labels.count(label) == 1 else f"{label} ({labels[: place + 1].count(label)})"
        for place, label in enumerate(labels)
    )


def notes(_t: Tables, context: Context) -> Notes:
    """What a row of a file is, and whose lists are shown."""
    return Notes(REPORT.slug, options_of(context)[:2], (), (AS_READ,))


REPORT = Report(
    slug="vintages",
    title={
        "en": "What changed between vintages of the lists",
        "ar": "ما الذي تغيّر بين نسخ القوائم",
        "fr": "Ce qui a changé entre les versions des listes",
        "es": "Qué cambió entre versiones de las listas",
    },
    question={
        "en": "What did each copy of each list bring: new rows, changed rows, rows that were taken back?",
        "ar": "بمَ جاءت كل نسخة من كل قائمة: صفوف جديدة، أم صفوف متغيّرة، أم صفوف سُحبت؟",
        "fr": "Qu’a apporté chaque copie de chaque liste\u00a0: lignes nouvelles, modifiées, retirées\u202f?",
        "es": "¿Qué trajo cada copia de cada lista: filas nuevas, modificadas, retiradas?",
    },
    kind="history",
    unit="rows",
    by=("vintage", "source"),
    measures=MEASURES,
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    always=("vintage",),
)
