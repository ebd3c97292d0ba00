"""Does the 95 % interval hold the truth? Synthetic populations, three ways in which lists depend on each other.

    nice -n 10 python benchmarks/capture_simulation.py [--populations 200] [--seed 1] [--jobs 2] [--out FILE.csv]

Every population is invented: a number of people, three to five lists, and for each list a chance of holding a person.
`independent`: lists know nothing of each other. `pair`: being in the first list makes being in the second likelier
(odds 2 to 6 times). `classes`: half to three quarters of the people are hard to reach and have a third to two thirds of
the odds in every list. Chances are drawn anew for each population, so that some are easy and some hopeless.

Printed: for each pattern and method how many populations got a number, how often its 95 % interval held the truth,
how far the estimate lay from it in the middle, and why the panel gave none.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from sijill.stats.capture.overlaps import Overlaps, collect
from sijill.stats.capture.panel import panel
from sijill.stats.capture.result import Estimate

PATTERNS = ("independent", "pair", "classes")


def population(pattern: str, seed: int) -> tuple[int, Overlaps]:
    """The truth and what the lists show of it."""
    random = np.random.default_rng([seed, PATTERNS.index(pattern)])
    people = int(random.choice([300, 1000, 3000]))
    lists = int(random.integers(3, 6))
    logit = np.tile(np.log(1 / random.uniform(0.1, 0.45, lists) - 1) * -1, (people, 1))
    if pattern == "classes":
        hard = random.random(people) < random.uniform(0.5, 0.75)
        logit[hard] += np.log(random.uniform(1 / 3, 2 / 3))
    held = random.random(logit.shape) < 1 / (1 + np.exp(-logit))
    if pattern == "pair":
        odds = logit[:, 1] + np.log(random.uniform(2, 6)) * (held[:, 0] - held[:, 0].mean())
        held[:, 1] = random.random(people) < 1 / (1 + np.exp(-odds))
    return people, collect(tuple("abcde"[:lists]), held, np.ones(people))


def one(task: tuple[str, int]) -> list[dict[str, object]]:
    """A row for each method and one for the panel."""
    pattern, seed = task
    truth, overlaps = population(pattern, seed)
    begun = time.perf_counter()
    done = panel(overlaps, seed=1, checks=False)
    rows: list[dict[str, object]] = []
    for name, result in (*done.results.items(), ("panel", done.headline)):
        row: dict[str, object] = {
            "pattern": pattern,
            "population": seed,
            "lists": len(overlaps.lists),
            "truth": truth,
            "n": overlaps.n,
            "method": name,
            "seconds": round(time.perf_counter() - begun, 2),
            "disagreement": done.disagreement,
        }
        if isinstance(result, Estimate):
            row |= {"total": result.total, "low": result.low, "high": result.high}
            row["inside"] = int(result.low <= truth <= result.high)
        else:
            against = result.facts.get("against", ())
            row["reason"] = " ".join(against) if against else result.reason
        rows.append(row)
    return rows


def summary(rows: list[dict[str, object]]) -> None:
    """Print the table for docs/explanation/numbers.md."""
    print("| dependence | method | populations | with a number | 95 % interval holds the truth | median error |")
    print("|---|---|---|---|---|---|")
    methods = list(dict.fromkeys(str(row["method"]) for row in rows))
    for pattern in (*PATTERNS, "all"):
        for method in methods:
            some = [row for row in rows if row["method"] == method and pattern in (row["pattern"], "all")]
            given = [row for row in some if "total" in row]
            if not given:
                continue
            inside = sum(int(str(row["inside"])) for row in given)
            errors = [abs(float(str(row["total"])) / float(str(row["truth"])) - 1) for row in given]
            print(
                f"| {pattern} | {method} | {len(some)} | {len(given)} | {100 * inside / len(given):.0f} % "
                f"| {100 * float(np.median(errors)):.0f} % |"
            )
    print("\nWhy the panel gave no number:")
    reasons = Counter(
        (str(row["pattern"]), str(row["reason"])) for row in rows if "reason" in row and row["method"] == "panel"
    )
    for (pattern, reason), number in sorted(reasons.items()):
        print(f"  {pattern}: {reason}: {number}")
    for name in ("loglinear", "dga"):
        refused = {(r["pattern"], r["population"]) for r in rows if r["method"] == "panel" and "reason" in r}
        there = [r for r in rows if r["method"] == name and "total" in r and (r["pattern"], r["population"]) in refused]
        if there:
            inside = sum(int(str(r["inside"])) for r in there)
            print(f"  Where the panel gave none, {name} alone held the truth in {inside} of {len(there)}.")


def main() -> None:
    """Run and print."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--populations", type=int, default=200)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given.add_argument("--out", type=Path)
    asked = given.parse_args()
    tasks = [(PATTERNS[i % 3], asked.seed * 100_000 + i) for i in range(asked.populations)]
    begun = time.perf_counter()
    rows: list[dict[str, object]] = []
    with ProcessPoolExecutor(asked.jobs) as workers:
        for found in workers.map(one, tasks):
            rows += found
            if asked.out:  # what is there can be read while the rest is still running
                _write(asked.out, rows)
    summary(rows)
    print(f"\n{asked.populations} populations in {time.perf_counter() - begun:.0f} s, load {os.getloadavg()[0]:.1f}")


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
