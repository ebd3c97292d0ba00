"""Disruptions: ends that are not known, two denominators, medians, the rule that judges; the four questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from sijill.assess.rules.sdg16 import Options
from sijill.publish.reports import EVER, Context, ReportError, rows, tables_for
from sijill.stats.disclosure import protect
from sijill.stats.policy import load_policy
from sijill.stats.table import Flag, Programme, Table
from sijill.tables.engines import Tables, memory

ALWAYS = Context(Options(*EVER))
YEAR = Context(Options(date(2020, 1, 1), date(2020, 12, 31)))


def disruption(name: str, began: date | None, ended: date | None = None, **values: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"id": name, "country": "BO", "ending": "not-stated", "state": "draft", "count_year": 2020}
    row |= {"began_lo": began, "began_hi": began} if began else {}
    row |= {"ended_lo": ended, "ended_hi": ended, "ending": "ended"} if ended else {}
    return row | values


def march(day: int) -> date:
    return date(2020, 3, day)


def register(*disruptions: dict[str, Any], **others: Any) -> Tables:
    return memory({"disruption": list(disruptions), **others})


def said(t: Tables, slug: str = "disruptions", by: str = "", context: Context = ALWAYS) -> list[Mapping[str, Any]]:
    return list(rows(t, context, slug, [key for key in by.split(",") if key]))


MIXED = (
    disruption("a", march(1), march(3)),
    disruption("b", march(2), ending="ongoing"),
    disruption("c", march(3)),
    disruption("d", None, count_year=None),
    disruption("e", date(2019, 12, 30), march(1), began_hi=date(2020, 1, 2), count_year=2019),
    disruption("gone", march(1), state="rejected"),
)


def test_no_end_is_not_going_on() -> None:
    (row,) = said(register(*MIXED))
    assert row == {"disruptions": 5, "with_end": 2, "without_end": 3, "ongoing": 1, "undecided": 0}
    assert [(row["count_year"], row["disruptions"]) for row in said(register(*MIXED), by="count_year")] == [
        (2019, 1),
        (2020, 3),
        (None, 1),
    ]


def test_in_a_period_only_what_surely_began_in_it_counts() -> None:
    (row,) = said(register(*MIXED), context=YEAR)
    assert (row["disruptions"], row["undecided"], row["with_end"]) == (3, 2, 1)


def test_two_denominators() -> None:
    answers = ("yes", "yes", "no", "not-available", "not-available", "not-stated", "not-asked")
    t = register(*(disruption(f"d{n}", march(1), users_notified=one) for n, one in enumerate(answers)))
    row = next(one for one in said(t, "disruption_answers") if one["fact"] == "users_notified")
    assert row == {"fact": "users_notified", "yes": 2, "no": 1, "yes_or_no": 3, "answered": 5, "disruptions": 7}


def test_orders_of_a_court_among_orders() -> None:
    who = ("court", "court-suppression", "executive", "police", "not-available", "not-stated")
    t = register(*(disruption(f"d{n}", march(1), ordered_by=one) for n, one in enumerate(who)))
    row = next(one for one in said(t, "disruption_answers") if one["fact"] == "court_order")
    assert (row["yes"], row["no"], row["yes_or_no"], row["answered"]) == (2, 2, 4, 5)


def test_the_median_takes_what_goes_on_for_what_it_is() -> None:
    ended = [disruption(f"e{n}", march(1), march(1 + n)) for n in (1, 2, 3)]
    still = [disruption(f"o{n}", march(1), ending="ongoing") for n in range(3)]
    (row,) = said(register(*ended), "disruption_durations")
    assert (row["disruptions"], row["ended"], row["median_days"]) == (3, 3, 2)
    (row,) = said(register(*ended, *still), "disruption_durations")
    assert (row["ended"], row["median_days"], row["median_days_high"]) == (3, 3, None)
    (row,) = said(register(*ended, *still, disruption("o4", march(1), ending="ongoing")), "disruption_durations")
    assert row["median_days"] is None  # fewer than half have ended: not known, and no 0


def test_an_end_that_nobody_recorded_says_only_that_it_began() -> None:
    ended = [disruption(f"e{n}", march(1), march(1 + n)) for n in (1, 2, 3)]
    (row,) = said(register(*ended, disruption("u", march(1))), "disruption_durations")
    assert (row["disruptions"], row["ended"], row["median_days"]) == (4, 3, 2)


def test_open_dates_widen_the_interval() -> None:
    exact = [disruption(f"e{n}", march(5), march(5 + n)) for n in range(1, 9)]
    wide = [{**one, "began_lo": march(1)} for one in exact]
    (one,), (other,) = said(register(*exact), "disruption_durations"), said(register(*wide), "disruption_durations")
    assert (one["median_days"], one["median_days_low"]) == (other["median_days"], other["median_days_low"])
    assert other["median_days_high"] == one["median_days_high"] + 4


def test_disclosure_that_never_came_has_no_time() -> None:
    def update(of: str, day: int, **values: Any) -> dict[str, Any]:
        usual = {"disruption_id": of, "kind": "notice", "by_kind": "operator"}
        return {"id": f"{of}-{day}", **usual, "occurred_lo": march(day), "occurred_hi": march(day), **values}

    t = register(
        *(disruption(name, march(1), march(4)) for name in "abcd"),
        disruption_update=[
            update("a", 3),
            update("a", 2),
            update("b", 6),
            update("c", 1, by_kind="media"),
            update("d", 1, kind="restored"),
        ],
    )
    (row,) = said(t, "disruption_durations")
    assert (row["disclosed"], row["disclosed_undated"], row["disclosure_days"]) == (2, 0, 5)


def test_what_was_said_on_an_unknown_day_is_counted_and_has_no_time() -> None:
    undated = {"id": "u", "disruption_id": "a", "kind": "acknowledgement", "by_kind": "authority"}
    t = register(disruption("a", march(1)), disruption("b", march(1)), disruption_update=[undated])
    (row,) = said(t, "disruption_durations")
    assert (row["disclosed"], row["disclosed_undated"], row["disclosure_days"]) == (0, 1, None)


def test_how_sure_it_is_comes_from_the_rule() -> None:
    claims = [
        {"id": f"c{n}", "disruption_id": one, "lineage": f"l{n}", "kind": kind, "says": says, "cause": cause}
        for n, (one, kind, says, cause) in enumerate(
            (
                ("a", "order", "happened", "deliberate"),
                ("b", "report", "happened", "deliberate"),
                ("b", "report", "did-not-happen", "not-stated"),
            )
        )
    ]
    t = register(*MIXED[:3], disruption_claim=claims)
    assert said(t, by="evidence,disputed,cause") == [
        {"evidence": "confirmed", "disputed": "no", "cause": "deliberate", **_counts(1, 1, 0)},
        {"evidence": "not-stated", "disputed": "no", "cause": "not-stated", **_counts(1, 0, 0)},
        {"evidence": "reported", "disputed": "yes", "cause": "not-available", **_counts(1, 0, 1)},
    ]


def _counts(disruptions: int, with_end: int, ongoing: int) -> dict[str, int]:
    without = disruptions - with_end
    return {
        "disruptions": disruptions,
        "with_end": with_end,
        "without_end": without,
        "ongoing": ongoing,
        "undecided": 0,
    }


def test_medians_of_a_release_are_known_or_said_not_to_be() -> None:
    t = register(disruption("a", march(1), march(3)), disruption("b", march(1), country="CL"))
    table = next(one for one in tables_for(t, YEAR, "disruption_durations") if one.slug.endswith("country"))
    assert table.cells["median_days", ("BO",)].value == 2
    assert table.cells["median_days", ("CL",)].missing is Flag.NOT_KNOWN


# ---- the four questions


def restriction(name: str, **values: Any) -> dict[str, Any]:
    usual = {"level": "single", "decider": "agency", "state": "confirmed"}
    return {"id": name, **usual, "applied_lo": march(1), "applied_hi": march(1), **values}


def test_what_no_court_decided_is_out_of_what_is_known() -> None:
    who = ("court", "tribunal", "agency", "company-asked", "not-stated")
    t = memory({"restriction": [restriction(f"r{n}", decider=one) for n, one in enumerate(who)]})
    assert said(t, "restrictions") == [{"restrictions": 5, "judicial": 2, "not_judicial": 2, "undecided": 0}]


def test_published_figures_are_not_among_single_restrictions() -> None:
    t = memory({"restriction": [restriction("a"), restriction("b", level="total", series="one", items_low=9)]})
    assert said(t, "restrictions")[0]["restrictions"] == 1


def shown(table: Table) -> Mapping[Any, Any]:
    return protect(Programme((table,), ()), (), load_policy()).tables[0].cells


def test_few_restrictions_are_hidden_if_they_lead_to_a_person_and_exact_if_they_are_public() -> None:
    source = [{"id": "s", "code": "wire", "is_public": True}]
    held = [restriction(f"r{n}", person_id=None if n else "p") for n in range(3)]
    reports = [{"id": f"x{n}", "source_id": "s", "sha256": ""} for n in range(3)]
    support = [
        {"id": f"u{n}", "report_id": f"x{n}", "entity_kind": "restriction", "entity_id": f"r{n}", "element": "kind"}
        for n in range(3)
    ]
    t = memory({"restriction": held, "source": source, "report": reports, "support": support})
    table = next(one for one in tables_for(t, YEAR, "restrictions") if one.slug == "restrictions-decider")
    assert shown(table)["restrictions", ("_T",)].flag is Flag.SMALL
    t = memory({"restriction": held[1:], "source": source, "report": reports, "support": support})
    table = next(one for one in tables_for(t, YEAR, "restrictions") if one.slug == "restrictions-decider")
    cell = shown(table)["restrictions", ("_T",)]
    assert (cell.value, cell.public) == (2, True)


def test_santa_clara_numbers_have_what_they_are_out_of_or_are_not_known() -> None:
    def part(name: str, items: int, **values: Any) -> dict[str, Any]:
        usual = {"level": "breakdown", "series": "one", "items_low": items, "items_high": items}
        return restriction(name, **usual, **values)

    t = memory(
        {
            "restriction": [
                part("total", 100) | {"level": "total"},
                part("yes", 60, automated_detection="yes"),
                part("no", 40, automated_detection="no"),
            ]
        }
    )
    found = {row["number"]: row for row in said(t, "santa_clara", "number", YEAR)}
    assert (found["N1"]["counted_low"], found["N1"]["out_of_low"]) == (100, None)
    assert (found["AU1"]["counted_low"], found["AU1"]["out_of_low"]) == (60, 100)
    assert (found["AU2"]["counted_low"], found["AU2"]["recorded"], found["AU2"]["not_recorded"]) == (None, 0, 1)
    states = {
        row["number"]: row["coverage"]
        for row in said(t, "santa_clara", "number,coverage", YEAR)
        if row["series_counted"]
    }
    assert (states["AU1"], states["AU3"], states["S1"]) == ("available", "not-recorded", "not-applicable")
    t = memory({"restriction": [part(name, 1) | {"level": "total"} for name in ("a", "b")]})
    with pytest.raises(ReportError, match="overlap"):
        said(t, "santa_clara", "number", YEAR)


@pytest.mark.parametrize(("files", "added"), [(("f", "f"), True), (("f", "g"), False)])
def test_two_lines_of_one_file_for_one_period_are_two_and_of_two_files_they_may_be_one(
    files: tuple[str, str], added: bool
) -> None:
    usual = {"level": "total", "series": "one", "items_low": 3, "items_high": 3}
    t = memory(
        {
            "restriction": [restriction(name, **usual) for name in "ab"],
            "support": [
                {"id": f"s{name}", "report_id": f"r{name}", "entity_kind": "restriction", "entity_id": name}
                for name in "ab"
            ],
            "report": [
                {"id": f"r{name}", "source_id": "one", "vintage_id": file}
                for name, file in zip("ab", files, strict=True)
            ],
        }
    )
    if not added:
        with pytest.raises(ReportError, match="overlap"):
            said(t, "santa_clara", "number", YEAR)
        return
    found = {row["number"]: row["counted_low"] for row in said(t, "santa_clara", "number", YEAR)}
    assert found["N1"] == 6


def test_a_law_stands_in_its_last_version_and_until_it_is_repealed() -> None:
    laws = [
        {"id": "old", "jurisdiction": "BO", "state": "confirmed", "in_force_lo": date(2001, 1, 1)},
        {"id": "new", "jurisdiction": "BO", "state": "confirmed", "in_force_lo": march(1), "amends_id": "old"},
        {"id": "dead", "jurisdiction": "BO", "state": "confirmed", "repealed_hi": date(2010, 1, 1)},
        {"id": "later", "jurisdiction": "BO", "state": "confirmed", "in_force_lo": date(2021, 1, 1)},
    ]
    provisions = [{"id": f"{law['id']}/1", "law_id": law["id"], "offence": "sedition"} for law in laws]
    used = [{"id": f"u{n}", "provision_id": "new/1", "act_id": act} for n, act in enumerate(("x", "x", "y"))]
    t = memory({"law": laws, "provision": provisions, "act_provision": used})
    assert said(t, "laws_restrictions", "offence", YEAR) == [{"offence": "sedition", "provisions": 1, "uses": 2}]
    before = Context(Options(date(2019, 1, 1), date(2019, 12, 31)))
    assert said(t, "laws_restrictions", "", before) == [{"provisions": 1, "uses": 0}]
