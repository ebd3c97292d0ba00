"""Statements of reasons that a platform files: each lands as a restriction, rests on its words as filed, once.

All that one call files is one transaction and one entry of the log, by the platform's own account. Ids derive from the
installation's secret, the platform and its `puid`, so nothing can be kept twice.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from sijill.collect.actions import content_hash
from sijill.collect.models import Report
from sijill.office.ids import derived_id
from sijill.office.ledger import action
from sijill.office.records import Record
from sijill.register.models import Support
from sijill.register.speech.filed import dated, places, restriction_values, supported
from sijill.register.speech.models import Demand, Platform, Restriction, RestrictionPlace, Statement

API, API_MULTI = "API", "API_MULTI"  # how it came, in the EU's words
_DATES = frozenset(one.name for one in Statement._meta.fields if one.name.startswith("end_date_"))
_SAID_BESIDE = ("remedy", "notified")


@dataclass(frozen=True, slots=True)
class Filed:
    """One checked statement: its values by field, its words as they came, what was said beside the EU's fields."""

    values: Mapping[str, Any]
    words: str
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def puid(self) -> str:
        """The platform's own identifier."""
        return str(self.values["puid"])


class Taken(ValueError):
    """Identifiers that are not new, or stand twice in one call; nothing was written."""

    def __init__(self, puids: Sequence[str]) -> None:
        super().__init__("identifiers are not unique within this platform")
        self.puids = list(puids)


class NoOrder(ValueError):
    """A statement names an order that the platform did not file; `puids` are the statements'. Nothing was written."""

    def __init__(self, puids: Sequence[str]) -> None:
        super().__init__("statements name orders that were not filed")
        self.puids = list(puids)


def file_statements(*, platform: Platform, filed: Sequence[Filed], method: str) -> list[Statement]:
    """Keep statements, all or none. Raises `Taken` and `NoOrder`; in the order given."""
    twice = _twice(filed)
    if twice:
        raise Taken(twice)
    with action("statement.file", actor=platform.account, subject=platform.organization_id) as entry:
        # Asked within the turn to write: nobody can file the same in between.
        held = set(standing(platform, [one.puid for one in filed]).values_list("puid", flat=True))
        if held:
            raise Taken([one.puid for one in filed if one.puid in held])
        orders = _orders(platform, filed)
        now = datetime.now(UTC).replace(microsecond=0)
        landed = [_landed(platform, one, orders, method, now) for one in filed]
        entry.note["statements"] = len(landed)
        for rows in zip(*[(one.report, one.restriction, one.statement, one.support) for one in landed], strict=True):
            entry.add(*rows)
        entry.add(*[place for one in landed for place in one.places])
    return [one.statement for one in landed]


def standing(platform: Platform, puids: Iterable[str]) -> Any:
    """The statements of a platform that are kept under these identifiers."""
    return Statement.objects.filter(pk__in=[filed_id("statement", platform, puid) for puid in puids])


def filed_id(noun: str, platform: Platform, *key: str) -> str:
    """An id that derives from the installation, the platform and what it calls a thing."""
    return derived_id(noun, settings.SECRET_KEY, "filed", platform.id, *key)


def _twice(filed: Sequence[Filed]) -> list[str]:
    times = Counter(one.puid for one in filed)
    return [puid for puid, number in times.items() if number > 1]


def _orders(platform: Platform, filed: Sequence[Filed]) -> Mapping[str, Demand]:
    """The orders that statements name, by the identifier under which the platform filed each."""
    named = {str(one.beside["order"]) for one in filed if one.beside.get("order")}
    if not named:
        return {}
    ids = {order_id(platform, puid): puid for puid in named}
    found = {ids[one.pk]: one for one in Demand.objects.filter(pk__in=ids)}
    missing = [one.puid for one in filed if one.beside.get("order") and one.beside["order"] not in found]
    if missing:
        raise NoOrder(missing)
    return found


def order_id(platform: Platform, puid: str) -> str:
    """The id of the demand that a platform filed as an order under this identifier."""
    return filed_id("demand", platform, "order", puid)


@dataclass(frozen=True, slots=True)
class _Landed:
    report: Report
    restriction: Restriction
    statement: Statement
    support: Support
    places: Sequence[Record]


def _landed(platform: Platform, one: Filed, orders: Mapping[str, Demand], method: str, now: datetime) -> _Landed:
    puid = one.puid
    report = report_of(platform, "statement", puid, one.words, now)
    values = restriction_values(one.values) | {name: one.beside[name] for name in _SAID_BESIDE if name in one.beside}
    told = supported(values) + [name for name in _SAID_BESIDE if name in one.beside]
    if "notice_given" in one.beside:
        values |= dated("notice_given", one.beside["notice_given"])
        told.append("notice_given")
    order = orders.get(one.beside.get("order", ""))
    if order is not None:
        values |= {"demand_id": order.id, "decider": "company-asked", "asked_by": order.authority_kind,
                   "country": order.country}  # fmt: skip
        told += ["demand", "asked_by"]
    restriction = Restriction(
        id=filed_id("restriction", platform, puid),
        company_id=platform.organization_id,
        service=platform.name,
        entered_by=platform.account_id,
        **values,
    )
    support = support_of(platform, report, restriction, told)
    statement = Statement(
        id=filed_id("statement", platform, puid),
        platform_id=platform.id,
        restriction_id=restriction.id,
        report_id=report.id,
        uuid=str(uuid.uuid4()),
        method=method,
        created_at=now,
        **_kept(one.values),
    )
    where = [
        RestrictionPlace(
            id=filed_id("restriction-place", platform, puid, place), restriction_id=restriction.id, place=place
        )
        for place in places(one.values["territorial_scope"])
    ]
    return _Landed(report, restriction, statement, support, where)


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """A checked statement as its row keeps it: nothing is empty text but for days, which are none."""
    kept = {name: value if value is not None or name in _DATES else "" for name, value in values.items()}
    kept["content_id_ean"] = kept.pop("content_id")
    return kept


def report_of(platform: Platform, kind: str, puid: str, words: str, now: datetime) -> Report:
    """The report of what a platform filed, not yet written. A `puid` of 500 characters does not fit its key."""
    report = Report(
        id=filed_id("report", platform, kind, puid),
        source_id=platform.source_id,
        key=f"{kind}/{puid}"[: Report._meta.get_field("key").max_length],
        content=words,
        sha256=content_hash(words),
        **dated("said", now.date()),
    )
    return report


def support_of(platform: Platform, report: Report, row: Record, told: Iterable[str]) -> Support:
    """That what a platform filed supports these facts of an entry, not yet written."""
    return Support(
        id=filed_id("support", platform, report.id, str(row.pk)),
        report_id=report.id,
        entity_kind=row._meta.db_table,
        entity_id=row.pk,
        elements=sorted(set(told)),
    )
