"""Whether decisions fall differently on groups: who is acted upon, who appeals, who is proved right, and how soon.

Pure: arrays in, frozen results out, no names. Every group is compared with all the others together, since no group is
the norm, or with one that the caller names. `docs/explanation/disparity.md` says how to read the answers.

Sources: those of `rates.py`; R. A. Fisher's exact test; C. F. Manski, Nonparametric Bounds on Treatment Effects,
American Economic Review 80 (1990) 319-323; N. Mantel, Cancer Chemotherapy Reports 50 (1966) 163-170 (log-rank).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc
from scipy.stats import fisher_exact

from sijill.stats.rates import holm, newcombe, smallest_gap, smallest_ratio, wilson
from sijill.stats.survival import Median, median_time

YES, NO, NOT_KNOWN = 1, 0, -1

Answers = NDArray[np.int8]
Numbers = NDArray[np.int64]


class Question(StrEnum):
    """What a rate is of."""

    ACTION = "action"  # acted upon, of all decisions
    APPEAL = "appeal"  # appealed, of those acted upon
    REVERSAL = "reversal"  # reversed, of those appealed
    WRONG = "wrong"  # reversed, of those acted upon: whoever did not appeal might have been right as well


@dataclass(frozen=True, eq=False)
class Decisions:
    """Decisions and what came after, one row each.

    `group`: (n,) positions in `groups`; a group that nobody knows is a group like any other. `acted`, `appealed`,
    `reversed`: (n,) YES, NO or NOT_KNOWN; an appeal not yet decided is NOT_KNOWN in `reversed`. `days`: (n,) time to
    the decision, or so far where `decided` is false; NaN where not known. ValueError where lengths or codes are wrong.
    """

    groups: tuple[str, ...]
    group: NDArray[np.int64]
    acted: Answers
    appealed: Answers
    reversed: Answers
    days: NDArray[np.float64] | None = None
    decided: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        if (self.days is None) != (self.decided is None):
            raise ValueError("times need both: the days, and whether a decision ended them")
        columns = [self.acted, self.appealed, self.reversed, self.days, self.decided]
        if any(one is not None and one.shape != self.group.shape for one in columns):
            raise ValueError("every column of decisions has one value per decision")
        if self.group.size and not (self.group.min() >= 0 and self.group.max() < len(self.groups)):
            raise ValueError("a decision belongs to a group that is not in the list of groups")
        for name, answers in (("acted", self.acted), ("appealed", self.appealed), ("reversed", self.reversed)):
            if answers.size and not (answers.min() >= NOT_KNOWN and answers.max() <= YES):
                raise ValueError(f"{name} holds something else than yes, no and not known")


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of one group. `low`, `high`: Wilson's interval of `value`, by those known alone (None: nobody known).

    `least`, `most`: what the rate would be if nobody, or everybody, of the not known were a yes (Manski); `floor`, `ceiling`
    add to these bounds what chance adds: Wilson's low end of the least and high end of the most.
    """

    group: str
    yes: int
    no: int
    unknown: int
    value: float | None
    low: float
    high: float
    least: float
    most: float
    floor: float
    ceiling: float


@dataclass(frozen=True, slots=True)
class Found:
    """A gap that chance does not explain. `p` is adjusted (Holm) for all the groups compared."""

    p: float


@dataclass(frozen=True, slots=True)
class NotFound:
    """No gap was found, which is said together with how large it would have had to be, or not at all.

    `rise`, `fall`: the smallest gap above and below that would have been found with a probability of 80 %, beside as
    many comparisons; None for a side on which no gap is large enough. For times, ratios of speeds above 1.
    """

    p: float
    rise: float | None
    fall: float | None

    def __post_init__(self) -> None:
        if self.rise is None and self.fall is None:
            raise ValueError("these data could have shown no gap at all: that is CannotTell, not NotFound")
        if any(one is not None and not one > 0 for one in (self.rise, self.fall)):
            raise ValueError(f"a smallest gap is above 0: {self}")


@dataclass(frozen=True, slots=True)
class CannotTell:
    """So few decisions that no gap, however large, would have been found: silence and not equality."""


Finding = Found | NotFound | CannotTell


