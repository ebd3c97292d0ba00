"""From the record of a published table to a row with facts: what the readers of companies' files share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path

from sijill.codelists.load import UNKNOWN_CODES
from sijill.collect.draft import DraftBody, DraftFact, Refused, Row
from sijill.collect.importers.countries import Country
from sijill.collect.importers.damage import refused_cell
from sijill.collect.importers.files import Layout, Record, records
from sijill.collect.importers.problems import FileError, MappingError, Problem
from sijill.collect.importers.ranges import Count
from sijill.collect.importers.words import did_you_mean, near, word
from sijill.tables.dates import DateError, parse

Cells = Mapping[str, str]
Values = dict[str, str | int | bool | tuple[int, int]]
_UNKNOWN = frozenset(UNKNOWN_CODES)
_HALF_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})[ _-]?H([12])(?!\d)", re.IGNORECASE)
_NOT_IN_KEY = re.compile(r"[^\w.+/<>-]+")
_LONGEST_KEY = 200
_LOOKED_AT = 20  # rows in which a header is looked for that does not stand where it should
_FIXED = frozenset({"level", "series", "state", "kind"})


@dataclass(frozen=True, slots=True)
class Table:
    """One published table: its columns, what a row of it is known by, and what it comes to.

    `needed` and `others` are all its columns: one that is new is not passed over. `key` and `facts` raise `Problem`.
    """

    name: str
    needed: frozenset[str]
    key: Callable[[Cells], str]
    facts: Callable[[Cells, str], Iterable[DraftFact]]
    others: frozenset[str] = frozenset()
    layout: Layout = field(default_factory=Layout)

    @property
    def columns(self) -> frozenset[str]:
        """Every column that the table may have."""
        return self.needed | self.others


def rows_of(path: Path, tables: Sequence[Table]) -> Iterator[Row | Refused]:
    """The rows of a file that holds one of the tables, told by its header.

    Raises `MappingError` where the header is of none of them, `FileError` where the file cannot be read.
    """
    table, found = chosen(path, tables)
    return understood(found, table)


def chosen(path: Path, tables: Sequence[Table]) -> tuple[Table, Iterator[Record | Refused]]:
    """The table whose columns the file has, and its records. Raises `MappingError` over a column missing, or new."""
    lacking: list[tuple[int, Table, frozenset[str]]] = []
    for number, table in enumerate(tables):
        names, found = _opened(path, table.layout)
        missing = table.needed - names
        if not missing:
            _check_new(path, names, table)
            return table, found
        lacking.append((len(missing) * len(tables) + number, table, missing))
    _, nearest, missing = min(lacking, key=lambda one: one[0])
    for table in tables:
        below = _header_below(path, table)
        if below:
            raise FileError(
                f"{path.name}: the header of table {table.name} stands in row {below}. Take the rows above it out of a "
                "copy of the file."
            )
    first = min(missing)
    names, _ = _opened(path, nearest.layout)
    raise MappingError(
        f"{path.name} has no column '{first}'.{did_you_mean(near(first, names))} Of the tables that this format knows "
        f"({', '.join(table.name for table in tables)}) it comes nearest to {nearest.name}, of which it lacks "
        f"{len(missing)} of {len(nearest.needed)} columns. Was it saved by another program, or cut off?"
    )


def _opened(path: Path, layout: Layout) -> tuple[frozenset[str], Iterator[Record | Refused]]:
    """The header, under the names that the table uses, and the records.

    The header is empty where no row has as many cells as it: then nothing tells what the columns are.
    """
    found = records(path, layout, frozenset())
    before: list[Record | Refused] = []
    for one in found:
        before.append(one)
        if isinstance(one, Record):
            return frozenset(one.cells), chain(before, found)
    return frozenset(), iter(before)


def _header_below(path: Path, table: Table) -> int:
    for number in range(2, _LOOKED_AT):
        try:
            if table.needed <= _opened(path, replace(table.layout, header_row=number))[0]:
                return number
        except FileError:
            continue
    return 0


def _check_new(path: Path, names: frozenset[str], table: Table) -> None:
    for name in sorted(names - table.columns):
        if re.fullmatch(r"column \d+", name):
            continue  # a column without a heading, as spreadsheets leave behind; its cells are kept with the row
        raise MappingError(
            f"{path.name} has a column '{name[:80]}', which the format does not know of table {table.name}."
            f"{did_you_mean(near(name, table.columns))} A new column may change what the others count, so nothing is "
            "read. Take it out of a copy of the file if it counts nothing, or have the format taught what it is."
        )


def understood(found: Iterable[Record | Refused], table: Table) -> Iterator[Row | Refused]:
    """Each record as the row it comes to, or as its refusal; two rows with one key are two claims about one thing."""
    seen: set[str] = set()
    for record in found:
        if isinstance(record, Refused):
            yield record
            continue
        wrong = refused_cell(record.position, record.cells, record.content, table.columns)
        row = wrong or _row(record, table, seen)
        if isinstance(row, Row):
            seen.add(row.key)
        yield row


def _row(record: Record, table: Table, seen: set[str]) -> Row | Refused:
    key = ""
    try:
        key = table.key(record.cells)
        if key in seen:
            message = (
                "An earlier row of this file counts the same thing for the same period, country and requestor. "
                "Which of the two holds is for its publisher to say; take one out."
            )
            raise Problem("", "duplicate-key", message)
        return Row(record.position, key, record.content, facts=tuple(table.facts(record.cells, key)))
    except Problem as problem:
        keys = (key,) if key and problem.code != "duplicate-key" else ()
        return Refused(record.position, record.content, problem.field[:80], problem.code, problem.message, keys)


def key_of(*parts: str) -> str:
    """The name of a row within its source, the same in every vintage; case and signs of its parts do not matter."""
    key = ":".join(_NOT_IN_KEY.sub("-", word(part)) for part in parts)
    if len(key) > _LONGEST_KEY:
        raise Problem("", "too-long", f"What this row is known by has {len(key)} characters, and may have 200.")
    return key


# --- periods ------------------------------------------------------------------------------------------------------


def half_year(year: int, half: int) -> str:
    """A half-year as EDTF, from its first month to its last."""
    return f"{year}-01/{year}-06" if half == 1 else f"{year}-07/{year}-12"


def half_in_name(path: Path, example: str) -> str:
    """The half-year that a file's name carries (`..._2014_H2.csv`). Raises `FileError` where there is none."""
    found = _HALF_IN_NAME.search(path.stem)
    if found is None:
        raise FileError(
            f"{path.name}: nothing in the file says of which half-year it is, and its name does not either. Name it as "
            f"its publisher does, with year and half: {example}."
        )
    period = half_year(int(found[1]), int(found[2]))
    wrong = _why_no_day(period)
    if wrong:
        raise FileError(f"{path.name}: the half-year in its name cannot be. {wrong[0].upper()}{wrong[1:]}.")
    return period


