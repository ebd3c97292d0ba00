"""What each report says of the fixed invented register, as CSV.

`python -m tests.publish.reports.golden` writes the files anew.
Look at the difference before it is committed: a changed number is a changed count.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from sijill.publish.reports import REPORTS, Report, codes_of, hold
from sijill.tables.engines import Tables
from tests.publish.reports.worlds import ACTS, CONTEXT, SEED, world

FOLDER = Path(__file__).parent / "golden"
HEADER = ("face", "measure", "cell", "value", "public")


def fixed_world() -> Tables:
    """The register behind the golden files."""
    return hold(world(SEED, ACTS))


def said(report: Report, t: Tables) -> str:
    """Both faces of a report as CSV: its rows by two of the declared breakdowns, and all its tables."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(_rows(report, t))
    writer.writerows(_cells(report, t))
    return out.getvalue()


def _rows(report: Report, t: Tables) -> Iterator[tuple[object, ...]]:
    for by in dict.fromkeys((report.shapes[0].by, report.shapes[-1].by)):
        for row in report.rows(t, CONTEXT, by):
            cell = " ".join(f"{name}={row[name]}" for name in by)
            for measure, value in row.items():
                if measure not in by:
                    yield (f"rows {','.join(by)}", measure, cell, value, "")


def _cells(report: Report, t: Tables) -> Iterator[tuple[object, ...]]:
    for table in report.tables(t, CONTEXT, report.shapes):
        for (measure, key), count in table.cells.items():
            cell = " ".join(f"{name}={code}" for name, code in codes_of(table, key).items())
            yield (table.slug, measure, cell, count.value, "public" if count.public else "")


def main() -> None:
    """Write every golden file."""
    t = fixed_world()
    FOLDER.mkdir(exist_ok=True)
    for slug, report in REPORTS.items():
        (FOLDER / f"{slug}.csv").write_text(said(report, t), encoding="utf-8")


if __name__ == "__main__":
    main()
