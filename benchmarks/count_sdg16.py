"""How long it takes to count SDG 16.10.1 over many acts, and how much memory that needs.

    python benchmarks/count_sdg16.py                 1,000,000 acts, five runs
    python benchmarks/count_sdg16.py --acts 100000 --runs 3 --keep /some/folder

The register is SYNTHETIC: drawn from one seed, every source is called synthetic, nothing in it
happened. Each run is a process of its own: it opens the Parquet files, counts once by category and
sex, and reports its time from `connect` to the rows (imports come before), and its peak resident
memory (imports and engine included). The floor is a plain `count(*) group by kind` over the same
`act` file, run the same way, so that the ratio says what the rule costs beyond reading.
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
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sijill.codelists.load import codelist
from sijill.tables.arrow import schema
from sijill.tables.catalog import BUILT, CATALOG, NOW
from sijill.tables.engines import connect, fetched
from sijill.tables.schema import Kind
from sijill.tables.snapshot import ROW_GROUP, Manifest, Snapshot, TableFile, current, shape_hash, writer

SEED = 16101
SINCE, UNTIL = date(2016, 1, 1), date(2025, 12, 31)
TARGET_SECONDS, TARGET_MIB = 2.0, 1024.0
ALPHABET = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", dtype="S1")

Column = npt.NDArray[Any]


def main() -> None:
    """Make the register if need be, run the count in fresh processes, print the figures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--acts", type=int, default=1_000_000)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--keep", type=Path, help="folder to make the synthetic register in, or to find it in")
    asked.add_argument("--measure", choices=("count", "floor", "make"), help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.measure == "make":
        make_register(given.keep, given.acts)
        return
    if given.measure:
        print(json.dumps(measure(current(given.keep), given.measure)))
        return
    folder = given.keep or Path(tempfile.mkdtemp(prefix="sijill-benchmark-"))
    try:
        if not (folder / "current.json").exists():
            run_apart(folder, "make", given.acts)  # apart, so that its memory is not counted
        report(folder, given.runs)
    finally:
        if given.keep is None:
            shutil.rmtree(folder)


def measure(snapshot: Snapshot, what: str) -> dict[str, Any]:
    """One run in this process: seconds, peak MiB, rows."""
    import ibis.backends.duckdb  # noqa: F401
    import pandas  # noqa: F401

    from sijill.assess.rules import sdg16

    # Imports come before the clock starts; pyarrow and Ibis make these two on first use.
    began, spent = time.perf_counter(), time.process_time()
    tables = connect(snapshot, memory_limit="768MB")
    if what == "count":
        rows = sdg16.counts(tables, sdg16.Options(SINCE, UNTIL), ("category", "sex"))
    else:
        rows = fetched(tables["act"].group_by("kind").agg(acts=tables["act"].count()).order_by("kind"))
    seconds, spent = time.perf_counter() - began, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "processor": spent, "mib": peak, "rows": rows}


def report(folder: Path, runs: int) -> None:
    """Run both measures alternately and print medians, peaks and the ratio."""
    found: dict[str, list[dict[str, Any]]] = {"floor": [], "count": []}
    for _ in range(runs):
        for what, results in found.items():
            results.append(json.loads(run_apart(folder, what)))
    rows = {one.name: one.rows for one in current(folder).manifest().tables if one.rows}
    print("SYNTHETIC register, rows:", ", ".join(f"{name} {count:,}" for name, count in rows.items()))
    for what, results in found.items():
        seconds = sorted(one["seconds"] for one in results)
        peak = max(one["mib"] for one in results)
        spent = statistics.median(one["processor"] for one in results)
        print(
            f"{what}: median {statistics.median(seconds):.2f} s of {runs} runs ({seconds[0]:.2f} to {seconds[-1]:.2f};"
        )
        print(f"    {spent:.2f} s of processor time), peak {peak:.0f} MiB")
    median = {what: statistics.median(one["seconds"] for one in results) for what, results in found.items()}
    print(f"ratio to the floor: {median['count'] / median['floor']:.1f}")
    kept = median["count"] <= TARGET_SECONDS and max(one["mib"] for one in found["count"]) <= TARGET_MIB
    print(f"target: {TARGET_SECONDS} s and {TARGET_MIB:.0f} MiB: {'met' if kept else 'NOT met'}")
    for row in found["count"][0]["rows"]:
        print("  ", row)


