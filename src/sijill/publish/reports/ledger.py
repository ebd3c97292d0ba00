"""What reports of the second ledger share: which rows stand, which lie in the period, sums that know what they lack.

A number that nobody stated is no zero: a sum over rows of which none states it is not known, and the
rows without it are counted beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import ibis

from sijill.assess.rules.candidates import GONE
from sijill.publish.reports.cells import as_code, touched
from sijill.publish.reports.keys import Key, dimension
from sijill.publish.reports.report import Context, Report, Row, Shape
from sijill.stats.table import Count, Dimension, Flag, Table
from sijill.stats.table import Key as CellKey
from sijill.tables.engines import Tables, fetched

PUBLISHED = "published"  # the row of the policy for what others published or what harms no one person
Keys = Mapping[str, Key]


def key(name: str, codelist: str = "", *, column: str = "", fixed: tuple[str, ...] = ()) -> Key:
    """A key of the second ledger: its column has its name unless another is given."""
    return Key(name, column or name, codelist, fixed)


def keys_of(*keys: Key) -> Keys:
    """Keys by name."""
    return {one.name: one for one in keys}


def standing(t: Tables, name: str) -> ibis.Table:
    """The rows of a table that nobody rejected or withdrew."""
    return t[name].filter(t[name].state.notin(GONE))


def in_period(rows: ibis.Table, context: Context, stem: str) -> ibis.Table:
    """Rows whose date may lie in the period, with `inside` (1 it surely does, 0 the dates leave it open).

    Without a period all rows are inside, undated ones as well. A period of which only a part lies within
    the one asked for is 0: it cannot be cut.
    """
    if context.ever:
        return rows.mutate(inside=ibis.literal(1, type="int64"))
    since, until = context.options.since, context.options.until
    low, high = rows[f"{stem}_lo"], rows[f"{stem}_hi"]
    rows = rows.filter(~((high < since) | (low > until)).fill_null(False))
    low, high = rows[f"{stem}_lo"], rows[f"{stem}_hi"]
    inside = ((low >= since) & (high <= until)).fill_null(False)
    return rows.mutate(inside=ibis.ifelse(inside, 1, 0).cast("int64"))


def when(condition: ibis.Value) -> ibis.Value:
    """1 where a condition holds, 0 where it does not or cannot be told."""
    return ibis.ifelse(condition.fill_null(False), 1, 0).cast("int64")


def told(
    units: ibis.Table, by: Sequence[str], keys: Keys, measures: Mapping[str, str], counts: Sequence[str] | None = None
) -> list[Row]:  # fmt: skip
    """Rows for the staff: the keys asked for, then each measure as the sum of its column; no totals.

    A sum of which no row knows a part is None; `counts` (without them, all measures) count rows, of which none is 0.
    Ordered by the keys.
    """
    zero = set(measures if counts is None else counts)
    columns = {f"key{place}": units[keys[name].column] for place, name in enumerate(by)}
    sums = {f"sum{place}": units[column].sum() for place, column in enumerate(measures.values())}
    if by:
        found = fetched(units.group_by(**columns).agg(**sums).order_by(list(columns)))
    else:
        found = fetched(units.aggregate(**sums))
    return [
        {
            **{name: row[f"key{place}"] for place, name in enumerate(by)},
            **{name: _whole(row[f"sum{place}"], name in zero) for place, name in enumerate(measures)},
        }
        for row in found
    ]


def _whole(value: Any, counts: bool) -> int | None:
    return (0 if counts else None) if value is None else int(value)


def summed(
    report: Report,
    context: Context,
    shape: Shape,
    units: ibis.Table,
    keys: Keys,
    measures: Mapping[str, str],
    *,
    subject: str,
    counts: Sequence[str] = (),
    apart: Sequence[str] = (),
    unit: str = "",
) -> Table:
    """One table of sums, each measure over a column of `units`; the codes of keys in `apart` have no total.

    Where no row states a number the cell is not known, but for `counts`: measures that count rows, of which
    none is 0.
    """
    names = [keys[name].column for name in shape.by]
    columns = {f"key{place}": units[column] for place, column in enumerate(names)}
    sums = {f"sum{place}": units[column].sum() for place, column in enumerate(measures.values())}
    known = {f"known{place}": units[column].count() for place, column in enumerate(measures.values())}
    grouped = units.group_by(**columns).agg(**sums, **known) if columns else units.aggregate(**sums, **known)
    found = fetched(grouped.order_by(list(columns)) if columns else grouped)
    coded = [(tuple(as_code(row[f"key{place}"]) for place in range(len(names))), row) for row in found]
    dimensions = tuple(
        dimension(name, context, {codes[place] for codes, _ in coded}, apart=name in apart, keys=keys)
        for place, name in enumerate(shape.by)
    )
    cells = _cells(dimensions, shape.by, coded, measures, counts)
    period = (context.options.since, context.options.until)
    return Table(
        shape.slug, subject, report.kind, unit or report.unit, *period, dimensions, tuple(measures), cells
    )  # fmt: skip


def _cells(
    dimensions: Sequence[Dimension],
    names: Sequence[str],
    coded: Sequence[tuple[tuple[str, ...], Row]],
    measures: Mapping[str, str],
    counts: Sequence[str],
) -> dict[tuple[str, CellKey], Count]:
    keys = list(product(*(one.codes for one in dimensions)))
    held = {key: [[0, 0] for _ in measures] for key in keys}
    for codes, row in coded:
        for key in touched(dimensions, names, codes):
            for place, cell in enumerate(held[key]):
                cell[0] += int(row[f"sum{place}"] or 0)
                cell[1] += int(row[f"known{place}"])
    missing = Count(None, missing=Flag.NOT_KNOWN)
    return {
        (measure, key): Count(held[key][place][0]) if measure in counts or held[key][place][1] else missing
        for place, measure in enumerate(measures)
        for key in keys
    }


def from_public_sources(t: Tables, rows: ibis.Table, entity: str, about_persons: ibis.Table) -> ibis.Table:
    """Add `public`: the row is a published figure, or rests on a public source and is linked to no person's case.

    `about_persons`: ids (column `of`) of the rows that are linked to one.
    """
    said = t["support"].filter(t["support"].entity_kind == entity).select("entity_id", "report_id")
    gone = t["report_withdrawal"].select(gone_report="report_id")
    sources = t["source"].filter(t["source"].is_public).select(open_source="id")
    reports = t["report"].select(said_in="id", source_id="source_id").join(sources, [("source_id", "open_source")])
    said = said.join(reports, [("report_id", "said_in")]).anti_join(gone, [("report_id", "gone_report")])
    open_rows = said.select(open_row="entity_id").distinct()
    closed_rows = about_persons.select(closed_row="of").distinct()
    joined = rows.left_join(open_rows, [("id", "open_row")]).left_join(closed_rows, [("id", "closed_row")])
    one_by_one = joined.open_row.notnull() & joined.closed_row.isnull()
    return joined.mutate(public=(joined.level != "single") | one_by_one).drop("open_row", "closed_row")
