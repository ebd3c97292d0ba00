"""`sijill serve` and `sijill demo`: the two sites as two processes, and the practice installation."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import FrameType

import click

from sijill import examples
from sijill.cli.base import SOME_REFUSED, Stop, collect_seldom, start, with_home
from sijill.home import ENVIRONMENT, Home, find
from sijill.publish.manifest import release_folders

LISTS = "lists"  # the demo keeps each real list in an installation of its own below this folder


@click.command()
@click.option("--staff-only", is_flag=True, hidden=True)
@with_home
def serve(home: Home, staff_only: bool) -> None:
    """Open the staff pages and the public site, each in a process of its own."""
    home.make()
    start(home, must_exist=False)
    if staff_only:
        _staff(home)
        return
    settings = home.settings()
    processes = [_child("serve", "--staff-only", home=home), _child("public", home=home)]
    click.echo(f"Staff pages   http://{settings.staff_host}:{settings.staff_port}/")
    click.echo(f"Public site   http://{settings.public_host}:{settings.public_port}/")
    click.echo("Stop with Ctrl-C.")
    _wait(processes)


def _staff(home: Home) -> None:
    from django.core.wsgi import get_wsgi_application

    from sijill.public.server import run

    settings = home.settings()
    run(get_wsgi_application(), settings.staff_host, settings.staff_port, ready=_prepare)


def _prepare() -> None:
    """Compile the checks of the ground rules while nobody waits for them: it takes seconds."""
    from sijill.assess.rules.ground.prepared import prepare

    threading.Thread(target=prepare, name="prepare", daemon=True).start()


def _child(*words: str, home: Home) -> subprocess.Popen[bytes]:
    environment = {**os.environ, ENVIRONMENT: str(home.folder)}
    return subprocess.Popen([sys.executable, "-m", "sijill", *words], env=environment)  # noqa: S603 - our own command


def _wait(processes: list[subprocess.Popen[bytes]]) -> None:
    """Until one ends or somebody stops us; then end the other."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.3)
    except KeyboardInterrupt:
        pass
    for process in processes:
        process.terminate()
    codes = [process.wait() for process in processes]
    if any(code > 0 for code in codes):
        raise Stop("One of the two sites could not go on; its own message stands above.")


@click.command()
@click.option("--no-serve", is_flag=True, help="Stop before the sites open.")
@with_home
def demo(home: Home, no_serve: bool) -> None:
    """Build the practice installation: real open lists and an invented country, with releases.

    The invented country is the installation that opens; people practise there. Each real list has an
    installation of its own, and so have published figures of restrictions with measures that courts
    decided, so that nothing invented can ever meet what is real in one figure.
    """
    began = time.monotonic()
    if not home.exists:
        _build(home)
    for folder in release_folders(home.releases):
        click.echo(str(folder))
    click.echo(f"Ready after {time.monotonic() - began:.0f} seconds.", err=True)
    if not no_serve:
        _wait_serving(home)


def _wait_serving(home: Home) -> None:
    command = [sys.executable, "-m", "sijill", "serve", "--home", str(home.folder)]
    sys.exit(subprocess.call(command))  # noqa: S603 - our own command


def _build(home: Home) -> None:
    """Two processes at any time; the settings file, which says that all is there, stays only if all was made."""
    home.make()
    click.echo("Building the invented country and, beside it, three real installations ...", err=True)
    try:
        with ThreadPoolExecutor(max_workers=2) as workers:
            founded = workers.submit(_sijill, "demo-country", "found", home=home)
            lists = workers.submit(_lists, home)
            founded.result()
            parts = ("publish_people", "publish_speech")
            releases = [workers.submit(_sijill, "demo-country", part, home=home) for part in parts]
            # Last, on the processor that speech leaves idle: the page of pairs shall not be empty.
            releases.append(workers.submit(_sijill, "match", "propose", "--restricted", home=home))
            for part in lists.result():
                _publish(part, home)
            for done in releases:
                done.result()
    except BaseException:
        home.settings_file.unlink(missing_ok=True)
        raise


def _lists(home: Home) -> list[Home]:
    parts = []
    for name in LISTED:
        parts.append(find(home.folder / LISTS / name))
        _sijill("demo-list", name, home=parts[-1])
    return parts


def _bolivia(part: Home) -> None:
    folder = examples() / "bolivia"
    _init(part, "Deaths in political conflict in Bolivia: a list, imported", "BO")
    _here("import", "bolivia", *_files(folder, "deaths-*.csv"))
    _release(
        part,
        "deaths",
        ("1982-10-01", "2024-12-31"),
        {
            "en": "Deaths in political conflict in Bolivia, 1982 to 2024, as one list reports them",
            "ar": "الوفيات في النزاع السياسي في بوليفيا، من 1982 إلى 2024، كما توردها قائمة واحدة",
            "fr": "Décès dans le conflit politique en Bolivie, 1982 à 2024, tels qu’une liste les signale",
            "es": "Muertes en el conflicto político en Bolivia, de 1982 a 2024, según una lista",
        },
    )


