"""Hierarchical log-linear models and their extended form where lists have no unit in common.

A hierarchical model holds with every interaction all that lie inside it (Bishop, Fienberg & Holland 1975, 3.1). All
models here hold the intercept and each list's own effect and lack the interaction of all lists, which would make the
unobserved cell free. An interaction whose lists never met goes to minus infinity: it and the cells above it leave
the fit (extended maximum likelihood; Chan, Silverman & Vincent 2021, section 3).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations

import numpy as np

from sijill.stats.capture.lattice import Codes, Floats, Mask, members, orders, over, under


@cache
def hierarchical(lists: int) -> Mask:
    """(models, 2**J) all hierarchical models of J lists: 8 for three, 113 for four, 6,893 for five.

    Smaller models come first. Raises ValueError for more than five lists, where there are 7,785,061.
    """
    if not 2 <= lists <= 5:
        raise ValueError(f"all hierarchical models of {lists} lists are too many to try; five lists are the most")
    low = np.flatnonzero(orders(lists) <= 1)
    found = sorted(_grown(lists, 2, frozenset(map(int, low))), key=lambda one: (len(one), sorted(one)))
    out = np.zeros((len(found), 2**lists), dtype=bool)
    for row, model in enumerate(found):
        out[row, list(model)] = True
    return out


def _grown(lists: int, order: int, base: frozenset[int]) -> Iterator[frozenset[int]]:
    """All models with this base whose further interactions have this order or a higher one."""
    if order >= lists:
        yield base
        return
    allowed = [
        int(code)
        for code in np.flatnonzero(orders(lists) == order)
        if all(int(code) & ~(1 << bit) in base for bit in range(lists) if code >> bit & 1)
    ]
    if not allowed:
        yield base
        return
    for size in range(len(allowed) + 1):
        for chosen in combinations(allowed, size):
            if chosen:
                yield from _grown(lists, order + 1, base | set(chosen))
            else:
                yield base


def extended(counts: Floats, models: Mask) -> tuple[Mask, Mask]:
    """What is left to fit: (keep, cells), both (m, 2**J), for counts (m, 2**J) or (2**J,) and models (m, 2**J).

    `keep` are the interactions with a finite parameter, `cells` the observable cells that may hold something.
    """
    met = np.broadcast_to(over(counts) > 0, models.shape)
    gone = models & ~met
    cells = under(gone) == 0
    cells[:, 0] = False  # the units that no list holds
    return models & met, cells


def generators(model: Mask, names: tuple[str, ...]) -> list[list[str]]:
    """The generating class: the largest interactions, those that lie in no other, as names of lists."""
    inside = [int(code) for code in np.flatnonzero(model)]
    top = [code for code in inside if code and not any(code != other and code & other == code for other in inside)]
    return sorted((list(members(code, names)) for code in top), key=lambda one: (-len(one), one))


def written(model: Mask, names: tuple[str, ...]) -> str:
    """The generating class in brackets, as the literature writes it: `[A B][C]`."""
    return "".join(f"[{' '.join(one)}]" for one in generators(model, names))


def main_effects(lists: int) -> Mask:
    """(2**J,) the model of independent lists."""
    return orders(lists) <= 1


def pairs(lists: int) -> Codes:
    """Codes of all pairs of lists."""
    return np.flatnonzero(orders(lists) == 2)
