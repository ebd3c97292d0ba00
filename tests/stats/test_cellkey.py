"""Noise that is fair, small, the same for the same people, and never on the dead."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, minimize

from sijill.stats.cellkey import FURTHEST, LEFT, Living, key_id, perturbed, record_keys, table_of

SECRET = bytes(range(32))


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("variance", [0.5, 1.0, 1.5])
def test_the_noise_is_fair_and_as_wide_as_asked(count: int, variance: float) -> None:
    steps, chances = table_of(count, variance)
    assert chances.sum() == pytest.approx(1)
    assert chances @ steps == pytest.approx(0, abs=1e-6)
    assert chances @ steps**2 == pytest.approx(variance, abs=1e-6)
    assert count + steps.min() >= 0
    assert abs(steps).max() <= FURTHEST


@pytest.mark.parametrize("count", [1, 2])
def test_no_other_such_noise_has_more_entropy(count: int) -> None:
    """The primal problem, solved directly."""
    steps, chances = table_of(count, 1.0)
    rows = np.stack([np.ones(len(steps)), steps, steps**2])
    target = np.array([1.0, 0.0, 1.0])
    start = np.linalg.lstsq(rows, target)[0].clip(0.01)
    found = minimize(
        lambda p: float(p @ np.log(p)), start, jac=lambda p: np.log(p) + 1, bounds=[(1e-9, 1)] * len(steps),
        constraints=[LinearConstraint(rows, target, target)], method="trust-constr", options={"gtol": 1e-9},
    )  # fmt: skip
    assert found.x == pytest.approx(chances, abs=1e-3)


def test_the_same_people_give_the_same_number_in_every_table_and_zeros_stay() -> None:
    cases = [f"case-{n}" for n in range(40)]
    one = perturbed(Living.SURVIVORS, {("a",): cases, ("b",): cases[:3], ("none",): []}, SECRET)
    other = perturbed(Living.SURVIVORS, {("total",): reversed(cases), ("x", "y"): cases[:3]}, SECRET)
    assert one.counts["a",] == other.counts["total",]
    assert one.counts["b",] == other.counts["x", "y"]
    assert one.counts["none",] == 0
    assert (one.furthest, one.variance) == (2, 1.0)
    again = perturbed(Living.SURVIVORS, {("a",): cases}, SECRET[::-1])
    assert record_keys(SECRET, ["case-1"]) != record_keys(SECRET[::-1], ["case-1"])
    assert abs(again.counts["a",] - 40) <= 2


def test_over_many_cells_the_noise_is_what_its_table_says() -> None:
    cells = {(str(n),): [f"case-{n}-{k}" for k in range(3)] for n in range(20_000)}
    noise = np.array([count - 3 for count in perturbed(Living.THREATS, cells, SECRET).counts.values()])
    steps, chances = table_of(2, 1.0)
    assert np.array([(noise == step).mean() for step in steps]) == pytest.approx(chances, abs=0.015)


@pytest.mark.parametrize("kind", ["killings", "sdg16", "deaths", "survivors"])
def test_the_dead_are_never_perturbed(kind: str) -> None:
    """Not even a word that looks right will do: it takes the type, and the type has no kind of the dead."""
    with pytest.raises(TypeError, match="never perturbed"):
        perturbed(kind, {("a",): ["case-1"]}, SECRET)  # type: ignore[arg-type]
    assert set(Living) == {Living.SURVIVORS, Living.THREATS}


def test_what_cannot_be_perturbed_is_refused() -> None:
    with pytest.raises(ValueError, match="bytes"):
        perturbed(Living.THREATS, {("a",): ["case-1"]}, b"short")
    with pytest.raises(ValueError, match="twice"):
        perturbed(Living.THREATS, {("a",): ["case-1", "case-1"]}, SECRET)
    with pytest.raises(ValueError, match="variance"):
        table_of(1, 3.0)


def test_what_a_number_alone_leaves_is_what_the_constant_says() -> None:
    """Every true count that could stand behind a published number, for each number."""
    counts = range(40)
    behind = {
        number: [one for one in counts if number in ({one} if one == 0 else one + table_of(min(one, 2), 1.0)[0])]
        for number in range(20)
    }
    assert min(len(found) for found in behind.values()) == LEFT
    assert behind[0] == [0, 1, 2]
    assert behind[1] == [1, 2, 3]


def test_another_secret_is_noticed_and_the_secret_is_not_told() -> None:
    assert key_id(SECRET) != key_id(SECRET[::-1])
    assert len(key_id(SECRET)) == 8
    assert key_id(b"") == ""
