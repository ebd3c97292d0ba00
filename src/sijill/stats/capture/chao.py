"""Chao's lower bound: how many there are at least, if people differ in how easily they come into a list.

Chao (1987), Biometrics 43: 783-791; for lists of different reach as a log-linear model: Rivest & Baillargeon (2007),
Biometrics 63: 999-1006. Units in three or more lists get an effect of their own for each number of lists, which is
not below 0; what is left, units in one list against units in two, gives the bound. It is a bound where lists are
independent for one and the same person. It is none where a list keeps out those whom another holds.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtri

from sijill.stats.capture.checks import Pair, cautions, refusal, usable
from sijill.stats.capture.lattice import Floats, design, orders
from sijill.stats.capture.overlaps import Overlaps
from sijill.stats.capture.result import Estimate, NotEstimable, Result

METHOD = "chao"
MOST_LISTS = 16
ROUNDS = 100
PRECISE = 1e-10


def estimate(overlaps: Overlaps, *, seed: int | None = None, apart: Sequence[Pair] = ()) -> Result:
    """The lower bound with its interval; two lists are enough, and n may be small. `seed` is not used.

    With two lists it is Lincoln's and Petersen's estimate, and every dependence between the two goes into it: the
    warning `two-lists` says so. The interval is Chao's (1987), on the logarithm of the undocumented number.
    """
    if refused := refusal(overlaps, METHOD, apart=apart, bound=True):
        return refused
    lists = usable(overlaps)
    if len(lists.lists) > MOST_LISTS:
        return NotEstimable("many-lists", METHOD, lists.n, {"lists": len(lists.lists), "most": MOST_LISTS})
    counts = lists.cells().astype(np.float64)
    held = orders(len(lists.lists))
    if not counts[held == 2].sum():
        return NotEstimable("no-pairs", METHOD, lists.n)
    hidden, spread, effects = bound(counts)
    total = lists.n + hidden
    codes, facts = cautions(overlaps)
    wide, narrow = (_interval(lists.n, hidden, spread, level) for level in (0.95, 0.8))
    two = ("two-lists",) if len(lists.lists) == 2 else ()
    return Estimate(
        method=METHOD,
        n=lists.n,
        total=total,
        low=wide[0],
        high=wide[1],
        low80=narrow[0],
        high80=narrow[1],
        draws=np.zeros(0),
        warnings=("lower-bound", *two, *codes),
        diagnostics={"lower_bound": True, "variance": spread, "more_than_two_lists": effects, "lists": facts},
        seed=None,
        table=overlaps.hash,
    )


def bound(counts: Floats) -> tuple[float, float, dict[int, float]]:
    """The lower bound of the unobserved cell, its variance, and the effects of three, four ... lists that are above 0."""
    lists = counts.shape[0].bit_length() - 1
    cells = np.arange(1, counts.shape[0])
    held = orders(lists)[cells]
    seen = counts[cells]
    base = design(cells, 1 << np.arange(lists))
    extra = [k for k in range(3, lists + 1) if seen[held == k].sum()]
    while True:
        columns = np.column_stack([np.ones(len(cells)), base, *(held == k for k in extra)])
        theta, covariance = regression(seen, columns)
        below = [k for k, value in zip(extra, theta[1 + lists :], strict=True) if value < 0]
        if not below:
            break
        extra = [k for k in extra if k not in below]
    hidden = float(np.exp(theta[0]))
    return (
        hidden,
        hidden + hidden**2 * float(covariance[0, 0]),
        dict(zip(extra, map(float, theta[1 + lists :]), strict=True)),
    )


def regression(seen: Floats, columns: Floats) -> tuple[Floats, Floats]:
    """Poisson regression by Newton's method: parameters and their covariance."""
    mean: Floats = seen + 0.5
    eta: Floats = np.log(mean)
    theta: Floats = np.zeros(columns.shape[1])
    for _ in range(ROUNDS):
        weighed = columns.T * mean
        new: Floats = np.asarray(
            np.linalg.lstsq(weighed @ columns, weighed @ (eta + (seen - mean) / mean), rcond=None)[0]
        )
        moved = float(np.max(np.abs(new - theta)))
        theta = new
        eta = np.clip(columns @ theta, -45, 45)
        mean = np.exp(eta)
        if moved < PRECISE:
            break
    return theta, np.asarray(np.linalg.pinv((columns.T * mean) @ columns, hermitian=True))


def _interval(n: int, hidden: float, spread: float, level: float) -> tuple[float, float]:
    if hidden <= 0:
        return float(n), float(n)
    factor = float(np.exp(ndtri((1 + level) / 2) * np.sqrt(np.log1p(spread / hidden**2))))
    return n + hidden / factor, n + hidden * factor
