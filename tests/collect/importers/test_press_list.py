"""The press list: the history of a list in two scripts, as shipped and, where at hand, as it was."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from sijill.collect.draft import Refused, Row
from sijill.collect.importers.formats import FORMATS, read
from tests.collect.importers.lists import EXAMPLES, PEOPLE, history

SHIPPED = sorted((EXAMPLES / "press-list").glob("*.json"))
ORIGINALS = PEOPLE / "tfp_press_killed"
HISTORY = [
    {"rows": 141, "new": 141, "unchanged": 0, "revised": 0, "withdrawn": 0, "refused": 0},
    {"rows": 165, "new": 24, "unchanged": 141, "revised": 0, "withdrawn": 0, "refused": 0},
    {"rows": 191, "new": 26, "unchanged": 164, "revised": 1, "withdrawn": 0, "refused": 0},
    {"rows": 209, "new": 18, "unchanged": 191, "revised": 0, "withdrawn": 0, "refused": 0},
    {"rows": 243, "new": 34, "unchanged": 207, "revised": 2, "withdrawn": 0, "refused": 0},
    {"rows": 257, "new": 15, "unchanged": 237, "revised": 5, "withdrawn": 1, "refused": 0},
    {"rows": 262, "new": 5, "unchanged": 24, "revised": 233, "withdrawn": 0, "refused": 0},
]


def originals() -> list[Path]:
    if not ORIGINALS.exists():
        pytest.skip("the original lists are not at hand")
    return [*sorted((ORIGINALS / "vintages").glob("*.json")), ORIGINALS / "press_killed_in_gaza.json"]


def test_the_history_of_the_shipped_list() -> None:
    assert history("press-list", SHIPPED) == HISTORY


def test_the_history_of_the_original_list() -> None:
    assert history("press-list", originals()) == HISTORY


def test_the_shipped_list_has_the_keys_of_the_original() -> None:
    *_, shipped = SHIPPED
    *_, original = originals()
    keys = [[row.key for row in read("press-list", path) if isinstance(row, Row)] for path in (shipped, original)]
    assert keys[0] == keys[1]


def test_a_record_claims_what_the_list_says_and_no_more() -> None:
    *_, newest = SHIPPED
    for row in read("press-list", newest):
        assert isinstance(row, Row)
        (entry,) = row.entries
        (act,) = entry.acts
        assert [(name.script, name.kind) for name in entry.victim.names] == [
            ("Arab", "full"),
            ("Latn", "transliteration"),
        ]
        assert (act.kind, act.roles, act.motive) == ("unlawful-killing", ("media-worker",), "not-stated")
        assert (act.involvements, act.place, act.age_unknown) == ((), "PS", "not-asked")
        assert act.elements == ("identity", "role", "act", "date", "place")
        assert act.occurred == "2023-10-07/2026-08-05"


def test_the_date_ends_with_the_day_the_file_was_fetched() -> None:
    first = SHIPPED[0]
    ends = {
        day: {
            row.entries[0].acts[0].occurred for row in read("press-list", first, retrieved=day) if isinstance(row, Row)
        }
        for day in (None, date(2024, 6, 1))
    }
    assert ends == {None: {"2023-10-07/2024-05-02"}, date(2024, 6, 1): {"2023-10-07/2024-06-01"}}


def test_without_any_day_the_end_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps([{"name": "مثال", "name_en": "Mithal"}]), encoding="utf-8")
    (row,) = read("press-list", path)
    assert isinstance(row, Row) and row.entries[0].acts[0].occurred == "2023-10-07/"


def test_a_withheld_name_is_a_row_and_a_person_not_identified() -> None:
    rows = [row for row in read("press-list", SHIPPED[0]) if not isinstance(row, Refused)]
    (hidden,) = [row for row in rows if "withheld" in row.content]
    victim = hidden.entries[0].victim
    assert (victim.identified, victim.names) == ("unidentified", ())
    assert "identity" not in hidden.entries[0].acts[0].elements


def test_the_list_asserts_that_its_people_are_of_the_press() -> None:
    assert FORMATS["press-list"].source.asserts == ("role:media-worker",)
