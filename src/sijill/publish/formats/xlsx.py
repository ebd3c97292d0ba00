"""All tables as workbooks, one per language with a sheet per table; Arabic sheets run from right to left."""

from __future__ import annotations

import io
from datetime import date

import xlsxwriter

from sijill.publish.formats.draft import Draft, mark, one_line
from sijill.publish.labels import code_label, dimension_label, flag_code, flag_values, legend, measure_label, unit_label
from sijill.publish.notes import Section
from sijill.publish.text import LANGUAGES, Language, given
from sijill.stats.table import PublicTable

LONGEST_NAME = 31  # of a sheet, in Excel
NARROW, WIDE = 10, 60  # characters
HEAD_ROWS = 4
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def files(draft: Draft) -> dict[str, bytes]:
    """`data/tables-<language>.xlsx`."""
    return {draft.name(f"data/tables-{lang.code}", "xlsx"): workbook(draft, lang) for lang in LANGUAGES}


def workbook(draft: Draft, lang: Language) -> bytes:
    """The workbook. On each sheet: title, what is counted, period and mark, then the table from row 6 on."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    about = draft.about
    said = mark(about, lang)
    book.set_properties(
        {
            "title": one_line(given(about.title, lang).text),
            "author": one_line(given(about.institution, lang).text),
            "comments": " ".join(part for part in (about.id, said) if part),
            "created": draft.made().replace(tzinfo=None),
        }
    )
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "mark": book.add_format({"bold": True, "font_color": "#8a1c1c"}),
        "plain": book.add_format({}),
    }
    taken: set[str] = set()
    _about_sheet(book, formats, draft, lang, _sheet_name("about", taken))
    for section, table in draft.tables():
        _table_sheet(book, formats, draft, section, table, lang, _sheet_name(table.slug, taken))
    book.close()
    return out.getvalue()


def _sheet_name(slug: str, taken: set[str]) -> str:
    """A sheet's name: the table's slug, cut to what Excel takes, with a number where that is taken."""
    name = slug[:LONGEST_NAME]
    number = 2
    while name in taken:
        ending = f" {number}"
        name = slug[: LONGEST_NAME - len(ending)] + ending
        number += 1
    taken.add(name)
    return name


def _sheet(book: xlsxwriter.Workbook, name: str, lang: Language) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet(name)
    if lang.direction == "rtl":
        sheet.right_to_left()
    return sheet


def _about_sheet(
    book: xlsxwriter.Workbook, formats: dict[str, xlsxwriter.format.Format], draft: Draft, lang: Language, name: str
) -> None:
    about = draft.about
    sheet = _sheet(book, name, lang)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, one_line(given(about.title, lang).text), formats["title"])
    sheet.write_string(1, 0, one_line(mark(about, lang)), formats["mark"])
    rows = [
        ("meta.institution", given(about.institution, lang).text),
        ("meta.area", given(about.area_name, lang).text),
        ("meta.period", lang.period(about.since, about.until)),
        ("meta.as_of", lang.day(about.as_of)),
        ("meta.release", about.id),
        ("meta.code_version", about.code_version),
        ("meta.snapshot", about.snapshot),
        ("meta.policy", about.policy),
        ("files.columns", lang.say("files.columns_text")),
        ("files.flags", flag_values((table for _, table in draft.tables()), lang)),
    ]
    for number, (key, value) in enumerate(rows, 3):
        sheet.write_string(number, 0, lang.say(key), formats["head"])
        sheet.write_string(number, 1, one_line(value), formats["plain"])


def _table_sheet(
    book: xlsxwriter.Workbook,
    formats: dict[str, xlsxwriter.format.Format],
    draft: Draft,
    section: Section,
    table: PublicTable,
    lang: Language,
    name: str,
) -> None:
    sheet = _sheet(book, name, lang)
    sheet.write_string(0, 0, one_line(draft.title(section, table, lang)), formats["title"])
    sheet.write_string(1, 0, lang.say("section.unit", unit=unit_label(table.unit, lang)), formats["plain"])
    sheet.write_string(2, 0, _period(table.since, table.until, lang), formats["plain"])
    sheet.write_string(3, 0, one_line(mark(draft.about, lang)), formats["mark"])
    for column, text in enumerate(_header(table, lang)):
        sheet.write_string(HEAD_ROWS + 1, column, one_line(text), formats["head"])
    last = _rows(sheet, table, lang)
    for number, (sign, meaning) in enumerate(legend(table, lang)):
        sheet.write_string(last + 2 + number, 0, f"{sign}  {meaning}", formats["plain"])
    sheet.freeze_panes(HEAD_ROWS + 2, 0)
    for column, width in enumerate(_widths(table, lang)):
        sheet.set_column(column, column, width)


def _widths(table: PublicTable, lang: Language) -> list[int]:
    """In characters: as wide as what stands in a column, within bounds."""
    held: list[list[str]] = [[text] for text in _header(table, lang)]
    for place, one in enumerate(table.dimensions):
        held[2 * place] += one.codes
        held[2 * place + 1] += [code_label(one, code, lang) for code in one.codes]
    return [min(max(NARROW, *map(len, texts)) + 2, WIDE) for texts in held]


def _period(since: date, until: date, lang: Language) -> str:
    return f"{lang.say('meta.period')}{lang.say('site.colon')} {lang.period(since, until)}"


def _header(table: PublicTable, lang: Language) -> list[str]:
    """Code and label of each dimension, number and flag of each measure."""
    code, flag = lang.say("files.code"), lang.say("files.flag")
    head: list[str] = []
    for one in table.dimensions:
        label = dimension_label(one, lang)
        head += [f"{label} ({code})", label]
    for measure in table.measures:
        label = measure_label(measure, lang)
        head += [label, f"{label} ({flag})"]
    return head


def _rows(sheet: xlsxwriter.worksheet.Worksheet, table: PublicTable, lang: Language) -> int:
    """Write the rows, a hidden count as an empty cell with its flag beside it; gives the last row's."""
    row = HEAD_ROWS + 1
    for row, key in enumerate(table.keys(), HEAD_ROWS + 2):
        column = 0
        for dimension, code in zip(table.dimensions, key, strict=True):
            sheet.write_string(row, column, code)
            sheet.write_string(row, column + 1, one_line(code_label(dimension, code, lang)))
            column += 2
        for measure in table.measures:
            cell = table.cells[measure, key]
            if cell.value is not None:
                sheet.write_number(row, column, cell.value)
            sheet.write_string(row, column + 1, flag_code(table, cell))
            column += 2
    return row
