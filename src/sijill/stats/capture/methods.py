"""The methods of estimation by name. The latent class model is in a package of its own."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from sijill.stats.capture import chao, dga, loglinear, mth
from sijill.stats.capture.checks import Pair, refusal
from sijill.stats.capture.overlaps import Overlaps
from sijill.stats.capture.result import Result

LATENT = "sijill.stats.capture.latent"


class Method(Protocol):
    """Overlaps and a seed to a result."""

    def __call__(self, overlaps: Overlaps, *, seed: int | None = None) -> Result: ...


def methods() -> dict[str, Method]:
    """Name to function, in the order of a table: log-linear, decomposable graphs, latent classes, unequal people, lower bound."""
    found: dict[str, Method] = {loglinear.METHOD: loglinear.estimate, dga.METHOD: dga.estimate}
    if find_spec(LATENT) and hasattr(import_module(LATENT), "estimate"):
        found["lcm"] = import_module(LATENT).estimate
    return {**found, mth.METHOD: mth.estimate, chao.METHOD: chao.estimate}


def ask(method: str, overlaps: Overlaps, *, seed: int | None = None, apart: Sequence[Pair] = ()) -> Result:
    """One method's answer, after what speaks against any. KeyError for a method that is not there."""
    if refused := refusal(overlaps, method, apart=apart, bound=method == chao.METHOD):
        return refused
    return methods()[method](overlaps, seed=seed)
