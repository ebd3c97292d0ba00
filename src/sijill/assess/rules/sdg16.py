"""SDG 16.10.1: which act counts, in which category, and why.

One row per candidate act. Conditions are data (`CATEGORIES`); the texts that a release prints are
in `texts`. The reading, its traps and its sources: docs/explanation/counting.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import ibis

from sijill.assess.rules.candidates import candidates, with_public
from sijill.assess.rules.coded import NON_STATE, STATE, one_of
from sijill.assess.rules.counting import (
    DIMENSIONS,
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
from sijill.assess.rules.texts import OPTION_LINES, PERIOD
from sijill.assess.rules.verification import REPORTED, decided_words, refuted
from sijill.tables.engines import Tables, fetched

RepeatVictims = Literal["victim-incidents", "persons"]
UnknownActor = Literal["undecided", "counted-if-either-way"]
Undecidable = Literal["list"]
Groups = Literal["never"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the standard leaves open, chosen and printed. Dates are inclusive.

    `status`: `reported` takes every act that was not found "not established", verified ones
    included; `verified` and `corroborated` take only acts that may be called so.
    `repeat_victims`: one victim in two incidents counts twice (`victim-incidents`, the metadata's
    "victims of incidents") or once, for the most serious act (`persons`).
    `unknown_actor`: a killing linked to the victim's role whose perpetrator is unknown counts
    whoever did it; it is nevertheless `undecided` unless the office chooses `counted-if-either-way`.
    `gate`: how the installation verifies, in words, printed as they are.
    """

    since: date
    until: date
    status: Status = "reported"
    repeat_victims: RepeatVictims = "victim-incidents"
    unknown_actor: UnknownActor = "undecided"
    undecidable: Undecidable = "list"
    groups: Groups = "never"
    gate: str = ""

    def __post_init__(self) -> None:
        check_period(self.since, self.until)
        check_choices(self, status=Status, repeat_victims=RepeatVictims, unknown_actor=UnknownActor)
        check_choices(self, undecidable=Undecidable, groups=Groups)

    def describe(self) -> Mapping[str, tuple[str, ...]]:
        """One line per option, by language: what a release prints under its method notes."""
        chosen = (self.status, self.repeat_victims, self.unknown_actor, self.undecidable, self.groups)
        lines = {}
        for language, period in PERIOD.items():
            gate = (self.gate,) if self.gate else ()
            told = tuple(OPTION_LINES[language][one] for one in chosen)
            lines[language] = (period.format(since=self.since, until=self.until), *told, *gate)
        return lines


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that a category asks for: its column (1, 0 or null), and the reasons if it fails or is open."""

    column: str
    why_failed: str
    why_open: str


@dataclass(frozen=True, slots=True)
class Category:
    """One category of the indicator: its rule, the side its perpetrator must be on, what else it asks."""

    letter: str
    rule: str
    side: str
    asked: tuple[Asked, ...] = ()


MOTIVE = Asked("motive", "motive-not-linked", "motive-unknown")
FAILURE = Asked("failure", "no-diligence-failure", "diligence-unknown")
CONCEALED = Asked("concealed", "not-concealed", "concealment-unknown")
ARBITRARY = Asked("arbitrary", "lawful-detention", "legal-basis-unknown")
SEVERE = Asked("severe", "not-severe", "severity-unknown")
PURPOSE = Asked("purpose", "no-purpose", "purpose-unknown")

KILLING = Category("A", "sdg16/killing", "")  # either side, each on its own terms: `_killing`
CATEGORIES: tuple[Category, ...] = (
    KILLING,
    Category("B", "sdg16/enforced-disappearance", STATE, (CONCEALED,)),
    Category("C", "sdg16/torture", STATE, (SEVERE, PURPOSE)),
    Category("D", "sdg16/arbitrary-detention", STATE, (ARBITRARY,)),
    Category("E", "sdg16/kidnapping", NON_STATE, (FAILURE,)),
    Category("F", "sdg16/other-harmful-acts", STATE),
)

COLUMNS = (
    "act_id", "event_id", "person_id", "incident_id", "kind", "category", "rank", "outcome", "rule", "reason",
    "status_word", "sex", "gender", "age_group", "state_side", "area", "country", "year", "lo", "hi",
    "public",
)  # fmt: skip


def decisions(t: Tables, options: Options) -> ibis.Table:
    """One row per candidate act: every act that nobody rejected or withdrew, in an event likewise.

    Columns `COLUMNS`. `outcome` is counted, not-counted or undecided; `rule` names the rule that
    decided, `reason` is a code of codelists/reasons.csv. At most one act per incident is counted,
    and at most one is undecided: one that would take the counted one's place if it were decided.
    `public` says that a report of a public source supports the act. Ordered by `act_id`.
    """
    decided = _most_serious(_judged(candidates(t), options), options)
    return with_public(t, decided).select(*COLUMNS).order_by("act_id")


def counts(t: Tables, options: Options, by: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The rows of `cells` as dictionaries."""
    return fetched(cells(t, options, by))


