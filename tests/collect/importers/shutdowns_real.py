"""Real files of shutdowns, measurements and laws, which may not ship, and what is expected of each.

`python -m tests.collect.importers.shutdowns_real FORMAT` writes what a file comes to today into its expected file: look
at every change of it before you commit it.
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
from sijill.tables.catalog import CATALOG
from sijill.tables.schema import Kind
from tests.collect.importers.lists import CHECKOUT

SHARED = CHECKOUT.parent / "shared" / "data"
EXPECTED = Path(__file__).parents[1] / "expected"
FILES = {
    "stop": "shutdowns/accessnow_stop_2016_2025/access_now_snapshot_2026-05-20.parquet",
    "ioda": "shutdowns/ioda/ioda_investigated_outages_cleaned_phase1+2.csv",
    "ooni": "shutdowns/ooni/ooni_uganda_analysis_2025-12_2026-02.csv",
    "laws": "laws/misinformation_laws_cima/Misinformation_Law_Dataset.xlsx",
}


def rows_of(name: str) -> list[Row | Refused]:
    """What is understood of the file; the test is skipped where it is not at hand."""
    path = SHARED / FILES[name]
    if not path.exists():
        pytest.skip("the original file is not at hand")
    return _read(name, path)


@cache
def _read(name: str, path: Path) -> list[Row | Refused]:
    return list(read(name, path))


def facts_of(name: str, table: str) -> list[DraftFact]:
    """The entries of one table that the rows of the file would draft."""
    return [fact for row in rows_of(name) if isinstance(row, Row) for fact in row.facts if fact.table == table]


def found(name: str) -> dict[str, Any]:
    """Everything that is expected of a file: rows, refusals, and each coded value and each stated fact by table."""
    rows = rows_of(name)
    refused = [row for row in rows if isinstance(row, Refused)]
    facts = [fact for row in rows if isinstance(row, Row) for fact in row.facts]
    return {
        "records": len(rows),
        "rows": len(rows) - len(refused),
        "rows_without_facts": sum(isinstance(row, Row) and not row.facts for row in rows),
        "refused": counted(f"{row.field or 'row'}: {row.problem}" for row in refused),
        "tables": {table: _table(table, facts) for table in sorted({fact.table for fact in _every(facts)})},
    }


def _every(facts: Iterable[DraftFact]) -> list[DraftFact]:
    return [one for fact in facts for one in (fact, *_every(fact.parts))]


def _table(table: str, facts: list[DraftFact]) -> dict[str, Any]:
    entries = [fact for fact in _every(facts) if fact.table == table]
    coded = [column.name for column in CATALOG[table].columns if column.kind is Kind.CODE]
    stated = (name for fact in entries for name, value in fact.values.items() if value not in (*UNKNOWN_CODES, ""))
    return {
        "entries": len(entries),
        "coverage": counted(stated),
        "texts": counted(name for fact in entries for name in fact.texts),
        "codes": {
            name: counted(str(fact.values[name]) for fact in entries if name in fact.values)
            for name in coded
            if any(name in fact.values for fact in entries)
        },
    }


def counted(words: Iterable[Any]) -> dict[Any, int]:
    """How many of each, in order."""
    return dict(sorted(Counter(words).items()))


if __name__ == "__main__":
    for one in sys.argv[1:]:
        text = json.dumps(found(one), ensure_ascii=False, indent=1)
        (EXPECTED / f"{one}.json").write_text(text + "\n", encoding="utf-8")
