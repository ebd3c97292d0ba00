"""Apache Spark gives the rows that DuckDB gives: how sure a disruption is, and which outages match it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from sijill.assess.rules.disruptions import disruption_evidence
from sijill.codelists.load import codelist
from sijill.register.matching.outages import coverage, matched
from sijill.tables.engines import fetched
from tests.assess.disruptions import LEVELS, SILENT, Claim, as_files, in_memory, rows_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.spark,
    pytest.mark.xdist_group("spark"),  # one Java machine for all of them
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17"),
]
# As in tests/tables/test_spark.py: compiling for small tables costs more than running.
SMALL = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
}


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from sijill.tables.spark import Spark, session

    running = session("local[2]")
    for key, value in SMALL.items():
        running.conf.set(key, value)
    yield Spark.at("local[2]")
    running.stop()


def test_evidence(spark: Any, tmp_path: Path) -> None:
    kinds, causes = codelist("claim_kinds").codes, codelist("disruption_causes").codes
    says = ("happened", "did-not-happen", *SILENT)
    disruptions = [
        [
            Claim(
                ("ooni", "ioda", "")[(number + place) % 3],
                kinds[(number * 5 + place) % len(kinds)],
                says[0 if place < 2 else number % len(says)],
                causes[(number + 2 * place) % len(causes)],
            )
            for place in range(number % 5)
        ]
        for number in range(120)
    ]
    rows = rows_of(disruptions)
    files = as_files(rows, tmp_path)
    there = fetched(disruption_evidence({name: spark.read_parquet(path) for name, path in files.items()}))
    here = fetched(disruption_evidence(in_memory(rows)))
    assert sorted(there, key=str) == sorted(here, key=str)
    assert {row["evidence"] for row in here} == set(LEVELS)


def test_matching(spark: Any, tmp_path: Path) -> None:
    rows = {
        "documented": [_disruption(number, number, lasting=number % 4) for number in range(40)],
        "seen": [_disruption(number, number * 2) for number in range(30)],
    }
    files = as_files(rows, tmp_path, "disruption")
    there = [spark.read_parquet(files[name]) for name in ("documented", "seen")]
    made = in_memory(rows, "disruption")
    here = [made[name] for name in ("documented", "seen")]
    for rule in (matched, coverage):
        one, other = fetched(rule(*here)), fetched(rule(*there))
        assert sorted(other, key=str) == sorted(one, key=str)
        assert one


def _disruption(number: int, days: int, lasting: int | None = None) -> dict[str, Any]:
    began = date(2020, 5, 10) + timedelta(days=days)
    row: dict[str, Any] = {"id": f"disruption-{number}", "country": ("KE", "UG")[number % 2], "extent": "full-network"}
    row |= {"scope": ("national", "one-region")[number % 3 == 0], "began_lo": began, "began_hi": began}
    if lasting is not None:
        row |= {"ended_lo": began + timedelta(days=lasting), "ended_hi": began + timedelta(days=lasting)}
    return row
