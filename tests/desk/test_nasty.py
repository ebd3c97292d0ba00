"""Nasty texts in every text field of an import: kept word for word, and text only on every page."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from sijill.cli.publish import _print
from sijill.collect.draft import Refused, Row
from sijill.collect.importers.formats import format_of, read
from sijill.collect.importers.words import squeezed
from sijill.collect.models import Refusal, Report, Vintage
from sijill.office.verify import verify
from sijill.register.actions import import_file
from sijill.register.actions.imports import file_hash
from sijill.register.models import Act, ActStatus, Event, Organization, PersonName
from tests.desk.conftest import At, Office
from tests.nasty import OWN, published
from tests.publish.formats.pages import Page

pytestmark = pytest.mark.django_db

COLUMNS = ("No", "Name", "Alias", "Title", "Where", "Law", "Body", "Article", "Note", "Odd")
MAPPING = """
[format]
name = "nasty"
title = "An invented list"
[source]
code = "nasty"
name = "<b>INVENTED</b> & 'list'"
kind = "ngo"
[[key]]
column = "No"
[event]
title = { column = "Title" }
[victim]
[[victim.name]]
column = "Name"
[[victim.name]]
column = "Alias"
kind = "alias"
[[act]]
kind = "threat"
locality = { column = "Where" }
law = { column = "Law" }
supports = ["act"]
[[act.involvement]]
perpetrator = "police"
state_link = "state-agent"
organization = { column = "Body" }
[[act.status]]
process = "charge"
stage = "charged"
article = { column = "Article" }
law = { column = "Law" }
"""
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "|", "%")
NUMBER = re.compile(r"-?[0-9.,]+")
LIMITS = {"Body": 200, "Article": 80}


def cells(number: int, text: str) -> dict[str, str]:
    fields = dict.fromkeys(COLUMNS[1:], text)
    fields.update({name: text[:limit] for name, limit in LIMITS.items()})
    return {"No": str(number), **fields}


def as_csv(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS)
        out.writeheader()
        out.writerows(rows)
    return path.with_suffix(".csv")


def as_json(path: Path, rows: list[dict[str, str]]) -> Path:
    path.with_suffix(".json").write_text(json.dumps(rows), encoding="utf-8")
    return path.with_suffix(".json")


def as_xlsx(path: Path, rows: list[dict[str, str]]) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(list(COLUMNS))
    for number, row in enumerate(rows, 2):
        for place, name in enumerate(COLUMNS, 1):
            cell = sheet.cell(number, place)
            cell.value, cell.data_type = row[name], "s"
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


WRITERS = {"csv": as_csv, "json": as_json, "xlsx": as_xlsx}


def storable(text: str) -> bool:
    """Whether the list can hold it: a NUL or half a character cannot be kept as text anywhere."""
    return "\x00" not in text and text.encode("utf-8", "replace").decode() == text


def in_workbooks(text: str) -> bool:
    """Whether the XML of a workbook can hold it, and the writer of the test writes it as it is."""
    illegal = ILLEGAL_CHARACTERS_RE.search(text) or re.search("[\ufffe\uffff]", text)
    return not illegal and "\r" not in text and "_x" not in text


def imported(office: Office, folder: Path, kind: str, texts: list[str]) -> list[dict[str, str]]:
    mapping = folder / "map.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    rows = [cells(number, text) for number, text in enumerate(texts, 1)]
    path = WRITERS[kind](folder / "list", rows)
    found: list[Row | Refused] = list(read("table", path, mapping=mapping))
    import_file(
        actor=office.cast.alice,
        info=format_of("table").using(mapping).source,
        format_name="table",
        complete=False,
        rows=found,
        sha256=file_hash(path),
        file_name=path.name,
        label="=1+1 <b>",
        retrieved_on=None,
    )
    return rows


@pytest.mark.parametrize("kind", WRITERS)
def test_nothing_of_a_text_is_lost_on_the_way_in(office: Office, tmp_path: Path, kind: str) -> None:
    texts = [one for one in (*OWN, *published()) if storable(one) and (kind != "xlsx" or in_workbooks(one))]
    rows = imported(office, tmp_path, kind, [text[:300] for text in texts])
    refused = set(Refusal.objects.values_list("problem", flat=True))
    assert refused <= {"double-encoded"}, "the vectors hold some text encoded twice on purpose"
    assert Refusal.objects.count() <= 2
    reports = {report.key: report for report in Report.objects.exclude(vintage=None)}
    for row in rows:
        if row["No"] not in reports:
            continue
        assert json.loads(reports[row["No"]].content) == row
        event = Event.objects.get(title=squeezed(row["Title"]), acts__pk=act_of(row["No"]).pk)
        act, (name, alias) = act_of(row["No"]), names_of(row["No"])
        assert (act.locality, act.law) == (squeezed(row["Where"]), squeezed(row["Law"]))
        assert (name, alias) == (squeezed(row["Name"]),) * 2
        assert act.statuses.get().article == squeezed(row["Article"])
        assert (
            event.acts.get().involvements.get().organization
            == Organization.objects.filter(name=squeezed(row["Body"])).first()
        )
    assert ActStatus.objects.count() == len(reports)
    assert list(verify()) == []


def act_of(key: str) -> Act:
    report = Report.objects.get(key=key, vintage__isnull=False)
    return Act.objects.get(pk=report.supports.get().entity_id)


def names_of(key: str) -> list[str]:
    held = PersonName.objects.filter(person=act_of(key).victim)
    return [held.get(kind=kind).text for kind in ("full", "alias")]


def shape(page: Page) -> set[tuple[str, tuple[str, ...]]]:
    """The kinds of elements, each with the names of its attributes: markup in a text would add to them."""
    return {(one.tag, tuple(sorted(one.attributes))) for one in page.elements}


def pages(client: Client, key: str) -> list[Page]:
    act = act_of(key)
    addresses = [reverse("case", args=[act.event_id]), reverse("person", args=[act.victim_id])]
    addresses += [reverse("act-sources", args=[act.pk]), reverse("correct-act", args=[act.pk])]
    return [opened(client, address) for address in addresses]


def opened(client: Client, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200
    return Page(answer.content)


@pytest.mark.slow
def test_no_text_is_more_than_text_on_a_page(office: Office, at: At, tmp_path: Path) -> None:
    plain = ["A plain text"] * 2 + ["a@plain.invalid"] * 2  # two each: a page names others of the same name
    marked = [one for one in published() if re.search(r"[<>&{]", one)][::4]
    texts = [*plain, *(squeezed(one)[:80] for one in (*OWN, *marked) if storable(one))]
    rows = imported(office, tmp_path, "json", texts)
    alice, kept = at(office.cast.alice), set(Report.objects.values_list("key", flat=True))
    known = set[tuple[str, tuple[str, ...]]]().union(*(shape(page) for key in "1234" for page in pages(alice, key)))
    for row in (row for row in rows if row["No"] in kept):
        for page in pages(alice, row["No"]):
            assert shape(page) <= known, row["No"]
            assert page.problems == []
            assert len(page.all("h1")) == 1
            assert sum(one.tag == "form" for one in page.elements) < 20


def test_the_pages_of_a_source_hold_its_name_and_labels_as_text(office: Office, at: At, tmp_path: Path) -> None:
    imported(office, tmp_path, "csv", OWN[:2])
    held = Vintage.objects.get()
    page = opened(at(office.cast.alice), reverse("source", args=[held.source_id]))
    assert page.all("h1")[0].said == "<b>INVENTED</b> & 'list'"
    assert any(one.said == "=1+1 <b>" for one in page.all("th"))
    assert page.all("b") == []


@pytest.mark.parametrize("texts", [OWN, published()], ids=["own", "published"])
def test_the_command_line_prints_no_formula(texts: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"source": text, "count": -3} for text in texts if storable(text)]
    _print(rows, "csv")
    read_back = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    assert len(read_back) == len(rows)
    for before, after in zip(rows, read_back, strict=True):
        assert after["count"] == "-3", "a number below zero stays a number"
        assert after["source"][:1] not in FORMULAS or NUMBER.fullmatch(after["source"])
        assert same_letters(before["source"]) == same_letters(after["source"])
    _print(rows, "json")
    assert json.loads(capsys.readouterr().out) == rows


def same_letters(text: object) -> str:
    """A text without what defusing may add: an apostrophe before a formula, a backslash before a bar."""
    return "".join(str(text).replace("\\|", "|").split()).removeprefix("'")
