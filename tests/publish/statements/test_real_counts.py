"""The breakdowns over statements made so that they have real marginals: what the EU's dumps of 28 months add up to.

The statements are invented, one for each that 752 small platforms and months have; the counts of every value of twelve
fields are the published ones (CC BY 4.0, doi:10.2906/134353607485211), and the breakdowns have to give them back.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sijill.publish.statements import REPORTS, open_dumps
from sijill.publish.statements.keys import KEYS
from sijill.tables.arrow import schema
from sijill.tables.statements import JOINED, STATEMENT, folder_of

MOST = 3000  # statements of a platform in a month that are made one by one
Counts = dict[tuple[str, str], dict[str, dict[str, int]]]  # (month, platform) -> field -> value -> statements


def published(folder: Path) -> Counts:
    """The real counts of small platforms and months."""
    with (folder / "monthly_by_platform.csv").open(encoding="utf-8", newline="") as content:
        totals = {(row["month"], row["platform"]): int(row["statements"]) for row in csv.DictReader(content)}
    found: Counts = defaultdict(lambda: defaultdict(dict))
    with (folder / "monthly_by_platform_field.csv").open(encoding="utf-8", newline="") as content:
        for row in csv.DictReader(content):
            if totals[row["month"], row["platform"]] <= MOST:
                found[row["month"], row["platform"]][row["field"]][row["variant"]] = int(row["statements"])
    return found


def one_each(counts: Mapping[str, int]) -> list[str | None]:
    """Values of a field, one per statement."""
    return [value or None for value, count in counts.items() for _ in range(count)]


def several_each(counts: Mapping[str, int], statements: int) -> list[str | None]:
    """Values of a field that takes several, as one text per statement: dealt out in turn, none twice to one."""
    blank = counts.get("", 0)
    dealt: list[list[str]] = [[] for _ in range(statements - blank)]
    values = chain.from_iterable(repeat(value, count) for value, count in counts.items() if value)
    for place, value in enumerate(values):
        dealt[place % len(dealt)].append(value)
    return [*(" ".join(one) for one in dealt), *[None] * blank]


def made(month: str, platform: str, fields: Mapping[str, Mapping[str, int]], first: int) -> pa.Table:
    """Invented statements of one platform and month with exactly these counts."""
    size = sum(fields["decision_ground"].values())
    day = date.fromisoformat(f"{month}-28") if month != "2026-01" else date(2026, 1, 10)
    same: dict[str, Any] = {
        "platform_name": platform,
        "puid": "",
        "created_at": datetime(day.year, day.month, day.day, tzinfo=UTC),
        "schema_version": 2,
        "variant": "full",
        "left_out": " ",
        "day": day,
        "source": "global-full",
    }
    columns: dict[str, list[Any]] = {name: [value] * size for name, value in same.items()}
    columns["uuid"] = [f"invented-{number}" for number in range(first, first + size)]
    for name, counts in fields.items():
        if KEYS[name].several:
            columns[name + JOINED] = several_each(counts, size)
        else:
            columns[name] = one_each(counts)
    arrays = [pa.array(columns.get(one.name, [None] * size), one.type) for one in schema(STATEMENT)]
    return pa.Table.from_arrays(arrays, schema=schema(STATEMENT))


@pytest.mark.slow
def test_breakdowns_give_back_the_real_counts(shared: Path, tmp_path: Path) -> None:
    real = published(shared / "data" / "dsa")
    tables: dict[date, list[pa.Table]] = defaultdict(list)
    first = 0
    for (month, platform), fields in real.items():
        table = made(month, platform, fields, first)
        tables[table.column("day")[0].as_py()].append(table)
        first += table.num_rows
    for day, found in tables.items():
        folder = folder_of(tmp_path, day, "global-full")
        folder.mkdir(parents=True)
        pq.write_table(pa.concat_tables(found), folder / "part-00000-00000.parquet")
    assert (len(real), first, len(tables)) == (752, 367_065, 28)

    read = open_dumps(tmp_path).read
    names = sorted({name for fields in real.values() for name in fields})
    assert len(names) == 12
    for name in names:
        rows = REPORTS["count"].told(read, ("month", "platform", name)).rows
        counted = {(row["month"], row["platform"], row[name] or ""): row["statements"] for row in rows}
        wanted = {
            (month, platform, value): count
            for (month, platform), fields in real.items()
            for value, count in fields[name].items()
        }
        assert counted == wanted, name
