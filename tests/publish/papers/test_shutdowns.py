"""The report on shutdowns of a country or a year: its numbers are those of the reports, and nothing is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sijill.assess.rules.sdg16 import Options
from sijill.publish.papers import shutdown_figures
from sijill.publish.papers.shutdowns import shutdown_report
from sijill.publish.reports import EVER, Context, rows
from sijill.publish.text import DIRECTIONS, Language
from sijill.stats.policy import KindPolicy, load_policy
from tests.publish.papers.invented import part, plain, shutdown_facts
from tests.publish.reports.golden import fixed_world

GOLDEN = Path(__file__).parent / "golden"
ENGLISH = Language("en")
ALWAYS = Context(Options(*EVER), subject="speech")


@pytest.mark.parametrize("lang", DIRECTIONS)
def test_it_says_what_the_golden_file_says(lang: str) -> None:
    made = plain(shutdown_report(shutdown_facts(), Language(lang)))
    assert made == (GOLDEN / f"shutdowns-{lang}.txt").read_text(encoding="utf-8")


def lines(title: str, **asked: object) -> dict[str, list[str]]:
    """The rows of a part by their first cell."""
    found = part(shutdown_report(shutdown_facts(**asked), ENGLISH), title)  # type: ignore[arg-type]
    return {line.split(" | ")[0]: line.split(" | ")[1:] for line in found.splitlines() if " | " in line}


def test_the_numbers_of_a_country_are_those_of_the_reports() -> None:
    t = fixed_world()
    (counted,) = [row for row in rows(t, ALWAYS, "disruptions", ["country"]) if row["country"] == "BO"]
    shown = lines("How many")["All"]
    assert shown == [str(counted[name]) for name in ("disruptions", "with_end", "without_end", "ongoing", "undecided")]
    (lasted,) = [row for row in rows(t, ALWAYS, "disruption_durations", ["country"]) if row["country"] == "BO"]
    middle = [lasted[name] for name in ("median_days", "median_days_low", "median_days_high")]
    assert lines("How long they lasted")["All"][2:] == ["not known" if one is None else str(one) for one in middle]
    answers = {row["fact"]: row for row in rows(t, ALWAYS, "disruption_answers", ["country"]) if row["country"] == "BO"}
    told = answers["users_notified"]
    asked = ("yes", "no", "yes_or_no", "answered", "disruptions")
    assert lines("What was said, to whom, on what order")["Users were told"] == [str(told[name]) for name in asked]


def test_a_year_holds_what_surely_began_in_it_and_counts_what_may_have() -> None:
    context = Context(Options(date(2025, 1, 1), date(2025, 12, 31)))
    counted = rows(fixed_world(), context, "disruptions", [])[0]
    shown = lines("How many", country="", year=2025)
    assert [shown["All"][0], shown["All"][4]] == [str(counted["disruptions"]), str(counted["undecided"])]
    assert {"Bolivia (Plurinational State of)", "Chile", "Peru"} <= set(shown)
    facts = shutdown_facts("", 2025)
    assert facts.figures.count == counted["disruptions"] == len(facts.figures.listed)


def test_a_place_that_has_no_code_is_not_named_in_the_words_of_a_source() -> None:
    whole = plain(shutdown_report(shutdown_facts(""), ENGLISH))
    assert "Invented Land" not in whole and "Not available" in whole


def test_an_office_that_hides_small_counts_hides_them_here_too() -> None:
    strict = load_policy()
    strict = replace(strict, default=KindPolicy(threshold=10), kinds={})
    made = plain(shutdown_report(shutdown_facts("BO", policy=strict), ENGLISH))
    assert "Median" not in made.split("# What must be known")[0]
    assert "<10" in made and "<10" not in plain(shutdown_report(shutdown_facts("BO"), ENGLISH))


def test_a_long_list_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = shutdown_facts("")
    monkeypatch.setattr(shutdown_figures, "MOST", 3)
    short = shutdown_facts("")
    assert short.figures.listed == everything.figures.listed[:3] and short.figures.count == everything.figures.count
    days = [one.began.lo for one in everything.figures.listed if one.began.lo]
    assert days == sorted(days, reverse=True)


def test_nothing_on_record_does_not_say_that_there_was_none() -> None:
    made = part(shutdown_report(shutdown_facts("DE"), ENGLISH), "In short")
    assert "does not say that there was none" in made
