"""Metadata of a phone is a claim: it becomes a report, and never a person, an event or an act."""

from __future__ import annotations

from datetime import date

import pytest

from sijill.collect.importers.formats import format_of, read
from sijill.collect.models import Report
from sijill.office.actions import operator
from sijill.register.actions import import_file
from sijill.register.models import Act, Event, Person, Support
from tests.collect.importers.test_pairs import DATA
from tests.people import Cast

pytestmark = pytest.mark.django_db


def test_tella_metadata_drafts_nothing(cast: Cast) -> None:
    path = DATA / "tella" / "in.csv"
    found = import_file(
        actor=operator(),
        info=format_of("tella").source,
        format_name="tella",
        complete=False,
        rows=read("tella", path),
        sha256="0" * 64,
        file_name=path.name,
        label="invented",
        retrieved_on=None,
    )
    assert (found.new, found.refused) == (2, 2)
    assert [model.objects.count() for model in (Person, Event, Act, Support)] == [0, 0, 0, 0]
    first = Report.objects.get(key=f"{1:064}")
    assert (first.said_lo, first.source.is_public) == (date(2024, 5, 2), False)
    assert '"Location latitude":"-16.5"' in first.content
