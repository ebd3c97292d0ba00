"""The releases that the public site shows, each checked against its manifest when it is taken in. Pure."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sijill.codelists.load import LANGUAGES
from sijill.publish.manifest import (
    MANIFEST,
    About,
    Banner,
    File,
    Manifest,
    ManifestError,
    age,
    load,
    read,
    release_folders,
    to_bytes,
)
from sijill.publish.text import Language

PREFIX = "/releases/"
PATIENCE = 2.0  # seconds until a folder that does not fit its manifest is looked at again: it may be on its way

Fingerprint = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """One release as the site lists it."""

    folder: Path
    manifest: Manifest
    replaced_by: str = ""

    @property
    def about(self) -> About:
        """What it says of itself."""
        return self.manifest.about

    @property
    def address(self) -> str:
        """Where it stands on the site."""
        return f"{PREFIX}{self.about.id}/"

    def page(self, lang: str) -> str:
        """The address of its first page in a language; of the choice of languages where it has no such page."""
        path = f"{lang}/index.html"
        return self.address + path if self.manifest.file(path) else self.address

    @property
    def mark(self) -> Mapping[str, str]:
        """What a list says of its data, per language."""
        return {code: _mark(self.about, Language(code)) for code in LANGUAGES}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The releases at one moment, newest first, and every address served; `broken` counts folders refused."""

    releases: tuple[Kept, ...]
    files: Mapping[str, tuple[Path, File]]
    manifests: Mapping[str, bytes]
    broken: int
    fingerprint: Fingerprint
    at: float = field(default_factory=time.monotonic)

    def content(self, address: str) -> tuple[bytes, str] | None:
        """Content and SHA-256 of what stands at an address; None where nothing does.

        Raises ManifestError where the file changed since it was taken in.
        """
        if address in self.files:
            folder, file = self.files[address]
            return load(folder, file), file.sha256
        return None

    def is_current(self, folder: Path) -> bool:
        """Is the folder as it was, and nothing broken worth another look?"""
        if self.broken and time.monotonic() - self.at > PATIENCE:
            return False
        return fingerprint(folder) == self.fingerprint


def fingerprint(folder: Path) -> Fingerprint:
    """What changes when a release is added, replaced or removed."""
    found = []
    for one in release_folders(folder):
        try:
            stat = (one / MANIFEST).stat()
        except OSError:  # taken away between two looks; the next look sees that
            continue
        found.append((one.name, stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def stock(folder: Path) -> Shelf:
    """Take in every release of a folder. One that does not fit its manifest is refused, and that is said."""
    before = fingerprint(folder)
    taken: dict[str, Kept] = {}
    broken = 0
    for one in release_folders(folder):
        try:
            manifest = read(one)
        except ManifestError as error:
            broken += 1
            sys.stderr.write(f"{error}\n")
            continue
        if manifest.about.id in taken:
            broken += 1
            sys.stderr.write(f"{one.name}: another folder holds release {manifest.about.id} already.\n")
            continue
        taken[manifest.about.id] = Kept(one, manifest)
    newest_first = sorted(taken.values(), key=lambda one: age(one.manifest), reverse=True)
    replaced = {one.about.replaces: one.about.id for one in reversed(newest_first) if one.about.replaces}
    releases = tuple(Kept(one.folder, one.manifest, replaced.get(one.about.id, "")) for one in newest_first)
    return Shelf(releases, _files(releases), _manifests(releases), broken, before)


def _files(releases: tuple[Kept, ...]) -> dict[str, tuple[Path, File]]:
    found: dict[str, tuple[Path, File]] = {}
    for one in releases:
        for file in one.manifest.files:
            found[one.address + file.path] = (one.folder, file)
        index = one.manifest.file("index.html")
        if index is not None:
            found[one.address] = (one.folder, index)
    return found


def _manifests(releases: tuple[Kept, ...]) -> dict[str, bytes]:
    return {one.address + MANIFEST: to_bytes(one.manifest) for one in releases}


def _mark(about: About, lang: Language) -> str:
    said = [] if about.banner is Banner.OFFICIAL else [lang.say(f"banner.{about.banner}")]
    if about.unofficial_demo:
        said.append(lang.say("banner.demo"))
    return " · ".join(said)
