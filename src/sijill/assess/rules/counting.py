"""What every count shares: the period, the word, one act per unit, the table, the rows behind a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, get_args

import ibis

from sijill.assess.rules.rule import COUNTED, NOT_COUNTED, UNDECIDED, Condition
from sijill.assess.rules.verification import NOT_ESTABLISHED, REPORTED
from sijill.tables.engines import Tables

Status = Literal["reported", "verified", "corroborated"]

NO_DATE = date(9999, 12, 31)  # an act without a date comes last among equals

# What a table can be broken down by, and the column behind it. `role` comes from the roles of the act.
DIMENSIONS: Mapping[str, str] = {
    "category": "category",
    "kind": "kind",
    "sex": "sex",
    "gender": "gender",
    "age": "age_group",
    "role": "role",
    "state": "state_side",
    "area": "area",
    "country": "country",
    "year": "year",
}


def check_period(since: date, until: date) -> None:
    """ValueError for a period that ends before it begins."""
    if since > until:
        raise ValueError(f"the period ends on {until}, before it begins on {since}: exchange the two")


def check_choices(options: Any, **choices: Any) -> None:
    """ValueError for a field of `options` that holds none of the values of its Literal type."""
    for name, kind in choices.items():
        given, allowed = getattr(options, name), get_args(kind)
        if given not in allowed:
            raise ValueError(f"{name} is {given!r}: choose {' or '.join(allowed)}")


def period_conditions(rule: str, rows: ibis.Table, since: date, until: date) -> list[Condition]:
    """The date of occurrence lies in the period, both days included; wider bounds leave that open."""
    outside = (rows.hi < since) | (rows.lo > until)
    return [
        Condition(rule, outside, "outside-period", rows.lo.isnull(), "date-unknown"),
        Condition(rule, open=(rows.lo < since) | (rows.hi > until), why_open="date-straddles"),
    ]


def may_be_within(acts: ibis.Table, since: date, until: date) -> Any:
    """The date of occurrence is not known to lie outside the period."""
    return acts.lo.isnull() | ((acts.lo <= until) & (acts.hi >= since))


def status_condition(rule: str, rows: ibis.Table, status: str) -> Condition:
    """The act may be called what the figure is called; `reported` takes all but the not established."""
    if status == REPORTED:
        return Condition(rule, rows.status_word == NOT_ESTABLISHED, "not-established")
    return Condition(rule, rows.status_word != status, "not-verified")


def one_per(rows: ibis.Table, unit: Sequence[str], *, rule: str, outranked: str, tied: str) -> ibis.Table:
    """Leave at most one counted and one undecided act per unit: lowest `rank`, then earliest, then by id.

    An undecided act is left only if it outranks the counted one: else deciding it would change nothing.
    The others become not counted, by `rule`, for the reason `outranked`, or `tied` when the rank is equal.
    """
    counted, undecided = rows.outcome == COUNTED, rows.outcome == UNDECIDED
    order = [rows.rank, rows.lo.fill_null(NO_DATE), rows.act_id]
    whole = ibis.window(group_by=list(unit), order_by=order)
    so_far = ibis.window(preceding=None, following=0, group_by=list(unit), order_by=order)
    ranked = rows.mutate(
        counted_so_far=counted.cast("int64").sum().over(so_far),
        undecided_so_far=undecided.cast("int64").sum().over(so_far),
        best=ibis.cases((counted, rows.rank)).min().over(whole),
    )
    counted, undecided = ranked.outcome == COUNTED, ranked.outcome == UNDECIDED
    beaten = (ranked.rank >= ranked.best).fill_null(False)
    even = (ranked.rank == ranked.best).fill_null(False)
    loses = (counted & (ranked.counted_so_far > 1)) | (undecided & (beaten | (ranked.undecided_so_far > 1)))
    return ranked.mutate(
        outcome=ibis.cases((loses, NOT_COUNTED), else_=ranked.outcome),
        rule=ibis.cases((loses, rule), else_=ranked.rule),
        reason=ibis.cases((loses & even, tied), (loses, outranked), else_=ranked.reason),
    ).select(*rows.columns)


def tally(t: Tables, rows: ibis.Table, by: Sequence[str]) -> ibis.Table:
    """The cells: one row per combination of `by` that was observed, ordered by it.

    Each row holds the keys asked for and `victims` (counted acts with an individual victim),
    `persons` (distinct among them), `incidents` (distinct events with a counted act) and `undecided`
    (acts). No totals. Without `by` there is one row, zeros included.
    """
    rows = with_keys(t, rows.filter(rows.outcome != NOT_COUNTED), by)
    counted = rows.outcome == COUNTED
    individual = counted & (rows.victim_kind != "group")
    measures = {
        "victims": rows.count(where=individual),
        "persons": rows.person_id.nunique(where=individual),
        "incidents": rows.event_id.nunique(where=counted),
        "undecided": rows.count(where=rows.outcome == UNDECIDED),
    }
    if not by:
        return rows.aggregate(**measures)
    return rows.group_by(list(by)).agg(**measures).order_by(list(by))


def cell_rows(t: Tables, rows: ibis.Table, cell: Mapping[str, Any]) -> ibis.Table:
    """The rows of a cell, by `act_id`: `cell` maps dimensions to codes, None for an unknown year."""
    columns = rows.columns
    rows = with_keys(t, rows, tuple(cell))
    for dimension, code in cell.items():
        rows = rows.filter(rows[dimension].isnull() if code is None else rows[dimension] == code)
    return rows.select(*columns).order_by("act_id")


def with_keys(t: Tables, rows: ibis.Table, by: Sequence[str]) -> ibis.Table:
    """Name the dimensions asked for; `role` gives a row per role of the victim, `not-available` for none."""
    strange = [one for one in by if one not in DIMENSIONS]
    if strange:
        raise ValueError(f"there is no dimension {', '.join(strange)}: choose among {', '.join(DIMENSIONS)}")
    if "role" in by:
        roles = t["act_role"].select("role", role_of="act_id").distinct()
        rows = rows.left_join(roles, [("act_id", "role_of")])
        rows = rows.mutate(role=rows.role.fill_null("not-available"))
    return rows.mutate(**{one: rows[DIMENSIONS[one]] for one in by})
