"""Estimates of parts (years, regions, groups of people), their sum, and the sum against all together.

People who differ in how easily they are recorded make lists look dependent; within strata they differ less (Sekar &
Deming 1949, Journal of the American Statistical Association 44: 101-115). Draws of strata are independent, so the
sum has the sums of draws.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from sijill.stats.capture.overlaps import Overlaps, OverlapsError, Rows, from_csv, from_rows, rows_of
from sijill.stats.capture.result import Estimate, NotEstimable, Result

Ask = Callable[..., Result]
DRAWS = 4000
SEED = 1
WORTH_A_PROCESS = 4  # strata, below which starting processes costs more than it saves


@dataclass(frozen=True, eq=False, slots=True)
class Strata:
    """`results` by stratum in order of name. `pooled`: all units together. `total`: the sum over strata; strata without
    an estimate add their documented number, so with any `skipped` it is no more than a partial sum. `imputed`: units
    whose stratum was not known, drawn in `sets` data sets (`imputation.py`)."""

    results: Mapping[str, Result]
    pooled: Result
    total: Result
    skipped: tuple[str, ...]
    seed: int
    imputed: int = 0
    sets: int = 1


def split(text: str, column: str, where: str = "the table") -> dict[str, Overlaps]:
    """Overlaps by the values of a column, in order. Raises OverlapsError as `from_csv`, without the column, or where
    units have no value in it: `imputation.py` takes those."""
    parts = rows_by(text, (column,), where)
    if ("",) in parts:
        raise OverlapsError(
            f"{where}: the column {column!r} is empty in {len(parts['',]) - 1} lines; impute it, or write what it is"
        )
    return {name: from_rows(rows, where) for (name,), rows in sorted(parts.items())}


def rows_by(text: str, columns: Sequence[str], where: str) -> dict[tuple[str, ...], Rows]:
    """Tables (header first) without these columns, by the values in them. Raises OverlapsError."""
    rows = rows_of(text, where)
    first, head = (rows[0][0], [name.strip() for name in rows[0][1]]) if rows else (0, [])
    for column in columns:
        if column not in head[:-1]:
            raise OverlapsError(
                f"{where}: there is no column {column!r} before the count; columns are: {', '.join(head)}"
            )
    if len(rows) == 1:
        raise OverlapsError(f"{where}: there is no line below the header")
    at = [head.index(column) for column in columns]
    rest = [i for i in range(len(head)) if i not in at]
    parts: dict[tuple[str, ...], Rows] = {}
    for number, row in rows[1:]:
        if len(row) != len(head):
            raise OverlapsError(f"{where}, line {number}: {len(row)} values under {len(head)} columns")
        key = tuple(row[i].strip() for i in at)
        parts.setdefault(key, [(first, [head[i] for i in rest])]).append((number, [row[i] for i in rest]))
    return parts


def pooled(parts: Mapping[str, Overlaps]) -> Overlaps:
    """All strata as one table. ValueError if they have different lists."""
    names = {one.lists for one in parts.values()}
    if len(names) != 1:
        raise ValueError("strata must have the same lists in the same order")
    texts = [one.to_csv().splitlines() for one in parts.values()]
    return from_csv("\n".join([texts[0][0], *(line for text in texts for line in text[1:])]))


def estimate(ask: Ask, parts: Mapping[str, Overlaps], *, seed: int | None = None, jobs: int | None = None) -> Strata:
    """Each stratum, all pooled, and the sum, by one method. `jobs`: processes, by default one per processor."""
    seed = SEED if seed is None else seed
    results = each(ask, parts, {name: seed_of(seed, name) for name in parts}, jobs)
    whole = pooled(parts)
    skipped = tuple(name for name, one in results.items() if isinstance(one, NotEstimable))
    return Strata(results, ask(whole, seed=seed), summed(results, whole, skipped, seed), skipped, seed)


def each(
    ask: Ask, tables: Mapping[str, Overlaps], seeds: Mapping[str, int], jobs: int | None = None
) -> dict[str, Result]:
    """The answer for each table, with its own seed, in processes where there are several."""
    jobs = jobs or os.cpu_count() or 1
    if jobs == 1 or len(tables) < WORTH_A_PROCESS:
        return {name: ask(one, seed=seeds[name]) for name, one in tables.items()}
    with ProcessPoolExecutor(min(jobs, len(tables)), mp_context=get_context("spawn")) as workers:
        waiting = {name: workers.submit(ask, one, seed=seeds[name]) for name, one in tables.items()}
        return {name: one.result() for name, one in waiting.items()}


def probability_more(first: Estimate, second: Estimate) -> float:
    """The probability that the first total is larger than the second, for independent tables (other people, years).

    Over all pairs of draws; half of the ties. ValueError where a method has no draws.
    """
    if not (first.draws.size and second.draws.size):
        raise ValueError("a comparison needs draws of both; a lower bound has none")
    ordered = np.sort(second.draws)
    below = np.searchsorted(ordered, first.draws, "left") + np.searchsorted(ordered, first.draws, "right")
    return float(below.mean() / (2 * len(ordered)))


def seed_of(seed: int, stratum: str) -> int:
    """A seed of its own for each stratum, whatever the others are."""
    return int.from_bytes(hashlib.sha256(f"{seed}/{stratum}".encode()).digest()[:4])


def summed(results: Mapping[str, Result], whole: Overlaps, skipped: Sequence[str], seed: int) -> Result:
    """The sum over strata. `skipped`: those that add their documented number only, all without an estimate among them."""
    given = {name: one for name, one in results.items() if isinstance(one, Estimate) and name not in skipped}
    method = next(iter(results.values())).method
    facts = {"skipped": list(skipped), "strata": len(results)}
    if not given:
        return NotEstimable("no-stratum", method, whole.n, facts)
    if any(not one.draws.size for one in given.values()):
        return NotEstimable("no-draws", method, whole.n, facts)
    draws = np.full(DRAWS, float(sum(results[name].n for name in skipped)))
    for name, one in given.items():
        draws += np.random.default_rng(seed_of(seed, f"sum/{name}")).choice(one.draws, DRAWS)
    low, low80, middle, high80, high = (float(x) for x in np.quantile(draws, [0.025, 0.1, 0.5, 0.9, 0.975]))
    told = ("strata-skipped",) if skipped else ()
    facts["share_skipped"] = sum(results[name].n for name in skipped) / whole.n
    return Estimate(method, whole.n, middle, low, high, low80, high80, draws, told, facts, seed, whole.hash)
