"""Records of Parquet and of JSON Lines: read batch by batch, line by line, so that memory stays flat.

The columns of a Parquet file and the fields of the first line of JSON Lines are known before a record is read;
what a cell is as text is the affair of `files`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from sijill.collect.draft import Refused
from sijill.collect.importers.problems import FileError

_BATCH = 2000  # rows of a Parquet file held at a time
_LONGEST = 2_000_000  # characters of one line
_KEPT = 10_000

Element = tuple[str, object] | Refused
Check = Callable[[list[str]], None]


def parquet_elements(path: Path, check: Check) -> Iterator[Element]:
    """Every row as (place, value). `check` is called with the names of the columns before any row is read."""
    # A large library that only Parquet needs.
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise FileError(
            f"{path.name} is not Parquet that can be read: it is cut off, or it has another form under this name."
        ) from error
    if not file.metadata.num_rows:
        raise FileError(f"{path.name} has columns and no rows. If the source's list is empty now, say so by hand.")
    check(list(file.schema_arrow.names))
    return _parquet_rows(path.name, file)


def _parquet_rows(name: str, file: object) -> Iterator[Element]:
    import pyarrow as pa

    number = 0
    try:
        for batch in file.iter_batches(batch_size=_BATCH):  # type: ignore[attr-defined]
            for row in batch.to_pylist():
                number += 1
                yield f"row {number}", {key: _plain(value) for key, value in row.items()}
    except (pa.ArrowInvalid, OSError, UnicodeDecodeError) as error:
        raise FileError(f"{name} cannot be read beyond row {number}: it is damaged. Fetch it again.") from error
    finally:
        file.close()  # type: ignore[attr-defined]


def _plain(value: object) -> object:
    """A value as JSON could hold it; days and moments as ISO text, bytes as hexadecimal text."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value


def line_elements(path: Path, check: Check) -> Iterator[Element]:
    """Every line of JSON Lines as (place, value); a line that is not JSON is refused. As `parquet_elements`."""
    fields: dict[str, None] = {}
    some = False
    for element in _lines(path):
        if not isinstance(element, Refused):
            some = True
            if isinstance(element[1], dict):
                fields.update(dict.fromkeys(element[1]))
    if not some:
        raise FileError(f"{path.name} holds no line of JSON. Name what it is in the mapping, or fetch it again.")
    check(list(fields))
    return _lines(path)


def _lines(path: Path) -> Iterator[Element]:
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            number = 0
            while line := file.readline(_LONGEST):
                number += 1
                long = len(line) == _LONGEST and not line.endswith("\n")
                while long and (rest := file.readline(_LONGEST)) and not rest.endswith("\n"):
                    pass
                if line.strip():
                    yield _line(f"line {number}", line, long)
    except UnicodeDecodeError as error:
        raise FileError(f"{path.name} is not UTF-8. Save it again as JSON Lines in UTF-8.") from error


def _line(position: str, line: str, long: bool) -> Element:
    try:
        if long:
            raise ValueError(f"longer than {_LONGEST} characters")
        return position, json.loads(line)
    except (ValueError, RecursionError) as error:
        why = str(error) if long else "not JSON, or cut off"
        content = json.dumps(line[:_KEPT])
        return Refused(position, content, "", "unreadable-row", f"This line is {why}. Correct it in the file.")
