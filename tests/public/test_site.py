"""The public site: what the manifests name and nothing else, unchanged, to anybody, without remembering who asked."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from sijill.public.app import application, preferred
from sijill.public.server import threaded
from sijill.publish.manifest import LANGUAGES, MANIFEST, digest, to_bytes
from tests.publish import sample
from tests.publish.formats.pages import Page

ROOT = Path(__file__).resolve().parents[2]
ID = sample.about().id
HERE = f"/releases/{ID}/"


@dataclass
class Reply:
    """What the site answered."""

    status: int
    headers: dict[str, str]
    content: bytes


class Site:
    """The site as a browser meets it; every answer is held against the WSGI standard."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._program = validator(application(folder))

    def get(self, address: str, method: str = "GET", **headers: str) -> Reply:
        environ: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": address}
        environ |= {"SCRIPT_NAME": "", "QUERY_STRING": ""}
        setup_testing_defaults(environ)
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        said: list[Any] = []

        def start(status: str, given: list[tuple[str, str]], exc_info: Any = None) -> Any:
            said.extend((int(status.split()[0]), dict(given)))
            assert len(dict(given)) == len(given), "a header is given twice"

        body = self._program(environ, start)
        content = b"".join(body)
        body.close()  # type: ignore[attr-defined]
        return Reply(said[0], said[1], content)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with the invented and the official release."""
    sample.written(tmp_path / ID)
    sample.written(tmp_path / "official", "official")
    return Site(tmp_path)


@pytest.fixture
def one(tmp_path: Path) -> Site:
    """A site with the invented release only."""
    sample.written(tmp_path / ID)
    return Site(tmp_path)


def test_every_file_of_a_release_is_served_as_it_is(one: Site) -> None:
    files, manifest = sample.composed("invented")
    for path, content in files.items():
        reply = one.get(HERE + path)
        assert (reply.status, reply.content) == (200, content), path
        assert reply.headers["ETag"] == f'"{digest(content)}"'
        assert reply.headers["Content-Length"] == str(len(content))
    assert one.get(HERE + MANIFEST).content == to_bytes(manifest)
    assert one.get(HERE).content == files["index.html"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("en/index.html", "text/html; charset=utf-8"),
        ("style.css", "text/css; charset=utf-8"),
        ("data/sdg16-UNOFFICIAL-DEMO.csv", "text/csv; charset=utf-8"),
        ("charts/sdg16-ar-UNOFFICIAL-DEMO.svg", "image/svg+xml"),
        ("data/national-UNOFFICIAL-DEMO.sdmx.xml", "application/xml"),
        ("tables.json", "application/json"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)
def test_files_have_their_types(one: Site, path: str, kind: str) -> None:
    assert one.get(HERE + path).headers["Content-Type"] == kind


@pytest.mark.parametrize(
    "address",
    ["/", "/en/", "/releases.json", "/nothing", HERE + "en/index.html", HERE + "data/sdg16-UNOFFICIAL-DEMO.csv"],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_answer_is_guarded(one: Site, address: str, method: str) -> None:
    headers = one.get(address, method).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == policy["img-src"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert not {"Set-Cookie", "X-Powered-By"} & set(headers)


@pytest.mark.parametrize(
    "address",
    [
        "/../secret.key",
        "/releases/../../secret.key",
        HERE + "../../secret.key",
        HERE + "en/../manifest.json",
        HERE + "%2e%2e/%2e%2e/secret.key",
        HERE + "..\\secret.key",
        HERE + "/etc/passwd",
        HERE + "en",
        HERE + "data/",
        HERE + "unnamed.txt",
        "/releases/",
        "//secret.key",
        "/\x00",
        "/\xff\xfe",
    ],
)
def test_no_address_leads_elsewhere(one: Site, address: str) -> None:
    (one.folder / "secret.key").write_text("secret", encoding="utf-8")
    (one.folder / ID / "unnamed.txt").write_text("secret", encoding="utf-8")
    reply = one.get(address)
    assert reply.status == 404
    assert b"secret" not in reply.content


def test_an_error_speaks_every_language(one: Site) -> None:
    for reply in (one.get("/nothing"), one.get("/en/", "POST")):
        page = Page(reply.content)
        assert {(item.attributes["lang"], item.attributes["dir"]) for item in page.all("li")} == {
            ("en", "ltr"),
            ("ar", "rtl"),
            ("fr", "ltr"),
            ("es", "ltr"),
        }
    assert one.get("/nothing").status == 404
    refused = one.get("/en/", "DELETE")
    assert (refused.status, refused.headers["Allow"]) == (405, "GET, HEAD")


def test_head_says_the_same_without_content(one: Site) -> None:
    whole, head = one.get("/ar/"), one.get("/ar/", "HEAD")
    assert (head.status, head.headers, head.content) == (200, whole.headers, b"")


def test_what_is_known_already_is_not_sent_again(one: Site) -> None:
    for address in ("/en/", HERE + "tables.json"):
        tag = one.get(address).headers["ETag"]
        again = one.get(address, if_none_match=tag)
        assert (again.status, again.content) == (304, b"")
        assert one.get(address, if_none_match='"other"').status == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_shows_every_release_in_each_language(site: Site, lang: str) -> None:
    page = Page(site.get(f"/{lang}/").content)
    assert page.problems == []
    assert page.all("html")[0].attributes == {"lang": lang, "dir": "rtl" if lang == "ar" else "ltr"}
    titles = sample.about().title
    assert page.all("h2")[0].said == titles.get(lang, titles["en"])
    given = [one.attributes for one in page.all("bdi") if one.said == titles["en"] and "h2" in one.above]
    assert given == {"en": [{}], "ar": []}.get(lang, [{"lang": "en", "dir": "ltr"}])
    for link in page.all("a", "link"):
        target = link.attributes["href"]
        assert target.startswith("#") or site.get(target).status == 200


def test_a_second_folder_with_the_same_id_is_left_out_and_said(site: Site) -> None:
    assert len(json.loads(site.get("/releases.json").content)["releases"]) == 1
    assert "do not match their manifest: 1." in site.get("/en/").content.decode()


def test_the_catalogue_names_every_file_with_its_hash(one: Site) -> None:
    release = json.loads(one.get("/releases.json").content)["releases"][0]
    assert release["sha256"] == sample.composed("invented")[1].sha256
    for file in release["files"]:
        assert digest(one.get(release["url"] + file["path"]).content) == file["sha256"]


def test_search_engines_are_kept_from_what_is_invented(one: Site) -> None:
    assert f"Disallow: {HERE}" in one.get("/robots.txt").content.decode()


def test_the_first_page_goes_by_the_language_of_the_browser(one: Site) -> None:
    assert one.get("/", accept_language="ar-QA,ar;q=0.9,en;q=0.8").headers["Location"] == "/ar/"
    assert one.get("/").headers["Location"] == "/en/"
    assert one.get(f"/releases/{ID}").headers["Location"] == HERE


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", "en"),
        ("fr, de", "fr"),
        ("de, nl", "en"),
        ("de, es-BO;q=0.9", "es"),
        ("de;q=0.9, AR;q=0.5, en;q=0.1", "ar"),
        ("en;q=0, ar;q=0.1", "ar"),
        ("ar;q=x", "en"),
        ("en;q=0.5,en-GB;q=0.9,ar;q=0.7", "en"),
        ("*", "en"),
    ],
)
def test_preferred_language(header: str, lang: str) -> None:
    assert preferred(header) == lang


def test_a_changed_file_is_not_shown(one: Site) -> None:
    file = one.folder / ID / "en" / "index.html"
    file.write_bytes(file.read_bytes().replace(b"420", b"421"))
    reply = one.get(HERE + "en/index.html")
    assert reply.status == 500
    assert b"421" not in reply.content
    assert one.get(HERE + "ar/index.html").status == 200


def test_a_folder_that_does_not_fit_its_manifest_is_left_out_and_said(tmp_path: Path) -> None:
    folder = sample.written(tmp_path / ID)
    (folder / "tables.json").unlink()
    site = Site(tmp_path)
    assert site.get(HERE + "en/index.html").status == 404
    assert "do not match their manifest: 1." in site.get("/en/").content.decode()


def test_releases_come_and_go_without_a_restart(tmp_path: Path) -> None:
    site = Site(tmp_path / "releases")
    assert "Nothing has been published yet." in site.get("/en/").content.decode()
    folder = sample.written(tmp_path / "releases" / ID)
    assert site.get(HERE + "en/index.html").status == 200
    folder.rename(tmp_path / "taken-away")
    assert site.get(HERE + "en/index.html").status == 404


def test_a_release_that_was_replaced_says_by_which(tmp_path: Path) -> None:
    from sijill.publish.release import write

    correction = {"en": "Two cases were the same.", "ar": "كانت حالتان حالة واحدة."}
    newer = sample.about(id="release-newer", replaces=ID, correction=correction)
    sample.written(tmp_path / ID)
    write(tmp_path / "release-newer", sample.protected(), newer)
    site = Site(tmp_path)
    releases = {one["id"]: one for one in json.loads(site.get("/releases.json").content)["releases"]}
    assert releases[ID]["replaced_by"] == "release-newer"
    assert 'replaced by <bdi dir="ltr">release-newer</bdi>' in site.get("/en/").content.decode()


def test_the_public_program_loads_no_django_and_no_casework() -> None:
    code = "import json, sys; import sijill.public.server, sijill.public.app; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = json.loads(done.stdout)
    assert "sijill.public.app" in loaded
    rooms = [name for name in loaded if name.startswith("sijill.")]
    assert [name for name in loaded if name.split(".")[0] in ("django", "ibis", "duckdb", "pyarrow", "pandas")] == []
    assert [name for name in rooms if name.split(".")[-1] in ("models", "actions", "columns", "settings")] == []


@pytest.fixture
def running(one: Site) -> Iterator[str]:
    """The site behind the server of the standard library."""
    server = threaded(application(one.folder), "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_standard_server_serves_and_writes_nothing_down(running: str, capfd: pytest.CaptureFixture[str]) -> None:
    with urllib.request.urlopen(f"{running}{HERE}en/index.html") as reply:
        assert reply.status == 200
        assert reply.read() == sample.composed("invented")[0]["en/index.html"]
    with pytest.raises(urllib.error.HTTPError, match="404") as caught:
        urllib.request.urlopen(f"{running}/nothing")
    caught.value.close()
    assert "127.0.0.1" not in capfd.readouterr().err
