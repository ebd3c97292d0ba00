"""Strata that nobody wrote down: every unit stays, in its lists, and the interval knows what is not known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.stats.capture import chao, dga, strata
from sijill.stats.capture.imputation import imputations, over_strata, read
from sijill.stats.capture.overlaps import OverlapsError, from_csv
from sijill.stats.capture.pooling import over
from sijill.stats.capture.result import Estimate
from tests.stats.capture.test_panel import STRATA

PEOPLE = {"x": 900, "y": 500}
CHANCES = {"x": (0.5, 0.3, 0.25), "y": (0.2, 0.4, 0.3)}


def synthetic(seed: int, *, missing: bool = True) -> str:
    """SYNTHETIC: two strata; people in one list lack their stratum in 39 of 100 cases, others in 15."""
    random, rows = np.random.default_rng(seed), dict[tuple[object, ...], int]()
    for name, people in PEOPLE.items():
        held = random.random((people, 3)) < CHANCES[name]
        gone = (random.random(people) < np.where(held.sum(axis=1) == 1, 0.39, 0.15)) & missing
        for lists, lacks in zip(held.astype(int).tolist(), gone, strict=True):
            key = (*lists, "" if lacks else name)
            rows[key] = rows.get(key, 0) + any(lists)
    return "a,b,c,kind,count\n" + "".join(f"{','.join(map(str, key))},{n}\n" for key, n in rows.items())


def test_without_a_missing_value_nothing_changes() -> None:
    done = over_strata(dga.estimate, read(STRATA, "year"), seed=5, jobs=1)
    plain = strata.estimate(dga.estimate, strata.split(STRATA, "year"), seed=5, jobs=1)
    assert (done.imputed, done.sets, done.skipped) == (0, 1, plain.skipped)
    assert np.array_equal(done.total.draws, plain.total.draws)
    assert all(done.results[year].n == one.n for year, one in plain.results.items())
    assert np.array_equal(done.results["2024"].draws, plain.results["2024"].draws)


ROWS = st.lists(
    st.tuples(st.integers(1, 7), st.sampled_from(["", "x", "y", "z"]), st.sampled_from(["m", "f"]), st.integers(1, 60)),
    min_size=1,
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(0, 5), st.booleans())
def test_every_unit_stays_and_keeps_its_lists(rows: list[tuple[int, str, str, int]], seed: int, by_sex: bool) -> None:
    lines = [f"{code >> 2 & 1},{code >> 1 & 1},{code & 1},{sex},{kind},{n}" for code, kind, sex, n in rows]
    if not by_sex:
        lines = [line.replace(",m,", ",").replace(",f,", ",") for line in lines]
    text = "\n".join(["a,b,c,sex,kind,count" if by_sex else "a,b,c,kind,count", *lines])
    if all(kind == "" for _, kind, _, _ in rows):
        with pytest.raises(OverlapsError, match="empty in every line"):
            read(text, "kind", ["sex"] if by_sex else [])
        return
    data = read(text, "kind", ["sex"] if by_sex else [])
    whole, known = data.whole.cells(), data.parts(np.zeros_like(data.known))
    assert whole.sum() == sum(n for *_, n in rows)
    assert data.missing.sum() == sum(n for _, kind, _, n in rows if not kind)
    for parts in imputations(data, 3, seed):
        assert np.array_equal(sum(one.cells() for one in parts.values()), whole)
        assert all((one.cells() >= known[name].cells()).all() for name, one in parts.items())


def test_a_stratum_is_drawn_from_those_in_the_same_lists() -> None:
    text = "a,b,c,kind,count\n1,0,0,x,90\n1,0,0,y,10\n0,1,0,x,10\n0,1,0,y,90\n1,0,0,,1000\n0,1,0,,1000\n0,0,1,,1000\n"
    drawn = [parts["x"].cells() for parts in imputations(read(text, "kind"), 200, 1)]
    in_a, in_b, in_c = (np.array([one[code] for one in drawn]) for code in (4, 2, 1))
    assert in_a.mean() == pytest.approx(990, abs=15)
    assert in_b.mean() == pytest.approx(110, abs=15)
    assert in_a.std() == pytest.approx(1000 * (0.9 * 0.1 / 101) ** 0.5, rel=0.35)  # shares are drawn, not only units
    assert in_c.mean() == pytest.approx(500, abs=80)  # nobody in c has a stratum: half are x among all who have
    assert in_c.std() > 250


def test_another_column_tells_about_the_stratum() -> None:
    text = "a,b,c,sex,kind,count\n1,0,0,m,x,100\n1,0,0,f,y,100\n1,0,0,m,,50\n1,0,0,f,,30\n"
    drawn = [parts["x"].n for parts in imputations(read(text, "kind", ["sex"]), 50, 1)]
    assert np.mean(drawn) == pytest.approx(150, abs=1)
    with pytest.raises(OverlapsError, match="a column of a list holds 0 or 1"):
        read(text, "kind")  # the column was not named: it is no list


def test_intervals_hold_what_complete_cases_miss() -> None:
    data = read(synthetic(2), "kind")
    done = over_strata(dga.estimate, data, seed=1, jobs=1)
    assert (done.imputed, done.sets, done.skipped) == (int(data.missing.sum()), 20, ())
    assert done.imputed > 250
    for name, people in PEOPLE.items():
        one = done.results[name]
        assert isinstance(one, Estimate)
        assert one.low < people < one.high
        assert "few-tables" not in one.warnings
        assert one.diagnostics["rubin"]["total"] == pytest.approx(one.total, rel=0.05)
    assert done.total.low < sum(PEOPLE.values()) < done.total.high
    assert done.total.n == data.whole.n == done.pooled.n
    complete = strata.estimate(dga.estimate, data.parts(np.zeros_like(data.known)), seed=1, jobs=1)
    assert complete.total.high < sum(PEOPLE.values())
    full = strata.estimate(dga.estimate, strata.split(synthetic(2, missing=False), "kind"), seed=1, jobs=1)
    assert all(done.results[k].high - done.results[k].low > one.high - one.low for k, one in full.results.items())
    widths = sum(((one.high - one.low) ** 2 for one in done.results.values()), 0.0) ** 0.5
    assert done.total.high - done.total.low < 1.1 * widths  # what one stratum gains another loses


def test_few_sets_a_lower_bound_and_a_stratum_without_an_estimate() -> None:
    text = STRATA + "1,0,0,,30\n0,1,0,,20\n"
    done = over_strata(dga.estimate, read(text, "year"), sets=3, seed=1, jobs=1)
    assert "few-tables" in done.results["2024"].warnings
    assert done.skipped == ("2026",)
    assert done.results["2026"].reason == "pool-refused"
    assert "strata-skipped" in done.total.warnings
    assert done.total.n == 376
    with pytest.raises(ValueError, match="best 20 or more"):
        over_strata(dga.estimate, read(text, "year"), sets=1)
    with pytest.raises(ValueError, match="chao has no draws"):
        over_strata(chao.estimate, read(text, "year"), sets=2, jobs=1)
    with pytest.raises(OverlapsError, match="the column 'year' is empty in 2 lines"):
        strata.split(text, "year")


def test_tables_are_pooled_whatever_their_order() -> None:
    tables = [
        from_csv(f"a,b,c,count\n1,0,0,{40 + k}\n0,1,0,35\n0,0,1,30\n1,1,0,12\n1,0,1,9\n0,1,1,8\n") for k in range(4)
    ]
    done = over(dga.estimate, tables, seed=3, jobs=1)
    again = over(dga.estimate, tables[::-1], seed=3, jobs=1)
    assert (done.total, done.low, done.high, done.table) == (again.total, again.low, again.high, again.table)
    assert done.warnings[-1] == "few-tables"
    assert done.seed == 3
    with pytest.raises(ValueError, match="two tables or more, all with the same lists"):
        over(dga.estimate, [tables[0], from_csv("a,b,d,count\n1,0,1,9\n")])
