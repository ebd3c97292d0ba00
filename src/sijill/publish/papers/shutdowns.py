"""A report on the shutdowns of a country or a year (duty C5): how many, how sure, how long, what was said. Pure.

Every number is a cell of a table that a release could hold (`shutdown_figures.py`); nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sijill.codelists.load import UNKNOWN_CODES
from sijill.publish.labels import code_label, dimension_label, measure_label, shown
from sijill.publish.papers.paper import (
    Block,
    Facts,
    Office,
    Paper,
    Part,
    Rows,
    Sentence,
    day_in_words,
    known,
    when,
    word,
)
from sijill.publish.papers.shutdown_figures import MOST, Figures, Listed
from sijill.publish.reports.disruption_answers import JUDICIAL
from sijill.publish.text import Language
from sijill.stats.table import TOTAL, Key, PublicTable

COUNTED = ("disruptions", "with_end", "without_end", "ongoing", "undecided")
LASTED = ("disruptions", "ended", "median_days", "median_days_low", "median_days_high")
TOLD = (
    "disclosed", "disclosed_undated", "disclosure_days", "disclosure_days_low", "disclosure_days_high",
)  # fmt: skip
ANSWERS = ("yes", "no", "yes_or_no", "answered", "disruptions")


@dataclass(frozen=True, slots=True)
class ShutdownFacts:
    """What the report is about: a country's code or "", a year or None, one of them given; and its figures."""

    country: str
    year: int | None
    figures: Figures
    office: Office
    on: date


def shutdown_report(given: ShutdownFacts, lang: Language) -> Paper:
    """The report in one language."""
    place = word("places", given.country, lang) if given.country else lang.say("shutdowns.everywhere")
    time = str(given.year) if given.year else lang.say("shutdowns.ever")
    remarks = [lang.say("bulletin.as_of", day=day_in_words(given.on, lang))]
    if given.office.invented:
        remarks.insert(0, f"{lang.say('banner.invented')}. {lang.say('banner.invented_text')}")
    return Paper(
        title=lang.say("shutdowns.title"),
        subtitle=" · ".join((place, time, given.office.name)),
        institution=given.office.name,
        lang=lang,
        on=given.on,
        entry_id="-".join(("shutdowns", given.country or "all", str(given.year or "all"))),
        remarks=tuple(remarks),
        parts=tuple(_parts(given, lang)),
    )


def _parts(given: ShutdownFacts, lang: Language) -> Iterator[Part]:
    tables = given.figures.tables
    yield Part(lang.say("shutdowns.in_short"), tuple(_in_short(given, lang)))
    if given.figures.count:
        yield Part(lang.say("shutdowns.over"), (_rows(tables["over"], COUNTED, lang),))
        yield Part(lang.say("shutdowns.how_sure"), (_rows(tables["evidence"], ("disruptions",), lang),))
        yield Part(lang.say("shutdowns.deliberate"), (_rows(tables["cause"], ("disruptions",), lang),))
        if "durations-over" in tables:
            yield Part(lang.say("shutdowns.how_long"), (_rows(tables["durations-over"], LASTED, lang),))
            yield Part(lang.say("shutdowns.until_told"), (_rows(tables["durations-over"], TOLD, lang),))
        yield Part(
            lang.say("shutdowns.said"), (_rows(tables["answers"], ANSWERS, lang), *_court(tables["answers"], lang))
        )
        orders = [_rows(tables[name], ("disruptions",), lang) for name in ("ordered_by", "trigger", "scope")]
        yield Part(lang.say("shutdowns.who_when"), tuple(orders))
        yield Part(lang.say("shutdowns.listed"), tuple(_listed(given, lang)))
    notes = [Sentence(note.text.get(lang.code) or note.text["en"]) for note in given.figures.notes]
    yield Part(lang.say("shutdowns.to_know"), tuple(notes))
    signed = Facts(
        (
            (lang.say("meta.institution"), given.office.name),
            (lang.say("paper.on"), day_in_words(given.on, lang)),
        )
    )
    yield Part(lang.say("paper.about"), (Sentence(lang.say("shutdowns.about")), signed))


