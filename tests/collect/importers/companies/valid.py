"""Whether a draft of the second ledger can become rows of the catalog: columns, codes, dates, ranges, keys."""

from __future__ import annotations

from collections.abc import Iterable

from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.collect.draft import DraftFact, Refused, Row
from sijill.tables.catalog import CATALOG
from sijill.tables.dates import parse


def check_rows(rows: Iterable[Row | Refused]) -> None:
    """Every fact of every row is one that the catalog can hold, and nothing is named twice."""
    rows = list(rows)
    fine = [row for row in rows if isinstance(row, Row)]
    keys = [row.key for row in fine]
    assert len(keys) == len(set(keys))
    assert all(0 < len(key) <= 200 for key in keys)
    assert all(len(row.position) <= 60 and len(getattr(row, "field", "")) <= 80 for row in rows)
    entries = [fact.key for row in fine for fact in row.facts]
    assert len(entries) == len(set(entries))
    for row in fine:
        for fact in row.facts:
            check(fact)


def check(fact: DraftFact) -> None:
    """One draft against its table."""
    table = CATALOG[fact.table]
    assert 0 < len(fact.key) <= 240
    for name, value in fact.values.items():
        if isinstance(value, tuple):
            low, high = value
            assert 0 <= low <= high
            assert {f"{name}_low", f"{name}_high", f"{name}_unknown"} <= set(table.names), (fact.table, name)
        elif f"{name}_lo" in table.names:
            parse(str(value))  # raises `DateError`
        else:
            column = table.column(name)
            if column.codelist:
                assert value in codelist(column.codelist) or value in UNKNOWN_CODES, (name, value)
                assert not name.endswith("_unknown") or value in UNKNOWN_CODES
    for body in fact.bodies.items():
        _check_body(table.names, *body)
    assert set(fact.texts) <= {"reference"}
    for link in fact.links:
        assert f"{link}_id" in table.names
    for element in fact.elements:
        assert element in fact.values
    part_keys = [part.key for part in fact.parts]
    assert len(part_keys) == len(set(part_keys)), part_keys
    for part in fact.parts:
        check(part)


def _check_body(names: tuple[str, ...], name: str, body: object) -> None:
    assert f"{name}_id" in names
    assert getattr(body, "kind", "") in codelist("organisation_kinds")
    assert getattr(body, "place", "") in codelist("places") or getattr(body, "place", "") in UNKNOWN_CODES
