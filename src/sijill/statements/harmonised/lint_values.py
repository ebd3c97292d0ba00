"""Rules about single cells: numbers, blank against 0, medians."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sijill.statements.harmonised.finding import Finding
from sijill.statements.harmonised.lines import WHOLE, Block, Line, Told, blocks, by_service, is_hole, told
from sijill.statements.harmonised.numbers import KIND, SEPARATOR, UNREADABLE, Number
from sijill.statements.harmonised.numbers import told as say
from sijill.statements.harmonised.parts import (
    COUNT,
    FRACTION,
    HOURS,
    LANGUAGES,
    OTHER,
    STATES,
    TOTAL,
    Part,
    folded,
)
from sijill.statements.harmonised.read import Row, Sheet, is_category_part

_RULE = {COUNT: "value/count", HOURS: "value/hours", FRACTION: "value/fraction"}
_ASKED = {COUNT: "a whole number", HOURS: "a number of hours", FRACTION: "a number from 0 to 1"}
YEAR = 8784  # hours of a leap year, for rows without a readable period

# Medians and what they are of: there must be cases where there is a median. (part, median column) -> count column
OF = {
    (3, "hours_to_inform_act"): "orders_to_act",
    (3, "hours_to_effect_act"): "orders_to_act",
    (3, "hours_to_inform_info"): "orders_to_provide_info",
    (3, "hours_to_effect_info"): "orders_to_provide_info",
    (4, "hours"): "notices",
    (4, "hours_flagger"): "notices_flagger",
}
# Where no median is owed although there are cases: notices that led to no action may be left out of it.
ACTIONS = {"hours": ("law", "terms"), "hours_flagger": ("law_flagger", "terms_flagger")}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of figures with its place."""

    row: Row
    header: str
    holds: str
    number: Number


def values(sheet: Sheet) -> Iterator[Finding]:
    """What is wrong with the figures of one file, each by itself."""
    if sheet.part is None:
        return
    for cell in _cells(sheet, sheet.part):
        yield from _written(sheet, cell)
    if is_category_part(sheet):
        for block in blocks(sheet):
            yield from _blanks(block, sheet.part)
            yield from _medians(block, sheet.part)
    elif sheet.part.number in (7, 8, 9, 10):
        for rows in by_service(sheet).values():
            yield from _blank_rows(sheet, told(sheet, rows))


def _cells(sheet: Sheet, part: Part) -> Iterator[Cell]:
    if is_category_part(sheet):
        for block in blocks(sheet):
            for line in block.lines:
                for column in part.numbers:
                    yield Cell(line.row, column.header.strip(), column.holds, line.figure(column.name, column.holds))
    elif part.number in (7, 8, 9, 10):
        for rows in by_service(sheet).values():
            for one in told(sheet, rows):
                yield Cell(one.row, "Value", _holds(one), one.value)


def _holds(one: Told) -> str:
    if one.scope == "median":
        return HOURS
    return FRACTION if one.scope == "implemented" or one.indicator.startswith("accuracy") else COUNT


def _written(sheet: Sheet, cell: Cell) -> Iterator[Finding]:
    at, number = cell.row.number, cell.number
    if number.wrong == SEPARATOR:
        message = f"{cell.header}: a separator stands in a number."
        yield Finding(sheet.file, at, "value/separator", message, say(number.value), number.text, cell.header)
    elif number.wrong in (KIND, UNREADABLE):
        message = f"{cell.header}: this is not {_ASKED[cell.holds]}."
        yield Finding(sheet.file, at, _RULE[cell.holds], message, _ASKED[cell.holds], number.text, cell.header)
    elif cell.holds == HOURS and number.value is not None and number.value > (longest := _longest(cell.row)):
        message = f"{cell.header}: a median of more hours than the period has; is it in minutes or seconds?"
        yield Finding(sheet.file, at, "value/hours-long", message, f"at most {longest}", number.text, cell.header)


def _longest(row: Row) -> int:
    """Hours of the row's own period; of a year where it cannot be read."""
    try:
        start, end = (date.fromisoformat(one) for one in row.get("period").split("/"))
    except ValueError:
        return YEAR
    return ((end - start).days + 1) * 24


