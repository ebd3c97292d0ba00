"""Columns that a mapping makes of a part of another: the year in a date, the number in an address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sijill.collect.importers.rules import Cells
from sijill.collect.importers.sections import Section
from sijill.collect.importers.words import squeezed


@dataclass(frozen=True, slots=True)
class Part:
    """A column called `name`: what `pattern` finds first in `column`, or `text` in its place; empty if nothing."""

    name: str
    column: str
    pattern: re.Pattern[str]
    text: str = ""

    def read(self, cells: Cells) -> str:
        """The text of the pattern's group, or of the whole find where it has none."""
        found = self.pattern.search(squeezed(cells.get(self.column, "")))
        if found is None:
            return ""
        return self.text or squeezed(found[self.pattern.groups] or "")


def parts(columns: Section) -> tuple[Part, ...]:
    """The table `[columns.parts]`, in its order: a part may be taken of an earlier part."""
    section = columns.table("parts")
    found = []
    for name in section.names:
        inner = section.table(name)
        found.append(Part(name, inner.column("column"), inner.expression("pattern"), inner.text("text", "")))
        inner.done()
    return tuple(found)


def with_parts(rules: Sequence[Part], cells: Cells) -> Cells:
    """The cells and the columns made of them."""
    if not rules:
        return cells
    out = dict(cells)
    for rule in rules:
        out[rule.name] = rule.read(out)
    return out
