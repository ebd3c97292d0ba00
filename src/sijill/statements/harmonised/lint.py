"""Lint a harmonised report: every rule of `catalogue.py` over the files given, in the order of files and rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from sijill.statements.harmonised.catalogue import RULES
from sijill.statements.harmonised.duties import KINDS, applies
from sijill.statements.harmonised.finding import Finding
from sijill.statements.harmonised.lint_form import form
from sijill.statements.harmonised.lint_report import gather, report, versions
from sijill.statements.harmonised.lint_rows import rows
from sijill.statements.harmonised.lint_sums import sums
from sijill.statements.harmonised.lint_values import values
from sijill.statements.harmonised.parts import COUNT
from sijill.statements.harmonised.read import Sheet, read_sheet
from sijill.statements.harmonised.which import numbered

_NOTES = re.compile(r"change|version|corrig|errata|readme")


def lint_files(paths: Sequence[Path], kind: str = "") -> list[Finding]:
    """The findings over files on disk. `kind`, a key of `duties.KINDS`, adds the rule on rows that do not apply.

    A file named for changes or versions that is none of the parts is taken as the note that an updated version needs;
    notes are also looked for beside the files. A file that cannot be opened raises OSError.
    """
    read = [read_sheet(path) for path in dict.fromkeys(paths)]
    notes = [sheet.file for sheet in read if sheet.part is None and is_note(PurePath(sheet.file).name)]
    sheets = [sheet for sheet in read if sheet.file not in notes]
    for folder in {path.parent for path in paths}:
        beside = (one for one in folder.iterdir() if one.is_file() and str(folder / one.name) not in map(str, paths))
        notes += [str(folder / one.name) for one in beside if is_note(one.name)]
    return lint(sheets, notes, kind)


def is_note(name: str) -> bool:
    """May a file, by its name, tell of changes of a report?"""
    return bool(_NOTES.search(PurePath(name).stem.casefold())) and not re.match(r"\d", name)


def lint(sheets: Sequence[Sheet], notes: Sequence[str] = (), kind: str = "") -> list[Finding]:
    """The findings over sheets, each once, sorted by file (as given), row and rule."""
    found: list[Finding] = []
    for sheet in sheets:
        found += form(sheet)
        if sheet.part is not None:
            found += [*rows(sheet), *values(sheet), *sums(sheet)]
            found += _not_applicable(sheet, kind) if kind else ()
    reports = gather(sheets)
    unread = {(str(PurePath(one.file).parent), numbered(one.file)) for one in sheets if one.part is None}
    for one in reports:
        found += report(one, unread)
    found += versions(reports, notes)
    order = {sheet.file: index for index, sheet in enumerate(sheets)}
    return sorted(dict.fromkeys(_known(found)), key=lambda one: (order[one.file], one.row, one.rule, one.column))


def _known(found: Iterable[Finding]) -> Iterator[Finding]:
    for one in found:
        if one.rule not in RULES:
            raise KeyError(f"Rule {one.rule!r} is not in the catalogue.")
        yield one


def _not_applicable(sheet: Sheet, kind: str) -> Iterator[Finding]:
    """Rows with figures or texts that do not apply to the kind of service."""
    if kind not in KINDS or sheet.part is None:
        return
    names = [one.name for one in sheet.part.columns if one.holds in (COUNT, "hours")] or ["value"]
    for row in sheet.rows:
        if applies(row.get("applicability"), kind):
            continue
        told = [row.get(name) for name in names if row.get(name)]
        if told:
            message = f"The row is {row.get('applicability').lower()!r}, which this service is not, and is not blank."
            yield Finding(sheet.file, row.number, "blank/not-applicable", message, "", told[0], "Applicability")
