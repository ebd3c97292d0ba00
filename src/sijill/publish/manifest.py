"""What a frozen release is: what it is about, its files with their hashes, its tables. Pure.

docs/reference/release-folder.md describes the folder. The public site and the protection of later
releases read releases through this module and through nothing else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any

from sijill.codelists.load import LANGUAGES
from sijill.stats.table import Derived, Dimension, Flag, Key, Noise, PublicCell, PublicTable

FORMAT = 1
MANIFEST = "manifest.json"
TABLES = "tables.json"
SUMS = "SHA256SUMS"
Text = Mapping[str, str]

_NAME = re.compile(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?")
_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class ManifestError(ValueError):
    """A release folder is not what its manifest says. The text names the release and the file."""


class Banner(StrEnum):
    """What kind of data a release holds; every page and file says so."""

    INVENTED = "invented"
    REAL_LIST = "real-list"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Whose list it is, under which licence, and what was changed, as the licence asks."""

    source: Text
    licence: str
    licence_url: str = ""
    changes: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a release says about itself. Every id and time-stamp in its files derives from this.

    A `Text` holds a wording per language; what the office did not give in one of `LANGUAGES` is
    shown in another that it gave. `area` is a code of codelist `places`
    (or one that ISO 3166-1 leaves to users, for an invented country) and `area_name` its name.
    `profile` is a code of codelist `profiles`. `official`: the publisher is mandated and every
    candidate in scope was reviewed, so that the official series may be written; the caller finds
    that out. `snapshot` and `policy` are SHA-256 hashes. `notes` are the notes of the reports.
    """

    id: str
    title: Text
    subject: str
    area: str
    area_name: Text
    since: date
    until: date
    as_of: date
    institution: Text
    profile: str
    banner: Banner
    code_version: str
    snapshot: str
    policy: str
    gate: Text
    official: bool = False
    unofficial_demo: bool = False
    attribution: Attribution | None = None
    replaces: str = ""
    correction: Text = field(default_factory=dict)
    contact: Text = field(default_factory=dict)
    notes: tuple[Mapping[str, Any], ...] = ()

    def __post_init__(self) -> None:
        for problem in _problems(self):
            raise ValueError(f"release {self.id!r}: {problem}")


@dataclass(frozen=True, slots=True)
class File:
    """One file of a release: its path in the folder, with `/`, and what it must be."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Shape:
    """A table without its cells."""

    slug: str
    subject: str
    kind: str
    unit: str
    since: date
    until: date
    dimensions: tuple[Dimension, ...]
    measures: tuple[str, ...]
    threshold: int
    derived: Derived = ()
    noise: Noise | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """A release as frozen. `sha256` is over everything else here, so over every file."""

    about: About
    files: tuple[File, ...]
    tables: tuple[Shape, ...]
    sha256: str

    def file(self, path: str) -> File | None:
        """The file of that path, or None."""
        return next((one for one in self.files if one.path == path), None)


