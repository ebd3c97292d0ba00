"""What became of the items that demands named: what is added up, what it is out of, and sums that are refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from sijill.publish.reports import ReportError, rows, tables_for
from sijill.stats.table import Flag
from sijill.tables.engines import Tables
from tests.publish.reports.test_demands import ALWAYS, FIRST, SECOND, WHOLE, YEAR, Figure, figure, register


def number(of: str, outcome: str, low: int, high: int | None = None, **values: Any) -> Figure:
    """So many items of a figure with an outcome, unless it says otherwise."""
    row: Figure = {"id": f"{of}/{outcome}/{values.get('object', '')}", "demand_id": of, "measure": "items"}
    return row | {"outcome": outcome, "count_low": low, "count_high": low if high is None else high} | values


def world(*counts: Figure, demands: tuple[Figure, ...], **others: Any) -> Tables:
    return register(*demands, demand_count=list(counts), **others)


def found(t: Tables, by: str = "", **asked: Any) -> list[Mapping[str, Any]]:
    return list(rows(t, asked.get("context", ALWAYS), "demand_items", [key for key in by.split(",") if key]))


def test_a_number_stands_under_its_outcome_with_what_it_is_out_of() -> None:
    t = world(
        number("a", "complied-law", 10, 19),
        number("a", "refused", 5),
        number("b", "complied-law", 1),
        demands=(figure("a", FIRST, (3, 3), items_low=40, items_high=40), figure("b", SECOND, (1, 1))),
    )
    law, refused = found(t)
    assert (law["outcome"], law["number_low"], law["number_high"], law["figures"]) == ("complied-law", 11, 20, 2)
    assert (law["out_of_low"], law["out_of_high"]) == (40, 40)  # the second figure does not say what it names in all
    assert (refused["outcome"], refused["number_low"], refused["figures"]) == ("refused", 5, 1)


def test_what_it_is_out_of_stands_once_however_many_kinds_of_content_there_are() -> None:
    t = world(
        number("a", "complied-law", 10, object="post"),
        number("a", "complied-law", 4, object="account"),
        demands=(figure("a", FIRST, (3, 3), items_low=40, items_high=40),),
    )
    (row,) = found(t)
    assert (row["number_low"], row["out_of_low"], row["figures"]) == (14, 40, 1)
    assert [(row["object"], row["number_low"], row["out_of_low"]) for row in found(t, "object")] == [
        ("account", 4, 40),
        ("post", 10, 40),
    ]


def test_accounts_are_out_of_accounts() -> None:
    demand = figure("a", FIRST, (3, 3), items_low=40, items_high=40, accounts_low=7, accounts_high=8)
    t = world(number("a", "refused", 2, measure="accounts"), number("a", "refused", 9), demands=(demand,))
    assert [(row["counted"], row["number_low"], row["out_of_low"]) for row in found(t)] == [
        ("accounts", 2, 7),
        ("items", 9, 40),
    ]


def test_a_breakdown_speaks_where_no_total_of_its_series_does() -> None:
    total, part = figure("a", FIRST, (3, 3)), figure("p", FIRST, (2, 2), level="breakdown", authority_kind="court")
    t = world(number("p", "complied-law", 6), demands=(total, part))
    assert [row["number_low"] for row in found(t)] == [6]
    both = world(number("p", "complied-law", 6), number("a", "complied-law", 9), demands=(total, part))
    assert [row["number_low"] for row in found(both)] == [9]


def test_halves_of_a_year_that_is_broken_down_too_are_not_taken_twice() -> None:
    part: Figure = {"level": "breakdown", "basis": "terms"}
    year, half = figure("y", WHOLE, None, **part), figure("h", FIRST, None, **part)
    other = figure("o", FIRST, None, **part, country="CL")  # of another country the half-year is all there is
    counts = (number("y", "complied-terms", 9), number("h", "complied-terms", 4), number("o", "complied-terms", 2))
    t = world(*counts, demands=(year, half, other))
    assert [row["number_low"] for row in found(t)] == [11]
    assert [(row["country"], row["number_low"]) for row in found(t, "country")] == [("BO", 9), ("CL", 2)]
    assert [row["number_low"] for row in found(t, "period")] == [6, 9]


def test_overlapping_periods_are_refused_and_told_apart_they_are_not() -> None:
    demands = (figure("a", FIRST, (1, 1)), figure("b", WHOLE, (5, 5)))
    t = world(number("a", "refused", 1), number("b", "refused", 5), demands=demands)
    with pytest.raises(ReportError, match=r"series one, 2020-01-01/2020-06-30 and 2020-01-01/2020-12-31"):
        found(t)
    with pytest.raises(ReportError, match="overlap"):
        tables_for(t, YEAR, "demand_items")
    assert [row["number_low"] for row in found(t, "period")] == [1, 5]
    other = world(number("a", "refused", 1), number("b", "complied-law", 5), demands=demands)
    assert [row["number_low"] for row in found(other)] == [5, 1]


def test_a_number_of_a_period_that_lies_only_partly_inside_is_left_out_and_counted() -> None:
    since = figure("a", (WHOLE[0].replace(year=2019), FIRST[1]), (1, 1))
    t = world(number("a", "refused", 3), demands=(since,))
    (row,) = found(t, context=YEAR)
    assert (row["number_low"], row["figures"], row["left_out"]) == (None, 0, 1)


def test_a_release_has_no_demand_for_users_data_and_none_that_is_not_public() -> None:
    data = figure("d", FIRST, (1, 1), kind="user-data")
    alone = figure("s", FIRST, (1, 1), level="single", series="")
    demands = (figure("a", FIRST, (1, 1)), data, alone)
    t = world(*(number(one, "complied", 3) for one in "ads"), demands=demands)
    assert {(row["kind"], row["series"]) for row in found(t)} == {
        ("restrict-content", "one"),
        ("user-data", "one"),
        ("restrict-content", "none"),
    }
    table = next(one for one in tables_for(t, YEAR, "demand_items") if one.slug == "demand-items")
    assert [one.codes for one in table.dimensions[:2]] == [("one",), ("restrict-content",)]
    cell = table.cells["out_of_low", ("one", "restrict-content", "items", "complied")]
    assert (cell.value, cell.missing) == (None, Flag.NOT_KNOWN)
