"""Several ways in which the lists may belong together, drawn from the match probabilities, for an estimate. Pure.

One clustering at a threshold hides how unsure it is, and every missed link adds a person who is in one list only: an
estimate from lists then comes out too high (Sadinle 2018, Annals of Applied Statistics 12:4, arXiv:1812.09590). Draw
20-50 linkages, estimate on each, and pool the draws.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from sijill.register.matching.linking import Scored
from sijill.stats.capture.overlaps import Overlaps, collect

DRAWS = 30
Clusters = npt.NDArray[np.int64]


def linkages(
    pairs: Scored, names: Sequence[str], draws: int = DRAWS, seed: int = 1, *, once: bool = True
) -> list[Overlaps]:
    """The overlaps of the lists in each linkage. `names`: of the lists, in order. `once`: a list has nobody twice."""
    return [overlaps(clusters, pairs, names) for clusters in clusterings(pairs, draws, seed, once=once)]


def clusterings(pairs: Scored, draws: int = DRAWS, seed: int = 1, *, once: bool = True) -> Iterator[Clusters]:
    """(records,) per draw: records with one number are one person.

    A pair is drawn with its probability. What is drawn is joined from the most probable pair on, and not where two
    records of one list would come together.
    """
    rng = np.random.default_rng(seed)
    for _ in range(draws):
        drawn = rng.random(len(pairs)) < pairs.probability
        yield joined(pairs, drawn, once=once)


def joined(pairs: Scored, chosen: npt.NDArray[np.bool_], *, once: bool = True) -> Clusters:
    """(records,) numbers of the clusters that the chosen pairs make, the most probable pairs first."""
    above = list(range(len(pairs.lists)))
    held = [1 << int(one) for one in pairs.lists]

    def root(record: int) -> int:
        while above[record] != record:
            above[record] = above[above[record]]
            record = above[record]
        return record

    for left, right in zip(pairs.left[chosen].tolist(), pairs.right[chosen].tolist(), strict=True):
        a, b = root(left), root(right)
        if a != b and not (once and held[a] & held[b]):
            above[b] = a
            held[a] |= held[b]
    return np.array([root(record) for record in range(len(above))], dtype=np.int64)


def overlaps(clusters: Clusters, pairs: Scored, names: Sequence[str]) -> Overlaps:
    """How many clusters are in which lists."""
    _, number = np.unique(clusters, return_inverse=True)
    within = np.zeros((int(number.max()) + 1, len(names)), dtype=bool)
    within[number, pairs.lists] = True
    return collect(tuple(names), within, np.ones(len(within), dtype=np.int64))
