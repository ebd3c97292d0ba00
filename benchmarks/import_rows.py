"""How long an import of a mapped CSV takes, and whether its memory stays flat.

    python benchmarks/import_rows.py                     100,000 rows, five runs, SQLite with synchronous=FULL
    python benchmarks/import_rows.py --rows 10000 --runs 1 --database postgresql:///name?host=/run/postgresql

The list is SYNTHETIC (`synthetic.py`). Each run is a process and an installation of its own; time is from the first row
read to the last commit, one commit per 5,000 rows. Memory is the resident set after each commit: flat if the last
is not far above that of a quarter of the way. The floor reads the same CSV and writes each row as it is into one table.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import synthetic

TARGET_SECONDS, TARGET_GROWTH = 90.0, 1.25
BATCH = 5000


def main() -> None:
    """Make the list, import it in fresh processes, print the figures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--database", default="", help="address of an empty PostgreSQL database; then --runs 1")
    asked.add_argument("--measure", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.measure:
        print(json.dumps(measure(*given.measure)))
        return
    with tempfile.TemporaryDirectory(prefix="sijill-benchmark-") as name:
        folder = Path(name)
        file = synthetic.write_list(folder / "SYNTHETIC.csv", given.rows)
        found = [run(folder / f"home-{number}", file, given.database) for number in range(given.runs)]
        floors = [floor(folder / f"floor-{number}.sqlite3", file) for number in range(given.runs)]
    report(found, statistics.median(floors), given.rows)


def run(home: Path, file: Path, database: str) -> dict[str, Any]:
    """One import into a new installation, in a process of its own."""
    synthetic.install(home, database)
    command = [sys.executable, __file__, "--measure", str(home), str(file)]
    out = subprocess.run(command, env={**os.environ, "SIJILL_HOME": str(home)}, check=True, stdout=subprocess.PIPE)
    return dict(json.loads(out.stdout))


def measure(folder: Path, file: Path) -> dict[str, Any]:
    """Import in this process: seconds, seconds of the processor, resident MiB after each commit."""
    from sijill.cli.base import start
    from sijill.home import find

    start(find(folder))
    from sijill.collect.importers.formats import FORMATS, read
    from sijill.office.actions import operator
    from sijill.register.actions import import_file

    memory: list[float] = []
    info = FORMATS["table"].using(synthetic.MAPPING).source
    began, worked = time.perf_counter(), time.process_time()
    done = import_file(
        actor=operator(),
        info=info,
        format_name="table",
        complete=False,
        rows=read("table", file, mapping=synthetic.MAPPING),
        sha256="0" * 64,
        file_name=file.name,
        label="SYNTHETIC",
        retrieved_on=None,
        batch=BATCH,
        progress=lambda run: memory.append(resident()),
    )
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    return {"seconds": seconds, "processor": processor, "memory": memory, "rows": done.rows, "refused": done.refused}


def resident() -> float:
    """What this process holds in memory, MiB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def floor(path: Path, file: Path) -> float:
    """Seconds to read the CSV and write its rows as they are."""
    began = time.perf_counter()
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    with file.open(encoding="utf-8", newline="") as stream:
        rows: Iterator[list[str]] = csv.reader(stream)
        marks = ", ".join("?" * len(next(rows)))
        database.execute(f"CREATE TABLE row ({', '.join(f'c{n}' for n in range(len(synthetic.COLUMNS)))})")
        while batch := list(islice(rows, BATCH)):
            with database:
                database.executemany(f"INSERT INTO row VALUES ({marks})", batch)
    database.close()
    return time.perf_counter() - began


def report(found: list[dict[str, Any]], floor_seconds: float, rows: int) -> None:
    """Print medians, the spread, the ratio to the floor, and whether the target is met."""
    seconds = statistics.median(one["seconds"] for one in found)
    processor = statistics.median(one["processor"] for one in found)
    growth = statistics.median(one["memory"][-1] / one["memory"][len(one["memory"]) // 4] for one in found)
    spread = ", ".join(f"{one['seconds']:.1f}" for one in found)
    print(f"{rows} rows, {len(found)} runs, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"import  median {seconds:.1f} s ({spread}); processor {processor:.1f} s; {rows / seconds:.0f} rows a second")
    print(f"floor   median {floor_seconds:.2f} s; ratio {seconds / floor_seconds:.0f}")
    print(f"memory  {max(max(one['memory']) for one in found):.0f} MiB at most; end to a quarter: {growth:.2f}")
    target = TARGET_SECONDS * rows / 100_000
    print(f"target  {target:.0f} s, growth {TARGET_GROWTH}: ", end="")
    print("met" if seconds <= target and growth <= TARGET_GROWTH else "NOT met")


if __name__ == "__main__":
    main()
