"""Files as services publish them are read to the same figures as the template's own form."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from sijill.statements.harmonised.build import build
from sijill.statements.harmonised.lint import lint
from sijill.statements.harmonised.numbers import KIND, SEPARATOR, UNREADABLE, number
from sijill.statements.harmonised.parts import COUNT, FRACTION, HOURS, SHEETS, as_csv, part, parts
from sijill.statements.harmonised.read import Sheet, parse_sheet
from sijill.statements.harmonised.table import COLUMNS, table
from tests.statements.harmonised.invented import HALF, facts, service

TEMPLATES = Path(__file__).resolve().parents[4] / "shared" / "data" / "dsa" / "templates"
# Headers as other languages have them; ours, written for this test, not the official translations.
OTHER_LANGUAGES = {
    "de": ["Anwendbarkeit", "Dienst", "Berichtszeitraum", "Kategorie rechtswidriger Inhalte", "Beschreibung"],
    "fr": ["Applicabilité", "Service", "Période de référence", "Catégorie de contenu illicite", "Description"],
    "it": ["Applicabilità", "Servizio", "Periodo di riferimento", "Categoria di contenuti illegali", "Descrizione"],
    "es": ["Aplicabilidad", "Servicio", "Período de referencia", "Categoría de contenido ilícito", "Descripción"],
}


def figures(sheet: Sheet) -> list[dict[str, object]]:
    """Every figure of a sheet, without the file's name and how it was written."""
    return [{name: row[name] for name in COLUMNS if name not in ("file", "text")} for row in table([sheet])]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return build(service("vlop"), HALF, facts())


@pytest.mark.skipif(not TEMPLATES.is_dir(), reason="the source files are not beside the checkout")
def test_the_templates_that_ship_are_the_officials_byte_by_byte() -> None:
    for each in parts():
        official = next(TEMPLATES.glob(f"*CSV_Part_{each.number}_*.csv"))
        assert as_csv(each.header, list(each.rows)) == official.read_bytes()


def test_every_part_is_told_by_its_header(files: dict[str, bytes]) -> None:
    for number_, sheet in enumerate(SHEETS, start=1):
        read = parse_sheet(files[f"{sheet}.csv"], "report.csv")
        assert (read.part and read.part.number, read.official) == (number_, True)


