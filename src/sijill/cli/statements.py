"""`sijill statements`: statements of reasons in bulk, as the EU database publishes them day by day."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sijill.cli.base import SOME_REFUSED, Stop, say_json, with_home
from sijill.cli.statements_table import table
from sijill.home import Home

if TYPE_CHECKING:
    from sijill.collect.importers.statements.counting import Counts
    from sijill.collect.importers.statements.importing import Outcome
    from sijill.collect.importers.statements.parts import Part
    from sijill.collect.importers.statements.shaping import Choice

ACK = "SIJILL_ACK"  # set by the kill test: print `ack ROWS` after each CSV file
_FEW = 30  # values of a field that are printed to a screen
_FILES = click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
_WORKERS = click.option("--workers", type=click.IntRange(1), help="Processes; default: as many as processors.")
_PLATFORMS = click.option(
    "--platform", "platforms", multiple=True, metavar="NAME", help="Only this platform; repeat for more."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")


@click.group()
def statements() -> None:
    """Statements of reasons in bulk: read the dumps of the EU database, count what is in them."""


statements.add_command(table)


@statements.command("import")
@_FILES
@_PLATFORMS
@click.option("--columns", metavar="NAME,...", help="Only these fields, and the ones that tell statements apart.")
@click.option("--without-texts", is_flag=True, help="Leave the long texts out; equal ones can still be told.")
@click.option("--replace", is_flag=True, help="Put a dump in the place of the same one imported before.")
@_WORKERS
@_JSON
@with_home
def import_dumps(
    home: Home,
    files: tuple[Path, ...],
    platforms: tuple[str, ...],
    columns: str | None,
    without_texts: bool,
    replace: bool,
    workers: int | None,
    as_json: bool,
) -> None:
    """Import dumps (sor-global-2026-01-10-full.zip) as Parquet, each whole or not at all.

    A dump that is there already is skipped. Its SHA-1 is compared with the file .sha1 beside it. A row that
    breaks the rules of CSV is read on its own and mended where one reading fits; otherwise its bytes are kept
    beside the Parquet files and counted as rejected. The database is not touched and none is needed.
    """
    from sijill.collect.importers.problems import FileError
    from sijill.collect.importers.statements.importing import import_dump
    from sijill.collect.importers.statements.workers import workers_here

    choice = _choice(platforms, columns, without_texts)
    outcomes: list[Outcome] = []
    for path in files:
        try:
            found = import_dump(
                path.resolve(),
                home.statements,
                choice,
                workers=workers or workers_here(),
                replace=replace,
                progress=_Told(path.name, as_json),
            )
        except FileError as error:
            raise Stop(str(error)) from error
        outcomes.append(found)
        _say(found, as_json)
    if as_json:
        say_json(_summed(outcomes))
    _say_if_nothing(outcomes, platforms)
    if any(one.rejected for one in outcomes):
        sys.exit(SOME_REFUSED)


def _say_if_nothing(outcomes: list[Outcome], platforms: tuple[str, ...]) -> None:
    read = [one for one in outcomes if not one.skipped]
    if platforms and read and not any(one.imported for one in read):
        click.echo(
            f"No statement in these dumps is of {', '.join(platforms)}. A platform is named as the database writes it; "
            "`sijill statements stats FILE` lists those that are there.",
            err=True,
        )


@statements.command("stats")
@_FILES
@_WORKERS
@_JSON
@with_home
def stats(home: Home, files: tuple[Path, ...], workers: int | None, as_json: bool) -> None:
    """Count what is in dumps, by platform and by the value of every coded field, and import nothing.

    A list of values counts once under each of them, so those do not sum to the statements.
    """
    from sijill.collect.importers.problems import FileError
    from sijill.collect.importers.statements.counting import Counts, count_dump
    from sijill.collect.importers.statements.workers import workers_here

    whole = Counts()
    for path in files:
        try:
            whole.add(count_dump(path.resolve(), workers=workers or workers_here()))
        except FileError as error:
            raise Stop(str(error)) from error
    if as_json:
        say_json(_counted(whole))
    else:
        for line in _lines(whole):
            click.echo(line)
    if whole.rejected:
        sys.exit(SOME_REFUSED)


def _counted(whole: Counts) -> dict[str, object]:
    return {
        "rows": whole.rows,
        "counted": whole.rows - whole.rejected,
        "rejected": whole.rejected,
        "mended": whole.mended,
        "schema_versions": sorted(whole.schemas),
        "variants": sorted(whole.variants),
        "platforms": [{"platform": name, "statements": count} for name, count in sorted(whole.platforms.items())],
        "fields": [
            {"platform": platform, "field": field, "value": value, "statements": count}
            for (platform, field, value), count in sorted(
                whole.values.items(), key=lambda one: (one[0][0], one[0][1], one[0][2] or "")
            )
        ],
        "impossible_dates": [
            {"platform": platform, "what": what, "statements": count}
            for (platform, what), count in sorted(whole.impossible.items())
        ],
    }


def _lines(whole: Counts) -> list[str]:
    """The largest platforms, and every value of the fields that have few."""
    most = [f"  {count:>12} {name}" for name, count in whole.platforms.most_common(10)]
    by_value: dict[str, dict[str, int]] = {}
    for (_, field, value), count in whole.values.items():
        found = by_value.setdefault(field, {})
        found[value or "(empty)"] = found.get(value or "(empty)", 0) + count
    lines = [f"{whole.rows} rows, {whole.rejected} rejected, {len(whole.platforms)} platforms", *most]
    for field, values in by_value.items():
        if len(values) <= _FEW:
            lines.append(field)
            lines += [f"  {count:>12} {value}" for value, count in sorted(values.items(), key=lambda one: -one[1])]
    return lines


def _choice(platforms: tuple[str, ...], columns: str | None, without_texts: bool) -> Choice:
    from sijill.collect.importers.statements.shaping import Choice, fields

    wanted = tuple(one.strip() for one in (columns or "").split(",") if one.strip())
    if strange := [one for one in wanted if one not in fields()]:
        raise Stop(
            f"There is no field {', '.join(strange)}. Fields are (docs/reference/data-model.md, table statement): "
            f"{', '.join(fields())}."
        )
    return Choice(platforms, wanted, texts=not without_texts)


class _Told:
    """Says how far an import has come, to standard error."""

    def __init__(self, name: str, quiet: bool) -> None:
        self.name, self.quiet, self.rows = name, quiet, 0

    def __call__(self, part: Part) -> None:
        self.rows += part.rows
        if os.environ.get(ACK):
            click.echo(f"ack {self.rows}")
        elif not self.quiet:
            click.echo(f"  {self.name}: {self.rows} rows", err=True)


def _say(found: Outcome, quiet: bool) -> None:
    if not found.sha1_checked:
        click.echo(f"{found.dump}: not compared with a SHA-1, for there is no {found.dump}.sha1 beside it.", err=True)
    if quiet:
        return
    if found.skipped:
        click.echo(f"{found.dump}: is here already, skipped")
        return
    rest = f", {found.other_platforms} of other platforms" if found.other_platforms else ""
    click.echo(
        f"{found.dump}: {found.rows} rows, {found.imported} imported ({found.mended} of them mended), "
        f"{found.rejected} rejected{rest}"
    )


def _summed(outcomes: list[Outcome]) -> dict[str, object]:
    names = ("rows", "imported", "rejected", "mended", "other_platforms")
    return {
        **{name: sum(getattr(one, name) for one in outcomes) for name in names},
        "skipped": sum(one.skipped for one in outcomes),
        "dumps": [asdict(one) for one in outcomes],
    }
