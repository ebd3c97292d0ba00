"""Averaging over decomposable graphs: the graphs are all there, and the posterior is what the papers say."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from scipy.special import gammaln

from sijill.stats.capture import dga
from sijill.stats.capture.graphs import decomposable
from sijill.stats.capture.lattice import over
from sijill.stats.capture.overlaps import from_csv
from sijill.stats.capture.predictive import cells, fit_p
from sijill.stats.capture.result import Estimate, NotEstimable
from tests.stats.capture.tables import drawn, real, shuffled, western


@pytest.mark.parametrize(("lists", "number"), [(1, 1), (2, 2), (3, 8), (4, 61), (5, 822), (6, 18_154)])
def test_all_decomposable_graphs_are_there(lists: int, number: int) -> None:
    graphs = decomposable(lists)
    assert len(graphs) == number == len(np.unique(graphs, axis=0))


def test_seven_lists_are_too_many() -> None:
    with pytest.raises(ValueError, match="six lists are the most"):
        decomposable(7)


def test_weights_are_cliques_less_separators() -> None:
    found = {tuple((code, int(w)) for code, w in enumerate(row) if w and code) for row in decomposable(3)}
    assert ((2, -1), (3, 1), (6, 1)) in found  # b-c and a-b, apart given b
    assert ((7, 1),) in found
    assert ((1, 1), (2, 1), (4, 1)) in found
    for lists in (4, 5):
        sets = np.arange(2**lists)
        for j in range(lists):  # each list is in one clique more than in separators
            assert (decomposable(lists)[:, (sets >> j & 1).astype(bool)].sum(axis=1) == 1).all()


def brute(table: np.ndarray, edges: set[frozenset[int]], hidden: int) -> float:
    """An oracle for three lists: marginal likelihood by multiplying clique and separator margins out by hand."""
    full = table.copy()
    full[0] = hidden

    def term(members: tuple[int, ...]) -> float:
        sums: dict[tuple[int, ...], float] = {}
        for code in range(8):
            key = tuple(code >> m & 1 for m in members)
            sums[key] = sums.get(key, 0) + full[code]
        alpha = 1 / 2 ** len(members)
        return float(sum(gammaln(x + alpha) - gammaln(alpha) for x in sums.values()) - gammaln(full.sum() + 1))

    n = full.sum()
    common = float(gammaln(n + 1) - gammaln(full + 1).sum() - np.log(n))
    if len(edges) == 3:
        return common + term((0, 1, 2))
    if len(edges) == 2:
        (middle,) = frozenset.intersection(*edges)
        return common + sum(term(tuple(sorted(edge))) for edge in edges) - term((middle,))
    if len(edges) == 1:
        ((u, v),) = (tuple(sorted(edge)) for edge in edges)
        (other,) = {0, 1, 2} - {u, v}
        return common + term((u, v)) + term((other,))
    return common + sum(term((v,)) for v in range(3))


def test_the_posterior_of_three_lists_by_hand() -> None:
    table = np.array([0.0, 12, 9, 5, 14, 4, 6, 3])
    values = np.arange(0, 300)
    pairs = [frozenset(pair) for pair in combinations(range(3), 2)]
    graphs = [set(some) for k in range(4) for some in combinations(pairs, k)]
    joint = np.array([[brute(table, edges, hidden) for hidden in values] for edges in graphs])
    weights = np.exp(joint - joint.max())
    weights /= weights.sum()
    by_graph, by_size = dga.posterior(table, values.astype(float), np.ones(300))
    assert np.sort(by_graph) == pytest.approx(np.sort(weights.sum(axis=1)), rel=1e-8)
    assert by_size == pytest.approx(weights.sum(axis=0), abs=1e-10)


def test_the_grid_stands_for_every_whole_number_once() -> None:
    for largest in (30, 500, 501, 40_000, 900_000):
        values, widths = dga.grid(largest)
        first, last = values - (widths - 1) / 2, values + (widths - 1) / 2
        assert (first[0], last[-1]) == (0, largest)
        assert (first[1:] == last[:-1] + 1).all()


def test_a_coarse_grid_gives_what_a_full_one_gives() -> None:
    table = western().cells().astype(float)
    values, widths = dga.grid(20_000)
    coarse = np.cumsum(dga.posterior(table, values, widths)[1])
    full = np.cumsum(dga.posterior(table, np.arange(20_001.0), np.ones(20_001))[1])
    shares = np.array([0.025, 0.5, 0.975])
    ours = dga.quantiles(values, widths, coarse, shares)
    assert ours == pytest.approx(np.searchsorted(full, shares), rel=0.002)


@pytest.mark.parametrize(
    ("name", "median", "low", "high"),
    [
        ("kosovo", 12_595, 9_827, 16_544),
        ("uk_modern_slavery_5lists", 22_912, 10_382, 32_574),
        ("new_orleans_5lists", 868, 511, 1_707),
        ("western_us_5lists", 2_125, 1_341, 3_655),
        ("korea_comfort_women_palembang", 159, 123, 397),
    ],
)
def test_close_to_the_reference(shared: Path, name: str, median: int, low: int, high: int) -> None:
    """Its grids end where whoever ran it let them end, which shows in the upper ends of small tables."""
    done = dga.estimate(real(shared, name))
    assert isinstance(done, Estimate)
    assert done.total == pytest.approx(median, rel=0.005)
    assert done.low == pytest.approx(low, rel=0.005)
    assert done.high == pytest.approx(high, rel=0.2 if median < 1000 else 0.07)


def test_six_lists(shared: Path) -> None:
    done = dga.estimate(real(shared, "uk_modern_slavery_6lists"))
    assert isinstance(done, Estimate)
    assert done.diagnostics["graphs"] == 18_154
    assert 10_000 < done.low < done.total < done.high < 30_000


def test_the_order_of_lists_and_rows_changes_nothing() -> None:
    table = drawn(600, [0.3, 0.25, 0.4, 0.2], 3, reach=0.5)
    first, second = dga.estimate(table, seed=2), dga.estimate(shuffled(table, 4), seed=2)
    assert (first.total, first.low, first.high) == (second.total, second.low, second.high)
    assert np.array_equal(first.draws, second.draws)


def test_draws_have_the_printed_quantiles() -> None:
    done = dga.estimate(western(), seed=1)
    assert np.quantile(done.draws, [0.1, 0.5, 0.9]) == pytest.approx([done.low80, done.total, done.high80], rel=0.03)
    assert done.draws.min() >= done.n


def test_independent_lists_lead_near_the_truth() -> None:
    inside = []
    for seed in range(20):
        done = dga.estimate(drawn(1500, [0.3, 0.35, 0.25, 0.4], seed))
        inside.append(done.low <= 1500 <= done.high)
    assert sum(inside) >= 17


def test_a_table_without_an_upper_end_says_so() -> None:
    table = from_csv("a,b,c,count\n1,0,0,900\n0,1,0,800\n0,0,1,700\n1,1,0,1\n0,1,1,1\n")
    done = dga.estimate(table)
    assert isinstance(done, Estimate)
    assert "grid-binds" in done.warnings


def test_seven_lists_are_refused() -> None:
    refused = dga.estimate(drawn(500, [0.3] * 7, 1))
    assert isinstance(refused, NotEstimable)
    assert (refused.reason, refused.facts) == ("many-lists", {"lists": 7, "most": 6})


def test_heaviest_models_are_written_as_generating_classes() -> None:
    done = dga.estimate(western())
    assert sum(one["weight"] for one in done.diagnostics["heaviest"]) <= 1
    assert done.diagnostics["heaviest"][0]["model"].startswith("[")
    assert over(np.ones(4))[0] == 4


def test_drawn_chances_have_the_mean_of_their_law() -> None:
    """For the chain a-b-c the mean is a product of margins with their prior mass, by hand."""
    full = np.array([40.0, 12, 9, 5, 14, 4, 6, 3])
    (chain,) = (row for row in decomposable(3) if row[6] == row[3] == 1 and row[2] == -1)
    random = np.random.default_rng(1)
    drawn_cells = np.mean([cells(full, chain, random) for _ in range(4000)], axis=0)
    codes = np.arange(8)

    def margin(members: int) -> np.ndarray:
        sums: np.ndarray = np.bincount(codes & members, weights=full, minlength=8)[codes & members]
        return sums + 2.0 ** -bin(members).count("1")

    expected = margin(6) * margin(3) / margin(2)
    assert drawn_cells == pytest.approx(expected / expected.sum(), rel=0.06)


def test_a_table_that_the_graphs_could_have_made_passes_the_check() -> None:
    done = dga.estimate(drawn(2000, [0.3, 0.35, 0.25, 0.4], 2))
    assert done.diagnostics["fit_p"] > 0.05
    assert "poor-fit" not in done.warnings


def test_a_table_that_no_average_of_graphs_makes_fails_it() -> None:
    table = drawn(2000, [0.2, 0.15, 0.3, 0.25, 0.2], 4)
    independent = next(row for row in decomposable(5) if row[[1, 2, 4, 8, 16]].all())
    wrong = np.tile(independent, (100, 1))
    odd = np.zeros(32)
    odd[[24, 6, 1, 16]] = 200, 150, 100, 5
    assert fit_p(odd, wrong, np.full(100, 50.0), 1) < 0.01
    assert fit_p(table.cells().astype(float), wrong, np.full(100, 2000.0 - table.n), 1) > 0.05
