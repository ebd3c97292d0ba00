"""What became of charges: the last step by the end of the period, in the order of dates and then of entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sijill.assess.rules.sdg16 import Options
from sijill.codelists.load import codelist
from sijill.publish.reports import Context, ReportError, explain_cell, hold, rows, table_by, tables_for
from sijill.publish.reports.laws import Law, Laws
from sijill.publish.reports.threads import FURTHEST, inquiries
from sijill.tables.engines import Tables, fetched, memory

LAWS = Laws((Law("order", (("en", "Order Law"),), ("Order Law", "Law 7")),))
CONTEXT = Context(Options(date(2025, 1, 1), date(2025, 12, 31)), assessed=True, laws=LAWS)
Step = tuple[Any, ...]  # stage, first day, last day (None: undated), and the law named


def world(threads: dict[str, list[list[Step]]], *, process: str = "charge", kind: str = "charge") -> Tables:
    """Acts of March 2025, each with its threads of steps in the order of entry."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in ("act", "act_role", "act_status", "person", "event")}
    for act, of_act in threads.items():
        found["person"].append({"id": f"p-{act}", "kind": "individual"})
        found["event"].append({"id": f"e-{act}", "state": "confirmed"})
        days = {"occurred_lo": date(2025, 3, 1), "occurred_hi": date(2025, 3, 1), "ended_unknown": "not-asked"}
        found["act"].append(
            {"id": act, "event_id": f"e-{act}", "victim_id": f"p-{act}", "kind": kind, "state": "confirmed", **days}
        )
        found["act_role"].append({"id": f"r-{act}", "act_id": act, "role": "journalist"})
        for thread, steps in enumerate(of_act, 1):
            for sequence, (stage, first, last, *law) in enumerate(steps, 1):
                when = {"occurred_lo": first, "occurred_hi": last} if first else {"occurred_unknown": "not-stated"}
                said = {"act_id": act, "process": process, "thread": thread, "sequence": sequence, "stage": stage}
                name = f"{act}-{thread}-{sequence}"
                found["act_status"].append({"id": name, **said, **when, "law": law[0] if law else ""})
    return hold(memory(found))


def day(month: int, number: int, year: int = 2025) -> tuple[date, date]:
    return (date(year, month, number),) * 2


def fates(*steps: Step, context: Context = CONTEXT) -> dict[str, int]:
    return {row["charge"]: row["charges"] for row in rows(world({"a": [list(steps)]}), context, "justice", ["charge"])}


def test_two_steps_of_one_day_stand_in_the_order_of_entry() -> None:
    assert fates(("charged", *day(4, 1)), ("dismissed", *day(4, 1))) == {"dismissed": 1}
    assert fates(("dismissed", *day(4, 1)), ("charged", *day(4, 1))) == {"charged": 1}


def test_a_step_that_was_entered_later_and_happened_earlier_does_not_speak() -> None:
    assert fates(("convicted", *day(6, 1)), ("charges-pending", *day(4, 1))) == {"convicted": 1}


def test_where_dates_do_not_tell_two_steps_apart_the_order_of_entry_does() -> None:
    april = (date(2025, 4, 1), date(2025, 4, 30))
    assert fates(("charged", *day(4, 10)), ("charges-dropped", *april)) == {"charges-dropped": 1}
    assert fates(("charged", *april), ("charges-dropped", *day(4, 10))) == {"charges-dropped": 1}
    assert fates(("charged", *day(4, 10)), ("acquitted", None, None)) == {"acquitted": 1}
    assert fates(("charged", None, None), ("acquitted", *day(4, 10))) == {"acquitted": 1}


def test_the_end_of_the_period_decides() -> None:
    steps = (("charged", *day(4, 1)), ("convicted", *day(2, 1, 2026)))
    assert fates(*steps) == {"charged": 1}
    later = replace(CONTEXT, options=Options(date(2025, 1, 1), date(2026, 12, 31)))
    assert fates(*steps, context=later) == {"convicted": 1}


def test_a_step_that_may_have_come_later_is_not_known_to_have_happened() -> None:
    assert fates(("charged", date(2025, 12, 1), date(2026, 1, 31))) == {"none-recorded": 1}


def test_a_charge_that_was_brought_after_the_period_is_none() -> None:
    t = world(
        {"a": [[("charged", *day(4, 1))], [("charged", *day(2, 1, 2026))]], "b": [[("charged", *day(2, 1, 2026))]]}
    )
    found = table_by(t, CONTEXT, "justice", ("charge",))
    assert found.cells["charges-reported", ("_T",)].value == 1


def test_each_charge_is_followed_by_itself_and_a_charge_without_steps_ends_unknown() -> None:
    t = world({"a": [[("charged", *day(4, 1))], [("acquitted", *day(5, 1))]], "b": []})
    found = tables_for(t, CONTEXT, "justice")[0]
    assert found.slug == "justice-charges"
    seen = {key[0]: count.value for (measure, key), count in found.cells.items() if measure == "charges-reported"}
    assert {code: value for code, value in seen.items() if value} == {
        "_T": 3, "charged": 1, "acquitted": 1, "none-recorded": 1,
    }  # fmt: skip
    behind = explain_cell(t, CONTEXT, "justice-charges", "charges-reported", {})
    assert {row["charge_id"] for row in behind} == {"a/1", "a/2", "b/0"}
    assert {row["rule"] for row in behind} == {"charges/scope"}


def test_a_charge_stands_under_the_law_that_it_names_first() -> None:
    steps = [("charged", *day(4, 1), "ORDER  law"), ("convicted", *day(5, 1), "Zz another")]
    t = world(
        {
            "a": [steps],
            "b": [[("charged", *day(4, 1), "Zz a name that somebody typed")]],
            "c": [[("charged", *day(4, 1))]],
        }
    )
    found = next(one for one in tables_for(t, CONTEXT, "by_law") if one.slug == "by-law-charges")
    assert found.dimensions[0].codes == ("_T", "none-named", "not-listed", "order")
    assert found.dimensions[0].labels == (("order", (("en", "Order Law"),)),)
    assert found.cells["charges-reported", ("order", "convicted")].value == 1
    assert "Zz" not in repr(tables_for(t, CONTEXT, "by_law"))
    assert "Zz" not in repr(rows(t, CONTEXT, "by_law", ["statute"]))


def attacked(*threads: list[Step]) -> str:
    """How far the investigation of one killing came by the end of the period."""
    t = world({"a": list(threads)}, process="investigation", kind="unlawful-killing")
    found = fetched(inquiries(t, CONTEXT.options.until))
    return str(found[0]["inquiry"]) if found else "nothing"


def test_of_several_investigations_the_one_that_came_furthest_speaks() -> None:
    assert attacked([("opened", *day(4, 1)), ("closed-no-result", *day(5, 1))]) == "closed-no-result"
    assert attacked([("closed-no-result", *day(5, 1))], [("perpetrator-charged", *day(4, 1))]) == "perpetrator-charged"
    assert attacked([("not-stated", *day(4, 1))]) == "none-recorded"
    assert attacked() == "nothing"


def test_every_stage_of_an_investigation_has_its_place() -> None:
    stages = codelist("status_stages").column("process")
    assert set(FURTHEST) == {code for code, process in stages.items() if process == "investigation"}


def test_charges_and_investigations_are_two_questions() -> None:
    with pytest.raises(ReportError, match="two questions"):
        rows(world({}), CONTEXT, "justice", ["charge", "inquiry"])
    with pytest.raises(ReportError, match="two questions"):
        table_by(world({}), CONTEXT, "justice", ("charge", "inquiry"))
