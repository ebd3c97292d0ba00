"""Files as services publish them are read to the same figures as the template's own form."""

from __future__ import annotations

import csv
import io
import random
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
