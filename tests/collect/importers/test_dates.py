from __future__ import annotations

import re
from datetime import date

import pytest

from sijill.collect.importers.dates import FORMATS, Column, Dated, Doubts, Parts, Since, pattern
from sijill.collect.importers.problems import Problem
from sijill.collect.importers.rules import When


def in_column(cell: str, *formats: str, not_ended: frozenset[str] = frozenset()) -> str:
    rule = Column("when", tuple(pattern(one) for one in formats or FORMATS), not_ended=not_ended)
    found = rule.read({"when": cell})
    return found.text if found else ""


@pytest.mark.parametrize(
    ("cell", "formats", "expected"),
    [
        ("2020-05-12", (), "2020-05-12"),
        ("2020-5-2", (), "2020-05-02"),
        ("2020-05-12 10:30:00", (), "2020-05-12"),
        ("2020-05", (), "2020-05"),
        ("2020", (), "2020"),
        ("12/05/2020", ("%d/%m/%Y",), "2020-05-12"),
        ("05/12/2020", ("%m/%d/%Y",), "2020-05-12"),
        ("12 May 2020", ("%d %B %Y",), "2020-05-12"),
        ("Sep. 2020", ("%B %Y",), "2020-09"),
        ("2020-05/2020-07", ("%d/%m/%Y",), "2020-05/2020-07"),  # EDTF is understood everywhere
        ("2020~", (), "2020~"),
        ("", (), ""),
    ],
)
def test_dates_in_one_column(cell: str, formats: tuple[str, ...], expected: str) -> None:
    assert in_column(cell, *formats) == expected


def test_month_names_may_be_the_offices_own() -> None:
    months = (
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    )  # fmt: skip
    rule = Column("when", (pattern("%d de %B de %Y"),), months)
    found = rule.read({"when": "3 de Agosto de 2020"})
    assert found is not None and found.text == "2020-08-03"


@pytest.mark.parametrize("cell", ["2918", "0000", "2020-13-01", "2021-02-29", "unknown", "01", "2020-00", "12/05/2020"])
def test_impossible_dates_are_refused(cell: str) -> None:
    with pytest.raises(Problem) as caught:
        in_column(cell)
    assert caught.value.code == "impossible-date"


@pytest.mark.parametrize(("year", "expected"), [("2000", "2000-10-28"), ("1900", "1900-10-28")])
def test_two_digits_of_a_year_are_of_the_century_that_another_column_tells(year: str, expected: str) -> None:
    rule = Column("when", (pattern("%d-%B-%y"),), year_in="year")
    found = rule.read({"when": "28-Oct-00", "year": year})
    assert found is not None and found.text == expected
    assert rule.columns == ("when", "year")


@pytest.mark.parametrize("year", ["1999", "", "00", "unknown", "2000-2001"])
def test_no_century_is_guessed(year: str) -> None:
    rule = Column("when", (pattern("%d-%B-%y"),), year_in="year")
    with pytest.raises(Problem, match="two digits of a year") as caught:
        rule.read({"when": "28-Oct-00", "year": year})
    assert caught.value.code == "impossible-date"


def test_something_that_lasts_still() -> None:
    assert in_column("Still held", not_ended=frozenset({"still held"})) == ".."


@pytest.mark.parametrize("text", ["%d/%m", "%Y-%j"])
def test_a_format_without_year_or_with_an_unknown_sign_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="%"):
        pattern(text)


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        ("2001", "4", "3", "2001-04-03"),
        ("2001.0", "4", "", "2001-04"),
        ("2001", "", "", "2001"),
        ("", "", "", None),
    ],
)
def test_dates_in_three_columns(year: str, month: str, day: str, expected: str | None) -> None:
    found = Parts("y", "m", "d").read({"y": year, "m": month, "d": day})
    assert (found.text if found else None) == expected


@pytest.mark.parametrize("cells", [{"y": "", "m": "4"}, {"y": "2001", "d": "3"}, {"y": "2001", "m": "0"}])
def test_parts_that_make_no_date_are_refused(cells: dict[str, str]) -> None:
    with pytest.raises(Problem) as caught:
        Parts("y", "m", "d").read(cells)
    assert caught.value.code == "impossible-date"


def test_words_where_a_number_should_be_are_refused() -> None:
    with pytest.raises(Problem) as caught:
        Parts("y", "m", "d").read({"y": "2006", "m": "10", "d": "5 or 6"})
    assert caught.value.code == "not-a-number"


def test_a_range_in_parts_is_an_interval_and_not_backwards() -> None:
    rule = Dated(Parts("y", "m", "d"), Parts("y2", "m2", "d2"), "not-stated")
    cells = {"y": "1996", "m": "12", "d": "", "y2": "1996", "m2": "12", "d2": "24"}
    found, unknown = rule.read(cells, None)
    assert found is not None and (found.text, unknown) == ("1996-12/1996-12-24", "")
    with pytest.raises(Problem):
        rule.read({**cells, "y2": "1995"}, None)
    assert rule.read({"y": ""}, None) == (None, "not-stated")


def test_approximate_dates_carry_the_sign() -> None:
    rule = Dated(Parts("y"), None, "not-stated", Doubts(When((("how", frozenset({"estimated"})),))))
    found, _ = rule.read({"y": "2001", "how": "Estimated"}, None)
    assert found is not None and found.text == "2001~"
    found, _ = rule.read({"y": "2001", "how": ""}, None)
    assert found is not None and found.text == "2001"


@pytest.mark.parametrize(
    ("seen", "retrieved", "expected"),
    [
        ("", date(2024, 5, 2), "2023-10-07/2024-05-02"),
        ("2023-12-01", date(2024, 5, 2), "2023-10-07/2023-12-01"),
        ("", None, "2023-10-07/"),
    ],
)
def test_between_a_declared_start_and_the_first_sighting(seen: str, retrieved: date | None, expected: str) -> None:
    found = Since("2023-10-07", "first_seen").read_until({"first_seen": seen}, retrieved)
    assert found.text == expected


def test_a_moment_in_milliseconds_is_a_day_of_utc() -> None:
    rule = Dated(Column("t", (pattern("%Q"),)), None, "not-stated")
    assert rule.read({"t": "1714694399999"}, None)[0].text == "2024-05-02"
    assert rule.read({"t": "1714694400000"}, None)[0].text == "2024-05-03"
    with pytest.raises(Problem):
        rule.read({"t": "99999999999999"}, None)


def test_a_date_whose_day_only_fills_a_form_is_a_month_or_a_year() -> None:
    doubts = Doubts(None, When((("how", frozenset({"02"})),)), When((("how", frozenset({"03"})),)))
    rule = Dated(Column("d", tuple(map(pattern, FORMATS))), None, "not-stated", doubts)
    for how, text in (("01", "2001-05-02"), ("02", "2001-05"), ("03", "2001")):
        assert rule.read({"d": "2001-05-02", "how": how}, None)[0].text == text


def test_one_of_several_dates_in_a_cell() -> None:
    column = Column("d", tuple(map(pattern, FORMATS)), split=re.compile("~"), part=2)
    rule = Dated(column, None, "not-stated")
    assert rule.read({"d": "2024-05-02~2024-05-07"}, None)[0].text == "2024-05-07"
    assert rule.read({"d": "2024-05-02"}, None) == (None, "not-stated")
