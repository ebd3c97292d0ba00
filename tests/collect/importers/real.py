"""The lists that may not ship: where they lie, and what is expected of each in tests/collect/expected/.

`python -m tests.collect.importers.real FORMAT` writes what a list comes to today into its expected file: look at every
change of it before you commit it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sijill.collect.draft import Refused, Row
from sijill.collect.importers.formats import FORMATS, read
from tests.collect.importers.lists import PEOPLE, summary

EXPECTED = Path(__file__).parents[1] / "expected"
FILES = {
    "smj": "smj_stop_murdering_journalists/martyrs-ungrouped.json",
    "colombia-leaders": "colombia_lideres_multisource/countryDeaths.json",
    "cpj-2017": "cpj_2017-06_original_xls/cpj-database.xls",
    "cpj-2019": "cpj_2019_scrape_full_dates/journalists_killed_completed_version.csv",
    "cpj-2020": "cpj_2020_killed_imprisoned/OriginalData_Journalists_Killed_Imprisoned_1992_2020.csv",
    "cpj-2022": "cpj_2022_with_gender/Journalists and Media Workers Killed between 1992 and 2022 - "
    "Motive Confirmed or Unconfirmed - journalists.csv",
    "cpj-2024": "cpj_2024-02_api_dump/reporters_extra_columns_feb8.csv",
    "cpj-2024-region": "cpj_2024-02_api_dump/reporters_extra_columns_feb8_gaza_only_updated.csv",
    "uspft": "uspft_2020-07/incidents.csv",
}


def file_of(name: str) -> Path:
    """The list's file; the test is skipped where it is not at hand."""
    path = PEOPLE / FILES[name]
    if not path.exists():
        pytest.skip("the original list is not at hand")
    return path


def rows_of(name: str) -> list[Row | Refused]:
    """What is understood of the list."""
    return _read(name, file_of(name))


@cache
def _read(name: str, path: Path) -> list[Row | Refused]:
    return list(read(name, path))


def taken(name: str) -> list[tuple[dict[str, Any], Row]]:
    """The rows that were taken, each with its record as it stands in the file."""
    return [(json.loads(row.content), row) for row in rows_of(name) if isinstance(row, Row)]


def found(name: str) -> dict[str, Any]:
    """Everything that is expected of a list: how many rows, what they claim, what is in each column."""
    rows = rows_of(name)
    refused = [row for row in rows if isinstance(row, Refused)]
    drafts = [entry for row in rows if isinstance(row, Row) for entry in row.entries]
    acts = [act for entry in drafts for act in entry.acts]
    return {
        "rows": len(rows),
        "new": len(rows) - len(refused),
        "refused_where": {row.position: f"{row.field or 'row'}: {row.problem}" for row in refused},
        "victims": len(drafts),
        "acts": len(acts),
        "victim_kinds": _counted(entry.victim.kind for entry in drafts),
        "identified": _counted(entry.victim.identified for entry in drafts),
        "statuses": _counted(f"{one.process}/{one.stage}" for act in acts for one in act.statuses),
        "sources_named": _counted(info.code for row in rows if isinstance(row, Row) for info in row.also_said_by),
        **summary(rows),
        "columns": columns(name, rows),
    }


def columns(name: str, rows: list[Row | Refused]) -> dict[str, dict[str, int]]:
    """In how many rows each column of the file holds anything: of those that are read, and of those that never are."""
    mapping = FORMATS[name].mapping()
    renamed = {other: own for own, others in mapping.layout.aliases for other in others}
    filled: Counter[str] = Counter()
    for row in rows:
        record = json.loads(row.content)
        filled.update({column: int(str(cell).strip() not in ("", "None")) for column, cell in record.items()})
    read_them = {column for column in filled if {column, renamed.get(column)} & mapping.columns}
    return {
        "read": {column: filled[column] for column in sorted(read_them)},
        "never read": {column: filled[column] for column in sorted(filled.keys() - read_them)},
    }


def _counted(words: Any) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))


if __name__ == "__main__":
    for one in sys.argv[1:]:
        text = json.dumps(found(one), ensure_ascii=False, indent=1)
        (EXPECTED / f"{one}.json").write_text(text + "\n", encoding="utf-8")
