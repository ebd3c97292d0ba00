"""What a platform filed becomes the facts of its report; and whose installation may hold what."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sijill.office.actions import set_profile
from sijill.office.errors import Refusal
from sijill.register.actions import record_event
from sijill.register.speech.actions import add_platform, file_statements
from sijill.register.speech.actions.appeals import file_appeal, file_order
from sijill.register.speech.actions.statements import Filed
from sijill.register.speech.dsa_facts import facts_of, place_of, platform_of, refuse_others
from sijill.register.speech.models import Platform, Statement
from sijill.statements.beside import check_appeal, check_order
from sijill.statements.harmonised.build import build
from sijill.statements.harmonised.facts import TERMS, Period, Place, Service
from sijill.statements.harmonised.lint import lint
from sijill.statements.harmonised.read import parse_sheet
from sijill.statements.rules import check
from tests.filing import statement
from tests.people import Cast

NAME = "Invented Square"
HALF = Period.read("2026H1")


@pytest.fixture
def platform(db: None) -> Platform:
    return add_platform(actor=Cast.arrive("platform").eve, name=NAME)


def filed(puid: str, **changed: Any) -> Filed:
    beside = changed.pop("beside", {})
    checked = check(statement(puid, **changed))
    assert not checked.errors
    return Filed(checked.values, "{}", beside)


def order(platform: Platform, puid: str, **changed: Any) -> None:
    given = {"puid": puid, "authority_kind": "court", "country": "GR", "kind": "restrict-content",
             "made": "2026-03-01", **changed}  # fmt: skip
    values, errors = check_order(given)
    assert not errors
    file_order(platform=platform, order=values, words="{}")


def test_statements_orders_and_appeals_are_the_facts_of_a_report(platform: Platform) -> None:
    order(platform, "order-1", answered="2026-03-03", reason="defamation")
    order(platform, "order-2", kind="user-data", country="DE")
    order(platform, "order-3", country="XZ")
    speech = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
    rows = file_statements(
        platform=platform,
        filed=[
            filed("own"),
            filed("notice", source_type="SOURCE_ARTICLE_16", category=speech,
                  category_specification=["KEYWORD_HATE_SPEECH"]),
            filed("ordered", category=speech, beside={"order": "order-1"}),
        ],
        method="API_MULTI",
    )  # fmt: skip
    appeal, errors = check_appeal({"puid": "appeal-1", "outcome": "reversed", "decided": "2026-04-01"})
    assert not errors
    words = '{"puid": "appeal-1", "outcome": "reversed", "decided": "2026-04-01"}'
    file_appeal(platform=platform, statement=rows[0], appeal=appeal, words=words)

    told = facts_of(platform_of(NAME))
    by_own = {one.own for one in told.facts.measures}
    assert (len(told.facts.measures), by_own) == (3, {True, False})
    assert [one.source for one in told.facts.measures if one.own] == ["SOURCE_VOLUNTARY"]
    assert [(one.place.keyword, one.action, one.trusted) for one in told.facts.notices] == [
        ("KEYWORD_HATE_SPEECH", TERMS, False)
    ]
    found = {one.state: one for one in told.facts.orders}
    assert set(found) == {"EL", "DE"}
    assert (found["EL"].place, found["EL"].hours_to_effect) == (Place(speech, "KEYWORD_DEFAMATION"), 48.0)
    assert found["DE"].inform and found["DE"].place.category == "STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER"
    assert [(one.basis, one.outcome, one.day) for one in told.facts.complaints] == [
        ("visibility", "reversed", date(2026, 4, 1))
    ]
    assert any("1 orders" in gap for gap in told.gaps)


def test_the_report_of_what_was_filed_has_no_finding(platform: Platform) -> None:
    order(platform, "order-1")
    file_statements(platform=platform, filed=[filed(f"s-{number}") for number in range(3)], method="API_MULTI")
    texts = dict.fromkeys(range(1, 7), "Invented.")
    service = Service(NAME, "Invented Provider", "platform", date(2026, 8, 1), texts=texts)
    files = build(service, HALF, facts_of(platform).facts)
    assert lint([parse_sheet(raw, name) for name, raw in files.items()], kind="platform") == []


def test_a_statement_stands_in_one_place() -> None:
    fraud = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
    assert place_of(fraud, ["KEYWORD_NUDITY", "KEYWORD_PHISHING"], "") == Place(fraud, "KEYWORD_PHISHING")
    assert place_of(fraud, ["KEYWORD_OTHER"], "An invented kind") == Place(fraud, "KEYWORD_OTHER", "An invented kind")
    assert place_of(fraud, [], "") == Place(fraud)


def test_only_a_platforms_own_installation_writes_its_report(cast: Cast) -> None:
    with pytest.raises(Refusal, match="own installation"):
        refuse_others()
    with pytest.raises(Refusal, match="no platform Zz"):
        platform_of("Zz")


def test_a_platforms_installation_holds_no_cases(platform: Platform) -> None:
    refuse_others()
    alice = platform.account.__class__.objects.get(username="alice")
    with pytest.raises(Refusal, match="never the same"):
        record_event(actor=alice, title="Zz event")
    assert not Statement.objects.exists()


@pytest.mark.parametrize(("before", "after"), [("platform", "civil-society"), ("civil-society", "platform")])
def test_an_installation_never_becomes_the_other_kind(db: None, before: str, after: str) -> None:
    eve = Cast.arrive(before).eve
    with pytest.raises(Refusal, match="never the same"):
        set_profile(actor=eve, name="Zz", kind=after)
    set_profile(actor=eve, name="Zz", kind=before)
