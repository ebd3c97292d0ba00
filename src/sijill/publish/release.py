"""Write a release folder: every format from the same protected tables, all at once or not at all.

The same tables and the same `About` give the same bytes (decision 16). Rows in the database and
approvals are made elsewhere; this module only writes files.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from sijill.publish.formats import csv, html, json, sdmx, svg, xlsx
from sijill.publish.formats.atlas import Atlas
from sijill.publish.formats.draft import Draft, Files
from sijill.publish.manifest import (
    MANIFEST,
    SUMS,
    TABLES,
    About,
    Manifest,
    digest,
    freeze,
    read,
    tables_to_bytes,
    to_bytes,
)
from sijill.publish.notes import sections
from sijill.stats.disclosure import Protected

FORMATS = (csv.files, json.files, xlsx.files, sdmx.files)


class ReleaseError(ValueError):
    """A release cannot be written; the text says what stands in the way and what to do."""


def write(folder: Path, protected: Protected, about: About, atlas: Atlas | None = None) -> Manifest:
    """Write the release to `folder`, which appears complete or not at all; gives its manifest.

    `atlas`: the shapes that the office gives for its areas.

    Writing the same release again changes nothing. Raises ReleaseError where the folder holds
    something else, NotesError, SeriesError or NoWords where the release cannot be made.
    """
    contents, manifest = compose(protected, about, atlas)
    if folder.exists():
        return _already_there(folder, manifest)
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Hidden, so that nothing takes it for a release while it is being written.
    place = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for path, content in {**contents, MANIFEST: to_bytes(manifest)}.items():
            _write_file(place / path, content)
        place.chmod(0o755)
        place.rename(folder)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return manifest


def compose(protected: Protected, about: About, atlas: Atlas | None = None) -> tuple[dict[str, bytes], Manifest]:
    """Every file of a release by its path, the manifest left out, and the manifest."""
    if about.policy != protected.policy:
        raise ReleaseError(
            f"Release {about.id} names policy {about.policy[:12]}, and its tables were protected under "
            f"{protected.policy[:12]}. Protect them again, or name the policy that was used."
        )
    draft = Draft(about, sections(about, protected.tables), atlas)
    drawn = svg.drawn(draft)
    figures: dict[str, bytes] = {TABLES: tables_to_bytes(protected.tables)}
    for one in drawn.values():
        figures[one.path] = one.svg.encode()
    for make in FORMATS:
        figures |= make(draft)
    contents = figures | html.files(draft, figures, drawn)
    contents[SUMS] = _sums(contents)
    return contents, freeze(about, contents, protected.tables)


def _sums(contents: Files) -> bytes:
    """The hashes as `sha256sum --check` reads them."""
    return "".join(f"{digest(content)}  {path}\n" for path, content in sorted(contents.items())).encode()


def _already_there(folder: Path, manifest: Manifest) -> Manifest:
    there = read(folder)
    if there.sha256 != manifest.sha256:
        raise ReleaseError(
            f"The folder {folder.name} holds another release. A release is never overwritten: give this one "
            "an id of its own, or remove the draft that stands there."
        )
    return there


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    path.chmod(0o644)
