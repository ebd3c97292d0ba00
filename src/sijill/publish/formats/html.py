"""The pages of a release, in every language: read without script, on a telephone, in print, by ear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from sijill.codelists.load import codelist
from sijill.publish.formats import opensdg, series
from sijill.publish.formats.chart import ESTABLISHED
from sijill.publish.formats.draft import Draft, Files, mark
from sijill.publish.formats.layout import Cell, Grid, address, grid, kind
from sijill.publish.formats.package import PACKAGE
from sijill.publish.formats.svg import Drawn
from sijill.publish.html import FOLDER, STYLE, own, rendered
from sijill.publish.labels import (
    NOISE,
    all_totals,
    by_label,
    flag_values,
    legend,
    meaning,
    measure_label,
    shown,
    unit_label,
)
from sijill.publish.manifest import TABLES, About, Text, digest
from sijill.publish.notes import Rule, Section
from sijill.publish.text import LANGUAGES, Language, given
from sijill.stats.table import Flag, Key, Noise, PublicTable

COVERAGE = "coverage"
# How the pages of a release are grouped to be found, after the overview; a page that is in no group joins the first.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "counted": ("sdg16", "over-time", "persons-and-incidents", "beyond-sdg", "deaths", "list-history"),
    "who": ("by-perpetrator", "by-place", "by-law"),
    "after": ("justice", "detained-on"),
    "measures": (
        "restrictions",
        "disparities",
        "demands",
        "demand-items",
        "santa-clara",
        "exposures",
        "laws-restrictions",
        "scorecard",
    ),
    "shutdowns": ("disruptions", "disruption-answers", "disruption-durations"),
    "open": ("candidates", "changes", "lateness", "vintages", "compared", "undocumented", "than-before"),
    "about": ("method", COVERAGE, "files", "corrections"),
}
KINDS = {
    "sdmx.csv": "sdmx_csv",
    "structure.sdmx.xml": "sdmx_structure",
    "sdmx.xml": "sdmx_xml",
    "csv": "csv",
    "json": "json",
    "xlsx": "xlsx",
    "svg": "svg",
}


@dataclass(frozen=True, slots=True)
class TableView:
    """A table on a page, with its chart if it has one."""

    slug: str
    title: str
    full_title: str
    unit: str
    period: str
    grid: Grid
    legend: list[tuple[str, str]]
    csv: str
    json: str
    chart: Drawn | None
    svg: Markup | None


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section on its page."""

    page: str
    title: str
    question: str
    tables: list[TableView]
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class Headline:
    """Totals of one section: word, cell."""

    page: str
    title: str
    unit: str
    figures: list[tuple[str, Cell]]


@dataclass(frozen=True, slots=True)
class PageGroup:
    """Pages that are found together: name and title of each."""

    label: str
    pages: dict[str, str]


def files(draft: Draft, made: Files, drawn: Mapping[tuple[str, str], Drawn]) -> dict[str, bytes]:
    """`index.html`, `style.css` and the pages of each language. `made` are the files that pages link to."""
    pages = {
        STYLE: (FOLDER / STYLE).read_bytes(),
        "index.html": rendered("index.html", _frame(draft, LANGUAGES[0], "")),
    }
    for lang in LANGUAGES:
        for page, (template, values) in _pages(draft, lang, made, drawn).items():
            pages[f"{lang.code}/{page}.html"] = rendered(template, {**_frame(draft, lang, page), **values})
    return pages


def _frame(draft: Draft, lang: Language, page: str) -> dict[str, Any]:
    """What every page has: its language, its release, its banner, its navigation."""
    about = draft.about
    return {
        "lang": lang,
        "languages": LANGUAGES,
        "say": lang.say,
        "page": page,
        "about": about,
        "title": given(about.title, lang).text,
        "institution": own(about.institution, lang),
        "period": lang.period(about.since, about.until),
        "as_of": lang.day(about.as_of),
        "mark": mark(about, lang),
        "changes": given(about.attribution.changes, lang).text if about.attribution else "",
        "nav": navigation(draft, lang),
        "profile": codelist("profiles").label(about.profile, lang.code),
    }


