"""How long something lasts when for some cases nobody knows the end: Kaplan and Meier's estimate.

A case without a known end is *censored*: all that is known is that it lasted at least so long. Leaving such
cases out, or taking a mean over the others, would make everything look shorter than it was.

Source: E. L. Kaplan and P. Meier, Nonparametric Estimation from Incomplete Observations, Journal of the
American Statistical Association 53 (1958) 457-481; variance after Greenwood, interval on the log(-log)
scale (Kalbfleisch and Prentice 1980), the interval of the median after Brookmeyer and Crowley (1982):
all times at which the interval of the curve holds one half. Computed with SciPy (`scipy.stats.ecdf`).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Median:
    """The median of a time and its interval, in the unit of the times; None where the curve does not come so far.

    `cases`: all of them, `ended`: those whose end is known.
    """

    cases: int
    ended: int
    value: float | None
    low: float | None
    high: float | None


def median_time(ended: Sequence[float], going_on: Sequence[float], confidence: float = 0.95) -> Median:
    """The median of a time, from times that ended and times that were still going on when last heard of.

    Times are 0 or more. ValueError for one below 0.
    """
    if any(time < 0 for time in (*ended, *going_on)):
        raise ValueError("a time cannot be below 0: something ended before it began")
    cases = len(ended) + len(going_on)
    if not ended:
        return Median(cases, 0, None, None, None)
    from scipy.stats import CensoredData, ecdf  # half a second that most commands need not wait for

    curve = ecdf(CensoredData(uncensored=list(ended), right=list(going_on))).sf
    with warnings.catch_warnings():  # the interval has no width where the curve is 1 or 0, and SciPy says so
        warnings.simplefilter("ignore", RuntimeWarning)
        around = curve.confidence_interval(confidence, method="log-log")
    times = curve.quantiles
    return Median(
        cases,
        len(ended),
        _first(times, curve.probabilities),
        _first(times, around.low.probabilities),
        _first(times, around.high.probabilities),
    )


def _first(times: NDArray[np.float64], values: NDArray[np.float64]) -> float | None:
    """The first time at which the curve is at one half or below; where the formula gives no number it is not."""
    below = np.flatnonzero(np.nan_to_num(values, nan=1.0) <= 0.5 + 1e-12)
    return float(times[below[0]]) if below.size else None
