"""Cells longer than Python's csv module takes by default, without a change for the rest of the program."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def cells_up_to(characters: int) -> Iterator[None]:
    """Read CSV with cells of so many characters; afterwards the limit is what it was.

    The limit is the whole program's, and an importer of lists refuses a cell beyond it: that must go on.
    """
    before = csv.field_size_limit(characters)
    try:
        yield
    finally:
        csv.field_size_limit(before)
