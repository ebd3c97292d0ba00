"""Formats of the second ledger that a program reads: whose figures they are, and how a file becomes rows with facts.

A mapping says which cell is which field of a person's case. Published tables of demands say something else: one row
holds several numbers, some of which count again what others counted. Each such format is a reader of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sijill.collect.draft import Refused, Row, SourceInfo


@dataclass(frozen=True, slots=True)
class Ledger:
    """Who says what the file says, and the reader. `folder`: a folder may be given in place of a file.

    `read` raises `ImportProblem` at once where the file as a whole cannot be read, and yields one `Row` or `Refused`
    for each of its records. `complete` as of `Format`.
    """

    source: SourceInfo
    read: Callable[[Path], Iterator[Row | Refused]]
    complete: bool = False
    folder: bool = False
