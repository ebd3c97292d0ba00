"""Parts, skeletons and symbols of names. Every name here is common or made of parts; nobody is meant."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from sijill.register.matching.letters import romanised, skeleton
from sijill.register.matching.linking import Linking
from sijill.register.matching.names import parts_of, read_name


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("محمد", "Mohammed"),
        ("عبد الرحمن", "Abdel-Rahman"),
        ("عبد الرحمن", "Abdurrahman"),
        ("عبدالله", "Abdullah"),
        ("عبدالله", "Abdallah"),
        ("نور الدين", "Noureddine"),
        ("صلاح الدين", "Salah al-Din"),
        ("أبو زيد", "Abu Zaid"),
        ("الصالحي", "al-Salhi"),
        ("الصالحي", "As-Salhi"),
        ("فاطمة", "Fatimah"),
        ("خليل", "Khalil"),
        ("القاسم", "Al Kasem"),
        ("شريف", "Cherif"),
    ],
)
def test_one_name_in_two_scripts_has_one_skeleton(arabic: str, latin: str) -> None:
    assert [skeleton(part) for part in parts_of(arabic)] == [skeleton(part) for part in parts_of(latin)]


@pytest.mark.parametrize(("one", "other"), [("Mohammed", "Mahmoud"), ("محمد", "محمود"), ("حسن", "حسين")])
def test_names_that_share_consonants_have_symbols_of_their_own(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
    assert read_name(one).symbols != read_name(other).symbols


def test_spellings_of_one_name_have_one_symbol() -> None:
    assert read_name("Muhammed").symbols == read_name("Mohammed").symbols == read_name("محمد").symbols
    assert read_name("Mahmud").symbols == read_name("محمود").symbols


def test_names_in_other_scripts_are_kept() -> None:
    assert read_name("Сергей").keys == read_name("Sergei").keys
    assert read_name("毛泽东").keys == ("毛泽东",)
    assert romanised("شمس") == "shms"


@pytest.mark.parametrize("nobody", ["Unidentified", "[full name unavailable]", "مجهول", "  ", "n.n."])
def test_who_has_no_name_has_none_to_compare(nobody: str) -> None:
    assert read_name(nobody) is None


def test_a_story_in_the_place_of_a_name_is_cut() -> None:
    name = read_name("Nadim Invented " + "who went " * 20_000)
    assert name is not None
    assert len(name.text) <= 300


def test_a_remark_is_no_part_of_a_name() -> None:
    assert read_name("Zz Invented [full name unavailable]").text == "zz invented"


def test_damage_by_reading_a_pdf_is_undone() -> None:
    assert read_name("عبد هللا").keys == read_name("عبد الله").keys
    assert read_name("االحمد").keys == read_name("الاحمد").keys


def test_names_alone_across_scripts_against_hard_negatives(shared: Path) -> None:
    """Anchor: recall 0.92 at 1 % false positives, where wrong pairs share the first or the last name."""
    path = shared / "data" / "people" / "tfp_press_killed" / "press_killed_in_gaza.json"
    rows = [(row["name"], row["name_en"]) for row in json.loads(path.read_text(encoding="utf-8"))]
    many = len(rows)
    linking = Linking([[{"name_ar": one} for one, _ in rows], [{"name_en": one} for _, one in rows]], within=False)
    names = [read_name(latin) for _, latin in rows]
    right = [(at, many + at) for at in range(many)]
    wrong = [
        (i, many + j)
        for i, one in enumerate(names)
        for j, other in enumerate(names)
        if i != j and rows[i][1].lower() != rows[j][1].lower()
        if one.keys[0] == other.keys[0] or one.keys[-1] == other.keys[-1]
    ]
    random.Random(1).shuffle(wrong)
    weighed = linking.weigh(right + wrong)
    weight = dict(zip(zip(weighed.left.tolist(), weighed.right.tolist(), strict=True), weighed.weight, strict=True))
    least = np.quantile([weight[pair] for pair in wrong], 0.99)
    assert len(wrong) > 1_000
    assert np.mean([weight[pair] > least for pair in right]) >= 0.92
