"""`sijill door`: which platforms may file statements of reasons here, and with which tokens."""

from __future__ import annotations

import click

from sijill.cli.base import Stop, say_json, speaking, start, with_home
from sijill.home import Home


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