def digest(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def freeze(about: About, contents: Mapping[str, bytes], tables: tuple[PublicTable, ...]) -> Manifest:
    """The manifest of a release that consists of these files."""
    files = tuple(File(path, digest(content), len(content)) for path, content in sorted(contents.items()))
    shapes = tuple(shape(table) for table in tables)
    return Manifest(about, files, shapes, _release_hash(about, files, shapes))


def shape(table: PublicTable) -> Shape:
    """What a table is like, without its cells."""
    return Shape(**{one.name: getattr(table, one.name) for one in fields(Shape)})


def to_bytes(manifest: Manifest) -> bytes:
    """The manifest as it stands in the folder."""
    said = {**_said(manifest.about, manifest.files, manifest.tables), "sha256": manifest.sha256}
    return dumps(said)


def tables_to_bytes(tables: tuple[PublicTable, ...]) -> bytes:
    """All tables with their cells, as `public_tables` reads them back."""
    return dumps({"format": FORMAT, "tables": [{**_shape(shape(one)), "cells": _cells(one)} for one in tables]})


def dumps(said: object) -> bytes:
    """JSON with one form only: keys in order, UTF-8, a line end at the end."""
    return (json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def read(folder: Path) -> Manifest:
    """The manifest of a release folder, after comparing every file with its hash. Raises ManifestError."""
    manifest = _parse(folder)
    if _release_hash(manifest.about, manifest.files, manifest.tables) != manifest.sha256:
        raise ManifestError(f"{folder.name}/{MANIFEST} was changed: it no longer has the hash that it states.")
    for file in manifest.files:
        load(folder, file)
    return manifest


def load(folder: Path, file: File) -> bytes:
    """The content of one file, after comparing it with its hash. Raises ManifestError."""
    path = folder / file.path
    if any(one.is_symlink() for one in (path, *path.parents[: file.path.count("/")])):
        raise ManifestError(f"{folder.name}: {file.path} is a link to another place, which a release never holds.")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ManifestError(f"{folder.name}: cannot read {file.path}: {error.strerror}.") from error
    if digest(content) != file.sha256:
        raise ManifestError(f"{folder.name}: {file.path} was changed after the release was frozen.")
    return content


def released(folder: Path) -> list[Manifest]:
    """Every release in a folder of releases, oldest period first. Raises ManifestError."""
    return sorted((read(one) for one in release_folders(folder)), key=age)


def release_folders(folder: Path) -> list[Path]:
    """The folders in there that hold a manifest, in order of their names."""
    if not folder.is_dir():
        return []
    return sorted(one for one in folder.iterdir() if not one.name.startswith(".") and (one / MANIFEST).is_file())


def age(manifest: Manifest) -> tuple[date, date, str]:
    """What releases are sorted by: the day they were made as of, the end of the period, the id."""
    return manifest.about.as_of, manifest.about.until, manifest.about.id


def public_tables(folder: Path) -> tuple[PublicTable, ...]:
    """The tables of a release as published, for the protection of later ones. Raises ManifestError."""
    return tables_of(folder, read(folder))


def tables_of(folder: Path, manifest: Manifest) -> tuple[PublicTable, ...]:
    """The same for one whose manifest was read already: every file is hashed only once. Raises ManifestError."""
    file = manifest.file(TABLES)
    if file is None:
        raise ManifestError(f"{folder.name}: its manifest names no {TABLES}.")
    return tuple(_table(one) for one in json.loads(load(folder, file))["tables"])


def _problems(about: About) -> Iterator[str]:
    if not _NAME.fullmatch(about.id):
        yield "the id may hold only small letters, digits, - and _."
    if about.since > about.until:
        yield f"the period ends ({about.until}) before it begins ({about.since})."
    if about.official and about.unofficial_demo:
        yield "a demonstration never holds official series."
    if about.official and about.banner is not Banner.OFFICIAL:
        yield f"official series cannot come from data marked {about.banner.value!r}."
    if (about.banner is Banner.REAL_LIST) != (about.attribution is not None):
        yield "a list that somebody else published needs its attribution, and nothing else has one."
    for name in ("title", "area_name", "institution", "gate"):
        if not any(getattr(about, name).get(lang) for lang in LANGUAGES):
            yield f"{name} has no wording in any of the languages {', '.join(LANGUAGES)}."


def _release_hash(about: About, files: tuple[File, ...], tables: tuple[Shape, ...]) -> str:
    return digest(dumps(_said(about, files, tables)))


def _said(about: About, files: tuple[File, ...], tables: tuple[Shape, ...]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "about": _plain(asdict(about)),
        "files": [asdict(one) for one in files],
        "tables": [_shape(one) for one in tables],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _shape(one: Shape) -> dict[str, Any]:
    """A table; what is derived and noise only where there is any, for the same reason as below."""
    rest = ("dimensions", "noise")
    said: dict[str, Any] = _plain({f.name: getattr(one, f.name) for f in fields(Shape) if f.name not in rest})
    if not one.derived:
        del said["derived"]
    if one.noise is not None:
        said["noise"] = asdict(one.noise)
    return {**said, "dimensions": [_dimension(dimension) for dimension in one.dimensions]}


def _dimension(one: Dimension) -> dict[str, Any]:
    """A dimension; labels and parents only where it has some: the hash of an older release stays what it was."""
    said: dict[str, Any] = _plain(asdict(one))
    return {name: value for name, value in said.items() if value or name not in ("labels", "parents")}


def _undimension(said: dict[str, Any]) -> Dimension:
    labels = tuple((code, tuple((lang, text) for lang, text in texts)) for code, texts in said.get("labels", ()))
    parents = tuple((code, wider) for code, wider in said.get("parents", ()))
    return Dimension(**{**said, "codes": tuple(said["codes"]), "labels": labels, "parents": parents})


def _cells(table: PublicTable) -> dict[str, list[Any]]:
    """Per measure, the cells in the order of the keys: number or null, flag, public."""
    return {
        measure: [
            [cell.value, cell.flag.value, cell.public]
            for key in tuple(table.keys())
            for cell in [table.cells[measure, key]]
        ]
        for measure in table.measures
    }


def _parse(folder: Path) -> Manifest:
    try:
        said = json.loads((folder / MANIFEST).read_bytes())
        if said["format"] != FORMAT:
            raise ManifestError(f"{folder.name}: this software reads release folders of format {FORMAT} only.")
        files = tuple(File(**one) for one in said["files"])
        shapes = tuple(_unshape(one) for one in said["tables"])
        manifest = Manifest(_about(said["about"]), files, shapes, said["sha256"])
    except ManifestError:
        raise
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ManifestError(f"{folder.name}/{MANIFEST} cannot be read as a manifest: {error}.") from error
    for file in files:
        _check_entry(folder.name, file)
    return manifest


def _check_entry(name: str, file: File) -> None:
    if not _PATH.fullmatch(file.path) or ".." in PurePosixPath(file.path).parts:
        raise ManifestError(f"{name}/{MANIFEST} names a path that no release has: {file.path!r}.")
    if not _SHA256.fullmatch(file.sha256):
        raise ManifestError(f"{name}/{MANIFEST}: the hash of {file.path} is no SHA-256.")


def _about(said: dict[str, Any]) -> About:
    days = {name: date.fromisoformat(said[name]) for name in ("since", "until", "as_of")}
    attribution = Attribution(**said["attribution"]) if said["attribution"] else None
    rest = {"banner": Banner(said["banner"]), "attribution": attribution, "notes": tuple(said["notes"])}
    return About(**{**said, **days, **rest})


def _unshape(said: dict[str, Any]) -> Shape:
    dimensions = tuple(_undimension(one) for one in said["dimensions"])
    days = {name: date.fromisoformat(said[name]) for name in ("since", "until")}
    derived = tuple((measure, tuple(counts)) for measure, counts in said.get("derived", ()))
    noise = Noise(**said["noise"]) if said.get("noise") else None
    rest = {"dimensions": dimensions, "measures": tuple(said["measures"]), "derived": derived, "noise": noise}
    return Shape(**{**said, **days, **rest})


def _table(said: dict[str, Any]) -> PublicTable:
    one = _unshape({name: value for name, value in said.items() if name != "cells"})
    bare = {f.name: getattr(one, f.name) for f in fields(Shape)}
    keys: list[Key] = list(PublicTable(**bare, cells={}).keys())
    cells = {
        (measure, key): PublicCell(value, Flag(flag), public)
        for measure in one.measures
        for key, (value, flag, public) in zip(keys, said["cells"][measure], strict=True)
    }
    return PublicTable(**bare, cells=cells)
