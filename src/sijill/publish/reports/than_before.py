"""Whether there were more people in this period than in the one before it, those in no list included: a probability.

Of each method that gives an estimate for both periods, and of all of them together, the share of pairs of draws in
which the total of this period is the larger one (`stats.capture.strata.probability_more`). Who is counted, and what a
list is, is said in `undocumented`. The period before is as long and ends the day before; both are read from the
register of one day. No documented number of the earlier period stands here: that one has a release of its own.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sijill.assess.rules.sdg16 import Options
from sijill.publish.reports.notes import notes_of
from sijill.publish.reports.report import Context, Note, Notes, Report, ReportError, Row, Shape
from sijill.publish.reports.undocumented import METHODS, PANEL, NoLists, overlaps_of, results
from sijill.publish.text import DIRECTIONS, Language
from sijill.stats.capture.checks import LEAST_UNITS
from sijill.stats.capture.overlaps import Overlaps
from sijill.stats.capture.result import Estimate, Result
from sijill.stats.capture.strata import probability_more
from sijill.stats.table import Count, Dimension, Flag, Key, Table
from sijill.tables.engines import Tables

MEASURE = "probability_more"
SHAPES = (Shape("than-before", ("method",)),)
COMPARING = tuple(name for name in METHODS if name != "chao")  # a lower bound has no draws to compare
SURE = 99  # in percent; what is surer than this is not told from it by any of these methods

Both = tuple[Mapping[str, Result], Mapping[str, Result]]


def before(since: date, until: date) -> tuple[date, date] | None:
    """The period of the same length that ends the day before: in whole months where the period is, else in days.

    None where the calendar does not reach so far.
    """
    last = monthrange(until.year, until.month)[1]
    try:
        end = since - timedelta(days=1)
        if since.day != 1 or until.day != last:
            return since - (until - since) - timedelta(days=1), end
        months = (until.year - since.year) * 12 + until.month - since.month + 1
        year, month = divmod(since.year * 12 + since.month - 1 - months, 12)
        return date(year, month + 1, 1), end
    except (OverflowError, ValueError):
        return None


def estimates(t: Tables, context: Context) -> Both:
    """What each method says of this period, and of the one before where any says something of this one.

    An empty one has no list, or nobody asked. Raises NoLists where this period has none.
    """
    overlaps, _public = overlaps_of(t, context)
    now = results(overlaps)
    then = _earlier(t, context)
    if then is None or not any(_has_draws(one) for one in now.values()):
        return now, {}
    return now, results(then)


def probability(now: Result | None, then: Result | None) -> float | None:
    """That there were more people now than then; None unless both have an estimate that rests on thirty people."""
    if not (isinstance(now, Estimate) and isinstance(then, Estimate) and _has_draws(now) and _has_draws(then)):
        return None
    return probability_more(now, then)


def _has_draws(one: Result) -> bool:
    return isinstance(one, Estimate) and one.n >= LEAST_UNITS and bool(one.draws.size)


def _earlier(t: Tables, context: Context) -> Overlaps | None:
    """The overlaps of the period before; None where nobody was in a list then, or there is no such period."""
    period = before(context.options.since, context.options.until)
    if period is None:
        return None
    try:
        found, _public = overlaps_of(t, replace(context, options=_of(context, period)))
    except NoLists:
        return None
    return found


def _of(context: Context, period: tuple[date, date]) -> Options:
    return replace(context.options, since=period[0], until=period[1])


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """For the staff: each method's probability, not rounded, with the documented numbers of both periods."""
    asked = REPORT.asked(by)
    now, then = estimates(t, context)
    found = [
        {
            "method": name,
            MEASURE: probability(now.get(name), then.get(name)),
            "persons": now[name].n,
            "persons_before": then[name].n if name in then else None,
        }
        for name in COMPARING
    ]
    if asked:
        return found
    return [{key: value for key, value in found[-1].items() if key != "method"}]


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """The probabilities in whole percent. None where this period has no list, or no beginning."""
    if any(shape.by != ("method",) for shape in shapes):
        raise ReportError("Periods are compared by method, and by nothing else.")
    if context.ever:
        return ()
    try:
        found = estimates(t, context)
    except NoLists:
        return ()
    return tuple(_table(found, context, shape) for shape in shapes)


def _table(found: Both, context: Context, shape: Shape) -> Table:
    labels = tuple(
        (name, tuple((lang, Language(lang).say(f"estimate.name.{name}")) for lang in DIRECTIONS)) for name in COMPARING
    )
    dimension = Dimension("method", COMPARING, "", adds_up=False, covers=False, labels=labels)
    now, then = found
    cells: dict[tuple[str, Key], Count] = {
        (MEASURE, (name,)): Count(_percent(probability(now.get(name), then.get(name))), missing=Flag.NOT_KNOWN)
        for name in COMPARING
    }
    period = (context.options.since, context.options.until)
    # It counts nobody, and leads back to nobody: see the policy's kind `estimates`.
    return Table(
        shape.slug, "than-before", "estimates", "percent", *period, (dimension,), (MEASURE,), cells, ((MEASURE, ()),)
    )


def _percent(share: float | None) -> int | None:
    """Whole percent, never 0 or 100: that all draws agree does not make it certain."""
    return None if share is None else min(max(round(100 * share), 100 - SURE), SURE)


def notes(t: Tables, context: Context) -> Notes:
    """Which periods are compared, what that takes for granted, and why nothing can be said."""
    said = list(_said(t, context)) if not context.ever else []
    return notes_of(REPORT.slug, t, context, said)


def _said(t: Tables, context: Context) -> Iterator[Note]:
    try:
        now, then = estimates(t, context)
    except NoLists:
        return
    period = before(context.options.since, context.options.until)
    if period is None:
        return
    yield _note("periods-compared", "estimate.than_before.compared", period)
    if probability(now[PANEL], then.get(PANEL)) is None:
        if not _has_draws(now[PANEL]):
            yield _note("no-comparison-now", "estimate.than_before.none-now", period)
        else:
            yield _note("no-comparison-then", "estimate.than_before.none-then", period)
        return
    yield _note("periods-apart", "estimate.than_before.apart", period)
    overlaps, _public = overlaps_of(t, context)
    earlier = _earlier(t, context)
    if earlier is not None and earlier.lists != overlaps.lists:
        yield _note("lists-changed", "estimate.than_before.lists", period)


def _note(code: str, key: str, period: tuple[date, date]) -> Note:
    spoken = {lang: Language(lang) for lang in DIRECTIONS}
    return Note(code, {lang: one.say(key, before=one.period(*period)) for lang, one in spoken.items()})


REPORT = Report(
    slug="than_before",
    title={
        "en": "More people than in the period before?",
        "ar": "هل زاد عدد الأشخاص على الفترة السابقة؟",
        "fr": "Plus de personnes que dans la période précédente\u202f?",
        "es": "¿Más personas que en el período anterior?",
    },
    question={
        "en": "How probable is it that there were more people in this period than in the one before, those in no list "
        "included?",
        "ar": "ما احتمال أن يكون عدد الأشخاص في هذه الفترة أكبر منه في الفترة السابقة، بمن فيهم من لا يردون "
        "في أي قائمة؟",
        "fr": "Quelle est la probabilité qu’il y ait eu plus de personnes dans cette période que dans la précédente, "
        "celles d’aucune liste comprises\u202f?",
        "es": "¿Qué probabilidad hay de que en este período hubiera más personas que en el anterior, incluidas las que "
        "no están en ninguna lista?",
    },
    kind="estimates",
    unit="percent",
    by=("method",),
    measures=(MEASURE, "persons", "persons_before"),
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
)
