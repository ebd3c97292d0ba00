"""Where each charge and each investigation stood at the end of a period: the last step of its thread.

Steps stand in the order of their dates. Where dates do not tell two steps apart, such as two of one day
or a day within a month that is known only as a month, the order of entry decides: a charge and its
dismissal on one day end in the dismissal. A step that may have come after the period is left out.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis

from sijill.assess.rules import charges as rule
from sijill.assess.rules.rule import COUNTED
from sijill.codelists.load import UNKNOWN_CODES
from sijill.publish.reports.laws import NONE_NAMED, NOT_LISTED, Laws
from sijill.publish.reports.report import Context
from sijill.publish.reports.units import once
from sijill.tables.engines import Tables, fetched

CHARGE, INVESTIGATION = rule.PROCESS, "investigation"
NONE_RECORDED = "none-recorded"
LONG_AGO = date(1, 1, 1)
# Of several investigations of one act the one that came furthest speaks: the last of these.
FURTHEST = (
    "not-opened", "closed-no-result", "suspended", "opened", "perpetrator-charged", "perpetrator-acquitted",
    "perpetrator-convicted",
)  # fmt: skip


def charges_of(t: Tables, context: Context) -> ibis.Table:
    """One row per charge of the acts that the rule counts as reported, with the columns of their decisions.

    Besides: `charge_id`, `thread`, `charge` (its last step by the end of the period) and `provision`
    (the listed law that its first step names, else the act). A kind of act that is a charge and of
    which no step is recorded is one charge whose end nobody knows. A charge that was surely brought
    after the period is none yet.
    """
    asked = context.options
    return once(t, ("charges", asked.since, asked.until, context.laws), lambda: _charges(t, context))


def judged(t: Tables, context: Context) -> ibis.Table:
    """The decision on every act with a charge that may have happened in the period."""
    options = rule.Options(context.options.since, context.options.until)

    def make() -> ibis.Table:
        found = rule.decisions(t, options)
        return found.filter(found.reason.notin(("no-charge", "outside-period")))

    return once(t, options, make)


def inquiries(t: Tables, until: date) -> ibis.Table:
    """`of, inquiry`: how far the investigation of each act came by the end of a day, for acts that have one."""
    last = last_steps(t, INVESTIGATION, until)
    rank = ibis.cases(*[(last.stage == stage, place) for place, stage in enumerate(FURTHEST)])
    best = last.mutate(place=rank).group_by("of").agg(place=rank.max())
    said = ibis.cases(*[(best.place == place, stage) for place, stage in enumerate(FURTHEST)], else_=NONE_RECORDED)
    return best.select("of", inquiry=said)


def last_steps(t: Tables, process: str, until: date) -> ibis.Table:
    """`of, thread, stage`: the last step of each thread of a process by the end of a day."""
    steps = _in_order(_by_then(t, process, until))
    newest = ibis.row_number().over(
        group_by=["of", "thread"], order_by=[ibis.desc(steps.moment), ibis.desc(steps.sequence)]
    )
    ranked = steps.mutate(newest=newest)
    return ranked.filter(ranked.newest == 0).select("of", "thread", "stage")


def statutes_of(t: Tables, laws: Laws) -> ibis.Table:
    """The laws that each act names, as pairs of act and code: itself, and the steps that belong to it."""
    return once(t, ("statutes", laws), lambda: _statutes(t, laws))


def _charges(t: Tables, context: Context) -> ibis.Table:
    acts = judged(t, context)
    acts = acts.filter(acts.outcome == COUNTED)
    until = context.options.until
    steps = t["act_status"].filter(t["act_status"].process == CHARGE)
    begun = steps.filter((steps.occurred_lo <= until) | steps.occurred_lo.isnull())
    begun = begun.select("thread", of="act_id").distinct()
    # A charge by its kind alone has no thread, and one that is yet to come has one: the second is no charge by now.
    known = steps.select(known="act_id").distinct()
    bare = acts.filter(acts.kind.isin(rule.KINDS)).anti_join(known, [("act_id", "known")])
    threads = begun.union(bare.select(thread=ibis.literal(0, type="int64"), of="act_id"))
    last = last_steps(t, CHARGE, until).select(ended="of", at="thread", charge="stage")
    found = acts.join(threads, [("act_id", "of")])
    found = found.left_join(last, [("act_id", "ended"), ("thread", "at")])
    unknown = found.charge.isnull() | found.charge.isin(UNKNOWN_CODES)
    found = found.mutate(charge=ibis.cases((unknown, NONE_RECORDED), else_=found.charge))
    found = _with_provision(found, t, context.laws)
    return found.select(
        *acts.columns,
        "thread",
        "charge",
        "provision",
        charge_id=found.act_id + "/" + found.thread.cast("string"),
    )


def _by_then(t: Tables, process: str, until: date) -> ibis.Table:
    steps = t["act_status"].filter(t["act_status"].process == process)
    surely = (steps.occurred_hi <= until) | steps.occurred_hi.isnull()
    return steps.filter(surely).select("thread", "sequence", "stage", lo="occurred_lo", hi="occurred_hi", of="act_id")


def _in_order(steps: ibis.Table) -> ibis.Table:
    """Add `moment`: the first day of a step, or that of what was entered before it where dates leave the order open."""
    before = ibis.window(preceding=None, following=0, group_by=["of", "thread"], order_by="sequence")
    so_far = steps.lo.fill_null(LONG_AGO).max().over(before)
    ranked = steps.mutate(so_far=so_far)
    earlier = (ranked.hi < ranked.so_far).fill_null(False)
    return ranked.mutate(moment=ibis.cases((earlier, ranked.lo), else_=ranked.so_far))


def _with_provision(found: ibis.Table, t: Tables, laws: Laws) -> ibis.Table:
    steps = t["act_status"].filter((t["act_status"].process == CHARGE) & (t["act_status"].law != ""))
    first = ibis.row_number().over(group_by=[steps.act_id, steps.thread], order_by=steps.sequence)
    named = steps.mutate(first=first)
    named = named.filter(named.first == 0).select(law_act="act_id", law_thread="thread", step_law="law")
    of_act = t["act"].select("law", law_of="id")
    found = found.left_join(named, [("act_id", "law_act"), ("thread", "law_thread")])
    found = found.left_join(of_act, [("act_id", "law_of")])
    text = found.step_law.coalesce(found.law)
    found = found.mutate(text=text)
    codes = _codes(found.select("text").distinct(), laws)
    found = found.left_join(codes, [("text", "spelt")])
    return found.mutate(provision=_said(found))


def _statutes(t: Tables, laws: Laws) -> ibis.Table:
    of_acts = t["act"].select("law", of="id")
    of_steps = t["act_status"].select("law", of="act_id")
    named = of_acts.union(of_steps)
    named = named.filter(named.law != "").distinct()
    codes = _codes(named.select(text="law").distinct(), laws)
    found = named.left_join(codes, [("law", "spelt")])
    return found.select("of", code=found.statute.fill_null(NOT_LISTED)).distinct()


def _codes(texts: ibis.Table, laws: Laws) -> ibis.Table:
    """`spelt, statute`: the code of each text that a record holds; read here, because only Python can compare them."""
    held = [row["text"] for row in fetched(texts) if row["text"]]
    rows: list[dict[str, Any]] = [{"spelt": text, "statute": laws.code(text)} for text in sorted(held)]
    return ibis.memtable(rows, schema=ibis.schema({"spelt": "string", "statute": "string"}))


def _said(found: ibis.Table) -> Any:
    nothing = found.text.isnull() | (found.text == "")
    return ibis.cases((nothing, NONE_NAMED), else_=found.statute.fill_null(NOT_LISTED))
