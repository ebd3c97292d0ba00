"""If people differ in how easily they come into any list: the log-linear model with one effect for that (M_th).

Darroch, Fienberg, Glonek & Junker (1993), Journal of the American Statistical Association 88: 1137-1148: where each
person's odds of being in a list are the list's times the person's, and the persons' are normal on the logarithm among
those not recorded, the logarithm of a cell's mean is the sum of its lists' effects and of gamma for each pair of them. Gamma
is not below 0: people cannot differ less than not at all. Every selection of models drops a small gamma that the
table cannot show, and is then too sure of a total that is too small; so the panel always asks this model too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import log_ndtr, ndtri_exp

from sijill.stats.capture.chao import MOST_LISTS, regression
from sijill.stats.capture.checks import Pair, cautions, refusal, usable
from sijill.stats.capture.lattice import Floats, design, orders
from sijill.stats.capture.overlaps import Overlaps
from sijill.stats.capture.result import Estimate, NotEstimable, Result

METHOD = "mth"
SEED = 1
DRAWS = 4000
FAR = 25.0  # on the logarithm: no table of counts has such parameters, so the maximum does not exist


def estimate(overlaps: Overlaps, *, seed: int | None = None, apart: Sequence[Pair] = ()) -> Result:
    """The total where people differ; the median and quantiles of draws from the large-sample law with gamma >= 0."""
    if refused := refusal(overlaps, METHOD, apart=apart):
        return refused
    lists = usable(overlaps)
    if len(lists.lists) > MOST_LISTS:
        return NotEstimable("many-lists", METHOD, lists.n, {"lists": len(lists.lists), "most": MOST_LISTS})
    theta, covariance = fitted(lists.cells().astype(np.float64))
    if not (np.abs(theta) < FAR).all() or not np.isfinite(covariance).all():
        return NotEstimable("no-maximum", METHOD, lists.n)
    seed = SEED if seed is None else seed
    draws = lists.n + _hidden(theta, covariance, np.random.default_rng(seed))
    low, low80, middle, high80, high = (float(x) for x in np.quantile(draws, [0.025, 0.1, 0.5, 0.9, 0.975]))
    codes, facts = cautions(overlaps)
    gamma = {"gamma": float(theta[-1]), "gamma_error": float(np.sqrt(covariance[-1, -1]))}
    diagnostics = {**gamma, "unobserved": float(np.exp(theta[0])), "lists": facts}
    return Estimate(METHOD, lists.n, middle, low, high, low80, high80, draws, codes, diagnostics, seed, overlaps.hash)


def fitted(counts: Floats) -> tuple[Floats, Floats]:
    """Parameters (intercept, lists, gamma) and their covariance, gamma free. `counts`: (2**J,)."""
    lists = counts.shape[0].bit_length() - 1
    cells = np.arange(1, counts.shape[0])
    held = orders(lists)[cells]
    columns = np.column_stack([np.ones(len(cells)), design(cells, 1 << np.arange(lists)), held * (held - 1) / 2])
    return regression(counts[cells], columns)


def _hidden(theta: Floats, covariance: Floats, random: np.random.Generator) -> Floats:
    """Draws of the unobserved number: gamma at least 0, the intercept given gamma, then the count itself."""
    error = float(np.sqrt(covariance[-1, -1]))
    above = log_ndtr(theta[-1] / error)  # the logarithm of the probability that gamma is above 0
    gamma = theta[-1] - error * ndtri_exp(np.log(random.random(DRAWS)) + above)
    slope = covariance[0, -1] / covariance[-1, -1]
    rest = np.sqrt(max(covariance[0, 0] - slope * covariance[0, -1], 0.0))
    intercept = theta[0] + slope * (gamma - theta[-1]) + rest * random.standard_normal(DRAWS)
    return np.asarray(random.poisson(np.exp(np.clip(intercept, -30, 30))), dtype=np.float64)
