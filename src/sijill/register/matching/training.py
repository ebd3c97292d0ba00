"""m, u and the share of matches, learned from the records themselves, from what people judged, and from a start. Pure.

u: the share of each level among pairs drawn at random. m: expectation maximisation over the candidate pairs, with the
starting values of `model` as that many pairs seen before (a Dirichlet prior), so that few data move them little and no
level becomes impossible. A pair that a person judged is known, and counts as much as JUDGED guessed ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sijill.register.matching.explain import MISSING

if TYPE_CHECKING:
    from sijill.register.matching.model import Comparison

Levels = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]

PRIOR_M = 40.0  # pairs that the starting m stand for
PRIOR_U = 1.0  # pairs that a level has among random ones before any was drawn
JUDGED = 5.0
PRIOR_NAMESAKES = 20.0
HEADROOM = 8.0  # by so much, at most, the spelling of a name raises or lowers the odds
_ROUNDS = 30
_STILL = 1e-4


@dataclass(frozen=True, eq=False, slots=True)
class Sample:
    """Pairs for training. `levels`: (pairs, comparisons), the index of the level, MISSING where there is no evidence.

    `rarity`: (pairs, comparisons) log2 of the chance that stands in for u, 0 where none does. `each`: how many pairs
    one of them stands for. `sides`: for either record of a pair, a number for this record and the list of the other:
    pairs with one number compete, because a list has a person once. `judged`: 1 the same, 0 not, NaN not judged.
    """

    levels: Levels
    rarity: Floats
    each: float
    sides: tuple[npt.NDArray[np.int64], ...] | None = None
    judged: Floats | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Trained:
    """By comparison (m, u) of its levels, and how many of all pairs match."""

    m: tuple[Floats, ...]
    u: tuple[Floats, ...]
    match_share: float
    rounds: int


def train(parts: Sequence[Comparison], candidates: Sample, random: Sample, pairs: float, most: float) -> Trained:
    """Learn from candidate pairs and random ones. `pairs`: all there could be; `most`: of them at most can match."""
    m = tuple(_starting(part) for part in parts)
    u = tuple(_shares(random.levels[:, j], np.ones(len(random.levels)), _even(part)) for j, part in enumerate(parts))
    share = 0.3 * most / pairs
    rounds, moved = 0, 1.0
    while rounds < _ROUNDS and moved >= _STILL:
        rounds += 1
        same = posterior(parts, candidates, m, u, share)
        chance = posterior(parts, random, m, u, share)
        weight = _counted(candidates)
        new_m = tuple(
            _by_namesakes(
                part,
                _shares(candidates.levels[:, j], same * weight, PRIOR_M * _even_start(part)),
                _counts(part, candidates.levels[:, j], (1 - same) * weight),
            )
            for j, part in enumerate(parts)
        )
        u = tuple(_shares(random.levels[:, j], 1 - chance, _even(part)) for j, part in enumerate(parts))
        share = min(max(float((same * weight).sum()), 1.0), most, 0.5 * pairs) / pairs
        moved = max(float(np.abs(a - b).max()) for a, b in zip(m, new_m, strict=True))
        m = new_m
    return Trained(m, u, share, rounds)


def posterior(
    parts: Sequence[Comparison], sample: Sample, m: Sequence[Floats], u: Sequence[Floats], share: float
) -> Floats:
    """(pairs,) probability that each pair is the same person; judged pairs are as judged."""
    total = np.full(len(sample.levels), np.log2(share / (1 - share)))
    for j, part in enumerate(parts):
        total += weights(part, sample.levels[:, j], sample.rarity[:, j], m[j], u[j])
    found = shared_out(np.exp2(np.clip(total, -60, 60)), sample.sides)
    if sample.judged is not None:
        found = np.where(np.isnan(sample.judged), found, sample.judged)
    return np.asarray(found)


def shared_out(odds: Floats, sides: tuple[npt.NDArray[np.int64], ...] | None) -> Floats:
    """(pairs,) probabilities of odds; where pairs compete for a record, together at most 1."""
    rivals = odds
    for side in sides or ():
        rivals = np.maximum(rivals, np.bincount(side, weights=odds)[side])
    return np.asarray(odds / (1 + rivals))


def weights(part: Comparison, levels: npt.NDArray[np.int8], rarity: Floats, m: Floats, u: Floats) -> Floats:
    """(pairs,) log2 of m / u, with the rarity of what agrees in the place of u as far as the level says."""
    by_rarity = np.array([level.by_rarity for level in part.levels])
    at = np.where(levels == MISSING, 0, levels)
    found = np.log2(m[at]) - np.log2(u[at])
    found = found + by_rarity[at] * np.where(rarity < 0, np.log2(u[at]) - rarity, 0.0)
    return np.asarray(np.where(levels == MISSING, 0.0, found))


def _counted(sample: Sample) -> Floats:
    plain = np.full(len(sample.levels), sample.each)
    return plain if sample.judged is None else np.where(np.isnan(sample.judged), plain, JUDGED)


def _starting(part: Comparison) -> Floats:
    return _by_namesakes(part, _even_start(part), np.zeros(len(part.levels)))


def _even_start(part: Comparison) -> Floats:
    start = np.array([level.m for level in part.levels])
    return np.asarray(start / start.sum())


def _by_namesakes(part: Comparison, m: Floats, apart: Floats) -> Floats:
    """m for levels whose u is the rarity itself: the chance of a namesake, however spelt.

    How a name is spelt is evidence only so far as two namesakes are spelt differently than one person in two lists is:
    m is the sum over these levels, times the share of a level among the same, by its share among `apart`, the
    candidate pairs that are not. It may be above 1.
    """
    rare = np.array([level.by_rarity == 1.0 for level in part.levels])
    if rare.sum() < 2:
        return m
    share = m[rare] / m[rare].sum()
    among_namesakes = (apart[rare] + PRIOR_NAMESAKES * share) / (apart[rare].sum() + PRIOR_NAMESAKES)
    found = m.copy()
    found[rare] = m[rare].sum() * np.clip(share / among_namesakes, 1 / HEADROOM, HEADROOM)
    return found


def _even(part: Comparison) -> Floats:
    # Not quite even: two levels that were never seen must not have one weight, by which they are told apart.
    slightly = 1 + 0.01 * np.arange(len(part.levels))
    return np.asarray(PRIOR_U * slightly / slightly.sum())


def _shares(levels: npt.NDArray[np.int8], weight: Floats, prior: Floats) -> Floats:
    seen = levels != MISSING
    counts = np.bincount(levels[seen], weights=weight[seen], minlength=len(prior)) + prior
    return np.asarray(counts / counts.sum())


def _counts(part: Comparison, levels: npt.NDArray[np.int8], weight: Floats) -> Floats:
    seen = levels != MISSING
    return np.asarray(np.bincount(levels[seen], weights=weight[seen], minlength=len(part.levels)))
