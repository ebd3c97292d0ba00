"""Every staff page: in every language, for whoever may open it, and closed to everybody else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import sijill
from sijill.collect.models import Evidence, Source
from sijill.home import Home
from sijill.office.models import User
from sijill.register.actions import judge, merge_persons, open_complaint, record_body, record_consent
from sijill.register.matching import kept
from sijill.register.matching.explain import Reason
from sijill.register.matching.kept import ProposedMatch
from sijill.register.models import Complaint, Support
from sijill.register.speech.actions import (
    add_platform,
    link_disruption_event,
    record_clause,
    record_disruption,
    record_law,
    record_policy,
    record_provision,
    record_restriction,
)
from tests.desk.conftest import At, Office
from tests.desk.test_lists import COLUMNS, CSV, through
from tests.english import left_in_english
from tests.world import TODAY, a_case

pytestmark = pytest.mark.django_db

POSTED = {
    "language", "sign-out", "case-state", "act-state", "end-support", "end-involvement", "end-name",
    "confirm-drafts", "approve-release", "print-release", "run-list", "cancel-list", "decide-change",
    "take-back-judgement",
    "speech-confirm", "speech-state", "speech-decide", "speech-end-part", "speech-end-link",
    "revoke-token", "law-opinion-docx", "shutdown-bulletin-docx", "shutdown-report-docx",
}  # fmt: skip
ELSEWHERE = {
    "release", "release-file", "figures", "why",  # tests/publish/test_views.py
    "door-description", "door-file", "door-file-many", "door-existing-puid", "door-statement", "door-appeals",
    "door-orders", "door-order", "door-nowhere",  # tests/desk/door
}  # fmt: skip
DOWNLOADS = {"list-mapping", "kept-mapping", "speech-download"}
OPEN = {"first-run", "sign-in", "sign-out", "language"}


class Reader(HTMLParser):
    """What a page holds that it must, or must not."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.inline: list[str] = []
        self.fields: list[str] = []
        self.labelled: set[str] = set()
        self.ids: list[str] = []
        self.html: dict[str, str | None] = {}
        self._labels = 0
        self.feed(page)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = dict(given)
        self.tags.append(tag)
        self.inline += [name for name, _ in given if name == "style" or name.startswith("on")]
        if tag in ("script", "style"):
            self.inline.append(tag)
        if tag == "html":
            self.html = attributes
        if attributes.get("id"):
            self.ids.append(str(attributes["id"]))
        if tag == "label":
            self._labels += 1
            self.labelled.add(str(attributes.get("for")))
        if tag in ("input", "select", "textarea") and attributes.get("type") not in ("hidden", "submit"):
            named = self._labels > 0 or "aria-label" in attributes
            self.fields.append("" if named else str(attributes.get("id")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._labels -= 1

    @property
    def unlabelled(self) -> list[str]:
        """Fields that no label names."""
        return [one for one in self.fields if one and one not in self.labelled]


def names(resolver: URLResolver | None = None) -> Iterator[str]:
    """The name of every address of the site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern)
        elif isinstance(pattern, URLPattern):
            yield str(pattern.name)


def test_no_two_addresses_share_a_name() -> None:
    found = list(names())
    assert len(found) == len(set(found)) > 40


@pytest.fixture
def addresses(office: Office, at: At, home: Home) -> dict[str, tuple[User, str]]:
    """Every address that can be read, with somebody who may read it."""
    cast, case = office.cast, office.closed
    told_again = a_case(cast.alice)
    other = told_again.victim
    merged = a_case(cast.alice).victim
    merge_persons(actor=cast.alice, keep=other, drop=merged, reasons="Invented")
    complaint = open_complaint(
        actor=cast.alice, source=Source.objects.all()[0], channel="visit", words="Invented words", received_on=TODAY
    )
    judge(actor=cast.alice, left=case.victim, right=other, verdict="unsure", reasons="Zz")
    reasons = (Reason("names", "near", 9.0), Reason("places", "else", -3.5), Reason("organization", "missing", 0.0))
    kept.keep(home.folder, [ProposedMatch(case.victim.id, other.id, 0.9, 3.2, reasons)])
    record_consent(actor=cast.alice, person=case.victim, use="share", decision="given", given_by="self", on=TODAY)
    told = Support.objects.filter(entity_id=case.act.id)[0].report
    given = {"measure": "site-blocked", "decider": "court", "country": "TR", "applied": "2009-06-24"}
    blocked = record_restriction(actor=cast.alice, report=told, person=case.victim, **given)
    law = record_law(actor=cast.alice, report=told, title="Zz Act", jurisdiction="TR")
    policy = record_policy(
        actor=cast.alice, report=told, organization=record_body(actor=cast.alice, name="Zz"), title="Zz rules"
    )
    parts = {
        "provision": record_provision(actor=cast.alice, law=law, report=told, article="8").id,
        "clause": record_clause(actor=cast.alice, policy=policy, report=told, number="2").id,
    }
    ids = {
        "limb": "remedy",
        "slug": "person-notified",
        "subject": "country",
        "subject_id": "TR",
        "kind": "restriction",
        "entry_id": blocked.id,
        "part": "restriction_place",
        "event_id": case.event.id,
        "act_id": case.act.id,
        "person_id": case.victim.id,
        "left_id": case.victim.id,
        "right_id": other.id,
        "other_id": told_again.event.id,
        "report_id": told.id,
        "complaint_id": complaint.id,
        "source_id": Source.objects.all()[0].id,
        "account_id": cast.alice.id,
        "platform_id": add_platform(actor=cast.eve, name="Invented Square").id,
        **a_list_that_waits(at(cast.alice)),
    }
    who = {"accounts": cast.eve, "account": cast.eve, "add-account": cast.eve, "profile": cast.eve, "log": cast.eve}
    who |= {"platforms": cast.eve, "platform": cast.eve}
    who |= {"new-release": cast.dana, "releases": cast.dana, "verify": cast.bob, "erase-person": cast.bob}
    cut = record_disruption(actor=cast.alice, report=told, country="TG", began="2017-09", kind="shutdown")
    link = link_disruption_event(actor=cast.alice, disruption=cut, event=case.event, report=told)
    ids |= {"table": "disruption_event", "side": "event", "link_id": link.id}
    others = {
        "speech-link": {"entry_id": case.event.id},
        "undo-merge": {"person_id": merged.id},
        "law-opinion": {"entry_id": law.id},
        "shutdown-bulletin": {"entry_id": cut.id},
        "shutdown-report": {"country": "TG", "year": "2017"},
    }
    found = {}
    for name in set(names()) - POSTED - ELSEWHERE - OPEN - {"evidence"}:
        kwargs = {**ids, "part_id": parts.get(name, ""), **others.get(name, {})}
        found[name] = (who.get(name, cast.alice), reverse_with(name, kwargs))
    return found


def a_list_that_waits(alice: Client) -> dict[str, str]:
    """A list sent by Alice, its columns chosen; and the mapping of one that she imported."""
    head, _, rows = CSV.partition("\n")
    named = {f"zz{number}": column for number, column in enumerate(head.split(","))}  # no word of any language
    columns = {
        field: next((zz for zz, one in named.items() if one == column), column) for field, column in COLUMNS.items()
    }
    text = "\n".join((",".join(named), rows))
    upload = through(alice, text.encode(), columns=columns)
    alice.post(reverse("run-list", args=[upload]))
    return {
        "upload_id": through(alice, text.replace("Zz Alpha", "Zz Other").encode(), columns=columns),
        "mapping_name": "cases-invented-union-list",
    }


def reverse_with(name: str, ids: dict[str, str]) -> str:
    """The address of that name with the ids that it asks for."""
    asked = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
    return reverse(name, kwargs={one: ids[one] for one in asked})


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("fr", "ltr"), ("es", "ltr")])
def test_every_page_is_whole(addresses: dict[str, tuple[User, str]], at: At, language: str, direction: str) -> None:
    for name, (user, address) in addresses.items():
        client = at(user)
        client.cookies["django_language"] = language
        answer = client.get(address)
        assert answer.status_code == 200, name
        if name in DOWNLOADS:
            continue
        page = Reader(answer.content.decode())
        assert (page.html["lang"], page.html["dir"]) == (language, direction), name
        assert page.inline == [], name
        assert page.tags.count("h1") == 1, name
        assert page.tags.count("main") == 1, name
        assert page.unlabelled == [], name
        assert len(page.ids) == len(set(page.ids)), name
        assert "script-src" not in answer["Content-Security-Policy"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "no-store" in answer["Cache-Control"], name
        assert page.tags.count("table") <= page.tags.count("caption"), name
        if language != "en":
            assert left_in_english(answer.content.decode(), language) == [], name


def test_arabic_pages_hold_no_english_but_data(addresses: dict[str, tuple[User, str]], at: At) -> None:
    found = {}
    for name, (user, address) in addresses.items():
        client = at(user)
        client.cookies["django_language"] = "ar"
        if name in DOWNLOADS:
            continue
        page = re.sub(AS_SAID, " ", client.get(address).content.decode())
        if words := set(re.findall(r"[A-Za-z]{3,}", re.sub(r"<[^>]+>", " ", page))) - DATA:
            found[name] = words
    assert found == {}


# What is shown as it was said: codes, names, words of a source, the other language's own name.
AS_SAID = re.compile(
    r"(?s)<(code|bdi|blockquote|title)\b.*?</\1>|<button [^>]*lang=.*?</button>|<a [^>]*class=\"(mark|who)\".*?</a>"
)
# Data of the fixtures, and marks that are the same in every language.
DATA = {
    "Invented",
    "one",
    "two",
    "three",
    "SHA",
    "alice",
    "bob",
    "dana",
    "rita",
    "union",
    "list",
    "cases",
    "invented",
    "Square",
}
DATA |= {
    "CSV",
    "DOCX",
    "XLSX",
    "JSON",
    "Lines",
    "Parquet",
    "TOML",
    "HURIDOCS",
    "Tella",
    "Uwazi",
    "Ultimate",
    "Consequences",
    "ZIP",
    *("Access", "Now", "STOP", "IODA", "OONI", "Google", "Meta", "Twitter", "TikTok", "GitHub", "sijill", "import"),
}


def test_whoever_has_no_role_sees_nothing(addresses: dict[str, tuple[User, str]], office: Office, at: At) -> None:
    charlie = at(office.cast.charlie)
    for name, (_, address) in addresses.items():
        answer = charlie.get(address)
        assert answer.status_code == 403, name
        assert "Invented" not in answer.content.decode().replace("INVENTED", ""), name


def test_nobody_gets_in_unsigned(addresses: dict[str, tuple[User, str]]) -> None:
    for name, (_, address) in addresses.items():
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/"), name


def test_no_address_of_a_closed_case_opens_to_others(
    addresses: dict[str, tuple[User, str]], office: Office, at: At
) -> None:
    """Rita reads cases, Dana publishes, Eve administers: none of them is on the team."""
    ids = (office.closed.event.id, office.closed.act.id, office.closed.victim.id)
    closed = {name: address for name, (_, address) in addresses.items() if any(one in address for one in ids)}
    assert len(closed) > 15
    for user in (office.rita, office.cast.dana, office.cast.eve):
        for name, address in closed.items():
            assert at(user).get(address).status_code in (403, 404), (user.username, name)
    assert at(office.cast.bob).get(reverse("case", args=[office.closed.event.id])).status_code == 200


def test_what_is_written_by_a_link_alone_is_refused(office: Office, at: At) -> None:
    case, alice = office.open, at(office.cast.alice)
    involvement = case.act.involvements.get()
    for address in (
        reverse("case-state", args=[case.event.id]),
        reverse("act-state", args=[case.act.id]),
        reverse("end-involvement", args=[involvement.id]),
        reverse("confirm-drafts"),
        reverse("language"),
    ):
        assert alice.get(address).status_code == 405, address


def test_forms_ask_for_the_token(office: Office) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.cast.alice)
    answer = client.post(reverse("record-case"), {"title": "Invented"})
    assert answer.status_code == 403
    assert "too old" in answer.content.decode()


def test_a_page_that_is_not_there_says_so(office: Office, at: At) -> None:
    answer = at(office.cast.alice).get("/cases/nothing/")
    assert answer.status_code == 404
    assert "nothing here that you may open" in answer.content.decode()


def test_a_file_of_a_closed_case_goes_to_its_team_only(office: Office, at: At, keep: Callable[[str], Evidence]) -> None:
    kept = keep("An invented photograph.jpg")
    address = reverse("evidence", args=[office.closed.event.id, kept.id])
    answer = at(office.cast.bob).get(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"invented bytes"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert at(office.rita).get(address).status_code == 404
    assert at(office.cast.charlie).get(address).status_code == 403
    elsewhere = reverse("evidence", args=[office.open.event.id, kept.id])
    assert at(office.cast.bob).get(elsewhere).status_code == 404


@pytest.fixture
def keep(office: Office) -> Callable[[str], Evidence]:
    """Keep a file with the first report of the closed case."""
    from io import BytesIO

    from django.conf import settings

    from sijill.collect.actions import keep_evidence

    def kept(name: str) -> Evidence:
        report = Support.objects.filter(entity_id=office.closed.act.id)[0].report
        return keep_evidence(
            actor=office.cast.alice,
            folder=settings.HOME.evidence,
            stream=BytesIO(b"invented bytes"),
            file_name=name,
            report=report,
            received_on=TODAY,
        )

    return kept


def test_a_complaint_is_open_with_its_case(office: Office, at: At) -> None:
    complaint = open_complaint(
        actor=office.cast.alice,
        source=Source.objects.all()[0],
        channel="visit",
        words="Invented words",
        received_on=TODAY,
    )
    address = reverse("complaint", args=[complaint.id])
    assert at(office.cast.bob).get(address).status_code == 200
    assert at(office.rita).get(address).status_code == 404
    assert at(office.cast.charlie).get(address).status_code == 403
    assert Complaint.objects.count() == 1


def test_no_paragraph_holds_a_form() -> None:
    """A browser would end the paragraph before the form, and lay both out apart."""
    for path in (Path(sijill.__file__).parent / "templates").rglob("*.html"):
        for paragraph in re.findall(r"(?s)<p[\s>].*?</p>", path.read_text(encoding="utf-8")):
            assert "<form" not in paragraph, path.name
