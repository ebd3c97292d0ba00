"""Numbers that are no counts: medians and estimates stand only beside the counts that they rest on, in no equation."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from sijill.publish.manifest import _table, tables_to_bytes
from sijill.stats.attack import attack
from sijill.stats.disclosure import protect
from sijill.stats.policy import load_policy
from sijill.stats.table import Count, Dimension, Flag, Programme, PublicCell, PublicTable, Table

NESTED = (("ended", "cases"),)
DERIVED = (("median", ("cases", "ended")), ("guess", ()))
# code: cases, ended, median; the median of a part is larger than that of the whole, as medians may be
FIGURES = {"_T": (44, 30, 4), "a": (20, 14, 3), "b": (22, 15, 9), "c": (2, 1, None)}


def made(kind: str = "survivors") -> Table:
    cells = {}
    for code, (cases, ended, median) in FIGURES.items():
        cells |= {("cases", (code,)): Count(cases), ("ended", (code,)): Count(ended), ("guess", (code,)): Count(1)}
        cells["median", (code,)] = Count(median, missing=Flag.NOT_KNOWN)
    period = (date(2025, 1, 1), date(2025, 12, 31))
    place = Dimension("place", tuple(FIGURES), "")
    return Table("t", "t", kind, "cases", *period, (place,), ("cases", "ended", "median", "guess"), cells, DERIVED)


def shown() -> PublicTable:
    return protect(Programme((made(),), NESTED), (), load_policy()).tables[0]


def test_a_median_is_shown_only_where_its_counts_are() -> None:
    table = shown()
    hidden = {
        code for code in FIGURES if None in (table.cells["cases", (code,)].value, table.cells["ended", (code,)].value)
    }
    assert "c" in hidden
    assert hidden != set(FIGURES)
    for code in FIGURES:
        cell = table.cells["median", (code,)]
        expected = (
            PublicCell(None, Flag.WITHHELD) if code in hidden else PublicCell(made().cells["median", (code,)].value)
        )
        assert cell == expected, "not even whether there is a median is told beside a hidden count"
        assert table.cells["guess", (code,)].value == 1, "small, and no count of anybody"


def test_the_attack_passes_and_finds_a_median_that_stands_beside_a_hidden_count() -> None:
    table, policy = shown(), load_policy()
    assert attack([(table,)], NESTED, policy) == []
    for told in (PublicCell(7), PublicCell(None, Flag.NOT_KNOWN)):
        worse = replace(table, cells={**table.cells, ("median", ("c",)): told})
        assert [(one.kind, one.codes) for one in attack([(worse,)], NESTED, policy)] == [("derived", (("place", "c"),))]


def test_the_audit_says_why_and_counts_no_people_in_medians() -> None:
    audit = protect(Programme((made(),), NESTED), (), load_policy()).audit
    assert {one.reason for one in audit.hidden if one.measure == "median"} == {"derived"}
    cost = next(one for one in audit.costs if one.measure == "median")
    assert (cost.units, cost.units_hidden, cost.hidden > 0) == (0, 0, True)
    assert next(one for one in audit.costs if one.measure == "cases").units == 44


def test_what_is_open_is_shown_whole() -> None:
    (table,) = protect(Programme((made("history"),), NESTED), (), load_policy()).tables
    assert table.cells["median", ("c",)].flag is Flag.NOT_KNOWN
    assert table.cells["cases", ("c",)].value == 2


@pytest.mark.parametrize("derived", [DERIVED, ()], ids=["said", "older than the word"])
def test_a_median_of_an_earlier_release_is_no_count_either(derived: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    """A release frozen before tables could say so holds the same numbers."""
    policy = load_policy()
    before = replace(shown(), derived=derived)
    changed: dict[tuple[str, tuple[str, ...]], Count] = {("median", (code,)): Count(5) for code in "ab"}
    table = replace(made(), cells={**made().cells, **changed})
    protected = protect(Programme((table,), NESTED), [(before,)], policy)
    assert protected.tables[0].cells["cases", ("_T",)].value == shown().cells["cases", ("_T",)].value
    assert attack([(before,), protected.tables], NESTED, policy) == []


def test_a_manifest_carries_it_and_tables_without_keep_their_hash() -> None:
    table = shown()
    assert _table(json.loads(tables_to_bytes((table,)))["tables"][0]) == table
    measures = table.counts
    plain = replace(
        table, derived=(), measures=measures, cells={k: v for k, v in table.cells.items() if k[0] in measures}
    )
    assert "derived" not in tables_to_bytes((plain,)).decode()


def test_what_it_rests_on_is_a_count_of_the_same_table() -> None:
    for wrong in ((("median", ("guess",)), ("guess", ())), (("mean", ()),), (("median", ("nobody",)),)):
        with pytest.raises(ValueError, match="derived"):
            replace(made(), derived=wrong)
