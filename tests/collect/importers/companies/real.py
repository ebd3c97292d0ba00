"""The companies' files that may not ship: where they lie, and what is expected of each in expected/.

`python -m tests.collect.importers.companies.real FORMAT...` writes what a format's files come to today: look at every
change of it before you commit it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sijill.codelists.load import UNKNOWN_CODES
from sijill.collect.draft import DraftFact, Refused, Row
from sijill.collect.importers.formats import read

DATA = Path(__file__).parents[5] / "shared" / "data"
EXPECTED = Path(__file__).parent / "expected"
FILES = {
    "google-removals": "restrictions/google_removals_20*/*.csv",
    "meta-restrictions": "restrictions/meta_content_restrictions/*.csv",
    "meta-userdata": "restrictions/meta_user_data_requests/*.csv",
    "twitter-removals": "restrictions/twitter_removals_2020H2/*.csv",
    "tiktok-removals": "restrictions/tiktok_lipgr_2022H1/*.xlsx",
    "github-transparency": "restrictions/github_transparency",
    "gov-takedowns": "restrictions/github_gov_takedowns",
    "dsa-monthly": "dsa/monthly_by_platform*.csv",
}
_NOT_COUNTED = {
    "key",
    "level",
    "series",
    "made",
    "applied",
    "kind",
    "country",
    "service",
    "legal_basis",
    "country_words",
}


def files_of(name: str) -> list[Path]:
    """The format's files; the test is skipped where they are not at hand."""
    found = sorted(DATA.glob(FILES[name]))
    if not found:
        pytest.skip("the original files are not at hand")
    return found


@cache
def rows_of(name: str) -> dict[str, tuple[Row | Refused, ...]]:
    """What each file comes to, by folder and name."""
    return {f"{path.parent.name}/{path.name}": tuple(read(name, path)) for path in files_of(name)}


def taken(name: str) -> list[tuple[dict[str, str], Row]]:
    """Every row that was taken, with its record."""
    rows = (row for file in rows_of(name).values() for row in file)
    return [(json.loads(row.content), row) for row in rows if isinstance(row, Row)]


def found(name: str) -> dict[str, Any]:
    """What the files come to, file by file."""
    return {file: summary(rows) for file, rows in rows_of(name).items()}


def summary(rows: Iterable[Row | Refused]) -> dict[str, Any]:
    """Rows, refusals and where they are; entries by table, series, level and kind; what is stated; sums of requests."""
    rows = list(rows)
    fine = [row for row in rows if isinstance(row, Row)]
    facts = [fact for row in fine for fact in row.facts]
    return {
        "rows": len(rows),
        "refused_where": {
            row.position: f"{row.field or 'row'}: {row.problem}" for row in rows if isinstance(row, Refused)
        },
        "without_entry": sum(not row.facts for row in fine),
        "entries": counted("/".join(_head(fact)) for fact in facts),
        "parts": counted(
            f"{one.values['measure']}/{one.values.get('outcome', '-')}" for fact in facts for one in fact.parts
        ),
        "stated": counted(
            f"{fact.table}.{name}" for fact in facts for name in fact.elements if name not in _NOT_COUNTED
        ),
        "unknown": counted(
            f"{fact.table}.{name}: {value}"
            for fact in facts
            for name, value in fact.values.items()
            if value in UNKNOWN_CODES
        ),
        "no_iso_code": counted(str(fact.values["country_words"]) for fact in facts if "country_words" in fact.values),
        "codes": counted(
            f"{name}: {fact.values[name]}"
            for fact in facts
            for name in ("authority_kind", "reason", "process", "measure", "appeal_outcome", "basis")
            if fact.values.get(name, "") not in ("", *UNKNOWN_CODES)
        ),
        "sums": sums(facts),
        "columns": counted(name for row in fine for name, cell in json.loads(row.content).items() if str(cell).strip()),
    }


def sums(facts: Iterable[DraftFact]) -> dict[str, list[int]]:
    """Lowest and highest sums of each number, by series and level."""
    out: dict[str, list[int]] = {}
    for fact in facts:
        for name, value in fact.values.items():
            if isinstance(value, tuple):
                one = out.setdefault(f"{fact.values['series']}/{fact.values['level']}: {name}", [0, 0])
                one[0] += value[0]
                one[1] += value[1]
    return dict(sorted(out.items()))


def _head(fact: DraftFact) -> list[str]:
    return [fact.table, *(str(fact.values[name]) for name in ("series", "level", "kind") if name in fact.values)]


def counted(words: Iterable[str]) -> dict[str, int]:
    """How often each, in the order of the words."""
    return dict(sorted(Counter(words).items()))


if __name__ == "__main__":
    for one in sys.argv[1:] or FILES:
        text = json.dumps(found(one), ensure_ascii=False, indent=1)
        (EXPECTED / f"{one}.json").write_text(text + "\n", encoding="utf-8")
