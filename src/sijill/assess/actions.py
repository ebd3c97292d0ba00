"""Writes of room `assess`: what people answer to the checks of the ground rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sijill.assess.models import Answer, EntityKind
from sijill.assess.rules.ground.check import TABLE_OF, Check
from sijill.assess.rules.ground.checks import ANSWERABLE, RABAT
from sijill.collect.actions import check_codes
from sijill.collect.draft import DraftAnswer
from sijill.collect.models import Report
from sijill.office.actions import require
from sijill.office.errors import Refusal
from sijill.office.ids import is_id
from sijill.office.ledger import action
from sijill.office.models import User
from sijill.office.records import kept_models
from sijill.office.roles import Role
from sijill.register.models import Support


def answer_check(
    *,
    actor: User,
    check: str,
    entity_kind: str,
    entity_id: str,
    verdict: str,
    reasons: str,
    on: date,
    report: Report | None = None,
) -> Answer:
    """Answer one check about one record, with reasons and the report that shows it.

    Earlier answers stay; the latest on a check and record stands. *Met* and *met in part* without a
    report are kept and count as unknown. Refusal for a check that is not asked of such records, for
    a record that is not here, for no reasons, and for Rabat as a whole: its six factors are answered one by one.
    """
    require(actor, Role.REVIEWER)
    found = _the_check(check)
    check_codes(verdict=("verdicts", verdict))
    _check_entity(found, entity_kind, entity_id)
    if not reasons.strip():
        raise Refusal(_("An answer needs its reasons: what shows it, or why it cannot be known."))
    row = Answer(
        asked=found.id,
        version=found.version,
        entity_kind=entity_kind,
        entity_id=entity_id,
        verdict=verdict,
        reasons=reasons,
        report=report,
        by=actor,
        answered_on=on,
    )
    with action("answer.add", actor=actor, subject=entity_id) as entry:
        entry.add(row)
    return row


def answers_about(restrictions: Iterable[str], reports: Iterable[str]) -> QuerySet[Answer]:
    """What people answered about these restrictions, or resting on these reports: their reasons may tell who it was."""
    about = Q(entity_kind=EntityKind.RESTRICTION, entity_id__in=list(restrictions))
    return Answer.objects.filter(about | Q(report__in=list(reports))).exclude(reasons="").order_by("id")


def erase_reasons(*, actor: User, subject: str, answers: Iterable[Answer]) -> None:
    """Lawful erasure of the reasons of answers, in every version; the verdicts stay, as coded facts do."""
    require(actor, Role.REVIEWER)
    gone = list(answers)
    if not gone:
        return
    with action("answer.erase", actor=actor, subject=subject) as entry:
        for answer in gone:
            entry.redact(Answer, answer.id, reasons="")


def answer_drafted(*, actor: User, source: str, row: str, answers: Sequence[DraftAnswer], on: date) -> int:
    """Give the answers that came with an imported row, resting on its report: how many were new.

    `source` is the code of the source, `row` the row's key. An answer that stands already in the same words is not
    given again. Refusal as for any answer; a row that the register refused has no entry and gets none.
    """
    given = 0
    for one in answers:
        supports = Support.objects.filter(
            report__source__code=source, report__key=row, report__revisions__isnull=True, entity_kind=one.table
        )
        support = supports.select_related("report").first()
        if support is None:
            continue
        reasons = f"{one.reasons}\n{one.evidence}"
        last = Answer.objects.filter(entity_id=support.entity_id, asked=one.check).order_by("log_from").last()
        if last is not None and (last.verdict, last.reasons) == (one.verdict, reasons):
            continue
        answer_check(
            actor=actor,
            check=one.check,
            entity_kind=one.table,
            entity_id=support.entity_id,
            verdict=one.verdict,
            reasons=reasons,
            on=on,
            report=support.report,
        )
        given += 1
    return given


def _the_check(check: str) -> Check:
    if check == RABAT:
        raise Refusal(
            _("The Rabat threshold is answered by its factors: context, speaker, intent, content, extent, likelihood.")
        )
    found = ANSWERABLE.get(check)
    if found is None:
        raise Refusal(_("There is no check of that name. `sijill check rules` lists them."))
    return found


def _check_entity(check: Check, kind: str, entity_id: str) -> None:
    if kind not in check.applies:
        raise Refusal(
            _("The check %(check)s is not asked of a record of kind %(kind)s.") % {"check": check.id, "kind": kind}
        )
    table = TABLE_OF[kind]
    model = next((one for one in kept_models() if one._meta.db_table == table), None)
    spelt = is_id(entity_id, table.replace("_", "-"))
    if not spelt or model is None or not model._default_manager.filter(pk=entity_id).exists():
        raise Refusal(_("There is no record of kind %(kind)s with that identifier.") % {"kind": kind})
