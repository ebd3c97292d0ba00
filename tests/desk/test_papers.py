"""Opinion and bulletin as three people see them, and a document that tells nothing which nobody ticked."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from sijill.assess.actions import answer_check
from sijill.collect.models import Report
from sijill.desk import opinion
from sijill.office.models import LogEntry
from sijill.publish.papers.opinion import Published
from sijill.register.actions import record_body
from sijill.register.speech import actions
from tests.desk.conftest import At, Office

pytestmark = pytest.mark.django_db

NAME = "Zz Nobodyson"
PAGES = {"law": "law-opinion", "disruption": "shutdown-bulletin"}


@dataclass(frozen=True)
class Entries:
    """A law with an article and a disruption, with an invented name in every text that anybody types."""

    report: Report
    law: Any
    article: Any
    disruption: Any


@pytest.fixture
def entries(office: Office) -> Entries:
    alice = office.cast.alice
    report = Report.objects.filter(source__code="one")[0]
    body = record_body(actor=alice, name=f"Bureau {NAME} body", kind="public-body")
    law = actions.record_law(
        actor=alice, report=report, title="Zz Act", jurisdiction="TR", kind="statute", enforcer=body, language="ar",
        oversight="executive",
    )  # fmt: skip
    article = actions.record_provision(
        actor=alice, law=law, report=report, article="8", text="نص المادة", precise="no", penalty_months=(6, 24)
    )
    for act, case in ((office.closed.act, office.closed), (office.open.act, office.open)):
        actions.link_act_provision(actor=alice, act=act, provision=article, standing="alleged")
        assert act.event == case.event
    answer_check(
        actor=office.cast.bob, check="legitimate-aim/aim-listed", entity_kind="provision", entity_id=article.pk,
        verdict="not-met", reasons=f"Said by {NAME} reasons", on=date(2026, 11, 1), report=report,
    )  # fmt: skip
    disruption = actions.record_disruption(
        actor=alice, report=report, country="TG", began="2017-09-05/2017-09-07", kind="shutdown", authority=body,
        area=f"Village of {NAME} area", title=f"{NAME} title", description=f"{NAME} description", provision=article,
        country_words=f"{NAME} country", users_notified="no",
    )  # fmt: skip
    actions.add_claim(
        actor=alice, disruption=disruption, report=report, lineage=f"{NAME} lineage", kind="report", says="happened"
    )
    actions.add_update(
        actor=alice, disruption=disruption, report=report, occurred="2017-09-06", kind="affected", by_kind="operator",
        by=body, service="whatsapp", text=f"{NAME} update",
    )  # fmt: skip
    return Entries(report, law, article, disruption)


def words(response: HttpResponse) -> str:
    """Every part of a DOCX as text: the document, its head, its properties."""
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        parts = [archive.read(one).decode() for one in archive.namelist() if one.endswith(".xml")]
    return unescape("\n".join(re.sub(r"<[^>]+>", "\n", one) for one in parts))


def ask(office: Office, at: At, row: Any, **ticks: str) -> str:
    table = row._meta.db_table
    address = reverse(f"{PAGES[table]}-docx", args=[row.pk])
    response = at(office.cast.alice).post(address, {"language": "en", **ticks})
    assert response.status_code == 200
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert NAME not in response["Content-Disposition"]
    return words(response)


def test_who_records_makes_documents_who_reads_reads_and_who_has_no_role_sees_nothing(
    office: Office, entries: Entries, at: At
) -> None:
    for row in (entries.law, entries.disruption):
        name = PAGES[row._meta.db_table]
        page, docx = reverse(name, args=[row.pk]), reverse(f"{name}-docx", args=[row.pk])
        assert docx in at(office.cast.alice).get(page).content.decode()
        rita = at(office.rita)
        assert docx not in rita.get(page).content.decode()
        assert rita.post(docx, {"language": "en"}).status_code == 403
        charlie = at(office.cast.charlie)
        assert charlie.get(page).status_code == charlie.post(docx, {"language": "en"}).status_code == 403
        assert at(office.cast.alice).get(docx).status_code == 405, "a document is made, and that is logged"


def test_the_staff_reads_names_reasons_and_exact_counts_of_the_cases_it_may_open(
    office: Office, entries: Entries, at: At
) -> None:
    address = reverse("law-opinion", args=[entries.law.pk])
    alice, rita = (at(one).get(address).content.decode() for one in (office.cast.alice, office.rita))
    assert f"{NAME} body" in alice
    assert f"{NAME} reasons" in alice
    assert "in which this law was used: 2." in alice
    assert "in which this law was used: 1." in rita, "that a closed case exists is not told"
    bulletin = at(office.rita).get(reverse("shutdown-bulletin", args=[entries.disruption.pk])).content.decode()
    for told in ("area", "country", "lineage", "update", "body"):
        assert f"{NAME} {told}" in bulletin
    for kept in ("title", "description"):
        assert f"{NAME} {kept}" not in bulletin.split("<h1>")[1]


def test_no_name_and_no_exact_count_is_in_a_document_unless_it_is_ticked(
    office: Office, entries: Entries, at: At
) -> None:
    for row in (entries.law, entries.disruption):
        assert NAME not in ask(office, at, row)
    law = ask(office, at, entries.law, bodies="on", reasons="on")
    assert f"{NAME} body" in law
    assert f"{NAME} reasons" in law
    assert "has not been published yet" in law
    assert "in which this law was used" not in law
    assert "نص المادة" in law


@pytest.mark.parametrize(
    ("tick", "told"), [("area", {"area", "country"}), ("bodies", {"body"}), ("sources", {"lineage"}), ("law", set())]
)
def test_each_tick_of_a_bulletin_tells_its_own_words_and_no_others(
    office: Office, entries: Entries, at: At, tick: str, told: set[str]
) -> None:
    said = ask(office, at, entries.disruption, **{tick: "on"})
    assert set(re.findall(rf"{NAME} (\w+)", said)) == told
    assert ("Zz Act · 8" in said) == (tick == "law")
    assert "Given; the day is not on record" in said, "that a provision is cited is known, named or not"


def test_no_tick_lets_the_words_of_an_update_out(office: Office, entries: Entries, at: At) -> None:
    everything = dict.fromkeys(("area", "bodies", "sources", "law", "words"), "on")
    assert f"{NAME} update" not in ask(office, at, entries.disruption, **everything)


def test_the_log_says_what_was_told_and_repeats_no_word_of_it(office: Office, entries: Entries, at: At) -> None:
    ask(office, at, entries.disruption, area="on")
    entry = LogEntry.objects.filter(verb="paper.make").get()
    assert entry.subject == entries.disruption.pk
    assert b"area" in bytes(entry.body)
    assert NAME.encode() not in bytes(entry.body)


@pytest.mark.parametrize("lang", ["ar", "fr", "es"])
def test_the_document_is_in_the_language_asked_for_whatever_the_page_is_in(
    office: Office, entries: Entries, at: At, lang: str
) -> None:
    titles = {"ar": "رأي في قانون", "fr": "Avis sur une loi", "es": "Dictamen sobre una ley"}
    address = reverse("law-opinion-docx", args=[entries.law.pk])
    said = words(at(office.cast.alice).post(address, {"language": lang}))
    assert titles[lang] in said
    assert "Opinion on a law" not in said
    strange = at(office.cast.alice).post(address, {"language": "xx"})
    assert strange["Content-Type"].startswith("text/html"), "the form says what is wrong"


def test_nothing_goes_out_about_an_entry_that_was_withdrawn(office: Office, entries: Entries, at: At) -> None:
    alice = office.cast.alice
    actions.set_fact_state(actor=alice, rows=[entries.law], state="withdrawn")
    response = at(alice).post(reverse("law-opinion-docx", args=[entries.law.pk]), {"language": "en"}, follow=True)
    assert "no document is made of it" in response.content.decode()
    assert not LogEntry.objects.filter(verb="paper.make").exists()


def test_figures_come_from_a_release(office: Office, entries: Entries, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = Published("release-zz", "Zz", date(2025, 1, 1), date(2025, 12, 31), ("a", "b", "c"), (("x", "y", "<5"),))
    monkeypatch.setattr(opinion, "_published", lambda row, lang: figures)
    said = ask(office, at, entries.law)
    assert "<5" in said
    assert "release-zz" in said
    assert "not been published" not in said
