"""What a report is: a question, the one function that counts, the tables it declares, what it must say.

A report has two faces with one count behind them: `rows` for the staff (`sijill table`), and
tables with totals for a release. Both are made from the same decisions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sijill.assess.rules.sdg16 import Options
from sijill.publish.reports.laws import NO_LAWS, Laws
from sijill.stats.table import Table
from sijill.tables.engines import Tables

Words = Mapping[str, str]  # language code to text; `en` and `ar` always
Row = dict[str, Any]


# The period of a figure that needs none: whatever its date, or none.
EVER = (date(1, 1, 1), date(9999, 12, 31))


class ReportError(ValueError):
    """A report cannot be made as asked; the text says what is wrong and what may be asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Former:
    """The last release of the same subject and period: the register as it stood then, and what was shown of it.

    `shown`: (measure, category) of the figures of SDG 16.10.1 that stood there as numbers, the total as
    `_T`. `threshold`: of the policy of today. `reasons`: reasons may be told.
    """

    release: str
    tables: Tables
    shown: frozenset[tuple[str, str]]
    threshold: int
    reasons: bool = True


@dataclass(frozen=True, slots=True)
class Context:
    """What a release or a table is made for.

    `options`: the counting rule's options; their `status` is what `rows` counts, while tables hold
    every status side by side. `assessed`: somebody with a mandate has reviewed what lies in scope;
    without that every verified cell is "not assessed" and never 0. `subject`: which programme
    (`programmes.PROGRAMMES`). `source`: code of the one source, for the history of a list.
    `attribution_at_least`: the weakest ground (codelists/attributions.csv) on which a kind of
    perpetrator is shown. `day`: for stocks; the last day of the period if left out. `laws`:
    the laws that the office lists; no other law is named in public. `former`: for what changed.
    `record_secret`: what the keys of counts are made with; empty where no table carries noise.
    """

    options: Options
    assessed: bool = False
    subject: str = "people"
    source: str = ""
    attribution_at_least: str = "alleged"
    day: date | None = None
    laws: Laws = NO_LAWS
    former: Former | None = None
    record_secret: bytes = field(default=b"", repr=False)

    @property
    def ever(self) -> bool:
        """No period was asked for: everything counts, undated or not."""
        return (self.options.since, self.options.until) == EVER

    @property
    def on(self) -> date:
        """The day of a stock."""
        return self.day or self.options.until


@dataclass(frozen=True, slots=True)
class Shape:
    """A table declared before anything is counted: its slug and what it is broken down by."""

    slug: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """One thing a reader must know, with the code that tests and pages know it by."""

    code: str
    text: Words


@dataclass(frozen=True, slots=True)
class Notes:
    """What a method note is written from: the options and rules that ran, and the warnings.

    `options` holds (name, value) pairs in order; `rules` the ids of the rules that decided.
    """

    report: str
    options: tuple[tuple[str, str], ...]
    rules: tuple[str, ...] = ()
    warnings: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `slug` is its file's name; `kind` picks the row of the protection policy.

    `by`: the keys that `rows` takes. `shapes`: the tables it declares for a release. `rows` counts
    what the context's status asks for, one row per combination observed, no totals. `tables` makes
    the tables of the shapes given. `explain` gives the decisions behind one cell (measure and codes
    by dimension, totals left out); None where a cell is not made of decisions on acts. `nested`:
    (narrow, wide) pairs of measures, the narrow one part of the wide one. `always`: keys that it is
    broken down by even when they are not asked for, because their codes are not to be added up.
    `needs_period`: its rows cannot be made without one.
    """

    slug: str
    title: Words
    question: Words
    kind: str
    unit: str
    by: tuple[str, ...]
    measures: tuple[str, ...]
    shapes: tuple[Shape, ...]
    rows: Callable[[Tables, Context, Sequence[str]], list[Row]]
    tables: Callable[[Tables, Context, Sequence[Shape]], tuple[Table, ...]]
    notes: Callable[[Tables, Context], Notes]
    explain: Callable[[Tables, Context, str, Mapping[str, str]], list[Row]] | None = None
    nested: tuple[tuple[str, str], ...] = ()
    always: tuple[str, ...] = ()
    needs_period: bool = True

    def asked(self, by: Sequence[str]) -> tuple[str, ...]:
        """The keys asked for, if this report takes them; `ReportError` names those it does not."""
        strange = [key for key in by if key not in self.by]
        if strange:
            raise ReportError(
                f"Report {self.slug!r} cannot be broken down by {', '.join(strange)}. "
                f"It takes: {', '.join(self.by) or 'nothing'}."
            )
        if len(set(by)) != len(by):
            raise ReportError(f"Report {self.slug!r} was asked for one key twice: {', '.join(by)}.")
        return (*(key for key in self.always if key not in by), *by)
