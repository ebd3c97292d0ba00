"""A tiny invented register as columns, and an engine that is loaded again and again.

`World` builds rows with few words; what is left out is filled from the catalog. `Loaded` keeps one
DuckDB and compiled queries, so that hundreds of worlds can be counted in a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import ibis

from sijill.assess.rules import sdg16
from sijill.tables.arrow import to_arrow
from sijill.tables.catalog import BUILT, CATALOG
from sijill.tables.dates import parse, parse_end
from sijill.tables.engines import Tables, filled, memory

Row = dict[str, Any]
Rows = Mapping[str, Sequence[Row]]


@dataclass
class World:
    """Rows per table. Identifiers are numbered in the order of making, unless given."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **values: Any) -> str:
        """Add a row as it is; `id` is made up unless given."""
        rows = self.rows.setdefault(table, [])
        row = {"id": f"{table}-{len(rows) + 1:03d}", **values}
        rows.append(row)
        return str(row["id"])

    def person(self, id_: str, **values: Any) -> str:
        """An individual, once; a second call with the same id changes nothing."""
        known = {row["id"] for row in self.rows.get("person", [])}
        return id_ if id_ in known else self.add("person", id=id_, **{"kind": "individual", **values})

    def event(self, id_: str, **values: Any) -> str:
        """A confirmed event, once."""
        known = {row["id"] for row in self.rows.get("event", [])}
        return id_ if id_ in known else self.add("event", id=id_, **{"state": "confirmed", **values})

    def act(
        self,
        kind: str,
        victim: str = "person-1",
        event: str = "event-1",
        *,
        on: str = "2025-03-01",
        ended: str = "",
        roles: Sequence[str] = ("journalist",),
        by: Sequence[str] = ("state-agent",),
        **facts: Any,
    ) -> str:
        """A confirmed act that meets every test of its category unless `facts` say otherwise."""
        values: Row = {"state": "confirmed", "motive": "linked", **MEETS, **facts}
        if on:
            values |= {"occurred_lo": parse(on, 9999).lo, "occurred_hi": parse(on, 9999).hi}
        if ended:
            end = parse_end(ended, 9999)
            values |= {"ended_lo": end.lo, "ended_hi": end.hi}
        act = self.add("act", kind=kind, victim_id=self.person(victim), event_id=self.event(event), **values)
        for role in roles:
            self.add("act_role", act_id=act, role=role)
        for link in by:
            self.add("involvement", act_id=act, state_link=link, attribution="alleged")
        return act

    def reported_by(self, act: str, source: str, *elements: str, **values: Any) -> str:
        """A report of a source that supports elements of an act; the source is made unless it is there."""
        if source not in {row["id"] for row in self.rows.get("source", [])}:
            self.add("source", id=source, code=source, independence_group=source, **values)
        report = self.add("report", source_id=source, sha256="0" * 64)
        for element in elements or ("act",):
            self.add("support", report_id=report, entity_kind="act", entity_id=act, element=element)
        return report

    def decide(self, act: str, decision: str = "reasonable-grounds", word: str = "", at: int = 5) -> str:
        """A reviewer's decision at a log position."""
        words = {"reasonable-grounds": "verified", "not-established": "not-established"}
        return self.add(
            "verification",
            act_id=act,
            decision=decision,
            word=word or words.get(decision, "reported"),
            decided_on=date(2026, 1, 2),
            log_from=at,
        )

    def merge(self, table: str, drop: str, keep: str) -> None:
        """From now on `keep` stands for `drop`."""
        for row in self.rows[table]:
            if row["id"] == drop:
                row["merged_into_id"] = keep

    def tables(self) -> Tables:
        """The world in memory."""
        return memory(self.rows)


MEETS: Row = {
    "diligence_failure": "yes",
    "severe": "yes",
    "purpose": "yes",
    "acknowledgement": "denied",
    "detention_basis": "no-legal-basis",
}


class Loaded:
    """One engine, filled anew for each world; a query is compiled once per key.

    What it runs is what the rules made: the same functions, the same SQL, only not made again each time.
    """

    def __init__(self) -> None:
        self._tables = memory()
        self._engine: Any = self._tables["act"].get_backend().con
        self._filled: set[str] = set()
        self._compiled: dict[Any, tuple[ibis.Table, str]] = {}

    def decisions(self, rows: Rows, options: Any, rule: Any = sdg16) -> list[Row]:
        """`rule.decisions` over a world."""
        self.load(rows)
        return self.fetch((rule, "decisions", options), lambda t: rule.decisions(t, options))

    def cells(self, rows: Rows, options: Any, by: Sequence[str] = (), rule: Any = sdg16) -> list[Row]:
        """`rule.cells` over a world."""
        self.load(rows)
        return self.fetch((rule, tuple(by), options), lambda t: rule.cells(t, options, by))

    def load(self, rows: Rows) -> None:
        """Replace what the engine holds."""
        for name in self._filled | set(rows):
            self._engine.execute(f"DELETE FROM {name}")
        for name, given in rows.items():
            held = to_arrow(CATALOG[name], [filled(CATALOG[name], row) for row in given])
            self._engine.register("held", held)
            self._engine.execute(f"INSERT INTO {name} SELECT * FROM held")
            self._engine.unregister("held")
        self._filled = set(rows) & set(BUILT)

    def fetch(self, key: Any, make: Callable[[Tables], ibis.Table]) -> list[Row]:
        """The rows of a query over what was loaded last."""
        if key not in self._compiled:
            asked, name = make(self._tables), f"compiled_{len(self._compiled)}"
            self._tables["act"].get_backend().create_view(name, asked)
            self._compiled[key] = (asked, name)
        found = self._engine.sql(f"SELECT * FROM {self._compiled[key][1]}")
        rows: list[Row] = found.to_arrow_table().to_pylist()
        return rows


ENGINE = Loaded()
