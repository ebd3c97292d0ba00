"""The command line: `sijill COMMAND`. Every command takes `--home DIR`."""

from __future__ import annotations

from importlib import import_module

import click

from sijill import __version__

# Where each command is: only the one that is asked for is loaded, so that the others cost it no time.
COMMANDS = {
    "init": "office:init",
    "import": "collect:import_command",
    "table": "publish:table",
    "explain": "publish:explain",
    "assess": "assess:assess",
    "estimate": "estimate:estimate",
    "match": "match:match",
    "release": "publish:release",
    "export": "export:export",
    "public": "publish:public",
    "door": "door:door",
    "serve": "serve:serve",
    "demo": "serve:demo",
    "demo-country": "serve:demo_country",
    "demo-list": "serve:demo_list",
    "statements": "statements:statements",
    "dsa": "dsa:dsa",
    "check": "office:check",
    "log": "office:log",
    "user": "office:user",
}


class _Program(click.Group):
    """The commands of `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        found: click.Command = getattr(import_module(f"sijill.cli.{module}"), name)
        return found


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sijill")
def main() -> None:
    """Sijill, the register of civic space."""
