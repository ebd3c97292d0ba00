"""Apache Spark gives the findings that DuckDB gives, over the same Parquet files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import ibis
import pyarrow.parquet as pq
import pytest

from examples.measures import read
from sijill.assess.rules.ground.check import KINDS
from sijill.assess.rules.ground.checks import FACTORS, applying
from sijill.assess.rules.ground.findings import counts, findings
from sijill.tables.arrow import to_arrow
from sijill.tables.catalog import CATALOG
from sijill.tables.engines import Tables, fetched, filled
from tests.assess.ground.world import NEEDED, Measures
from tests.tables.test_spark import ENGINES, SMALL

pytestmark = [
    pytest.mark.slow,
    pytest.mark.spark,
    pytest.mark.xdist_group("spark"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17"),
]


def world() -> Measures:
    """The decided measures, and one invented record of each kind with answers of every sort."""
    made = Measures()
    for measure in read():
        for name, rows in measure.rows.items():
            made.rows[name] += [dict(row) for row in rows]
    law = made.law(in_force="2007", oversight="executive")
    provision = made.add(
        "provision", law_id=law, offence="hatred-incitement", hatred_incitement="yes", penalty="prison"
    )
    one = made.restriction(provision_id=provision, measure="sanction", applied="2020", indefinite="yes")
    made.restriction(reverses_id=one, measure="restored")
    for number, factor in enumerate(FACTORS):
        made.answer(one, factor.id, "met", evidence=f"report-{number}")
    made.answer(one, "necessity/narrow-in-time", "met")
    made.answer(one, "necessity/link-direct", "met", evidence=None)
    made.demand(gag="yes", basis="none-cited", made="2024-05", authority_kind="police")
    company = made.add("organization", kind="platform")
    policy = made.add("policy", state="confirmed", organization_id=company, kind="ranking", published="yes")
    made.add("clause", policy_id=policy, precise="no")
    made.answer(company, "rdr/f6-6", "not-met", kind="company")
    return made


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Tables]]:
    """The same files, opened by each engine."""
    from sijill.tables.spark import Spark, session

    folder: Path = tmp_path_factory.mktemp("ground")
    rows = world().rows
    for name in NEEDED:
        held = to_arrow(CATALOG[name], [filled(CATALOG[name], row) for row in rows.get(name, ())])
        pq.write_table(held, folder / f"{name}.parquet")
    running = session(ENGINES[1])
    for key, value in SMALL.items():
        running.conf.set(key, value)
    engines = {"duckdb": ibis.duckdb.connect(), "spark": Spark.at(ENGINES[1])}
    yield {
        engine: {name: opened.read_parquet(folder / f"{name}.parquet") for name in NEEDED}
        for engine, opened in engines.items()
    }
    running.stop()


@pytest.mark.parametrize("kind", KINDS)
def test_findings(kind: str, both: Mapping[str, Tables]) -> None:
    one, other = (fetched(findings(t, kind)) for t in both.values())
    assert other == one
    assert len(one) % len(applying(kind)) == 0
    assert one, "a kind without findings shows nothing"


def test_counts(both: Mapping[str, Tables]) -> None:
    one, other = (counts(t, "restriction", ["decider", "country"]) for t in both.values())
    assert other == one
    assert len(one) > len(applying("restriction"))
