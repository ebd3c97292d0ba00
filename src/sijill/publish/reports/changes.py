"""What changed since the last release of the same period: per category, and why, by act.

Both counts are taken by the rules of today, once over the register as it stood for that release and once
as it stands now. Each act that is counted in one of them alone has a reason. What a release may say
of this is little: docs/explanation/changes.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import ibis

from sijill.assess.rules.rule import COUNTED
from sijill.codelists.load import codelist
from sijill.publish.reports.cells import build, needed, tally
from sijill.publish.reports.notes import NEVER_ADDED, NOT_ASSESSED, options_of, rules_that_decided
from sijill.publish.reports.report import Context, Former, Note, Notes, Report, ReportError, Row, Shape
from sijill.publish.reports.sdg16 import STATUSES, counted, measures, with_status
from sijill.publish.reports.sdg16 import SUBJECT as SDG
from sijill.publish.reports.units import decided, grouped, matching, once, roles_of
from sijill.stats.table import TOTAL, Count, Dimension, Key, Table
from sijill.tables.engines import Tables, fetched

OF_CATEGORIES = Shape("changes", ("category",))
OF_REASONS = Shape("changes-reasons", ("change",))
SHAPES = (OF_CATEGORIES, OF_REASONS)
BEFORE = "before-"
SIDES = ("joined", "left")

_DATES = ("outside-period", "date-straddles", "date-unknown")
_DECISIONS = ("not-verified", "not-established")
_PLACES = ("more-serious-act-in-incident", "same-act-already-counted", "same-person-already-counted")

RULES_OF_TODAY = Note(
    "counted-by-the-rules-of-today",
    {
        "en": "Figures before and after are shown only where the earlier release showed a number. "
        "Reasons are given "
        "only where that tells of no small number of people; that they are missing tells nothing else.",
        "ar": "لا تُعرض الأرقام السابقة واللاحقة إلا حيث عرض الإصدار السابق رقماً. ولا تُذكر الأسباب إلا "
        "حيث لا تدل على عدد "
        "صغير من الأشخاص، ولا يدل غيابها على غير ذلك.",
        "fr": "Les chiffres d’avant et d’après ne sont montrés que là où la publication précédente "
        "montrait un nombre. "
        "Les raisons ne sont données que si elles ne révèlent aucun petit nombre de personnes\u202f; leur "
        "absence ne dit "
        "rien d’autre.",
        "es": "Las cifras de antes y de después solo se muestran donde la publicación anterior mostraba "
        "un número. Las "
        "razones solo se dan si no revelan un número pequeño de personas; que falten no dice nada más.",
    },
)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """For the staff, exact: acts that joined the count or left it under the context's status, by "
    "reason or not."""
    asked = REPORT.asked(by)
    found = changed(t, context, context.options.status)
    return grouped(
        found,
        asked,
        {"role": roles_of(t)},
        joined=lambda acts: acts.count(where=acts.side == "joined"),
        left=lambda acts: acts.count(where=acts.side == "left"),
    )


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """Before and after by category, where the earlier release showed both; reasons where they tell of nobody.

    None without an earlier release of this period.
    """
    if context.former is None:
        return ()
    made: list[Table] = []
    for shape in shapes:
        if shape not in SHAPES:
            raise ReportError("To the public, changes are told by category, or by reason, and by nothing else.")
        table = (_categories if shape == OF_CATEGORIES else _reasons)(t, context, context.former)
        made += [table] if table is not None else []
    return tuple(made)


def changed(t: Tables, context: Context, status: str) -> ibis.Table:
    """The acts that are counted now or were counted then, and not both in one category: with `side` and `change`.

    Columns of a decision: of today's for those that joined, of the earlier one for those that left.
    An act that moved to another category stands on both sides, and its `change` is `recoded`.
    """
    options = with_status(context, status).options

    def make() -> ibis.Table:
        former = former_of(context)
        now, then = decided(t, options), decided(former.tables, options)
        joined = _side(now, then, former.tables, "joined")
        left = _side(then, now, t, "left")
        return joined.union(left)

    return once(t, ("changed", options), make)


