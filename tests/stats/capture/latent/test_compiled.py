"""Compiled code is kept where that is allowed, and works all the same where it is not."""

from __future__ import annotations

from pathlib import Path

import numba
import pytest

from sijill.stats.capture.latent import compiled, gibbs
from sijill.stats.capture.latent.chain import chains, model
from sijill.stats.capture.latent.compiled import cached
from sijill.stats.capture.overlaps import collect


def test_without_a_folder_to_write_in_it_compiles_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def njit(*given: object, **options: object) -> object:
        asked.append(options.get("cache", False))
        if options.get("cache"):
            raise RuntimeError("cannot cache function 'double': no locator available for file")
        return plain(*given, **options)

    plain = numba.njit
    monkeypatch.setattr(numba, "njit", lambda *given, **options: _decorated(njit, given, options))

    def double(x: int) -> int:
        return 2 * x

    assert cached(double)(21) == 42
    assert asked == [True, False]


def test_a_change_in_any_file_of_the_sampler_compiles_it_again() -> None:
    """What is on disk is looked up by the sources' hash, which the signature carries."""
    small = model(collect(("A", "B", "C"), [[1, 0, 0], [0, 1, 1]], [5, 5]), 2, 100)
    chains(small, 1, 1)[0].advance(small, 1, 1)
    (signature,) = gibbs.run.signatures
    assert f"omitted(default={compiled.EDITION})" in str(signature)
    here = Path(compiled.__file__).parent
    assert {"gibbs.py", "moves.py", "draws.py"} <= {path.name for path in compiled.SOURCES}
    assert all(path.parent == here for path in compiled.SOURCES)


def _decorated(njit: object, given: tuple[object, ...], options: dict[str, object]) -> object:
    """`njit(**options)` answers a decorator; it is the decorating that fails."""
    return lambda function: njit(function, **options) if not given else njit(*given, **options)
