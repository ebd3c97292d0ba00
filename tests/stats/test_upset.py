"""Overlaps as they may be shown: every small one stays open, whatever is shown beside it."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest
from scipy.optimize import linprog

from sijill.stats.capture.overlaps import Overlaps, collect
from sijill.stats.upset import ShownOverlaps, shown_overlaps


def drawn(seed: int) -> Overlaps:
    random = Random(seed)
    lists = tuple("abcde"[: random.randint(2, 5)])
    patterns = [one for one in product((0, 1), repeat=len(lists)) if any(one)]
    counts = [random.choice((0, 0, 1, 2, 4, 7, 30, 200)) for _ in patterns]
    return collect(lists, np.array(patterns), np.array([*counts[:-1], counts[-1] + 1]))


def bounds(shown: ShownOverlaps, pattern: tuple[bool, ...]) -> tuple[float, float]:
    """What SciPy finds the least and the most of an overlap to be, from what is shown alone."""
    known = dict(shown.patterns)
    open_ = [one for one in product((True, False), repeat=len(shown.lists)) if any(one) and one not in known]
    rows = [np.ones(len(open_))] if shown.merged is not None else []
    sums = [float(shown.merged)] if shown.merged is not None else []
    for place, name in enumerate(shown.lists):
        if (size := shown.sizes[name]) is not None:
            rows.append(np.array([float(one[place]) for one in open_]))
            sums.append(float(size - sum(count for one, count in shown.patterns if one[place])))
    if not rows:
        return 0.0, np.inf
    cost = np.array([float(one == pattern) for one in open_])
    low, high = (linprog(sign * cost, A_eq=np.array(rows), b_eq=sums, bounds=(0, 1e6)) for sign in (1, -1))
    return float(low.fun), -float(high.fun)


@pytest.mark.parametrize("seed", range(40))
def test_no_small_overlap_can_be_worked_out(seed: int) -> None:
    overlaps = drawn(seed)
    shown = shown_overlaps(overlaps)
    assert all(count >= 5 for _, count in shown.patterns)
    assert shown.merged is None or shown.merged == 0 or shown.merged >= 5
    true = {tuple(map(bool, row)): int(n) for row, n in zip(overlaps.patterns, overlaps.counts, strict=True)}
    for pattern, count in true.items():
        if count < 5:
            low, high = bounds(shown, pattern)
            assert high - low >= 3 - 1e-6, pattern
    for pattern, count in shown.patterns:
        assert true[pattern] == count
    assert shown_overlaps(overlaps) == shown


def test_what_is_large_is_shown_with_the_sizes() -> None:
    overlaps = collect(("a", "b"), [[1, 0], [0, 1], [1, 1]], [20, 30, 9])
    shown = shown_overlaps(overlaps)
    assert dict(shown.patterns) == {(True, False): 20, (False, True): 30, (True, True): 9}
    assert (shown.merged, shown.sizes) == (0, {"a": 29, "b": 39})


def test_a_size_that_would_give_an_overlap_of_one_away_is_hidden() -> None:
    overlaps = collect(("a", "b"), [[1, 0], [0, 1], [1, 1]], [20, 30, 1])
    shown = shown_overlaps(overlaps)
    assert (True, True) not in dict(shown.patterns)
    assert None in shown.sizes.values()
