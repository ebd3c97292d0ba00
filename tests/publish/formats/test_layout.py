"""How tables stand on pages: what becomes columns, which rows stay in the files, what a sign means."""

from __future__ import annotations

from datetime import date

from sijill.publish.formats.chart import chart_of
from sijill.publish.formats.layout import grid
from sijill.publish.labels import all_totals, by_label, legend
from sijill.publish.text import Language
from sijill.stats.table import TOTAL, Dimension, Flag, PublicCell, PublicTable

EN, AR = Language("en"), Language("ar")
SEX = Dimension("sex", (TOTAL, "female", "male"), "sex")
MANY = Dimension("source", (TOTAL, *(f"source-{number:02d}" for number in range(40))), "")
NOBODY = Dimension("source", (), "", adds_up=False)
ONE = Dimension("category", ("A",), "sdg_categories", adds_up=False)


def a_table(*dimensions: Dimension, cell: PublicCell | None = None, **cells: PublicCell) -> PublicTable:
    """A table of one measure with the same cell everywhere, but for the codes named."""
    bare = PublicTable(
        "t", "s", "k", "acts", date(2025, 1, 1), date(2025, 12, 31), dimensions, ("reported",), {}, 5
    )  # fmt: skip
    usual = cell or PublicCell(7)
    found = {("reported", key): cells.get(key[-1] if key else "", usual) for key in tuple(bare.keys())}
    return PublicTable(
        "t", "s", "k", "acts", date(2025, 1, 1), date(2025, 12, 31), dimensions, ("reported",), found, 5
    )  # fmt: skip


def test_a_table_of_one_dimension_has_a_column_per_measure() -> None:
    found = grid(a_table(SEX), EN)
    assert (found.corner, found.groups, found.columns) == (("Sex",), (), ("Reported",))
    assert [row.heads for row in found.rows] == [("All",), ("Female",), ("Male",)]
    assert [row.is_total for row in found.rows] == [True, False, False]


def test_the_last_small_dimension_becomes_columns() -> None:
    found = grid(a_table(SEX, MANY), EN)
    assert found.corner == ("Source",)
    assert [(one.text, one.span) for one in found.groups] == [("Reported", 3)]
    assert found.columns == ("All", "Female", "Male")


def test_two_large_dimensions_are_both_rows() -> None:
    other = Dimension("role", MANY.codes, "")
    found = grid(a_table(MANY, other), AR)
    assert found.corner == ("المصدر", "الدور")
    assert len(found.rows) == 41 * 41


def test_a_table_without_dimensions_is_one_row() -> None:
    found = grid(a_table(), EN)
    assert [(row.heads, [cell.text for cell in row.cells]) for row in found.rows] == [(("In all",), ["7"])]
    assert found.rows[0].cells[0].address == "t:reported:"


def test_a_code_that_holds_for_the_whole_table_is_said_once() -> None:
    table = a_table(ONE, SEX)
    assert by_label(table, EN) == "By sex. Category: Killing"
    assert grid(table, EN).corner == ("Sex",)
    assert grid(table, EN).rows[1].cells[0].address == "t:reported:category=A,sex=female"
    assert all_totals(table) == ("A", TOTAL)


def test_a_table_of_what_nobody_has_is_empty_and_not_an_error() -> None:
    for table in (a_table(NOBODY), a_table(SEX, NOBODY)):
        assert grid(table, EN).rows == ()
        assert chart_of(table) is None
        assert all_totals(table) is None


def test_only_rows_of_nothing_but_0_stay_in_the_files() -> None:
    some = {"source-03": PublicCell(None, Flag.WITHHELD), "source-07": PublicCell(4, public=True)}
    found = grid(a_table(MANY, cell=PublicCell(0), **some), EN)
    assert [row.heads[0] for row in found.rows] == ["All", "source-03", "source-07"]
    assert found.zero_rows == 38
    assert grid(a_table(SEX, cell=PublicCell(0)), EN).zero_rows == 0


def test_signs_and_what_they_mean() -> None:
    table = a_table(
        Dimension("source", ("a", "b", "c", "d", "e"), "", adds_up=False),
        a=PublicCell(None, Flag.SMALL),
        b=PublicCell(None, Flag.COMPLEMENT),
        c=PublicCell(None, Flag.WITHHELD),
        d=PublicCell(None, Flag.NOT_ASSESSED),
        e=PublicCell(2, public=True),
    )
    assert [sign for sign, _ in legend(table, EN)] == ["<5", "●", "○", "not assessed", "†"]
    assert [sign for sign, _ in legend(table, AR)] == ["<5", "●", "○", "لم يُقيَّم", "†"]
    cells = [row.cells[0] for row in grid(table, EN).rows]
    assert [(cell.text, cell.kind, cell.note) for cell in cells] == [
        ("<5", "hidden", ""),
        ("●", "hidden", ""),
        ("○", "hidden", ""),
        ("not assessed", "not-assessed", ""),
        ("2", "number", "†"),
    ]
    assert cells[0].meaning == "fewer than 5"
    assert legend(a_table(SEX), EN) == []
