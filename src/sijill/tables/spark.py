"""Apache Spark in place of DuckDB: for columns that are too large for one machine, by the same expressions.

Needs the extra `spark` (PySpark 4) and Java 17. Ibis and PySpark hand rows over as pandas frames; PySpark
does not take pandas 3 yet, so `Spark` hands them over as Arrow tables, both ways.
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import ibis.expr.operations as ops


@contextmanager
def without_pandas() -> Iterator[None]:
    """Silence what PySpark says of its own pandas functions: Ibis declares some at import, and none is called."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
        yield


with without_pandas():
    from ibis.backends.pyspark import Backend

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# One machine, nothing on the network, nothing kept: a cluster's own settings come from spark-defaults.conf.
ALONE: Mapping[str, str] = MappingProxyType(
    {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
)
ALWAYS: Mapping[str, str] = MappingProxyType(
    {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.session.timeZone": "UTC",
        # What follows from each condition about every column took most of the time of a query of ours, for nothing.
        "spark.sql.constraintPropagation.enabled": "false",
    }
)


class Spark(Backend):  # type: ignore[misc]
    """Ibis's backend, with rows handed over as Arrow tables."""

    @classmethod
    def at(cls, master: str) -> Spark:
        """The engine at a master: `local[2]`, `local[*]`, `spark://host:7077`."""
        opened = cls()
        opened.do_connect(session(master))
        return opened

    def read_parquet(self, path: Path, /, **options: Any) -> Any:
        """A Parquet file as a table; a name of this session stands for it, one for each place."""
        return self.read_folders([str(path)], **options)

    def read_folders(self, paths: Sequence[str], **options: Any) -> Any:
        """The Parquet files in some folders as one table; what the folders are called is no column of it."""
        name = f"read_{hashlib.sha256(chr(0).join(paths).encode()).hexdigest()[:24]}"
        self._session.read.parquet(*paths, **options).createOrReplaceTempView(name)
        return self.table(name)

    def to_pyarrow(self, expr: Any, /, *, params: Any = None, limit: Any = None, **options: Any) -> Any:
        """The rows of an expression, with the types that Ibis says it has."""
        table = expr.as_table()
        self._run_pre_execute_hooks(table)
        query = self.compile(table, params=params, limit=limit, **options)
        with self._safe_raw_sql(query) as found, without_pandas():
            rows = found.toArrow()
        return expr.__pyarrow_result__(rows.cast(table.schema().to_pyarrow()))

    def _create_cached_table(self, name: str, expr: Any) -> Any:
        self._run_pre_execute_hooks(expr)  # Ibis 12 forgets that constants may be in it
        return super()._create_cached_table(name, expr)

    def _register_in_memory_table(self, op: ops.InMemoryTable) -> None:
        with without_pandas():
            held = self._session.createDataFrame(op.data.to_pyarrow(op.schema))
        held.createOrReplaceTempView(op.name)


def session(master: str) -> SparkSession:
    """The running session of this process, or a new one at this master."""
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        return running
    scratch = tempfile.mkdtemp(prefix="sijill-spark-")
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    builder = SparkSession.builder.appName("sijill").master(master)
    local = ALONE if master.startswith("local") else {}
    for key, value in {**ALWAYS, **local, "spark.sql.warehouse.dir": scratch, "spark.local.dir": scratch}.items():
        builder = builder.config(key, value)
    with without_pandas():
        return builder.getOrCreate()
