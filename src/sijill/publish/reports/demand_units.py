"""Demands as figures that may be added up: which of them a question takes, and sums that would count twice.

Companies publish totals, and the same demands broken down otherwise. Within one series (one published table)
totals and single demands are added up; a breakdown is used only where its own key is asked for; series are never
added to each other (docs/decisions/024-the-second-ledger.md, 3).
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from sijill.codelists.load import UNKNOWN_CODES
from sijill.publish.reports.ledger import Keys, from_public_sources, in_period, key, keys_of, standing
from sijill.publish.reports.overlaps import refuse
from sijill.publish.reports.report import Context
from sijill.publish.reports.units import once
from sijill.tables.engines import Tables, fetched, held

NOT_STATED = "not-stated"
NO_SERIES = "none"  # of demands that were entered one by one
SPANS = ("requests", "items", "accounts", "complied")
SEVERAL = "several-forms"  # a total over forms tells no form
USER_DATA = ("user-data", "user-data-emergency", "preserve-data")
KEYS: Keys = keys_of(
    key("series"),
    key("kind", "demand_kinds"),
    key("country", "places"),
    key("country_words"),
    key("period"),
    key("authority_kind", "authority_kinds"),
    key("company"),
    key("product"),
    key("reason", "demand_reasons"),
    key("process", "legal_processes"),
    key("basis", "demand_bases"),
    key("outcome", "demand_outcomes"),
    key("official", "tri"),
    key("challenged", "tri"),
    key("narrowed", "tri"),
    key("gag", "tri"),
)
# Keys by which companies break their totals down, and the column that says so.
BREAKDOWNS = {"reason": "reason", "product": "service", "process": "process"}
# Figures that agree in these are about the same demands, unless one of the codes below tells them apart.
SAME = ("company_id", "service", "country", "country_words", "authority_kind", "kind", "series")
TELLS_APART = ("process", "reason", "basis", "outcome", "official")


def figures(t: Tables, context: Context, by: Sequence[str] = ()) -> ibis.Table:
    """One row per demand or published figure that the keys asked for may take, with a column per key.

    Without a breakdown's key: single demands and totals. With one: single demands, and of each series the totals
    that state it or else the breakdowns that do. Also `public` (it may be shown to everybody) and `inside`, as
    `ledger.in_period`.
    """
    rows = once(t, ("demands", context.options.since, context.options.until), lambda: _every(t, context))
    asked = [column for name, column in BREAKDOWNS.items() if name in by]
    if not asked:
        return rows.filter(rows.level != "breakdown")
    stated = ibis.and_(*(rows[column].notin(("", SEVERAL, *UNKNOWN_CODES)) for column in asked))
    rows = rows.filter((rows.level == "single") | stated)
    told = rows.filter(rows.level == "total").select(told_in="series").distinct()
    parts = rows.filter(rows.level == "breakdown").anti_join(told, [("series", "told_in")])
    return rows.filter(rows.level != "breakdown").union(parts)


def _every(t: Tables, context: Context) -> ibis.Table:
    """Every demand and figure that may lie in the period: asked for a dozen times in a release, and read once."""
    rows = in_period(standing(t, "demand"), context, "made")
    low, high = rows.made_lo.cast("string"), rows.made_hi.cast("string")
    rows = rows.mutate(
        period=ibis.ifelse(low == high, low, low + "/" + high),
        product=ibis.ifelse(rows.service == "", NOT_STATED, rows.service),
        series=ibis.ifelse(rows.series == "", NO_SERIES, rows.series),
    )
    return from_public_sources(t, with_company(t, rows), "demand", t["demand_act"].select(of="demand_id"))


def with_company(t: Tables, rows: ibis.Table, entity: str = "demand") -> ibis.Table:
    """Add `company`: the code of the company whose own publication the entry is from; no body is named otherwise."""
    own = t["source"].filter(t["source"].kind == "company").select(publishes="id", code="code")
    said = t["support"].filter(t["support"].entity_kind == entity).select("entity_id", "report_id")
    reports = t["report"].select(said_in="id", source_id="source_id")
    found = said.join(reports, [("report_id", "said_in")]).join(own, [("source_id", "publishes")])
    found = found.group_by("entity_id").agg(company=found.code.min())
    joined = rows.left_join(found, [("id", "entity_id")])
    return joined.mutate(company=joined.company.fill_null(NOT_STATED)).drop("entity_id")


def counted(t: Tables, context: Context, by: Sequence[str] = ()) -> ibis.Table:
    """The figures that say what became of so many items, accounts or requests (`demand_count`), with those numbers.

    One row per figure and per combination of the codes asked for. `figures` gives the figures; where no total of a
    series states a number of a measure its breakdowns do, the longest where one holds another. Adds `counted` (the
    measure), `count_low`, `count_high`, `out_of_low` and `out_of_high` (what the figure names of that measure, null
    where it does not say), and puts the number's own `outcome`, `basis` and `object` in the place of the figure's.
    """
    every = once(t, ("demands", context.options.since, context.options.until), lambda: _every(t, context))
    parts = t["demand_count"].select(
        of="demand_id", counted="measure", outcome="outcome", basis="basis", object="object", low="count_low",
        high="count_high",
    )  # fmt: skip
    kept = figures(t, context, by).drop("outcome", "basis").join(parts, [("id", "of")])
    stated = kept.select(told_in="series", told_of="counted").distinct()
    rest = every.filter(every.level == "breakdown").drop("outcome", "basis").join(parts, [("id", "of")])
    asked = [column for name, column in BREAKDOWNS.items() if name in by]
    if asked:
        rest = rest.filter(ibis.and_(*(rest[column].notin(("", SEVERAL, *UNKNOWN_CODES)) for column in asked)))
    rest = rest.anti_join(stated, [("series", "told_in"), ("counted", "told_of")])
    if "period" not in by:
        rest = _longest(rest)
    return _once_each(kept.union(rest), by)


def _longest(found: ibis.Table) -> ibis.Table:
    """Parts of figures without those that a part of a longer period holds: halves of a year that is published too."""
    same = (*SAME, *TELLS_APART, "counted", "object")
    columns = {name: found[name].cast("string").fill_null("") for name in same}
    whole = held(found.select(whole_lo="made_lo", whole_hi="made_hi", **columns).distinct())
    parts = held(found.select(part="id", part_lo="made_lo", part_hi="made_hi", **columns))
    pairs = parts.join(whole, list(columns))
    longer = (pairs.whole_lo < pairs.part_lo) | (pairs.part_hi < pairs.whole_hi)
    inside = pairs.filter((pairs.whole_lo <= pairs.part_lo) & (pairs.part_hi <= pairs.whole_hi) & longer)
    return found.anti_join(inside.select("part").distinct(), [("id", "part")])


def _once_each(found: ibis.Table, by: Sequence[str]) -> ibis.Table:
    """The numbers of one figure under one combination of codes added up, so that what they are out of stands once."""
    codes = [name for name in ("counted", "outcome", "basis", "object") if name in by]
    whole = {
        end: ibis.cases(
            *((found.counted == stem, found[f"{stem}_{end}"]) for stem in ("requests", "items", "accounts"))
        )
        for end in ("low", "high")
    }
    found = found.mutate(whole_low=whole["low"], whole_high=whole["high"])
    lost = ("counted", "outcome", "basis", "object", "low", "high", "whole_low", "whole_high", "of")
    same = [name for name in found.columns if name not in lost]
    return found.group_by(*same, *codes).agg(
        count_low=found.low.sum(), count_high=found.high.sum(), out_of_low=found.whole_low.max(),
        out_of_high=found.whole_high.max(),
    )  # fmt: skip


def of_user_data(rows: ibis.Table, *, wanted: bool) -> ibis.Table:
    """The demands for users' data, or the others."""
    return rows.filter(rows.kind.isin(USER_DATA) if wanted else rows.kind.notin(USER_DATA))


def never_added(rows: ibis.Table, by: Sequence[str]) -> tuple[str, ...]:
    """The keys, and before them series and kind where there are several: figures of different ones are not added up."""
    found = fetched(rows.aggregate(series=rows.series.nunique(), kind=rows.kind.nunique()))[0]
    return (*(name for name in ("series", "kind") if found[name] > 1 and name not in by), *by)


def refuse_double_counts(rows: ibis.Table, by: Sequence[str]) -> None:
    """`overlaps.refuse` for demands: `ReportError` where a row of the result would count the same demands twice."""
    refuse(rows, "made", (*SAME, *(KEYS[name].column for name in by)), TELLS_APART, SPANS)
