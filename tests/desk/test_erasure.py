"""Somebody no longer agrees: what identifies them goes from every version, and the log still verifies."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from sijill.assess.actions import answer_check
from sijill.assess.models import Answer
from sijill.collect.actions import file_report, keep_evidence
from sijill.collect.draft import DraftAct, DraftEntry, DraftName, DraftPerson, Row, SourceInfo
from sijill.collect.models import ERASED, Report, Source
from sijill.home import Home
from sijill.office.errors import Refusal
from sijill.office.models import User, Word
from sijill.office.records import history_of
from sijill.office.verify import verify
from sijill.register.actions import (
    add_name,
    add_support,
    correct_event,
    erase_person,
    import_file,
    record_act,
    record_body,
    record_consent,
)
from sijill.register.models import Act, EntityKind, Event, Person, PersonName, Proposal
from sijill.register.speech.actions import link_demand_act, record_demand, record_restriction
from sijill.register.speech.models import Restriction
from tests.desk.conftest import At, Office
from tests.world import Case, a_case, a_source

pytestmark = pytest.mark.django_db(transaction=True)

SECRET_WORDS = "Zz-only-in-these-words"


def told(actor: User, case: Case, home: Home) -> Report:
    """A report with words and a file that speak of this victim alone."""
    report = file_report(actor=actor, source=a_source(actor, "alone"), content=f"Invented: {SECRET_WORDS}")
    add_support(actor=actor, report=report, entity_kind=EntityKind.ACT, entity_id=case.act.id, elements=["act"])
    stream = io.BytesIO(SECRET_WORDS.encode())
    keep_evidence(
        actor=actor, folder=home.evidence, stream=stream, file_name="Zz-name.txt", report=report, received_on=None
    )
    return report


def a_report(actor: User) -> Report:
    """A report that speaks of no case."""
    return file_report(actor=actor, source=a_source(actor, "gazette"), content="Invented words of a gazette")


def withdraw(actor: User, person: Person) -> None:
    record_consent(
        actor=actor, person=person, use="record", decision="withdrawn", given_by="self", on=date(2024, 6, 1),
        contact="Zz-contact",
    )  # fmt: skip


def everything() -> str:
    """All text of the database."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(cell) for row in cursor.fetchall() for cell in row if isinstance(cell, str | bytes)]
    return "\n".join(found)


def test_names_words_and_files_are_gone_and_the_log_verifies(office: Office, home: Home) -> None:
    alice, bob, case = office.cast.alice, office.cast.bob, office.open
    correct_event(actor=alice, event=case.event, title="Zz-title", context="none", description="", restricted=False)
    told(alice, case, home)
    withdraw(alice, case.victim)
    words = (SECRET_WORDS, "Zz Invented", "Zz-title", "Zz-contact", "Zz-name.txt", "An open case")
    a_case(alice)  # somebody else of the same name stays
    before = everything()
    assert all(word in before for word in words)
    done = erase_person(actor=bob, person=case.victim, folder=home.evidence)
    after = everything()
    assert [word for word in words if word in after] == ["Zz Invented"]
    assert {one.person_id for one in PersonName.objects.all()}.isdisjoint({case.victim.id})
    assert not PersonName.objects.filter(person=case.victim).exists()
    assert not history_of(PersonName)._default_manager.filter(person_id=case.victim.id).exists()
    assert [path.read_bytes() for path in home.evidence.iterdir()] == []
    assert done.shared == ()
    assert Act.objects.get(pk=case.act.id).state == "withdrawn"
    assert list(verify()) == []


def test_no_word_by_which_they_were_found_is_left(office: Office, home: Home) -> None:
    """Neither in a row nor in what lies free in the database's file."""
    alice, bob = office.cast.alice, office.cast.bob
    case = a_case(alice, title="Zz Once-in-a-title", locality="Zz Once-in-a-place")
    add_name(actor=alice, person=case.victim, text="Zz Onceinaname", kind="full", script="Latn")
    record_restriction(
        actor=alice, report=a_report(alice), person=case.victim, measure="removed", country="BO", applied="2024-05",
        description="Zz onceinadescription", url="https://invented.example/onceinanaddress",
    )  # fmt: skip
    words = {"title": "event", "place": "act", "onceinaname": "person_name", "onceinadescription": "restriction"}
    for word, table in words.items():
        assert Word.objects.filter(word=word, table=table).exists(), word
    withdraw(alice, case.victim)
    erase_person(actor=bob, person=case.victim, folder=home.evidence)
    mine = [case.event.id, case.act.id, *Restriction.objects.values_list("id", flat=True)]
    assert not Word.objects.filter(row__in=mine, word__contains="once").exists()
    left = everything().casefold()
    assert not [word for word in ("onceinaname", "onceinadescription", "onceinanaddress", "once-in-a") if word in left]
    if connection.vendor == "sqlite":
        image = bytes(connection.connection.serialize())
        assert b"Invented" in image
        assert not [word for word in (b"onceinaname", b"onceinadescription", b"onceinanaddress") if word in image]
    assert list(verify()) == []


