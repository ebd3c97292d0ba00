"""The database of an installation: its tables, and what a server must be like to give the rows that SQLite gives."""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

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


def bring_up_to_date() -> None:
    """Make the tables of an empty database, or change those of an older version, all or nothing."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)
    else:
        _found(executor)


def _found(executor: MigrationExecutor) -> None:
    """Every table as the models say, and every migration noted as done.

    Going through the migrations gives the same tables (a test compares them) and takes four times as long, since
    Django makes all models anew after each step.
    """
    recorder = executor.recorder
    with connection.schema_editor() as editor:
        models: list[type[Model]] = [recorder.Migration, *apps.get_models()]
        for model in models:
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        for app, name in sorted(executor.loader.graph.nodes):
            recorder.record_applied(app, name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
