"""Make documents of a frozen release, for paper and for editing, from its folder and from nothing else. Pure."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from sijill.publish.formats import docx, pdf
from sijill.publish.formats.draft import Draft
from sijill.publish.manifest import File, Manifest, digest, dumps, read, tables_of
from sijill.publish.notes import sections
from sijill.publish.prints import FOLDER, INDEX, KINDS, Print, described, made
from sijill.publish.text import LANGUAGES, Language

MAKERS: Mapping[str, Callable[[Draft, Language], bytes]] = {"docx": docx.docx, "pdf": pdf.pdf}


def draft_of(folder: Path, manifest: Manifest) -> Draft:
    """A frozen release as it was before it was written. Raises ManifestError."""
    return Draft(manifest.about, sections(manifest.about, tables_of(folder, manifest)))


def press(folder: Path, kinds: Sequence[str] = KINDS, languages: Sequence[Language] = LANGUAGES) -> list[Print]:
    """Make documents and put them into the release's folder, all at once; others that were there are kept.

    Raises ManifestError where the folder is not as it was frozen, NoPango for a PDF without Pango.
    """
    manifest = read(folder)
    draft = draft_of(folder, manifest)
    found = {(one.kind, one.lang): one for one in made(folder, manifest)}
    contents = {one.file.path: (folder / one.file.path).read_bytes() for one in found.values()}
    for kind in kinds:
        for lang in languages:
            content = MAKERS[kind](draft, lang)
            file = File(f"{FOLDER}/{draft.name(f'report-{lang.code}', kind)}", digest(content), len(content))
            contents[file.path], found[kind, lang.code] = content, Print(kind, lang.code, file)
    prints = [found[key] for key in sorted(found)]
    _put(folder, {**contents, INDEX: dumps(described(manifest, prints, _made_with()))})
    return prints


def _made_with() -> dict[str, str]:
    found = {name: version(name) for name in ("python-docx", "vl-convert-python", "weasyprint")}
    try:
        return {**found, "pango": pdf.pango_version()}
    except pdf.NoPango:
        return found


def _put(folder: Path, contents: Mapping[str, bytes]) -> None:
    """A new subfolder in place of the one that was there."""
    place = Path(tempfile.mkdtemp(prefix=f".{FOLDER}-", dir=folder))
    try:
        for path, content in contents.items():
            file = place / "new" / Path(path).name
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(content)
            file.chmod(0o644)
        (place / "new").chmod(0o755)
        if (folder / FOLDER).exists():
            (folder / FOLDER).replace(place / "old")
        (place / "new").replace(folder / FOLDER)
    finally:
        shutil.rmtree(place, ignore_errors=True)
