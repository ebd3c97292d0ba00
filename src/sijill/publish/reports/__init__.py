"""The reports: which there are, which tables of which a release publishes, and why a cell has its value.

Columns in, counts out; no Django, no names. To add a report: its file, one line in `REPORTS`, its
words, one golden CSV; to publish it, one line in `PROGRAMMES` and its place in `formats/html.GROUPS`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from sijill.publish.reports import (
    beyond_sdg,
    by_law,
    by_perpetrator,
    by_place,
    candidates,
    changes,
    compared,
    coverage,
    deaths,
    demand_items,
    demands,
    detained_on,
    disparities,
    disruption_answers,
    disruption_durations,
    disruptions,
    exposures,
    justice,
    lateness,
    laws_restrictions,
    list_history,
    over_time,
    persons_and_incidents,
    restrictions,
    santa_clara,
    scorecard,
    sdg16,
    than_before,
    undocumented,
    vintages,
)
from sijill.publish.reports.cells import nesting, shape_of
from sijill.publish.reports.report import EVER, Context, Note, Notes, Report, ReportError, Row, Shape, Words
from sijill.publish.reports.units import hold
from sijill.stats.cellkey import key_id
from sijill.stats.table import TOTAL, Programme, Table
from sijill.tables.engines import Tables

__all__ = [
    "EVER",
    "PROGRAMMES",
    "REPORTS",
    "Context",
    "Note",
    "Notes",
    "Report",
    "ReportError",
    "Row",
    "Shape",
    "Words",
    "codes_of",
    "explain_cell",
    "hold",
    "notes",
    "period_of",
    "programme",
    "rows",
    "table_by",
    "tables_for",
]

REPORTS: Mapping[str, Report] = MappingProxyType(
    {
        "sdg16": sdg16.REPORT,
        "over_time": over_time.REPORT,
        "persons_and_incidents": persons_and_incidents.REPORT,
        "beyond_sdg": beyond_sdg.REPORT,
        "by_perpetrator": by_perpetrator.REPORT,
        "by_place": by_place.REPORT,
        "by_law": by_law.REPORT,
        "justice": justice.REPORT,
        "detained_on": detained_on.REPORT,
        "candidates": candidates.REPORT,
        "deaths": deaths.REPORT,
        "list_history": list_history.REPORT,
        "changes": changes.REPORT,
        "lateness": lateness.REPORT,
        "vintages": vintages.REPORT,
        "compared": compared.REPORT,
        "undocumented": undocumented.REPORT,
        "than_before": than_before.REPORT,
        "coverage": coverage.REPORT,
        "disruptions": disruptions.REPORT,
        "disruption_answers": disruption_answers.REPORT,
        "disruption_durations": disruption_durations.REPORT,
        "demands": demands.REPORT,
        "demand_items": demand_items.REPORT,
        "santa_clara": santa_clara.REPORT,
        "restrictions": restrictions.REPORT,
        "disparities": disparities.REPORT,
        "exposures": exposures.REPORT,
        "laws_restrictions": laws_restrictions.REPORT,
        "scorecard": scorecard.REPORT,
    }
)

# What a release of each subject publishes, in reading order: (report, its tables; none named: all of them).
PROGRAMMES: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = MappingProxyType(
    {
        "people": (
            ("sdg16", ("sdg16", "sdg16-sex", "sdg16-age", "sdg16-role", "sdg16-state", "sdg16-area")),
            ("over_time", ()),
            ("persons_and_incidents", ()),
            ("beyond_sdg", ()),
            ("by_perpetrator", ()),
            ("by_place", ()),
            ("by_law", ()),
            ("justice", ()),
            ("detained_on", ()),
            ("candidates", ()),
            ("changes", ()),
            ("lateness", ()),
            ("vintages", ()),
            ("compared", ()),
            ("undocumented", ()),
            ("than_before", ()),
            ("coverage", ()),
        ),
        "speech": (
            ("restrictions", ()),
            ("disparities", ()),
            ("demands", ()),
            ("demand_items", ()),
            ("santa_clara", ()),
            ("exposures", ()),
            ("laws_restrictions", ()),
            ("disruptions", ()),
            ("disruption_answers", ()),
            ("disruption_durations", ()),
            ("scorecard", ()),
        ),
        "deaths": (("deaths", ()), ("coverage", ())),
        "list": (("list_history", ()), ("coverage", ())),
    }
)


def rows(t: Tables, context: Context, slug: str, by: Sequence[str]) -> list[Row]:
    """The staff's face of a report: the keys asked for and its measures, unprotected, without totals."""
    report = find(slug)
    return report.rows(t, context, report.asked(by))


def tables_for(t: Tables, context: Context, slug: str) -> tuple[Table, ...]:
    """The release's face of a report: every table it declares, with totals, before protection."""
    report = find(slug)
    return report.tables(hold(t), context, report.shapes)


def table_by(t: Tables, context: Context, slug: str, by: Sequence[str]) -> Table:
    """One table of a report by any of its keys, before protection: `sijill table` protects and prints it."""
    report = find(slug)
    found = report.tables(hold(t), context, (shape_of(report, by),))
    if not found:
        raise ReportError(
            f"Report {slug!r} has no table by {', '.join(by)} for this period; see docs/reference/reports.md."
        )
    return found[0]


def programme(t: Tables, context: Context) -> Programme:
    """All tables of a release, by its subject. Not protected; `stats.disclosure.protect` takes it.

    A pair of measures is declared nested only if it is in every cell of every table (`nesting`).
    """
    t, found = hold(t), list[Table]()
    pairs: dict[tuple[str, str], None] = {}
    for report, shapes in chosen(context.subject):
        found += report.tables(t, context, shapes)
        pairs |= dict.fromkeys(report.nested)
    held = {measure for table in found for measure in table.measures}
    there = [pair for pair in pairs if held >= set(pair)]
    return Programme(tuple(found), nesting(found, there), key_id(context.record_secret))


def notes(t: Tables, context: Context) -> tuple[Notes, ...]:
    """What the method note of a release is written from: one entry per report of its programme, in order."""
    t = hold(t)
    return tuple(report.notes(t, context) for report, _ in chosen(context.subject))


def explain_cell(t: Tables, context: Context, table: str, measure: str, codes: Mapping[str, str]) -> list[Row]:
    """Why a cell has its value: a decision per record behind it. Holds ids: only for those who may see them.

    `table` is the table's slug, `codes` its key as dimension to code, totals left out or `_T`. The
    rows whose `outcome` is `counted` are the cell of a table of counted victims; of the other tables
    every row is a unit of the cell. `ReportError` for a table that is not made of decisions on acts.
    """
    report, shape = find_table(table)
    if report.explain is None:
        raise ReportError(f"Table {table!r} is not made of decisions on acts: its cells count what was read or held.")
    said = {name: code for name, code in codes.items() if code != TOTAL}
    strange = [name for name in said if name not in shape.by]
    if strange:
        raise ReportError(
            f"Table {table!r} has no dimension {', '.join(strange)}. It has: {', '.join(shape.by) or 'none'}."
        )
    return report.explain(t, context, measure, said)


def codes_of(table: Table, key: Sequence[str]) -> dict[str, str]:
    """A cell's key as dimension to code, totals left out: what `explain_cell` takes."""
    return dict(table.filters(tuple(key)))


def period_of(slug: str, since: date | None, until: date | None) -> tuple[date, date]:
    """The period asked for; all of time for a report that needs none, where neither day is given. `ReportError`."""
    if since is not None and until is not None:
        return since, until
    if since is None and until is None and not find(slug).needs_period:
        return EVER
    raise ReportError(f"Report {slug!r} counts what happened in a period: give its first and its last day.")


def find(slug: str) -> Report:
    """The report of that slug; `ReportError` lists those there are."""
    if slug not in REPORTS:
        raise ReportError(f"There is no report {slug!r}. Reports are: {', '.join(REPORTS)}.")
    return REPORTS[slug]


def find_table(slug: str) -> tuple[Report, Shape]:
    """The report and the shape of a declared table; `ReportError` lists the tables there are."""
    for report in REPORTS.values():
        for shape in report.shapes:
            if shape.slug == slug:
                return report, shape
    there = ", ".join(shape.slug for report in REPORTS.values() for shape in report.shapes)
    raise ReportError(f"There is no table {slug!r}. Tables are: {there}.")


def chosen(subject: str) -> tuple[tuple[Report, tuple[Shape, ...]], ...]:
    """The reports of a subject's programme, each with the tables that it publishes."""
    if subject not in PROGRAMMES:
        raise ReportError(f"There is no release subject {subject!r}. Subjects are: {', '.join(PROGRAMMES)}.")
    return tuple(
        (REPORTS[slug], tuple(one for one in REPORTS[slug].shapes if not tables or one.slug in tables))
        for slug, tables in PROGRAMMES[subject]
    )
