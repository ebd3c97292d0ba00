"""The variates have the distributions they are named for: by Kolmogorov-Smirnov and chi-square, from fixed seeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from sijill.stats.capture.latent import draws

NUMBER = 20_000
LEAST_P = 1e-4  # seeds are fixed: a test that passes passes always
Function = TypeVar("Function", bound=Callable[..., None])


def callable_compiled(function: Function) -> Function:
    return cast("Function", numba.njit(function))


@callable_compiled
def normals(state: npt.NDArray[np.uint64], out: npt.NDArray[np.float64]) -> None:
    for i in range(out.size):
        out[i] = draws.normal(state)


@callable_compiled
def gammas(shape: float, log: bool, state: npt.NDArray[np.uint64], out: npt.NDArray[np.float64]) -> None:
    for i in range(out.size):
        out[i] = draws.log_gamma_variate(shape, state) if log else draws.gamma(shape, state)


@callable_compiled
def counts(n: int, p: float, state: npt.NDArray[np.uint64], out: npt.NDArray[np.int64]) -> None:
    """Binomial of n and p; Poisson of p where n is -1."""
    for i in range(out.size):
        out[i] = draws.poisson(p, state) if n < 0 else draws.binomial(n, p, state)


@callable_compiled
def words(state: npt.NDArray[np.uint64], out: npt.NDArray[np.uint64]) -> None:
    for i in range(out.size):
        out[i] = draws.bits(state)


def test_the_bits_are_those_of_the_published_generator() -> None:
    """xoshiro256++ from the state 1, 2, 3, 4: worked by hand from Blackman & Vigna (2021), figure 6."""
    out = np.zeros(3, np.uint64)
    words(np.array([1, 2, 3, 4], np.uint64), out)
    assert out.tolist() == expected_words([1, 2, 3, 4], 3)
    assert out[0] == 41943041


def expected_words(s: list[int], number: int) -> list[int]:
    full = 2**64 - 1

    def turned(x: int, k: int) -> int:
        return ((x << k) | (x >> (64 - k))) & full

    out = []
    for _ in range(number):
        out.append((turned((s[0] + s[3]) & full, 23) + s[0]) & full)
        t = (s[1] << 17) & full
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = turned(s[3], 45)
    return out


def test_normal() -> None:
    out = np.zeros(10 * NUMBER)
    normals(draws.states(1, 1)[0], out)
    assert stats.kstest(out, "norm").pvalue > LEAST_P
    beyond = float((np.abs(out) > draws.BASE).mean()) / (2 * stats.norm.sf(draws.BASE))
    assert 0.5 < beyond < 1.6  # the tail is drawn by other code; 52 of them are expected


@pytest.mark.parametrize("shape", [1.0, 1.25, 3.0, 40.0, 90_000.0])
def test_gamma(shape: float) -> None:
    out = np.zeros(NUMBER)
    gammas(shape, False, draws.states(2, 1)[0], out)
    assert stats.kstest(out, stats.gamma(shape).cdf).pvalue > LEAST_P


@pytest.mark.parametrize("shape", [0.02, 0.5, 7.0])
def test_the_logarithm_of_a_gamma_variate(shape: float) -> None:
    out = np.zeros(NUMBER)
    gammas(shape, True, draws.states(3, 1)[0], out)
    assert np.isfinite(out).all()
    assert stats.kstest(out, stats.loggamma(shape).cdf).pvalue > LEAST_P


@pytest.mark.parametrize(
    ("n", "p"), [(1, 0.3), (7, 0.5), (40, 0.02), (40, 0.9), (300, 0.2), (4_000, 0.004), (100_000, 0.37), (60, 0.31)]
)
def test_binomial(n: int, p: float) -> None:
    out = np.zeros(NUMBER, np.int64)
    counts(n, p, draws.states(4, 1)[0], out)
    assert p_value(out, stats.binom(n, p).cdf) > LEAST_P


@pytest.mark.parametrize("mean", [0.0, 0.4, 9.9, 10.5, 300.0, 2e6])
def test_poisson(mean: float) -> None:
    out = np.zeros(NUMBER, np.int64)
    counts(-1, mean, draws.states(5, 1)[0], out)
    assert p_value(out, stats.poisson(mean).cdf) > LEAST_P


def p_value(out: npt.NDArray[np.int64], cdf: Callable[[Any], Any]) -> float:
    """Chi-square over up to 40 groups of neighbouring values, cut at quantiles of the draws."""
    edges = np.unique(np.quantile(out, np.linspace(0, 1, 41)))[:-1]
    expected = np.diff(np.r_[0.0, cdf(edges), 1.0]) * out.size
    observed = np.diff(np.r_[0, np.searchsorted(np.sort(out), edges, side="right"), out.size])
    many = expected > 5
    assert observed[~many].sum() <= 5 * expected[~many].sum() + 12
    if many.sum() < 2:
        return 1.0
    spread = ((observed - expected)[many] ** 2 / expected[many]).sum()
    return float(stats.chi2.sf(spread, many.sum() - 1))
