"""What a person sees who asks the program for help."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

import sijill
from sijill.cli import main as program


def commands(group: click.Group = program, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command that can be run, by its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


COMMANDS = dict(commands())


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_and_option_says_what_it_is_for(words: str) -> None:
    command = COMMANDS[words]
    assert (command.help or "").strip().endswith(".")
    options = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    assert [one.name for one in options if not (one.help or one.prompt)] == []


# What reads files and nothing else, so that it runs where there is no installation.
WITHOUT_HOME = {"dsa lint", "dsa read"}


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_of_an_installation_takes_its_home(words: str) -> None:
    assert any("--home" in one.opts for one in COMMANDS[words].params) is (words not in WITHOUT_HOME)


@pytest.mark.parametrize("words", ["", *COMMANDS])
@pytest.mark.parametrize("help_option", ["-h", "--help"])
def test_help_is_printed(words: str, help_option: str) -> None:
    result = CliRunner().invoke(program, [*words.split(), help_option])
    assert result.exit_code == 0
    assert f"Usage: main {words}".strip() in result.output


def test_hidden_commands_are_not_offered() -> None:
    result = CliRunner().invoke(program, ["--help"])
    assert "demo " in result.output
    assert "demo-country" not in result.output


def test_the_version_is_printed() -> None:
    result = CliRunner().invoke(program, ["--version"])
    assert result.output == f"sijill, version {sijill.__version__}\n"


def test_a_wrong_command_is_answered_with_what_there_is() -> None:
    result = CliRunner().invoke(program, ["tabel"])
    assert result.exit_code == 2
    assert "tabel" in result.output


def test_help_is_quick_since_it_loads_no_engine() -> None:
    code = "import sys, sijill.cli; sijill.cli.main(['--help'], standalone_mode=False); "
    code += "print(sorted({'django', 'duckdb', 'ibis', 'pyarrow'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("\n[]\n")


def test_a_command_loads_no_other() -> None:
    code = "import sys, sijill.cli; sijill.cli.main(['check', '--help'], standalone_mode=False); "
    code += "print(sorted(name for name in sys.modules if name.startswith('sijill.cli.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("\n['sijill.cli.base', 'sijill.cli.office']\n")


def test_the_module_is_the_program() -> None:
    done = subprocess.run([sys.executable, "-m", "sijill", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"sijill, version {sijill.__version__}\n"
