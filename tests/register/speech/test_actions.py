"""The second ledger by hand: on a report, by who may, in one log entry; a restricted case stays with its team."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from sijill.collect.actions import file_report
from sijill.collect.models import Report
from sijill.office.errors import Refusal
from sijill.office.ledger import body_of
from sijill.office.models import LogEntry, User
from sijill.office.records import history_of
from sijill.office.verify import verify
from sijill.register.actions import change_entry, record_body
from sijill.register.models import Organization, Support
from sijill.register.speech import actions
from sijill.register.speech.access import open_entries
from sijill.register.speech.models import (
    DemandAct,
    Disruption,
    DisruptionService,
    FactProposal,
    Law,
    Restriction,
)
from tests.people import Cast
from tests.register.speech.test_drafting import run, shutdown
from tests.world import TODAY, a_case, a_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast: Cast) -> Report:
    source = a_source(cast.alice, "gazette")
    return file_report(actor=cast.alice, source=source, content="Invented words", said="2024-05-06")


@pytest.fixture
def company(cast: Cast) -> Organization:
    return record_body(actor=cast.alice, name="Invented Platform", kind="platform", place="not-stated")


def blocked(actor: User, report: Report, **more: Any) -> Restriction:
    given = {"measure": "site-blocked", "decider": "court", "country": "TR", "applied": "2009-06-24", **more}
    return actions.record_restriction(actor=actor, report=report, **given)


def test_an_entry_by_hand_is_one_log_entry_with_its_support(cast: Cast, report: Report, company: Organization) -> None:
    size = LogEntry.objects.count()
    demand = actions.record_demand(
        actor=cast.alice, report=report, company=company, kind="restrict-content", items=(1, 9), made="2020-01/2020-06"
    )  # fmt: skip
    (entry,) = LogEntry.objects.filter(position__gte=size)
    assert entry.verb == "demand.record"
    assert {row[1] for row in body_of(entry)["rows"]} == {"demand", "support"}
    assert (demand.items_low, demand.items_high, demand.made_hi) == (1, 9, date(2020, 6, 30))
    assert (demand.state, demand.entered_by) == ("confirmed", cast.alice.id)
    support = Support.objects.get(entity_id=demand.id)
    assert (support.entity_kind, support.elements) == ("demand", ["company", "items", "kind", "made"])
    assert list(verify()) == []


def test_who_does_not_record_cannot(cast: Cast, report: Report, company: Organization) -> None:
    for who in (cast.bob, cast.charlie, cast.dana, cast.eve):
        with pytest.raises(PermissionDenied):
            blocked(who, report)
        with pytest.raises(PermissionDenied):
            actions.record_exposure(actor=who, report=report, company=company)
    assert not Restriction.objects.exists()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"measure": "site-block"}, "Did you mean 'site-blocked'"),
        ({"ended": "2009-01-01"}, "ended .* lies before applied"),
        ({"items": (3, 1)}, "not a range"),
        ({"service": "x" * 201}, "takes 200 characters"),
    ],
)
def test_what_is_wrong_is_refused(cast: Cast, report: Report, facts: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        blocked(cast.alice, report, **facts)
    assert not Restriction.objects.exists()


def test_a_reversal_is_a_new_row_and_leaves_the_old_one_alone(cast: Cast, report: Report) -> None:
    first = blocked(cast.alice, report, service="sites", scope="not-stated")
    back = actions.reverse_restriction(
        actor=cast.alice, restriction=first, report=report, applied="2012-12-18", decider="court"
    )
    assert (back.reverses_id, back.measure, back.service, back.country) == (first.id, "restored", "sites", "TR")
    assert Restriction.objects.get(pk=first.id).log_from == first.log_from
    assert not history_of(Restriction)._default_manager.exists()


def test_a_correction_keeps_what_was_and_must_hold_with_what_stays(cast: Cast, report: Report) -> None:
    row = blocked(cast.alice, report)
    actions.change_fact(actor=cast.alice, row=row, report=report, ended="2010-01", ended_unknown="")
    assert Restriction.objects.get().ended_hi == date(2010, 1, 31)
    assert history_of(Restriction)._default_manager.get().ended == ""
    assert "ended" in Support.objects.get(entity_id=row.id).elements
    with pytest.raises(Refusal, match="lies before"):
        actions.change_fact(actor=cast.alice, row=row, applied="2011")
    with pytest.raises(PermissionDenied):
        actions.change_fact(actor=cast.bob, row=row, measure="delisted")


def test_drafts_are_confirmed_together_by_who_records_or_reviews(cast: Cast, report: Report) -> None:
    run("first", [shutdown(1), shutdown(2)])
    with pytest.raises(PermissionDenied):
        actions.set_fact_state(actor=cast.dana, rows=list(Disruption.objects.all()), state="confirmed")
    size = LogEntry.objects.count()
    actions.set_fact_state(actor=cast.bob, rows=list(Disruption.objects.all()), state="confirmed")
    assert LogEntry.objects.count() == size + 1
    assert set(Disruption.objects.values_list("state", flat=True)) == {"confirmed"}
    with pytest.raises(Refusal, match="Tick at least one"):
        actions.set_fact_state(actor=cast.bob, rows=[], state="confirmed")


def test_a_restriction_of_a_person_opens_as_the_person_does(cast: Cast, report: Report) -> None:
    case = a_case(cast.alice)
    row = blocked(cast.alice, report, person=case.victim)
    free = blocked(cast.alice, report)
    assert set(open_entries(cast.bob, "restriction")) == {row, free}
    change_entry(actor=cast.alice, row=case.event, event=case.event, restricted=True)
    assert set(open_entries(cast.alice, "restriction")) == {row, free}
    assert set(open_entries(cast.bob, "restriction")) == {free}
    assert not open_entries(cast.charlie, "restriction").exists()
    with pytest.raises(PermissionDenied):
        actions.set_fact_state(actor=cast.bob, rows=[row], state="withdrawn")


def test_laws_and_rules_have_articles_versions_and_uses(cast: Cast, report: Report, company: Organization) -> None:
    law = actions.record_law(actor=cast.alice, report=report, title="Invented Act", jurisdiction="TR", in_force="2007")
    newer = actions.record_law(actor=cast.alice, report=report, amends=law, title="Invented Act", in_force="2014")
    assert list(law.amended_by.all()) == [newer]
    article = actions.record_provision(
        actor=cast.alice, law=law, report=report, article="8", penalty_months=(6, 24), offence="site-blocking"
    )
    policy = actions.record_policy(actor=cast.alice, report=report, organization=company, kind="content-rules")
    clause = actions.record_clause(actor=cast.alice, policy=policy, report=report, number="2.1")
    row = blocked(cast.alice, report, provision=article, clause=clause)
    assert list(article.restrictions.all()) == [row]
    case = a_case(cast.alice)
    link = actions.link_act_provision(actor=cast.alice, act=case.act, provision=article, standing="documented")
    with pytest.raises(Refusal, match="linked already"):
        actions.link_act_provision(actor=cast.alice, act=case.act, provision=article, standing="alleged")
    actions.unlink(actor=cast.alice, link=link)
    assert not article.acts.exists()
    assert Law.objects.count() == 2


def test_links_to_a_restricted_case_are_for_its_team(cast: Cast, report: Report, company: Organization) -> None:
    case = a_case(cast.alice)
    demand = actions.record_demand(actor=cast.alice, report=report, company=company, kind="user-data")
    exposure = actions.record_exposure(actor=cast.alice, report=report, company=company, kind="insider")
    disruption = actions.record_disruption(actor=cast.alice, report=report, country="TR", began="2024-05-04")
    actions.link_demand_act(actor=cast.alice, demand=demand, act=case.act, standing="alleged", report=report)
    actions.link_exposure_act(actor=cast.alice, exposure=exposure, act=case.act, standing="alleged")
    actions.link_disruption_event(actor=cast.alice, disruption=disruption, event=case.event)
    assert DemandAct.objects.get().demand == demand
    with pytest.raises(PermissionDenied):
        actions.unlink(actor=cast.charlie, link=DemandAct.objects.get())
    assert list(verify()) == []


def test_claims_and_updates_of_a_disruption(cast: Cast, report: Report) -> None:
    one = actions.record_disruption(actor=cast.alice, report=report, country="TG", began="2020", kind="shutdown")
    claim = actions.add_claim(
        actor=cast.alice, disruption=one, report=report, lineage="operator", kind="operator-notice", says="happened"
    )
    assert claim.report == report
    with pytest.raises(Refusal, match="lineage"):
        actions.add_claim(actor=cast.alice, disruption=one, report=report, lineage=" ")
    update = actions.add_update(
        actor=cast.alice, disruption=one, report=report, kind="restored", occurred="2020-02", text="Back"
    )
    actions.add_service(actor=cast.alice, disruption=one, service="whatsapp", affected="yes")
    with pytest.raises(Refusal, match="already"):
        actions.add_service(actor=cast.alice, disruption=one, service="whatsapp", affected="no")
    actions.add_area(actor=cast.alice, disruption=one, place="TG")
    actions.end_part(actor=cast.alice, row=update)
    assert not one.updates.exists()
    with pytest.raises(Refusal, match="withdrawn"):
        actions.end_part(actor=cast.alice, row=one)


# What newer copies propose


def proposed(kind: str, **has: Any) -> FactProposal:
    return next(p for p in FactProposal.objects.filter(entity_kind=kind, state="waiting") if set(has) <= set(p.changes))


@pytest.fixture
def waiting(cast: Cast) -> Disruption:
    run("2024", [shutdown(1, ("whatsapp", "facebook"))])
    run("2025", [shutdown(1, ("whatsapp", "telegram"), ended="2024-05-03", ended_unknown="")])
    return Disruption.objects.get()


def test_what_is_accepted_is_written_and_not_proposed_again(cast: Cast, waiting: Disruption) -> None:
    for one in list(FactProposal.objects.all()):
        with pytest.raises(PermissionDenied):
            actions.accept_fact(actor=cast.charlie, proposal=one, facts=list(one.changes), on=TODAY)
        actions.accept_fact(actor=cast.alice, proposal=one, facts=list(one.changes), on=TODAY)
        with pytest.raises(Refusal, match="decided"):
            actions.keep_fact(actor=cast.alice, proposal=one, reasons="", on=TODAY)
    waiting.refresh_from_db()
    assert waiting.ended_lo == date(2024, 5, 3)
    assert set(waiting.services.values_list("service", flat=True)) == {"whatsapp", "telegram"}
    assert Support.objects.filter(entity_id=waiting.id).count() == 2
    run("2026", [shutdown(1, ("whatsapp", "telegram"), ended="2024-05-03", ended_unknown="", violence="not-asked")])
    assert not FactProposal.objects.filter(state="waiting").exists()
    assert list(verify()) == []


def test_what_was_kept_is_not_proposed_again(cast: Cast, waiting: Disruption) -> None:
    for one in list(FactProposal.objects.all()):
        actions.keep_fact(actor=cast.alice, proposal=one, reasons="the tracker errs", on=TODAY)
    run("2026", [shutdown(1, ("whatsapp", "telegram"), ended="2024-05-03", ended_unknown="", scope="not-asked")])
    assert not FactProposal.objects.filter(state="waiting").exists()
    assert set(DisruptionService.objects.values_list("service", flat=True)) == {"whatsapp", "facebook"}


def test_nothing_ticked_is_nothing_accepted(cast: Cast, waiting: Disruption) -> None:
    with pytest.raises(Refusal, match="Tick"):
        actions.accept_fact(actor=cast.alice, proposal=proposed("disruption", ended=1), facts=["election"], on=TODAY)
