"""A folder that comes as one ZIP: unpacked with bounds, and only to where it was told.

Nothing of it is trusted: neither the sizes that it declares nor the names of its members.
"""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

MOST_UNPACKED = 100 << 20  # bytes, all files together, counted while they are written
MOST_FILES = 20_000
LONGEST_NAME = 200  # bytes of one part of a path
DEEPEST = 10  # folders in one another
_CHUNK = 1 << 16


class Unpackable(ValueError):
    """The ZIP is not unpacked; nothing of it stays. `why`: damaged, too-large, too-many, outside or empty."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def unpack(packed: Path, into: Path) -> Path:
    """The folder that the ZIP holds, below `into`: the one in which all of it lies, or `into` itself.

    Raises `Unpackable` for a ZIP that is damaged or locked, for more than is reasonable, and for any member that is no
    plain file or folder, or whose name leads elsewhere.
    """
    into.mkdir(mode=0o700)
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(packed) as opened:
            members = [one for one in opened.infolist() if not one.is_dir()]
            if len(members) > MOST_FILES:
                raise Unpackable("too-many")
            places = [(one, _place(one)) for one in members]
            for one, place in places:
                if not _is_litter(place):
                    left -= _write(opened, one, into.joinpath(*place.parts), left)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, OSError) as error:
        # RuntimeError: a member is encrypted; OSError: two members that cannot both be, such as a file and its folder.
        raise Unpackable("damaged") from error
    return _root(into)


def _place(member: zipfile.ZipInfo) -> PurePosixPath:
    """Where a member goes, relative to the folder. Raises `Unpackable` for a link, a device, a name that leads out."""
    mode = member.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise Unpackable("outside")
    place = PurePosixPath(member.filename)
    parts = member.filename.split("/")
    wrong = place.is_absolute() or len(parts) > DEEPEST or any(part in ("", ".", "..") for part in parts)
    if wrong or any("\\" in one or ":" in one or not one.isprintable() for one in parts):
        raise Unpackable("outside")
    if any(len(one.encode()) > LONGEST_NAME for one in parts):
        raise Unpackable("outside")
    return place


def _is_litter(place: PurePosixPath) -> bool:
    """What archiving programs put in by themselves: hidden files, and the folder in which macOS keeps its own."""
    return any(part.startswith(".") or part == "__MACOSX" for part in place.parts)


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, left: int) -> int:
    """Write one member, at most `left` bytes of it, and give its size. A name that comes twice is damage."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    size = 0
    new = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(new, "wb") as out, opened.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise Unpackable("too-large")
            out.write(chunk)
    return size


def _root(folder: Path) -> Path:
    inside = list(folder.iterdir())
    if not inside:
        raise Unpackable("empty")
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder
