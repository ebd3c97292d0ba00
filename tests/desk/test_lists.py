"""Importing a list in the browser: Alice does, Bob reviews and cannot, Charlie sees nothing; no file stays behind."""

from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from sijill.codelists.load import codelist
from sijill.collect.importers.formats import read
from sijill.collect.models import Report, Source, Vintage
from sijill.collect.uploads import OLDEST, keep
from sijill.home import Home
from sijill.register.actions import correct_event
from sijill.register.models import Act, Proposal
from tests.desk.conftest import At, Office
from tests.publish.formats.pages import Page

pytestmark = pytest.mark.django_db

ROWS = [
    ["No", "Who", "What", "Job", "When", "Where", "By", "Note"],
    ["1", "Zz Alpha Invented", "beaten; threatened", "Journalist", "05/03/2024", "Bolivia", "Police", "a note"],
    ["2", "Zz Beta Invented", "Torture", "Lawyer", "03/2024", "Bolivia", "?", ""],
    ["3", "Zz Gamma Invented", "sung at", "Lawyer", "2024", "Bolivia", "", ""],
]
CSV = "\n".join(",".join(row) for row in ROWS)
COLUMNS = {
    "key": "No", "kind": "What", "kind_split": ";", "occurred": "When", "dates": "dmy", "name": "Who", "roles": "Job",
    "place": "Where", "perpetrator": "By", "unknown": "?",
}  # fmt: skip