def _in_short(given: ShutdownFacts, lang: Language) -> Iterator[Block]:
    if not given.figures.count:
        yield Sentence(lang.say("shutdowns.none"), strong=True)
        return
    table, durations = given.figures.tables["over"], given.figures.tables.get("durations")
    pairs = [(measure_label(name, lang), _cell(table, name, (TOTAL,), lang)) for name in COUNTED]
    if durations is not None:
        pairs += [_median(durations, name, lang) for name in ("median_days", "disclosure_days")]
    yield Facts(tuple(pairs))


def _median(table: PublicTable, name: str, lang: Language) -> tuple[str, str]:
    """A median with its interval, of all cases together."""
    value, low, high = (_cell(table, f"{name}{end}", (), lang) for end in ("", "_low", "_high"))
    return lang.say(f"shutdowns.{name}"), lang.say("shutdowns.median", value=value, low=low, high=high)


def _court(table: PublicTable, lang: Language) -> Iterator[Block]:
    """Orders of courts among orders, with both denominators: a share of neither is made."""
    yield Sentence(
        lang.say(
            "shutdowns.court",
            **{name: _cell(table, name, (JUDICIAL,), lang) for name in ("yes", "yes_or_no", "answered")},
        )
    )


def _rows(table: PublicTable, measures: Sequence[str], lang: Language) -> Rows:
    """A table of one dimension in words: its codes, what nobody has left out, the total last."""
    (dimension,) = table.dimensions
    codes = [code for code in dimension.codes if code != TOTAL]
    codes = [code for code in codes if any(table.cells[name, (code,)].value != 0 for name in table.measures)]
    codes += [code for code in dimension.codes if code == TOTAL]
    heads = (dimension_label(dimension, lang), *(measure_label(name, lang) for name in measures))
    rows = [
        (code_label(dimension, code, lang), *(_cell(table, name, (code,), lang) for name in measures)) for code in codes
    ]
    return Rows(heads, tuple(rows))


def _cell(table: PublicTable, measure: str, key: Key, lang: Language) -> str:
    return shown(table.cells[measure, key], table.threshold, lang)


def _listed(given: ShutdownFacts, lang: Language) -> Iterator[Block]:
    found = given.figures
    if found.count > MOST:
        yield Sentence(lang.say("shutdowns.newest", shown=lang.number(MOST), count=lang.number(found.count)))
    heads = ["bulletin.began", "bulletin.ended", "bulletin.scope", "bulletin.kind", "shutdowns.evidence"]
    heads += ["bulletin.ordered_by", "shutdowns.users_told"]
    if not given.country:
        heads.insert(0, "bulletin.where")
    rows = [_line(one, lang, where=not given.country) for one in found.listed]
    yield Rows(tuple(lang.say(head) for head in heads), tuple(rows))


def _line(one: Listed, lang: Language, *, where: bool) -> tuple[str, ...]:
    codes = one.codes
    sure = word("disruption_evidence", codes["evidence"], lang) if codes["evidence"] else "–"
    if codes["disputed"] == "yes":
        sure = lang.say("shutdowns.disputed", evidence=sure)
    ended = word("disruption_endings", codes["ending"], lang) if codes["ending"] == "ongoing" else when(one.ended, lang)
    kinds = [known("disruption_kinds", codes["kind"], lang), known("disruption_extents", codes["extent"], lang)]
    cells = [when(one.began, lang), ended, _code("disruption_scopes", codes["scope"], lang)]
    cells += [lang.say("list.comma").join(kind for kind in kinds if kind) or "–", sure]
    cells += [_code("authority_kinds", codes["ordered_by"], lang), _code("tri", codes["users_notified"], lang)]
    if where:
        # The source's own word for a place that has no code is free text and stays inside.
        cells.insert(0, word("places", codes["country"], lang))
    return tuple(cells)


def _code(listed: str, code: str, lang: Language) -> str:
    return word("unknowns" if code in UNKNOWN_CODES else listed, code, lang)
