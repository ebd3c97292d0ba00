"""Figures of demands: what is added up, what is not, and sums that are refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sijill.assess.rules.sdg16 import Options
from sijill.publish.reports import EVER, Context, ReportError, hold, period_of, rows, tables_for
from sijill.stats.table import Flag
from sijill.tables.engines import Tables, memory

ALWAYS = Context(Options(*EVER))
YEAR = Context(Options(date(2020, 1, 1), date(2020, 12, 31)))
FIRST, SECOND = (date(2020, 1, 1), date(2020, 6, 30)), (date(2020, 7, 1), date(2020, 12, 31))
WHOLE = (date(2020, 1, 1), date(2020, 12, 31))
Figure = dict[str, Any]


def figure(name: str, made: tuple[date, date], requests: tuple[int, int] | None, **values: Any) -> Figure:
    """A published total of the series `one`, from Bolivia, of requests to remove content, unless it says otherwise."""
    row: Figure = {"id": name, "level": "total", "series": "one", "company_id": "firm", "state": "draft"}
    row |= {"country": "BO", "authority_kind": "court", "kind": "restrict-content"}
    row |= {"made_lo": made[0], "made_hi": made[1]}
    if requests is not None:
        row |= {"requests_low": requests[0], "requests_high": requests[1]}
    return row | values


def register(*demands: Figure, **others: Any) -> Tables:
    return memory({"demand": list(demands), **others})


def found(t: Tables, by: str = "", context: Context = ALWAYS) -> list[Mapping[str, Any]]:
    return list(rows(t, context, "demands", [key for key in by.split(",") if key]))


def test_ranges_are_added_up_at_both_ends_and_what_is_not_stated_is_no_zero() -> None:
    t = register(
        figure("a", FIRST, (1, 9), items_low=4, items_high=4),
        figure("b", SECOND, (20, 20)),
        figure("c", SECOND, None, country="CL"),
    )
    (row,) = found(t)
    assert (row["requests_low"], row["requests_high"], row["requests_not_stated"]) == (21, 29, 1)
    assert (row["items_low"], row["items_not_stated"], row["figures"]) == (4, 2, 3)
    assert (row["accounts_low"], row["complied_high"]) == (None, None)
    chile = found(t, "country")[1]
    assert (chile["country"], chile["requests_low"], chile["requests_not_stated"]) == ("CL", None, 1)


def test_a_period_is_named_by_its_days() -> None:
    t = register(figure("a", FIRST, (1, 1)), figure("b", (WHOLE[0], WHOLE[0]), (2, 2), country="CL"))
    assert [row["period"] for row in found(t, "country,period,kind")] == ["2020-01-01/2020-06-30", "2020-01-01"]


def test_series_and_kinds_are_never_added_up() -> None:
    t = register(
        figure("a", FIRST, (1, 1)),
        figure("b", FIRST, (2, 2), series="two"),
        figure("c", FIRST, (4, 4), kind="user-data"),
    )
    assert [(row["series"], row["kind"], row["requests_low"]) for row in found(t)] == [
        ("one", "restrict-content", 1),
        ("one", "user-data", 4),
        ("two", "restrict-content", 2),
    ]
    assert "series" not in found(register(figure("a", FIRST, (1, 1))))[0]
    assert found(t, "kind,country")[0].keys() >= {"series", "kind", "country"}


def test_a_breakdown_is_taken_only_where_its_key_is_asked_for() -> None:
    part = {"level": "breakdown", "authority_kind": "not-stated"}
    t = register(
        figure("total", FIRST, (10, 10)),
        figure("d1", FIRST, (3, 3), reason="defamation", service="Maps", **part),
        figure("d2", FIRST, (4, 4), reason="defamation", service="Videos", **part),
        figure("o", FIRST, (2, 2), reason="other-reason", service="Maps", **part),
        figure("p", FIRST, (5, 5), process="subpoena", **part),
    )
    assert [row["requests_low"] for row in found(t)] == [10]
    assert {row["reason"]: row["requests_low"] for row in found(t, "reason")} == {"defamation": 7, "other-reason": 2}
    assert {row["product"]: row["requests_low"] for row in found(t, "product")} == {"Maps": 5, "Videos": 4}
    assert {row["process"]: row["requests_low"] for row in found(t, "process")} == {"subpoena": 5}


def test_where_totals_state_the_form_their_breakdowns_are_not_taken_as_well() -> None:
    t = register(
        figure("whole", FIRST, (9, 9), process="several-forms"),
        figure("part", FIRST, (4, 4), level="breakdown", process="subpoena"),
        figure("own", FIRST, (6, 6), series="two", process="subpoena"),
        figure("half", FIRST, (2, 2), series="two", level="breakdown", process="subpoena"),
    )
    assert [(row["series"], row["process"], row["requests_low"]) for row in found(t, "process")] == [
        ("one", "subpoena", 4),
        ("two", "subpoena", 6),
    ]


def test_overlapping_periods_are_refused_and_told_apart_they_are_not() -> None:
    t = register(figure("a", FIRST, (1, 1)), figure("b", WHOLE, (5, 5)))
    with pytest.raises(ReportError, match=r"series one, 2020-01-01/2020-06-30 and 2020-01-01/2020-12-31"):
        found(t)
    assert [row["requests_low"] for row in found(t, "period")] == [1, 5]
    with pytest.raises(ReportError, match="overlap"):
        found(register(figure("a", FIRST, (1, 1)), figure("b", FIRST, (5, 5))), "period")
    with pytest.raises(ReportError, match="overlap"):
        tables_for(register(figure("a", FIRST, (1, 1)), figure("b", WHOLE, (5, 5))), YEAR, "demands")


@pytest.mark.parametrize(
    "other",
    [
        {"country": "CL"},
        {"authority_kind": "police"},
        {"series": "two"},
        {"service": "Maps"},
        {"company_id": "other-firm"},
        {"kind": "user-data"},
        {"country_words": "Invented Land"},
    ],
)
def test_figures_about_other_demands_may_overlap(other: Figure) -> None:
    t = register(figure("a", FIRST, (1, 1)), figure("b", WHOLE, (5, 5), **other))
    assert sum(row["requests_low"] for row in found(t)) == 6


def test_a_code_tells_rows_of_one_period_apart_and_of_two_periods_if_both_state_it() -> None:
    law, terms = figure("a", FIRST, (1, 1), basis="law"), figure("b", FIRST, (5, 5), basis="terms")
    assert [row["requests_low"] for row in found(register(law, terms))] == [6]
    rest = figure("b", FIRST, (5, 5))  # another row of the same table for the same half-year
    assert [row["requests_low"] for row in found(register(law, rest))] == [6]
    with pytest.raises(ReportError, match="overlap"):
        found(register(law, {**rest, "made_hi": WHOLE[1]}))
    with pytest.raises(ReportError, match="overlap"):
        found(register(law, {**rest, "basis": "law"}))


def test_figures_of_different_units_may_overlap() -> None:
    t = register(figure("a", FIRST, (1, 1)), figure("b", FIRST, None, accounts_low=0, accounts_high=249))
    (row,) = found(t)
    assert (row["requests_low"], row["accounts_high"], row["figures"]) == (1, 249, 2)


def test_nothing_recorded_counts_no_figure_and_knows_no_number() -> None:
    (row,) = found(register())
    assert (row["figures"], row["requests_not_stated"], row["requests_low"]) == (0, 0, None)


def test_a_single_demand_may_stand_beside_others_but_not_within_a_total() -> None:
    one = figure("a", (WHOLE[0], WHOLE[0]), (1, 1), level="single")
    assert found(register(one, {**one, "id": "b"}))[0]["requests_low"] == 2
    with pytest.raises(ReportError, match="overlap"):
        found(register(one, figure("c", FIRST, (5, 5))))


def test_a_figure_that_lies_only_partly_in_the_period_is_left_out_and_counted() -> None:
    long = (date(2019, 10, 1), date(2020, 3, 31))
    t = register(
        figure("a", SECOND, (2, 2)),
        figure("b", long, (7, 7)),
        figure("c", (date(2019, 1, 1), date(2019, 6, 30)), (9, 9)),
        figure("d", FIRST, (4, 4), state="withdrawn"),
        {**figure("e", FIRST, (3, 3)), "made_lo": None, "made_hi": None},
    )
    (row,) = found(t, context=YEAR)
    assert (row["requests_low"], row["figures"], row["left_out"], row["requests_not_stated"]) == (2, 1, 2, 0)


def test_a_release_holds_what_is_public_and_of_no_person() -> None:
    def single(name: str) -> Figure:
        return figure(name, FIRST, (1, 1), level="single", series="")

    sources = [{"id": f"s-{name}", "code": name, "is_public": name != "hotline"} for name in ("wire", "hotline")]
    said = {"open": "wire", "secret": "hotline", "person": "wire"}
    reports = [{"id": f"r-{name}", "source_id": f"s-{source}", "sha256": ""} for name, source in said.items()]
    support = [
        {"id": name, "report_id": f"r-{name}", "entity_kind": "demand", "entity_id": name, "element": "kind"}
        for name in said
    ]
    act = [{"id": "x", "demand_id": "person", "act_id": "act"}]
    t = register(*(single(name) for name in said), source=sources, report=reports, support=support, demand_act=act)
    assert found(t)[0]["figures"] == 3
    table = next(one for one in tables_for(hold(t), YEAR, "demands") if one.slug == "demands-country")
    assert table.cells["figures", ("none", "restrict-content", "_T")].value == 1
    assert table.cells["items_low", ("none", "restrict-content", "_T")].missing is Flag.NOT_KNOWN


def test_users_data_stand_apart_in_a_release() -> None:
    t = register(figure("a", FIRST, (1, 1)), figure("b", FIRST, (5, 5), kind="user-data", series="two"))
    for table in tables_for(t, YEAR, "demands"):
        kinds = {"user-data"} if table.slug.startswith("user-data") else {"restrict-content"}
        seen = {key[1] for (measure, key), count in table.cells.items() if measure == "figures" and count.value}
        assert seen <= kinds, table.slug


def test_the_company_is_told_by_its_own_publication_only() -> None:
    source = [{"id": "s", "code": "firm", "kind": "company", "is_public": True}]
    report = [{"id": "r", "source_id": "s", "sha256": ""}]
    support = [{"id": "u", "report_id": "r", "entity_kind": "demand", "entity_id": "a", "element": "kind"}]
    t = register(figure("a", FIRST, (1, 1)), figure("b", SECOND, (2, 2)), source=source, report=report, support=support)
    assert {row["company"]: row["requests_low"] for row in found(t, "company")} == {"firm": 1, "not-stated": 2}


def test_a_report_of_people_needs_its_period_and_this_one_does_not() -> None:
    assert period_of("demands", None, None) == EVER
    assert period_of("sdg16", *WHOLE) == WHOLE
    for asked in (("sdg16", None, None), ("demands", WHOLE[0], None)):
        with pytest.raises(ReportError, match="first and its last day"):
            period_of(*asked)


def test_rows_by_a_finer_key_add_up_to_the_coarser() -> None:
    t = register(
        *(
            figure(f"{place}-{who}-{at}", made, (n, n + 2), country=place, authority_kind=who)
            for at, made in enumerate((FIRST, SECOND))
            for n, (place, who) in enumerate((p, w) for p in ("BO", "CL", "PE") for w in ("court", "police"))
        )
    )
    (whole,) = found(t, context=replace(YEAR))
    for by in ("country", "authority_kind", "country,authority_kind", "country,period"):
        parts = found(t, by, YEAR)
        for measure in ("requests_low", "requests_high", "figures", "items_not_stated"):
            assert sum(row[measure] for row in parts) == whole[measure], (by, measure)
