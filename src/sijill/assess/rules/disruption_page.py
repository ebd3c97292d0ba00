"""How sure one disruption is, for its page: the bulk rule, compiled once per process.

Building and compiling the rule takes longer than a page may; running it on one disruption does not.
What runs is `disruption_evidence` itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from threading import Lock
from typing import Any

from sijill.assess.rules.disruptions import disruption_evidence
from sijill.tables.arrow import to_arrow
from sijill.tables.catalog import CATALOG
from sijill.tables.engines import filled, memory

READ = ("disruption", "disruption_claim")


def evidence_of(disruption: Mapping[str, Any], claims: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The row of `disruption_evidence` for one disruption, out of its own row and those of its claims.

    Rows are as the catalog has them; what is left out is filled from it.
    """
    return _prepared().evidence({"disruption": [disruption], "disruption_claim": claims})


class _Prepared:
    """One engine in memory, emptied and filled for each disruption; one at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tables = memory(dict.fromkeys(READ, ()))
        self._backend: Any = self._tables["disruption"].get_backend()
        self._query = disruption_evidence(self._tables)
        self._backend.create_view("judged_evidence", self._query)

    def evidence(self, rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, Any]:
        engine = self._backend.con
        with self._lock:
            for name in READ:
                engine.execute(f"DELETE FROM {name}")  # noqa: S608
                engine.register("held", to_arrow(CATALOG[name], [filled(CATALOG[name], row) for row in rows[name]]))
                engine.execute(f"INSERT INTO {name} SELECT * FROM held")  # noqa: S608
                engine.unregister("held")
            found: list[dict[str, Any]] = engine.sql("SELECT * FROM judged_evidence").to_arrow_table().to_pylist()
        (row,) = found
        return row


@cache
def _prepared() -> _Prepared:
    return _Prepared()
