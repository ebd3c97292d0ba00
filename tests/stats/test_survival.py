"""Medians with unknown ends: the published remission times of Freireich et al., and what must hold for any times."""

from __future__ import annotations

from random import Random

import pytest
from scipy.stats import CensoredData, ecdf

from sijill.stats.survival import Median, median_time

# Weeks in remission of 21 children on 6-mercaptopurine (E. J. Freireich et al., Blood 21 (1963) 699-716), the example
# of Kaplan-Meier in Cox and Oakes (1984) and Kleinbaum and Klein: median 23 weeks; interval on the log(-log) scale from
# 13 weeks, its upper end not reached. The 21 on placebo: median 8 weeks, 4 to 11, nobody censored.
TREATED = ((6, 6, 6, 7, 10, 13, 16, 22, 23), (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35))
PLACEBO = (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)


def test_the_published_example() -> None:
    assert median_time(*TREATED) == Median(21, 9, 23, 13, None)
    assert median_time(PLACEBO, ()) == Median(21, 21, 8, 4, 11)


def test_its_curve_is_the_published_one() -> None:
    curve = ecdf(CensoredData(uncensored=TREATED[0], right=TREATED[1])).sf
    said = dict(zip(curve.quantiles, curve.probabilities, strict=True))
    published = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert {week: round(said[week], 3) for week in published} == published


def test_without_ends_there_is_no_median() -> None:
    assert median_time((), ()) == Median(0, 0, None, None, None)
    assert median_time((), (3, 4)) == Median(2, 0, None, None, None)
    assert median_time((2,), (5, 6, 7)) == Median(4, 1, None, 2, None)  # the interval is seen, the median is not
    assert median_time((2,), ()).low is None  # one case has no interval


def test_without_censoring_it_is_the_lower_median() -> None:
    draw = Random(1)
    for size in (1, 2, 5, 8, 30):
        times = [draw.randrange(40) for _ in range(size)]
        assert median_time(times, ()).value == sorted(times)[(size - 1) // 2]


def test_leaving_out_what_goes_on_would_shorten_it_and_the_order_does_not_matter() -> None:
    draw = Random(2)
    for _ in range(20):
        ended = [draw.randrange(20) for _ in range(12)]
        still = [draw.randrange(20) for _ in range(6)]
        whole = median_time(ended, still)
        alone = median_time(ended, ()).value
        assert whole.value is None or (alone is not None and whole.value >= alone)
        assert whole == median_time(ended[::-1], still[::-1])


def test_an_end_before_the_beginning_is_refused() -> None:
    with pytest.raises(ValueError, match="ended before it began"):
        median_time((-1,), ())
