"""How sure a log-linear estimate is: by its likelihood, and by drawing the table again with the choice of the model.

Profile likelihood: Cormack (1992), Biometrics 48: 567-576. BCa bootstrap: Efron & Tibshirani (1993), An Introduction
to the Bootstrap, 14.3, with the choice of the model inside each resample (Silverman, Chan & Vincent 2024).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, ndtr, ndtri

from sijill.stats.capture.lattice import Floats, Mask
from sijill.stats.capture.poisson import fit
from sijill.stats.capture.search import Rule

STEPS = 24
ONE_SIDED = 1.0  # of the bias z0, in standard deviations
ROUNDS = 4


@dataclass(frozen=True, eq=False, slots=True)
class Bootstrap:
    """`total`: the estimate itself. `draws`: totals of the resamples that had a model. `failed`: share of resamples that
    had none. `bias`, `lean`: the z0 and a of BCa."""

    total: float
    draws: Floats
    failed: float
    bias: float
    lean: float

    @property
    def one_sided(self) -> bool:
        """Do more than five in six resamples lie on one side of the estimate?"""
        return abs(self.bias) > ONE_SIDED

    def interval(self, level: float) -> tuple[float, float]:
        """The BCa interval of this level; nan without draws.

        With `one_sided` resamples the correction would run off to the last of them: then the plain quantiles, drawn
        out to the estimate.
        """
        if not self.draws.size:
            return np.nan, np.nan
        if self.one_sided:
            ends = np.quantile(self.draws, [(1 - level) / 2, (1 + level) / 2])
            return float(min(ends[0], self.total)), float(max(ends[1], self.total))
        tails = ndtri(np.array([(1 - level) / 2, (1 + level) / 2]))
        moved = self.bias + tails
        shares = ndtr(self.bias + moved / np.maximum(1 - self.lean * moved, 1e-6))
        low, high = np.quantile(self.draws, shares)
        return float(low), float(high)


def bootstrap(counts: Floats, rule: Rule, unobserved: float, repeats: int, seed: int) -> Bootstrap:
    """Draw the n units again `repeats` times, choose and fit each time. `counts`: (2**J,)."""
    n = int(counts.sum())
    tables = np.random.default_rng(seed).multinomial(n, counts / n, size=repeats).astype(np.float64)
    hidden = rule.unobserved(tables)
    good = hidden[np.isfinite(hidden)]
    below = np.mean(good < unobserved) + 0.5 * np.mean(good == unobserved) if good.size else 0.5
    edge = 0.5 / max(1, good.size)
    bias = float(ndtri(np.clip(below, edge, 1 - edge)))
    return Bootstrap(n + unobserved, n + good, 1 - good.size / repeats, bias, _lean(counts, rule))


def _lean(counts: Floats, rule: Rule) -> float:
    """Acceleration by leaving out each unit once; units of one cell give the same answer."""
    at = np.flatnonzero(counts)
    tables = np.tile(counts, (len(at), 1))
    tables[np.arange(len(at)), at] -= 1
    hidden = rule.unobserved(tables)
    good = np.isfinite(hidden)
    weights, values = counts[at][good], hidden[good]
    away = np.average(values, weights=weights) - values if good.any() else np.zeros(0)
    spread = float(np.sum(weights * away**2))
    return float(np.sum(weights * away**3) / (6 * spread**1.5)) if spread > 0 else 0.0


def profile(
    counts: Floats, keep: Mask, cells: Mask, unobserved: float, levels: Sequence[float]
) -> list[tuple[float, float]]:
    """Profile-likelihood intervals of the total for one model; an end is inf where the likelihood never falls enough.

    For each total N the model is fitted to all cells with N - n units in the unobserved one; the interval holds the N
    whose multinomial likelihood is within half a chi-square quantile of the largest.
    """
    n = float(counts.sum())
    around = np.concatenate([np.linspace(-1, 1, 41) / np.sqrt(max(unobserved, 1.0)), [0.0]])
    peak = float(_worth(counts, keep, cells, np.unique(unobserved * np.exp(around))).max())
    out = []
    for level in levels:
        drop = peak - float(ndtri((1 + level) / 2)) ** 2 / 2
        low = _edge(counts, keep, cells, unobserved, 1e-6 * max(unobserved, 1.0), drop)
        high = _edge(counts, keep, cells, unobserved, 1e7 * max(unobserved, n), drop)
        out.append((n + low, n + high))
    return out


def _edge(counts: Floats, keep: Mask, cells: Mask, inside: float, outside: float, drop: float) -> float:
    """Where the profile crosses `drop` between a point inside and one far out: a grid, refined around the crossing."""
    near, far = np.log(max(inside, 1e-9)), np.log(outside)
    if _worth(counts, keep, cells, np.array([outside]))[0] >= drop:
        return 0.0 if outside < inside else np.inf
    for _ in range(ROUNDS):
        grid = np.linspace(near, far, STEPS)
        enough = _worth(counts, keep, cells, np.exp(grid)) >= drop
        first = int(np.argmin(enough)) if not enough.all() else STEPS - 1
        near, far = grid[max(first - 1, 0)], grid[first]
    return float(np.exp((near + far) / 2))


def _worth(counts: Floats, keep: Mask, cells: Mask, hidden: Floats) -> Floats:
    """Log-likelihood of the total n + hidden, up to a constant; `hidden` (m,)."""
    m, n = len(hidden), counts.sum()
    tables = np.tile(counts, (m, 1))
    tables[:, 0] = hidden
    everywhere = np.tile(cells, (m, 1))
    everywhere[:, 0] = True
    columns = np.tile(np.flatnonzero(keep), (m, 1))
    mean = fit(tables, everywhere, columns).mean
    total = (n + hidden)[:, None]
    terms = np.where(tables > 0, tables * np.log(np.where(mean > 0, mean, 1.0) / total), 0.0)
    return np.asarray(gammaln(total[:, 0] + 1) - gammaln(hidden + 1) + terms.sum(axis=1))
