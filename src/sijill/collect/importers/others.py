"""Other sources that a row names as having said the same: `[also_said_by]` of a mapping."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sijill.collect.draft import SourceInfo
from sijill.collect.importers.problems import Problem
from sijill.collect.importers.rules import Cells, pieces_of
from sijill.collect.importers.sections import Section
from sijill.collect.importers.words import did_you_mean, near, shown, word


@dataclass(frozen=True, slots=True)
class Others:
    """Which sources a row names; `repeats` says that the row supports nothing that they do not."""

    column: str
    split: re.Pattern[str] | None
    sources: Mapping[str, SourceInfo]
    repeats: bool

    def read(self, cells: Cells) -> tuple[SourceInfo, ...]:
        """The sources, each once, in the cell's order; raises `Problem` for a word that nobody explained."""
        cell = cells.get(self.column, "")
        pieces = pieces_of(cell, self.split) if self.split else [cell] if cell else []
        return tuple(dict.fromkeys(self._source(piece) for piece in pieces))

    def _source(self, piece: str) -> SourceInfo:
        found = self.sources.get(word(piece))
        if found is None:
            likely = near(piece, self.sources)
            raise Problem(
                self.column,
                "unknown-code",
                f"Column '{self.column}' holds {shown(piece, likely)}, which names no [[also_said_by.source]]."
                f"{did_you_mean(likely)} Correct the cell, or add the source to the mapping.",
            )
        return found


def others(section: Section, source: Callable[[Section], SourceInfo], own: str) -> Others | None:
    """The table, or None where the mapping has none. `source` reads one source, `own` is the list's own code."""
    if not section.names:
        return None
    found: dict[str, SourceInfo] = {}
    for inner in section.tables("source"):
        said = inner.words("word")
        info = source(inner)
        if info.code == own:
            raise inner.wrong(f"'{own}' is the code of the list itself: a source cannot say its own row again.")
        for one in said:
            if found.setdefault(word(one), info) != info:
                raise inner.wrong(f"word: two sources are called '{one}'.")
    rule = Others(section.column("column"), section.separators(), found, section.flag("repeats"))
    section.done()
    return rule
