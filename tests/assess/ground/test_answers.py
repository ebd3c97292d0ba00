"""What a person answers beside what the record says: evidence, the latest, contradictions, Rabat."""

from __future__ import annotations

import pytest

from sijill.assess.rules.ground.checks import FACTORS, RABAT
from sijill.assess.rules.ground.findings import counts, findings, findings_for
from sijill.assess.rules.ground.prepared import READ, findings_of, findings_of_each
from sijill.tables.engines import fetched
from tests.assess.ground.world import NEEDED, Measures

LINK = "necessity/link-direct"  # no field answers it
TIME = "necessity/narrow-in-time"  # a field answers it
CITED = "legality/provision-cited"


def verdict(world: Measures, entity: str, check: str) -> tuple[str, str]:
    found = world.findings(entity)[check]
    return found.verdict, found.reason


def test_without_an_answer_it_is_unknown() -> None:
    world = Measures()
    assert verdict(world, world.restriction(), LINK) == ("unknown", "person-needed")
    assert verdict(world, "restriction-001", TIME) == ("unknown", "not-recorded")


@pytest.mark.parametrize("said", ["met", "partly"])
def test_yes_without_evidence_is_unknown(said: str) -> None:
    world = Measures()
    one = world.restriction()
    world.answer(one, LINK, said, evidence=None)
    assert verdict(world, one, LINK) == ("unknown", "without-evidence")
    assert world.findings(one)[LINK].answer_verdict == said
    world.answer(one, LINK, said)
    assert verdict(world, one, LINK) == (said, "answered")


def test_no_needs_reasons_and_no_report() -> None:
    world = Measures()
    one = world.restriction()
    world.answer(one, LINK, "not-met", evidence=None)
    assert verdict(world, one, LINK) == ("not-met", "answered")


def test_evidence_that_its_source_withdrew_is_none() -> None:
    world = Measures()
    one = world.restriction()
    world.answer(one, LINK, "met", evidence="report-007")
    assert world.findings(one)[LINK].evidence_id == "report-007"
    world.add("report_withdrawal", report_id="report-007", vintage_id="vintage-001")
    assert verdict(world, one, LINK) == ("unknown", "without-evidence")
    assert world.findings(one)[LINK].evidence_id == ""


def test_the_latest_answer_stands() -> None:
    world = Measures()
    one = world.restriction()
    world.answer(one, LINK, "met")
    last = world.answer(one, LINK, "not-met")
    assert verdict(world, one, LINK) == ("not-met", "answered")
    assert world.findings(one)[LINK].answer_id == last


def test_an_answer_to_another_version_of_the_check_does_not_count() -> None:
    world = Measures()
    one = world.restriction()
    world.answer(one, LINK, "met", version=2)
    assert verdict(world, one, LINK) == ("unknown", "person-needed")


def test_an_answer_about_another_record_or_kind_does_not_count() -> None:
    world = Measures()
    one, other = world.restriction(), world.restriction()
    world.answer(other, LINK, "met")
    world.answer(one, LINK, "met", kind="demand")
    assert verdict(world, one, LINK) == ("unknown", "person-needed")


def test_an_answer_fills_what_the_record_leaves_open_and_sharpens_what_it_has_in_part() -> None:
    world = Measures()
    one = world.restriction(ground="law", legal_basis="Some law")
    assert verdict(world, one, CITED) == ("partly", "basis-in-words")
    world.answer(one, TIME, "met")
    world.answer(one, CITED, "met")
    assert verdict(world, one, TIME) == ("met", "answered")
    assert verdict(world, one, CITED) == ("met", "answered")


def test_a_contradiction_is_shown_and_neither_side_is_believed() -> None:
    world = Measures()
    one = world.restriction(indefinite="yes")
    world.answer(one, TIME, "met")
    found = world.findings(one)[TIME]
    assert (found.verdict, found.reason) == ("unknown", "contradiction")
    assert (found.record_verdict, found.record_reason, found.answer_verdict) == ("not-met", "without-end", "met")


def test_agreement_keeps_the_records_reason() -> None:
    world = Measures()
    one = world.restriction(indefinite="yes")
    world.answer(one, TIME, "not-met")
    assert verdict(world, one, TIME) == ("not-met", "without-end")


