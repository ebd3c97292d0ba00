"""What the EU's database has no place for, and a platform files beside its statements. Pure.

`beside` in a statement: the order behind it, what remedy was open, whether the person was told. Appeals against a
decision, and what became of them. Orders of authorities (Art. 9 and 10 of Regulation (EU) 2022/2065), for which the
EU's database takes no statement. The EU's database passes over a field that it does not know, so that a statement with
`beside` can be filed with both. Codes are those of the register's own lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from sijill.statements.errors import Errors
from sijill.statements.reading import (
    LONG,
    PLATFORM_ID,
    SHORT,
    WHOLE,
    Reader,
    code,
    day,
    live,
    read_plain,
    text,
)

NAME = "beside"
_FIRST = date(2000, 1, 1)
STATEMENT: Mapping[str, Reader] = MappingProxyType(
    {
        "order": PLATFORM_ID,
        "remedy": code(live("remedies")),
        "notified": code(live("tri")),
        "notice_given": day(_FIRST),
    }
)
"""order: the `puid` of an order that was filed before. remedy: what was open (question 4). notified: was the person
told. notice_given: on which day."""
APPEAL: Mapping[str, Reader] = MappingProxyType(
    {
        "puid": PLATFORM_ID,
        "outcome": code(live("appeal_outcomes")),
        "decided": day(_FIRST),
        "decider": code(live("decider_kinds")),
        "explanation": text(LONG),
        "redressed": code(live("tri")),
    }
)
"""puid: the appeal's own, unique among the platform's appeals. outcome: what was decided. decided: on which day.
decider: who decided it. explanation: why. redressed: was what had been restricted restored or compensated."""
ORDER: Mapping[str, Reader] = MappingProxyType(
    {
        "puid": PLATFORM_ID,
        "authority": text(SHORT),
        "authority_kind": code(live("authority_kinds")),
        "country": code(live("places")),
        "kind": code(live("demand_kinds")),
        "reason": code(live("demand_reasons")),
        "legal_basis": text(LONG),
        "reference": text(300),
        "made": day(_FIRST),
        "answered": day(_FIRST),
        "outcome": code(live("demand_outcomes")),
        "items": WHOLE,
        "accounts": WHOLE,
        "gag": code(live("tri")),
    }
)
"""puid: the order's own, unique among the platform's orders. authority: as it names itself. made: its day. answered: on
which day the platform acted or answered. items, accounts: how many it names. gag: with a duty of silence."""
APPEAL_NEEDS = ("puid", "outcome")
ORDER_NEEDS = ("puid", "authority_kind", "country", "kind", "made")
REVERSALS = ("reversed", "partly-reversed")
"""Outcomes of an appeal that reverse the decision: each is a decision of its own, and a new restriction row."""


def check_beside(given: object) -> tuple[Mapping[str, Any], Errors]:
    """What is said beside a statement, and the errors by field, as `beside.remedy`; nothing without `beside`."""
    said = given.get(NAME) if isinstance(given, Mapping) else None
    if said is None:
        return {}, {}
    if not isinstance(said, Mapping):
        return {}, {NAME: [f"The {NAME} field must be an object."]}
    return read_plain(said, STATEMENT, (), within=f"{NAME}.")


def check_appeal(given: object) -> tuple[Mapping[str, Any], Errors]:
    """What an appeal and its outcome say, and the errors by field."""
    if not isinstance(given, Mapping):
        return {}, {"appeal": ["The appeal field must be an object."]}
    values, errors = read_plain(given, APPEAL, APPEAL_NEEDS)
    if values.get("outcome") in REVERSALS and "decided" not in values and "decided" not in errors:
        errors["decided"] = ["The decided field is required when outcome is a reversal."]
    return values, errors


def check_order(given: object) -> tuple[Mapping[str, Any], Errors]:
    """What an order of an authority says, and the errors by field."""
    if not isinstance(given, Mapping):
        return {}, {"order": ["The order field must be an object."]}
    values, errors = read_plain(given, ORDER, ORDER_NEEDS)
    made, answered = values.get("made"), values.get("answered")
    if made and answered and answered < made:
        errors["answered"] = [f"The answered field must be a date after or equal to {made}."]
    return values, errors
