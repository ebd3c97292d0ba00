"""Open columns for reading: a snapshot as of any log position, or rows held in memory.

Every report and rule is a function from `Tables` to an Ibis table and knows nothing of the engine
behind it. Keep such functions to filter, join, group, count, distinct count, sum, min, max, case,
and window rank: that subset gives the same rows on every engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import duckdb
import ibis

from sijill.tables.arrow import to_arrow
from sijill.tables.catalog import BUILT, CATALOG, NOW
from sijill.tables.schema import Column, Kind, Table
from sijill.tables.snapshot import Snapshot, SnapshotError, shape_hash

Tables: TypeAlias = Mapping[str, ibis.Table]
ENGINES = ("duckdb", "spark")
SPARK_MASTERS = ("local", "spark://")  # how Spark names where it runs: local[2], spark://host:7077
CLOSED: Mapping[str, Any] = MappingProxyType(
    {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
)


def connect(
    snapshot: Snapshot,
    *,
    as_of: int | None = None,
    engine: str = "duckdb",
    memory_limit: str = "1GB",
    threads: int | None = None,
) -> Tables:
    """The tables of a snapshot as they stood at log position `as_of` (default: the snapshot's own).

    A row is there when `log_from <= as_of < log_to`. Columns are the catalog's; `log_to` reads as
    open throughout, because nobody at that position could know when a row would end.
    `engine` is `duckdb`, in this process; `spark`, Apache Spark with all cores of this machine; or the
    address of Spark as Spark writes it, `local[2]` or `spark://host:7077`, whose machines then have to see
    the snapshot's folder under the same path. The rows are the same. `memory_limit` and `threads` are DuckDB's.
    Raises `SnapshotError` for a position after the snapshot's and for columns of another version
    of the catalog, `ValueError` for an engine that is not here.
    """
    if engine not in ENGINES and not engine.startswith(SPARK_MASTERS):
        raise ValueError(f"There is no engine {engine!r}. Engines here: {', '.join(ENGINES)}.")
    position = snapshot.position if as_of is None else as_of
    if position > snapshot.position:
        raise SnapshotError(
            f"The snapshot ends at log position {snapshot.position}; to see {position}, write a newer one."
        )
    _refuse_other_catalog(snapshot)
    opened = _duckdb(snapshot.path, memory_limit, threads) if engine == "duckdb" else spark_at(engine)
    return _AsOf(opened, snapshot, position)


def memory(rows: Mapping[str, Iterable[Mapping[str, Any]]] | None = None) -> Tables:
    """Tables held in memory, for tests. What a row leaves out is filled from the catalog.

    Left out: a code is `not-asked`, a link, a number or a date that may be missing is missing with
    its reason `not-asked`, a text is empty, a flag is false, and the row stands from position 0 on.
    A table that no room writes yet is there when it is given, if only without rows.
    """
    given = rows or {}
    opened = duckdb.connect(":memory:", config=dict(CLOSED, threads=1))
    names = list(dict.fromkeys((*BUILT, *given)))
    for name in names:
        held = to_arrow(CATALOG[name], [filled(CATALOG[name], row) for row in given.get(name, ())])
        opened.register("held", held)
        opened.execute(f"CREATE TABLE {name} AS SELECT * FROM held")  # noqa: S608
    opened.unregister("held")
    tables = ibis.duckdb.from_connection(opened)
    return {name: tables.table(name) for name in names}


def fetched(found: ibis.Table) -> list[dict[str, Any]]:
    """The rows of a result as dictionaries, in the order that the query asked for."""
    rows: list[dict[str, Any]] = found.to_pyarrow().to_pylist()
    return rows


def held(found: ibis.Table) -> ibis.Table:
    """Run a query once; what is asked of the result then reads its rows: in memory, or where Spark keeps them."""
    if found.get_backend().name == "pyspark":
        return found.cache()
    return ibis.memtable(found.to_pyarrow())


def filled(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with every column of its table; `ValueError` for a column the catalog does not have."""
    strange = sorted(set(row) - set(table.names))
    if strange:
        raise ValueError(f"table {table.name!r} has no column {', '.join(strange)}")
    return {one.name: row[one.name] if one.name in row else _default(table, one, row) for one in table.columns}


def _duckdb(folder: Path, memory_limit: str, threads: int | None) -> Any:
    """An engine that can read the snapshot's folder and nothing else, and cannot be told otherwise."""
    settings = dict(CLOSED, memory_limit=memory_limit, temp_directory=str(folder.parent / ".spill"))
    if threads is not None:
        settings["threads"] = threads
    opened = duckdb.connect(":memory:", config=settings)
    opened.execute("SET allowed_directories = [?]", [str(folder)])
    # Queries here put the side to look up on the right. After several filters DuckDB guesses too few rows and
    # would swap the sides, which took half as much memory again (docs/explanation/counting.md).
    opened.execute("SET disabled_optimizers = 'build_side_probe_side'")
    opened.execute("SET preserve_insertion_order = false")
    opened.execute("SET enable_external_access = false")
    return ibis.duckdb.from_connection(opened)


def spark_at(master: str) -> Any:
    """Apache Spark at a master; `spark` is all cores of this machine. `ValueError` where PySpark is not here."""
    try:
        from sijill.tables.spark import Spark
    except ImportError as error:
        raise ValueError(
            "The engine Spark needs PySpark 4 and Java 17, and PySpark is not installed. "
            "Install it beside Sijill: pip install 'sijill[spark]'."
        ) from error
    return Spark.at("local[*]" if master == "spark" else master)


class _AsOf(Mapping[str, ibis.Table]):
    """Tables that are opened when they are first asked for."""

    def __init__(self, engine: Any, snapshot: Snapshot, position: int) -> None:
        self._engine, self._snapshot, self._position = engine, snapshot, position
        self._opened: dict[str, ibis.Table] = {}

    def __getitem__(self, name: str) -> ibis.Table:
        if name not in BUILT:
            raise KeyError(name)
        if name not in self._opened:
            whole = self._engine.read_parquet(self._snapshot.file(name))
            self._opened[name] = _standing(whole, self._position)
        return self._opened[name]

    def __iter__(self) -> Iterator[str]:
        return iter(BUILT)

    def __len__(self) -> int:
        return len(BUILT)


def _standing(table: ibis.Table, position: int) -> ibis.Table:
    seen = table.filter((table.log_from <= position) & (table.log_to > position))
    return seen.mutate(log_to=ibis.literal(NOW, type="int64"))


def of_other_catalog(snapshot: Snapshot) -> list[str]:
    """Names of the tables whose columns are those of another version of the catalog."""
    written = {one.name: one.columns for one in snapshot.manifest().tables}
    return [name for name in BUILT if written.get(name) != shape_hash(CATALOG[name])]


def _refuse_other_catalog(snapshot: Snapshot) -> None:
    if other := of_other_catalog(snapshot):
        raise SnapshotError(
            f"The snapshot's columns of {', '.join(other)} are of another version of Sijill: write it again."
        )


def _default(table: Table, column: Column, row: Mapping[str, Any]) -> Any:
    if column.name == "log_to":
        return NOW
    if column.nullable:
        return None
    if column.kind is Kind.CODE:
        return "" if _is_reason(column) and _is_given(table, column, row) else "not-asked"
    if column.kind in (Kind.ID, Kind.DATE, Kind.MOMENT):
        raise ValueError(f"a row of {table.name!r} needs its {column.name}")
    return {Kind.INT: 0, Kind.BOOL: False, Kind.TEXT: "", Kind.CODES: []}[column.kind]


def _is_reason(column: Column) -> bool:
    return column.name.endswith("_unknown")


def _is_given(table: Table, column: Column, row: Mapping[str, Any]) -> bool:
    stem = column.name.removesuffix("_unknown")
    ends = [f"{stem}_{end}" for end in ("lo", "hi", "low", "high") if f"{stem}_{end}" in table.names]
    return any(row.get(end) is not None for end in ends)