def former_of(context: Context) -> Former:
    """The release to compare with; ReportError where there is none."""
    if context.former is None:
        raise ReportError("No release of this subject and period was published before, so nothing has changed since.")
    return context.former


def _side(these: ibis.Table, others: ibis.Table, other_tables: Tables, side: str) -> ibis.Table:
    """The acts counted in these decisions and not in the others, or there in another category; with "
    "the reason."""
    mine = these.filter(these.outcome == COUNTED)
    acts = ibis.memtable(_states(other_tables).to_pyarrow())
    theirs = others.select(
        there="act_id", was="outcome", why="reason", category_there="category", incident_there="incident_id"
    )
    found = mine.left_join(theirs, [("act_id", "there")]).left_join(acts, [("act_id", "known")])
    counted_there = (found.was == COUNTED).fill_null(False)
    found = found.filter(~(counted_there & (found.category_there == found.category)))
    found = found.left_join(_winners(these, others), [("incident_there", "won_in")])
    # Either of two entries found to be one may be the one that still counts: the other's incident is not what it was.
    merged = (found.incident_there != found.incident_id) | (found.won_before != found.incident_id).fill_null(False)
    counted_there = (found.was == COUNTED).fill_null(False)
    change = ibis.cases(
        (counted_there, "recoded"),
        (found.known.isnull(), "added" if side == "joined" else "withdrawn"),
        (found.gone, "reinstated" if side == "joined" else "withdrawn"),
        (found.there.isnull() | found.why.isin(_DATES), "re-dated"),
        (found.why.isin(_DECISIONS), "re-verified"),
        (found.why.isin(_PLACES) & merged, "merged" if side == "left" else "parted"),
        (found.why.isin(_PLACES), "place-in-incident"),
        else_="recoded",
    )
    columns = these.columns
    return found.mutate(change=change, side=ibis.literal(side), moved=counted_there).select(
        *columns, "change", "side", "moved"
    )


def _winners(these: ibis.Table, others: ibis.Table) -> ibis.Table:
    """`won_in, won_before`: the incidents of the other decisions, and where the act that counts there is in these."""
    won = others.filter(others.outcome == COUNTED).select(won_in="incident_id", winner="act_id")
    at = these.select(won_before="incident_id", had="act_id")
    return won.join(at, [("winner", "had")]).group_by("won_in").agg(won_before=at.won_before.min())


def _states(t: Tables) -> ibis.Table:
    """`known, gone`: every act of a register, and whether it or its event was rejected or withdrawn."""
    out = ("rejected", "withdrawn")
    events = t["event"].select(happened="id", event_state="state")
    acts = t["act"].left_join(events, [("event_id", "happened")])
    return acts.select(known="id", gone=acts.state.isin(out) | acts.event_state.isin(out).fill_null(False))


def _categories(t: Tables, context: Context, former: Former) -> Table | None:
    """Before and after of what the earlier release showed as numbers; the figures after are those "
    "of the SDG table."""
    there = measures(t, context)
    letters = [
        code
        for code in (TOTAL, *codelist("sdg_categories").live())
        if all((measure, code) in former.shown for measure, assessed in there.items() if assessed)
    ]
    if not letters:
        return None
    cells: dict[tuple[str, Key], Count] = {}
    for measure, assessed in there.items():
        options = with_status(context, measure).options
        for name, units in ((f"{BEFORE}{measure}", former.tables), (measure, t)):
            counts = _by_category(counted(units, options)) if assessed else {}
            for code in letters:
                cells[name, (code,)] = counts.get(code, Count(0)) if assessed else Count(None)
    names = tuple(name for measure in there for name in (f"{BEFORE}{measure}", measure))
    category = Dimension("category", tuple(letters), "sdg_categories", adds_up=False, covers=False)
    period = (context.options.since, context.options.until)
    return Table(OF_CATEGORIES.slug, SDG, "sdg16", REPORT.unit, *period, (category,), names, cells)