def navigation(draft: Draft, lang: Language) -> list[PageGroup]:
    """Every page of a release, once, in groups; a group of one page goes by the name of that page."""
    titles = {one.page: given(one.title, lang).text for one in draft.sections}
    titles |= {name: lang.say(f"nav.{name}") for name in GROUPS["about"]}
    homes = {page: group for group, pages in GROUPS.items() for page in pages}
    found = [PageGroup(lang.say("nav.overview"), {"index": lang.say("nav.overview")})]
    for group, order in GROUPS.items():
        there = {page: titles[page] for page in order if page in titles}
        there |= {page: title for page, title in titles.items() if homes.get(page, next(iter(GROUPS))) == group}
        if there:
            found.append(PageGroup(lang.say(f"nav.group_{group}"), there))
    return found


def _pages(
    draft: Draft, lang: Language, made: Files, drawn: Mapping[tuple[str, str], Drawn]
) -> dict[str, tuple[str, dict[str, Any]]]:
    """Template and values of each page, by name."""
    views = [section_view(draft, one, lang, drawn) for one in draft.sections]
    coverage = next((one for one in views if one.page == COVERAGE), None)
    return {
        "index": ("overview.html", _overview(draft, lang, views)),
        **{one.page: ("section.html", {"section": one}) for one in views if one.page != COVERAGE},
        COVERAGE: ("coverage.html", {"section": coverage}),
        "method": ("method.html", method(draft, lang)),
        "files": (
            "files.html",
            {"files": _listed(made, lang), "flags": flag_values((table for _, table in draft.tables()), lang)},
        ),
        "corrections": (
            "corrections.html",
            {"contact": _in(draft.about.contact, lang), **_correction(draft.about, lang)},
        ),
    }


def section_view(draft: Draft, section: Section, lang: Language, drawn: Mapping[tuple[str, str], Drawn]) -> SectionView:
    """A section with its tables as a page shows them."""
    return SectionView(
        section.page,
        given(section.title, lang).text,
        given(section.question, lang).text,
        [_table_view(draft, section, one, lang, drawn.get((one.slug, lang.code))) for one in section.tables],
        [given(one, lang).text for one in section.warnings],
    )


def _table_view(draft: Draft, section: Section, table: PublicTable, lang: Language, chart: Drawn | None) -> TableView:
    return TableView(
        table.slug,
        by_label(table, lang),
        draft.title(section, table, lang),
        unit_label(table.unit, lang),
        lang.period(table.since, table.until),
        grid(table, lang),
        legend(table, lang),
        draft.name(f"data/{table.slug}", "csv"),
        draft.name(f"data/{table.slug}", "json"),
        chart,
        # Written by vl-convert, which escapes the texts that it draws (tests/publish/formats/test_chart.py).
        Markup(chart.svg) if chart else None,  # noqa: S704
    )


def _overview(draft: Draft, lang: Language, views: list[SectionView]) -> dict[str, Any]:
    official = _official(draft, lang)
    return {
        "headlines": list(headlines(draft, lang)),
        "sections": views,
        "official": official,
        "written": any(file for _, _, _, file in official),
        "workbook": draft.name(f"data/tables-{lang.code}", "xlsx"),
        "replaces": draft.about.replaces,
    }


def headlines(draft: Draft, lang: Language) -> Iterator[Headline]:
    """The totals of each subject that counts what is reported or established, once; coverage is none."""
    told: set[str] = {COVERAGE}
    for section in draft.sections:
        for table in section.tables:
            key = all_totals(table)
            measures = [one for one in table.measures if one in ESTABLISHED]
            if key is not None and measures and table.subject not in told:
                told.add(table.subject)
                yield _headline(section, table, [(one, key) for one in measures], lang)


def _headline(section: Section, table: PublicTable, totals: list[tuple[str, Key]], lang: Language) -> Headline:
    figures = []
    for measure, key in totals:
        cell = table.cells[measure, key]
        number = shown(cell, table.threshold, lang)
        said = NOISE + number if table.mark(cell) else number, meaning(cell, table.threshold, lang)
        figures.append((measure_label(measure, lang), Cell(address(table, measure, key), *said, kind(cell))))
    return Headline(section.page, given(section.title, lang).text, unit_label(table.unit, lang), figures)


