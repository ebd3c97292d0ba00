"""Charts: a hidden count is a sign and no bar; Arabic reads from the right; texts are escaped."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from sijill.publish.formats.chart import WIDTH, chart_of, draw
from sijill.publish.text import Language
from sijill.stats.table import TOTAL, Dimension, Flag, PublicCell, PublicTable

EN, AR = Language("en"), Language("ar")
RECTANGLE = re.compile(r'd="M([\d.-]+),([\d.-]+)h([\d.-]+)v([\d.-]+)h-?[\d.]+Z" fill="(#\w+)"')


def a_table(cells: dict[str, PublicCell], *, name: str = "source", measure: str = "reported") -> PublicTable:
    """A table of one dimension and one measure; its total is of no interest."""
    dimension = Dimension(name, (TOTAL, *cells), "")
    full = {TOTAL: PublicCell(99), **cells}
    return PublicTable(
        "t", "s", "k", "acts", date(2025, 1, 1), date(2025, 12, 31), (dimension,), (measure,),
        {(measure, (code,)): cell for code, cell in full.items()}, 5,
    )  # fmt: skip


def drawn(table: PublicTable, lang: Language = EN) -> str:
    chart = chart_of(table)
    assert chart is not None
    return draw(chart, lang)


def bars(svg: str) -> list[float]:
    """Widths of the bars, without the square of the legend."""
    return [float(width) for _, _, width, _, colour in RECTANGLE.findall(svg) if float(width) != 12]


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


MIXED = {
    "big": PublicCell(20),
    "half": PublicCell(10),
    "nil": PublicCell(0),
    "small": PublicCell(None, Flag.SMALL),
    "other": PublicCell(None, Flag.COMPLEMENT),
    "held": PublicCell(None, Flag.WITHHELD),
    "open": PublicCell(None, Flag.NOT_ASSESSED),
}


def test_only_numbers_have_bars() -> None:
    svg = drawn(a_table(MIXED))
    long, short = bars(svg)
    assert long == 2 * short
    said = texts(svg)
    assert [one for one in said if one not in MIXED] == [
        "Reported", "20", "10", "0", "&lt;5", "●", "○", "not assessed",
    ]  # fmt: skip


def test_time_has_signs_and_no_bars_either() -> None:
    years = {f"20{number:02d}": cell for number, cell in enumerate(MIXED.values(), 10)}
    svg = drawn(a_table(years, name="year"))
    assert {"&lt;5", "●", "○", "×"} <= set(texts(svg))
    heights = [float(height) for _, _, _, height, colour in RECTANGLE.findall(svg) if colour == "#0b4a5a"]
    assert sorted(heights) == [12, 95, 190]  # the legend, 10, 20


def test_what_nobody_assessed_is_named_and_not_drawn() -> None:
    svg = drawn(a_table({"a": MIXED["open"], "b": MIXED["open"]}, measure="verified"), AR)
    assert "المُتحقَّق منه: لم يُقيَّم" in texts(svg)
    assert bars(svg) == []


def test_the_legend_says_of_a_measure_what_the_table_says() -> None:
    cells = {"one": PublicCell(3), "two": PublicCell(4)}
    table = a_table(cells)
    for flag, said in ((Flag.NOT_KNOWN, "not known"), (Flag.NOT_MEASURABLE, "not measurable here")):
        gaps = {("verified", key): PublicCell(None, flag) for _, key in table.cells}
        both = replace(table, measures=("reported", "verified"), cells={**table.cells, **gaps})
        assert f"Verified: {said}" in texts(drawn(both)), flag


def test_commitments_are_not_drawn_beside_one_another() -> None:
    assert chart_of(a_table({"S3": PublicCell(3), "C9": PublicCell(4)}, name="commitment")) is None
    assert chart_of(a_table({"S3": PublicCell(3), "C9": PublicCell(4)})) is not None


def test_arabic_begins_at_the_right_and_keeps_its_places_in_any_page() -> None:
    english, arabic = drawn(a_table(MIXED)), drawn(a_table(MIXED), AR)
    assert "<svg" in arabic
    assert 'direction="ltr"' in arabic.split(">", 1)[0]
    assert 'text-anchor="end"' in arabic
    assert 'text-anchor="end"' not in english
    starts = [float(x) for x, _, width, _, _ in RECTANGLE.findall(arabic) if float(width) != 12]
    ends = [x + width for x, width in zip(starts, bars(arabic), strict=True)]
    assert ends == [WIDTH, WIDTH]


def test_texts_are_escaped() -> None:
    svg = drawn(a_table({"<script>alert(1)</script>": PublicCell(3), "a&b": PublicCell(5)}))
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


def test_charts_say_nothing_that_is_not_translated() -> None:
    svg = drawn(a_table(MIXED), AR)
    assert "aria-label" not in svg
    assert "style=" not in svg


def test_the_same_table_gives_the_same_bytes() -> None:
    assert drawn(a_table(MIXED), AR) == drawn(a_table(MIXED), AR)


def test_the_largest_are_drawn_where_there_are_too_many() -> None:
    many = {f"code{number:02d}": PublicCell(number) for number in range(30)}
    chart = chart_of(a_table(many))
    assert chart is not None
    assert chart.codes == tuple(f"code{number:02d}" for number in range(16, 30))
    assert chart.left_out == 16


def test_a_table_without_totals_or_with_one_part_has_no_chart() -> None:
    assert chart_of(a_table({"only": PublicCell(3)})) is None
    roles = Dimension("role", ("journalist", "lawyer"), "roles", adds_up=False)
    sexes = Dimension("sex", (TOTAL, "female", "male"), "sex")
    cells = {("reported", (a, b)): PublicCell(1) for a in roles.codes for b in sexes.codes}
    table = PublicTable(
        "t", "s", "k", "acts", date(2025, 1, 1), date(2025, 12, 31), (roles, sexes), ("reported",), cells, 5
    )
    chart = chart_of(table)
    assert chart is not None
    assert chart.dimension.name == "role", "sex has no total over the roles"
