"""The verification gate: which element of an act rests on how many independent sources. Pure.

Default: every element that the counting rule asks for is supported by at least two independent
sources and three in all. Our reading of the OHCHR training slide on SDG 16.10.1 ("at least 2
independent and reliable sources (minimum 3 sources)"), unverified against the full guidance note;
every release says so. Sex and age never block.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ALWAYS = ("identity", "role", "act", "date", "place", "perpetrator")
MOTIVE = "motive"


@dataclass(frozen=True, slots=True)
class Statement:
    """One report that supports one element: its source and the group the source belongs to."""

    element: str
    source: str
    group: str


@dataclass(frozen=True, slots=True)
class Gate:
    """How much is enough."""

    independent: int = 2
    total: int = 3

    def __post_init__(self) -> None:
        if not 1 <= self.independent <= self.total:
            raise ValueError(f"a gate of {self.independent} independent sources in {self.total} makes no sense")


@dataclass(frozen=True, slots=True)
class Standing:
    """How one element stands: distinct sources, distinct independence groups, and is it enough."""

    element: str
    sources: int
    independent: int
    enough: bool


def standings(statements: Iterable[Statement], gate: Gate, *, motive_asked: bool = True) -> tuple[Standing, ...]:
    """Every element that the gate asks for, in order. Copies of one wire story share a group: one vote."""
    sources: Mapping[str, set[str]] = defaultdict(set)
    groups: Mapping[str, set[str]] = defaultdict(set)
    for one in statements:
        sources[one.element].add(one.source)
        groups[one.element].add(one.group)
    asked = (*ALWAYS, MOTIVE) if motive_asked else ALWAYS
    return tuple(
        Standing(
            element,
            len(sources[element]),
            len(groups[element]),
            len(groups[element]) >= gate.independent and len(sources[element]) >= gate.total,
        )
        for element in asked
    )


def passes(found: Iterable[Standing]) -> bool:
    """Is every element that the gate asks for supported well enough."""
    return all(one.enough for one in found)
