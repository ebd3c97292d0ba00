"""The nested ZIP of a day: which CSV files are in it, where their bytes lie, and their content as a stream.

`sor-{platform or global}-{day}-{full or light}.zip` stores ZIPs of about a million statements, each of which holds
CSV files of about 100,000. Nothing is unpacked to disk: a worker reads the compressed bytes of one CSV file from the
place that the parent found, and inflates them piece by piece.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from isal import isal_zlib
from isal.igzip_lib import DECOMP_DEFLATE, IgzipDecompressor, IsalError

from sijill.collect.importers.problems import FileError

_NAME = re.compile(r"sor-(?P<slug>.+)-(?P<day>\d{4}-\d{2}-\d{2})-(?P<variant>full|light)\.zip")
_LOCAL = struct.Struct("<4s22xHH")  # signature, lengths of name and extra field: APPNOTE 4.3.7
_READ = 1 << 18


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump by its name."""

    path: Path
    day: date
    source: str

    @property
    def sidecar(self) -> Path:
        """The file beside it that names its SHA-1."""
        return self.path.with_name(f"{self.path.name}.sha1")


@dataclass(frozen=True, slots=True)
class Member:
    """One CSV file of a dump: where its compressed bytes lie, counted from the start of the outer file."""

    path: Path
    name: str
    start: int
    packed: int
    size: int
    stored: bool
    crc: int


def dump_of(path: Path) -> Dump:
    """The dump that a file's name says it is. Raises `FileError`."""
    found = _NAME.fullmatch(path.name)
    try:
        on = date.fromisoformat(found["day"]) if found else None
    except ValueError:
        on = None
    if found is None or on is None:
        raise FileError(
            f"{path.name} is not named as the EU database names its dumps (sor-global-2026-01-10-full.zip), so its day "
            "is not known. Give it back the name under which it was published."
        )
    return Dump(path, on, f"{found['slug']}-{found['variant']}")


def promised_sha1(dump: Dump) -> str | None:
    """The SHA-1 that the sidecar names; None without a sidecar. Raises `FileError` for one that names none."""
    try:
        words = dump.sidecar.read_text(encoding="ascii").split()
    except FileNotFoundError:
        return None
    except (UnicodeDecodeError, OSError):
        words = []
    if not words or not re.fullmatch(r"[0-9a-fA-F]{40}", words[0]):
        raise FileError(f"{dump.sidecar.name} names no SHA-1 (40 hexadecimal digits). Fetch it again, or remove it.")
    return words[0].lower()


def sha1_of(path: Path) -> str:
    """The SHA-1 of a file: what the EU publishes beside its dumps against damage, no defence against forgery."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest()


class Hashing:
    """The SHA-1 of a file, taken in a thread. Begin it after workers were forked, for a fork copies no thread."""

    def __init__(self, path: Path) -> None:
        self._path, self._found = path, ""
        self._failed: OSError | None = None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._found = sha1_of(self._path)
        except OSError as error:
            self._failed = error

    def result(self) -> str:
        """The SHA-1, when it is there. Raises `FileError`."""
        self._thread.join()
        if self._failed:
            raise FileError(f"{self._path.name} could not be read to its end. Is its disk in order?") from self._failed
        return self._found


def members(path: Path) -> list[Member]:
    """Every CSV file of a dump, in the order of the ZIP. Raises `FileError`."""
    try:
        with path.open("rb") as file:
            found = list(_members(path, file, 0, path.stat().st_size, depth=0))
    except (zipfile.BadZipFile, OSError, struct.error, EOFError) as error:
        raise FileError(
            f"{path.name} is not a ZIP that can be read to its end: it is cut off or damaged. Compare it with its "
            ".sha1 and fetch it again."
        ) from error
    if not found:
        raise FileError(f"{path.name} holds no CSV file, itself or in the ZIPs within it. Is it a dump?")
    return found


def _members(path: Path, file: IO[bytes], start: int, size: int, depth: int) -> Iterator[Member]:
    with zipfile.ZipFile(_Window(file, start, size)) as opened:
        infos = opened.infolist()
        if infos and min(info.header_offset for info in infos) != 0:
            # Cut off within its own directory, a ZIP of ZIPs looks like the last one in it.
            raise zipfile.BadZipFile("it does not begin where its directory says")
        for info in infos:
            begin = _data_of(file, start + info.header_offset)
            if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise FileError(
                    f"{path.name}: {info.filename} is encrypted or packed by a method that dumps do not use."
                )
            stored = info.compress_type == zipfile.ZIP_STORED
            if info.filename.endswith(".csv"):
                yield Member(path, info.filename, begin, info.compress_size, info.file_size, stored, info.CRC)
            elif info.filename.endswith(".zip") and depth == 0 and stored:
                yield from _members(path, file, begin, info.compress_size, depth + 1)
            elif not info.is_dir():
                raise FileError(
                    f"{path.name}: it holds {info.filename}, which is neither CSV nor a stored ZIP of CSV files, as "
                    "dumps hold. Fetch the dump again; do not pack it anew."
                )


def _data_of(file: IO[bytes], header: int) -> int:
    """Where in the file a member's bytes begin, from where its local header begins."""
    file.seek(header)
    signature, name, extra = _LOCAL.unpack(file.read(_LOCAL.size))
    if signature != b"PK\x03\x04":
        raise zipfile.BadZipFile("no local header where the directory says there is one")
    return header + _LOCAL.size + int(name) + int(extra)


class _Window(io.BufferedIOBase):
    """A part of a file, as a file of its own."""

    def __init__(self, file: IO[bytes], start: int, size: int) -> None:
        self._file, self._start, self._size, self._at = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, self._size - self._at)
        self._file.seek(self._start + self._at)
        read = self._file.read(left if size is None or size < 0 else min(size, left))
        self._at += len(read)
        return read

    def tell(self) -> int:
        return self._at


def inflated(member: Member, size: int) -> Iterator[bytes]:
    """The CSV file in chunks of about `size` bytes, its length and CRC-32 checked at the end. Raises `FileError`."""
    total, crc = 0, 0
    try:
        for chunk in _chunks(member, size):
            total += len(chunk)
            crc = isal_zlib.crc32(chunk, crc)
            if total > member.size:
                break
            yield chunk
    except (IsalError, OSError) as error:  # type: ignore[misc]  # its stub calls the class an instance
        raise _damaged(member) from error
    if total != member.size or crc != member.crc:
        raise _damaged(member)


def _chunks(member: Member, size: int) -> Iterator[bytes]:
    with member.path.open("rb") as file:
        file.seek(member.start)
        left = member.packed
        if member.stored:
            while left > 0 and (read := file.read(min(size, left))):
                left -= len(read)
                yield read
            return
        stream = IgzipDecompressor(flag=DECOMP_DEFLATE)
        while not stream.eof:
            # It may have taken all that it was given and hold back what went beyond `size`.
            given = file.read(min(_READ, left)) if stream.needs_input else b""
            left -= len(given)
            if stream.needs_input and not given:
                return
            if chunk := stream.decompress(given, size):
                yield chunk


def _damaged(member: Member) -> FileError:
    return FileError(
        f"{member.path.name}: {member.name} is damaged: its bytes are not those that were packed. Nothing of this day "
        "was imported. Compare the dump with its .sha1 and fetch it again."
    )
