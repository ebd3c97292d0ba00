"""How fast a day of statements of reasons is read, side by side with what else reads it.

    python benchmarks/statements.py FOLDER --rows 1000000 --marginals monthly_by_platform_field.csv
    python benchmarks/statements.py FOLDER --rows 1000000 --shantay PYTHON

makes a SYNTHETIC day in FOLDER (`synthetic_statements.py`; once) and prints a table of: `sijill statements import`
and `stats`; the floor, which is inflating and parsing the CSV and nothing else; the same floor with the parts that
come with Python and Arrow's defaults; DuckDB, which needs the CSV unpacked to disk first; and `shantay summarize`, by
a Python 3.12 or newer that has shantay 0.6 and polars below 1.36 (with 2.1 it takes six times as long). It fetches
names of platforms when it starts: that is left out. Each runs in a process of its own, on two workers. Memory is the
most that the process and its children held together.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synthetic_statements import DAY, Plan, marginals_of, shape, write_day

HERE = Path(__file__)
WORKERS = 2
SHANTAY = """
import sys
if __name__ == "__main__":
    import shantay._platform as platforms
    platforms.sync_web_platforms = lambda force=False: "skipped"
    from shantay.__main__ import main
    sys.exit(main())
"""


@dataclass
class Run:
    """One run of one contestant: seconds by the clock, seconds of processor, megabytes of memory."""

    wall: float
    processor: float
    memory: float


def measured(words: list[str], **environment: str) -> Run:
    """Run a command and watch it."""
    started = time.perf_counter()
    with subprocess.Popen(
        words, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        peak = [0.0]
        watch = threading.Thread(target=_watch, args=(process, peak))
        watch.start()
        said = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {process.returncode}:\n{said}")
    return Run(wall, used.ru_utime + used.ru_stime, peak[0])


def _watch(process: subprocess.Popen[str], peak: list[float]) -> None:
    """The most memory that the process and all below it held together; shared pages are counted once."""
    while process.returncode is None:
        peak[0] = max(peak[0], sum(_held(one) for one in _below(process.pid)) / 1000)
        time.sleep(0.1)


def _below(parent: int) -> list[int]:
    found = [parent]
    for one in found:
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def _held(process: int) -> int:
    """Kilobytes of memory: the proportional set size."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


# The contestants that are not programs of their own: run by this script with --only.


def floor(path: Path) -> int:
    """Inflate with isal and parse every column as text, each CSV file in one call each."""
    from sijill.collect.importers.statements.dumps import members

    with ProcessPoolExecutor(WORKERS) as pool:
        return sum(pool.map(_floor_of, members(path)))


def _floor_of(member: Any) -> int:
    import pyarrow as pa
    import pyarrow.csv as pv
    from isal import isal_zlib

    pa.set_cpu_count(1)
    with member.path.open("rb") as file:
        file.seek(member.start)
        content = isal_zlib.decompress(file.read(member.packed), wbits=-15, bufsize=member.size)
    names = content[: content.index(b"\n")].decode().split(",")
    table = pv.read_csv(
        pa.py_buffer(content),
        read_options=pv.ReadOptions(use_threads=False),
        parse_options=pv.ParseOptions(newlines_in_values=True),
        convert_options=pv.ConvertOptions(column_types={name: pa.string() for name in names}),
    )
    return int(table.num_rows)


def plain_floor(path: Path) -> int:
    """The same with `zipfile` and Arrow's own guesses of the columns' kinds."""
    with zipfile.ZipFile(path) as outer:
        names = outer.namelist()
    with ProcessPoolExecutor(WORKERS) as pool:
        return sum(pool.map(_plain_floor_of, [(path, name) for name in names]))


def _plain_floor_of(given: tuple[Path, str]) -> int:
    import pyarrow as pa
    import pyarrow.csv as pv

    pa.set_cpu_count(1)
    rows = 0
    with zipfile.ZipFile(given[0]) as outer, outer.open(given[1]) as part, zipfile.ZipFile(part) as inner:
        for name in inner.namelist():
            table = pv.read_csv(
                pa.py_buffer(inner.read(name)),
                read_options=pv.ReadOptions(use_threads=False),
                parse_options=pv.ParseOptions(newlines_in_values=True),
            )
            rows += table.num_rows
    return rows