def _press_list(part: Home) -> None:
    folder = examples() / "press-list"
    _init(part, "Press killed in Gaza: a list and its history, imported", "PS")
    _here("import", "press-list", *_files(folder, "*.json"))
    _release(
        part,
        "list",
        ("2023-10-07", "2026-08-05"),
        {
            "en": "Press killed in Gaza: the history of one list, as reported by its source",
            "ar": "الصحفيون القتلى في غزة: تاريخ قائمة واحدة كما أوردها مصدرها",
            "fr": "Journalistes tués à Gaza\u00a0: l’histoire d’une liste, telle que sa source la donne",
            "es": "Periodistas muertos en Gaza: la historia de una lista, según su fuente",
        },
    )


def _restrictions(part: Home) -> None:
    """Figures that companies file or publish, and measures that courts decided, written up by hand."""
    name_ar = "القيود على التعبير: أرقام منشورة وتدابير بتّت فيها محاكم"
    _init(part, "Restrictions of speech: published figures and decided measures", "not-stated", name_ar)
    _here("import", "github-transparency", str(examples() / "github-transparency"))
    _here("import", "dsa-monthly", *_files(examples() / "dsa-monthly", "*.csv"))
    _here("import", "measures", str(examples() / "measures"))
    _release(
        part,
        "speech",
        ("2009-01-01", "2025-12-31"),
        {
            "en": "Restrictions of speech, 2009 to 2025: published figures, and measures that courts decided",
            "ar": "القيود على التعبير، من 2009 إلى 2025: أرقام منشورة وتدابير بتّت فيها محاكم",
            "fr": "Restrictions de l’expression, 2009 à 2025\u202f: chiffres publiés et mesures jugées",
            "es": "Restricciones de la expresión, de 2009 a 2025: cifras publicadas y medidas que juzgaron tribunales",
        },
    )


def _files(folder: Path, pattern: str) -> list[str]:
    found = sorted(str(path) for path in folder.glob(pattern))
    if not found:
        raise Stop(f"The examples are not complete: no {pattern} in {folder}. Install Sijill again.")
    return found


LISTED = {"bolivia": _bolivia, "press-list": _press_list, "restrictions": _restrictions}


def _init(part: Home, name: str, country: str, name_ar: str = "") -> None:
    words = ("--name", name, "--name-ar", name_ar, "--kind", "civil-society", "--country", country)
    _here("init", *words)
    part.write_settings(replace(part.settings(), demo=True))


def _release(part: Home, subject: str, period: tuple[str, str], title: dict[str, str]) -> None:
    words = ["--subject", subject, "--since", period[0], "--until", period[1]]
    words += [part for lang, said in title.items() for part in ("--title-in", lang, said)]
    made = _here("release", "new", *words, "--json")
    _here("release", "approve", json.loads(made)["id"])


def _publish(part: Home, home: Home) -> None:
    """A released folder stands for itself: the demo's public site shows those of the lists too."""
    import shutil

    for folder in part.releases.iterdir():
        hidden = home.releases / f".{folder.name}"  # the public site must never see half a release
        shutil.copytree(folder, hidden, dirs_exist_ok=True)
        hidden.rename(home.releases / folder.name)


def _sijill(*words: str, home: Home) -> str:
    environment = {**os.environ, ENVIRONMENT: str(home.folder)}
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "sijill", *words],
        env=environment,
        stdout=subprocess.PIPE,
        check=False,
        text=True,
    )
    if done.returncode not in (0, 3):
        raise Stop(f"`sijill {words[0]}` ended with {done.returncode}; its own message stands above.")
    return done.stdout


@click.command("demo-country", hidden=True)
@click.argument("part", type=click.Choice(["main", "found", "publish_people", "publish_speech"]), default="main")
@with_home
def demo_country(home: Home, part: str) -> None:
    """Build the invented country in this home, or a part of it; what `demo` runs in processes of their own."""
    import runpy

    collect_seldom()
    home.make()
    start(home, must_exist=False)
    country = runpy.run_path(str(examples() / "invented" / "country.py"))
    country[part](home)


@click.command("demo-list", hidden=True)
@click.argument("name", type=click.Choice(sorted(LISTED)))
@with_home
def demo_list(home: Home, name: str) -> None:
    """Build the installation of one real list in this home, and publish it."""
    collect_seldom()
    LISTED[name](home)


def _here(*words: str) -> str:
    """Run one of our own commands in this process, on its home: what it printed."""
    from sijill.cli import main

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        try:
            main([*words], standalone_mode=False)
        except SystemExit as ended:
            if ended.code != SOME_REFUSED:
                raise
    return said.getvalue()
