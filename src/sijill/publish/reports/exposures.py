"""Users' data that got out: leaked, taken by an insider, breached or sold; alleged or established (duty C8)."""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from sijill.publish.reports.ledger import (
    PUBLISHED,
    Keys,
    from_public_sources,
    in_period,
    key,
    keys_of,
    standing,
    summed,
    told,
    when,
)
from sijill.publish.reports.notes import options_of
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.stats.table import Table
from sijill.tables.engines import Tables

KEYS: Keys = keys_of(
    key("kind", "exposure_kinds"),
    key("data", "data_kinds"),
    key("standing", "attributions"),
    key("recipient", "authority_kinds"),
    key("country", "places"),
    key("notified", "tri"),
)
MEASURES = {
    "exposures": "inside",
    "persons_low": "low",
    "persons_high": "high",
    "persons_not_stated": "missing",
    "undecided": "open_date",
}
COUNTS = ("exposures", "persons_not_stated", "undecided")
SHAPES = tuple(Shape(f"exposures-{name}", (name, "standing")) for name in ("kind", "data", "recipient", "notified"))
SUBJECT = "exposures"

ALLEGED_APART = Note(
    "alleged-is-not-established",
    {
        "en": "What is alleged and what somebody established stand apart and are not added up. The tables hold what is "
        "known from public sources and is linked to no person’s case. One person may be in several exposures, so the "
        "numbers of persons are not numbers of different people.",
        "ar": "ما هو مزعوم وما أثبتته جهة ما منفصلان ولا يُجمعان. ولا تضم الجداول إلا ما عُرف من مصادر علنية ولم "
        "يرتبط بحالة شخص. وقد يكون الشخص الواحد في أكثر من حادثة، فأعداد الأشخاص ليست أعداد أشخاص مختلفين.",
        "fr": "L’allégué et l’établi sont séparés et ne s’additionnent pas. Les tableaux contiennent ce que l’on "
        "sait de sources publiques et qui n’est lié au cas d’aucune personne. Une même personne peut figurer dans "
        "plusieurs fuites\u202f: ces nombres ne sont pas des nombres de personnes distinctes.",
        "es": "Lo alegado y lo establecido están aparte y no se suman. Las tablas contienen lo conocido por fuentes "
        "públicas y no vinculado al caso de nadie. Una persona puede estar en varias exposiciones: los números no "
        "son de personas distintas.",
    },
)


def units(t: Tables, context: Context) -> ibis.Table:
    """One row per exposure that may have happened in the period, with the persons affected as far as they are known."""
    found = in_period(standing(t, "exposure"), context, "occurred")
    inside, nothing = found.inside == 1, ibis.null("int64")
    found = found.mutate(
        level=ibis.literal("single"),
        low=ibis.ifelse(inside, found.persons_low, nothing),
        high=ibis.ifelse(inside, found.persons_high, nothing),
        missing=found.inside * when(found.persons_low.isnull()),
        open_date=1 - found.inside,
    )
    return from_public_sources(t, found, "exposure", t["exposure_act"].select(of="exposure_id"))


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Exposures and persons affected, lowest and highest; `standing` is always among the keys."""
    return told(units(t, context), REPORT.asked(by), KEYS, MEASURES, COUNTS)


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """The same from public sources, and of no person's case; one empty table where there is nothing to break down."""
    found = units(t, context)
    found = found.filter(found.public)
    made = []
    for shape in shapes:
        whole = Shape(shape.slug, REPORT.asked(shape.by))
        made.append(
            summed(
                REPORT, context, whole, found, KEYS, MEASURES, subject=SUBJECT, counts=COUNTS, apart=("standing",)
            )
        )  # fmt: skip
    return tuple(made) if any(one.cells for one in made) else tuple(made[:1])


def notes(_t: Tables, context: Context) -> Notes:
    """Why what is alleged stands apart."""
    return Notes(REPORT.slug, options_of(context)[:2], (), (ALLEGED_APART,))


REPORT = Report(
    slug="exposures",
    title={
        "en": "Users’ data that got out",
        "ar": "بيانات المستخدمين التي انكشفت",
        "fr": "Données d’utilisateurs exposées",
        "es": "Datos de usuarios expuestos",
    },
    question={
        "en": "How often did users’ data leak, get taken or sold, what data, and who is said to have received it?",
        "ar": "كم مرة تسرّبت بيانات المستخدمين أو أُخذت أو بيعت، وأي بيانات، ومَن يُقال إنه تسلّمها؟",
        "fr": "Combien de fois des données d’utilisateurs ont-elles fui, été prises ou vendues, lesquelles, et qui les "
        "aurait reçues\u202f?",
        "es": "¿Cuántas veces se filtraron, se sustrajeron o se vendieron datos de usuarios, cuáles, y quién los "
        "habría recibido?",
    },
    kind=PUBLISHED,
    unit="exposures",
    by=tuple(KEYS),
    measures=tuple(MEASURES),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    always=("standing",),
    needs_period=False,
)