@dataclass(frozen=True, slots=True)
class Gap:
    """A group's rate less that of those it is compared with (None: one side has nobody).

    `low`, `high`: Newcombe's interval at 1 - alpha / (number of comparisons), so that all hold together with 1 - alpha.
    A comparison with nobody on one side does not count, and two groups are one comparison.
    `least`, `most`: the gap at the two worst cases of the not known; chance is not in them.
    """

    group: str
    value: float | None
    low: float
    high: float
    least: float
    most: float
    finding: Finding


@dataclass(frozen=True, slots=True)
class Speed:
    """How soon a group's decisions came (Kaplan and Meier), against the others (log-rank)."""

    group: str
    median: Median
    unknown: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Audit:
    """All answers to one question. `against` empty: each group was compared with all the others together."""

    question: Question
    against: str
    alpha: float
    rates: tuple[Rate, ...]
    gaps: tuple[Gap, ...]


def audit(decisions: Decisions, question: Question, *, against: str = "", alpha: float = 0.05) -> Audit:
    """Rates of every group and their gaps, all gaps together at an error of `alpha`.

    Fisher's exact test with Holm's adjustment: valid however small a group is, and under any dependence between the
    comparisons, which share the other groups; a studentized range would ask for equal variances that rates do not have.
    `WRONG` has bounds and no test: those who did not appeal are not a sample of anybody. ValueError for an unknown group.
    """
    return of_counts(decisions.groups, tally(decisions, question), question, against=against, alpha=alpha)


def of_counts(
    groups: tuple[str, ...], counts: Numbers, question: Question, *, against: str = "", alpha: float = 0.05
) -> Audit:
    """The same from counts alone: (groups, 3) yes, no, not known, as `tally` gives them."""
    rates = tuple(_rate(name, *map(int, row)) for name, row in zip(groups, counts, strict=True))
    if question is Question.WRONG:
        return Audit(question, against, alpha, tuple(_bounds_only(one) for one in rates), ())
    compared = _compared(groups, against)
    others = [_others(counts, at, groups, against) for at in compared]
    tests = [_test(counts[at], other) for at, other in zip(compared, others, strict=True)]
    told = [bool(counts[at, :2].sum() and other[:2].sum()) for at, other in zip(compared, others, strict=True)]
    family = _comparisons(told, against)
    gaps = tuple(
        _gap(rates[at], other, p, alpha, alpha / family)
        for at, other, p in zip(compared, others, _together(tests, told, family), strict=True)
    )
    return Audit(question, against, alpha, rates, gaps)


def tally(decisions: Decisions, question: Question) -> Numbers:
    """(groups, 3) counts: yes, no, not known. Who is not asked the question at all is in none of them."""
    acted, appealed, back = decisions.acted == YES, decisions.appealed == YES, decisions.reversed
    asked, answer = {
        Question.ACTION: (np.ones_like(acted), decisions.acted),
        Question.APPEAL: (acted, decisions.appealed),
        Question.REVERSAL: (acted & appealed, back),
        Question.WRONG: (acted, np.where(appealed, back, NOT_KNOWN)),
    }[question]
    column = np.array([1, 0, 2])[answer[asked]]  # NO, YES, and NOT_KNOWN as the last
    size = len(decisions.groups)
    return np.bincount(decisions.group[asked] * 3 + column, minlength=size * 3).reshape(size, 3)


def _rate(group: str, yes: int, no: int, unknown: int) -> Rate:
    known, all_ = yes + no, yes + no + unknown
    low, high = wilson(yes, known)
    return Rate(
        group, yes, no, unknown,
        yes / known if known else None, low, high,
        yes / all_ if all_ else 0.0, (yes + unknown) / all_ if all_ else 1.0,
        wilson(yes, all_)[0], wilson(yes + unknown, all_)[1],
    )  # fmt: skip


def _bounds_only(rate: Rate) -> Rate:
    """Without the rate among those known: whoever appealed is not like whoever did not."""
    return Rate(
        rate.group, rate.yes, rate.no, rate.unknown, None, 0.0, 1.0, rate.least, rate.most, rate.floor, rate.ceiling
    )


def _compared(groups: Sequence[str], against: str) -> list[int]:
    if against and against not in groups:
        raise ValueError(f"there is no group {against!r} to compare with; groups are {', '.join(groups)}")
    return [at for at, name in enumerate(groups) if name != against] if len(groups) > 1 else []


