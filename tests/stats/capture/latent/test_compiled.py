"""Compiled code is kept where that is allowed, and works all the same where it is not."""

from __future__ import annotations

import numba
import pytest

from sijill.stats.capture.latent.compiled import cached


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


def _decorated(njit: object, given: tuple[object, ...], options: dict[str, object]) -> object:
    """`njit(**options)` answers a decorator; it is the decorating that fails."""
    return lambda function: njit(function, **options) if not given else njit(*given, **options)
