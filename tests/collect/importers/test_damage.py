"""Bad input: each fault is said with its place, the rest of the file goes on, and memory stays flat."""

from __future__ import annotations

import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from sijill.collect.draft import Refused, Row
from sijill.collect.importers.damage import LONGEST_CELL, LONGEST_LINE, twice_encoded
from sijill.collect.importers.formats import FileError, MappingError, read
from sijill.collect.importers.packed import check_workbook
from tests.collect.importers.lists import PEOPLE

MAPPING = """
[format]
name = "bad"
title = "An invented list"
complete = true
{form}
[source]
code = "invented"
name = "An invented list"
kind = "ngo"
[[key]]
column = "No"
[victim]
[[victim.name]]
column = "Name"
[[act]]
kind = {{ column = "What", codes = {{ beaten = "assault", threatened = "threat" }} }}
occurred = {{ column = "When", formats = ["%d/%m/%Y", "%Y-%m-%d", "%Y"] }}
supports = ["act"]
"""
HEADER = "No,Name,What,When\n"
GOOD = "1,Zz One,beaten,2024\n"


def understood(folder: Path, content: str | bytes, form: str = "", name: str = "list.csv") -> list[Row | Refused]:
    (folder / "map.toml").write_text(MAPPING.format(form=form), encoding="utf-8")
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read("table", path, mapping=folder / "map.toml"))


def problems(rows: list[Row | Refused]) -> list[str]:
    return [row.problem if isinstance(row, Refused) else "" for row in rows]


@pytest.mark.parametrize(
    ("line", "problem", "field", "says"),
    [
        ("2,Zz Jos\u00c3\u00a9,beaten,2024", "double-encoded", "Name", "encoded again"),
        ("2,\u00d8\u00b2\u00d8\u00b2,beaten,2024", "double-encoded", "Name", "open it as UTF-8"),
        ("2,Zz Two,beeten,2024", "unknown-code", "What", "Did you mean 'beaten'"),
        ("2,Zz Two,beaten,2918", "impossible-date", "When", "2918"),
        ("2,Zz Two,beaten,0000", "impossible-date", "When", ""),
        ("2,Zz Two,beaten,2025-02-30", "impossible-date", "When", ""),
        ("2,Zz Two,beaten,31/04/2024", "impossible-date", "When", ""),
        ("1,Zz Two,beaten,2024", "duplicate-key", "No", "same identifier"),
        (",Zz Two,beaten,2024", "missing-key", "No", "nothing to be known by"),
        ("2,Zz Two", "ragged-row", "", "2 cells"),
        ("2,Zz\x1fTwo\x85,beaten,2024", "", "", ""),
        (f"2,{'z' * (LONGEST_CELL + 1)},beaten,2024", "unreadable-row", "", "more than"),
        ('2,Zz "Two,beaten,2024', "", "", ""),
        ('2,"Zz "Two,beaten,2024', "unreadable-row", "", "quotation mark"),
    ],
)
def test_one_bad_row_is_refused_where_it_stands_and_the_rest_goes_on(
    tmp_path: Path, line: str, problem: str, field: str, says: str
) -> None:
    first, second, third = understood(tmp_path, f"{HEADER}{GOOD}{line}\n3,Zz Three,threatened,2024\n")
    assert isinstance(first, Row) and isinstance(third, Row)
    assert third.key == "3"
    if not problem:
        assert isinstance(second, Row)
        return
    assert isinstance(second, Refused)
    assert (second.problem, second.field) == (problem, field)
    assert second.message.startswith("Row 3: ") and says in second.message
    assert "Zz" not in second.message, "a message never holds a name"


def test_half_a_file_keeps_what_came_before_and_says_that_it_was_cut(tmp_path: Path) -> None:
    rows = understood(tmp_path, HEADER + GOOD + '2,"Zz Two, cut off in the mid')
    assert problems(rows) == ["", "unreadable-row"]
    assert isinstance(rows[1], Refused) and rows[1].unread
    assert "cut off" in rows[1].message


def test_a_wrong_delimiter_is_said_with_the_one_to_write(tmp_path: Path) -> None:
    semicolons = (HEADER + GOOD).replace(",", ";")
    with pytest.raises(FileError, match=r'write delimiter = ";" under \[format\]'):
        understood(tmp_path, semicolons, 'delimiter = ","')
    with pytest.raises(FileError, match=r'write delimiter = "\|"'):
        understood(tmp_path, semicolons.replace(";", "|"))
    assert problems(understood(tmp_path, semicolons.replace(";", "|"), 'delimiter = "|"')) == [""]


def test_an_encoding_is_never_guessed(tmp_path: Path) -> None:
    western = (HEADER + "1,Zz José,beaten,2024\n").encode("cp1252")
    with pytest.raises(FileError, match=r"not UTF-8.*cp1252"):
        understood(tmp_path, western)
    assert problems(understood(tmp_path, western, 'encoding = "cp1252"')) == [""]
    with pytest.raises(FileError, match="the file is UTF-8"):
        understood(tmp_path, HEADER + "1,Zz José,beaten,2024\n", 'encoding = "cp1252"')


def test_old_macintosh_line_ends_are_refused_as_a_whole(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="Macintosh"):
        understood(tmp_path, (HEADER + GOOD).replace("\n", "\r"))


def test_a_banner_above_the_header_is_found_and_said(tmp_path: Path) -> None:
    banner = f"Our list of 2024,,,\n,,,\n{HEADER}{GOOD}"
    with pytest.raises(MappingError, match=r"the columns stand in row 3.*header_row = 3"):
        understood(tmp_path, banner)
    assert problems(understood(tmp_path, banner, "header_row = 3")) == [""]


