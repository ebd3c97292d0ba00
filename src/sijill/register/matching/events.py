"""Two events that may be one: a plain rule with weights, not a trained model. Pure.

Weights are bits, as for people: log2(m / u). m, how often one event told twice agrees, is set by hand (`_M`); u, how
often two events agree by chance, is counted among the events given: how many others are of that day, in that place, of
that kind. So what everybody shares is no evidence. Weights add up with the odds that any two events are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import log2

from sijill.register.matching.explain import Reason

NEAR = 7  # days
WIDE = 62  # days from which on a date is very wide, as for people
CROWDED = 12  # a day and place, or a person, of more events brings no two of them together
LIKELY = 0.5  # two entries proposed as one person from here on may be one
_APART = {"else", "other-place"}
_DAYS = {"same-day": 0.8, "one-day": 0.08, "overlap": 0.06, "overlap-wide": 0.03, "week": 0.02, "else": 0.01}
_PLACES = {"same-place": 0.75, "near-place": 0.15, "other-place": 0.08, "else": 0.02}
_PEOPLE = {"same-people": 0.7, "proposed-people": 0.25, "else": 0.05}
_KINDS = {"same-kinds": 0.7, "kinds-shared": 0.2, "else": 0.1}


@dataclass(frozen=True, slots=True)
class Told:
    """One event: the first and last day it can be of, its places (codes), people (those who stand) and kinds of act."""

    event: str
    days: tuple[date, date] | None
    places: frozenset[str]
    people: frozenset[str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two events by their ids, and why they may be one."""

    left: str
    right: str
    weight: float
    probability: float
    reasons: tuple[Reason, ...]


def alike(events: Sequence[Told], likely: Mapping[frozenset[str], float], least: float) -> list[Likeness]:
    """Pairs of at least this probability, the most probable first. `likely`: pairs of people proposed as one."""
    known = {pair for pair, probability in likely.items() if probability >= LIKELY}
    shares = _Shares(events)
    found = [_weighed(events[a], events[b], known, shares) for a, b in sorted(_together(events, known))]
    return sorted((one for one in found if one.probability >= least), key=lambda one: (-one.weight, one.left))


def _together(events: Sequence[Told], known: Iterable[frozenset[str]]) -> set[tuple[int, int]]:
    """Events that share a person or a pair of people proposed as one, or that are near one day in one place."""
    same_as: dict[str, set[str]] = defaultdict(set)
    for pair in known:
        for one in pair:
            same_as[one] |= pair
    blocks: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for at, event in enumerate(events):
        for key in _keys(event, same_as):
            blocks[key].add(at)
    return {pair for block in blocks.values() if len(block) <= CROWDED for pair in combinations(sorted(block), 2)}


def _keys(event: Told, same_as: Mapping[str, set[str]]) -> Iterator[tuple[str, ...]]:
    for person in event.people:
        for other in same_as.get(person, {person}) | {person}:
            yield ("person", other)
    if event.days is not None and (event.days[1] - event.days[0]).days <= NEAR:
        first, last = (day.toordinal() for day in event.days)
        # Each day it can be of and the one before: days one apart meet.
        for day in range(first - 1, last + 1):
            for place in event.places:
                yield ("day", str(day), place)


class _Shares:
    """How often something is met among the events given."""

    def __init__(self, events: Sequence[Told]) -> None:
        self.events = max(len(events), 2)
        self._seen: dict[tuple[str, object], int] = defaultdict(int)
        for one in events:
            for code, values in (("place", one.places), ("person", one.people), ("kind", one.kinds)):
                for value in values:
                    self._seen[code, value] += 1
            if one.days is not None and one.days[0] == one.days[1]:
                self._seen["day", one.days[0]] += 1

    def of(self, code: str, values: Iterable[object]) -> float:
        """The share of others with the rarest of these, which two events have: they themselves are half evidence."""
        return (min(self._seen[code, value] for value in values) - 1.5) / (self.events - 1.5)

    def mean(self, code: str) -> float:
        """The chance that two events drawn at random agree."""
        total = sum(n * n for (kind, _value), n in self._seen.items() if kind == code)
        return min(max(total / self.events**2, 1 / self.events), 0.9)


