"""Moves between modes, on the counts of units by class, with the classes' weights and probabilities integrated out.

Gibbs steps change N and the probabilities of the lists in turn, a little each; where most units are in no list that
is a slow walk. With weights (sticks) and probabilities (lambda) integrated out, the posterior of the counts is

    (N - 1)! / prod_k m_k!  x  prod_{k<K} B(1 + n_k, alpha + n_{>k})  x  prod_{jk} B(1 + n_jk, 1 + n_k - n_jk)

for n_k units in class k, m_k of them in no list, n_jk held by list j; so whole classes can change size or place at
once, by Metropolis-Hastings. Partly collapsed as in van Dyk & Park (2008): weights and probabilities are drawn anew
right after. Swaps of labels: Papaspiliopoulos & Roberts (2008), here with weights integrated out.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from sijill.stats.capture.latent.compiled import compiled
from sijill.stats.capture.latent.draws import State, normal, uniform

Ints = npt.NDArray[np.int64]

ALPHA_TOO = 0.125  # share of swaps that change alpha: they cost far more than the others


@compiled
def log_stick(size: int, after: int, alpha: float) -> float:
    """log B(1 + size, alpha + after)."""
    return math.lgamma(1.0 + size) + math.lgamma(alpha + after) - math.lgamma(1.0 + alpha + size + after)


@compiled
def log_sticks(seen: Ints, missed: Ints, alpha: float, first: int, last: int) -> float:
    """The part of the weights in classes `first` to `last`; the last class of all has no stick."""
    classes = seen.shape[0]
    after = 0
    for k in range(last + 1, classes):
        after += seen[k] + missed[k]
    out = 0.0
    for k in range(last, first - 1, -1):
        size = seen[k] + missed[k]
        if k < classes - 1:
            out += log_stick(size, after, alpha)
        after += size
    return out


@compiled
def log_class(size: int, missed: int, held: Ints, k: int) -> float:
    """The part of class k that changes with the number of units in no list: its lists, and m_k!."""
    out: float = -math.lgamma(1.0 + missed) - held.shape[0] * math.lgamma(2.0 + size)
    for j in range(held.shape[0]):
        out += math.lgamma(1.0 + size - held[j, k])
    return out


@compiled
def resize(seen: Ints, missed: Ints, held: Ints, alpha: float, bounds: tuple[int, int], state: State) -> None:
    """Change the number of units in no list of one class, by a random walk on the log scale with steps of any length.

    The walk is over y in [m, m + 1), with density that of m: hence the factor y'/y.
    """
    classes = seen.shape[0]
    k = occupied(seen, state)
    old = missed[k]
    y = old + uniform(state)
    scale = math.exp(-3.0 + 4.0 * uniform(state))
    step = scale * normal(state)
    if abs(step) > 20.0:
        return
    proposed = y * math.exp(step)
    total = 0
    for h in range(classes):
        total += seen[h] + missed[h]
    if proposed > 2.0 * bounds[1]:
        return
    new = int(proposed)
    larger = total + new - old
    if new == old or larger < bounds[0] or larger > bounds[1]:
        return
    before = log_class(seen[k] + old, old, held, k) + log_sticks(seen, missed, alpha, 0, k) + math.lgamma(total)
    missed[k] = new
    after = log_class(seen[k] + new, new, held, k) + log_sticks(seen, missed, alpha, 0, k) + math.lgamma(larger)
    if math.log(uniform(state)) >= after - before + step:
        missed[k] = old


@compiled
def occupied(seen: Ints, state: State) -> int:
    """A class that holds a recorded unit, each with the same probability; the first where there is none."""
    full = 0
    for k in range(seen.shape[0]):
        full += seen[k] > 0
    at = int(uniform(state) * full)
    for k in range(seen.shape[0]):
        if seen[k] > 0:
            if at == 0:
                return k
            at -= 1
    return 0


@compiled
def swap(seen: Ints, missed: Ints, held: Ints, alpha: float, prior: tuple[float, float], state: State) -> float:
    """Exchange the places of two classes, now and then with another alpha, which is the answer.

    Sticks make the first classes the large ones. A large class in the last place with a large alpha is a trap: only
    both at once lead out of it.
    """
    classes = seen.shape[0]
    if classes < 2:
        return alpha
    a = int(uniform(state) * (classes - 1))
    b = a + 1 + int(uniform(state) * (classes - 1 - a))
    proposed, first, last, prior_ratio = alpha, a, b, 0.0
    if uniform(state) < ALPHA_TOO:
        proposed = alpha * math.exp(4.0 * normal(state))
        first, last = 0, classes - 1
        prior_ratio = (prior[0] + classes - 1) * math.log(proposed / alpha) - prior[1] * (proposed - alpha)
    elif seen[a] + missed[a] == 0 and seen[b] + missed[b] == 0:
        return alpha
    before = log_sticks(seen, missed, alpha, first, last)
    exchange(seen, missed, held, a, b)
    after = log_sticks(seen, missed, proposed, first, last)
    if math.log(uniform(state)) < after - before + prior_ratio:
        return proposed
    exchange(seen, missed, held, a, b)
    return alpha


@compiled
def exchange(seen: Ints, missed: Ints, held: Ints, a: int, b: int) -> None:
    """Put class a where b is and b where a is."""
    seen[a], seen[b] = seen[b], seen[a]
    missed[a], missed[b] = missed[b], missed[a]
    for j in range(held.shape[0]):
        held[j, a], held[j, b] = held[j, b], held[j, a]
