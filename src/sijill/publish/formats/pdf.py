"""A release as PDF, for reading on paper and by ear: tagged after PDF/UA-1, in one language per file.

Set by WeasyPrint, which needs the system's Pango. Where that is missing everything else works and
this says what to install. The same release gives the same bytes on the same machine; another
version of Pango may break a line elsewhere, which is why no PDF is part of a frozen release.
"""

from __future__ import annotations

import base64
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sijill.publish.formats import fonts
from sijill.publish.formats.draft import Draft
from sijill.publish.formats.printed import Document, document, sign
from sijill.publish.html import FOLDER, rendered
from sijill.publish.text import Language, given
from sijill.stats.table import Flag

if TYPE_CHECKING:
    from types import ModuleType

EPOCH = "SOURCE_DATE_EPOCH"
VARIANT = "pdf/ua-1"
WIDE = 9  # columns of a table; more are set across the page turned on its side

_CLOCK = threading.Lock()


class NoPango(RuntimeError):
    """The system has no Pango; the text says what to install."""


def pdf(draft: Draft, lang: Language) -> bytes:
    """The release in one language. Raises NoPango."""
    weasyprint = engine()
    page = html_of(draft, lang).decode()
    fetcher, config = _fetcher(), _config()
    sheet = weasyprint.CSS(string=_style(), url_fetcher=fetcher, font_config=config)
    html = weasyprint.HTML(string=page, url_fetcher=fetcher)
    with _clock_at(draft.made()):
        # No identifier: the second half of the one that pydyf writes differs from run to run.
        made: bytes = html.write_pdf(stylesheets=[sheet], font_config=config, pdf_variant=VARIANT, finisher=_scoped)
    return made


def html_of(draft: Draft, lang: Language) -> bytes:
    """The page that is set on paper."""
    return rendered("print.html", _values(document(draft, lang)))


def _scoped(document: Any, made: Any) -> None:
    """Say of each header whether it heads a row or a column; WeasyPrint 70 names headers by their ids only."""
    by_reference = {one.reference: one for one in made.objects}
    for row in made.objects:
        if not (isinstance(row, dict) and row.get("S") == "/TR"):
            continue
        cells = [by_reference[one] for one in row["K"]]
        scope = "/Row" if any(one["S"] == "/TD" for one in cells) else "/Column"
        for cell in cells:
            if cell["S"] == "/TH":
                cell["A"]["Scope"] = scope


@contextmanager
def _clock_at(when: datetime) -> Iterator[None]:
    """The fonts within a PDF bear the time at which they were cut to size; fontTools takes it from here."""
    with _CLOCK:
        before = os.environ.get(EPOCH)
        os.environ[EPOCH] = str(int(when.timestamp()))
        try:
            yield
        finally:
            os.environ.pop(EPOCH)
            if before is not None:
                os.environ[EPOCH] = before


def engine() -> ModuleType:
    """WeasyPrint, loaded when it is needed. Raises NoPango where the system lacks what it draws text with."""
    try:
        found = import_module("weasyprint")
    except OSError as error:
        raise NoPango(
            "A PDF cannot be made: this machine has no Pango, which sets its text "
            f"({str(error).splitlines()[0]}). On Debian and Ubuntu: apt-get install libpangoft2-1.0-0 "
            "libharfbuzz-subset0; elsewhere see WeasyPrint's own pages. Everything but PDF works without it."
        ) from error
    return found


def pango_version() -> str:
    """The version of the system's Pango. Raises NoPango."""
    engine()
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _config() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _fetcher() -> Any:
    """Pictures inside the page and our own fonts; nothing else is fetched, whatever a text may say."""
    from weasyprint.urls import URLFetcher

    ours = {path.as_uri() for path in fonts.files().values()}

    class Closed(URLFetcher):  # type: ignore[misc, unused-ignore]
        """Opens no address but those."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:image/png;") or url in ours:
                return super().fetch(url, headers)
            raise ValueError("a document to print fetches nothing from elsewhere")

    return Closed()


def _style() -> str:
    """The sheet for print, after the faces of the fonts."""
    faces = [
        f'@font-face {{ font-family: "Print {name}"; src: url("{path.as_uri()}"); }}'
        for name, path in fonts.files().items()
    ]
    return "\n".join([*faces, (FOLDER / "print.css").read_text(encoding="utf-8")])


def _values(said: Document) -> dict[str, Any]:
    pictures = {
        slug: f"data:image/png;base64,{base64.b64encode(one.content).decode()}" for slug, one in said.pictures.items()
    }
    about = said.draft.about
    return {
        "doc": said,
        "about": about,
        "lang": said.lang,
        "say": said.lang.say,
        "created": said.draft.made().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sign": lambda text: sign(text, said.lang),
        "pictures": pictures,
        "wide": WIDE,
        "correction": given(about.correction, said.lang).text,
        "contact": given(about.contact, said.lang).text,
        "flags": [flag.value for flag in Flag if flag],
    }
