"""What each check says of a statement, reason by reason; in bulk, on its own, and in every language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from sijill.assess.rules.ground.checks import CHECKS as GROUND
from sijill.assess.rules.ground.fields import FIELDS as GROUND_FIELDS
from sijill.assess.rules.statements.checks import (
    BY_ID,
    CHECKS,
    NUMBER_OF,
    REASON_OF,
    VERDICT_OF,
    binding,
    reason_text,
)
from sijill.assess.rules.statements.fields import FIELDS, READS
from sijill.assess.rules.statements.findings import column, common_words, findings_of, judged
from sijill.codelists.load import LANGUAGES
from sijill.tables.catalog import CATALOG
from sijill.tables.engines import fetched, memory
from tests.statements import DAY, UNION, Row, statement

ILLEGAL = {"decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT"}
TERMS = {"decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT"}
REMOVED = {"decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"]}
SUSPENDED = {"decision_account": "DECISION_ACCOUNT_SUSPENDED"}
LATER = date(2026, 1, 1)

CASES: list[tuple[str, dict[str, Any], str, str]] = [
    # check, the statement, reason, verdict
    ("legality/provision-cited", ILLEGAL | {"illegal_content_legal_ground": "Act 3"}, "basis-in-words", "partly"),
    ("legality/provision-cited", TERMS | {"incompatible_content_ground": "Rule 7"}, "basis-in-words", "partly"),
    ("legality/provision-cited", TERMS | {"illegal_content_legal_ground": "Act 3"}, "no-ground-given", "not-met"),
    ("legality/provision-cited", ILLEGAL | {"illegal_content_legal_ground": ""}, "no-ground-given", "not-met"),
    ("legality/provision-cited", {}, "no-ground-given", "not-met"),
    ("legality/provision-cited", ILLEGAL | {"left_out": " illegal_content_legal_ground "}, "not-in-file", "unknown"),
    ("legality/illegality-grounded", ILLEGAL | {"illegal_content_legal_ground": "Act 3"}, "law-named", "met"),
    ("legality/illegality-grounded", ILLEGAL, "law-not-named", "not-met"),
    ("legality/illegality-grounded", ILLEGAL | {"left_out": " illegal_content_legal_ground "}, "not-in-file",
     "unknown"),
    ("legality/illegality-grounded", TERMS, "terms-only", "not-applicable"),
    ("legality/illegality-grounded", TERMS | {"incompatible_content_illegal": "No"}, "terms-only", "not-applicable"),
    ("legality/illegality-grounded", TERMS | {"incompatible_content_illegal": "Yes"}, "no-such-field", "unknown"),
    ("legality/illegality-grounded", {}, "not-recorded", "unknown"),
    ("necessity/threat-specific", ILLEGAL, "case-not-explained", "not-met"),
    ("necessity/threat-specific", TERMS | {"incompatible_content_explanation_hash": 5}, "own-words", "partly"),
    ("necessity/threat-specific", TERMS | {"illegal_content_explanation_hash": 5}, "case-not-explained", "not-met"),
    ("necessity/threat-specific", TERMS | {"left_out": " incompatible_content_explanation_hash "}, "not-in-file",
     "unknown"),
    ("necessity/threat-specific", ILLEGAL | {"left_out": " incompatible_content_explanation_hash "},
     "case-not-explained",
     "not-met"),
    ("necessity/threat-specific", {}, "not-recorded", "unknown"),
    ("necessity/narrow-in-items", REMOVED, "single-items", "met"),
    ("necessity/narrow-in-items", REMOVED | SUSPENDED, "whole-account", "not-met"),
    ("necessity/narrow-in-items", {"decision_provision": "DECISION_PROVISION_TOTAL_SUSPENSION"}, "whole-account",
     "not-met"),
    ("necessity/narrow-in-items", {"decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION"}, "not-recorded",
     "unknown"),
    ("necessity/narrow-in-items", {"decision_visibility": []}, "not-recorded", "unknown"),
    ("necessity/narrow-in-territory", {"territorial_scope": ["MT"]}, "limited-territory", "met"),
    ("necessity/narrow-in-territory", {"territorial_scope": list(UNION)}, "whole-country", "not-met"),
    ("necessity/narrow-in-territory", {"territorial_scope": list(UNION[1:])}, "limited-territory", "met"),
    ("necessity/narrow-in-territory", {"territorial_scope": []}, "not-recorded", "unknown"),
    ("necessity/narrow-in-territory", {"territorial_scope": None}, "not-recorded", "unknown"),
    ("necessity/narrow-in-territory", {"left_out": " territorial_scope "}, "not-in-file", "unknown"),
    ("necessity/narrow-in-time", REMOVED, "without-end", "not-met"),
    ("necessity/narrow-in-time", REMOVED | {"end_date_visibility_restriction": LATER}, "end-set", "met"),
    ("necessity/narrow-in-time", REMOVED | {"end_date_account_restriction": LATER}, "without-end", "not-met"),
    ("necessity/narrow-in-time", REMOVED | SUSPENDED | {"end_date_account_restriction": LATER}, "end-set-in-part",
     "partly"),
    ("necessity/narrow-in-time", SUSPENDED | {"left_out": " end_date_account_restriction "}, "not-in-file", "unknown"),
    ("necessity/narrow-in-time", {}, "not-recorded", "unknown"),
    ("public-accountability/human-in-decision", {"automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED"},
     "person-decided", "met"),
    ("public-accountability/human-in-decision", {"automated_decision": "AUTOMATED_DECISION_PARTIALLY"},
     "machine-helped", "partly"),
    ("public-accountability/human-in-decision", {"automated_decision": "AUTOMATED_DECISION_FULLY"},
     "machine-decided", "not-met"),
    ("public-accountability/human-in-decision", {}, "not-recorded", "unknown"),
    ("remedy/appeal-available", REMOVED, "no-such-field", "unknown"),
    ("transparency/automation-disclosed", {"automated_detection": "No", "automated_decision":
     "AUTOMATED_DECISION_NOT_AUTOMATED"}, "no-machine", "not-applicable"),
    ("transparency/automation-disclosed", {"automated_detection": "Yes", "automated_decision":
     "AUTOMATED_DECISION_NOT_AUTOMATED"}, "error-rate-missing", "partly"),
    ("transparency/automation-disclosed", {"automated_detection": "Yes"}, "not-recorded", "unknown"),
    ("transparency/source-disclosed", {"source_type": "SOURCE_VOLUNTARY"}, "own-initiative", "met"),
    ("transparency/source-disclosed", {"source_type": "SOURCE_TRUSTED_FLAGGER", "source_identity": "An office"},
     "source-named", "met"),
    ("transparency/source-disclosed", {"source_type": "SOURCE_ARTICLE_16"}, "source-kind-only", "partly"),
    ("transparency/source-disclosed", {"source_identity": "An office"}, "not-recorded", "unknown"),
    ("transparency/dates-in-order", {"content_date": DAY, "application_date": DAY}, "dates-in-order", "met"),
    ("transparency/dates-in-order", {"content_date": DAY, "application_date": date(2025, 6, 30)},
     "applied-before-content", "not-met"),
    ("transparency/dates-in-order", {"content_date": DAY, "application_date": LATER}, "filed-before-applied", "partly"),
    ("transparency/dates-in-order", {"application_date": DAY}, "not-recorded", "unknown"),
    ("transparency/dates-in-order", {"content_date": DAY, "application_date": DAY, "created_at":
     datetime(2025, 7, 1, 23, 59, 59, tzinfo=UTC)}, "dates-in-order", "met"),
]  # fmt: skip


@pytest.fixture(scope="module")
def said() -> list[dict[str, tuple[str, str]]]:
    """Per case, what every check says of its statement: reason and verdict."""
    rows = [statement(number, **given) for number, (_, given, _, _) in enumerate(CASES)]
    found: list[dict[str, tuple[str, str]]] = [{} for _ in CASES]
    for one in findings_of(memory({"statement": rows})["statement"], [row["uuid"] for row in rows]):
        found[int(one["entity_id"].removeprefix("invented-"))][one["check"]] = (one["reason"], one["verdict"])
    return found


@pytest.mark.parametrize("number", range(len(CASES)))
def test_each_condition(number: int, said: list[dict[str, tuple[str, str]]]) -> None:
    check, _, reason, verdict = CASES[number]
    assert said[number][check] == (reason, verdict)


def explained(number: int, words: int, platform: str = "Invented Talk") -> Row:
    """A statement of a platform with an explanation of these words."""
    return statement(number, platform_name=platform, incompatible_content_explanation_hash=words, **TERMS)


def test_words_that_many_statements_of_one_platform_share_explain_no_case() -> None:
    rows = [explained(n, 7) for n in range(100)] + [explained(n, 8) for n in range(100, 199)]
    rows += [explained(200, 7, "Invented Video")]
    t = memory({"statement": rows})["statement"]
    assert fetched(common_words(t)) == [{"common_of": "Invented Talk", "common_words": 7}]
    reasons = {
        row["uuid"]: REASON_OF[row["v_threat_specific"]]
        for row in fetched(judged(t).select("uuid", "v_threat_specific"))
    }
    assert len(reasons) == len(rows)
    assert {reasons[f"invented-{n:06d}"] for n in range(100)} == {"same-words"}
    assert {reasons[f"invented-{n:06d}"] for n in (*range(100, 199), 200)} == {"own-words"}
    # One statement alone is asked among all.
    assert [
        one["reason"] for one in findings_of(t, ["invented-000003"]) if one["check"] == "necessity/threat-specific"
    ] == ["same-words"]


def test_every_reason_that_a_field_gives_was_tried_and_has_words() -> None:
    tried = {reason for _, _, reason, _ in CASES} | {"same-words"}
    empty = memory({"statement": [statement(1)]})["statement"].mutate(common=False)
    given = {why for field in FIELDS.values() for _, why in field(empty)} | {"not-recorded"}
    assert tried == given
    for reason in given:
        texts = [reason_text(reason, lang) for lang in LANGUAGES]
        assert len(set(texts)) == len(LANGUAGES)


def test_questions_that_the_ground_rules_ask_keep_their_name_and_meaning() -> None:
    shared = {one.id for one in CHECKS} & {one.id for one in GROUND}
    assert shared == {
        "legality/provision-cited", "necessity/threat-specific", "necessity/narrow-in-items",
        "necessity/narrow-in-territory", "necessity/narrow-in-time", "remedy/appeal-available",
        "transparency/automation-disclosed",
    }  # fmt: skip
    assert all(BY_ID[id] is next(one for one in GROUND if one.id == id) for id in shared)
    assert shared <= set(GROUND_FIELDS["restriction"])
    assert all(set(one.questions) == set(LANGUAGES) for one in CHECKS)


def test_what_binds() -> None:
    assert {one.id for one in CHECKS if binding(one) == "binding"} == {
        "legality/illegality-grounded", "remedy/appeal-available", "transparency/automation-disclosed",
        "transparency/source-disclosed",
    }  # fmt: skip


def test_every_check_has_its_field_and_says_what_it_reads() -> None:
    assert list(FIELDS) == [one.id for one in CHECKS] == list(READS)
    names = set(CATALOG["statement"].names)
    assert all(set(fields) <= names for fields in READS.values())
    assert len({column(one.id) for one in CHECKS}) == len(CHECKS)
    assert set(NUMBER_OF) == set(VERDICT_OF)


def test_a_statement_that_is_not_there_has_no_findings() -> None:
    assert findings_of(memory({"statement": [statement(1)]})["statement"], ["invented-000009"]) == []
