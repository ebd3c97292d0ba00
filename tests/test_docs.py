"""Nothing that a person can type, choose or set is undocumented, and what the pages quote is so."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from scripts import describe
from sijill.assess.rules.statements import checks as statement_checks
from sijill.cli import main as program
from sijill.codelists.load import codelist
from sijill.collect.importers.formats import FORMATS
from sijill.home import Home, Settings
from sijill.office.roles import Role
from sijill.publish import statements as statement_reports
from sijill.publish.reports import REPORTS
from sijill.publish.statements import keys as statement_keys
from sijill.statements.errata import ERRATA
from sijill.tables.describe import rewritten as data_model

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
MARKDOWN = MarkdownIt("commonmark").enable("table")
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
PATH = re.compile(
    r"(?:docs|src|tests|scripts|examples|benchmarks)/[\w./-]*\w|[A-Z]+\.md|Makefile|requirements[-\w]*\.lock"
)
SHELLS = ("bash", "sh", "ini")
PROGRAM = re.compile(r"(?:ExecStart=)?(?:\S*/)?sijill ")
OURS = re.compile(r"\b(issue|sprint|helper|session|ticket)s? #?\d", re.IGNORECASE)


def tokens(page: Path) -> list[Token]:
    """The page as Markdown sees it."""
    return MARKDOWN.parse(page.read_text(encoding="utf-8"))


def inline(page: Path) -> Iterator[Token]:
    """Everything inside paragraphs, headings and cells."""
    for token in tokens(page):
        yield from token.children or ()


def rows(page: Path) -> list[list[str]]:
    """Every row of every table, cells as they are written."""
    lines = (line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| "))
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def first_codes(page: Path) -> set[str]:
    """What stands as code in the first cell of a row."""
    return {row[0].strip("`") for row in rows(page) if row[0].startswith("`")}


@pytest.mark.parametrize("name", sorted(describe.PAGES))
def test_printed_pages_are_as_printed(name: str) -> None:
    page = (REFERENCE / name).read_text(encoding="utf-8")
    assert page == describe.rewritten(name, page), "run .venv/bin/python scripts/describe.py"


def test_the_data_model_is_the_catalog() -> None:
    page = (REFERENCE / "data-model.md").read_text(encoding="utf-8")
    assert page == data_model(page), "run .venv/bin/python scripts/describe.py"


def test_every_setting_is_documented_with_its_default(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.write_settings(Settings())
    lines = home.settings_file.read_text(encoding="utf-8").splitlines()[1:]
    written = dict(line.split(" = ", maxsplit=1) for line in lines)
    said = {row[0].strip("`"): row[1].strip("`") for row in rows(REFERENCE / "settings.md") if len(row) == 3}
    assert {name: said.get(name) for name in written} == written
    assert set(said) - set(written) <= {"setting", "---"}


def test_every_role_and_profile_is_documented() -> None:
    documented = first_codes(REFERENCE / "roles.md")
    profiles = codelist("profiles")
    assert {role.value for role in Role} <= documented
    assert set(profiles.codes) <= documented
    says = {row[0].strip("`"): row[1:] for row in rows(REFERENCE / "roles.md")}
    for extra, place in (("says_verified", 0), ("official_series", 1), ("decides_appeals", 2)):
        for code, value in profiles.column(extra).items():
            assert says[code][place].startswith(value), (code, extra)


def test_every_format_and_report_is_documented() -> None:
    for page in (REFERENCE / "commands.md", DOCS / "how-to" / "import-a-list.md"):
        text = page.read_text(encoding="utf-8")
        assert [name for name in FORMATS if f"`{name}`" not in text] == []
    reports = (REFERENCE / "reports.md").read_text(encoding="utf-8")
    assert [name for name in REPORTS if f"`{name}`" not in reports] == []


def test_every_file_of_a_release_is_documented() -> None:
    page = (REFERENCE / "release-folder.md").read_text(encoding="utf-8").lower()
    assert [word for word in ("csv", "xlsx", "json", "sdmx", "svg", "manifest") if word not in page] == []


def test_the_glossary_has_one_word_for_one_idea() -> None:
    terms = [row for row in rows(REFERENCE / "glossary.md") if row[0] != "word" and set(row[0]) != {"-"}]
    for column in (0, 1):
        words = [row[column] for row in terms]
        assert [word for word in words if words.count(word) > 1 or not word] == []
    assert [row[0] for row in terms if not re.search("[\u0621-\u064a]", row[1])] == []
    assert [row[0] for row in terms if not row[2].endswith(".")] == []


@pytest.mark.parametrize("name", ["verification_states", "unknowns", "outcomes"])
def test_the_glossary_speaks_as_the_codelists_do(name: str) -> None:
    said = {row[0]: row[1] for row in rows(REFERENCE / "glossary.md")}
    wanted = {row.label("en").lower(): row.label("ar") for row in codelist(name).rows}
    assert {word: said.get(word) for word in wanted} == wanted


def parse(words: list[str], *, whole: bool) -> None:
    """Let click read a command line without running it; raises what click raises."""
    command: click.Command = program
    path = "sijill"
    while isinstance(command, click.Group):
        if not words or words[0] in ("-h", "--help", "--version"):
            assert not whole or words, f"{path} is not a whole command"
            return
        found = command.get_command(click.Context(command), words[0])
        if found is None:
            raise click.UsageError(f"there is no command {path} {words[0]}")
        command, path, words = found, f"{path} {words[0]}", words[1:]
    above = click.Context(program, info_name="sijill", **program.context_settings)
    try:
        command.make_context(path, list(words), parent=above)
    except click.MissingParameter:
        if whole:
            raise


def quoted(page: Path) -> Iterator[tuple[str, bool]]:
    """Each command line of ours on a page; True where it has to be whole, as a line of a block has."""
    for token in tokens(page):
        if token.type == "fence" and token.info.split(" ")[0] in SHELLS:
            text = token.content.replace("\\\n", " ")
            yield from ((line, True) for line in text.splitlines() if PROGRAM.match(line))
        for child in token.children or ():
            if child.type == "code_inline" and PROGRAM.match(child.content):
                yield child.content, False


def asked(option: click.Option, context: click.Context) -> Any:
    """An answer to a prompt, instead of a person."""
    return next(iter(option.type.choices)) if isinstance(option.type, click.Choice) else "x"


@pytest.mark.parametrize("name", NAMES)
def test_every_quoted_command_can_be_typed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(click.Path, "convert", lambda self, value, param, ctx: value)
    monkeypatch.setattr(click.Option, "prompt_for_value", asked)
    for line, whole in quoted(ROOT / name):
        line = re.split(r" [|>&] ?| && |; ", line, maxsplit=1)[0]
        try:
            parse(shlex.split(PROGRAM.sub("", line, count=1), comments=True), whole=whole)
        except click.ClickException as error:
            pytest.fail(f"{name}: `{line}`: {error.format_message()}")


def test_a_wrong_command_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(click.Option, "prompt_for_value", asked)
    for words in (["tables"], ["log", "verified"], ["table", "sdg16", "--from", "2024-01-01"]):
        with pytest.raises(click.UsageError):
            parse(words, whole=False)
    with pytest.raises(click.MissingParameter):
        parse(["release", "new"], whole=True)
    parse(["release", "new"], whole=False)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    page = ROOT / name
    dead = []
    for token in inline(page):
        target = str(token.attrs.get("href" if token.type == "link_open" else "src", ""))
        if token.type not in ("link_open", "image") or not target or re.match(r"\w+:|#", target):
            continue
        file = (page.parent / target.split("#")[0]).resolve()
        if not file.exists() or ROOT not in file.parents:
            dead.append(target)
    assert dead == []


@pytest.mark.parametrize("name", NAMES)
def test_every_file_that_is_named_is_there(name: str) -> None:
    if name == "CHANGELOG.md":
        return  # it also tells of what was
    code = {token.content for token in inline(ROOT / name) if token.type == "code_inline"}
    named = {one for one in code if PATH.fullmatch(one)}
    assert [one for one in sorted(named) if not (ROOT / one).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_about_the_program(name: str) -> None:
    assert OURS.findall((ROOT / name).read_text(encoding="utf-8")) == []


def test_pages_that_the_program_names_are_there() -> None:
    named: dict[str, str] = {}
    for path in [
        *(ROOT / "src").rglob("*.py"),
        *(ROOT / "src").rglob("*.toml"),
        *(ROOT / "examples").rglob("*.md"),
    ]:
        for page in re.findall(r"\bdocs/[\w/-]+\.md", path.read_text(encoding="utf-8")):
            named[page] = path.name
    assert named
    assert {page: where for page, where in named.items() if not (ROOT / page).exists()} == {}


def test_the_readme_is_short_and_says_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) <= 110
    assert "make run" in readme and "make test" in readme
    assert "docs/images/" in readme


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a shell script as a reader would, in a folder of its own, with this checkout's program."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.fail("There is no bash here, and these pages are written for one.")
    programs = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    environment.pop("SIJILL_HOME", None)
    command = [bash, "-euo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def blocks(page: str) -> str:
    """The shell blocks of a page, one after the other."""
    found = [token.content for token in tokens(DOCS / page) if token.type == "fence" and token.info == "bash"]
    assert found
    return "".join(found)


@pytest.mark.slow
def test_the_first_tutorial_does_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    page = DOCS / "tutorial" / "first-figure.md"
    # Without -e: an import that refused rows ends with 3, as the page says.
    done = run("set +e\n" + blocks("tutorial/first-figure.md"), tmp_path)
    assert [line for line in done.stderr.splitlines() if not line.endswith(" rows")] == []
    assert done.returncode == 0
    shown = "".join(token.content for token in tokens(page) if token.type == "fence" and token.info == "text")
    assert shown
    printed = done.stdout.splitlines()
    assert [line for line in shown.splitlines() if line not in printed] == []
    assert printed[-1].endswith("no faults.")


@pytest.mark.slow
def test_the_log_finds_what_the_page_says_it_finds(tmp_path: Path) -> None:
    init = "sijill init --home sijill-home --name Office --kind civil-society --country BO\n"
    done = run(init + blocks("how-to/verify-the-log.md"), tmp_path)
    assert done.returncode == 0, done.stderr
    found = run("sijill log verify --home try-it", tmp_path)
    assert found.returncode == 1
    assert "was changed behind the log: not as log entry 1 wrote it" in found.stdout
    assert found.stdout.splitlines()[-1] == "2 log entries; 1 faults."


@pytest.mark.slow
def test_a_backup_as_the_page_takes_it_is_whole(tmp_path: Path) -> None:
    init = "sijill init --home sijill-home --name Office --kind civil-society --country BO\n"
    done = run(init + blocks("how-to/back-up.md"), tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no faults." in done.stdout
    copied = tomllib.loads((tmp_path / "backup" / "settings.toml").read_text(encoding="utf-8"))
    assert set(copied) == {one.name for one in fields(Settings)}


BEHIND_A_WEB_SERVER = """
import re
import django
django.setup()
from django.test import Client
office = {"HTTP_HOST": "register.example.org", "HTTP_X_FORWARDED_PROTO": "https"}
client = Client(enforce_csrf_checks=True)
page = client.get("/sign-in/", **office)
token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page.content.decode())[1]
office["HTTP_ORIGIN"] = "https://register.example.org"
sent = client.post("/sign-in/", {"csrfmiddlewaretoken": token}, **office)
print(page.status_code, sent.status_code, page.headers["Strict-Transport-Security"])
"""


@pytest.mark.slow
def test_forms_are_taken_behind_the_web_server_that_the_page_describes(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    assert run(f"sijill init --home {home.folder} --name Office --kind civil-society", tmp_path).returncode == 0
    page = (DOCS / "how-to" / "run-on-a-server.md").read_text(encoding="utf-8")
    assert "proxy_set_header X-Forwarded-Proto https;" in page
    said = next(token.content for token in tokens(DOCS / "how-to" / "run-on-a-server.md") if token.info == "toml")
    home.settings_file.write_text(said, encoding="utf-8")
    environment = {**os.environ, "SIJILL_HOME": str(home.folder), "DJANGO_SETTINGS_MODULE": "sijill.settings"}
    command = [sys.executable, "-c", BEHIND_A_WEB_SERVER]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == "200 200 max-age=31536000\n", done.stderr


def test_every_report_key_check_and_erratum_of_statements_is_documented() -> None:
    page = (REFERENCE / "statement-reports.md").read_text(encoding="utf-8")
    names = [*statement_reports.REPORTS, *statement_keys.KEYS, *(one.id for one in statement_checks.CHECKS)]
    assert [name for name in (*names, *(one.id for one in ERRATA)) if f"`{name}`" not in page] == []