def test_a_person_who_does_not_know_changes_nothing() -> None:
    world = Measures()
    one = world.restriction(indefinite="yes")
    world.answer(one, TIME, "unknown")
    world.answer(one, LINK, "unknown")
    assert verdict(world, one, TIME) == ("not-met", "without-end")
    assert verdict(world, one, LINK)[0] == "unknown"


def sentenced(world: Measures) -> str:
    law = world.law()
    provision = world.add("provision", law_id=law, offence="hatred-incitement", hatred_incitement="yes")
    return world.restriction(measure="sanction", provision_id=provision)


def rabat(world: Measures, entity: str) -> str:
    return world.findings(entity)[RABAT].verdict


def test_rabat_asks_for_all_six_factors() -> None:
    world = Measures()
    one = sentenced(world)
    assert rabat(world, one) == "unknown"
    for factor in FACTORS[:-1]:
        world.answer(one, factor.id, "met")
    assert rabat(world, one) == "unknown"
    world.answer(one, FACTORS[-1].id, "met", evidence=None)
    assert world.findings(one)[RABAT].reason == "without-evidence"
    world.answer(one, FACTORS[-1].id, "met")
    assert rabat(world, one) == "met"
    world.answer(one, FACTORS[2].id, "partly")
    assert rabat(world, one) == "partly"


def test_rabat_fails_with_one_factor_that_the_state_did_not_show() -> None:
    world = Measures()
    one = sentenced(world)
    world.answer(one, FACTORS[0].id, "not-met")
    assert rabat(world, one) == "not-met"


def test_rabat_is_not_asked_where_nobody_is_punished() -> None:
    world = Measures()
    assert rabat(world, world.restriction(measure="removed")) == "not-applicable"


def test_in_bulk_one_by_one_and_prepared_are_the_same() -> None:
    world = Measures()
    law = world.law(in_force="2007", accessible="no")
    provision = world.add("provision", law_id=law, article="8", precise="no")
    one = world.restriction(provision_id=provision, applied="2009", scope="site", remedy="court", appealed="no")
    other = world.restriction(decider="agency", remedy="none")
    world.answer(one, LINK, "met")
    world.answer(other, LINK, "not-met", evidence=None)
    t = world.tables()
    rows = fetched(findings(t, "restriction"))
    assert [row["entity_id"] for row in rows] == sorted(row["entity_id"] for row in rows)
    for entity in (one, other):
        single = findings_for(t, "restriction", entity)
        assert [row for row in rows if row["entity_id"] == entity] == [
            {name: getattr(one_, name) for name in rows[0]} for one_ in single
        ]
        assert findings_of(world.rows, "restriction", entity) == single
    for row in counts(t, "restriction"):
        verdicts = [one_["verdict"] for one_ in rows if one_["check"] == row["check"]]
        for name in ("met", "partly", "not-met", "unknown", "not-applicable"):
            assert row[name.replace("-", "_")] == verdicts.count(name)
        assert row["asked"] == 2
    by = counts(t, "restriction", ["decider"])
    assert {(row["decider"], row["asked"]) for row in by} == {("court", 1), ("agency", 1)}


def test_prepared_forgets_one_record_before_the_next() -> None:
    first, second = Measures(), Measures()
    one = first.restriction(indefinite="yes")
    first.answer(one, LINK, "met")
    assert findings_of(first.rows, "restriction", one)
    other = second.restriction()
    (found,) = (item for item in findings_of(second.rows, "restriction", other) if item.check == LINK)
    assert found.verdict == "unknown"
    assert findings_of({}, "restriction", one) == []
    with pytest.raises(ValueError, match="no check reads"):
        findings_of({"act": []}, "restriction", one)


def test_the_world_holds_what_the_checks_read() -> None:
    assert set(NEEDED) == set(READ)


def test_several_records_at_once_are_found_as_each_alone() -> None:
    world = Measures()
    law = world.law()
    ids = [world.add("provision", law_id=law, precise=precise) for precise in ("yes", "no")]
    world.answer(ids[0], "legality/discretion-limited", "met", kind="provision")
    found = findings_of_each(world.rows, "provision", [*ids, "provision-none"])
    assert found == {one: findings_of(world.rows, "provision", one) for one in ids}
    assert found[ids[0]] != found[ids[1]] and "provision-none" not in found
