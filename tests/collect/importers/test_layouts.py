"""Files that are laid out otherwise: old workbooks, tables one below another, a list inside a JSON file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sijill.collect.draft import Refused
from sijill.collect.importers.files import Layout, Record, records
from sijill.collect.importers.problems import FileError, MappingError
from tests.collect.importers.test_files import BOTH, cells, saved

OLD = Path(__file__).parent / "invented.xls"  # two sheets: a banner, a header, two rows of every kind of cell
STACKED = Layout(tables=("First", "Second table"), notes=("©",))


def test_an_old_workbook_is_read_as_text() -> None:
    first, second = cells(OLD, Layout(sheet="Second", header_row=2), frozenset({"No"}))
    assert first == {
        "No": "1", "When": "2024-05-02", "Number": "12", "Share": "0.5", "Known": "true", "Sum": "", "Broken": "",
        "Name": "Zz مثال",
    }  # fmt: skip
    assert isinstance(second, dict)
    assert (second["When"], second["Number"], second["Broken"]) == ("2024-05-02 06:30:00", "=1+1", "#N/A")


def test_an_old_workbook_says_where_a_row_stands() -> None:
    places = [one.position for one in records(OLD, Layout(sheet="Second", header_row=2), frozenset({"No"}))]
    assert places == ["Second!3", "Second!4"]


def test_a_sheet_that_an_old_workbook_lacks() -> None:
    with pytest.raises(MappingError, match=r"no sheet 'Secund'.*Did you mean 'Second'"):
        cells(OLD, Layout(sheet="Secund"), frozenset())


@pytest.mark.parametrize("size", [0, 600, 3000])
def test_an_old_workbook_that_is_cut_off_or_none(tmp_path: Path, size: int) -> None:
    content = OLD.read_bytes()[:size] or b"\xd0\xcf\x11\xe0 not a workbook at all"
    with pytest.raises(FileError, match="cannot be opened as an old workbook"):
        cells(saved(tmp_path, content, "cut.xls"), Layout(), frozenset())


def test_stacked_tables_are_one_table_with_a_column_for_the_title(tmp_path: Path) -> None:
    text = "a banner,,\nFirst,,\na,b,\n1,2,\n,,\nSecond  TABLE,,\nb,a,c\n3,4,5\n\n© nobody,,\n6,7,8\n"
    assert cells(saved(tmp_path, text), STACKED, BOTH | {"table"}) == [
        {"table": "First", "a": "1", "b": "2", "c": ""},
        {"table": "Second table", "a": "4", "b": "3", "c": "5"},
        {"table": "Second table", "a": "7", "b": "6", "c": "8"},
    ]


def test_a_stacked_row_keeps_its_place_and_its_words(tmp_path: Path) -> None:
    path = saved(tmp_path, "First,\na,b\n1,2\nSecond table,\nb,a\n3,4\n")
    found = [one for one in records(path, STACKED, BOTH) if isinstance(one, Record)]
    assert [one.position for one in found] == ["row 3", "row 6"]
    assert json.loads(found[1].content) == {"table": "Second table", "a": "4", "b": "3"}


def test_a_stacked_row_that_is_too_long_or_cannot_be_read_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = saved(tmp_path, 'First,\na,b\n1,2,3\nSecond table,\na,b\n1,2\n"x"y,2\n')
    assert cells(path, STACKED) == ["ragged-row", {"table": "Second table", "a": "1", "b": "2"}, "unreadable-row"]


def test_a_row_whose_only_cell_is_no_title_is_a_row(tmp_path: Path) -> None:
    path = saved(tmp_path, "First,\na,b\nFirst table,\nSecond table,\na,b\n1,2\n")
    assert cells(path, STACKED)[0] == {"table": "First", "a": "First table", "b": ""}


def test_a_table_that_is_not_there_is_an_error_of_the_whole_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"no table 'Second table'"):
        cells(saved(tmp_path, "First,\na,b\n1,2\n"), STACKED)


def nested(folder: Path, value: object, path: str) -> list[tuple[str, str]]:
    file = saved(folder, json.dumps(value), "list.json")
    found = records(file, Layout(items=path), frozenset({"a"}))
    return [(one.position, one.problem if isinstance(one, Refused) else one.cells["a"]) for one in found]


def test_a_list_inside_a_json_file_is_found_under_its_path(tmp_path: Path) -> None:
    value = {"of": {"north": {"rows": [{"a": "1"}, {"a": "2"}]}, "south": {"rows": [{"a": "3"}, 4], "n": 1}}, "n": 3}
    assert nested(tmp_path, value, "of.*.rows") == [
        ("$.of.north.rows[0]", "1"), ("$.of.north.rows[1]", "2"), ("$.of.south.rows[0]", "3"),
        ("$.of.south.rows[1]", "not-a-record"),
    ]  # fmt: skip
    assert nested(tmp_path, [{"rows": [{"a": "5"}]}, {"rows": []}], "*.rows") == [("$[0].rows[0]", "5")]


@pytest.mark.parametrize("path", ["of.rows", "nothing", "of.north.rows.0", ""])
def test_a_path_that_ends_in_no_list_is_an_error_of_the_whole_file(tmp_path: Path, path: str) -> None:
    with pytest.raises(FileError, match="not a JSON array"):
        nested(tmp_path, {"of": {"north": {"rows": [{"a": "1"}]}}}, path)
