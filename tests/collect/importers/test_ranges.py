"""Counts and shares of published tables: ranges, reasons why there is none, and shares read back as counts."""

from __future__ import annotations

from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.collect.importers.problems import Problem
from sijill.collect.importers.ranges import Share, count, counted, rounds_to, share, total

ROUNDINGS = (ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN)


def read(cell: str) -> object:
    return count({"n": cell}, "n")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("0", (0, 0)),
        ("42", (42, 42)),
        ("1,624", (1624, 1624)),
        ("12,345,678", (12345678, 12345678)),
        ("17  ", (17, 17)),
        ("7.0", (7, 7)),
        ("<10", (1, 9)),
        ("< 1,000", (1, 999)),
        ("0-249", (0, 249)),
        ("11,000 - 12,000", (11000, 12000)),
        ("500–999", (500, 999)),
        ("", "not-stated"),
        ("   ", "not-stated"),
        ("N/A", "not-available"),
        ("NULL", "not-available"),
        ("?", "not-available"),
    ],
)
def test_a_cell_is_a_range_or_the_reason_why_there_is_none(cell: str, expected: object) -> None:
    assert read(cell) == expected


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("-3", "not-a-number"),
        ("1.5", "not-a-number"),
        ("1,23", "not-a-number"),
        ("12 or so", "not-a-number"),
        ("1.2E+06", "not-a-number"),
        ("2049-02-01", "not-a-number"),
        ("12-Oct", "not-a-number"),
        ("Feb-49", "not-a-number"),
        ("#####", "not-a-number"),
        ("=SUM(A1:A9)", "not-a-number"),
        ("<1", "out-of-range"),
        ("249-0", "out-of-range"),
        ("1" * 14, "out-of-range"),
    ],
)
def test_what_is_no_count_is_refused(cell: str, problem: str) -> None:
    with pytest.raises(Problem) as caught:
        read(cell)
    assert (caught.value.code, caught.value.field) == (problem, "n")


def test_what_a_spreadsheet_wrote_anew_is_said_to_be_lost() -> None:
    with pytest.raises(Problem) as caught:
        read("12-Oct")
    assert "spreadsheet" in caught.value.message


def test_a_cell_that_may_be_a_note_is_not_repeated() -> None:
    with pytest.raises(Problem) as caught:
        read("asked by Invented Person")
    assert "Invented" not in caught.value.message


@pytest.mark.parametrize(
    ("column", "cell", "value", "step"),
    [
        ("Percentage", "83%", "0.83", "0.01"),
        ("Percentage", "50.4%", "0.504", "0.001"),
        ("% Removed", "44", "0.44", "0.01"),
        ("rate", "0.4", "0.4", "0.01"),
        ("rate", "1", "1", "0.01"),
        ("rate", "0.239", "0.239", "0.001"),
        ("rate", "0.4713", "0.4713", "0.0001"),
    ],
)
def test_a_share_knows_how_far_it_was_rounded(column: str, cell: str, value: str, step: str) -> None:
    assert share({column: cell}, column) == Share(Decimal(value), Decimal(step))


@pytest.mark.parametrize("cell", ["120%", "-1%", "1.5", "83 percent", "NaN", "Infinity"])
def test_what_is_no_share_is_refused(cell: str) -> None:
    with pytest.raises(Problem):
        share({"rate": cell}, "rate")


def test_a_share_is_read_as_the_counts_that_round_to_it() -> None:
    percent = Decimal("0.01")
    assert rounds_to(Share(Decimal("0.83"), percent), (6, 6)) == (5, 5)
    assert rounds_to(Share(Decimal("0.40"), percent), (486, 486)) == (192, 196)
    assert rounds_to(Share(Decimal("0.79"), percent), (11000, 12000)) == (8635, 9540)
    assert rounds_to(Share(Decimal("0"), percent), (1000, 1000)) == (0, 5)
    assert rounds_to(Share(Decimal("1"), percent), (1000, 1000)) == (995, 1000)
    assert rounds_to(Share(Decimal("0.5"), percent), (1, 1)) is None


def test_without_a_whole_or_a_share_there_is_no_count() -> None:
    half = Share(Decimal("0.5"), Decimal("0.01"))
    assert counted(half, "not-stated") == "not-available"
    assert counted("not-stated", (4, 4)) == "not-stated"
    assert counted("not-stated", (0, 0)) == "not-stated"
    assert counted("not-available", (0, 0)) == (0, 0)
    assert counted(half, (1, 1)) == "not-available"
    assert counted(half, (4, 4)) == (2, 2)


def test_a_sum_needs_every_part() -> None:
    assert total([(1, 9), (3, 3)]) == (4, 12)
    assert total([(1, 9), "not-stated"]) == "not-available"
    assert total([]) == (0, 0)


@st.composite
def wholes(draw: st.DrawFn) -> tuple[int, int, int]:
    n = draw(st.integers(1, 100_000))
    return draw(st.integers(0, n)), n, draw(st.integers(2, 4))


@given(wholes())
def test_whatever_the_rounding_the_count_lies_in_the_range(given_: tuple[int, int, int]) -> None:
    k, n, places = given_
    step = Decimal(1).scaleb(-places)
    for rounding in ROUNDINGS:
        published = (Decimal(k) / Decimal(n)).quantize(step, rounding)
        low, high = rounds_to(Share(published, step), (n, n)) or (n + 1, -1)
        assert low <= k <= high


@given(wholes())
def test_the_range_holds_nothing_that_rounds_to_another_share(given_: tuple[int, int, int]) -> None:
    k, n, places = given_
    step = Decimal(1).scaleb(-places)
    published = (Decimal(k) / Decimal(n)).quantize(step, ROUND_HALF_UP)
    low, high = rounds_to(Share(published, step), (n, n)) or (0, 0)
    for edge in (low, high):
        assert abs(Decimal(edge) - published * n) <= step / 2 * n
    for beyond in (low - 1, high + 1):
        if 0 <= beyond <= n:
            assert abs(Decimal(beyond) - published * n) > step / 2 * n


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 100))
def test_a_range_of_wholes_gives_every_count_that_one_of_them_gives(a: int, b: int, percent: int) -> None:
    part, whole = Share(Decimal(percent) / 100, Decimal("0.01")), (min(a, b), max(a, b))
    found = rounds_to(part, whole)
    for n in {whole[0], sum(whole) // 2, whole[1]}:
        one = rounds_to(part, (n, n))
        if one is not None:
            assert found is not None
            assert found[0] <= one[0] <= one[1] <= found[1]


@given(st.text(max_size=30))
def test_no_cell_does_anything_but_be_read_or_be_refused(cell: str) -> None:
    for reader in (count, share):
        try:
            found = reader({"n": cell}, "n")
        except Problem:
            continue
        assert found is not None
