"""Estimates by latent classes: what is refused, what is warned of, and published results on the shared tables."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from sijill.stats.capture.latent import estimate, strata
from sijill.stats.capture.latent.strata import seed_of
from sijill.stats.capture.overlaps import Overlaps, collect, from_csv
from sijill.stats.capture.result import Estimate, NotEstimable


def synthetic(total: int = 2_000, seed: int = 5) -> Overlaps:
    """SYNTHETIC: five lists, a third of the units easy to find, the others hard; `total` is the truth."""
    rng = np.random.default_rng(seed)
    easy = rng.random(total) < 1 / 3
    reach = np.where(easy[:, None], [0.6, 0.5, 0.4, 0.5, 0.3], [0.3, 0.2, 0.3, 0.25, 0.3])
    return collect(("A", "B", "C", "D", "E"), rng.random((total, 5)) < reach, np.ones(total, np.int64))


def bimodal() -> Overlaps:
    """SYNTHETIC: a large group that is hard to find and two small ones, drawn so that there are two readings."""
    rng = np.random.default_rng(7)
    rates = [[0.02, 0.003, 0.11, 0.0174, 0.0065], [0.003, 0.7, 0.025, 0.0005, 0.001], [0.15, 0.002, 0.17, 0.003, 0.72]]
    which = rng.choice(3, 48_000, p=[0.945, 0.04, 0.015])
    held = rng.random((48_000, 5)) < np.array(rates)[which]
    return collect(("A", "B", "C", "D", "E"), held, np.ones(48_000, np.int64))


def table(shared: Path, name: str) -> Overlaps:
    return from_csv((shared / "data" / "mse" / f"{name}.csv").read_text(encoding="utf-8"))


def good(overlaps: Overlaps, **asked: object) -> Estimate:
    found = estimate(overlaps, seed=1, compare=False, **asked)
    assert isinstance(found, Estimate)
    return found


def test_the_truth_lies_in_the_interval_and_the_diagnostics_say_why_to_believe_it() -> None:
    found = good(synthetic())
    assert found.low < 2_000 < found.high < 4_000
    assert found.low < found.low80 < found.total < found.high80 < found.high
    assert found.diagnostics["rhat"] <= 1.01
    assert min(found.diagnostics["ess_bulk"], found.diagnostics["ess_tail"]) >= 400
    assert found.total == np.median(found.draws)
    assert found.draws.min() >= found.n
    assert found.diagnostics["predictive"]["cells"] == 31
    assert found.diagnostics["predictive"]["beyond"] <= 4
    assert (found.seed, found.method, found.table) == (1, "lcm", synthetic().hash)


def test_the_same_seed_gives_the_same_draws_and_another_seed_others() -> None:
    first, again = (estimate(synthetic(), seed=9, compare=False, workers=workers) for workers in (1, 2))
    assert isinstance(first, Estimate)
    assert isinstance(again, Estimate)
    assert np.array_equal(first.draws, again.draws)
    assert first.diagnostics == again.diagnostics
    assert not np.array_equal(first.draws[:1000], good(synthetic()).draws[:1000])


def test_the_order_of_the_lists_and_an_empty_list_change_nothing() -> None:
    plain = synthetic()
    turned = plain.only(["D", "A", "E", "C", "B"])
    wider = collect((*plain.lists, "F"), np.c_[plain.patterns, np.zeros(len(plain.counts), bool)], plain.counts)
    first, *others = (good(one) for one in (plain, turned, wider))
    for other in others:
        assert np.array_equal(first.draws, other.draws)
        assert {**first.diagnostics, "lists": {}} == {**other.diagnostics, "lists": {}}


def test_more_classes_are_compared() -> None:
    found = estimate(synthetic(), seed=1, classes=6)
    assert isinstance(found, Estimate)
    assert found.diagnostics["compared"]["classes"] == 9
    assert found.diagnostics["compared"]["total"] == pytest.approx(found.total, rel=0.05)
    assert "classes-matter" not in found.warnings


def test_too_few_classes_are_noticed() -> None:
    """Both classes are in use in every draw: the model may need a third."""
    found = estimate(synthetic(6_000), seed=1, classes=2, compare=False)
    assert isinstance(found, Estimate)
    assert "truncation" in found.warnings
    assert found.diagnostics["occupied_most"] == 2


def test_two_lists_are_too_few() -> None:
    found = estimate(synthetic().only(["A", "B"]), seed=1)
    assert isinstance(found, NotEstimable)
    assert found.reason == "few-lists"
    assert found.facts == {"valid": 2, "least": 3, "lists": ["A", "B"], "empty": []}


@pytest.mark.slow
def test_two_modes_are_no_number() -> None:
    """Chains that keep to different ranges are stopped long before the clock does; the modes are reported."""
    began = time.process_time()
    found = estimate(bimodal(), seed=1, limit_seconds=60)
    assert isinstance(found, NotEstimable)
    assert found.reason == "several-modes"
    low, high = found.facts["peaks"]
    assert high > 2 * low
    assert [mode["share"] >= 0.1 for mode in found.facts["modes"]].count(True) == 2
    assert found.diagnostics["rhat"] > 1.01
    assert found.facts["sweeps"] <= 400_000
    assert time.process_time() - began < 60


def test_without_time_there_is_no_number() -> None:
    found = estimate(synthetic(200_000), seed=1, limit_seconds=0.0)
    assert isinstance(found, NotEstimable)
    assert found.reason == "not-converged"
    assert found.facts["sweeps"] == found.diagnostics["sweeps"] > 0
    assert len(found.facts["medians"]) == 4


def test_three_chains_are_an_error() -> None:
    with pytest.raises(ValueError, match="3 chains of 10 classes"):
        estimate(synthetic(), chains=3)


def test_a_stratum_keeps_its_numbers_when_others_come() -> None:
    tables = {name: synthetic(300, seed) for seed, name in enumerate(["north", "south", "east"])}
    several, one = strata(tables, seed=4, compare=False), strata({"east": tables["east"]}, seed=4, compare=False)
    assert list(several) == ["north", "south", "east"]
    east, alone = several["east"], one["east"]
    assert isinstance(east, Estimate)
    assert isinstance(alone, Estimate)
    assert np.array_equal(east.draws, alone.draws)
    assert east.seed == seed_of(4, "east")
    again = estimate(tables["east"], seed=east.seed, compare=False)
    assert isinstance(again, Estimate)
    assert np.array_equal(again.draws, east.draws)


@pytest.mark.parametrize(
    ("name", "median", "low", "high"),
    [
        ("kosovo", 10_442, 9_076, 13_965),
        ("western_us_5lists", 1_842, 1_322, 3_024),
        ("new_orleans_5lists", 836, 567, 1_403),
        ("korea_comfort_women_palembang", 138, 124, 206),
        ("uk_modern_slavery_6lists", 22_000, 16_500, 33_000),
    ],
)
@pytest.mark.slow
def test_published_tables(shared: Path, name: str, median: float, low: float, high: float) -> None:
    """By LCMCR 0.4.14, four seeds of 210,000 sweeps each; Korea: HRDAG (2018)."""
    found = good(table(shared, name))
    assert found.total == pytest.approx(median, rel=0.05)
    assert found.low == pytest.approx(low, rel=0.08)
    assert found.high == pytest.approx(high, rel=0.12)


@pytest.mark.slow
def test_the_netherlands_are_two_modes(shared: Path) -> None:
    found = estimate(table(shared, "netherlands_trafficking_5lists"), seed=1)
    assert isinstance(found, NotEstimable)
    assert found.reason == "several-modes"
    ats = [mode["at"] for mode in found.facts["modes"] if mode["share"] >= 0.1]
    assert ats == pytest.approx([49_000, 143_000], rel=0.1)
    assert found.facts["peaks"] == pytest.approx(ats, rel=0.01)
