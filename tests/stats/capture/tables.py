"""Tables of overlaps for the tests: retyped from an openly licensed source, invented, or drawn by chance.

WESTERN holds the counts of the table "Western US" (345 cases of human trafficking in five lists), which the package
MSETools distributes under the MIT licence. The numbers are published facts; the lists have letters for names there too.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sijill.stats.capture.overlaps import Overlaps, collect, from_csv

WESTERN = """A,B,C,D,E,count
1,0,0,0,0,52
0,1,0,0,0,90
0,0,1,0,0,114
0,0,0,1,0,45
0,0,0,0,1,21
1,0,1,0,0,4
1,0,0,1,0,2
1,0,0,0,1,5
0,1,1,0,0,6
0,1,0,1,0,1
0,0,0,1,1,3
1,0,1,0,1,1
0,1,1,1,0,1
"""


def western() -> Overlaps:
    return from_csv(WESTERN)


def real(shared: Path, name: str) -> Overlaps:
    path = shared / "data" / "mse" / f"{name}.csv"
    return from_csv(path.read_text(encoding="utf-8"), path.name)


def drawn(people: int, chances: list[float], seed: int, reach: float = 0.0) -> Overlaps:
    """Synthetic: `people` in lists that hold each with these chances; `reach`: how much people differ, on the logit."""
    random = np.random.default_rng(seed)
    logit = np.log(np.array(chances) / (1 - np.array(chances))) + reach * random.standard_normal((people, 1))
    held = random.random((people, len(chances))) < 1 / (1 + np.exp(-logit))
    return collect(tuple("abcdefgh"[: len(chances)]), held, np.ones(people))


def shuffled(overlaps: Overlaps, seed: int) -> Overlaps:
    """The same table with lists and rows in another order."""
    random = np.random.default_rng(seed)
    order = random.permutation(len(overlaps.lists))
    rows = random.permutation(len(overlaps.counts))
    names = tuple(overlaps.lists[i] for i in order)
    return collect(names, overlaps.patterns[rows][:, order], overlaps.counts[rows])
