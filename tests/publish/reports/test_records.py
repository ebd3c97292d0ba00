"""The key of every cell that may carry noise is the sum of the keys of whom it counts, in whichever table it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sijill.publish.reports import codes_of, explain_cell, hold, programme, table_by, tables_for
from sijill.publish.reports.records import CHARGE, EVENT, VICTIM
from sijill.stats.cellkey import TWO_64, key_id, record_keys
from sijill.stats.table import Table
from sijill.tables.engines import Tables
from tests.publish.reports.worlds import CONTEXT, SEED, world

SECRET = bytes(range(32))
KEYED = replace(CONTEXT, record_secret=SECRET)
UNITS = {"victim-incidents": VICTIM, "incidents": EVENT, "charges": CHARGE}
REPORTS = ("beyond_sdg", "by_law", "justice")


@pytest.fixture(scope="module")
def t() -> Tables:
    return hold(world(SEED, 60))


def living(t: Tables, context: object = KEYED) -> list[Table]:
    return [table for slug in REPORTS for table in tables_for(t, context, slug) if table.kind == "survivors"]  # type: ignore[arg-type]


def test_every_cell_has_the_keys_of_whom_it_counts(t: Tables) -> None:
    tables = living(t)
    assert {table.unit for table in tables} == set(UNITS)
    for table in tables:
        for (measure, key), count in table.cells.items():
            if not count.value:
                assert count.key == 0
                continue
            rows = explain_cell(t, KEYED, table.slug, measure, codes_of(table, key))
            ids = {row[UNITS[table.unit]] for row in rows if row["outcome"] == "counted"}
            assert count.value == len(ids), (table.slug, measure, key)
            assert count.key == sum(record_keys(SECRET, ids)) % TWO_64, (table.slug, measure, key)


def test_the_same_victims_have_one_key_whichever_act_stands_for_them(t: Tables) -> None:
    """Two statuses may count one victim in one event by two acts; the counts are of the same victims all the same."""
    by_sex = table_by(t, KEYED, "beyond_sdg", ["sex"])
    plain = table_by(t, KEYED, "beyond_sdg", [])
    for (measure, (kind,)), count in plain.cells.items():
        assert by_sex.cells[measure, (kind, "_T")] == count
    same = [
        (plain.cells["reported", key], plain.cells["verified", key])
        for key in plain.keys()
        if plain.cells["reported", key].value == plain.cells["verified", key].value
    ]
    assert same
    assert all(wide.key == narrow.key for wide, narrow in same)


def test_without_a_secret_no_count_has_a_key_and_nothing_else_changes(t: Tables) -> None:
    bare, keyed = living(t, CONTEXT), living(t)
    assert all(count.key is None for table in bare for count in table.cells.values())
    for one, other in zip(bare, keyed, strict=True):
        assert one == replace(other, cells={at: replace(count, key=None) for at, count in other.cells.items()})


def test_the_programme_names_the_secret_and_never_says_it(t: Tables) -> None:
    assert programme(t, KEYED).key_id == key_id(SECRET)
    assert programme(t, CONTEXT).key_id == ""
    assert SECRET.hex() not in repr(KEYED)
    assert repr(SECRET) not in repr(KEYED)
