"""Log-linear models: published estimates are found again, and where there is none, none is given."""

from __future__ import annotations

from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import chi2
from scipy.stats import poisson as poisson_law

from sijill.stats.capture import loglinear
from sijill.stats.capture.existence import Standing, standing
from sijill.stats.capture.interval import profile
from sijill.stats.capture.lattice import design, orders, over, under
from sijill.stats.capture.models import extended, generators, hierarchical, main_effects, written
from sijill.stats.capture.overlaps import Overlaps, from_csv
from sijill.stats.capture.poisson import fit_each
from sijill.stats.capture.result import Estimate, NotEstimable
from sijill.stats.capture.search import Fitted, Stepwise, best, remembered, surprise
from tests.stats.capture.tables import drawn, real, shuffled, western


def counts(overlaps: Overlaps) -> np.ndarray:
    return overlaps.cells().astype(float)


def chosen(overlaps: Overlaps) -> Fitted:
    return best(counts(overlaps), 1, remembered())[0]


# --- Published ------------------------------------------------------------------------------------------------


def test_kosovo_as_published(shared: Path) -> None:
    kosovo = real(shared, "kosovo")
    model = chosen(kosovo)
    assert written(model.model, kosovo.lists) == "[EXH ABA OSCE][EXH HRW][OSCE HRW]"
    assert kosovo.n + model.unobserved == pytest.approx(10_356.52, abs=0.005)
    assert (round(model.deviance, 2), model.freedom) == (9.32, 4)
    ((low, high),) = profile(counts(kosovo), model.keep, model.cells, model.unobserved, [0.95])
    assert (round(low, -2), round(high, -2)) == (9000, 12_100)


@pytest.mark.parametrize(
    ("name", "total"),
    [
        ("korea_comfort_women_palembang", 157.1667),
        ("new_orleans_5lists", 1034.15),
        ("western_us_5lists", 2483.38),
        ("uk_modern_slavery_5lists", 25_311.29),
        ("netherlands_trafficking_5lists", 148_788.76),
    ],
)
def test_published_totals_by_bic(shared: Path, name: str, total: float) -> None:
    table = real(shared, name)
    assert table.n + chosen(table).unobserved == pytest.approx(total, abs=0.006)


@pytest.mark.parametrize(
    ("name", "total"),
    [("uk_modern_slavery_6lists", 11_417.99), ("uk_modern_slavery_5lists", 11_312.99), ("kosovo", 14_341.66)],
)
def test_published_totals_step_by_step(shared: Path, name: str, total: float) -> None:
    table = real(shared, name)
    found = Stepwise(0.02, remembered()).choose(counts(table))
    assert found is not None
    assert table.n + found.unobserved == pytest.approx(total, abs=0.006)


def test_six_lists_go_step_by_step_with_their_interval(shared: Path) -> None:
    done = loglinear.estimate(real(shared, "uk_modern_slavery_6lists"), seed=3)
    assert isinstance(done, Estimate)
    assert (round(done.total, 2), done.diagnostics["chosen_by"]) == (11_417.99, "stepwise")
    assert 8_700 < done.low < 9_900  # published by BCa: 9,418 to 15,036
    assert 13_500 < done.high < 16_500
    assert done.diagnostics["minus_infinity"] == []
    assert "never-met" in done.warnings


def test_the_artificial_table_is_refused(shared: Path) -> None:
    assert loglinear.estimate(real(shared, "artificial_3")).reason == "unconnected"


def test_western_us_without_the_shared_folder() -> None:
    done = loglinear.estimate(western(), seed=1)
    assert isinstance(done, Estimate)
    assert done.total == pytest.approx(2483.3839, abs=1e-3)
    assert done.diagnostics["model"] == "[A E][B][C][D]"
    assert done.low < done.low80 < done.total < done.high80 < done.high
    assert done.table == western().hash


# --- The machinery --------------------------------------------------------------------------------------------


def test_sums_over_the_lattice_are_what_they_say() -> None:
    values = np.random.default_rng(1).random(16)
    for s in range(16):
        assert over(values)[s] == pytest.approx(sum(values[c] for c in range(16) if c & s == s))
        assert under(values)[s] == pytest.approx(sum(values[c] for c in range(16) if c & s == c))


