"""How long a snapshot and a release take, from a register that is in the database.

    python benchmarks/synthetic.py HOME --rows 300000       once
    python benchmarks/freeze_acts.py HOME                   five runs of each

The register is SYNTHETIC. Each run is a process of its own. A snapshot writes every table anew (the one that is
there is moved aside); its floor is to read the act table with sqlite3 and do nothing with it. A release then takes
the snapshot that is there, counts, protects, attacks and writes every file; its row is rolled back and its
folder removed, so that the next run makes it again.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

TARGETS = {"snapshot": 20.0, "release": 60.0}  # seconds, at 300,000 acts
PERIOD = (date(2016, 1, 1), date(2025, 12, 31))


def main() -> None:
    """Run each step in fresh processes and print medians."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("home", type=Path)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--measure", choices=(*TARGETS, "floor"), help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.measure:
        print(json.dumps({"snapshot": snapshot, "release": release, "floor": floor}[given.measure](given.home)))
        return
    print(f"{given.runs} runs, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for what in ("floor", *TARGETS):
        report(what, [run(given.home, what) for _ in range(given.runs)])


def run(home: Path, what: str) -> dict[str, Any]:
    """One step in a process of its own."""
    command = [sys.executable, __file__, str(home), "--measure", what]
    out = subprocess.run(command, env={**os.environ, "SIJILL_HOME": str(home)}, check=True, stdout=subprocess.PIPE)
    return dict(json.loads(out.stdout.splitlines()[-1]))


def report(what: str, found: list[dict[str, Any]]) -> None:
    """One line: median, spread, processor, memory, the target."""
    seconds = statistics.median(one["seconds"] for one in found)
    processor = statistics.median(one["processor"] for one in found)
    spread = ", ".join(f"{one['seconds']:.1f}" for one in found)
    line = f"{what:9} median {seconds:.1f} s ({spread}); processor {processor:.1f} s; acts {found[0]['acts']}"
    if what in TARGETS:
        target = TARGETS[what] * max(1.0, found[0]["acts"] / 300_000)
        line += f"; peak {max(one['mib'] for one in found):.0f} MiB; target {target:.0f} s: "
        line += "met" if seconds <= target else "NOT met"
    print(line, flush=True)


def timed(step: Any, acts: int) -> dict[str, Any]:
    """Run it; seconds, seconds of the processor, peak resident MiB of this process."""
    began, worked = time.perf_counter(), time.process_time()
    step()
    found = {"seconds": time.perf_counter() - began, "processor": time.process_time() - worked}
    return found | {"acts": acts, "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def floor(folder: Path) -> dict[str, Any]:
    """Read the act table and do nothing with it."""
    database = sqlite3.connect(folder / "sijill.sqlite3")
    ((acts,),) = database.execute("SELECT count(*) FROM act").fetchall()
    return timed(lambda: sum(1 for _ in database.execute("SELECT * FROM act ORDER BY id")), acts)


def opened(folder: Path) -> tuple[Any, int]:
    """The installation, and how many acts are in it."""
    from sijill.cli.base import start
    from sijill.home import find

    home = find(folder)
    start(home)
    from sijill.register.models import Act

    return home, Act.objects.count()


def snapshot(folder: Path) -> dict[str, Any]:
    """Every table anew."""
    home, acts = opened(folder)
    from sijill.publish.run import take_snapshot

    shutil.rmtree(home.columns)
    home.make()
    return timed(lambda: take_snapshot(home), acts)


def release(folder: Path) -> dict[str, Any]:
    """A release over the whole period, from the snapshot that is there."""
    home, acts = opened(folder)
    from django.db import transaction

    from sijill.office.actions import operator
    from sijill.publish.actions import make_release
    from sijill.publish.run import take_snapshot

    take_snapshot(home)

    def make() -> None:
        with transaction.atomic():
            since, until = PERIOD
            made = make_release(
                actor=operator(), home=home, subject="people", since=since, until=until, title="SYNTHETIC"
            )
            transaction.set_rollback(True)
        shutil.rmtree(home.drafts / made.id)

    return timed(make, acts)


if __name__ == "__main__":
    main()
