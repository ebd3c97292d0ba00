"""Which refusals and warnings a fit gives rise to, on fits made by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from sijill.stats.capture.latent.chain import model
from sijill.stats.capture.latent.estimate import _refusal, _rounded, _warnings
from sijill.stats.capture.latent.fit import Fit, Goal
from sijill.stats.capture.latent.modes import Mode, modes
from sijill.stats.capture.overlaps import collect

MODEL = model(collect(("A", "B", "C"), [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]], [40, 30, 20, 10]), 5, 100_000)
ONE, TWO = [Mode(500, 1.0, 300, 900)], [Mode(500, 0.9, 300, 900), Mode(9_000, 0.1, 8_000, 9_500)]
FEW = [Mode(500, 0.95, 300, 900), Mode(9_000, 0.05, 8_000, 9_500)]


def fitted(**changed: object) -> Fit:
    """A fit with nothing against it, but for what is changed."""
    rng = np.random.default_rng(1)
    good = Fit(
        totals=500.0 + rng.integers(0, 100, (4, 500)),
        occupied=np.full((4, 500), 2),
        snapshots=[],
        sweeps=6_000,
        outside=0.0,
        rhat=1.004,
        bulk=900.0,
        tail=700.0,
        apart=False,
    )
    return dataclasses.replace(good, **changed)


@pytest.mark.parametrize(
    ("changed", "peaks", "reason"),
    [
        ({}, ONE, None),
        ({}, FEW, None),
        ({}, TWO, "several-modes"),
        ({"apart": True, "rhat": 1.5}, ONE, "several-modes"),
        ({"rhat": 1.011}, ONE, "not-converged"),
        ({"bulk": 399.0}, ONE, "not-converged"),
        ({"tail": 399.0}, ONE, "not-converged"),
    ],
)
def test_refusals(changed: dict[str, object], peaks: list[Mode], reason: str | None) -> None:
    assert _refusal(fitted(**changed), Goal(), peaks) == reason


@pytest.mark.parametrize(
    ("changed", "peaks", "codes"),
    [
        ({}, ONE, ()),
        ({}, FEW, ("small-mode",)),
        ({"outside": 0.01}, ONE, ("prior-bound",)),
        ({"totals": np.full((4, 500), 70_000.0)}, ONE, ("prior-bound",)),
        ({"occupied": np.repeat([[5], [2], [2], [2]], 500, axis=1)}, ONE, ("truncation",)),
    ],
)
def test_warnings(changed: dict[str, object], peaks: list[Mode], codes: tuple[str, ...]) -> None:
    assert _warnings(fitted(**changed), MODEL, peaks) == codes


def test_totals_in_words_have_three_figures() -> None:
    assert [_rounded(x) for x in (137.0, 49_121.7, 142_647.6, 7.0)] == [137, 49_100, 143_000, 7]


def test_a_posterior_with_two_hills_is_refused_though_the_chains_agree() -> None:
    rng = np.random.default_rng(2)
    totals = 200.0 + np.round(np.where(rng.random((4, 2_000)) < 0.3, 100, 900) * np.exp(rng.normal(0, 0.1, (4, 2_000))))
    assert _refusal(fitted(totals=totals), Goal(), modes(totals, 100)) == "several-modes"
