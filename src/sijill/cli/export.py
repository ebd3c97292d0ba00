"""`sijill export`: what leaves the register by name, and only by consent."""

from __future__ import annotations

from pathlib import Path

import click

from sijill.cli.base import speaking, start, with_home
from sijill.home import Home


@click.group()
def export() -> None:
    """Hand over people by name, as far as each of them agreed. It is logged, and never part of a release."""


@export.command("ftm")
@click.option("--for", "body", default="", help="Also those who agreed to be named to this body, written as recorded.")
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write here and not to the screen.")
@with_home
@speaking
def export_ftm(home: Home, body: str, file: Path | None) -> None:
    """Print those who agreed to be named in public as FollowTheMoney entities, one JSON a line.

    Somebody who refused, took consent back or was never asked is not in it, nor what was done to them. Nor is any
    case that is restricted, not confirmed, rejected or withdrawn, and no perpetrator that no court or other
    competent body found responsible.
    """
    start(home)
    from sijill.office.actions import operator
    from sijill.register.actions import share_people

    lines = share_people(actor=operator(), body=body)
    if file is None:
        click.echo(lines, nl=False)
    else:
        file.write_text(lines, encoding="utf-8", newline="\n")
        click.echo(f"{len(lines.splitlines())} entities: {file}", err=True)