def half_that_ends(cells: Cells, column: str) -> str:
    """The half-year whose last day a column holds. Raises `Problem` for any other day."""
    try:
        end = date.fromisoformat(cells.get(column, "").strip()[:10])
    except ValueError:
        end = None
    if end is None or (end.month, end.day) not in ((6, 30), (12, 31)):
        raise _no_half(column, "ends a half-year: 2019-06-30 or 2019-12-31")
    return half_year(end.year, 1 if end.month == 6 else 2)


def half_that_begins(cells: Cells, column: str) -> str:
    """The half-year whose first day a column holds. Raises `Problem` for any other day."""
    try:
        begin = date.fromisoformat(cells.get(column, "").strip()[:10])
    except ValueError:
        begin = None
    if begin is None or (begin.month, begin.day) not in ((1, 1), (7, 1)):
        raise _no_half(column, "begins a half-year: 2019-01-01 or 2019-07-01")
    return half_year(begin.year, 1 if begin.month == 1 else 2)


def _no_half(column: str, what: str) -> Problem:
    message = (
        f"Column '{column}' holds no day that {what}. Look for a wrong digit, or for a spreadsheet that turned the day "
        "round; fetch the file again."
    )
    return Problem(column, "impossible-date", message)


# --- facts --------------------------------------------------------------------------------------------------------