def _weighed(left: Told, right: Told, known: set[frozenset[str]], shares: _Shares) -> Likeness:
    reasons = (
        _days(left, right, shares),
        _places(left, right, shares),
        _people(left, right, known, shares),
        _kinds(left, right, shares),
    )
    # One event in ten told twice: the odds of one of n(n-1)/2 pairs.
    prior = log2(0.1 * shares.events / (shares.events * (shares.events - 1) / 2))
    weight = round(prior + sum(one.weight for one in reasons), 2)
    return Likeness(left.event, right.event, weight, round(1 / (1 + 2**-weight), 4), reasons)


def _reason(part: str, level: str, m: Mapping[str, float], u: float) -> Reason:
    """What agrees never speaks against, however many others agree; what differs never speaks for."""
    weight = round(log2(m[level] / min(max(u, 1e-6), 1.0)), 1)
    return Reason(part, level, min(weight, 0.0) if level in _APART else max(weight, 0.0))


def _days(left: Told, right: Told, shares: _Shares) -> Reason:
    if left.days is None or right.days is None:
        return Reason("days", "missing", 0.0)
    (a, b), (c, d) = left.days, right.days
    gap = max((c - b).days, (a - d).days)
    chance = shares.mean("day")
    if a == b == c == d:
        return _reason("days", "same-day", _DAYS, shares.of("day", [a]))
    if gap <= 0:
        wide = max((b - a).days, (d - c).days) > WIDE
        return _reason("days", "overlap-wide" if wide else "overlap", _DAYS, min(chance * (60 if wide else 15), 0.5))
    if gap == 1:
        return _reason("days", "one-day", _DAYS, 2 * chance)
    return _reason("days", "week", _DAYS, min(14 * chance, 0.5)) if gap <= NEAR else _reason("days", "else", _DAYS, 0.9)


def _places(left: Told, right: Told, shares: _Shares) -> Reason:
    if not left.places or not right.places:
        return Reason("places", "missing", 0.0)
    chance = shares.mean("place")
    if both := left.places & right.places:
        # A country alone says no more than that.
        return _reason("places", "same-place", _PLACES, shares.of("place", both))
    if any(a.startswith(f"{b}-") or b.startswith(f"{a}-") for a in left.places for b in right.places):
        return _reason("places", "near-place", _PLACES, max(chance, 0.1))
    countries = [{one.partition("-")[0] for one in side} for side in (left.places, right.places)]
    if countries[0] & countries[1]:
        return _reason("places", "other-place", _PLACES, 1 - chance)
    return _reason("places", "else", _PLACES, 1 - chance)


def _people(left: Told, right: Told, known: set[frozenset[str]], shares: _Shares) -> Reason:
    if not left.people or not right.people:
        return Reason("people", "missing", 0.0)
    if both := left.people & right.people:
        return _reason("people", "same-people", _PEOPLE, shares.of("person", both))
    if any(frozenset((a, b)) in known for a in left.people for b in right.people):
        return _reason("people", "proposed-people", _PEOPLE, 2 * shares.mean("person"))
    return _reason("people", "else", _PEOPLE, 1.0)


def _kinds(left: Told, right: Told, shares: _Shares) -> Reason:
    if not left.kinds or not right.kinds:
        return Reason("kinds", "missing", 0.0)
    if left.kinds == right.kinds:
        return _reason("kinds", "same-kinds", _KINDS, shares.of("kind", left.kinds))
    if both := left.kinds & right.kinds:
        return _reason("kinds", "kinds-shared", _KINDS, shares.of("kind", both))
    return _reason("kinds", "else", _KINDS, 1 - shares.mean("kind"))
