"""What an estimate answers: a number with how sure it is, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class NotEstimable:
    """Why no number is given. `reason` is a code with words in four languages; `facts` are the numbers in them."""

    reason: str
    method: str
    n: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    diagnostics: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, slots=True)
class Estimate:
    """The total of those recorded and those not.

    `n`: documented. `total`: the median of the draws, or the maximum-likelihood estimate. `low`, `high`: 95 %
    interval; `low80`, `high80`: 80 %. `draws`: (d,) totals from the posterior or the bootstrap, empty where the
    method has none (Chao). `warnings`: codes with words in four languages. `diagnostics`: what the method tells
    about itself (model chosen, R-hat, effective sample sizes ...), JSON values only. `seed`: None where nothing is
    drawn by chance. `table`: the hash of the overlaps.
    """

    method: str
    n: int
    total: float
    low: float
    high: float
    low80: float
    high80: float
    draws: npt.NDArray[np.float64]
    warnings: tuple[str, ...]
    diagnostics: Mapping[str, Any]
    seed: int | None
    table: str

    def undocumented_more_than(self, x: float) -> float:
        """The probability, by the draws, that more than x units are in no list. Raises ValueError without draws."""
        if not self.draws.size:
            raise ValueError(f"{self.method} has no draws to take a probability from")
        return float(np.mean(self.draws - self.n > x))


Result = Estimate | NotEstimable
