"""The word that pages show is the word that the counting rules use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from sijill.assess.rules.verification import act_words
from sijill.collect import columns as collect_columns
from sijill.collect.models import ReportWithdrawal, Source, Vintage
from sijill.office.ledger import action
from sijill.register import columns as register_columns
from sijill.register.actions import (
    add_involvement,
    correct_act,
    end_involvement,
    end_support,
    set_state,
    verify_act,
)
from sijill.register.gate import Gate
from sijill.register.models import Act, Support, Verification
from sijill.register.standing import called, standing_decisions, undecided, with_word
from sijill.tables.engines import fetched, memory
from sijill.tables.schema import NOW
from tests.people import Cast
from tests.world import TODAY, a_case, a_source, supported

pytestmark = pytest.mark.django_db


def as_rows(block: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(block, values, strict=True)) for values in zip(*block.values(), strict=True)]


def by_rules() -> dict[str, str]:
    current = {
        name: [row for block in rows.blocks for row in as_rows(block) if row["log_to"] == NOW]
        for name, rows in {**collect_columns.tables(), **register_columns.tables()}.items()
    }
    return {row["act_id"]: row["word"] for row in fetched(act_words(memory(current)))}


def decide(cast: Cast, act: Act, decision: str = "reasonable-grounds") -> None:
    act.refresh_from_db()
    verify_act(actor=cast.bob, act=act, decision=decision, reasons="Invented", on=TODAY, gate=Gate(1, 1))


def grounded(cast: Cast, source: Source) -> Act:
    act = a_case(cast.alice).act
    supported(cast.alice, act, [source])
    decide(cast, act)
    return act


def take_report_back(cast: Cast, act: Act) -> None:
    report = Support.objects.get(entity_id=act.id).report
    with action("import.batch", actor=cast.alice) as entry:
        vintage = Vintage(source=report.source, format="table", label="later", file_name="x", sha256="0" * 64)
        entry.add(vintage)
        entry.add(ReportWithdrawal(report=report, vintage=vintage))


def test_pages_and_rules_call_every_act_the_same(cast: Cast) -> None:
    source = a_source(cast.alice, "one")
    expected: dict[str, str] = {}

    def holds(word: str, act: Act) -> None:
        expected[act.id] = word

    def case() -> Act:
        return grounded(cast, source)

    holds("reported", a_case(cast.alice).act)
    holds("corroborated", case())

    act = case()
    decide(cast, act, "not-established")
    holds("not-established", act)
    decide(cast, act := case(), "more-needed")
    holds("reported", act)

    correct_act(actor=cast.alice, act=(act := case()), occurred="2024-05-05", roles=["journalist"])
    holds("reported", act)
    correct_act(actor=cast.alice, act=(act := case()), occurred="2024-05-05", roles=["journalist"])
    decide(cast, act)
    holds("corroborated", act)
    correct_act(actor=cast.alice, act=(act := case()), occurred="2024-05-04", age_low=30, age_high=30, roles=["lawyer"])
    holds("reported", act)

    add_involvement(actor=cast.alice, act=(act := case()), perpetrator="prison-service", state_link="state-agent")
    holds("reported", act)
    end_involvement(actor=cast.alice, involvement=(act := case()).involvements.get())
    holds("reported", act)
    end_support(actor=cast.alice, support=Support.objects.get(entity_id=(act := case()).id))
    holds("reported", act)
    take_report_back(cast, act := case())
    holds("reported", act)

    set_state(actor=cast.alice, row=case(), state="withdrawn")
    last = Act.objects.get(state="withdrawn")
    expected[last.id] = by_rules()[last.id]

    assert dict(with_word(Act.objects.all()).values_list("id", "word")) == expected == by_rules()
    for word in ("reported", "corroborated", "verified", "not-established"):
        assert set(called(Act.objects.all(), word).values_list("id", flat=True)) == {
            identifier for identifier, held in expected.items() if held == word
        }
    stale = {act.id: act.is_stale for act in with_word(Act.objects.all())}
    assert {one.act_id: one.is_stale for one in standing_decisions()} == {
        identifier: is_stale for identifier, is_stale in stale.items() if Verification.objects.filter(act=identifier)
    }
    assert any(stale.values()) and not all(stale.values())


def test_an_act_waits_for_a_reviewer_until_a_decision_covers_it(cast: Cast) -> None:
    source = a_source(cast.alice, "one")

    def waits() -> set[str]:
        return set(undecided(Act.objects.all()).values_list("id", flat=True))

    new, grounded_, more = a_case(cast.alice).act, grounded(cast, source), a_case(cast.alice).act
    decide(cast, more, "more-needed")
    decide(cast, refuted := a_case(cast.alice).act, "not-established")
    assert waits() == {new.id}
    supported(cast.alice, more, [source])
    supported(cast.alice, refuted, [source])
    assert waits() == {new.id, more.id}, "a new source asks again only where more was needed"
    decide(cast, more, "more-needed")
    correct_act(actor=cast.alice, act=grounded_, occurred="2024-05-05", roles=["journalist"])
    assert waits() == {new.id, grounded_.id}
    decide(cast, grounded_)
    decide(cast, new, "more-needed")
    assert waits() == set()
