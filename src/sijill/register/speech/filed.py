"""From a statement of reasons to a restriction: the four questions, answered as far as a statement answers them.

Who decided: the platform. What was done: the gravest of its decisions, to what, until when. Was it a machine: as it
says. What remedy: the EU's schema does not ask, so it stays *not asked* unless the platform says it beside the
statement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sijill.statements.rules import UNION

Values = dict[str, Any]

# The gravest first: what ends a presence, then what takes content away, then what hides or marks it.
_MEASURES: tuple[tuple[str, str, str, str, str], ...] = (
    ("decision_account", "DECISION_ACCOUNT_TERMINATED", "account-ended", "account", "end_date_account_restriction"),
    ("decision_account", "DECISION_ACCOUNT_SUSPENDED", "account-suspended", "account", "end_date_account_restriction"),
    *(
        ("decision_provision", f"DECISION_PROVISION_{what}", "service-limited", "account",
         "end_date_service_restriction")
        for what in ("TOTAL_TERMINATION", "TOTAL_SUSPENSION", "PARTIAL_TERMINATION", "PARTIAL_SUSPENSION")
    ),
    *(
        ("decision_visibility", f"DECISION_VISIBILITY_{what}", measure, "item", "end_date_visibility_restriction")
        for what, measure in (
            ("CONTENT_REMOVED", "removed"),
            ("CONTENT_DISABLED", "disabled"),
            ("CONTENT_AGE_RESTRICTED", "age-restricted"),
            ("CONTENT_DEMOTED", "demoted"),
            ("CONTENT_INTERACTION_RESTRICTED", "interaction-restricted"),
            ("OTHER", "visibility"),
        )
    ),
    *(
        ("decision_monetary", f"DECISION_MONETARY_{what}", measure, "item", "end_date_monetary_restriction")
        for what, measure in (
            ("TERMINATION", "monetary-ended"),
            ("SUSPENSION", "monetary-suspended"),
            ("OTHER", "monetary"),
        )
    ),
    ("decision_visibility", "DECISION_VISIBILITY_CONTENT_LABELLED", "labelled", "item",
     "end_date_visibility_restriction"),
)  # fmt: skip
_OBJECTS = {
    "CONTENT_TYPE_APP": "app",
    "CONTENT_TYPE_AUDIO": "audio",
    "CONTENT_TYPE_IMAGE": "image",
    "CONTENT_TYPE_PRODUCT": "product",
    "CONTENT_TYPE_SYNTHETIC_MEDIA": "synthetic-media",
    "CONTENT_TYPE_TEXT": "text",
    "CONTENT_TYPE_VIDEO": "video",
    "CONTENT_TYPE_OTHER": "other-content",
}
_SEVERAL = {frozenset({"CONTENT_TYPE_TEXT", other}): "post" for other in ("CONTENT_TYPE_IMAGE", "CONTENT_TYPE_VIDEO")}
_FOUND = {
    "SOURCE_ARTICLE_16": "user-notice",
    "SOURCE_TRUSTED_FLAGGER": "trusted-flagger",
    "SOURCE_TYPE_OTHER_NOTIFICATION": "other-notice",
    "SOURCE_VOLUNTARY": "own-initiative",
}
_AUTOMATION = {
    "AUTOMATED_DECISION_FULLY": "fully",
    "AUTOMATED_DECISION_PARTIALLY": "partly",
    "AUTOMATED_DECISION_NOT_AUTOMATED": "not-automated",
}
# What a statement may say beside the EU's fields, under `beside`: the fact, and the list its codes come from.
BESIDE = {"remedy": "remedies", "notified": "tri"}
# What a statement always tells of a restriction, so what its report supports.
TOLD = (
    "company", "decider", "measure", "object", "scope", "items", "content_posted", "applied", "indefinite", "ground",
    "detected_by", "automated_detection", "automated_decision", "service",
)  # fmt: skip


def restriction_values(said: Mapping[str, Any]) -> Values:
    """The fields of the restriction that a checked statement amounts to; links are added by whoever writes it."""
    measure, scope, ends = _done(said)
    return {
        "level": "single",
        "state": "confirmed",
        "decider": "company",
        "asked_by": "not-stated",
        "measure": measure,
        "scope": scope,
        "object": "account" if scope == "account" else _object(said["content_type"]),
        "items_low": 1,
        "items_high": 1,
        "items_unknown": "",
        **_territory(said["territorial_scope"]),
        **dated("content_posted", said["content_date"]),
        **dated("applied", said["application_date"]),
        **dated("ended", ends if ends is None or ends >= said["application_date"] else None),
        "indefinite": "no" if ends else "yes",
        **_why(said),
        "speaker": "not-asked",
        "detected_by": _FOUND[said["source_type"]],
        "automated_detection": said["automated_detection"].lower(),
        "automated_decision": _AUTOMATION[said["automated_decision"]],
    }


def supported(values: Mapping[str, Any]) -> list[str]:
    """The facts of such a restriction that its statement supports, by name."""
    more = [name for name in ("legal_basis", "explanation") if values[name]]
    more += ["ended"] if values["ended"] else []
    more += ["territorial_limit"] if values["territorial_limit"] == "yes" else []
    more += ["country"] if values["country"] != "not-stated" else []
    return sorted({*TOLD, "explained", *more})


def places(scope: Sequence[str]) -> tuple[str, ...]:
    """The territories that are worth a row each: none where the scope is the Union or the EEA, all that a statement can
    say, so that it tells nothing of a limit."""
    return () if frozenset(scope) >= UNION else tuple(scope)


def dated(stem: str, on: date | None) -> Values:
    """The four fields of a date that is known to the day, or was left empty."""
    if on is None:
        return {stem: "", f"{stem}_lo": None, f"{stem}_hi": None, f"{stem}_unknown": "not-stated"}
    return {stem: on.isoformat(), f"{stem}_lo": on, f"{stem}_hi": on, f"{stem}_unknown": ""}


def _done(said: Mapping[str, Any]) -> tuple[str, str, date | None]:
    for name, code, measure, scope, ends in _MEASURES:
        if said[name] == code or (name == "decision_visibility" and code in said[name]):
            return measure, scope, said[ends]
    raise ValueError("a statement without a decision was taken for a checked one")


def _object(kinds: Sequence[str]) -> str:
    if len(kinds) == 1:
        return _OBJECTS[kinds[0]]
    return _SEVERAL.get(frozenset(kinds), "other-content")


def _territory(scope: Sequence[str]) -> Values:
    narrow = places(scope)
    return {
        "territorial_limit": "yes" if narrow else "not-stated",
        "country": narrow[0] if len(narrow) == 1 else "not-stated",
    }


def _why(said: Mapping[str, Any]) -> Values:
    illegal = said["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT"
    both = said["incompatible_content_illegal"] == "Yes"
    explanation = said["illegal_content_explanation"] if illegal else said["incompatible_content_explanation"]
    return {
        "ground": "law" if illegal else "law-and-terms" if both else "terms",
        "legal_basis": said["illegal_content_legal_ground"] or "",
        "explained": "yes",
        "explanation": explanation or "",
    }
