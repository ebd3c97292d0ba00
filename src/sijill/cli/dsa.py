"""`sijill dsa`: harmonised reports under the EU's Digital Services Act; without a database, but for the register's."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.base import FAULTS, SOME_REFUSED, Stop, say_json
from sijill.statements.harmonised.duties import KINDS, first_screen

if TYPE_CHECKING:
    from sijill.statements.harmonised.finding import Finding

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON value.")


@click.group(invoke_without_command=True)
@click.pass_context
def dsa(context: click.Context) -> None:
    """Write, read, check and reconcile harmonised transparency reports; alone, it says which duties bind whom."""
    if context.invoked_subcommand is None:
        click.echo(first_screen())
        click.echo("\nsijill dsa report | read | lint | reconcile; --help says how.")


def spread(files: tuple[Path, ...]) -> list[Path]:
    """The files, and for a folder the CSV files in it and below it, in order of their names."""
    found: list[Path] = []
    for path in files:
        found += _within(path) if path.is_dir() else [path]
    if not found:
        raise Stop(f"There is no CSV file in {files[0]}. Name the files of the report, or the folder they are in.")
    return found


def _within(folder: Path) -> list[Path]:
    found = (one for one in folder.rglob("*") if one.suffix.casefold() == ".csv" and one.is_file())
    return sorted(one for one in found if not any(name.startswith(".") for name in one.relative_to(folder).parts))


@dsa.command("lint")
@FILES
@JSON
@click.option("--kind", type=click.Choice(list(KINDS)), default=None, help="Also check which rows apply to this kind.")
def dsa_lint(files: tuple[Path, ...], as_json: bool, kind: str | None) -> None:
    """Check the files of a report against every rule (docs/reference/dsa-rules.md). Exit code 1 if one is broken."""
    from sijill.statements.harmonised.catalogue import RULES
    from sijill.statements.harmonised.lint import lint_files

    found = lint_files(spread(files), kind or "")
    if as_json:
        say_json([{**one.as_json(), "level": RULES[one.rule].level} for one in found])
    else:
        for line in _told_once(found):
            click.echo(line)
        count = Counter(one.rule for one in found)
        click.echo(f"{len(found)} findings, {len(count)} rules." if found else "No findings.", err=True)
    if found:
        sys.exit(FAULTS)


def _told_once(found: list[Finding]) -> Iterator[str]:
    """A line for each finding; for the same one in other rows of a file their number, at the first."""
    alike = Counter((one.file, one.rule, one.message) for one in found)
    for one in found:
        more = alike.pop((one.file, one.rule, one.message), 0) - 1
        if more >= 0:
            yield f"{one} (And {more} more row{'s' if more > 1 else ''}.)" if more else str(one)


@dsa.command("read")
@FILES
@JSON
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write the rows as CSV here.")
def dsa_read(files: tuple[Path, ...], as_json: bool, target: Path | None) -> None:
    """Read the files of any service's report: figures as numbers, whatever they were written like."""
    from sijill.statements.harmonised.read import read_sheet
    from sijill.statements.harmonised.table import COLUMNS, table

    sheets = [read_sheet(path) for path in spread(files)]
    rows = list(table(sheets))
    if as_json:
        say_json(rows)
    if target is not None:
        with target.open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            out.writeheader()
            out.writerows(rows)
    if not as_json:
        read = Counter(str(row["file"]) for row in rows)
        for sheet in sheets:
            name = sheet.part.sheet if sheet.part else "not read"
            click.echo(
                f"{sheet.file}: {name}, {len(sheet.rows)} rows, {read[sheet.file]} figures. {sheet.fault}".rstrip()
            )
    if any(sheet.fault for sheet in sheets):
        sys.exit(SOME_REFUSED)


@dsa.command("report")
@click.option("--service", "name", required=True, help="The service, as its statements name it.")
@click.option("--period", "text", required=True, help="2026, 2025H2 or 2025-07-01/2025-12-31.")
@click.option("--to", "target", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder.")
@click.option("--settings", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The service, in TOML.")
@click.option("--log", "log_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Moderation log.")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="Day of publication, if --settings has none.")
@click.option("--reason", default="", help="Why a report that was written before is updated.")
@click.option("--methodology", default="", help="How the figures of an updated report were put right.")
@click.option("--home", "folder", metavar="DIR", help="The platform's installation; not asked for with --log.")
def dsa_report(**given: Any) -> None:
    """Write the eleven parts of a report: from a moderation log (no database), or from what was filed here."""
    from sijill.cli.dsa_report import write_report

    write_report(**given)


@dsa.command("reconcile")
@FILES
@JSON
@click.option("--service", "name", required=True, help="The service, as its statements name it.")
@click.option("--settings", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Mapping of --log.")
@click.option("--log", "log_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Moderation log.")
@click.option("--statements", "dumps", multiple=True, type=click.Path(path_type=Path), help="CSV of dumps.")
@click.option("--imported", is_flag=True, help="Take the dumps that `sijill statements import` brought.")
@click.option("--home", "folder", metavar="DIR", help="The installation whose statements are taken, without --log.")
def dsa_reconcile(**given: Any) -> None:
    """Set a report beside the statements of reasons of the same service and period. Exit code 1 if they differ."""
    from sijill.cli.dsa_report import compare

    compare(**given)
