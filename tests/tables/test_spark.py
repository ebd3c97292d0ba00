"""Apache Spark gives the rows that DuckDB gives: every report and every rule, over the same Parquet files."""

from __future__ import annotations

import importlib
import pkgutil
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import ibis
import pytest

from sijill.assess import rules
from sijill.assess.rules import charges, national, sdg16, stocks, verification
from sijill.assess.rules.counting import DIMENSIONS
from sijill.publish.reports import REPORTS, hold, programme
from sijill.tables.catalog import CATALOG
from sijill.tables.engines import Tables, connect, fetched, filled
from sijill.tables.snapshot import Snapshot, SnapshotError, current, write
from tests.assess.worlds import OPTIONS, beside, draw_world
from tests.publish.reports import golden, worlds

pytestmark = [
    pytest.mark.slow,
    pytest.mark.spark,
    pytest.mark.xdist_group("spark"),  # one Java machine for all of them
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17"),
]

ENGINES = ("duckdb", "local[2]")
END = 9
PERIOD = (date(2025, 1, 1), date(2025, 12, 31))
# Small tables: compiling a query to Java and cutting it into many parts would cost more than running it.
SMALL = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
}
Rule = Callable[[Tables], Any]


def frozen(folder: Path, rows: dict[str, list[dict[str, Any]]]) -> Snapshot:
    """Rows as Parquet files that both engines read."""
    whole = {name: [filled(CATALOG[name], row) for row in given] for name, given in rows.items()}
    write(folder, whole, position=END, code_version="1")
    return current(folder)


@pytest.fixture(scope="module")
def spark() -> Iterator[None]:
    """One session for the module, set for small tables."""
    from sijill.tables.spark import session

    running = session(ENGINES[1])
    for key, value in SMALL.items():
        running.conf.set(key, value)
    yield
    running.stop()


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory, spark: None) -> Snapshot:
    """The invented register behind the golden files of the reports."""
    return frozen(tmp_path_factory.mktemp("register"), worlds.rows(golden.SEED, golden.ACTS))


@pytest.fixture(scope="module")
def branches(tmp_path_factory: pytest.TempPathFactory, spark: None) -> Snapshot:
    """Small worlds that reach every branch of the rules, side by side."""
    drawn = random.Random(16_10_1).choice
    world = beside([draw_world(drawn, tag=f"-{number:02d}") for number in range(40)])
    return frozen(tmp_path_factory.mktemp("branches"), world.rows)


@pytest.fixture(scope="module")
def both(register: Snapshot) -> tuple[Tables, Tables]:
    """The register held by each engine, so that what several reports ask for is made once."""
    made = [hold(connect(register, engine=engine)) for engine in ENGINES]
    return made[0], made[1]


@pytest.mark.parametrize("slug", REPORTS)
def test_every_report(slug: str, both: tuple[Tables, Tables]) -> None:
    one, other = (golden.said(REPORTS[slug], t) for t in both)
    assert other == one
    assert one == (golden.FOLDER / f"{slug}.csv").read_text(encoding="utf-8")


def test_a_whole_programme_and_the_keys_of_whom_it_counts(both: tuple[Tables, Tables]) -> None:
    one, other = (programme(t, replace(worlds.CONTEXT, record_secret=bytes(range(32)))) for t in both)
    assert other == one
    assert len(one.tables) > 10
    assert any(count.key for table in one.tables for count in table.cells.values())


NATIONAL, STOCK = national.Options(*PERIOD), stocks.Options(date(2025, 6, 30))
BY = ("category", "sex", "state", "role")
RULES: dict[str, Rule] = {
    **{f"sdg16 {n}": partial(sdg16.decisions, options=options) for n, options in enumerate(OPTIONS)},
    **{f"sdg16 cells {n}": partial(sdg16.cells, options=options, by=BY) for n, options in enumerate(OPTIONS)},
    **{f"sdg16 by {one}": partial(sdg16.cells, options=OPTIONS[0], by=(one,)) for one in DIMENSIONS},
    "sdg16 total": lambda t: sdg16.cells(t, OPTIONS[0]),
    "sdg16 explained": lambda t: sdg16.explain(t, OPTIONS[0], {"category": "A", "year": 2025, "role": "journalist"}),
    "national": lambda t: national.decisions(t, NATIONAL),
    "national cells": lambda t: national.cells(t, NATIONAL, ("sex",)),
    "stocks": lambda t: stocks.decisions(t, STOCK),
    "stocks cells": lambda t: stocks.cells(t, STOCK, ("kind", "area")),
    "charges": lambda t: charges.decisions(t, charges.Options(*PERIOD)),
    "verification": lambda t: verification.act_words(t).order_by("act_id"),
}


def test_every_rule_is_among_them() -> None:
    found = {one.name for one in pkgutil.iter_modules(rules.__path__)}
    loaded = {name: importlib.import_module(f"sijill.assess.rules.{name}") for name in found}
    deciding = {name for name, module in loaded.items() if hasattr(module, "decisions") or hasattr(module, "act_words")}
    assert deciding == {name.split()[0] for name in RULES}


@pytest.mark.parametrize("name", RULES)
def test_every_rule(name: str, branches: Snapshot) -> None:
    one, other = (fetched(RULES[name](connect(branches, engine=engine))) for engine in ENGINES)
    assert other == one
    assert one, "a rule without rows shows nothing"


@pytest.mark.parametrize("position", [0, 1, 3, 5, 8])
def test_as_of_a_position(position: int, branches: Snapshot) -> None:
    tables = [connect(branches, as_of=position, engine=engine) for engine in ENGINES]
    for name in ("act", "verification", "consent"):
        one, other = (fetched(t[name].order_by("id", "log_from")) for t in tables)
        assert other == one
        assert all(row["log_from"] <= position for row in one)
    one, other = (fetched(verification.act_words(t).order_by("act_id")) for t in tables)
    assert other == one


def test_a_position_after_the_snapshot_is_refused(branches: Snapshot) -> None:
    with pytest.raises(SnapshotError, match="ends at log position 9"):
        connect(branches, as_of=END + 1, engine=ENGINES[1])


def test_text_in_every_script_keeps_its_order_and_its_signs(tmp_path: Path, spark: None) -> None:
    words = ["", "Z", "a", "é", "ß", "ي", "قانون 1", "中", "🕊", "line\nbreak", "  blanks ", "B"]
    rows = [
        {"id": f"act-{n}", "event_id": "e", "victim_id": "p", "law": word, "occurred_lo": day, "occurred_hi": day}
        for n, (word, day) in enumerate((word, date(1, 1, 1 + n)) for n, word in enumerate(words))
    ]
    snapshot = frozen(tmp_path, {"act": rows})
    found = [fetched(connect(snapshot, engine=engine)["act"].order_by("law")) for engine in ENGINES]
    assert found[1] == found[0]
    assert [row["law"] for row in found[0]] == sorted(words)


def test_what_spark_holds_stays_with_spark(both: tuple[Tables, Tables]) -> None:
    from sijill.tables.engines import held

    made = held(both[1]["act"].select("id"))
    assert made.get_backend().name == "pyspark"
    assert isinstance(made, ibis.Table)
    assert made.count().to_pyarrow().as_py() == golden.ACTS
