"""A release whose tables of survivors carry noise: marked in every format, and the same people have the same number."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.fixtures import Settings

from sijill.cli import main
from sijill.home import Home
from sijill.office.errors import Refusal
from sijill.publish.actions import approve_release, audit_release, context_of, explain_cell, make_release, report_rows
from sijill.publish.formats.docx import docx
from sijill.publish.formats.pdf import html_of
from sijill.publish.guard import earlier_tables, noise_of
from sijill.publish.manifest import public_tables, read
from sijill.publish.models import Release
from sijill.publish.press import draft_of
from sijill.publish.release import compose
from sijill.publish.run import take_snapshot
from sijill.publish.text import LANGUAGES, Language
from sijill.stats.attack import attack
from sijill.stats.cellkey import key_id
from sijill.stats.disclosure import protect
from sijill.stats.policy import load_policy
from sijill.stats.table import PublicTable
from sijill.tables.engines import connect
from tests.people import Cast
from tests.publish.test_actions import SINCE, UNTIL
from tests.world import a_case, a_source, supported

pytestmark = pytest.mark.django_db

POLICY = """
title = "INVENTED: noise for survivors"
[kind.killings]
exact_when_public = ["year", "area", "sex", "role", "category"]
[kind.survivors]
noise = 1.0
[kind.history]
open_because = "the list is itself a public source"
[kind.estimates]
open_because = "rounded"
"""
NOISY = "beyond-sdg-sex"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path / "home")
    found.make()
    (found.folder / "policy.toml").write_text(POLICY, encoding="utf-8")
    found.write_settings(replace(found.settings(), policy="policy.toml"))
    return found


@pytest.fixture
def office(db: None) -> Cast:
    cast = Cast.arrive("paris-institution")
    sources = [a_source(cast.alice, code) for code in ("one", "two", "three")]
    for kind, number in (("threat", 7), ("surveillance", 2), ("charge", 1)):
        for one in range(number):
            case = a_case(cast.alice, kind=kind, title=f"Invented {kind} {one}", detention_basis="not-asked")
            supported(cast.alice, case.act, sources[: 1 + one % 2])
    return cast


def made(office: Cast, home: Home, title: str = "An invented release") -> Release:
    return make_release(
        actor=office.dana, home=home, subject="people", since=SINCE, until=UNTIL, title={"en": title, "ar": "مختلق"}
    )


def noisy(tables: tuple[PublicTable, ...]) -> dict[str, PublicTable]:
    return {table.slug: table for table in tables if table.noise}


def test_a_release_with_noise_says_so_in_every_format_and_the_next_gives_the_same_numbers(
    office: Cast, home: Home, client: Client, settings: Settings
) -> None:
    first = made(office, home)
    folder = home.drafts / first.id
    tables = noisy(public_tables(folder))
    assert {table.subject for table in tables.values()} == {"beyond-sdg", "charges"}
    assert {table.kind for table in tables.values()} == {"survivors"}
    secret = home.record_secret()
    assert {table.noise.key_id for table in tables.values() if table.noise} == {key_id(secret)}
    _zeros_stay_and_no_number_is_far(office, home, tables[NOISY])
    _every_format_says_it(folder, tables[NOISY])
    _nothing_tells_the_secret(home, secret)
    _the_bytes_are_the_same(home, first, folder)
    _the_staff_are_told(office, home, first)
    settings.HOME = home
    client.force_login(office.dana)
    page = client.get(reverse("release", args=[first.id])).content.decode()
    assert "at most 2 more or less" in page
    assert re.search(r"noise changed \d+ numbers, by [\d.]+ on average", page)

    approve_release(actor=office.dana, home=home, release=first)
    a_case(office.alice, kind="illegal-search", title="One more, invented", detention_basis="not-asked")
    second = made(office, home, "Another invented release")
    later = noisy(public_tables(home.drafts / second.id))
    for slug, table in tables.items():
        for at, cell in table.cells.items():
            if cell.value is not None:
                assert later[slug].cells[at].value == cell.value, (slug, at)
    approve_release(actor=office.dana, home=home, release=second)
    policy = load_policy(home.folder / "policy.toml")
    assert attack(earlier_tables(home), tuple((a, b) for a, b in second.nested), policy) == []


def _zeros_stay_and_no_number_is_far(office: Cast, home: Home, table: PublicTable) -> None:
    rows = report_rows(
        actor=office.dana, home=home, report="beyond_sdg", by=["kind", "sex"], since=SINCE, until=UNTIL,
        unprotected=True,
    )  # fmt: skip
    true = {(row["kind"], row["sex"]): row["victims"] for row in rows}
    assert true["threat", "female"] == 7
    for (measure, (kind, sex)), cell in table.cells.items():
        if measure != "reported" or sex == "_T":
            continue
        count = true.get((kind, sex), 0)
        if count == 0:
            assert cell.value in (0, None)
        elif cell.value is not None:
            assert abs(cell.value - count) <= 2


def _every_format_says_it(folder: Path, table: PublicTable) -> None:
    notes = {lang.code: lang.say("noise.text", furthest=2) for lang in LANGUAGES}
    draft = draft_of(folder, read(folder))
    for lang in LANGUAGES:
        page = (folder / lang.code / "beyond-sdg.html").read_text(encoding="utf-8")
        assert notes[lang.code] in page
        assert "≈</sup>" in page
        assert lang.say("noise.chart", furthest=2) in page
        method = (folder / lang.code / "method.html").read_text(encoding="utf-8")
        assert table.noise is not None
        assert table.noise.key_id in method
        assert lang.say("method.protection_text") not in method, "it would say that no number is changed"
        sheet = load_workbook(folder / draft.name(f"data/tables-{lang.code}", "xlsx"))[NOISY]
        said = [str(cell.value) for row in sheet.iter_rows() for cell in row]
        assert any(notes[lang.code] in text for text in said)
        assert "perturbed" in said
        assert notes[lang.code] in html_of(draft, lang).decode()
    with ZipFile(io.BytesIO(docx(draft, Language("en")))) as document:
        assert notes["en"] in document.read("word/document.xml").decode()
    rows = list(
        csv.DictReader(io.StringIO((folder / draft.name(f"data/{NOISY}", "csv")).read_text(encoding="utf-8-sig")))
    )
    assert {row["reported_flag"] for row in rows if row["reported"]} == {"perturbed"}
    assert {row["reported_flag"] for row in rows if not row["reported"]} <= {"withheld"}
    told = json.loads((folder / draft.name(f"data/{NOISY}", "json")).read_text(encoding="utf-8"))
    assert (told["noise"]["variance"], told["noise"]["furthest"], told["noise"]["ar"]) == (1.0, 2, notes["ar"])
    assert {row["reported"]["flag"] for row in told["rows"]} <= {"perturbed", "withheld"}
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = (one for one in package["resources"] if one["name"] == NOISY)
    assert notes["en"] in resource["description"]
    assert resource["noise"]["furthest"] == 2
    assert (
        "perturbed"
        in next(one for one in resource["schema"]["fields"] if one["name"] == "reported_flag")["constraints"]["enum"]
    )
    drawn = (folder / draft.name("charts/beyond-sdg-en", "svg")).read_text(encoding="utf-8")
    assert re.search(r"≈\d", drawn)
    assert noise_of(folder, "sdg16") is None
    plain = (folder / "en/sdg16.html").read_text(encoding="utf-8")
    assert "≈" not in plain
    assert "noise" not in json.loads((folder / draft.name("data/sdg16", "json")).read_text(encoding="utf-8"))
    for name in ("data/national.sdmx.csv", "data/open-sdg"):
        found = [one for one in folder.rglob("*") if name in one.as_posix() and one.is_file()]
        assert all("threat" not in one.read_text(encoding="utf-8") for one in found)


def _nothing_tells_the_secret(home: Home, secret: bytes) -> None:
    file = home.folder / "record.key"
    assert file.stat().st_mode & 0o777 == 0o600
    forms = (secret, secret.hex().encode(), repr(secret).encode())
    for folder, _, names in os.walk(home.folder):
        for path in (Path(folder) / name for name in names):
            assert path == file or not any(form in path.read_bytes() for form in forms), path


def _the_bytes_are_the_same(home: Home, release: Release, folder: Path) -> None:
    """Counted, protected and written once more."""
    from sijill.publish import reports

    t = reports.hold(connect(take_snapshot(home), as_of=release.position))
    context = context_of(t, home, SINCE, UNTIL)
    again = protect(reports.programme(t, context), (), load_policy(home.folder / "policy.toml"))
    about = read(folder).about
    said = {name: dict(sorted(getattr(about, name).items(), reverse=True)) for name in ("title", "institution")}
    contents, manifest = compose(again, replace(about, **said))  # type: ignore[arg-type]
    assert [path for path, content in contents.items() if (folder / path).read_bytes() != content] == []
    assert manifest.sha256 == read(folder).sha256


def _the_staff_are_told(office: Cast, home: Home, release: Release) -> None:
    assert noise_of(home.drafts / release.id, NOISY) is not None
    rows = explain_cell(actor=office.dana, home=home, release_id=release.id, cell=f"{NOISY}:reported:kind=threat")
    assert sum(row["outcome"] == "counted" for row in rows) == 7, "the true count, whatever the public reads"
    costs = {(one["table"], one["measure"]): one for one in audit_release(
        actor=office.dana, home=home, release=release
    ).rows()}  # fmt: skip
    cost = costs[NOISY, "reported"]
    assert 0 <= cost["cells_changed"] <= cost["cells"]
    assert (cost["mean_move"] > 0) == (cost["cells_changed"] > 0)
    assert costs["sdg16", "reported"]["cells_changed"] is None
    shown = report_rows(actor=office.dana, home=home, report="beyond_sdg", by=["kind"], since=SINCE, until=UNTIL)
    assert {row["reported_flag"] for row in shown} <= {"perturbed", "withheld"}


def test_a_lost_secret_and_a_policy_that_changes_its_mind_are_refused(office: Cast, home: Home) -> None:
    approve_release(actor=office.dana, home=home, release=made(office, home))
    secret = (home.folder / "record.key").read_bytes()
    (home.folder / "record.key").unlink()
    with pytest.raises(Refusal, match="another secret"):
        made(office, home, "With another secret")
    (home.folder / "record.key").write_bytes(secret[:-1])
    with pytest.raises(Refusal, match="31 bytes"):
        made(office, home, "With half a secret")
    (home.folder / "record.key").write_bytes(secret)
    (home.folder / "policy.toml").write_text(POLICY.replace("noise = 1.0", "threshold = 5"), encoding="utf-8")
    with pytest.raises(Refusal, match="public already with noise"):
        made(office, home, "Without noise")


def explained(home: Home, release: Release, cell: str) -> tuple[int, str]:
    """How many rows of the cell `sijill explain` counts, and what it says beside them."""
    done = CliRunner().invoke(main, ["explain", release.id, cell, "--json", "--home", str(home.folder)])
    assert done.exit_code == 0, done.output
    return sum(row["outcome"] == "counted" for row in json.loads(done.stdout)), done.stderr


def test_explaining_says_beside_a_number_with_noise_that_it_carries_some(
    office: Cast, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sijill.cli.publish.start", lambda home: None)
    monkeypatch.setattr("sijill.office.actions.operator", lambda: office.dana)
    release = made(office, home)
    counted, beside = explained(home, release, f"{NOISY}:reported:kind=threat")
    assert counted == 7
    assert "carries noise of at most 2" in beside
    assert explained(home, release, "sdg16:reported:")[1] == ""


def test_without_noise_in_the_policy_there_is_no_secret(office: Cast, home: Home) -> None:
    home.write_settings(replace(home.settings(), policy=""))
    folder = home.drafts / made(office, home).id
    assert not (home.folder / "record.key").exists()
    assert noisy(public_tables(folder)) == {}
    assert b'"noise"' not in (folder / "manifest.json").read_bytes() + (folder / "tables.json").read_bytes()
    assert "perturbed" not in (folder / "en/files.html").read_text(encoding="utf-8")
