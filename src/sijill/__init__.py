"""Sijill, the register of civic space."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

__version__ = version("sijill")


def examples() -> Path:
    """The folder of shipped examples: part of an installed package, beside `src` in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "examples"
    return installed if installed.is_dir() else package.parents[1] / "examples"
