"""Audits of decisions by group, against SciPy and by simulation; and what may not be said."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import CensoredData, fisher_exact, logrank

from sijill.stats.disparity import (
    NO,
    NOT_KNOWN,
    YES,
    Answers,
    CannotTell,
    Decisions,
    Found,
    NotFound,
    Question,
    audit,
    log_rank,
    of_counts,
    speeds,
    tally,
)
from sijill.stats.rates import newcombe


def drawn(seed: int, rates: dict[str, float], each: int = 400, unknown: float = 0.0) -> Decisions:
    """Decisions whose rate of action is known; half of those acted upon appeal, half of the appeals are decided."""
    random = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(rates)), each)
    acted = (random.random(len(group)) < np.array(list(rates.values()))[group]).astype(np.int8)
    acted[random.random(len(group)) < unknown] = NOT_KNOWN
    appealed = np.where((acted == YES) & (random.random(len(group)) < 0.5), YES, NO).astype(np.int8)
    back = np.where(appealed == YES, random.choice([YES, NO, NOT_KNOWN], len(group)), NO).astype(np.int8)
    days = random.exponential(10.0, len(group)).round(1)
    return Decisions(tuple(rates), group, acted, appealed, back, days, random.random(len(group)) < 0.8)


def test_counts_are_counted_once_and_the_not_known_stay_so() -> None:
    def column(*said: int) -> Answers:
        return np.array(said, dtype=np.int8)

    made = Decisions(
        ("ar", "es"),
        np.array([0, 0, 0, 0, 1, 1]),
        column(YES, YES, YES, NO, YES, NOT_KNOWN),
        column(YES, YES, NO, NO, NOT_KNOWN, NO),
        column(YES, NOT_KNOWN, NO, NO, NO, NO),
    )
    assert tally(made, Question.ACTION).tolist() == [[3, 1, 0], [1, 0, 1]]
    assert tally(made, Question.APPEAL).tolist() == [[2, 1, 0], [0, 0, 1]]
    assert tally(made, Question.REVERSAL).tolist() == [[1, 0, 1], [0, 0, 0]]
    assert tally(made, Question.WRONG).tolist() == [[1, 0, 2], [0, 0, 1]]
    wrong = audit(made, Question.WRONG)
    assert [(one.value, one.least, one.most) for one in wrong.rates] == [(None, 1 / 3, 1.0), (None, 0.0, 1.0)]
    assert wrong.gaps == ()


def test_the_bounds_hold_whatever_the_not_known_were() -> None:
    made = drawn(3, {"ar": 0.4, "fr": 0.3, "es": 0.2}, unknown=0.2)
    found = audit(made, Question.ACTION)
    random = np.random.default_rng(1)
    for way in (0.0, 0.5, 1.0):
        filled = np.where(made.acted == NOT_KNOWN, random.random(len(made.acted)) < way, made.acted).astype(np.int8)
        whole = audit(Decisions(made.groups, made.group, filled, made.appealed, made.reversed), Question.ACTION)
        for rate, gap, true, true_gap in zip(found.rates, found.gaps, whole.rates, whole.gaps, strict=True):
            assert true.value is not None
            assert true_gap.value is not None
            assert rate.floor <= rate.least <= true.value <= rate.most <= rate.ceiling
            assert gap.least - 1e-12 <= true_gap.value <= gap.most + 1e-12


def test_a_gap_that_is_there_is_found_and_equal_groups_are_seldom_told_apart() -> None:
    found = audit(drawn(1, {"ar": 0.4, "fr": 0.2, "es": 0.2}), Question.ACTION)
    first = found.gaps[0]
    assert isinstance(first.finding, Found)
    assert first.low > 0.1
    equal = (audit(drawn(seed, dict.fromkeys("abcdef", 0.3), 60), Question.ACTION) for seed in range(300))
    wrong = sum(any(isinstance(gap.finding, Found) for gap in one.gaps) for one in equal)
    assert wrong <= 25, "at most one audit in twenty may find a gap between equals"


def test_no_gap_is_never_said_without_the_smallest_that_could_have_been_shown() -> None:
    found = audit(drawn(2, {"ar": 0.3, "fr": 0.3}), Question.ACTION)
    for gap in found.gaps:
        assert isinstance(gap.finding, NotFound)
        assert 0.05 < (gap.finding.rise or 0) < 0.2
    with pytest.raises(ValueError, match="no gap at all"):
        NotFound(1.0, None, None)
    with pytest.raises(TypeError):
        NotFound(1.0)  # type: ignore[call-arg]
    few = audit(drawn(2, {"ar": 0.5, "fr": 0.5}, 2), Question.ACTION)
    assert all(isinstance(gap.finding, CannotTell) for gap in few.gaps)


def test_a_gap_of_the_size_said_is_found_about_four_times_in_five() -> None:
    first = audit(drawn(5, {"a": 0.3, "b": 0.3, "c": 0.3}, 300), Question.ACTION).gaps[0].finding
    assert isinstance(first, NotFound)
    assert first.rise is not None
    rates = {"a": 0.3 + first.rise, "b": 0.3, "c": 0.3}
    hits = sum(
        isinstance(audit(drawn(seed, rates, 300), Question.ACTION).gaps[0].finding, Found) for seed in range(100, 300)
    )
    assert 0.7 <= hits / 200 <= 0.95


def test_one_group_against_which_all_are_compared() -> None:
    made = drawn(1, {"ar": 0.4, "fr": 0.2, "es": 0.2})
    found = audit(made, Question.ACTION, against="es")
    assert [gap.group for gap in found.gaps] == ["ar", "fr"]
    assert found.gaps[1].value == pytest.approx((found.rates[1].value or 0) - (found.rates[2].value or 0))
    with pytest.raises(ValueError, match="no group 'de'"):
        audit(made, Question.ACTION, against="de")
    assert audit(drawn(1, {"ar": 0.4}), Question.ACTION).gaps == ()


def test_two_groups_are_one_comparison_and_one_with_nobody_is_none() -> None:
    two = np.array([[30, 70, 0], [46, 54, 0]])
    raw = float(fisher_exact(two[:, :2]).pvalue)
    assert 0.025 < raw < 0.05
    found = of_counts(("ar", "fr"), two, Question.ACTION)
    assert [gap.finding for gap in found.gaps] == [Found(pytest.approx(raw))] * 2
    assert (found.gaps[0].low, found.gaps[0].high) == newcombe((30, 100), (46, 100))
    empty = np.array([*two, [0, 0, 0], [0, 0, 9]])
    more = of_counts(("ar", "fr", "es", "de"), empty, Question.ACTION)
    assert [(one.low, one.high, one.finding) for one in more.gaps[:2]] == [
        (one.low, one.high, one.finding) for one in found.gaps
    ]
    assert [gap.finding for gap in more.gaps[2:]] == [CannotTell()] * 2
    named = of_counts(("ar", "fr", "es"), np.array([*two, [30, 70, 0]]), Question.ACTION, against="es")
    assert isinstance(named.gaps[1].finding, NotFound), "against one group, two others are two comparisons"
    assert named.gaps[1].finding.p == pytest.approx(2 * raw)


def test_times_of_two_groups_are_one_comparison() -> None:
    made = drawn(4, {"ar": 0.4, "fr": 0.2}, 50)
    assert made.days is not None
    assert made.decided is not None
    raw = log_rank(made.group, made.days, made.decided, 2)
    assert [getattr(one.finding, "p", None) for one in speeds(made)] == pytest.approx(raw)


def test_log_rank_as_scipy_has_it() -> None:
    made = drawn(4, {"ar": 0.4, "fr": 0.2, "es": 0.2}, 50)
    assert made.days is not None
    assert made.decided is not None
    ours = log_rank(made.group, made.days, made.decided, 3)
    for at in range(3):
        sides = [
            CensoredData(uncensored=made.days[side & made.decided], right=made.days[side & ~made.decided])
            for side in (made.group == at, made.group != at)
        ]
        assert ours[at] == pytest.approx(float(logrank(*sides).pvalue), rel=1e-9)


def test_a_slower_group_is_found_and_a_time_not_known_is_counted() -> None:
    made = drawn(4, {"ar": 0.4, "fr": 0.2, "es": 0.2}, 200)
    assert made.days is not None
    slow = np.where(made.group == 0, made.days * 2, made.days)
    slow[5] = np.nan
    found = speeds(Decisions(made.groups, made.group, made.acted, made.appealed, made.reversed, slow, made.decided))
    assert isinstance(found[0].finding, Found)
    assert [one.unknown for one in found] == [1, 0, 0]
    assert (found[0].median.value or 0) > 1.5 * (found[1].median.value or 0)
    equal = speeds(made)
    assert all(isinstance(one.finding, NotFound) and 1 < (one.finding.rise or 0) < 2 for one in equal)
    with pytest.raises(ValueError, match="no times"):
        speeds(Decisions(made.groups, made.group, made.acted, made.appealed, made.reversed))


def test_what_cannot_be_decisions_is_refused() -> None:
    one = np.zeros(2, dtype=np.int8)
    with pytest.raises(ValueError, match="not in the list"):
        Decisions(("ar",), np.array([0, 1]), one, one, one)
    with pytest.raises(ValueError, match="one value per decision"):
        Decisions(("ar",), np.array([0, 0]), one, one, one[:1])
    with pytest.raises(ValueError, match="something else"):
        Decisions(("ar",), np.array([0, 0]), one + 2, one, one)
