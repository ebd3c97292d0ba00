"""Choosing another entry in a form: by search, without a script, and never one that the asker may not open."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.collect.actions import file_report
from sijill.collect.models import Report, Source
from sijill.office.actions import add_user, operator
from sijill.office.folding import holds, words_of
from sijill.office.models import User
from sijill.office.roles import Role
from sijill.register.actions import change_entry, merge_persons, record_body, set_members
from sijill.register.speech import actions, finding
from sijill.register.speech.finding import MOST, SOUGHT, find
from sijill.register.speech.models import Demand, Restriction
from tests.desk.conftest import At, Office
from tests.people import Cast
from tests.world import a_case, a_source

pytestmark = pytest.mark.django_db

# Words that fit something of every table below, in more than one spelling, and some that fit nothing.
WORDS = (
    "", "zz", "invented", "ZZ INVENTED", "case", "Türkiye", "تركيا", "detention", "2020", "2024-05", "site",
    "article 8", "platform", "zz act", "%", "[", "nothing-like-it", "a",
)  # fmt: skip


def a_world(actor: User) -> tuple[list[Any], dict[str, list[Any]]]:
    """Three cases, a restriction of each victim, and one of every other kind of entry."""
    report = file_report(actor=actor, source=a_source(actor, "gazette"), content="Invented words", said="2024")
    cases = [a_case(actor, title=f"An invented case {number}") for number in range(3)]
    company = record_body(actor=actor, name="Invented Platform", kind="platform")
    law = actions.record_law(actor=actor, report=report, title="Zz Act", jurisdiction="TR")
    article = actions.record_provision(actor=actor, law=law, report=report, article="Article 8")
    policy = actions.record_policy(actor=actor, report=report, organization=company, title="Zz rules")
    clause = actions.record_clause(actor=actor, policy=policy, report=report, number="2")
    common = {"actor": actor, "report": report}
    rows: dict[str, list[Any]] = {
        "law": [law],
        "provision": [article],
        "policy": [policy],
        "clause": [clause],
        "demand": [actions.record_demand(**common, company=company, kind="user-data", country="TR", made="2020")],
        "exposure": [actions.record_exposure(**common, company=company, kind="leak", country="TR", occurred="2020")],
        "disruption": [actions.record_disruption(**common, country="TR", began="2020", kind="shutdown")],
        "restriction": [
            actions.record_restriction(
                **common, person=case.victim, measure="site-blocked", country="TR", applied="2020"
            )
            for case in cases
        ],
        "event": [case.event for case in cases],
        "act": [case.act for case in cases],
        "person": [case.victim for case in cases],
    }
    return cases, rows


def page_of(table: str, row: Any) -> str:
    if table in ("event", "act"):
        return reverse("case", args=[row.pk if table == "event" else row.event_id])
    if table in ("person", "provision", "clause"):
        return reverse(table, args=[row.pk])
    return reverse("speech-entry", args=[table, row.pk])


@pytest.mark.slow
def test_what_is_offered_can_be_opened(cast: Cast) -> None:
    """Whatever is restricted, whoever is on the team, whatever is asked for: the page of what is found opens."""
    cases, rows = a_world(cast.alice)
    roles = [[Role.RECORDER], [Role.REVIEWER], [Role.READER], [Role.RECORDER, Role.REVIEWER], [Role.ADMINISTRATOR], []]
    offered = opened = 0

    @settings(max_examples=12, deadline=None, phases=[Phase.generate])  # a world is costly to shrink
    @given(
        restricted=st.lists(st.booleans(), min_size=3, max_size=3),
        team=st.lists(st.booleans(), min_size=3, max_size=3),
        held=st.sampled_from(roles),
        asked=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True),
    )
    def holds(restricted: list[bool], team: list[bool], held: list[Role], asked: list[str]) -> None:
        nonlocal offered, opened
        with transaction.atomic():
            asker = add_user(actor=operator(), username="asker", password=None, roles=held)
            for case, closed, mine in zip(cases, restricted, team, strict=True):
                if closed:
                    change_entry(actor=cast.alice, row=case.event, event=case.event, restricted=True)
                if mine:
                    set_members(actor=cast.alice, event=case.event, users=[asker])
            client = Client()
            client.force_login(asker)
            may = {
                table: {one.pk for one in every if client.get(page_of(table, one)).status_code == 200}
                for table, every in rows.items()
            }
            for table, every in rows.items():
                for words in [*asked, *(one.pk for one in every)]:
                    found = {one.pk for one in find(asker, table, words).rows}
                    assert found <= may[table], (table, words)
                    offered += len(found)
                opened += len(may[table])
            transaction.set_rollback(True)
        for case in cases:
            case.event.refresh_from_db()

    holds()
    assert offered > opened > 30, "the worlds were too closed to show anything"


def said_of(table: str, row: Any) -> str:
    """Everything by which an entry is found, read row by row: the definition."""
    sought, parts = SOUGHT[table], [getattr(row, name) for name in row.searched]
    for link, model in sought.held.items():
        other = row
        for step in link.split("__"):
            other = getattr(other, step, None)
        parts += [getattr(other, name) for name in model.searched] if other else []
    for column, listed in sought.codes.items():
        code = row
        for step in column.split("__"):
            code = getattr(code, step)
        parts.append("" if code in UNKNOWN_CODES else codelist(listed).label(code, "en"))
    victim = {"person": row, "act": getattr(row, "victim", None)}.get(table)
    return " ".join([*parts, *(name.text for name in victim.names.all())] if victim else parts)


def test_a_search_gives_what_reading_every_entry_gives(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether few rows have a word, so that they are named in the question, or many, so that each is asked."""
    _cases, rows = a_world(cast.alice)
    asked = [one for one in WORDS if words_of(one) and not any(map(str.isdigit, one))]
    asked += ["turk", "inv det", "blocked turkiye", "rules platf", "sha", "shut"]
    found = 0
    for few in (finding.FEW, 0):
        monkeypatch.setattr(finding, "FEW", few)
        for table, every in rows.items():
            for words in asked:
                slow = {row.pk for row in every if holds(said_of(table, row), words_of(words))}
                assert {one.pk for one in find(cast.alice, table, words).rows} == slow, (few, table, words)
                found += len(slow)
    assert found > 100


