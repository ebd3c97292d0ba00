"""Numbers with noise: `protect` leaves every small count three values, and `attack` finds where it has fewer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from sijill.stats._address import address_of, kin_of
from sijill.stats.attack import Breach, attack
from sijill.stats.cellkey import FURTHEST, LEFT, TWO_64, noise, table_of
from sijill.stats.disclosure import NoiseConflict, ProgrammeError, Protected, protect
from sijill.stats.policy import KindPolicy, Policy
from sijill.stats.table import (
    TOTAL,
    Count,
    Dimension,
    Flag,
    Noise,
    Programme,
    PublicCell,
    PublicTable,
    Table,
)
from tests.stats.hierarchies import Hierarchy, breaches_of, hierarchy

SECRET, OTHER = bytes(range(32)), bytes(range(32, 64))
ROW = KindPolicy(noise=1.0, hide_revisions=False)
POLICY = Policy("invented", KindPolicy(), {"survivors": ROW, "threats": replace(ROW, noise=0.5), "default": ROW})
PLAIN = Policy("invented", KindPolicy())
SEX = Dimension("sex", (TOTAL, "female", "male"), "sex")
YEAR = date(2025, 1, 1), date(2025, 12, 31)
NOISE = Noise(1.0, FURTHEST, "0badcafe")
Cells = Mapping[tuple[str, tuple[str, ...]], tuple[int, int]]  # true count, how far it is to move


def key_for(count: int, step: int) -> int:
    """A key that moves a count so far."""
    steps, chances = table_of(min(count, FURTHEST), 1.0) if count else ([0], [1.0])
    place = list(steps).index(step)
    found = int((float(sum(chances[:place])) + float(chances[place]) / 2) * TWO_64)
    assert noise(count, found, 1.0) == step
    return found


def table(
    cells: Cells,
    *dimensions: Dimension,
    slug: str = "t",
    kind: str = "survivors",
    period: tuple[date, date] = YEAR,
    measures: tuple[str, ...] = ("reported",),
) -> Table:
    made = {at: Count(count, key=key_for(count, step)) for at, (count, step) in cells.items()}
    return Table(slug, "attacks", kind, "victims", *period, dimensions, measures, made)


def by_sex(total: tuple[int, int], female: tuple[int, int], male: tuple[int, int], **more: object) -> Table:
    cells = dict(zip(product(("reported",), [(code,) for code in SEX.codes]), (total, female, male), strict=True))
    return table(cells, SEX, **more)  # type: ignore[arg-type]


def protected(*tables: Table, earlier: Sequence[Sequence[PublicTable]] = (), policy: Policy = POLICY) -> Protected:
    return protect(Programme(tables, key_id=NOISE.key_id), earlier, policy)


def bare(*tables: Table) -> list[PublicTable]:
    """Every number with its noise and nothing withheld: what noise alone would do."""
    return [
        PublicTable(
            one.slug, one.subject, one.kind, one.unit, one.since, one.until, one.dimensions, one.measures,
            {
                at: PublicCell(count.value + noise(count.value, count.key or 0, 1.0))
                if count.value is not None
                else PublicCell(None, count.missing)
                for at, count in one.cells.items()
            },
            5, one.derived, NOISE,
        )
        for one in tables
    ]  # fmt: skip


def found(tables: Sequence[PublicTable], *earlier: Sequence[PublicTable], policy: Policy = POLICY) -> list[Breach]:
    return attack([*earlier, tables], Programme(()).nested, policy)


WORST = {
    "parts moved up and their total down": by_sex((6, -2), (3, 2), (3, 2)),
    "parts moved down and their total up": by_sex((8, 2), (4, -2), (4, -2)),
    "a total that tells of somebody who is shown as nobody": by_sex((6, 0), (5, 0), (1, -1)),
    "a total shown as nobody with somebody in it": by_sex((2, -2), (1, 0), (1, -1)),
}


@pytest.mark.parametrize("worst", WORST)
def test_where_noise_alone_says_too_much_the_attack_finds_it_and_protection_withholds(worst: str) -> None:
    one = WORST[worst]
    breaches = found(bare(one))
    assert {breach.kind for breach in breaches} == {"noise"}
    assert all(breach.possible < LEFT for breach in breaches)
    shown = protected(one)
    assert found(shown.tables) == []
    withheld = [at for at, cell in shown.tables[0].cells.items() if cell.flag is Flag.WITHHELD]
    assert len(withheld) == 1, "one number is enough, and no more go than are needed"
    assert [hidden.reason for hidden in shown.audit.hidden] == ["noise"]


def test_a_part_and_a_wider_measure_can_say_too_much_of_what_is_between_them() -> None:
    """Reported shown as 1 and verified as 0 differ, so somebody is reported and not verified: one, two or three."""
    cells = {("reported", ()): (1, 0), ("verified", ()): (0, 0)}
    assert found(protected(table(cells, measures=("reported", "verified"))).tables) == []
    cells = {("reported", ()): (2, -2), ("verified", ()): (1, 0)}
    worse = table(cells, measures=("reported", "verified"))
    assert {(one.low, one.high) for one in found(bare(worse))} == {(1, 1), (2, 2)}
    assert found(protected(worse).tables) == []


def test_zeros_stay_small_numbers_are_shown_and_the_table_says_what_it_carries() -> None:
    one = by_sex((3, 1), (3, 1), (0, 0))
    (shown,) = protected(one).tables
    assert [cell.value for cell in shown.cells.values()] == [4, 4, 0]
    assert shown.noise == NOISE
    (cost,) = protected(one).audit.costs
    assert (cost.cells, cost.changed, cost.moved, cost.hidden) == (3, 2, 2, 0)


def test_what_nobody_assessed_stays_so_and_what_rests_on_noise_is_withheld() -> None:
    one = by_sex((9, 0), (5, 0), (4, 0))
    cells = dict(one.cells) | {("verified", key): Count(None) for key in one.keys()}
    cells |= {("median", key): Count(7) for key in one.keys()}
    measures = ("reported", "verified", "median")
    (shown,) = protected(replace(one, cells=cells, measures=measures, derived=(("median", ("reported",)),))).tables
    assert {shown.cells["verified", key].flag for key in shown.keys()} == {Flag.NOT_ASSESSED}
    assert {shown.cells["median", key].flag for key in shown.keys()} == {Flag.WITHHELD}
    leaked = replace(shown, cells={**shown.cells, ("median", (TOTAL,)): PublicCell(7)})
    assert [breach.kind for breach in found([leaked])] == ["derived"]


def test_the_same_people_have_the_same_number_in_the_next_release() -> None:
    one = by_sex((9, 1), (5, -1), (4, 2))
    first = protected(one)
    second = protected(one, earlier=[first.tables])
    assert second.tables == first.tables
    assert found(second.tables, first.tables) == []


def test_a_number_that_is_public_is_remembered() -> None:
    """The earlier release shows the parts, this one the total alone: together the worst case above."""
    one = WORST["parts moved up and their total down"]
    total = table({("reported", ()): (6, -2)}, slug="total")
    parts = replace(
        one,
        cells={at: count for at, count in one.cells.items() if at[1] != (TOTAL,)},
        dimensions=(Dimension("sex", SEX.parts, "sex", adds_up=False),),
    )
    first = protected(parts)
    assert first.audit.hidden == ()
    assert found(bare(total), first.tables) == [], "they need not add up, and may be parts of one another"
    summed = protected(replace(one, cells={**one.cells, ("reported", (TOTAL,)): Count(None)}))
    assert summed.audit.hidden == ()
    again = protected(one, earlier=[summed.tables])
    assert found(bare(one), summed.tables), "the total is new, and with it the parts can be worked out"
    assert found(again.tables, summed.tables) == []
    assert [hidden.key for hidden in again.audit.hidden] == [(TOTAL,)], "the parts cannot be taken back"


def test_a_table_noised_twice_is_refused_and_found_out() -> None:
    one = by_sex((9, 1), (5, -1), (4, 2))
    first = protected(one)
    other = replace(first.tables[0], noise=replace(NOISE, key_id="deadbeef"))
    with pytest.raises(NoiseConflict, match="another secret"):
        protected(one, earlier=[[other]])
    assert {breach.kind for breach in found(first.tables, [other])} == {"noise"}
    calmer = Policy("invented", KindPolicy(), {"survivors": replace(ROW, noise=0.5)})
    with pytest.raises(NoiseConflict, match=r"0\.5 now"):
        protected(one, earlier=[first.tables], policy=calmer)


def test_a_period_is_told_with_noise_or_without_and_never_both() -> None:
    one = by_sex((9, 1), (5, -1), (4, 2))
    noisy, plain = protected(one), protected(one, policy=PLAIN)
    with pytest.raises(NoiseConflict, match="public already without noise"):
        protected(one, earlier=[plain.tables])
    with pytest.raises(NoiseConflict, match="public already with noise"):
        protected(one, earlier=[noisy.tables], policy=PLAIN)
    assert "noise" in {breach.kind for breach in found(noisy.tables, plain.tables)}
    assert "noise" in {breach.kind for breach in found(plain.tables, noisy.tables)}
    later = by_sex((9, 1), (5, -1), (4, 2), period=(date(2026, 1, 1), date(2026, 12, 31)))
    after = protected(later, earlier=[plain.tables])
    assert found(after.tables, plain.tables) == []
    assert found(protected(later, earlier=[noisy.tables], policy=PLAIN).tables, noisy.tables, policy=PLAIN) == []


def test_noise_needs_keys_and_one_row_for_one_subject() -> None:
    one = by_sex((9, 1), (5, -1), (4, 2))
    keyless = replace(one, cells={at: Count(count.value) for at, count in one.cells.items()})
    with pytest.raises(NoiseConflict, match="no keys"):
        protected(keyless)
    with pytest.raises(NoiseConflict, match="no keys"):
        protect(Programme((one,)), (), POLICY)
    with pytest.raises(NoiseConflict, match="kinds"):
        protected(one, replace(one, slug="other", kind="detention"))
    with pytest.raises(NoiseConflict, match="kinds"):
        protected(one, replace(one, slug="other", kind="threats"))
    swapped = replace(one, slug="other", cells={at: replace(count, key=1) for at, count in one.cells.items()})
    with pytest.raises(ProgrammeError, match="other people"):
        protected(one, swapped)


def noisy(seed: int) -> Hierarchy:
    variance = (0.5, 1.0, 1.8)[seed % 3]
    return hierarchy(seed, SECRET, replace(ROW, noise=variance, threshold=(5, 3, 10)[seed // 3 % 3]))


def released(one: Hierarchy) -> list[Protected]:
    made: list[Protected] = []
    for programme in one.programmes:
        made.append(protect(programme, [before.tables for before in made], one.policy))
    return made


EACH = 5
RUNS = [range(first, first + EACH) for first in range(0, 60, EACH)]


@pytest.mark.slow
@pytest.mark.parametrize("seeds", RUNS, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_no_release_of_any_hierarchy_leaves_a_small_count_fewer_than_three_values(seeds: range) -> None:
    for seed in seeds:
        one = noisy(seed)
        assert breaches_of(released(one), one.policy) == {}, f"hierarchy {seed}"


@pytest.mark.slow
def test_what_is_withheld_is_needed_and_noise_alone_is_not_enough() -> None:
    """Each number that was withheld, shown again by itself wherever it stands, gives somebody away."""
    alone, tried = 0, 0
    for seed in range(20):
        one = noisy(seed)
        first = one.programmes[0]
        shown = protect(first, (), one.policy)
        alone += bool(shown.audit.hidden)
        kin = kin_of(first.tables)
        true = {table.slug: table for table in first.tables}
        variance = one.policy.of("default").noise
        for hidden in shown.audit.hidden[:3]:
            place = address_of(true[hidden.table], hidden.measure, hidden.key, kin)
            count = true[hidden.table].cells[hidden.measure, hidden.key]
            number = (count.value or 0) + noise(count.value or 0, count.key or 0, variance)
            again = [
                replace(
                    each,
                    cells={
                        at: PublicCell(number) if address_of(each, *at, kin) == place else cell
                        for at, cell in each.cells.items()
                    },
                )
                for each in shown.tables
            ]
            tried += 1
            assert attack([again], shown.nested, one.policy), f"hierarchy {seed}: {hidden.measure} {hidden.key}"
    assert alone >= 8
    assert tried >= 12


def test_the_same_input_gives_the_same_tables() -> None:
    one = noisy(5)
    assert [release.tables for release in released(one)] == [release.tables for release in released(one)]
