"""The words that a column may hold: `[columns.known]`. Conditions pass over a word that is new; this refuses it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sijill.collect.importers.problems import Problem
from sijill.collect.importers.rules import Cells, pieces_of
from sijill.collect.importers.sections import Section
from sijill.collect.importers.words import did_you_mean, near, shown, word


@dataclass(frozen=True, slots=True)
class Known:
    """The words of one column; an empty cell is always taken."""

    column: str
    words: frozenset[str]  # folded, as `word` does
    split: re.Pattern[str] | None

    def check(self, cells: Cells) -> None:
        """Raises `Problem` for a word that is not among them."""
        cell = cells.get(self.column, "")
        for piece in pieces_of(cell, self.split) if self.split else [cell]:
            if piece and word(piece) not in self.words:
                likely = near(piece, self.words)
                raise Problem(
                    self.column,
                    "unknown-code",
                    f"Column '{self.column}' holds {shown(piece, likely)}, which is none of the words that the mapping "
                    f"knows of it.{did_you_mean(likely)} Correct the cell, or teach the mapping what the word means.",
                )


def known(columns: Section) -> tuple[Known, ...]:
    """The table `[columns.known]`."""
    section = columns.table("known")
    found = []
    for name in section.names:
        section.columns.add(name)
        if isinstance(section.raw(name), dict):
            inner = section.table(name)
            found.append(Known(name, _folded(inner.words("words")), inner.separators()))
            inner.done()
        else:
            found.append(Known(name, _folded(section.words(name)), None))
    return tuple(found)


def _folded(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word(one) for one in words)


def check_known(rules: Sequence[Known], cells: Cells) -> None:
    """Raises `Problem` for the first column with a word that is new."""
    for rule in rules:
        rule.check(cells)
