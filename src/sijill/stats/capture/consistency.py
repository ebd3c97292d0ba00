"""Does the method find what is known? And does the answer hang on one list?

Leave-one-list-in (Binette & Steorts 2022, Journal of the Royal Statistical Society A 185, on checking multiple
systems estimates): among the units of one list, hide that list and estimate how many there are; the answer is known.
Drop-one-list: the estimate without each list in turn. Both by the fast methods, log-linear and decomposable graphs.
"""

from __future__ import annotations

from dataclasses import dataclass

from sijill.stats.capture import dga, loglinear
from sijill.stats.capture.checks import LEAST_LISTS, usable
from sijill.stats.capture.graphs import MOST
from sijill.stats.capture.overlaps import Overlaps
from sijill.stats.capture.result import Estimate, Result

REPEATS = 200


@dataclass(frozen=True, eq=False, slots=True)
class LeftIn:
    """The units of one list, as the other lists see them. `known`: how many there are. `results`: by method."""

    name: str
    known: int
    results: dict[str, Result]

    def inside(self, method: str) -> bool | None:
        """Is the known number in the 95 % interval? None where the method gives none."""
        result = self.results[method]
        return result.low <= self.known <= result.high if isinstance(result, Estimate) else None


@dataclass(frozen=True, eq=False, slots=True)
class Without:
    """The estimate without one list; its units that no other list holds are then undocumented."""

    name: str
    results: dict[str, Result]


def left_in(overlaps: Overlaps, *, seed: int | None = None) -> tuple[LeftIn, ...]:
    """One row per list; empty with three lists, of which two would be left."""
    lists = usable(overlaps)
    if len(lists.lists) <= LEAST_LISTS:
        return ()
    return tuple(
        LeftIn(name, lists.sizes[name], _quick(lists.within(name), len(lists.lists) - 1, seed)) for name in lists.lists
    )


def without(overlaps: Overlaps, *, seed: int | None = None) -> tuple[Without, ...]:
    """One row per list; empty with three lists."""
    lists = usable(overlaps)
    if len(lists.lists) <= LEAST_LISTS:
        return ()
    return tuple(
        Without(name, _quick(lists.only([one for one in lists.lists if one != name]), len(lists.lists) - 1, seed))
        for name in lists.lists
    )


def share_found(rows: tuple[LeftIn, ...]) -> float | None:
    """The share of known numbers that lie in an interval, over lists and methods; None where nothing was estimated."""
    answers = [row.inside(method) for row in rows for method in row.results]
    given = [answer for answer in answers if answer is not None]
    return sum(given) / len(given) if given else None


def _quick(overlaps: Overlaps, lists: int, seed: int | None) -> dict[str, Result]:
    found = {loglinear.METHOD: loglinear.estimate(overlaps, seed=seed, repeats=REPEATS)}
    if lists < MOST:
        found[dga.METHOD] = dga.estimate(overlaps, seed=seed)
    return found
