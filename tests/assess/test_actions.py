"""Answering a check: who may, about what, and that nothing is lost."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied

from sijill.assess.actions import answer_check
from sijill.assess.columns import tables
from sijill.assess.models import Answer, EntityKind
from sijill.assess.rules.ground.check import KINDS
from sijill.assess.rules.ground.checks import FACTORS, RABAT
from sijill.collect.actions import file_report
from sijill.collect.models import Report
from sijill.office.errors import Refusal
from sijill.office.ids import new_id
from sijill.office.ledger import action
from sijill.office.models import LogEntry, User
from sijill.office.verify import verify
from sijill.register.models import Organization
from sijill.tables.catalog import CATALOG
from tests.people import Cast
from tests.world import TODAY, a_source

pytestmark = pytest.mark.django_db

CHECK = "transparency/aggregate-published"


def a_company(actor: User) -> Organization:
    row = Organization(name="Zz Invented Platform", kind="platform")
    with action("test.company", actor=actor) as entry:
        entry.add(row)
    return row


def a_report(actor: User) -> Report:
    return file_report(actor=actor, source=a_source(actor, "one"), content="Zz invented report", language="en")


def answer(actor: User, company: Organization, **given: object) -> Answer:
    asked = {
        "check": CHECK, "entity_kind": "company", "entity_id": company.id, "verdict": "met",
        "reasons": "Its report says so", "on": TODAY,
    }  # fmt: skip
    return answer_check(actor=actor, **{**asked, **given})  # type: ignore[arg-type]


def test_a_reviewer_answers_in_one_entry_that_the_log_vouches_for(cast: Cast) -> None:
    company, report = a_company(cast.alice), a_report(cast.alice)
    before = LogEntry.objects.count()
    row = answer(cast.bob, company, report=report)
    assert (row.asked, row.version, row.by, row.report) == (CHECK, 1, cast.bob, report)
    assert LogEntry.objects.count() == before + 1
    entry = LogEntry.objects.latest("position")
    assert (entry.verb, entry.subject) == ("answer.add", company.id)
    assert b"says so" not in bytes(entry.body)
    assert list(verify()) == []


def test_answers_are_added_and_never_changed(cast: Cast) -> None:
    company = a_company(cast.alice)
    answer(cast.bob, company)
    answer(cast.bob, company, verdict="not-met")
    assert list(Answer.objects.order_by("log_from").values_list("verdict", flat=True)) == ["met", "not-met"]


@pytest.mark.parametrize("who", ["alice", "charlie", "dana", "eve"])
def test_only_a_reviewer_answers(cast: Cast, who: str) -> None:
    company = a_company(cast.alice)
    with pytest.raises(PermissionDenied):
        answer(getattr(cast, who), company)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"check": "legality/no-such-check"}, "no check of that name"),
        ({"check": RABAT}, "answered by its factors"),
        ({"check": "legality/law-in-force"}, "not asked of a record of kind company"),
        ({"entity_kind": "law"}, "not asked of a record of kind law"),
        ({"entity_id": "organization-1"}, "no record of kind company"),
        ({"entity_id": new_id("organization")}, "no record of kind company"),
        ({"entity_id": new_id("person")}, "no record of kind company"),
        ({"verdict": "yes"}, "verdict"),
        ({"reasons": "  "}, "needs its reasons"),
    ],
)
def test_what_cannot_be_answered_is_refused(cast: Cast, given: dict[str, str], why: str) -> None:
    company = a_company(cast.alice)
    with pytest.raises(Refusal, match=why):
        answer(cast.bob, company, **given)
    assert not Answer.objects.exists()


def test_elements_of_ranking_digital_rights_can_be_answered(cast: Cast) -> None:
    assert answer(cast.bob, a_company(cast.alice), check="rdr/f6-6", verdict="not-met").asked == "rdr/f6-6"


def test_columns_leave_the_words_and_the_person_behind(cast: Cast) -> None:
    company, report = a_company(cast.alice), a_report(cast.alice)
    answer(cast.bob, company, report=report)
    (block,) = (one for one in tables()["answer"].blocks if one["id"])
    row = {name: values[0] for name, values in block.items()}
    assert set(row) == set(CATALOG["answer"].names)
    assert (row["check"], row["entity_id"], row["report_id"]) == (CHECK, company.id, report.id)
    said = json.dumps(row, default=str)
    assert "says so" not in said and cast.bob.id not in said


def test_kinds_in_the_database_are_those_of_the_checks() -> None:
    assert tuple(EntityKind.values) == KINDS
    assert FACTORS[0].applies == ("restriction", "provision")
