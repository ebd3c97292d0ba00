"""The five rules on pages: what each record's page shows of them, who answers a check, who reads the answers."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from sijill.assess.models import Answer
from sijill.assess.rules.ground.check import LIMBS
from sijill.assess.rules.ground.checks import FACTORS, OPINION
from sijill.codelists.load import codelist
from sijill.desk.findings import assessed, assessed_each
from sijill.register.models import Organization
from sijill.register.speech import actions
from sijill.register.speech.models import Clause, Provision
from tests.desk.conftest import At, Office
from tests.desk.test_speech import Ledger, ledger

pytestmark = pytest.mark.django_db
__all__ = ["ledger"]

NOTICE = "remedy/person-notified"
WRITTEN = "legality/order-in-writing"


def address(kind: str, row: Any, check: str) -> str:
    limb, slug = check.split("/")
    return reverse("speech-check", args=[kind, row.pk, limb, slug])


def the_pages(ledger: Ledger) -> dict[tuple[str, str], str]:
    """The page of every kind of record that checks are asked of, by kind and id."""
    company = Organization.objects.get(name="Invented Platform")
    rows = {**ledger.rows, "provision": Provision.objects.get(), "clause": Clause.objects.get()}
    found = {(kind, row.pk): reverse("speech-entry", args=[kind, row.pk]) for kind, row in rows.items()}
    return {key: page for key, page in found.items() if key[0] != "exposure"} | {
        ("company", company.pk): reverse("speech-profile", args=["company", company.pk])
    }


def test_every_record_shows_its_rules_below_what_is_known(office: Office, ledger: Ledger, at: At) -> None:
    pages = the_pages(ledger)
    assert len(pages) == 8
    for (kind, _row), where in pages.items():
        page = at(office.rita).get(where).content.decode()
        assert unescape(page).count(OPINION["en"]) == 1, kind
        limbs = [codelist("limbs").label(limb, "en") for limb in LIMBS]
        heads = [re.sub(r"<.*", "", one).strip() for one in re.findall(r"<h3>(.*?)</h3>", page, re.S)]
        shown = [one for one in heads if one in limbs]
        assert shown and shown == [one for one in limbs if one in shown], kind
        assert "Legitimate aim" in shown or kind not in ("restriction", "demand", "disruption")
    page = at(office.rita).get(reverse("speech-entry", args=["exposure", ledger.rows["exposure"].pk])).content.decode()
    assert "The five rules" not in page


def test_each_check_says_why_on_which_source_and_where_it_binds(office: Office, ledger: Ledger, at: At) -> None:
    row = ledger.rows["restriction"]
    page = at(office.rita).get(reverse("speech-entry", args=["restriction", row.pk])).content.decode()
    assert "A court or tribunal decided." in page
    assert "Does it cite the exact provision?" in page and "The exact provision or clause is on record." in page
    assert "General Comment 34" in page and "binding here" in page and "standard, not binding here" in page
    assert address("restriction", row, NOTICE) in page
    assert '<span class="sign" aria-hidden="true">✓</span> Met' in page


def test_unknown_is_not_shown_as_failed(office: Office, ledger: Ledger) -> None:
    found = assessed("restriction", ledger.rows["restriction"])
    for limb in found.limbs:
        assert all(one.verdict == "unknown" and not one.sides for one in limb.open)
        assert all(one.verdict != "unknown" for one in limb.decided)
    remedy = next(limb for limb in found.limbs if limb.code == "remedy")
    assert (remedy.verdict, remedy.decided) == ("unknown", ())


def test_a_page_and_the_bulk_agree_on_several_articles(office: Office, ledger: Ledger) -> None:
    alice, law = office.cast.alice, ledger.rows["law"]
    actions.record_provision(actor=alice, law=law, report=ledger.report, article="9", precise="no")
    found = assessed_each("provision", law.provisions.all())
    alone = {one.pk: assessed("provision", one) for one in law.provisions.all()}
    assert found == alone and len(found) == 2
    failed = [one.check.id for limb in found[Provision.objects.get(article="9").pk].limbs for one in limb.decided]
    assert failed == ["legality/definition-precise"]


def test_who_reviews_answers_and_the_others_read(office: Office, ledger: Ledger, at: At) -> None:
    row = ledger.rows["restriction"]
    where = address("restriction", row, NOTICE)
    given = {"verdict": "not-met", "reasons": "Zz nobody was told", "report": ledger.report.pk}
    for user, status in ((office.cast.alice, 403), (office.rita, 403), (office.cast.charlie, 403)):
        assert at(user).post(where, given).status_code == status
    assert not Answer.objects.exists()
    assert "<textarea" not in at(office.cast.alice).get(where).content.decode()
    assert at(office.cast.charlie).get(where).status_code == 403
    bob = at(office.cast.bob)
    assert "<textarea" in bob.get(where).content.decode()
    answer = bob.post(where, given)
    assert answer.status_code == 302 and answer["Location"].endswith(f"{row.pk}/#findings")
    kept = Answer.objects.get()
    assert (kept.asked, kept.by, kept.report, kept.verdict) == (NOTICE, office.cast.bob, ledger.report, "not-met")
    page = at(office.rita).get(where).content.decode()
    assert "Zz nobody was told" in page and "bob" in page and "Invented one" in page
    entry = at(office.rita).get(reverse("speech-entry", args=["restriction", row.pk])).content.decode()
    assert "Answered by" in entry and "A person answered, with reasons." in entry


def test_the_latest_answer_stands_and_the_earlier_ones_stay(office: Office, ledger: Ledger, at: At) -> None:
    row, bob = ledger.rows["restriction"], at(office.cast.bob)
    where = address("restriction", row, NOTICE)
    bob.post(where, {"verdict": "met", "reasons": "Zz first", "report": ""})
    assert "counts as unknown" in bob.get(where).content.decode()
    (one,) = (one for limb in assessed("restriction", row).limbs for one in limb.open if one.check.id == NOTICE)
    assert (one.verdict, one.answers) == ("unknown", 1)
    bob.post(where, {"verdict": "met", "reasons": "Zz second", "report": ledger.report.pk})
    page = bob.get(where).content.decode()
    assert page.index("Zz second") < page.index("Zz first")
    assert page.count(">stands<") == 1
    found = [one for limb in assessed("restriction", row).limbs for one in limb.decided if one.check.id == NOTICE]
    assert [(one.verdict, one.answers, one.evidence) for one in found] == [("met", 2, ledger.report)]


def test_an_answer_needs_its_reasons_and_a_report_that_is_here(office: Office, ledger: Ledger, at: At) -> None:
    bob, where = at(office.cast.bob), address("restriction", ledger.rows["restriction"], NOTICE)
    assert bob.post(where, {"verdict": "met", "reasons": "", "report": ""}).status_code == 200
    assert bob.post(where, {"verdict": "", "reasons": "Zz", "report": ""}).status_code == 200
    assert bob.post(where, {"verdict": "met", "reasons": "Zz", "report": "report-elsewhere"}).status_code == 200
    assert not Answer.objects.exists()


def test_record_and_person_that_differ_are_both_shown(office: Office, ledger: Ledger, at: At) -> None:
    row = ledger.rows["restriction"]
    check = "legality/decided-by-independent-competent-body"
    given = {"verdict": "not-met", "reasons": "Zz no court", "report": ledger.report.pk}
    at(office.cast.bob).post(address("restriction", row, check), given)
    found = next(one for one in assessed("restriction", row).limbs if one.code == "legality")
    (one,) = (one for one in found.decided if one.check.id == check)
    assert (one.verdict, one.sides) == ("unknown", (("record", "met"), ("person", "not-met")))
    page = at(office.rita).get(reverse("speech-entry", args=["restriction", row.pk])).content.decode()
    assert "contradict one another" in page and "The record:" in page and "The person:" in page


def test_rabat_is_answered_factor_by_factor(office: Office, ledger: Ledger, at: At) -> None:
    bob, law = at(office.cast.bob), Provision.objects.get()
    whole = address("provision", law, "necessity/rabat-threshold")
    page = bob.get(whole).content.decode()
    assert "<textarea" not in page and page.count("rabat/") == len(FACTORS) == 6
    assert bob.post(whole, {"verdict": "met", "reasons": "Zz", "report": ""}).status_code == 200
    assert not Answer.objects.exists()
    assert (
        bob.post(address("provision", law, "rabat/intent"), {"verdict": "not-met", "reasons": "Zz"}).status_code == 302
    )
    found = [one for limb in assessed("provision", law).limbs for one in limb.decided]
    assert {one.check.id: one.verdict for one in found}["necessity/rabat-threshold"] == "not-met"


def test_a_closed_case_is_for_its_team(office: Office, ledger: Ledger, at: At) -> None:
    where = address("restriction", ledger.closed, NOTICE)
    assert at(office.rita).get(where).status_code == 404
    assert at(office.cast.bob).get(where).status_code == 200


def test_a_check_that_is_not_asked_of_it_is_not_found(office: Office, ledger: Ledger, at: At) -> None:
    bob, row = at(office.cast.bob), ledger.rows["law"]
    assert bob.get(address("law", row, NOTICE)).status_code == 404
    assert bob.get(reverse("speech-check", args=["exposure", row.pk, "remedy", "person-notified"])).status_code == 404


def test_what_was_withdrawn_is_not_asked(office: Office, ledger: Ledger, at: At) -> None:
    row = ledger.rows["restriction"]
    actions.set_fact_state(actor=office.cast.bob, rows=[row], state="withdrawn")
    row.refresh_from_db()
    assert assessed("restriction", row).limbs == ()
    page = at(office.rita).get(reverse("speech-entry", args=["restriction", row.pk])).content.decode()
    assert "No check is asked of this entry" in page
