"""Series for Open SDG, read back by the rules of its builder (sdg-build, `check_csv` and `filter_headline`).

The builder itself is on no package index and pins a pandas of 2021, so it cannot be a dependency here.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from sijill.publish.formats.draft import Draft
from sijill.publish.formats.opensdg import FOLDER, files
from sijill.publish.formats.series import series_codes
from sijill.publish.labels import all_totals, measure_label
from sijill.publish.manifest import About
from sijill.publish.notes import sections
from sijill.publish.text import Language
from sijill.stats.table import Flag
from tests.publish import sample

# What the builder takes for other than a breakdown unless it is told otherwise.
NO_BREAKDOWN = {"Year", "Units", "Series", "Value", "GeoCode", "Observation status", "Unit multiplier", "Unit measure"}


def made(about: About) -> dict[str, bytes]:
    return files(Draft(about, sections(about, sample.protected().tables)))


def frames(about: About) -> dict[str, pd.DataFrame]:
    return {path: pd.read_csv(io.BytesIO(content)) for path, content in made(about).items()}


@pytest.mark.parametrize("about", [sample.about(), sample.official_about()], ids=["invented", "official"])
def test_the_builder_can_read_it(about: About) -> None:
    found = frames(about)
    assert len(found) == len(series_codes("national_series"))
    for path, frame in found.items():
        assert re.fullmatch(rf"{FOLDER}/indicator_16-10-1-[a-z]+(-UNOFFICIAL-DEMO)?\.csv", path)
        assert frame.columns[0] == "Year"
        assert frame.columns[-1] == "Value"
        assert pd.api.types.is_numeric_dtype(frame["Value"])
        assert set(frame["Year"]) == {2025}
        texts = [*frame.columns, *(text for name in frame for text in frame[name].dropna() if isinstance(text, str))]
        assert all(text == text.strip() for text in texts)
        assert not frame.isnull().all(axis=1).any()


def test_one_headline_per_series_and_it_is_the_total() -> None:
    table = next(one for one in sample.protected().tables if one.slug == "sdg16")
    total = all_totals(table)
    assert total is not None
    for (category, code), measure in (
        (pair, measure) for pair in series_codes("national_series").items() for measure in table.measures
    ):
        ending = code.removeprefix("SIJILL_").lower()
        frame = frames(sample.official_about())[f"{FOLDER}/indicator_16-10-1-{ending}.csv"]
        breakdowns = [name for name in frame.columns if name not in NO_BREAKDOWN]
        assert breakdowns
        headline = frame[frame[breakdowns].isnull().all(axis=1)]
        (row,) = headline[headline["Series"] == measure_label(measure, Language("en"))].to_dict("records")
        cell = table.cells[measure, (category,)]
        assert (None if pd.isna(row["Value"]) else row["Value"]) == cell.value


def test_a_hidden_number_has_no_value_and_says_so() -> None:
    used = {cell.flag for one in sample.protected().tables for cell in one.cells.values()}
    assert Flag.SMALL in used
    statuses = set()
    for frame in frames(sample.about()).values():
        assert (frame["Value"].isnull() == (frame["Observation status"] != "A")).all()
        statuses |= set(frame["Observation status"])
    assert statuses == {"A", "Q"}


def test_what_nobody_assessed_is_missing() -> None:
    about = sample.about()
    drawn = files(Draft(about, sections(about, sample.protected(assessed=False).tables)))
    frame = pd.concat(pd.read_csv(io.BytesIO(one)) for one in drawn.values())
    verified = frame[frame["Series"].str.startswith("Verified")]
    assert set(verified["Observation status"]) == {"O"}
    assert verified["Value"].isnull().all()


def test_a_demonstration_says_so_in_name_and_series() -> None:
    for path, frame in frames(sample.about()).items():
        assert path.endswith("-UNOFFICIAL-DEMO.csv")
        assert frame["Series"].str.contains("INVENTED · UNOFFICIAL-DEMO").all()
    assert all(set(one["Series"]) == {"Reported", "Verified"} for one in frames(sample.official_about()).values())


def test_what_is_no_calendar_year_is_left_out() -> None:
    about = sample.about()
    tables = tuple(
        replace(one, since=date(2024, 7, 1), until=date(2025, 6, 30), cells=one.cells)
        for one in sample.protected().tables
        if one.slug != "over-time-month"
    )
    notes = [{**note, "tables": [s for s in note["tables"] if s != "over-time-month"]} for note in about.notes]
    later = replace(about, since=date(2024, 7, 1), until=date(2025, 6, 30), notes=tuple(notes))
    assert files(Draft(later, sections(later, tables))) == {}