def _comparisons(told: Sequence[bool], against: str) -> int:
    """How many comparisons are made at once. `told`: of each whether both its sides have anybody.

    One with nobody on a side can find nothing. Two groups, each against the other, are one comparison said twice.
    """
    many = sum(told)
    return 1 if many == 2 and not against else max(many, 1)


def _together(p: Sequence[float], told: Sequence[bool], family: int) -> list[float]:
    """Holm's p-values over the comparisons that are made; 1 for the others."""
    made = [one for one, holds in zip(p, told, strict=True) if holds]
    adjusted = iter(made if family == 1 else holm(made))
    return [next(adjusted) if holds else 1.0 for holds in told]


def _others(counts: Numbers, at: int, groups: Sequence[str], against: str) -> Numbers:
    found: Numbers = counts[groups.index(against)] if against else counts.sum(axis=0) - counts[at]
    return found


def _test(one: Numbers, other: Numbers) -> float:
    return float(fisher_exact([one[:2].tolist(), other[:2].tolist()]).pvalue)


def _gap(rate: Rate, other: Numbers, p: float, alpha: float, each: float) -> Gap:
    rest = _rate("", *map(int, other))
    of, rest_of = rate.yes + rate.no, rest.yes + rest.no
    low, high = newcombe((rate.yes, of), (rest.yes, rest_of), 1 - each)
    value = None if rate.value is None or rest.value is None else rate.value - rest.value
    base = rest.value or 0.0
    rise, fall = (smallest_gap(of, base, rest_of, sign, each) for sign in (1, -1))
    return Gap(
        rate.group, value, low, high, rate.least - rest.most, rate.most - rest.least, _finding(p, alpha, rise, fall)
    )


def _finding(p: float, alpha: float, rise: float | None, fall: float | None) -> Finding:
    if p <= alpha:
        return Found(p)
    return CannotTell() if rise is None and fall is None else NotFound(p, rise, fall)


def speeds(decisions: Decisions, *, alpha: float = 0.05) -> tuple[Speed, ...]:
    """Time to the decision by group, each group against all the others. ValueError without times.

    A decision that has not come yet is censored, never left out; a time that is not known is left out and counted.
    """
    if decisions.days is None or decisions.decided is None:
        raise ValueError("these decisions have no times")
    known = ~np.isnan(decisions.days)
    group, days, ended = decisions.group[known], decisions.days[known], decisions.decided[known]
    size = len(decisions.groups)
    unknown = np.bincount(decisions.group[~known], minlength=size)
    cases = np.bincount(group, minlength=size)
    told = [bool(0 < n < len(group)) for n in cases]
    family = _comparisons(told, "")
    each, tests = alpha / family, _together(log_rank(group, days, ended, size), told, family)
    found = []
    for at, (name, p) in enumerate(zip(decisions.groups, tests, strict=True)):
        mine = group == at
        ratio = smallest_ratio(int(ended.sum()), cases[at] / max(len(group), 1), each)
        median = median_time(days[mine & ended].tolist(), days[mine & ~ended].tolist())
        found.append(Speed(name, median, int(unknown[at]), _finding(p, alpha, ratio, ratio)))
    return tuple(found)


def log_rank(group: NDArray[np.int64], days: NDArray[np.float64], ended: NDArray[np.bool_], groups: int) -> list[float]:
    """The p-value of each group against all the others together; 1 where nothing can be compared.

    (n,) positions of groups, times, and whether they ended. All groups at once: one table of those at risk by time,
    which SciPy's two-sample test would make anew for each.
    """
    times, at = np.unique(days, return_inverse=True)
    size = len(times)
    left = np.bincount(group * size + at, minlength=groups * size).reshape(groups, size)
    ends = np.bincount(group[ended] * size + at[ended], minlength=groups * size).reshape(groups, size)
    risk = left[:, ::-1].cumsum(axis=1)[:, ::-1]
    all_ends, all_risk = ends.sum(axis=0), np.maximum(risk.sum(axis=0), 1)
    share = risk / all_risk
    expected = share * all_ends
    spread = share * (1 - share) * all_ends * (all_risk - all_ends) / np.maximum(all_risk - 1, 1)
    gap, variance = (ends - expected).sum(axis=1), spread.sum(axis=1)
    chi = np.divide(gap**2, variance, out=np.zeros(groups), where=variance > 0)
    return [float(one) for one in chdtrc(1, chi)]
