"""The tables of the second ledger are those of the catalog, are vouched for by the log, and reach the columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import IntegrityError, connection, models, transaction

from sijill.collect.actions import file_report
from sijill.home import Home
from sijill.office.canonical import row_mac
from sijill.office.ledger import action, mac_of
from sijill.office.records import NOW, kept_models, stored_fields
from sijill.office.verify import verify
from sijill.publish.run import take_snapshot
from sijill.register.models import EntityKind, Organization
from sijill.register.speech.actions import change_fact, record_restriction
from sijill.register.speech.columns import TABLES
from sijill.register.speech.models import Demand, Disruption, Restriction
from sijill.tables.catalog import BUILT, CATALOG
from sijill.tables.schema import Kind
from tests.people import Cast
from tests.world import a_source

SPEECH = sorted(TABLES)


def column(table: str, name: str) -> Any:
    found = {field.attname: field for field in TABLES[table]._meta.concrete_fields}
    return found[name]


@pytest.mark.parametrize("table", SPEECH)
def test_a_model_has_every_column_of_the_catalog(table: str) -> None:
    assert table in BUILT
    for one in CATALOG[table].columns:
        if one.name in ("id", "log_from", "log_to"):
            continue
        field = column(table, one.name)
        if one.kind is Kind.CODE:
            assert field.choices.func.args == (one.codelist,), one.name
            assert not field.null
        else:
            assert field.null == one.nullable, one.name
        if one.points_to:
            assert field.related_model._meta.db_table == one.points_to


@pytest.mark.parametrize("table", SPEECH)
def test_every_date_and_number_says_why_it_is_not_there(table: str) -> None:
    stems = [one.name.removesuffix("_unknown") for one in CATALOG[table].columns if one.name.endswith("_unknown")]
    held = {one.name for one in TABLES[table]._meta.constraints if isinstance(one, models.CheckConstraint)}
    assert held == {f"{table}_{stem}_known" for stem in stems}


def test_a_report_can_support_every_entry_and_the_log_knows_each() -> None:
    assert set(SPEECH) <= set(EntityKind.values)
    assert set(SPEECH) | {"fact_proposal"} <= {model._meta.db_table for model in kept_models()}


@pytest.mark.django_db
def test_an_end_that_is_both_known_and_unknown_is_refused(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), action("disruption.record", actor=cast.alice) as entry:
        entry.add(Disruption(began="2024", began_unknown=""))


@pytest.mark.django_db
def test_decisions_by_the_thousand_million_are_kept(cast: Cast) -> None:
    many = 16_000_000_000
    with action("restriction.record", actor=cast.alice) as entry:
        row = Restriction(level="total", series="dsa", items_low=many, items_high=many, items_unknown="")
        entry.add(row)
    assert Restriction.objects.get().items_high == many


@pytest.mark.django_db
def test_what_is_written_is_verified_and_stands_in_the_columns(cast: Cast, tmp_path: Path) -> None:
    company = Organization(name="Invented Platform", kind="platform")
    with action("demand.record", actor=cast.alice) as entry:
        entry.add(company)
        demand = Demand(company=company, kind="restrict-content", subject_words="words that stay", state="confirmed")
        entry.add(demand)
    with action("demand.change", actor=cast.alice) as entry:
        entry.change(demand, gag="yes")
    assert list(verify()) == []

    home = Home(tmp_path)
    home.make()
    snapshot = take_snapshot(home)
    rows = pq.read_table(snapshot.file("demand")).to_pylist()
    assert [(row["company_id"], row["gag"]) for row in rows] == [(company.id, "not-asked"), (company.id, "yes")]
    raw = snapshot.file("demand").read_bytes()
    assert b"words that stay" not in raw
    assert [row["log_to"] for row in rows] == [demand.log_from, NOW]

    with connection.cursor() as cursor:
        cursor.execute("UPDATE demand SET gag = 'no'")
    assert [(fault.table, fault.row) for fault in verify()] == [("demand", demand.id)]


def test_a_column_that_came_later_leaves_older_rows_as_the_log_has_them(cast: Cast) -> None:
    report = file_report(actor=cast.alice, source=a_source(cast.alice, "gazette"), content="Invented words")
    row = record_restriction(actor=cast.alice, report=report, measure="delisted", country="not-available")
    values = {name: getattr(row, name) for name in stored_fields(Restriction)}
    before = {name: value for name, value in values.items() if name not in ("country_words", "language")}
    assert mac_of(row) == row_mac(bytes(row.salt), "restriction", before)
    change_fact(actor=cast.alice, row=row, country_words="Zz Land")
    assert list(verify()) == []
    for words in ("Zz Other", ""):
        Restriction.objects.filter(pk=row.pk).update(country_words=words)
        assert [one.row for one in verify()] == [row.pk], "what is written into it behind the log is found"
    Restriction.objects.filter(pk=row.pk).update(country_words="Zz Land", language="qu")
    assert [one.row for one in verify()] == [row.pk]
    Restriction.objects.filter(pk=row.pk).update(language="not-asked")
    change_fact(actor=cast.alice, row=row, language="qu")
    assert list(verify()) == []
    Restriction.objects.filter(pk=row.pk).update(language="not-asked")
    assert [one.row for one in verify()] == [row.pk], "a code that was taken away behind the log is missed"
