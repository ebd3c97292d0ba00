"""How full each field is, and what the checks say: reports whose rows are fields or checks, not values of a key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import ibis

from sijill.assess.rules.ground.check import MET, NOT_MET, PARTLY, VERDICTS
from sijill.assess.rules.statements.checks import CHECKS, REASON_OF, VERDICT_OF, binding
from sijill.assess.rules.statements.fields import READS
from sijill.assess.rules.statements.findings import COLUMNS, judged
from sijill.assess.rules.statements.findings import column as column_of
from sijill.publish.statements.counting import (
    PLATFORM,
    STATEMENTS,
    WITHOUT,
    Read,
    Row,
    Told,
    annotated,
    column,
    told,
)
from sijill.publish.statements.keys import key
from sijill.statements.fields import ARRAYS, LONG_TEXTS, V2, ours
from sijill.tables.catalog import CATALOG
from sijill.tables.schema import Kind
from sijill.tables.statements import JOINED

FIELDS = tuple(ours(name) for name in V2)
_HELD, _FILLED = "held_", "filled_"
TWO = ("", WITHOUT)


def coverage(read: Read, by: Sequence[str]) -> Told:
    """Per field of the database: in how many statements this copy has it at all, and in how many it is filled."""
    s = read.table
    marked = s.select(
        **{PLATFORM: s.platform_name},
        **{column(name): key(name).raw(s) for name in by},
        left_out=s.left_out,
        **{f"{_FILLED}{name}": _filled(s, name) for name in FIELDS},
    )
    found = marked.group_by(PLATFORM, *(column(name) for name in by), "left_out")
    sums = {f"{_FILLED}{name}": marked[f"{_FILLED}{name}"].sum().fill_null(0) for name in FIELDS}
    groups = ibis.memtable(found.agg(**{STATEMENTS: marked.count()}, **sums).to_pyarrow())
    held = {f"{_HELD}{name}": ibis.ifelse(_left_out(groups, name), 0, groups[STATEMENTS]) for name in FIELDS}
    whole = told(groups.mutate(**held).drop("left_out").to_pyarrow(), by, read, bare=True)
    rows: list[Row] = []
    for row in whole.rows:
        for name in FIELDS:
            made: Row = {**{one: row[one] for one in by}, "field": name}
            for what, of in ((STATEMENTS, STATEMENTS), ("held", f"{_HELD}{name}"), ("filled", f"{_FILLED}{name}")):
                made |= {f"{what}{end}": row[f"{of}{end}"] for end in TWO}
            made |= {f"share{end}": _share(made[f"filled{end}"], made[f"held{end}"]) for end in TWO}
            rows.append(made)
    return annotated(replace(whole, rows=rows), by, read, lambda row: (row["field"],))


def _left_out(s: ibis.Table, name: str) -> Any:
    return s.left_out.contains(f" {name}_hash " if name in LONG_TEXTS else f" {name} ")


def _filled(s: ibis.Table, name: str) -> Any:
    if name in LONG_TEXTS:  # the words may have been left out, and what stands for them is there
        return s[f"{name}_hash"].notnull()
    if name in ARRAYS:
        return s[f"{name}{JOINED}"].notnull()
    kind = CATALOG["statement"].column(name).kind
    return s[name].notnull() & (s[name] != "") if kind in (Kind.TEXT, Kind.CODE, Kind.ID) else s[name].notnull()


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 6) if whole else None


def findings(read: Read, by: Sequence[str]) -> Told:
    """Per check: of how many statements it is asked, and each verdict; the share is of those that it decides."""
    return _checked(read, by, reasons=False)


def reasons(read: Read, by: Sequence[str]) -> Told:
    """Per check and reason: how many statements give it. Reasons that none gives are not listed."""
    return _checked(read, by, reasons=True)


def _checked(read: Read, by: Sequence[str], *, reasons: bool) -> Told:
    s = judged(read.table)
    keys = {column(name): key(name).raw(s) for name in by}
    marked = s.select(**{PLATFORM: s.platform_name}, **keys, **{name: s[name] for name in COLUMNS})
    found = marked.group_by(marked.columns).agg(**{STATEMENTS: marked.count()}).to_pyarrow()
    given = {one.id: sorted(found[column_of(one.id)].unique().to_pylist()) for one in CHECKS}
    groups = ibis.memtable(found)
    counts = {
        _cell(check, number): ibis.ifelse(groups[column_of(check)] == number, groups[STATEMENTS], 0)
        for check, numbers in given.items()
        for number in numbers
    }
    whole = told(groups.select(PLATFORM, *keys, STATEMENTS, **counts).to_pyarrow(), by, read, bare=True)
    rows: list[Row] = []
    for row in whole.rows:
        for check in CHECKS:
            about: Row = {name: row[name] for name in by} | {"check": check.id, "limb": check.limb}
            make = _by_reason if reasons else _by_verdict
            rows += [{**about, **made, "binding": binding(check)} for made in make(row, check.id, given[check.id])]
    return annotated(replace(whole, rows=rows), by, read, lambda row: READS[row["check"]])


def _cell(check: str, number: int) -> str:
    return f"{column_of(check)}_{number}"


def _by_verdict(row: Row, check: str, numbers: Sequence[int]) -> list[Row]:
    made: Row = {}
    for end in TWO:
        counts = dict.fromkeys(VERDICTS, 0)
        for number in numbers:
            counts[VERDICT_OF[REASON_OF[number]]] += row[f"{_cell(check, number)}{end}"]
        made[f"asked{end}"] = row[f"{STATEMENTS}{end}"]
        made |= {f"{verdict.replace('-', '_')}{end}": counts[verdict] for verdict in VERDICTS}
        made[f"share_met{end}"] = _share(counts[MET], sum(counts[one] for one in (MET, PARTLY, NOT_MET)))
    return [made]


def _by_reason(row: Row, check: str, numbers: Sequence[int]) -> list[Row]:
    return [
        {
            "reason": REASON_OF[number],
            "verdict": VERDICT_OF[REASON_OF[number]],
            **{f"{STATEMENTS}{end}": row[f"{_cell(check, number)}{end}"] for end in TWO},
        }
        for number in numbers
        if row[_cell(check, number)]
    ]
