"""`sijill import FORMAT FILE...`"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import click

from sijill.cli.base import SOME_REFUSED, Stop, collect_seldom, say_json, speaking, start, with_home
from sijill.collect.draft import Refused, Row
from sijill.home import Home

ACK = "SIJILL_ACK"  # set by the kill test: print `ack ROWS` after each commit


@click.command("import")
@click.argument("format_name", metavar="FORMAT")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True))
@click.option("--source", help="Code of the source; each format names its own default.")
@click.option("--map", "mapping", type=click.Path(exists=True, dir_okay=False), help="Mapping file of format `table`.")
@click.option("--retrieved", type=click.DateTime(["%Y-%m-%d"]), help="Day on which the file was obtained.")
@click.option("--label", help="What to call this vintage; default: the day it was obtained, or the file's name.")
@click.option("--dry-run", is_flag=True, help="Read and count; write nothing.")
@click.option(
    "--preview",
    type=click.IntRange(1),
    is_flag=False,
    flag_value=5,
    metavar="[N]",
    help="Show the first N rows (5) as they would be understood; write nothing. Stands last.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts, or the preview, as JSON.")
@with_home
@speaking
def import_command(
    home: Home,
    format_name: str,
    files: tuple[str, ...],
    source: str | None,
    mapping: str | None,
    retrieved: date | None,
    label: str | None,
    dry_run: bool,
    preview: int | None,
    as_json: bool,
) -> None:
    """Import lists. What was said is kept word for word; entries are drafts until a person confirms them.

    FILE is a folder where a format's files come in one.
    """
    from sijill.collect.importers.formats import FORMATS

    collect_seldom()
    if format_name not in FORMATS:
        raise Stop(f"There is no format {format_name!r}. Formats are: {', '.join(sorted(FORMATS))}.")
    if preview is not None:
        for file in files:
            _preview(format_name, Path(file), mapping, retrieved, preview, as_json)
        return
    start(home)
    total: dict[str, int] = {}
    for file in files:
        counts = _one(home, format_name, Path(file), source, mapping, retrieved, label, dry_run, quiet=as_json)
        total = {key: total.get(key, 0) + value for key, value in counts.items()}
    if as_json:
        say_json(total)
    if total.get("refused"):
        sys.exit(SOME_REFUSED)


def _preview(
    format_name: str, path: Path, mapping: str | None, retrieved: date | None, count: int, as_json: bool
) -> None:
    """The first rows as they would be understood. Opens no database."""
    from sijill.collect.importers.formats import FORMATS, ImportProblem, read
    from sijill.collect.importers.preview import as_text, as_values, of_facts, preview

    try:
        chosen = FORMATS[format_name].using(Path(mapping) if mapping else None)
        if chosen.by_program:
            rows = of_facts(read(format_name, path), count)
        else:
            rows = preview(chosen.mapping(), path, count, _day(retrieved, path))
    except ImportProblem as error:
        raise Stop(str(error)) from error
    if as_json:
        say_json(as_values(rows))
        return
    for line in as_text(rows):
        click.echo(line)


def _one(
    home: Home,
    format_name: str,
    path: Path,
    source: str | None,
    mapping: str | None,
    retrieved: date | None,
    label: str | None,
    dry_run: bool,
    quiet: bool,
) -> dict[str, int]:
    from sijill.collect.importers.formats import FORMATS, ImportProblem, read
    from sijill.office.actions import operator
    from sijill.register.actions import Run, import_file
    from sijill.register.actions.imports import file_hash

    chosen = FORMATS[format_name].using(Path(mapping) if mapping else None)
    path = path.resolve()  # a folder given as `.` has a name as well
    day = _day(retrieved, path)

    told = 0

    def progress(run: Run) -> None:
        nonlocal told
        if os.environ.get(ACK):
            click.echo(f"ack {run.rows}")
        elif not quiet and run.rows > told:
            click.echo(f"  {path.name}: {run.rows} rows", err=True)
        told = run.rows

    unread: list[str] = []
    answered: list[Row] = []
    try:
        info, complete = chosen.source, chosen.complete
        run = import_file(
            actor=operator(),
            info=replace(info, code=source) if source else info,
            format_name=format_name,
            complete=complete,
            rows=_watched(
                read(format_name, path, mapping=Path(mapping) if mapping else None, retrieved=day), unread, answered
            ),
            sha256=file_hash(path),
            file_name=path.name,
            label=label or (day.isoformat() if day else path.stem),
            retrieved_on=day,
            batch=home.settings().batch,
            dry_run=dry_run,
            progress=progress,
        )
    except ImportProblem as error:
        raise Stop(str(error)) from error
    if not dry_run:
        _answer(source or info.code, answered)
    counts = asdict(run)
    if not quiet:
        click.echo(f"{path.name}: " + ", ".join(f"{value} {key}" for key, value in counts.items()))
        _say_waiting(path.name, file_hash(path))
    if complete and unread:
        click.echo(
            f"{path.name}: {len(unread)} rows could not be read at all, so no row was marked as withdrawn by its "
            "source: any of them may be one that seems gone. Correct the file and import it again.",
            err=True,
        )
    return counts


def _say_waiting(name: str, sha256: str) -> None:
    """How many entries a newer copy would change, if any: they wait on a page."""
    from sijill.register.models import Proposal, ProposalState

    count = Proposal.objects.filter(report__vintage__sha256=sha256, state=ProposalState.WAITING).count()
    if count:
        click.echo(
            f"{name}: {count} entries were drafted from rows that the source has changed. They are as they were; the "
            "changes wait on the staff site under Sources, Changes that sources propose."
        )


def _answer(source: str, rows: list[Row]) -> None:
    """Give the answers that rows carry, now that their entries stand."""
    from django.utils import timezone

    from sijill.assess.actions import answer_drafted
    from sijill.office.actions import operator

    today = timezone.localdate()
    for row in rows:
        answer_drafted(actor=operator(), source=source, row=row.key, answers=row.answers, on=today)


def _watched(rows: Iterator[Row | Refused], unread: list[str], answered: list[Row]) -> Iterator[Row | Refused]:
    """The rows, with the places of those that could not be read noted on the way, and those that carry answers."""
    for row in rows:
        if not isinstance(row, Row):
            unread += [row.position] if row.unread else []
        elif row.answers:
            answered.append(row)
        yield row


def _day(retrieved: date | None, path: Path) -> date | None:
    from sijill.collect.importers.formats import day_in_name

    if retrieved is not None:
        return date(retrieved.year, retrieved.month, retrieved.day)
    return day_in_name(path)
