"""The invented files of data/, and what is understood of them.

Each `out.json` was checked by eye; a change of it is a change of what an import claims.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sijill.collect.draft import Refused, Row
from sijill.collect.importers.companies import COMPANIES
from sijill.collect.importers.formats import FORMATS, format_of, read
from sijill.collect.importers.preview import as_text, as_values, of_facts
from tests.collect.importers.companies import pairs
from tests.collect.importers.companies.valid import check_rows


@pytest.mark.parametrize("name", pairs.FORMATS)
def test_a_file_is_understood_as_its_pair_says(name: str) -> None:
    expected = json.loads((pairs.DATA / name / "out.json").read_text(encoding="utf-8"))
    assert pairs.written(name) == expected


@pytest.mark.parametrize("name", pairs.FORMATS)
def test_every_entry_fits_the_catalog(name: str) -> None:
    for rows in pairs.understood(name).values():
        check_rows(rows)


def test_every_format_has_a_pair_that_shows_a_refusal_and_an_unknown() -> None:
    assert {name for name, _, _ in COMPANIES} == set(pairs.FORMATS)
    for name in pairs.FORMATS:
        rows = [row for file in pairs.understood(name).values() for row in file]
        assert any(isinstance(row, Refused) for row in rows), name
        assert any(isinstance(row, Row) and row.facts for row in rows), name


@pytest.mark.parametrize("name", pairs.FORMATS)
def test_a_format_says_whose_figures_it_reads(name: str) -> None:
    one = FORMATS[name]
    assert one.by_program
    assert one.source.name and one.source.independence_group and one.source.url
    assert not one.complete  # each source publishes several files


@pytest.mark.parametrize("name", pairs.FORMATS)
def test_a_restated_row_has_the_key_that_it_had(name: str, tmp_path: Path) -> None:
    """A copy in which every count is another one is still about the same things."""
    for path in pairs.files_of(name):
        if path.suffix != ".csv":
            continue
        other = tmp_path / path.name
        shutil.copy(path, other)
        text = other.read_text(encoding="utf-8-sig")
        head, _, body = text.partition("\n")
        other.write_text(head + "\n" + body.replace(",3,", ",4,"), encoding="utf-8")
        before = [row.key for row in read(name, path) if isinstance(row, Row)]
        after = {row.key for row in read(name, other) if isinstance(row, Row)}
        refused = {key for row in read(name, other) if isinstance(row, Refused) for key in row.keys}
        assert set(before) <= after | refused


def test_two_spellings_of_the_header_and_of_a_country_are_one_row() -> None:
    folder = pairs.DATA / "google-removals"
    older = {row.key for row in read("google-removals", folder / "requests-2001.csv") if isinstance(row, Row)}
    newer = {row.key for row in read("google-removals", folder / "requests-2003.csv") if isinstance(row, Row)}
    assert newer <= older
    assert len(newer) == 2


def test_a_preview_shows_every_value_of_every_entry() -> None:
    path = pairs.DATA / "google-removals" / "requests-2001.csv"
    seen = of_facts(read("google-removals", path), 7)
    assert seen[0].facts == 1
    values = {field.name: field.became for field in seen[0].fields}
    assert values["demand.requests"] == ("3",)
    assert values["demand_count.count"] == ("7",)
    assert {field.became for field in seen[1].fields} >= {("1-9",), ("court-third-party",)}
    assert seen[6].refused.startswith("Row 8")
    text = "\n".join(as_text(seen))
    assert "=> entries: 1" in text
    assert "=> refused. Row 8" in text
    assert as_values(seen)[0]["entries"] == 1


def test_a_mapping_is_refused_where_a_program_reads() -> None:
    with pytest.raises(ValueError, match="takes no mapping"):
        format_of("google-removals").mapping()
    with pytest.raises(ValueError, match="takes no mapping"):
        read("google-removals", pairs.DATA / "google-removals" / "detailed.csv", mapping=Path("own.toml"))
