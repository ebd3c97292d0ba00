"""Records of a file as they stand in it: CSV, XLSX, XLS, JSON. What they mean is the mapping's affair.

A file that cannot be read as a whole raises `FileError` before any record is handed on; a record that cannot
be read becomes a `Refused`. Every cell is text: a formula stays its own text and is never computed.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sijill.collect.draft import Refused
from sijill.collect.importers import xls
from sijill.collect.importers.columnar import line_elements, parquet_elements
from sijill.collect.importers.damage import Header, Lines, check_encoding
from sijill.collect.importers.nested import listed
from sijill.collect.importers.packed import check_workbook
from sijill.collect.importers.problems import FileError, MappingError
from sijill.collect.importers.stacked import unstacked
from sijill.collect.importers.words import did_you_mean, near, squeezed

DELIMITERS = (",", ";", "\t")
KINDS = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".json": "json",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet",
}  # fmt: skip
_CHUNK = 1 << 20
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_MOST_KEPT = 10_000  # characters of a row that cannot be read
_ESCAPED_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # in JSON text, and not a backslash followed by u0000
_MOST_JSON = 256 << 20  # bytes; an array is held in memory whole
_DAY_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out, where the ending of its name does not say enough."""

    kind: str = ""
    encoding: str = "utf-8"
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 1
    tables: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    items: str = ""
    single: bool = False
    optional: frozenset[str] = frozenset()
    aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its place, its cells by the mapping's column names, its words as canonical JSON."""

    position: str
    cells: Mapping[str, str]
    content: str


def day_in_name(path: Path) -> date | None:
    """The day that a file's name carries (`deaths-2024-07-23.csv`), if it carries one."""
    found = _DAY_IN_NAME.search(path.stem)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def records(path: Path, layout: Layout, wanted: frozenset[str]) -> Iterator[Record | Refused]:
    """The records of a file in its order. `wanted` are the columns that the mapping reads.

    Raises `FileError` where the file as a whole cannot be read, `MappingError` where it lacks a column.
    """
    kind = layout.kind or KINDS.get(path.suffix.lower(), "")
    if not path.is_file():
        raise FileError(f"There is no file {path.name}. Check the name and the folder.")
    if path.stat().st_size == 0:
        raise FileError(f"{path.name} is empty: it has 0 bytes. Was it saved or copied to its end?")
    if kind == "csv":
        return _rows(path.name, _csv_lines(path, layout, wanted), layout, wanted)
    if kind == "xlsx":
        return _rows(path.name, _xlsx_lines(path, layout), layout, wanted)
    if kind == "xls":
        return _rows(path.name, xls.lines(path, layout.sheet), layout, wanted)
    if kind == "json":
        return _json_records(path, layout, wanted)
    if kind in ("jsonl", "parquet"):
        return _columnar(path, kind, layout, wanted)
    raise FileError(
        f"{path.name}: a file ending in '{path.suffix}' is not read here. Save it as .csv (UTF-8), .xlsx, "
        '.json, .jsonl or .parquet, or name what it is in the mapping: [format] reads = "csv".'
    )


Line = tuple[str, Sequence[str]] | Refused


def _rows(name: str, lines: Iterator[Line], layout: Layout, wanted: frozenset[str]) -> Iterator[Record | Refused]:
    if layout.tables:
        lines = unstacked(name, lines, layout.tables, layout.notes)
    header = _header(name, lines, layout)
    names = _renamed(header, layout)
    try:
        _check_columns(name, names, layout, wanted)
    except MappingError:
        below = Header(name, names, wanted - layout.optional).below(lines, layout.header_row + 1)
        if not below:
            raise
        raise MappingError(
            f"{name}: the columns stand in row {below}, and the mapping looks in row {layout.header_row}. Write "
            f"header_row = {below} under [format]."
        ) from None
    return _filled(name, lines, header, names)


def _header(name: str, lines: Iterator[Line], layout: Layout) -> list[str]:
    for number, line in enumerate(lines, 1):
        if number == layout.header_row:
            if isinstance(line, Refused):
                raise FileError(f"{name}: its header cannot be read: {line.message}")
            if not any(cell.strip() for cell in line[1]):
                raise FileError(f"{name}: row {number}, where the header should be, is empty. Say header_row.")
            return _distinct([squeezed(cell) for cell in line[1]])
    raise FileError(f"{name} has no row {layout.header_row}, where the header should be.")


