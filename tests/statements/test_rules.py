"""Every rule of a statement: what keeps to it, what breaks it, and in which words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sijill.codelists.load import codelist
from sijill.statements.errors import of_many, of_one
from sijill.statements.rules import FIELDS, LANGUAGES, TERRITORIES, categories, check
from tests.filing import full, statement

ILLEGAL = {
    "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
    "illegal_content_legal_ground": "Article 1 of an invented law",
    "illegal_content_explanation": "Invented.",
}
OTHER = {"decision_visibility": ["DECISION_VISIBILITY_OTHER"]}
LAW_FIELDS = ("illegal_content_legal_ground", "illegal_content_explanation")
TERMS_FIELDS = ("incompatible_content_ground", "incompatible_content_explanation", "incompatible_content_illegal")


@pytest.mark.parametrize("name", [
    "decision_ground", "category", "content_type", "content_date", "application_date", "decision_facts", "source_type",
    "automated_detection", "automated_decision", "puid",
])  # fmt: skip
@pytest.mark.parametrize("nothing", [None, "", "  ", "absent"])
def test_what_is_required(name: str, nothing: str | None) -> None:
    given = {**statement(), name: nothing}
    if nothing == "absent":
        del given[name]
    assert check(given).errors == {name: [f"The {name.replace('_', ' ')} field is required."]}


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"decision_visibility": "DECISION_VISIBILITY_OTHER"}, "decision_visibility", "array"),
    ({"decision_visibility": ["DECISION_VISIBILITY_GONE"]}, "decision_visibility", "selected decision visibility"),
    (OTHER, "decision_visibility_other", "required when decision visibility contains DECISION_VISIBILITY_OTHER"),
    ({**OTHER, "decision_visibility_other": "x" * 501}, "decision_visibility_other", "greater than 500"),
    ({"decision_monetary": "DECISION_MONETARY_OTHER"}, "decision_monetary_other", "required when decision monetary"),
    ({"decision_monetary": "SUSPENSION"}, "decision_monetary", "selected"),
    ({"decision_provision": ["DECISION_PROVISION_TOTAL_SUSPENSION"]}, "decision_provision", "selected"),
    ({"decision_account": "DECISION_ACCOUNT_GONE"}, "decision_account", "selected"),
    ({"account_type": "ACCOUNT_TYPE_PUBLIC"}, "account_type", "selected"),
    ({"end_date_visibility_restriction": "2038-01-02"}, "end_date_visibility_restriction", "before or equal"),
    ({"end_date_account_restriction": "2027-1-1"}, "end_date_account_restriction", "match the format Y-m-d"),
    ({"decision_ground": "DECISION_GROUND_OTHER"}, "decision_ground", "selected"),
    ({"decision_ground_reference_url": "example.org"}, "decision_ground_reference_url", "valid URL"),
    ({"decision_ground_reference_url": "https://e.org/" + "a" * 490}, "decision_ground_reference_url", "500"),
    ({**ILLEGAL, "illegal_content_legal_ground": None}, "illegal_content_legal_ground", "required when"),
    ({**ILLEGAL, "illegal_content_explanation": "x" * 2001}, "illegal_content_explanation", "2000"),
    ({"incompatible_content_ground": ""}, "incompatible_content_ground", "required when decision ground is"),
    ({"incompatible_content_explanation": "x" * 2001}, "incompatible_content_explanation", "2000"),
    ({"incompatible_content_illegal": "no"}, "incompatible_content_illegal", "selected"),
    ({"category": "STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER"}, "category", "selected"),
    ({"category": "STATEMENT_CATEGORY_PORNOGRAPHY_OR_SEXUALIZED_CONTENT"}, "category", "selected"),
    ({"category_specification": ["KEYWORD_MISINFORMATION"]}, "category_specification", "selected"),
    ({"content_type": ["CONTENT_TYPE_OTHER"]}, "content_type_other", "required when content type contains"),
    ({"content_type": "CONTENT_TYPE_TEXT"}, "content_type", "array"),
    ({"content_language": "ar"}, "content_language", "selected"),
    ({"content_language": "ARA"}, "content_language", "selected"),
    ({"content_date": "1999-12-31"}, "content_date", "after or equal to 2000-01-01"),
    ({"content_date": "2026-02-30"}, "content_date", "Y-m-d"),
    ({"content_date": "2026-03-01 00:00:00"}, "content_date", "Y-m-d"),
    ({"content_date": 20260301}, "content_date", "Y-m-d"),
    ({"application_date": "2019-12-31"}, "application_date", "after or equal to 2020-01-01"),
    ({"content_id": {"EAN-13": "123"}}, "content_id", "format is invalid"),
    ({"content_id": {"ISBN": "0000000000000"}}, "content_id", "selected"),
    ({"content_id": "0000000000000"}, "content_id", "array"),
    ({"content_id_ean": "0000000000000"}, "content_id_ean", "prohibited"),
    ({"territorial_scope": ["EL"]}, "territorial_scope", "selected"),
    ({"territorial_scope": ["EU"]}, "territorial_scope", "selected"),
    ({"decision_facts": "x" * 5001}, "decision_facts", "5000"),
    ({"decision_facts": "a\0b"}, "decision_facts", "string"),
    ({"decision_facts": "\ud800"}, "decision_facts", "string"),
    ({"source_type": "SOURCE_OTHER_NOTIFICATION"}, "source_type", "selected"),
    ({"automated_detection": True}, "automated_detection", "selected"),
    ({"automated_decision": "FULLY"}, "automated_decision", "selected"),
    ({"puid": "a b"}, "puid", "format is invalid"),
    ({"puid": "é"}, "puid", "format is invalid"),
    ({"puid": "x" * 501}, "puid", "500"),
    ({"puid": 7}, "puid", "string"),
]


@pytest.mark.parametrize(("changed", "name", "says"), WRONG)
def test_what_breaks_a_rule(changed: dict[str, Any], name: str, says: str) -> None:
    errors = check(statement(**changed)).errors
    assert list(errors) == [name]
    assert says in errors[name][0]


def test_null_is_no_category_in_addition_and_nothing_elsewhere() -> None:
    assert list(check({**statement(), "category_addition": None}).errors) == ["category_addition"]
    empty = dict.fromkeys(("territorial_scope", "category_specification", "decision_monetary", "content_id"))
    assert check({**statement(), **empty}).errors == {}
    assert check(statement(decision_account="null", account_type="null")).values["decision_account"] is None


def test_one_decision_of_the_four_is_needed() -> None:
    errors = check(statement(decision_visibility=[])).errors
    assert list(errors) == ["decision_visibility", "decision_monetary", "decision_provision", "decision_account"]
    alone = statement(decision_visibility=None, decision_account="DECISION_ACCOUNT_SUSPENDED")
    assert check(alone).errors == {}


def test_a_field_without_a_place_is_left_out() -> None:
    law = check(statement(**ILLEGAL, incompatible_content_illegal="Yes")).values
    assert [law[name] for name in TERMS_FIELDS] == [None] * 3
    terms = check(statement(**dict.fromkeys(LAW_FIELDS, "Given"), incompatible_content_illegal="")).values
    assert [terms[name] for name in (*LAW_FIELDS, "incompatible_content_illegal")] == [None] * 3
    dropped = statement(
        decision_visibility_other="x", decision_monetary_other="x", content_type_other="x",
        category_specification_other="x", source_identity="x",
    )  # fmt: skip
    values = check(dropped).values
    assert not any(values[name] for name in dropped if name.endswith("_other") or name == "source_identity")


def test_lists_are_sorted_once_each_and_without_the_main_category() -> None:
    values = check(
        statement(
            territorial_scope=["FR", "AT", "FR"],
            category_addition=["STATEMENT_CATEGORY_VIOLENCE", "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"],
        )
    ).values
    assert values["territorial_scope"] == ["AT", "FR"]
    assert values["category_addition"] == ["STATEMENT_CATEGORY_VIOLENCE"]


def test_blanks_around_a_text_are_not_read() -> None:
    assert check(statement(decision_facts="  Invented. ", puid=" p ")).values["puid"] == "p"


def test_errors_have_the_shapes_of_the_eu() -> None:
    errors = check(statement(category="x", puid="a b")).errors
    assert of_one(errors) == {
        "message": "The selected category is invalid. (and 1 more error)",
        "errors": {"category": ["The selected category is invalid."], "puid": ["The puid field format is invalid."]},
    }
    assert of_many({3: errors}) == {"errors": {"statement_3": of_one(errors)["errors"]}}


@pytest.mark.parametrize("given", [None, [], "x", 1])
def test_what_is_no_object(given: object) -> None:
    assert list(check(given).errors) == ["statement"]


def test_the_full_sample_is_full() -> None:
    values = check(full()).values
    assert list(values) == list(FIELDS)
    assert [name for name in FIELDS if not values[name]] == list(LAW_FIELDS)


def test_codes_are_those_of_the_eu(shared: Path) -> None:
    theirs = json.loads((shared / "data/dsa/schema_v2_enums.json").read_text(encoding="utf-8"))
    assert set(LANGUAGES) == set(theirs["content_language"])
    assert list(TERRITORIES) == sorted(theirs["territorial_scope"])
    assert categories() == set(theirs["statement_categories"])
    lists = {
        "dsa_visibility": "decision_visibilities", "dsa_monetary": "decision_monetaries",
        "dsa_provision": "decision_provisions", "dsa_account": "decision_accounts", "dsa_keywords": "keywords",
        "dsa_account_types": "account_types", "dsa_grounds": "decision_grounds", "dsa_sources": "source_types",
        "dsa_content_types": "content_types", "dsa_decisions": "automated_decisions",
        "dsa_yes_no": "automated_detections",
    }  # fmt: skip
    for ours, name in lists.items():
        assert set(codelist(ours).live()) == set(theirs[name]), ours
