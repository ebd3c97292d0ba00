"""People in no list: which overlaps are shown, how estimates are rounded, and what a refusal says."""

from __future__ import annotations

from typing import Any

import pytest

from sijill.publish.reports import notes as notes_of_release
from sijill.publish.reports import undocumented
from sijill.publish.reports.report import ReportError, Shape
from sijill.publish.reports.units import hold
from sijill.publish.text import DIRECTIONS
from sijill.stats.capture.overlaps import Overlaps, collect
from sijill.stats.table import TOTAL, Flag, Table
from sijill.stats.upset import REST
from tests.publish.reports import golden
from tests.publish.reports.worlds import CONTEXT

LISTS = ("hotline", "press", "union")
# Three lists that are independent: 60 %, 50 % and 40 % of 500 people.
INDEPENDENT: dict[tuple[int, ...], int] = {
    (1, 1, 1): 60, (1, 1, 0): 90, (1, 0, 1): 60, (0, 1, 1): 40, (1, 0, 0): 90, (0, 1, 0): 60, (0, 0, 1): 40,
}  # fmt: skip
SHAPES = dict(zip(("lists", "method"), undocumented.SHAPES, strict=True))


def lists_of(counts: dict[tuple[int, ...], int]) -> Overlaps:
    return collect(LISTS, list(counts), list(counts.values()))


def overlaps(counts: dict[tuple[int, ...], int], public: tuple[str, ...] = LISTS) -> Table:
    return undocumented.overlap_table(lists_of(counts), public, CONTEXT, SHAPES["lists"])


def estimates(counts: dict[tuple[int, ...], int]) -> Table:
    return undocumented.estimate_table(lists_of(counts), LISTS, CONTEXT, SHAPES["method"])


def test_combinations_of_few_people_are_one_row() -> None:
    table = overlaps({**INDEPENDENT, (1, 1, 1): 2, (0, 1, 1): 4})
    shown = {code: table.cells["persons", (code,)].value for (code,) in table.keys()}
    assert shown[REST] == 6
    assert shown[TOTAL] == 346 == sum(value or 0 for code, value in shown.items() if code != TOTAL)
    assert "press+union" not in shown
    assert "hotline+press+union" not in shown
    assert shown["hotline+press"] == 90


def test_a_list_that_is_not_public_has_a_number_in_every_language_and_no_name() -> None:
    table = overlaps(INDEPENDENT, public=("press",))
    (dimension,) = table.dimensions
    labels = dict(dimension.labels)
    assert set(labels) == set(dimension.parts)
    said = " ".join(text for pairs in labels.values() for _, text in pairs) + " ".join(dimension.codes)
    assert "hotline" not in said
    assert "union" not in said
    assert {lang for pairs in labels.values() for lang, _ in pairs} == set(DIRECTIONS)
    assert dict(labels["list-not-public-1+press"])["en"] == "List 1 (not public) + press"


def test_independent_lists_give_a_rounded_total_and_no_last_figures() -> None:
    table = estimates(INDEPENDENT)
    low, total, high = (table.cells[measure, ("panel",)].value for measure in ("total_low", "total", "total_high"))
    assert low is not None and total is not None and high is not None
    assert 440 <= low <= total == 500 <= high
    assert {value % 10 for value in (low, total, high)} == {0}


def test_lists_that_share_nobody_give_no_number_and_a_reason() -> None:
    apart = {(1, 0, 0): 90, (0, 1, 0): 60, (0, 0, 1): 40, (1, 1, 0): 20}
    table = estimates(apart)
    assert {count.value for count in table.cells.values()} == {None}
    assert {count.missing for count in table.cells.values()} == {Flag.NOT_KNOWN}


def test_few_people_give_no_number_by_any_method() -> None:
    few = {key: max(1, count // 30) for key, count in INDEPENDENT.items()}
    assert sum(few.values()) < 30
    assert {count.value for count in estimates(few).cells.values()} == {None}


def test_the_note_says_why_there_is_no_estimate() -> None:
    found = undocumented.notes(golden.fixed_world(), CONTEXT)
    codes = [one.code for one in found.warnings]
    assert codes[-3:] == ["estimates-are-not-counts", "lists-and-links", "no-estimate-few-units"]
    assert all(one.text[lang] for one in found.warnings for lang in DIRECTIONS)
    assert any(one.report == "undocumented" for one in notes_of_release(golden.fixed_world(), CONTEXT))


def test_every_person_is_in_one_combination() -> None:
    found, _public = undocumented.overlaps_of(golden.fixed_world(), CONTEXT)
    rows = undocumented.rows(golden.fixed_world(), CONTEXT, ("lists",))
    assert (
        sum(row["persons"] for row in rows)
        == found.n
        == undocumented.rows(golden.fixed_world(), CONTEXT, ())[0]["persons"]
    )


def test_tables_and_notes_of_one_release_ask_for_the_overlaps_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    fetch = undocumented.fetched

    def fetched(found: Any) -> list[dict[str, Any]]:
        asked.append(", ".join(found.columns))
        return fetch(found)

    monkeypatch.setattr(undocumented, "fetched", fetched)
    t = hold({**golden.fixed_world()})
    undocumented.tables(t, CONTEXT)
    undocumented.notes(t, CONTEXT)
    assert asked == ["person_id, list, code, is_public"]
    t = hold({**golden.fixed_world(), "support": t["support"].filter(t["support"].entity_kind == "nothing")})
    undocumented.tables(t, CONTEXT)
    undocumented.notes(t, CONTEXT)
    assert len(asked) == 2, "that there are no lists is not asked twice either"


def test_a_register_without_reports_has_no_such_table_and_is_published_all_the_same() -> None:
    t = {**golden.fixed_world()}
    t["support"] = t["support"].filter(t["support"].entity_kind == "nothing")
    assert undocumented.tables(t, CONTEXT) == ()
    assert "no-estimate-few-units" not in [one.code for one in undocumented.notes(t, CONTEXT).warnings]
    with pytest.raises(ReportError, match="No report stands behind"):
        undocumented.rows(t, CONTEXT, ("lists",))


def test_lists_and_methods_are_not_crossed() -> None:
    with pytest.raises(ReportError, match="two tables"):
        undocumented.rows(golden.fixed_world(), CONTEXT, ("lists", "method"))
    with pytest.raises(ReportError, match="two tables"):
        undocumented.tables(golden.fixed_world(), CONTEXT, (Shape("x", ("lists", "method")),))
