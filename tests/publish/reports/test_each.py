"""What one report does and another does not, on a small register made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sijill.assess.rules.sdg16 import Options
from sijill.publish.reports import Context, ReportError, hold, notes, programme, rows, table_by, tables_for
from sijill.publish.reports.notes import NOT_ASSESSED
from sijill.stats.table import TOTAL, Table
from sijill.tables.engines import Tables, memory

CONTEXT = Context(Options(date(2025, 1, 1), date(2025, 12, 31)), assessed=True)
Given = dict[str, list[dict[str, Any]]]

UNTIL_FEBRUARY = {"ended_lo": date(2026, 2, 1)}
ACTS: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    # name, event, victim, kind, facts
    ("killed", "march", "ana", "unlawful-killing", {"place": "BO-L"}),
    ("killed-again", "inquest", "ana", "death-in-custody", {"place": "BO-L"}),
    ("armed", "march", "ben", "killed-in-combat-armed", {}),
    ("crowd", "march", "forty", "unlawful-killing", {}),
    ("maybe-2025", "clash", "eva", "unlawful-killing", {"occurred_lo": date(2024, 12, 1)}),
    ("held", "arrest", "carl", "arbitrary-detention", {"detention_basis": "no-legal-basis", **UNTIL_FEBRUARY}),
    ("tortured", "arrest", "carl", "torture", {"severe": "yes", "purpose": "yes"}),
    ("threatened", "arrest", "carl", "threat", {}),
    ("closed", "raid", "forty", "organisation-closed", {}),
    ("charged", "raid", "dora", "misuse-of-law", {"law": "Law 1 on public order"}),
    ("open-motive", "night", "dora", "threat", {"motive": "undetermined"}),
    ("gone", "night", "dora", "threat", {"state": "rejected"}),
)  # fmt: skip


def given() -> Given:
    """Four named people and a group of forty; a public list, a wire and a hotline that is not public."""
    found: Given = {name: [] for name in ("act", "act_role", "involvement", "support", "report")}
    people = ("ana", "ben", "carl", "dora", "eva")
    found["person"] = [{"id": name, "kind": "individual", "sex": "female"} for name in people]
    found["person"].append({"id": "forty", "kind": "group", "size_low": 40, "size_high": 40})
    found["event"] = [{"id": name, "state": "confirmed"} for name in sorted({event for _, event, *_ in ACTS})]
    for name, event, victim, kind, facts in ACTS:
        first = facts.get("occurred_lo", date(2025, 3, 1))
        last = date(2025, 3, 1)
        usual = {"state": "confirmed", "motive": "linked", "place": "BO-C", "occurred_hi": last}
        ended = {"ended_hi": facts["ended_lo"]} if "ended_lo" in facts else {"ended_unknown": "not-stated"}
        found["act"].append(
            {
                "id": name,
                "event_id": event,
                "victim_id": victim,
                "kind": kind,
                **usual,
                **ended,
                **facts,
                "occurred_lo": first,
            }
        )
        found["act_role"].append({"id": f"r-{name}", "act_id": name, "role": "journalist"})
        found["involvement"].append(
            {
                "id": f"i-{name}",
                "act_id": name,
                "perpetrator": "police",
                "state_link": "state-agent",
                "attribution": "alleged" if name == "threatened" else "documented",
            }
        )
    found["source"] = [
        {"id": "s1", "code": "list", "is_public": True},
        {"id": "s2", "code": "hotline", "is_public": False},
    ]
    for report, source, act in (("r1", "s1", "killed"), ("r2", "s2", "killed"), ("r3", "s2", "tortured")):
        found["report"].append({"id": report, "source_id": source, "sha256": ""})
        said = {"report_id": report, "entity_kind": "act", "entity_id": act}
        found["support"] += [{"id": f"{report}-{one}", **said, "element": one} for one in ("act", "date")]
    found["vintage"] = [
        vintage("v1", 0, rows_new=9, rows_read=9),
        vintage("v2", 1, rows_new=3, rows_unchanged=7, rows_revised=1, rows_withdrawn=1, rows_read=12, rows_refused=1),
        vintage("v3", 2, complete=False, rows_new=50),
    ]
    found["refusal"] = [{"id": "x1", "vintage_id": "v2", "position": "7", "problem": "bad-date"}]
    found["verification"] = [
        {
            "id": "d1",
            "act_id": "held",
            "decision": "reasonable-grounds",
            "word": "verified",
            "standing": "paris-a",
            "decided_on": date(2026, 1, 1),
            "log_from": 1,
        }
    ]
    return found


def vintage(name: str, position: int, *, complete: bool = True, **counts: int) -> dict[str, Any]:
    return {
        "id": name,
        "source_id": "s1",
        "format": "table",
        "label": name,
        "sha256": name,
        "complete": complete,
        "finished": True,
        "log_from": position,
        **counts,
    }


@pytest.fixture(scope="module")
def t() -> Iterator[Tables]:
    yield hold(memory(given()))


def value(table: Table, measure: str, **codes: str) -> int | None:
    key = tuple(codes.get(one.name, TOTAL if TOTAL in one.codes else "") for one in table.dimensions)
    return table.cells[measure, key].value


def one(t: Tables, slug: str, table: str, context: Context = CONTEXT) -> Table:
    return next(found for found in tables_for(t, context, slug) if found.slug == table)


def test_sdg16_shows_every_category_and_both_sexes(t: Tables) -> None:
    table = one(t, "sdg16", "sdg16-sex")
    assert table.dimensions[0].codes == (TOTAL, *"ABCDEF")
    assert table.dimensions[1].codes == (TOTAL, "female", "male")
    assert value(table, "reported", category="A", sex="female") == 2
    assert value(table, "reported", category="C") == 1
    assert value(table, "reported", category="B", sex="male") == 0


def test_a_verified_case_may_be_of_another_category_and_then_nothing_claims_to_be_nested(t: Tables) -> None:
    table = one(t, "sdg16", "sdg16")
    assert value(table, "reported", category="D") == 0
    assert value(table, "verified", category="D") == 1
    assert ("verified", "reported") not in programme(t, CONTEXT).nested
    assert ("verified", "reported") in programme(t, replace(CONTEXT, subject="deaths")).nested


def test_persons_and_incidents_stand_beside_the_victims(t: Tables) -> None:
    table = one(t, "persons_and_incidents", "persons-and-incidents")
    found = {measure: table.cells[measure, ()].value for measure in table.measures}
    assert found == {
        "reported": 3,
        "persons-reported": 2,
        "incidents-reported": 3,
        "verified": 1,
        "persons-verified": 1,
        "incidents-verified": 1,
    }
    with pytest.raises(ReportError, match="do not add up"):
        table_by(t, CONTEXT, "persons_and_incidents", ("sex",))


def test_candidates_of_a_release_are_those_not_counted(t: Tables) -> None:
    table = one(t, "candidates", "candidates")
    assert "counted" not in table.dimensions[0].codes
    assert "outside-indicator" not in table.dimensions[1].codes
    assert value(table, "reported", outcome="undecided", reason="date-straddles") == 1
    assert value(table, "reported", outcome="not-counted", reason="group-victim") == 1
    seen = {row["reason"]: row["acts"] for row in rows(t, CONTEXT, "candidates", ["reason"])}
    assert seen["counted-a"] == 2
    assert seen["outside-indicator"] == 3


def test_deaths_are_people_who_surely_died_in_the_period(t: Tables) -> None:
    context = replace(CONTEXT, subject="deaths")
    assert value(one(t, "deaths", "deaths", context), "reported") == 2
    lesson = one(t, "deaths", "deaths-sdg16", context)
    assert value(lesson, "reported") == 2
    assert value(lesson, "reported", outcome="counted", reason="counted-a") == 1
    assert value(lesson, "reported", outcome="not-counted", reason="outside-indicator") == 1
    assert "deaths-are-not-attacks" in {note.code for note in notes(t, context)[0].warnings}


def test_kinds_beside_the_indicator_are_not_added_up(t: Tables) -> None:
    table = one(t, "beyond_sdg", "beyond-sdg")
    assert TOTAL not in table.dimensions[0].codes
    assert value(table, "reported", kind="threat") == 2
    assert value(table, "reported", kind="misuse-of-law") == 1
    assert "organisation-closed" not in table.dimensions[0].codes
    incidents = one(t, "beyond_sdg", "beyond-sdg-incidents")
    assert value(incidents, "events-reported", kind="organisation-closed") == 1
    by_law = rows(t, CONTEXT, "beyond_sdg", ["law"])
    assert {row["law"]: row["victims"] for row in by_law if row["kind"] == "misuse-of-law"} == {
        "Law 1 on public order": 1
    }


def test_a_stock_is_of_a_day(t: Tables) -> None:
    assert value(one(t, "detained_on", "detained-on"), "reported") == 1
    later = replace(CONTEXT, day=date(2026, 2, 1))
    table = one(t, "detained_on", "detained-on", later)
    assert value(table, "reported") == 0
    assert (table.since, table.until) == (later.day, later.day)


def test_months_are_for_short_periods(t: Tables) -> None:
    assert [table.slug for table in tables_for(t, CONTEXT, "over_time")] == ["over-time-month"]
    assert value(one(t, "over_time", "over-time-month"), "reported", month="2025-03") == 3
    long = replace(CONTEXT, options=Options(date(2020, 1, 1), date(2025, 12, 31)))
    tables = tables_for(t, long, "over_time")
    assert [table.slug for table in tables] == ["over-time-year"]
    years = ("2020", "2021", "2022", "2023", "2024", "2025")
    assert tables[0].dimensions[0].codes == (TOTAL, *years, "not-available")  # December 2024 to March 2025
    with pytest.raises(ReportError, match="by month for this period"):
        table_by(t, long, "over_time", ("month",))


def test_a_perpetrator_is_shown_from_the_attribution_asked_for(t: Tables) -> None:
    table = one(t, "by_perpetrator", "by-perpetrator")
    assert value(table, "reported", perpetrator="police") == 3
    strict = replace(CONTEXT, attribution_at_least="convicted")
    table = one(t, "by_perpetrator", "by-perpetrator", strict)
    assert value(table, "reported", perpetrator="not-available") == 3
    assert ("attribution_at_least", "convicted") in notes(t, strict)[4].options
    with pytest.raises(ReportError, match="Choose one of alleged"):
        tables_for(t, replace(CONTEXT, attribution_at_least="rumour"), "by_perpetrator")


def test_coverage_names_public_sources_only_to_the_public(t: Tables) -> None:
    table = one(t, "coverage", "coverage-sources")
    assert table.dimensions[0].codes == (TOTAL, "list", "none", "undisclosed")
    assert value(table, "acts", source="undisclosed") == 2
    assert value(table, "acts") == 11
    assert value(one(t, "coverage", "coverage-reports"), "reports", source="list") == 1
    staff = {row["source"]: row["acts"] for row in rows(t, CONTEXT, "coverage", ["source"])}
    assert staff == {"hotline": 2, "list": 1, "none": 9}


def test_coverage_says_what_is_unknown(t: Tables) -> None:
    facts = one(t, "coverage", "coverage-facts")
    assert value(facts, "acts", field="motive", answer="undetermined") == 1
    assert value(facts, "acts", field="motive", answer="known") == 10
    assert value(facts, "acts", field="legal-basis") == 1
    assert value(facts, "acts", field="age", answer="not-asked") == 11
    assert value(one(t, "coverage", "coverage-dates"), "acts", precision="longer", dated="not-available") == 1
    files = one(t, "coverage", "coverage-files")
    assert value(files, "rows_refused", source="list") == 1
    assert rows(t, CONTEXT, "coverage", ["problem"]) == [{"problem": "bad-date", "refused": 1}]
    with pytest.raises(ReportError, match="What goes together"):
        rows(t, CONTEXT, "coverage", ["field", "source"])
    with pytest.raises(ReportError, match="field,answer"):
        rows(t, CONTEXT, "coverage", ["answer"])


def test_the_history_of_a_list(t: Tables) -> None:
    assert rows(t, CONTEXT, "list_history", ["vintage"]) == [
        {"vintage": "v1", "size": 9, "added": 9, "revised": 0, "withdrawn": 0, "refused": 0},
        {"vintage": "v2", "size": 11, "added": 3, "revised": 1, "withdrawn": 1, "refused": 1},
    ]
    assert one(t, "list_history", "list-history").cells["size", ("v2",)].public
    with pytest.raises(ReportError, match="source 'hotline'"):
        tables_for(t, replace(CONTEXT, source="hotline"), "list_history")


def test_the_history_of_a_list_that_is_not_public_is_not_either() -> None:
    secret = {**given(), "source": [{"id": "s1", "code": "list", "is_public": False}]}
    with pytest.raises(ReportError, match="not public"):
        tables_for(memory(secret), CONTEXT, "list_history")


def test_notes_say_when_nobody_assessed(t: Tables) -> None:
    told = notes(t, replace(CONTEXT, assessed=False))
    assert NOT_ASSESSED in told[0].warnings
    assert "sdg16/torture" in told[0].rules
    assert NOT_ASSESSED not in notes(t, CONTEXT)[0].warnings


def test_vintages_of_every_list_and_what_only_a_whole_list_can_tell(t: Tables) -> None:
    found = one(t, "vintages", "vintages")
    assert found.dimensions[0].codes == ("list v1", "list v2", "list v3")
    assert value(found, "added", vintage="list v2") == 3
    assert value(found, "withdrawn", vintage="list v2") == 1
    assert value(found, "withdrawn", vintage="list v3") is None  # not the whole list: nobody can say
    assert [row["source"] for row in rows(t, CONTEXT, "vintages", ["source"])] == ["list"] * 3
    closed = given()
    closed["source"][0]["is_public"] = False
    assert tables_for(memory(closed), CONTEXT, "vintages") == ()
    assert len(rows(memory(closed), CONTEXT, "vintages", [])) == 3