@pytest.mark.parametrize("table", SOUGHT)
def test_each_table_is_found_by_its_words_and_by_its_identifier(cast: Cast, table: str) -> None:
    _cases, rows = a_world(cast.alice)
    words = {
        "law": "türkiye zz", "provision": "article 8 zz", "policy": "platform rules", "clause": "2 platform",
        "demand": "turkiye PLATFORM 2020", "exposure": "platform 2020", "disruption": "2020 türk",
        "restriction": "blocked 2020", "event": "case 1", "act": "detention invented 2024-05-04", "person": "zz invent",
    }[table]  # fmt: skip
    found = find(cast.alice, table, words)
    assert {one.pk for one in found.rows} <= {one.pk for one in rows[table]} and found.rows, words
    assert [one.pk for one in find(cast.alice, table, f" {rows[table][0].pk} ").rows] == [rows[table][0].pk]
    assert {one.pk for one in find(cast.alice, table, "").rows} == {one.pk for one in rows[table]}
    assert find(cast.alice, table, f"{words} nothing-like-it").rows == []
    assert find(cast.charlie, table, words).rows == []


def test_merged_and_withdrawn_entries_are_not_offered(cast: Cast) -> None:
    cases, rows = a_world(cast.alice)
    merge_persons(actor=cast.alice, keep=cases[0].victim, drop=cases[1].victim, reasons="Invented")
    assert cases[1].victim.pk not in {one.pk for one in find(cast.alice, "person", "zz").rows}
    actions.set_fact_state(actor=cast.alice, rows=rows["law"], state="withdrawn")
    assert find(cast.alice, "law", "zz").rows == find(cast.alice, "provision", "article").rows == []


def test_many_that_fit_are_cut_off_and_it_says_so(cast: Cast) -> None:
    for number in range(MOST + 3):
        a_case(cast.alice, title=f"An invented case {number}")
    for table in ("event", "act", "person"):
        found = find(cast.alice, table, "invented")
        assert (len(found.rows), found.more) == (MOST, True), table
    assert not find(cast.alice, "event", "case 12").more


# In a form

SOURCED = {"content": "Invented words", "said": "2024-01"}


