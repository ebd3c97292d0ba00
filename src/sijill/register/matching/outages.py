"""Documented shutdowns beside outages that instruments saw: the published rule, as a join.

The rule is that of Bischof and others (SIGCOMM 2023, doi 10.1145/3603269.3604883): the same country, a shutdown of
whole networks, and an outage that begins from one day before the shutdown began until two days after its beginning or
one day after its end. Their moments are midnights, so in whole days an outage begins on a day from the one before the
start to the one after it, or up to the end. A shutdown that no outage matches is not refuted: instruments see few
local ones.
"""

from __future__ import annotations

from typing import Any

import ibis

from sijill.codelists.load import UNKNOWN_CODES

BEFORE, AFTER = 1, 1  # whole days


def matched(documented: ibis.Table, seen: ibis.Table) -> ibis.Table:
    """Pairs `documented_id, seen_id`, of rows of table `disruption`: what a source documented, what was measured.

    Without a country of ISO 3166-1 or a day of beginning there is no pair. Where a date is known within bounds, the
    bounds that allow most are taken: the earliest beginning and the latest end.
    """
    known = documented.filter(
        (documented.extent == "full-network") & documented.began_lo.notnull() & _placed(documented)
    ).select(
        documented_id="id",
        documented_country="country",
        documented_from="began_lo",
        documented_by="began_hi",
        documented_until="ended_hi",
    )
    outages = seen.filter(seen.began_lo.notnull() & _placed(seen)).select(
        seen_id="id", seen_country="country", seen_from="began_lo"
    )
    pairs = known.join(outages, [known.documented_country == outages.seen_country])
    start = _days(pairs.documented_from, pairs.seen_from)
    near = _days(pairs.documented_by, pairs.seen_from) <= AFTER
    lasting = (pairs.seen_from <= pairs.documented_until).fill_null(False)
    return pairs.filter((start >= -BEFORE) & (near | lasting)).select("documented_id", "seen_id")


def coverage(documented: ibis.Table, seen: ibis.Table) -> ibis.Table:
    """Of documented shutdowns of whole networks, how many an instrument saw: `scope, documented, seen`, by scope."""
    found = matched(documented, seen).select(matched_id="documented_id").distinct()
    asked = documented.filter(documented.extent == "full-network").select("id", "scope")
    joined = asked.left_join(found, [asked.id == found.matched_id])
    return joined.group_by("scope").agg(documented=joined.id.count(), seen=joined.matched_id.count()).order_by("scope")


def _placed(table: ibis.Table) -> Any:
    return ~table.country.isin(UNKNOWN_CODES)


def _days(start: Any, other: Any) -> Any:
    """Days from `start` to `other`; negative where `other` comes first."""
    return other.delta(start, unit="day")
