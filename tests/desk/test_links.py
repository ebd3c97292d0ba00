"""Links between the two ledgers, made and taken back from both sides, by who may, with the source that says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from sijill.collect.models import Report, Source
from sijill.office.actions import add_user, operator
from sijill.office.models import LogEntry
from sijill.office.roles import Role
from sijill.office.verify import verify
from sijill.register.actions import record_body
from sijill.register.models import Support
from sijill.register.speech import actions
from sijill.register.speech.links import LINKS
from sijill.register.speech.shapes import shape
from tests.desk.conftest import At, Office

pytestmark = pytest.mark.django_db
WORDS = {"report": "others", "content": "Invented words of a link", "said": "2024-01"}


@dataclass(frozen=True)
class Entries:
    """One entry of each kind that a link can join to a case."""

    rows: dict[str, Any]

    def ends(self, table: str, office: Office, case: str = "closed") -> tuple[Any, Any]:
        """Both ends of a link of that table with one of the two cases."""
        link, held = LINKS[table], getattr(office, case)
        return self.rows[link.ours], held.event if link.theirs == "event" else held.act


@pytest.fixture
def entries(office: Office) -> Entries:
    alice = office.cast.alice
    report = Report.objects.filter(source__code="one")[0]
    company = record_body(actor=alice, name="Invented Platform", kind="platform")
    law = actions.record_law(actor=alice, report=report, title="Zz Act", jurisdiction="TR")
    given = {"actor": alice, "report": report}
    return Entries(
        {
            "demand": actions.record_demand(**given, company=company, kind="user-data", country="TR", made="2020"),
            "exposure": actions.record_exposure(**given, company=company, kind="leak"),
            "provision": actions.record_provision(**given, law=law, article="8"),
            "disruption": actions.record_disruption(**given, country="TG", began="2017-09", kind="shutdown"),
        }
    )


def page_of(side: str, row: Any) -> str:
    if side in ("act", "event"):
        return reverse("case", args=[row.event_id if side == "act" else row.pk])
    return reverse("provision", args=[row.pk]) if side == "provision" else reverse("speech-entry", args=[side, row.pk])


def filled(table: str, other: Any, **more: str) -> dict[str, str]:
    standing = {"standing": "documented"} if LINKS[table].has_standing else {}
    return {"other": other.pk, **standing, **more}


SIDES = [(table, side) for table, link in LINKS.items() for side in (link.ours, link.theirs)]


@pytest.mark.parametrize(("table", "side"), SIDES)
def test_a_link_is_made_and_taken_back_from_either_side(
    office: Office, entries: Entries, at: At, table: str, side: str
) -> None:
    ours, theirs = entries.ends(table, office)
    here, other = (ours, theirs) if side == LINKS[table].ours else (theirs, ours)
    address, model = reverse("speech-link", args=[table, side, here.pk]), shape(table).model
    alice, source = at(office.cast.alice), Source.objects.get(code="two")
    assert address in alice.get(page_of(side, here)).content.decode()
    answer = alice.post(address, filled(table, other, source=source.pk, **WORDS))
    assert (answer.status_code, answer["Location"]) == (302, page_of(side, here))
    (held,) = model._default_manager.all()
    support = Support.objects.get(entity_id=held.pk)
    assert (support.entity_kind, support.report.content) == (table, WORDS["content"])
    end = reverse("speech-end-link", args=[table, side, held.pk])
    for one, row in ((LINKS[table].ours, ours), (LINKS[table].theirs, theirs)):
        page = alice.get(page_of(one, row)).content.decode()
        assert reverse("speech-end-link", args=[table, one, held.pk]) in page
        assert WORDS["content"] in page and "Invented two" in page
    assert alice.get(end).status_code == 405
    assert alice.post(end)["Location"] == page_of(side, here)
    assert not model._default_manager.exists()
    assert LogEntry.objects.order_by("-position")[0].verb == f"{table}.end"
    assert "taken back" in alice.get(page_of(side, here)).content.decode()
    assert list(verify()) == []


@pytest.mark.parametrize(("table", "side"), SIDES)
def test_a_link_of_a_closed_case_is_for_its_team(
    office: Office, entries: Entries, at: At, table: str, side: str
) -> None:
    ours, theirs = entries.ends(table, office)
    here = ours if side == LINKS[table].ours else theirs
    report = Report.objects.filter(source__code="three")[0]
    standing = {"standing": "alleged"} if LINKS[table].has_standing else {}
    link = getattr(actions, f"link_{table}")
    held = link(
        actor=office.cast.alice, report=report, **{LINKS[table].ours: ours, LINKS[table].theirs: theirs}, **standing
    )
    ours_page = page_of(LINKS[table].ours, ours)
    assert office.closed.event.pk in at(office.cast.bob).get(ours_page).content.decode()
    rita = at(office.rita).get(ours_page).content.decode()
    assert office.closed.event.pk not in rita and held.pk not in rita and "recorded</summary" not in rita
    for name in ("speech-link-source", "speech-end-link"):
        address = reverse(name, args=[table, side, held.pk])
        for who in (office.cast.bob, office.rita, office.cast.charlie):
            assert at(who).post(address, {}).status_code == 403, (name, who)
    address = reverse("speech-link", args=[table, side, here.pk])
    assert [at(who).get(address).status_code for who in (office.cast.alice, office.cast.bob, office.rita)] == [
        200,
        403,
        403,
    ]


def test_who_records_and_is_not_of_the_team_cannot_link_its_case(office: Office, entries: Entries, at: At) -> None:
    rene = add_user(actor=operator(), username="rene", password=None, roles=[Role.RECORDER])
    demand, act = entries.ends("demand_act", office)
    theirs = reverse("speech-link", args=["demand_act", "act", act.pk])
    assert at(rene).get(theirs).status_code == 404
    ours = reverse("speech-link", args=["demand_act", "demand", demand.pk])
    given = filled("demand_act", act, source=Source.objects.get(code="two").pk, **WORDS)
    refused = at(rene).post(ours, given).content.decode()
    assert "no such entry that you may open" in refused and office.closed.event.title not in refused
    assert at(rene).post(ours, {**given, "other": office.open.act.pk}).status_code == 302
    held = actions.link_demand_act(actor=office.cast.alice, demand=demand, act=act, standing="alleged")
    for name in ("speech-link-source", "speech-end-link"):
        assert at(rene).post(reverse(name, args=["demand_act", "demand", held.pk])).status_code == 404
    with pytest.raises(PermissionDenied, match="named team"):
        actions.support_fact(actor=rene, row=held, report=Report.objects.all()[0], elements=["standing"])


def test_words_that_are_here_are_chosen_or_others_written(office: Office, entries: Entries, at: At) -> None:
    demand, act = entries.ends("demand_act", office)
    address, alice = reverse("speech-link", args=["demand_act", "act", act.pk]), at(office.cast.alice)
    assert alice.get(address).content.decode().count('name="report"') == 4, "three reports, or others"
    nothing = alice.post(address, filled("demand_act", demand, report="others")).content.decode()
    assert "Choose words that are here already, or write down" in nothing
    report = Report.objects.filter(source__code="three", supports__entity_id=act.pk)[0]
    missing = alice.post(address, {"report": report.pk}).content.decode()
    assert "Search for it, then choose it" in missing and missing.count("errorlist") == 2, "the entry and the ground"
    assert alice.post(address, filled("demand_act", demand, report=report.pk)).status_code == 302
    (held,) = demand.acts.all()
    assert list(Support.objects.filter(entity_id=held.pk).values_list("report", flat=True)) == [report.pk]
    again = alice.post(address, filled("demand_act", demand, report=report.pk)).content.decode()
    assert "linked already" in again
    more = reverse("speech-link-source", args=["demand_act", "act", held.pk])
    assert report.pk not in alice.get(more).content.decode(), "what supports it already is not offered again"
    other = Report.objects.filter(source__code="one", supports__entity_id=act.pk)[0]
    assert alice.post(more, {"report": other.pk}).status_code == 302
    page = alice.get(reverse("case", args=[act.event_id])).content.decode()
    assert re.search(r"Invented three</bdi> · <bdi>Invented one", page)
    assert alice.post(more, {"report": "report-not-here"}).status_code == 200
