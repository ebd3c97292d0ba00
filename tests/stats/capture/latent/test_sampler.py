"""The sampler draws from the posterior it says: Geweke's (2004) joint distribution test, JASA 99:799-804.

Parameters drawn from the prior, against a chain that alternates one sweep given the data with data drawn given the
parameters: both have the prior as their distribution if, and only if, the sweep keeps the posterior. A wrong factor
anywhere in the sweep shows as moments that differ.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt
import pytest

from sijill.stats.capture.latent.chain import Model, chains, model
from sijill.stats.capture.latent.convergence import ess_bulk
from sijill.stats.capture.overlaps import collect

LISTS = 2
CODES = np.arange(2**LISTS)
PATTERNS = ((CODES[:, None] >> np.arange(LISTS)[::-1]) & 1).astype(bool)
LEAST, MOST, SHAPE, RATE = 4, 60, 3.0, 2.0
SWEEPS = 40_000


def bounded(classes: int) -> Model:
    """N between LEAST and MOST: the prior is proper, and small enough to be walked through."""
    full = model(collect(("A", "B"), PATTERNS[1:], [3, 2, 4]), classes, MOST, SHAPE, RATE)
    return dataclasses.replace(full, least=LEAST)


def moments(total: int, weights: npt.NDArray[np.float64], rates: npt.NDArray[np.float64], alpha: float) -> list[float]:
    """What is compared: functions of all parameters, some of them joint."""
    nobody = float((1 - rates).prod(axis=0) @ weights)
    return [
        np.log(total),
        np.log(total) ** 2,
        np.log(alpha),
        weights[0],
        weights[-1],
        float(np.log((weights**2).sum())),
        rates[0, 0],
        rates[-1, -1] ** 2,
        float(weights @ rates[1]),
        nobody,
        nobody * np.log(total),
    ]


def from_the_prior(classes: int, number: int) -> npt.NDArray[np.float64]:
    rng = np.random.default_rng(1)
    totals = np.arange(LEAST, MOST + 1)
    drawn = rng.choice(totals, number, p=(1 / totals) / (1 / totals).sum())
    out = []
    for total in drawn:
        alpha = rng.gamma(SHAPE, 1 / RATE)
        sticks = np.r_[rng.beta(1, alpha, classes - 1), 1.0]
        weights = sticks * np.r_[1.0, np.cumprod(1 - sticks[:-1])]
        out.append(moments(int(total), weights, rng.random((LISTS, classes)), alpha))
    return np.array(out)


def through_the_sampler(classes: int) -> npt.NDArray[np.float64]:
    rng = np.random.default_rng(2)
    here = bounded(classes)
    chain = chains(here, 3, 1)[0]
    out = []
    for _ in range(SWEEPS):
        total = int(chain.advance(here, 1, 1)[0][0])
        weights, rates = chain.rates()
        out.append(moments(total, weights, rates, float(chain.alpha[0])))
        by_class = np.where(PATTERNS[:, :, None], rates, 1 - rates).prod(axis=1) * weights
        counts = rng.multinomial(total, by_class.sum(axis=1) / by_class.sum())
        chain.missed[:] = rng.multinomial(counts[0], by_class[0] / by_class[0].sum())
        here = dataclasses.replace(here, counts=counts[1:])
    return np.array(out)


@pytest.mark.slow
@pytest.mark.parametrize("classes", [3])
def test_one_sweep_keeps_the_posterior(classes: int) -> None:
    prior, sampled = from_the_prior(classes, SWEEPS), through_the_sampler(classes)
    for at in range(prior.shape[1]):
        worth = ess_bulk(sampled[None, :, at])
        error = np.hypot(prior[:, at].std() / SWEEPS**0.5, sampled[:, at].std() / worth**0.5)
        assert worth > 150, at
        assert abs(prior[:, at].mean() - sampled[:, at].mean()) < 4 * error, at
