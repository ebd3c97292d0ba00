"""Intervals of rates and of their differences against another implementation; the smallest gap against the test."""

from __future__ import annotations

from math import hypot
from random import Random

import numpy as np
import pytest
from scipy.stats import binom, binomtest, fisher_exact

from sijill.stats.rates import holm, newcombe, smallest_gap, smallest_ratio, wilson


@pytest.mark.parametrize(
    ("yes", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson(yes: int, of: int, low: float, high: float) -> None:
    """The cases are those that Newcombe (1998, Two-Sided Confidence Intervals for the Single Proportion) is known for.

    The values were written down from memory of the paper, which nobody here had at hand; what vouches for them is
    SciPy's own interval, to four digits, and for ours to twelve.
    """
    assert scipy_wilson(yes, of) == pytest.approx((low, high), abs=5e-5)
    assert wilson(yes, of) == pytest.approx(scipy_wilson(yes, of), abs=1e-12)


def scipy_wilson(yes: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    found = binomtest(yes, of).proportion_ci(confidence, method="wilson")
    return float(found.low), float(found.high)


def square_and_add(one: tuple[int, int], other: tuple[int, int], confidence: float = 0.95) -> tuple[float, float]:
    """Newcombe's method 10 as published, from SciPy's Wilson intervals (l, u): no library at hand has it.

    Lower end: d - sqrt((p1 - l1)^2 + (u2 - p2)^2); upper end: d + sqrt((u1 - p1)^2 + (p2 - l2)^2).
    """
    (low1, high1), (low2, high2) = scipy_wilson(*one, confidence), scipy_wilson(*other, confidence)
    rate1, rate2 = one[0] / one[1], other[0] / other[1]
    below, above = hypot(rate1 - low1, high2 - rate2), hypot(high1 - rate1, rate2 - low2)
    return rate1 - rate2 - below, rate1 - rate2 + above


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe(one: tuple[int, int], other: tuple[int, int], low: float, high: float) -> None:
    """Cases of Newcombe 1998 (Interval Estimation for the Difference): values from memory, reckoned again."""
    assert square_and_add(one, other) == pytest.approx((low, high), abs=5e-5)
    assert newcombe(one, other) == pytest.approx(square_and_add(one, other), abs=1e-12)


def test_intervals_hold_the_rate_turn_round_and_grow_with_confidence() -> None:
    random = Random(1)
    for _ in range(300):
        of, rest = random.randint(1, 90), random.randint(1, 90)
        one, other = (random.randint(0, of), of), (random.randint(0, rest), rest)
        low, high = newcombe(one, other)
        assert wilson(*one) == pytest.approx(scipy_wilson(*one), abs=1e-12)
        assert wilson(*one, 0.99) == pytest.approx(scipy_wilson(*one, 0.99), abs=1e-12)
        assert (low, high) == pytest.approx(square_and_add(one, other), abs=1e-12)
        assert -1 <= low <= one[0] / of - other[0] / rest <= high <= 1
        assert newcombe(other, one) == pytest.approx((-high, -low))
        wide = newcombe(one, other, 0.99)
        assert wide[0] <= low <= high <= wide[1]
    assert wilson(0, 0) == (0.0, 1.0)
    assert newcombe((1, 2), (0, 0)) == (-1.0, 1.0)
    with pytest.raises(ValueError, match="not a rate"):
        wilson(3, 2)


def _power(of: int, rate: float, base_of: int, base: float, alpha: float) -> float:
    """The exact probability that Fisher's test finds it, by trying every outcome."""
    ours, theirs = np.arange(of + 1), np.arange(base_of + 1)
    chance = np.outer(binom.pmf(ours, of, rate), binom.pmf(theirs, base_of, base))
    power = 0.0
    for x, y in zip(*np.nonzero(chance > 1e-7), strict=True):
        if fisher_exact([[x, of - x], [y, base_of - y]]).pvalue <= alpha:
            power += float(chance[x, y])
    return power


@pytest.mark.parametrize(
    ("of", "base", "base_of", "sign"), [(40, 0.2, 40, 1), (30, 0.5, 90, -1), (25, 0.1, 60, 1), (60, 0.7, 45, -1)]
)
def test_the_smallest_gap_is_found_four_times_in_five(of: int, base: float, base_of: int, sign: int) -> None:
    gap = smallest_gap(of, base, base_of, sign)
    assert gap is not None
    assert 0.75 <= _power(of, base + sign * gap, base_of, base, 0.05) <= 0.90
    assert _power(of, base + sign * gap / 2, base_of, base, 0.05) < 0.5


def test_there_is_no_smallest_gap_where_no_gap_is_large_enough() -> None:
    assert smallest_gap(2, 0.5, 2, 1) is None
    assert smallest_gap(0, 0.5, 100, 1) is None
    assert smallest_gap(100, 0.0, 100, -1) is None, "no rate lies below none"
    assert smallest_ratio(0, 0.5) is None
    assert smallest_ratio(100, 1.0) is None


def test_the_smallest_gap_shrinks_with_more_cases_and_grows_with_more_comparisons() -> None:
    few, many = smallest_gap(50, 0.3, 50, 1), smallest_gap(500, 0.3, 500, 1)
    strict = smallest_gap(500, 0.3, 500, 1, 0.05 / 12)
    assert few is not None
    assert many is not None
    assert strict is not None
    assert many < strict < few


def test_schoenfeld() -> None:
    """Two equal groups: 66 ends to find a ratio of 2 with 80 % (Schoenfeld 1981: 4 (1.96 + 0.84)^2 / log(2)^2)."""
    found = smallest_ratio(66, 0.5)
    assert found == pytest.approx(2.0, abs=0.01)


def test_holm() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []
