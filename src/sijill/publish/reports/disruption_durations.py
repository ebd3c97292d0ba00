"""How long disruptions lasted, and how long it took until anybody owed an explanation said something.

Never means: an end that is not known is no end, and a disclosure that never came has no time. Medians are
Kaplan and Meier's (`stats/survival.py`). Where dates leave a time open, the median and its lower end are of the
shortest times, and the upper end of its interval is of the longest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

from sijill.publish.reports.cells import as_code, touched
from sijill.publish.reports.disruptions import KEYS, SUBJECT, units
from sijill.publish.reports.keys import dimension
from sijill.publish.reports.ledger import PUBLISHED
from sijill.publish.reports.notes import options_of
from sijill.publish.reports.report import Context, Note, Notes, Report, Row, Shape
from sijill.stats.survival import median_time
from sijill.stats.table import Count, Flag, Table
from sijill.stats.table import Key as CellKey
from sijill.tables.engines import Tables, fetched

# Updates by which those who owe an explanation tell of a disruption.
DISCLOSING = ("affected", "notice", "acknowledgement", "order-published", "explanation")
OWING = ("operator", "platform", "authority", "court")
MEASURES = (
    "disruptions",
    "ended",
    "median_days",
    "median_days_low",
    "median_days_high",
    "disclosed",
    "disclosed_undated",
    "disclosure_days",
    "disclosure_days_low",
    "disclosure_days_high",
)
# Medians do not add up; each tells of the cases that it is of, and of those of which a time is known.
DERIVED = tuple(
    (f"{stem}{end}", ("disruptions", known))
    for stem, known in (("median_days", "ended"), ("disclosure_days", "disclosed"))
    for end in ("", "_low", "_high")
)
SHAPES = (
    Shape("disruption-durations"),
    *(
        Shape(f"disruption-durations-{name.replace('_', '-')}", (name,))
        for name in ("count_year", "country", "trigger", "scope")
    ),
)
Time = tuple[int, int, bool]  # shortest and longest in days, and whether it ended

MEDIANS = Note(
    "medians-with-unknown-ends",
    {
        "en": "Medians in whole days after Kaplan and Meier, with 95 % intervals; 0 is an end on the day of the "
        "beginning. A disruption that goes on counts with the days until it was last known to; one whose end nobody "
        "recorded tells only that it began. “Not known”: fewer than half of the curve is seen. If ends of long "
        "disruptions are recorded less often, the truth is longer. Disclosure: days until an operator, a platform, "
        "an authority or a court first said something that is recorded here; where nothing is recorded it is not "
        "over, and what was said on an unknown day is counted apart.",
        "ar": "الوسيط بالأيام الكاملة بطريقة كابلان وماير مع فترات ثقة 95%، والصفر انتهاءٌ في يوم البداية. والتعطيل "
        "المستمر يُحتسب بالأيام حتى آخر علم باستمراره، وما لم يُسجَّل انتهاؤه لا يدل إلا على أنه بدأ. و«غير معروف»: "
        "لم يبلغ المنحنى النصف. وإذا كان تسجيل نهاية التعطيل الطويل أقل، فالحقيقة أطول. والإفصاح: الأيام حتى أول "
        "قول مسجَّل هنا لمشغّل أو منصة أو سلطة أو محكمة، وما لم يُسجَّل فيه شيء لم ينتهِ أجله، وما قيل في يوم غير "
        "معروف يُعدّ على حدة.",
        "fr": "Médianes en jours entiers selon Kaplan et Meier, avec intervalles à 95\u00a0%\u202f; 0 est une fin "
        "le jour du début. Une coupure en cours compte pour les jours jusqu’à sa dernière mention\u202f; celle dont "
        "personne n’a noté la fin dit seulement qu’elle a commencé. «\u202fInconnu\u202f»\u202f: la courbe "
        "n’atteint pas la moitié. Si la fin des coupures longues est moins souvent notée, la vérité est plus "
        "longue. Divulgation\u202f: jours jusqu’à la première parole enregistrée ici d’un opérateur, d’une "
        "plateforme, d’une autorité ou d’un tribunal\u202f; sans rien d’enregistré, elle n’est pas close, et ce qui "
        "fut dit un jour inconnu est compté à part.",
        "es": "Medianas en días enteros según Kaplan y Meier, con intervalos del 95\u00a0%; 0 es un final el día "
        "del comienzo. Una interrupción en curso cuenta con los días hasta la última noticia de ella; aquella cuyo "
        "final nadie registró solo dice que empezó. «No se sabe»: la curva no llega a la mitad. Si el final de las "
        "largas se registra menos, la verdad es más larga. Divulgación: días hasta lo primero que dijo, según "
        "consta aquí, un operador, una plataforma, una autoridad o un tribunal; donde no consta nada no ha "
        "terminado.",
    },
)


def cases(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """Disruptions that surely began in the period on known days: keys, dates, the first disclosure. Ordered."""
    found = units(t, context, by).filter(lambda one: (one.inside == 1) & one.began_lo.notnull())
    updates = t["disruption_update"]
    said = updates.filter(updates.kind.isin(DISCLOSING) & updates.by_kind.isin(OWING))
    first = said.group_by(about="disruption_id").agg(
        said_lo=said.occurred_lo.min(), said_hi=said.occurred_hi.min(), said=said.count()
    )
    joined = found.left_join(first, [("id", "about")])
    keys = {f"key{place}": joined[KEYS[name].column] for place, name in enumerate(by)}
    days = ("began_lo", "began_hi", "ended_lo", "ended_hi", "said_lo", "said_hi")
    # count_year may be a key and is needed as well, so it is selected under a name of its own.
    held = joined.select(
        **keys, **{name: joined[name] for name in days}, ending="ending", said="said", counted_in="count_year", of="id"
    )
    return fetched(held.order_by("of").drop("of"))


def lasted(case: Mapping[str, Any], last: date) -> Time:
    """How long a disruption lasted: days from its beginning to its end, or until it was last known to go on."""
    return _time(case, "ended", _seen_until(case, last) if case["ending"] == "ongoing" else None)


def until_told(case: Mapping[str, Any], last: date) -> Time:
    """How long until something was said: days from the beginning, or until the last day that was looked at."""
    return _time(case, "said", _seen_until(case, last))


def _time(case: Mapping[str, Any], stem: str, seen_until: date | None) -> Time:
    low, high = case[f"{stem}_lo"], case[f"{stem}_hi"]
    if low is not None and high is not None:
        return (_days(case["began_hi"], low), _days(case["began_lo"], high), True)
    still = _days(case["began_hi"], seen_until) if seen_until is not None else 0
    return (still, still, False)


def _days(since: date, until: date) -> int:
    """Whole days; what an open date would make negative is 0."""
    return max((until - since).days, 0)


def _seen_until(case: Mapping[str, Any], last: date) -> date:
    """The last day on which it is known how a case stood: of the year in which it was counted, or of the period."""
    year = case["counted_in"]
    return min(date(int(year), 12, 31), last) if year is not None else last


def _last_day(t: Tables, context: Context) -> date:
    """The last day of the period; without one, the last day of any disruption that is recorded."""
    if not context.ever:
        return context.on
    table = t["disruption"]
    found = fetched(table.aggregate(began=table.began_hi.max(), ended=table.ended_lo.max()))[0]
    return max((day for day in found.values() if day is not None), default=context.on)


def _middle(times: Iterable[Time]) -> dict[str, int | None]:
    held = list(times)
    short = median_time([low for low, _, over in held if over], [low for low, _, over in held if not over])
    long = median_time([high for _, high, over in held if over], [high for _, high, over in held if not over])
    return {"": _whole(short.value), "_low": _whole(short.low), "_high": _whole(long.high)}


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def measured(held: Sequence[Mapping[str, Any]], last: date) -> dict[str, int | None]:
    """All measures of some cases."""
    undated = [one for one in held if one["said"] and one["said_lo"] is None]
    times = [lasted(one, last) for one in held]
    told = [until_told(one, last) for one in held if not (one["said"] and one["said_lo"] is None)]
    return {
        "disruptions": len(held),
        "ended": sum(over for _, _, over in times),
        **{f"median_days{end}": value for end, value in _middle(times).items()},
        "disclosed": sum(over for _, _, over in told),
        "disclosed_undated": len(undated),
        **{f"disclosure_days{end}": value for end, value in _middle(told).items()},
    }


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """One row per combination of the keys: cases, those that ended, the median, its interval; disclosure likewise."""
    asked, last = REPORT.asked(by), _last_day(t, context)
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for case in cases(t, context, asked):
        groups[tuple(case[f"key{place}"] for place in range(len(asked)))].append(case)
    if not asked:
        groups.setdefault((), [])
    ordered = sorted(groups, key=lambda key: tuple((code is None, code) for code in key))
    return [{**dict(zip(asked, key, strict=True)), **measured(groups[key], last)} for key in ordered]


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """The same, with the medians of all cases together where the codes are not told apart."""
    last = _last_day(t, context)
    return tuple(_table(t, context, shape, last) for shape in shapes)


def _table(t: Tables, context: Context, shape: Shape, last: date) -> Table:
    coded = [
        (tuple(as_code(case[f"key{place}"]) for place in range(len(shape.by))), case)
        for case in cases(t, context, shape.by)
    ]
    dimensions = tuple(
        dimension(name, context, {codes[place] for codes, _ in coded}, keys=KEYS) for place, name in enumerate(shape.by)
    )
    held: dict[CellKey, list[Row]] = {key: [] for key in product(*(one.codes for one in dimensions))}
    for codes, case in coded:
        for key in touched(dimensions, shape.by, codes):
            held[key].append(case)
    cells: dict[tuple[str, CellKey], Count] = {}
    for key, inside in held.items():
        for name, value in measured(inside, last).items():
            cells[name, key] = Count(value, missing=Flag.NOT_KNOWN)
    return Table(
        shape.slug, f"{SUBJECT}-durations", REPORT.kind, REPORT.unit, context.options.since, context.options.until,
        dimensions, MEASURES, cells, DERIVED,
    )  # fmt: skip


def notes(_t: Tables, context: Context) -> Notes:
    """What the medians are."""
    return Notes(REPORT.slug, options_of(context)[:2], (), (MEDIANS,))


REPORT = Report(
    slug="disruption_durations",
    title={
        "en": "How long disruptions lasted",
        "ar": "كم دام التعطيل",
        "fr": "Combien de temps les coupures ont duré",
        "es": "Cuánto duraron las interrupciones",
    },
    question={
        "en": "How long did disruptions last, as far as their ends are known, and how long until anybody owed an "
        "explanation said something?",
        "ar": "كم دام التعطيل بقدر ما عُرفت نهايته، وكم مضى حتى قال شيئاً مَن عليه التوضيح؟",
        "fr": "Combien de temps les coupures ont-elles duré, pour autant qu’on en connaît la fin, et combien "
        "jusqu’à ce que quelqu’un qui devait une explication dise quelque chose\u202f?",
        "es": "¿Cuánto duraron las interrupciones, hasta donde se conoce su final, y cuánto pasó hasta que dijo "
        "algo quien debía una explicación?",
    },
    kind=PUBLISHED,
    unit="disruptions",
    by=tuple(KEYS),
    measures=MEASURES,
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
    nested=(("ended", "disruptions"), ("disclosed", "disruptions"), ("disclosed_undated", "disruptions")),
    needs_period=False,
)
