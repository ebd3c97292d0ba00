"""Have the chains met, and how many independent draws are theirs worth: rank-normalised R-hat and effective sizes.

Source: Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Bayesian Analysis 16:667-718, sections 3 and 4; the
truncated sum of autocorrelations is Geyer's (1992) initial monotone sequence.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.fft import irfft, next_fast_len, rfft
from scipy.special import ndtri
from scipy.stats import rankdata

Draws = npt.NDArray[np.float64]


def rhat(draws: npt.ArrayLike) -> float:
    """Rank-normalised split R-hat of (chains, draws), the larger of bulk and folded; 1 where nothing ever varies."""
    halves = split(np.asarray(draws, dtype=np.float64))
    folded = np.abs(halves - np.median(halves))
    return max(_rhat(normalised(halves)), _rhat(normalised(folded)))


def ess_bulk(draws: npt.ArrayLike) -> float:
    """Effective sample size for the centre of the distribution."""
    return _ess(normalised(split(np.asarray(draws, dtype=np.float64))))


def ess_tail(draws: npt.ArrayLike) -> float:
    """The smaller of the effective sample sizes of the 5 % and the 95 % quantile."""
    halves = split(np.asarray(draws, dtype=np.float64))
    low, high = np.quantile(halves, [0.05, 0.95])
    return min(_ess((halves <= low).astype(np.float64)), _ess((halves <= high).astype(np.float64)))


def split(draws: Draws) -> Draws:
    """(chains, draws) as (2 chains, draws / 2); an odd draw in the middle is left out."""
    half = draws.shape[1] // 2
    if half < 2:
        raise ValueError(f"{draws.shape[1]} draws per chain say nothing about convergence; 4 or more do")
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def normalised(draws: Draws) -> Draws:
    """Each value by the normal quantile of its rank among all (their equation 14); ties share their mean rank."""
    ranks = rankdata(draws, method="average").reshape(draws.shape)
    return np.asarray(ndtri((ranks - 0.375) / (draws.size + 0.25)))


def _rhat(draws: Draws) -> float:
    length = draws.shape[1]
    within = float(draws.var(axis=1, ddof=1).mean())
    between = float(draws.mean(axis=1).var(ddof=1))
    if within == 0.0:
        return 1.0 if between == 0.0 else float("inf")
    return float(np.sqrt((length - 1) / length + between / within))


def _ess(draws: Draws) -> float:
    length = draws.shape[1]
    covariances = _autocovariances(draws)
    within = float(covariances[:, 0].mean()) * length / (length - 1)
    overall = within * (length - 1) / length + float(draws.mean(axis=1).var(ddof=1))
    if overall == 0.0:
        return float(draws.size)
    correlations = 1.0 - (within - covariances.mean(axis=0)) / overall
    correlations[0] = 1.0
    even = correlations[: length - length % 2 : 2]
    pairs = even + correlations[1::2][: even.size]
    negative = np.flatnonzero(pairs[:-1] < 0.0)
    kept = int(negative[0]) if negative.size else max(pairs.size - 1, 1)
    sums = float(np.minimum.accumulate(pairs[:kept]).sum())
    rest = max(float(even[kept]), 0.0) if kept < even.size else 0.0
    tau = max(-1.0 + 2.0 * sums + rest, 1.0 / np.log10(draws.size))
    return float(draws.size / tau)


def _autocovariances(draws: Draws) -> Draws:
    length = draws.shape[1]
    size = next_fast_len(2 * length, real=True)
    spectrum = rfft(draws - draws.mean(axis=1, keepdims=True), n=size, axis=1)
    return np.asarray(irfft(np.abs(spectrum) ** 2, n=size, axis=1)[:, :length] / length)
