"""`sijill assess`: what the ground rules say of one record."""

from __future__ import annotations

from typing import Any

import click

from sijill.cli.base import Stop, say_json, speaking, start, with_home
from sijill.codelists.load import LANGUAGES, codelist
from sijill.home import Home


@click.command()
@click.argument("record", metavar="RECORD-ID")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the questions; default: the office's.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_home
@speaking
def assess(home: Home, record: str, language: str | None, as_json: bool) -> None:
    """What the five ground rules say of a record: limb by limb, each check with its reason, source and where it binds.

    RECORD-ID is a restriction, a demand, a disruption, a law, a provision, a policy, a clause, or an organization as a
    company. A law brings its provisions, a policy its clauses. The rows name records, so they are for those who may see
    them. Findings are the institution's opinion, never an order to remove or to restore.
    """
    start(home)
    from sijill.assess.rules.ground.shown import lines, shown
    from sijill.publish.run import open_tables

    kind = _kind(record)
    spoken = language or home.settings().language
    tables = open_tables(home)
    records = [shown(kind, one, found, spoken) for kind, one, found in _found(tables, kind, record)]
    if as_json:
        first, *others = records
        say_json({**first, "parts": others})
        return
    labels = {
        code: codelist(name).label(code, spoken) for name in ("verdicts", "limbs") for code in codelist(name).codes
    }
    for one in records:
        for line in lines(one, spoken, labels):
            click.echo(line)
        click.echo("")


def _kind(record: str) -> str:
    from sijill.assess.rules.ground.check import TABLE_OF
    from sijill.office.ids import noun_of

    kinds = {table: kind for kind, table in TABLE_OF.items()}
    try:
        return kinds[noun_of(record)]
    except (ValueError, KeyError):
        raise Stop(
            f"No check is asked of {record!r}. Give the identifier of one of: {', '.join(kinds)}, as its page shows it."
        ) from None


def _found(tables: Any, kind: str, record: str) -> list[tuple[str, str, Any]]:
    """The record's findings, then those on its parts."""
    from sijill.assess.rules.ground.check import TABLE_OF
    from sijill.assess.rules.ground.findings import findings_for
    from sijill.tables.engines import fetched

    table = tables.get(TABLE_OF[kind])
    if table is None or not fetched(table.filter(table.id == record).select("id")):
        raise Stop(f"There is no record {record} here. Copy the identifier from its page.")
    whole = findings_for(tables, kind, record)
    if not whole:
        raise Stop(
            f"No check is asked of {record}: it is a published total, the reversal of a decision, or was rejected or "
            "withdrawn. Ask about the decision itself."
        )
    found = [(kind, record, whole)]
    for part, whole_of in (("provision", "law"), ("clause", "policy")):
        if kind == whole_of:
            parts = tables[part]
            rows = fetched(parts.filter(parts[f"{kind}_id"] == record).order_by("id").select("id"))
            found += [(part, row["id"], findings_for(tables, part, row["id"])) for row in rows]
    return found
