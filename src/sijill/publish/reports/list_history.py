"""The history of one source's list: its size at each vintage, what was added, what was withdrawn. No names.

A list changes: entries are corrected, found to be wrong, or taken back. Only vintages that hold the
whole list and were read to the end are shown, in the order in which they were read, because what is
new or withdrawn is told against the vintage before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sijill.publish.reports.notes import options_of
from sijill.publish.reports.report import Context, Note, Notes, Report, ReportError, Row, Shape
from sijill.stats.table import Count, Dimension, Key, Table
from sijill.tables.engines import Tables, fetched

SHAPES = (Shape("list-history", ("vintage",)),)
MEASURES = ("size", "added", "revised", "withdrawn", "refused")

AS_REPORTED = Note(
    "list-as-reported",
    {
        "en": "This is what the source's list held, as the source published it. Nobody here has "
        "verified it, "
        "and an entry that left the list may have been a correction.",
        "ar": "هذا ما ضمّته قائمة المصدر كما نشرها، ولم يتحقق منه أحد هنا، وخروج قيد من القائمة قد يكون تصويباً.",
        "fr": "Voici ce que contenait la liste de la source telle que publiée. Personne ici ne l’a vérifiée, "
        "et une entrée qui a quitté la liste peut avoir été une correction.",
        "es": "Esto es lo que contenía la lista de la fuente tal como se publicó. Nadie la verificó aquí, y un"
        " asiento que salió de la lista puede haber sido una corrección.",
    },
)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """One row per vintage: `vintage` and the measures, in the order of reading."""
    REPORT.asked(by)
    source = source_asked(t, context)
    labels = [row["label"] for row in _vintages(t, source)]
    return [
        {"vintage": _label(labels, place), **{name: row[name] for name in MEASURES}}
        for place, row in enumerate(_vintages(t, source))
    ]


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """The history as a table. `ReportError` if the source is not public: then the size of its list is not."""
    source = source_asked(t, context)
    if not source["is_public"]:
        raise ReportError(f"The list of {source['code']!r} is not public, so neither is its history.")
    if any(shape.by != ("vintage",) for shape in shapes):
        raise ReportError("The history of a list is told by vintage and by nothing else.")
    found = rows(t, context, ("vintage",))
    vintages = Dimension("vintage", tuple(row["vintage"] for row in found), "", adds_up=False, covers=False)
    cells: dict[tuple[str, Key], Count] = {
        (name, (row["vintage"],)): Count(row[name], public=True) for row in found for name in MEASURES
    }
    period = (context.options.since, context.options.until)
    subject = f"list-history-{source['code']}"
    return tuple(
        Table(one.slug, subject, REPORT.kind, REPORT.unit, *period, (vintages,), MEASURES, cells) for one in shapes
    )


def source_asked(t: Tables, context: Context) -> dict[str, Any]:
    """The source whose list it is: the one the context names, else the only one with whole vintages."""
    whole = t["vintage"].filter(t["vintage"].complete & t["vintage"].finished)
    found = fetched(t["source"].semi_join(whole, t["source"].id == whole.source_id).order_by("code"))
    if context.source:
        found = [one for one in found if one["code"] == context.source]
    if len(found) != 1:
        what = f"source {context.source!r}" if context.source else "exactly one source"
        raise ReportError(
            f"The history of a list needs {what} with a vintage that holds the whole list and was "
            f"read to the end; "
            f"there are {len(found)}. Name one with its code."
        )
    return found[0]


def _vintages(t: Tables, source: dict[str, Any]) -> list[Row]:
    held = t["vintage"]
    held = held.filter((held.source_id == source["id"]) & held.complete & held.finished)
    return fetched(
        held.order_by(["log_from", "id"]).select(
            "label",
            size=held.rows_new + held.rows_unchanged + held.rows_revised,
            added=held.rows_new,
            revised=held.rows_revised,
            withdrawn=held.rows_withdrawn,
            refused=held.rows_refused,
        )
    )


def _label(labels: Sequence[str], place: int) -> str:
    """The vintage's own label; two of one label are told apart by a number."""
    label = labels[place]
    if labels.count(label) == 1:
        return label
    return f"{label} ({labels[: place + 1].count(label)})"


def notes(t: Tables, context: Context) -> Notes:
    """Whose list it is, and that it is theirs."""
    asked = ("source", str(source_asked(t, context)["code"]))
    return Notes(REPORT.slug, (*options_of(context)[:2], asked), (), (AS_REPORTED,))


REPORT = Report(
    slug="list_history",
    title={
        "en": "The history of a list",
        "ar": "تاريخ قائمة",
        "fr": "L’histoire d’une liste",
        "es": "La historia de una lista",
    },
    question={
        "en": "How long was the list at each vintage, and what was added to it or withdrawn from it?",
        "ar": "كم كان طول القائمة في كل نسخة، وما الذي أُضيف إليها أو سُحب منها؟",
        "fr": "Quelle était la longueur de la liste à chaque édition, et qu’y a-t-on ajouté ou retiré\u202f?",
        "es": "¿Qué extensión tenía la lista en cada edición, y qué se añadió o se retiró?",
    },
    kind="history",
    unit="entries",
    by=("vintage",),
    measures=MEASURES,
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    always=("vintage",),
)