@pytest.mark.parametrize(("lists", "number"), [(2, 1), (3, 8), (4, 113), (5, 6893)])
def test_all_hierarchical_models_are_there_once(lists: int, number: int) -> None:
    models = hierarchical(lists)
    assert len(models) == number == len(np.unique(models, axis=0))
    assert models[:, orders(lists) <= 1].all()
    assert not models[:, -1].any()
    for model in models[:: max(1, number // 100)]:
        inside = set(np.flatnonzero(model).tolist())
        assert all(code & ~(1 << bit) in inside for code in inside for bit in range(lists))


def test_hierarchical_models_of_three_lists_by_hand() -> None:
    pairs = [frozenset(some) for k in range(4) for some in combinations((3, 5, 6), k)]
    found = {frozenset(np.flatnonzero(model).tolist()) - {0, 1, 2, 4} for model in hierarchical(3)}
    assert found == set(pairs)


def test_six_lists_are_too_many_to_try_all_models() -> None:
    with pytest.raises(ValueError, match="five lists are the most"):
        hierarchical(6)


def test_the_generating_class_is_the_largest_interactions() -> None:
    model = np.zeros(8, dtype=bool)
    model[[0, 1, 2, 4, 6]] = True
    assert generators(model, ("x", "y", "z")) == [["x", "y"], ["z"]]


@pytest.mark.parametrize("seed", range(6))
def test_a_fit_is_the_maximum_that_an_optimizer_finds(seed: int) -> None:
    random = np.random.default_rng(seed)
    models = hierarchical(4)
    model = models[random.integers(len(models))]
    table = np.concatenate([[0.0], random.integers(1, 200, 15)])
    keep, cells = extended(table, model[None])
    fitted = fit_each(table[None], cells, keep)
    matrix = design(np.arange(1, 16), np.flatnonzero(model))

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        mean = np.exp(matrix @ theta)
        return mean.sum() - table[1:] @ (matrix @ theta), matrix.T @ (mean - table[1:])

    start = np.zeros(matrix.shape[1])
    start[0] = np.log(table.mean())
    other = minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-6, "maxiter": 5000})
    assert fitted.likelihood[0] == pytest.approx(-other.fun, rel=1e-8)
    assert over(fitted.mean[0])[model] == pytest.approx(over(table)[model])  # fitted margins are those observed


def test_three_lists_with_all_pairs_have_a_closed_form() -> None:
    table = from_csv("a,b,c,count\n1,0,0,30\n0,1,0,40\n0,0,1,25\n1,1,0,12\n1,0,1,9\n0,1,1,14\n1,1,1,6\n")
    model = hierarchical(3)[-1:]
    keep, cells = extended(counts(table), model)
    hidden = np.exp(fit_each(counts(table)[None], cells, keep).theta[0, 0])
    assert hidden == pytest.approx(6 * 30 * 40 * 25 / (12 * 9 * 14))  # Fienberg 1972


def test_an_empty_overlap_sends_its_parameter_to_minus_infinity() -> None:
    table = from_csv("a,b,c,count\n1,0,0,30\n0,1,0,40\n0,0,1,25\n1,0,1,9\n0,1,1,14\n")
    model = np.isin(np.arange(8), [0, 1, 2, 4, 6])[None]
    keep, cells = extended(counts(table), model)
    assert np.flatnonzero(keep[0]).tolist() == [0, 1, 2, 4]
    assert np.flatnonzero(cells[0]).tolist() == [1, 2, 3, 4, 5]
    assert standing(counts(table), keep[0], cells[0]) is Standing.FINE


def falls(table: np.ndarray, keep: np.ndarray, cells: np.ndarray) -> bool:
    """An oracle: does the likelihood still climb after a long way, with a parameter running off?"""
    columns = np.flatnonzero(keep)
    matrix = design(np.flatnonzero(cells), columns)
    seen = table[cells]
    theta = np.zeros(len(columns))
    for _ in range(120):
        mean = np.exp(np.clip(matrix @ theta, -700, 50))
        step = np.linalg.lstsq(matrix.T @ (mean[:, None] * matrix), matrix.T @ (seen - mean), rcond=1e-15)[0]
        theta = theta + step / max(1.0, np.abs(step).max())
    return bool(np.abs(theta).max() > 20)


def test_existence_agrees_with_a_likelihood_that_runs_off() -> None:
    random = np.random.default_rng(5)
    seen = dict.fromkeys(Standing, 0)
    models = hierarchical(3)
    for _ in range(60):
        table = np.concatenate([[0.0], random.integers(1, 30, 7) * (random.random(7) < 0.6)])
        if not over(table)[[1, 2, 4]].all():
            continue
        keep, cells = extended(table, models)
        for k, c in zip(keep, cells, strict=True):
            found = standing(table, k, c)
            seen[found] += 1
            if found is not Standing.NOT_IDENTIFIED:
                assert (found is Standing.NO_MAXIMUM) == falls(table, k, c), (table, np.flatnonzero(k))
    assert min(seen.values()) >= 3, seen


