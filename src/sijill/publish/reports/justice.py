"""The state of justice: what became of charges against victims, and of the investigations of attacks on them.

Charges are counted one by one; investigations by victim and incident, beside the figures of SDG 16.10.1
whose acts they are. What nobody recorded is unknown: it is not impunity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import ibis

from sijill.publish.reports.cells import build, needed, tally
from sijill.publish.reports.notes import NEVER_ADDED, NOT_ASSESSED, options_of, rules_that_decided
from sijill.publish.reports.records import CHARGE, keyed
from sijill.publish.reports.report import Context, Note, Notes, Report, ReportError, Row, Shape
from sijill.publish.reports.sdg16 import STATUSES, counted, measures, with_status
from sijill.publish.reports.sdg16 import SUBJECT as SDG
from sijill.publish.reports.threads import NONE_RECORDED, charges_of, inquiries, judged
from sijill.publish.reports.units import called, grouped, matching, roles_of
from sijill.stats.table import Table
from sijill.tables.engines import Tables, fetched

SUBJECT = "charges"
OF_CHARGES = Shape("justice-charges", ("charge",))
OF_INQUIRIES = Shape("justice-investigations", ("inquiry", "category"))
SHAPES = (OF_CHARGES, OF_INQUIRIES)
PREFIX = "charges-"

LAST_STEP = Note(
    "charge-at-the-end-of-the-period",
    {
        "en": "Each charge stands under its last recorded step by the end of the period. Of acts that happened in the "
        "period; a later outcome changes a later release.",
        "ar": "تُدرج كل تهمة تحت آخر خطوة مسجَّلة لها بحلول نهاية الفترة، وذلك عن الأفعال التي وقعت في "
        "الفترة، وأي مآل لاحق "
        "يغيّر إصداراً لاحقاً.",
        "fr": "Chaque inculpation figure sous sa dernière étape enregistrée à la fin de la période, pour les "
        "actes commis "
        "pendant la période\u202f; une issue ultérieure modifiera une publication ultérieure.",
        "es": "Cada cargo figura en su último paso registrado al final del período, para los actos ocurridos en el "
        "período; un resultado posterior cambiará una publicación posterior.",
    },
)
UNKNOWN_IS_NOT_IMPUNITY = Note(
    "unknown-is-not-impunity",
    {
        "en": "“No step recorded” says that the register knows of none, not that nothing was done. A share "
        "is taken of "
        "the column’s total: cases of that stage over all cases counted.",
        "ar": "عبارة «لم تُسجَّل أي خطوة» تعني أن السجل لا يعلم بخطوة، ولا تعني أن شيئاً لم يُتخذ. وتُحسب "
        "النسبة من مجموع "
        "العمود: حالات تلك المرحلة إلى جميع الحالات المحتسبة.",
        "fr": "«\u202fAucune étape enregistrée\u202f» signifie que le registre n’en connaît pas, non que rien n’a été "
        "fait. Une part "
        "se calcule sur le total de la colonne\u00a0: les cas de cette étape sur tous les cas comptés.",
        "es": "«Ningún paso registrado» significa que el registro no conoce ninguno, no que nada se haya hecho. Una "
        "proporción se toma del total de la columna: los casos de esa etapa sobre todos los casos contados.",
    },
)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Charges by `charge` and `provision`, or counted victims by `inquiry`; one row per combination observed."""
    asked = REPORT.asked(by)
    if "inquiry" in asked:
        if set(asked) & {"charge", "provision"}:
            raise ReportError("Charges against victims and investigations of attacks are two questions: ask for one.")
        return grouped(investigated(t, context), asked, {"role": roles_of(t)}, victims=lambda found: found.count())
    return charge_rows(t, context, asked)


