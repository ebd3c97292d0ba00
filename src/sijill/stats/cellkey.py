"""Noise for tables of people who live, drawn from who is in a cell, so that the same people always give the same number.

Zeros stay zeros, no number moves by more than two, the noise is fair (on average nothing) and its distribution is the
one of maximum entropy that is (so that nothing else is known of it). Counts of the dead are never touched: `Living` has no
kind for them. Source: G. Thompson, S. Broadfoot and D. Elazar, Methodology for the Automatic Confidentialisation of
Statistical Outputs from Remote Servers at the Australian Bureau of Statistics, UNECE work session on statistical data
confidentiality, Ottawa 2013; the entropy after J. Marley and V. Leaver, ISI 2011.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

FURTHEST = 2
LEFT = 3  # how many true counts any published number leaves: 0 is 0 to 2, 1 is 1 to 3, all others leave more
SHORTEST_SECRET = 32  # bytes
TWO_64 = 2**64


class Living(StrEnum):
    """The kinds of table that may be perturbed: of survivors and of those threatened, never of the dead."""

    SURVIVORS = "survivors"
    THREATS = "threats"


@dataclass(frozen=True, slots=True)
class Perturbed:
    """Counts with noise, and what a page must say of them: how far a number may be off, and with which variance."""

    kind: Living
    counts: Mapping[tuple[str, ...], int]
    furthest: int
    variance: float


def perturbed(
    kind: Living, cells: Mapping[tuple[str, ...], Iterable[str]], secret: bytes, variance: float = 1.0
) -> Perturbed:
    """The counts of some cells with noise. `cells`: for each key the ids of the cases in it, each once.

    Perturbed cells do not add up. TypeError for a kind that is not `Living`; ValueError for what else cannot be.
    """
    if not isinstance(kind, Living):
        raise TypeError(f"tables of kind {kind!r} are never perturbed: only {', '.join(Living)} are")
    found = {}
    for key, cases in cells.items():
        ids = list(cases)
        if len(set(ids)) < len(ids):
            raise ValueError("a case is twice in one cell, so the cell counts something else than cases")
        found[key] = len(ids) + noise(len(ids), sum(record_keys(secret, ids)), variance)
    return Perturbed(kind, found, FURTHEST, variance)


def record_keys(secret: bytes, cases: Iterable[str]) -> list[int]:
    """The key of each case: 64 bits that nobody without the secret can tell. ValueError for a secret that is too short."""
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"the secret has {len(secret)} bytes; whoever guesses it takes the noise away: at least 32")
    return [int.from_bytes(hmac.digest(secret, one.encode(), "sha256")[:8], "big") for one in cases]


def key_id(secret: bytes) -> str:
    """What may be published of a secret, so that another one is noticed: eight hexadecimal digits; empty without one."""
    return hmac.digest(secret, b"key id", "sha256").hex()[:8] if secret else ""


def noise(count: int, cell_key: int, variance: float) -> int:
    """How far the count of a cell moves; `cell_key`: the sum of the keys of its cases, of which 64 bits count."""
    if count == 0:
        return 0
    steps, chances = table_of(min(count, FURTHEST), variance)
    at = int(np.searchsorted(np.cumsum(chances), cell_key % TWO_64 / TWO_64, side="right"))
    return int(steps[min(at, len(steps) - 1)])


@lru_cache
def table_of(count: int, variance: float) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """How far a count may move, and with which probabilities: mean 0, the variance, and of such the most entropy.

    By its dual, a convex problem in two numbers. ValueError where no distribution on these steps has the variance.
    """
    steps = np.arange(-min(count, FURTHEST), FURTHEST + 1)
    features = np.stack([steps, steps**2]).astype(np.float64)
    target = np.array([0.0, variance])

    def dual(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        powers = weights @ features
        top = powers.max()
        chances = np.exp(powers - top)
        total = chances.sum()
        return float(np.log(total) + top - weights @ target), features @ (chances / total) - target

    most = float(min(count, FURTHEST) * FURTHEST)
    if not 0 < variance < most:
        raise ValueError(f"noise of at most {FURTHEST} on a count of {count} has a variance between 0 and {most:g}")
    found = minimize(dual, np.zeros(2), jac=True, method="BFGS", options={"gtol": 1e-9})
    powers = found.x @ features
    chances = np.exp(powers - powers.max())
    return steps, chances / chances.sum()
