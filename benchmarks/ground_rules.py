"""How long it takes to ask the checks of the ground rules of many restrictions, and how much memory that needs.

    python benchmarks/ground_rules.py                     1,000,000 restrictions, five runs
    python benchmarks/ground_rules.py --rows 100000 --runs 3 --keep /some/folder

The restrictions are SYNTHETIC: drawn from one seed, nothing in them happened. Each run is a process of its own:
it opens the Parquet files, counts the verdicts of every check by who decided, and reports its time from
opening to the rows (imports come before), and its peak resident memory. `one` is one record as a page asks it.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from count_sdg16 import Column, ids, pick, write_table

SEED = 62
TARGET_SECONDS, TARGET_MIB = 5.0, 1024.0
TRI = {"yes": 0.4, "no": 0.3, "not-stated": 0.3}


def main() -> None:
    """Make the files if need be, run in fresh processes, print the figures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--keep", type=Path, help="folder to make the synthetic files in, or to find them in")
    asked.add_argument("--measure", choices=("count", "one", "make"), help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.measure == "make":
        make(given.keep, given.rows)
    elif given.measure == "count":
        print(json.dumps(count(given.keep)))
    elif given.measure == "one":
        print(json.dumps(one()))
    else:
        report(given.keep, given.rows, given.runs)


def report(keep: Path | None, rows: int, runs: int) -> None:
    """Print medians and peaks."""
    folder = keep or Path(tempfile.mkdtemp(prefix="sijill-benchmark-"))
    try:
        if not (folder / "restriction.parquet").exists():
            run_apart(folder, "make", rows)
        found = [json.loads(run_apart(folder, "count")) for _ in range(runs)]
        seconds = sorted(one["seconds"] for one in found)
        peak = max(one["mib"] for one in found)
        median = statistics.median(seconds)
        print(f"SYNTHETIC restrictions: {rows:,}; checks asked of each: {found[0]['checks']}")
        print(
            f"count by check and decider: median {median:.2f} s of {runs} runs ({seconds[0]:.2f} to {seconds[-1]:.2f})"
        )
        print(
            f"    {statistics.median(one['processor'] for one in found):.2f} s of processor time, peak {peak:.0f} MiB"
        )
        kept = median <= TARGET_SECONDS and peak <= TARGET_MIB
        print(f"target: {TARGET_SECONDS} s and {TARGET_MIB:.0f} MiB: {'met' if kept else 'NOT met'}")
        page = json.loads(run_apart(folder, "one"))
        print(f"one record: first {page['first']:.0f} ms, then median {page['median']:.0f} ms of {page['runs']}")
    finally:
        if keep is None:
            shutil.rmtree(folder)


def count(folder: Path) -> dict[str, Any]:
    """One run in this process: seconds, peak MiB, checks."""
    import duckdb
    import ibis
    import ibis.backends.duckdb
    import pandas  # noqa: F401

    from sijill.assess.rules.ground.findings import counts
    from sijill.assess.rules.ground.prepared import READ

    began, spent = time.perf_counter(), time.process_time()
    opened = duckdb.connect(":memory:", config={"memory_limit": "768MB", "temp_directory": str(folder / ".spill")})
    engine = ibis.duckdb.from_connection(opened)
    tables = {name: engine.read_parquet(folder / f"{name}.parquet") for name in READ}
    rows = counts(tables, "restriction", ["decider"])
    seconds, spent = time.perf_counter() - began, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "processor": spent, "mib": peak, "checks": len({row["check"] for row in rows})}


def one(runs: int = 20) -> dict[str, Any]:
    """A record and two answers as a page asks them: milliseconds the first time, then the median."""
    from sijill.assess.rules.ground.prepared import findings_of

    name = "restriction-synthetic"
    rows = {
        "restriction": [{"id": name, "level": "single", "state": "confirmed", "country": "TR", "decider": "court"}],
        "answer": [
            {"id": f"answer-{check}", "check": check, "version": 1, "entity_kind": "restriction", "entity_id": name,
             "verdict": "not-met", "answered_on": np.datetime64("2026-01-01").astype(object)}
            for check in ("necessity/link-direct", "legality/definition-precise")
        ],
    }  # fmt: skip
    times = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        findings_of(rows, "restriction", name)
        times.append((time.perf_counter() - began) * 1000)
    return {"first": times[0], "median": statistics.median(times[1:]), "runs": runs}


