"""One chain of the sampler: where it starts, where it stands, and how it goes on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sijill.stats.capture.latent.draws import State, states
from sijill.stats.capture.latent.gibbs import Floats, Ints, Table, run
from sijill.stats.capture.overlaps import Overlaps

# What the chains start from, in turn: classes in use as a share of all, and units in no list as a multiple of Chao's
# lower bound. They disagree on purpose: chains that meet all the same have forgotten where they came from.
STARTS = ((0.0, 1.0), (1.0, 30.0), (0.5, 0.3), (0.2, 8.0))


@dataclass(frozen=True, slots=True)
class Model:
    """What the posterior depends on: the table, the number of classes K, the prior of alpha and the bounds of N."""

    lists: int
    counts: Ints
    starts: Ints
    members: Ints
    classes: int
    shape: float
    rate: float
    least: int
    most: int

    @property
    def n(self) -> int:
        """Documented units."""
        return int(self.counts.sum())

    @property
    def table(self) -> Table:
        """As the compiled code takes it."""
        return self.counts, self.starts, self.members


def model(overlaps: Overlaps, classes: int, most: int, shape: float = 0.25, rate: float = 0.25) -> Model:
    """The model of a table, N at most `most`. Manrique-Vallier (2016) takes shape = rate = 0.25."""
    sizes = overlaps.patterns.sum(axis=1)
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    members = np.nonzero(overlaps.patterns)[1].astype(np.int64)
    counts = np.ascontiguousarray(overlaps.counts, dtype=np.int64)
    return Model(len(overlaps.lists), counts, starts, members, classes, shape, rate, overlaps.n, most)


@dataclass(frozen=True, eq=False, slots=True)
class Chain:
    """Everything the next sweep depends on, changed in place; layouts as in `gibbs.run`."""

    weights: Floats
    odds: Floats
    nobody: Floats
    alpha: Floats
    missed: Ints
    state: State

    def advance(self, model: Model, draws: int, thin: int) -> tuple[Ints, Ints, int]:
        """Go on by `draws` times `thin` sweeps: N and classes in use, (draws,) each, and proposals out of bounds."""
        totals, occupied = np.empty(draws, np.int64), np.empty(draws, np.int64)
        bounds, prior = (model.least, model.most), (model.shape, model.rate)
        held = (self.weights, self.odds, self.nobody, self.alpha, self.missed, self.state)
        outside = run(model.table, bounds, prior, *held, thin, totals, occupied)
        return totals, occupied, int(outside)

    def rates(self) -> tuple[Floats, Floats]:
        """Weights (K,) and probabilities of the lists (J, K), as they stand."""
        return self.weights.copy(), self.odds / (1.0 + self.odds)


def chains(model: Model, seed: int, number: int) -> list[Chain]:
    """Chains with random numbers of their own, from dispersed starts."""
    return [_start(model, state, *STARTS[i % len(STARTS)]) for i, state in enumerate(states(seed, number))]


def _start(model: Model, state: State, share: float, times: float) -> Chain:
    rng = np.random.default_rng(state)
    used = max(1, round(share * model.classes))
    hidden = min(times * chao(model), 0.5 * model.most)
    sizes = np.bincount(model.members, np.repeat(model.counts, np.diff(model.starts)), minlength=model.lists)
    mean = np.clip(sizes / (model.n + hidden), 1e-9, 0.9)[:, None]
    rates = np.clip(mean * np.exp(rng.normal(0.0, 1.0, (model.lists, model.classes))), 1e-9, 0.95)
    if used == 1:
        rates[:, :1] = mean
    weights = np.full(model.classes, 1e-3 / model.classes)
    weights[:used] += np.sort(rng.dirichlet(np.ones(used)))[::-1]
    weights /= weights.sum()
    nobody = weights * np.prod(1.0 - rates, axis=0)
    missed = np.zeros(model.classes, np.int64)
    missed[0] = max(int(hidden), model.least - model.n)
    return Chain(weights, rates / (1.0 - rates), nobody, np.ones(1), missed, state)


def chao(model: Model) -> float:
    """Chao's (1987) lower bound of the units in no list, in its form for few pairs; 1 or more."""
    lengths = np.diff(model.starts)
    ones, twos = float(model.counts[lengths == 1].sum()), float(model.counts[lengths == 2].sum())
    return max(ones * (ones - 1.0) / (2.0 * (twos + 1.0)), 1.0)
