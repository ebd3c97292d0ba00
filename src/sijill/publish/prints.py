"""Documents that lie beside a frozen release, in `prints/` of its folder: which there are, and are they whole. Pure.

They are no part of what is frozen. A release promises the same bytes wherever it is made again; a
PDF also depends on the machine's Pango, and takes seconds. `publish/press.py` makes them, from the
folder alone. `prints/prints.json` says of which release they are, what made them, and the hash of
each. A release without them is whole, and one whose documents were changed shows none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sijill.publish.manifest import File, Manifest, ManifestError, load

FOLDER = "prints"
INDEX = f"{FOLDER}/prints.json"
FORMAT = 1
KINDS = ("docx", "pdf")


@dataclass(frozen=True, slots=True)
class Print:
    """One document: its kind (`pdf`, `docx`), its language, and the file by its path in the release's folder."""

    kind: str
    lang: str
    file: File


def made(folder: Path, manifest: Manifest) -> list[Print]:
    """The documents in a release's folder; none where they are of another release, or damaged."""
    try:
        said = json.loads((folder / INDEX).read_bytes())
        if said["format"] != FORMAT or said["manifest_sha256"] != manifest.sha256:
            return []
        prints = [Print(one["kind"], one["lang"], File(**one["file"])) for one in said["prints"]]
    except (OSError, ValueError, TypeError, KeyError):
        return []
    return [one for one in prints if _is_whole(folder, one)]


def described(manifest: Manifest, prints: Sequence[Print], made_with: Mapping[str, str]) -> dict[str, Any]:
    """What `prints.json` says. `made_with`: what the bytes of the documents depend on beside the release."""
    return {
        "format": FORMAT,
        "release": manifest.about.id,
        "manifest_sha256": manifest.sha256,
        "made_with": dict(made_with),
        "prints": [asdict(one) for one in prints],
    }


def _is_whole(folder: Path, one: Print) -> bool:
    path = Path(one.file.path)
    if one.kind not in KINDS or path.parts != (FOLDER, path.name) or path.suffix != f".{one.kind}":
        return False
    try:
        return len(load(folder, one.file)) == one.file.size
    except ManifestError:
        return False