def make(folder: Path, rows: int) -> None:
    """Write the synthetic tables: half the restrictions cite a provision, one in three has a demand behind it."""
    from sijill.assess.rules.ground.prepared import READ

    folder.mkdir(parents=True, exist_ok=True)
    tables = synthetic(np.random.default_rng(SEED), rows)
    for name in READ:
        write_table(folder, name, tables.get(name, {}))


def synthetic(draw: np.random.Generator, rows: int) -> dict[str, dict[str, Column]]:
    """Columns per table."""
    laws, demands, answered = 200, rows // 3, rows // 20
    law = {
        "id": ids(draw, "law", laws),
        "state": np.full(laws, "confirmed"),
        "jurisdiction": draw.choice(np.array(["TR", "RU", "IN", "FR", "BR", "KE"]), laws),
        "accessible": pick(draw, laws, TRI),
        "in_force_lo": np.datetime64("2005-01-01") + draw.integers(0, 6000, laws),
        "repealed_unknown": np.full(laws, "not-available"),
    }
    law["in_force_hi"] = law["in_force_lo"]
    provision = {
        "id": ids(draw, "provision", laws * 5),
        "law_id": draw.choice(law["id"], laws * 5),
        "precise": pick(draw, laws * 5, TRI),
        "discretion_limited": pick(draw, laws * 5, TRI),
        "offence": pick(draw, laws * 5, {"site-blocking": 0.5, "defamation": 0.3, "hate-speech": 0.2}),
        "penalty": pick(draw, laws * 5, {"none": 0.5, "prison": 0.3, "fine": 0.2}),
    }
    demand = {
        "id": ids(draw, "demand", demands),
        "state": np.full(demands, "confirmed"),
        "level": np.full(demands, "single"),
        "reason": pick(draw, demands, {"defamation": 0.4, "government-criticism": 0.2, "not-stated": 0.4}),
        "written": pick(draw, demands, TRI),
        "signed": pick(draw, demands, TRI),
        "archived": pick(draw, demands, TRI),
    }
    applied = np.datetime64("2016-01-01") + draw.integers(0, 3600, rows)
    restriction = {
        "id": ids(draw, "restriction", rows),
        "state": np.full(rows, "confirmed"),
        "level": np.full(rows, "single"),
        "country": draw.choice(np.array(["TR", "RU", "IN", "FR", "BR", "KE", "CN", "QA"]), rows),
        "applied_lo": applied,
        "applied_hi": applied,
        "demand_id": linked(draw, rows, demand["id"], 1 / 3),
        "provision_id": linked(draw, rows, provision["id"], 0.5),
        "decider": pick(draw, rows, {"court": 0.2, "agency": 0.3, "company": 0.4, "company-asked": 0.1}),
        "measure": pick(draw, rows, {"removed": 0.6, "site-blocked": 0.3, "sanction": 0.1}),
        "scope": pick(draw, rows, {"item": 0.6, "account": 0.2, "site": 0.2}),
        "remedy": pick(draw, rows, {"none": 0.3, "internal": 0.3, "court": 0.2, "not-stated": 0.2}),
        "appeal_outcome": pick(draw, rows, {"not-stated": 0.7, "upheld": 0.2, "reversed": 0.1}),
        **{
            name: pick(draw, rows, TRI)
            for name in (
                "territorial_limit", "indefinite", "explained", "published", "notified", "appealed", "redressed",
                "automated_detection",
            )
        },
    }  # fmt: skip
    answer = {
        "id": ids(draw, "answer", answered),
        "check": pick(draw, answered, {"necessity/link-direct": 0.5, "necessity/less-intrusive-considered": 0.5}),
        "entity_kind": np.full(answered, "restriction"),
        "entity_id": draw.choice(restriction["id"], answered),
        "verdict": pick(draw, answered, {"met": 0.4, "not-met": 0.6}),
        "report_id": ids(draw, "report", answered),
        "version": np.ones(answered, dtype=int),
        "answered_on": np.full(answered, np.datetime64("2026-01-01")),
    }
    return {
        "law": law, "provision": provision, "demand": demand, "restriction": restriction, "answer": answer,
    }  # fmt: skip


def linked(draw: np.random.Generator, rows: int, to: Column, share: float) -> Column:
    """A link to one of `to` for a share of the rows, nothing for the others."""
    found = np.full(rows, None, dtype=object)
    chosen = draw.random(rows) < share
    found[chosen] = draw.choice(to, int(chosen.sum())).astype(str)
    return found


def run_apart(folder: Path, what: str, rows: int = 0) -> str:
    """Run one step in a process of its own and return what it printed."""
    command = [sys.executable, __file__, "--keep", str(folder), "--measure", what, "--rows", str(rows)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
