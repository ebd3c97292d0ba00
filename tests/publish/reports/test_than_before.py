"""More people than before: which period is compared, what the probability is, and when nothing can be said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sijill.assess.rules.sdg16 import Options
from sijill.publish.formats.chart import chart_of
from sijill.publish.formats.svg import drawing
from sijill.publish.reports import Context, hold, than_before
from sijill.publish.reports.report import EVER, ReportError, Shape
from sijill.publish.text import DIRECTIONS, LANGUAGES
from sijill.stats.capture import loglinear
from sijill.stats.capture.overlaps import collect
from sijill.stats.disclosure import protect
from sijill.stats.policy import load_policy
from sijill.stats.table import Flag, Programme
from sijill.tables.engines import Tables, memory
from tests.publish.reports import golden
from tests.publish.reports.test_undocumented import INDEPENDENT, LISTS

SINCE, UNTIL = date(2025, 1, 1), date(2025, 12, 31)
CONTEXT = Context(Options(SINCE, UNTIL), assessed=True)


def killed(counts: dict[int, dict[tuple[int, ...], int]], lists: tuple[str, ...] = LISTS) -> Tables:
    """A register of people killed in June of each year, so many in each combination of lists."""
    found: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("person", "event", "act", "act_role", "involvement", "report", "support")
    }
    found["source"] = [{"id": name, "code": name, "is_public": name != "hotline"} for name in lists]
    found["report"] = [{"id": f"r-{name}", "source_id": name, "sha256": ""} for name in lists]
    for year, patterns in counts.items():
        for pattern, count in patterns.items():
            for number in range(count):
                who = f"{year}-{''.join(str(held) for held in pattern)}-{number}"
                day = {"occurred_lo": date(year, 6, 1), "occurred_hi": date(year, 6, 1), "ended_unknown": "not-stated"}
                found["person"].append({"id": who, "kind": "individual", "sex": "female"})
                found["event"].append({"id": f"e-{who}", "state": "confirmed"})
                act = {"id": f"a-{who}", "event_id": f"e-{who}", "victim_id": who, "kind": "unlawful-killing"}
                found["act"].append({**act, **day, "state": "confirmed", "motive": "linked", "place": "BO-L"})
                found["act_role"].append({"id": f"role-{who}", "act_id": f"a-{who}", "role": "journalist"})
                state = {"perpetrator": "police", "state_link": "state-agent", "attribution": "documented"}
                found["involvement"].append({"id": f"i-{who}", "act_id": f"a-{who}", **state})
                found["support"] += [
                    {"id": f"s-{who}-{name}", "report_id": f"r-{name}", "entity_kind": "act", "entity_id": f"a-{who}"}
                    for name, held in zip(lists, pattern, strict=True)
                    if held
                ]
    return hold(memory(found))


def part(share: float) -> dict[tuple[int, ...], int]:
    return {pattern: round(count * share) for pattern, count in INDEPENDENT.items()}


def shown(t: Tables) -> dict[str, int | None]:
    (table,) = than_before.tables(t, CONTEXT)
    return {key[0]: count.value for (_, key), count in table.cells.items()}


def codes(t: Tables, context: Context = CONTEXT) -> list[str]:
    found = than_before.notes(t, context).warnings
    assert all(one.text[lang] for one in found for lang in DIRECTIONS)
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("period", "wanted"),
    [
        (("2025-01-01", "2025-12-31"), ("2024-01-01", "2024-12-31")),
        (("2024-07-01", "2025-12-31"), ("2023-01-01", "2024-06-30")),
        (("2024-03-01", "2024-03-31"), ("2024-02-01", "2024-02-29")),
        (("2025-03-10", "2025-03-19"), ("2025-02-28", "2025-03-09")),
        (("0001-01-01", "9999-12-31"), None),
        (("0002-01-05", "0003-12-30"), None),
    ],
)
def test_the_period_before_is_as_long_and_ends_the_day_before(
    period: tuple[str, str], wanted: tuple[str, str] | None
) -> None:
    first, last = (date.fromisoformat(day) for day in period)
    found = than_before.before(first, last)
    assert found == (wanted and tuple(date.fromisoformat(day) for day in wanted))


def test_half_as_many_in_the_year_before_is_sure_and_never_written_as_certain() -> None:
    t = killed({2024: part(0.5), 2025: INDEPENDENT})
    assert shown(t)["panel"] == 99
    assert set(shown(t)) == {"loglinear", "dga", "lcm", "mth", "panel"}
    assert codes(t)[-2:] == ["periods-compared", "periods-apart"]


def test_as_many_as_the_year_before_is_a_toss_up_and_the_other_way_round_is_the_rest() -> None:
    up, down = (
        shown(killed({2024: part(0.97), 2025: INDEPENDENT})),
        shown(killed({2024: INDEPENDENT, 2025: part(0.97)})),
    )
    equal = shown(killed({2024: INDEPENDENT, 2025: INDEPENDENT}))
    assert equal["panel"] == 50
    assert up["loglinear"] is not None and 50 < up["loglinear"] < 99
    for name, one in up.items():
        other = down[name]
        assert one is not None and other is not None
        assert one + other == pytest.approx(100, abs=1)


def test_the_staff_see_it_unrounded_beside_both_documented_numbers() -> None:
    found = than_before.rows(killed({2024: part(0.5), 2025: INDEPENDENT}), CONTEXT, ("method",))
    assert [row["method"] for row in found] == list(than_before.COMPARING)
    assert (found[0]["persons"], found[0]["persons_before"]) == (440, 220)
    assert 0.99 < found[-1]["probability_more"] <= 1
    assert than_before.rows(killed({2025: INDEPENDENT}), CONTEXT, ()) == [
        {"probability_more": None, "persons": 440, "persons_before": None}
    ]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({2025: INDEPENDENT}, "no-comparison-then"),
        ({2024: part(0.05), 2025: INDEPENDENT}, "no-comparison-then"),
        ({2024: INDEPENDENT, 2025: part(0.05)}, "no-comparison-now"),
        ({2024: INDEPENDENT, 2025: {(1, 0, 0): 90, (0, 1, 0): 60, (0, 0, 1): 40}}, "no-comparison-now"),
    ],
)
def test_without_an_estimate_of_both_nothing_is_said_and_the_page_says_so(
    counts: dict[int, dict[tuple[int, ...], int]], told: str
) -> None:
    t = killed(counts)
    (table,) = than_before.tables(t, CONTEXT)
    assert {count.value for count in table.cells.values()} == {None}
    assert {count.missing for count in table.cells.values()} == {Flag.NOT_KNOWN}
    assert codes(t)[-2:] == ["periods-compared", told]
    note = than_before.notes(t, CONTEXT).warnings[-1]
    assert "2024" in note.text["en"]


def test_fewer_than_thirty_people_say_nothing_whatever_a_method_makes_of_them() -> None:
    few = loglinear.estimate(collect(LISTS, list(INDEPENDENT), [max(1, n // 16) for n in INDEPENDENT.values()]), seed=1)
    many = loglinear.estimate(collect(LISTS, list(INDEPENDENT), list(INDEPENDENT.values())), seed=1)
    assert few.n < 30
    assert than_before.probability(many, few) is None
    assert than_before.probability(many, many) == 0.5


def test_a_list_that_began_in_between_is_told() -> None:
    by_wire = {(*key[:2], 0, key[2]): count for key, count in part(0.5).items()}
    by_union = {(*key, 0): count for key, count in INDEPENDENT.items()}
    assert codes(killed({2024: by_wire, 2025: by_union}, (*LISTS, "wire")))[-1] == "lists-changed"


def test_without_a_beginning_or_a_list_there_is_no_table() -> None:
    ever = replace(CONTEXT, options=replace(CONTEXT.options, since=EVER[0], until=EVER[1]))
    assert than_before.tables(golden.fixed_world(), ever) == ()
    assert "periods-compared" not in codes(golden.fixed_world(), ever)
    assert than_before.tables(killed({2024: INDEPENDENT}), CONTEXT) == ()
    with pytest.raises(ReportError, match="by method"):
        than_before.tables(golden.fixed_world(), CONTEXT, (Shape("x", ("lists",)),))


def test_the_policy_that_ships_shows_it_and_it_is_drawn_as_bars() -> None:
    (table,) = than_before.tables(killed({2024: part(0.97), 2025: INDEPENDENT}), CONTEXT)
    (public,) = protect(Programme((table,), ()), (), load_policy()).tables
    assert all(cell.value is not None for cell in public.cells.values())
    chart = chart_of(public)
    assert chart is not None
    for lang in LANGUAGES:
        assert f">{public.cells['probability_more', ('panel',)].value}<" in drawing(chart, None, lang)