def _distinct(header: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    out = []
    for number, cell in enumerate(header, 1):
        stem = cell or f"column {number}"
        seen[stem] = seen.get(stem, 0) + 1
        out.append(stem if seen[stem] == 1 else f"{stem} ({seen[stem]})")
    return out


def _renamed(header: list[str], layout: Layout) -> list[str]:
    """The header under the names that the mapping uses."""
    names = list(header)
    for own, others in layout.aliases:
        if own in names:
            continue
        for other in others:
            if other in names:
                names[names.index(other)] = own
                break
    return names


def _check_columns(name: str, names: list[str], layout: Layout, wanted: frozenset[str]) -> None:
    missing = sorted(wanted - set(names) - layout.optional)
    if missing:
        first = missing[0]
        others = f" It also lacks {', '.join(repr(one) for one in missing[1:])}." if missing[1:] else ""
        raise MappingError(
            f"{name} has no column '{first}', which the mapping reads."
            f"{did_you_mean(near(first, names))}{others} "
            "Write the file's own name in the mapping, or list the column under [columns] optional."
        )
    twice = sorted(one for one in wanted if f"{one} (2)" in names)
    if twice:
        raise MappingError(
            f"{name} has two columns '{twice[0]}', and the mapping reads one. Give them different names in the file."
        )


def _filled(name: str, lines: Iterator[Line], header: list[str], names: list[str]) -> Iterator[Record | Refused]:
    some = False
    for line in lines:
        if isinstance(line, Refused):
            some = True
            yield line
            continue
        position, cells = line
        if not any(cell.strip() for cell in cells):
            continue
        some = True
        yield _record(position, cells, header, names)
    if not some:
        raise FileError(f"{name} has a header and no rows. If the source's list is empty now, say so by hand.")


def _record(position: str, cells: Sequence[str], header: list[str], names: list[str]) -> Record | Refused:
    if len(cells) != len(header):
        message = (
            f"This row has {len(cells)} cells and the header has {len(header)}: a delimiter inside a cell "
            "without quotes, or a row cut off. Correct the row in the file."
        )
        return Refused(position, canonical(list(cells)), "", "ragged-row", message)
    if any("\x00" in cell for cell in cells):
        return bad_text(position, dict(zip(header, cells, strict=True)))
    content = canonical(dict(zip(header, cells, strict=True)))
    return Record(position, dict(zip(names, cells, strict=True)), content)


def canonical(value: object) -> str:
    """A value as JSON text that is the same for the same value: keys sorted, no blanks."""
    return _CANONICAL.encode(value)


def bad_text(position: str, value: object) -> Refused:
    """A record with characters that no text may hold; kept with those characters escaped."""
    content = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    message = "A cell holds a NUL or half a character (a lone surrogate). Save the file again as UTF-8."
    return Refused(position, content, "", "bad-text", message)


def _csv_lines(path: Path, layout: Layout, wanted: frozenset[str]) -> Iterator[Line]:
    encoding = "utf-8-sig" if layout.encoding.lower().replace("_", "-") in ("utf-8", "utf8") else layout.encoding
    if encoding != "utf-8-sig":
        check_encoding(path.name, encoding, _chunks(path))
    _scan(path, encoding)
    delimiter = layout.delimiter or _delimiter(path, encoding, layout, wanted)
    for number, line in enumerate(_csv_read(path, encoding, delimiter), 1):
        if number == layout.header_row:
            cells = [] if isinstance(line, Refused) else [squeezed(cell) for cell in line[1]]
            Header(path.name, cells, wanted - layout.optional).check_cut(delimiter)
            break
    return _csv_read(path, encoding, delimiter)


def _csv_read(path: Path, encoding: str, delimiter: str) -> Iterator[Line]:
    with path.open(encoding=encoding, newline="") as file:
        lines = Lines(file)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        number = 0
        while True:
            number += 1
            lines.taken.clear()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield _unreadable(number, error, "".join(lines.taken))
            else:
                yield f"row {number}", cells


def _unreadable(number: int, error: csv.Error, text: str) -> Refused:
    message = (
        f"This row cannot be read as CSV ({error}): a quotation mark not closed or not doubled, a cell of "
        f"more than {csv.field_size_limit()} characters, or a file cut off. Correct the row in the file."
    )
    return Refused(f"row {number}", canonical(text[:_MOST_KEPT]), "", "unreadable-row", message)


def _scan(path: Path, encoding: str) -> None:
    """Look through the file once, so that one in another encoding is refused before any row is taken."""
    newlines = returns = nuls = False
    for text in _decoded(path, encoding):
        nuls = nuls or "\x00" in text
        newlines = newlines or "\n" in text
        returns = returns or "\r" in text
    if nuls:
        raise FileError(f"{path.name} holds NUL characters: it is UTF-16 or no text. Save it again as CSV in UTF-8.")
    if returns and not newlines:
        raise FileError(
            f"{path.name} ends its lines as old Macintosh programs did (a return without a line feed), so "
            "that rows may run together. Save it again as CSV in UTF-8."
        )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _decoded(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", True)
    except UnicodeDecodeError as error:
        raise FileError(
            f"{path.name} is not {encoding.removesuffix('-sig').upper()} ({error.reason}). Save it again as "
            "CSV in UTF-8, or name its encoding in the mapping: [format] encoding = "
            '"cp1252" (Western Windows), "cp1256" (Arabic Windows).'
        ) from None


def _delimiter(path: Path, encoding: str, layout: Layout, wanted: frozenset[str]) -> str:
    """The delimiter under which the header holds most of the columns that are read, else most cells."""

    def score(delimiter: str) -> tuple[int, int]:
        for number, line in enumerate(_csv_read(path, encoding, delimiter), 1):
            if number == layout.header_row:
                cells = [] if isinstance(line, Refused) else [squeezed(cell) for cell in line[1]]
                return len(wanted & set(_renamed(cells, layout))), len(cells)
        return 0, 0

    return max(DELIMITERS, key=score)


def _xlsx_lines(path: Path, layout: Layout) -> Iterator[Line]:
    check_workbook(path)
    # A large library that only workbooks need.
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise FileError(
            f"{path.name} cannot be opened as a workbook ({type(error).__name__}). Save it again as .xlsx."
        ) from error
    if layout.sheet and layout.sheet not in book.sheetnames:
        hint = did_you_mean(near(layout.sheet, book.sheetnames))
        book.close()
        raise MappingError(f"{path.name} has no sheet '{layout.sheet}', which [format] sheet names.{hint}")
    return _xlsx_rows(book, book[layout.sheet or book.sheetnames[0]], layout.header_row)


def _xlsx_rows(book: Any, sheet: Any, header_row: int) -> Iterator[Line]:
    try:
        width = 0
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [_cell(value) for value in values]
            while len(cells) > width and not cells[-1]:
                cells.pop()  # cells that only carry a format
            if number == header_row:
                width = len(cells)
            cells += [""] * (width - len(cells))
            yield f"{sheet.title[:31]}!{number}", cells
    except Exception as error:  # whatever the library's parsers raise over a damaged sheet
        raise FileError(
            f"Sheet {sheet.title!r} cannot be read to its end ({type(error).__name__}): the file is damaged. "
            "Save the workbook again as .xlsx."
        ) from error
    finally:
        book.close()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    formula = getattr(value, "text", None)  # a formula over several cells comes as an object
    return formula if isinstance(formula, str) else str(value)


def _json_records(path: Path, layout: Layout, wanted: frozenset[str]) -> Iterator[Record | Refused]:
    if path.stat().st_size > _MOST_JSON:
        raise FileError(
            f"{path.name} has {path.stat().st_size} bytes, and a JSON array is held in memory whole. Save it as JSON "
            "Lines (.jsonl, one record a line): that is read line by line."
        )
    try:
        whole = json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FileError(f"{path.name} is not UTF-8. Save it again as JSON in UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise FileError(f"{path.name} is not JSON ({_where(error)}): it may be cut off. Fetch it again.") from error
    if isinstance(whole, dict) and layout.single:
        whole = [whole]
    found = listed(whole, layout.items)
    if found is None:
        where = f"under '{layout.items}', as [format] list says" if layout.items else "at the top of the file"
        raise FileError(f"{path.name} is not a JSON array of records. The list must stand {where}.")
    if not found:
        raise FileError(f"{path.name} is an empty array. If the source's list is empty now, say so by hand.")
    fields = dict.fromkeys(name for _, value in found if isinstance(value, dict) for name in value)
    _check_columns(path.name, _renamed(list(fields), layout), layout, wanted)
    return (_json_record(place, value, layout) for place, value in found)


def _columnar(path: Path, kind: str, layout: Layout, wanted: frozenset[str]) -> Iterator[Record | Refused]:
    def check(names: list[str]) -> None:
        _check_columns(path.name, _renamed(names, layout), layout, wanted)

    elements = parquet_elements(path, check) if kind == "parquet" else line_elements(path, check)
    return (one if isinstance(one, Refused) else _json_record(*one, layout) for one in elements)


def _where(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, line {error.lineno} column {error.colno}"
    return "nested too deep" if isinstance(error, RecursionError) else "a number too long"


def _json_record(position: str, value: object, layout: Layout) -> Record | Refused:
    content = canonical(value)
    if not _storable(content) or _ESCAPED_NUL.search(content):
        return bad_text(position, value)
    if not isinstance(value, dict):
        message = "This element of the array is not an object with fields. Correct it in the file."
        return Refused(position, content, "", "not-a-record", message)
    names = _renamed(list(value), layout)
    cells = {name: _json_cell(cell) for name, cell in zip(names, value.values(), strict=True)}
    return Record(position, cells, content)


def _storable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _json_cell(value: object) -> str:
    if isinstance(value, str):
        return value
    return canonical(value) if isinstance(value, list | dict) else _cell(value)
