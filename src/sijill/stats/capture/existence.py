"""Does the maximum-likelihood estimate exist, and does it say anything about the unobserved cell?

Fienberg & Rinaldo (2012), Annals of Statistics 40: 996-1023: the estimate does not exist when there is a direction in
which every cell that holds something stays, no empty cell rises, and some empty cell falls for ever. That is a linear
programme, and depends on the counts only through which cells are empty. The unobserved cell is identified when the
columns are independent over the cells that are fitted (Chan, Silverman & Vincent 2021, section 3.3).
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from scipy.sparse import csc_array

from sijill.stats._linear import Polytope
from sijill.stats.capture.lattice import Floats, Mask, design


class Standing(StrEnum):
    """Whether a model may be used on these counts."""

    FINE = "fine"
    NOT_IDENTIFIED = "not-identified"
    NO_MAXIMUM = "no-maximum"


def standing(counts: Floats, keep: Mask, cells: Mask) -> Standing:
    """Judge one model: its counts, kept interactions and fitted cells, each (2**J,), as `models.extended` gives them."""
    columns = np.flatnonzero(keep)
    full = design(np.flatnonzero(cells & (counts > 0)), columns)
    if np.linalg.matrix_rank(full) == len(columns):
        return Standing.FINE  # no direction leaves the occupied cells alone
    empty = design(np.flatnonzero(cells & (counts == 0)), columns)
    if np.linalg.matrix_rank(np.vstack([full, empty])) < len(columns):
        return Standing.NOT_IDENTIFIED
    return Standing.NO_MAXIMUM if _falls(full, empty) else Standing.FINE


def _falls(full: Floats, empty: Floats) -> bool:
    """Is there a direction d with full @ d = 0, empty @ d <= 0 and something below 0?"""
    k, z = full.shape[1], len(empty)
    # One slack for each empty cell, at most 1: empty @ d + slack <= 0; the sum of slacks is 0 only if nothing falls.
    matrix = np.block([[full, np.zeros((len(full), z))], [empty, np.eye(z)]])
    none = np.zeros(len(full))
    rows = (np.concatenate([none, np.full(z, -np.inf)]), np.zeros(len(full) + z))
    columns = (np.concatenate([np.full(k, -np.inf), np.zeros(z)]), np.concatenate([np.full(k, np.inf), np.ones(z)]))
    cost = np.concatenate([np.zeros(k), -np.ones(z)])
    point = Polytope(csc_array(matrix), rows, columns).lowest(cost)
    assert point is not None  # d = 0 is a point
    return bool(-cost @ point > 0.5)
