"""`sijill table`, `explain`, `release`, `public`: from the register to what may be said in public."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from defusedcsv import csv

from sijill.cli.base import Stop, collect_seldom, say_json, speaking, start, with_home
from sijill.codelists.load import LANGUAGES
from sijill.home import Home
from sijill.publish.prints import KINDS

if TYPE_CHECKING:
    from sijill.publish.models import Release

DAY = click.DateTime(["%Y-%m-%d"])
IN = (click.Choice(LANGUAGES), str)


def _day(given: datetime | None) -> date | None:
    return given.date() if given is not None else None


@click.command()
@click.argument("report", metavar="REPORT")
@click.option("--since", type=DAY, help="First day, YYYY-MM-DD; disruptions, demands and laws need no period.")
@click.option("--until", type=DAY, help="Last day, inclusive.")
@click.option("--by", default="", help="Keys to break down by, for instance category,sex,role.")
@click.option("--status", default="reported", help="reported (drafts and verified too), corroborated, verified.")
@click.option("--format", "shape", type=click.Choice(["csv", "json"]), default="csv", help="How to print.")
@click.option("--as-of", type=DAY, help="As the register stood at the end of this day (UTC).")
@click.option("--unprotected", is_flag=True, help="Exact figures, for the staff only; it is logged.")
@click.option("--engine", default="duckdb", help="What counts: duckdb, spark, or Spark's address: spark://host:7077.")
@with_home
@speaking
def table(
    home: Home,
    report: str,
    since: datetime | None,
    until: datetime | None,
    by: str,
    status: str,
    shape: str,
    as_of: datetime | None,
    unprotected: bool,
    engine: str,
) -> None:
    """Print a report. Without --unprotected, as it may be published: small cells hidden, or with noise."""
    from sijill.publish.reports import REPORTS

    if report not in REPORTS:
        raise Stop(f"There is no report {report!r}. Reports are: {', '.join(sorted(REPORTS))}.")
    start(home)
    from sijill.office.actions import operator
    from sijill.publish.actions import report_rows

    rows = report_rows(
        actor=operator(),
        home=home,
        report=report,
        since=_day(since),
        until=_day(until),
        by=[key for key in by.split(",") if key],
        status=status,
        as_of=_day(as_of),
        unprotected=unprotected,
        engine=engine,
    )
    _print(rows, shape)


def _print(rows: list[dict[str, Any]], shape: str) -> None:
    if shape == "json":
        say_json(rows)
        return
    from sijill.publish.formats.draft import one_line

    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: one_line(value) if isinstance(value, str) else value for name, value in row.items()})


@click.command()
@click.argument("release_id", metavar="RELEASE")
@click.argument("cell", metavar="CELL")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_home
@speaking
def explain(home: Home, release_id: str, cell: str, as_json: bool) -> None:
    """Why a cell of a release has its value: one row per candidate record, counted or not, with the rule.

    CELL is TABLE:MEASURE:dimension=code,... as the release's page and files name it, for instance
    sdg16-sex:reported:category=A,sex=female. The rows name records, so they are for those who may see them.
    """
    start(home)
    from sijill.office.actions import operator
    from sijill.publish.actions import cell_of, explain_cell, find_release, folder_of
    from sijill.publish.guard import noise_of

    rows = explain_cell(actor=operator(), home=home, release_id=release_id, cell=cell)
    _print(rows, "json" if as_json else "csv")
    noise = noise_of(folder_of(home, find_release(release_id)), cell_of(cell)[0])
    if noise is not None:
        click.echo(
            f"The public number of this cell carries noise of at most {noise.furthest}: the rows need not be as many.",
            err=True,
        )


@click.group()
def release() -> None:
    """Make, list and approve releases."""


@release.command("new")
@click.option("--since", type=DAY, required=True, help="First day, YYYY-MM-DD.")
@click.option("--until", type=DAY, required=True, help="Last day, inclusive.")
@click.option("--title", default="", help="Title in the language of the office.")
@click.option("--title-in", type=IN, metavar="LANGUAGE TEXT", multiple=True, help="Title in another language.")
@click.option("--subject", default="people", help="What the release is about: people, speech, deaths, list.")
@click.option("--replaces", help="The release that this one corrects.")
@click.option("--correction", default="", help="What was corrected and why, in the language of the office.")
@click.option("--correction-in", type=IN, metavar="LANGUAGE TEXT", multiple=True, help="The same in another language.")
@click.option("--as-of", type=DAY, help="As the register stood at the end of this day (UTC).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_home
@speaking
def release_new(
    home: Home,
    since: datetime,
    until: datetime,
    title: str,
    title_in: tuple[tuple[str, str], ...],
    subject: str,
    replaces: str | None,
    correction: str,
    correction_in: tuple[tuple[str, str], ...],
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Make a draft: count, protect, attack, freeze. It is not public until `release approve`."""
    collect_seldom()
    start(home)
    from sijill.office.actions import operator
    from sijill.publish.actions import make_release

    own = home.settings().language
    made = make_release(
        actor=operator(),
        home=home,
        subject=subject,
        since=since.date(),
        until=until.date(),
        title={own: title, **dict(title_in)},
        replaces=replaces or "",
        correction={own: correction, **dict(correction_in)},
        as_of=_day(as_of),
    )
    _say(made, home.drafts / made.id, as_json)


