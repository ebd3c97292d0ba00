"""`sijill door`: which platforms may file statements of reasons here, and with which tokens."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from sijill.cli.base import FAULTS, SOME_REFUSED, Stop, say_json, speaking, start, with_home
from sijill.home import Home

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def door() -> None:
    """The interface through which platforms file statements of reasons."""


@door.command("platform")
@click.argument("name")
@with_home
@speaking
def add(home: Home, name: str) -> None:
    """Let statements of a platform be taken, under the name that they carry."""
    start(home)
    from sijill.office.actions import operator
    from sijill.register.speech.actions import add_platform

    made = add_platform(actor=operator(), name=name)
    click.echo(f'Statements of {made.name} are taken. Next: `sijill door token "{made.name}" --label WHO`.')


@door.command("token")
@click.argument("platform")
@click.option("--label", required=True, help="Who holds it.")
@with_home
@speaking
def token(home: Home, platform: str, label: str) -> None:
    """Issue a token for one platform and print it: this once, since only its hash is kept."""
    start(home)
    from sijill.office.actions import operator
    from sijill.register.speech.actions import issue_token
    from sijill.register.speech.models import Platform

    found = Platform.objects.filter(name=platform).first()
    if found is None:
        known = ", ".join(Platform.objects.order_by("name").values_list("name", flat=True)) or "none yet"
        raise Stop(f"There is no platform {platform!r}. Platforms are: {known}. Add one with `sijill door platform`.")
    row, secret = issue_token(actor=operator(), platform=found, label=label)
    click.echo(f"{row.id}: keep the token below; it is not shown again.", err=True)
    click.echo(secret)


@door.command("tokens")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_home
@speaking
def tokens(home: Home, as_json: bool) -> None:
    """The tokens that open the door, with their labels; never the tokens themselves."""
    start(home)
    from sijill.register.speech.models import Token

    found = [
        {"id": one.id, "platform": one.platform.name, "label": one.label}
        for one in Token.objects.select_related("platform").order_by("platform__name", "log_from", "id")
    ]
    if as_json:
        say_json(found)
        return
    for each in found:
        click.echo(f"{each['id']}\t{each['platform']}\t{each['label']}")


@door.command("revoke")
@click.argument("token_id")
@with_home
@speaking
def revoke(home: Home, token_id: str) -> None:
    """Take a token back, by its id as `sijill door tokens` prints it."""
    start(home)
    from sijill.office.actions import operator
    from sijill.register.speech.actions import revoke_token
    from sijill.register.speech.models import Token

    found = Token.objects.filter(pk=token_id).first()
    if found is None:
        raise Stop("There is no token of that id. `sijill door tokens` lists those that open the door.")
    revoke_token(actor=operator(), token=found)
    click.echo(f"Took {found.id} back: it opens nothing any more.")


@door.command("dump")
@click.argument("day", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where to.")
@with_home
@speaking
def dump(home: Home, day: datetime, folder: Path) -> None:
    """Write what was filed on a day (UTC) as a daily dump in the EU's form; `sijill statements import` reads it."""
    start(home)
    from sijill.register.speech.columns import statements
    from sijill.statements.dump import write_dump

    click.echo(str(write_dump(folder, "filed", day.date(), statements(day.date()))))


@door.command("check")
@_FILE
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_home
def check(home: Home, file: Path, as_json: bool) -> None:
    """Check statements before they are sent: what the EU database would refuse. Exits 1 if anything. No home is needed.

    FILE holds one statement a line as JSON, or `{"statements": [...]}`, or a list.
    """
    from sijill.statements import errors_of

    found: list[dict[str, Any]] = []
    rows = 0
    for rows, one in enumerate(_statements(file), start=1):
        if errors := errors_of(one):
            puid = one.get("puid") if isinstance(one, dict) else None
            found.append({"number": rows, "puid": puid, "errors": {name: list(said) for name, said in errors.items()}})
    if as_json:
        say_json({"rows": rows, "wrong": found})
    else:
        for each in found:
            for name, said in each["errors"].items():
                click.echo(f"{each['number']}\t{each['puid'] or ''}\t{name}\t{' '.join(said)}")
        click.echo(f"{rows} statements; {len(found) or 'none'} would be refused.")
    if found:
        sys.exit(FAULTS)


@door.command("submit")
@_FILE
@click.option("--to", "address", required=True, help="Address of the interface, which ends in /api/v1.")
@click.option(
    "--token-file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file that holds the token; it is never given on the command line.",
)
@click.option(
    "--puids",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The list of what was filed; keep it for ever.",
)
@click.option("--dry-run", is_flag=True, help="Check, and send nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_home
def submit(home: Home, file: Path, address: str, token_file: Path, puids: Path, dry_run: bool, as_json: bool) -> None:
    """File statements here, with the EU database or any service that speaks as it does. No home is needed.

    Run again after a break: nothing is filed twice. Exits 3 if some statements were not filed.
    """
    from sijill.statements import Client, Denied, Puids, Unreachable

    token = token_file.read_text(encoding="ascii").strip()
    client = Client(address, token, Puids(puids))
    try:
        done = client.submit(_statements(file), dry_run=dry_run)
    except (Denied, Unreachable) as error:
        raise Stop(str(error)) from error
    finally:
        client.close()
    kinds = ("filed", "already", "invalid", "refused", "taken", "failed")
    if as_json:
        say_json({**asdict(done), "counts": {name: len(getattr(done, name)) for name in kinds}})
    else:
        click.echo(", ".join(f"{name} {len(getattr(done, name))}" for name in kinds))
        for name, errors in (*done.invalid.items(), *done.refused.items()):
            for each, said in errors.items():
                click.echo(f"{name}\t{each}\t{' '.join(said)}")
    if any(getattr(done, name) for name in ("invalid", "refused", "taken", "failed")):
        sys.exit(SOME_REFUSED)


def _statements(file: Path) -> Iterator[Any]:
    """The statements of a file: a line each, or one JSON value that lists them."""
    with file.open(encoding="utf-8") as lines:
        first = lines.readline()
        try:
            one = json.loads(first)
        except ValueError:
            one = None
        if isinstance(one, dict) and "statements" not in one:
            yield one
            yield from (_line(text, number, file) for number, text in enumerate(lines, start=2) if text.strip())
            return
        lines.seek(0)
        try:
            whole = json.load(lines)
        except ValueError as error:
            raise Stop(f"{file.name} holds no JSON: neither a statement a line nor a list. Look at line 1.") from error
    listed = whole.get("statements", [whole]) if isinstance(whole, dict) else whole
    yield from listed if isinstance(listed, list) else [listed]


def _line(text: str, number: int, file: Path) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise Stop(f"Line {number} of {file.name} holds no JSON. Correct it, or take it out.") from error
