"""The invented release as a document, made once per kind and language; and what opens documents."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

from sijill.publish.formats.docx import docx
from sijill.publish.formats.draft import Draft
from sijill.publish.formats.pdf import pdf
from sijill.publish.manifest import About
from sijill.publish.notes import sections
from sijill.publish.text import Language
from tests.publish import sample

MAKERS = {"pdf": pdf, "docx": docx}


def draft(about: About | None = None, assessed: bool = True) -> Draft:
    """The invented release before it is written."""
    about = about or sample.about()
    return Draft(about, sections(about, sample.protected(assessed).tables))


@cache
def made(kind: str, lang: str) -> bytes:
    """One of its documents."""
    return MAKERS[kind](draft(), Language(lang))


def opened_by_libreoffice(file: Path, into: str) -> Path:
    """A file as LibreOffice writes it again in another format; its profile lies beside the file."""
    profile = (file.parent / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", into]
    subprocess.run(
        [*command, "--outdir", str(file.parent / "out"), str(file)], check=True, capture_output=True, timeout=120
    )
    (found,) = (file.parent / "out").glob(f"{file.stem}.*")
    return found


def text_of(file: Path) -> str:
    """The text of a PDF, as poppler reads it."""
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, timeout=60)
    return done.stdout.decode()
