"""Coming in: first run, sign in and out, language, passwords, accounts, what waits for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sijill.collect.models import Source
from sijill.home import Home
from sijill.office.models import LogEntry, Profile, User
from sijill.office.roles import Role
from sijill.register.actions import answer_complaint, correct_act, open_complaint, verify_act
from sijill.register.gate import Gate
from tests.desk.conftest import At, Office
from tests.people import PASSWORD
from tests.world import TODAY

pytestmark = pytest.mark.django_db

FIRST = {
    "name": "Invented Commission", "name_ar": "المفوضية المختلقة", "kind": "paris-institution", "status": "paris-a",
    "mandate_law": "Invented Act 1", "country": "XZ", "gate_independent": "3", "gate_total": "4", "language": "ar",
    "username": "eve", "display_name": "Eve", "password": PASSWORD, "again": PASSWORD, "roles": ["recorder"],
}  # fmt: skip


def test_a_new_office_begins_with_its_questions(home: Home) -> None:
    client = Client()
    for address in ("/", reverse("sign-in")):
        answer = client.get(address, follow=True)
        assert answer.redirect_chain[-1][0] == reverse("first-run")
    answer = client.post(reverse("first-run"), FIRST, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    page = answer.content.decode()
    assert 'dir="rtl"' in page
    assert "المفوضية المختلقة" in page
    assert User.objects.get(username="eve").role_codes == {Role.ADMINISTRATOR, Role.RECORDER}
    settings = home.settings()
    assert (settings.language, settings.gate_independent, settings.gate_total) == ("ar", 3, 4)
    assert client.get(reverse("first-run")).status_code == 302
    assert Client().post(reverse("first-run"), {**FIRST, "username": "mallory"})["Location"] == "/"
    assert not User.objects.filter(username="mallory").exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"mandate_law": ""}, "needs its accreditation status"),
        ({"kind": "civil-society"}, "Only a Paris Principles institution"),
        ({"gate_total": "2"}, "fewer than the independent"),
        ({"again": "another passphrase"}, "passwords differ"),
        ({"password": "short", "again": "short"}, "too short"),
        ({"username": "eve o'brien"}, "without spaces"),
    ],
)
def test_what_does_not_hold_together_is_said(home: Home, changes: dict[str, str], says: str) -> None:
    page = Client(HTTP_ACCEPT_LANGUAGE="en").post(reverse("first-run"), {**FIRST, **changes}).content.decode()
    assert says in page
    assert "Invented Commission" in page
    assert not User.objects.exists()
    assert not Profile.objects.exists()
    assert not home.exists


def test_signing_in_and_out(office: Office) -> None:
    alice = office.cast.alice
    alice.set_password(PASSWORD)
    alice.language = "ar"
    alice.save()
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    wrong = client.post(reverse("sign-in"), {"username": "alice", "password": "wrong words"})
    assert "Name or password is wrong" in wrong.content.decode()
    assert 'value="alice"' in wrong.content.decode()
    answer = client.post(reverse("sign-in"), {"username": "alice", "password": PASSWORD}, follow=True)
    assert 'lang="ar"' in answer.content.decode()
    assert client.post(reverse("sign-out")).status_code == 302
    assert client.get("/").status_code == 302


def test_an_account_that_is_off_does_not_sign_in(office: Office) -> None:
    bob = office.cast.bob
    bob.set_password(PASSWORD)
    bob.is_active = False
    bob.save()
    answer = Client().post(reverse("sign-in"), {"username": "bob", "password": PASSWORD})
    assert answer.status_code == 200


def test_the_language_is_kept_and_leads_nowhere_else(office: Office, at: At) -> None:
    alice = at(office.cast.alice)
    answer = alice.post(reverse("language"), {"language": "ar", "next": "/cases/"})
    assert answer["Location"] == "/cases/"
    assert User.objects.get(username="alice").language == "ar"
    assert 'dir="rtl"' in alice.get("/cases/").content.decode()
    answer = alice.post(reverse("language"), {"language": "en", "next": "https://example.org/"})
    assert answer["Location"] == "/"
    assert alice.post(reverse("language"), {"language": "xx", "next": "/"}).status_code == 302
    assert User.objects.get(username="alice").language == "en"


def test_everybody_changes_their_own_password(office: Office, at: At) -> None:
    alice = at(office.cast.alice)
    new = "five other words stay here"
    alice.post(reverse("password"), {"password": new, "again": new})
    assert User.objects.get(username="alice").check_password(new)
    assert alice.get("/").status_code == 200


def test_accounts_are_the_administrators(office: Office, at: At) -> None:
    cast = office.cast
    eve = at(cast.eve)
    given = {"username": "zoe", "display_name": "Desk 2", "password": PASSWORD, "again": PASSWORD, "roles": ["reader"]}
    assert eve.post(reverse("add-account"), given).status_code == 302
    assert User.objects.get(username="zoe").role_codes == {Role.READER}
    again = eve.post(reverse("add-account"), given).content.decode()
    assert "already" in again
    assert "Desk 2" in again
    address = reverse("account", args=[cast.charlie.id])
    assert eve.post(address, {"step": "roles", "roles": ["reader", "publisher"]}).status_code == 302
    assert cast.charlie.role_codes == {Role.READER, Role.PUBLISHER}
    assert eve.post(address, {"step": "switch"}).status_code == 302
    assert not User.objects.get(pk=cast.charlie.pk).is_active
    own = eve.post(reverse("account", args=[cast.eve.id]), {"step": "switch"}).content.decode()
    assert "last administrator" in own
    for user in (cast.alice, cast.bob, office.rita):
        assert at(user).post(address, {"step": "switch"}).status_code == 403
    operator = User.objects.get(username="command-line")
    assert eve.get(reverse("account", args=[operator.id])).status_code == 404


def test_the_profile_is_changed_and_logged(office: Office, at: At) -> None:
    eve = at(office.cast.eve)
    given = {
        "name": "Another name",
        "name_ar": "",
        "kind": "civil-society",
        "status": "none",
        "mandate_law": "",
        "country": "XZ",
    }
    assert eve.post(reverse("profile"), given).status_code == 302
    assert (Profile.objects.get().name, Profile.objects.get().invented) == ("Another name", True)
    assert LogEntry.objects.order_by("-position")[0].verb == "profile.set"
    refused = eve.post(reverse("profile"), {**given, "status": "paris-a"}).content.decode()
    assert "Only a Paris Principles institution" in refused


def test_the_log_is_shown_without_what_it_is_about_and_compared(office: Office, at: At) -> None:
    eve = at(office.cast.eve)
    page = eve.get(reverse("log")).content.decode()
    assert "Act recorded" in page
    assert office.open.act.id not in page
    assert "Every row is as the log says" in eve.post(reverse("log")).content.decode()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE act SET motive = 'not-linked' WHERE id = %s", [office.open.act.id])
    assert "not as its log says" in eve.post(reverse("log")).content.decode()
    assert at(office.cast.bob).get(reverse("log")).status_code == 200
    for user in (office.cast.alice, office.cast.dana, office.rita, office.cast.charlie):
        assert at(user).get(reverse("log")).status_code == 403


def test_today_says_what_waits_for_whom(office: Office, at: At) -> None:
    cast = office.cast
    complaint = open_complaint(
        actor=cast.alice, source=Source.objects.all()[0], channel="visit", words="Invented", received_on=TODAY
    )
    bob, rita = at(cast.bob), at(office.rita)
    page = bob.get("/").content.decode()
    assert "overdue" in page
    assert page.count(reverse("verify", args=[office.closed.act.id])) == 1
    assert reverse("verify", args=[office.open.act.id]) in page
    assert "overdue" not in rita.get("/").content.decode()
    assert "Waiting for a reviewer" not in at(cast.alice).get("/").content.decode()
    assert "Releases waiting for approval" in at(cast.dana).get("/").content.decode()
    answer_complaint(actor=cast.alice, complaint=complaint, state="answered", on=TODAY + timedelta(days=9))
    assert "Every complaint has its answer" in bob.get("/").content.decode()


def test_a_case_waits_again_once_it_was_corrected(office: Office, at: At) -> None:
    bob, act = at(office.cast.bob), office.open.act
    address = reverse("verify", args=[act.id])
    verify_act(actor=office.cast.bob, act=act, decision="reasonable-grounds", reasons="Invented", on=TODAY, gate=Gate())
    assert address not in bob.get("/").content.decode()
    correct_act(actor=office.cast.alice, act=act, occurred="2024-05", roles=["journalist"])
    page = bob.get("/").content.decode()
    assert address in page
    assert "changed since the last decision" in page


def test_the_invented_say_so_on_every_page(office: Office, at: At) -> None:
    assert "INVENTED" in at(office.cast.alice).get("/").content.decode()
    profile = Profile.objects.get()
    Profile.objects.filter(pk=profile.pk).update(invented=False)
    assert "INVENTED" not in at(office.cast.alice).get("/").content.decode()
