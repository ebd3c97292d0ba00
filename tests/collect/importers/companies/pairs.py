"""The invented files of data/, and what is understood of each; `python -m ...pairs FORMAT...` writes it anew.

Look at every change of an `out.json` before you commit it: it is a change of what an import claims.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sijill.collect.draft import Refused, Row
from sijill.collect.importers.formats import read

DATA = Path(__file__).parent / "data"
FORMATS = sorted(folder.name for folder in DATA.iterdir() if folder.is_dir())


def files_of(name: str) -> list[Path]:
    """The folder `in`, or the files beside `out.json`."""
    folder = DATA / name / "in"
    return [folder] if folder.is_dir() else sorted(one for one in (DATA / name).iterdir() if one.name != "out.json")


def understood(name: str) -> dict[str, list[Row | Refused]]:
    """The rows of each file."""
    return {path.name: list(read(name, path)) for path in files_of(name)}


def written(name: str) -> dict[str, list[dict[str, Any]]]:
    """The rows as plain values, without the record's own words, which are in the file, and without empty fields."""
    return {file: [_plain(row) for row in rows] for file, rows in understood(name).items()}


def _plain(row: Row | Refused) -> dict[str, Any]:
    values = json.loads(json.dumps(asdict(row)))
    values.pop("content")
    values.pop("said_unknown", None)
    return {"as": type(row).__name__, **_filled(values)}


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _filled(one) for key, one in value.items() if one not in ("", [], {}, False, None)}
    return [_filled(one) for one in value] if isinstance(value, list) else value


if __name__ == "__main__":
    for one in sys.argv[1:] or FORMATS:
        (DATA / one / "out.json").write_text(
            json.dumps(written(one), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
