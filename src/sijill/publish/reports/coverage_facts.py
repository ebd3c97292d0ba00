"""The queries behind `coverage`: acts with what is known of each, their sources, reports and files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from sijill.assess.rules.candidates import candidates
from sijill.assess.rules.coded import NON_STATE, STATE, codes_with
from sijill.assess.rules.sdg16 import Options
from sijill.codelists.load import UNKNOWN_CODES
from sijill.publish.reports.keys import NOT_AVAILABLE, UNDISCLOSED
from sijill.publish.reports.units import once
from sijill.tables.engines import Tables

KNOWN, UNDETERMINED = "known", "undetermined"
NOBODY_NAMED = "unknown-perpetrator"
# Fact to the column that holds its answer; the names are codes of codelists/elements.csv, but `state-link`.
FIELDS: Mapping[str, str] = {
    "sex": "knows_sex",
    "age": "knows_age",
    "role": "knows_role",
    "place": "knows_place",
    "perpetrator": "knows_perpetrator",
    "state-link": "knows_state",
    "motive": "knows_motive",
    "legal-basis": "knows_basis",
}


def acts_in_scope(t: Tables, options: Options) -> ibis.Table:
    """Every act that stands and may have happened in the period, with an answer per fact.

    Columns `act_id year precision entry public` and those of `FIELDS`. `legal-basis` is asked of
    deprivations of liberty only and null for other acts.
    """
    return once(t, ("coverage", options.since, options.until), lambda: _acts_in_scope(t, options))


def _acts_in_scope(t: Tables, options: Options) -> ibis.Table:
    acts = candidates(t)
    outside = ((acts.hi < options.since) | (acts.lo > options.until)).fill_null(False)
    acts = acts.filter(~outside)
    given = t["act"].select(
        "age_low",
        "age_unknown",
        "occurred_unknown",
        "detention_basis",
        given_of="id",
        entry="state",
        said_motive="motive",
    )
    acts = acts.join(given, acts.act_id == given.given_of)
    acts = _with_role_answers(_with_perpetrator_answers(acts, t), t)
    open_motives = codes_with("motives", "meets", "open")
    basis = _answer(acts.detention_basis, codes_with("detention_basis", "arbitrary", "open"))
    return acts.select(
        "act_id",
        "year",
        "entry",
        precision=_precision(acts),
        public=ibis.literal(False),
        knows_sex=_answer(acts.sex),
        knows_age=ibis.cases((acts.age_low.isnull(), acts.age_unknown), else_=KNOWN),
        knows_role=acts.knows_role,
        knows_place=_answer(acts.area),
        knows_perpetrator=acts.knows_perpetrator,
        knows_state=ibis.cases((acts.state_side.isin((STATE, NON_STATE)), KNOWN), else_=acts.state_side),
        knows_motive=ibis.cases((acts.motive.notnull(), KNOWN), else_=_answer(acts.said_motive, open_motives)),
        knows_basis=ibis.cases((acts.family == "detention", basis)),
    )


def sources_of(t: Tables, *, named: bool) -> ibis.Table:
    """The sources behind each act, as pairs; a report that its source took back does not speak.

    `named`: every source by its code, for the staff; otherwise public sources only, the rest together.
    """
    said = t["support"].filter(t["support"].entity_kind == "act").select("report_id", of="entity_id")
    return _standing(t, said, named).select("of", "code").distinct()


def reports_by_source(t: Tables, options: Options, *, named: bool) -> ibis.Table:
    """`code, report_id`: the reports behind the acts in scope, each once."""
    acts = acts_in_scope(t, options)
    said = t["support"].filter(t["support"].entity_kind == "act")
    said = said.semi_join(acts, said.entity_id == acts.act_id).select("report_id")
    return _standing(t, said, named).select("code", "report_id").distinct()


def files(t: Tables, *, named: bool) -> ibis.Table:
    """`code, rows_read, rows_refused`: what was read of each source's files, over all of them."""
    vintages = t["vintage"].join(_sources(t, named), t["vintage"].source_id == _sources(t, named).said_by)
    return vintages.group_by("code").agg(
        rows_read=vintages.rows_read.sum().cast("int64"),
        rows_refused=vintages.rows_refused.sum().cast("int64"),
    )


