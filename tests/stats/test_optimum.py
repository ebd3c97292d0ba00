"""What is hidden is not far from the least that could be: against an exact answer, on tables small enough for one."""

from __future__ import annotations

import numpy as np
import pytest

from sijill.stats._suppress import suppress
from sijill.stats._system import Reader
from tests.stats.hierarchies import hierarchy
from tests.stats.optimum import cheapest, weights

SEEDS = (3, 4, 12, 24, 31, 32, 39, 45, 57)


@pytest.mark.slow
def test_hiding_costs_little_more_than_it_must() -> None:
    cost = least = cells = fewest = 0.0
    for seed in SEEDS:
        one = hierarchy(seed)
        if one.cells > 45:
            continue
        system = Reader(one.programmes[0], (), one.policy).knowing()
        labels = suppress(system)
        hidden = np.array([labels[address] > 0 for address in system.addresses])
        weight = weights(system)
        exact, few = cheapest(system, weight), cheapest(system, np.ones(len(hidden)))
        assert exact is not None
        assert few is not None
        assert weight[hidden].sum() >= exact - 1e-6, "cheaper than the least there is: one of the two is wrong"
        cost, least, cells, fewest = cost + weight[hidden].sum(), least + exact, cells + hidden.sum(), fewest + few
    assert fewest > 0
    assert cost <= 1.1 * least
    assert cells <= 1.25 * fewest
