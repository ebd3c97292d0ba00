"""`sijill init`, `user`, `log`, `check`: the office's own commands."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from sijill.cli.base import FAULTS, Stop, say_json, speaking, start, with_home
from sijill.codelists.check import check_all
from sijill.codelists.load import LANGUAGES, codelist
from sijill.home import Home, Settings

KINDS = [code for code in codelist("profiles").codes if not code.startswith("not-")]


@click.command()
@click.option("--name", prompt="Name of your institution or organization")
@click.option("--name-ar", default="", help="Its name in Arabic.")
@click.option("--kind", type=click.Choice(KINDS), prompt="What kind of body is it")
@click.option("--status", default="none", help="Accreditation of a Paris Principles institution: paris-a or paris-b.")
@click.option("--mandate-law", default="", help="The law that mandates it.")
@click.option("--country", default="not-stated", help="ISO 3166-1 code of the country.")
@click.option("--language", default="en", type=click.Choice(LANGUAGES), help="Language of the pages.")
@click.option("--database", default="", help="PostgreSQL: postgresql://user@host/name. Without it: SQLite in the home.")
@with_home
@speaking
def init(
    home: Home,
    name: str,
    name_ar: str,
    kind: str,
    status: str,
    mandate_law: str,
    country: str,
    language: str,
    database: str,
) -> None:
    """Make an installation: its folder, its settings file, its database, whose it is."""
    if home.exists:
        raise Stop(f"{home.folder} holds an installation already. Choose another --home, or use this one.")
    home.make()
    home.write_settings(Settings(language=language, database=database))
    try:
        start(home)
        from sijill.office.actions import install

        install(name=name, kind=kind, status=status, name_ar=name_ar, mandate_law=mandate_law, country=country)
    except Exception:
        home.settings_file.unlink()  # half an installation would refuse to be made again
        raise
    click.echo(f"Made {home.folder}. Next: `sijill user add NAME --role recorder`, then `sijill serve`.")


@click.group()
def user() -> None:
    """Accounts."""


@user.command("add")
@click.argument("username")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    help="reader, recorder, reviewer, publisher, administrator.",
)
@click.option(
    "--password-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Read it from here."
)
@with_home
@speaking
def user_add(home: Home, username: str, roles: tuple[str, ...], password_file: Path | None) -> None:
    """Make an account. The password is asked for, or read from a file; never given on the command line."""
    start(home)
    from sijill.office.actions import add_user, operator
    from sijill.office.roles import Role

    known = {role.value for role in Role}
    for role in roles:
        if role not in known:
            raise Stop(f"There is no role {role!r}. Roles are: {', '.join(sorted(known))}.")
    if password_file is not None:
        password = password_file.read_text(encoding="utf-8").strip()
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    add_user(actor=operator(), username=username, password=password, roles=[Role(role) for role in roles])
    click.echo(f"Made the account {username}.")


@click.group()
def log() -> None:
    """The log of what was written."""


@log.command("verify")
@click.option("--head", help="A tree head kept elsewhere, as SIZE:ROOT: the log must contain it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_home
def log_verify(home: Home, head: str | None, as_json: bool) -> None:
    """Does the database still say what the log says it said. Exits 1 and names each row that does not."""
    start(home)
    from sijill.office.models import LogHead
    from sijill.office.verify import head_faults, verify

    faults = [*verify(), *(head_faults(head) if head else ())]
    size = LogHead.objects.values_list("size", flat=True).first() or 0
    if as_json:
        say_json({"entries": size, "faults": [asdict(fault) for fault in faults]})
    else:
        for fault in faults:
            click.echo(f"{fault.table} {fault.row}: {fault.what}")
        click.echo(f"{size} log entries; {len(faults) or 'no'} faults.")
    if faults:
        sys.exit(FAULTS)


@log.command("head")
@with_home
def log_head(home: Home) -> None:
    """Print the tree head, SIZE:ROOT. Keep a copy where the installation's keepers cannot change it."""
    start(home)
    from sijill.office.models import TreeHead

    newest = TreeHead.objects.order_by("-size").first()
    if newest is None:
        raise Stop("The log is empty, so there is no head yet.")
    click.echo(f"{newest.size}:{bytes(newest.root).hex()}")


@click.group()
def check() -> None:
    """Check what ships: codelists, rules."""


@check.command("codelists")
@with_home
def check_codelists(home: Home) -> None:
    """Every codelist: unique, labelled, sourced, no cycles, every same_as well-formed."""
    problems = list(check_all())
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{len(problems) or 'No'} problems in the codelists.")
    if problems:
        sys.exit(FAULTS)


@check.command("rules")
@with_home
def check_rules(home: Home) -> None:
    """Every rule, one a line: slug, limb, version, source; counting rules first, then the ground rules."""
    from sijill.assess.rules.ground.checks import CHECKS, ELEMENTS, FACTORS
    from sijill.assess.rules.texts import RULES

    for rule in RULES.values():
        click.echo(f"{rule.id}\t{rule.id.split('/')[0]}\t{rule.version}\t{rule.standard}, {rule.paragraph}")
    for check in (*CHECKS, *FACTORS, *ELEMENTS):
        click.echo(f"{check.id}\t{check.limb}\t{check.version}\t{check.source}")
