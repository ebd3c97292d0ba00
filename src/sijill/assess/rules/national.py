"""Beside the indicator: attacks that SDG 16.10.1 does not count, by kind, never added to it.

The Marrakech Declaration asks institutions to collect data on fabricated charges, misuse of laws and
other attacks against defenders, journalists, unionists, lawyers, students and academics. Which kinds
are shown is a column of codelists/acts.csv (`national`); some of them, such as threats, may count in
category F as well, so the two tables are read side by side. Nothing is ranked: a victim who was
charged and threatened in one event is in both rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis

from sijill.assess.rules.candidates import candidates, with_public
from sijill.assess.rules.counting import (
    Status,
    cell_rows,
    check_choices,
    check_period,
    may_be_within,
    one_per,
    period_conditions,
    status_condition,
    tally,
)
from sijill.assess.rules.rule import NOT_COUNTED, Condition, judged
from sijill.tables.engines import Tables, fetched

COLUMNS = (
    "act_id", "event_id", "person_id", "incident_id", "kind", "family", "category", "outcome", "rule",
    "reason", "status_word", "victim_kind", "sex", "gender", "age_group", "state_side", "area", "country",
    "year", "lo", "hi", "public",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """The period, both days included, and what the acts must be called (see `sdg16.Options`)."""

    since: date
    until: date
    status: Status = "reported"

    def __post_init__(self) -> None:
        check_period(self.since, self.until)
        check_choices(self, status=Status)


def decisions(t: Tables, options: Options) -> ibis.Table:
    """One row per candidate act, as `sdg16.decisions`; at most one per event, victim and kind is counted.

    An act against a group, such as an organization that was closed, is counted as an incident and
    never as a victim or a person: `victim_kind` says which.
    """
    return with_public(t, _one_per_kind(_judged(t, options))).select(*COLUMNS).order_by("act_id")


def counts(t: Tables, options: Options, by: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The rows of `cells` as dictionaries."""
    return fetched(cells(t, options, by))


def cells(t: Tables, options: Options, by: Sequence[str] = ()) -> ibis.Table:
    """The table by kind and then by `by`, as `counting.tally`. Rows of several kinds are not added up."""
    rows = _judged(t, options, lambda acts: acts.national & may_be_within(acts, options.since, options.until))
    rows = _one_per_kind(rows.filter(rows.outcome != NOT_COUNTED))
    return tally(t, rows, ("kind", *[one for one in by if one != "kind"]))


def explain(t: Tables, options: Options, cell: Mapping[str, Any]) -> ibis.Table:
    """The decisions behind one cell of `counts`: its victims are the counted rows about individuals."""
    return cell_rows(t, decisions(t, options), cell)


def _judged(t: Tables, options: Options, only: Any = None) -> ibis.Table:
    rows = candidates(t, only)
    conditions = [
        Condition("national/scope", ~rows.national, "outside-extension"),
        *period_conditions("national/period", rows, options.since, options.until),
        Condition(
            "national/role",
            rows.known_role & ~rows.named_role,
            "no-named-role",
            ~rows.known_role,
            "role-unknown",
        ),
        Condition("national/consent", rows.consent_refused, "consent-refused"),
        status_condition("national/status", rows, options.status),
    ]
    return judged(rows, conditions, rule="national/scope", reason="counted-national")


def _one_per_kind(rows: ibis.Table) -> ibis.Table:
    again = "same-act-already-counted"
    rows = rows.mutate(rank=ibis.literal(0, type="int64"))
    unit = ("event_id", "person_id", "kind")
    return one_per(rows, unit, rule="national/one-per-kind", outranked=again, tied=again)