def cells(t: Tables, options: Options, by: Sequence[str] = ()) -> ibis.Table:
    """The table, one row per combination of `by` that was observed, ordered by it: see `counting.tally`.

    `victims` is the indicator: counted acts, one per incident. `role` puts a victim with several
    roles in several rows, so rows by role add up to more than the total.
    ValueError for a dimension that there is not (`counting.DIMENSIONS`).
    """

    def possible(acts: ibis.Table) -> Any:
        return (acts.category != "") & may_be_within(acts, options.since, options.until)

    # What its kind or date alone excludes is left out at once; it could change no other act's outcome.
    wanted = {DIMENSIONS.get(one, one) for one in by}
    words = refuted(t) if options.status == REPORTED else decided_words(t)
    rows = _judged(candidates(t, possible, wanted=wanted, words=words), options)
    return tally(t, _most_serious(rows.filter(rows.outcome != NOT_COUNTED), options), by)


def explain(t: Tables, options: Options, cell: Mapping[str, Any]) -> ibis.Table:
    """The decisions behind one cell of `counts`: every candidate that has the cell's codes, counted or not.

    `cell` maps dimensions to codes, None for an unknown year. The counted rows are the cell's victims.
    """
    return cell_rows(t, decisions(t, options), cell)


def _judged(rows: ibis.Table, options: Options) -> ibis.Table:
    rule = ibis.cases(*[(rows.category == one.letter, one.rule) for one in CATEGORIES], else_="")
    reason = ibis.cases(
        *[(rows.category == one.letter, f"counted-{one.letter.lower()}") for one in CATEGORIES], else_=""
    )
    return judged(rows, _conditions(rows, options), rule=rule, reason=reason)


def _conditions(rows: ibis.Table, options: Options) -> list[Condition]:
    """Every condition, in the order in which reasons are given."""
    return [
        Condition("sdg16/scope", rows.category == "", "outside-indicator"),
        Condition("sdg16/victims", rows.victim_kind == "group", "group-victim"),
        *period_conditions("sdg16/period", rows, options.since, options.until),
        Condition(
            "sdg16/role",
            rows.known_role & ~rows.sdg_role,
            "no-qualifying-role",
            ~rows.known_role,
            "role-unknown",
        ),
        *_killing(rows, options),
        _actor(rows, STATE, NON_STATE, "not-state"),
        _actor(rows, NON_STATE, STATE, "state-link-excludes"),
        _fact(
            rows,
            "sdg16/motive",
            one_of(rows.category, [one.letter for one in CATEGORIES if one.side]),
            MOTIVE,
        ),
        *[_fact(rows, one.rule, rows.category == one.letter, asked) for one in CATEGORIES for asked in one.asked],
        Condition("sdg16/consent", rows.consent_refused, "consent-refused"),
        status_condition("sdg16/status", rows, options.status),
    ]


def _actor(rows: ibis.Table, wanted: str, other: str, why: str) -> Condition:
    """The perpetrator is on the side that the category asks for."""
    here = one_of(rows.category, [one.letter for one in CATEGORIES if one.side == wanted])
    left_open = (rows.state_side != wanted) & (rows.state_side != other)
    return Condition("", here & (rows.state_side == other), why, here & left_open, "actor-unknown")


def _killing(rows: ibis.Table, options: Options) -> list[Condition]:
    """A: a State's killing with the motive; another's with it, or where the State failed in diligence."""
    killing = rows.category == KILLING.letter
    state, other = rows.state_side == STATE, rows.state_side == NON_STATE
    unknown = ~state & ~other
    linked, unlinked = _is(rows.motive, 1), _is(rows.motive, 0)
    failure, no_failure = _is(rows.failure, 1), _is(rows.failure, 0)
    whoever = linked & (options.unknown_actor == "counted-if-either-way")
    met = linked | (other & failure)
    return [
        Condition(
            KILLING.rule,
            killing & other & unlinked & no_failure,
            "non-state-no-motive-no-failure",
            killing & unknown & ~whoever,
            "actor-unknown",
        ),
        Condition(
            "sdg16/motive",
            killing & unlinked & (state | (unknown & no_failure)),
            MOTIVE.why_failed,
            killing & ~unlinked & ~met,
            MOTIVE.why_open,
        ),
        Condition(KILLING.rule, open=killing & other & unlinked & ~met, why_open=FAILURE.why_open),
    ]


def _fact(rows: ibis.Table, rule: str, here: Any, asked: Asked) -> Condition:
    fact = rows[asked.column]
    return Condition(rule, here & _is(fact, 0), asked.why_failed, here & fact.isnull(), asked.why_open)


def _is(fact: Any, value: int) -> Any:
    return fact.fill_null(-1) == value


def _most_serious(rows: ibis.Table, options: Options) -> ibis.Table:
    rows = one_per(
        rows,
        ("event_id", "person_id"),
        rule="sdg16/most-serious",
        outranked="more-serious-act-in-incident",
        tied="same-act-already-counted",
    )
    if options.repeat_victims == "victim-incidents":
        return rows
    again = "same-person-already-counted"
    return one_per(rows, ("person_id",), rule="sdg16/victims", outranked=again, tied=again)
