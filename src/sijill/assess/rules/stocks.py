"""How many people are deprived of their liberty on a day: a stock, shown apart from the flow of a year.

The indicator counts what happened within twelve months, so a detention that began earlier and still
lasts is not in it (docs/explanation/counting.md). A stock holds everyone who is held at the end of
the day asked for, whenever the act began and whether or not it was lawful: the legal test belongs
to the indicator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis

from sijill.assess.rules.candidates import candidates, with_public
from sijill.assess.rules.coded import one_of
from sijill.assess.rules.counting import Status, cell_rows, check_choices, one_per, status_condition, tally
from sijill.assess.rules.rule import NOT_COUNTED, Condition, judged
from sijill.tables.engines import Tables, fetched

FAMILIES = ("detention", "disappearance", "kidnapping")
COLUMNS = (
    "act_id", "event_id", "person_id", "incident_id", "kind", "family", "category", "rank", "outcome", "rule",
    "reason", "status_word", "sex", "gender", "age_group", "state_side", "area", "country", "year", "lo",
    "hi", "ended_lo", "ended_hi", "public",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """The day at whose end people are counted, and what the acts must be called (see `sdg16.Options`)."""

    day: date
    status: Status = "reported"

    def __post_init__(self) -> None:
        check_choices(self, status=Status)


def decisions(t: Tables, options: Options) -> ibis.Table:
    """One row per candidate act, as `sdg16.decisions`; at most one per person is counted.

    Candidates that can count are acts of the families `FAMILIES` with a category of the indicator:
    somebody who is only missing, or whom an attempt failed to take, is not held by anybody known.
    """
    return with_public(t, _one_per_person(_judged(t, options))).select(*COLUMNS).order_by("act_id")


def counts(t: Tables, options: Options, by: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The rows of `cells` as dictionaries."""
    return fetched(cells(t, options, by))


def cells(t: Tables, options: Options, by: Sequence[str] = ()) -> ibis.Table:
    """The table, as `counting.tally`: `victims` and `persons` are the same here, the people held."""
    rows = _judged(t, options, _is_deprivation)
    return tally(t, _one_per_person(rows.filter(rows.outcome != NOT_COUNTED)), by)


def explain(t: Tables, options: Options, cell: Mapping[str, Any]) -> ibis.Table:
    """The decisions behind one cell of `counts`; the counted rows are the people in it."""
    return cell_rows(t, decisions(t, options), cell)


def _is_deprivation(acts: ibis.Table) -> Any:
    return one_of(acts.family, FAMILIES) & (acts.category != "")


def _judged(t: Tables, options: Options, only: Any = None) -> ibis.Table:
    rows = candidates(t, only)
    day = options.day
    conditions = [
        Condition("stocks/scope", ~_is_deprivation(rows).fill_null(False), "no-deprivation-of-liberty"),
        Condition("stocks/persons", rows.victim_kind == "group", "group-victim"),
        Condition("stocks/begun", rows.lo > day, "began-after", rows.lo.isnull(), "date-unknown"),
        Condition("stocks/begun", open=rows.hi > day, why_open="date-straddles"),
        Condition(
            "stocks/held",
            rows.ended_hi <= day,
            "ended-before",
            rows.ended_lo.isnull() | (rows.ended_lo <= day),
            "end-unknown",
        ),
        Condition(
            "stocks/role",
            rows.known_role & ~rows.named_role,
            "no-named-role",
            ~rows.known_role,
            "role-unknown",
        ),
        Condition("stocks/consent", rows.consent_refused, "consent-refused"),
        status_condition("stocks/status", rows, options.status),
    ]
    return judged(rows, conditions, rule="stocks/held", reason="counted-held")


def _one_per_person(rows: ibis.Table) -> ibis.Table:
    again = "same-person-already-counted"
    # A kind without a rank comes last; it is never counted, so its place says nothing.
    rows = rows.mutate(rank=rows["rank"].fill_null(99))
    return one_per(rows, ("person_id",), rule="stocks/persons", outranked=again, tied=again)
