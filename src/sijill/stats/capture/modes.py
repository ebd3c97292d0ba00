"""Do the draws gather around one number, or around several that are far apart?

Silverman (1981), Journal of the Royal Statistical Society B 43: 97-99, looks for several modes in kernel density
estimates. Here on the logarithm of the total, with the rule-of-thumb bandwidth, which smooths two modes rather than
inventing them (Silverman 1986, 3.4).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from sijill.stats.capture.lattice import Floats

POINTS = 512
SAMPLE = 1000
APART = np.log(1.5)  # modes closer than that are one answer for all who use the number
SHARE = 0.1  # of the draws, on each side of the valley
VALLEY = 0.7  # of the lower of the two modes


def modes(draws: Floats) -> list[float]:
    """The totals around which the draws gather, in order; one for a distribution with one answer. `draws`: totals > 0."""
    logs = np.log(np.quantile(draws, (np.arange(SAMPLE) + 0.5) / SAMPLE))
    spread = min(float(np.std(logs)), float(np.subtract(*np.quantile(logs, [0.75, 0.25]))) / 1.34)
    if spread <= 0:
        return [float(np.median(draws))]
    width = 0.9 * spread * SAMPLE**-0.2
    points = np.linspace(logs[0] - 3 * width, logs[-1] + 3 * width, POINTS)
    height = np.exp(-0.5 * ((points[:, None] - logs) / width) ** 2).mean(axis=1)
    kept: list[int] = []
    for peak in 1 + np.flatnonzero((height[1:-1] > height[:-2]) & (height[1:-1] >= height[2:])):
        if kept and _one(points, height, kept[-1], int(peak)):
            kept[-1] = max(kept[-1], int(peak), key=lambda at: float(height[at]))
        else:
            kept.append(int(peak))
    return [float(np.exp(points[at])) for at in _heavy(logs, points, height, kept)]


def _one(points: Floats, height: Floats, left: int, right: int) -> bool:
    valley = float(height[left:right].min())
    near = points[right] - points[left] < APART
    return bool(near or valley > VALLEY * min(height[left], height[right]))


def _heavy(logs: Floats, points: Floats, height: Floats, peaks: list[int]) -> list[int]:
    """Peaks with enough of the draws between the valleys around them; the highest if none has."""
    valleys = [left + int(np.argmin(height[left:right])) for left, right in pairwise(peaks)]
    edges = [-np.inf, *(points[at] for at in valleys), np.inf]
    heavy = [peak for k, peak in enumerate(peaks) if np.mean((logs > edges[k]) & (logs <= edges[k + 1])) >= SHARE]
    return heavy or [max(peaks, key=lambda at: float(height[at]))]
