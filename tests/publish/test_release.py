"""Writing a release: all or nothing, never over another, the same bytes again, its mark in every file."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from sijill.publish import release
from sijill.publish.manifest import MANIFEST, read
from sijill.publish.notes import NotesError, sections
from sijill.publish.release import ReleaseError, compose, write
from tests.publish import sample

ROOT = Path(__file__).resolve().parents[2]
AGAIN = """
import sys
from pathlib import Path
from sijill.publish.release import write
from tests.publish import sample
write(Path(sys.argv[1]), sample.protected(), sample.about())
"""


def everything(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
def test_two_processes_seconds_apart_write_the_same_bytes(tmp_path: Path) -> None:
    running = []
    for name, seed in (("first", "1"), ("second", "2")):
        environment = {"PYTHONHASHSEED": seed, "PATH": "", "HOME": str(tmp_path)}
        command = [sys.executable, "-c", AGAIN, str(tmp_path / name)]
        running.append(subprocess.Popen(command, cwd=ROOT, env=environment))
        time.sleep(2.1)  # the clock of a zip archive has steps of two seconds
    assert [one.wait() for one in running] == [0, 0]
    first, second = everything(tmp_path / "first"), everything(tmp_path / "second")
    assert first == second
    assert {"xlsx", "svg", "xml", "html", "csv", "json"} <= {path.rsplit(".", 1)[-1] for path in first}


def test_a_release_is_written_whole(tmp_path: Path) -> None:
    folder = tmp_path / "releases" / sample.about().id
    manifest = write(folder, sample.protected(), sample.about())
    assert read(folder) == manifest
    assert [one.name for one in folder.parent.iterdir()] == [folder.name]
    assert write(folder, sample.protected(), sample.about()) == manifest


def test_a_release_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = release._write_file

    def full(path: Path, content: bytes) -> None:
        if path.name == MANIFEST:
            raise OSError(28, "No space left on device")
        whole(path, content)

    monkeypatch.setattr(release, "_write_file", full)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path / "release", sample.protected(), sample.about())
    assert list(tmp_path.iterdir()) == []


def test_a_release_is_never_written_over_another(tmp_path: Path) -> None:
    folder = sample.written(tmp_path / "release")
    before = everything(folder)
    changed = {"en": "Another title", "ar": "عنوان آخر"}
    with pytest.raises(ReleaseError, match="never overwritten"):
        write(folder, sample.protected(), sample.about(title=changed))
    assert everything(folder) == before


def test_the_policy_named_is_the_policy_used() -> None:
    with pytest.raises(ReleaseError, match="policy"):
        compose(sample.protected(), sample.about(policy="0" * 64))


def test_every_file_of_a_demonstration_says_so_in_its_name_and_inside() -> None:
    files, _ = sample.composed("invented")
    for path, content in files.items():
        if not path.startswith("data/"):
            continue
        assert "UNOFFICIAL-DEMO" in path
        if path.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                content = book.read("xl/sharedStrings.xml") + book.read("docProps/core.xml")
        assert b"UNOFFICIAL-DEMO" in content, path
        assert b"INVENTED" in content, path
    assert all("UNOFFICIAL-DEMO" in path for path in files if path.startswith("charts/"))


def test_no_file_of_an_official_release_bears_a_mark() -> None:
    files, _ = sample.composed("official")
    assert not any(b"UNOFFICIAL" in content or b"INVENTED" in content for content in files.values())


def test_a_correction_is_told_on_every_page() -> None:
    correction = {"en": "Two cases were the same.", "ar": "كانت حالتان حالة واحدة."}
    files, _ = compose(sample.protected(), sample.about(replaces="release-before", correction=correction))
    for path, content in files.items():
        if path.endswith(".html") and "/" in path:
            assert b"release-before" in content, path
    assert correction["en"].encode() in files["en/corrections.html"]
    assert correction["ar"].encode() in files["ar/corrections.html"]


def test_method_notes_come_from_the_notes() -> None:
    files, _ = sample.composed("invented")
    english, arabic = files["en/method.html"].decode(), files["ar/method.html"].decode()
    assert "Invented statement of rule sdg16/killing." in english
    assert "قاعدة مختلقة sdg16/killing" in arabic
    assert "One victim in two incidents counts twice." in english
    assert english.count("to be confirmed") == 1
    assert sample.about().snapshot in english
    assert sample.about().policy in arabic


def test_a_table_belongs_to_one_report() -> None:
    about = sample.about()
    with pytest.raises(NotesError, match="'sdg16-role' stands in the notes of 0 reports"):
        notes = (
            {**about.notes[0], "tables": ["sdg16", "sdg16-sex", "sdg16-age", "sdg16-state"]},
            *about.notes[1:],
        )
        sections(replace(about, notes=notes), sample.protected().tables)
    with pytest.raises(NotesError, match="tables that are not here: nothing"):
        notes = ({**about.notes[0], "tables": ["nothing"]}, *about.notes[1:])
        sections(replace(about, notes=notes), sample.protected().tables)
