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
from sijill.publish.reports.report import Context, ReportError
from sijill.tables.engines import Tables, fetched

NO_SERIES = "none"  # of demands that were entered one by one
SPANS = ("requests", "items", "accounts", "complied")
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
# Figures of one row of a result that agree in these are about the same demands, unless a code tells them apart.
_SAME = ("company_id", "service", "country", "country_words", "authority_kind", "kind", "series")
_TELLS_APART = ("process", "reason", "basis", "outcome", "official")


def figures(t: Tables, context: Context, by: Sequence[str] = ()) -> ibis.Table:
    """One row per demand or published figure that the keys asked for may take, with a column per key.

    Without a breakdown's key: single demands and totals. With one: single demands, and the figures, totals or
    breakdowns, that state it. Also `public` (it may be shown to everybody) and `inside`, as `ledger.in_period`.
    """
    rows = in_period(standing(t, "demand"), context, "made")
    asked = [column for name, column in BREAKDOWNS.items() if name in by]
    if asked:
        stated = ibis.and_(*((rows[column] != "") & rows[column].notin(UNKNOWN_CODES) for column in asked))
        rows = rows.filter((rows.level == "single") | stated)
    else:
        rows = rows.filter(rows.level != "breakdown")
    low, high = rows.made_lo.cast("string"), rows.made_hi.cast("string")
    rows = rows.mutate(
        period=ibis.ifelse(low == high, low, low + "/" + high),
        product=ibis.ifelse(rows.service == "", "not-stated", rows.service),
        series=ibis.ifelse(rows.series == "", NO_SERIES, rows.series),
    )
    return from_public_sources(t, _with_company(t, rows), "demand", t["demand_act"].select(of="demand_id"))


def _with_company(t: Tables, rows: ibis.Table) -> ibis.Table:
    """Add `company`: the code of the company whose own publication the figure is from; no body is named otherwise."""
    own = t["source"].filter(t["source"].kind == "company").select(publishes="id", code="code")
    said = t["support"].filter(t["support"].entity_kind == "demand").select("entity_id", "report_id")
    reports = t["report"].select(said_in="id", source_id="source_id")
    found = said.join(reports, [("report_id", "said_in")]).join(own, [("source_id", "publishes")])
    found = found.group_by("entity_id").agg(company=found.code.min())
    joined = rows.left_join(found, [("id", "entity_id")])
    return joined.mutate(company=joined.company.fill_null("not-stated")).drop("entity_id")


def of_user_data(rows: ibis.Table, *, wanted: bool) -> ibis.Table:
    """The demands for users' data, or the others."""
    return rows.filter(rows.kind.isin(USER_DATA) if wanted else rows.kind.notin(USER_DATA))


def never_added(rows: ibis.Table, by: Sequence[str]) -> tuple[str, ...]:
    """The keys, and before them series and kind where there are several: figures of different ones are not added up."""
    found = fetched(rows.aggregate(series=rows.series.nunique(), kind=rows.kind.nunique()))[0]
    return (*(name for name in ("series", "kind") if found[name] > 1 and name not in by), *by)


def refuse_double_counts(rows: ibis.Table, by: Sequence[str]) -> None:
    """`ReportError` where figures that would be added up are about the same demands: their periods overlap.

    Two figures of one series, company, service, country, authority and kind in one row of the result, unless
    they are two single demands or a code (form, reason, basis, outcome, channel) tells them apart.
    """
    rows = rows.filter((rows.inside == 1) & rows.made_lo.notnull())
    columns = list(dict.fromkeys((*_SAME, *(KEYS[name].column for name in by))))
    same = {f"same{place}": rows[column].cast("string").fill_null("") for place, column in enumerate(columns)}
    told = ("id", "level", "legal_basis", "made_lo", "made_hi", *_TELLS_APART)
    one = rows.select(**same, series_name=rows.series, **{f"one_{name}": rows[name] for name in told})
    other = rows.select(**same, **{f"other_{name}": rows[name] for name in told})
    pairs = one.filter(one.one_level != "single").join(other, list(same))
    pairs = pairs.filter(
        ((pairs.other_level == "single") | (pairs.one_id < pairs.other_id))
        & (pairs.one_made_lo <= pairs.other_made_hi)
        & (pairs.other_made_lo <= pairs.one_made_hi)
        & ~ibis.or_(*(_apart(pairs, name) for name in _TELLS_APART), _other_laws(pairs))
    )
    found = fetched(
        pairs.select("series_name", "one_made_lo", "one_made_hi", "other_made_lo", "other_made_hi")
        .distinct()
        .order_by(["series_name", "one_made_lo", "one_made_hi", "other_made_lo", "other_made_hi"])
        .limit(4)
    )
    if found:
        said = [
            f"{pair['series_name']}: {pair['one_made_lo']}/{pair['one_made_hi']} and "
            f"{pair['other_made_lo']}/{pair['other_made_hi']}"
            for pair in found[:3]
        ]
        more = ", and more" if len(found) > len(said) else ""
        raise ReportError(
            "Figures of overlapping periods about the same demands would be added up, in series "
            f"{'; '.join(said)}{more}. Break down by period, or ask for a time that holds one of them."
        )


def _apart(pairs: ibis.Table, name: str) -> ibis.Value:
    one, other = pairs[f"one_{name}"], pairs[f"other_{name}"]
    return (one != other) & one.notin(UNKNOWN_CODES) & other.notin(UNKNOWN_CODES)


def _other_laws(pairs: ibis.Table) -> ibis.Value:
    one, other = pairs.one_legal_basis, pairs.other_legal_basis
    return (one != other) & (one != "") & (other != "")
