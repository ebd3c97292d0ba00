"""Reports on statements of reasons: which there are, and the statements that they read.

    read = read_dumps(home.statements, since=..., until=...)
    REPORTS["automated"].told(read, ["category"]).rows

The same functions run on DuckDB and on Apache Spark. To add a report: its function, a line in `_REPORTS`, its words in
`words.toml`, its columns in docs/reference/statement-reports.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from sijill.assess.rules.statements.fields import explanation
from sijill.publish.statements import measures
from sijill.publish.statements.counting import Read, Told
from sijill.publish.statements.coverage import coverage, findings, reasons
from sijill.publish.statements.distributions import delays, sharing
from sijill.publish.statements.keys import ReportError
from sijill.publish.statements.measures import counting
from sijill.publish.statements.report import StatementReport, Words
from sijill.tables.bulk import NothingImported, statements
from sijill.tables.dumps import Dump, dumps, one_of_each

__all__ = ["REPORTS", "Opened", "Read", "ReportError", "StatementReport", "Told", "note", "open_dumps"]

_WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
_DATES = ("content_date", "application_date", "created_at")
_Made = tuple[tuple[str, ...], Callable[[Read, Sequence[str]], Told], tuple[str, ...]]
# slug: what it is broken down by, the function that counts, its notes
_REPORTS: Mapping[str, _Made] = {
    "count": ((), counting(measures.nothing_more, ()), ()),
    "automated": (
        ("category",),
        counting(measures.by_machine, ("automated_detection", "automated_decision")),
        (),
    ),
    "grounds": (
        ("platform",),
        counting(measures.grounds, ("decision_ground", "incompatible_content_illegal")),
        (),
    ),
    "state-linked": (
        ("platform",),
        counting(measures.concerns, ("category", "source_type", "automated_decision"), measures.state_linked),
        ("no-orders",),
    ),
    "dates": (("platform",), counting(measures.impossible_dates, _DATES), ()),
    "delays": (("platform",), delays, ("days",)),
    "explanations": (
        ("platform",),
        sharing(explanation, ("illegal_content_explanation", "incompatible_content_explanation")),
        ("common",),
    ),
    "facts": (("platform",), sharing(lambda s: s.decision_facts_hash, ("decision_facts",)), ("common",)),
    "coverage": ((), coverage, ()),
    "findings": ((), findings, ("opinion", "common")),
    "reasons": ((), reasons, ("opinion", "common")),
}


def note(code: str) -> Words:
    """A note of `words.toml`, by language."""
    words: Words = _WORDS["note"][code]
    return words


def _report(slug: str) -> StatementReport:
    by, rows, notes = _REPORTS[slug]
    said = _WORDS["report"][slug]
    told = MappingProxyType({code: note(code) for code in ("filed", *notes)})
    return StatementReport(slug, said["title"], said["question"], told, by, rows)


REPORTS: Mapping[str, StatementReport] = MappingProxyType({slug: _report(slug) for slug in _REPORTS})


@dataclass(frozen=True, slots=True)
class Opened:
    """The statements to read, the dumps that they are from, and those left out because others hold the same."""

    read: Read
    dumps: tuple[Dump, ...]
    left_out: tuple[Dump, ...]


def open_dumps(
    root: Path,
    *,
    since: date | None = None,
    until: date | None = None,
    platforms: Sequence[str] = (),
    engine: str = "duckdb",
) -> Opened:
    """The imported statements of the dumps of a span of days, no statement twice, of some platforms or of all.

    `root` is the home's folder `statements`. `NothingImported` where there is no dump of that span; `ValueError` for
    an engine that is not here.
    """
    wanted, left_out = one_of_each(dumps(root, since, until))
    if not wanted:
        span = f" from {since or 'the beginning'} to {until or 'today'}" if since or until else ""
        raise NothingImported(
            f"There are no statements{span} in {root}. Import a dump first: sijill statements import FILE..."
        )
    table = statements(root, only=[file for one in wanted for file in one.files], engine=engine)
    if platforms:
        table = table.filter(table.platform_name.isin(list(platforms)))
    return Opened(Read(table, wanted[0].day, wanted[-1].day), tuple(wanted), tuple(left_out))
