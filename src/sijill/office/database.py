"""What a PostgreSQL server must be like, so that it gives the rows and the order that SQLite gives."""

from __future__ import annotations

from django.db import OperationalError, connection

OLDEST = 15  # the oldest major version on which the tests run
# In the order of their code points, as Python and SQLite sort; a dictionary's order puts them otherwise.
_SORTED = ("-b", "B", "_", "a", "é")
MAKE = "CREATE DATABASE sijill TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"


def fault() -> str:
    """Why the database cannot be used and what to do about it; empty where it can. Holds no address."""
    if connection.vendor != "postgresql":
        return ""
    try:
        return _fault_of_server()
    except OperationalError as error:
        return (
            f"The database that the settings name cannot be opened: {str(error).strip()}\n"
            "Look at `database` in settings.toml, and whether the server runs and knows this user and database."
        )


def _fault_of_server() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding')")
        version, encoding = cursor.fetchone()
        cursor.execute("SELECT array_agg(word ORDER BY word) FROM unnest(%s::text[]) AS word", [list(_SORTED)])
        (found,) = cursor.fetchone()
    if version < OLDEST:
        return f"The database server is PostgreSQL {version}; Sijill needs {OLDEST} or newer. Update the server."
    if encoding != "UTF8" or tuple(found) != _SORTED:
        return (
            "The database does not sort text by code points (encoding UTF8, locale C), so lists and figures would "
            f"come in another order than elsewhere. Make one that does: {MAKE}"
        )
    return ""
