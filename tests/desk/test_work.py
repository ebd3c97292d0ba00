"""Casework on the pages: what is written, what is refused and why, and what was typed stays."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sijill.collect.models import Evidence, Report, Source
from sijill.home import Home
from sijill.office.verify import verify as log_faults
from sijill.register.actions import record_act, set_state
from sijill.register.models import (
    Act,
    ActStatus,
    Complaint,
    Consent,
    Event,
    Involvement,
    Judgement,
    Organization,
    Person,
    PersonName,
    Support,
    Verification,
)
from tests.desk.conftest import At, Office

pytestmark = pytest.mark.django_db

ACT = {
    "kind": "arbitrary-detention", "occurred": "2024-05-04", "occurred_unknown": "not-stated", "place": "XZ",
    "place_precision": "country", "locality": "", "roles": ["journalist", "lawyer"], "age_low": "30", "age_high": "",
    "age_unknown": "not-stated", "motive": "linked", "perpetrator": "police", "state_link": "state-agent",
    "degree": "carried-out", "attribution": "alleged", "body": "Invented unit 1", "detention_basis": "no-legal-basis",
    "detention_type": "not-asked", "acknowledgement": "not-asked", "ended": "", "ended_unknown": "not-asked",
    "severe": "not-asked", "purpose": "not-asked", "diligence_failure": "not-asked", "law": "",
}  # fmt: skip
PERSON = {
    "identified": "named", "kind": "individual", "name": "Zz Invented", "name_kind": "full",
    "other_name": "زز المختلقة", "other_kind": "transliteration", "sex": "female", "sex_stated_by": "self",
    "gender": "not-asked", "gender_stated_by": "not-asked", "born": "",
    "citizenship": "not-asked", "size_low": "", "size_high": "",
}  # fmt: skip
REPORT = {
    "source": "", "new_name": "Invented union", "new_kind": "union", "new_group": "", "content": "Invented words",
    "said": "2024-05", "elements": ["act", "date"],
}  # fmt: skip


def last(client: Client, address: str, given: dict[str, object]) -> str:
    """Send a form that is accepted; gives the address it leads to."""
    answer = client.post(address, given)
    assert answer.status_code == 302, re.findall(r"(?s)class=\"problems\".*?</div>", answer.content.decode())
    return str(answer["Location"])


def errors(client: Client, address: str, given: dict[str, object]) -> str:
    """Send a form that is refused; gives the page."""
    answer = client.post(address, given)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'role="alert"' in page
    return page


def test_from_a_complaint_to_a_supported_act(office: Office, at: At) -> None:
    alice = at(office.cast.alice)
    complaint = last(
        alice,
        reverse("receive-complaint"),
        {
            "received_on": "2024-06-01", "channel": "visit", "complainant": "family", "source": "",
            "words": "Invented words", "answer_days": "10",
        },
    )  # fmt: skip
    held = Complaint.objects.get()
    assert complaint == reverse("complaint", args=[held.id])
    assert held.due_on == date(2024, 6, 11)
    assert held.report is not None
    assert held.report.source.kind == "family"
    record = f"{reverse('record-case')}?complaint={held.id}"
    victim = last(alice, record, {"title": "New case", "context": "none", "description": "", "restricted": "on"})
    event = Event.objects.get(title="New case")
    assert event.restricted
    act_form = last(alice, victim, {"step": "new", **PERSON})
    person = Person.objects.get(acts__isnull=True)
    assert set(person.names.values_list("kind", "script")) == {("full", "Latn"), ("transliteration", "Arab")}
    assert act_form == reverse("record-act", args=[event.id, person.id])
    sources = last(alice, act_form, ACT)
    act = Act.objects.get(event=event)
    assert (act.entered_by, act.state, act.age_low, act.age_high) == (office.cast.alice.id, "confirmed", 30, 30)
    assert list(act.roles.order_by("-is_primary").values_list("role", flat=True)) == ["journalist", "lawyer"]
    assert Organization.objects.get().name == "Invented unit 1"
    support = reverse("add-support", args=[act.id, held.report.id])
    assert support in alice.get(sources).content.decode()
    last(alice, support, {"elements": ["identity", "act"]})
    last(alice, reverse("add-report", args=[act.id]), REPORT)
    assert Support.objects.filter(entity_id=act.id).count() == 2
    assert Source.objects.get(name="Invented union").code == "invented-union"
    assert list(log_faults()) == []


def test_a_source_that_is_a_person_lends_no_name_to_its_code(office: Office, at: At) -> None:
    alice = at(office.cast.alice)
    address = reverse("add-report", args=[office.open.act.id])
    last(alice, address, {**REPORT, "new_name": "Zz Invented", "new_kind": "witness"})
    assert Source.objects.get(kind="witness").code == "witness"


def test_a_file_is_kept_with_its_fingerprint(office: Office, at: At, home: Home) -> None:
    alice = at(office.cast.alice)
    file = SimpleUploadedFile("page.html", b"<b>invented</b>")
    last(alice, reverse("add-report", args=[office.open.act.id]), {**REPORT, "file": file})
    kept = Evidence.objects.get()
    assert (home.evidence / kept.sha256).read_bytes() == b"<b>invented</b>"
    assert kept.file_name == "page.html"
    assert kept.file_name in alice.get(reverse("case", args=[office.open.event.id])).content.decode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"occurred": "yesterday"}, "cannot be read as a date"),
        ({"occurred": "2024-02-30"}, "cannot be read as a date"),
        ({"kind": ""}, "This field is required"),
        ({"place": ""}, "This field is required"),
        ({"roles": []}, "This field is required"),
        ({"age_high": "20"}, "below the lowest"),
    ],
)
def test_a_wrong_form_writes_nothing_and_keeps_what_was_typed(
    office: Office, at: At, changes: dict[str, object], says: str
) -> None:
    case = office.open
    address = reverse("record-act", args=[case.event.id, case.victim.id])
    page = errors(at(office.cast.alice), address, {**ACT, "locality": "Invented street 7", **changes})
    assert says in page
    assert "Invented street 7" in page
    assert case.event.acts.count() == 1
    assert not Organization.objects.exists()


def test_arabic_digits_make_a_date(office: Office, at: At) -> None:
    case = office.open
    address = reverse("record-act", args=[case.event.id, case.victim.id])
    last(at(office.cast.alice), address, {**ACT, "occurred": "٢٠٢٤-٠٥-٠٤"})
    assert case.event.acts.filter(occurred="2024-05-04").count() == 2


def test_what_an_action_refuses_comes_back_with_all_that_was_typed(office: Office, at: At) -> None:
    act = office.open.act
    Support.objects.all()[0]
    alice = at(office.cast.alice)
    last(alice, reverse("end-support", args=[act.id, Support.objects.filter(entity_id=act.id)[0].id]), {})
    page = errors(
        at(office.cast.bob),
        reverse("verify", args=[act.id]),
        {
            "decision": "reasonable-grounds", "reasons": "Invented reasons kept", "on": "2024-06-02",
            "basis": "sources", "body": "none",
        },
    )  # fmt: skip
    assert "do not carry these elements yet" in page
    assert "Invented reasons kept" in page
    assert not Verification.objects.exists()


def test_a_reviewer_decides_and_the_recorder_cannot(office: Office, at: At) -> None:
    address = reverse("verify", args=[office.closed.act.id])
    given = {
        "decision": "reasonable-grounds",
        "reasons": "Invented",
        "on": "2024-06-02",
        "basis": "sources",
        "body": "none",
    }
    assert at(office.cast.alice).post(address, given).status_code == 403
    assert at(office.rita).post(address, given).status_code == 403
    case = last(at(office.cast.bob), address, given)
    assert Verification.objects.get().word == "corroborated"
    page = at(office.cast.bob).get(case).content.decode()
    assert page.index("Corroborated") < page.index("Reasonable grounds to believe")


def test_who_entered_it_reads_and_is_told_why_he_cannot_decide(office: Office, at: At) -> None:
    from sijill.office.actions import set_roles
    from sijill.office.roles import Role

    set_roles(actor=office.cast.eve, user=office.cast.alice, roles=[Role.RECORDER, Role.REVIEWER])
    address = reverse("verify", args=[office.open.act.id])
    page = at(office.cast.alice).get(address).content.decode()
    assert "somebody else has to decide" in page
    assert 'name="decision"' not in page
    given = {
        "decision": "not-established",
        "reasons": "Invented",
        "on": "2024-06-02",
        "basis": "sources",
        "body": "none",
    }
    assert at(office.cast.alice).post(address, given).status_code == 200
    assert not Verification.objects.exists()


def test_a_determination_comes_with_its_document(office: Office, at: At, home: Home) -> None:
    bob, address = at(office.cast.bob), reverse("verify", args=[office.open.act.id])
    given: dict[str, object] = {
        "decision": "reasonable-grounds", "reasons": "Invented judgment", "on": "2024-06-02",
        "basis": "determination", "body": "court",
    }  # fmt: skip
    assert "Attach the document" in errors(bob, address, given)
    case = last(bob, address, {**given, "document": SimpleUploadedFile("judgment.pdf", b"invented")})
    row = Verification.objects.get()
    assert row.document is not None
    assert (row.word, row.standing, row.document.file_name) == ("verified", "court", "judgment.pdf")
    assert reverse("evidence", args=[office.open.event.id, row.document_id]) in bob.get(case).content.decode()


def test_the_day_goes_on(office: Office, at: At) -> None:
    """Steps, who else took part, corrections, states: each writes, each leads back to the case."""
    alice, act, event = at(office.cast.alice), office.open.act, office.open.event
    case = reverse("case", args=[event.id])
    step = {"stage": "charges-pending", "occurred": "2024-05-06", "occurred_unknown": "not-stated",
            "law": "Invented Act", "article": "1", "thread": "1"}  # fmt: skip
    assert last(alice, reverse("add-status", args=[act.id]), step) == case
    assert ActStatus.objects.get().process == "charge"
    who = {
        "perpetrator": "prison-service",
        "state_link": "state-agent",
        "degree": "present",
        "attribution": "alleged",
        "body": "",
    }
    assert last(alice, reverse("add-involvement", args=[act.id]), who) == case
    assert act.involvements.count() == 2
    assert last(alice, reverse("end-involvement", args=[act.involvements.order_by("-log_from")[0].id]), {}) == case
    assert Involvement.objects.filter(act=act).count() == 1
    assert (
        last(alice, reverse("correct-act", args=[act.id]), {**ACT, "motive": "disputed", "roles": ["journalist"]})
        == case
    )
    assert Act.objects.get(pk=act.id).motive == "disputed"
    changed = {"title": "A better title", "context": "protest", "description": "", "restricted": ""}
    assert last(alice, reverse("correct-case", args=[event.id]), changed) == case
    assert last(alice, reverse("act-state", args=[act.id]), {"state": "withdrawn"}) == case
    assert last(alice, reverse("case-state", args=[event.id]), {"state": "withdrawn"}) == case
    assert Event.objects.get(pk=event.id).state == "withdrawn"
    assert last(alice, reverse("case-state", args=[event.id]), {"state": "anything"}) == case
    assert Event.objects.get(pk=event.id).state == "withdrawn"
    assert list(log_faults()) == []


def test_nothing_changed_is_said_and_not_written(office: Office, at: At) -> None:
    given = {"title": "An open case", "context": "none", "description": ""}
    page = errors(at(office.cast.alice), reverse("correct-case", args=[office.open.event.id]), given)
    assert "recorded already" in page


def test_the_team_is_changed_and_whoever_changes_it_stays(office: Office, at: At) -> None:
    event = office.closed.event
    address = reverse("team", args=[event.id])
    last(at(office.cast.alice), address, {"users": [office.rita.id]})
    assert set(event.members.values_list("user__username", flat=True)) == {"alice", "rita"}
    assert at(office.cast.bob).get(reverse("case", args=[event.id])).status_code == 404
    assert at(office.rita).get(reverse("case", args=[event.id])).status_code == 200


def test_consent_is_recorded_use_by_use_and_withdrawn(office: Office, at: At) -> None:
    alice, victim = at(office.cast.alice), office.closed.victim
    address = reverse("consent", args=[victim.id])
    given = {"uses": ["record", "share"], "decision": "given", "given_by": "self", "on": "2024-06-01",
             "contact": "Invented channel", "share_with": ""}  # fmt: skip
    last(alice, address, given)
    assert Consent.objects.count() == 2
    page = alice.get(f"{address}?withdraw=share").content.decode()
    assert re.search(r'value="share"[^>]*checked', page)
    assert re.search(r'value="withdrawn" selected', page)
    last(alice, address, {**given, "uses": ["share"], "decision": "withdrawn", "on": "2024-06-03"})
    page = alice.get(reverse("person", args=[victim.id])).content.decode()
    assert re.search(r"(?s)Share.*Withdrawn", page)
    assert at(office.rita).post(address, given).status_code == 403


def test_two_entries_are_judged_merged_and_separated(office: Office, at: At) -> None:
    alice = at(office.cast.alice)
    one, two = office.closed.victim, office.open.victim
    assert reverse("compare", args=[one.id, two.id]) in alice.get(reverse("person", args=[one.id])).content.decode()
    address = reverse("compare", args=[one.id, two.id])
    unsure = {"verdict": "unsure", "keep": "left", "reasons": "Invented"}
    assert "only if they are the same" in errors(alice, address, unsure)
    last(alice, address, {**unsure, "keep": ""})
    assert Judgement.objects.get().verdict == "unsure"
    assert last(alice, address, {"verdict": "same", "keep": "right", "reasons": "Same day"}) == reverse(
        "person", args=[two.id]
    )
    assert Person.objects.get(pk=one.id).merged_into_id == two.id
    last(alice, reverse("undo-merge", args=[one.id]), {"reasons": "Two after all"})
    assert Person.objects.get(pk=one.id).merged_into_id is None
    assert at(office.rita).get(address).status_code == 403


def test_an_entry_is_split(office: Office, at: At) -> None:
    alice, case = at(office.cast.alice), office.open
    other = record_act(
        actor=office.cast.alice,
        event=case.event,
        victim=case.victim,
        occurred="2024-06",
        roles=["student"],
        kind="threat",
    )
    address = reverse("split", args=[case.victim.id])
    assert "Choose at least one act" in errors(alice, address, {"reasons": "Two people"})
    last(alice, address, {"reasons": "Two people", "acts": [other.id]})
    other.refresh_from_db()
    assert other.victim_id != case.victim.id


def test_somebody_in_the_register_is_found_however_spelt_and_only_if_open(office: Office, at: At) -> None:
    alice = at(office.cast.alice)
    name = {"text": "أحمد المختلق", "kind": "full"}
    last(alice, reverse("add-name", args=[office.closed.victim.id]), name)
    assert PersonName.objects.get(script="Arab").text == "أحمد المختلق"
    address = reverse("victim", args=[office.open.event.id])
    link = reverse("record-act", args=[office.open.event.id, office.closed.victim.id])
    assert link in alice.post(address, {"step": "find", "word": "احمد"}).content.decode()
    from sijill.office.actions import set_roles
    from sijill.office.roles import Role

    set_roles(actor=office.cast.eve, user=office.rita, roles=[Role.RECORDER])
    page = at(office.rita).post(address, {"step": "find", "word": "احمد"}).content.decode()
    assert "Nobody of that name" in page
    assert link not in page


def test_drafts_are_confirmed_from_the_list(office: Office, at: At) -> None:
    for case in (office.open, office.closed):
        set_state(actor=office.cast.alice, row=case.act, state="draft")
        set_state(actor=office.cast.alice, row=case.event, state="draft")
    bob = at(office.cast.bob)
    assert bob.get(f"{reverse('cases')}?state=draft").content.decode().count('name="drafts"') == 2
    last(bob, reverse("confirm-drafts"), {"drafts": [office.open.event.id]})
    assert Event.objects.get(pk=office.open.event.id).state == "confirmed"
    assert Event.objects.get(pk=office.closed.event.id).state == "draft"
    assert at(office.rita).post(reverse("confirm-drafts"), {"drafts": [office.closed.event.id]}).status_code == 403
    assert Report.objects.count() == 6


def test_a_source_is_corrected(office: Office, at: At) -> None:
    alice, one = at(office.cast.alice), Source.objects.get(code="one")
    given = {"name": "Invented one", "kind": "media", "independence_group": "two", "reliability": "unsure",
             "mandate": "none", "url": "", "licence": "", "asserts_motive": "on"}  # fmt: skip
    last(alice, reverse("correct-source", args=[one.id]), given)
    one.refresh_from_db()
    assert (one.independence_group, one.asserts, one.is_public) == ("two", ["motive:linked"], False)
    last(alice, reverse("correct-source", args=[one.id]), {**given, "independence_group": ""})
    one.refresh_from_db()
    assert one.independence_group == "one"
    assert at(office.rita).post(reverse("add-source"), given).status_code == 403
