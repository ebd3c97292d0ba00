"""Pages of companies, authorities, countries and laws: what stands there, for whom, what is logged."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from sijill.office.models import LogEntry
from sijill.register.actions import record_body
from sijill.register.models import Organization
from sijill.register.speech import actions
from sijill.register.speech.models import Provision, Restriction
from tests.desk.conftest import At, Office
from tests.desk.test_speech import Ledger, ledger
from tests.register.speech.test_drafting import run, shutdown

pytestmark = pytest.mark.django_db
__all__ = ["ledger"]


def test_four_kinds_of_subject_have_a_page(office: Office, ledger: Ledger, at: At) -> None:
    alice = office.cast.alice
    court = record_body(actor=alice, name="Zz Court", kind="other")
    actions.change_fact(actor=alice, row=ledger.rows["restriction"], decided_by=court)
    company = Organization.objects.get(name="Invented Platform")
    for subject, key, said in (
        ("company", company.pk, "Invented Platform"),
        ("authority", court.pk, "Zz Court"),
        ("country", "TR", "Türkiye"),
        ("law", ledger.rows["law"].pk, "Zz Act"),
    ):
        page = at(office.rita).get(reverse("speech-profile", args=[subject, key])).content.decode()
        assert said in page and "2009" in page, subject
        assert at(office.cast.charlie).get(reverse("speech-profile", args=[subject, key])).status_code == 403
    for subject, key in (("country", "zz"), ("country", "not-asked"), ("law", "law-none"), ("authority", company.pk)):
        assert at(office.rita).get(reverse("speech-profile", args=[subject, key])).status_code == 404, key


def test_a_body_of_closed_cases_alone_is_not_told(office: Office, ledger: Ledger, at: At) -> None:
    body = record_body(actor=office.cast.alice, name="Zz Closed Court", kind="other")
    actions.change_fact(actor=office.cast.alice, row=ledger.closed, decided_by=body)
    for name in ("speech-profile", "speech-findings"):
        where = reverse(name, args=["authority", body.pk])
        assert at(office.rita).get(where).status_code == 404
        assert at(office.cast.bob).get(where).status_code == 200
    where = reverse("speech-download", args=["country", "TR", "restriction"])
    mine = b"".join(at(office.rita).get(where).streaming_content)  # type: ignore[attr-defined]
    assert ledger.closed.pk.encode() not in mine and ledger.rows["restriction"].pk.encode() in mine


def test_entries_are_counted_by_year_and_turned_over(office: Office, ledger: Ledger, at: At) -> None:
    run("many", [shutdown(n) for n in range(30)], batch=50)
    answer = at(office.rita).get(reverse("speech-profile", args=["country", "UG"]), {"kind": "disruption"})
    years = answer.context["years"]
    assert sum(one["entries"] for one in years) == 30
    assert "kind=disruption&amp;page=2" in answer.content.decode()


def test_the_rejected_are_in_no_year_and_published_figures_stand_apart(office: Office, ledger: Ledger, at: At) -> None:
    alice, company = office.cast.alice, Organization.objects.get(name="Invented Platform")
    for year in ("2009-01/2009-06", "2009-07/2009-12"):
        actions.record_demand(
            actor=alice, report=ledger.report, company=company, kind="restrict-content", country="TR", made=year,
            level="total", requests=(1, 9),
        )  # fmt: skip
    where = reverse("speech-profile", args=["company", company.pk])
    (year,) = at(office.rita).get(where, {"kind": "demand"}).context["years"]
    assert (year["year"], year["entries"], year["figures"], year["share"]) == (2009, 1, 2, 100)
    actions.set_fact_state(actor=office.cast.bob, rows=[ledger.rows["demand"]], state="rejected")
    (year,) = at(office.rita).get(where, {"kind": "demand"}).context["years"]
    assert (year["entries"], year["figures"]) == (0, 2)


def test_shares_have_their_two_numbers_and_reading_them_is_logged(office: Office, ledger: Ledger, at: At) -> None:
    given = {"measure": "site-blocked", "country": "TR", "applied": "2010", "provision": Provision.objects.get()}
    for decider in ("court", "court", "agency"):
        actions.record_restriction(
            actor=office.cast.alice, report=ledger.report, decider=decider, remedy="none", **given
        )
    answer = at(office.rita).get(reverse("speech-findings", args=["country", "TR"]), {"kind": "restriction"})
    asked = {one["check"].id: one for limb in answer.context["limbs"] for one in limb["checks"]}
    one = asked["legality/decided-by-independent-competent-body"]
    # Two of the fixture and two of these were decided by a court; an agency, from which no court takes appeals, is not.
    assert (one["share"].met, one["share"].decided, one["not_met"], one["percent"]) == (4, 5, 1, None)
    assert sum(one[name] for name in ("met", "partly", "not_met", "unknown", "not-applicable")) == 5
    entry = LogEntry.objects.latest("position")
    assert entry.verb == "figures.read" and entry.actor == office.rita.id
    law = at(office.rita).get(reverse("speech-findings", args=["law", ledger.rows["law"].pk]), {"kind": "restriction"})
    asked = {one["check"].id: one for limb in law.context["limbs"] for one in limb["checks"]}
    assert asked["legality/provision-cited"]["share"].met == Restriction.objects.filter(person=None).count() == 4


def test_the_file_holds_codes_and_no_words_of_sources(office: Office, ledger: Ledger, at: At) -> None:
    alice = office.cast.alice
    actions.change_fact(
        actor=alice, row=ledger.rows["restriction"], description="Zz secret words", url="http://zz.example/"
    )
    answer = at(office.rita).get(reverse("speech-download", args=["country", "TR", "restriction"]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["id"], row["measure"], row["applied"]) == (ledger.rows["restriction"].pk, "site-blocked", "2009-06-24")
    assert "secret" not in text and "zz.example" not in text and "person" not in row
    assert LogEntry.objects.latest("position").verb == "figures.read"
    assert at(office.rita).get(reverse("speech-download", args=["country", "TR", "policy"])).status_code == 404
    assert at(office.cast.charlie).get(reverse("speech-download", args=["country", "TR", "law"])).status_code == 403


def test_a_name_that_a_spreadsheet_would_run_is_defused(office: Office, ledger: Ledger, at: At) -> None:
    body = record_body(actor=office.cast.alice, name="=Zz()", kind="other")
    actions.change_fact(actor=office.cast.alice, row=ledger.rows["restriction"], decided_by=body)
    answer = at(office.rita).get(reverse("speech-download", args=["authority", body.pk, "restriction"]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "'=Zz()" in text


def test_home_tells_what_of_the_second_ledger_waits(office: Office, ledger: Ledger, at: At) -> None:
    run("2024", [shutdown(1, ("whatsapp",))])
    run("2025", [shutdown(1, ("whatsapp",), ended="2024-05-03", ended_unknown="")])
    waits = at(office.rita).get(reverse("home")).context["speech"]
    assert [(one["kind"].table, one["count"], one["more"]) for one in waits["drafts"]] == [("disruption", 1, False)]
    assert (waits["changes"], waits["more"]) == (1, False)
    page = at(office.rita).get(reverse("home")).content.decode()
    assert reverse("speech-proposed") in page and "Restrictions of speech" in page
    assert at(office.cast.eve).get(reverse("home")).context.get("speech") is None
