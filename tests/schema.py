"""What tables a database has, as Django finds them there: `python -m tests.schema` prints it of the home's."""

from __future__ import annotations

import json
import sys
from typing import Any


def described() -> dict[str, Any]:
    """Table to its columns and constraints, in no order but that of their names; as JSON would give it back."""
    from django.db import connection

    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            columns = connection.introspection.get_table_description(cursor, table)
            constraints = connection.introspection.get_constraints(cursor, table)
            found[table] = {
                "columns": sorted([one.name, str(one.type_code), one.null_ok, one.default] for one in columns),
                "constraints": {_named(name, one): _plain(one) for name, one in constraints.items()},
            }
        cursor.execute("SELECT app, name FROM django_migrations")
        found["migrations"] = sorted(map(list, cursor.fetchall()))
        cursor.execute("SELECT codename FROM auth_permission")
        found["permissions"] = sorted(name for (name,) in cursor.fetchall())
    told: dict[str, Any] = json.loads(json.dumps(found, default=str))
    return told


def _named(name: str, constraint: dict[str, Any]) -> str:
    """Some have no name in SQLite, and Django counts them in the order of the columns."""
    return f"on {constraint['columns']}" if name.startswith(("fk_", "__unnamed")) else name


def _plain(constraint: dict[str, Any]) -> dict[str, Any]:
    return {**constraint, "columns": sorted(constraint["columns"] or ())}


if __name__ == "__main__":
    from sijill.cli.base import start
    from sijill.home import find

    start(find(None))
    sys.stdout.write(json.dumps(described()))
