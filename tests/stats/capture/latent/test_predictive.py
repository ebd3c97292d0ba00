"""The predictive check: a model that made the table passes, one that cannot have made it is named with its cell."""

from __future__ import annotations

import numpy as np
import pytest

from sijill.stats.capture.latent.predictive import check
from sijill.stats.capture.overlaps import Overlaps, collect

WEIGHTS, RATES = np.array([0.4, 0.6]), np.array([[0.7, 0.2], [0.6, 0.1], [0.5, 0.3]])


def made(total: int, seed: int) -> Overlaps:
    rng = np.random.default_rng(seed)
    which = rng.choice(2, total, p=WEIGHTS)
    return collect(("A", "B", "C"), rng.random((total, 3)) < RATES[:, which].T, np.ones(total, np.int64))


def test_the_truth_passes() -> None:
    found = [check(made(1_000, s), [(WEIGHTS, RATES, 1_000)] * 100, np.random.default_rng(s)) for s in range(20)]
    assert {one["cells"] for one in found} == {7}
    assert sum(one["beyond"] for one in found) <= 16  # 7 of 140 are expected
    assert 0.25 < np.mean([one["p"] for one in found]) < 0.75


def test_what_the_model_cannot_make_is_named() -> None:
    """A hundred more units in A and B alone than any draw has."""
    table = made(1_000, 1)
    odd = collect(table.lists, np.r_[table.patterns, [[True, True, False]]], np.r_[table.counts, 100])
    found = check(odd, [(WEIGHTS, RATES, 1_000)] * 100, np.random.default_rng(1))
    assert found["worst"][0]["lists"] == ["A", "B"]
    assert found["worst"][0]["p"] == 0.0
    assert found["p"] == 0.0


@pytest.mark.parametrize("lists", [10, 11])
def test_with_many_lists_three_and_more_are_one_cell(lists: int) -> None:
    rng = np.random.default_rng(2)
    rates = rng.uniform(0.05, 0.3, (lists, 1))
    names = tuple(f"L{j}" for j in range(lists))
    table = collect(names, rng.random((500, lists)) < rates[:, 0], np.ones(500, np.int64))
    found = check(table, [(np.ones(1), rates, 500)] * 50, rng)
    assert found["cells"] == (1023 if lists == 10 else 11 + 55 + 1)
    assert 0.01 < found["p"] < 0.99
    assert found["beyond"] <= 0.1 * found["cells"]