def _official(draft: Draft, lang: Language) -> list[tuple[str, str, str, str]]:
    """Series code, name, value and file of the official series; empty where no table counts the indicator."""
    tables = tuple(table for _, table in draft.tables())
    if not any(table.subject == series.SUBJECT for table in tables):
        return []
    known = {one.codes["SERIES"]: one.cell for one in series.official(draft.about, tables) if one.codes["SEX"] == "_T"}
    file = draft.name("data/official", "sdmx.csv") if known else ""
    threshold = max((table.threshold for table in tables if table.subject == series.SUBJECT), default=0)
    return [
        (
            code,
            codelist(series.CATEGORIES).label(letter, lang.code),
            shown(known[code], threshold, lang) if code in known else lang.say("flag.not_assessed_mark"),
            file,
        )
        for letter, code in series.series_codes("official_series").items()
    ]


def method(draft: Draft, lang: Language) -> dict[str, Any]:
    """What the method is told from: rules, choices, gate, what protection did to each table."""
    rules: dict[str, Rule] = {}
    options: dict[tuple[str, str], str] = {}
    for section in draft.sections:
        rules |= {one.id: one for one in section.rules}
        options |= {one: _option(*one, lang) for one in section.options if one[0] not in ("since", "until", "gate")}
    return {
        "rules": [rules[name] for name in sorted(rules)],
        "options": list(options.values()),
        "gate": given(draft.about.gate, lang).text,
        "protection_text": " ".join(_protected(draft, lang)),
        "protection": [_protection(draft, section, table, lang) for section, table in draft.tables()],
        "flags": [flag.value for flag in Flag if flag],
    }


def _protected(draft: Draft, lang: Language) -> Iterator[str]:
    """How people are protected, in sentences; what is said of noise only where a table carries some."""
    noises: dict[Noise, list[str]] = {}
    for section, table in draft.tables():
        if table.noise:
            noises.setdefault(table.noise, []).append(draft.title(section, table, lang))
    yield lang.say("method.protection_text_noise" if noises else "method.protection_text")
    for noise, titles in noises.items():
        yield lang.say("noise.method", tables="; ".join(titles), **asdict(noise))


def _option(name: str, value: str, lang: Language) -> str:
    key = f"option.{name}.{value}"
    if lang.knows(key):
        return lang.say(key)
    if name == "day":
        value = lang.day(date.fromisoformat(value))
    elif name == "attribution_at_least":
        value = codelist("attributions").label(value, lang.code)
    return lang.say(f"option.{name}", value=value) if lang.knows(f"option.{name}") else f"{name}: {value}"


def _protection(draft: Draft, section: Section, table: PublicTable, lang: Language) -> tuple[str, int, list[int]]:
    """Title, threshold, and how many cells are shown and carry each flag."""
    counts = Counter(cell.flag for cell in table.cells.values())
    return draft.title(section, table, lang), table.threshold, [counts[flag] for flag in Flag]


def _listed(made: Files, lang: Language) -> list[tuple[str, str, str, str]]:
    """Path, kind, size and hash of every file of figures."""
    return [
        (path, lang.say(f"files.kind_{_kind(path)}"), lang.number(len(content)), digest(content))
        for path, content in sorted(made.items())
    ]


def _kind(path: str) -> str:
    own = {TABLES: "tables", PACKAGE: "package"}
    if path in own:
        return own[path]
    if path.startswith(f"{opensdg.FOLDER}/"):
        return "open_sdg"
    return next(kind for ending, kind in KINDS.items() if path.replace("-UNOFFICIAL-DEMO", "").endswith(ending))


def _correction(about: About, lang: Language) -> dict[str, Any]:
    return {"replaces": about.replaces, "correction": _in(about.correction, lang)}


def _in(text: Text, lang: Language) -> Markup | str:
    return own(text, lang) if text else ""
