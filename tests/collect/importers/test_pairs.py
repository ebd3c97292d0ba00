"""Each folder of tests/collect/data is a small invented file and what is understood of it.

`out.json` was checked by eye; a change of it is a change of what an import claims.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from sijill.collect.draft import Refused, Row
from sijill.collect.importers.formats import FORMATS, read
from sijill.collect.importers.preview import preview

DATA = Path(__file__).parents[1] / "data"
PAIRS = sorted(folder.name for folder in DATA.iterdir() if folder.is_dir())
RETRIEVED = date(2024, 5, 2)


def understood(name: str) -> list[Row | Refused]:
    folder = DATA / name
    (file,) = folder.glob("in.*")
    own = folder / "mapping.toml"
    if own.exists():
        return list(read("table", file, mapping=own, retrieved=RETRIEVED))
    return list(read(name, file, retrieved=RETRIEVED))


def written(rows: list[Row | Refused]) -> list[dict[str, object]]:
    """The rows as plain values, without the record's own words: they are in the file beside it."""
    out = []
    for row in rows:
        # What is wrong with a date is said, and tested, where dates are read.
        left_out = ("content", "message") if getattr(row, "problem", "") == "impossible-date" else ("content",)
        values = {key: value for key, value in asdict(row).items() if key not in left_out}
        for name in ("facts", "answers"):  # no list of cases drafts entries of the second ledger
            if not values.get(name):
                values.pop(name, None)
        if not values.get("also_said_by"):  # few lists name other sources
            values = {key: value for key, value in values.items() if key not in ("also_said_by", "repeats")}
        out.append({"as": type(row).__name__, **json.loads(json.dumps(values))})
    return out


@pytest.mark.parametrize("name", PAIRS)
def test_a_file_is_understood_as_its_pair_says(name: str) -> None:
    expected = json.loads((DATA / name / "out.json").read_text(encoding="utf-8"))
    assert written(understood(name)) == expected


@pytest.mark.parametrize("name", PAIRS)
def test_no_message_repeats_a_name_or_a_note(name: str) -> None:
    for row in understood(name):
        if isinstance(row, Refused):
            for private in ("Ejemplo", "Invented ", "Secreto", "مثال", "Too Early"):
                assert private not in row.message, row.message


def test_every_format_with_its_own_mapping_has_a_pair() -> None:
    assert {name for name, one in FORMATS.items() if one.file} <= set(PAIRS)


@pytest.mark.parametrize("name", PAIRS)
def test_a_preview_understands_what_an_import_does(name: str) -> None:
    folder = DATA / name
    (file,) = folder.glob("in.*")
    own = folder / "mapping.toml"
    rules = FORMATS["table" if own.exists() else name].using(own if own.exists() else None).mapping()
    rows = understood(name)
    seen = preview(rules, file, len(rows), RETRIEVED)
    assert [(one.position, bool(one.refused)) for one in seen] == [
        (row.position, isinstance(row, Refused)) for row in rows
    ]
    for one, row in zip(seen, rows, strict=True):
        if isinstance(row, Row):
            assert (one.people, one.acts) == (len(row.entries), sum(len(entry.acts) for entry in row.entries))
            assert not [field.refused for field in one.fields if field.refused]
