"""A clean report gives no finding, and one planted fault gives a finding of exactly its rule."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from sijill.statements.harmonised.build import build
from sijill.statements.harmonised.catalogue import RULES
from sijill.statements.harmonised.duties import KINDS
from sijill.statements.harmonised.facts import Facts
from sijill.statements.harmonised.finding import Finding
from sijill.statements.harmonised.lint import lint, lint_files
from sijill.statements.harmonised.lint_report import deadline
from sijill.statements.harmonised.parts import SHEETS, as_csv, part
from sijill.statements.harmonised.read import Sheet, parse_sheet
from tests.statements.harmonised.invented import HALF, facts, service

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "dsa" / "harmonised"
Files = dict[str, bytes]
Plant = Callable[["Draft"], None]


@cache
def clean(kind: str = "vlop") -> Files:
    return build(service(kind), HALF, facts())


class Draft:
    """A report that can be spoiled cell by cell."""

    def __init__(self, files: Files) -> None:
        self.files = dict(files)

    def table(self, number: int) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.files[self.name(number)].decode(), newline="")))

    @staticmethod
    def name(number: int) -> str:
        return f"{SHEETS[number - 1]}.csv"

    def keep(self, number: int, rows: list[list[str]]) -> None:
        self.files[self.name(number)] = as_csv(tuple(rows[0]), [tuple(row) for row in rows[1:]])

    def set(self, number: int, where: Callable[[dict[str, str]], bool], column: str, value: str) -> int:
        """Write a value into the first row that fits; returns its number."""
        rows = self.table(number)
        names = [each.name for each in part(number).columns]
        for index, row in enumerate(rows[1:], start=2):
            if where(dict(zip(names, row, strict=True))):
                row[names.index(column)] = value
                self.keep(number, rows)
                return index
        raise AssertionError("no such row")

    def sheets(self) -> list[Sheet]:
        return [parse_sheet(raw, name) for name, raw in self.files.items()]


def told(indicator: str, scope: str) -> Callable[[dict[str, str]], bool]:
    return lambda row: row["indicator"].startswith(indicator) and row["scope"].strip() == scope


def raw(number: int, change: Callable[[bytes], bytes]) -> Plant:
    def plant(draft: Draft) -> None:
        draft.files[draft.name(number)] = change(draft.files[draft.name(number)])

    return plant


def cell(number: int, where: Callable[[dict[str, str]], bool], column: str, value: str) -> Plant:
    def plant(draft: Draft) -> None:
        draft.set(number, where, column, value)

    return plant


def add(number: int, where: Callable[[dict[str, str]], bool], column: str, more: int) -> Plant:
    """Change a whole number."""

    def plant(draft: Draft) -> None:
        names = [each.name for each in part(number).columns]
        for row in draft.table(number)[1:]:
            cells = dict(zip(names, row, strict=True))
            if where(cells):
                draft.set(number, where, column, str(int(cells[column]) + more))
                return

    return plant


def drop(number: int, where: Callable[[dict[str, str]], bool], *, every: bool = False) -> Plant:
    """Take the first row that fits away, or every one."""

    def plant(draft: Draft) -> None:
        rows, names = draft.table(number), [each.name for each in part(number).columns]
        fits = [row for row in rows[1:] if where(dict(zip(names, row, strict=True)))]
        assert fits
        draft.keep(number, [row for row in rows if row not in (fits if every else fits[:1])])

    return plant


def repeat(number: int, where: Callable[[dict[str, str]], bool], *, last: bool = False, **cells: str) -> Plant:
    """Put a copy of the first row that fits behind it (or behind all rows), its figures nothing, some cells changed."""

    def plant(draft: Draft) -> None:
        rows, columns = draft.table(number), part(number).columns
        for index, row in enumerate(rows[1:], start=1):
            if where({each.name: cell for each, cell in zip(columns, row, strict=True)}):
                nothing = {each.name: "0" if each.holds == "count" else "" for each in part(number).numbers}
                new = {**nothing, **cells}
                copy = [new.get(each.name, cell) for each, cell in zip(columns, row, strict=True)]
                rows.insert(len(rows) if last else index + 1, copy)
                draft.keep(number, rows)
                return
        raise AssertionError("no such row")

    return plant


def of_other_facts(change: Callable[[Facts], Facts]) -> Plant:
    """The report of facts that are wrong in themselves."""

    def plant(draft: Draft) -> None:
        draft.files = build(service("vlop"), HALF, change(facts()))

    return plant


def both(*plants: Plant) -> Plant:
    def plant(draft: Draft) -> None:
        for one in plants:
            one(draft)

    return plant


def another_version(folder: str) -> Plant:
    def plant(draft: Draft) -> None:
        for name, content in list(draft.files.items()):
            draft.files[f"{folder}/{name}"] = content.replace(b"text 1.", b"text 1 again.")

    return plant


def another_language(draft: Draft) -> None:
    rows = draft.table(5)
    rows[0][3] = "Kategorie der rechtswidrigen Inhalte"
    draft.keep(5, rows)


def another_period(text: str) -> Plant:
    def plant(draft: Draft) -> None:
        for name in draft.files:
            draft.files[name] = draft.files[name].replace(b"2025-07-01/2025-12-31", text.encode())
        start, end = text.split("/")
        draft.set(1, lambda row: row["indicator"].startswith("Starting"), "value", start)
        draft.set(1, lambda row: row["indicator"].startswith("Ending"), "value", end)

    return plant


def fit(**cells: str) -> Callable[[dict[str, str]], bool]:
    """Rows whose cells are these."""
    return lambda row: all(row[name].strip() == value for name, value in cells.items())


def starts(text: str) -> Callable[[dict[str, str]], bool]:
    return lambda row: row["indicator"].startswith(text)


def described(row: dict[str, str]) -> bool:
    return row["category"] == "KEYWORD_OTHER" and row["other"] != "" and row["measures"] not in ("", "0")


def room_for_more(row: dict[str, str]) -> bool:
    return row["category"].startswith("KEYWORD_") and int(row["vis_other"] or 0) < int(row["measures"] or 0)


def bytes_of_windows(old: bytes) -> bytes:
    return old.decode().replace("text 1.", "texté 1.").encode("cp1252")


HARM = fit(category="KEYWORD_ANIMAL_HARM")
DAY = fit(indicator="Date of the publication of the report")
PREVIOUS = fit(indicator="Date of the publication of the latest previous report")
PLANTED: dict[str, Plant] = {
    "form/unreadable": raw(9, lambda _: b""),
    "form/encoding": raw(11, bytes_of_windows),
    "form/mark": raw(4, lambda old: b"\xef\xbb\xbf" + old),
    "form/delimiter": raw(10, lambda old: old.replace(b",", b";")),
    "form/header": another_language,
    "form/columns": raw(10, lambda old: old.replace(b"1000000\n", b"1000000,\n", 1)),
    "form/placeholder": cell(11, starts("Summary"), "value", "Free text"),
    "report/part-missing": lambda draft: draft.files.__delitem__(draft.name(9)),
    "row/missing": drop(6, lambda row: row["measures"] == "0" and row["category"] not in ("KEYWORD_OTHER", "TOTAL")),
    "row/unknown": cell(9, told("Number of internal", "Total number"), "indicator", "Number of inner moderators"),
    "row/duplicate": repeat(5, HARM),
    "states/missing": drop(3, lambda row: row["scope"] != "TOTAL", every=True),
    "blank/zero": cell(5, lambda row: row["measures"] not in ("", "0") and row["vis_other"] == "0", "vis_other", ""),
    "blank/not-applicable": cell(9, told("Number of internal", "Total number"), "value", "40"),
    "blank/median": cell(3, lambda row: row["hours_to_effect_act"] != "", "hours_to_effect_act", ""),
    "service/missing": cell(8, told("Accuracy", "sv"), "service", ""),
    "service/several": cell(1, PREVIOUS, "service", "Another Forum"),
    "text/missing": cell(11, starts("Safeguards"), "value", ""),
    "text/long": cell(11, starts("Safeguards"), "value", "a" * 5001),
    "value/separator": cell(10, fit(scope="AT"), "value", "1,000,000"),
    "value/count": cell(9, told("Number of total", "sv"), "value", "5.5"),
    "value/hours": cell(7, told("Number of disputes", "Median time"), "value", "2 days"),
    "value/fraction": cell(8, told("Accuracy of the automated means - Accuracy", "Total number"), "value", "97"),
    "value/hours-long": cell(7, told("Number of disputes", "Median time"), "value", "26000"),
    "value/median-of-nothing": cell(3, fit(orders_to_act="0"), "hours_to_effect_act", "4"),
    "category/unknown": repeat(5, HARM, last=True, category="STATEMENT_CATEGORY_MISINFORMATION"),
    "category/placement": repeat(5, HARM, last=True, category="STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE"),
    "keyword/unknown": repeat(6, HARM, category="KEYWORD_DANGEROUS_TOYS"),
    "keyword/other-code": repeat(6, HARM, category="KEYWORD_OTHER_SPAM"),
    "keyword/placement": repeat(4, HARM, category="KEYWORD_DEFAMATION"),
    "other/missing": cell(5, described, "other", ""),
    "other/duplicate": repeat(5, described),
    "other/catch-all": cell(5, described, "other", "Other"),
    "other/unexpected": cell(6, fit(category="KEYWORD_NUDITY"), "other", "Bathing"),
    "period/form": cell(8, told("Accuracy", "sv"), "period", "July to December 2025"),
    "period/length": another_period("2025-07-02/2025-12-31"),
    "period/differs": cell(8, told("Accuracy", "sv"), "period", "2026-01-01/2026-06-30"),
    "period/templates": another_period("2025-01-01/2025-12-31"),
    "period/early": cell(1, DAY, "value", "2025-12-30"),
    "period/deadline": cell(1, DAY, "value", "2026-03-09"),
    "period/previous": cell(1, PREVIOUS, "value", "2026-02-21"),
    "identity/missing": cell(1, starts("Name"), "value", ""),
    "identity/date": cell(1, PREVIOUS, "value", "20 August 2025"),
    "version/unmarked": another_version("copy"),
    "version/unexplained": another_version("v2"),
    "scope/greece": cell(10, fit(scope="EL"), "scope", "GR"),
    "scope/unknown": repeat(3, HARM, last=True, scope="IS"),
    "scope/language": cell(9, told("Number of total", "sv"), "scope", "SV"),
    "sum/sub-categories": add(5, room_for_more, "vis_other", 1),
    "sum/total": add(5, fit(category="TOTAL"), "vis_other", 1),
    "sum/member-states": drop(3, fit(scope="DE"), every=True),
    "sum/outcomes": add(7, told("Number of disputes", "Total number"), "value", 1),
    "sum/bases": both(
        add(7, told("Number of complaints submitted", "Total number"), "value", 1),
        add(7, told("Number of complaints submitted", "Decisions upheld"), "value", 1),
    ),
    "sum/part-of-whole": cell(8, told("Number of notices solely", "NAM Trusted Flagger"), "value", "399"),
    "sum/restrictions": of_other_facts(
        lambda old: replace(old, measures=tuple(replace(one, restrictions=frozenset()) for one in old.measures))
    ),
    "sum/items": of_other_facts(lambda old: replace(old, notices=tuple(replace(one, items=0) for one in old.notices))),
    "sum/recipients": cell(10, fit(scope="TOTAL"), "value", "26000000"),
    "sum/staff": cell(9, told("Number of total", "Total number"), "value", "61"),
    "cross/own-initiative": both(
        cell(8, told("Number of measures solely", "Total number"), "value", "9999"),
        cell(8, told("Number of measures solely", "Own-initiative"), "value", "9999"),
    ),
    "cross/notices": cell(8, told("Number of notices not", "NAM Total"), "value", "401"),
}
KIND = {"blank/not-applicable": "platform"}


def planted(rule: str) -> list[Finding]:
    kind = KIND.get(rule, "vlop")
    draft = Draft(clean(kind))
    PLANTED[rule](draft)
    return lint(draft.sheets(), kind=kind)


def test_a_fault_is_planted_for_every_rule() -> None:
    assert set(PLANTED) == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_one_fault_gives_exactly_its_rule(rule: str) -> None:
    found = planted(rule)
    assert {one.rule for one in found} == {rule}
    assert all(one.message and one.file for one in found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_that_sijill_wrote_has_no_finding(kind: str, tmp_path: Path) -> None:
    for name, content in clean(kind).items():
        (tmp_path / name).write_bytes(content)
    assert lint_files(sorted(tmp_path.iterdir()), kind) == []


def test_an_updated_version_with_its_changes_has_no_finding() -> None:
    draft = Draft(clean())
    another_version("v2")(draft)
    assert lint(draft.sheets(), ["v2/changes.csv"]) == []


def test_a_finding_says_file_row_what_was_expected_and_found() -> None:
    draft = Draft(clean())
    row = draft.set(10, fit(scope="AT"), "value", "1,000,000")
    assert [one.as_json() for one in lint(draft.sheets())] == [
        {
            "file": "10_AMAR.csv",
            "row": row,
            "rule": "value/separator",
            "message": "Value: a separator stands in a number.",
            "expected": "1000000",
            "found": "1,000,000",
            "column": "Value",
        }
    ]


def test_one_part_alone_is_not_blamed_for_the_others() -> None:
    name = Draft.name(5)
    assert lint([parse_sheet(clean()[name], name)]) == []


def test_the_deadline_is_the_same_day_or_the_last_of_the_month() -> None:
    assert deadline(date(2025, 12, 31)) == date(2026, 2, 28)
    assert deadline(date(2027, 12, 31)) == date(2028, 2, 29)
    assert deadline(date(2026, 6, 30)) == date(2026, 8, 30)


def write(folder: Path, files: Files, prefix: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / f"{prefix}{name}").write_bytes(content)


def of_service(name: str) -> Files:
    return {file: content.replace(b"Invented Forum", name.encode()) for file, content in clean().items()}


def test_several_services_in_one_folder_are_several_reports(tmp_path: Path) -> None:
    """Part 2 has no column for the service: each report has its own by its name, or all have the one that is there."""
    write(tmp_path / "own", of_service("Invented Forum"), "forum_")
    write(tmp_path / "own", of_service("Invented Square"), "square_")
    assert lint_files(sorted((tmp_path / "own").iterdir())) == []
    for prefix, name in (("forum_", "Invented Forum"), ("square_", "Invented Square")):
        files = of_service(name)
        shared = files.pop("2_categories_names.csv")
        write(tmp_path / "shared", files, prefix)
    write(tmp_path / "shared", {"2_categories_names.csv": shared})
    assert lint_files(sorted((tmp_path / "shared").iterdir())) == []


def test_one_file_of_another_service_does_not_tear_a_report_apart(tmp_path: Path) -> None:
    write(tmp_path, clean())
    write(tmp_path, {"4_notices.csv": of_service("Invented Forum Ltd")["4_notices.csv"]})
    found = lint_files(sorted(tmp_path.iterdir()))
    assert [(one.rule, one.row, Path(one.file).name) for one in found] == [("service/several", 2, "4_notices.csv")]


@pytest.mark.parametrize("prefix", ["StackExchange_", "forum_version_1_", "readme_"])
def test_a_part_is_checked_whatever_its_file_is_called(tmp_path: Path, prefix: str) -> None:
    draft = Draft(clean())
    PLANTED["value/separator"](draft)
    write(tmp_path, draft.files, prefix)
    assert [one.rule for one in lint_files(sorted(tmp_path.iterdir()))] == ["value/separator"]


@pytest.mark.parametrize("row", [2, 40])
def test_a_row_of_another_service_is_found_where_it_stands(row: int) -> None:
    draft = Draft(clean())
    rows = draft.table(10)
    rows[min(row, len(rows)) - 1][1] = "Another Forum"
    draft.keep(10, rows)
    found = [one.row for one in lint(draft.sheets()) if one.rule == "service/several"]
    assert found == [min(row, len(rows))]


def test_every_blank_cell_is_found_in_its_row() -> None:
    """A file with blank cells hides none that comes to them."""
    draft = Draft(clean())
    rows = draft.table(5)
    spoiled = [at for at in (12, 30, 31, 60) if rows[at][12] == "0"]
    for at in spoiled:
        rows[at][12] = rows[at][13] = ""
    draft.keep(5, rows)
    assert len(spoiled) > 2
    assert [(one.rule, one.row) for one in lint(draft.sheets())] == [("blank/zero", at + 1) for at in spoiled]


def test_a_missing_row_is_told_at_its_place() -> None:
    draft = Draft(clean())
    rows = draft.table(6)
    place = next(at for at, row in enumerate(rows) if row[3] == "KEYWORD_NUDITY" and row[5] == "0")
    draft.keep(6, rows[:place] + rows[place + 1 :])
    assert [(one.rule, one.row) for one in lint(draft.sheets())] == [("row/missing", place + 1)]


@pytest.mark.parametrize("word", ["N/A", "-", "n.a."])
def test_a_word_for_nothing_is_no_description_and_no_figure(word: str) -> None:
    """It is a fault in a column of figures and nowhere else, and hides no other fault."""
    draft = Draft(clean())
    rows = draft.table(5)
    for row in rows[1:]:
        row[4] = row[4] or word
    draft.keep(5, rows)
    assert lint(draft.sheets()) == []
    zero = next(at for at, row in enumerate(rows) if row[3] == "KEYWORD_ANIMAL_HARM")
    rows[zero][5] = word if rows[zero][5] == "0" else rows[zero][5]
    rows[1][5] = str(int(rows[1][5]) + 1)
    draft.keep(5, rows)
    assert ("sum/total", 2) in {(one.rule, one.row) for one in lint(draft.sheets())}


@pytest.mark.skipif(not REAL.is_dir(), reason="the source files are not beside the checkout")
def test_a_real_filing_is_read_to_its_known_faults() -> None:
    """Rows of X's published part 3: the figures with separators mean what they mean, the excerpt lacks rows."""
    found = lint_files([REAL / "ORIGINAL_X_t3_excerpt.csv"])
    separators = [(one.row, one.expected, one.found) for one in found if one.rule == "value/separator"]
    assert separators == [(2, "5928", "5,928"), (11, "3168", "3,168")]
    assert not [one for one in found if one.rule == "sum/sub-categories"]  # 546 + 39 + 1186 + 1397 are 3,168
    assert {one.rule for one in found} == {
        "value/separator", "row/missing", "states/missing", "sum/total", "sum/member-states",
    }  # fmt: skip


@pytest.mark.skipif(not REAL.is_dir(), reason="the source files are not beside the checkout")
@pytest.mark.parametrize(
    ("name", "rule", "row"),
    [
        ("t5_own_initiative_illegal.csv", "sum/total", 65),
        ("t5_own_initiative_illegal.csv", "sum/sub-categories", 70),
        ("t5_own_initiative_illegal.csv", "keyword/other-code", 44),
        ("t5_own_initiative_illegal.csv", "category/unknown", 64),
        ("t3_member_state_orders.csv", "scope/greece", 99),
        ("t10_amar.csv", "sum/recipients", 30),
        ("t9_human_resources.csv", "scope/language", 128),
    ],
)
def test_faults_of_real_reports_are_found_where_they_are(name: str, rule: str, row: int) -> None:
    assert (rule, row) in {(one.rule, one.row) for one in lint_files([REAL / name])}
