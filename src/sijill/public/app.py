"""The public site as a WSGI program: lists releases, serves what their manifests name, writes nothing.

It answers GET and HEAD. An address is looked up whole among those of the manifests, so that no
address can be made that leads elsewhere; each file is compared with its hash as it is read.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from sijill.codelists.load import LANGUAGES
from sijill.public.shelf import Shelf, stock
from sijill.publish.html import FOLDER, STYLE, rendered
from sijill.publish.manifest import Banner, ManifestError, digest
from sijill.publish.text import Language, given

SPOKEN = tuple(Language(code) for code in LANGUAGES)
HEADERS = (
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TEXT = "text/plain; charset=utf-8"
DATA = (".csv", ".json", ".xml")
FROZEN = "public, max-age=86400"
FRESH = "no-cache"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site answers: status, type, content, and more headers."""

    status: str
    kind: str
    content: bytes
    headers: tuple[tuple[str, str], ...] = ()
    sha256: str = field(default="")

    @property
    def tag(self) -> str:
        """The ETag: the hash of the content."""
        return f'"{self.sha256 or digest(self.content)}"'


def application(releases: Path) -> WSGIApplication:
    """The site over a folder of releases. Releases that come or go later are seen at the next request."""
    site = _Site(releases)

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        said = _answer(site, environ)
        head = [*said.headers, *HEADERS]
        if said.status.startswith("200"):
            head.append(("ETag", said.tag))
            if said.tag in environ.get("HTTP_IF_NONE_MATCH", ""):
                start("304 Not Modified", head)
                return []
        start(said.status, [*head, ("Content-Type", said.kind), ("Content-Length", str(len(said.content)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [said.content]

    return answer


class _Site:
    """The folder and what was last seen in it; one thread looks, the others take what it found."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._shelf = stock(folder)

    def shelf(self) -> Shelf:
        """The releases as they are now."""
        if not self._shelf.is_current(self._folder):
            with self._lock:
                if not self._shelf.is_current(self._folder):
                    self._shelf = stock(self._folder)
        return self._shelf


def _answer(site: _Site, environ: WSGIEnvironment) -> Answer:
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return _problem("405 Method Not Allowed", "not_allowed", (("Allow", "GET, HEAD"),))
    # WSGI hands the bytes of a path over as Latin-1.
    address = environ.get("PATH_INFO", "").encode("latin-1", "replace").decode("utf-8", "replace") or "/"
    shelf = site.shelf()
    try:
        return _file(shelf, address) or _page(shelf, address, environ) or _nothing(shelf, address)
    except ManifestError:
        return _problem("500 Internal Server Error", "changed")


def _file(shelf: Shelf, address: str) -> Answer | None:
    found = shelf.content(address)
    if found is None:
        return None
    ending = ".html" if address.endswith("/") else PurePosixPath(address).suffix
    shared = (("Access-Control-Allow-Origin", "*"),) if ending in DATA else ()
    return Answer("200 OK", TYPES.get(ending, TEXT), found[0], (("Cache-Control", FROZEN), *shared), found[1])


def _page(shelf: Shelf, address: str, environ: WSGIEnvironment) -> Answer | None:
    fresh = (("Cache-Control", FRESH),)
    if address == "/":
        code = preferred(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        return Answer("302 Found", TEXT, b"", (*fresh, ("Location", f"/{code}/"), ("Vary", "Accept-Language")))
    for lang in SPOKEN:
        if address == f"/{lang.code}/":
            return Answer("200 OK", TYPES[".html"], _list(shelf, lang), fresh)
    if address == "/releases.json":
        open_to_all = ("Access-Control-Allow-Origin", "*")
        return Answer("200 OK", TYPES[".json"], _catalogue(shelf), (*fresh, open_to_all))
    if address == f"/{STYLE}":
        return Answer("200 OK", TYPES[".css"], (FOLDER / STYLE).read_bytes(), fresh)
    if address == "/robots.txt":
        return Answer("200 OK", TEXT, _robots(shelf), fresh)
    if address in shelf.manifests:
        return Answer("200 OK", TYPES[".json"], shelf.manifests[address], fresh)
    return None


def _nothing(shelf: Shelf, address: str) -> Answer:
    """An address that lacks its last slash is sent on; any other leads nowhere."""
    known = {f"/{lang.code}" for lang in SPOKEN} | {one.address[:-1] for one in shelf.releases}
    if address in known:
        return Answer("308 Permanent Redirect", TEXT, b"", (("Location", f"{address}/"),))
    return _problem("404 Not Found", "not_found")


def _problem(status: str, problem: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    lang = SPOKEN[0]
    title = " · ".join(one.say(f"public.{problem}") for one in SPOKEN)
    values = {**_frame(lang, lang.say("site.name"), title), "problem": problem}
    content = rendered("public/error.html", values)
    return Answer(status, TYPES[".html"], content, (*headers, ("Cache-Control", "no-store")))


def _list(shelf: Shelf, lang: Language) -> bytes:
    publishers = {given(one.about.institution, lang).text for one in shelf.releases}
    name = publishers.pop() if len(publishers) == 1 else lang.say("site.name")
    values = {"releases": shelf.releases, "broken": shelf.broken}
    return rendered("public/list.html", {**_frame(lang, name, lang.say("public.title")), **values})


def _frame(lang: Language, institution: str, title: str) -> dict[str, Any]:
    return {
        "lang": lang,
        "languages": SPOKEN,
        "say": lang.say,
        "mark": "",
        "institution": institution,
        "title": title,
    }


def _catalogue(shelf: Shelf) -> bytes:
    """All releases for machines: what each is about and its files with their hashes."""
    said = [
        {
            "id": one.about.id,
            "url": one.address,
            "sha256": one.manifest.sha256,
            "title": dict(one.about.title),
            "institution": dict(one.about.institution),
            "subject": one.about.subject,
            "area": one.about.area,
            "since": one.about.since.isoformat(),
            "until": one.about.until.isoformat(),
            "as_of": one.about.as_of.isoformat(),
            "banner": one.about.banner.value,
            "unofficial_demo": one.about.unofficial_demo,
            "official": one.about.official,
            "replaces": one.about.replaces,
            "replaced_by": one.replaced_by,
            "files": [{"path": file.path, "sha256": file.sha256, "size": file.size} for file in one.manifest.files],
        }
        for one in shelf.releases
    ]
    return (json.dumps({"releases": said}, ensure_ascii=False, indent=1) + "\n").encode()


def _robots(shelf: Shelf) -> bytes:
    """Search engines may read everything but what is made up or a demonstration."""
    hidden = [one for one in shelf.releases if one.about.unofficial_demo or one.about.banner is Banner.INVENTED]
    return "".join(["User-agent: *\n", *(f"Disallow: {one.address}\n" for one in hidden), "Allow: /\n"]).encode()


def preferred(header: str) -> str:
    """The language of ours that an Accept-Language header ranks first; the first of ours if it names none."""
    ranked: list[tuple[float, str]] = []
    for part in header.split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            rank = float(weight or 1)
        except ValueError:
            continue
        ranked.append((rank, name.split("-")[0].lower()))
    wanted: Mapping[str, float] = {name: rank for rank, name in sorted(ranked) if name in LANGUAGES and rank > 0}
    return max(LANGUAGES, key=lambda code: wanted.get(code, 0.0))
