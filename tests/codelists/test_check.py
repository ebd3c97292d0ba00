"""Each fault is planted in a copy of the lists and must be found, at its line, and nothing else."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sijill.codelists.check import Problem, check_all
from sijill.codelists.load import FOLDER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in FOLDER.glob("*.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path


def edit(folder: Path, name: str, code: str, /, **cells: str) -> int:
    """Write cells of the row with that code; returns its line."""
    path = folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        header, rows = list(reader.fieldnames or ()), list(reader)
    line = next(number for number, row in enumerate(rows, start=2) if row["code"] == code)
    rows[line - 2].update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return line


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, "\n".join(map(str, problems))
    return problems[0]


def test_the_lists_as_they_are_hold_no_fault() -> None:
    assert check_all() == []


@pytest.mark.parametrize(
    ("name", "code", "cells", "what"),
    [
        ("sex", "male", {"code": "Male"}, "does not have the list's shape"),
        ("sex", "male", {"code": "male-"}, "does not have the list's shape"),
        ("sex", "male", {"code": "m" * 41}, "longer than 40"),
        ("sex", "male", {"code": "not-stated"}, "is one of the unknowns"),
        ("sex", "male", {"code": "female"}, "code 'female' is also on line 2"),
        ("sex", "male", {"label_en": "Female"}, "label_en 'Female' is also on line 2"),
        ("sex", "male", {"label_ar": "أنثى"}, "label_ar 'أنثى' is also on line 2"),
        ("sex", "male", {"label_en": ""}, "label_en is empty"),
        ("sex", "male", {"label_ar": ""}, "label_ar is empty"),
        ("sex", "male", {"label_fr": ""}, "label_fr is empty"),
        ("sex", "male", {"label_es": ""}, "label_es is empty"),
        ("sex", "male", {"label_fr": "Féminin"}, "label_fr 'Féminin' is also on line 2"),
        ("sex", "male", {"label_es": "Femenino"}, "label_es 'Femenino' is also on line 2"),
        ("sex", "male", {"label_fr": "Sexe : masculin"}, "plain space beside"),
        ("sex", "male", {"label_ar": "ذكر "}, "label_ar has blanks"),
        ("sex", "male", {"label_en": " Male"}, "label_en has blanks"),
        ("sex", "male", {"label_en": "A  male"}, "label_en has blanks"),
        ("sex", "male", {"label_ar": "123"}, "no Arabic letter"),
        ("sex", "male", {"label_ar": "ذكر X"}, "Latin letters"),
        ("sex", "male", {"label_ar": "ذكر, رجل"}, "Latin comma"),
        ("sex", "male", {"label_fr": "ذكر"}, "label_fr holds Arabic letters"),
        ("sex", "male", {"label_fr": "Etabli\u0301"}, "normal form C"),
        ("sex", "male", {"definition": "Male"}, "full stop"),
        ("sex", "male", {"definition": ""}, "full stop"),
        ("sex", "male", {"source": ""}, "source is empty"),
        ("sex", "male", {"source": "ours"}, "said to be official"),
        ("sex", "male", {"label_source": "wiki"}, "label_source is 'wiki'"),
        ("sex", "male", {"label_source": ""}, "label_source is ''"),
        ("sex", "male", {"label_source": "un pt"}, "label_source is 'un pt'"),
        ("sex", "male", {"label_source": "un en ar fr es"}, "label_source is 'un en ar fr es'"),
        ("sex", "other", {"label_source": "ours en"}, "label_source is 'ours en'"),
        ("sex", "male", {"verify": "no"}, "verify is 'no'"),
        ("sex", "male", {"since": ""}, "since is ''"),
        ("sex", "male", {"since": "2026-13-01"}, "since is '2026-13-01'"),
        ("sex", "male", {"retired": "2027"}, "retired is '2027'"),
        ("sex", "male", {"retired": "1999-01-01"}, "retired before it came into use"),
        ("sex", "male", {"broader": "mammal"}, "broader 'mammal' is not a code"),
        ("sex", "male", {"broader": "male"}, "comes back to it"),
        ("sex", "male", {"same_as": "NIEM:M"}, "unknown prefix"),
        ("sex", "male", {"same_as": "male"}, "unknown prefix"),
        ("sex", "male", {"same_as": "SDMX:CL_SEX"}, "not well-formed"),
        ("sex", "male", {"same_as": "SDMX:CL_SEX/M SDMX:CL_SEX/M"}, "names one thing twice"),
        ("acts", "torture", {"same_as": "ICCS:110"}, "not well-formed"),
        ("acts", "torture", {"same_as": "HURIDOCS:MT4/0201"}, "not well-formed"),
        ("acts", "torture", {"same_as": "SDG:16.10.1/G"}, "not well-formed"),
        ("acts", "torture", {"same_as": "duty:n1"}, "not well-formed"),
        ("acts", "torture", {"sdg": "G"}, "sdg is 'G'"),
        ("acts", "torture", {"family": ""}, "family is empty"),
        ("acts", "torture", {"lethal": "perhaps"}, "lethal is 'perhaps'"),
        ("sdg_categories", "A", {"rank": "first"}, "rank is 'first'"),
        ("sdg_categories", "A", {"official_series": "SIJILL_X"}, "official_series is 'SIJILL_X'"),
        ("places", "FR", {"same_as": "M49:25"}, "not well-formed"),
        ("places", "FR", {"same_as": "ISO3166-1:FRA"}, "not well-formed"),
        ("status_stages", "moved", {"process": "travel"}, "process is 'travel'"),
        ("reasons", "rejected", {"outcome": "maybe"}, "outcome is 'maybe'"),
    ],
)
def test_a_planted_fault_is_found(folder: Path, name: str, code: str, cells: dict[str, str], what: str) -> None:
    line = edit(folder, name, code, **cells)
    problem = only(check_all(folder))
    assert what in problem.what
    assert problem.do
    assert (problem.codelist, problem.line) == (name, line)


def test_a_circle_of_two_is_found_on_both_lines(folder: Path) -> None:
    edit(folder, "acts", "threat", broader="death-threat")
    problems = check_all(folder)
    assert sorted(problem.code for problem in problems) == ["death-threat", "threat"]
    assert all("comes back" in problem.what for problem in problems)


def test_a_code_below_a_circle_is_not_blamed_for_it(folder: Path) -> None:
    edit(folder, "acts", "harassment", broader="online-harassment")
    problems = check_all(folder)
    assert sorted(problem.code for problem in problems) == ["harassment", "online-harassment"]


def test_the_unknowns_must_be_the_three_that_code_branches_on(folder: Path) -> None:
    edit(folder, "unknowns", "not-asked", code="never-asked")
    assert "not those that the code branches on" in only(check_all(folder)).what


def test_a_missing_file_is_found(folder: Path) -> None:
    (folder / "sex.csv").unlink()
    problem = only(check_all(folder))
    assert problem == Problem(
        "sex", 0, "", "The file is missing.", "Restore it, or remove the list from codelists/lists.py."
    )


def test_a_file_that_no_list_declares_is_found(folder: Path) -> None:
    (folder / "colours.csv").write_text("code\n", encoding="utf-8")
    assert only(check_all(folder)).codelist == "colours"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        pytest.param(lambda raw: raw.replace(b"\n", b"\r\n"), "Not every line ends with LF", id="crlf"),
        pytest.param(lambda raw: raw.rstrip(b"\n"), "Not every line ends with LF", id="no-last-lf"),
        pytest.param(lambda raw: b"\xef\xbb\xbf" + raw, "byte-order mark", id="bom"),
        pytest.param(lambda raw: raw.replace(b"female", b"f\xff"), "is not UTF-8", id="not-utf-8"),
        pytest.param(lambda raw: raw.replace(b"label_en", b"label"), "The header is code,broader,label,", id="header"),
        pytest.param(lambda raw: raw + b'"open\n', "is not CSV", id="open-quote"),
        pytest.param(lambda raw: b"", "is empty", id="empty"),
    ],
)
def test_a_file_of_another_form_is_found(folder: Path, change: Callable[[bytes], bytes], what: str) -> None:
    path = folder / "sex.csv"
    path.write_bytes(change(path.read_bytes()))
    assert what in only(check_all(folder)).what


def test_a_line_with_a_cell_too_many_is_found(folder: Path) -> None:
    path = folder / "sex.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] += ",more"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    problem = only(check_all(folder))
    assert (problem.line, problem.code) == (3, "male")
    assert "14 cells, the header 13" in problem.what


def test_a_problem_says_where_what_and_what_to_do(folder: Path) -> None:
    line = edit(folder, "acts", "torture", sdg="G")
    assert str(only(check_all(folder))) == (
        f"codelists/acts.csv line {line} (torture): sdg is 'G'. "
        "It holds a code of codelists/sdg_categories.csv: "
        "Category of SDG 16.10.1 that the act may count in once its conditions are met; empty: outside it."
    )