@pytest.mark.parametrize(
    ("content", "says"),
    [("", "0 bytes"), (HEADER, "a header and no rows"), ("\n\n\n", "is empty"), (HEADER + "\n,,,\n", "no rows")],
)
def test_a_file_without_a_row(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(FileError, match=says):
        understood(tmp_path, content)


def test_half_a_json_file_is_refused_with_the_place(tmp_path: Path) -> None:
    whole = json.dumps([{"No": "1", "Name": "Zz One", "What": "beaten", "When": "2024"}] * 3)
    with pytest.raises(FileError, match=r"line 1 column \d+.*cut off"):
        understood(tmp_path, whole[: len(whole) // 2], name="list.json")


def test_json_cells_are_held_to_the_same_rules(tmp_path: Path) -> None:
    good = {"No": "1", "Name": "Zz One", "What": "beaten", "When": "2024"}
    bad = [{**good, "No": "2", "Name": "Zz \u00c3\u00a9"}, {**good, "No": "3", "Name": "z" * (LONGEST_CELL + 1)}]
    rows = understood(tmp_path, json.dumps([good, *bad, {**good, "No": "4"}]), name="list.json")
    assert problems(rows) == ["", "double-encoded", "too-long", ""]
    assert all(len(row.content) <= LONGEST_CELL for row in rows)


@pytest.mark.slow
def test_two_hundred_megabytes_in_one_cell_are_one_refused_row_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    (tmp_path / "map.toml").write_text(MAPPING.format(form=""), encoding="utf-8")
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{HEADER}{GOOD}2,")
        for _ in range(200):
            file.write("z" * (1 << 20))
        file.write(",beaten,2024\n3,Zz Three,threatened,2024\n")
    tracemalloc.start()
    rows = list(read("table", path, mapping=tmp_path / "map.toml"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert problems(rows) == ["", "unreadable-row", ""]
    assert isinstance(rows[1], Refused) and f"more than {LONGEST_LINE} characters" in rows[1].message
    assert len(rows[1].content) < 20_000
    assert peak < 40 << 20


def workbook(path: Path, *cells: object) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(["No", "Name", "What", "When"])
    sheet.append(list(cells))
    book.save(path)
    return path


def test_formulas_of_a_workbook_stay_text(tmp_path: Path) -> None:
    path = workbook(tmp_path / "list.xlsx", "1", "=HYPERLINK(1)", "beaten", "2024")
    book = Workbook()
    book.active.append(["No", "Name", "What", "When"])
    book.active.append(["1", ArrayFormula("B2", "=SUM(1,2)"), "beaten", "2024"])
    book.save(tmp_path / "array.xlsx")
    for file, text in ((path, "=HYPERLINK(1)"), (tmp_path / "array.xlsx", "=SUM(1,2)")):
        (row,) = understood(tmp_path, file.read_bytes(), name="copy.xlsx")
        assert isinstance(row, Row) and row.entries[0].victim.names[0].text == text


def packed(path: Path, part: str, content: bytes) -> Path:
    """A workbook with one part replaced."""
    whole = workbook(path.with_name("whole.xlsx"), "1", "Zz", "beaten", "2024")
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    return path


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<worksheet>" + b"<row/>" * (8 << 20) + b"</worksheet>", "fill a disk"),
        (LAUGHS, "declares a document type"),
        (b'<!DOCTYPE w SYSTEM "elsewhere.dtd"><worksheet/>', "declares a document type"),
        (b" " * 65_530 + LAUGHS, "declares a document type"),
        (LAUGHS.decode().encode("utf-16"), "not UTF-8"),
        (b"<worksheet><c>" + b"z" * (3 << 20) + b"</c></worksheet>", "a cell of xl/worksheets/sheet1.xml"),
    ],
)
def test_a_workbook_made_to_do_harm_is_not_opened(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(FileError, match=says):
        check_workbook(packed(tmp_path / "bad.xlsx", SHEET, content))


def test_half_a_workbook_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "list.xlsx", "1", "Zz", "beaten", "2024").read_bytes()
    with pytest.raises(FileError, match="cut off"):
        understood(tmp_path, whole[: len(whole) // 2], name="half.xlsx")


@given(st.text(min_size=1))
def test_what_was_encoded_twice_is_seen_whatever_it_says(text: str) -> None:
    twice = text.encode("utf-8", "surrogatepass").decode("latin-1")
    assert twice_encoded(twice) == (not text.isascii())


@pytest.mark.parametrize(
    "text",
    [
        "José Ángel Ñandú",
        "« SALLE »",
        "زز المختلقة",
        "Zz Ünal Şahin",
        "naïve café – “quoted”",
        "Łódź",
        "Việt",
        "測試",
        "É",
    ],
)
def test_what_was_encoded_once_is_not(text: str) -> None:
    assert not twice_encoded(text)


@pytest.mark.skipif(not PEOPLE.is_dir(), reason="the shared lists are not here")
def test_of_the_real_lists_only_what_was_damaged_is_called_so() -> None:
    found = {
        path.name: sum(twice_encoded(cell) for cell in path.read_text(encoding="utf-8", errors="replace").split(","))
        for path in PEOPLE.rglob("*.csv")
    }
    damaged = {name: number for name, number in found.items() if number}
    assert damaged == {"OriginalData_Journalists_Killed_Imprisoned_1992_2020.csv": 1}
