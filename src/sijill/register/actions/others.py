"""Reports of the other sources that a row names as having said the same.

A list often says who documented each case. Each of those is a source of its own, with a report of its own: the words
of the row, under a key that names the list, so that it is never taken for a row of that source's own list. When a
newer copy of the list names one no longer, that report is withdrawn; the list's own report is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from django.conf import settings
from django.db.models import QuerySet

from sijill.collect.draft import Row, SourceInfo
from sijill.collect.models import Report, ReportWithdrawal, Source, Vintage
from sijill.office.ids import derived_id
from sijill.office.records import Record
from sijill.register.drafting import report_of, support_of
from sijill.register.models import EntityKind, Support

_KEYS = 900  # keys per IN (...)
# What a report supports along with an act, and so is linked by that.
_WITH_THEIR_ACT = (EntityKind.PERSON, EntityKind.INVOLVEMENT, EntityKind.ACT_STATUS, EntityKind.EVENT)


def new_source(info: SourceInfo) -> Source:
    """A source as a format declares it, not yet written."""
    return Source(
        id=derived_id("source", settings.SECRET_KEY, info.code),
        code=info.code,
        name=info.name,
        kind=info.kind,
        independence_group=info.independence_group or info.code,
        mandate=info.mandate,
        reliability=info.reliability,
        is_public=info.is_public,
        rows_shown=info.rows_shown,
        licence=info.licence,
        url=info.url,
        asserts=list(info.asserts),
    )


def withdrawals_of(vintage: Vintage, gone: Iterable[Report]) -> Iterator[ReportWithdrawal]:
    """A withdrawal of each report and of every earlier wording of it, on which the support of an act may rest."""
    reports = list(gone)
    while reports:
        for report in reports:
            identifier = derived_id("withdrawal", settings.SECRET_KEY, vintage.id, report.id)
            yield ReportWithdrawal(id=identifier, report=report, vintage=vintage)
        earlier = [report.revises_id for report in reports if report.revises_id]
        reports = [
            report
            for start in range(0, len(earlier), _KEYS)
            for report in Report.objects.filter(pk__in=earlier[start : start + _KEYS], withdrawals__isnull=True).only(
                "id", "revises_id"
            )
        ]


class Others:
    """The other sources of one import. A batch: `look` at its rows, then `said` for each, then write `rows`."""

    def __init__(self, source: Source, vintage: Vintage) -> None:
        self._source = source
        self._vintage = vintage
        self._sources: dict[str, Source] = {}
        self._had_some = self._all().exists()
        self._standing: dict[str, dict[str, Report]] = {}
        self._new: list[Record] = []
        self._gone: list[Report] = []
        self._added: dict[str, list[Report]] = {}

    def look(self, rows: Sequence[Row]) -> None:
        """Begin a batch: find what the other sources are known to have said of these rows."""
        self._standing, self._new, self._gone, self._added = {}, [], [], {}
        if not self._had_some:
            self._had_some = any(row.also_said_by for row in rows)
            return
        keys = sorted({self._key(key) for row in rows for key in (row.key, row.former_key) if key})
        standing = defaultdict[str, dict[str, Report]](dict)
        for start in range(0, len(keys), _KEYS):
            found = self._standing_reports().filter(key__in=keys[start : start + _KEYS])
            for report in found.select_related("source").defer("content"):
                standing[report.key][report.source.code] = report
        self._standing = standing

    def said(self, row: Row, before: Report | None) -> list[Report]:
        """The reports of the other sources that this row names, not yet written. `before` is the row as it was."""
        known: Mapping[str, Report] = self._standing.get(self._key(before.key), {}) if before else {}
        reports = [self._report(info, row, known.get(info.code)) for info in row.also_said_by]
        named = {info.code for info in row.also_said_by}
        self._gone += [report for code, report in known.items() if code not in named]
        if before is not None:
            new = [report for report in reports if report.revises_id is None]
            if new:
                self._added[before.key] = new
        return reports

    def keep(self, reports: Iterable[Report]) -> None:
        """The row was taken: these are written with the batch."""
        self._new += reports

    def rows(self) -> Iterator[Record]:
        """What the batch adds: new sources, reports, withdrawals, and the link of a later report to the entries.

        A source that is named only in a newer copy of the list is linked to the entries and supports nothing yet: the
        copy may tell other facts than those they hold, and that is for a person to judge.
        """
        for source in self._sources.values():
            if source._state.adding:
                yield source
        yield from self._new
        yield from withdrawals_of(self._vintage, self._gone)
        yield from self._links()

    def missing(self, holds: Callable[[str], bool]) -> Iterator[ReportWithdrawal]:
        """After a whole list: withdrawals of what was said of rows that are gone. `holds`: is the key in the file."""
        if self._had_some:
            start = len(self._key(""))
            standing = self._standing_reports().only("id", "key", "revises_id").iterator()
            yield from withdrawals_of(self._vintage, [one for one in standing if not holds(one.key[start:])])

    def _all(self) -> QuerySet[Report]:
        return Report.objects.filter(vintage__source=self._source).exclude(source=self._source)

    def _standing_reports(self) -> QuerySet[Report]:
        return self._all().filter(revisions__isnull=True, withdrawals__isnull=True)

    def _links(self) -> Iterator[Support]:
        keys = sorted(self._added)
        for start in range(0, len(keys), _KEYS):
            entries = Support.objects.filter(
                report__source=self._source,
                report__key__in=keys[start : start + _KEYS],
                report__withdrawals__isnull=True,
            ).exclude(entity_kind__in=_WITH_THEIR_ACT)
            for key, kind, entry in entries.order_by("id").values_list("report__key", "entity_kind", "entity_id"):
                for report in self._added[key]:
                    yield support_of(self._source, report, entry, (), kind)

    def _report(self, info: SourceInfo, row: Row, before: Report | None) -> Report:
        source = self._source_of(info)
        return report_of(source, self._vintage, replace(row, key=self._key(row.key)), before)

    def _source_of(self, info: SourceInfo) -> Source:
        if info.code not in self._sources:
            found = Source.objects.filter(code=info.code).first()
            self._sources[info.code] = found or new_source(info)
        return self._sources[info.code]

    def _key(self, key: str) -> str:
        return f"{self._source.code}/{key}"
