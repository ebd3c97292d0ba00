"""Invented statements of reasons, for tests of the rules and of the door."""

from __future__ import annotations

from typing import Any


def statement(puid: str = "invented-1", **changed: Any) -> dict[str, Any]:
    """A statement that keeps to every rule; a field given as None is left out."""
    given: dict[str, Any] = {
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": "Rule 7 of the invented terms",
        "incompatible_content_explanation": "The post sets out invented prices. السعر المذكور مختلق.",
        "category": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
        "content_type": ["CONTENT_TYPE_TEXT"],
        "content_date": "2026-03-01",
        "application_date": "2026-03-02",
        "decision_facts": "An invented decision about an invented post.",
        "source_type": "SOURCE_VOLUNTARY",
        "automated_detection": "Yes",
        "automated_decision": "AUTOMATED_DECISION_PARTIALLY",
        "territorial_scope": ["FR", "BE"],
        "puid": puid,
    }
    return {name: value for name, value in {**given, **changed}.items() if value is not None}


def full(puid: str = "invented-full") -> dict[str, Any]:
    """A statement with something in every field that has a place."""
    return statement(
        puid,
        decision_visibility=["DECISION_VISIBILITY_OTHER", "DECISION_VISIBILITY_CONTENT_DEMOTED"],
        decision_visibility_other="Shown to nobody on an invented day",
        end_date_visibility_restriction="2027-01-01",
        decision_monetary="DECISION_MONETARY_OTHER",
        decision_monetary_other="Half of it held back",
        end_date_monetary_restriction="2027-01-02",
        decision_provision="DECISION_PROVISION_PARTIAL_SUSPENSION",
        end_date_service_restriction="2027-01-03",
        decision_account="DECISION_ACCOUNT_SUSPENDED",
        end_date_account_restriction="2027-01-04",
        account_type="ACCOUNT_TYPE_BUSINESS",
        decision_ground_reference_url="https://example.org/terms#7",
        incompatible_content_illegal="Yes",
        category_addition=["STATEMENT_CATEGORY_VIOLENCE"],
        category_specification=["KEYWORD_OTHER", "KEYWORD_PHISHING"],
        category_specification_other="An invented kind of fraud",
        content_type=["CONTENT_TYPE_OTHER", "CONTENT_TYPE_IMAGE"],
        content_type_other="An invented medium",
        content_language="AR",
        content_id={"EAN-13": "0000000000000"},
        source_type="SOURCE_TRUSTED_FLAGGER",
        source_identity="An invented flagger",
    )
