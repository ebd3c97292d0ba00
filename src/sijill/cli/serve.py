"""`sijill serve` and `sijill demo`: the two sites as two processes, and the practice installation."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import FrameType

import click

from sijill import examples
from sijill.cli.base import Stop, start, with_home
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
    run(get_wsgi_application(), settings.staff_host, settings.staff_port)


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
    """Build the practice installation: two real open lists and an invented country, with releases.

    The invented country is the installation that opens; people practise there. Each real list has an
    installation of its own, so that invented entries and real deaths can never meet in one figure.
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
    home.make()
    click.echo("Building the invented country and, beside it, two real lists ...", err=True)
    with ThreadPoolExecutor(max_workers=2) as workers:
        country = workers.submit(_sijill, "demo-country", home=home)
        lists = workers.submit(_lists, home)
        for part in lists.result():
            _publish(part, home)
        click.echo(country.result(), nl=False)


def _lists(home: Home) -> list[Home]:
    parts = []
    for name, steps in (("bolivia", _bolivia), ("press-list", _press_list)):
        parts.append(find(home.folder / LISTS / name))
        steps(parts[-1])
    return parts


def _bolivia(part: Home) -> None:
    folder = examples() / "bolivia"
    _init(part, "Deaths in political conflict in Bolivia: a list, imported", "BO")
    _sijill("import", "bolivia", *_files(folder, "deaths-*.csv"), home=part)
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
    _sijill("import", "press-list", *_files(folder, "*.json"), home=part)
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


def _files(folder: Path, pattern: str) -> list[str]:
    found = sorted(str(path) for path in folder.glob(pattern))
    if not found:
        raise Stop(f"The examples are not complete: no {pattern} in {folder}. Install Sijill again.")
    return found


def _init(part: Home, name: str, country: str) -> None:
    _sijill("init", "--name", name, "--kind", "civil-society", "--country", country, home=part)
    part.write_settings(replace(part.settings(), demo=True))


def _release(part: Home, subject: str, period: tuple[str, str], title: dict[str, str]) -> None:
    words = ["--subject", subject, "--since", period[0], "--until", period[1]]
    words += [part for lang, said in title.items() for part in ("--title-in", lang, said)]
    made = _sijill("release", "new", *words, "--json", home=part)
    _sijill("release", "approve", json.loads(made)["id"], home=part)


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
@with_home
def demo_country(home: Home) -> None:
    """Build the invented country in this home; what `demo` runs in a process of its own."""
    import runpy

    home.make()
    start(home, must_exist=False)
    country = runpy.run_path(str(examples() / "invented" / "country.py"))
    country["main"](home)
