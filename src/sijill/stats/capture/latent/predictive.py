"""Does the model reproduce the table it was fitted to: each pattern against replicates drawn from the posterior.

Source: Gelman, Meng & Stern (1996), Statistica Sinica 6:733-807. A probability near 0 or 1 says that the model cannot
make so many, or so few, units of this pattern.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sijill.stats.capture.overlaps import Overlaps

Floats = npt.NDArray[np.float64]
Snapshot = tuple[Floats, Floats, int]  # weights (K,), probabilities (J, K), N

MOST_LISTS = (
    10  # with more, all patterns of three lists and more are one cell; which cells there are is no one's choice
)
REPLICATES = 5  # per snapshot
NAMED = 5


def check(overlaps: Overlaps, snapshots: Sequence[Snapshot], rng: np.random.Generator) -> dict[str, Any]:
    """Bayesian p-values: of the worst cells by name, how many cells are beyond 2.5 %, and of the whole table.

    A cell's p is the share of replicates with more units than were observed, plus half of those with as many. The
    whole table's is the share of replicates farther from what was expected than the observed table is (Freeman &
    Tukey's distance). JSON values only.
    """
    patterns, observed = _cells(overlaps)
    more, beyond = np.zeros(len(observed)), 0
    for weights, rates, total in snapshots:
        chances = _chances(patterns, weights, rates)
        expected = total * chances
        made = rng.multinomial(total, np.r_[chances, max(0.0, 1.0 - chances.sum())], REPLICATES)[:, :-1]
        more += (made > observed).sum(axis=0) + 0.5 * (made == observed).sum(axis=0)
        beyond += int((_distance(made, expected) >= _distance(observed, expected)).sum())
    p = more / (REPLICATES * len(snapshots))
    worst = np.argsort(np.minimum(p, 1.0 - p), kind="stable")[:NAMED]
    return {
        "cells": len(p),
        "beyond": int((np.minimum(p, 1.0 - p) < 0.025).sum()),
        "p": beyond / (REPLICATES * len(snapshots)),
        "worst": [_named(overlaps, patterns, observed, p, int(at)) for at in worst],
    }


def _cells(overlaps: Overlaps) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    lists = len(overlaps.lists)
    if lists <= MOST_LISTS:
        codes = np.arange(1, 2**lists)
        return ((codes[:, None] >> np.arange(lists)[::-1]) & 1).astype(bool), overlaps.cells()[1:]
    one = np.eye(lists, dtype=bool)
    few = np.vstack([one, *(one[i] | one[i + 1 :] for i in range(lists - 1))])
    found = {row.tobytes(): int(count) for row, count in zip(overlaps.patterns, overlaps.counts, strict=True)}
    observed = [found.get(row.tobytes(), 0) for row in few]
    return few, np.array([*observed, overlaps.n - sum(observed)])


def _chances(patterns: npt.NDArray[np.bool_], weights: Floats, rates: Floats) -> Floats:
    """The probability of each pattern; then, if not all are given, of any other that some list holds."""
    by_class = np.where(patterns[:, :, None], rates, 1.0 - rates).prod(axis=1)
    chances = by_class @ weights
    if len(patterns) < 2 ** rates.shape[0] - 1:
        nobody = float((1.0 - rates).prod(axis=0) @ weights)
        chances = np.r_[chances, max(0.0, 1.0 - nobody - chances.sum())]
    return np.asarray(chances * min(1.0, 1.0 / chances.sum()))


def _distance(counts: npt.NDArray[np.int64], expected: Floats) -> Floats:
    return np.asarray(((np.sqrt(counts) - np.sqrt(expected)) ** 2).sum(axis=-1))


def _named(
    overlaps: Overlaps, patterns: npt.NDArray[np.bool_], observed: npt.NDArray[np.int64], p: Floats, at: int
) -> dict[str, Any]:
    held = [name for name, one in zip(overlaps.lists, patterns[at], strict=True) if one] if at < len(patterns) else []
    return {"lists": held, "observed": int(observed[at]), "p": float(p[at])}