@pytest.fixture
def demand(office: Office) -> Demand:
    report = Report.objects.filter(source__code="one")[0]
    company = record_body(actor=office.cast.alice, name="Invented Platform", kind="platform")
    return actions.record_demand(
        actor=office.cast.alice, report=report, company=company, kind="restrict-content", country="TR", made="2020"
    )


def test_a_search_keeps_what_was_typed_and_says_nothing_is_wrong_yet(office: Office, demand: Demand, at: At) -> None:
    alice, address = at(office.cast.alice), reverse("speech-record", args=["restriction"])
    typed = {"description": "Zz typed before", "measure": "site-blocked", "demand-words": "platform", "find": "demand"}
    page = alice.post(address, {**typed, "file": SimpleUploadedFile("zz.txt", b"Zz")}).content.decode()
    assert not Restriction.objects.exists()
    assert "errorlist" not in page and 'role="alert"' not in page
    assert "Zz typed before" in page and '<option value="site-blocked" selected>' in page
    assert "Choose the file again" in page
    assert re.search(rf'<input type="radio" name="demand" value="{demand.pk}" autofocus>', page)
    assert "Invented Platform" in page
    (first,) = re.findall(r"<form method=\"post\" class=\"sheet\"[^>]*>.*?<button ([^>]*)>", page, re.DOTALL)
    assert "name=" not in first, "Enter in any field saves; only the button beside the search searches"


def test_enter_in_the_search_searches_and_words_alone_are_no_choice(office: Office, demand: Demand, at: At) -> None:
    alice, address = at(office.cast.alice), reverse("speech-change", args=["demand", demand.pk])
    page = alice.post(address, {"provision-words": "zz"}).content.decode()
    assert "Nothing that you may open fits these words" in page and "errorlist" not in page
    assert alice.post(address, {"find": "provision"}).content.decode().count("There is nothing yet") == 1


def test_what_was_found_is_chosen_and_saved(office: Office, demand: Demand, at: At) -> None:
    alice, address = at(office.cast.alice), reverse("speech-record", args=["restriction"])
    form = alice.get(address, {"demand": demand.pk}).context["form"]
    typed = {name: str(form.get_initial_for_field(field, name) or "") for name, field in form.fields.items()}
    assert typed["demand"] == demand.pk, "the page of the demand leads here with the demand chosen"
    typed |= {**SOURCED, "measure": "site-blocked", "source": Source.objects.get(code="two").pk, "file": ""}
    found = {"person": office.closed.victim.pk, "person-words": "zz", "person-results": "zz"}
    answer = alice.post(address, {**typed, **found})
    assert answer.status_code == 302, re.findall(r"errorlist.*", answer.content.decode())
    row = Restriction.objects.get()
    assert (row.demand, row.person) == (demand, office.closed.victim)


def test_three_people_search_for_somebody(office: Office, demand: Demand, at: At) -> None:
    address = reverse("speech-record", args=["restriction"])
    rene = add_user(actor=operator(), username="rene", password=None, roles=[Role.RECORDER])
    asked = {"person-words": "zz invented", "find": "person"}
    alice, other = (at(who).post(address, asked).content.decode() for who in (office.cast.alice, rene))
    assert office.closed.victim.pk in alice and office.open.victim.pk in alice
    assert office.closed.victim.pk not in other and office.open.victim.pk in other
    for who in (office.rita, office.cast.charlie):
        assert at(who).post(address, asked).status_code == 403
    forced = at(rene).post(address, {"person": office.closed.victim.pk, **SOURCED}).content.decode()
    assert "no such entry that you may open" in forced
    assert office.closed.event.title not in forced and not Restriction.objects.exists()


@pytest.mark.parametrize("lang", ["ar", "fr", "es"])
def test_names_in_either_direction_stand_apart(office: Office, demand: Demand, at: At, lang: str) -> None:
    client = at(office.cast.alice)
    client.cookies["django_language"] = lang
    address = reverse("speech-link", args=["demand_act", "demand", demand.pk])
    page = client.post(address, {"other-words": "zz", "find": "other"}).content.decode()
    assert f'dir="{"rtl" if lang == "ar" else "ltr"}"' in page
    assert '<bdi lang="und">Zz Invented</bdi>' in page and "<bdi>An open case</bdi>" in page