def _blanks(block: Block, part: Part) -> Iterator[Finding]:
    """A blank cell of a column that has figures in other rows, and a row that is blank among rows with figures."""
    lines = [line for line in block.lines if not is_hole(line.scope)]
    counts = [column for column in part.columns if column.holds == COUNT and column.name in block.sheet.names]
    rest = [line for line in lines if any(not line.figure(one.name, COUNT).empty for one in counts)]
    used = [column for column in counts if any(not line.figure(column.name, COUNT).empty for line in rest)]
    for line in lines if rest else ():
        bare = [column.header.strip() for column in used if line.figure(column.name, COUNT).empty]
        if line not in rest:
            if line.code != OTHER or line.other:
                message = "The row has no figures at all, and others have: what could have happened and did not is 0."
                yield Finding(block.sheet.file, line.row.number, "blank/zero", message, "0", "", "")
        elif bare:
            more = f", and {len(bare) - 1} more columns likewise" if len(bare) > 1 else ""
            message = f"{bare[0]}: nothing where other rows have figures{more}."
            yield Finding(block.sheet.file, line.row.number, "blank/zero", message, "0", "", bare[0])


def _medians(block: Block, part: Part) -> Iterator[Finding]:
    for column in part.columns:
        of = OF.get((part.number, column.name))
        if of is None or column.name not in block.sheet.names:
            continue
        lacking = [] if _excused(block, column.name) else [one for one in block.lines if _lacks(one, column.name, of)]
        header = column.header.strip()
        for line in lacking:
            message = f"{header}: cases, and no median."
            yield Finding(block.sheet.file, line.row.number, "blank/median", message, "hours", "", header)
        for line in block.lines:
            cases, hours = line.figure(of, COUNT), line.figure(column.name, HOURS)
            if not cases.value and not cases.wrong and hours.value:
                message = f"{header}: a median, and no cases it could be of."
                yield Finding(
                    block.sheet.file, line.row.number, "value/median-of-nothing", message, "", hours.text, header
                )


def _excused(block: Block, median: str) -> bool:
    """Does contextual information of the row TOTAL say why a median is missing (Annex II, I.1: an objective reason)?"""
    return any(line.row.get(f"context_{median}") for line in block.lines if line.kind == WHOLE and line.scope == TOTAL)


def _lacks(line: Line, median: str, of: str) -> bool:
    if not line.figure(median, HOURS).empty or not line.figure(of, COUNT).value:
        return False
    if line.row.get(f"context_{median}"):
        return False
    acted = [line.figure(name, COUNT) for name in ACTIONS.get(median, ())]
    return not acted or any(one.value for one in acted)


def _blank_rows(sheet: Sheet, lines: list[Told]) -> Iterator[Finding]:
    """Rows of parts 7 to 10 that are blank beside filled ones of the same indicator."""
    groups: dict[tuple[str, str], list[Told]] = {}
    for one in lines:
        if not is_hole(one.scope):  # rows for other kinds of service may be blank beside these
            binds = "" if sheet.part and sheet.part.number == 7 else folded(one.row.get("applicability"))
            groups.setdefault((one.indicator, binds), []).append(one)
    for (indicator, _), mine in groups.items():
        if indicator.startswith("accuracy"):
            continue  # accuracy need not be known for every scope
        counts = [one for one in mine if _holds(one) == COUNT]
        outcomes = [one for one in counts if one.scope != "total"] if sheet.part and sheet.part.number == 7 else counts
        for alike in (
            [one for one in outcomes if not _breaks_down(one)],
            [one for one in outcomes if _breaks_down(one)],
        ):
            bare = [one for one in alike if one.value.empty]
            for one in bare if len(bare) < len(alike) else ():
                message = f"Nothing where other rows of {mine[0].row.get('indicator')!r} have figures."
                yield Finding(sheet.file, one.row.number, "blank/zero", message, "0", "", "Value")
        yield from _blank_medians(sheet, mine)


def _breaks_down(one: Told) -> bool:
    return one.scope in LANGUAGES or one.scope in STATES


def _blank_medians(sheet: Sheet, mine: list[Told]) -> Iterator[Finding]:
    at = {one.scope: one for one in mine}
    cases = sum((at[one].value.value or 0 for one in ("upheld", "partly", "reversed") if one in at), start=0)
    median = at.get("median")
    if median is not None and cases and median.value.empty and not median.row.get("context"):
        yield Finding(
            sheet.file, median.row.number, "blank/median", "Decisions and no median time.", "hours", "", "Value"
        )
    if median is not None and not cases and median.value.value and "upheld" in at and not at["upheld"].value.empty:
        message = "A median time, and no decision it could be of."
        yield Finding(sheet.file, median.row.number, "value/median-of-nothing", message, "", median.value.text, "Value")
