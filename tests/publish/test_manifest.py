"""The manifest: what was frozen is read back equal, and what was changed is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sijill.publish.manifest import (
    MANIFEST,
    SUMS,
    Banner,
    ManifestError,
    _table,
    digest,
    public_tables,
    read,
    released,
    tables_to_bytes,
)
from tests.publish import sample


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The invented release on disk."""
    return sample.written(tmp_path / sample.about().id)


def test_a_release_is_read_back_as_it_was_frozen(folder: Path) -> None:
    _, manifest = sample.composed("invented")
    assert read(folder) == manifest
    assert public_tables(folder) == sample.protected().tables


@pytest.mark.parametrize("kind", ["official", "unassessed"])
def test_other_kinds_of_release_too(tmp_path: Path, kind: str) -> None:
    folder = sample.written(tmp_path / "release", kind)
    assert read(folder) == sample.composed(kind)[1]
    assert public_tables(folder) == sample.protected(kind != "unassessed").tables


def test_codes_of_two_levels_are_read_back_and_others_keep_their_hash() -> None:
    table = next(one for one in sample.protected().tables if len(one.dimensions[-1].parts) > 1)
    wider, code = table.dimensions[-1].parts[:2]
    leveled = replace(
        table, dimensions=(*table.dimensions[:-1], replace(table.dimensions[-1], parents=((code, wider),)))
    )
    assert _table(json.loads(tables_to_bytes((leveled,)))["tables"][0]) == leveled
    assert "parents" not in tables_to_bytes((table,)).decode()


def test_the_manifest_names_every_file(folder: Path) -> None:
    named = {file.path for file in read(folder).files} | {MANIFEST}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == named


def test_the_sums_are_what_sha256sum_reads(folder: Path) -> None:
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        sha256, path = line.split("  ", 1)
        assert digest((folder / path).read_bytes()) == sha256


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("path", ["en/index.html", "tables.json", "style.css", "data/tables-fr-UNOFFICIAL-DEMO.xlsx"])
def test_one_bit_is_found(folder: Path, path: str) -> None:
    flip(folder / path)
    with pytest.raises(ManifestError, match=path.replace(".", r"\.")):
        read(folder)


def test_a_file_that_is_gone_is_found(folder: Path) -> None:
    (folder / "ar" / "method.html").unlink()
    with pytest.raises(ManifestError, match=r"ar/method\.html"):
        read(folder)


def change(folder: Path, how: Callable[[dict[str, Any]], None]) -> None:
    """Change what the manifest says."""
    said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    how(said)
    (folder / MANIFEST).write_text(json.dumps(said), encoding="utf-8")


def test_what_the_manifest_says_of_the_release_cannot_be_changed(folder: Path) -> None:
    change(folder, lambda said: said["about"].update(official=False, unofficial_demo=False, banner="official"))
    with pytest.raises(ManifestError, match="was changed"):
        read(folder)


@pytest.mark.parametrize(
    "path", ["../secret.key", "/etc/passwd", "en/../../x", "en\\index.html", "", ".hidden", "a//b"]
)
def test_no_path_leads_out_of_the_folder(folder: Path, path: str) -> None:
    change(folder, lambda said: said["files"][0].update(path=path))
    with pytest.raises(ManifestError, match="path that no release has"):
        read(folder)


@pytest.mark.parametrize("link", ["style.css", "en"])
def test_a_link_to_another_place_is_refused(folder: Path, tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    (folder / link).rename(elsewhere)
    (folder / link).symlink_to(elsewhere)
    with pytest.raises(ManifestError, match="is a link"):
        read(folder)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xfe", b'{"format": 99}'])
def test_what_is_no_manifest_is_refused(folder: Path, content: bytes) -> None:
    (folder / MANIFEST).write_bytes(content)
    with pytest.raises(ManifestError, match=folder.name):
        read(folder)


def test_released_lists_folders_with_a_manifest(tmp_path: Path) -> None:
    sample.written(tmp_path / "one")
    sample.written(tmp_path / "two", "official")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "no-release").mkdir()
    assert [one.about.banner for one in released(tmp_path)] == [Banner.INVENTED, Banner.OFFICIAL]
    assert released(tmp_path / "absent") == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"id": "../x"}, "the id"),
        ({"since": date(2026, 1, 1)}, "before it begins"),
        ({"official": True}, "demonstration"),
        ({"official": True, "unofficial_demo": False}, "marked 'invented'"),
        ({"banner": Banner.REAL_LIST}, "attribution"),
        ({"title": {}}, "title has no wording in any"),
        (
            {"gate": {"xx": "In no language of ours", "en": ""}},
            "gate has no wording in any of the languages en, ar, fr, es",
        ),
    ],
)
def test_a_release_that_contradicts_itself_cannot_be_described(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        sample.about(**changes)
