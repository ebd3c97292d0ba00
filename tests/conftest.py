"""One throw-away home for the whole run; the cast and the tiny country as fixtures."""

from __future__ import annotations

import os
import tempfile

os.environ["SIJILL_HOME"] = tempfile.mkdtemp(prefix="sijill-test-")

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.people import Cast

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def cast(db: None) -> Cast:
    """Alice records, Bob reviews, Charlie has an account and no role, Dana publishes, Eve administers."""
    return Cast.arrive()


@pytest.fixture
def shared() -> Iterator[Path]:
    """The shared data folder; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared data folder is not here")
    yield SHARED
