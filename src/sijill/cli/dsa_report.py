"""What `sijill dsa report` and `sijill dsa reconcile` do."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import click

from sijill.cli.base import FAULTS, SOME_REFUSED, Stop, home_of, say_json, start
from sijill.statements.harmonised.build import build, unplaced
from sijill.statements.harmonised.facts import Facts, Measure, Period, Service, Unusable
from sijill.statements.harmonised.lint_report import period_of
from sijill.statements.harmonised.log import Read, read_log, read_settings


def write_report(
    name: str,
    text: str,
    target: Path,
    settings: Path | None,
    log_file: Path | None,
    published: datetime | None,
    reason: str,
    methodology: str,
    folder: str | None,
) -> None:
    """Build, lint and write; refused rows of a log are shown, and end with exit code 3."""
    from sijill.statements.harmonised.lint import lint
    from sijill.statements.harmonised.read import parse_sheet
    from sijill.statements.harmonised.versions import Update, publish

    day = published.date() if published else None
    try:
        period = Period.read(text)
        service, read, gaps = _source(name, settings, log_file, folder, day, own=True)
        files = build(service, period, read.facts)
        update = Update(reason, methodology, service.published or _today()) if reason and methodology else None
        where = publish(target, files, update)
    except Unusable as error:
        raise Stop(str(error)) from error
    click.echo(f"{len(files)} parts: {where}")
    for gap in gaps:
        click.echo(f"  {gap}", err=True)
    if bare := unplaced(read.facts.within(period)):
        click.echo(f"  {bare} facts have no sub-category of their category; their rows KEYWORD_OTHER say so.", err=True)
    for one in lint([parse_sheet(raw, file) for file, raw in files.items()], kind=service.kind):
        click.echo(f"  {one}", err=True)
    if _refused(read):
        sys.exit(SOME_REFUSED)


def _today() -> date:
    return datetime.now(UTC).date()


def _refused(read: Read) -> bool:
    for one in read.refused[:20]:
        click.echo(f"  Row {one.row}: {one.field}: {one.reason}", err=True)
    if read.refused:
        click.echo(f"  {len(read.refused)} of {read.rows} rows of the log are not in the report.", err=True)
    return bool(read.refused)


def _source(
    name: str, settings: Path | None, log_file: Path | None, folder: str | None, published: date | None, *, own: bool
) -> tuple[Service, Read, tuple[str, ...]]:
    """The service and its facts: of a log by its mapping, else of the installation."""
    if log_file is not None:
        if settings is None:
            raise Stop("A log is read by a mapping: name it with --settings (docs/how-to/report-under-the-dsa.md).")
        service, mapping = read_settings(settings.read_text(encoding="utf-8"))
        if service.name != name:
            raise Stop(f"The settings are of {service.name!r}, and the report is to be of {name!r}.")
        return _dated(service, published), read_log(log_file.read_bytes(), mapping), ()
    facts, gaps, provider = _registered(name, folder, own=own)
    if settings is not None:
        service, _ = read_settings(settings.read_text(encoding="utf-8"))
    else:
        service = Service(name, provider, "platform")
    return _dated(service, published), Read(facts, 0), gaps


def _dated(service: Service, published: date | None) -> Service:
    from dataclasses import replace

    return replace(service, published=published or service.published or _today())


def _registered(name: str, folder: str | None, *, own: bool) -> tuple[Facts, tuple[str, ...], str]:
    """What was filed here; `own`: only in the platform's own installation."""
    start(home_of(folder))
    from sijill.office.errors import Refusal
    from sijill.register.speech.dsa_facts import facts_of, platform_of, refuse_others

    try:
        if own:
            refuse_others()
        platform = platform_of(name)
    except Refusal as error:
        raise Stop(str(error)) from error
    told = facts_of(platform)
    return told.facts, told.gaps, platform.organization.name


def compare(
    files: tuple[Path, ...],
    as_json: bool,
    name: str,
    settings: Path | None,
    log_file: Path | None,
    dumps: tuple[Path, ...],
    imported: bool,
    folder: str | None,
) -> None:
    """Print every figure that both have and in which they differ; with --json every one."""
    from sijill.cli.dsa import spread
    from sijill.statements.harmonised.read import read_sheet
    from sijill.statements.harmonised.reconcile import NOT_COMPARED, reconcile

    sheets = [read_sheet(path) for path in spread(files)]
    periods = {text for sheet in sheets if sheet.part and (text := period_of(sheet))}
    if len(periods) != 1:
        raise Stop(f"The files have {len(periods)} periods ({', '.join(sorted(periods)) or 'none'}); give one's.")
    try:
        period = Period.read(periods.pop())
        if imported:
            found = reconcile(sheets, _imported(name, folder, period))
        elif dumps:
            found = reconcile(sheets, Facts(measures=tuple(of_dumps(dumps, name))).within(period).measures)
        else:
            _, read, _ = _source(name, settings, log_file, folder, None, own=False)
            _refused(read)
            found = reconcile(sheets, read.facts.within(period).measures)
    except Unusable as error:
        raise Stop(str(error)) from error
    differ = [one for one in found if one.difference]
    if as_json:
        say_json([one.as_json() for one in found])
    else:
        for one in differ:
            click.echo(
                f"part {one.part} {one.category or ''} {one.what}: report {one.reported}, statements {one.statements}"
            )
        click.echo(f"{len(found)} figures compared, {len(differ)} differ. {NOT_COMPARED}", err=True)
    if differ:
        sys.exit(FAULTS)


def _imported(name: str, folder: str | None, period: Period) -> Counter[Measure]:
    """The imported statements of a platform; Stop if there are none."""
    from sijill.publish.statements import open_dumps
    from sijill.publish.statements.decisions import decisions
    from sijill.tables.bulk import NothingImported

    try:
        found = decisions(open_dumps(home_of(folder).statements, platforms=[name]).read.table, period)
    except NothingImported as error:
        raise Stop(str(error)) from error
    if not found:
        raise Stop(f"No imported statement of {name!r} applies from a day of {period}; is the name as the dump has it?")
    return found


def of_dumps(paths: Iterable[Path], platform: str) -> Iterator[Measure]:
    """The decisions of a platform in CSV files of the EU database's dumps (unpacked)."""
    from sijill.statements.harmonised.build import restrictions
    from sijill.statements.harmonised.facts import Place
    from sijill.statements.harmonised.lines import category_of

    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["platform_name"] != platform:
                    continue
                keywords = _listed(row["category_specification"])
                mine = [one for one in keywords if category_of().get(one) == row["category"]]
                yield Measure(
                    day=date.fromisoformat(row["application_date"][:10]),
                    place=Place(row["category"], mine[0] if mine else ""),
                    ground=row["decision_ground"],
                    source=row["source_type"],
                    restrictions=restrictions(
                        [
                            *_listed(row["decision_visibility"]),
                            row["decision_monetary"],
                            row["decision_provision"],
                            row["decision_account"],
                        ]
                    ),
                    detected=row["automated_detection"] == "Yes",
                    decided=row["automated_decision"],
                    language=row["content_language"].casefold(),
                )


def _listed(cell: str) -> list[str]:
    return list(json.loads(cell)) if cell else []
