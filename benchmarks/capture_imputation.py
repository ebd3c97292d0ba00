"""Does the interval hold the truth where strata are missing? Synthetic populations, by multiple imputation.

    nice -n 10 python benchmarks/capture_imputation.py [--populations 19] [--seed 100] [--sets 20]

Every population is invented: three strata whose people come into three lists with different chances. People in one list
lack their stratum in 39 of 100 cases, others in 15: at random given the lists, as the method asks. Printed after each
population: in how many the 95 % interval held the truth, by stratum and for the sum, imputed, with every stratum known,
and without the cases that lack one.
"""

from __future__ import annotations

import argparse

import numpy as np

from sijill.stats.capture import dga, strata
from sijill.stats.capture.imputation import SETS, Incomplete, over_strata, read
from sijill.stats.capture.result import Estimate

PEOPLE = {"x": 900, "y": 500, "z": 300}
CHANCES = {"x": (0.5, 0.3, 0.25), "y": (0.2, 0.4, 0.3), "z": (0.3, 0.25, 0.5)}
SHARE = 0.3


def population(seed: int, share: float = SHARE) -> Incomplete:
    """SYNTHETIC overlaps by stratum; `share`: how many lack theirs, 1.3 times in one list, half in several."""
    random, rows = np.random.default_rng(seed), dict[tuple[object, ...], int]()
    for name, people in PEOPLE.items():
        held = random.random((people, 3)) < CHANCES[name]
        gone = random.random(people) < np.where(held.sum(axis=1) == 1, share * 1.3, share * 0.5)
        for lists, lacks in zip(held.astype(int).tolist(), gone, strict=True):
            key = (*lists, "" if lacks else name)
            rows[key] = rows.get(key, 0) + any(lists)
    text = "a,b,c,kind,count\n" + "".join(f"{','.join(map(str, key))},{n}\n" for key, n in rows.items())
    return read(text, "kind")


def held(done: strata.Strata) -> np.ndarray:
    """Of each stratum and of the sum, whether its interval holds the truth."""
    pairs = [*((done.results[name], people) for name, people in PEOPLE.items()), (done.total, sum(PEOPLE.values()))]
    return np.array([isinstance(one, Estimate) and one.low <= truth <= one.high for one, truth in pairs], dtype=int)


def main() -> None:
    """Run and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--populations", type=int, default=19)
    asked.add_argument("--seed", type=int, default=100)
    asked.add_argument("--sets", type=int, default=SETS)
    given = asked.parse_args()
    found = np.zeros((3, 4), dtype=int)
    for number in range(given.populations):
        data, full = population(given.seed + number), population(given.seed + number, share=0.0)
        found[0] += held(over_strata(dga.estimate, data, sets=given.sets, seed=1, jobs=1))
        for row, one in ((1, full), (2, data)):
            parts = one.parts(np.zeros_like(one.known))
            found[row] += held(strata.estimate(dga.estimate, parts, seed=1, jobs=1))
        print(
            f"{number + 1} populations, {data.missing.sum()} of {data.whole.n} without a stratum; x, y, z, sum: "
            f"imputed {found[0]}, all known {found[1]}, left out {found[2]}",
            flush=True,
        )


if __name__ == "__main__":
    main()
