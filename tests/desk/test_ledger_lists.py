"""Files of the second ledger sent in the browser: as the command line reads them, with the same refusals."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

import sijill
from sijill.collect import unpacking
from sijill.collect.draft import Refused
from sijill.collect.importers.formats import FORMATS, ImportProblem, read
from sijill.collect.models import Report, Vintage
from sijill.collect.unpacking import Unpackable, unpack
from sijill.home import Home
from sijill.register.actions.imports import file_hash
from sijill.register.forms.lists import LEDGERS
from sijill.register.speech.models import Demand
from tests.collect.importers.companies import pairs
from tests.collect.importers.companies.pairs import files_of
from tests.desk.conftest import At, Office
from tests.desk.test_lists import left, problems, token

pytestmark = pytest.mark.django_db
SHUTDOWNS = Path(__file__).parents[1] / "collect" / "shutdowns"
GITHUB = sijill.examples() / "github-transparency"


def one_of_each() -> Iterator[tuple[str, Path]]:
    """A file or folder that ships, of every format that a program reads."""
    for name in pairs.FORMATS:
        yield name, files_of(name)[0]
    for name in ("stop", "ioda", "ooni", "laws"):
        yield name, next(path for path in sorted((SHUTDOWNS / name).glob("in.*")))
    yield "measures", sijill.examples() / "measures" / "engels-v-russia.toml"


def packed(folder: Path, above: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                made.write(path, f"{above}{path.relative_to(folder).as_posix()}")
    return out.getvalue()


def send(client: Client, how: str, name: str, content: bytes) -> str:
    answer = client.post(
        reverse("import-list"), {"how": how, "header_row": "1", "file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 302, problems(answer.content)
    return token(answer["Location"])


def test_every_format_that_a_program_reads_is_offered(office: Office, at: At) -> None:
    assert (
        set(LEDGERS) == {name for name, one in FORMATS.items() if one.by_program} == {name for name, _ in one_of_each()}
    )
    page = at(office.cast.alice).get(reverse("import-list")).content.decode()
    for name in LEDGERS:
        assert f'<option value="{name}">' in page


@pytest.mark.parametrize(("name", "path"), list(one_of_each()), ids=lambda one: one if isinstance(one, str) else "")
def test_a_file_comes_to_what_the_command_line_makes_of_it(
    office: Office, at: At, home: Home, name: str, path: Path
) -> None:
    alice = at(office.cast.alice)
    rows = list(read(name, path))
    refused = [row for row in rows if isinstance(row, Refused)]
    content, sent = (packed(path), f"{path.name}.zip") if path.is_dir() else (path.read_bytes(), path.name)
    upload = send(alice, name, sent, content)
    page = alice.get(reverse("list-preview", args=[upload])).content.decode()
    assert f"<dt>Refused</dt><dd>{len(refused)}</dd>" in page and f"<dt>Rows</dt><dd>{len(rows)}</dd>" in page
    assert not Report.objects.exclude(vintage=None).exists(), "nothing is written before the last step"
    for who, status in ((office.cast.bob, 403), (office.rita, 403), (office.cast.charlie, 403)):
        assert at(who).get(reverse("list-preview", args=[upload])).status_code == status
    assert alice.post(reverse("run-list", args=[upload])).status_code == 302
    vintage = Vintage.objects.get()
    assert (vintage.rows_read, vintage.rows_refused) == (len(rows), len(refused))
    assert vintage.sha256 == file_hash(path), "the same list by the command line is known to be the same"
    assert left(home) == []


def test_a_folder_comes_as_a_zip_with_or_without_itself(office: Office, at: At, home: Home) -> None:
    alice = at(office.cast.alice)
    for above in ("github-transparency/", ""):
        content = packed(GITHUB, above)
        upload = send(alice, "github-transparency", "github-transparency.zip", content)
        assert alice.post(reverse("run-list", args=[upload])).status_code == 302
        assert Vintage.objects.get().sha256 == file_hash(GITHUB)
    assert Demand.objects.count() > 100
    assert left(home) == []


def test_what_cannot_be_read_says_so_as_the_command_line_does(
    office: Office, at: At, home: Home, tmp_path: Path
) -> None:
    alice = at(office.cast.alice)
    for how, name, content in (
        ("stop", "stop.exe", b"MZ"),
        ("github-transparency", "no_such_table.csv", b"a,b\n1,2\n"),
        ("meta-userdata", "zz.csv", b"a,b\n1,2\n"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ImportProblem) as refused:
            list(read(how, tmp_path / name))
        upload = send(alice, how, name, content)
        page = alice.get(reverse("list-preview", args=[upload])).content.decode()
        assert escape(str(refused.value)) in page, name
        assert "Import the list</button>" not in page
        alice.post(reverse("run-list", args=[upload]))
    assert not Vintage.objects.exists()


def test_answers_to_checks_are_left_to_a_reviewer_and_counted(office: Office, at: At, home: Home) -> None:
    path = sijill.examples() / "measures" / "engels-v-russia.toml"
    upload = send(at(office.cast.alice), "measures", path.name, path.read_bytes())
    assert (
        "answers to checks. A reviewer gives answers"
        in at(office.cast.alice).get(reverse("list-preview", args=[upload])).content.decode()
    )


# Folders that nobody should unpack


def zipped(*members: tuple[str, bytes], mode: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            with warnings.catch_warnings(action="ignore", category=UserWarning):  # the same name twice, on purpose
                made.writestr(info, content)
    return out.getvalue()


NASTY = {
    "out of the folder": (zipped(("../zz.md", b"x")), "outside"),
    "deep out of it": (zipped(("a/../../zz.md", b"x")), "outside"),
    "absolute": (zipped(("/zz.md", b"x")), "outside"),
    "of another system": (zipped(("a\\..\\zz.md", b"x")), "outside"),
    "a drive": (zipped(("C:zz.md", b"x")), "outside"),
    "a link": (zipped(("zz.md", b"../../secret.key"), mode=stat.S_IFLNK | 0o777), "outside"),
    "a device": (zipped(("zz.md", b""), mode=stat.S_IFCHR | 0o666), "outside"),
    "a long name": (zipped(("z" * 201, b"x")), "outside"),
    "many folders": (zipped(("/".join("abcdefghijk"), b"x")), "outside"),
    "the same name twice": (zipped(("zz.md", b"x"), ("zz.md", b"y")), "damaged"),
    "a file and its folder": (zipped(("zz", b"x"), ("zz/a.md", b"y")), "damaged"),
    "no ZIP": (b"PK\x03\x04 but no more", "damaged"),
    "cut off": (zipped(("zz.md", b"x" * 1000))[:-30], "damaged"),
    "nothing in it": (zipped(), "empty"),
    "only what an archiver put in": (zipped(("__MACOSX/._zz.md", b"x"), (".DS_Store", b"x")), "empty"),
}


@pytest.mark.parametrize("case", NASTY)
def test_a_folder_that_leads_elsewhere_is_not_unpacked(office: Office, at: At, home: Home, case: str) -> None:
    content, _why = NASTY[case]
    before = sorted(path for path in home.folder.rglob("*") if path.is_file())
    answer = at(office.cast.alice).post(
        reverse("import-list"),
        {"how": "gov-takedowns", "header_row": "1", "file": SimpleUploadedFile("zz.zip", content)},
    )
    assert answer.status_code == 200
    assert "This ZIP" in answer.content.decode()
    assert sorted(path for path in home.folder.rglob("*") if path.is_file()) == before


@pytest.mark.parametrize("case", NASTY)
def test_why_it_is_not_unpacked(tmp_path: Path, case: str) -> None:
    content, why = NASTY[case]
    (tmp_path / "zz.zip").write_bytes(content)
    with pytest.raises(Unpackable, match=why):
        unpack(tmp_path / "zz.zip", tmp_path / "in")
    assert [path for path in tmp_path.iterdir() if path.name not in ("zz.zip", "in")] == []


def test_sizes_are_counted_and_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zz.zip").write_bytes(zipped(("a.md", b"0" * 600), ("b.md", b"0" * 600)))
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", 1000)
    with pytest.raises(Unpackable, match="too-large"):
        unpack(tmp_path / "zz.zip", tmp_path / "in")
    monkeypatch.setattr(unpacking, "MOST_FILES", 1)
    with pytest.raises(Unpackable, match="too-many"):
        unpack(tmp_path / "zz.zip", tmp_path / "again")


def test_a_mapped_list_is_no_folder(office: Office, at: At, home: Home) -> None:
    for how in ("stop", "own", "bolivia"):
        answer = at(office.cast.alice).post(
            reverse("import-list"),
            {"how": how, "header_row": "1", "file": SimpleUploadedFile("zz.zip", zipped(("zz.csv", b"x")))},
        )
        assert "takes no folder" in answer.content.decode(), how
