"""Measurements of one site from one network of the invented country, in the form of an aggregation of OONI.

Drawn from the seed: nothing was measured, the network has a number kept for documentation (RFC 5398), the site a
name kept for examples (RFC 6761).
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

from invented.names import COUNTRY, MARK
from sijill.collect.draft import SourceInfo

SOURCE = SourceInfo(
    code="zz-probe-file",
    name="INVENTED Probe, its measurements by day",
    kind="academic",
    independence_group="zz-probe",
)
SILENT = "no-measurements"
_COLUMNS = (
    "measurement_start_day", "probe_cc", "probe_asn", "domain", "test_name",
    "anomaly_count", "confirmed_count", "failure_count", "ok_count", "measurement_count",
)  # fmt: skip
_FIRST, _LAST = date(2025, 2, 1), date(2025, 11, 2)
_BLOCKED = (date(2025, 3, 10), date(2025, 3, 29))
_NOBODY = (date(2025, 10, 7), date(2025, 10, 12))


def write(folder: Path, dice: Random) -> Path:
    """Write the file: a line for each day on which anything was measured."""
    path = folder / f"{MARK.lower()}-probe-by-day.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(_COLUMNS)
        for number in range((_LAST - _FIRST).days + 1):
            day = _FIRST + timedelta(days=number)
            if not _NOBODY[0] <= day <= _NOBODY[1]:
                rows.writerow(_day(day, dice))
    return path


def _day(day: date, dice: Random) -> tuple[object, ...]:
    made, failed = 20 + int(dice.random() * 20), int(dice.random() * 3)
    share = 0.85 + dice.random() * 0.1 if _BLOCKED[0] <= day <= _BLOCKED[1] else dice.random() * 0.05
    seen = int((made - failed) * share)
    where = (COUNTRY, 64500, "news.invented.example", "web_connectivity")
    return (day.isoformat(), *where, seen, 0, failed, made - failed - seen, made)
