"""What a platform files beside its statements: appeals and what became of them, orders of authorities.

An appeal that reverses a decision is a decision of its own: a new restriction row that names the one it reverses. The
one reversed stays as it was decided and says that it was appealed, and with what result.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sijill.collect.actions import counted_values
from sijill.collect.models import Report
from sijill.office.ledger import action
from sijill.register.speech.actions.statements import Taken, filed_id, order_id, report_of, support_of
from sijill.register.speech.filed import dated
from sijill.register.speech.models import Demand, Platform, Restriction, Statement
from sijill.statements.beside import REVERSALS

_CARRIED = ("company_id", "person_id", "service", "object", "scope", "country", "speaker")
_ORDER_CODES = ("reason", "outcome", "gag")


def file_appeal(
    *, platform: Platform, statement: Statement, appeal: Mapping[str, Any], words: str
) -> Restriction | None:
    """Keep an appeal against the decision of a statement: the decision that reverses it, if it was reversed.

    Raises `Taken` for an identifier under which the platform filed an appeal before.
    """
    puid = str(appeal["puid"])
    with action("appeal.file", actor=platform.account, subject=statement.restriction_id) as entry:
        now = datetime.now(UTC).replace(microsecond=0)
        report = report_of(platform, "appeal", puid, words, now)
        _refuse_again(report, puid)
        entry.add(report)
        restriction = statement.restriction
        said = {"appealed": "yes", "appeal_outcome": appeal["outcome"]}
        said |= {"redressed": appeal["redressed"]} if "redressed" in appeal else {}
        entry.change(restriction, **said)
        entry.add(support_of(platform, report, restriction, said))
        if appeal["outcome"] not in REVERSALS:
            return None
        row = _reversal(platform, restriction, appeal)
        entry.add(row)
        entry.add(support_of(platform, report, row, ["reverses", "measure", "applied", "decider"]))
    return row


def appeals_of(statement: Statement) -> list[Report]:
    """The appeals that the platform filed against the decision of a statement, as filed, oldest first."""
    mine = Report.objects.filter(source=statement.platform.source_id, supports__entity_id=statement.restriction_id)
    return list(mine.exclude(pk=statement.report_id).order_by("log_from", "id"))


def file_order(*, platform: Platform, order: Mapping[str, Any], words: str) -> Demand:
    """Keep an order of an authority to a platform, as a demand. Raises `Taken` as an appeal does."""
    puid = str(order["puid"])
    with action("order.file", actor=platform.account, subject=platform.organization_id) as entry:
        report = report_of(platform, "order", puid, words, datetime.now(UTC).replace(microsecond=0))
        _refuse_again(report, puid)
        row = Demand(
            id=order_id(platform, puid),
            level="single",
            state="confirmed",
            entered_by=platform.account_id,
            company_id=platform.organization_id,
            service=platform.name,
            authority_words=order.get("authority", ""),
            legal_basis=order.get("legal_basis", ""),
            reference=order.get("reference", ""),
            **{name: order[name] for name in ("authority_kind", "country", "kind")},
            **{name: order.get(name, "not-stated") for name in _ORDER_CODES},
            **dated("made", order["made"]),
            **dated("answered", order.get("answered")),
            **counted_values("requests", 1, 1, ""),
            **counted_values("items", order.get("items"), None, "not-stated"),
            **counted_values("accounts", order.get("accounts"), None, "not-stated"),
        )
        entry.add(report)
        entry.add(row)
        told = ["company", "service", *(name for name in order if name not in ("puid", "authority"))]
        entry.add(support_of(platform, report, row, [*told, *(["authority_words"] if "authority" in order else [])]))
    return row


def _refuse_again(report: Report, puid: str) -> None:
    if Report.objects.filter(pk=report.pk).exists():
        raise Taken([puid])


def _reversal(platform: Platform, reversed_: Restriction, appeal: Mapping[str, Any]) -> Restriction:
    return Restriction(
        id=filed_id("restriction", platform, "appeal", str(appeal["puid"])),
        reverses_id=reversed_.pk,
        level="single",
        state="confirmed",
        entered_by=platform.account_id,
        measure="restored",
        decider=appeal.get("decider", "not-stated"),
        explanation=appeal.get("explanation", ""),
        redressed=appeal.get("redressed", "not-stated"),
        **{name: getattr(reversed_, name) for name in _CARRIED},
        **counted_values("items", reversed_.items_low, reversed_.items_high, reversed_.items_unknown),
        **dated("applied", appeal["decided"]),
    )
