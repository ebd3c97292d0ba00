"""Measures that courts decided: the checks agree with the holdings, limb by limb."""

from __future__ import annotations

import pytest

from examples.measures import Measure, read
from sijill.assess.rules.ground.check import LIMBS, MET, NOT_MET
from sijill.assess.rules.ground.checks import ANSWERABLE
from sijill.assess.rules.ground.limbs import by_limb
from sijill.assess.rules.ground.prepared import findings_of
from sijill.codelists.load import codelist
from sijill.tables.catalog import CATALOG

MEASURES = read()
measured = pytest.mark.parametrize("measure", MEASURES, ids=[one.name for one in MEASURES])


@measured
def test_findings_are_the_golden_ones_and_agree_with_the_court(measure: Measure) -> None:
    found = findings_of(measure.rows, measure.kind, measure.id)
    limbs = by_limb((one.limb, one.verdict) for one in found)
    assert limbs == measure.about["findings"]
    answered = {one["check"] for one in measure.about["answer"]}
    for limb, held in measure.about["holding"].items():
        verdicts = {one.check: one.verdict for one in found if one.limb == limb}
        if held == "violated":
            assert limbs[limb] == NOT_MET, limb
            assert any(verdicts[check] == NOT_MET for check in answered if check in verdicts), limb
        elif held == "satisfied":
            assert NOT_MET not in verdicts.values(), limb
            assert any(verdicts[check] == MET for check in answered if check in verdicts), limb


@measured
def test_no_answer_of_the_court_contradicts_the_record(measure: Measure) -> None:
    found = {one.check: one for one in findings_of(measure.rows, measure.kind, measure.id)}
    for one in measure.about["answer"]:
        finding = found[one["check"]]
        assert finding.verdict == one["verdict"], one["check"]
        assert finding.reason != "contradiction"
        assert finding.evidence_id == f"report-{measure.name}"


@measured
def test_a_measure_binds_a_state_that_is_a_party(measure: Measure) -> None:
    found = {one.check: one.binding for one in findings_of(measure.rows, measure.kind, measure.id)}
    assert found["legality/law-in-force"] == "binding"
    assert found["legality/order-in-writing"] == "standard"


@measured
def test_every_word_is_a_code_and_every_answer_has_its_place(measure: Measure) -> None:
    for table, rows in measure.rows.items():
        for row in rows:
            for name, value in row.items():
                listed = CATALOG[table].column(name).codelist
                assert not listed or value in codelist(listed), f"{table}.{name}: {value}"
    assert set(measure.about["holding"]) == set(measure.about["findings"]) == set(LIMBS)
    assert set(measure.about["holding"].values()) <= {"violated", "satisfied", "not-decided"}
    for one in measure.about["answer"]:
        assert one["check"] in ANSWERABLE
        assert one["evidence"].strip() and one["reasons"].strip()


def test_measures_come_from_several_regions() -> None:
    assert len(MEASURES) == 8
    assert {one.about["facts"]["country"] for one in MEASURES} == {"RU", "TR", "TG", "ZW", "IN", "BF"}
