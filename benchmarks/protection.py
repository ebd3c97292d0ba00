"""How long it takes to protect and to attack tables, and how far what is hidden is from the fewest cells possible.

    python benchmarks/protection.py                      two programmes of about 4,500 cells
    python benchmarks/protection.py --optimum 60         the small ones among 60 hierarchies, against an exact answer
    python benchmarks/protection.py --hierarchies 500    what the five hundred of the tests cost

All counts are SYNTHETIC: drawn from one seed. Times are of the processor, so that other work on the machine counts
little. The floor is writing down what a reader knows (the equations), without solving anything.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from random import Random

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sijill.stats._suppress import suppress
from sijill.stats._system import Reader
from sijill.stats.attack import attack
from sijill.stats.disclosure import protect
from sijill.stats.policy import load_policy
from sijill.stats.table import Programme, PublicTable
from tests.stats.hierarchies import hierarchy
from tests.stats.optimum import cheapest, weights
from tests.stats.registers import Breakdown, invent

SMALL = 50  # cells of a hierarchy that the exact answer is asked for
TARGET_SECONDS = 20.0


def main() -> None:
    """Do what is asked and print the figures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--optimum", type=int, metavar="SEEDS")
    asked.add_argument("--hierarchies", type=int, metavar="SEEDS")
    given = asked.parse_args()
    if given.optimum:
        optimum(given.optimum)
    elif given.hierarchies:
        hierarchies(given.hierarchies)
    else:
        large()


def large() -> None:
    """One measure in one table; two measures in three tables that share their margins."""
    widths = {"category": 13, "sex": 4, "area": 60, "role": 5}
    whole = Breakdown("all", ("category", "sex", "area"), measures=("reported",))
    one = invent(Random(1), 4000, widths).programme([whole])
    pairs = (("category", "area"), ("category", "sex"), ("sex", "area"))
    tables = [Breakdown("-".join(by), by) for by in pairs]
    linked = invent(Random(1), 8000, {**widths, "area": 120}).programme(tables)
    for name, programme in (("one table, one measure", one), ("three linked tables, two measures", linked)):
        report(name, programme)


def report(name: str, programme: Programme) -> None:
    """Protect and attack one programme."""
    policy = load_policy()
    start = time.process_time()
    Reader(programme, (), policy).knowing()
    floor = time.process_time()
    found = protect(programme, (), policy)
    protected = time.process_time()
    breaches = attack([found.tables], found.nested, policy)
    attacked = time.process_time()
    cells = sum(len(table.cells) for table in programme.tables)
    reasons = ", ".join(f"{count} {reason}" for reason, count in found.audit.reasons().items())
    seconds, least = protected - floor, floor - start
    print(f"{name}: {cells:,} cells; hidden: {reasons}; {len(breaches)} breaches")
    print(f"    protect {seconds:.1f} s ({seconds / least:.0f} times the floor of {least:.2f} s)")
    print(f"    attack {attacked - protected:.1f} s")
    print(f"    target: {TARGET_SECONDS:.0f} s: {'met' if seconds <= TARGET_SECONDS else 'NOT met'}")


def optimum(seeds: int) -> None:
    """What is hidden against the fewest cells, and against the cheapest, that could be."""
    cells = fewest = cost = least = count = 0.0
    for seed in range(seeds):
        one = hierarchy(seed)
        if one.cells > SMALL:
            continue
        system = Reader(one.programmes[0], (), one.policy).knowing()
        labels = suppress(system)
        hidden = np.array([labels[address] > 0 for address in system.addresses])
        weight = weights(system)
        exact = cheapest(system, np.ones(len(hidden))), cheapest(system, weight)
        if None in exact:
            print(f"hierarchy {seed}: no proof in time; left out")
            continue
        count += 1
        cells, fewest = cells + hidden.sum(), fewest + (exact[0] or 0)
        cost, least = cost + weight[hidden].sum(), least + (exact[1] or 0)
    print(f"SYNTHETIC hierarchies of at most {SMALL} cells: {count:.0f}")
    print(f"hidden {cells:.0f} cells, the fewest {fewest:.0f}: {100 * (cells / fewest - 1):.1f} % more")
    print(f"cost {cost:.0f}, the least {least:.0f}: {100 * (cost / least - 1):.1f} % more")


def hierarchies(seeds: int) -> None:
    """Protect and attack each release of each hierarchy."""
    cells = small = hidden = breaches = 0
    protecting = attacking = 0.0
    for seed in range(seeds):
        one = hierarchy(seed)
        earlier: list[tuple[PublicTable, ...]] = []
        for programme in one.programmes:
            start = time.process_time()
            found = protect(programme, earlier, one.policy)
            between = time.process_time()
            earlier.append(found.tables)
            breaches += len(attack(earlier, found.nested, one.policy))
            protecting, attacking = protecting + between - start, attacking + time.process_time() - between
            cells += sum(len(table.cells) for table in programme.tables)
            hidden += len(found.audit.hidden)
            small += found.audit.reasons().get("small", 0)
    print(f"SYNTHETIC hierarchies: {seeds}; {cells:,} cells, {small:,} small, {hidden:,} hidden; {breaches} breaches")
    print(f"protect {protecting:.0f} s, attack {attacking:.0f} s of processor time")


if __name__ == "__main__":
    main()
