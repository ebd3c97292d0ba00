from __future__ import annotations

import pytest

from sijill.collect.importers.numbers import Span
from sijill.collect.importers.problems import Problem

AGE = Span("age", ("age", "other"), "not-stated", most=130, about=2, twelfths=True)
PLAIN = Span("age", ("age",), "not-stated", most=130)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("20", (20, 20)),
        ("20.0", (20, 20)),
        ("0.5833333333333334", (0, 0)),
        ("1.5", (1, 1)),
        ("6/12", (0, 0)),
        ("1 10/12", (1, 1)),
        ("12/12", (1, 1)),
        ("3 months", (0, 0)),
        ("18 months", (1, 1)),
        ("30 years", (30, 30)),
        ("Less than a day", (0, 0)),
        ("23/29", (23, 29)),
        ("54, 45, 50", (45, 54)),
        ("60 or 54", (54, 60)),
        ("20-25", (20, 25)),
        ("20 – 25", (20, 25)),
        ("around 60", (58, 62)),
        ("about 1", (0, 3)),
        ("٢٠", (20, 20)),
        ("3 meses", (0, 0)),
    ],
)
def test_ages_as_lists_write_them(cell: str, expected: tuple[int, int]) -> None:
    assert AGE.read({"age": cell}) == (*expected, "")


def test_several_columns_give_the_lowest_and_the_highest() -> None:
    assert AGE.read({"age": "20.0", "other": "23/29"}) == (20, 29, "")


def test_no_number_is_an_unknown_and_zero_is_a_number() -> None:
    assert AGE.read({"age": ""}) == (None, None, "not-stated")
    assert AGE.read({"age": "0"}) == (0, 0, "")


@pytest.mark.parametrize("cell", ["adult", "20 to", "20 x 30", "-", "1e3", "20;;x", "-5", "20,", "9" * 400])
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(Problem) as caught:
        PLAIN.read({"age": cell})
    assert caught.value.code == "not-a-number"


def test_around_and_twelfths_are_read_only_where_the_mapping_says_how() -> None:
    with pytest.raises(Problem):
        PLAIN.read({"age": "around 60"})
    assert PLAIN.read({"age": "6/12"}) == (6, 12, "")


def test_a_number_out_of_range_is_refused() -> None:
    with pytest.raises(Problem) as caught:
        PLAIN.read({"age": "131"})
    assert caught.value.code == "out-of-range"


def test_the_mapping_may_take_words_and_let_the_rest_be_unknown() -> None:
    lenient = Span("age", ("age",), "not-stated", otherwise="not-available", words={"newborn": 0})
    assert lenient.read({"age": "Newborn"}) == (0, 0, "")
    assert lenient.read({"age": "adult"}) == (None, None, "not-available")
