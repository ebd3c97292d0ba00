"""Apache Spark gives the rows that DuckDB gives: every report on statements, over the same Parquet files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sijill.assess.rules.statements.findings import COLUMNS, judged
from sijill.publish.statements import REPORTS, Opened, open_dumps
from sijill.publish.statements.keys import KEYS, STANDARD
from sijill.tables.engines import fetched
from tests.statements import drawn, write
from tests.tables.test_spark import ENGINES, SMALL

pytestmark = [
    pytest.mark.slow,
    pytest.mark.spark,
    pytest.mark.xdist_group("spark"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17"),
]
TWO_KEYS = ("month", "category_specification")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Opened, Opened]]:
    """The same files, opened by each engine."""
    from sijill.tables.spark import session

    root: Path = tmp_path_factory.mktemp("statements")
    # Two days in two months: each file is work that Spark hands out.
    write(root, [row | {"day": date(2025, 7 + number % 2, 1)} for number, row in enumerate(drawn(600))])
    running = session(ENGINES[1])
    for key, value in SMALL.items():
        running.conf.set(key, value)
    yield open_dumps(root, engine=ENGINES[0]), open_dumps(root, engine=ENGINES[1])
    running.stop()


@pytest.mark.parametrize("slug", REPORTS)
def test_every_report(slug: str, both: tuple[Opened, Opened]) -> None:
    for by in (None, TWO_KEYS):
        one, other = (REPORTS[slug].told(opened.read, by) for opened in both)
        assert other == one
        assert one.rows


@pytest.mark.parametrize("name", sorted({*KEYS, *STANDARD}))
def test_every_key(name: str, both: tuple[Opened, Opened]) -> None:
    one, other = (REPORTS["count"].told(opened.read, [name]) for opened in both)
    assert other == one
    assert len(one.rows) > (name != "schema_version")


def test_every_finding(both: tuple[Opened, Opened]) -> None:
    one, other = (
        fetched(judged(opened.read.table, at_least=5).select("uuid", *COLUMNS).order_by("uuid")) for opened in both
    )
    assert other == one
    assert len(one) == 600
