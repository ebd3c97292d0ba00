"""Pages of the second ledger, as three people see them: who records, who reviews, who must see nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from sijill.collect.models import Report, Source
from sijill.register.actions import record_body
from sijill.register.speech import actions
from sijill.register.speech.models import (
    Demand,
    Disruption,
    DisruptionUpdate,
    FactProposal,
    Law,
    Provision,
    Restriction,
)
from sijill.register.speech.pages import KINDS
from tests.desk.conftest import At, Office
from tests.register.speech.test_drafting import run, shutdown

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Ledger:
    """One entry of each kind, and a restriction of a person whose case is closed."""

    report: Report
    rows: dict[str, Any]
    closed: Restriction


@pytest.fixture
def ledger(office: Office) -> Ledger:
    alice = office.cast.alice
    report = Report.objects.filter(source__code="one")[0]
    company = record_body(actor=alice, name="Invented Platform", kind="platform")
    law = actions.record_law(actor=alice, report=report, title="Zz Act", jurisdiction="TR", kind="statute", text="Zz")
    article = actions.record_provision(actor=alice, law=law, report=report, article="8", penalty_months=(6, 24))
    policy = actions.record_policy(actor=alice, report=report, organization=company, title="Zz rules")
    actions.record_clause(actor=alice, policy=policy, report=report, number="2")
    demand = actions.record_demand(
        actor=alice, report=report, company=company, kind="restrict-content", country="TR", provision=article,
        made="2009-06", items=(1, 9), authority_kind="court",
    )  # fmt: skip
    actions.add_count(actor=alice, demand=demand, report=report, measure="items", count=(4, 4))
    given = {"measure": "site-blocked", "decider": "court", "country": "TR", "applied": "2009-06-24"}
    open_ = actions.record_restriction(actor=alice, report=report, demand=demand, provision=article, **given)
    actions.add_place(actor=alice, restriction=open_, place="TR")
    closed = actions.record_restriction(actor=alice, report=report, person=office.closed.victim, **given)
    exposure = actions.record_exposure(actor=alice, report=report, company=company, kind="leak", persons=(5, 5))
    actions.link_exposure_act(actor=alice, exposure=exposure, act=office.closed.act, standing="alleged")
    disruption = actions.record_disruption(actor=alice, report=report, country="TG", began="2017-09", kind="shutdown")
    actions.add_claim(actor=alice, disruption=disruption, report=report, lineage="zz", kind="report", says="happened")
    actions.link_disruption_event(actor=alice, disruption=disruption, event=office.open.event)
    rows = {"law": law, "policy": policy, "demand": demand, "restriction": open_, "exposure": exposure}
    return Ledger(report, {**rows, "disruption": disruption}, closed)


def addresses(ledger: Ledger) -> list[str]:
    found = [reverse("speech"), reverse("speech-proposed"), reverse("speech-reverse", args=[ledger.closed.pk])]
    for kind, row in ledger.rows.items():
        found += [reverse("speech-list", args=[kind]), reverse("speech-record", args=[kind])]
        found += [reverse(name, args=[kind, row.pk]) for name in ("speech-entry", "speech-change")]
        parts = [part for part in KINDS[kind].parts if part != "signal"]
        found += [reverse("speech-part", args=[kind, row.pk, part]) for part in parts]
    return found


def test_who_records_opens_every_page_and_who_has_no_role_none(office: Office, ledger: Ledger, at: At) -> None:
    for address in addresses(ledger):
        assert at(office.cast.alice).get(address).status_code == 200, address
        assert at(office.cast.charlie).get(address).status_code == 403, address


def test_who_reviews_reads_and_does_not_write(office: Office, ledger: Ledger, at: At) -> None:
    bob = at(office.cast.bob)
    for kind, row in ledger.rows.items():
        page = bob.get(reverse("speech-entry", args=[kind, row.pk])).content.decode()
        assert reverse("speech-change", args=[kind, row.pk]) not in page
        assert bob.get(reverse("speech-change", args=[kind, row.pk])).status_code == 403
        assert bob.get(reverse("speech-record", args=[kind])).status_code == 403
    address = reverse("speech-state", args=["law", ledger.rows["law"].pk])
    assert bob.post(address, {"state": "withdrawn"}).status_code == 302
    assert Law.objects.get().state == "withdrawn"


def test_a_restriction_of_a_closed_case_is_for_its_team(office: Office, ledger: Ledger, at: At) -> None:
    address = reverse("speech-entry", args=["restriction", ledger.closed.pk])
    assert at(office.cast.alice).get(address).status_code == at(office.cast.bob).get(address).status_code == 200
    rita = at(office.rita)
    assert rita.get(address).status_code == 404
    assert ledger.closed.pk not in rita.get(reverse("speech-list", args=["restriction"])).content.decode()
    assert ledger.closed.pk in at(office.cast.bob).get(reverse("speech")).content.decode()
    exposure = reverse("speech-entry", args=["exposure", ledger.rows["exposure"].pk])
    assert office.closed.event.pk not in rita.get(exposure).content.decode()
    assert office.closed.event.pk in at(office.cast.bob).get(exposure).content.decode()


def test_the_four_questions_come_first_in_their_order(office: Office, ledger: Ledger, at: At) -> None:
    row = ledger.rows["restriction"]
    page = at(office.rita).get(reverse("speech-entry", args=["restriction", row.pk])).content.decode()
    heads = re.findall(r"<h2[^>]*>(.*?)</h2>", page)
    assert heads[:4] == [
        "Who decided, and who asked",
        "What exactly, where, for how long",
        "Was it a machine",
        "What remedy was there, and was it used",
    ]
    assert heads[-2:] == ["What the sources said", "History"]
    assert page.count("No source says anything about this.") == 2, "machine and remedy are unknown, and it says so"
    assert "Invented words of one" in page


@pytest.mark.parametrize("lang", ["ar", "fr", "es"])
def test_dates_codes_and_directions_follow_the_language(office: Office, ledger: Ledger, at: At, lang: str) -> None:
    client = at(office.cast.alice)
    client.cookies["django_language"] = lang
    page = client.get(reverse("speech-entry", args=["restriction", ledger.rows["restriction"].pk])).content.decode()
    assert f'lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"' in page
    assert {"ar": "يونيو", "fr": "juin", "es": "junio"}[lang] in page


def test_a_list_is_narrowed_down_and_turned_over(office: Office, ledger: Ledger, at: At) -> None:
    run("many", [shutdown(n) for n in range(30)], batch=50)
    client = at(office.rita)
    address = reverse("speech-list", args=["disruption"])
    assert "31 entries" in client.get(address).content.decode()
    assert "Page 1 of 2" in client.get(address).content.decode()
    assert "1 entry" in client.get(address, {"country": "TG"}).content.decode()
    assert "30 entries" in client.get(address, {"country": "UG", "state": "draft"}).content.decode()
    assert "country=UG&amp;page=2" in client.get(address, {"country": "UG"}).content.decode()
    assert "30 entries" in client.get(address, {"since": "2020", "until": "2024"}).content.decode()
    assert "No entry fits" in client.get(address, {"since": "2025"}).content.decode()


def test_drafts_are_confirmed_on_the_list(office: Office, ledger: Ledger, at: At) -> None:
    run("many", [shutdown(n) for n in range(3)])
    drafts = list(Disruption.objects.filter(state="draft").values_list("id", flat=True))
    address = reverse("speech-confirm", args=["disruption"])
    assert at(office.rita).post(address, {"drafts": drafts}).status_code == 403
    at(office.cast.bob).post(address, {"drafts": drafts[:2]})
    assert Disruption.objects.filter(state="draft").count() == 1


SOURCED = {"content": "Invented words", "said": "2024-01"}


def test_a_demand_is_recorded_with_its_words(office: Office, ledger: Ledger, at: At) -> None:
    source = Source.objects.get(code="two")
    form = {
        **SOURCED, "source": source.pk, "level": "single", "company": "Zz Operator", "kind": "disrupt-network",
        "country": "TG", "made": "2017-09-05", "requests_low": "1", "authority_kind": "not-stated",
    }  # fmt: skip
    unasked = "reason process official basis written signed gag threat outcome challenged narrowed archived"
    codes = dict.fromkeys(unasked.split(), "not-asked")
    address = reverse("speech-record", args=["demand"])
    assert "is required" in at(office.cast.alice).post(address, {**form, **codes, "company": ""}).content.decode()
    answer = at(office.cast.alice).post(address, {**form, **codes})
    assert answer.status_code == 302, re.findall(r"errorlist.*", answer.content.decode())
    demand = Demand.objects.get(company__name="Zz Operator")
    assert (demand.requests_low, demand.requests_high, demand.authority_kind) == (1, 1, "not-stated")
    assert (demand.made_lo.isoformat(), demand.items_unknown) == ("2017-09-05", "not-asked")
    page = at(office.rita).get(answer["Location"]).content.decode()
    assert "Invented words" in page and "Zz Operator" in page


def form_of(client: Any, address: str) -> dict[str, Any]:
    """What a form holds when it opens."""
    form = client.get(address).context["form"]
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: "" if value is None else value for name, value in values.items()}


def test_a_correction_changes_what_was_changed(office: Office, ledger: Ledger, at: At) -> None:
    row, alice = ledger.rows["restriction"], at(office.cast.alice)
    address = reverse("speech-change", args=["restriction", row.pk])
    given = form_of(alice, address)
    assert "recorded already" in alice.post(address, given).content.decode()
    assert alice.post(address, {**given, "ended": "2010", "appealed": "yes"}).status_code == 302
    now = Restriction.objects.get(pk=row.pk)
    assert (now.ended, now.appealed, now.decider, now.provision_id) == ("2010", "yes", "court", row.provision_id)
    assert "lies before" in alice.post(address, {**given, "ended": "2001"}).content.decode()
    page = alice.get(reverse("speech-entry", args=["restriction", row.pk])).content.decode()
    assert "Restriction: corrected" in page and "<del><bdi>not asked" in page.lower()


def test_a_link_takes_only_what_one_may_see(office: Office, ledger: Ledger, at: At) -> None:
    row, alice = ledger.rows["restriction"], at(office.cast.alice)
    address = reverse("speech-change", args=["restriction", row.pk])
    given = form_of(alice, address)
    assert "no such entry" in alice.post(address, {**given, "demand": "demand-nothing"}).content.decode()
    assert alice.post(address, {**given, "demand": ""}).status_code == 302
    assert Restriction.objects.get(pk=row.pk).demand is None


def test_parts_are_added_and_taken_back(office: Office, ledger: Ledger, at: At) -> None:
    row, alice = ledger.rows["disruption"], at(office.cast.alice)
    address = reverse("speech-part", args=["disruption", row.pk, "disruption_update"])
    given = {**form_of(alice, address), **SOURCED, "source": Source.objects.get(code="two").pk, "file": ""}
    answer = alice.post(address, {**given, "kind": "restored", "by_kind": "operator", "text": "Zz restored"})
    assert answer.status_code == 302
    update = DisruptionUpdate.objects.get()
    page = alice.get(answer["Location"]).content.decode()
    assert "Zz restored" in page
    end = reverse("speech-end-part", args=["disruption", row.pk, "disruption_update", update.pk])
    assert alice.get(end).status_code == 405
    assert at(office.cast.bob).post(end).status_code == 403
    alice.post(end)
    assert not DisruptionUpdate.objects.exists()
    assert alice.get(reverse("speech-part", args=["law", ledger.rows["law"].pk, "clause"])).status_code == 404
    assert Provision.objects.count() == 1


def test_a_reversal_is_recorded_from_the_page_of_what_it_reverses(office: Office, ledger: Ledger, at: At) -> None:
    row, alice = ledger.rows["restriction"], at(office.cast.alice)
    address = reverse("speech-reverse", args=[row.pk])
    given = {**form_of(alice, address), **SOURCED, "source": Source.objects.get(code="two").pk, "file": ""}
    answer = alice.post(address, {**given, "applied": "2012-12-18", "decider": "court"})
    assert answer.status_code == 302
    assert Restriction.objects.get(reverses=row).applied == "2012-12-18"
    page = alice.get(reverse("speech-entry", args=["restriction", row.pk])).content.decode()
    assert answer["Location"] in page


def test_what_newer_lists_propose_is_decided_on_a_page(office: Office, ledger: Ledger, at: At) -> None:
    run("2024", [shutdown(1, ("whatsapp", "facebook"))])
    run("2025", [shutdown(1, ("whatsapp", "telegram"), ended="2024-05-03", ended_unknown="")])
    page = at(office.rita).get(reverse("speech-proposed")).content.decode()
    assert page.count("<article") == 3 and '<button class="main" name="decision"' not in page
    one = FactProposal.objects.get(entity_kind="disruption")
    address = reverse("speech-decide", args=[one.pk])
    assert at(office.cast.bob).post(address, {"decision": "accept", "field": ["ended"]}).status_code == 403
    at(office.cast.alice).post(address, {"decision": "accept", "field": ["ended"]})
    assert Disruption.objects.get(country="UG").ended == "2024-05-03"
    for other in FactProposal.objects.filter(state="waiting"):
        at(office.cast.alice).post(reverse("speech-decide", args=[other.pk]), {"decision": "keep", "reasons": "Zz"})
    assert not FactProposal.objects.filter(state="waiting").exists()
    assert "None. What newer copies" in at(office.rita).get(reverse("speech-proposed")).content.decode()
