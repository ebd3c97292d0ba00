"""A report that was read, as plain rows for `sijill dsa read`: one for each figure or text, numbers as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from sijill.statements.harmonised.lines import blocks, by_service, told
from sijill.statements.harmonised.numbers import Number
from sijill.statements.harmonised.parts import folded
from sijill.statements.harmonised.read import Sheet, is_category_part

COLUMNS = (
    "file", "row", "part", "service", "period", "category", "keyword", "other", "indicator", "scope", "measure",
    "value", "text",
)  # fmt: skip


def table(sheets: Iterable[Sheet]) -> Iterator[dict[str, object]]:
    """One row for each figure or text that is not blank; `value` is a number or None, `text` the cell as it stands."""
    for sheet in sheets:
        if sheet.part is None:
            continue
        if is_category_part(sheet):
            yield from _categories(sheet)
        elif sheet.part.number in (7, 8, 9, 10):
            yield from _indicators(sheet)
        else:
            yield from _texts(sheet)


def _row(sheet: Sheet, number: int, **cells: object) -> dict[str, object]:
    assert sheet.part is not None  # noqa: S101 - `table` passes parts only
    given = {"file": sheet.file, "row": number, "part": sheet.part.number, **cells}
    return {name: given.get(name, "") for name in COLUMNS}


def plain(number: Number) -> int | float | None:
    """A number for JSON: whole numbers whole."""
    value = number.value
    if value is None:
        return None
    return int(value) if value == value.to_integral_value(rounding="ROUND_DOWN") else float(Decimal(value))


def _categories(sheet: Sheet) -> Iterator[dict[str, object]]:
    assert sheet.part is not None  # noqa: S101 - as above
    for block in blocks(sheet):
        for line in block.lines:
            for column in sheet.part.numbers:
                number = line.figure(column.name, column.holds)
                if not number.empty:
                    yield _row(
                        sheet, line.row.number, service=line.row.get("service"), period=line.row.get("period"),
                        category=line.block or line.code, keyword=line.code if line.kind == "keyword" else "",
                        other=line.other, scope=line.scope, measure=column.name, value=plain(number), text=number.text,
                    )  # fmt: skip


def _indicators(sheet: Sheet) -> Iterator[dict[str, object]]:
    for rows in by_service(sheet).values():
        for one in told(sheet, rows):
            if not one.value.empty:
                yield _row(
                    sheet, one.row.number, service=one.row.get("service"), period=one.row.get("period"),
                    indicator=one.indicator, scope=one.scope, measure="value", value=plain(one.value),
                    text=one.value.text,
                )  # fmt: skip


def _texts(sheet: Sheet) -> Iterator[dict[str, object]]:
    for row in sheet.rows:
        name = "context" if sheet.part is not None and sheet.part.number == 2 else "value"
        if row.get(name):
            yield _row(
                sheet, row.number, service=row.get("service"), period=row.get("period"), category=row.get("category"),
                indicator=folded(row.get("indicator")), measure=name, value=None, text=row.get(name),
            )  # fmt: skip
