"""How fast the sampler of latent classes is: sweeps, effective samples, a hundred strata, and the first call.

    python benchmarks/capture.py                                   synthetic tables
    python benchmarks/capture.py --tables FOLDER                   and each table of overlaps in FOLDER, in CSV
    python benchmarks/capture.py --only sweeps                     or: samples, strata, compiling

Synthetic tables are drawn from one seed, nothing in them happened. Times are of the processor, one thread, unless
`wall` is said. The floor is what the random variates of such a sweep alone take, measured in the same run.
Say the load of the machine with the figures: it is printed first.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numba
import numpy as np
import numpy.typing as npt

from sijill.stats.capture.latent import draws, estimate, strata
from sijill.stats.capture.latent.chain import Chain, Model, chains, model
from sijill.stats.capture.latent.convergence import ess_bulk, rhat
from sijill.stats.capture.latent.gibbs import ONE_BY_ONE
from sijill.stats.capture.overlaps import Overlaps, OverlapsError, collect, from_csv
from sijill.stats.capture.result import Estimate, NotEstimable

EASY_AND_HARD = np.array(
    [
        [0.85, 0.80, 0.16, 0.10, 0.07, 0.04, 0.03, 0.03],
        [0.50, 0.30, 0.02, 0.01, 0.015, 0.01, 0.004, 0.004],
    ]
)
SWEEPS = 100_000
STRATA = 100


def synthetic(seed: int, units: int, rates: npt.NDArray[np.float64], easy: float) -> Overlaps:
    """SYNTHETIC: `units` people, a share of them easy to find, as lists with these rates see them."""
    rng = np.random.default_rng(seed)
    which = (rng.random(units) >= easy).astype(int)
    names = tuple("ABCDEFGHIJKL"[: rates.shape[1]])
    return collect(names, rng.random((units, rates.shape[1])) < rates[which], np.ones(units, np.int64))


def tables(folder: Path | None) -> Iterator[tuple[str, Overlaps]]:
    """Eight lists, 488 units and 31 patterns; eleven lists; then what the folder holds that is such a table."""
    yield "synthetic, 8 lists", synthetic(156, 640, EASY_AND_HARD, 0.3)
    yield "synthetic, 11 lists", synthetic(4, 900, np.c_[EASY_AND_HARD, EASY_AND_HARD[:, 2:5]], 0.3)
    for path in sorted(folder.glob("*.csv")) if folder else ():
        try:
            yield path.stem, from_csv(path.read_text(encoding="utf-8"), path.name)
        except OverlapsError as error:
            print(f"  left out: {error}")


def sweeps(folder: Path | None) -> None:
    """Seconds per 10,000 sweeps, for 5, 10 and 15 classes, and how many times the floor that is."""
    print("seconds per 10,000 sweeps (times the floor): best of five")
    print(f"{'':34}{'lists':>6}{'cells':>6}{'n':>7}" + "".join(f"{f'K = {k}':>18}" for k in (5, 10, 15)))
    for name, table in tables(folder):
        row = f"{name:34}{len(table.lists):6}{len(table.counts):6}{table.n:7}"
        for classes in (5, 10, 15):
            whole, floor = _sweep(table, classes)
            row += f"{f'{whole:.4f} ({whole / floor:.1f})':>18}"
        print(row)


def _sweep(table: Overlaps, classes: int) -> tuple[float, float]:
    bounded = model(table, classes, 1000 * table.n)
    chain = chains(bounded, 1, 1)[0]
    chain.advance(bounded, 1, 5_000)
    whole, floor = [], []
    for _ in range(5):
        began = time.process_time()
        chain.advance(bounded, 400, 5)
        whole.append((time.process_time() - began) / 2_000)
        variates = _variates(bounded, chain)
        began = time.process_time()
        _draw(1_000, *variates, chain.state.copy(), np.zeros(1))
        floor.append((time.process_time() - began) / 1_000)
    return min(whole) * 1e4, min(floor) * 1e4


def _variates(
    bounded: Model, chain: Chain
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], npt.NDArray[np.float64], int]:
    """What one sweep from here draws: shapes of gammas, n and p of binomials, and how many uniforms."""
    rng = np.random.default_rng(1)
    _weights, rates = chain.rates()
    numbers, chances, singles = [], [], 0
    sizes = chain.missed.astype(float)
    for c, count in enumerate(bounded.counts):
        lists = bounded.members[bounded.starts[c] : bounded.starts[c + 1]]
        here = chain.nobody * chain.odds[lists].prod(axis=0)
        rest = here[::-1].cumsum()[::-1]
        left = int(count)
        for k in range(bounded.classes):
            if left <= ONE_BY_ONE:
                break
            numbers.append(left)
            chances.append(here[k] / rest[k])
            drawn = rng.binomial(left, min(1.0, here[k] / rest[k]))
            sizes[k] += drawn
            left -= drawn
        singles += left
    used = sizes >= 1
    shapes = [1.0 + size * rate for k, size in enumerate(sizes) if used[k] for r in rates[:, k] for rate in (r, 1 - r)]
    shapes += [1.0 + size for size in sizes[used]] + [1.0 + sizes.sum() - size for size in sizes[used]]
    singles += int((~used).sum()) * (bounded.lists + 1)
    return np.array(shapes), np.array(numbers, np.int64), np.minimum(chances, 1.0), singles


@numba.njit
def _draw(
    times: int,
    shapes: npt.NDArray[np.float64],
    numbers: npt.NDArray[np.int64],
    chances: npt.NDArray[np.float64],
    singles: int,
    state: npt.NDArray[np.uint64],
    out: npt.NDArray[np.float64],
) -> None:
    for _ in range(times):
        for i in range(shapes.size):
            out[0] += draws.gamma(shapes[i], state)
        for i in range(numbers.size):
            out[0] += draws.binomial(numbers[i], chances[i], state)
        for _ in range(singles):
            out[0] += draws.uniform(state)


def samples(folder: Path | None) -> None:
    """Effective samples per second: four chains, one after the other, without the first fifth."""
    print(f"effective samples per second: four chains of {SWEEPS:,} sweeps, 10 classes")
    for name, table in tables(folder):
        bounded = model(table, 10, 1000 * table.n)
        running = chains(bounded, 1, 4)
        running[0].advance(bounded, 0, 1)
        began = time.process_time()
        totals = np.stack([chain.advance(bounded, SWEEPS // 5, 5)[0] for chain in running]).astype(float)
        seconds = time.process_time() - began
        kept = totals[:, SWEEPS // 25 :]
        low, middle, high = np.quantile(kept, [0.025, 0.5, 0.975])
        print(
            f"  {name:34}{ess_bulk(kept) / seconds:9,.0f} per s   R-hat {rhat(kept):.3f}   {seconds:5.2f} s   "
            f"{middle:,.0f} ({low:,.0f}-{high:,.0f})"
        )


def many(_: Path | None) -> None:
    """A hundred synthetic strata to R-hat 1.01 and 400 effective samples, on all cores; with and without `compare`."""
    made = {}
    rng = np.random.default_rng(8)
    for i in range(STRATA):
        lists = int(rng.integers(3, 9))
        rates = np.stack([rng.uniform(0.25, 0.7, lists), rng.uniform(0.05, 0.35, lists)])
        made[f"stratum {i}"] = synthetic(1_000 + i, int(rng.integers(100, 2_000)), rates, rng.uniform(0.1, 0.6))
    estimate(made["stratum 0"], seed=1, compare=False)
    for compare in (False, True):
        began, used = time.monotonic(), time.process_time()
        found = strata(made, seed=1, compare=compare)
        wall, cpu = time.monotonic() - began, time.process_time() - used
        refused = [one.reason for one in found.values() if isinstance(one, NotEstimable)]
        print(
            f"{STRATA} synthetic strata{', number of classes compared' if compare else ''}: {wall:.1f} s wall, "
            f"{cpu:.1f} s CPU; {sum(isinstance(one, Estimate) for one in found.values())} estimates, refused: "
            f"{ {reason: refused.count(reason) for reason in sorted(set(refused))} or 'none' }"
        )


def compiling(_: Path | None) -> None:
    """What the first estimate costs in a new process: with an empty cache, and with a full one."""
    script = (
        "import time; began = time.monotonic()\n"
        "from sijill.stats.capture.latent.chain import chains, model\n"
        "from sijill.stats.capture.overlaps import collect\n"
        "loaded = time.monotonic()\n"
        "bounded = model(collect(('A', 'B', 'C'), [[1, 0, 0], [0, 1, 1]], [5, 5]), 10, 1000)\n"
        "chains(bounded, 1, 1)[0].advance(bounded, 1, 1)\n"
        "print(f'{loaded - began:.1f} s to import, {time.monotonic() - loaded:.1f} s to the first draw')"
    )
    with tempfile.TemporaryDirectory(prefix="sijill-benchmark-") as cache:
        for which in ("empty", "full"):
            answer = subprocess.run(
                [sys.executable, "-c", script],
                env={**os.environ, "NUMBA_CACHE_DIR": cache},
                check=True,
                capture_output=True,
                text=True,
            )
            print(f"first call, {which} cache (wall): {answer.stdout.strip()}")


PARTS = {"sweeps": sweeps, "samples": samples, "strata": many, "compiling": compiling}


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--tables", type=Path, help="folder of tables of overlaps")
    asked.add_argument("--only", choices=PARTS, help="one part")
    given = asked.parse_args()
    machine = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"{machine}, Python {sys.version.split()[0]}, Numba {numba.__version__}")
    for name, part in PARTS.items():
        if given.only in (None, name):
            part(given.tables)


if __name__ == "__main__":
    main()
