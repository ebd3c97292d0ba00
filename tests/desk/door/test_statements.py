"""Filing through the door: what is answered, what lands where, what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from sijill.desk.door import calls
from sijill.desk.door.limits import Limiter
from sijill.office.models import LogEntry
from sijill.office.records import kept_models
from sijill.office.verify import verify
from sijill.register.actions import erase_person, record_consent
from sijill.register.models import Support
from sijill.register.speech.actions import change_fact
from sijill.register.speech.actions.platforms import add_platform, issue_token, revoke_token
from sijill.register.speech.models import Restriction, RestrictionPlace, Statement, Token
from sijill.statements.errors import NOT_ALL_UNIQUE, NOT_UNIQUE
from sijill.statements.rules import FIELDS
from tests.filing import full, statement
from tests.people import Cast
from tests.world import TODAY, a_case

ONE, MANY = "/api/v1/statement", "/api/v1/statements"
ORDER = {
    "puid": "order-1",
    "authority": "Invented Police",
    "authority_kind": "police",
    "country": "FR",
    "kind": "restrict-content",
    "legal_basis": "Article 1 of an invented law",
    "made": "2026-02-28",
    "answered": "2026-03-02",
    "outcome": "complied-law",
    "items": 2,
}


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "limiter", Limiter())


@pytest.fixture
def token(cast: Cast) -> str:
    return issue_token(actor=cast.eve, platform=add_platform(actor=cast.eve, name="Invented Square"), label="test")[1]


@pytest.fixture
def other(cast: Cast) -> str:
    return issue_token(actor=cast.eve, platform=add_platform(actor=cast.eve, name="Other Place"), label="test")[1]


def post(path: str, body: Any, token: str = "") -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return Client().post(path, text, content_type="application/json", headers=headers)


def get(path: str, token: str) -> Any:
    return Client().get(path, headers={"Authorization": f"Bearer {token}"})


def test_one_statement_lands_as_a_restriction_with_the_four_questions(cast: Cast, token: str) -> None:
    answer = post(ONE, statement(), token)
    assert answer.status_code == 201
    told = answer.json()
    row = Restriction.objects.get(service="Invented Square")
    assert (row.decider, row.company.name, row.asked_by) == ("company", "Invented Square", "not-stated")
    assert (row.measure, row.object, row.scope, row.applied) == ("removed", "text", "item", "2026-03-02")
    assert (row.detected_by, row.automated_detection, row.automated_decision) == ("own-initiative", "yes", "partly")
    assert row.remedy == "not-asked"
    assert {one.place for one in RestrictionPlace.objects.all()} == {"BE", "FR"}
    support = Support.objects.get(entity_id=row.pk)
    assert json.loads(support.report.content) == statement()
    assert get(f"{ONE}/{told['uuid']}", token).json() == told
    entry = LogEntry.objects.get(verb="statement.file")
    assert entry.actor == row.statement.platform.account_id
    assert list(verify()) == []


def test_the_desk_shows_it_to_who_may_see_entries(cast: Cast, token: str) -> None:
    told = post(ONE, full(), token).json()
    path = told["permalink"].removeprefix("http://testserver")
    for user, status in ((cast.alice, 200), (cast.bob, 200), (cast.charlie, 403)):
        browser = Client()
        browser.force_login(user)
        page = browser.get(path)
        assert page.status_code == status
        said = page.content.decode()
        assert ("An invented kind of fraud" in said) == (status == 200)


def test_nothing_of_the_35_fields_is_lost(token: str) -> None:
    given = full()
    told = post(ONE, given, token).json()
    assert len(FIELDS) == 35
    for name in FIELDS:
        value = given.get(name)
        expected = sorted(value) if isinstance(value, list) else value
        assert told[name] == expected, name
    only_here = [name for name in FIELDS if given.get(name) is None]
    assert only_here == ["illegal_content_legal_ground", "illegal_content_explanation"]


def test_a_batch_is_all_or_nothing(token: str) -> None:
    wrong = statement("b", category="STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER", content_date="2026-02-30")
    answer = post(MANY, {"statements": [statement("a"), wrong]}, token)
    assert answer.status_code == 422
    assert answer.json() == {
        "errors": {
            "statement_1": {
                "category": ["The selected category is invalid."],
                "content_date": ["The content date field must match the format Y-m-d."],
            }
        }
    }
    assert not Statement.objects.exists()
    answer = post(MANY, {"statements": [statement("a"), statement("b")]}, token)
    assert answer.status_code == 201
    assert [one["puid"] for one in answer.json()["statements"]] == ["a", "b"]
    assert {one.method for one in Statement.objects.all()} == {"API_MULTI"}


@pytest.mark.parametrize("listed", [None, [], "one", [{}] * 101], ids=["absent", "none", "text", "too many"])
def test_a_batch_of_the_wrong_size(token: str, listed: Any) -> None:
    answer = post(MANY, {} if listed is None else {"statements": listed}, token)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["statements"]


def test_a_puid_is_kept_once_per_platform(token: str, other: str) -> None:
    first = post(ONE, statement("p"), token).json()
    again = post(ONE, statement("p", decision_facts="Other words."), token)
    assert again.status_code == 422
    assert again.json()["errors"] == {"puid": [NOT_UNIQUE]}
    assert again.json()["message"] == NOT_UNIQUE
    assert again.json()["existing"] == first
    batch = post(MANY, {"statements": [statement("q"), statement("p")]}, token)
    assert (batch.status_code, batch.json()["message"]) == (422, NOT_ALL_UNIQUE)
    assert batch.json()["errors"]["existing_puids"] == ["p"]
    twice = post(MANY, {"statements": [statement("r"), statement("r")]}, token)
    assert twice.json()["errors"]["existing_puids"] == ["r"]
    assert post(ONE, statement("p"), other).status_code == 201
    assert Statement.objects.count() == 2


def test_a_token_reads_its_own_platform_only(token: str, other: str) -> None:
    told = post(ONE, statement("p"), token).json()
    assert get(f"{ONE}/{told['uuid']}", other).status_code == 404
    found = get(f"{ONE}/existing-puid/p", token)
    assert (found.status_code, found.json()["puid"]) == (302, "p")
    assert found["Location"] == told["self"]
    missing = get(f"{ONE}/existing-puid/p", other)
    assert (missing.status_code, missing.json()["puid"]) == (404, "p")


def test_no_token_a_wrong_one_and_one_taken_back(cast: Cast, token: str) -> None:
    for wrong in ("", "sijill_wrong"):
        answer = post(ONE, statement(), wrong)
        assert (answer.status_code, answer.json()) == (401, {"message": "Unauthenticated."})
    assert token not in {one.sha256 for one in Token.objects.all()}
    revoke_token(actor=cast.eve, token=Token.objects.get())
    assert post(ONE, statement(), token).status_code == 401
    assert not Statement.objects.exists()


def test_limits_are_those_of_the_eu(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(calls, "limiter", Limiter(clock=lambda: now[0]))
    path = f"{ONE}/existing-puid/p"
    assert [get(path, token).status_code for _ in range(201)] == [404] * 200 + [429]
    now[0] += 1
    assert get(path, token).status_code == 404
    assert [get(path, "sijill_wrong").status_code for _ in range(101)] == [401] * 100 + [429]
    later = get(path, "sijill_wrong")
    assert 0 < int(later["Retry-After"]) <= 60


@pytest.mark.parametrize("body", ["", "{", b"\xff", '{"a": NaN}', "[" * 100_000, "[]", "1"])
@pytest.mark.parametrize("path", [ONE, MANY])
def test_what_is_no_statement_is_answered_in_json(token: str, path: str, body: str) -> None:
    answer = post(path, body, token)
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_other_methods_and_addresses(token: str) -> None:
    answer = Client().delete(ONE)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert Client().get("/api/v1/nothing").json()["message"]


def test_what_is_said_beside_lands_in_the_fourth_question(token: str) -> None:
    assert post("/api/v1/order", ORDER, token).status_code == 201
    beside = {"order": "order-1", "remedy": "internal", "notified": "yes", "notice_given": "2026-03-04"}
    told = post(ONE, {**statement(), "beside": beside}, token).json()
    row = Restriction.objects.get()
    assert (row.remedy, row.notified, row.notice_given) == ("internal", "yes", "2026-03-04")
    assert (row.decider, row.asked_by, row.country) == ("company-asked", "police", "FR")
    assert row.demand is not None
    assert (row.demand.authority_words, row.demand.kind, row.demand.items_low) == (
        "Invented Police",
        "restrict-content",
        2,
    )
    assert get("/api/v1/order/order-1", token).json()["statements"] == [told["uuid"]]
    assert list(verify()) == []


def test_an_order_that_was_not_filed_cannot_be_named(token: str) -> None:
    named = {**statement("b"), "beside": {"order": "none"}}
    assert list(post(ONE, named, token).json()["errors"]) == ["beside.order"]
    assert list(post(MANY, {"statements": [statement("a"), named]}, token).json()["errors"]) == ["statement_1"]
    wrong = {**statement("c"), "beside": {"remedy": "prayer", "more": 1}}
    assert sorted(post(ONE, wrong, token).json()["errors"]) == ["beside.more", "beside.remedy"]
    assert not Statement.objects.exists()


def test_a_reversal_after_an_appeal_is_a_row_of_its_own(cast: Cast, token: str, other: str) -> None:
    uuid = post(ONE, statement(), token).json()["uuid"]
    path = f"{ONE}/{uuid}/appeals"
    upheld = {"puid": "appeal-1", "outcome": "upheld", "decided": "2026-04-01"}
    assert post(path, upheld, other).status_code == 404
    assert post(path, upheld, token).json()["reversal"] is None
    assert (Restriction.objects.get().appealed, Restriction.objects.get().appeal_outcome) == ("yes", "upheld")
    reversal = {"puid": "appeal-2", "outcome": "reversed", "decided": "2026-05-01", "decider": "tribunal"}
    link = post(path, reversal, token).json()["reversal"]
    back = Restriction.objects.get(reverses__isnull=False)
    assert (back.measure, back.decider, back.applied, back.service) == (
        "restored", "tribunal", "2026-05-01", "Invented Square",
    )  # fmt: skip
    assert back.pk in link
    first = Restriction.objects.get(reverses__isnull=True)
    assert (first.measure, first.appeal_outcome) == ("removed", "reversed")
    assert list(post(path, reversal, token).json()["errors"]) == ["puid"]
    assert get(path, token).json() == {"appeals": [upheld, reversal]}
    assert list(verify()) == []


def test_an_appeal_and_an_order_that_break_the_rules(token: str) -> None:
    uuid = post(ONE, statement(), token).json()["uuid"]
    appeal = post(f"{ONE}/{uuid}/appeals", {"puid": "a b", "outcome": "reversed"}, token)
    assert (appeal.status_code, sorted(appeal.json()["errors"])) == (422, ["decided", "puid"])
    order = post("/api/v1/order", {**ORDER, "answered": "2026-01-01", "items": -1}, token)
    assert sorted(order.json()["errors"]) == ["answered", "items"]
    assert list(post("/api/v1/order", ["x"], token).json()["errors"]) == ["order"]


def test_what_a_platform_wrote_of_a_person_goes_with_them(cast: Cast, token: str, tmp_path: Path) -> None:
    case = a_case(cast.alice, title="An open case")
    words = {"decision_facts": "Zz-facts", "incompatible_content_explanation": "Zz-explanation"}
    told = post(ONE, {**full(), **words}, token).json()
    row = Restriction.objects.get()
    change_fact(actor=cast.alice, row=row, person=case.victim)
    record_consent(actor=cast.alice, person=case.victim, use="record", decision="withdrawn", given_by="self", on=TODAY)
    erase_person(actor=cast.bob, person=case.victim, folder=tmp_path)
    kept = get(f"{ONE}/{told['uuid']}", token).json()
    assert kept["decision_facts"] is None
    assert kept["incompatible_content_ground"] == full()["incompatible_content_ground"]
    left = [str(one) for model in kept_models() for one in model._default_manager.values()]
    assert not [one for one in left if "Zz-facts" in one or "Zz-explanation" in one]
    assert list(verify()) == []


def test_a_database_that_cannot_be_reached_is_no_fault_of_the_call(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: Any, **given: Any) -> Any:
        raise OperationalError("a server of that name")

    for name in ("sijill.desk.door.statements.file_statements", "sijill.desk.door.calls.token_of"):
        with monkeypatch.context() as patched:
            patched.setattr(name, gone)
            answer = post(ONE, statement(), token)
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert b"server of that name" not in answer.content


def test_an_address_with_a_nul_finds_nothing(token: str) -> None:
    for path in (f"{ONE}/a%00b", f"{ONE}/existing-puid/a%00b", "/api/v1/order/a%00b", f"{ONE}/a%00b/appeals"):
        assert get(path, token).status_code == 404
