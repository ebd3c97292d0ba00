"""The codes of the EU's database and reports are the EU's, letter by letter."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from sijill.codelists.lists import LISTS
from sijill.codelists.lists_dsa import DSA_LISTS
from sijill.codelists.load import codelist

ENUMS = Path(__file__).resolve().parents[3] / "shared" / "data" / "dsa" / "schema_v2_enums.json"
NAMED = {
    "dsa_categories": "statement_categories",
    "dsa_keywords": "keywords",
    "dsa_visibility": "decision_visibilities",
    "dsa_monetary": "decision_monetaries",
    "dsa_provision": "decision_provisions",
    "dsa_account": "decision_accounts",
    "dsa_account_types": "account_types",
    "dsa_grounds": "decision_grounds",
    "dsa_content_types": "content_types",
    "dsa_sources": "source_types",
    "dsa_decisions": "automated_decisions",
    "dsa_yes_no": "automated_detections",
}
ORDER_ONLY = "STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER"


@pytest.mark.skipif(not ENUMS.is_file(), reason="../shared is not here")
@pytest.mark.parametrize("name", NAMED)
def test_live_codes_and_english_labels_are_the_databases_own(name: str) -> None:
    said = json.loads(ENUMS.read_text(encoding="utf-8"))[NAMED[name]]
    words = codelist(name)
    assert set(words.live()) - {ORDER_ONLY} == set(said)
    if isinstance(said, dict):
        assert {code: words.label(code) for code in said} == said


def test_only_the_codes_of_another_body_may_be_long() -> None:
    assert {spec.name for spec in LISTS if spec.longest > 40} == {spec.name for spec in DSA_LISTS} == set(NAMED)


def test_sub_categories_are_lettered_within_their_category() -> None:
    words, numbers = codelist("dsa_keywords"), codelist("dsa_categories").column("annex")
    seen: Counter[str] = Counter()
    for code, category in words.column("category").items():
        if category:
            letter = chr(ord("a") + seen[category])
            assert words[code].extra["annex"] == f"{numbers[category]}{letter}"
            seen[category] += 1
    assert sum(seen.values()) == 67  # Annex I has 68 names: these, and the one that ends every category
    assert set(seen) == {code for code, number in numbers.items() if number and int(number) < 16}


def test_codes_of_the_first_schema_are_retired_on_the_day_of_the_second() -> None:
    gone = [row for name in NAMED for row in codelist(name).rows if row.retired]
    assert len(gone) == 14
    assert {(row.since, row.retired) for row in gone} == {("2023-09-25", "2025-07-01")}


def test_the_last_three_categories_stand_in_one_part_each() -> None:
    parts = codelist("dsa_categories").column("parts")
    assert parts["STATEMENT_CATEGORY_OTHER_VIOLATION_TC"] == "6"
    assert parts[ORDER_ONLY] == "3"
    assert parts["STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE"] == "4"
    assert codelist("dsa_categories").column("statements")[ORDER_ONLY] == "no"
