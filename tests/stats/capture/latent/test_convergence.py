"""R-hat and effective sizes against ArviZ, which implements the same paper, and on chains whose answer is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from arviz_stats.base import array_stats

from sijill.stats.capture.latent.convergence import ess_bulk, ess_tail, rhat

ARVIZ: Any = array_stats  # has no types
AXES = {"chain_axis": 0, "draw_axis": 1}


def chains(kind: str, length: int = 1_000) -> npt.NDArray[np.float64]:
    rng = np.random.default_rng(7)
    noise = rng.normal(size=(4, length))
    out = noise.copy()
    if kind in ("slow", "rounded", "alternating"):
        weight = -0.5 if kind == "alternating" else 0.9
        for t in range(1, length):
            out[:, t] += weight * out[:, t - 1]
    if kind == "rounded":
        out = np.round(out)
    if kind == "heavy":
        out = rng.standard_cauchy((4, length))
    if kind == "wider":
        out[0] *= 4.0
    if kind == "shifted":
        out[3] += 2.0
    return out


@pytest.mark.parametrize("kind", ["white", "slow", "rounded", "alternating", "heavy", "wider", "shifted"])
def test_as_arviz(kind: str) -> None:
    draws = chains(kind)
    assert rhat(draws) == pytest.approx(ARVIZ.rhat(draws, **AXES), rel=1e-9)
    assert ess_bulk(draws) == pytest.approx(ARVIZ.ess(draws, method="bulk", **AXES), rel=0.005)
    tail = ARVIZ.ess(draws, method="tail", prob=(0.05, 0.95), **AXES)
    assert ess_tail(draws) == pytest.approx(tail, rel=0.005)


def test_chains_that_differ_in_place_or_width_have_not_met() -> None:
    """The plain R-hat of Gelman & Rubin does not see that one chain is wider; the folded one does."""
    assert rhat(chains("white")) < 1.01
    assert rhat(chains("shifted")) > 1.1
    assert rhat(chains("wider")) > 1.1


def test_a_slow_chain_is_worth_little() -> None:
    """First-order autoregression of weight 0.9: one independent draw in 19."""
    assert ess_bulk(chains("slow", 20_000)) == pytest.approx(80_000 / 19, rel=0.15)
    assert ess_bulk(chains("alternating", 20_000)) > 80_000


def test_draws_that_never_vary() -> None:
    assert rhat(np.ones((4, 10))) == 1.0
    assert rhat(np.repeat([[1.0], [1.0], [1.0], [2.0]], 10, axis=1)) == float("inf")
    assert ess_bulk(np.ones((4, 10))) == 40


def test_too_few_draws_are_an_error() -> None:
    with pytest.raises(ValueError, match="3 draws per chain"):
        rhat(np.ones((4, 3)))
