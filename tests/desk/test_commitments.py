"""Lists of companies, authorities, countries and laws, pages of commitments, and the report on shutdowns: for whom."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse

from sijill.desk import subjects
from sijill.office.models import LogEntry
from sijill.register.actions import record_body
from sijill.register.models import Organization
from sijill.register.speech import actions
from tests.desk.conftest import At, Office
from tests.desk.test_speech import Ledger, ledger

pytestmark = pytest.mark.django_db
__all__ = ["ledger"]


def counts(office: Office, at: At, subject: str) -> dict[str, list[int]]:
    """What Rita sees of a list: numbers of each kind by name."""
    rows = at(office.rita).get(reverse("speech-subjects", args=[subject])).context["rows"]
    return {row["name"]: [number for _, number in row["counts"]] for row in rows}


def test_every_subject_is_listed_with_what_its_own_page_counts(office: Office, ledger: Ledger, at: At) -> None:
    assert counts(office, at, "company") == {"Invented Platform": [1, 0, 1, 1]}
    assert counts(office, at, "country") == {"Togo": [0, 0, 1, 0, 0], "Türkiye": [1, 1, 0, 1, 0]}
    assert counts(office, at, "law") == {"Zz Act": [1, 1, 0]}
    assert counts(office, at, "authority") == {}
    company = Organization.objects.get(name="Invented Platform")
    page = at(office.rita).get(reverse("speech-subjects", args=["company"])).content.decode()
    assert reverse("speech-profile", args=["company", company.pk]) + "?kind=demand" in page
    kinds = at(office.rita).get(reverse("speech-profile", args=["company", company.pk])).context["kinds"]
    assert [one["count"] for one in kinds] == counts(office, at, "company")["Invented Platform"]


def test_a_body_of_closed_cases_alone_is_in_no_list(office: Office, ledger: Ledger, at: At) -> None:
    body = record_body(actor=office.cast.alice, name="Zz Closed Court", kind="other")
    actions.change_fact(actor=office.cast.alice, row=ledger.closed, decided_by=body)
    where = reverse("speech-subjects", args=["authority"])
    assert "Zz Closed Court" not in at(office.rita).get(where).content.decode()
    assert "Zz Closed Court" in at(office.cast.bob).get(where).content.decode()
    assert at(office.cast.charlie).get(where).status_code == 403
    assert at(office.rita).get(reverse("speech-subjects", args=["person"])).status_code == 404


def test_a_long_list_is_turned_over(office: Office, ledger: Ledger, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subjects, "PAGE", 1)
    first = at(office.rita).get(reverse("speech-subjects", args=["country"]))
    assert "page=2" in first.content.decode() and [row["name"] for row in first.context["rows"]] == ["Togo"]
    second = at(office.rita).get(reverse("speech-subjects", args=["country"]), {"page": 2})
    assert [row["name"] for row in second.context["rows"]] == ["Türkiye"]


def test_commitments_have_their_numbers_and_reading_them_is_logged(office: Office, ledger: Ledger, at: At) -> None:
    alice = office.cast.alice
    actions.change_fact(actor=alice, row=ledger.rows["demand"], challenged="yes")
    actions.change_fact(actor=alice, row=ledger.rows["law"], monitoring_duty="yes")
    company = Organization.objects.get(name="Invented Platform")
    where = reverse("speech-commitments", args=["company", company.pk])
    answer = at(office.rita).get(where)
    found = {row["commitment"].id: (row["kept"], row["out_of"], row["open"]) for row in answer.context["rows"]}
    assert found["C4a"] == (1, 1, 0) and found["C9"] == (None, None, None)
    assert {one[0] for one in found} == {"C"}
    page = answer.content.decode()
    assert "Not measurable here" in page and "Nothing recorded" in page and "Exact figures" in page
    logged = LogEntry.objects.order_by("position").last()
    assert logged is not None and logged.verb == "figures.read"
    country = at(office.rita).get(reverse("speech-commitments", args=["country", "TR"])).context["rows"]
    assert {row["commitment"].id: row["out_of"] for row in country}["S3"] == 1
    own = at(office.rita).get(reverse("commitments")).context["rows"]
    assert {row["commitment"].id: (row["kept"], row["out_of"]) for row in own}["N2"] == (0, 1)


def test_commitments_open_to_those_who_see_cases_and_only_of_what_they_may_see(
    office: Office, ledger: Ledger, at: At
) -> None:
    body = record_body(actor=office.cast.alice, name="Zz Closed Court", kind="other")
    actions.change_fact(actor=office.cast.alice, row=ledger.closed, decided_by=body)
    where = reverse("speech-commitments", args=["authority", body.pk])
    assert at(office.rita).get(where).status_code == 404
    assert at(office.cast.bob).get(where).status_code == 200
    for address in (where, reverse("commitments"), reverse("speech-subjects", args=["law"])):
        assert at(office.cast.charlie).get(address).status_code == 403
    law = reverse("speech-commitments", args=["law", ledger.rows["law"].pk])
    assert at(office.rita).get(law).status_code == 404


def test_shutdowns_of_a_country_or_a_year_are_one_report(office: Office, ledger: Ledger, at: At) -> None:
    where = reverse("shutdown-report", args=["TG", "all"])
    page = at(office.rita).get(where).content.decode()
    assert "Togo" in page and "5 September" not in page and "September 2017" in page
    assert reverse("shutdown-report", args=["TG", "2017"]) in page
    assert "Make the DOCX" not in page, "who only reads makes no document"
    assert "Make the DOCX" in at(office.cast.alice).get(where).content.decode()
    profile = at(office.rita).get(reverse("speech-profile", args=["country", "TG"])).content.decode()
    listed = at(office.rita).get(reverse("speech-list", args=["disruption"])).content.decode()
    assert where in profile and reverse("shutdown-report", args=["all", "all"]) in listed
    assert at(office.cast.charlie).get(where).status_code == 403
    for country, year in (("zz", "all"), ("TG", "17"), ("TG", "0000"), ("not-asked", "2017")):
        assert at(office.rita).get(reverse("shutdown-report", args=[country, year])).status_code == 404, (country, year)


def test_the_docx_is_in_the_language_asked_for_and_is_logged(office: Office, ledger: Ledger, at: At) -> None:
    where = reverse("shutdown-report-docx", args=["TG", "2017"])
    answer = at(office.cast.alice).post(where, {"language": "ar"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        words = archive.read("word/document.xml").decode()
    assert "تقرير عن حالات التعطيل" in words and "توغو" in words
    assert "shutdowns-TG-2017-ar.docx" in answer["Content-Disposition"]
    logged = LogEntry.objects.order_by("position").last()
    assert logged is not None and (logged.verb, logged.subject) == ("paper.make", "shutdowns-TG-2017")
    assert at(office.rita).post(where, {"language": "ar"}).status_code == 403
    assert at(office.cast.alice).post(where, {"language": "xx"}).status_code == 200