def test_what_was_restricted_of_a_person_is_erased_with_them(office: Office, home: Home, at: At) -> None:
    alice, bob, case = office.cast.alice, office.cast.bob, office.open
    report = file_report(actor=alice, source=a_source(alice, "platform"), content="Zz-notice to one person")
    record_restriction(
        actor=alice, report=report, person=case.victim, measure="removed", country="BO", applied="2024-05",
        description="Zz-description", url="https://invented.example/zz-post", explanation="Zz-explanation",
    )  # fmt: skip
    withdraw(alice, case.victim)
    page = at(bob).get(reverse("erase-person", args=[case.victim.id])).content.decode()
    assert "words and address of 1 restriction" in page
    erase_person(actor=bob, person=case.victim, folder=home.evidence)
    left = everything()
    for word in ("Zz-description", "zz-post", "Zz-explanation", "Zz-notice"):
        assert word not in left, word
    row = Restriction.objects.get()
    assert (row.state, row.measure, row.applied) == ("withdrawn", "removed", "2024-05")
    assert list(verify()) == []


def test_changing_what_was_erased_is_still_found_out(office: Office, home: Home) -> None:
    told(office.cast.alice, office.open, home)
    withdraw(office.cast.alice, office.open.victim)
    erase_person(actor=office.cast.bob, person=office.open.victim, folder=home.evidence)
    Report.objects.filter(sha256=ERASED).update(content="Put in behind the log")
    assert {fault.table for fault in verify()} == {"report"}


def test_what_others_rest_on_stays_and_is_named(office: Office, home: Home) -> None:
    alice, case = office.cast.alice, office.open
    report = told(alice, case, home)
    other = a_case(alice)
    act = record_act(
        actor=alice,
        event=case.event,
        victim=other.victim,
        kind="threat",
        place="XZ",
        occurred="2024-05-04",
        roles=["lawyer"],
    )
    add_support(actor=alice, report=report, entity_kind=EntityKind.ACT, entity_id=act.id, elements=["act"])
    withdraw(alice, case.victim)
    done = erase_person(actor=office.cast.bob, person=case.victim, folder=home.evidence)
    report.refresh_from_db()
    assert SECRET_WORDS in report.content
    assert [event.id for event in done.shared] == [case.event.id]
    assert Event.objects.get(pk=case.event.id).title == "An open case"
    assert Act.objects.get(pk=act.id).state == "confirmed"


def test_two_people_and_a_withdrawal_are_needed(office: Office, home: Home) -> None:
    person = office.open.victim
    with pytest.raises(Refusal, match="Record it first"):
        erase_person(actor=office.cast.bob, person=person, folder=home.evidence)
    record_consent(
        actor=office.cast.alice,
        person=person,
        use="publish-named",
        decision="withdrawn",
        given_by="self",
        on=date(2024, 6, 1),
    )
    with pytest.raises(Refusal, match="Record it first"):
        erase_person(actor=office.cast.bob, person=person, folder=home.evidence)
    assert PersonName.objects.filter(person=person).exists()


def test_whoever_recorded_the_withdrawal_does_not_erase(office: Office, home: Home) -> None:
    from sijill.office.actions import set_roles
    from sijill.office.roles import Role

    both = office.cast.bob
    set_roles(actor=office.cast.eve, user=both, roles=[Role.RECORDER, Role.REVIEWER])
    both = User.objects.get(pk=both.pk)
    withdraw(both, office.open.victim)
    with pytest.raises(Refusal, match="another reviewer"):
        erase_person(actor=both, person=office.open.victim, folder=home.evidence)


