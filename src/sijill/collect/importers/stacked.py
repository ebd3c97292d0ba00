"""Several tables one below another in one sheet, made into one table. They are held in memory: a sheet is small.

Each begins with a row whose only filled cell is its title, then its own header. The title becomes a column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sijill.collect.draft import Refused
from sijill.collect.importers.problems import FileError
from sijill.collect.importers.words import did_you_mean, near, squeezed, word

Line = tuple[str, Sequence[str]] | Refused
COLUMN = "table"


@dataclass(slots=True)
class _Table:
    title: str
    header: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def unstacked(name: str, lines: Iterator[Line], titles: tuple[str, ...], notes: tuple[str, ...]) -> Iterator[Line]:
    """One header for all the tables, then their rows in the file's order.

    `titles` are those that the mapping names; `notes` begin rows that are no records, such as a copyright.
    Raises `FileError` where a title is missing from the file.
    """
    tables = _tables(lines, titles, notes)
    missing = [title for title in titles if word(title) not in {word(one.title) for one in tables}]
    if missing:
        hint = did_you_mean(near(missing[0], [one.title for one in tables]))
        raise FileError(
            f"{name} has no table '{missing[0]}', which [format] tables names.{hint} "
            "Write the title as the file has it, in a row of its own above the header."
        )
    columns = list(dict.fromkeys(column for one in tables for column in one.header if column))
    yield "header", [COLUMN, *columns]
    for one in tables:
        for line in one.lines:
            yield line if isinstance(line, Refused) else _aligned(line, one, columns)


def _tables(lines: Iterator[Line], titles: tuple[str, ...], notes: tuple[str, ...]) -> list[_Table]:
    known = {word(title): title for title in titles}
    tables: list[_Table] = []
    for line in lines:
        if isinstance(line, Refused):
            if tables:
                tables[-1].lines.append(line)
            continue
        cells = [squeezed(cell) for cell in line[1]]
        filled = [cell for cell in cells if cell]
        alone = filled[0] if len(filled) == 1 else ""
        if alone and word(alone) in known:
            tables.append(_Table(known[word(alone)]))
        elif tables and filled and not (alone and alone.startswith(notes)):
            if tables[-1].header:
                tables[-1].lines.append(line)
            else:
                tables[-1].header = cells
    return tables


def _aligned(line: tuple[str, Sequence[str]], table: _Table, columns: list[str]) -> Line:
    """The row's cells under the common header; longer than its own header, it stays as it is and is refused."""
    place, cells = line
    if len(cells) > len(table.header) and any(cell.strip() for cell in cells[len(table.header) :]):
        return place, [table.title, *cells]
    own = dict(zip(table.header, cells, strict=False))
    return place, [table.title, *(own.get(column, "") for column in columns)]