def test_a_parameter_without_a_cell_of_its_own_is_not_identified() -> None:
    table = np.zeros(8)
    table[[1, 2, 4]] = 10, 20, 30  # three lists that never meet, with all pairs in the model
    keep, cells = extended(table, hierarchical(3)[-1:])
    assert standing(table, keep[0], cells[0]) is Standing.NOT_IDENTIFIED


def test_surprise_is_a_tail_of_the_poisson_law() -> None:
    seen, expected = np.array([0.0, 3.0, 12.0]), np.array([4.0, 3.0, 5.0])
    tails = [min(poisson_law.cdf(x, m), poisson_law.sf(x - 1, m)) for x, m in zip(seen, expected, strict=True)]
    assert surprise(seen, expected) == pytest.approx(tails)


# --- What must hold -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_lists_and_rows_changes_nothing(seed: int) -> None:
    table = drawn(600, [0.3, 0.25, 0.4, 0.2], seed, reach=0.5)
    first, second = loglinear.estimate(table, seed=7), loglinear.estimate(shuffled(table, seed), seed=7)
    assert isinstance(first, Estimate) and isinstance(second, Estimate)
    assert (first.total, first.low, first.high) == (second.total, second.low, second.high)
    assert np.array_equal(first.draws, second.draws)
    assert first.diagnostics == second.diagnostics


def test_the_same_seed_the_same_answer_and_another_seed_another() -> None:
    table = western().only(["A", "C", "D"])
    one, same, other = (loglinear.estimate(table, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.draws, same.draws)
    assert not np.array_equal(one.draws, other.draws)
    assert one.total == other.total


@pytest.mark.parametrize("seed", range(8))
def test_an_estimate_is_never_below_what_is_documented(seed: int) -> None:
    table = drawn(200, [0.5, 0.6, 0.7], seed)
    done = loglinear.estimate(table, repeats=200)
    assert isinstance(done, Estimate)
    assert table.n <= done.low <= done.high
    assert done.draws.min() >= table.n
    assert done.total >= table.n


def test_independent_lists_lead_near_the_truth() -> None:
    totals = []
    for seed in range(10):
        done = loglinear.estimate(drawn(2000, [0.3, 0.35, 0.25, 0.4], seed), repeats=0)
        assert isinstance(done, Estimate)
        totals.append(done.total)
        assert done.draws.size == 0
        assert done.seed is None
    assert np.median(totals) == pytest.approx(2000, rel=0.03)


def test_the_interval_takes_in_the_choice_of_the_model(shared: Path) -> None:
    kosovo = real(shared, "kosovo")
    drawn_again = loglinear.estimate(kosovo, seed=1)
    one_model = loglinear.estimate(kosovo, repeats=0)
    assert drawn_again.high - drawn_again.low > 1.5 * (one_model.high - one_model.low)
    assert "models-differ" in drawn_again.warnings


def test_resamples_on_one_side_do_not_close_the_interval() -> None:
    table = from_csv("a,b,c,count\n1,1,0,20\n0,1,1,20\n1,0,1,20\n")  # every resample is less even than this
    done = loglinear.estimate(table)
    assert isinstance(done, Estimate)
    assert {"one-sided", "poor-fit"} <= set(done.warnings)
    assert done.low < done.high == done.total


def test_too_many_lists_are_refused() -> None:
    names = [f"l{i:02}" for i in range(13)]
    rows = [
        ",".join(str(int(i in (a, b))) for i in range(13)) + ",3" for a, b in product(range(13), repeat=2) if a <= b
    ]
    refused = loglinear.estimate(from_csv("\n".join([",".join([*names, "count"]), *rows])))
    assert isinstance(refused, NotEstimable)
    assert (refused.reason, refused.facts["most"]) == ("many-lists", 12)


def test_the_chance_of_a_deviance_is_that_of_chi_square_where_cells_are_full(shared: Path) -> None:
    model = chosen(real(shared, "kosovo"))
    assert loglinear.chance_of_deviance(model, 1) == pytest.approx(chi2.sf(9.3227, 4), abs=0.03)


def test_the_worst_cells_are_those_furthest_from_the_model(shared: Path) -> None:
    kosovo = real(shared, "kosovo")
    model = chosen(kosovo)
    rows = loglinear.worst_cells(kosovo, counts(kosovo), model, most=15)
    assert sum(row["count"] for row in rows) == kosovo.n
    sizes = [abs(row["residual"]) for row in rows]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(row["residual"] ** 2 for row in rows) == pytest.approx(model.deviance, rel=0.1)


def test_main_effects_are_the_model_of_independence() -> None:
    assert np.flatnonzero(main_effects(3)).tolist() == [0, 1, 2, 4]
