"""What follows from how a census row is dated: held on the day of the census, and in no year's flow."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sijill.assess.rules import sdg16, stocks
from sijill.collect.draft import DraftAct, Row
from sijill.collect.importers.formats import read
from tests.assess.world import ENGINE, World

FILE = Path(__file__).parents[1] / "data" / "cpj-2020" / "in.csv"


def census(position: str) -> DraftAct:
    (row,) = [row for row in read("cpj-2020", FILE) if isinstance(row, Row) and row.position == position]
    return row.entries[0].acts[0]


def world() -> World:
    """One census row of 2012 (row 4 of the pair), as somebody confirmed it and tested its legal basis."""
    act = census("row 4")
    made = World()
    made.act(act.kind, on=act.occurred, ended=act.ended, roles=act.roles, by=[act.involvements[0].state_link])
    return made


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (date(2012, 12, 1), ("counted", "counted-held")),
        (date(2012, 11, 30), ("undecided", "date-straddles")),
        (date(2012, 12, 2), ("undecided", "end-unknown")),
        (date(2030, 1, 1), ("undecided", "end-unknown")),
    ],
)
def test_it_is_held_on_the_day_of_the_census_and_left_open_on_every_other(day: date, verdict: tuple[str, str]) -> None:
    (row,) = ENGINE.decisions(world().rows, stocks.Options(day), stocks)
    assert (row["outcome"], row["reason"]) == verdict


@pytest.mark.parametrize(
    ("year", "verdict"),
    [
        (2000, ("undecided", "date-straddles")),
        (2012, ("undecided", "date-straddles")),
        (2013, ("not-counted", "outside-period")),
    ],
)
def test_it_is_never_counted_in_the_flow_of_a_year(year: int, verdict: tuple[str, str]) -> None:
    options = sdg16.Options(date(year, 1, 1), date(year, 12, 31))
    (row,) = ENGINE.decisions(world().rows, options, sdg16)
    assert (row["outcome"], row["reason"]) == verdict


def test_two_years_of_one_person_are_two_observations() -> None:
    first, second = census("row 4"), census("row 5")
    assert (first.occurred, second.occurred) == ("../2012-12-01", "../2013-12-01")
