"""The log-linear estimate: choose a Poisson model for the overlaps and read off the cell that no list holds.

Fienberg (1972), Biometrika 59: 591-603; Bishop, Fienberg & Holland (1975), ch. 6. The choice of the model is in
`search.py`, whether an estimate exists in `existence.py`, how sure it is in `interval.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sijill.stats.capture.checks import Pair, cautions, refusal, usable
from sijill.stats.capture.interval import Bootstrap, bootstrap, profile
from sijill.stats.capture.lattice import Floats, members
from sijill.stats.capture.models import extended, generators, written
from sijill.stats.capture.overlaps import Overlaps
from sijill.stats.capture.poisson import fit_each
from sijill.stats.capture.result import Estimate, NotEstimable, Result
from sijill.stats.capture.search import ALL_UP_TO, THRESHOLD, Fitted, choose

METHOD = "loglinear"
SEED = 1
REPEATS = 1000
NTOP = 50  # models among which a resample chooses: the best of the table itself
MOST_LISTS = 12  # 4,096 cells in each resample
CLOSE = 2.0  # differences of BIC "not worth more than a bare mention" (Kass & Raftery 1995)
FAILED = 0.1
TABLES = 400  # drawn from the chosen model to see how large a deviance chance alone makes
MISFIT = 0.01


def estimate(
    overlaps: Overlaps,
    *,
    seed: int | None = None,
    repeats: int = REPEATS,
    ntop: int = NTOP,
    threshold: float = THRESHOLD,
    apart: Sequence[Pair] = (),
) -> Result:
    """The total by the chosen log-linear model, its intervals by BCa bootstrap with the choice repeated.

    `repeats`: resamples, 0 for none (intervals are then by profile likelihood of the chosen model, and there are no
    draws). `ntop`: see `search.ByBic`; `threshold`: see `search.Stepwise`, used for six lists and more. The same
    seed gives the same answer whatever the order of lists and rows. ValueError if `apart` names no list.
    """
    if refused := refusal(overlaps, METHOD, apart=apart):
        return refused
    lists = usable(overlaps)
    if len(lists.lists) > MOST_LISTS:
        return NotEstimable("many-lists", METHOD, lists.n, {"lists": len(lists.lists), "most": MOST_LISTS})
    counts = lists.cells().astype(np.float64)
    found, rule = choose(counts, ntop, threshold)
    if not found:
        return NotEstimable("no-maximum", METHOD, lists.n)
    chosen, seed = found[0], SEED if seed is None else seed
    profiles = profile(counts, chosen.keep, chosen.cells, chosen.unobserved, (0.95, 0.8))
    drawn = bootstrap(counts, rule, chosen.unobserved, repeats, seed) if repeats else None
    wide, narrow = (drawn.interval(0.95), drawn.interval(0.8)) if drawn else profiles
    codes, facts = cautions(overlaps)
    fits = chance_of_deviance(chosen, seed)
    return Estimate(
        method=METHOD,
        n=lists.n,
        total=lists.n + chosen.unobserved,
        low=wide[0],
        high=wide[1],
        low80=narrow[0],
        high80=narrow[1],
        draws=drawn.draws if drawn else np.zeros(0),
        warnings=(*codes, *_warnings(found, lists.n, fits, drawn)),
        diagnostics={**_about(lists, counts, found, fits, drawn), "profile95": [*profiles[0]], "lists": facts},
        seed=seed if drawn else None,
        table=overlaps.hash,
    )


def _warnings(found: list[Fitted], n: int, fits: float, drawn: Bootstrap | None) -> list[str]:
    chosen = found[0]
    close = [n + one.unobserved for one in found if one.bic - chosen.bic <= CLOSE]
    told = {
        "poor-fit": chosen.freedom > 0 and fits < MISFIT,
        "no-freedom": chosen.freedom == 0,
        "models-differ": len(close) > 1 and max(close) > 1.2 * min(close),
        "one-sided": drawn is not None and drawn.one_sided,
        "bootstrap-failed": drawn is not None and drawn.failed > FAILED,
    }
    return [code for code, holds in told.items() if holds]


def _about(
    lists: Overlaps, counts: Floats, found: list[Fitted], fits: float, drawn: Bootstrap | None
) -> dict[str, Any]:
    chosen = found[0]
    stepwise = len(lists.lists) > ALL_UP_TO
    return {
        "model": written(chosen.model, lists.lists),
        "generators": generators(chosen.model, lists.lists),
        "chosen_by": "stepwise" if stepwise else "bic",
        "bic": None if stepwise else chosen.bic,
        "deviance": chosen.deviance,
        "degrees_of_freedom": chosen.freedom,
        "fit_p": fits if chosen.freedom else None,
        "minus_infinity": [
            list(members(int(code), lists.lists)) for code in np.flatnonzero(chosen.model & ~chosen.keep)
        ],
        "runners_up": [
            {"model": written(one.model, lists.lists), "total": lists.n + one.unobserved, "bic": one.bic}
            for one in found[1:6]
        ],
        "worst_cells": worst_cells(lists, counts, chosen),
        "resamples": drawn.draws.size if drawn else 0,
        "resamples_failed": drawn.failed if drawn else None,
        "bca": None if drawn is None else {"z0": drawn.bias, "a": drawn.lean},
    }


def chance_of_deviance(chosen: Fitted, seed: int) -> float:
    """How often a table that the model itself made is fitted as badly or worse: small means that the model does not hold.

    By `TABLES` Poisson tables; the chi-square law is far off where most cells hold few units.
    """
    tables = np.random.default_rng([seed, TABLES]).poisson(chosen.mean, (TABLES, len(chosen.mean))).astype(np.float64)
    keep, cells = extended(tables, np.tile(chosen.model, (TABLES, 1)))
    deviances = fit_each(tables, cells, keep).deviance
    return float(np.mean(deviances >= chosen.deviance - 1e-9))


def worst_cells(lists: Overlaps, counts: Floats, chosen: Fitted, most: int = 3) -> list[dict[str, Any]]:
    """The cells that the model fits worst, by Freeman-Tukey residuals (Bishop, Fienberg & Holland 1975, 4.4).

    sqrt(x) + sqrt(x + 1) - sqrt(4 m + 1) is about standard normal where the model holds.
    """
    residual = np.sqrt(counts) + np.sqrt(counts + 1) - np.sqrt(4 * chosen.mean + 1)
    residual = np.where(chosen.cells, residual, 0.0)
    order = np.argsort(-np.abs(residual), kind="stable")[:most]
    return [
        {
            "lists": list(members(int(cell), lists.lists)),
            "count": int(counts[cell]),
            "fitted": float(chosen.mean[cell]),
            "residual": float(residual[cell]),
        }
        for cell in order
    ]
