"""What measurements of a network show over time: changes, silence, and the size of an outage. Numbers only.

The change-point rule is the cumulative sum for a change of the mean of known size (Basseville and Nikiforov 1993,
Detection of Abrupt Changes, 2.2), run both ways and aware of the state it is in, as OONI's pipeline does (its
requirements R2 to R4). A series is one value an hour at most: 0 where nothing was blocked, up to 1 where everything was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import exp, prod
from statistics import fmean, median, pvariance

NORMAL = "normal"
DISRUPTED = "disrupted"
INSUFFICIENT = "insufficient"
RULE = "change-point/1"


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """The hour in which the rule decided, what it decided, and between which hours the change itself lies.

    `after` is the last observation before the sum began to rise, None where there is none; `by` the first of the rise.
    """

    at: datetime
    outcome: str
    after: datetime | None
    by: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span of one outcome, in days. `began` is (last day of nothing but the outcome before, first day of this one).

    `ended` says the same of the outcome that follows, and is None while none was seen. A change lies between two
    observations, and a day that has both is the day of neither: a single date would be false precision.
    """

    outcome: str
    began: tuple[date | None, date]
    ended: tuple[date | None, date] | None
    last: date


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """The mean before and after (`low`, `high`), the size of change looked for, and the delay accepted, in hours.

    An alarm is given above `delay * size / 2`: that is what the sum reaches after `delay` observations at `high`. Sums
    fade by half in every `fade_hours` of a gap longer than `gap_hours`: what was seen long ago weighs less.
    """

    low: float = 0.0
    high: float = 0.7
    size: float = 0.7
    delay: float = 10.0
    gap_hours: float = 24.0
    fade_hours: float = 48.0

    @property
    def threshold(self) -> float:
        """The sum above which a change is called."""
        return self.delay * self.size / 2


def hourly(values: Iterable[tuple[datetime, float]]) -> list[tuple[datetime, float]]:
    """The median of each hour that has a measurement, in order of time. An hour without any is not there."""
    hours: dict[datetime, list[float]] = {}
    for at, value in values:
        hours.setdefault(at.replace(minute=0, second=0, microsecond=0), []).append(value)
    return [(hour, median(hours[hour])) for hour in sorted(hours)]


@dataclass(slots=True)
class _Sum:
    """One sum, and since when it has been above nothing."""

    value: float = 0.0
    after: datetime | None = None
    by: datetime | None = None

    def add(self, plus: float, minus: float, allowed: float, at: datetime, before: datetime | None) -> None:
        # In this order, as the rule is written: where a sum lands on the threshold itself, rounding decides.
        risen = self.value + plus - minus - allowed
        if risen <= 0:
            self.value, self.by = 0.0, None
            return
        if self.by is None:
            self.after, self.by = before, at
        self.value = risen


def change_points(series: Sequence[tuple[datetime, float]], rule: ChangeRule | None = None) -> list[ChangePoint]:
    """The changes in a series in order of time (hour, value), the first decision from not knowing included.

    Only that first one is no change of anything: it says in which state the series was found.
    """
    rule = rule or ChangeRule()
    up, down = _Sum(), _Sum()
    state, before = INSUFFICIENT, None
    found: list[ChangePoint] = []
    for at, value in series:
        _fade((up, down), before, at, rule)
        up.add(value, rule.low, rule.size / 2, at, before)
        down.add(rule.high, value, rule.size / 2, at, before)
        for one, outcome in ((up, DISRUPTED), (down, NORMAL)):
            if one.value > rule.threshold and state != outcome:
                found.append(ChangePoint(at, outcome, one.after, one.by or at))
                state, up, down = outcome, _Sum(), _Sum()
                break
        before = at
    return found


def _fade(sums: Iterable[_Sum], before: datetime | None, at: datetime, rule: ChangeRule) -> None:
    gap = (at - before).total_seconds() / 3600 if before else 0.0
    if gap > rule.gap_hours:
        for one in sums:
            one.value *= 0.5 ** (gap / rule.fade_hours)


