"""The command line: `sijill COMMAND`. Every command takes `--home DIR`."""

from __future__ import annotations

import click

from sijill import __version__
from sijill.cli.assess import assess
from sijill.cli.collect import import_command
from sijill.cli.door import door
from sijill.cli.dsa import dsa
from sijill.cli.estimate import estimate
from sijill.cli.export import export
from sijill.cli.match import match
from sijill.cli.office import check, init, log, user
from sijill.cli.publish import explain, public, release, table
from sijill.cli.serve import demo, demo_country, demo_list, serve
from sijill.cli.statements import statements
from sijill.cli.statements_table import table as statements_table


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sijill")
def main() -> None:
    """Sijill, the register of civic space."""


COMMANDS = (
    init,
    import_command,
    table,
    explain,
    assess,
    estimate,
    match,
    release,
    export,
    public,
    door,
    serve,
    demo,
    demo_country,
    demo_list,
    statements,
    dsa,
    check,
    log,
    user,
)
for command in COMMANDS:
    main.add_command(command)
statements.add_command(statements_table)
