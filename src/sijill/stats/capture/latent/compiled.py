"""Compiling with Numba: into the cache where one may be written, in memory where not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
INNER: dict[str, Any] = OPTIONS | {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}  # quicker to compile
Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile for use inside other compiled functions; arithmetic as in NumPy (x / 0 is inf), no global lock held."""
    return cast("Function", numba.njit(**INNER)(function))


def cached(function: Function) -> Function:
    """Compile what Python calls, and keep it on disk beside the file, or in NUMBA_CACHE_DIR, for the next process.

    Numba looks at the time of this one file: after a change in a function that it calls, touch the file.
    """
    try:
        return cast("Function", numba.njit(cache=True, **OPTIONS)(function))
    except RuntimeError:  # there is no folder that may be written: every process compiles again
        return cast("Function", numba.njit(**OPTIONS)(function))