def run_apart(folder: Path, what: str, acts: int = 0) -> str:
    """Run one step in a process of its own and return what it printed."""
    command = [sys.executable, __file__, "--keep", str(folder), "--measure", what, "--acts", str(acts)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def make_register(folder: Path, acts: int) -> None:
    """Write a synthetic register of that many acts as a snapshot."""
    draw = np.random.default_rng(SEED)
    path = folder / "synthetic"
    path.mkdir(parents=True)
    tables = synthetic(draw, acts)
    files = []
    for name in sorted(BUILT):
        count = write_table(path, name, tables.get(name, {}))
        files.append(TableFile(name, count, shape_hash(CATALOG[name]), "synthetic"))
    manifest = Manifest(position=9, code_version="synthetic", tables=tuple(files))
    (path / "manifest.json").write_bytes(manifest.to_bytes())
    (folder / "current.json").write_text(json.dumps({"hash": "synthetic", "position": 9}), encoding="ascii")


def synthetic(draw: np.random.Generator, acts: int) -> dict[str, dict[str, Column]]:
    """Columns per table: two acts per event, a person per 1.4 acts, 1 in 100 merged, 1 in 5 reviewed."""
    events, persons, sources = acts // 2, int(acts / 1.4), 200
    event = {
        "id": ids(draw, "event", events),
        "state": pick(draw, events, {"confirmed": 0.7, "draft": 0.28, "rejected": 0.02}),
    }
    event["merged_into_id"] = merged(draw, event["id"])
    person = {
        "id": ids(draw, "person", persons),
        "kind": pick(draw, persons, {"individual": 0.97, "group": 0.03}),
        "sex": pick(draw, persons, {"male": 0.6, "female": 0.25, "not-stated": 0.1, "not-asked": 0.05}),
    }
    person["merged_into_id"] = merged(draw, person["id"])
    act = draw_acts(draw, acts, event["id"], person["id"])
    second = draw.choice(acts, acts // 4, replace=False)
    source = {
        "id": ids(draw, "source", sources),
        "code": np.array([f"synthetic-{n}" for n in range(sources)]),
        "is_public": draw.random(sources) < 0.6,
        "asserts": pick(draw, sources, {"": 0.9, "motive:linked": 0.1}),
    }
    report_ = {"id": ids(draw, "report", acts), "source_id": draw.choice(source["id"], acts)}
    elements = ("act", "date", "motive")
    return {
        "event": event,
        "person": person,
        "act": act,
        "act_role": draw_roles(draw, act["id"], act["id"][second]),
        "involvement": draw_involvements(draw, act["id"]),
        "verification": draw_verifications(draw, act["id"]),
        "source": source,
        "report": report_,
        "support": {
            "id": ids(draw, "support", acts * len(elements)),
            "report_id": np.repeat(report_["id"], len(elements)),
            "entity_id": np.repeat(act["id"], len(elements)),
            "entity_kind": np.full(acts * len(elements), "act"),
            "element": np.tile(np.array(elements), acts),
        },
    }


def draw_acts(draw: np.random.Generator, acts: int, events: Column, persons: Column) -> dict[str, Column]:
    """Kinds of every family; one date in ten known to the month only."""
    kinds = codelist("acts").live()
    since, days = np.datetime64(SINCE, "D"), (UNTIL - SINCE).days + 1
    low = since + draw.integers(0, days, acts)
    wide = draw.random(acts) < 0.1
    held = {"denied": 0.4, "concealed": 0.2, "acknowledged-located": 0.2, "not-stated": 0.2}
    tri = {"yes": 0.5, "no": 0.2, "not-stated": 0.3}
    places = np.array([code for code in codelist("places").live() if len(code) == 2])
    age = draw.integers(15, 80, acts)
    return {
        "id": ids(draw, "act", acts),
        "event_id": draw.choice(events, acts),
        "victim_id": draw.choice(persons, acts),
        "kind": draw.choice(np.array(kinds), acts),
        "state": pick(draw, acts, {"confirmed": 0.7, "draft": 0.28, "rejected": 0.02}),
        "occurred_lo": low,
        "occurred_hi": low + np.where(wide, 27, 0),
        "age_low": age,
        "age_high": age,
        "place": draw.choice(places, acts),
        "motive": pick(draw, acts, {"linked": 0.5, "engaged": 0.1, "not-linked": 0.1, "not-stated": 0.3}),
        "diligence_failure": pick(draw, acts, tri),
        "severe": pick(draw, acts, tri),
        "purpose": pick(draw, acts, tri),
        "acknowledgement": pick(draw, acts, held),
        "detention_basis": pick(draw, acts, {"no-legal-basis": 0.5, "lawful": 0.2, "undetermined": 0.3}),
    }  # fmt: skip


def draw_roles(draw: np.random.Generator, acts: Column, second: Column) -> dict[str, Column]:
    """A role for every act and another for every fourth."""
    first = pick(draw, len(acts), {"journalist": 0.3, "human-rights-defender": 0.3, "lawyer": 0.2, "not-stated": 0.2})
    more = np.full(len(second), "trade-unionist")
    return {
        "id": ids(draw, "role", len(acts) + len(second)),
        "act_id": np.concatenate([acts, second]),
        "role": np.concatenate([first, more]),
    }


def draw_involvements(draw: np.random.Generator, acts: Column) -> dict[str, Column]:
    """One perpetrator per act."""
    links = {"state-agent": 0.5, "state-acquiescence": 0.1, "non-state": 0.2, "not-stated": 0.2}
    return {
        "id": ids(draw, "involvement", len(acts)),
        "act_id": acts,
        "state_link": pick(draw, len(acts), links),
        "attribution": pick(draw, len(acts), {"alleged": 0.8, "disputed": 0.1, "convicted": 0.1}),
    }


def draw_verifications(draw: np.random.Generator, acts: Column) -> dict[str, Column]:
    """A decision on every fifth act."""
    chosen = draw.choice(acts, len(acts) // 5, replace=False)
    words = pick(draw, len(chosen), {"verified": 0.8, "not-established": 0.2})
    return {
        "id": ids(draw, "verification", len(chosen)),
        "act_id": chosen,
        "decision": np.where(words == "verified", "reasonable-grounds", "not-established"),
        "word": words,
        "decided_on": np.full(len(chosen), np.datetime64(UNTIL, "D")),
        "log_from": np.full(len(chosen), 5),
    }


def ids(draw: np.random.Generator, noun: str, count: int) -> Column:
    """Identifiers of the register's form: a noun and 26 base32 characters."""
    letters = ALPHABET[draw.integers(0, 32, (count, 26), dtype=np.uint8)]
    return np.char.add(f"{noun}-".encode(), letters.view("S26").ravel())


def pick(draw: np.random.Generator, count: int, shares: Mapping[str, float]) -> Column:
    """Codes drawn with the shares given."""
    return draw.choice(np.array(list(shares)), count, p=list(shares.values()))


def merged(draw: np.random.Generator, entries: Column) -> Column:
    """For one entry in a hundred the entry that stands for it, which is not itself merged."""
    found = np.full(len(entries), None, dtype=object)
    chosen = draw.choice(len(entries), len(entries) // 50, replace=False)
    half = len(chosen) // 2
    found[chosen[:half]] = entries[chosen[half : half * 2]]
    return found


def write_table(path: Path, name: str, columns: Mapping[str, Column]) -> int:
    """One Parquet file of a catalog table, sorted and laid out as in a snapshot."""
    table, shape = CATALOG[name], schema(CATALOG[name])
    count = len(columns["id"]) if columns else 0
    order = np.argsort(columns["id"]) if columns else np.array([], dtype=int)
    arrays = []
    for column in table.columns:
        field = shape.field(column.name)
        if column.name in columns:
            arrays.append(as_arrow(columns[column.name][order], field.type))
        else:
            arrays.append(fill(column.name, column.kind, field, count))
    with writer(path / f"{name}.parquet", table) as out:
        out.write_table(pa.table(arrays, schema=shape), row_group_size=ROW_GROUP)
    return count


def as_arrow(column: Column, kind: pa.DataType) -> pa.Array:
    """Identifiers are kept as bytes here, which takes a quarter of the memory."""
    if column.dtype.kind == "S":
        return pa.array(column, type=pa.binary()).cast(kind)
    return pa.array(column, type=kind)


def fill(name: str, kind: Kind, field: pa.Field, count: int) -> pa.Array:
    """What stands in a column that the synthetic register says nothing about."""
    if field.nullable or not count:
        return pa.nulls(count, field.type)
    code = "" if name.endswith("_unknown") else "not-asked"
    plain: dict[Kind, Any] = {Kind.CODE: code, Kind.TEXT: "", Kind.BOOL: False, Kind.INT: 0, Kind.ID: ""}
    value = NOW if name == "log_to" else 1 if name == "log_from" else plain[kind]
    return pa.repeat(pa.scalar(value, field.type), count)


if __name__ == "__main__":
    main()
