"""Findings on one record for its page: the bulk expressions, compiled once per process and kind of record.

Building and compiling the expressions takes longer than a page may; running them on one record does
not. What runs is what `findings` runs: the same functions, the same SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from threading import Lock
from typing import Any

from sijill.assess.rules.ground import answers
from sijill.assess.rules.ground.binding import WORDS, set_of, sets_of
from sijill.assess.rules.ground.check import KINDS, Check
from sijill.assess.rules.ground.checks import applying
from sijill.assess.rules.ground.findings import Finding, judged, verdicts
from sijill.tables.arrow import to_arrow
from sijill.tables.catalog import CATALOG
from sijill.tables.engines import filled, memory

READ = (
    "restriction", "demand", "disruption", "disruption_update", "disruption_claim", "law", "provision", "policy",
    "clause", "organization", "answer", "report_withdrawal",
)  # fmt: skip
Rows = Mapping[str, Iterable[Mapping[str, Any]]]


def findings_of(rows: Rows, kind: str, entity_id: str) -> list[Finding]:
    """The findings on one record out of the rows that bear on it, by table, in the order of the checks.

    `rows` holds the record itself, the demand, provision and law, clause and policy it cites, its
    reversal, the updates and claims of a disruption, the answers on it and the withdrawals of their reports:
    as the catalog has them, what is left out filled from it. `ValueError` for a table that no check reads.
    """
    return findings_of_each(rows, kind, [entity_id]).get(entity_id, [])


def findings_of_each(rows: Rows, kind: str, ids: Sequence[str]) -> dict[str, list[Finding]]:
    """The same for several records of a kind, by their ids: every article of a law at once.

    A record that is not asked has no entry.
    """
    strange = sorted(set(rows) - set(READ))
    if strange:
        raise ValueError(f"no check reads the table {', '.join(strange)}")
    return _prepared().findings(rows, kind, ids)


def prepare() -> None:
    """Compile what pages ask, for every kind of record; else the first page of each kind does so for itself."""
    for kind in KINDS:
        _prepared().findings({}, kind, [])


class _Prepared:
    """One engine in memory, emptied and filled for each record; one record at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tables = memory(dict.fromkeys(READ, ()))
        self._backend: Any = self._tables["restriction"].get_backend()
        # Of a handful of rows, looking for where to filter them costs more than filtering them.
        self._backend.con.execute("SET disabled_optimizers = 'filter_pushdown'")
        self._kept: dict[str, tuple[Any, ...]] = {}  # holds the small tables that the views read
        self._filled: set[str] = set()

    def findings(self, rows: Rows, kind: str, ids: Sequence[str]) -> dict[str, list[Finding]]:
        with self._lock:
            self._load(rows)
            if kind not in self._kept:
                self._kept[kind] = self._prepare(kind)
            found = self._fetch(f"judged_{kind}", "id", ids)
            latest = self._fetch(f"latest_{kind}", "entity_id", ids)
        given = {(row["entity_id"], row["number"]): row for row in latest}
        checks = applying(kind)
        binds = sets_of(checks)
        return {
            row["id"]: [
                _finding(kind, row, one, binding=row[binds[set_of(one)]], given=given.get((row["id"], one.number), {}))
                for one in checks
            ]
            for row in found
        }

    def _prepare(self, kind: str) -> tuple[Any, ...]:
        asked = (judged(self._tables, kind, applying(kind)), answers.latest(self._tables, kind))
        for name, query in zip((f"judged_{kind}", f"latest_{kind}"), asked, strict=True):
            self._backend.create_view(name, query)
        return asked

    def _load(self, rows: Rows) -> None:
        engine = self._backend.con
        for name in self._filled:
            engine.execute(f"DELETE FROM {name}")  # noqa: S608
        for name, given in rows.items():
            engine.register("held", to_arrow(CATALOG[name], [filled(CATALOG[name], row) for row in given]))
            engine.execute(f"INSERT INTO {name} SELECT * FROM held")  # noqa: S608
            engine.unregister("held")
        self._filled = set(rows)

    def _fetch(self, view: str, key: str, ids: Sequence[str]) -> list[dict[str, Any]]:
        query = f"SELECT * FROM {view} WHERE {key} IN ({', '.join('?' * len(ids)) or 'NULL'})"  # noqa: S608
        found = self._backend.con.execute(query, list(ids))  # as a relation it would be planned twice
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@cache
def _prepared() -> _Prepared:
    return _Prepared()


def _finding(kind: str, row: Mapping[str, Any], check: Check, *, binding: int, given: Mapping[str, Any]) -> Finding:
    said = verdicts()[row[f"v_{check.number}"]]
    return Finding(
        entity_kind=kind,
        entity_id=row["id"],
        check=check.id,
        version=check.version,
        limb=check.limb,
        **said,
        binding=WORDS[binding],
        answer_id=given.get("answer_id") or "",
        evidence_id=given.get("evidence_id") or "",
    )