def stretches(series: Sequence[tuple[datetime, float]], rule: ChangeRule | None = None) -> list[Stretch]:
    """The series cut at its changes. Too few observations to decide anything are one stretch, `insufficient`."""
    if not series:
        return []
    rule = rule or ChangeRule()
    points = change_points(series, rule)
    first, last = series[0][0].date(), series[-1][0].date()
    if not points:
        return [Stretch(INSUFFICIENT, (None, first), None, last)]
    starts: list[tuple[date | None, date]] = [(None, first), *(_between(series, one, rule) for one in points[1:])]
    ends = [*starts[1:], None]
    return [
        Stretch(point.outcome, began, ended, (ended[0] or ended[1]) if ended else last)
        for point, began, ended in zip(points, starts, ends, strict=True)
    ]


def _between(
    series: Sequence[tuple[datetime, float]], point: ChangePoint, rule: ChangeRule
) -> tuple[date | None, date]:
    """Back from where the sum rose: to the last day without any observation of the new outcome."""
    new: dict[date, bool] = {}
    for at, value in series:
        if at <= point.by:
            hit = value > rule.low + rule.size / 2 if point.outcome == DISRUPTED else value < rule.high - rule.size / 2
            new[at.date()] = new.get(at.date(), False) or hit
    first = point.by.date()
    for day in sorted(new, reverse=True):
        if not new[day] and day < point.by.date():
            return day, first
        first = day
    return None, first


@dataclass(frozen=True, slots=True)
class Silence:
    """Whole days on which nothing was measured, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def silences(counts: Mapping[date, int], least: int = 3) -> list[Silence]:
    """Runs of at least `least` days without a measurement between the first and the last day with one."""
    days = sorted(day for day, count in counts.items() if count)
    gaps = (Silence(one + timedelta(days=1), other - timedelta(days=1)) for one, other in pairwise(days))
    return [gap for gap in gaps if gap.days >= least]


def is_dark(silence: Silence, counts: Mapping[date, int], agreeing: Iterable[str], surely: float = 0.01) -> bool:
    """Whether silence may be called darkness: it is outside what the series does by itself, and others agree.

    `agreeing` are other lineages (routing, probing, an operator) that saw the network gone at the time; without one
    the answer is no, however long the silence: data of volunteers come late, or never, for many reasons. The band is
    negative binomial, because counts of volunteers vary far more than a Poisson process does, corrected for the number
    of days on which such a run could have begun.
    """
    return any(True for _ in agreeing) and run_probability(silence, counts, dispersed=True) < surely


def run_probability(silence: Silence, counts: Mapping[date, int], *, dispersed: bool) -> float:
    """How probable a run of that many empty days is anywhere in the series, at most 1. Poisson unless `dispersed`."""
    every = _filled(counts)
    mean, spread = fmean(every), pvariance(every)
    if not mean:
        return 1.0
    empty = exp(-mean)
    if dispersed and spread > mean:
        size = mean * mean / (spread - mean)
        empty = (size / (size + mean)) ** size
    return min(1.0, max(len(every) - silence.days + 1, 1) * float(empty) ** silence.days)


def _filled(counts: Mapping[date, int]) -> list[int]:
    days = sorted(counts)
    length = (days[-1] - days[0]).days + 1 if days else 0
    return [counts.get(days[0] + timedelta(days=number), 0) for number in range(length)]


@dataclass(frozen=True, slots=True)
class Score:
    """Per cent of drop times minutes, and how many steps had no value: these add nothing, and are no drop of 0."""

    value: float
    missing: int


def outage_score(expected: Sequence[float | None], seen: Sequence[float | None], minutes: float) -> Score:
    """IODA's score of one data source: the sum over steps of the relative drop in per cent times a step's minutes.

    Both series have one value a step. What rises above what was expected counts as no drop.
    """
    total, missing = 0.0, 0
    for wanted, found in zip(expected, seen, strict=True):
        if wanted is None or found is None or wanted <= 0:
            missing += 1
        else:
            total += max(0.0, (wanted - found) / wanted * 100) * minutes
    return Score(total, missing)


def overall_score(scores: Iterable[Score]) -> float:
    """IODA's overall score: the product over data sources, so that one that saw nothing takes it to 0."""
    values = [one.value for one in scores]
    return prod(values) if values else 0.0
