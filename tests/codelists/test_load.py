from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from sijill.codelists.lists import Extra, ListSpec
from sijill.codelists.load import (
    COLUMNS,
    LANGUAGES,
    UNKNOWN_CODES,
    Codelist,
    UnknownCode,
    UnknownList,
    codelist,
    names,
    nearest,
    read,
)


def test_a_list_is_read_once_and_cannot_be_changed() -> None:
    acts = codelist("acts")
    assert codelist("acts") is acts
    with pytest.raises(FrozenInstanceError):
        acts.rows = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        acts["torture"].labels["en"] = "Other"  # type: ignore[index]


def test_a_label_falls_back_to_english_and_then_to_the_code() -> None:
    roles = codelist("roles")
    assert roles.label("journalist", "ar") == "صحفي/صحفية"
    assert roles.label("journalist", "zz") == "Journalist"
    assert roles.label("not-stated", "ar") == "لم يُذكر"
    assert roles.label("no-such-role", "ar") == "no-such-role"


def test_a_row_says_in_which_languages_its_label_is_official() -> None:
    states = codelist("verification_states")
    assert states["verified"].label_source == "un en ar es"
    assert [states["verified"].is_ours(lang) for lang in LANGUAGES] == [False, False, True, False]
    assert all(states["reported"].is_ours(lang) for lang in LANGUAGES)
    assert not any(codelist("acts")["torture"].is_ours(lang) for lang in LANGUAGES)


def test_lists_that_a_person_fills_end_with_the_unknowns_and_others_do_not() -> None:
    assert codelist("sex").codes[-3:] == UNKNOWN_CODES
    assert not set(UNKNOWN_CODES) & set(codelist("decisions").codes)
    assert codelist("unknowns").codes == UNKNOWN_CODES


def test_choices_pair_each_code_with_its_label_in_order() -> None:
    choices = codelist("judgements").choices("en")
    assert choices == [("same", "The same"), ("not-same", "Not the same"), ("unsure", "Unsure")]


def test_ancestors_go_up_to_the_world() -> None:
    places = codelist("places")
    assert places.ancestors("BO-L") == ("BO", "m49-005", "m49-419", "m49-019", "m49-001")
    assert places.ancestors("m49-001") == ()


@pytest.mark.parametrize(
    ("code", "of", "answer"),
    [
        ("death-threat", "threat", True),
        ("threat", "threat", True),
        ("threat", "death-threat", False),
        ("coordinated-harassment", "harassment", True),
        ("not-stated", "threat", False),
    ],
)
def test_descends_holds_for_the_code_itself_and_what_lies_below(code: str, of: str, answer: bool) -> None:
    assert codelist("acts").descends(code, of) is answer


def test_an_extra_column_is_read_by_code_and_empty_for_the_unknowns() -> None:
    ages = codelist("age_groups").column("minor")
    assert ages["0-17"] == "yes"
    assert ages["65-plus"] == "no"
    assert ages["not-stated"] == ""
    with pytest.raises(KeyError, match=r"age_groups\.csv has no column 'sdg'"):
        codelist("age_groups").column("sdg")


def test_an_unknown_code_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownCode) as caught:
        codelist("acts")["raid "]
    assert str(caught.value) == "'raid ' is not in codelists/acts.csv. Did you mean 'office-raid'?"
    assert codelist("acts").get("raid ") is None
    assert "raid " not in codelist("acts")


def test_an_unknown_list_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownList) as caught:
        codelist("act")
    assert str(caught.value) == "There is no codelist 'act'. Did you mean 'acts'?"


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("acts", "tortur", "torture"),
        ("acts", "Office_Raid", "office-raid"),
        ("acts", "arest", "arbitrary-detention"),
        ("acts", "مراقبة", "surveillance"),
        ("roles", "Journalists", "journalist"),
        ("places", "Boliva", "BO"),
    ],
)
def test_nearest_knows_codes_labels_and_their_words(name: str, wrong: str, right: str) -> None:
    assert nearest(name, wrong)[0] == right


@pytest.mark.parametrize("wrong", ["", "  ", "qqqq"])
def test_nearest_does_not_guess_from_nothing(wrong: str) -> None:
    assert nearest("acts", wrong) == []


def test_a_retired_code_is_kept_and_no_longer_offered(tmp_path: Path) -> None:
    spec = ListSpec("things", "Things", "أشياء", "Things.", extra=(Extra("size", "Size.", shape=r"\d+"),))
    lines = [
        ",".join((*COLUMNS, "size")),
        "old,,Old,قديم,,,An old thing.,,ours,ours,,2026-01-01,2026-06-30,3",
        "new,,New,جديد,,,A new thing.,,ours,ours,yes,2026-01-01,,4",
    ]
    (tmp_path / "things.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = read(spec, tmp_path)
    things = Codelist(spec, rows, {row.code: row for row in rows})
    assert things.codes == ("old", "new")
    assert things.live() == ("new",)
    assert things.choices("ar") == [("new", "جديد")]
    assert things.label("old") == "Old"
    assert things.column("size") == {"old": "3", "new": "4"}
    assert [row.verify for row in rows] == [False, True]


def test_every_declared_list_can_be_read() -> None:
    assert [codelist(name).name for name in names()] == list(names())
    assert len(set(names())) == len(names())
