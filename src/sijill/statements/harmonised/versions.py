"""Versions of a report on disk: none is ever overwritten, and an updated one says what changed, why, and when.

`TARGET/v1/`, `v2/` ... each hold the eleven files; from `v2` on `changes.csv` stands beside them (Annex II, I.5; the
templates have no place for it).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sijill.statements.harmonised.facts import Unusable
from sijill.statements.harmonised.parts import KEY, part, parts

CHANGES = "changes.csv"
COLUMNS = ("version", "date", "file", "row", "column", "before", "after", "reason", "methodology")


@dataclass(frozen=True, slots=True)
class Update:
    """Why a report is published again: the reason, how the figures were put right, on which day."""

    reason: str
    methodology: str
    on: date


def latest(target: Path) -> int:
    """The number of the newest version in a folder; 0 if there is none."""
    found = [int(one.name[1:]) for one in target.glob("v*") if one.is_dir() and one.name[1:].isdecimal()]
    return max(found, default=0)


def publish(target: Path, files: Mapping[str, bytes], update: Update | None) -> Path:
    """Write the next version. Unusable if there is one already and nothing says why there is another."""
    before = latest(target)
    if before and update is None:
        raise Unusable(
            f"{target} holds version {before}. Versions stay public for five years: say what the new one is for with "
            "--reason and --methodology, or name another folder."
        )
    folder = target / f"v{before + 1}"
    written = dict(files)
    if before and update is not None:
        old = {name: (target / f"v{before}" / name).read_bytes() for name in files}
        written[CHANGES] = _table(before + 1, list(changes(old, files)), update)
    half = target / f".v{before + 1}"
    half.mkdir(parents=True, exist_ok=True)
    for name, content in written.items():
        (half / name).write_bytes(content)
    half.rename(folder)
    return folder


def changes(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[tuple[str, str, str, str, str]]:
    """(file, row, column, before, after) of every cell that differs; rows are told apart by what they are about."""
    for each in parts():
        name = f"{each.sheet}.csv"
        before, after = _keyed(old[name], each.number), _keyed(new[name], each.number)
        for key in dict.fromkeys([*before, *after]):
            for index, header in enumerate(each.header):
                was = before[key][1][index] if key in before else ""
                now = after[key][1][index] if key in after else ""
                if was != now:
                    row = after.get(key, before.get(key, (0, ())))[0]
                    yield name, str(row), header.strip(), was, now


def _keyed(raw: bytes, number: int) -> dict[tuple[str, ...], tuple[int, Sequence[str]]]:
    """Rows of a part by their key cells and, where these come twice, by how often they came."""
    names = part(number).columns
    places = [index for index, one in enumerate(names) if one.holds == KEY and one.name != "period"]
    found: dict[tuple[str, ...], tuple[int, Sequence[str]]] = {}
    block = ""
    for row_number, row in enumerate(list(csv.reader(io.StringIO(raw.decode(), newline="")))[1:], start=2):
        cells = [row[index] for index in places]
        block = next((cell for cell in cells if cell.startswith("STATEMENT_")), block)
        found[(block, *cells)] = (row_number, row)
    return found


def _table(version: int, changed: Sequence[tuple[str, str, str, str, str]], update: Update) -> bytes:
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for one in changed or [("", "", "", "", "")]:
        rows.writerow((version, update.on, *one, update.reason, update.methodology))
    return out.getvalue().encode("utf-8")
