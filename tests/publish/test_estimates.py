"""Estimates in words: rounded, with the facts, in every language, and never a bare number."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import sijill
from sijill.publish import estimates
from sijill.publish.text import LANGUAGES, Language, words
from sijill.stats.capture import chao, dga, loglinear, strata
from sijill.stats.capture.overlaps import from_csv
from sijill.stats.capture.panel import panel
from sijill.stats.capture.result import Estimate, NotEstimable
from tests.stats.capture.tables import drawn, western

ENGLISH = Language("en")
SOURCE = Path(sijill.__file__).parent / "stats" / "capture"


@pytest.mark.parametrize(
    ("value", "digits", "least", "shown"),
    [
        (10_356.5, 3, 4_400, 10_400),
        (10_356.5, 2, 4_400, 10_000),
        (123.4, 2, 123, 123),
        (157.2, 2, 123, 160),
        (0.3, 2, 0, 0),
        (7.6, 2, 0, 8),
        (float("inf"), 2, 0, None),
    ],
)
def test_rounding_never_goes_below_what_is_documented(value: float, digits: int, least: int, shown: int | None) -> None:
    assert estimates.rounded(value, digits, least) == shown


def test_a_wide_interval_has_two_figures_and_a_narrow_one_three() -> None:
    draws = np.array([1.0])
    wide = Estimate("dga", 400, 1234, 700, 3456, 800, 2345, draws, (), {}, 1, "")
    narrow = Estimate("dga", 400, 1234, 1111, 1456, 1150, 1345, draws, (), {}, 1, "")
    assert [estimates.figures(wide)[key] for key in ("total", "low", "high")] == [1200, 700, 3500]
    assert [estimates.figures(narrow)[key] for key in ("total", "low", "high")] == [1230, 1110, 1460]
    assert estimates.figures(narrow)["undocumented_total"] == 834


def test_every_code_of_the_code_has_words() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    reasons = set(re.findall(r'NotEstimable\(\s*"([a-z-]+)"', code)) | set(re.findall(r'yield "([a-z-]+)"', code))
    assert reasons >= {"few-lists", "unconnected", "few-units", "structural-zeros", "copies", "no-maximum"}
    assert {one for one in reasons if not ENGLISH.knows(f"estimate.reason.{one}")} == set()
    warned = {
        one
        for table in (western(), drawn(400, [0.2] * 4, 1))
        for method in (loglinear, dga, chao)
        for one in method.estimate(table).warnings
    }
    assert warned
    assert {one for one in warned if not ENGLISH.knows(f"estimate.warning.{one}")} == set()


@pytest.mark.parametrize("lang", LANGUAGES, ids=lambda lang: lang.code)
def test_a_refusal_is_a_sentence_with_its_facts(lang: Language) -> None:
    table = from_csv("a,b,c,count\n1,0,0,50\n0,1,0,40\n1,1,0,12\n0,0,1,0\n")
    (line,) = estimates.outcome(loglinear.estimate(table), lang)
    assert "{" not in line
    assert lang.listed(["a", "b"]) in line
    assert line != "few-lists"


def test_a_code_without_words_is_shown_as_it_is() -> None:
    assert estimates.reason(NotEstimable("odd", "lcm", 5), ENGLISH) == "odd"
    assert estimates.caution("odd", ENGLISH) == "Caution: odd"
    assert estimates.named("odd", ENGLISH) == "odd"


def test_a_result_says_all_that_a_reader_needs() -> None:
    done = loglinear.estimate(western(), seed=4)
    text = "\n".join(estimates.paragraphs(done, western(), ENGLISH))
    for part in (
        "Documented: 345, in 5 lists: A (64), B (98)",
        "Estimated total: about 2500. 95% interval:",
        "80% interval:",
        "In no list: about 2100",
        "Probability that more than 200 are in no list:",
        "Caution: Some pairs of lists share no case.",
        "Chan, Silverman & Vincent 2021",
        "Model: [A E][B][C][D].",
        f"Table (SHA-256): {western().hash}. Software: {sijill.__version__}. Seed: 4.",
    ):
        assert part in text, part


@pytest.mark.parametrize("lang", LANGUAGES, ids=lambda lang: lang.code)
def test_a_lower_bound_is_always_called_one(lang: Language) -> None:
    lines = estimates.outcome(chao.estimate(western()), lang)
    assert lines[0] == words(lang.code)["estimate.bound"].format(total="2200", low="1500", high="3300")
    assert len(lines) == 2  # no probability: there is no distribution


@pytest.mark.parametrize("lang", LANGUAGES, ids=lambda lang: lang.code)
def test_a_panel_and_strata_in_every_language(lang: Language) -> None:
    table = drawn(800, [0.3, 0.35, 0.25, 0.4], 2)
    lines = estimates.panel_paragraphs(panel(table, seed=1), lang)
    assert "{" not in "".join(lines)
    assert sum(estimates.named(name, lang) in line for line in lines for name in ("dga",)) >= 3
    parts = {"x": table, "y": from_csv("a,b,c,d,count\n1,0,0,0,3\n")}
    shown = estimates.strata_paragraphs(strata.estimate(dga.estimate, parts, jobs=1), lang)
    assert shown[0].startswith("x (")
    assert any(lang.say("estimate.warning.strata-skipped") in line for line in shown)


def test_a_choice_is_printed_with_its_reason() -> None:
    done = panel(drawn(800, [0.3, 0.35, 0.25, 0.4], 2), checks=False, choose="dga", reason="The lists are few.")
    text = "\n".join(estimates.panel_paragraphs(done, ENGLISH))
    assert "Reason given: The lists are few." in text


def test_what_stands_against_a_number_follows_the_refusal() -> None:
    refused = NotEstimable("disagreement", "panel", 5, {"against": ["no-common-point", "several-answers"]})
    said = estimates.reason(refused, ENGLISH)
    assert said.endswith("The intervals have no number in common. " + words("en")["estimate.against.several-answers"])
