"""One answer from many tables: linkages drawn from match probabilities, or imputations of what a stratum needs.

The draws of all tables are taken together with the same weight (linkage averaging: Sadinle 2018, Annals of Applied
Statistics 12: 1013-1038). Rubin's rules on the logarithm of the undocumented number (Rubin 1987) stand beside it as a
check: they ask for one normal distribution, the mixture does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from scipy.special import ndtri

from sijill.stats.capture.overlaps import Overlaps
from sijill.stats.capture.result import Estimate, NotEstimable, Result
from sijill.stats.capture.strata import SEED, Ask, each, seed_of

FEW = 20
REFUSED = 0.1
EACH = 1000


def over(ask: Ask, tables: Sequence[Overlaps], *, seed: int | None = None, jobs: int | None = None) -> Result:
    """Estimate on each table by one method, and pool. The order of the tables does not matter; one that comes twice is
    estimated once and counts twice. ValueError for fewer than two tables or for different lists."""
    if len(tables) < 2 or len({frozenset(one.lists) for one in tables}) != 1:
        raise ValueError("pooling takes two tables or more, all with the same lists")
    seed = SEED if seed is None else seed
    apart = {one.hash: one for one in tables}
    results = each(ask, apart, {name: seed_of(seed, name) for name in apart}, jobs)
    return pool([results[one.hash] for one in tables], seed=seed)


def fingerprint(hashes: Sequence[str]) -> str:
    """One hash for several tables, whatever their order."""
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()


def pool(results: Sequence[Result], *, seed: int | None = None) -> Result:
    """The mixture of estimates by one method. `n`: the median documented number, which differs between linkages.
    `seed`: what the seeds of all come from, by default that of the first.

    Refuses with `pool-refused` when more than a tenth of the tables have no estimate. Warns with `few-tables` below
    20. ValueError for fewer than two, for several methods, or for a method without draws.
    """
    if len(results) < 2 or len({one.method for one in results}) != 1:
        raise ValueError("pooling takes two results or more, all by one method")
    method, n = results[0].method, round(float(np.median([one.n for one in results])))
    given = [one for one in results if isinstance(one, Estimate)]
    refused = 1 - len(given) / len(results)
    if any(not one.draws.size for one in given):
        raise ValueError(f"{method} has no draws to pool")
    if refused > REFUSED:
        reasons = sorted({one.reason for one in results if isinstance(one, NotEstimable)})
        return NotEstimable(
            "pool-refused", method, n, {"tables": len(results), "given": len(given), "reasons": reasons}
        )
    evenly = (np.arange(EACH) + 0.5) / EACH
    draws = np.concatenate([np.quantile(one.draws, evenly) for one in given])
    low, low80, middle, high80, high = (float(x) for x in np.quantile(draws, [0.025, 0.1, 0.5, 0.9, 0.975]))
    told = [
        *dict.fromkeys(code for one in given for code in one.warnings),
        *(["few-tables"] if len(given) < FEW else []),
    ]
    facts = {"tables": len(results), "refused": refused, "rubin": rubin(given)}
    seed, table = given[0].seed if seed is None else seed, fingerprint([one.table for one in given])
    return Estimate(method, n, middle, low, high, low80, high80, draws, tuple(told), facts, seed, table)


def rubin(given: Sequence[Estimate]) -> dict[str, float]:
    """Total and 95 % interval by Rubin's rules on log(total - n), with the share of the variance between tables."""
    logs = [np.log(np.maximum(one.draws - one.n, 0.5)) for one in given]
    within, between = float(np.mean([log.var() for log in logs])), float(np.var([log.mean() for log in logs], ddof=1))
    middle, n = float(np.mean([log.mean() for log in logs])), float(np.median([one.n for one in given]))
    variance = within + (1 + 1 / len(given)) * between
    half = float(ndtri(0.975)) * variance**0.5
    low, total, high = (n + float(np.exp(middle + away)) for away in (-half, 0.0, half))
    return {"total": total, "low": low, "high": high, "between": between / variance if variance else 0.0}