@pytest.mark.parametrize("number_", [3, 4, 5, 6, 7, 8, 9, 10])
@pytest.mark.parametrize("form", ["mark", "utf-16", "semicolons", "windows", "crlf"])
def test_the_form_of_a_file_changes_no_figure(files: dict[str, bytes], number_: int, form: str) -> None:
    plain = files[f"{SHEETS[number_ - 1]}.csv"]
    rows = list(csv.reader(io.StringIO(plain.decode(), newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    changed = {
        "mark": b"\xef\xbb\xbf" + plain,
        "utf-16": plain.decode().encode("utf-16"),
        "semicolons": out.getvalue().encode(),
        "windows": plain.decode().replace("\xa0", " ").encode("cp1252"),
        "crlf": plain.replace(b"\n", b"\r\n"),
    }[form]
    assert figures(parse_sheet(changed, "x.csv")) == figures(parse_sheet(plain, "x.csv"))


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
@pytest.mark.parametrize("number_", [3, 4, 5, 6])
def test_headers_in_another_language_are_told_by_their_place(
    files: dict[str, bytes], language: str, number_: int
) -> None:
    plain = files[f"{SHEETS[number_ - 1]}.csv"]
    rows = list(csv.reader(io.StringIO(plain.decode(), newline="")))
    rows[0] = [*OTHER_LANGUAGES[language], *(f"{language} {index}" for index in range(5, len(rows[0])))]
    read = parse_sheet(as_csv(tuple(rows[0]), [tuple(row) for row in rows[1:]]), f"{SHEETS[number_ - 1]}.csv")
    assert (read.part and read.part.number, read.official, read.by_position) == (number_, False, True)
    assert figures(read) == figures(parse_sheet(plain, "x.csv"))


def test_outcomes_in_another_language_are_told_by_their_words(files: dict[str, bytes]) -> None:
    plain = files["7_appeals_and_recidivism.csv"].decode()
    german = plain
    for ours, theirs in {
        "Total number": "Gesamtzahl",
        "Decisions upheld": "Aufrechterhaltene Entscheidungen",
        "Decisions partially reversed": "Teilweise aufgehobene Entscheidungen",
        "Decisions reversed": "Aufgehobene Entscheidungen",
        "Median time": "Medianzeit",
        "Decision omitted": "Ausgelassene Entscheidungen",
        "Percentage of outcomes implemented": "Prozentsatz umgesetzter Ergebnisse",
        "Number of": "Anzahl der",
        "Complaint regarding": "Beschwerde gegen",
    }.items():
        german = german.replace(ours, theirs)
    assert figures(parse_sheet(german.encode(), "7_x.csv")) == figures(parse_sheet(plain.encode(), "7_x.csv"))


def test_a_cell_of_several_lines_is_one_cell_and_rows_count_as_a_spreadsheet_does(files: dict[str, bytes]) -> None:
    rows = list(csv.reader(io.StringIO(files["3_member_states_orders.csv"].decode(), newline="")))
    rows[1][13] = "First line.\n\nThird line, with a comma."
    read = parse_sheet(as_csv(tuple(rows[0]), [tuple(row) for row in rows[1:]]), "x.csv")
    assert [row.number for row in read.rows[:3]] == [2, 3, 4]
    assert read.rows[0].get("context_orders_to_act") == "First line.\n\nThird line, with a comma."


@pytest.mark.parametrize(
    ("text", "kind", "value", "wrong"),
    [
        ("5928", COUNT, 5928, ""),
        ("5,928", COUNT, 5928, SEPARATOR),
        ("5.928", COUNT, 5928, SEPARATOR),
        ("1 234 567", COUNT, 1234567, SEPARATOR),
        ("1 234", COUNT, 1234, SEPARATOR),
        ("5.5", COUNT, Decimal("5.5"), KIND),
        ("5,5", COUNT, Decimal("5.5"), KIND),
        ("1,234.5", COUNT, Decimal("1234.5"), KIND),
        ("-1,234", COUNT, -1234, KIND),
        ("-3", COUNT, -3, KIND),
        ("<10", COUNT, None, UNREADABLE),
        ("n/a", COUNT, None, UNREADABLE),
        ("372.0", HOURS, 372, ""),
        ("5.928", HOURS, Decimal("5.928"), ""),
        ("72,71", HOURS, Decimal("72.71"), SEPARATOR),
        ("1.234,5", HOURS, Decimal("1234.5"), SEPARATOR),
        ("1,234.5", HOURS, Decimal("1234.5"), SEPARATOR),
        ("2 days", HOURS, None, UNREADABLE),
        ("0.941", FRACTION, Decimal("0.941"), ""),
        ("0,941", FRACTION, Decimal("0.941"), SEPARATOR),
        ("94.1%", FRACTION, Decimal("0.941"), KIND),
        ("94", FRACTION, 94, KIND),
        ("", COUNT, None, ""),
    ],
)
def test_numbers_are_read_as_they_were_meant(text: str, kind: str, value: object, wrong: str) -> None:
    found = number(text, kind)
    assert (found.value, found.wrong) == (value, wrong)


def test_a_file_that_is_no_part_says_so_and_is_not_guessed_at() -> None:
    assert "None of the eleven parts" in parse_sheet(b"a,b\n1,2\n", "other.csv").fault
    assert parse_sheet(b"", "3_orders.csv").fault == "The file is empty."
    assert "save each of its sheets as CSV" in parse_sheet(b"PK\x03\x04...", "report.xlsx").fault


def test_what_a_column_holds_follows_the_official_words() -> None:
    assert [one.name for one in part(3).columns if one.holds == HOURS] == [
        "hours_to_inform_act", "hours_to_effect_act", "hours_to_inform_info", "hours_to_effect_info",
    ]  # fmt: skip
    assert len(part(5).counts) == 16 and len(part(4).counts) == 8


@pytest.mark.parametrize("seed", range(4))
def test_damage_never_ends_the_linter(files: dict[str, bytes], seed: int) -> None:
    """Whatever bytes a file has, there are findings and no traceback."""
    chance = random.Random(seed)
    for name, content in files.items():
        for _ in range(3):
            spoiled = bytearray(content[: chance.choice([200, 4000])])
            for _ in range(chance.randrange(1, 30)):
                spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
            sheet = parse_sheet(bytes(spoiled), name)
            assert lint([sheet])
            assert all(row["measure"] for row in table([sheet]))


def rewritten(raw: bytes, change: Callable[[list[list[str]]], list[list[str]]], delimiter: str = ",") -> bytes:
    """The same file with its rows changed."""
    out = io.StringIO(newline="")
    rows = change(list(csv.reader(io.StringIO(raw.decode(), newline=""))))
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def without(*starts: str) -> Callable[[list[list[str]]], list[list[str]]]:
    """Rows without the columns whose header begins so."""

    def change(rows: list[list[str]]) -> list[list[str]]:
        kept = [place for place, header in enumerate(rows[0]) if not header.casefold().startswith(starts)]
        return [[row[place] for place in kept] for row in rows]

    return change


# What spreadsheets and people make of a file, and what the linter says of it: one finding on each file's header.
SHAPED: dict[str, Callable[[bytes], bytes]] = {
    "columns that are empty": lambda raw: rewritten(raw, lambda rows: [[*row, "", "", "", "", ""] for row in rows]),
    "one column that is empty": lambda raw: rewritten(raw, lambda rows: [[*row, ""] for row in rows]),
    "a title": lambda raw: b"Transparency report\n\n" + raw,
    "a title in a row as wide": lambda raw: rewritten(
        raw, lambda rows: [["Transparency report", *[""] * (len(rows[0]) - 1)], *rows]
    ),
    "columns turned round": lambda raw: rewritten(raw, lambda rows: [row[::-1] for row in rows]),
    "an index": lambda raw: rewritten(raw, lambda rows: [[str(at or ""), *row] for at, row in enumerate(rows)]),
    "no applicability": lambda raw: rewritten(raw, without("applicability")),
}


@pytest.mark.parametrize("shape", SHAPED)
def test_a_file_of_another_shape_is_told_and_only_its_header_found(files: dict[str, bytes], shape: str) -> None:
    sheets = [parse_sheet(SHAPED[shape](raw), f"no-number/{at}.csv") for at, raw in enumerate(files.values())]
    assert [sheet.part and sheet.part.sheet for sheet in sheets] == [name.removesuffix(".csv") for name in files]
    for sheet, raw in zip(sheets, files.values(), strict=True):
        moved = figures(sheet), figures(parse_sheet(raw, "x.csv"))
        assert [{**row, "row": 0} for row in moved[0]] == [{**row, "row": 0} for row in moved[1]]
    found = lint(sheets)
    assert {one.rule for one in found} <= {"form/header"}
    assert {one.file for one in found} >= {sheet.file for sheet in sheets if sheet.part and sheet.part.number != 2}


def test_parts_without_contextual_information_are_told_by_their_rows(files: dict[str, bytes]) -> None:
    """Parts 7 to 9 then have the columns of part 10, and the names of the files say nothing."""
    for number_ in (7, 8, 9, 10):
        bare = rewritten(files[f"{SHEETS[number_ - 1]}.csv"], without("context"))
        read = parse_sheet(bare, "x.csv")
        assert read.part is not None
        assert read.part.number == number_


def test_the_rows_say_which_part_it_is_where_a_files_name_counts_otherwise(files: dict[str, bytes]) -> None:
    read = parse_sheet(files["8_automated_means.csv"], "forum_7_of_11.csv")
    assert read.part is not None
    assert read.part.number == 8


def test_a_header_in_another_language_that_lacks_columns_is_told_by_its_place(files: dict[str, bytes]) -> None:
    def change(rows: list[list[str]]) -> list[list[str]]:
        bare = without("context")(rows)
        return [[f"Spalte {at}" for at, _ in enumerate(bare[0])], *bare[1:]]

    plain = files["5_own_initiative_illegal.csv"]
    assert figures(parse_sheet(rewritten(plain, change), "5_eigene.csv")) == figures(parse_sheet(plain, "x.csv"))


@pytest.mark.parametrize("form", ["utf-16-le", "utf-16-be", "sep", "bar"])
def test_more_forms_of_a_file_change_no_figure(files: dict[str, bytes], form: str) -> None:
    plain = files["4_notices.csv"]
    changed = {
        "utf-16-le": plain.decode().encode("utf-16-le"),
        "utf-16-be": plain.decode().encode("utf-16-be"),
        "sep": b"sep=;\n" + rewritten(plain, list, ";"),
        "bar": rewritten(plain, list, "|"),
    }[form]
    got = [{**row, "row": 0} for row in figures(parse_sheet(changed, "x.csv"))]
    assert got == [{**row, "row": 0} for row in figures(parse_sheet(plain, "x.csv"))]


def test_a_mark_does_not_hide_that_a_file_is_no_utf_8(files: dict[str, bytes]) -> None:
    spoiled = b"\xef\xbb\xbf" + files["11_qualitative.csv"].replace(b"text 1.", b"text \xe9.")
    read = parse_sheet(spoiled, "x.csv")
    assert (read.encoding, read.marked) == ("windows-1252", True)
    assert {one.rule for one in lint([read])} >= {"form/encoding", "form/mark"}
