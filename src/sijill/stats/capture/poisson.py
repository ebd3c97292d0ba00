"""Many Poisson log-linear models at once, by Newton's method (iteratively reweighted least squares).

Source: Bishop, Fienberg & Holland (1975), Discrete Multivariate Analysis, ch. 3 and 6; McCullagh & Nelder (1989),
2.5. Models with the same number of parameters are solved in one batch of small linear systems.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sijill.stats.capture.lattice import Codes, Floats, Mask, over, under

ROUNDS = 60
PRECISE = 1e-7  # of the deviance; Newton's method has squared the error of the parameters by then
# Where a maximum does not exist a linear predictor falls for ever; below this its cell holds nothing that counts.
LOWEST = -45.0
HIGHEST = 45.0


@dataclass(frozen=True, slots=True)
class Fits:
    """Fitted models. `theta`: (m, k) parameters in the order of the columns. `mean`: (m, 2**J) fitted cells, 0 outside
    the cells that were fitted. `deviance`, `likelihood`: (m,), the latter without the terms that only hold counts."""

    theta: Floats
    mean: Floats
    deviance: Floats
    likelihood: Floats


def fit(counts: Floats, cells: Mask, columns: Codes, start: Floats | None = None) -> Fits:
    """Fit m models with k parameters each.

    `counts`: (m, 2**J). `cells`: (m, 2**J), which cells the model explains. `columns`: (m, k) codes of interactions;
    0 is the intercept. `start`: (m, 2**J) means to begin at, as for a table that was drawn from one already fitted. Where a maximum does not exist the likelihood comes close to its supremum (`existence.py` says
    which those are).
    """
    observed = np.where(cells, counts, 0.0)
    first = observed + 0.5 if start is None else np.where(start > 0, start, observed + 0.5)
    mean = np.where(cells, first, 0.0)
    weighed = np.where(cells, mean * np.log(np.where(cells, mean, 1.0)) + observed - mean, 0.0)
    theta = _solve(mean, weighed, columns)
    mean = _means(theta, columns, cells)
    deviance = _deviance(observed, mean)
    active = np.arange(len(observed))
    for _ in range(ROUNDS):
        here = columns[active]
        step = _solve(mean[active], observed[active] - mean[active], here)
        new, means, worth = _damped(theta[active], step, here, observed[active], cells[active], deviance[active])
        gain = deviance[active] - worth
        theta[active], mean[active], deviance[active] = new, means, worth
        active = active[np.abs(gain) > PRECISE * (1.0 + np.abs(worth))]
        if not active.size:
            break
    likelihood = np.sum(observed * np.log(np.where(mean > 0, mean, 1.0)) - mean, axis=1)
    return Fits(theta, mean, deviance, likelihood)


def fit_each(counts: Floats, cells: Mask, keep: Mask, start: Floats | None = None) -> Fits:
    """As `fit` for models that differ in size: `keep` (m, 2**J) marks the interactions; `theta` comes (m, 2**J) wide."""
    sizes = keep.sum(axis=1)
    m, wide = keep.shape
    theta, mean = np.zeros((m, wide)), np.zeros((m, wide))
    deviance, likelihood = np.zeros(m), np.zeros(m)
    for size in np.unique(sizes):
        rows = np.flatnonzero(sizes == size)
        columns = np.nonzero(keep[rows])[1].reshape(len(rows), size)
        found = fit(counts[rows], cells[rows], columns, None if start is None else start[rows])
        theta[rows[:, None], columns] = found.theta
        mean[rows], deviance[rows], likelihood[rows] = found.mean, found.deviance, found.likelihood
    return Fits(theta, mean, deviance, likelihood)


def variance(mean: Floats, columns: Codes) -> Floats:
    """(k, k) covariance of the parameters of one model, from its fitted cells (2**J,)."""
    return np.asarray(np.linalg.pinv(_information(mean[None], columns[None])[0], hermitian=True))


def _information(mean: Floats, columns: Codes) -> Floats:
    above = over(mean)
    unions = columns[:, :, None] | columns[:, None, :]
    rows = np.arange(len(mean))[:, None, None]
    return np.asarray(above[rows, unions])


def _solve(mean: Floats, right: Floats, columns: Codes) -> Floats:
    information = _information(mean, columns)
    k = columns.shape[1]
    ridge = 1e-11 * information[:, 0, 0] + 1e-12  # a direction without information stays where it is
    information[:, np.arange(k), np.arange(k)] += ridge[:, None]
    above = np.take_along_axis(over(right), columns, axis=1)
    return np.asarray(np.linalg.solve(information, above[..., None])[..., 0])


def _means(theta: Floats, columns: Codes, cells: Mask) -> Floats:
    wide = np.zeros(cells.shape)
    np.put_along_axis(wide, columns, theta, axis=1)
    return np.where(cells, np.exp(np.clip(under(wide), LOWEST, HIGHEST)), 0.0)


def _deviance(observed: Floats, mean: Floats) -> Floats:
    some = observed > 0
    ratio = np.where(some, observed, 1.0) / np.where(some, np.maximum(mean, 1e-300), 1.0)
    return np.asarray(2.0 * np.sum(np.where(some, observed * np.log(ratio), 0.0) - observed + mean, axis=1))


def _damped(
    theta: Floats, step: Floats, columns: Codes, observed: Floats, cells: Mask, before: Floats
) -> tuple[Floats, Floats, Floats]:
    """The whole step where it does not make the deviance worse, else half of it, and so on."""
    size = np.ones(len(theta))
    for _ in range(12):
        new = theta + size[:, None] * step
        mean = _means(new, columns, cells)
        worth = _deviance(observed, mean)
        worse = worth > before + 1e-8 * (1.0 + np.abs(before))
        if not worse.any():
            return new, mean, worth
        size = np.where(worse, size / 2, size)
    stuck = worth > before
    new = np.where(stuck[:, None], theta, new)
    mean = _means(new, columns, cells)
    return new, mean, _deviance(observed, mean)
