"""Does the posterior have several modes, and do the chains sit in different ones."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Draws = npt.NDArray[np.float64]

GRID = 512
OFFSET = 10.0  # on the logarithm of so many more, 0 and 1 in no list are no modes of their own
VALLEY = 0.7  # two peaks are two modes where the density between them falls below this share of the lower one
SHARE = 0.01  # and each has at least this share of the draws


@dataclass(frozen=True, slots=True)
class Mode:
    """A peak of the density of log N: where, the share of draws on its side of the valleys, and their 95 % range."""

    at: float
    share: float
    low: float
    high: float


def modes(totals: Draws, documented: int) -> list[Mode]:
    """The modes of the draws of N, of any shape, by a kernel density of the logarithm of the units in no list.

    Silverman's (1986) bandwidth; many draws, so a shallow dip is no mode.
    """
    hidden = np.log(np.sort(totals.ravel()) - documented + OFFSET)
    if hidden[0] == hidden[-1]:
        return [_mode(hidden, hidden[0], documented, hidden.size)]
    grid, density = _density(hidden)
    edges = [-np.inf, *_valleys(grid, density, hidden), np.inf]
    found = []
    for low, high in pairwise(edges):
        inside = (grid >= low) & (grid < high)
        peak = grid[inside][np.argmax(density[inside])]
        found.append(_mode(hidden[(hidden >= low) & (hidden < high)], peak, documented, hidden.size))
    return found


def apart(totals: Draws, within: float = 0.9) -> bool:
    """Whether some chain of (chains, draws) keeps to a range that no draws of another's central part come near.

    Ranges are compared for the first and the second half of the draws, so that a chain under way does not count.
    """
    half = totals.shape[1] // 2
    return all(_disjoint(part, within) for part in (totals[:, :half], totals[:, half:]))


def _disjoint(totals: Draws, within: float) -> bool:
    low, high = np.quantile(totals, [(1 - within) / 2, (1 + within) / 2], axis=1)
    return bool(low.max() > high.min())


def _mode(hidden: Draws, peak: float, documented: int, size: int) -> Mode:
    low, high = np.quantile(hidden, [0.025, 0.975])
    at, low, high = (float(documented + np.exp(x) - OFFSET) for x in (peak, low, high))
    return Mode(at, hidden.size / size, low, high)


def _density(hidden: Draws) -> tuple[Draws, Draws]:
    spread = min(hidden.std(), float(np.subtract(*np.quantile(hidden, [0.75, 0.25]))) / 1.34) or hidden.std()
    width = max(0.9 * spread * hidden.size**-0.2, 1.0 / OFFSET)
    grid = np.linspace(hidden[0] - 3 * width, hidden[-1] + 3 * width, GRID)
    step = grid[1] - grid[0]
    counts = np.histogram(hidden, bins=GRID, range=(grid[0] - step / 2, grid[-1] + step / 2))[0]
    reach = np.arange(-GRID + 1, GRID) * step / width
    smooth = np.convolve(counts, np.exp(-0.5 * reach**2), mode="full")
    return grid, smooth[GRID - 1 : 2 * GRID - 1]


def _valleys(grid: Draws, density: Draws, hidden: Draws) -> list[float]:
    """Where to cut: merge neighbouring peaks, the shallowest valley first, until all that are left are deep."""
    rising = np.diff(density) > 0
    peaks = list(np.flatnonzero(np.r_[True, rising] & ~np.r_[rising, False]))
    while len(peaks) > 1:
        lows = [a + int(np.argmin(density[a : b + 1])) for a, b in pairwise(peaks)]
        depth = [
            density[low] / min(density[a], density[b]) for low, a, b in zip(lows, peaks[:-1], peaks[1:], strict=True)
        ]
        cuts = np.searchsorted(hidden, grid[lows]) / hidden.size
        shares = np.diff(np.r_[0.0, cuts, 1.0])
        worst = int(np.argmax(depth))
        small = int(np.argmin(shares))
        if depth[worst] >= VALLEY:
            lower = worst if density[peaks[worst]] < density[peaks[worst + 1]] else worst + 1
        elif shares[small] < SHARE:
            lower = small
        else:
            return [float(grid[low]) for low in lows]
        del peaks[lower]
    return []