def duckdb(path: Path) -> int:
    """Unpack to disk, then read and write as Parquet."""
    import duckdb as engine

    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        with zipfile.ZipFile(path) as outer:
            for name in outer.namelist():
                with outer.open(name) as part, zipfile.ZipFile(part) as inner:
                    inner.extractall(folder)
        opened = engine.connect(":memory:", config={"threads": WORKERS, "memory_limit": "3GB"})
        opened.execute(
            f"COPY (SELECT * FROM read_csv('{folder}/*.csv', header = true, all_varchar = true, quote = '\"', "
            f"escape = '\"')) TO '{folder}/out.parquet' (FORMAT parquet, COMPRESSION zstd)"
        )
        found = opened.execute(f"SELECT count(*) FROM '{folder}/out.parquet'").fetchone()
    return int(found[0]) if found else 0


ALONE: dict[str, Callable[[Path], int]] = {"floor": floor, "plain-floor": plain_floor, "duckdb": duckdb}


# The table


def contestants(path: Path, shantay: str | None, scratch: Path) -> dict[str, Callable[[], Run]]:
    """What is run, by its name in the table."""

    def sijill(*words: str) -> Callable[[], Run]:
        def run() -> Run:
            home = scratch / "home"
            shutil.rmtree(home, ignore_errors=True)
            asked = [*words[:2], str(path), *words[2:], "--workers", str(WORKERS), "--json", "--home", str(home)]
            return measured([sys.executable, "-m", "sijill", *asked])

        return run

    def alone(name: str) -> Callable[[], Run]:
        return lambda: measured([sys.executable, str(HERE), str(path.parent), "--only", name])

    found = {
        "sijill statements import": sijill("statements", "import"),
        "sijill statements stats": sijill("statements", "stats"),
        "floor: isal, Arrow, all as text": alone("floor"),
        "floor: zipfile, Arrow's defaults": alone("plain-floor"),
        "DuckDB, unpacked first, to Parquet": alone("duckdb"),
    }
    if shantay:
        found["shantay summarize"] = lambda: _shantay(path, shantay, scratch)
    return found


def _shantay(path: Path, python: str, scratch: Path) -> Run:
    place = scratch / "shantay"
    shutil.rmtree(place, ignore_errors=True)
    month = place / "archive" / f"{DAY:%Y}" / f"{DAY:%m}"
    month.mkdir(parents=True)
    for one in (path, path.with_name(f"{path.name}.sha1")):
        os.link(one, month / one.name)
    script = place / "run.py"
    script.write_text(SHANTAY, encoding="utf-8")
    words = [python, str(script), "--archive", str(place / "archive"), "--staging", str(place / "staging")]
    words += ["--logfile", str(place / "log"), "--offline", "--first", str(DAY), "--last", str(DAY)]
    return measured([*words, "--workers", str(WORKERS), "summarize"], HOME=str(place))


def told(name: str, run: Run) -> Run:
    """The run, said while others go on."""
    print(f"{name}: {run.wall:.1f} s, {run.processor:.1f} s of processor, {run.memory:.0f} MB", file=sys.stderr)
    return run


def main() -> None:
    """Make the day, run everything, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--marginals", type=Path, help="monthly_by_platform_field.csv; left out: invented shares")
    parser.add_argument("--month", default="2025-12")
    parser.add_argument("--shantay", metavar="PYTHON", help="a Python that has shantay 0.6")
    parser.add_argument("--times", type=int, default=3, help="runs of each; the least is printed")
    parser.add_argument("--skip", default="", help="contestants whose names hold one of these words, comma-separated")
    parser.add_argument("--only", choices=ALONE, help=argparse.SUPPRESS)
    given = parser.parse_args()
    path = given.folder / f"sor-global-{DAY}-full.zip"
    if given.only:
        print(ALONE[given.only](path))
        return
    if not path.exists():
        write_day(given.folder, given.rows, Plan(shape(2, "full"), marginals_of(given.marginals, given.month)))
    skipped = [one for one in given.skip.split(",") if one]
    with tempfile.TemporaryDirectory(dir=given.folder) as scratch:
        results = {
            name: [told(name, run()) for _ in range(given.times)]
            for name, run in contestants(path, given.shantay, Path(scratch)).items()
            if not any(word in name for word in skipped)
        }
    print(f"SYNTHETIC: {path.name}, {path.stat().st_size / 1e6:.0f} MB; load of the machine {os.getloadavg()[0]:.1f}")
    print("| reader | seconds | median | seconds of processor | memory, MB |")
    print("|---|---|---|---|---|")
    for name, runs in results.items():
        walls = [one.wall for one in runs]
        print(
            f"| {name} | {min(walls):.1f} | {statistics.median(walls):.1f} "
            f"| {min(one.processor for one in runs):.1f} | {max(one.memory for one in runs):.0f} |"
        )
    (given.folder / "results.json").write_text(
        json.dumps({name: [vars(one) for one in runs] for name, runs in results.items()}, indent=1), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
