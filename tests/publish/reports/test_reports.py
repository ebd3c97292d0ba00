"""What holds for every report: totals, both faces equal, order, and that every cell can say why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from sijill.codelists.load import LANGUAGES
from sijill.publish.labels import dimension_label
from sijill.publish.reports import (
    PROGRAMMES,
    REPORTS,
    Context,
    ReportError,
    codes_of,
    explain_cell,
    hold,
    notes,
    programme,
    table_by,
    tables_for,
    words,
)
from sijill.publish.reports import rows as rows_of
from sijill.publish.reports.cells import as_code, needed
from sijill.publish.reports.keys import KEYS
from sijill.publish.reports.sdg16 import STATUSES, with_status
from sijill.publish.text import LANGUAGES as SPOKEN
from sijill.stats.disclosure import ForbiddenCrossing, protect
from sijill.stats.policy import load_policy
from sijill.stats.table import TOTAL, Flag, Key, Programme, Table
from sijill.tables.engines import Tables, memory
from tests.publish.reports import golden, worlds
from tests.publish.reports.worlds import CONTEXT

OF_EVERYBODY = {"candidates", "changes", "deaths", "lateness"}  # tables whose cells are not of counted acts only
STATUS_REPORTS = ("sdg16", "over_time", "by_perpetrator", "deaths", "beyond_sdg", "detained_on")
WITHOUT_TOTALS = ("persons_and_incidents", "list_history", "vintages", "santa_clara", "than_before")
OWN_WORDS = (
    "source",
    "vintage",
    "year",
    "dated",
    "month",
    "rule",
    "count_year",
    "period",
    "series",
    "product",
    "company",
)
UNITS = {"persons": "person_id", "incidents": "event_id", "events": "event_id", "charges": "charge_id"}


@cache
def world(seed: int = 0) -> Tables:
    """The fixed register, or one of another seed."""
    return hold(worlds.world(seed, 120)) if seed else golden.fixed_world()


@cache
def tables(slug: str, seed: int = 0) -> tuple[Table, ...]:
    return tables_for(world(seed), CONTEXT, slug)


def keys(table: Table) -> list[Key]:
    return list(table.keys())


def parts(table: Table, place: int) -> Iterator[tuple[Key, list[Key]]]:
    """Each key with the total or a wider code in one place, and the keys of its parts."""
    if TOTAL not in table.dimensions[place].codes:
        return
    inside = dict(table.dimensions[place].sums)
    for key in keys(table):
        if key[place] in inside:
            yield key, [(*key[:place], code, *key[place + 1 :]) for code in inside[key[place]]]


@pytest.mark.parametrize("slug", REPORTS)
def test_parts_make_up_their_total(slug: str) -> None:
    assert parts_checked(slug) or slug in WITHOUT_TOTALS


def parts_checked(slug: str, seed: int = 0) -> int:
    checked = 0
    for table in tables(slug, seed):
        for place, dimension in enumerate(table.dimensions):
            for measure, (whole, inside) in product(table.counts, parts(table, place)):
                total = table.cells[measure, whole].value
                sum_ = sum(table.cells[measure, key].value or 0 for key in inside)
                if dimension.adds_up and total is None and table.cells[measure, whole].missing is Flag.NOT_KNOWN:
                    assert all(table.cells[measure, key].value is None for key in inside)
                    continue
                assert total == sum_ if dimension.adds_up else not dimension.covers or total <= sum_
                checked += 1
    return checked


@pytest.mark.parametrize("slug", REPORTS)
def test_every_table_holds_every_cell_and_says_what_it_is(slug: str) -> None:
    report = REPORTS[slug]
    assert report.slug == slug
    for table, shape in zip(tables(slug), report.shapes, strict=True):
        assert set(table.cells) == {(measure, key) for measure in table.measures for key in keys(table)}
        assert (table.slug, tuple(one.name for one in table.dimensions)) == (shape.slug, shape.by)
        assert table.unit in words.UNITS
        assert set(table.measures) <= set(words.MEASURES)
        for one in table.dimensions:
            assert all(dimension_label(one, lang) for lang in SPOKEN)
            wordless = [code for code in one.codes if words.label(one, code) == code and one.name not in OWN_WORDS]
            assert wordless == []


@pytest.mark.parametrize("slug", STATUS_REPORTS)
def test_rows_add_up_to_every_cell_of_the_tables(slug: str) -> None:
    assert sums_checked(slug)


def sums_checked(slug: str, seed: int = 0) -> int:
    report = REPORTS[slug]
    of_people = [table for table in tables(slug, seed) if set(table.measures) <= set(STATUSES)]
    assert of_people
    checked = 0
    for status in ("reported", "verified"):
        for table in of_people:
            found = summed(slug, status, several_in(table), seed)
            names = [one.name for one in table.dimensions]
            for key in keys(table):
                if all(code != TOTAL or KEYS[name].adds_up for name, code in zip(names, key, strict=True)):
                    wanted = {(name, code) for name, code in zip(names, key, strict=True) if code != TOTAL}
                    parts_of = [count for codes, count in found if wanted <= codes]
                    assert sum(parts_of) == table.cells[status, key].value, (report.slug, table.slug, key)
                    checked += len(parts_of)
    return checked


def several_in(table: Table) -> tuple[str, ...]:
    return tuple(one.name for one in table.dimensions if not KEYS[one.name].adds_up)


@cache
def summed(slug: str, status: str, several: tuple[str, ...], seed: int) -> list[tuple[frozenset[tuple[str, str]], int]]:
    """The staff's rows by every key of the report's tables at once, with one key of several codes at most."""
    report = REPORTS[slug]
    single = [name for name in needed(report.shapes) if KEYS[name].adds_up]
    by = (*single, *several)
    found = rows_of(world(seed), with_status(CONTEXT, status), slug, by)
    return [(frozenset((name, as_code(row[name])) for name in by), row[report.measures[0]]) for row in found]


def cells(table: Table, most: int = 10) -> Iterator[tuple[str, Key, int]]:
    """Cells from all over the table: those that count somebody, and a few that count nobody."""
    full = [(measure, key, count.value) for (measure, key), count in table.cells.items() if count.value]
    empty = [(measure, key, 0) for (measure, key), count in table.cells.items() if not count.value]
    yield from full[:: len(full) // most + 1]
    yield from empty[:: len(empty) // 3 + 1]


@pytest.mark.parametrize("slug", [slug for slug, one in REPORTS.items() if one.explain is not None])
def test_the_rows_behind_a_cell_are_the_cell(slug: str) -> None:
    assert explained(slug)


def explained(slug: str, seed: int = 0) -> int:
    t = world(seed)
    checked = 0
    for table in tables(slug, seed):
        for measure, key, value in cells(table):
            behind = explain_cell(t, CONTEXT, table.slug, measure, codes_of(table, key))
            units = counted(slug, measure, behind)
            assert units == value, (table.slug, measure, key)
            checked += value > 0
    return checked


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3])
def test_random_registers(seed: int) -> None:
    for slug in ("sdg16", "deaths", "candidates"):
        parts_checked(slug, seed)
        explained(slug, seed)
    assert sums_checked("sdg16", seed)
    assert sums_checked("deaths", seed)


def counted(slug: str, measure: str, behind: list[dict[str, Any]]) -> int:
    """How many units the rows behind a cell are."""
    if slug not in OF_EVERYBODY:
        behind = [row for row in behind if row["outcome"] == "counted"]
    unit = UNITS.get(measure.partition("-")[0], "act_id")
    return len({row[unit] for row in behind})


def test_a_cell_is_public_when_all_behind_it_is() -> None:
    t = world()
    seen = set()
    for table in tables("sdg16")[:2]:
        for (measure, key), count in table.cells.items():
            if count.value:
                behind = explain_cell(t, CONTEXT, table.slug, measure, codes_of(table, key))
                assert count.public == all(row["public"] for row in behind if row["outcome"] == "counted")
                seen.add(count.public)
    assert seen == {True, False}


def test_a_0_is_public_only_within_a_public_total() -> None:
    for table in tables("sdg16"):
        for (measure, key), count in table.cells.items():
            if not count.value and count.public:
                wholes = [(*key[:at], TOTAL, *key[at + 1 :]) for at in range(len(key)) if key[at] != TOTAL]
                assert any(table.cells[measure, whole].public for whole in wholes)


@pytest.mark.parametrize("slug", ["sdg16", "over_time", "by_perpetrator", "candidates", "deaths", "coverage"])
def test_the_order_of_rows_does_not_matter(slug: str) -> None:
    t = turned_world()
    found = tables_for(t, CONTEXT, slug)
    assert [list(table.cells.items()) for table in found] == [list(one.cells.items()) for one in tables(slug)]
    if slug != "sdg16":  # whose rows are the rule's own
        by = REPORTS[slug].shapes[0].by
        assert rows_of(t, CONTEXT, slug, by) == rows_of(world(), CONTEXT, slug, by)


@cache
def turned_world() -> Tables:
    return hold(memory({name: list(reversed(rows)) for name, rows in worlds.rows(golden.SEED, golden.ACTS).items()}))


@pytest.mark.parametrize("slug", REPORTS)
def test_the_golden_file(slug: str) -> None:
    kept = (golden.FOLDER / f"{slug}.csv").read_text(encoding="utf-8")
    assert golden.said(REPORTS[slug], world()) == kept


def test_there_is_no_other_golden_file() -> None:
    assert {path.stem for path in golden.FOLDER.iterdir()} == set(REPORTS)


@pytest.mark.parametrize("slug", REPORTS)
def test_what_nobody_assessed_is_not_a_0(slug: str) -> None:
    for table in tables_for(world(), replace(CONTEXT, assessed=False), slug):
        for (measure, key), count in table.cells.items():
            unknown = count.value is None and count.missing in (Flag.NOT_KNOWN, Flag.NOT_MEASURABLE)
            assert (count.value is None and not unknown) == measure.endswith("verified"), (table.slug, key)


@pytest.mark.parametrize("slug", REPORTS)
def test_no_identifier_leaves_with_a_report(slug: str) -> None:
    ids = re.compile(r"(act|event|person|report)-\d")
    report = REPORTS[slug]
    assert not ids.search(repr(rows_of(world(), CONTEXT, slug, report.shapes[-1].by)))
    assert not ids.search(repr(tables(slug)))


@pytest.mark.parametrize("subject", PROGRAMMES)
def test_a_programme_can_be_protected(subject: str) -> None:
    context = replace(CONTEXT, subject=subject)
    made = programme(world(), context)
    slugs = [table.slug for table in made.tables]
    assert len(set(slugs)) == len(slugs)
    shown = protect(made, (), load_policy())
    assert [table.slug for table in shown.tables] == slugs
    told = notes(world(), context)
    assert [REPORTS[one.report].slug for one in told] == [slug for slug, _ in PROGRAMMES[subject]]
    for one in told:
        assert one.options
        assert all(note.text.keys() == set(LANGUAGES) for note in one.warnings)


@pytest.mark.parametrize("slug", REPORTS)
def test_every_report_speaks_every_language(slug: str) -> None:
    for text in (REPORTS[slug].title, REPORTS[slug].question):
        assert text.keys() == set(LANGUAGES)
        assert len(set(text.values())) == len(LANGUAGES)
        assert not re.search(r" [:;!?»]|« ", text["fr"]), "a sign that French sets apart may begin a line"


def test_every_word_of_a_report_is_in_every_language() -> None:
    for there in (words.KEYS, words.MEASURES, words.UNITS, *words.CODES.values()):
        for name, text in there.items():
            assert all(text[lang] for lang in LANGUAGES), name


def test_a_table_by_any_keys_is_the_same_count() -> None:
    table = table_by(world(), CONTEXT, "sdg16", ("sex", "category"))
    declared = next(one for one in tables("sdg16") if one.slug == "sdg16-sex")
    assert {tuple(sorted(codes_of(table, key).items())): table.cells["reported", key] for key in keys(table)} == {
        tuple(sorted(codes_of(declared, key).items())): declared.cells["reported", key] for key in keys(declared)
    }
    assert table.subject == declared.subject
    assert table_by(world(), CONTEXT, "sdg16", ("category", "sex")) == declared


@pytest.mark.parametrize("slug", REPORTS)
def test_any_key_gives_a_table_that_can_be_protected_or_says_why_not(slug: str) -> None:
    made = 0
    for key in REPORTS[slug].by:
        try:
            table = table_by(world(), CONTEXT, slug, (key,))
        except ReportError:
            continue
        try:
            assert protect(Programme((table,), ()), (), load_policy()).tables[0].slug == table.slug
        except ForbiddenCrossing as error:
            assert key in str(error)  # what says who somebody is stands alone
        made += 1
    assert made or slug == "persons_and_incidents"


WRONG: Mapping[str, tuple[Any, str]] = {
    "a report that is not there": (lambda: tables_for({}, CONTEXT, "sdg17"), "no report 'sdg17'"),
    "a key that is not there": (lambda: rows_of(world(), CONTEXT, "sdg16", ["colour"]), "colour"),
    "a key twice": (lambda: rows_of(world(), CONTEXT, "sdg16", ["sex", "sex"]), "twice"),
    "several codes twice": (
        lambda: table_by(world(), CONTEXT, "by_perpetrator", ("role", "perpetrator")),
        "role and perpetrator",
    ),
    "a subject": (lambda: programme({}, replace(CONTEXT, subject="weather")), "people"),
    "a table": (lambda: explain_cell({}, CONTEXT, "sdg16-shoe", "reported", {}), "sdg16-sex"),
    "a dimension": (
        lambda: explain_cell({}, CONTEXT, "sdg16-sex", "reported", {"age": "0-17"}),
        "no dimension age",
    ),
    "a measure": (lambda: explain_cell(world(), CONTEXT, "sdg16", "guessed", {}), "guessed"),
    "a table of no decisions": (lambda: explain_cell({}, CONTEXT, "list-history", "size", {}), "decisions"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_made_says_why(name: str) -> None:
    ask, told = WRONG[name]
    with pytest.raises(ReportError, match=told):
        ask()


def test_every_status_is_a_measure() -> None:
    assert STATUSES[0] == "reported"
    assert {pair for report in REPORTS.values() for pair in report.nested if pair[1] == "reported"} >= {
        (status, "reported") for status in STATUSES[1:]
    }
    assert isinstance(with_status(CONTEXT, "verified"), Context)


def test_the_reference_page_names_every_report_key_measure_and_table() -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference" / "reports.md").read_text(encoding="utf-8")
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("| `")]
    said = {
        (cells[0].strip("`"), len(cells)): [re.findall(r"`([^`]+)`", cell) for cell in cells[1:]] for cells in lines
    }
    for slug, report in REPORTS.items():
        assert said[slug, 4] == [list(report.by), list(report.measures), [shape.slug for shape in report.shapes]]
    for subject, parts_of in PROGRAMMES.items():
        assert said[subject, 2] == [[slug for slug, _ in parts_of]]
