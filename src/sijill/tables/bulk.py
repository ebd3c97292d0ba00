"""Open what was imported in bulk as a table for reports and rules: statements of reasons by day and source."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import ibis

from sijill.tables.engines import CLOSED, ENGINES, SPARK_MASTERS
from sijill.tables.statements import parts


class NothingImported(Exception):
    """There are no statements in the folder."""


def statements(
    root: Path,
    *,
    only: Sequence[Path] | None = None,
    engine: str = "duckdb",
    memory_limit: str = "1GB",
    threads: int | None = None,
) -> Any:
    """Every imported statement as one Ibis table with the columns of the catalog's `statement`.

    `root` is the home's folder `statements`; `only` the files of some of its dumps, each whole (`tables.dumps`
    says which do not overlap); `engine` as for `tables.engines.connect`.
    Raises `NothingImported`, and `ValueError` for an engine that is not here.
    """
    files = [str(one) for one in (parts(root) if only is None else only)]
    if not files:
        raise NothingImported(
            f"There are no statements in {root}. Import a dump first: sijill statements import sor-global-...-full.zip"
        )
    if engine == "duckdb":
        return _duckdb(root, memory_limit, threads).read_parquet(files, table_name="statement", hive_partitioning=False)
    if engine not in ENGINES and not engine.startswith(SPARK_MASTERS):
        raise ValueError(f"There is no engine {engine!r}. Engines here: {', '.join(ENGINES)}.")
    from sijill.tables.engines import spark_at

    # Folders, of which there are a few hundred, for files, of which there are hundreds of thousands.
    return spark_at(engine).read_folders(sorted({str(Path(one).parent) for one in files}))


def _duckdb(root: Path, memory_limit: str, threads: int | None) -> Any:
    """An engine that can read the statements' folder and nothing else."""
    settings = dict(CLOSED, memory_limit=memory_limit, temp_directory=str(root / "_spill"))
    if threads is not None:
        settings["threads"] = threads
    opened = duckdb.connect(":memory:", config=settings)
    opened.execute("SET allowed_directories = [?]", [str(root)])
    opened.execute("SET preserve_insertion_order = false")
    opened.execute("SET enable_external_access = false")
    return ibis.duckdb.from_connection(opened)
