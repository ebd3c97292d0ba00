"""All methods side by side, how far they disagree, and one number only where they agree or a person chose.

Disagreement: on the logarithm of the undocumented number, the share of the variance of all methods' draws taken
together that lies between the methods (between / (between + within), the law of total variance, as Draper 1995,
Journal of the Royal Statistical Society B 57: 45-97, separates uncertainty about the model from that within it). 0: the
methods say the same; 0.5: which method one chose matters as much as everything else.

The methods agree when (1) every method that fits the number of lists gives an estimate, and at least two do; (2) all
their 95 % intervals have a point in common; (3) the disagreement is at most 0.5; (4) not all of them end below Chao's
lower bound; (5) the draws of those that choose among models gather around one number (`modes.py`); (6) the mixture has
an upper end (`endless`). Then the headline is the mixture of their draws, each method with the same weight (Hoeting,
Madigan, Raftery & Volinsky 1999 on why one model alone is too sure of itself).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sijill.stats.capture import chao, mth
from sijill.stats.capture.checks import Pair, refusal
from sijill.stats.capture.consistency import LeftIn, Without, left_in, share_found, without
from sijill.stats.capture.lattice import Floats
from sijill.stats.capture.methods import methods
from sijill.stats.capture.modes import modes
from sijill.stats.capture.overlaps import Overlaps
from sijill.stats.capture.result import Estimate, NotEstimable, Result

METHOD = "panel"
SEED = 1
MOST_DISAGREEMENT = 0.5
EACH = 2000  # draws that each method gives to the mixture
OUT_OF_SCOPE = {"many-lists"}  # a refusal that says nothing about the data
FEW_FOUND = 0.5
FAR_ABOVE = 10.0  # the mixture's upper end, in times the middle one of the methods' own
FARTHEST = 100.0  # times the documented number: where the grid of the graphs ends


class NotChosen(ValueError):
    """A person's choice that cannot be taken; the text says why."""


@dataclass(frozen=True, eq=False, slots=True)
class Panel:
    """`results` by method, Chao's last. `disagreement`: 0 to 1, None below two estimates. `against`: codes of what
    stands against one number, empty where the methods agree. `headline`: the mixture, or what a person chose."""

    overlaps: Overlaps
    results: Mapping[str, Result]
    disagreement: float | None
    against: tuple[str, ...]
    headline: Result
    chosen: str
    reason: str
    left_in: tuple[LeftIn, ...]
    without: tuple[Without, ...]
    seed: int


def panel(
    overlaps: Overlaps,
    *,
    seed: int | None = None,
    apart: Sequence[Pair] = (),
    choose: str = "",
    reason: str = "",
    checks: bool = True,
) -> Panel:
    """Run every method. `choose` and `reason`: the method that a person takes although the methods disagree, and why.

    `checks`: also leave-one-list-in and drop-one-list. Raises NotChosen for a choice without a reason, of an unknown
    method, or of one that gave no estimate.
    """
    seed = SEED if seed is None else seed
    known = methods()
    if choose and (choose not in known or not reason.strip()):
        raise NotChosen(
            f"{choose!r} is no method of {', '.join(known)}" if reason.strip() else "a choice needs a reason"
        )
    refused = refusal(overlaps, METHOD, apart=apart)
    bound = chao.estimate(overlaps, seed=seed, apart=apart)
    if refused and choose:
        raise NotChosen(f"{choose!r} gives no estimate here: {refused.reason}")
    if refused:
        return Panel(overlaps, {chao.METHOD: bound}, None, (refused.reason,), refused, "", "", (), (), seed)
    results = {name: bound if name == chao.METHOD else ask(overlaps, seed=seed) for name, ask in known.items()}
    index = disagreement(estimates(results))
    against = objections(results, index)
    tried = left_in(overlaps, seed=seed) if checks else ()
    dropped = without(overlaps, seed=seed) if checks else ()
    one = _headline(overlaps, results, index, against, choose, tried, seed)
    return Panel(overlaps, results, index, against, one, choose, reason.strip(), tried, dropped, seed)


def headline(overlaps: Overlaps, *, seed: int | None = None, apart: Sequence[Pair] = ()) -> Result:
    """The panel's one number, or why there is none; without the checks. For strata."""
    return panel(overlaps, seed=seed, apart=apart, checks=False).headline


