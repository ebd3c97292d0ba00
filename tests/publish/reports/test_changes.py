"""What changed since the last release: every reason, the sums, and when a release says nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sijill.assess.rules.sdg16 import Options
from sijill.codelists.load import codelist
from sijill.publish.reports import Context, ReportError, explain_cell, hold, notes, rows, table_by, tables_for
from sijill.publish.reports.report import Former
from sijill.publish.reports.sdg16 import counted, with_status
from sijill.tables.engines import memory
from tests.publish.reports import golden
from tests.publish.reports.worlds import CONTEXT, FORMER

Given = dict[str, list[dict[str, Any]]]
OPTIONS = Options(date(2025, 1, 1), date(2025, 12, 31))
ALL = frozenset((status, code) for status in ("reported", "verified") for code in ("_T", *"ABCDEF"))


def register(acts: int = 2) -> Given:
    """Killings of journalists by the police in March 2025, each of its own victim and event."""
    found: Given = {name: [] for name in ("person", "event", "act", "act_role", "involvement", "verification")}
    for number in range(acts):
        entered(found, number)
    return found


def entered(found: Given, number: int, **facts: Any) -> None:
    found["person"].append({"id": f"p{number}", "kind": "individual"})
    found["event"].append({"id": f"e{number}", "state": "confirmed"})
    usual: dict[str, Any] = {"id": f"a{number}", "event_id": f"e{number}", "victim_id": f"p{number}"}
    usual |= {"kind": "unlawful-killing", "state": "confirmed", "motive": "linked", "ended_unknown": "not-asked"}
    usual |= {"occurred_lo": date(2025, 3, 1), "occurred_hi": date(2025, 3, 1)}
    found["act"].append({**usual, **facts})
    act = usual["id"]
    found["act_role"].append({"id": f"r{number}", "act_id": act, "role": "journalist"})
    found["involvement"].append({"id": f"i{number}", "act_id": act, "state_link": "state-agent"})


def compared(then: Given, now: Given, *, threshold: int = 5, shown: frozenset[tuple[str, str]] = ALL) -> Any:
    former = Former("release-1", hold(memory(then)), shown, threshold)
    return hold(memory(now)), Context(OPTIONS, assessed=True, former=former)


def seen(then: Given, now: Given, status: str = "reported") -> list[tuple[str, int, int]]:
    t, context = compared(then, now)
    context = with_status(context, status)
    return [(row["change"], row["joined"], row["left"]) for row in rows(t, context, "changes", ["change"])]


def withdrawn(found: Given) -> None:
    found["act"][0]["state"] = "withdrawn"


def event_rejected(found: Given) -> None:
    found["event"][0]["state"] = "rejected"


def merged(found: Given) -> None:
    found["person"][1]["merged_into_id"] = "p0"
    found["event"][1]["merged_into_id"] = "e0"
    found["act"][0]["victim_id"] = found["act"][1]["victim_id"] = "p0"
    found["act"][0]["event_id"] = found["act"][1]["event_id"] = "e0"


def merged_into_the_later(found: Given) -> None:
    """As `merged`, but the entry that is kept is the one whose act does not count."""
    found["person"][0]["merged_into_id"] = "p1"
    found["event"][0]["merged_into_id"] = "e1"
    found["act"][0]["victim_id"] = found["act"][1]["victim_id"] = "p1"
    found["act"][0]["event_id"] = found["act"][1]["event_id"] = "e1"


def redated(found: Given) -> None:
    found["act"][0] |= {"occurred_lo": date(2024, 3, 1), "occurred_hi": date(2024, 3, 1)}


def recoded(found: Given) -> None:
    found["act"][0]["motive"] = "not-linked"


def refuted(found: Given) -> None:
    said = {"decision": "not-established", "word": "not-established", "standing": "paris-a", "basis": "sources"}
    when = {"decided_on": date(2025, 9, 1), "log_from": 3}
    found["verification"].append({"id": "v", "act_id": "a0", "body": "none", **said, **when})


def outranked(found: Given) -> None:
    entered(found, 9, kind="unlawful-killing", occurred_lo=date(2025, 2, 1), occurred_hi=date(2025, 2, 1))
    found["act"][-1] |= {"event_id": "e0", "victim_id": "p0"}


LEAVES: dict[str, Callable[[Given], None]] = {
    "withdrawn": withdrawn,
    "withdrawn ": event_rejected,
    "merged": merged,
    "merged ": merged_into_the_later,
    "re-dated": redated,
    "recoded": recoded,
    "re-verified": refuted,
}
BACK = {"withdrawn": "reinstated", "merged": "parted"}


@pytest.mark.parametrize("name", LEAVES)
def test_what_leaves_the_count_says_why_and_so_does_what_comes_back(name: str) -> None:
    then, now = register(), register()
    LEAVES[name](now)
    reason = name.strip()
    assert seen(then, now) == [(reason, 0, 1)]
    assert seen(now, then) == [(BACK.get(reason, reason), 1, 0)]


def test_a_new_case_is_added_and_an_act_that_takes_anothers_place_stands_on_both_sides() -> None:
    assert seen(register(2), register(3)) == [("added", 1, 0)]
    now = register()
    outranked(now)
    assert seen(register(), now) == [("added", 1, 0), ("place-in-incident", 0, 1)]


def test_another_category_stands_on_both_sides_of_the_categories_and_not_in_all() -> None:
    then, now = register(), register()
    now["act"][0] |= {"kind": "torture", "severe": "yes", "purpose": "yes"}
    t, context = compared(then, now, threshold=0)
    found = [(row["category"], row["joined"], row["left"]) for row in rows(t, context, "changes", ["category"])]
    assert found == [("A", 0, 1), ("C", 1, 0)]
    reasons = next(one for one in tables_for(t, context, "changes") if one.slug == "changes-reasons")
    assert {count.value for (measure, _), count in reasons.cells.items() if measure.endswith("reported")} == {0}


@pytest.mark.parametrize("status", ["reported", "verified"])
@pytest.mark.parametrize("letter", codelist("sdg_categories").live())
def test_before_plus_joined_less_left_is_after(status: str, letter: str) -> None:
    t, context = golden.fixed_world(), with_status(CONTEXT, status)
    moved = {row["category"]: row for row in rows(t, context, "changes", ["category"])}.get(letter, {})
    sizes = []
    for held in (FORMER.tables, t):
        acts = counted(held, context.options)
        sizes.append(acts.filter(acts.category == letter).count().to_pyarrow().as_py())
    assert sizes[0] + moved.get("joined", 0) - moved.get("left", 0) == sizes[1]


def slugs(t: Any, context: Context) -> list[str]:
    return [table.slug for table in tables_for(t, context, "changes")]


def test_reasons_are_told_only_where_no_small_number_can_be_worked_out() -> None:
    both = ["changes", "changes-reasons"]
    assert slugs(*compared(register(5), register(10))) == both
    assert slugs(*compared(register(5), register(9))) == ["changes"]  # four joined
    now = register(20)
    for act in now["act"][:4]:
        act["state"] = "withdrawn"
    assert slugs(*compared(register(10), now)) == ["changes"]  # four left
    for act in now["act"][:9]:
        act["state"] = "withdrawn"
    t, context = compared(register(10), now)
    nearly = tables_for(t, context, "changes")  # nine left and ten joined: one apart
    assert nearly[1].measures == ("joined-verified", "left-verified")
    hidden = ALL - {("reported", "_T"), ("verified", "_T")}
    t, context = compared(register(5), register(10), shown=hidden)
    assert slugs(t, context) == ["changes"]
    assert "_T" not in tables_for(t, context, "changes")[0].dimensions[0].codes
    assert slugs(*compared(register(5), register(10), shown=frozenset())) == []


def test_figures_before_are_those_that_were_shown() -> None:
    t, context = compared(register(5), register(10), shown=frozenset(ALL - {("reported", "A")}))
    found = tables_for(t, context, "changes")[0]
    assert found.dimensions[0].codes == ("_T", "B", "C", "D", "E", "F")
    assert (found.cells["before-reported", ("_T",)].value, found.cells["reported", ("_T",)].value) == (5, 10)
    assert len(explain_cell(t, context, "changes", "before-reported", {})) == 5
    assert len(explain_cell(t, context, "changes-reasons", "joined-reported", {"change": "added"})) == 5


def test_without_an_earlier_release_there_is_nothing_to_compare() -> None:
    context = replace(CONTEXT, former=None)
    assert tables_for(golden.fixed_world(), context, "changes") == ()
    with pytest.raises(ReportError, match="was published before"):
        rows(golden.fixed_world(), context, "changes", ["change"])
    told = next(one for one in notes(golden.fixed_world(), context) if one.report == "changes")
    assert ("compared_with", "none") in told.options


def test_to_the_public_nothing_else_is_told() -> None:
    with pytest.raises(ReportError, match="by nothing else"):
        table_by(golden.fixed_world(), CONTEXT, "changes", ("sex",))
