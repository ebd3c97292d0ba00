"""What every command shares: the home, starting Django, exit codes, errors in words.

Exit codes: 0 done; 1 a check found faults; 2 it could not be done, the text says why and what to do;
3 done, but some rows were refused (each is kept with its reason).
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click

from sijill.home import ENVIRONMENT, Home, SettingsError, find

FAULTS, IMPOSSIBLE, SOME_REFUSED = 1, 2, 3

P = ParamSpec("P")
T = TypeVar("T")


class Stop(click.ClickException):
    """The command cannot be done; the text says what happened, to what, why, and what to do."""

    exit_code = IMPOSSIBLE

    def show(self, file: Any = None) -> None:
        """Print the text alone, to standard error."""
        click.echo(f"sijill: {self.format_message()}", err=True)


def home_of(folder: str | None) -> Home:
    """The home of `--home DIR`, and from here on that of the whole process."""
    home = find(folder)
    os.environ[ENVIRONMENT] = str(home.folder)
    return home


def with_home(command: Callable[..., T]) -> Callable[..., T]:
    """Give a command `--home DIR` and hand it the `Home`."""

    @click.option("--home", "folder", metavar="DIR", help=f"The installation's folder (default: ${ENVIRONMENT}).")
    @wraps(command)
    def wrapped(*args: Any, folder: str | None, **kwargs: Any) -> T:
        return command(*args, home=home_of(folder), **kwargs)

    return wrapped


def start(home: Home, *, must_exist: bool = True) -> None:
    """Start Django on this home and bring its database up to date."""
    if must_exist and not home.exists:
        raise Stop(f"There is no installation in {home.folder}. Run `sijill init --home {home.folder}` first.")
    try:
        home.settings()
        _open()
    except SettingsError as error:
        raise Stop(str(error)) from error
    from sijill.office.database import bring_up_to_date, fault

    if why := fault():
        raise Stop(why)
    bring_up_to_date()


def _open() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sijill.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def collect_seldom() -> None:
    """Look for rings of dead objects every 200,000 new ones instead of every 700.

    Long work makes millions of rows and hardly a ring: an eighth of its time went into looking. Costs some 20 MB.
    """
    gc.set_threshold(200_000, 20, 20)


def speaking(command: Callable[P, T]) -> Callable[P, T]:
    """Turn the errors that a person can mend into one sentence and exit code 2."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        from django.core.exceptions import PermissionDenied

        from sijill.office.errors import Refusal

        try:
            return command(*args, **kwargs)
        except (Refusal, PermissionDenied) as error:
            raise Stop(str(error)) from error

    return wrapped


def say_json(value: object) -> None:
    """One JSON value on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")
