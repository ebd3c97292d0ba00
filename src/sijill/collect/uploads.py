"""Lists that wait in the home while somebody says what their columns mean, and the mappings that were saved.

A list is kept only in the home's own folder, readable by its owner alone, and goes when it was imported or given up.
What nobody touched for a day goes too. It is kept under a name that says nothing, but for formats that a program reads:
what their publishers call a file tells its period, so it keeps that name.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from sijill.collect.importers.files import KINDS
from sijill.collect.unpacking import Unpackable, unpack

MOST_BYTES = 20 << 20
OLDEST = 24 * 3600  # seconds
_TOKEN = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One list that waits: whose it is, and where."""

    folder: Path
    about: dict[str, Any]

    @property
    def token(self) -> str:
        """What it is called in addresses."""
        return self.folder.name

    @property
    def path(self) -> Path:
        """The file itself, or the folder that came as a ZIP."""
        return self.folder / str(self.about.get("path", f"list{self.about['suffix']}"))

    @property
    def mapping(self) -> Path:
        """Where the mapping is written that is being made for it."""
        return self.folder / "mapping.toml"

    @property
    def file_name(self) -> str:
        """What its owner called it."""
        return str(self.about["file_name"])

    def note(self, **values: Any) -> None:
        """Remember something about it."""
        self.about.update(values)
        write_private(self.folder / "about.json", json.dumps(self.about).encode())

    def remove(self) -> None:
        """Take the file and all that was said about it away."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _room(home: Path) -> Path:
    return home / "uploads"


def readable(file_name: str) -> bool:
    """Whether the ending of a name is one of a list that can be read."""
    return Path(file_name).suffix.lower() in KINDS


def keep(home: Path, owner: str, file_name: str, chunks: Iterable[bytes], *, named: bool = False) -> Waiting:
    """Keep a file for its owner, under its own name if `named`; takes away what was left behind."""
    _tidy(home)
    folder = _room(home) / secrets.token_hex(16)
    folder.mkdir(parents=True, mode=0o700)
    _room(home).chmod(0o700)
    waiting = Waiting(folder, {"owner": owner, "file_name": Path(file_name).name[:200], "suffix": _suffix(file_name)})
    if named:
        waiting.about["path"] = f"given/{_own_name(file_name)}"
        waiting.path.parent.mkdir(mode=0o700)
    with _private(waiting.path) as out:
        for chunk in chunks:
            out.write(chunk)
    waiting.note()
    return waiting


def keep_folder(waiting: Waiting) -> None:
    """Unpack a folder that came as a ZIP. Raises `Unpackable`, and then nothing of it is kept."""
    packed = waiting.path
    try:
        found = unpack(packed, waiting.folder / "given" / "unpacked")
    except Unpackable:
        waiting.remove()
        raise
    packed.unlink()
    named = found.rename(waiting.folder / "given" / _own_name(found.name if found.name != "unpacked" else packed.stem))
    waiting.note(path=named.relative_to(waiting.folder).as_posix())


def _own_name(file_name: str) -> str:
    """The name alone, without what no folder takes, and never a hidden one."""
    bare = "".join(sign for sign in Path(file_name).name if sign.isprintable() and sign not in "/\\:").lstrip(".")
    stem, dot, ending = bare.rpartition(".")
    while len(bare.encode()) > 200:
        stem = stem[:-1] if dot else stem
        ending = ending if dot else ending[:-1]
        bare = f"{stem}{dot}{ending[:20] if dot else ending}"
    return bare or "list"


def _suffix(file_name: str) -> str:
    return Path(file_name).suffix.lower()


def find(home: Path, owner: str, token: str) -> Waiting | None:
    """The list of that name if it waits for this person."""
    folder = _room(home) / token
    if not _TOKEN.fullmatch(token) or not (folder / "about.json").is_file():
        return None
    waiting = Waiting(folder, json.loads((folder / "about.json").read_bytes()))
    return waiting if waiting.about["owner"] == owner else None


def _tidy(home: Path) -> None:
    room = _room(home)
    for folder in room.iterdir() if room.is_dir() else ():
        if folder.is_dir() and time.time() - folder.stat().st_mtime > OLDEST:
            shutil.rmtree(folder, ignore_errors=True)


def save_mapping(home: Path, name: str, text: str) -> Path:
    """Keep a mapping for the next copy of the list."""
    folder = home / "mappings"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{name}.toml"
    write_private(path, text.encode("utf-8"))
    return path


def saved_mappings(home: Path) -> Iterator[Path]:
    """Every mapping that was saved, by name."""
    yield from sorted((home / "mappings").glob("*.toml"))


def saved_mapping(home: Path, name: str) -> Path | None:
    """The mapping of that name."""
    path = home / "mappings" / f"{name}.toml"
    return path if _NAME.fullmatch(name) and path.is_file() else None


def write_private(path: Path, content: bytes) -> None:
    """Write a file for its owner only, whole or not at all."""
    new = path.with_name(f".{path.name}.new")
    with _private(new) as out:
        out.write(content)
    new.replace(path)


def _private(path: Path) -> BinaryIO:
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
