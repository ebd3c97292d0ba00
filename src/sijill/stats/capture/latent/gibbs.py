"""The Gibbs sampler for a latent class model of overlapping lists, over counts of patterns.

Source: Manrique-Vallier (2016), Biometrics 72:1246-1254, sections 2 and 3. Units fall into K classes with weights by
truncated stick-breaking, V_k ~ Beta(1, alpha) and alpha ~ Gamma(a, b); within a class the lists are independent, and
list j holds a unit with probability lambda_jk ~ Beta(1, 1); p(N) is proportional to 1/N between two bounds.
One sweep draws: the classes of the units of each pattern; how many units no list holds, and their classes; the moves
of `moves.py`, with weights and probabilities integrated out; then probabilities, sticks and alpha.

Layout: everything about classes has the class as the last axis. `odds[j, k]` is lambda / (1 - lambda) and `nobody[k]`
the weight of the class times the probability that no list holds its unit: the weight of a pattern in a class is
`nobody[k]` times the odds of the lists that hold it.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from sijill.stats.capture.latent.compiled import EDITION, cached, compiled
from sijill.stats.capture.latent.draws import State, binomial, gamma, log_gamma_variate, poisson, uniform
from sijill.stats.capture.latent.moves import resize, swap

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Table = tuple[Ints, Ints, Ints]

TINY = 1e-300
ONE_BY_ONE = 4  # up to so many units of a pattern get their class by a uniform each


@compiled
def split(count: int, weights: Floats, rest: Floats, into: Ints, state: State) -> None:
    """Draw how many of `count` units fall into each class, in proportion to `weights`. `rest` is for working."""
    classes = weights.shape[0]
    total = 0.0
    for k in range(classes - 1, -1, -1):
        total += weights[k]
        rest[k] = total
        into[k] = 0
    for k in range(classes):
        if count <= ONE_BY_ONE:
            for _ in range(count):
                into[pick(weights, k, rest[k], state)] += 1
            return
        drawn = binomial(count, weights[k] / rest[k], state)
        into[k] += drawn
        count -= drawn


@compiled
def pick(weights: Floats, first: int, total: float, state: State) -> int:
    """A class, from the first on, in proportion to its weight; `total` is the sum of these."""
    at = uniform(state) * total
    last: int = weights.shape[0] - 1
    for k in range(first, last):
        at -= weights[k]
        if at < 0.0:
            return k
    return last


@compiled
def allocate(table: Table, nobody: Floats, odds: Floats, seen: Ints, held: Ints, state: State) -> None:
    """Draw the classes of all recorded units: `seen[k]` of them in class k, `held[j, k]` of these by list j."""
    counts, starts, members = table
    lists, classes = odds.shape
    weights, rest, into = np.empty(classes), np.empty(classes), np.empty(classes, np.int64)
    for k in range(classes):
        seen[k] = 0
        for j in range(lists):
            held[j, k] = 0
    for c in range(counts.shape[0]):
        for k in range(classes):
            weights[k] = nobody[k]
        for i in range(starts[c], starts[c + 1]):
            for k in range(classes):
                weights[k] *= odds[members[i], k]
        split(counts[c], weights, rest, into, state)
        for k in range(classes):
            seen[k] += into[k]
        for i in range(starts[c], starts[c + 1]):
            for k in range(classes):
                held[members[i], k] += into[k]


@compiled
def unseen(n: int, bounds: tuple[int, int], weights: Floats, nobody: Floats, missed: Ints, state: State) -> bool:
    """Draw how many units no list holds, and their classes, into `missed`. False: outside the bounds, left as is."""
    none = seen = 0.0
    for k in range(nobody.shape[0]):
        none += nobody[k]
        seen += weights[k] - nobody[k]
    mean = gamma(float(n), state) * none / seen if n > 0 else 0.0
    if not mean < 2.0 * bounds[1]:
        return False
    drawn = poisson(mean, state)
    if n + drawn < bounds[0] or n + drawn > bounds[1]:
        return False
    split(drawn, nobody, np.empty(nobody.shape[0]), missed, state)
    return True


@compiled
def probabilities(sizes: Ints, held: Ints, weights: Floats, odds: Floats, nobody: Floats, state: State) -> None:
    """Draw the probability of each list in each class, as odds; `nobody` becomes the weight of being in no list."""
    for k in range(sizes.shape[0]):
        none = weights[k]
        for j in range(held.shape[0]):
            if sizes[k] == 0:
                no = uniform(state)
                yes = 1.0 - no
            else:
                yes = gamma(1.0 + held[j, k], state)
                no = gamma(1.0 + sizes[k] - held[j, k], state)
            odds[j, k] = yes / no
            none *= no / (yes + no)
        nobody[k] = none


@compiled
def sticks(sizes: Ints, alpha: float, prior: tuple[float, float], weights: Floats, state: State) -> float:
    """Draw the weights of the classes, then alpha, which is the answer. `log_left` is exact where `left` is too small."""
    classes = sizes.shape[0]
    after = 0
    for k in range(classes):
        after += sizes[k]
    left, product, log_left = 1.0, 1.0, 0.0
    for k in range(classes - 1):
        after -= sizes[k]
        if sizes[k] == 0:
            log_rest = math.log(uniform(state)) / (alpha + after)
            log_left += log_rest
            rest = math.exp(log_rest)
        else:
            yes = gamma(1.0 + sizes[k], state)
            if alpha + after >= 1.0:
                no = gamma(alpha + after, state)
                rest = no / (yes + no)
                product *= rest
            else:
                log_no = log_gamma_variate(alpha + after, state)
                rest = math.exp(log_no) / (yes + math.exp(log_no))
                log_left += log_no - math.log(yes + math.exp(log_no))
        weights[k] = left * (1.0 - rest)
        left *= rest
    weights[classes - 1] = left
    rate = prior[1] - log_left - math.log(max(product, TINY))
    return math.exp(log_gamma_variate(prior[0] + classes - 1, state)) / rate


@cached
def run(
    table: Table,
    bounds: tuple[int, int],
    prior: tuple[float, float],
    weights: Floats,
    odds: Floats,
    nobody: Floats,
    alpha: Floats,
    missed: Ints,
    state: State,
    thin: int,
    totals: Ints,
    occupied: Ints,
    edition: int = EDITION,
) -> int:
    """Sweep `thin` times per element of `totals`; keep N and the number of classes with a unit. Changes all in place.

    `table`: counts (C,), starts (C + 1,) into members, the lists of each pattern; `bounds`: least and greatest N;
    `prior`: shape and rate of alpha; `weights`, `nobody`, `missed` (K,); `odds` (J, K); `alpha` (1,). Returns how
    many proposals of N were outside the bounds. `edition` is for the cache alone.
    """
    lists, classes = odds.shape
    seen, sizes, held = np.zeros(classes, np.int64), np.zeros(classes, np.int64), np.zeros((lists, classes), np.int64)
    n = 0
    for c in range(table[0].shape[0]):
        n += table[0][c]
    outside = 0
    for at in range(totals.shape[0]):
        for _ in range(thin):
            allocate(table, nobody, odds, seen, held, state)
            if not unseen(n, bounds, weights, nobody, missed, state):
                outside += 1
            resize(seen, missed, held, alpha[0], bounds, state)
            alpha[0] = swap(seen, missed, held, alpha[0], prior, state)
            for k in range(classes):
                sizes[k] = seen[k] + missed[k]
            alpha[0] = sticks(sizes, alpha[0], prior, weights, state)
            probabilities(sizes, held, weights, odds, nobody, state)
        totals[at], occupied[at] = 0, 0
        for k in range(classes):
            totals[at] += sizes[k]
            occupied[at] += sizes[k] > 0
    return outside