def _by_category(acts: ibis.Table) -> dict[str, Count]:
    names = {"category": "category"}
    counted_rows = tally(acts, tuple(names), {}).units
    found: dict[str, list[int]] = {TOTAL: [0, 0]}
    for (code,), units, closed, _ in counted_rows:
        for key in (TOTAL, code):
            sums = found.setdefault(key, [0, 0])
            sums[0], sums[1] = sums[0] + units, sums[1] + closed
    return {code: Count(units, closed == 0) for code, (units, closed) in found.items() if units}


def _reasons(t: Tables, context: Context, former: Former) -> Table | None:
    """Why acts joined and left the count in all, of the measures of which this tells of no small number."""
    units = {measure: _in_all(t, context, measure) for measure, assessed in measures(t, context).items() if assessed}
    told = [measure for measure in units if _may_be_told(units, measure, former)]
    if not told or not former.reasons:
        return None
    tallies = {
        f"{side}-{measure}": tally(units[measure].filter(units[measure].side == side), needed((OF_REASONS,)), {})
        for measure in told
        for side in SIDES
    }
    report = replace(REPORT, kind="changes")
    return build(report, context, (OF_REASONS,), tallies, subject=f"changes-since-{former.release}")[0]


def _in_all(t: Tables, context: Context, measure: str) -> ibis.Table:
    """The acts that joined the count or left it, whatever the category: those that moved did neither."""
    found = changed(t, context, measure)
    return found.filter(~found.moved).mutate(public=ibis.literal(False))


def _may_be_told(units: Mapping[str, ibis.Table], measure: str, former: Former) -> bool:
    """Nobody can work out a small number from the two sides, what they are apart, and the figures "
    "of both releases."""
    if (measure, TOTAL) not in former.shown:
        return False
    sides = {one: _sizes(acts) for one, acts in units.items()}
    mine = sides[measure]
    differences = [mine["joined"] - mine["left"]]
    differences += [mine[side] - other[side] for other in sides.values() for side in SIDES]
    return all(size == 0 or abs(size) >= former.threshold for size in (*mine.values(), *differences))


def _sizes(acts: ibis.Table) -> dict[str, int]:
    found: dict[str, Any] = {row["side"]: row["acts"] for row in fetched(acts.group_by("side").agg(acts=acts.count()))}
    return {side: int(found.get(side, 0)) for side in SIDES}


def explain(t: Tables, context: Context, measure: str, codes: Mapping[str, str]) -> list[Row]:
    """The counted acts of a figure before or after; of a reason, the acts that joined the count or left it."""
    side, _, status = measure.partition("-")
    if side in SIDES:
        found = _in_all(t, context, status)
        return matching(found.filter(found.side == side), t, codes)
    if measure.startswith(BEFORE):
        held = former_of(context).tables
        return matching(counted(held, with_status(context, status).options), held, codes)
    return matching(counted(t, with_status(context, measure).options), t, codes)


def notes(t: Tables, context: Context) -> Notes:
    """With which release the figures are compared, and by which rules both were counted."""
    asked = ("compared_with", context.former.release if context.former else "none")
    always = (NEVER_ADDED,) if context.assessed else (NEVER_ADDED, NOT_ASSESSED)
    rules = rules_that_decided(t, context)
    return Notes(REPORT.slug, (*options_of(context), asked), rules, (*always, RULES_OF_TODAY))


REPORT = Report(
    slug="changes",
    title={
        "en": "What changed since the last release",
        "ar": "ما الذي تغيّر منذ الإصدار السابق",
        "fr": "Ce qui a changé depuis la publication précédente",
        "es": "Qué cambió desde la publicación anterior",
    },
    question={
        "en": "Which figures of this period differ from those published before, and why?",
        "ar": "أي أرقام هذه الفترة تختلف عما نُشر من قبل، ولماذا؟",
        "fr": "Quels chiffres de cette période diffèrent de ceux publiés auparavant, et pourquoi\u202f?",
        "es": "¿Qué cifras de este período difieren de las publicadas antes, y por qué?",
    },
    kind="changes",
    unit="victim-incidents",
    by=("change", "category", "sex", "gender", "age", "role", "state", "area", "country", "year", "kind"),
    measures=("joined", "left"),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    explain=explain,
    nested=tuple((status, STATUSES[0]) for status in STATUSES[1:]),
)
