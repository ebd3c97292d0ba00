"""Every row of a home's database, on either engine, without Django: for two runs that must end equal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from sijill.home import Home

# What may differ between two runs that end equal: chance (salts, hence hashes; accounts) and the clock.
BY_CHANCE = {"salt", "at", "body", "leaf", "root", "frontier", "actor"}
NOT_OURS = ("django_", "auth_", "sqlite_", "office_user", "membership", "profile")
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1",
    "postgres": "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
}
COLUMNS = {
    "sqlite": "SELECT name FROM pragma_table_info('{table}') ORDER BY 1",
    "postgres": "SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' ORDER BY 1",
}


def ask(home: Home, query: str) -> Sequence[tuple[Any, ...]]:
    """The rows of a query."""
    address = home.settings().database
    if not address:
        with closing(sqlite3.connect(home.database)) as opened:
            return opened.execute(query).fetchall()
    import psycopg

    with psycopg.connect(address) as server:
        return server.execute(query.encode()).fetchall()


def content(home: Home) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Every table but Django's own, without what is by chance, in a fixed order."""
    engine = "postgres" if home.settings().database else "sqlite"
    for (table,) in ask(home, TABLES[engine]):
        if table.startswith(NOT_OURS):
            continue
        names = [name for (name,) in ask(home, COLUMNS[engine].format(table=table)) if name not in BY_CHANCE]
        shown = ", ".join(f'"{name}"' for name in names)
        accounts = "WHERE verb != 'user.add'" if table == "log_entry" else ""
        yield table, sorted(ask(home, f'SELECT {shown} FROM "{table}" {accounts}'), key=repr)
