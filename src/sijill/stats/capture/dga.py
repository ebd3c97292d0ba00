"""Bayesian averaging over decomposable graphs: every way in which lists may depend on each other has its weight.

Madigan & York (1997), Biometrika 84: 19-31. Each decomposable graph on the lists is a model; cells have the
hyper-Dirichlet prior (Dawid & Lauritzen 1993) with the same mass in each of the 2**J cells, together 1; graphs weigh
the same beforehand; the total N has Jeffreys' prior 1 / N, the paper's, so that no order of size is preferred. The sum
over the number n0 of units in no list runs over a grid that is exact up to 500 and evenly spaced on the logarithmic
scale from there on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, logsumexp

from sijill.stats.capture.checks import Pair, cautions, refusal, usable
from sijill.stats.capture.graphs import MOST, decomposable
from sijill.stats.capture.lattice import Floats, orders, over
from sijill.stats.capture.models import written
from sijill.stats.capture.overlaps import Overlaps
from sijill.stats.capture.predictive import TABLES, fit_p
from sijill.stats.capture.result import Estimate, NotEstimable, Result

METHOD = "dga"
SEED = 1
DRAWS = 4000
EXACT = 500
GRID = 600
REACH = 100  # the grid ends at so many times the documented number
BATCH = 2048
AT_THE_END = 0.005
MISFIT = 0.01


def estimate(overlaps: Overlaps, *, seed: int | None = None, draws: int = DRAWS, apart: Sequence[Pair] = ()) -> Result:
    """The posterior of the total, averaged over all decomposable graphs; three to six lists.

    `total` is the median; intervals are quantiles. `draws` from the posterior by `seed` serve sums and comparisons.
    """
    if refused := refusal(overlaps, METHOD, apart=apart):
        return refused
    lists = usable(overlaps)
    if len(lists.lists) > MOST:
        return NotEstimable("many-lists", METHOD, lists.n, {"lists": len(lists.lists), "most": MOST})
    hidden, widths = grid(REACH * lists.n)
    counts = lists.cells().astype(np.float64)
    by_graph, by_size = posterior(counts, hidden, widths)
    rising = np.cumsum(by_size)
    ends = lists.n + quantiles(hidden, widths, rising, np.array([0.025, 0.1, 0.5, 0.9, 0.975]))
    seed = SEED if seed is None else seed
    shares = np.random.default_rng(seed).random(draws)
    fits = fit_p(counts, *together(counts, hidden, widths, by_graph, seed), seed)
    codes, facts = cautions(overlaps)
    told = {"grid-binds": by_size[-10:].sum() > AT_THE_END, "poor-fit": fits < MISFIT}
    return Estimate(
        method=METHOD,
        n=lists.n,
        total=float(ends[2]),
        low=float(ends[0]),
        high=float(ends[4]),
        low80=float(ends[1]),
        high80=float(ends[3]),
        draws=lists.n + quantiles(hidden, widths, rising, shares),
        warnings=(*codes, *(code for code, holds in told.items() if holds)),
        diagnostics={**_about(lists, by_graph, hidden), "fit_p": fits, "lists": facts},
        seed=seed,
        table=overlaps.hash,
    )


def grid(largest: int) -> tuple[Floats, Floats]:
    """Values of n0 and how many whole numbers each stands for."""
    if largest <= EXACT:
        return np.arange(largest + 1.0), np.ones(largest + 1)
    steps = np.unique(np.geomspace(EXACT + 1, largest + 1, GRID).astype(np.int64))
    starts, ends = steps[:-1], steps[1:]
    middles = (starts + ends - 1) / 2
    values = np.concatenate([np.arange(EXACT + 1.0), middles])
    return values, np.concatenate([np.ones(EXACT + 1), (ends - starts).astype(np.float64)])


def posterior(counts: Floats, hidden: Floats, widths: Floats) -> tuple[Floats, Floats]:
    """(graphs,) and (grid,) posterior weights, each adding up to 1. `counts`: (2**J,) with 0 in the unobserved cell."""
    table, before = marginals(counts, hidden), _before(counts, hidden, widths)
    graphs = decomposable(counts.shape[0].bit_length() - 1)
    by_graph, by_size = [], []
    for at in range(0, len(graphs), BATCH):
        joint = graphs[at : at + BATCH].astype(np.float64) @ table + before
        by_graph.append(logsumexp(joint, axis=1))
        by_size.append(logsumexp(joint, axis=0))
    weights, sizes = np.concatenate(by_graph), logsumexp(np.array(by_size), axis=0)
    return _shares(weights), _shares(sizes)


def _shares(logs: Floats) -> Floats:
    """Shares that add up to 1, also where the logarithms are so large that their sum is no longer exact."""
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())


def _before(counts: Floats, hidden: Floats, widths: Floats) -> Floats:
    """Log prior of the total and the part of the multinomial coefficient that depends on n0."""
    n = counts.sum()
    return np.asarray(gammaln(n + hidden + 1) - gammaln(hidden + 1) - np.log(n + hidden) + np.log(widths))


def together(
    counts: Floats, hidden: Floats, widths: Floats, by_graph: Floats, seed: int
) -> tuple[npt.NDArray[np.int8], Floats]:
    """Graphs (t, 2**J) and values of n0 (t,) drawn from their joint posterior."""
    random = np.random.default_rng([seed, 0])
    graphs = decomposable(counts.shape[0].bit_length() - 1)
    chosen = np.sort(random.choice(len(graphs), TABLES, p=by_graph))
    table, before = marginals(counts, hidden), _before(counts, hidden, widths)
    unseen = []
    for graph, times in zip(*np.unique(chosen, return_counts=True), strict=True):
        joint = graphs[graph].astype(np.float64) @ table + before
        unseen.append(random.choice(hidden, times, p=_shares(joint)))
    return graphs[chosen], np.round(np.concatenate(unseen))


def marginals(counts: Floats, hidden: Floats) -> Floats:
    """(2**J, grid) log Dirichlet-multinomial terms of the margin of each set of lists, for each n0.

    A set of s lists has 2**s cells, each with prior mass 2**-s: by `over`, its cells are signed sums of overlaps. Only
    the cell of the margin in which no list of the set holds the unit depends on n0.
    """
    size = counts.shape[0]
    codes = np.arange(size)
    out = np.empty((size, len(hidden)))
    for s in range(size):
        alpha = 2.0 ** -int(orders(size.bit_length() - 1)[s])
        cells = np.bincount(codes & s, weights=counts, minlength=size)
        inside = codes[(codes & ~s) == 0][1:]
        fixed = np.sum(gammaln(cells[inside] + alpha) - gammaln(alpha))
        out[s] = fixed + gammaln(cells[0] + hidden + alpha) - gammaln(alpha)
    out -= out[0].copy()  # the empty set's term is the common divisor Gamma(N + 1)
    return out


def quantiles(hidden: Floats, widths: Floats, rising: Floats, shares: Floats) -> Floats:
    """Values of n0 below which these shares of the posterior lie; within a step of the grid evenly spread."""
    at = np.minimum(np.searchsorted(rising, shares * rising[-1]), len(hidden) - 1)
    below = np.concatenate([[0.0], rising])[at]
    mass = np.maximum(rising[at] - below, 1e-300)
    into = np.clip((shares * rising[-1] - below) / mass, 0, 1)
    first = hidden[at] - (widths[at] - 1) / 2
    return np.asarray(np.floor(first + into * (widths[at] - 1e-9)))


def _about(lists: Overlaps, by_graph: Floats, hidden: Floats) -> dict[str, Any]:
    graphs = decomposable(len(lists.lists))
    top = np.argsort(-by_graph, kind="stable")[:5]
    sets = over(np.asarray(graphs[top] > 0)) > 0  # every set inside a clique
    return {
        "graphs": len(graphs),
        "heaviest": [{"model": written(sets[k], lists.lists), "weight": float(by_graph[i])} for k, i in enumerate(top)],
        "largest_undocumented_tried": float(hidden[-1]),
    }
