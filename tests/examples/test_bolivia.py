"""The release of the Bolivian list: every cell of it says why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sijill import examples
from sijill.collect.importers.formats import format_of, read
from sijill.home import Home
from sijill.publish.actions import context_of
from sijill.publish.run import open_tables
from sijill.register.actions import import_file
from sijill.register.actions.imports import file_hash
from tests.examples.explaining import explained
from tests.people import Cast


@pytest.mark.slow
@pytest.mark.django_db
def test_every_cell_says_why(cast: Cast, tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.make()
    bolivia = format_of("bolivia")
    for path in sorted((examples() / "bolivia").glob("deaths-*.csv")):
        import_file(
            actor=cast.alice, info=bolivia.source, format_name="bolivia", complete=True, rows=read("bolivia", path),
            sha256=file_hash(path), file_name=path.name, label=path.stem, retrieved_on=None,
        )  # fmt: skip
    t = open_tables(home)
    found = explained(t, context_of(t, home, date(1982, 10, 1), date(2024, 12, 31), subject="deaths"))
    assert found["wrong"] == []
    assert found["asked"] > 80
