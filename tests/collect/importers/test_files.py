from __future__ import annotations

import json
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from sijill.collect.draft import Refused
from sijill.collect.importers.files import Layout, Record, day_in_name, records
from sijill.collect.importers.problems import FileError, MappingError

BOTH = frozenset({"a", "b"})


def saved(folder: Path, content: str | bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def cells(path: Path, layout: Layout | None = None, wanted: frozenset[str] = BOTH) -> list[dict[str, str] | str]:
    """The cells of each record, or the problem of a refused one."""
    found = records(path, layout or Layout(), wanted)
    return [one.problem if isinstance(one, Refused) else dict(one.cells) for one in found]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_delimiter_is_found(tmp_path: Path, sign: str) -> None:
    path = saved(tmp_path, f"a{sign}b\n1{sign}x, y; z\n" if sign == "\t" else f"a{sign}b\n1{sign}x\n")
    assert cells(path)[0]["a"] == "1"  # type: ignore[index]


def test_a_delimiter_that_gives_the_mapped_columns_wins_over_one_that_gives_more(tmp_path: Path) -> None:
    path = saved(tmp_path, "a;b, of many, many, kinds\n1;2, 3, 4, 5\n")
    assert cells(path, wanted=frozenset({"a"})) == [{"a": "1", "b, of many, many, kinds": "2, 3, 4, 5"}]


def test_a_byte_order_mark_and_blanks_in_the_header_do_not_matter(tmp_path: Path) -> None:
    path = saved(tmp_path, "\ufeffa , b\r\n1,2\r\n")
    assert cells(path) == [{"a": "1", "b": "2"}]


def test_cells_over_several_lines_formulas_and_signs_stay_as_they_are(tmp_path: Path) -> None:
    path = saved(tmp_path, 'a,b\n"one\ntwo",=1+1\n"say ""hi""",@x\n')
    assert cells(path) == [{"a": "one\ntwo", "b": "=1+1"}, {"a": 'say "hi"', "b": "@x"}]


def test_the_record_is_kept_word_for_word_with_every_column(tmp_path: Path) -> None:
    path = saved(tmp_path, "b,a,Note\n 2 ,1,أ\n")
    (record,) = records(path, Layout(), BOTH)
    assert isinstance(record, Record)
    assert (record.position, record.content) == ("row 2", '{"Note":"أ","a":"1","b":" 2 "}')


def test_rows_cut_off_or_too_long_are_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = saved(tmp_path, "a,b\n1\n1,2,3\n\n,\n1,2\n")
    assert cells(path) == ["ragged-row", "ragged-row", {"a": "1", "b": "2"}]


def test_a_quotation_mark_that_is_not_closed_is_refused_and_its_text_kept(tmp_path: Path) -> None:
    path = saved(tmp_path, 'a,b\n1,2\n3,"four\n5,6\n')
    *fine, last = records(path, Layout(), BOTH)
    assert len(fine) == 1
    assert isinstance(last, Refused)
    assert (last.problem, json.loads(last.content)) == ("unreadable-row", '3,"four\n5,6\n')


def test_a_cell_that_is_far_too_long_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, f"a,b\n{'x' * 200_000},2\n1,2\n")
    assert cells(path) == ["unreadable-row", {"a": "1", "b": "2"}]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"a,b\n", "no rows"),
        (b"a,b\n\n,\n", "no rows"),
        (b"a,b\r1,2\r3,4\r", "Macintosh"),
        ("a,b\n1,é\n".encode("cp1252"), "not UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), "not UTF-8"),
        ("a,b\n1,2\n".encode("utf-16-le"), "NUL"),
        (b"a,b\n1,\xd8", "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(FileError, match=says):
        cells(saved(tmp_path, content))


def test_the_encoding_may_be_named(tmp_path: Path) -> None:
    path = saved(tmp_path, "a,b\n1,é\n".encode("cp1252"))
    assert cells(path, Layout(encoding="cp1252")) == [{"a": "1", "b": "é"}]


def test_a_missing_file_and_an_unknown_ending(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no file"):
        cells(tmp_path / "gone.csv")
    with pytest.raises(FileError, match=r"ending in '\.pdf'"):
        cells(saved(tmp_path, "x", "list.pdf"))
    assert cells(saved(tmp_path, "a,b\n1,2\n", "list.dat"), Layout(kind="csv")) == [{"a": "1", "b": "2"}]


def test_a_column_that_is_missing_is_named_with_the_nearest(tmp_path: Path) -> None:
    path = saved(tmp_path, "victm,b\n1,2\n")
    with pytest.raises(MappingError, match=r"no column 'victim'.*Did you mean 'victm'"):
        cells(path, wanted=frozenset({"victim"}))


def test_a_column_may_be_optional_or_have_had_another_name(tmp_path: Path) -> None:
    path = saved(tmp_path, "Requestor,b\n1,2\n")
    layout = Layout(optional=frozenset({"c"}), aliases=(("Requester", ("Requestor",)),))
    assert cells(path, layout, frozenset({"Requester", "c"})) == [{"Requester": "1", "b": "2"}]


def test_a_mapped_column_that_stands_twice_is_an_error_and_another_is_not(tmp_path: Path) -> None:
    path = saved(tmp_path, "a,b,b,\n1,2,3,4\n")
    assert cells(path, wanted=frozenset({"a"})) == [{"a": "1", "b": "2", "b (2)": "3", "column 4": "4"}]
    with pytest.raises(MappingError, match="two columns 'b'"):
        cells(path)


def test_a_banner_above_the_header(tmp_path: Path) -> None:
    path = saved(tmp_path, "Our list 2024,\na,b\n1,2\n")
    assert cells(path, Layout(header_row=2)) == [{"a": "1", "b": "2"}]
    with pytest.raises(FileError, match="no row 9"):
        cells(path, Layout(header_row=9))


def workbook(path: Path, rows: list[list[object]], sheet: str = "Cases") -> Path:
    book = Workbook()
    book.active.title = sheet  # type: ignore[union-attr]
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.create_sheet("Other")
    book.save(path)
    return path


def test_a_workbook_is_read_as_text_and_formulas_are_not_computed(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["banner"],
        ["a", "b", "c", "d", None],
        [1.0, "=1+1", date(2024, 5, 2), True, None],
        [2.5, None, datetime(2024, 5, 2, 10, 30), "x"],  # noqa: DTZ001
        [None, None, None, None],
        ["stray", "", "", "", "beyond the header"],
    ]
    path = workbook(tmp_path / "list.xlsx", rows)
    assert cells(path, Layout(header_row=2)) == [
        {"a": "1", "b": "=1+1", "c": "2024-05-02", "d": "true"},
        {"a": "2.5", "b": "", "c": "2024-05-02 10:30:00", "d": "x"},
        "ragged-row",
    ]
    (first, *_) = records(path, Layout(header_row=2), BOTH)
    assert first.position == "Cases!3"


def test_a_sheet_is_named_or_the_first(tmp_path: Path) -> None:
    path = workbook(tmp_path / "list.xlsx", [["a", "b"], ["1", "2"]])
    assert cells(path, Layout(sheet="Cases")) == [{"a": "1", "b": "2"}]
    with pytest.raises(MappingError, match=r"no sheet 'Casess'.*Did you mean 'Cases'"):
        cells(path, Layout(sheet="Casess"))


def test_a_workbook_cut_off_is_refused_as_a_whole(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "list.xlsx", [["a", "b"], ["1", "2"]]).read_bytes()
    with pytest.raises(FileError, match="not a workbook"):
        cells(saved(tmp_path, whole[: len(whole) // 2], "half.xlsx"))
    with pytest.raises(FileError, match="not a workbook"):
        cells(saved(tmp_path, "a,b\n1,2\n", "text.xlsx"))


def test_a_workbook_damaged_inside_says_so(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "list.xlsx", [["a", "b"], ["1", "2"]])
    damaged = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(damaged, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data[:-40] if name.endswith("sheet1.xml") else data)
    with pytest.raises(FileError, match="damaged"):
        cells(damaged)


def test_json_cells_are_text_and_the_record_stays_as_it_was(tmp_path: Path) -> None:
    path = saved(tmp_path, '[{"a": 1, "b": null, "c": [1, {"x": true}]}]', "list.json")
    (record,) = records(path, Layout(), BOTH)
    assert isinstance(record, Record)
    assert dict(record.cells) == {"a": "1", "b": "", "c": '[1,{"x":true}]'}
    assert (record.position, record.content) == ("$[0]", '{"a":1,"b":null,"c":[1,{"x":true}]}')


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('[{"a": 1}, {"a"', "not JSON"),
        ('{"a": 1}', "not a JSON array"),
        ("[]", "empty array"),
        ("[" * 100_000, "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_json_that_cannot_be_read_as_a_whole(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(FileError, match=says):
        cells(saved(tmp_path, content, "list.json"))


def test_json_text_that_no_database_holds_is_refused(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        r'[{"a": "x\u0000", "b": ""}, {"a": "\ud800", "b": ""}, {"a": "\\u0000", "b": ""}]',
        "l.json",
    )
    assert cells(path) == ["bad-text", "bad-text", {"a": "\\u0000", "b": ""}]
    for one in records(path, Layout(), BOTH):
        one.content.encode("utf-8")


def test_json_without_a_mapped_field_anywhere_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="no column 'name'"):
        cells(saved(tmp_path, '[{"nam": "x"}]', "list.json"), wanted=frozenset({"name"}))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("deaths-2024-07-23.csv", date(2024, 7, 23)),
        ("list_2024-05-02.json", date(2024, 5, 2)),
        ("list-2024-13-40.csv", None),
        ("list-12024-05-02.csv", None),
        ("list.csv", None),
    ],
)
def test_the_day_in_a_files_name(name: str, expected: date | None) -> None:
    assert day_in_name(Path(name)) == expected