@release.command("approve")
@click.argument("release_id", metavar="RELEASE")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_home
@speaking
def release_approve(home: Home, release_id: str, as_json: bool) -> None:
    """Publish a draft, if the attack test still finds nothing beside all that is public by now."""
    start(home)
    from sijill.office.actions import operator
    from sijill.publish.actions import approve_release, find_release

    done = approve_release(actor=operator(), home=home, release=find_release(release_id))
    _say(done, home.releases / done.id, as_json)


@release.command("print")
@click.argument("release_id", metavar="RELEASE")
@click.option("--as", "kinds", type=click.Choice(KINDS), multiple=True, help="Which document; without it, each.")
@click.option("--lang", "languages", type=click.Choice(LANGUAGES), multiple=True, help="Language; without it, each.")
@with_home
@speaking
def release_print(home: Home, release_id: str, kinds: tuple[str, ...], languages: tuple[str, ...]) -> None:
    """Make documents of a release, for paper (PDF) and for editing (DOCX), and put them beside its files."""
    start(home)
    from sijill.office.actions import operator
    from sijill.publish.actions import find_release, print_release

    release = find_release(release_id)
    for path in print_release(
        actor=operator(), home=home, release=release, kinds=kinds or KINDS, languages=languages or LANGUAGES
    ):
        click.echo(str(path))


@release.command("audit")
@click.argument("release_id", metavar="RELEASE")
@click.option("--cells", is_flag=True, help="One row per hidden cell and its reason, instead of per table.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_home
@speaking
def release_audit(home: Home, release_id: str, cells: bool, as_json: bool) -> None:
    """What protection hid in a release, why, and what it cost: shares of cells, and of the people in them.

    For the staff: a share can tell an exact count. Reading it is logged.
    """
    start(home)
    from sijill.office.actions import operator
    from sijill.publish.actions import audit_release, find_release

    found = audit_release(actor=operator(), home=home, release=find_release(release_id))
    rows = found.rows() if not cells else [{**one, "codes": _codes(one["codes"])} for one in found.hidden]
    _print(rows, "json" if as_json else "csv")


def _codes(codes: dict[str, str]) -> str:
    """Codes as `explain` takes them."""
    return ",".join(f"{name}={code}" for name, code in codes.items() if code != "_T")


@release.command("list")
@with_home
def release_list(home: Home) -> None:
    """All releases, newest period first."""
    start(home)
    from sijill.publish.models import Release

    for one in Release.objects.order_by("-until", "id"):
        click.echo(f"{one.id}\t{one.state}\t{one.since}/{one.until}\t{one.title}")


def _say(made: Release, folder: Path, as_json: bool) -> None:
    if as_json:
        say_json({"id": made.id, "state": made.state, "folder": str(folder)})
    else:
        click.echo(f"{made.id} {made.state}: {folder}")


@click.command()
@click.option(
    "--releases",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder to serve.",
)
@click.option("--host", default=None, help="Address to listen on.")
@click.option("--port", type=int, default=None, help="Port to listen on.")
@with_home
def public(home: Home, releases: Path | None, host: str | None, port: int | None) -> None:
    """Serve releases and nothing else. This process opens no database and loads no casework code."""
    from sijill.public.server import serve

    settings = home.settings()
    serve(releases or home.releases, host or settings.public_host, port or settings.public_port)
