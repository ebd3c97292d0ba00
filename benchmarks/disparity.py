"""How long an audit of 200,000 decisions in 12 groups takes: rates, gaps, bounds and times to decision.

    python benchmarks/disparity.py                        five runs
    python benchmarks/disparity.py --rows 1000000 --groups 24

The decisions are SYNTHETIC: drawn from one seed, nobody was decided about. The floor is what any audit has to do at
least: counting the answers of each group once, with NumPy.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np

from sijill.stats.disparity import NO, NOT_KNOWN, YES, Decisions, Question, audit, speeds

SEED, TARGET_SECONDS = 62, 0.5


def main() -> None:
    """Draw the decisions, time the audit and the floor, print the figures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=200_000)
    asked.add_argument("--groups", type=int, default=12)
    asked.add_argument("--runs", type=int, default=5)
    given = asked.parse_args()
    made = draw(given.rows, given.groups)
    whole = timed(lambda: [*(audit(made, question) for question in Question), speeds(made)], given.runs)
    rates = timed(lambda: [audit(made, question) for question in Question], given.runs)
    floor = timed(lambda: [counted(made, one) for one in (made.acted, made.appealed, made.reversed)], given.runs)
    print(f"SYNTHETIC decisions: {given.rows:,} in {given.groups} groups; {given.runs} runs, medians")
    print(f"audit: {whole:.3f} s (rates, gaps and bounds {rates:.3f} s, times {whole - rates:.3f} s)")
    print(f"floor, counting the groups: {floor:.4f} s; {whole / floor:.0f} times")
    print(f"target: {TARGET_SECONDS} s: {'met' if whole <= TARGET_SECONDS else 'NOT met'}")


def draw(rows: int, groups: int) -> Decisions:
    """Decisions with rates a little apart, some answers not known, some decisions still to come."""
    random = np.random.default_rng(SEED)
    group = random.integers(groups, size=rows)
    acted = np.where(random.random(rows) < 0.2 + 0.01 * group, YES, NO).astype(np.int8)
    acted[random.random(rows) < 0.03] = NOT_KNOWN
    appealed = np.where(random.random(rows) < 0.3, YES, NO).astype(np.int8)
    back = random.choice(np.array([YES, NO, NOT_KNOWN], dtype=np.int8), rows)
    days = random.exponential(20.0, rows).round(1)
    return Decisions(
        tuple(f"g{at}" for at in range(groups)), group, acted, appealed, back, days, random.random(rows) < 0.9
    )


def counted(made: Decisions, answers: np.ndarray) -> np.ndarray:
    """What the floor does: one count by group and answer."""
    return np.bincount(made.group * 3 + answers + 1, minlength=3 * len(made.groups))


def timed(work: Callable[[], object], runs: int) -> float:
    """The median of some runs, in seconds, after one that does not count."""
    work()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
