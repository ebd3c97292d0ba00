"""How long it takes to read what companies publish: the readers alone, without a database.

    python benchmarks/import_companies.py DATA            five runs, each in a process of its own
    python benchmarks/import_companies.py DATA --runs 1

DATA is a folder with `restrictions/` and `dsa/`, as tests/collect/importers/companies/real.py names files; they are
real and do not ship. Time is from the first file's opening to the last row, loading the program left out.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

TARGET_SECONDS = 30.0  # for all company files of restrictions/, drafting into the database included
FILES = {
    "google-removals": "restrictions/google_removals_20*/*.csv",
    "meta-restrictions": "restrictions/meta_content_restrictions/*.csv",
    "meta-userdata": "restrictions/meta_user_data_requests/*.csv",
    "twitter-removals": "restrictions/twitter_removals_2020H2/*.csv",
    "tiktok-removals": "restrictions/tiktok_lipgr_2022H1/*.xlsx",
    "github-transparency": "restrictions/github_transparency",
    "gov-takedowns": "restrictions/github_gov_takedowns",
    "dsa-monthly": "dsa/monthly_by_platform*.csv",
}


def main() -> None:
    """Read everything in fresh processes, print the figures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("data", type=Path)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.measure:
        print(json.dumps(measure(given.data)))
        return
    command = [sys.executable, __file__, str(given.data), "--measure"]
    runs = [
        json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        for _ in range(max(1, given.runs))
    ]
    report(runs)


def measure(data: Path) -> dict[str, Any]:
    """Each format's files, rows, entries with their parts, and seconds, in this process."""
    from sijill.collect.draft import Row
    from sijill.collect.importers.formats import read

    out: dict[str, Any] = {}
    for name, pattern in FILES.items():
        files = sorted(data.glob(pattern))
        rows = entries = 0
        began = time.perf_counter()
        for path in files:
            for row in read(name, path):
                rows += 1
                entries += sum(1 + len(fact.parts) for fact in row.facts) if isinstance(row, Row) else 0
        out[name] = {
            "files": len(files), "rows": rows, "entries": entries, "seconds": time.perf_counter() - began,
        }  # fmt: skip
    return out


def report(runs: list[dict[str, Any]]) -> None:
    """Print the median of each format, and whether the company files together meet the target."""
    print(f"{len(runs)} runs, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for name, first in runs[0].items():
        seconds = statistics.median(run[name]["seconds"] for run in runs)
        counted = f"{first['files']:4} files {first['rows']:7} rows {first['entries']:7} entries and parts"
        print(f"{name:20} {counted}   median {seconds:6.2f} s")
    whole = [sum(one["seconds"] for name, one in run.items() if name != "dsa-monthly") for run in runs]
    spread = ", ".join(f"{one:.1f}" for one in whole)
    print(f"company files together: median {statistics.median(whole):.1f} s ({spread})")
    print(f"target {TARGET_SECONDS:.0f} s: {'met' if statistics.median(whole) <= TARGET_SECONDS else 'NOT met'}")


if __name__ == "__main__":
    main()
