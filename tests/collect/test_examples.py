"""What must not be in the example files, and what must be beside them."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from sijill.collect.importers.formats import FORMATS
from sijill.collect.importers.numbers import Span
from sijill.collect.importers.words import arabic, latin, word
from tests.collect.importers.lists import EXAMPLES, PEOPLE

BOLIVIA = sorted((EXAMPLES / "bolivia").glob("*.csv"))
PRESS = sorted((EXAMPLES / "press-list").glob("*.json"))
BOLIVIA_ORIGINALS = sorted((PEOPLE / "bolivia_ultimate_consequences").glob("*.csv"))
PRESS_ORIGINALS = PEOPLE / "tfp_press_killed"
NAMES = ("dec_firstname", "dec_surnames")
AGE = Span("age", ("dec_age", "dec_alt_age"), "not-stated", twelfths=True, about=0)
HIDDEN = re.compile(r"w-[0-9a-f]{16}")
MAY_BE_A_MINOR = re.compile(r"(?i)\b(newborn|child|infant|baby|student|estudiante|niñ[oa]|bebé)\b")

NOBODY = ("bolivian military", "none none", "n a n a")

Row = dict[str, str]


def table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def name(row: Row) -> str:
    return latin(" ".join(row[column] for column in NAMES))


def need_originals() -> None:
    if not PEOPLE.exists():
        pytest.skip("the original lists are not at hand")


def test_both_lists_ship_with_licence_notice_and_readme() -> None:
    assert len(BOLIVIA) == 2 and len(PRESS) == 7
    for folder in ("bolivia", "press-list"):
        for file in ("LICENSE", "NOTICE", "README.md"):
            assert (EXAMPLES / folder / file).stat().st_size > 300
    assert "Attribution 4.0 International" in (EXAMPLES / "bolivia" / "LICENSE").read_text(encoding="utf-8")
    assert "public domain" in (EXAMPLES / "press-list" / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", BOLIVIA, ids=lambda path: path.name)
def test_only_columns_that_the_mapping_reads(path: Path) -> None:
    columns = set(table(path)[0])
    assert columns <= FORMATS["bolivia"].mapping().columns
    forbidden = re.compile(
        r"perp_(first|sur)name|address|community|place$|municip|medical|denied|residence|title$|ethn|failure|notes"
    )
    assert not [column for column in columns - {"event_title"} if forbidden.search(column)]


@pytest.mark.parametrize("path", BOLIVIA, ids=lambda path: path.name)
def test_columns_about_the_act_hold_words_and_no_text(path: Path) -> None:
    for row in table(path):
        assert row["cause_death"] in ("", "Tear gas inhalation")
        assert len(row["perp_group"]) <= 90 and len(row["certainty_level"]) <= 40
        assert not re.search(r"(?i)camacho|evo\b", row["event_title"])


@pytest.mark.parametrize("path", BOLIVIA, ids=lambda path: path.name)
def test_minors_and_unconfirmed_deaths_have_no_name(path: Path) -> None:
    hidden = 0
    for row in table(path):
        low, _, _ = AGE.read(row)
        hidden += bool(row["name_withheld"])
        if row["name_withheld"]:
            assert HIDDEN.fullmatch(row["name_withheld"])
        if (low is not None and low < 18) or row["unconfirmed"] or row["name_withheld"]:
            assert name(row) == ""
        if low is None and row["dec_affiliation"] == "Student":
            assert name(row) == ""
    assert hidden == {"deaths-2022-09-02.csv": 75, "deaths-2024-07-23.csv": 53}[path.name]


def test_no_name_of_the_bolivia_list_is_gone_from_its_newest_vintage() -> None:
    newest = {tuple(row[column] for column in NAMES) for row in table(BOLIVIA[-1])}
    assert {tuple(row[column] for column in NAMES) for row in table(BOLIVIA[0])} <= newest | {("", "")}


def test_one_person_left_out_has_one_word_in_both_vintages() -> None:
    words = [[row["name_withheld"] for row in table(path) if row["name_withheld"]] for path in BOLIVIA]
    assert all(len(one) == len(set(one)) for one in words)
    assert len(set(words[0]) & set(words[1])) == 48


def test_no_minor_of_the_original_bolivia_list_is_named() -> None:
    need_originals()
    minors = set()
    for path in BOLIVIA_ORIGINALS:
        for row in table(path):
            low, _, _ = AGE.read({**row, "dec_alt_age": row["dec_alt_age"].replace("around ", "")})
            told = " ".join(row.get(column, "") for column in ("dec_affiliation", "dec_spec_affiliation", "dec_title"))
            if (low is not None and low < 18) or (low is None and MAY_BE_A_MINOR.search(told)):
                minors.add((name(row), row["year"]))
    shipped = {(name(row), row["year"]) for path in BOLIVIA for row in table(path)}
    assert len(minors) > 40
    assert {one for one in minors if one[0]} & shipped == set()


def test_no_perpetrators_name_of_the_original_is_anywhere_in_the_examples() -> None:
    need_originals()
    texts = {path.name: latin(path.read_text(encoding="utf-8")) for path in BOLIVIA}
    victims = [name(row) for path in BOLIVIA for row in table(path)]
    for path in BOLIVIA_ORIGINALS:
        for row in table(path):
            whole = latin(f"{row['perp_firstname']} {row['perp_surname']}")
            # A body, a word for nobody, or somebody who is also on the list as a victim.
            if whole in NOBODY or len(whole.split()) < 2 or any(whole in victim for victim in victims):
                continue
            for file, text in texts.items():
                assert f" {whole} " not in text, file


def test_the_rows_are_those_of_the_originals() -> None:
    need_originals()
    for shipped, original in zip(BOLIVIA, BOLIVIA_ORIGINALS, strict=True):
        same = ("year", "month", "day", "department", "dec_age", "intentionality", "state_perpetrator")
        assert [[row[one] for one in same] for row in table(shipped)] == [
            [row[one] for one in same] for row in table(original)
        ]


def records(path: Path) -> list[Row]:
    found: list[Row] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("path", PRESS, ids=lambda path: path.name)
def test_press_records_hold_two_names_or_a_word_and_no_notes(path: Path) -> None:
    newest = {one["name"]: one["name_en"] for one in records(PRESS[-1])}
    for one in records(path):
        if "withheld" in one:
            assert one.keys() == {"withheld"} and HIDDEN.fullmatch(one["withheld"])
        else:
            assert one.keys() - {"earlier_wording"} == {"name", "name_en"}
            assert newest[one["name"]] == one["name_en"]


def test_the_newest_press_list_is_whole_and_hides_nothing() -> None:
    assert len(records(PRESS[-1])) == 262
    assert all(one.keys() == {"name", "name_en"} for one in records(PRESS[-1]))


def test_no_spelling_gone_from_the_newest_press_list_is_shipped() -> None:
    need_originals()
    now = {
        text for one in records(PRESS_ORIGINALS / "press_killed_in_gaza.json") for text in (one["name"], one["name_en"])
    }
    gone = set()
    for path in (PRESS_ORIGINALS / "vintages").glob("*.json"):
        gone |= {text for one in records(path) for text in (one["name"], one["name_en"])} - now
    shipped = {text for path in PRESS for one in records(path) for text in one.values()}
    assert len(gone) > 200
    assert gone & shipped == set()


def test_every_original_press_record_is_there_as_a_name_or_a_word() -> None:
    need_originals()
    originals = [
        *sorted((PRESS_ORIGINALS / "vintages").glob("*.json")),
        PRESS_ORIGINALS / "press_killed_in_gaza.json",
    ]
    for shipped, original in zip(PRESS, originals, strict=True):
        names = {arabic(one["name"]) for one in records(original)}
        kept = [one for one in records(shipped) if "name" in one]
        assert {arabic(one["name"]) for one in kept} <= names
        assert len(records(shipped)) == len(names)


def test_words_of_the_mapping_are_all_that_is_left_of_perpetrator_groups() -> None:
    act = FORMATS["bolivia"].mapping().acts[0]
    cases = [when for part in act.involvements for when, _ in getattr(part.perpetrator, "cases", ())]
    known = {one for when in cases for column, words in when.columns if column == "perp_group" for one in words}
    for path in BOLIVIA:
        assert {word(row["perp_group"]) for row in table(path)} <= known | {""}
