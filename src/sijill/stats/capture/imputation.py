"""Units whose stratum nobody wrote down: multiple imputation, estimates by stratum, pooled.

The stratum of a unit without one is drawn from those of units in the same lists (and with the same values in the other
columns given): shares by Dirichlet-multinomial, then units by these shares, so that both the shares and the units are as
unsure as they are (Rubin 1987, ch. 4; Schafer 1997, Analysis of Incomplete Multivariate Data, ch. 7). What must hold:
among units in the same lists, those without a stratum are like the others (missing at random). The prior weighs as much
as one unit, spread as the strata are among all units whose stratum is known; where no unit in the same lists has a
stratum it decides alone.

Draws over all data sets are taken together, Rubin's rules stand beside them (`pooling.py`). The sum over strata is
formed within each data set: a unit that is drawn into one stratum is missing from another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sijill.stats.capture.overlaps import Bools, Overlaps, OverlapsError, collect, from_rows
from sijill.stats.capture.pooling import pool
from sijill.stats.capture.result import NotEstimable, Result
from sijill.stats.capture.strata import SEED, Ask, Strata, each, estimate, rows_by, seed_of, summed

SETS = 20
PRIOR = 1.0  # the weight of the prior in each group, in units

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Incomplete:
    """Counts by group and stratum. A group: the units in the same lists, with the same values in the other columns.

    `patterns`: (g, J) booleans, which lists; a pattern comes once for each value of the other columns. `known`: (g, S)
    units by stratum. `missing`: (g,) units without one.
    """

    lists: tuple[str, ...]
    strata: tuple[str, ...]
    patterns: Bools
    known: Numbers
    missing: Numbers

    @property
    def whole(self) -> Overlaps:
        """All units, whatever their stratum."""
        return collect(self.lists, self.patterns, self.known.sum(axis=1) + self.missing)

    def parts(self, drawn: Numbers) -> dict[str, Overlaps]:
        """Overlaps by stratum with (g, S) further units."""
        counts = self.known + drawn
        return {name: collect(self.lists, self.patterns, counts[:, s]) for s, name in enumerate(self.strata)}


def read(text: str, column: str, given: Sequence[str] = (), where: str = "the table") -> Incomplete:
    """A table in which `column` may be empty; `given`: other columns without a part in the estimate that tell something
    about it. Raises OverlapsError as `strata.split`, or if the column is empty everywhere."""
    groups = rows_by(text, (column, *given), where)
    names = tuple(sorted({key[0] for key in groups} - {""}))
    if not names:
        raise OverlapsError(f"{where}: the column {column!r} is empty in every line, so there are no strata")
    tables = {key: from_rows(rows, where) for key, rows in groups.items()}
    lists = next(iter(tables.values())).lists
    found: dict[tuple[tuple[str, ...], tuple[bool, ...]], Numbers] = {}
    for (stratum, *other), one in sorted(tables.items()):
        for pattern, count in zip(one.patterns, one.counts, strict=True):
            row = found.setdefault((tuple(other), tuple(map(bool, pattern))), np.zeros(len(names) + 1, np.int64))
            row[names.index(stratum) if stratum else -1] += count
    order = sorted(found)
    counts = np.array([found[key] for key in order], dtype=np.int64).reshape(-1, len(names) + 1)
    patterns = np.array([pattern for _, pattern in order], dtype=bool).reshape(-1, len(lists))
    return Incomplete(lists, names, patterns, counts[:, :-1], counts[:, -1])


def imputations(data: Incomplete, sets: int, seed: int) -> Iterator[dict[str, Overlaps]]:
    """Complete data sets: overlaps by stratum. Every unit is in exactly one stratum of each set, in the same lists."""
    random = np.random.default_rng(seed)
    all_known = data.known.sum(axis=0)
    for _ in range(sets):
        base = random.dirichlet(all_known + PRIOR / len(data.strata))
        drawn = np.zeros_like(data.known)
        for group in np.flatnonzero(data.missing):
            shares = _dirichlet(random, data.known[group] + PRIOR * base)
            drawn[group] = random.multinomial(data.missing[group], shares)
        yield data.parts(drawn)


def _dirichlet(random: np.random.Generator, weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Shares that sum to 1 in spite of weights near 0, for which the gammas may all be 0."""
    shares = random.dirichlet(np.maximum(weights, 1e-6))
    return np.asarray(shares / shares.sum())


def over_strata(
    ask: Ask, data: Incomplete, *, sets: int = SETS, seed: int | None = None, jobs: int | None = None
) -> Strata:
    """Each stratum and the sum, pooled over `sets` data sets, by one method; all units together need no imputation.

    Without a missing stratum the answer is that of `strata.estimate`. A stratum that has no estimate in more than a
    tenth of the sets has none, and adds its documented number to the sum. ValueError for fewer than two sets.
    """
    seed = SEED if seed is None else seed
    if sets < 2:
        raise ValueError(f"{sets} data set shows nothing of how unsure the strata are; give 2 or more, best 20 or more")
    if not data.missing.any():
        return estimate(ask, data.parts(np.zeros_like(data.known)), seed=seed, jobs=jobs)
    made = list(imputations(data, sets, seed_of(seed, "impute")))
    tables = {f"{k}/{name}": one for k, parts in enumerate(made) for name, one in parts.items()}
    found = each(ask, tables, {name: seed_of(seed, name) for name in tables}, jobs)
    by_set = [{name: found[f"{k}/{name}"] for name in data.strata} for k in range(sets)]
    results = {name: pool([one[name] for one in by_set], seed=seed) for name in data.strata}
    skipped = tuple(name for name, one in results.items() if isinstance(one, NotEstimable))
    sums = [_summed(one, data.whole, skipped, seed_of(seed, f"sum/{k}")) for k, one in enumerate(by_set)]
    total = sums[0] if len(skipped) == len(results) else pool(sums, seed=seed)
    missing = int(data.missing.sum())
    return Strata(results, ask(data.whole, seed=seed), total, skipped, seed, missing, sets)


def _summed(results: Mapping[str, Result], whole: Overlaps, skipped: Sequence[str], seed: int) -> Result:
    """The sum within one set; none where a stratum that others have an estimate of has none in this one."""
    for name, one in results.items():
        if name not in skipped and isinstance(one, NotEstimable):
            return one
    return summed(results, whole, skipped, seed)
