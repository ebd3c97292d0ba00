"""Each move alone, against the distribution it must keep, computed without chance."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import betaln, gammaln

from sijill.stats.capture.latent import draws, moves
from sijill.stats.capture.latent.convergence import ess_bulk

Function = TypeVar("Function", bound=Callable[..., None])
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
STEPS = 200_000
SHAPE, RATE = 1.5, 0.8


def callable_compiled(function: Function) -> Function:
    return cast("Function", numba.njit(function))


@callable_compiled
def swaps(
    seen: Ints, missed: Ints, held: Ints, state: draws.State, first: Ints, alphas: npt.NDArray[np.float64]
) -> None:
    alpha = 1.0
    for i in range(first.size):
        alpha = moves.swap(seen, missed, held, alpha, (SHAPE, RATE), state)
        first[i], alphas[i] = seen[0], alpha


@callable_compiled
def sizes(
    seen: Ints, missed: Ints, held: Ints, alpha: float, bounds: tuple[int, int], state: draws.State, out: Ints
) -> None:
    for i in range(out.size):
        moves.resize(seen, missed, held, alpha, bounds, state)
        out[i] = missed[0]


def close(draws: Floats, expected: float) -> None:
    """The mean of one chain lies within four standard errors of what it must be."""
    worth = ess_bulk(draws[None, :])
    assert worth > 400
    assert abs(draws.mean() - expected) < 4 * draws.std() / worth**0.5


def test_swaps_keep_the_order_of_classes_and_alpha() -> None:
    """Two classes of 7 and 1: how often the large one is first, and the mean of log alpha, by integration."""
    first, alphas = np.zeros(STEPS, np.int64), np.zeros(STEPS)
    held = np.array([[3, 1], [2, 0]])
    swaps(np.array([4, 1]), np.array([3, 0]), held, draws.states(1, 1)[0], first, alphas)
    grid = np.exp(np.linspace(-25, 6, 20_001))
    prior = SHAPE * np.log(grid) - RATE * grid + np.log(grid)  # on a logarithmic grid; the last factor is the stick's
    large, small = (np.exp(prior + betaln(1 + size, grid + 8 - size)) for size in (7, 1))
    close((first == 4).astype(float), large.sum() / (large + small).sum())
    close(np.log(alphas), float(((large + small) * np.log(grid)).sum() / (large + small).sum()))


@pytest.mark.parametrize("bounds", [(12, 5_000), (60, 90)])
def test_changes_of_size_keep_the_number_in_no_list(bounds: tuple[int, int]) -> None:
    """The first of two classes, the second empty: the exact probability of each number, within the bounds."""
    out = np.zeros(STEPS, np.int64)
    held, alpha = np.array([[5, 0], [3, 0], [4, 0]]), 0.7
    start = np.array([bounds[0] - 8, 0])
    sizes(np.array([8, 0]), start, held, alpha, bounds, draws.states(2, 1)[0], out)
    number = np.arange(bounds[0] - 8, bounds[1] - 7)
    size = 8.0 + number
    log = gammaln(size) - gammaln(1 + number) + betaln(1 + size, alpha)
    for one in (5, 3, 4):
        log += betaln(1 + one, 1 + size - one)
    chance = np.exp(log - log.max())
    chance /= chance.sum()
    close(out.astype(float), float(chance @ number))
    close(np.log(out + 1.0), float(chance @ np.log(number + 1.0)))
    close((out <= np.median(out)).astype(float), float(chance[number <= np.median(out)].sum()))
