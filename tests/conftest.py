"""One throw-away home for the whole run; which database it is on; the cast and the tiny country as fixtures."""

from __future__ import annotations

import csv
import os
import tempfile

os.environ["SIJILL_HOME"] = tempfile.mkdtemp(prefix="sijill-test-")

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.utils import translation

from tests import postgres
from tests.people import Cast

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database postgres`: the tests that touch the database, on a server that the run starts for itself."""
    parser.addoption("--database", choices=["sqlite", "postgres"], default="sqlite", help="where the records are")


def pytest_configure(config: pytest.Config) -> None:
    """Start the server once, in the process that the others of a parallel run come from."""
    if config.getoption("--database") != "postgres":
        return
    if postgres.ENVIRONMENT not in os.environ:
        held = ExitStack()
        os.environ[postgres.ENVIRONMENT] = held.enter_context(postgres.cluster())
        config.add_cleanup(held.close)
    postgres.point_django_at(os.environ[postgres.ENVIRONMENT])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches the database is run again; on SQLite nothing that needs a server."""
    wanted = _touches_the_database if config.getoption("--database") == "postgres" else _needs_no_server
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = [item for item in items if wanted(item)]


def _touches_the_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") is not None
    return marked or bool(names & {"db", "transactional_db", "server", "new_database"})


def _needs_no_server(item: pytest.Item) -> bool:
    return "server" not in getattr(item, "fixturenames", ())


@pytest.fixture(autouse=True)
def cells_as_long_as_ever() -> None:
    """Frictionless, which reads what we write, lets cells of CSV be as long as they like in the whole process."""
    csv.field_size_limit(131_072)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in English: a page that the test before it asked for in Spanish leaves Spanish behind."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def server() -> str:
    """The address of a PostgreSQL server; what asks for it runs with `--database postgres` only."""
    return os.environ[postgres.ENVIRONMENT]


@pytest.fixture
def new_database(pytestconfig: pytest.Config) -> Callable[[], str]:
    """What to write as `database` into a home's settings: an empty database each time, on this run's engine."""
    if pytestconfig.getoption("--database") == "postgres":
        return lambda: postgres.new_database(os.environ[postgres.ENVIRONMENT])
    return lambda: ""


@pytest.fixture
def cast(db: None) -> Cast:
    """Alice records, Bob reviews, Charlie has an account and no role, Dana publishes, Eve administers."""
    return Cast.arrive()


@pytest.fixture
def shared() -> Iterator[Path]:
    """The shared data folder; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared data folder is not here")
    yield SHARED
