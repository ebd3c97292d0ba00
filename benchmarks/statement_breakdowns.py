"""How long the breakdowns and reports over imported statements take.

    python benchmarks/statement_breakdowns.py HOME                    # the twelve standard breakdowns, five runs each
    python benchmarks/statement_breakdowns.py HOME --reports          # every report as well
    python benchmarks/statement_breakdowns.py HOME --copy-to OTHER --days 20

HOME holds one imported day or more (`sijill statements import`). With `--copy-to` nothing is timed: its first day is
written to OTHER as so many days, each with the same rows under another day, so that breakdowns have more to read.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sijill.collect.importers.statements.shaping import REPEATING, SCHEMA
from sijill.publish.statements import REPORTS, Opened, open_dumps
from sijill.publish.statements.keys import KEYS, STANDARD
from sijill.tables.dumps import dumps
from sijill.tables.statements import folder_of


def copied(home: Path, other: Path, days: int) -> None:
    """The first day of a home as several days of another."""
    first = dumps(home / "statements")[0]
    for number in range(days):
        day = first.day + timedelta(days=number)
        folder = folder_of(other / "statements", day, first.source)
        folder.mkdir(parents=True)
        for file in first.files:
            rows = pq.read_table(file, partitioning=None)
            place = SCHEMA.get_field_index("day")
            moved = rows.set_column(place, SCHEMA.field(place), pa.repeat(pa.scalar(day, pa.date32()), rows.num_rows))
            pq.write_table(
                moved.cast(SCHEMA), folder / file.name, compression="zstd", compression_level=1,
                use_dictionary=REPEATING, store_schema=False, row_group_size=1 << 30,
            )  # fmt: skip


def timed(what: str, runs: int, work: Callable[[], object]) -> None:
    """Print the median, the least and the most of some runs, in seconds by the clock, and the processor's median."""
    clock, processor = [], []
    for _ in range(runs):
        began, used = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
    print(
        f"{what:32} {statistics.median(clock):6.2f} ({min(clock):.2f} to {max(clock):.2f}) "
        f"processor {statistics.median(processor):6.2f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--reports", action="store_true")
    parser.add_argument("--engine", default="duckdb")
    parser.add_argument("--copy-to", type=Path)
    parser.add_argument("--days", type=int, default=20)
    given = parser.parse_args()
    if given.copy_to:
        copied(given.home, given.copy_to, given.days)
        return
    opened: Opened = open_dumps(given.home / "statements", engine=given.engine)
    count = REPORTS["count"]
    (whole,) = count.told(opened.read, []).rows
    print(f"{whole['statements']:,} statements of {len(opened.dumps)} dumps, {given.engine}")
    for name in STANDARD:
        timed(name, given.runs, lambda name=name: count.told(opened.read, [name]))  # type: ignore[misc]
    if given.reports:
        for name in (name for name in KEYS if name not in STANDARD):
            timed(name, given.runs, lambda name=name: count.told(opened.read, [name]))  # type: ignore[misc]
        for slug, report in REPORTS.items():
            timed(f"report {slug}", given.runs, lambda report=report: report.told(opened.read))  # type: ignore[misc]
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB")


if __name__ == "__main__":
    main()
