"""The feed of releases: what feedparser and RFC 4287 ask, corrections linked, nothing believed of a visitor."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest

from sijill.public.feed import FEED, feed
from sijill.public.shelf import stock
from sijill.publish.manifest import LANGUAGES, MANIFEST, About, to_bytes
from sijill.publish.release import compose
from sijill.publish.text import Language
from tests.public.test_site import Reply, Site
from tests.publish import sample

ATOM = "{http://www.w3.org/2005/Atom}"
BEFORE, AFTER = "release-before00000000000000000000", "release-after000000000000000000000"
CORRECTION = {code: f"Two cases were <one> & the same ({code})." for code in LANGUAGES}


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One release and the one that corrects it."""
    folder = tmp_path_factory.mktemp("releases")
    first = sample.about(id=BEFORE)
    title = {code: f"Title with <tags> & \x07 bell ({code})" for code in LANGUAGES}
    second = replace(first, id=AFTER, as_of=date(2026, 3, 1), replaces=BEFORE, correction=CORRECTION, title=title)
    for about in (first, second):
        _write(folder, about)
    return folder


def get(folder: Path, address: str) -> Reply:
    return Site(folder).get(address)


def _write(folder: Path, about: About) -> None:
    files, manifest = compose(sample.protected(), about)
    for path, content in {**files, MANIFEST: to_bytes(manifest)}.items():
        place = folder / about.id / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


@pytest.mark.parametrize("code", LANGUAGES)
def test_feedparser_reads_it(releases: Path, code: str) -> None:
    reply = get(releases, f"/{code}/{FEED}")
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    found = feedparser.parse(reply.content, response_headers={"content-type": reply.headers["Content-Type"]})
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    assert found.feed.language == code
    assert [one.id for one in found.entries] == [f"urn:sijill:{AFTER}", f"urn:sijill:{BEFORE}"]
    after, before = found.entries
    assert (before.published, before.updated) == ("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z")
    assert found.feed.updated == after.updated == "2026-03-01T00:00:00Z"
    assert "UNOFFICIAL-DEMO" in after.title
    assert {one.term for one in after.tags} == {"invented", "unofficial-demo"}


def test_corrections_are_linked_both_ways(releases: Path) -> None:
    found = ElementTree.fromstring(feed(stock(releases), Language("en")))
    after, before = found.findall(f"{ATOM}entry")
    assert links(after)["predecessor-version"] == f"/releases/{BEFORE}/en/index.html"
    assert links(before)["successor-version"] == f"/releases/{AFTER}/en/index.html"
    assert CORRECTION["en"] in (after.findtext(f"{ATOM}summary") or "")
    assert f"replaced by {AFTER}" in (before.findtext(f"{ATOM}summary") or "")


def test_every_address_in_it_leads_somewhere(releases: Path) -> None:
    for code in LANGUAGES:
        found = ElementTree.fromstring(feed(stock(releases), Language(code)))
        addresses = [one.get("href") or "" for one in found.iter(f"{ATOM}link")]
        assert len(addresses) > 6
        for address in addresses:
            assert address.startswith("/"), "it does not know the name it is reached under"
            assert get(releases, address).status == 200, address


def test_it_has_what_the_standard_asks(releases: Path) -> None:
    body = feed(stock(releases), Language("ar"))
    root = ElementTree.fromstring(body)
    for holder in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(holder.findall(f"{ATOM}{name}")) == 1
        assert re.fullmatch(r"urn:sijill:[a-z0-9:_-]+", holder.findtext(f"{ATOM}id") or "")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", holder.findtext(f"{ATOM}updated") or "")
        assert holder.findtext(f"{ATOM}author/{ATOM}name")
        kinds = [(one.get("type"), one.get("hreflang")) for one in holder.findall(f"{ATOM}link[@rel='alternate']")]
        assert len(kinds) == len(set(kinds)) > 0
    assert len(root.findall(f"{ATOM}link[@rel='self']")) == 1
    assert b"\x07" not in body


def test_ids_stay_when_a_release_is_added(tmp_path: Path, releases: Path) -> None:
    _write(tmp_path, sample.about(id=BEFORE))
    alone, both = (ElementTree.fromstring(feed(stock(one), Language("en"))) for one in (tmp_path, releases))
    assert alone.findtext(f"{ATOM}id") == both.findtext(f"{ATOM}id")
    assert alone.findtext(f"{ATOM}entry/{ATOM}id") == both.findall(f"{ATOM}entry")[1].findtext(f"{ATOM}id")


def test_the_same_releases_give_the_same_bytes(releases: Path) -> None:
    assert feed(stock(releases), Language("en")) == feed(stock(releases), Language("en"))


def test_an_empty_site_has_a_feed(tmp_path: Path) -> None:
    found = feedparser.parse(get(tmp_path, f"/en/{FEED}").content)
    assert not found.bozo
    assert (found.entries, found.feed.updated) == ([], "1970-01-01T00:00:00Z")


def test_the_list_names_its_feed(releases: Path) -> None:
    page = get(releases, "/ar/").content.decode()
    assert '<link rel="alternate" type="application/atom+xml" href="/ar/feed.atom"' in page


def links(entry: ElementTree.Element) -> dict[str, str]:
    return {one.get("rel") or "": one.get("href") or "" for one in entry.findall(f"{ATOM}link")}
