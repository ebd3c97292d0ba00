"""Restrictions one by one: the four questions that each must answer, as tables.

Who decided and who asked; what was done and to what; was it a machine; what remedy was there and was it used.
A restriction may be linked to a person, so its counts are counts of people and protected as such. Figures that
companies publish are no part of this report (`santa_clara.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.publish.reports.cells import build, tally
from sijill.publish.reports.ledger import Keys, from_public_sources, in_period, key, keys_of, standing, told, when
from sijill.publish.reports.notes import options_of
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.publish.reports.units import once
from sijill.stats.table import Table
from sijill.tables.engines import Tables

KEYS: Keys = keys_of(
    key("decider", "decider_kinds"),
    key("asked_by", "authority_kinds"),
    key("measure", "measures"),
    key("object", "content_kinds"),
    key("scope", "restriction_scopes"),
    key("detected_by", "detection_sources"),
    key("automated_detection", "tri"),
    key("automated_decision", "automation"),
    key("remedy", "remedies"),
    key("appealed", "tri"),
    key("appeal_outcome", "appeal_outcomes"),
    key("redressed", "tri"),
    key("ground", "grounds"),
    key("explained", "tri"),
    key("notified", "tri"),
    key("indefinite", "tri"),
    key("territorial_limit", "tri"),
    key("speaker", "speaker_kinds"),
    key("language", "languages"),
    key("country", "places"),
    key("reversal", "tri"),
)
MEASURES = {
    "restrictions": "inside",
    "judicial": "judicial",
    "not_judicial": "not_judicial",
    "undecided": "open_date",
}
# The four questions in order, then what else a reader asks.
BROKEN_DOWN = (
    ("decider",),
    ("asked_by",),
    ("measure",),
    ("scope",),
    ("detected_by",),
    ("automated_detection",),
    ("automated_decision",),
    ("remedy",),
    ("appealed", "appeal_outcome"),
    ("ground",),
    ("notified",),
    ("speaker",),
    ("country",),
    ("reversal",),
)
SHAPES = tuple(Shape("-".join(("restrictions", *by)).replace("_", "-"), by) for by in BROKEN_DOWN)
SUBJECT = "restrictions"

KNOWN_HERE = Note(
    "restrictions-known-here",
    {
        "en": "Restrictions that this institution learned of, one by one: neither all nor a sample. A reversal is a "
        "restriction of its own kind and stands under “reversal”. Small counts are hidden, unless each of the cases is "
        "public and linked to no person.",
        "ar": "هذه قيود علمت بها المؤسسة واحداً واحداً، فليست كل القيود وليست عيّنة. والرجوع عن القيد قيد قائم "
        "بذاته ويظهر تحت «رجوع عن قرار». وتُخفى الأعداد الصغيرة ما لم تكن كل حالة علنية وغير مرتبطة بشخص.",
        "fr": "Des restrictions dont l’institution a eu connaissance, une à une\u202f: ni toutes, ni un "
        "échantillon. Une annulation est un enregistrement à part et figure sous «\u202fannulation\u202f». Les "
        "petits nombres sont masqués, sauf si chaque cas est public et lié à aucune personne.",
        "es": "Restricciones que conoció la institución, una a una: ni todas ni una muestra. Una revocación es un "
        "registro propio y figura como «revocación». Los números pequeños se ocultan, salvo que cada caso sea "
        "público y no esté vinculado a ninguna persona.",
    },
)


def units(t: Tables, context: Context) -> ibis.Table:
    """One row per single restriction that may have begun in the period; `public` if it may be counted exactly."""
    return once(t, ("restrictions", context.options.since, context.options.until), lambda: _single(t, context))


def _single(t: Tables, context: Context) -> ibis.Table:
    held = standing(t, "restriction")
    found = in_period(held.filter(held.level == "single"), context, "applied")
    courts = [code for code, said in codelist("decider_kinds").column("judicial").items() if said == "yes"]
    by_court, known = found.decider.isin(courts), found.decider.notin(UNKNOWN_CODES)
    found = found.mutate(
        reversal=ibis.ifelse(found.reverses_id.notnull(), "yes", "no"),
        judicial=found.inside * when(by_court),
        not_judicial=found.inside * when(known & ~by_court),
        open_date=1 - found.inside,
    )
    about = t["restriction"].filter(t["restriction"].person_id.notnull()).select(of="id")
    return from_public_sources(t, found, "restriction", about)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Restrictions by the keys asked for; where it is known who decided, how many a court did and how many not."""
    asked = REPORT.asked(by)
    return told(units(t, context), asked, KEYS, MEASURES)


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """Restrictions that surely began in the period, each table a part of one subject, to be protected."""
    found = units(t, context)
    found = found.filter(found.inside == 1)
    made: list[Table] = []
    for shape in shapes:
        counted = {"restrictions": tally(found, shape.by, {}, KEYS)}
        made += build(REPORT, context, (shape,), counted, subject=SUBJECT, keys=KEYS)
    return tuple(made)


def notes(_t: Tables, context: Context) -> Notes:
    """What is counted and what is hidden."""
    return Notes(REPORT.slug, options_of(context)[:2], (), (KNOWN_HERE,))


REPORT = Report(
    slug="restrictions",
    title={
        "en": "Restrictions: the four questions",
        "ar": "القيود: الأسئلة الأربعة",
        "fr": "Restrictions\u202f: les quatre questions",
        "es": "Restricciones: las cuatro preguntas",
    },
    question={
        "en": "Who decided and who asked, what was done, was it a machine, and what remedy was there?",
        "ar": "مَن قرّر ومَن طلب، وماذا فُعل، وهل فعلته آلة، وما سبيل الانتصاف؟",
        "fr": "Qui a décidé et qui a demandé, qu’a-t-on fait, était-ce une machine, et quel recours y avait-il\u202f?",
        "es": "¿Quién decidió y quién lo pidió, qué se hizo, fue una máquina, y qué recurso había?",
    },
    kind="restrictions",
    unit="restrictions",
    by=tuple(KEYS),
    measures=tuple(MEASURES),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    needs_period=False,
)
