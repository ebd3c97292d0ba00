"""Which log-linear model: all hierarchical ones by BIC, or two-list interactions step by step.

BIC: Schwarz (1978) with log n for n documented units, a parameter at minus infinity counted as one, over all
hierarchical models whose estimate exists (Silverman, Chan & Vincent 2024, Statistics and Computing 34:44). Stepwise:
start from independent lists; a pair's overlap is Poisson under the model so far; the pair with the smallest
one-sided probability enters while that is below the threshold and the estimate still exists (Chan, Silverman &
Vincent 2021, JASA 116: 1297-1306, section 4, after Silverman 2014).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import pdtr

from sijill.stats.capture.existence import Standing, standing
from sijill.stats.capture.lattice import Floats, Mask, over
from sijill.stats.capture.models import extended, hierarchical, main_effects, pairs
from sijill.stats.capture.poisson import Fits, fit_each

ALL_UP_TO = 5  # lists for which all hierarchical models are tried
THRESHOLD = 0.02
BATCH = 4096  # fits solved together: keeps the memory of the small systems below 100 MB
CELLS = 2**19  # cells of resamples held at once: 4 MB for each array of them


@dataclass(frozen=True, eq=False, slots=True)
class Fitted:
    """One model on one table: `model` as chosen, `keep` and `cells` as fitted, `mean` (2**J,) without the unobserved.

    `unobserved`: the fitted mean of the cell that no list holds. `bic`: nan for a stepwise choice.
    """

    model: Mask
    keep: Mask
    cells: Mask
    mean: Floats
    unobserved: float
    deviance: float
    bic: float

    @property
    def freedom(self) -> int:
        """Degrees of freedom: cells fitted less parameters fitted."""
        return int(self.cells.sum() - self.keep.sum())


Judge = Callable[[Floats, Mask, Mask], Standing]


class Rule(Protocol):
    """A way to choose a model, as the bootstrap repeats it."""

    def unobserved(self, counts: Floats) -> Floats:
        """(m,) fitted unobserved cells for tables (m, 2**J), each with its own choice; nan where no model stands."""
        ...


def remembered() -> Judge:
    """`standing`, asked once for each model and set of empty cells."""
    known: dict[bytes, Standing] = {}

    def ask(counts: Floats, keep: Mask, cells: Mask) -> Standing:
        key = np.packbits(np.concatenate([keep, cells, counts > 0])).tobytes()
        if key not in known:
            known[key] = standing(counts, keep, cells)
        return known[key]

    return ask


# --- By BIC ------------------------------------------------------------------------------------------------


def by_bic(counts: Floats, models: Mask, start: Floats | None = None) -> tuple[Fits, Mask, Mask, Floats]:
    """Fits, kept interactions, cells and BIC of every model (m, 2**J) on its table: (m, 2**J) or one for all."""
    tables = np.broadcast_to(counts, models.shape)
    keep, cells = extended(tables, models)
    fits = fit_each(tables, cells, keep, start)
    bic = -2.0 * fits.likelihood + np.log(tables.sum(axis=1)) * models.sum(axis=1)
    return fits, keep, cells, bic


def best(counts: Floats, most: int, judge: Judge) -> list[Fitted]:
    """The models with the smallest BIC whose estimate exists, at most `most`, best first. `counts`: (2**J,)."""
    models = hierarchical(counts.shape[0].bit_length() - 1)
    fits, keep, cells, bic = by_bic(counts, models)
    found: list[Fitted] = []
    for i in np.argsort(bic, kind="stable"):
        if len(found) == most:
            break
        if judge(counts, keep[i], cells[i]) is Standing.FINE:
            found.append(_fitted(models[i], keep[i], cells[i], fits, int(i), float(bic[i])))
    return found


@dataclass(frozen=True, eq=False, slots=True)
class ByBic:
    """The smallest BIC among these models (k, 2**J): those that were best on the table itself, with their means there."""

    models: Mask
    means: Floats
    judge: Judge

    def unobserved(self, counts: Floats) -> Floats:
        """See `Rule`."""
        k = len(self.models)
        chunk = max(1, BATCH // k)
        parts = [self._some(counts[at : at + chunk]) for at in range(0, len(counts), chunk)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _some(self, counts: Floats) -> Floats:
        m, k = len(counts), len(self.models)
        fits, keep, cells, bic = by_bic(
            np.repeat(counts, k, axis=0), np.tile(self.models, (m, 1)), np.tile(self.means, (m, 1))
        )
        out = np.full(m, np.nan)
        for row, order in enumerate(np.argsort(bic.reshape(m, k), axis=1, kind="stable")):
            for i in row * k + order:
                if self.judge(counts[row], keep[i], cells[i]) is Standing.FINE:
                    out[row] = np.exp(fits.theta[i, 0])
                    break
        return out


# --- Step by step ------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False, slots=True)
class Stepwise:
    """Pairs enter one by one while their probability is below `threshold`."""

    threshold: float
    judge: Judge

    def unobserved(self, counts: Floats) -> Floats:
        """See `Rule`."""
        chunk = max(1, CELLS // counts.shape[1])
        parts = [self._some(counts[at : at + chunk]) for at in range(0, len(counts), chunk)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _some(self, counts: Floats) -> Floats:
        fits, keep, cells = self._walk(counts)[1:]
        fine = [self.judge(*one) is Standing.FINE for one in zip(counts, keep, cells, strict=True)]
        return np.where(fine, np.exp(fits.theta[:, 0]), np.nan)

    def choose(self, counts: Floats) -> Fitted | None:
        """The model for one table (2**J,); None where not even independent lists can be fitted."""
        models, fits, keep, cells = self._walk(counts[None])
        if self.judge(counts, keep[0], cells[0]) is not Standing.FINE:
            return None
        return _fitted(models[0], keep[0], cells[0], fits, 0, np.nan)

    def _walk(self, counts: Floats) -> tuple[Mask, Fits, Mask, Mask]:
        models = np.tile(main_effects(counts.shape[1].bit_length() - 1), (len(counts), 1))
        keep, cells = extended(counts, models)
        fits = fit_each(counts, cells, keep)
        going = np.arange(len(counts))
        while True:
            going = going[[self._grow(counts[i], models[i], fits.mean[i]) for i in going]]
            if not going.size:
                break
            keep[going], cells[going] = extended(counts[going], models[going])
            new = fit_each(counts[going], cells[going], keep[going])
            fits.theta[going], fits.mean[going] = new.theta, new.mean
            fits.deviance[going], fits.likelihood[going] = new.deviance, new.likelihood
        return models, fits, keep, cells

    def _grow(self, counts: Floats, model: Mask, mean: Floats) -> bool:
        """Add the most surprising pair to the model, in place; False if none is surprising enough."""
        left = pairs(counts.shape[0].bit_length() - 1)
        left = left[~model[left]]
        chance = surprise(over(counts)[left], over(mean)[left])
        for at in np.argsort(chance, kind="stable"):
            if chance[at] >= self.threshold:
                return False
            model[left[at]] = True
            keep, cells = extended(counts[None], model[None])
            if self.judge(counts, keep[0], cells[0]) is Standing.FINE:
                return True
            model[left[at]] = False
        return False


def choose(counts: Floats, most: int, threshold: float = THRESHOLD) -> tuple[list[Fitted], Rule]:
    """The models for one table (2**J,), best first, and the rule by which a resample chooses among them.

    All hierarchical models up to five lists; stepwise, with one model, for more. An empty list: no estimate exists.
    """
    judge = remembered()
    if counts.shape[0].bit_length() - 1 <= ALL_UP_TO:
        found = best(counts, most, judge)
        return found, ByBic(np.array([one.model for one in found]), np.array([one.mean for one in found]), judge)
    stepwise = Stepwise(threshold, judge)
    one = stepwise.choose(counts)
    return [one] if one else [], stepwise


def point(counts: Floats) -> float | None:
    """The fitted unobserved cell of the chosen model; None where no model stands."""
    found, _ = choose(counts, 1)
    return found[0].unobserved if found else None


def surprise(seen: Floats, expected: Floats) -> Floats:
    """One-sided Poisson probability of an overlap so large, or so small, as it was seen."""
    few = pdtr(seen, expected)
    many = np.where(seen > 0, 1.0 - pdtr(np.maximum(seen - 1, 0), expected), 1.0)
    return np.asarray(np.minimum(few, many))


def _fitted(model: Mask, keep: Mask, cells: Mask, fits: Fits, i: int, bic: float) -> Fitted:
    hidden = float(np.exp(fits.theta[i, 0]))
    return Fitted(model, keep, cells, fits.mean[i], hidden, float(fits.deviance[i]), bic)
