"""Would the averaged graphs have made such a table? A posterior predictive check of the observable cells.

Gelman, Meng & Stern (1996), Statistica Sinica 6: 733-807, with the Freeman-Tukey discrepancy, which bears empty cells.
Given a decomposable graph the hyper-Dirichlet law makes the chance of being in a list, given each combination of the
neighbours that are left when lists are taken away one by one, an independent Beta (Dawid & Lauritzen 1993).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from sijill.stats.capture.lattice import Floats, orders, over

TABLES = 400


def fit_p(counts: Floats, graphs: npt.NDArray[np.int8], hidden: Floats, seed: int) -> float:
    """How often a new table is as far from its cells' chances as the table itself, or further.

    `counts`: (2**J,). `graphs`: (t, 2**J) weights of graphs drawn from the posterior, as `graphs.decomposable` has
    them; `hidden`: (t,) numbers in no list, drawn with them.
    """
    random = np.random.default_rng([seed, TABLES])
    further = []
    for weights, unseen in zip(graphs, hidden, strict=True):
        full = counts.copy()
        full[0] = unseen
        chances = cells(full, weights, random)
        people = int(full.sum())
        expected = people * chances[1:]
        again = random.multinomial(people, chances)[1:]
        further.append(_distance(again, expected) >= _distance(counts[1:], expected))
    return float(np.mean(further))


def cells(full: Floats, weights: npt.NDArray[np.int8], random: np.random.Generator) -> Floats:
    """(2**J,) chances of the cells, drawn from their law given a graph and a full table."""
    codes = np.arange(len(full))
    complete = over(np.asarray(weights > 0)) > 0  # every set inside a clique
    held = orders(len(full).bit_length() - 1)
    out = np.ones(len(full))
    left = len(full) - 1
    while left:
        vertex, around = next(_simplicial(complete, left))
        margin = np.bincount(codes & (around | vertex), weights=full, minlength=len(full))
        alpha = 2.0 ** -(int(held[around]) + 1)
        inside = codes & around
        share = random.beta(alpha + margin[codes & around | vertex], alpha + margin[codes & around])[inside]
        out *= np.where(codes & vertex, share, 1 - share)
        left &= ~vertex
    return np.asarray(out / out.sum())


def _simplicial(complete: npt.NDArray[np.bool_], left: int) -> Iterator[tuple[int, int]]:
    """Vertices whose remaining neighbours are a complete set, each with that set."""
    for bit in range(left.bit_length()):
        vertex = 1 << bit
        if left & vertex:
            others = [1 << other for other in range(left.bit_length()) if left >> other & 1 and other != bit]
            around = sum(other for other in others if complete[vertex | other])
            if complete[vertex | around]:
                yield vertex, around


def _distance(seen: npt.NDArray[np.generic], expected: Floats) -> float:
    return float(np.sum((np.sqrt(seen) - np.sqrt(expected)) ** 2))
