"""SDMX: the keys of the UN, two official series and no invented one; read back by two libraries."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
import sdmx
from pysdmx.io import read_sdmx

from sijill.publish.formats.draft import Draft, mark
from sijill.publish.formats.sdmx import files
from sijill.publish.formats.series import (
    DIMENSIONS,
    SeriesError,
    frequency,
    national,
    official,
    ref_area,
    time_period,
)
from sijill.publish.manifest import About, Attribution
from sijill.publish.notes import sections
from sijill.stats.table import Flag, PublicCell, PublicTable
from tests.publish import sample

OFFICIAL = {"VC_VAW_MTUHRA", "VC_VOC_ENFDIS"}
EMPTY = {"", "NaN", "nan", "None", "<NA>"}


def tables() -> tuple[PublicTable, ...]:
    return sample.protected().tables


def of(kind: str, stem: str) -> bytes:
    made, _ = sample.composed(kind)
    found = [content for path, content in made.items() if re.fullmatch(rf"data/{re.escape(stem)}", path)]
    assert len(found) == 1
    return found[0]


def expected(about: About, official_series: bool = False) -> dict[tuple[str, ...], dict[str, str]]:
    observations = official(about, tables()) if official_series else national(about, tables())
    return {one.key: one.row(mark(about)) for one in observations}


def by_sdmx1(data: bytes, structure: bytes) -> dict[tuple[str, ...], Mapping[str, str | None]]:
    definition = sdmx.read_sdmx(io.BytesIO(structure)).structure["CIVIC_SPACE"]
    message = sdmx.read_sdmx(io.BytesIO(data), structure=definition)
    found: dict[tuple[str, ...], Mapping[str, str | None]] = {}
    for one in message.data[0].obs:
        key = tuple(str(one.key[name].value) for name in (*DIMENSIONS, "TIME_PERIOD"))
        said = {name: str(value.value) for name, value in one.attached_attribute.items()}
        found[key] = {**said, "OBS_VALUE": one.value}
    return found


def by_pysdmx(data: bytes) -> dict[tuple[str, ...], dict[str, str]]:
    frame = read_sdmx(data.decode(), validate=True).data[0].data
    rows = frame.astype("object").where(frame.notna(), "").to_dict(orient="records")
    return {tuple(str(row[name]) for name in (*DIMENSIONS, "TIME_PERIOD")): row for row in rows}


def same(found: Mapping[tuple[str, ...], Mapping[str, object]], wanted: dict[tuple[str, ...], dict[str, str]]) -> None:
    assert set(found) == set(wanted)
    for key, row in wanted.items():
        value = found[key]["OBS_VALUE"]
        assert ("" if value is None or str(value) in EMPTY else str(value)) == row["OBS_VALUE"], key
        for name in ("OBS_STATUS", "CONF_STATUS", "COMMENT_OBS", "UNIT_MULT", "NATURE"):
            if name == "CONF_STATUS" and row["SERIES"] in OFFICIAL:
                assert name not in found[key], "the UN's structure has none"
                continue
            if not row[name]:
                assert str(found[key].get(name, "")) in EMPTY
                continue
            assert str(found[key][name]) == row[name], (key, name)


@pytest.mark.parametrize(("kind", "mark"), [("invented", "-UNOFFICIAL-DEMO"), ("official", "")])
def test_national_series_are_read_back_by_both_libraries(kind: str, mark: str) -> None:
    about = sample.about() if kind == "invented" else sample.official_about()
    data, structure = of(kind, f"national{mark}.sdmx.xml"), of(kind, f"national-structure{mark}.sdmx.xml")
    wanted = expected(about)
    same(by_sdmx1(data, structure), wanted)
    same(by_pysdmx(data), wanted)
    same(by_pysdmx(of(kind, f"national{mark}.sdmx.csv")), wanted)


def test_official_series_are_read_back_by_both_libraries() -> None:
    wanted = expected(sample.official_about(), official_series=True)
    data = of("official", "official.sdmx.xml")
    assert b"IAEG-SDGs:DF_SDG_GLC" in data
    same(by_sdmx1(data, of("official", "national-structure.sdmx.xml")), wanted)
    same(by_pysdmx(data), wanted)
    same(by_pysdmx(of("official", "official.sdmx.csv")), wanted)


def test_only_the_two_official_series_are_official() -> None:
    rows = expected(sample.official_about(), official_series=True).values()
    assert {row["SERIES"] for row in rows} == OFFICIAL
    assert {row["SEX"] for row in rows} == {"_T", "F", "M"}
    for row in rows:
        rest = set(DIMENSIONS) - {"FREQ", "REPORTING_TYPE", "SERIES", "REF_AREA", "SEX"}
        assert {row[name] for name in rest} == {"_T"}
        assert (row["FREQ"], row["REPORTING_TYPE"], row["REF_AREA"], row["TIME_PERIOD"]) == (
            "A",
            "N",
            "68",
            "2025",
        )
        assert (row["UNIT_MEASURE"], row["UNIT_MULT"], row["NATURE"]) == ("NUMBER", "0", "C")
    first = tables()[0].cells["verified", ("A",)]
    assert [row["OBS_VALUE"] for row in rows if row["SERIES"] == "VC_VAW_MTUHRA" and row["SEX"] == "_T"] == [
        "" if first.value is None else str(first.value)
    ]


@pytest.mark.parametrize("kind", ["invented", "unassessed"])
def test_no_official_code_is_written_where_the_release_is_not_official(kind: str) -> None:
    made, _ = sample.composed(kind)
    assert not any("official" in path.replace("UNOFFICIAL", "") for path in made)
    for path, content in made.items():
        if "sdmx" in path:
            assert not any(code.encode() in content for code in OFFICIAL), path


def test_no_national_series_has_an_official_looking_code() -> None:
    rows = expected(sample.about())
    assert {row["SERIES"].split("_")[0] for row in rows.values()} == {"SIJILL"}


def test_hidden_numbers_are_empty_and_say_so() -> None:
    for row in expected(sample.about()).values():
        status = (row["OBS_STATUS"], row["CONF_STATUS"])
        assert (row["OBS_VALUE"] == "") == (row["OBS_STATUS"] != "A")
        assert status in {("A", "F"), ("Q", "C"), ("Q", "D"), ("O", "F")}


def test_what_nobody_assessed_is_missing_and_not_0() -> None:
    rows = [one.row() for one in national(sample.list_about(), sample.protected(assessed=False).tables)]
    verified = [row for row in rows if row["CUST_BREAKDOWN"].startswith("VERIFIED")]
    assert verified
    assert {(row["OBS_VALUE"], row["OBS_STATUS"], row["CONF_STATUS"]) for row in verified} == {("", "O", "F")}


def test_an_official_release_without_assessed_figures_is_an_error() -> None:
    with pytest.raises(SeriesError, match="VC_VAW_MTUHRA, VC_VOC_ENFDIS"):
        official(sample.official_about(), sample.protected(assessed=False).tables)


def test_an_official_release_of_another_period_has_no_official_series() -> None:
    assert official(sample.official_about(until=date(2025, 6, 30)), tables()) == ()


def test_two_tables_that_disagree_are_an_error() -> None:
    first = tables()[0]
    other = replace(first, slug="other", cells={**first.cells, ("reported", ("C",)): PublicCell(None, Flag.SMALL)})
    with pytest.raises(SeriesError, match="SIJILL_TORTURE"):
        national(sample.about(), (first, other))


def test_headers_come_from_the_release() -> None:
    data = of("invented", "national-UNOFFICIAL-DEMO.sdmx.xml").decode()
    assert f"<mes:ID>{sample.about().id}-UNOFFICIAL-DEMO</mes:ID>" in data
    assert "<mes:Test>true</mes:Test>" in data
    assert "<mes:Prepared>2026-02-01T00:00:00Z</mes:Prepared>" in data
    assert "INVENTED" in data


def test_texts_with_signs_of_xml_are_escaped() -> None:
    nasty = {"en": 'A & B <c> "d" \'e\' x"y \\ z\u202f\t', "ar": "عنوان"}
    attribution = Attribution(source=nasty, licence='"L"')
    about = sample.list_about(title=nasty, attribution=attribution)
    draft = Draft(about, sections(about, tables()))
    data = files(draft)["data/national-UNOFFICIAL-DEMO.sdmx.xml"]
    rows = by_pysdmx(data)
    assert {row["COMMENT_OBS"] for row in rows.values()} == {
        "UNOFFICIAL-DEMO · Source: A & B <c> ”d” ’e’ x”y / z . Licence: ”L”."
    }


@pytest.mark.parametrize(
    ("since", "until", "period", "often"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), "2025", "A"),
        (date(2024, 7, 1), date(2025, 6, 30), "2024-07-01/P1Y", "A"),
        (date(1982, 1, 1), date(2024, 12, 31), "1982-01-01/P43Y", "_O"),
        (date(2025, 2, 1), date(2025, 2, 28), "2025-02", "M"),
        (date(2025, 1, 1), date(2025, 3, 31), "2025-01-01/P3M", "_O"),
        (date(2025, 1, 5), date(2025, 1, 11), "2025-01-05/P7D", "_O"),
    ],
)
def test_periods(since: date, until: date, period: str, often: str) -> None:
    assert (time_period(since, until), frequency(since, until)) == (period, often)


@pytest.mark.parametrize(
    ("place", "number"),
    [("BO", "68"), ("GB", "826"), ("AF", "4"), ("m49-001", "1"), ("m49-419", "419"), ("ZZ", "ZZ")],
)
def test_areas_are_m49_numbers_without_leading_zeros(place: str, number: str) -> None:
    assert ref_area(place) == number


def test_a_year_that_the_period_cuts_is_not_called_a_year() -> None:
    year = replace(sample.YEAR, codes=("_T", "2024", "2025"))
    table = PublicTable(
        "over-time-year", "sdg16", "sdg16", "victim-incidents", date(2024, 7, 1), date(2025, 12, 31),
        (year, replace(sample.CATEGORY, codes=("_T", "A"))), ("reported",),
        {("reported", (one, code)): PublicCell(9) for one in year.codes for code in ("_T", "A")}, 5,
    )  # fmt: skip
    found = national(sample.about(since=date(2024, 7, 1)), (table,))
    assert {(one.codes["TIME_PERIOD"], one.codes["FREQ"]) for one in found} == {
        ("2024-07-01/P18M", "_O"),
        ("2024-07-01/P6M", "_O"),
        ("2025", "A"),
    }
