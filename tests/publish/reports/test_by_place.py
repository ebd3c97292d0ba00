"""The table by place: countries and their areas as two levels of one dimension, protected and attacked together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sijill.publish.formats.chart import chart_of
from sijill.publish.formats.map import map_of
from sijill.publish.labels import code_label
from sijill.publish.reports.by_place import two_levels
from sijill.publish.text import LANGUAGES, Language
from sijill.stats.attack import attack
from sijill.stats.disclosure import protect
from sijill.stats.policy import load_policy
from sijill.stats.table import Count, Dimension, Flag, Programme, PublicTable, Table

FIGURES = {"BO": 7, "CL": 9, "XZ": 6, "XZ-01": 12, "XZ-02": 2, "XZ-03": 30, "not-stated": 8}


def flat(figures: dict[str, int] = FIGURES) -> Table:
    cells = {("reported", (code,)): Count(value) for code, value in {"_T": sum(figures.values()), **figures}.items()}
    period = (date(2025, 1, 1), date(2025, 12, 31))
    area = Dimension("area", ("_T", *figures), "places")
    return Table("by-place", "sdg16", "sdg16", "victim-incidents", *period, (area,), ("reported",), cells)


def with_cells(table: Table, cells: dict[tuple[str, tuple[str, ...]], Count]) -> Table:
    return replace(table, cells=cells)


def shown() -> PublicTable:
    return protect(Programme((two_levels(flat()),), ()), (), load_policy()).tables[0]


def test_a_country_with_several_codes_is_the_sum_of_them_and_others_stay() -> None:
    table = two_levels(flat())
    area = table.dimensions[0]
    assert area.codes == ("_T", "BO", "CL", "XZ-all", "XZ", "XZ-01", "XZ-02", "XZ-03", "not-stated")
    assert area.sums == (
        ("_T", ("BO", "CL", "XZ-all", "not-stated")),
        ("XZ-all", ("XZ", "XZ-01", "XZ-02", "XZ-03")),
    )
    assert table.cells["reported", ("XZ-all",)].value == 50
    assert two_levels(flat({"BO": 3, "CL": 4})) == flat({"BO": 3, "CL": 4})


def test_a_whole_is_public_if_all_in_it_is_and_not_assessed_if_a_part_is_not() -> None:
    table = flat()
    open_ = {place: Count(count.value, public=place[1][0] != "XZ-02") for place, count in table.cells.items()}
    assert not two_levels(with_cells(table, open_)).cells["reported", ("XZ-all",)].public
    all_open = {place: Count(count.value, public=True) for place, count in table.cells.items()}
    assert two_levels(with_cells(table, all_open)).cells["reported", ("XZ-all",)].public
    lacking = {**table.cells, ("reported", ("XZ-01",)): Count(None)}
    assert two_levels(with_cells(table, lacking)).cells["reported", ("XZ-all",)].value is None


def test_a_country_less_its_areas_gives_nobody_away() -> None:
    """The one small area cannot be the only thing hidden within a country whose total is shown."""
    table = shown()
    assert table.cells["reported", ("XZ-02",)].flag is Flag.SMALL
    inside = [code for code in ("XZ", "XZ-01", "XZ-03", "XZ-all") if table.cells["reported", (code,)].value is None]
    assert inside
    assert attack([(table,)], (), load_policy()) == []


def test_a_cell_by_category_of_the_same_area_is_the_same_count() -> None:
    """Where another table breaks areas down, what is hidden here cannot be added up there."""
    by_place = two_levels(flat())
    category = Dimension("category", ("_T", "A", "B"), "sdg_categories")
    cells = {}
    for code, value in {"_T": sum(FIGURES.values()), **FIGURES}.items():
        for letter, part in (("_T", value), ("A", 0), ("B", value)):
            cells["reported", (letter, code)] = Count(part)
    period = (by_place.since, by_place.until)
    area = Dimension("area", ("_T", *FIGURES), "places")
    crossed = Table("sdg16-area", "sdg16", "sdg16", by_place.unit, *period, (category, area), ("reported",), cells)
    policy = load_policy()
    one, other = protect(Programme((by_place, crossed), ()), (), policy).tables
    assert one.cells["reported", ("XZ-02",)] == other.cells["reported", ("_T", "XZ-02")]
    assert attack([(one, other)], (), policy) == []


def test_it_is_labelled_and_drawn() -> None:
    table = shown()
    (area,) = table.dimensions
    assert code_label(area, "XZ-all", Language("en")) == "Invented country, all areas"
    assert code_label(area, "XZ", Language("en")) == "Invented country, area not known"
    assert len({code_label(area, "XZ-all", lang) for lang in LANGUAGES}) == len(LANGUAGES)
    chart = chart_of(table)
    assert chart is not None
    assert chart.codes == ("BO", "CL", "XZ-all", "not-stated")
    found = map_of(table, chart, None)
    assert found is not None
    assert {code for code, _ in found.cells} >= {"BO", "CL"}
    alone = protect(Programme((two_levels(flat({"XZ": 6, "XZ-01": 12, "XZ-03": 30})),), ()), (), load_policy()).tables[
        0
    ]
    one = chart_of(alone)
    assert one is not None
    assert one.codes == ("XZ", "XZ-01", "XZ-03"), "of one country the areas are compared"
