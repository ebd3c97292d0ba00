"""What happens in the invented country (`recipes.csv`), and what the rule must make of it. Pure.

In the file, `letter` is the category asked about and `reason` the rule's answer for one such act; both were
written by hand from the SDG metadata, never taken from the rule: tests/examples compares the two. `plan` says
how many cases each year has and how far the office came:

    2025 v4 c2 d7     in 2025: four verified by sources, two confirmed, seven still drafts

`d` draft; `c` confirmed; `v` verified by sources; `i` verified on the institution's own investigation; `n`
not established; `m` more is needed; `s` verified, corrected later; `w` verified, then withdrawn by its source;
`b` in two lists, merged, the second act left standing; `u` in two lists, nobody sure whether they are one case;
`x` a draft that was rejected; `r` consent to be counted refused; `p` verified twice, under two spellings of one
name; `y` verified with a wrong year. Whatever happened in 2023 was decided on.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

WIRE, REPRINT, UNION, STATE, PRESS = "zz-wire", "zz-reprint", "zz-union", "zz-state", "zz-press-watch"
UNSTATED = "unstated"  # in the column `roles`: the source names none

# Enough to count, category by category; a recipe takes away or adds.
_ENOUGH: Mapping[str, Mapping[str, str]] = {
    "A": {"motive": "linked"},
    "B": {"motive": "linked", "acknowledgement": "denied"},
    "C": {"motive": "linked", "severe": "yes", "purpose": "yes"},
    "D": {"motive": "linked", "detention_basis": "for-exercising-rights"},
    "E": {"motive": "linked", "diligence_failure": "yes"},
    "F": {"motive": "linked"},
    "": {"motive": "linked"},
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """One kind of case. Without `roles`, roles that the indicator covers; with `size`, a group of so many.

    `when` is empty, `unknown`, `straddles` (the turn of 2024 to 2025) or `running` (not ended).
    """

    kind: str
    by: str
    link: str
    letter: str
    reason: str
    source: str
    plan: str
    facts: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, ...], ...]
    size: tuple[int, ...]
    when: str

    @property
    def all_facts(self) -> dict[str, str]:
        """The coded facts of the act."""
        return enough_for(self.letter) | dict(self.facts)

    def planned(self) -> Iterator[tuple[int, str, int]]:
        """(year, treatment, how many) in the order of the plan."""
        for part in self.plan.split("|"):
            year, *treatments = part.split()
            for one in treatments:
                yield int(year), one[0], int(one[1:])


def enough_for(letter: str) -> dict[str, str]:
    """The facts with which an act counts in a category, as far as its perpetrator and roles allow."""
    return dict(_ENOUGH[letter])


def _read(path: Path) -> tuple[Recipe, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_recipe(row) for row in csv.DictReader(file))


def _recipe(row: Mapping[str, str]) -> Recipe:
    pairs = (one.partition("=") for one in row["facts"].split())
    sets = (one.strip() for one in row["roles"].split("|"))
    read = {
        "facts": tuple((name, code) for name, _, code in pairs),
        "roles": tuple(() if one == UNSTATED else tuple(one.split("+")) for one in sets if one),
        "size": tuple(int(one) for one in row["size"].split("-") if one),
    }
    return Recipe(**{**row, **read})  # type: ignore[arg-type]


RECIPES = _read(Path(__file__).parent / "recipes.csv")
