"""A dump to its folder: the whole of it or nothing, and a manifest that says what became of every row."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sijill import __version__
from sijill.collect.importers.problems import FileError
from sijill.collect.importers.statements.dumps import Dump, Hashing, dump_of, members, promised_sha1, sha1_of
from sijill.collect.importers.statements.parts import Part, Task, write_part
from sijill.collect.importers.statements.shaping import Choice
from sijill.collect.importers.statements.workers import each
from sijill.home import sync_folder
from sijill.tables.statements import MANIFEST, folder_of

_MAKING, _FORMER, _LOCK = "_making-", "_former-", "_importing.lock"
_PATIENCE = 50  # tenths of a second that the workers of a killed import may take to end
_CATALOG = 1  # raised when the columns change in a way that asks for another import

Progress = Callable[[Part], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one dump. `rows` = imported + rejected + other_platforms; `skipped`: it was there already."""

    dump: str
    rows: int = 0
    imported: int = 0
    rejected: int = 0
    mended: int = 0
    other_platforms: int = 0
    skipped: bool = False
    sha1_checked: bool = True


def import_dump(
    path: Path,
    root: Path,
    choice: Choice | None = None,
    *,
    workers: int = 1,
    replace: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Import one dump below `root` (the home's folder `statements`), or skip one that is there.

    Raises `FileError` for a file that is none, is damaged or not what its .sha1 says, for a day that would hold a
    statement twice, and for a dump that is there from other bytes or with other columns, unless `replace`.
    """
    dump, chosen = dump_of(path), choice or Choice()
    promised = promised_sha1(dump)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(root):
        target = folder_of(root, dump.day, dump.source)
        _refuse_overlap(target)
        if target.exists() and not replace:
            return _there(dump, target, chosen, promised or sha1_of(path))
        making = root / f"{_MAKING}{dump.day.isoformat()}-{dump.source}"
        making.mkdir(mode=0o700)
        try:
            found, sha1 = _parts(dump, making, chosen, workers, progress)
            if promised is not None and promised != sha1:
                raise FileError(
                    f"{path.name} is not what {dump.sidecar.name} says: its SHA-1 is {sha1}, not {promised}. Nothing "
                    "was imported. Fetch both again."
                )
            written = _manifest(dump, chosen, sha1, promised is not None, found)
            _write(making / MANIFEST, json.dumps(written, indent=1, sort_keys=True) + "\n")
            _put(making, target)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    sums = {name: written[name] for name in ("rows", "imported", "rejected", "mended", "other_platforms")}
    return Outcome(path.name, **sums, sha1_checked=promised is not None)


def _parts(dump: Dump, making: Path, choice: Choice, workers: int, progress: Progress | None) -> tuple[list[Part], str]:
    """Every CSV file written, in the order of the dump, and the SHA-1 of the dump, taken meanwhile."""
    found = members(dump.path)
    tasks = [
        Task(member, making, f"{number:05d}", choice, dump.day, dump.source) for number, member in enumerate(found)
    ]
    made: dict[str, Part] = {}
    hashing: Hashing | None = None
    for part in each(write_part, tasks, min(workers, len(tasks))):
        # Begun after the workers were forked: a fork copies no thread.
        hashing = hashing or Hashing(dump.path)
        made[part.member] = part
        if progress is not None:
            progress(part)
    sha1 = hashing.result() if hashing else sha1_of(dump.path)
    return [made[task.member.name] for task in tasks], sha1


def _asked(choice: Choice) -> dict[str, Any]:
    return {"platforms": sorted(choice.platforms), "columns": sorted(choice.columns), "texts": choice.texts}


def _manifest(dump: Dump, choice: Choice, sha1: str, checked: bool, parts: Sequence[Part]) -> dict[str, Any]:
    """What the folder holds. No time of day is in it: the same dump gives the same bytes."""
    return {
        "dump": dump.path.name,
        "day": dump.day.isoformat(),
        "source": dump.source,
        "sha1": sha1,
        "sha1_checked": checked,
        "asked": _asked(choice),
        "schema_versions": sorted({one.schema for one in parts}),
        "variants": sorted({one.variant for one in parts}),
        "catalog": _CATALOG,
        "code_version": __version__,
        **{
            name: sum(getattr(one, name) for one in parts)
            for name in ("rows", "imported", "rejected", "mended", "other_platforms")
        },
        "parts": [asdict(one) for one in parts],
    }


def _there(dump: Dump, target: Path, choice: Choice, sha1: str) -> Outcome:
    """Skip what is there; refuse to pass off something else for it."""
    held = json.loads((target / MANIFEST).read_bytes())
    if held["sha1"] != sha1:
        raise FileError(
            f"{dump.path.name} was imported before, from other bytes: the EU has published that day anew, or one of "
            "the two is damaged. To put this one in the other's place, add --replace."
        )
    if held["asked"] != _asked(choice):
        raise FileError(
            f"{dump.path.name} was imported before with another choice of platforms, columns or texts. To import it "
            "once more with this one, add --replace."
        )
    return Outcome(dump.path.name, skipped=True, sha1_checked=bool(held["sha1_checked"]))


def _refuse_overlap(target: Path) -> None:
    """Two dumps of one day hold the same statements when one is global, or when they are full and light of one name."""
    if not target.parent.exists():
        return
    name, _, _ = target.name.removeprefix("source=").rpartition("-")
    for other in sorted(target.parent.glob("source=*")):
        its, _, _ = other.name.removeprefix("source=").rpartition("-")
        if other != target and ("global" in (name, its) or name == its):
            raise FileError(
                f"{target.parent.name} holds {other.name} already, and its statements would be counted twice. Keep one "
                "of the two: remove that folder first if it is this dump that you want."
            )


def _put(making: Path, target: Path) -> None:
    """Rename the finished folder to its place: in one step where there was none."""
    sync_folder(making)
    target.parent.mkdir(exist_ok=True)
    if target.exists():
        former = _former(target)
        target.rename(former)
        making.rename(target)
        shutil.rmtree(former)
    else:
        making.rename(target)
    sync_folder(target.parent)
    sync_folder(target.parent.parent)


def _former(target: Path) -> Path:
    """Where a folder lies while another takes its place."""
    return target.parent.parent / f"{_FORMER}{target.parent.name} {target.name}"


def _tidy(root: Path) -> None:
    """What a killed import left: its unfinished folder goes, and what it was about to replace comes back."""
    for left in root.glob(f"{_MAKING}*"):
        shutil.rmtree(left)
    for former in root.glob(f"{_FORMER}*"):
        on, source = former.name.removeprefix(_FORMER).split(" ", maxsplit=1)
        if (root / on / source).exists():
            shutil.rmtree(former)
        else:
            former.rename(root / on / source)


def _write(path: Path, content: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One import at a time in a folder; what a killed one left unfinished goes."""
    with (root / _LOCK).open("w") as lock:
        _lock(lock.fileno(), root)
        _tidy(root)
        yield


def _lock(handle: int, root: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows has no such lock: there the folder of an unfinished import would be in the way
        return
    for _ in range(_PATIENCE):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.1)
        else:
            return
    raise FileError(f"Another import into {root} is running. Wait until it is done.")
