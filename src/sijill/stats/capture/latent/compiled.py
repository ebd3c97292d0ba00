"""Compiling with Numba: into the cache where one may be written, in memory where not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
INNER: dict[str, Any] = OPTIONS | {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}  # quicker to compile
SOURCES = sorted(Path(__file__).parent.glob("*.py"))
EDITION = int.from_bytes(hashlib.sha256(b"".join(path.read_bytes() for path in SOURCES)).digest()[:6])
Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile for use inside other compiled functions; arithmetic as in NumPy (x / 0 is inf), no global lock held."""
    return cast("Function", numba.njit(**INNER)(function))


def cached(function: Function) -> Function:
    """Compile what Python calls, and keep it on disk beside the file, or in NUMBA_CACHE_DIR, for the next process.

    Numba compiles again when the file of this function is newer, whatever happened to those it calls. So the function
    takes a last argument `edition: int = EDITION`, whose default is part of what Numba looks it up by.
    """
    try:
        return cast("Function", numba.njit(cache=True, **OPTIONS)(function))
    except RuntimeError:  # there is no folder that may be written: every process compiles again
        return cast("Function", numba.njit(**OPTIONS)(function))
