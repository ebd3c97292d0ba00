"""A law's figures in a document are the cells of a release, as protection left them."""

from __future__ import annotations

from sijill.publish.papers.figures import NAMED, of_law
from sijill.publish.reports import REPORTS
from sijill.publish.text import DIRECTIONS, Language
from sijill.stats.disclosure import protect
from sijill.stats.policy import load_policy
from sijill.stats.table import TOTAL, Flag, Programme, PublicTable
from tests.publish import sample
from tests.publish.reports.golden import fixed_world
from tests.publish.reports.worlds import CONTEXT

ENGLISH = Language("en")


def public() -> tuple[PublicTable, ...]:
    """The tables by law of the invented register, protected by the policy that ships."""
    report = REPORTS["by_law"]
    tables = report.tables(fixed_world(), CONTEXT, report.shapes)
    return protect(Programme(tables, report.nested), (), load_policy()).tables


def test_only_protected_cells_are_told_and_every_one_of_the_law() -> None:
    tables = public()
    (listed,) = {one.codes for one in tables[1].dimensions if one.name == "statute"}
    for code in listed[1:]:
        found = of_law(sample.about(), tables, code, ENGLISH)
        assert found is not None
        assert found.release == sample.about().id
        total = next(one for one in tables if one.slug == "by-law-sdg16")
        key = tuple(code if one.name == "statute" else TOTAL for one in total.dimensions)
        cell = total.cells["reported", key]
        row = next((row for row in found.rows if row[:2] == ("Victims in SDG indicator 16.10.1", "Reported")), None)
        if cell.value == 0:
            assert row is None
        elif cell.flag is Flag.SMALL:
            assert row is not None and row[2].startswith(f"<{total.threshold}")
        elif cell.value is not None:
            assert row is not None and row[2] == ENGLISH.number(cell.value)


def test_small_numbers_of_a_law_stay_hidden() -> None:
    tables = public()
    codes = next(one.codes for one in tables[0].dimensions if one.name == "statute")
    rows = [row for code in codes if code != TOTAL for row in of_law(sample.about(), tables, code, ENGLISH).rows]  # type: ignore[union-attr]
    hidden = [row for row in rows if row[2].startswith(("<", ".."))]
    assert hidden, "the invented register has small laws"
    shown = [int(row[2].replace("\u202f", "")) for row in rows if row[2].replace("\u202f", "").isdigit()]
    assert shown
    assert min(shown) >= min(one.threshold for one in tables)


def test_a_law_that_no_release_names_has_no_figures() -> None:
    assert of_law(sample.about(), public(), "nobody-listed-this", ENGLISH) is None
    assert of_law(sample.about(), (), "press-law", ENGLISH) is None


def test_kinds_without_a_total_stand_each_for_itself_in_every_language() -> None:
    tables = public()
    assert set(NAMED) == {one.slug for one in tables}
    codes = next(one.codes for one in tables[0].dimensions if one.name == "statute")
    for lang in DIRECTIONS:
        found = [of_law(sample.about(), tables, code, Language(lang)) for code in codes if code != TOTAL]
        assert all(one is None or len(one.heads) == len(one.rows[0]) == 3 for one in found)