def test_the_next_copy_of_a_list_does_not_bring_them_back(office: Office, home: Home) -> None:
    alice = office.cast.alice
    info = SourceInfo(code="zz-list", name="INVENTED list", kind="ngo", independence_group="zz-list")

    def rows(note: str) -> list[Row]:
        entry = DraftEntry(
            DraftPerson(names=(DraftName("Zz Listed"),)),
            (
                DraftAct(
                    kind="threat",
                    occurred="2024-05-04",
                    locality=f"Zz-{note}",
                    roles=("journalist",),
                    elements=("act", "date"),
                ),
            ),
        )
        return [Row("row 1", "k1", f'{{"name": "Zz Listed", "note": "{note}"}}', (entry,))]

    def bring(note: str) -> None:
        import_file(
            actor=alice, info=info, format_name="table", complete=True, rows=rows(note), sha256=note.ljust(64, "0"),
            file_name="zz.csv", label=note, retrieved_on=None,
        )  # fmt: skip

    bring("first")
    bring("second")
    act = Act.objects.get(kind="threat")
    assert "Zz-second" in str(Proposal.objects.get(act=act).changes), "a newer copy proposes, and that holds words too"
    withdraw(alice, act.victim)
    erase_person(actor=office.cast.bob, person=act.victim, folder=home.evidence)
    bring("third")
    left = everything()
    assert [word for word in ("Zz Listed", "Zz-first", "Zz-second", "Zz-third") if word in left] == []
    assert Report.objects.filter(source=Source.objects.get(code="zz-list")).count() == 2
    assert list(verify()) == []


def test_the_page_shows_what_goes_and_asks_for_a_tick(office: Office, at: At, home: Home) -> None:
    case, bob = office.open, at(office.cast.bob)
    person, page = reverse("person", args=[case.victim.id]), reverse("erase-person", args=[case.victim.id])
    assert page not in bob.get(person).content.decode()
    withdraw(office.cast.alice, case.victim)
    assert page in bob.get(person).content.decode()
    assert page not in at(office.cast.alice).get(person).content.decode()
    assert bob.get(page).status_code == 200
    assert bob.post(page, {}).status_code == 200
    assert PersonName.objects.filter(person=case.victim).exists()
    assert bob.post(page, {"sure": "on"})["Location"] == person
    assert not PersonName.objects.filter(person=case.victim).exists()
    for user in (office.cast.alice, office.rita, office.cast.charlie):
        assert at(user).get(page).status_code == 403


def test_reasons_of_answers_about_their_restrictions_go_too(office: Office, at: At, home: Home) -> None:
    alice, bob, victim = office.cast.alice, office.cast.bob, office.open.victim
    report = told(alice, office.open, home)
    given = {"measure": "site-blocked", "decider": "court", "country": "TR", "applied": "2020"}
    row = record_restriction(actor=alice, report=report, person=victim, **given)
    demand = record_demand(
        actor=alice, report=a_report(alice), company=record_body(actor=alice, name="Zz"), kind="user-data"
    )
    link_demand_act(actor=alice, demand=demand, act=office.open.act, standing="alleged", report=report)

    def answer(kind: str, identifier: str, check: str, reasons: str, said: Report | None) -> None:
        answer_check(
            actor=bob, check=check, entity_kind=kind, entity_id=identifier, verdict="unknown", reasons=reasons,
            on=date(2024, 6, 1), report=said,
        )  # fmt: skip

    answer("restriction", row.id, "remedy/person-notified", "Zz-reason-one", None)
    answer("restriction", row.id, "remedy/person-notified", "Zz-reason-two", report)
    answer("demand", demand.id, "legality/order-in-writing", "Zz-reason-three", report)
    answer("demand", demand.id, "legality/order-in-writing", "Zz-stays", None)
    withdraw(alice, victim)
    page = reverse("erase-person", args=[victim.id])
    assert "the reasons of 3 answers" in at(bob).get(page).content.decode()
    assert at(bob).post(page, {"sure": "on"}).status_code == 302
    left = everything()
    assert [word for word in ("Zz-reason", SECRET_WORDS) if word in left] == []
    assert "Zz-stays" in left
    assert set(Answer.objects.values_list("verdict", flat=True)) == {"unknown"}
    assert list(verify()) == []


def test_a_restricted_case_is_erased_by_its_team_only(office: Office, at: At, home: Home) -> None:
    withdraw(office.cast.alice, office.closed.victim)
    from sijill.office.actions import add_user, operator
    from sijill.office.roles import Role

    outsider = add_user(actor=operator(), username="zoe", password=None, roles=[Role.REVIEWER])
    assert at(outsider).get(reverse("erase-person", args=[office.closed.victim.id])).status_code == 404