def estimates(results: Mapping[str, Result]) -> dict[str, Estimate]:
    """The methods that gave an estimate, without the lower bound."""
    return {name: one for name, one in results.items() if isinstance(one, Estimate) and one.draws.size}


def disagreement(given: Mapping[str, Estimate]) -> float | None:
    """The index of this module's text; None for fewer than two methods."""
    if len(given) < 2:
        return None
    logs = [np.log(np.maximum(one.draws - one.n, 0.5)) for one in given.values()]
    within = float(np.mean([np.var(_trimmed(log)) for log in logs]))
    between = float(np.var([np.median(log) for log in logs]))
    return between / (between + within) if between else 0.0


def objections(results: Mapping[str, Result], index: float | None) -> tuple[str, ...]:
    """What stands against one number: codes `method-refused`, `one-method`, `no-common-point`, `disagreement`,
    `below-bound`, `several-answers`, `no-upper-end`."""
    given = estimates(results)
    refused = [one for one in results.values() if isinstance(one, NotEstimable) and one.reason not in OUT_OF_SCOPE]
    lows, highs = [one.low for one in given.values()], [one.high for one in given.values()]
    bound = results.get(chao.METHOD)
    found = {
        "method-refused": bool(refused),
        "one-method": len(given) < 2,
        "no-common-point": bool(given) and max(lows) > min(highs),
        "disagreement": index is not None and index > MOST_DISAGREEMENT,
        "below-bound": bool(given) and isinstance(bound, Estimate) and max(highs) < bound.low,
        "several-answers": len(answers(given)) > 1,
        "no-upper-end": bool(given) and endless(given),
    }
    return tuple(code for code, holds in found.items() if holds)


def _headline(
    overlaps: Overlaps,
    results: Mapping[str, Result],
    index: float | None,
    against: tuple[str, ...],
    choose: str,
    tried: tuple[LeftIn, ...],
    seed: int,
) -> Result:
    if choose:
        chosen = results[choose]
        if isinstance(chosen, NotEstimable):
            raise NotChosen(f"{choose!r} gave no estimate here: {chosen.reason}")
        return chosen
    given = estimates(results)
    facts = {
        "totals": {name: one.total for name, one in given.items()},
        "disagreement": index,
        "against": list(against),
        "modes": answers(given),
    }
    if against:
        return NotEstimable("disagreement", METHOD, overlaps.n, facts)
    draws = together(given)
    low, low80, middle, high80, high = (float(x) for x in np.quantile(draws, [0.025, 0.1, 0.5, 0.9, 0.975]))
    found = share_found(tried)
    codes = dict.fromkeys(code for one in given.values() for code in one.warnings)
    told = (*codes, *(("left-in-fails",) if found is not None and found < FEW_FOUND else ()))
    diagnostics = {**facts, "left_in_found": found}
    return Estimate(METHOD, overlaps.n, middle, low, high, low80, high80, draws, told, diagnostics, seed, overlaps.hash)


def answers(given: Mapping[str, Estimate]) -> list[float]:
    """The totals around which the methods gather that choose among models; the one model of `mth` would fill valleys."""
    choosing = {name: one for name, one in given.items() if name != mth.METHOD}
    return modes(together(choosing)) if choosing else []


def endless(given: Mapping[str, Estimate]) -> bool:
    """Whether the mixture's 95 % interval ends nowhere that means anything. All on undocumented numbers.

    Either one method alone draws it out, beyond 10 times the middle one of the methods' upper ends and beyond the
    documented number (below that, ten times little is still little), or all do, beyond 100 times the documented number.
    """
    n = next(iter(given.values())).n
    high = float(np.quantile(together(given), 0.975)) - n
    usual = float(np.median([one.high - one.n for one in given.values()]))
    return high > FARTHEST * n or (high > FAR_ABOVE * usual and high > n)


def together(given: Mapping[str, Estimate]) -> Floats:
    """The draws of the methods, as many of each, by even quantiles: no chance comes in."""
    return np.concatenate([np.quantile(one.draws, (np.arange(EACH) + 0.5) / EACH) for one in given.values()])


def _trimmed(logs: Floats) -> Floats:
    """Without the outer 1 % on each side: a resample without an upper end must not make all methods agree."""
    low, high = np.quantile(logs, [0.01, 0.99])
    return np.asarray(np.clip(logs, low, high))
