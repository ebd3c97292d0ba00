"""Five hundred programmes of every shape: nothing hidden may be worked out, whatever was published before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from sijill.stats._address import address_of, kin_of
from sijill.stats.attack import attack
from sijill.stats.disclosure import Protected, protect
from sijill.stats.table import Programme, PublicCell, PublicTable
from tests.stats.hierarchies import Hierarchy, breaches_of, hierarchy
from tests.stats.test_protection import naive

EACH = 20
RUNS = [range(first, first + EACH) for first in range(0, 500, EACH)]


def protected(one: Hierarchy) -> list[Protected]:
    """Every release of a hierarchy, each protected beside those before it."""
    made: list[Protected] = []
    for programme in one.programmes:
        made.append(protect(programme, [before.tables for before in made], one.policy))
    return made


def shown_again(found: Protected, programme: Programme, random: Random) -> Sequence[PublicTable]:
    """The tables with one complement put back wherever it stands: what a careless hand would do."""
    hidden = random.choice([one for one in found.audit.hidden if one.reason == "complement"])
    true = {table.slug: table for table in programme.tables}
    kin = kin_of(programme.tables)
    place = address_of(true[hidden.table], hidden.measure, hidden.key, kin)
    return [
        replace(
            table,
            cells={
                at: PublicCell(true[table.slug].cells[at].value) if address_of(table, *at, kin) == place else cell
                for at, cell in table.cells.items()
            },
        )
        for table in found.tables
    ]


@pytest.mark.slow
@pytest.mark.parametrize("seeds", RUNS, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_no_release_of_any_hierarchy_gives_a_small_count_away(seeds: range) -> None:
    for seed in seeds:
        one = hierarchy(seed)
        assert breaches_of(protected(one), one.policy) == {}, f"hierarchy {seed}"


@pytest.mark.slow
def test_what_is_hidden_is_needed_and_hiding_less_is_found_out() -> None:
    """Small counts alone, and all but one of the complements."""
    bare, short, tried = 0, 0, 0
    for seed in range(40):
        one = hierarchy(seed)
        first = one.programmes[0]
        bare += bool(attack([naive(first, one.policy)], first.nested, one.policy))
        found = protect(first, (), one.policy)
        if "complement" in found.audit.reasons():
            tried += 1
            short += bool(attack([shown_again(found, first, Random(seed))], found.nested, one.policy))
    assert bare >= 30
    assert tried >= 25
    assert short >= 0.9 * tried, "complements that nothing needs cost the reader numbers"


def test_the_hierarchies_are_what_they_say() -> None:
    made = [hierarchy(seed) for seed in range(200)]
    levels = [
        max((len(one.sums) for table in each.programmes[0].tables for one in table.dimensions), default=0)
        for each in made
    ]
    assert sum(level > 1 for level in levels) > 80, "codes of several levels"
    assert sum(len(each.programmes[0].tables) > 1 for each in made) > 80, "linked tables"
    assert {len(each.programmes) for each in made} == {1, 2, 3}
    assert {max(len(table.dimensions) for table in each.programmes[0].tables) for each in made} == {1, 2, 3}
    assert len({each.policy.of("default") for each in made}) == 6
    assert max(each.cells for each in made) > 400
    assert made[7].programmes == hierarchy(7).programmes
