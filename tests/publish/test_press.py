"""Documents beside a frozen release: made from its folder, shown while they are whole, never part of what is frozen."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sijill.public.shelf import stock
from sijill.publish import press as module
from sijill.publish.formats.draft import Draft
from sijill.publish.formats.pdf import NoPango
from sijill.publish.manifest import MANIFEST, ManifestError, read
from sijill.publish.press import press
from sijill.publish.prints import INDEX, made
from sijill.publish.text import Language
from tests.public.test_site import Site
from tests.publish import sample
from tests.publish.formats.documents import made as a_document
from tests.publish.test_release import everything

ID = sample.about().id
NAMES = {f"prints/report-{lang}-UNOFFICIAL-DEMO.{kind}" for lang in ("en", "ar") for kind in ("docx", "pdf")}


def _kept(kind: str) -> Callable[[Draft, Language], bytes]:
    """What makes a document of the invented release, once."""
    return lambda draft, lang: a_document(kind, lang.code)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The invented release, in a folder of releases; its documents come from the store of the tests of formats."""
    for kind in ("docx", "pdf"):
        monkeypatch.setitem(module.MAKERS, kind, _kept(kind))  # type: ignore[arg-type]
    return sample.written(tmp_path / ID)


def test_what_is_frozen_stays_as_it_was(folder: Path) -> None:
    before, manifest = everything(folder), read(folder)
    prints = press(folder)
    assert {one.file.path for one in prints} == NAMES
    after = everything(folder)
    assert {path: after[path] for path in before} == before
    assert set(after) - set(before) == NAMES | {INDEX}
    assert read(folder) == manifest
    assert made(folder, manifest) == prints


def test_what_made_them_is_said(folder: Path) -> None:
    press(folder, ["docx"], [Language("en")])
    said = json.loads((folder / INDEX).read_bytes())
    assert said["manifest_sha256"] == read(folder).sha256
    assert {"python-docx", "weasyprint", "vl-convert-python", "pango"} <= set(said["made_with"])


def test_one_more_keeps_the_others(folder: Path) -> None:
    press(folder, ["docx"], [Language("en")])
    prints = press(folder, ["docx"], [Language("ar")])
    assert {(one.kind, one.lang) for one in prints} == {("docx", "en"), ("docx", "ar")}


def test_a_release_that_was_changed_gets_none(folder: Path) -> None:
    (folder / "index.html").write_bytes(b"changed")
    with pytest.raises(ManifestError):
        press(folder)


def test_without_pango_nothing_is_left_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(folder)

    def missing(*_: object) -> bytes:
        raise NoPango("no Pango")

    monkeypatch.setitem(module.MAKERS, "pdf", missing)  # type: ignore[arg-type]
    with pytest.raises(NoPango):
        press(folder)
    assert everything(folder) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.update(manifest_sha256="0" * 64),
        lambda said: said.update(format=2),
        lambda said: said["prints"][0]["file"].update(path="../secret.docx"),
        lambda said: said["prints"][0]["file"].update(path="prints/../manifest.json"),
        lambda said: said["prints"][0]["file"].update(sha256="0" * 64),
        lambda said: said["prints"][0].update(kind="exe"),
        lambda said: said["prints"][0].pop("lang"),
    ],
    ids=["another-release", "format", "outside", "frozen-file", "hash", "kind", "no-language"],
)
def test_an_index_that_does_not_fit_shows_nothing(folder: Path, change: object) -> None:
    press(folder, ["docx"], [Language("en")])
    said = json.loads((folder / INDEX).read_bytes())
    change(said)  # type: ignore[operator]
    (folder / INDEX).write_text(json.dumps(said), encoding="utf-8")
    assert made(folder, read(folder)) == []


def test_the_public_site_shows_them_when_they_are_there(folder: Path) -> None:
    site = Site(folder.parent)
    assert "DOCX" not in site.get("/en/").content.decode()
    prints = press(folder)
    page = site.get("/en/").content.decode()
    for one in prints:
        address = f"/releases/{ID}/{one.file.path}"
        assert (f'href="{address}"' in page) == (one.lang == "en")
        reply = site.get(address)
        assert (reply.status, reply.content) == (200, (folder / one.file.path).read_bytes())
        assert reply.headers["Content-Type"].startswith("application/")
        assert (address in site.get("/en/feed.atom").content.decode()) == (one.lang == "en")
    (folder / prints[0].file.path).write_bytes(b"changed")
    assert site.get(f"/releases/{ID}/{prints[0].file.path}").status == 500
    assert site.get(f"/releases/{ID}/{INDEX}").status == 404
    assert stock(folder.parent).broken == 0


def test_a_release_without_them_is_whole(folder: Path) -> None:
    assert made(folder, read(folder)) == []
    assert (folder / MANIFEST).exists()