def coded(cells: Cells, column: str, words: Mapping[str, str], empty: str) -> str:
    """The code of a column's word. Raises `Problem` for a word that is new."""
    cell = " ".join(cells.get(column, "").split())
    if not cell:
        return empty
    found = words.get(word(cell))
    if found is None:
        likely = near(cell, words)
        message = (
            f"Column '{column}' holds a word that the format does not know.{did_you_mean(likely)} Have the format "
            "taught what it means; the row is kept until then."
        )
        raise Problem(column, "unknown-code", message)
    return found


def fact(
    table: str,
    key: str,
    bodies: Mapping[str, DraftBody],
    numbers: Mapping[str, Count],
    parts: Iterable[DraftFact] = (),
    **values: str,
) -> DraftFact:
    """A draft of one entry. `numbers` are ranges or the reason why there is none; `elements` is what the row states."""
    _check_day(table, values)
    merged: Values = {**values, **stated(numbers)}
    elements = tuple(
        sorted(
            name
            for name, value in merged.items()
            if value not in _UNKNOWN and value != "" and name not in _FIXED and not name.endswith("_unknown")
        )
    )
    return DraftFact(table, key, merged, bodies, parts=tuple(parts), elements=elements)


def _check_day(table: str, values: Mapping[str, str]) -> None:
    """Raises `Problem` for a day or period that the register does not take, such as a year that has not come."""
    when = values.get("made" if table == "demand" else "applied", "")
    wrong = _why_no_day(when) if when else ""
    if wrong:
        raise Problem("", "impossible-date", wrong)


@lru_cache(maxsize=4096)
def _why_no_day(text: str) -> str:
    try:
        parse(text)
    except DateError as error:
        return str(error)
    return ""


def demand(
    key: str,
    company: DraftBody,
    where: Country,
    made: str,
    numbers: Mapping[str, Count],
    parts: Iterable[DraftFact] = (),
    **values: str,
) -> DraftFact:
    """A demand, or a published number of demands, to a company."""
    return fact("demand", key, {"company": company}, numbers, parts, made=made, **where.values, **values)


def counts(numbers: Iterable[tuple[str, str, str, str, Count]]) -> Iterator[DraftFact]:
    """Parts of a demand: (measure, outcome, basis, object, count), those that are stated, as rows of `demand_count`."""
    for measure, outcome, basis, what, number in numbers:
        if isinstance(number, str):
            continue
        values: Values = {"measure": measure, "count": number}
        values |= {name: code for name, code in (("outcome", outcome), ("basis", basis), ("object", what)) if code}
        yield DraftFact("demand_count", "/".join(filter(None, (measure, outcome, what))), values)


def stated(numbers: Mapping[str, Count]) -> Values:
    """Numbers under their stems; where there is none, the reason under `<stem>_unknown`."""
    return {(f"{stem}_unknown" if isinstance(number, str) else stem): number for stem, number in numbers.items()}


def is_zero(number: Count) -> bool:
    """A stated 0, so that every breakdown of it is 0 as well and need not be written out."""
    return number == (0, 0)


def check_sum(column: str, whole: Count, parts: Iterable[Count]) -> None:
    """Raises `Problem` where the parts of a published total are known and do not add up to it."""
    known = [part for part in parts if not isinstance(part, str)]
    if isinstance(whole, str):
        return
    low, high = sum(part[0] for part in known), sum(part[1] for part in known)
    if high < whole[0] or low > whole[1]:
        message = (
            f"Column '{column}' says {whole[0]}, and what it should add up from comes to {low}. One of them is wrong, "
            "and nothing tells which: ask its publisher, or correct the row."
        )
        raise Problem(column, "sum-differs", message)


def check_within(column: str, part: Count, whole: Count) -> None:
    """Raises `Problem` where a part is more than the whole that it is a part of."""
    if not isinstance(part, str) and not isinstance(whole, str) and part[0] > whole[1]:
        message = f"Column '{column}' says {part[0]} of {whole[1]}. One of them is wrong: ask its publisher."
        raise Problem(column, "sum-differs", message)


def with_place(rows: Iterable[Row | Refused], place: str) -> Iterator[Row | Refused]:
    """The rows of one file among several, with the file named before the row."""
    for row in rows:
        yield replace(row, position=f"{place}: {row.position}"[:60])
