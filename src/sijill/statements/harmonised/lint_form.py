"""Rules about the file itself: can it be read by a machine that expects the template."""

from __future__ import annotations

from collections.abc import Iterator

from sijill.statements.harmonised.finding import Finding
from sijill.statements.harmonised.lines import is_hole
from sijill.statements.harmonised.parts import folded
from sijill.statements.harmonised.read import Row, Sheet

_HOLES = frozenset({"yyyy-mm-dd", "yyyy-mm-dd/yyyy-mm-dd", "free text", 'text to detail the "other" keyword.'})


def form(sheet: Sheet) -> Iterator[Finding]:
    """What is wrong with one file before anything in it is counted."""
    if sheet.fault:
        yield Finding(sheet.file, 0, "form/unreadable", f"{sheet.fault} It is not checked further.")
        return
    if sheet.encoding != "utf-8":
        yield Finding(sheet.file, 0, "form/encoding", f"The file is {sheet.encoding}.", "utf-8", sheet.encoding)
    if sheet.marked:
        yield Finding(
            sheet.file, 1, "form/mark", "A byte-order mark stands before the first header: read strictly, it is"
            " another column than 'Applicability'.", "no mark", "a mark",
        )  # fmt: skip
    if sheet.delimiter != ",":
        shown = {"\t": "tab"}.get(sheet.delimiter, sheet.delimiter)
        yield Finding(sheet.file, 1, "form/delimiter", f"Cells are parted by {shown!r}.", ",", shown)
    yield from _header(sheet)
    yield from _columns(sheet)
    yield from _placeholders(sheet)


def _header(sheet: Sheet) -> Iterator[Finding]:
    if sheet.start > 1:
        message = f"The header stands in row {sheet.start}, below something else."
        yield Finding(sheet.file, 1, "form/header", message, "the header in row 1", f"row {sheet.start}")
    if sheet.official or sheet.part is None:
        return
    official = sheet.part.header
    pairs = list(zip(official, sheet.header, strict=False))
    wrong = [(index, a, b) for index, (a, b) in enumerate(pairs, start=1) if folded(a) != folded(b)]
    if len(official) != len(sheet.header) or not wrong:
        message = f"The header has {len(sheet.header)} columns, part {sheet.part.number} has {len(official)}."
        yield Finding(sheet.file, sheet.start, "form/header", message, str(len(official)), str(len(sheet.header)))
        return
    index, expected, found = wrong[0]
    more = f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
    message = f"Column {index} of part {sheet.part.number} has another header than the template{more}."
    yield Finding(sheet.file, sheet.start, "form/header", message, expected.strip(), found.strip(), found.strip())


def _columns(sheet: Sheet) -> Iterator[Finding]:
    width = len(sheet.header)
    for row in sheet.rows:
        if row.width != width:
            message = f"The row has {row.width} cells, the header {width}."
            yield Finding(sheet.file, row.number, "form/columns", message, str(width), str(row.width))


def _placeholders(sheet: Sheet) -> Iterator[Finding]:
    """One finding for each placeholder of the template that still stands somewhere, at its first row."""
    seen: dict[str, list[Row]] = {}
    for row in sheet.rows:
        for name, cell in row.cells.items():
            if (
                folded(cell) in _HOLES
                or (name == "scope" and is_hole(cell))
                or (cell.strip() == "Text" and name == "value")
            ):
                seen.setdefault(cell.strip(), []).append(row)
    for text, rows in seen.items():
        message = f"The template's own text stands in {len(rows)} row{'s' if len(rows) > 1 else ''}."
        yield Finding(sheet.file, rows[0].number, "form/placeholder", message, "the provider's own", text)


def is_placeholder(text: str) -> bool:
    """Is a cell still the template's?"""
    return folded(text) in _HOLES or is_hole(text)