def sent(client: Client, content: bytes = CSV.encode(), name: str = "cases-2024-06-01.csv", **more: str) -> str:
    """Send a file; gives the address it leads to."""
    given = {"how": "own", "new_name": "Invented union list", "new_kind": "union", "header_row": "1", **more}
    answer = client.post(reverse("import-list"), {**given, "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, problems(answer.content)
    return str(answer["Location"])


def problems(content: bytes) -> list[str]:
    return re.findall(r"(?s)class=\"problems\".*?</div>", content.decode())


def token(address: str) -> str:
    return address.split("/")[3]


def fields(page: bytes) -> dict[str, str]:
    """Every select of a page with what is chosen in it."""
    found = re.findall(r'(?s)<select name="([^"]+)".*?</select>', page.decode())
    out = {}
    for name in found:
        (select,) = re.findall(rf'(?s)<select name="{name}".*?</select>', page.decode())
        chosen = re.search(r'<option value="([^"]*)" selected', select)
        out[name] = chosen[1] if chosen else ""
    return out


def labels(page: bytes) -> dict[str, str]:
    """Every field's name by its label."""
    return {
        text.strip(): name for name, text in re.findall(r'<label for="id_([^"]+)">(?:<bdi>)?([^<]*)', page.decode())
    }


def through(
    client: Client,
    content: bytes = CSV.encode(),
    name: str = "cases-2024-06-01.csv",
    columns: dict[str, str] = COLUMNS,
) -> str:
    """All the way to the preview; gives the upload's name."""
    upload = token(sent(client, content, name))
    assert client.post(reverse("list-columns", args=[upload]), columns).status_code == 302
    page = client.get(reverse("list-words", args=[upload])).content
    given = {**fields(page), labels(page)["beaten"]: "assault", labels(page)["threatened"]: "threat"}
    assert client.post(reverse("list-words", args=[upload]), given).status_code == 302
    return upload


def left(home: Home) -> list[Path]:
    return [path for path in (home.folder / "uploads").rglob("*") if path.is_file()]


def test_an_office_maps_its_own_list_and_imports_it(
    office: Office, at: At, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    alice = at(office.cast.alice)
    upload = through(alice)
    page = alice.get(reverse("list-preview", args=[upload]))
    text = " ".join(Page(page.content).all("main")[0].said.split())
    assert "Zz Alpha Invented" in text and "Torture" in text
    assert "A word that nobody explained" in text, "the row that would be refused is counted with its reason"
    assert not Report.objects.exclude(vintage=None).exists(), "nothing is written before the last step"
    done = alice.post(reverse("run-list", args=[upload]))
    source = Source.objects.get(name="Invented union list")
    assert done["Location"] == reverse("source", args=[source.id])
    assert sorted(Report.objects.filter(source=source).values_list("key", flat=True)) == ["1", "2"]
    acts = Act.objects.filter(victim__names__text="Zz Alpha Invented")
    assert sorted(acts.values_list("kind", "occurred", "place")) == [
        ("assault", "2024-03-05", "BO"), ("threat", "2024-03-05", "BO"),
    ]  # fmt: skip
    vintage = Vintage.objects.get()
    assert (vintage.rows_new, vintage.rows_refused, str(vintage.retrieved_on)) == (2, 1, "2024-06-01")
    assert left(home) == []
    assert "Zz" not in caplog.text


def test_what_was_chosen_is_a_mapping_that_reads_the_next_copy(
    office: Office, at: At, home: Home, tmp_path: Path
) -> None:
    alice = at(office.cast.alice)
    upload = through(alice)
    toml = alice.get(reverse("list-mapping", args=[upload]))
    assert toml["Content-Type"] == "application/toml"
    assert tomllib.loads(toml.content.decode())["act"][0]["kind"]["split"] == ";"
    (tmp_path / "map.toml").write_bytes(toml.content)
    (tmp_path / "list.csv").write_text(CSV, encoding="utf-8")
    assert len(list(read("table", tmp_path / "list.csv", mapping=tmp_path / "map.toml"))) == 3
    alice.post(reverse("run-list", args=[upload]))
    name = "cases-invented-union-list"
    kept = home.folder / "mappings" / f"{name}.toml"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert alice.get(reverse("kept-mapping", args=[name])).content == kept.read_bytes()
    newer = CSV.replace("Torture", "threatened") + "\n4,Zz Delta Invented,beaten,Lawyer,2024,Bolivia,,"
    address = sent(alice, newer.encode(), "cases-2024-07-01.csv", how=f"saved:{name}")
    assert address == reverse("list-preview", args=[token(address)]), "a saved mapping needs no choosing"
    alice.post(reverse("run-list", args=[token(address)]))
    second = Vintage.objects.get(label="2024-07-01")
    assert (second.rows_new, second.rows_unchanged, second.rows_revised) == (1, 1, 1)


def test_a_workbook_with_a_title_above_the_header(office: Office, at: At) -> None:
    book = Workbook()
    for row in [["Our list"], *ROWS]:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    alice = at(office.cast.alice)
    upload = token(sent(alice, content.getvalue(), "cases.xlsx", header_row="2"))
    page = Page(alice.get(reverse("list-columns", args=[upload])).content)
    heads = {one.said for one in page.all("th")}
    assert set(ROWS[0]) <= heads
    assert any("Zz Alpha Invented" in one.said for one in page.all("td")), "sample cells are shown"


def test_words_are_suggested_by_the_nearest_label_and_never_decided(office: Office, at: At) -> None:
    alice = at(office.cast.alice)
    upload = token(sent(alice))
    alice.post(reverse("list-columns", args=[upload]), COLUMNS)
    page = alice.get(reverse("list-words", args=[upload])).content
    chosen, named = fields(page), labels(page)
    assert chosen[named["Torture"]] == "torture"
    assert chosen[named["Police"]] == "police"
    assert chosen[named["sung at"]] == chosen[named["beaten"]] == ""
    assert "?" not in named, "a word for no answer needs no code"
    assert "suggested, please check" in page.decode()
    assert not (codelist("acts").get(chosen[named["sung at"]]))


def test_a_list_waits_for_its_owner_only(office: Office, at: At, home: Home) -> None:
    alice = at(office.cast.alice)
    upload = through(alice)
    file = next(path for path in left(home) if path.name == "list.csv")
    assert {path.stat().st_mode & 0o777 for path in left(home)} == {0o600}
    assert file.parent.stat().st_mode & 0o777 == file.parent.parent.stat().st_mode & 0o777 == 0o700
    names = ("list-columns", "list-words", "list-preview", "list-mapping")
    for user, status in ((office.cast.bob, 403), (office.cast.charlie, 403), (office.rita, 403)):
        client = at(user)
        assert client.get(reverse("import-list")).status_code == status
        for name in names:
            answer = client.get(reverse(name, args=[upload]))
            assert answer.status_code == status and b"Zz Alpha" not in answer.content
        for name in ("run-list", "cancel-list"):
            assert client.post(reverse(name, args=[upload])).status_code == status
    other = at(another_recorder())
    for name in names:
        assert other.get(reverse(name, args=[upload])).status_code == 404, "another recorder's upload is not there"
    for wrong in ("0" * 32, "..", "x"):
        assert alice.get(f"/sources/import/{wrong}/preview/").status_code == 404
    assert alice.get(reverse("run-list", args=[upload])).status_code == 405
    assert file.exists()


def another_recorder() -> object:
    from sijill.office.actions import add_user, operator
    from sijill.office.roles import Role

    return add_user(actor=operator(), username="rosa", password=None, roles=[Role.RECORDER])


def test_giving_up_removes_the_file_and_writes_nothing(office: Office, at: At, home: Home) -> None:
    alice = at(office.cast.alice)
    upload = through(alice)
    before = Report.objects.count()
    assert alice.post(reverse("cancel-list", args=[upload]))["Location"] == reverse("sources")
    assert (left(home), Report.objects.count()) == ([], before)
    assert alice.get(reverse("list-preview", args=[upload])).status_code == 404


def test_what_was_left_behind_for_a_day_goes(home: Home) -> None:
    import os

    old = keep(home.folder, "somebody", "old.csv", [b"x"])
    os.utime(old.folder, (0, OLDEST))
    new = keep(home.folder, "somebody", "new.csv", [b"y"])
    assert not old.folder.exists() and new.path.read_bytes() == b"y"


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"a,b\n", "x.csv", "a header and no rows"),
        ("No,Who\n1,Zz é\n".encode("cp1252"), "x.csv", "not UTF-8"),
        (b"%PDF", "x.xlsx", "not a workbook"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_on_the_page(
    office: Office, at: At, content: bytes, name: str, says: str
) -> None:
    alice = at(office.cast.alice)
    address = sent(alice, content, name)
    answer = alice.get(address)
    assert answer.status_code == 200
    assert says in " ".join(problems(answer.content)) and "Zz" not in " ".join(problems(answer.content))


def test_a_file_of_another_kind_or_too_large_is_not_kept(office: Office, at: At, home: Home) -> None:
    alice = at(office.cast.alice)
    for content, name, says in ((b"x", "list.exe", "not read"), (b"x" * ((20 << 20) + 1), "list.csv", "larger than")):
        given = {"how": "own", "new_name": "n", "new_kind": "ngo", "header_row": "1"}
        answer = alice.post(reverse("import-list"), {**given, "file": SimpleUploadedFile(name, content)})
        assert says in " ".join(problems(answer.content))
    assert not (home.folder / "uploads").exists() or left(home) == []


def test_a_known_format_goes_straight_to_the_preview(office: Office, at: At) -> None:
    alice = at(office.cast.alice)
    pair = Path(__file__).parents[1] / "collect" / "data" / "huridocs" / "in.csv"
    address = sent(alice, pair.read_bytes(), "coded.csv", how="huridocs")
    page = alice.get(address)
    assert "Torture" in page.content.decode() and "Documentation coded after HURIDOCS" in page.content.decode()


def test_changes_of_a_newer_copy_wait_on_a_page(office: Office, at: At) -> None:
    alice = at(office.cast.alice)
    alice.post(reverse("run-list", args=[through(alice)]))
    act = Act.objects.get(victim__names__text="Zz Beta Invented")
    newer = CSV.replace("03/2024,Bolivia,?,", "07/03/2024,Bolivia,?,a note").replace("2,Zz Beta", "2,Zz Beta")
    address = sent(alice, newer.encode(), "cases-2024-07-01.csv", how="saved:cases-invented-union-list")
    alice.post(reverse("run-list", args=[token(address)]))
    (change,) = Proposal.objects.filter(act=act)
    for user, status in ((office.cast.alice, 200), (office.cast.bob, 200), (office.rita, 200)):
        page = at(user).get(reverse("proposed-changes"))
        assert page.status_code == status and "2024-03-07" in page.content.decode()
        assert ("Accept what is ticked" in page.content.decode()) == (user == office.cast.alice)
        assert "a note" in page.content.decode(), "cells that nothing is read from are shown too"
    assert at(office.cast.charlie).get(reverse("proposed-changes")).status_code == 403
    decide = reverse("decide-change", args=[change.id])
    for user in (office.cast.bob, office.cast.charlie, office.rita):
        assert at(user).post(decide, {"decision": "accept", "field": "occurred"}).status_code == 403
    assert "Tick at least one" in alice.post(decide, {"decision": "accept"}, follow=True).content.decode()
    assert alice.post(decide, {"decision": "accept", "field": "occurred"}).status_code == 302
    act.refresh_from_db()
    assert act.occurred == "2024-03-07"
    assert "None. What newer copies" in alice.get(reverse("proposed-changes")).content.decode()


def test_changes_of_a_closed_case_are_for_its_team(office: Office, at: At) -> None:
    alice = at(office.cast.alice)
    alice.post(reverse("run-list", args=[through(alice)]))
    act = Act.objects.get(victim__names__text="Zz Beta Invented")
    correct_event(actor=office.cast.alice, event=act.event, title="", context="none", description="", restricted=True)
    newer = CSV.replace("03/2024,Bolivia", "07/03/2024,Bolivia")
    address = sent(alice, newer.encode(), "cases-2024-07-01.csv", how="saved:cases-invented-union-list")
    alice.post(reverse("run-list", args=[token(address)]))
    assert "2024-03-07" in alice.get(reverse("proposed-changes")).content.decode()
    other = at(another_recorder())
    assert "2024-03-07" not in other.get(reverse("proposed-changes")).content.decode()
    change = Proposal.objects.get(act=act)
    assert other.post(reverse("decide-change", args=[change.id]), {"decision": "keep"}).status_code == 404