def refusals(t: Tables) -> ibis.Table:
    """`source, vintage, problem`: every row that could not be read."""
    vintages = t["vintage"].select(file_id="id", file_source="source_id", vintage="label")
    found = t["refusal"].join(vintages, t["refusal"].vintage_id == vintages.file_id)
    sources = _sources(t, named=True)
    return found.join(sources, found.file_source == sources.said_by).select("vintage", "problem", source="code")


def _sources(t: Tables, named: bool) -> ibis.Table:
    source = t["source"]
    code = source.code if named else ibis.cases((source.is_public, source.code), else_=UNDISCLOSED)
    return source.select(said_by="id", code=code)


def _standing(t: Tables, said: ibis.Table, named: bool) -> ibis.Table:
    gone = t["report_withdrawal"].select(gone_id="report_id").distinct()
    reports = t["report"].anti_join(gone, t["report"].id == gone.gone_id).select("source_id", said_in="id")
    found = said.join(reports, said.report_id == reports.said_in)
    sources = _sources(t, named)
    return found.join(sources, found.source_id == sources.said_by)


def _answer(column: Any, open_codes: tuple[str, ...] = ()) -> Any:
    """The unknown's own code; `undetermined` where somebody looked and could not settle it; else `known`."""
    return ibis.cases((column.isin(UNKNOWN_CODES), column), (column.isin(open_codes), UNDETERMINED), else_=KNOWN)


def _precision(acts: ibis.Table) -> Any:
    """How closely the bounds hold the day on which the act happened."""
    same_year = acts.lo.year() == acts.hi.year()
    return ibis.cases(
        (acts.lo.isnull(), acts.occurred_unknown),
        (acts.lo == acts.hi, "day"),
        (same_year & (acts.lo.month() == acts.hi.month()), "month"),
        (same_year, "year"),
        else_="longer",
    )


def _with_role_answers(acts: ibis.Table, t: Tables) -> ibis.Table:
    """Known when one role is; else the first unknown code; `not-available` where no role was entered."""
    roles = t["act_role"].select("role", role_of="act_id")
    unknown = roles.role.isin(UNKNOWN_CODES)
    answers = roles.group_by("role_of").agg(any_known=(~unknown).any(), why=ibis.cases((unknown, roles.role)).min())
    joined = acts.left_join(answers, acts.act_id == answers.role_of)
    answer = ibis.cases((joined.any_known.fill_null(False), KNOWN), else_=joined.why.fill_null(NOT_AVAILABLE))
    return joined.mutate(knows_role=answer).drop("role_of", "any_known", "why")


def _with_perpetrator_answers(acts: ibis.Table, t: Tables) -> ibis.Table:
    """Known when one kind is; `undetermined` when it is said that nobody could be identified."""
    held = t["involvement"].select("perpetrator", held_of="act_id")
    unknown = held.perpetrator.isin(UNKNOWN_CODES)
    answers = held.group_by("held_of").agg(
        any_known=(~unknown & (held.perpetrator != NOBODY_NAMED)).any(),
        any_unnamed=(held.perpetrator == NOBODY_NAMED).any(),
        why=ibis.cases((unknown, held.perpetrator)).min(),
    )
    joined = acts.left_join(answers, acts.act_id == answers.held_of)
    answer = ibis.cases(
        (joined.any_known.fill_null(False), KNOWN),
        (joined.any_unnamed.fill_null(False), UNDETERMINED),
        else_=joined.why.fill_null(NOT_AVAILABLE),
    )
    return joined.mutate(knows_perpetrator=answer).drop("held_of", "any_known", "any_unnamed", "why")
