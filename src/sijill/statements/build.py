"""From a platform's decision to a statement of reasons in the EU's fields. Pure.

    from datetime import date
    from sijill.statements import Decision, build, check

    made = build(Decision(
        puid="case-17", visibility=("content-removed",), ground="incompatible-content", cited="Rule 7",
        explanation="...", category="scams-and-fraud", content_types=("text",), posted=date(2026, 3, 1),
        applied=date(2026, 3, 2), facts="...", source="voluntary", found_by_machine=True, decided="partially",
    ))
    check(made).errors    # {} where it keeps to the rules; otherwise by field, in the EU's words

Codes may be written as the EU does, or without what all codes of their field begin with, in any case and with hyphens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sijill.statements.rules import EAN

_PREFIXES = {
    "decision_visibility": "DECISION_VISIBILITY_",
    "decision_monetary": "DECISION_MONETARY_",
    "decision_provision": "DECISION_PROVISION_",
    "decision_account": "DECISION_ACCOUNT_",
    "account_type": "ACCOUNT_TYPE_",
    "decision_ground": "DECISION_GROUND_",
    "category": "STATEMENT_CATEGORY_",
    "category_addition": "STATEMENT_CATEGORY_",
    "category_specification": "KEYWORD_",
    "content_type": "CONTENT_TYPE_",
    "source_type": "SOURCE_",
    "automated_decision": "AUTOMATED_DECISION_",
}
_OTHER_NOTICE = "SOURCE_TYPE_OTHER_NOTIFICATION"  # the one code that does not begin as the others do
_SHORT_OTHER_NOTICE = frozenset({"OTHER_NOTIFICATION", "OTHER_NOTICE", "SOURCE_OTHER_NOTIFICATION"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision on content, an account or a service, and why. What is left out says nothing.

    `ground`: `illegal-content` or `incompatible-content`; `cited` and `explanation` are the law's or the terms'.
    `also_illegal`: held to be illegal too, where the terms are the ground; None is not *no*. `until_...`: the last day;
    None is without end. `territories`: two capital letters each, Greece as GR. `ean`: of a product.
    `beside`: what the EU's database has no field for (`sijill.statements.beside`).
    """

    puid: str
    ground: str
    cited: str
    explanation: str
    category: str
    content_types: Sequence[str]
    posted: date
    applied: date
    facts: str
    source: str
    found_by_machine: bool
    decided: str
    visibility: Sequence[str] = ()
    visibility_other: str = ""
    until_visibility: date | None = None
    monetary: str = ""
    monetary_other: str = ""
    until_monetary: date | None = None
    provision: str = ""
    until_provision: date | None = None
    account: str = ""
    until_account: date | None = None
    account_type: str = ""
    reference_url: str = ""
    also_illegal: bool | None = None
    categories_too: Sequence[str] = ()
    keywords: Sequence[str] = ()
    keyword_other: str = ""
    content_type_other: str = ""
    language: str = ""
    ean: str = ""
    territories: Sequence[str] = ()
    source_identity: str = ""
    beside: Mapping[str, Any] | None = None


def build(decision: Decision) -> dict[str, Any]:
    """The statement of a decision, as it can be sent. It is not checked: `rules.check` does that."""
    ground = code("decision_ground", decision.ground)
    law = ground == "DECISION_GROUND_ILLEGAL_CONTENT"
    which = "illegal_content" if law else "incompatible_content"
    given: dict[str, Any] = {
        "decision_visibility": [code("decision_visibility", one) for one in decision.visibility],
        "decision_visibility_other": decision.visibility_other,
        "end_date_visibility_restriction": decision.until_visibility,
        "decision_monetary": code("decision_monetary", decision.monetary),
        "decision_monetary_other": decision.monetary_other,
        "end_date_monetary_restriction": decision.until_monetary,
        "decision_provision": code("decision_provision", decision.provision),
        "end_date_service_restriction": decision.until_provision,
        "decision_account": code("decision_account", decision.account),
        "end_date_account_restriction": decision.until_account,
        "account_type": code("account_type", decision.account_type),
        "decision_ground": ground,
        "decision_ground_reference_url": decision.reference_url,
        "illegal_content_legal_ground" if law else "incompatible_content_ground": decision.cited,
        f"{which}_explanation": decision.explanation,
        "incompatible_content_illegal": "" if decision.also_illegal is None else _yes_no(decision.also_illegal),
        "category": code("category", decision.category),
        "category_addition": [code("category_addition", one) for one in decision.categories_too],
        "category_specification": [code("category_specification", one) for one in decision.keywords],
        "category_specification_other": decision.keyword_other,
        "content_type": [code("content_type", one) for one in decision.content_types],
        "content_type_other": decision.content_type_other,
        "content_language": decision.language.upper(),
        "content_date": decision.posted,
        "content_id": {EAN: decision.ean} if decision.ean else None,
        "territorial_scope": list(decision.territories),
        "application_date": decision.applied,
        "decision_facts": decision.facts,
        "source_type": code("source_type", decision.source),
        "source_identity": decision.source_identity,
        "automated_detection": _yes_no(decision.found_by_machine),
        "automated_decision": code("automated_decision", decision.decided),
        "puid": decision.puid,
        "beside": dict(decision.beside or {}),
    }
    said = {name: value for name, value in given.items() if value not in ("", None, [], {})}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def code(field: str, word: str) -> str:
    """The EU's code of a field, whole or without its beginning; empty for nothing. Not looked up in the list."""
    if not word:
        return ""
    plain = word.upper().replace("-", "_").replace(" ", "_")
    if field == "source_type" and plain in _SHORT_OTHER_NOTICE:
        return _OTHER_NOTICE
    prefix = _PREFIXES[field]
    return plain if plain.startswith(prefix) else prefix + plain


def _yes_no(value: bool) -> str:
    return "Yes" if value else "No"
