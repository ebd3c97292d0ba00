"""`sijill statements table`: what imported statements of reasons add up to."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click
from defusedcsv import csv

from sijill.cli.base import Stop, say_json, with_home
from sijill.codelists.load import LANGUAGES
from sijill.home import Home, SettingsError

if TYPE_CHECKING:
    from sijill.publish.statements import Opened, StatementReport, Told

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("table")
@click.option("--report", default="count", help="Which report; `count` counts statements and nothing else.")
@click.option("--by", help="Keys to break down by, for instance platform,month,category; each report has its own.")
@click.option("--since", type=DAY, help="First day of the dumps to read, YYYY-MM-DD.")
@click.option("--until", type=DAY, help="Last day, inclusive.")
@click.option("--platform", "platforms", multiple=True, help="Only this platform, as the database writes it.")
@click.option("--format", "shape", type=click.Choice(["csv", "json", "text"]), default="csv", help="How to print.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the notes; default: the office's.")
@click.option("--engine", default="duckdb", help="What counts: duckdb, spark, or Spark's address: spark://host:7077.")
@with_home
def table(
    home: Home,
    report: str,
    by: str | None,
    since: datetime | None,
    until: datetime | None,
    platforms: tuple[str, ...],
    shape: str,
    language: str | None,
    engine: str,
) -> None:
    """Count imported statements of reasons: each figure with, and without, the platform that dominates.

    Reports: count, automated, grounds, state-linked, dates, delays, explanations, facts, coverage, findings, reasons.
    Rows go to standard output; who dominates, what is known to be wrong and what the figures cannot tell go to standard
    error. Needs no database.
    """
    from sijill.publish.statements import REPORTS, ReportError, open_dumps
    from sijill.publish.statements.keys import key
    from sijill.tables.bulk import NothingImported

    if report not in REPORTS:
        raise Stop(f"There is no report {report!r} on statements. Reports are: {', '.join(REPORTS)}.")
    try:
        spoken = language or home.settings().language
        opened = open_dumps(
            home.statements,
            since=since.date() if since else None,
            until=until.date() if until else None,
            platforms=platforms,
            engine=engine,
        )
        keys = None if by is None else [one for one in by.split(",") if one]
        told = REPORTS[report].told(opened.read, keys)
    except (NothingImported, ReportError, SettingsError, ValueError) as error:
        raise Stop(str(error)) from error
    _print(told, shape)
    several = any(key(name).several for name in keys or REPORTS[report].by)
    for line in _notes(REPORTS[report], opened, told, spoken, several=several):
        click.echo(line, err=True)


def _print(told: Told, shape: str) -> None:
    if shape == "json":
        say_json(told.rows)
    elif shape == "text":
        for line in _text(told):
            click.echo(line)
    else:
        writer = csv.DictWriter(sys.stdout, fieldnames=list(told.rows[0]) if told.rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(told.rows)


def _text(told: Told) -> Iterator[str]:
    """Two tables for people, one below the other: everything, then everything without who dominates."""
    from sijill.publish.statements.counting import WITHOUT

    twins = {name.removesuffix(WITHOUT) for row in told.rows[:1] for name in row if name.endswith(WITHOUT)}
    yield from _aligned([{name: row[name] for name in row if not name.endswith(WITHOUT)} for row in told.rows])
    others = [row for row in told.rows if any(row[f"{name}{WITHOUT}"] for name in twins)]
    yield from ("", f"without {told.dominating.platform}:")
    yield from _aligned(
        [
            {
                name: row[f"{name}{WITHOUT}"] if name in twins else row[name]
                for name in row
                if not name.endswith(WITHOUT)
            }
            for row in others
        ]
    )


def _aligned(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    if not rows:
        return
    said = [list(rows[0]), *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[place]) for line in said) for place in range(len(said[0]))]
    numbers = [any(isinstance(row[name], int | float) for row in rows) for name in rows[0]]
    for line in said:
        cells = zip(line, widths, numbers, strict=True)
        yield "  ".join(cell.rjust(width) if right else cell.ljust(width) for cell, width, right in cells).rstrip()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else str(value)


def _notes(report: StatementReport, opened: Opened, told: Told, language: str, *, several: bool) -> Iterator[str]:
    dumps, who = opened.dumps, told.dominating
    yield f"{report.title[language]}. {report.question[language]}"
    yield f"{len(dumps)} dumps, {opened.read.first} to {opened.read.last}; statements: {who.of:,}"
    if who.platform:
        yield f"dominating: {who.platform}, {who.statements:,} ({who.share:.1%})"
    if opened.left_out:
        left = ", ".join(f"{one.day} {one.source}" for one in opened.left_out[:3])
        yield f"not read, others hold the same: {len(opened.left_out)} ({left}{', ...' if opened.left_out[3:] else ''})"
    from sijill.publish.statements import note

    for words in (*report.notes.values(), *([note("several")] if several else [])):
        yield words[language]
    for one in told.errata:
        span = f"{one.first} to {one.last or 'now'}"
        yield f"erratum {one.id}: {', '.join(one.platforms) or '*'}, {span}: {one.text[language]} [{one.source}]"
