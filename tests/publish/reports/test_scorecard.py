"""Commitments: that they are whole as data, what measures them, and what is said where nothing does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sijill.assess.rules.ground.findings import findings
from sijill.assess.rules.ground.limbs import by_limb
from sijill.assess.rules.sdg16 import Options
from sijill.codelists.load import LANGUAGES
from sijill.publish.reports import EVER, REPORTS, Context, ReportError, hold, rows, table_by, tables_for
from sijill.publish.reports.commitments import ADDRESSEES, BY_ID, COMMITMENTS
from sijill.publish.reports.santa_clara import MOSTLY_SHOPS, OWN_READING
from sijill.publish.reports.scorecard import MEASURED, NOT_HERE, NOTHING, chosen
from sijill.publish.reports.scorecard_measures import MEASURES
from sijill.stats.table import Flag, Table
from sijill.tables.engines import Tables, fetched, memory
from tests.publish.reports.golden import fixed_world
from tests.publish.reports.worlds import CONTEXT

ALWAYS = Context(Options(*EVER))
YEAR = Context(Options(date(2025, 1, 1), date(2025, 12, 31)))
LAW = {"id": "l", "jurisdiction": "BO", "state": "confirmed"}


@pytest.fixture(scope="module")
def t() -> Tables:
    return hold(fixed_world())


def of(t: Tables, commitment: str, by: str = "", context: Context = ALWAYS) -> list[dict[str, Any]]:
    return chosen(t, context, ["commitment", *(key for key in by.split(",") if key)], [BY_ID[commitment]])


def numbers(row: Mapping[str, Any]) -> tuple[int | None, int | None, int | None]:
    return row["kept"], row["out_of"], row["open"]


def one(t: Tables, slug: str, context: Context = ALWAYS) -> Table:
    return next(found for found in tables_for(t, context, "scorecard") if found.slug == slug)


def test_every_commitment_has_its_words_its_source_and_a_measure_that_there_is() -> None:
    assert {one.addressee for one in COMMITMENTS} == set(ADDRESSEES)
    assert len({one.id for one in COMMITMENTS}) == len(COMMITMENTS)
    for commitment in COMMITMENTS:
        assert all(commitment.text[lang] for lang in LANGUAGES), commitment.id
        assert commitment.standard and commitment.paragraph and commitment.duty, commitment.id
    asked = [one.measure for one in COMMITMENTS if one.measure]
    assert sorted(asked) == sorted(MEASURES)


def test_a_limb_is_kept_where_the_findings_on_each_restriction_say_so(t: Tables) -> None:
    single = {row["id"] for row in fetched(t["restriction"].select("id", "level", "state", "reverses_id"))
              if row["level"] == "single" and row["state"] != "rejected" and row["reverses_id"] is None}  # fmt: skip
    by_entry: dict[str, list[tuple[str, str]]] = {}
    for row in fetched(findings(t, "restriction")):
        if row["entity_id"] in single:
            by_entry.setdefault(row["entity_id"], []).append((row["limb"], row["verdict"]))
    limbs = [by_limb(found) for found in by_entry.values()]
    for commitment, limb in (("S1a", "legality"), ("S1b", "legitimate-aim"), ("S1c", "necessity")):
        verdicts = [found[limb] for found in limbs]
        decided = [one for one in verdicts if one in ("met", "partly", "not-met")]
        (row,) = of(t, commitment)
        assert numbers(row) == (decided.count("met"), len(decided), verdicts.count("unknown")), commitment
    assert numbers(of(t, "S1a")[0])[1:] != (0, 0)


def test_what_other_reports_count_is_the_same_here(t: Tables) -> None:
    answers = rows(t, CONTEXT, "disruption_answers", ["country"])
    court = {row["country"]: (row["yes"], row["yes_or_no"]) for row in answers if row["fact"] == "court_order"}
    mine = {row["country"]: (row["kept"], row["out_of"]) for row in of(t, "S4c", "country", CONTEXT)}
    assert mine == court and any(known for _, known in mine.values())
    decided: dict[str, tuple[int, int]] = {row["country"]: (row["judicial"], row["judicial"] + row["not_judicial"])
               for row in rows(t, CONTEXT, "restrictions", ["country", "reversal"])
               if row["reversal"] == "no" and row["restrictions"]}  # fmt: skip
    here = {row["country"]: (row["kept"], row["out_of"]) for row in of(t, "S4a", "country", CONTEXT)}
    assert here == decided
    published = rows(t, CONTEXT, "santa_clara", ["number", "coverage"])
    available = sum(row["series_counted"] for row in published if row["coverage"] == "available")
    assert of(t, "C1a", "company", CONTEXT)[0]["kept"] <= available


def test_statements_of_the_eu_are_told_to_be_mostly_of_shops_where_there_are_any() -> None:
    figure = {"id": "r", "level": "total", "series": "dsa-monthly", "state": "draft", "items_low": 9, "items_high": 9}
    figure |= {"applied_lo": date(2025, 1, 1), "applied_hi": date(2025, 1, 31), "applied_unknown": ""}
    codes = [[note.code for note in REPORTS["santa_clara"].notes(memory(rows), YEAR).warnings]
             for rows in ({"restriction": [figure]}, {})]  # fmt: skip
    assert codes == [[OWN_READING.code, MOSTLY_SHOPS.code], [OWN_READING.code]]


def test_nothing_recorded_and_not_measurable_here_are_two_answers(t: Tables) -> None:
    empty = memory({})
    states = {row["commitment"]: row["state"] for row in rows(empty, ALWAYS, "scorecard", [])}
    assert states == {one.id: NOTHING if one.measure else NOT_HERE for one in COMMITMENTS}
    assert {row["state"] for row in rows(t, ALWAYS, "scorecard", [])} == {MEASURED, NOTHING, NOT_HERE}
    table = one(empty, "scorecard")
    flags = {key[0]: count.missing for (measure, key), count in table.cells.items() if measure == "out_of"}
    assert flags["C9"] == Flag.NOT_MEASURABLE and flags["S3"] == Flag.NOT_KNOWN
    assert {count.value for count in table.cells.values()} == {None}


def test_a_table_that_may_be_published_holds_no_count_of_people_and_no_body(t: Tables) -> None:
    closed = {one.id for one in COMMITMENTS if one.measure and not MEASURES[one.measure].public}
    assert {"S4a", "C1b", "N1a", "N6"} <= closed
    for table in tables_for(t, CONTEXT, "scorecard"):
        assert not closed & set(table.dimensions[0].codes), table.slug
    assert one(t, "scorecard-states").dimensions[0].codes[0] == "S1d"
    assert all(code.startswith("C") for code in one(t, "scorecard-companies").dimensions[0].codes)
    with pytest.raises(ReportError, match="names no body"):
        table_by(t, CONTEXT, "scorecard", ["body"])


def test_a_demand_from_a_source_that_is_not_public_is_for_the_staff_alone() -> None:
    demand = {"id": "d", "level": "single", "company_id": "firm", "state": "draft", "challenged": "yes"}
    t = memory({"demand": [demand]})
    (row,) = of(t, "C4a", "body")
    assert (row["body"], *numbers(row)) == ("firm", 1, 1, 0)
    assert one(t, "scorecard").cells["kept", ("C4a",)].value is None


def test_laws_are_asked_as_they_stand_at_the_end_of_the_period() -> None:
    gone = {"repealed_lo": date(2020, 1, 1), "repealed_hi": date(2020, 1, 1)}
    laws: list[dict[str, Any]] = [
        {**LAW, "id": "a", "monitoring_duty": "no"},
        {**LAW, "id": "b", "monitoring_duty": "yes"},
        {**LAW, "id": "c", "monitoring_duty": "not-stated"},
        {**LAW, "id": "old", "monitoring_duty": "yes", **gone},
    ]
    t = memory({"law": laws})
    assert numbers(of(t, "S3", context=YEAR)[0]) == (1, 2, 1)
    assert numbers(of(t, "N2")[0]) == (0, 3, 0)
    before = Context(Options(date(2019, 1, 1), date(2019, 12, 31)))
    assert numbers(of(t, "N2", context=before)[0]) == (0, 4, 0)


def test_a_law_is_examined_once_a_person_answered_of_it_or_of_an_article() -> None:
    provisions = [{"id": "p", "law_id": "a"}, {"id": "q", "law_id": "b"}]
    said = {"id": "x", "check": "legality/definition-precise", "version": 1, "entity_kind": "provision"}
    answers = [{**said, "entity_id": "p", "verdict": "met", "answered_on": date(2025, 1, 1)}]
    t = memory({"law": [{**LAW, "id": name} for name in "ab"], "provision": provisions, "answer": answers})
    assert numbers(of(t, "N2")[0]) == (1, 2, 0)


def test_that_no_law_on_record_prohibits_incitement_does_not_say_that_none_does() -> None:
    laws = [{**LAW, "id": "a"}, {**LAW, "id": "b", "jurisdiction": "CL"}]
    said = [("p", "a", "yes"), ("q", "a", "no"), ("r", "b", "no")]
    provisions = [{"id": id, "law_id": law, "hatred_incitement": answer} for id, law, answer in said]
    found = {
        row["country"]: numbers(row) for row in of(memory({"law": laws, "provision": provisions}), "S2d", "country")
    }
    assert found == {"BO": (1, 1, 0), "CL": (0, 0, 1)}


def test_rules_of_companies_are_asked_by_what_they_are_about() -> None:
    policy = {"organization_id": "firm", "state": "confirmed"}
    policies = [
        {**policy, "id": "a", "kind": "content-rules", "published": "yes", "protected_category": "no"},
        {**policy, "id": "b", "kind": "ranking", "published": "no", "ranking_choice": "yes"},
        {**policy, "id": "c", "kind": "ranking", "amends_id": "b", "published": "yes", "ranking_choice": "yes"},
    ]
    t = memory({"policy": policies})
    found = {name: numbers(of(t, name, "body")[0]) for name in ("C3", "C10a", "C10b", "C11")}
    assert found == {"C3": (0, 1, 0), "C10a": (1, 1, 0), "C10b": (1, 1, 0), "C11": (1, 1, 0)}


def test_a_disruption_tells_of_the_company_to_which_its_order_is_on_record() -> None:
    disruption = {"state": "confirmed", "country": "BO", "users_notified": "no"}
    t = memory(
        {
            "demand": [{"id": "order", "company_id": "firm", "state": "confirmed"}],
            "disruption": [{**disruption, "id": "a", "demand_id": "order"}, {**disruption, "id": "b"}],
        }
    )
    (row,) = of(t, "C5a", "body")
    assert (row["body"], *numbers(row)) == ("firm", 0, 1, 0)
    assert of(t, "C5b", "body")[0]["open"] == 1


def test_a_complaint_is_answered_in_time_late_or_not_due_yet() -> None:
    got = date(2025, 1, 10)
    complaints = [
        {"id": "a", "received_on": got, "due_on": date(2025, 2, 1), "answered_on": date(2025, 1, 20)},
        {"id": "b", "received_on": got, "due_on": date(2025, 2, 1), "answered_on": date(2025, 3, 1)},
        {"id": "c", "received_on": got, "due_on": date(2025, 2, 1)},
        {"id": "d", "received_on": got, "due_on": date(2026, 2, 1)},
        {"id": "e", "received_on": date(2024, 1, 1), "due_on": date(2025, 2, 1)},
        {"id": "f", "received_on": got},
    ]
    t = memory({"complaint": complaints})
    assert numbers(of(t, "N6", context=YEAR)[0]) == (1, 3, 1)
    assert numbers(of(t, "N6", context=replace(YEAR, options=Options(*EVER)))[0]) == (1, 2, 3)
