"""Sums over the lattice of capture patterns: what makes log-linear fits cheap.

A pattern and an interaction are both a set of lists, coded as a number (the first list is the highest bit, as in
`Overlaps.cells`). The design matrix of a log-linear model has X[c, s] = 1 where the set s is inside the pattern c, so
X'v is a sum over supersets, X t a sum over subsets, and X'WX [s, t] is the superset sum of the weights at the union
of s and t: no matrix is ever built. (Zeta transforms; Lauritzen 1996, Graphical Models, appendix A.)
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def over(values: npt.NDArray[np.generic]) -> Floats:
    """Sums over supersets along the last axis: out[..., s] = sum of values[..., c] over all c that contain s."""
    out = np.array(values, dtype=np.float64)
    size = out.shape[-1]
    step = 1
    while step < size:
        halves = out.reshape(*out.shape[:-1], -1, 2, step)
        halves[..., 0, :] += halves[..., 1, :]
        step *= 2
    return out


def under(values: npt.NDArray[np.generic]) -> Floats:
    """Sums over subsets along the last axis: out[..., c] = sum of values[..., s] over all s inside c."""
    out = np.array(values, dtype=np.float64)
    size = out.shape[-1]
    step = 1
    while step < size:
        halves = out.reshape(*out.shape[:-1], -1, 2, step)
        halves[..., 1, :] += halves[..., 0, :]
        step *= 2
    return out


@cache
def orders(lists: int) -> Codes:
    """(2**J,) how many lists each code holds."""
    codes = np.arange(2**lists, dtype=np.int64)
    return np.asarray(np.bitwise_count(codes), dtype=np.int64)


def design(cells: Codes, columns: Codes) -> Floats:
    """(cells, columns) of 0 and 1: the design matrix, for the few places that need one."""
    return np.asarray((cells[:, None] & columns[None, :]) == columns[None, :], dtype=np.float64)


def members(code: int, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the lists in a code."""
    last = len(names) - 1
    return tuple(name for j, name in enumerate(names) if code >> (last - j) & 1)
