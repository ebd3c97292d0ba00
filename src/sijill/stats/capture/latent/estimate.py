"""The estimate by latent classes, or why there is none.

Source: Manrique-Vallier (2016), Biometrics 72:1246-1254. What must hold before a number is given, and the limits of
R-hat and of the effective sample sizes: Vehtari et al. (2021), section 4.3.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from sijill.stats.capture.checks import cautions
from sijill.stats.capture.latent import predictive
from sijill.stats.capture.latent.chain import Model, model
from sijill.stats.capture.latent.fit import Fit, Goal, fit
from sijill.stats.capture.latent.modes import Mode, modes
from sijill.stats.capture.overlaps import Overlaps
from sijill.stats.capture.result import Estimate, NotEstimable, Result

METHOD = "lcm"
LEAST_LISTS = 3
SEED = 1
TIMES = 1_000  # the prior of N ends at so many times the documented number
WEIGHTY = 0.1  # a second mode of this share or more: no headline
TRUNCATED = 0.01  # share of the draws that use all classes, from which on the truncation matters
BOUND = 0.001  # share of the draws beyond half of the bound, or of proposals beyond it, from which on it matters
MATTERS = 0.03  # relative difference of the medians with more classes, from which on their number matters
COMPARED = Goal(rhat=1.05, ess=200.0, seconds=20.0)


def estimate(
    overlaps: Overlaps,
    *,
    classes: int = 10,
    chains: int = 4,
    seed: int | None = None,
    limit_seconds: float = 60.0,
    compare: bool = True,
    workers: int | None = None,
) -> Result:
    """The total by latent classes: at least four chains from dispersed starts, run until they agree.

    `classes`: where the stick-breaking is cut off. `limit_seconds`: after compiling, on the clock; whoever runs out
    gets no number. `compare`: fit again with half as many classes more, and warn if that matters. `workers`: threads.
    Refuses (NotEstimable) with `few-lists`, `several-modes` (the modes in `facts`) or `not-converged`. Warnings:
    `truncation`, `classes-matter`, `classes-not-compared`, `prior-bound`, `small-mode`, and what `checks.cautions` says
    of the lists. ValueError for fewer than four chains or two classes. The order of the lists does not matter.
    """
    if chains < 4 or classes < 2:
        raise ValueError(f"{chains} chains of {classes} classes; convergence is judged on 4 or more, of 2 or more")
    valid = sorted(name for name, size in overlaps.sizes.items() if size)
    if len(valid) < LEAST_LISTS:
        empty = [name for name in overlaps.lists if name not in valid]
        facts = {"valid": len(valid), "least": LEAST_LISTS, "lists": valid, "empty": empty}
        return NotEstimable("few-lists", METHOD, overlaps.n, facts)
    seed = SEED if seed is None else seed
    table = overlaps.only(valid)
    bounded = model(table, classes, TIMES * table.n)
    goal = Goal(seconds=limit_seconds)
    found = fit(bounded, seed, chains, goal, workers)
    peaks = modes(found.totals, table.n)
    facts = _facts(found, bounded, peaks, chains)
    if reason := _refusal(found, goal, peaks):
        said = {
            "chains": chains,
            "sweeps": found.sweeps,
            "medians": [_rounded(x) for x in np.median(found.totals, axis=1)],
            "peaks": [_rounded(mode.at) for mode in peaks if mode.share >= WEIGHTY],
            "modes": facts["modes"],
        }
        return NotEstimable(reason, METHOD, table.n, said, facts)
    warnings = _warnings(found, bounded, peaks)
    if compare:
        facts["compared"], code = _compared(found, table, classes, seed, chains, workers)
        warnings += code
    codes, facts["lists"] = cautions(overlaps)
    facts["predictive"] = predictive.check(table, found.snapshots, np.random.default_rng([seed, classes]))
    return _summary(overlaps, found, (*warnings, *codes), facts, seed)


def _refusal(found: Fit, goal: Goal, peaks: list[Mode]) -> str | None:
    if found.apart or sum(mode.share >= WEIGHTY for mode in peaks) > 1:
        return "several-modes"
    return None if found.reached(goal) else "not-converged"


def _rounded(total: float) -> int:
    """To three figures, which is more than is known of a mode."""
    step: int = 10 ** max(0, len(str(int(total))) - 3)
    return round(total / step) * step


def _warnings(found: Fit, bounded: Model, peaks: list[Mode]) -> tuple[str, ...]:
    full = float((found.occupied == bounded.classes).mean())
    high = float((found.totals > bounded.most / 2).mean())
    held = {
        "truncation": full > TRUNCATED,
        "prior-bound": max(high, found.outside) > BOUND,
        "small-mode": len(peaks) > 1,
    }
    return tuple(code for code, true in held.items() if true)


def _compared(
    found: Fit, table: Overlaps, classes: int, seed: int, chains: int, workers: int | None
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What more classes would say. Medians differ when they do by 3 %, and by more than three standard errors."""
    more = classes + (classes + 1) // 2
    other = fit(model(table, more, TIMES * table.n), seed + 1, chains, COMPARED, workers)
    facts = {"classes": more, "total": float(np.median(other.totals)), "rhat": other.rhat, "ess": other.bulk}
    if not other.reached(COMPARED):
        return facts, ("classes-not-compared",)
    logs = [np.log(one.totals) for one in (found, other)]
    error = np.hypot(
        *(1.25 * one.std() / np.sqrt(fitted.bulk) for one, fitted in zip(logs, (found, other), strict=True))
    )
    far = abs(float(np.median(logs[0]) - np.median(logs[1])))
    return facts, ("classes-matter",) if far > max(MATTERS, 3.0 * error) else ()


def _facts(found: Fit, bounded: Model, peaks: list[Mode], chains: int) -> dict[str, Any]:
    return {
        "classes": bounded.classes,
        "chains": chains,
        "sweeps": found.sweeps,
        "draws": found.totals.size,
        "rhat": found.rhat,
        "ess_bulk": found.bulk,
        "ess_tail": found.tail,
        "occupied": float(found.occupied.mean()),
        "occupied_most": int(found.occupied.max()),
        "most": bounded.most,
        "outside": found.outside,
        "modes": [asdict(mode) for mode in peaks],
    }


def _summary(overlaps: Overlaps, found: Fit, warnings: tuple[str, ...], facts: dict[str, Any], seed: int) -> Estimate:
    low, low80, total, high80, high = np.quantile(found.totals, [0.025, 0.1, 0.5, 0.9, 0.975])
    return Estimate(
        method=METHOD,
        n=overlaps.n,
        total=float(total),
        low=float(low),
        high=float(high),
        low80=float(low80),
        high80=float(high80),
        draws=found.totals.ravel(),
        warnings=warnings,
        diagnostics=facts,
        seed=seed,
        table=overlaps.hash,
    )
