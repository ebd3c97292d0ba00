"""Reports on statements of reasons against plain loops over the same rows, and what stands beside their figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from sijill.publish.statements import REPORTS, Opened, ReportError, note, open_dumps
from sijill.publish.statements.counting import WITHOUT, Read
from sijill.publish.statements.distributions import quantile
from sijill.publish.statements.keys import ALSO, KEYS, STANDARD
from sijill.publish.statements.measures import CIVIC, SECURITY
from sijill.tables.bulk import NothingImported
from sijill.tables.engines import memory
from tests.statements import DAY, PLATFORMS, Row, drawn, statement, write

ROWS = drawn(2500)
BIG = PLATFORMS[0]
FULLY = "AUTOMATED_DECISION_FULLY"
TERMS = "DECISION_GROUND_INCOMPATIBLE_CONTENT"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """The drawn statements as an import leaves them."""
    root = tmp_path_factory.mktemp("statements")
    write(root, ROWS)
    return open_dumps(root)


def read_of(*rows: Row) -> Read:
    """Statements held in memory."""
    days = [row["day"] for row in rows] or [DAY]
    return Read(memory({"statement": rows})["statement"], min(days), max(days))


def values(row: Row, name: str) -> list[Any]:
    """The values that a statement has of a key: none is one, and a value twice in a list is one."""
    name = ALSO.get(name, name)
    if name == "month":
        return [row["day"].isoformat()[:7]]
    held = row[KEYS[name].field]
    return (sorted(set(held or [])) or [None]) if KEYS[name].several else [held]


def looped(
    by: tuple[str, ...], holds: Callable[[Row], bool] = lambda _: True
) -> dict[tuple[Any, ...], tuple[int, int]]:
    """Statements by the keys, with and without who dominates, by a loop."""
    found: Counter[tuple[Any, ...]] = Counter()
    others: Counter[tuple[Any, ...]] = Counter()
    for row in ROWS:
        if holds(row):
            for codes in product(*(values(row, name) for name in by)):
                found[codes] += 1
                others[codes] += row["platform_name"] != BIG
    return {codes: (found[codes], others[codes]) for codes in found}


def said(rows: list[Row], by: tuple[str, ...], measure: str = "statements") -> dict[tuple[Any, ...], tuple[int, int]]:
    """The same from a report; rows of nothing left out."""
    return {tuple(row[name] for name in by): (row[measure], row[f"{measure}{WITHOUT}"]) for row in rows if row[measure]}


PAIRS = [
    ("platform", "category"),
    ("month", "language"),
    ("territory", "category_specification"),
    ("platform_name", "content_type", "decision_visibility"),
]


@pytest.mark.parametrize("by", [(), *((name,) for name in (*KEYS, *ALSO)), *PAIRS], ids=str)
def test_counts_by_every_key(by: tuple[str, ...], opened: Opened) -> None:
    told = REPORTS["count"].told(opened.read, by)
    assert said(told.rows, by) == looped(by)
    assert [list(row) for row in told.rows[:1]] == [[*by, "statements", f"statements{WITHOUT}", "errata"]]
    assert told.dominating.platform == BIG
    assert told.dominating.of == len(ROWS)


def test_the_twelve_standard_breakdowns_are_keys() -> None:
    assert len(set(STANDARD)) == 12
    assert set(STANDARD) <= set(KEYS)


def test_rows_come_in_the_order_of_their_keys_and_what_is_empty_last(opened: Opened) -> None:
    found = [row["language"] for row in REPORTS["count"].told(opened.read, ["language"]).rows]
    assert found == ["AR", "EN", "MT", None]


def before(row: Row, one: str, other: str) -> bool:
    """Both days are there, and the one is before the other."""
    days = row | {"filed": row["created_at"].date()}
    return days[one] is not None and days[other] is not None and days[one] < days[other]


def further(row: Row, category: str) -> bool:
    """The category, or one of the further ones."""
    return category in (row["category"], *(row["category_addition"] or []))


MEASURES: dict[tuple[str, str], Callable[[Row], bool]] = {
    ("automated", "found_by_machine"): lambda r: r["automated_detection"] == "Yes",
    ("automated", "decided_by_machine"): lambda r: r["automated_decision"] == FULLY,
    ("automated", "decided_in_part"): lambda r: r["automated_decision"] == "AUTOMATED_DECISION_PARTIALLY",
    ("automated", "decided_by_people"): lambda r: r["automated_decision"] == "AUTOMATED_DECISION_NOT_AUTOMATED",
    ("automated", "found_and_decided_by_machine"): lambda r: (
        r["automated_detection"] == "Yes" and r["automated_decision"] == FULLY
    ),
    ("grounds", "illegal"): lambda r: r["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT",
    ("grounds", "terms"): lambda r: r["decision_ground"] == TERMS,
    ("grounds", "terms_and_illegal"): lambda r: r["incompatible_content_illegal"] == "Yes",
    ("grounds", "terms_not_illegal"): lambda r: r["incompatible_content_illegal"] == "No",
    ("grounds", "terms_silent_on_law"): lambda r: (
        r["decision_ground"] == TERMS and not r["incompatible_content_illegal"]
    ),
    ("state-linked", "statements"): lambda r: further(r, CIVIC) or further(r, SECURITY),
    ("state-linked", "civic_discourse_or_elections"): lambda r: further(r, CIVIC),
    ("state-linked", "public_security"): lambda r: further(r, SECURITY),
    ("dates", "with_both_dates"): lambda r: bool(r["content_date"] and r["application_date"]),
    ("dates", "applied_before_content"): lambda r: before(r, "application_date", "content_date"),
    ("dates", "filed_before_content"): lambda r: before(r, "filed", "content_date"),
    ("dates", "filed_before_applied"): lambda r: before(r, "filed", "application_date"),
    ("dates", "ended_before_applied"): lambda r: any(
        before(r, name, "application_date") for name in r if name.startswith("end_date_")
    ),
    ("dates", "ends_after_2038"): lambda r: r["end_date_account_restriction"] == date(2039, 1, 1),
}


@pytest.mark.parametrize(("slug", "measure"), MEASURES, ids=str)
def test_measures(slug: str, measure: str, opened: Opened) -> None:
    by = ("platform", "content_type")
    found = REPORTS[slug].told(opened.read, by)
    assert said(found.rows, by, measure) == looped(by, MEASURES[slug, measure])


def test_dates_of_before_the_database_takes_them() -> None:
    old = statement(1, content_date=date(1999, 12, 31), application_date=date(2019, 12, 31))
    (row,) = REPORTS["dates"].told(read_of(old), []).rows
    assert (row["content_before_2000"], row["applied_before_2020"]) == (1, 1)


def test_days_from_content_to_decision(opened: Opened) -> None:
    held: dict[str, list[int]] = {}
    for row in ROWS:
        if row["content_date"] and row["application_date"]:
            held.setdefault(row["platform_name"], []).append((row["application_date"] - row["content_date"]).days)
    for row in REPORTS["delays"].told(opened.read, ["platform"]).rows:
        days = sorted(held[row["platform"]])
        after = [one for one in days if one >= 0]
        assert row["statements"] == len(days)
        assert row["before_content"] == len(days) - len(after)
        assert row["same_day"] == after.count(0)
        assert row["median_days"] == after[(len(after) + 1) // 2 - 1]
        assert row[f"median_days{WITHOUT}"] == (None if row["platform"] == BIG else row["median_days"])
        assert sum(one <= row["ninth_decile_days"] for one in after) >= 0.9 * len(after)
        assert sum(one < row["ninth_decile_days"] for one in after) < 0.9 * len(after)


def test_quantile() -> None:
    assert quantile([(0, 5), (3, 4), (9, 1)], 0.5) == 0
    assert quantile([(0, 5), (3, 4), (9, 1)], 0.9) == 3
    assert quantile([(0, 0)], 0.5) is None


def test_texts_are_compared_platform_by_platform(opened: Opened) -> None:
    rows = {row["platform"]: row for row in REPORTS["facts"].told(opened.read, ["platform"]).rows}
    for platform, row in rows.items():
        times = Counter(
            one["decision_facts_hash"]
            for one in ROWS
            if one["platform_name"] == platform and one["decision_facts_hash"] is not None
        )
        assert row["with_text"] == times.total()
        assert row["texts"] == len(times)
        assert row["alone"] == sum(1 for count in times.values() if count == 1)
        assert row["common"] == sum(count for count in times.values() if count >= 100)
        assert row["most_used"] == max(times.values())
    (whole,) = REPORTS["facts"].told(opened.read, []).rows
    for name in ("with_text", "texts", "alone", "common"):
        assert whole[name] == sum(row[name] for row in rows.values())
        assert whole[f"{name}{WITHOUT}"] == whole[name] - rows[BIG][name]
    assert whole["common"] > 0
    assert whole["most_used"] == rows[BIG]["most_used"]
    assert whole[f"most_used{WITHOUT}"] == max(row["most_used"] for name, row in rows.items() if name != BIG)


def test_coverage_tells_an_empty_field_from_one_that_the_copy_lacks(opened: Opened) -> None:
    rows = {row["field"]: row for row in REPORTS["coverage"].told(opened.read, []).rows}
    light = sum(row["variant"] == "light" for row in ROWS)
    assert len(rows) == 38
    for name, row in rows.items():
        lacks = light if f" {name} " in ROWS_LACK else 0
        filled = sum(bool(one[f"{name}_hash"] is not None if f"{name}_hash" in one else one[name]) for one in ROWS)
        assert (row["held"], row["filled"]) == (len(ROWS) - lacks, filled)
        assert row["share"] == round(filled / (len(ROWS) - lacks), 6)
    assert rows["territorial_scope"]["held"] < rows["category"]["held"]
    assert rows["decision_monetary_other"]["filled"] == 0


ROWS_LACK = next(row["left_out"] for row in ROWS if row["variant"] == "light")


def test_a_field_that_no_copy_has_is_not_empty() -> None:
    read = read_of(statement(1, left_out=" territorial_scope "))
    row = next(row for row in REPORTS["coverage"].told(read, []).rows if row["field"] == "territorial_scope")
    assert (row["held"], row["filled"], row["share"]) == (0, 0, None)


def test_words_that_were_left_out_are_known_by_their_hash() -> None:
    read = read_of(
        statement(1, left_out=" decision_facts ", decision_facts_hash=7), statement(2, left_out=" decision_facts ")
    )
    row = next(row for row in REPORTS["coverage"].told(read, []).rows if row["field"] == "decision_facts")
    assert (row["held"], row["filled"]) == (2, 1)


def test_nothing_dominates_where_nothing_is() -> None:
    told = REPORTS["count"].told(read_of(), [])
    assert (told.dominating.platform, told.dominating.share) == ("", 0.0)
    assert told.rows == [{"statements": 0, f"statements{WITHOUT}": 0, "errata": ""}]


def test_of_two_equal_platforms_the_first_by_name_dominates() -> None:
    told = REPORTS["count"].told(
        read_of(statement(1, platform_name="B"), statement(2, platform_name="A")), ["platform"]
    )
    assert told.dominating.platform == "A"


# Errata


def at(day: date, platform: str, number: int = 1) -> Row:
    """A statement of a platform that was filed on a day."""
    return statement(number, day=day, platform_name=platform, created_at=datetime(*day.timetuple()[:3], tzinfo=UTC))


PLAY = [at(date(2026, 5, 28), "Google Play"), at(date(2026, 5, 29), "Google Play", 2), at(DAY, "Invented Talk", 3)]


@pytest.mark.parametrize(
    ("by", "errata"),
    [
        (["platform"], ["", ""]),
        (["automated_detection"], ["play-detection-inverted"]),
        (["platform", "automated_detection"], ["play-detection-inverted", ""]),
        (["day", "automated_detection"], ["play-detection-inverted", "play-detection-inverted", ""]),
        (["day", "platform", "automated_detection"], ["", "play-detection-inverted", ""]),
        (["platform", "month", "automated_detection"], ["play-detection-inverted", ""]),
    ],
    ids=str,
)
def test_errata_stand_beside_the_figures_that_they_touch(by: list[str], errata: list[str]) -> None:
    told = REPORTS["count"].told(read_of(*PLAY), by)
    assert [row["errata"] for row in told.rows] == errata
    assert [one.id for one in told.errata] == sorted({*errata} - {""})


def test_an_erratum_of_every_field_is_known_by_platform_and_day() -> None:
    rows = [at(date(2025, 5, 29), "Google Shopping"), at(date(2025, 5, 30), "Google Shopping", 2)]
    told = REPORTS["count"].told(read_of(*rows), ["day"])
    assert [row["errata"] for row in told.rows] == ["shopping-further-grounds", ""]


def test_figures_are_not_mended() -> None:
    (row,) = (
        REPORTS["automated"]
        .told(read_of(at(date(2024, 1, 1), "Google Play") | {"automated_detection": "Yes"}), [])
        .rows
    )
    assert row["found_by_machine"] == 1
    assert "play-detection-inverted" in row["errata"].split()


# What is read


def test_keys_that_there_are_not(opened: Opened) -> None:
    with pytest.raises(ReportError, match=r"cannot be counted by colour\. They can by: platform"):
        REPORTS["count"].told(opened.read, ["colour"])
    with pytest.raises(ReportError, match="one key twice"):
        REPORTS["count"].told(opened.read, ["platform", "platform_name"])
    with pytest.raises(ReportError):
        REPORTS["count"].told(opened.read, ["delay"])


def test_a_span_of_days_and_some_platforms(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    last = DAY + timedelta(days=6)
    found = open_dumps(tmp_path, since=DAY, until=last, platforms=["Invented Talk"])
    (row,) = REPORTS["count"].told(found.read, []).rows
    assert row["statements"] == sum(r["day"] <= last and r["platform_name"] == "Invented Talk" for r in ROWS)
    assert (found.read.first, found.read.last, len(found.dumps)) == (DAY, last, 7)
    with pytest.raises(NothingImported, match="from 2030-01-01 to today"):
        open_dumps(tmp_path, since=date(2030, 1, 1))
    with pytest.raises(ValueError, match="no engine 'abacus'"):
        open_dumps(tmp_path, engine="abacus")


def test_no_statement_counts_twice(tmp_path: Path) -> None:
    rows = [statement(number) for number in range(4)]
    write(tmp_path, rows + [row | {"source": "global-light"} for row in rows] + [rows[0] | {"source": "talk-full"}])
    found = open_dumps(tmp_path)
    assert REPORTS["count"].told(found.read, []).rows[0]["statements"] == 4
    assert [one.source for one in found.left_out] == ["global-light", "talk-full"]


def words() -> Iterator[tuple[str, Any]]:
    """Everything that reports say in words."""
    for slug, report in REPORTS.items():
        yield from ((f"{slug} title", report.title), (f"{slug} question", report.question))
        yield from report.notes.items()
    yield "several", note("several")


def test_words_in_every_language() -> None:
    for name, text in words():
        assert list(text) == ["en", "ar", "fr", "es"], name
        assert all(text.values()), name
        assert not any(sign in text["fr"] for sign in (" ?", " ;", " :", " !")), name
