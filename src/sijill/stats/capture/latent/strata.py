"""Many tables at once, each on a core of its own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from sijill.stats.capture.latent.estimate import SEED, estimate
from sijill.stats.capture.overlaps import Overlaps
from sijill.stats.capture.result import Result


def strata(
    tables: Mapping[str, Overlaps],
    *,
    classes: int = 10,
    chains: int = 4,
    seed: int | None = None,
    limit_seconds: float = 60.0,
    compare: bool = True,
    workers: int | None = None,
) -> dict[str, Result]:
    """The estimate of each table, in the order given; `limit_seconds` is for each. Parameters as in `estimate`.

    A stratum's seed comes from `seed` and its name alone: it does not change when other strata come or go.
    """
    root = SEED if seed is None else seed

    def one(name: str) -> Result:
        return estimate(
            tables[name],
            classes=classes,
            chains=chains,
            seed=seed_of(root, name),
            limit_seconds=limit_seconds,
            compare=compare,
            workers=1,
        )

    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        return dict(zip(tables, pool.map(one, tables), strict=True))


def seed_of(root: int, name: str) -> int:
    """The seed of one stratum."""
    return int.from_bytes(hashlib.sha256(f"{root}:{name}".encode()).digest()[:6])
