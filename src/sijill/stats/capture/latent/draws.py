"""Random variates for the sampler: compiled, from a state of one's own, so that a seed gives the same draws everywhere.

Sources: xoshiro256++ (Blackman & Vigna 2021); the ziggurat (Marsaglia & Tsang 2000, as corrected by Doornik 2005);
gamma variates by Marsaglia & Tsang (2000b); binomial by inversion and BTRS, Poisson by inversion and PTRS
(Hörmann 1993a, 1993b).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from sijill.stats.capture.latent.compiled import compiled

State = npt.NDArray[np.uint64]

LAYERS = 256
BASE = 3.6541528853610088  # where the tail of the normal begins with 256 layers
AREA = 0.00492867323399
HALF = 2.0**-53
EXACT_FROM = 10  # from here on Stirling's series is exact to 1e-11


def states(seed: int | np.random.SeedSequence, chains: int) -> list[State]:
    """A state per chain, (4,) each, that do not overlap in practice (NumPy's SeedSequence)."""
    root = seed if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(seed)
    return [child.generate_state(4, np.uint64).astype(np.uint64) for child in root.spawn(chains)]


def _layers() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    edges = np.zeros(LAYERS + 1)
    edges[0], edges[1] = AREA / math.exp(-BASE * BASE / 2), BASE
    for i in range(2, LAYERS):
        edges[i] = math.sqrt(-2 * math.log(AREA / edges[i - 1] + math.exp(-(edges[i - 1] ** 2) / 2)))
    return edges, np.exp(-(edges**2) / 2)


EDGES, HEIGHTS = _layers()
INVERSES = 1.0 / np.maximum(np.arange(LAYERS), 1)
TAIL = np.array(
    [math.lgamma(k + 1) - (k + 0.5) * math.log(k + 1) + k + 1 - math.log(2 * math.pi) / 2 for k in range(EXACT_FROM)]
)


@compiled
def bits(state: State) -> np.uint64:
    """The next 64 bits."""
    s0, s1, s2, s3 = state[0], state[1], state[2], state[3]
    mixed = s0 + s3
    out = ((mixed << np.uint64(23)) | (mixed >> np.uint64(41))) + s0
    t = s1 << np.uint64(17)
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    s3 = (s3 << np.uint64(45)) | (s3 >> np.uint64(19))
    state[0], state[1], state[2], state[3] = s0, s1, s2, s3
    return np.uint64(out)


@compiled
def uniform(state: State) -> float:
    """Between 0 and 1, neither of them."""
    return (float(bits(state) >> np.uint64(11)) + 0.5) * HALF


@compiled
def normal(state: State) -> float:
    """Mean 0, variance 1."""
    while True:
        word = bits(state)
        layer = int(word & np.uint64(255))
        x = float(word >> np.uint64(11)) * HALF * EDGES[layer]
        sign = 1.0 if word & np.uint64(256) else -1.0
        if x < EDGES[layer + 1]:
            return float(sign * x)
        if layer == 0:
            return sign * _tail(state)
        low, high = HEIGHTS[layer], HEIGHTS[layer + 1]
        if low + uniform(state) * (high - low) < math.exp(-0.5 * x * x):
            return float(sign * x)


@compiled
def _tail(state: State) -> float:
    while True:
        x = -math.log(uniform(state)) / BASE
        y = -math.log(uniform(state))
        if y + y >= x * x:
            return BASE + x


@compiled
def gamma(shape: float, state: State) -> float:
    """Scale 1, shape >= 1."""
    if shape == 1.0:
        return -math.log(uniform(state))
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        x = normal(state)
        v = 1.0 + c * x
        if v <= 0.0:
            continue
        v = v * v * v
        u = uniform(state)
        xx = x * x
        if u < 1.0 - 0.0331 * xx * xx or math.log(u) < 0.5 * xx + d * (1.0 - v + math.log(v)):
            return d * v


@compiled
def log_gamma_variate(shape: float, state: State) -> float:
    """The logarithm of a gamma variate of any shape > 0: of small shapes the variate itself would be 0."""
    if shape >= 1.0:
        return math.log(gamma(shape, state))
    return math.log(gamma(shape + 1.0, state)) + math.log(uniform(state)) / shape


@compiled
def stirling(k: float) -> float:
    """log k! minus its main part: log k! = log(2 pi)/2 + (k + 1/2) log(k + 1) - (k + 1) + stirling(k), k whole."""
    if k < EXACT_FROM:
        return float(TAIL[int(k)])
    one = 1.0 / (k + 1.0)
    square = one * one
    return (1.0 / 12.0 - (1.0 / 360.0 - square / 1260.0) * square) * one


@compiled
def binomial(n: int, p: float, state: State) -> int:
    """How many of n, each with probability p."""
    if n <= 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    if p > 0.5:
        return n - _binomial_half(n, 1.0 - p, state)
    return _binomial_half(n, p, state)


@compiled
def _binomial_half(n: int, p: float, state: State) -> int:
    if n * p < 10.0:
        return _binomial_inverse(n, p, state)
    return _binomial_rejection(n, p, state)


@compiled
def _binomial_inverse(n: int, p: float, state: State) -> int:
    u = uniform(state)
    if u < 1.0 - n * p:  # Bernoulli's inequality: (1 - p)^n is at least that
        return 0
    odds = p / (1.0 - p)
    mass = math.pow(1.0 - p, n)
    k = 0
    while u > mass and k < n:
        u -= mass
        k += 1
        step = odds * (n - k + 1)
        mass *= step * INVERSES[k] if k < LAYERS else step / k
    return k


@compiled
def _binomial_rejection(n: int, p: float, state: State) -> int:
    spread = math.sqrt(n * p * (1.0 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    c = n * p + 0.5
    v_r = 0.92 - 4.2 / b
    alpha = (2.83 + 5.1 / b) * spread
    r = p / (1.0 - p)
    m = math.floor((n + 1) * p)
    while True:
        u = uniform(state) - 0.5
        v = uniform(state)
        us = 0.5 - abs(u)
        k = math.floor((2.0 * a / us + b) * u + c)
        if us >= 0.07 and v <= v_r:
            return int(k)
        if k < 0 or k > n:
            continue
        v = math.log(v * alpha / (a / (us * us) + b))
        bound = (
            (m + 0.5) * math.log((m + 1) / (r * (n - m + 1)))
            + (n + 1) * math.log((n - m + 1) / (n - k + 1))
            + (k + 0.5) * math.log(r * (n - k + 1) / (k + 1))
            + stirling(m)
            + stirling(n - m)
            - stirling(k)
            - stirling(n - k)
        )
        if v <= bound:
            return int(k)


@compiled
def poisson(mean: float, state: State) -> int:
    """Poisson of a mean >= 0."""
    if mean >= 10.0:
        return _poisson_rejection(mean, state)
    u = uniform(state)
    mass = math.exp(-mean)
    k = 0
    while u > mass and k < 200:
        u -= mass
        k += 1
        mass *= mean / k
    return k


@compiled
def _poisson_rejection(mean: float, state: State) -> int:
    b = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * b
    inverse_alpha = 1.1239 + 1.1328 / (b - 3.4)
    v_r = 0.9277 - 3.6224 / (b - 2.0)
    log_mean = math.log(mean)
    while True:
        u = uniform(state) - 0.5
        v = uniform(state)
        us = 0.5 - abs(u)
        k = math.floor((2.0 * a / us + b) * u + mean + 0.43)
        if us >= 0.07 and v <= v_r:
            return int(k)
        if k < 0 or (us < 0.013 and v > us):
            continue
        if math.log(v * inverse_alpha / (a / (us * us) + b)) <= k * log_mean - mean - math.lgamma(k + 1.0):
            return int(k)
