"""Modes of draws whose shape is known, and chains that keep apart."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from sijill.stats.capture.latent.modes import apart, modes

Draws = npt.NDArray[np.float64]


def around(*at: tuple[float, float, int], seed: int = 1) -> Draws:
    """Four chains of whole numbers, log-normal around each centre, with this spread and so many draws."""
    rng = np.random.default_rng(seed)
    drawn = np.concatenate([1_000 + np.round(centre * np.exp(rng.normal(0, spread, n))) for centre, spread, n in at])
    return rng.permutation(drawn).reshape(4, -1)


def test_one_hill_is_one_mode() -> None:
    for seed in range(5):
        (one,) = modes(around((2_000, 0.4, 4_000), seed=seed), 1_000)
        assert one.at == pytest.approx(3_000, rel=0.1)
        assert one.share == 1.0
        assert one.low == pytest.approx(1_000 + 2_000 * np.exp(-0.4 * 1.96), rel=0.05)


def test_two_hills_are_two_modes_with_their_shares() -> None:
    low, high = modes(around((1_000, 0.15, 1_200), (5_000, 0.15, 2_800)), 1_000)
    assert [low.at, high.at] == pytest.approx([2_000, 6_000], rel=0.05)
    assert [low.share, high.share] == pytest.approx([0.3, 0.7], abs=0.01)
    assert low.high < high.low


def test_a_shoulder_and_a_few_stragglers_are_no_modes() -> None:
    assert len(modes(around((1_000, 0.3, 2_000), (1_900, 0.3, 2_000)), 1_000)) == 1
    assert len(modes(around((1_000, 0.1, 3_980), (90_000, 0.1, 20)), 1_000)) == 1


def test_a_handful_in_no_list_is_one_mode() -> None:
    """0, 1, 2 ... in no list: whole numbers far apart on a logarithmic scale are no hills of their own."""
    drawn = 500.0 + np.random.default_rng(3).geometric(0.2, (4, 2_000)) - 1.0
    assert len(modes(drawn, 500)) == 1
    assert [mode.at for mode in modes(np.full((4, 10), 500.0), 500)] == [pytest.approx(500)]


def test_chains_apart() -> None:
    one = around((1_000, 0.2, 4_000))
    assert not apart(one)
    other = one.copy()
    other[2] += 50_000
    assert apart(other)
    late = one.copy()
    late[2, :800] += 50_000  # arrives where the others are, after a while
    assert not apart(late)
