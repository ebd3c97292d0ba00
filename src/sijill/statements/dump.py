"""Statements as a daily dump in the EU's form: what reads the EU's dumps reads ours. Pure.

sor-filed-2026-11-28-full.zip           stored, with its .sha1 beside it
  sor-filed-2026-11-28-full-00000.csv.zip
    sor-filed-2026-11-28-full-00000-00000.csv     38 columns, a header, no line end after the last row
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from sijill.statements.fields import V2, ours

ROWS, FILES = 100_000, 10  # rows of a CSV file, CSV files of an inner ZIP
_MADE = (1980, 1, 1, 0, 0, 0)  # of every file in a ZIP: the same statements give the same bytes
Row = Mapping[str, Any]


def name_of(source: str, on: date) -> str:
    """What the dump of a day is called, without its ending."""
    return f"sor-{source}-{on.isoformat()}-full"


def write_dump(folder: Path, source: str, on: date, rows: Iterable[Row]) -> Path:
    """Write the dump of a day, whole or not at all, and its .sha1. `rows` are those of the catalog's `statement`.

    The dump of a day without statements holds one CSV file with a header.
    """
    name = name_of(source, on)
    folder.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=folder))
    try:
        whole = making / f"{name}.zip"
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED, allowZip64=True) as outer:
            for number, part in enumerate(_cut(rows, ROWS * FILES)):
                inner = _inner(making, f"{name}-{number:05d}", part)
                _store(outer, inner)
                inner.unlink()
        digest = _sha1(whole)
        target = folder / whole.name
        whole.replace(target)
        target.with_name(f"{target.name}.sha1").write_text(f"{digest}  {target.name}\n", encoding="ascii")
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return target


def cell(value: Any) -> str:
    """A value as the EU's dumps write it: arrays as JSON, days with a midnight, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return json.dumps(list(value)) if value else ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return f"{value.isoformat()} 00:00:00"
    return str(value)


def _cut(rows: Iterable[Row], most: int) -> Iterator[Iterator[Row]]:
    """Rows in runs of at most so many; one empty run where there are none."""
    left = iter(rows)
    first: list[Row] = list(islice(left, 1))
    while True:
        yield chain(first, islice(left, most - len(first)))
        first = list(islice(left, 1))
        if not first:
            return


def _inner(folder: Path, name: str, rows: Iterator[Row]) -> Path:
    path = folder / f"{name}.csv.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as inner:
        for number, some in enumerate(_cut(rows, ROWS)):
            entry = zipfile.ZipInfo(f"{name}-{number:05d}.csv", _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with inner.open(entry, "w", force_zip64=True) as raw:
                _csv(raw, some)
    return path


def _csv(raw: Any, rows: Iterator[Row]) -> None:
    """RFC 4180, with a line feed between rows and none after the last."""
    before = b""
    for record in chain([V2], ([cell(row[ours(name)]) for name in V2] for row in rows)):
        text = io.StringIO()
        csv.writer(text, lineterminator="").writerow(record)
        raw.write(before + text.getvalue().encode())
        before = b"\n"


def _store(outer: zipfile.ZipFile, inner: Path) -> None:
    entry = zipfile.ZipInfo(inner.name, _MADE)
    with outer.open(entry, "w", force_zip64=True) as raw, inner.open("rb") as content:
        shutil.copyfileobj(content, raw, 1 << 20)


def _sha1(path: Path) -> str:
    with path.open("rb") as content:
        os.fsync(content.fileno())
        return hashlib.file_digest(content, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest()
