"""Importing a file: reports word for word, and drafts that wait for a person.

One transaction and one log entry per batch. A run that was cut off goes on where its last batch was
committed: every id derives from the installation's secret and the record, so an interrupted run and
an uninterrupted one end with equal tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path

from django.conf import settings

from sijill.collect.actions import content_hash
from sijill.collect.draft import Refused, Row, SourceInfo
from sijill.collect.models import ERASED, Report, Source, Vintage
from sijill.collect.models import Refusal as RefusedRow
from sijill.office.actions import require
from sijill.office.ids import derived_id
from sijill.office.ledger import Entry, action
from sijill.office.models import User
from sijill.office.records import is_storable
from sijill.office.roles import Role
from sijill.register.actions.others import Others, new_source, withdrawals_of
from sijill.register.drafting import Drafts, Refusable, report_of
from sijill.register.models import ProposalState
from sijill.register.proposing import Revised, proposals
from sijill.register.speech.drafting import FactDrafts

_KEYS = 900  # keys per IN (...)


@dataclass(frozen=True, slots=True)
class Run:
    """How far an import came, in rows of the file."""

    rows: int = 0
    new: int = 0
    unchanged: int = 0
    revised: int = 0
    withdrawn: int = 0
    refused: int = 0


Progress = Callable[[Run], None]


def import_file(
    *,
    actor: User,
    info: SourceInfo,
    format_name: str,
    complete: bool,
    rows: Iterable[Row | Refused],
    sha256: str,
    file_name: str,
    label: str,
    retrieved_on: date | None,
    batch: int = 5000,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Run:
    """Import the records that a reader yields. The same file again changes nothing: all unchanged."""
    require(actor, Role.RECORDER)
    source = Source.objects.filter(code=info.code).first()
    vintage = Vintage.objects.filter(source=source, sha256=sha256).first() if source else None
    if vintage is not None and vintage.finished:
        return _read_again(rows)
    if dry_run:
        return _dry(source, rows, batch)
    if source is None or vintage is None:
        source, vintage = _begin(actor, info, source, format_name, complete, sha256, file_name, label, retrieved_on)
    return _go_on(actor, source, vintage, iter(rows), batch, progress or (lambda run: None))


def file_hash(path: Path) -> str:
    """SHA-256 of a file, read in pieces; of a folder, of the names and sums of its files, hidden ones left out."""
    digest = hashlib.sha256()
    if path.is_dir():
        inside = ((one.relative_to(path), one) for one in sorted(path.rglob("*")) if one.is_file())
        for name, one in inside:
            if not any(part.startswith(".") for part in name.parts):
                digest.update(f"{name.as_posix()}\0{file_hash(one)}\n".encode())
        return digest.hexdigest()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _begin(
    actor: User,
    info: SourceInfo,
    source: Source | None,
    format_name: str,
    complete: bool,
    sha256: str,
    file_name: str,
    label: str,
    retrieved_on: date | None,
) -> tuple[Source, Vintage]:
    with action("import.begin", actor=actor) as entry:
        if source is None:
            source = new_source(info)
            entry.add(source)
        vintage = Vintage(
            id=derived_id("vintage", settings.SECRET_KEY, info.code, sha256),
            source=source,
            format=format_name,
            label=label,
            file_name=file_name,
            sha256=sha256,
            retrieved_on=retrieved_on,
            complete=complete,
        )
        entry.add(vintage)
    return source, vintage


def _go_on(
    actor: User,
    source: Source,
    vintage: Vintage,
    rows: Iterator[Row | Refused],
    batch: int,
    progress: Progress,
) -> Run:
    seen, facts = _Seen(), FactDrafts(source)
    for record in islice(rows, vintage.rows_read):
        seen.add(record)
        facts.seen(record)
    run, others = _run_of(vintage), Others(source, vintage)
    while records := list(islice(rows, batch)):
        with action("import.batch", actor=actor, subject=vintage.id) as entry:
            run = _write(entry, source, vintage, records, seen, run, others, facts)
            _save(entry, vintage, run)
        progress(run)
    with action("import.end", actor=actor, subject=vintage.id) as entry:
        if vintage.complete and not seen.unread:
            run = replace(run, withdrawn=_withdraw(entry, source, vintage, seen))
            entry.add(*others.missing(seen.holds))
        _save(entry, vintage, run, finished=True)
    progress(run)
    return run


def _write(
    entry: Entry,
    source: Source,
    vintage: Vintage,
    records: list[Row | Refused],
    seen: _Seen,
    run: Run,
    others: Others,
    facts: FactDrafts,
) -> Run:
    known = _known(source, records)
    others.look([record for record in records if isinstance(record, Row)])
    drafts = Drafts(source)
    drafts.expect(record for record in records if isinstance(record, Row) and not _before(known, record))
    facts.expect(record for record in records if isinstance(record, Row))
    refusals: list[RefusedRow] = []
    reports: list[Report] = []
    changed: list[Revised] = []
    for record in records:
        run = replace(run, rows=run.rows + 1)
        facts.seen(record)
        if isinstance(record, Refused):
            seen.add(record)
            refusals.append(_refusal(vintage, record))
            run = replace(run, refused=run.refused + 1)
            continue
        if seen.again(record):
            refusals.append(_refusal(vintage, _twice(record)))
            run = replace(run, refused=run.refused + 1)
            continue
        seen.add(record)
        before = _before(known, record)
        if before is not None and _says_nothing_new(before, record):
            run = replace(run, unchanged=run.unchanged + 1)
            continue
        try:
            report = report_of(source, vintage, record, before)
            also = others.said(record, before)
            drafted = facts.read(record, report)
            if before is None:
                drafts.draft(record, report, also)
        except Refusable as error:
            refusals.append(_refusal(vintage, error.refused))
            run = replace(run, refused=run.refused + 1)
            continue
        reports.append(report)
        others.keep(also)
        facts.take(record, drafted, report, also, again=before is not None)
        if before is not None:
            changed.append(Revised(record, report, before))
        run = replace(run, new=run.new + 1) if before is None else replace(run, revised=run.revised + 1)
    entry.add(*reports, *refusals)
    entry.add(*others.rows())
    entry.add(*drafts.rows())
    facts.write(entry)
    _propose(entry, source, changed)
    return run


def _before(known: Mapping[str, Report], row: Row) -> Report | None:
    return known.get(row.key) or known.get(row.former_key)


def _says_nothing_new(before: Report, row: Row) -> bool:
    """The words are those that are kept; or they were erased, and are not to come back with the next copy of a list."""
    return before.sha256 == ERASED or _same(before, row)


def _same(before: Report, row: Row) -> bool:
    return before.key == row.key and is_storable(row.content) and before.sha256 == content_hash(row.content)


def _propose(entry: Entry, source: Source, changed: list[Revised]) -> None:
    """What changed rows say otherwise than entries hold waits for a person; an earlier proposal is overtaken."""
    if not changed:
        return
    found, waited = proposals(source, changed)
    for one in waited:
        entry.change(one, state=ProposalState.OVERTAKEN.value)
    entry.add(*found)


def _known(source: Source, records: list[Row | Refused]) -> dict[str, Report]:
    """The latest report of every key in the batch, unless its source withdrew it."""
    keys = {k for record in records if isinstance(record, Row) for k in (record.key, record.former_key) if k}
    ordered, found = sorted(keys), dict[str, Report]()
    for start in range(0, len(ordered), _KEYS):
        part = Report.objects.filter(source=source, key__in=ordered[start : start + _KEYS], revisions__isnull=True)
        for report in part.filter(withdrawals__isnull=True).defer("content"):
            found[report.key] = report
    return found


def _withdraw(entry: Entry, source: Source, vintage: Vintage, seen: _Seen) -> int:
    standing = Report.objects.filter(source=source, revisions__isnull=True, withdrawals__isnull=True)
    standing = standing.exclude(key="").only("id", "key", "revises_id")
    gone = [report for report in standing.iterator() if not seen.holds(report.key)]
    entry.add(*withdrawals_of(vintage, gone))
    return len(gone)


def _save(entry: Entry, vintage: Vintage, run: Run, *, finished: bool = False) -> None:
    entry.note.update(rows=run.rows, refused=run.refused)
    entry.change(
        vintage,
        rows_read=run.rows,
        rows_new=run.new,
        rows_unchanged=run.unchanged,
        rows_revised=run.revised,
        rows_withdrawn=run.withdrawn,
        rows_refused=run.refused,
        finished=finished,
    )


def _run_of(vintage: Vintage) -> Run:
    return Run(
        rows=vintage.rows_read,
        new=vintage.rows_new,
        unchanged=vintage.rows_unchanged,
        revised=vintage.rows_revised,
        withdrawn=vintage.rows_withdrawn,
        refused=vintage.rows_refused,
    )


@dataclass(slots=True)
class _Seen:
    """The keys of a file so far: of its rows, and of what was refused, which is on the list all the same.

    Where a record could not be read at all, nobody knows which one it was: then nothing was withdrawn.
    """

    rows: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    unread: int = 0

    def add(self, record: Row | Refused) -> None:
        if isinstance(record, Refused):
            self.refused.update(record.keys)
            self.unread += record.unread
        else:
            self.rows.add(record.key)

    def again(self, record: Row | Refused) -> bool:
        """A second row of one key."""
        return isinstance(record, Row) and record.key in self.rows

    def holds(self, key: str) -> bool:
        """Is the key in the file at all."""
        return key in self.rows or key in self.refused


def _refusal(vintage: Vintage, refused: Refused) -> RefusedRow:
    return RefusedRow(
        id=derived_id("refusal", settings.SECRET_KEY, vintage.id, refused.position, refused.field),
        vintage=vintage,
        position=refused.position[:60],
        field=refused.field[:80],
        problem=refused.problem,
        message=refused.message,
        content=_kept(refused.content),
    )


def _kept(content: str) -> str:
    """A refused row as near to its own signs as a database takes: what is no text is written out."""
    return content.encode("utf-8", "backslashreplace").decode().replace("\0", "\\u0000")


def _twice(record: Row) -> Refused:
    return Refused(
        position=record.position,
        content=record.content,
        field="",
        problem="duplicate-key",
        message=f"Record {record.position}: its key was in this file before. Keep one, or correct the key.",
    )


def _read_again(rows: Iterable[Row | Refused]) -> Run:
    run = Run()
    seen = _Seen()
    for record in rows:
        twice = seen.again(record)
        seen.add(record)
        run = replace(run, rows=run.rows + 1)
        if isinstance(record, Refused) or twice:
            run = replace(run, refused=run.refused + 1)
        else:
            run = replace(run, unchanged=run.unchanged + 1)
    return run


def _dry(source: Source | None, rows: Iterable[Row | Refused], batch: int) -> Run:
    run, seen, stream = Run(), _Seen(), iter(rows)
    while records := list(islice(stream, batch)):
        known = _known(source, records) if source else {}
        for record in records:
            run = replace(run, rows=run.rows + 1)
            kind = _kind(record, known, seen)
            seen.add(record)
            run = replace(run, **{kind: getattr(run, kind) + 1})
    return run


def _kind(record: Row | Refused, known: dict[str, Report], seen: _Seen) -> str:
    if isinstance(record, Refused) or seen.again(record):
        return "refused"
    before = known.get(record.key) or known.get(record.former_key)
    if before is None:
        return "new"
    return "unchanged" if _same(before, record) else "revised"
