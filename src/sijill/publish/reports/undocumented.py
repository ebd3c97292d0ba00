"""How many people were never recorded: which lists hold whom, and estimates from their overlaps.

Units are the persons whose acts count for SDG 16.10.1 as reported, lists the groups of sources that are independent of
each other (`source.independence_group`): two lists of one group are one list. The overlaps are counts of people and are
protected as such; combinations of fewer than five are one row. An estimate is rounded outwards to two figures and
stands only where the methods of `stats/capture` give one: else its cells are not known, and a note says why.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from math import ceil, floor, isfinite, log10

from sijill.assess.rules.sdg16 import Options
from sijill.publish.reports.notes import notes_of
from sijill.publish.reports.report import Context, Note, Notes, Report, ReportError, Row, Shape
from sijill.publish.reports.sdg16 import counted, with_status
from sijill.publish.reports.units import REPORTED, kept
from sijill.publish.text import DIRECTIONS, Language
from sijill.stats.capture.checks import LEAST_UNITS
from sijill.stats.capture.overlaps import Bools, Overlaps, collect, from_csv
from sijill.stats.capture.panel import Panel, panel
from sijill.stats.capture.result import Estimate, Result
from sijill.stats.table import TOTAL, Count, Dimension, Flag, Key, Table
from sijill.stats.upset import JOINS, REST, shown_overlaps
from sijill.tables.engines import Tables, fetched

FEW = 5  # a combination of lists that fewer people are in is not shown by itself (stats/upset.py)
NOT_PUBLIC, PANEL = "list-not-public", "panel"
METHODS = ("loglinear", "dga", "lcm", "mth", "chao", PANEL)
MEASURES = ("persons", "total_low", "total", "total_high")
SHAPES = (Shape("list-overlaps", ("lists",)), Shape("undocumented", ("method",)))
SEED = 1  # the note says so too: the same lists give the same numbers

REFUSED = ("few-lists", "unconnected", "few-units", "copies", "no-maximum", "disagreement")  # with words of their own


class NoLists(ReportError):
    """Nobody who is counted is in any list."""


def overlaps_of(t: Tables, context: Context) -> tuple[Overlaps, frozenset[str]]:
    """Persons by the independent groups of sources that tell of what counts, and the groups that are all public.

    Asked once for all that need it of one release. Raises NoLists where no report stands behind anybody counted.
    """
    options = with_status(context, REPORTED).options
    found = kept(t, ("lists", options), lambda: _overlaps(t, options))
    if found is None:
        raise NoLists("No report stands behind any person counted in this period, so there are no lists to compare.")
    return found


def _overlaps(t: Tables, options: Options) -> tuple[Overlaps, frozenset[str]] | None:
    acts = counted(t, options).select("act_id", "person_id")
    said = t["support"].filter(t["support"].entity_kind == "act").select("entity_id", "report_id")
    reports = t["report"].select(said_in="id", source_id="source_id")
    sources = t["source"].select(of="id", list="independence_group", code="code", is_public="is_public")
    joined = acts.join(said, [("act_id", "entity_id")]).join(reports, [("report_id", "said_in")])
    joined = joined.join(sources, [("source_id", "of")])
    found = fetched(
        joined.select("person_id", "list", "code", "is_public").distinct().order_by("person_id", "list", "code")
    )
    held, public = defaultdict[str, set[str]](set), dict[str, bool]()
    for row in found:
        name = row["list"] or row["code"]
        held[row["person_id"]].add(name)
        public[name] = public.get(name, True) and bool(row["is_public"])
    lists = tuple(sorted(public))
    patterns = Counter(tuple(name in one for name in lists) for one in held.values())
    if not lists:
        return None
    return collect(lists, list(patterns), list(patterns.values())), frozenset(n for n in lists if public[n])


def results(overlaps: Overlaps) -> dict[str, Result]:
    """What each method says, and all of them together."""
    found = _panel(overlaps.to_csv())
    return {name: found.results.get(name, found.headline) for name in METHODS[:-1]} | {PANEL: found.headline}


@lru_cache(maxsize=8)
def _panel(table: str) -> Panel:
    """Worked out once for the tables and the notes of a release."""
    return panel(from_csv(table), seed=SEED, checks=False)


def rows(t: Tables, context: Context, by: Sequence[str]) -> list[Row]:
    """For the staff: persons by combination of lists (`lists`), or what each method says, not rounded (`method`)."""
    asked = REPORT.asked(by)
    overlaps, _public = overlaps_of(t, context)
    if asked == ("method",):
        return [{"method": name, **_said(one)} for name, one in results(overlaps).items()]
    if asked not in ((), ("lists",)):
        raise ReportError("Lists and methods are two tables: ask for one of lists, method.")
    if not asked:
        return [{"persons": overlaps.n}]
    return [
        {"lists": JOINS.join(_names(overlaps, pattern)), "persons": int(count)}
        for pattern, count in zip(overlaps.patterns, overlaps.counts, strict=True)
    ]


def _said(one: Result) -> Row:
    if not isinstance(one, Estimate):
        return {"persons": one.n, "total_low": None, "total": None, "total_high": None, "reason": one.reason}
    high = one.high if isfinite(one.high) else None
    return {"persons": one.n, "total_low": one.low, "total": one.total, "total_high": high, "reason": ""}


def tables(t: Tables, context: Context, shapes: Sequence[Shape] = SHAPES) -> tuple[Table, ...]:
    """Persons by combination of lists, small ones together; rounded estimates by method. None without any list."""
    try:
        overlaps, public = overlaps_of(t, context)
    except NoLists:
        return ()
    made = {"lists": overlap_table, "method": estimate_table}
    strange = [shape for shape in shapes if len(shape.by) != 1 or shape.by[0] not in made]
    if strange:
        raise ReportError("Lists and methods are two tables: ask for one of lists, method.")
    return tuple(made[shape.by[0]](overlaps, public, context, shape) for shape in shapes)


def overlap_table(overlaps: Overlaps, public: Collection[str], context: Context, shape: Shape) -> Table:
    """Persons by combination of lists; few people together, lists that are not public with numbers."""
    called, shown = _called(overlaps, public), shown_overlaps(overlaps, FEW)
    counts: dict[str, int] = {}
    labels: dict[str, dict[str, str]] = {}
    for pattern, count in shown.patterns:
        names = [called[name] for name, held in zip(overlaps.lists, pattern, strict=True) if held]
        code = JOINS.join(code for code, _ in names)
        counts[code] = count
        labels[code] = {lang: " + ".join(label[lang] for _, label in names) for lang in DIRECTIONS}
    if rest := overlaps.n - sum(counts.values()):
        counts[REST] = rest
        labels[REST] = {lang: Language(lang).say("estimate.other") for lang in DIRECTIONS}
    codes = sorted(counts, key=lambda code: (code == REST, -counts[code], code))
    dimension = Dimension("lists", (TOTAL, *codes), "", labels=tuple((c, tuple(labels[c].items())) for c in codes))
    cells: dict[tuple[str, Key], Count] = {("persons", (code,)): Count(counts[code]) for code in codes}
    cells["persons", (TOTAL,)] = Count(overlaps.n)
    period = (context.options.since, context.options.until)
    return Table(shape.slug, "lists", "lists", "persons", *period, (dimension,), ("persons",), cells)


def estimate_table(overlaps: Overlaps, _public: Collection[str], context: Context, shape: Shape) -> Table:
    """What each method says, rounded; nothing where fewer people are documented than an estimate needs."""
    labels = tuple(
        (name, tuple((lang, Language(lang).say(f"estimate.name.{name}")) for lang in DIRECTIONS)) for name in METHODS
    )
    dimension = Dimension("method", METHODS, "", adds_up=False, covers=False, labels=labels)
    cells: dict[tuple[str, Key], Count] = {
        (measure, (name,)): Count(value, missing=Flag.NOT_KNOWN)
        for name, one in results(overlaps).items()
        for measure, value in _rounded(one).items()
    }
    period = (context.options.since, context.options.until)
    # They count nobody who is recorded, and rest on a count that another table protects.
    derived = tuple((measure, ()) for measure in MEASURES[1:])
    return Table(shape.slug, "estimates", "estimates", "persons", *period, (dimension,), MEASURES[1:], cells, derived)


def _rounded(one: Result) -> dict[str, int | None]:
    if not isinstance(one, Estimate) or one.n < LEAST_UNITS:
        return dict.fromkeys(MEASURES[1:])
    return {
        "total_low": _figures(one.low, floor),
        "total": _figures(one.total, round),
        "total_high": _figures(one.high, ceil) if isfinite(one.high) else None,
    }


def _figures(value: float, to: Callable[[float], int]) -> int:
    """Two figures, as the last two of a count of people would be false precision, and could tell of one person."""
    unit = int(10 ** max(floor(log10(max(value, 1))) - 1, 0))
    return int(to(value / unit)) * unit


def _names(overlaps: Overlaps, pattern: Bools) -> list[str]:
    return [name for name, held in zip(overlaps.lists, pattern, strict=True) if held]


def _called(overlaps: Overlaps, public: Collection[str]) -> dict[str, tuple[str, Mapping[str, str]]]:
    """Code and labels of each list: the name of those that are public, a number for the others."""
    found: dict[str, tuple[str, Mapping[str, str]]] = {}
    for name in overlaps.lists:
        if name in public:
            found[name] = (name, dict.fromkeys(DIRECTIONS, name))
            continue
        number = sum(one not in public for one in found) + 1
        labels = {lang: Language(lang).say("estimate.list", number=number) for lang in DIRECTIONS}
        found[name] = (f"{NOT_PUBLIC}-{number}", labels)
    return found


def notes(t: Tables, context: Context) -> Notes:
    """What an estimate is, how people were told apart, and why there is none."""
    try:
        overlaps, _public = overlaps_of(t, context)
    except NoLists:
        return notes_of(REPORT.slug, t, context, ())
    said = [_note("estimates-are-not-counts", "under"), _note("lists-and-links", "links")]
    headline = results(overlaps)[PANEL]
    if not isinstance(headline, Estimate):
        code = headline.reason if headline.reason in REFUSED else "disagreement"
        said.append(_note(f"no-estimate-{code}", f"none-{code}"))
    return notes_of(REPORT.slug, t, context, said)


def _note(code: str, key: str) -> Note:
    return Note(code, {lang: Language(lang).say(f"estimate.note.{key}") for lang in DIRECTIONS})


REPORT = Report(
    slug="undocumented",
    title={
        "en": "People in no list",
        "ar": "أشخاص لا يردون في أي قائمة",
        "fr": "Personnes absentes de toute liste",
        "es": "Personas que no están en ninguna lista",
    },
    question={
        "en": "Which lists hold the same people, and how many people may be in none of them?",
        "ar": "أي القوائم تضم الأشخاص أنفسهم، وكم شخصاً قد لا يرد في أي منها؟",
        "fr": "Quelles listes contiennent les mêmes personnes, et combien peuvent n’être dans aucune\u202f?",
        "es": "¿Qué listas contienen a las mismas personas y cuántas pueden no estar en ninguna?",
    },
    kind="lists",
    unit="persons",
    by=("lists", "method"),
    measures=MEASURES,
    shapes=SHAPES,
    rows=rows,
    tables=tables,
    notes=notes,
)
