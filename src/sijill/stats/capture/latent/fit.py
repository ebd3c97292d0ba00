"""Chains run side by side until they have met and their draws are worth enough, or until it is clear that they will not.

Rounds double the number of sweeps; the first third is thrown away. When to stop depends on the draws alone, never on
the clock, which can only end a fit that has no result: the same seed gives the same numbers on a slow machine.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from sijill.stats.capture.latent import modes
from sijill.stats.capture.latent.chain import Chain, Model, chains
from sijill.stats.capture.latent.convergence import ess_bulk, ess_tail, rhat
from sijill.stats.capture.latent.gibbs import Floats, Ints
from sijill.stats.capture.latent.predictive import Snapshot

FIRST_SWEEPS = 6_000
MOST_DRAWS = 6_000  # kept per chain, before the first third goes; further ones are thinned
SNAPSHOTS = 50  # per chain, of the last round
APART_AFTER = 192_000  # sweeps after which chains that keep to different ranges are left where they are
APART_RHAT = 1.2


@dataclass(frozen=True, slots=True)
class Goal:
    """When a fit is done: R-hat at most, effective sample sizes (bulk and tail) at least; and when to give up."""

    rhat: float = 1.01
    ess: float = 400.0
    seconds: float = 60.0
    sweeps: int = 3_000_000


@dataclass(frozen=True, eq=False, slots=True)
class Fit:
    """Draws of N and of the classes in use, (chains, d) each, with what is known about them."""

    totals: Floats
    occupied: Ints
    snapshots: list[Snapshot]
    sweeps: int
    outside: float
    rhat: float
    bulk: float
    tail: float
    apart: bool

    def reached(self, goal: Goal) -> bool:
        """Whether the chains have met and their draws are worth enough."""
        return self.rhat <= goal.rhat and min(self.bulk, self.tail) >= goal.ess


def fit(model: Model, seed: int, number: int, goal: Goal, workers: int | None = None) -> Fit:
    """Run `number` chains on up to `workers` threads (as many as there are cores) towards the goal."""
    running = chains(model, seed, number)
    running[0].advance(model, 0, 1)  # compiles; the clock starts after that
    began = time.monotonic()
    with ThreadPoolExecutor(min(number, workers or os.cpu_count() or 1)) as pool:
        rounds = [_Rounds(model, chain) for chain in running]
        while True:
            started = time.monotonic()
            list(pool.map(_Rounds.double, rounds))
            found = _judge(rounds)
            ended = time.monotonic()
            over = ended - began + 2 * (ended - started) > goal.seconds or 2 * found.sweeps > goal.sweeps
            if found.reached(goal) or found.apart or over:
                return found


class _Rounds:
    """A chain and what it left behind."""

    def __init__(self, model: Model, chain: Chain) -> None:
        self.model, self.chain = model, chain
        self.totals, self.occupied = np.empty(0, np.int64), np.empty(0, np.int64)
        self.sweeps, self.thin, self.outside = 0, 1, 0
        self.snapshots: list[Snapshot] = []

    def double(self) -> None:
        """As many sweeps as there have been so far."""
        more = self.sweeps or FIRST_SWEEPS
        while (self.sweeps + more) // self.thin > MOST_DRAWS:
            self.totals, self.occupied, self.thin = self.totals[1::2], self.occupied[1::2], 2 * self.thin
        self.snapshots = []
        totals, occupied = [self.totals], [self.occupied]
        for draws in _pieces(more // self.thin):
            some, used, outside = self.chain.advance(self.model, draws, self.thin)
            self.snapshots.append((*self.chain.rates(), int(some[-1])))
            self.outside += outside
            totals.append(some)
            occupied.append(used)
        self.totals, self.occupied = np.concatenate(totals), np.concatenate(occupied)
        self.sweeps += more

    def kept(self, of: Ints) -> Ints:
        """Without the first third."""
        return of[of.size // 3 :]


def _pieces(draws: int) -> list[int]:
    sizes = np.diff(np.linspace(0, draws, SNAPSHOTS + 1).astype(int))
    return [int(size) for size in sizes if size]


def _judge(rounds: list[_Rounds]) -> Fit:
    totals = np.stack([one.kept(one.totals) for one in rounds]).astype(np.float64)
    sweeps, spread = rounds[0].sweeps, rhat(totals)
    return Fit(
        totals=totals,
        occupied=np.stack([one.kept(one.occupied) for one in rounds]),
        snapshots=[snapshot for one in rounds for snapshot in one.snapshots],
        sweeps=sweeps,
        outside=sum(one.outside for one in rounds) / (sweeps * len(rounds)),
        rhat=spread,
        bulk=ess_bulk(totals),
        tail=ess_tail(totals),
        apart=sweeps >= APART_AFTER and spread > APART_RHAT and modes.apart(totals),
    )