def charge_rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Charges under the context's status: one row per combination observed."""
    found = called(charges_of(t, context), context.options.status)
    return grouped(found, by, {"role": roles_of(t)}, charges=lambda charges: charges.count())


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """A table of charges, of a subject of their own; and one of investigations, part of the subject of "
    "the SDG table."""
    made: dict[str, Table] = {}
    of_charges = [one for one in shapes if "inquiry" not in one.by]
    if of_charges:
        made |= {one.slug: one for one in charge_tables(t, context, REPORT, of_charges)}
    of_inquiries = [one for one in shapes if "inquiry" in one.by]
    if any({"charge", "provision"} & set(one.by) for one in of_inquiries):
        raise ReportError("Charges against victims and investigations of attacks are two questions: ask for one.")
    if of_inquiries:
        names = needed(of_inquiries)
        tallies = {
            measure: tally(investigated(t, with_status(context, measure)), names, {"role": roles_of(t)})
            if assessed
            else None
            for measure, assessed in measures(t, context).items()
        }
        unit = replace(REPORT, unit="victim-incidents", kind="sdg16")
        made |= {one.slug: one for one in build(unit, context, of_inquiries, tallies, subject=SDG)}
    return tuple(made[shape.slug] for shape in shapes)


def charge_tables(t: Tables, context: Context, report: Report, shapes: Sequence[Shape]) -> tuple[Table, ...]:
    """Tables of charges; one measure per status, and every one of them counts charges."""
    held, names = keyed(charges_of(t, context), CHARGE, context), needed(shapes)
    tallies = {
        f"{PREFIX}{measure}": tally(called(held, measure), names, {"role": roles_of(t)}) if assessed else None
        for measure, assessed in measures(t, context).items()
    }
    of_charges = replace(report, unit="charges", kind="survivors")
    return build(of_charges, context, shapes, tallies, subject=SUBJECT)


def investigated(t: Tables, context: Context) -> ibis.Table:
    """The acts that count for SDG 16.10.1 with `inquiry`: how far the investigation of each had come."""
    acts = counted(t, context.options)
    held = inquiries(t, context.options.until)
    found = acts.left_join(held, [("act_id", "of")])
    return found.mutate(inquiry=found.inquiry.fill_null(NONE_RECORDED)).select(*acts.columns, "inquiry")


def explain(t: Tables, context: Context, measure: str, codes: Mapping[str, str]) -> list[Row]:
    """The charges of a cell, or the counted acts with the investigation of each."""
    if measure.startswith(PREFIX):
        return explain_charges(t, context, measure, codes)
    return matching(investigated(t, with_status(context, measure)), t, codes)


def explain_charges(t: Tables, context: Context, measure: str, codes: Mapping[str, str]) -> list[Row]:
    """The charges of a cell of `charge_tables`."""
    status = with_status(context, measure.removeprefix(PREFIX)).options.status
    return matching(called(charges_of(t, context), status), t, codes)


def notes(t: Tables, context: Context) -> Notes:
    """Which options and rules ran; what a last step and an unknown one are."""
    found = fetched(judged(t, context).select("rule").distinct())
    rules = sorted({*rules_that_decided(t, context), *(row["rule"] for row in found)})
    always = (NEVER_ADDED,) if context.assessed else (NEVER_ADDED, NOT_ASSESSED)
    return Notes(REPORT.slug, options_of(context), tuple(rules), (*always, LAST_STEP, UNKNOWN_IS_NOT_IMPUNITY))


REPORT = Report(
    slug="justice",
    title={
        "en": "The state of justice",
        "ar": "حالة العدالة",
        "fr": "L’état de la justice",
        "es": "El estado de la justicia",
    },
    question={
        "en": "What became of the charges against victims, and was anybody held to account for the attacks on them?",
        "ar": "ما مآل التهم الموجهة إلى الضحايا، وهل حوسب أحد على الاعتداءات عليهم؟",
        "fr": "Que sont devenues les inculpations contre les victimes, et quelqu’un a-t-il répondu des "
        "attaques subies\u202f?",
        "es": "¿En qué quedaron los cargos contra las víctimas, y respondió alguien por los ataques contra ellas?",
    },
    kind="survivors",
    unit="charges",
    by=("charge", "provision", "inquiry", "category", "kind", "sex", "gender", "age", "role", "state", "area",
        "country", "year"),
    measures=("charges", "victims"),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    explain=explain,
    nested=tuple((f"{prefix}{status}", f"{prefix}{STATUSES[0]}") for prefix in ("", PREFIX) for status in STATUSES[1:]),
)  # fmt: skip
