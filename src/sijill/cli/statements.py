"""`sijill statements`: statements of reasons in bulk, as the EU database publishes them day by day."""

from __future__ import annotations

import click


@click.group()
def statements() -> None:
    """Statements of reasons in bulk: read the dumps of the EU database, count what is in them."""
