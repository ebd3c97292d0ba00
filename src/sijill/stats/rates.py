"""Rates and differences of rates with their intervals, and the smallest difference that data could have shown.

Sources: E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, Journal of the American
Statistical Association 22 (1927) 209-212; R. G. Newcombe, Interval Estimation for the Difference between Independent
Proportions, Statistics in Medicine 17 (1998) 873-890, method 10; J. L. Fleiss, A. Tytun and H. K. Ury, A Simple
Approximation for Calculating Sample Sizes for Comparing Independent Proportions, Biometrics 36 (1980) 343-346;
S. Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of Statistics 6 (1979) 65-70;
D. Schoenfeld, The Asymptotic Properties of Nonparametric Tests for Comparing Survival Distributions, Biometrika 68
(1981) 316-319.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtri

POWER = 0.8
_NEXT_TO_NONE = 1e-9


def wilson(yes: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """The score interval of a rate, without correction for continuity; (0, 1) where nobody was asked.

    ValueError where `yes` is not from 0 to `of`.
    """
    if not 0 <= yes <= of:
        raise ValueError(f"{yes} of {of} is not a rate")
    if not of:
        return 0.0, 1.0
    z = _two_sided(confidence)
    middle, width = 2 * yes + z * z, z * sqrt(z * z + 4 * yes * (of - yes) / of)
    low = 0.0 if yes == 0 else (middle - width) / (2 * (of + z * z))
    high = 1.0 if yes == of else (middle + width) / (2 * (of + z * z))
    return low, high


def newcombe(one: tuple[int, int], other: tuple[int, int], confidence: float = 0.95) -> tuple[float, float]:
    """The interval of one rate less another, each (yes, of); from -1 to 1. (-1, 1) where one side has nobody."""
    if not one[1] or not other[1]:
        return -1.0, 1.0
    (low1, high1), (low2, high2) = wilson(*one, confidence), wilson(*other, confidence)
    rate1, rate2 = one[0] / one[1], other[0] / other[1]
    below = sqrt((rate1 - low1) ** 2 + (high2 - rate2) ** 2)
    above = sqrt((high1 - rate1) ** 2 + (rate2 - low2) ** 2)
    return rate1 - rate2 - below, rate1 - rate2 + above


def smallest_gap(of: int, base: float, base_of: int, sign: int, alpha: float = 0.05) -> float | None:
    """By how much the rate of `of` units must lie above (`sign` 1) or below (-1) a base rate of `base_of` units
    for Fisher's exact test, two-sided at `alpha`, to find it with a probability of 80 %. None: no gap is enough.

    After Fleiss, Tytun and Ury (1980), whose correction makes the formula fit the exact test.
    """
    room = 1.0 - base if sign > 0 else base
    if not of or not base_of or room <= 0 or _units_for(room, base, sign, base_of / of, alpha) > of:
        return None

    def lacking(gap: float) -> float:
        return _units_for(gap, base, sign, base_of / of, alpha) - of

    return float(brentq(lacking, _NEXT_TO_NONE, room, xtol=1e-6))


def _units_for(gap: float, base: float, sign: int, ratio: float, alpha: float) -> float:
    """How many units the group needs, where the base has `ratio` times as many."""
    rate = min(max(base + sign * gap, 0.0), 1.0)
    mean = (rate + ratio * base) / (1 + ratio)
    pooled = _two_sided(1 - alpha) * sqrt((ratio + 1) * mean * (1 - mean))
    apart = float(ndtri(POWER)) * sqrt(ratio * rate * (1 - rate) + base * (1 - base))
    plain = max((pooled + apart) ** 2 / (ratio * gap * gap), _NEXT_TO_NONE)
    return plain / 4 * (1 + sqrt(1 + 2 * (ratio + 1) / (plain * ratio * gap))) ** 2


def smallest_ratio(ends: int, share: float, alpha: float = 0.05) -> float | None:
    """The ratio of speeds (hazards, above 1) that a log-rank test, two-sided at `alpha`, finds with 80 % probability.

    `ends`: how many times are known to the end; `share`: the group's part of all cases. After Schoenfeld (1981).
    None where nothing ended or there is nobody to compare with.
    """
    if not ends or not 0 < share < 1:
        return None
    return exp((_two_sided(1 - alpha) + float(ndtri(POWER))) / sqrt(ends * share * (1 - share)))


def holm(p: Sequence[float]) -> list[float]:
    """Holm's adjusted p-values, in the order given: at most `alpha` of them at or below it is the risk of one error."""
    values = np.asarray(p, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    steps = values[order] * np.arange(len(values), 0, -1)
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if len(values) else steps
    return [float(one) for one in adjusted]


def _two_sided(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence of {confidence} is not between 0 and 1")
    return float(ndtri(1 - (1 - confidence) / 2))
