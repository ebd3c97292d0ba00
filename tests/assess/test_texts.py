"""Every rule that a decision can name has a text, every reason is a code, every text is in every language."""

from __future__ import annotations

import random
import re
from datetime import date

import pytest

from sijill.assess.rules import charges, national, sdg16, stocks
from sijill.assess.rules.sdg16 import Options
from sijill.assess.rules.texts import CHARGES, NATIONAL, OPTION_LINES, PERIOD, RULES, SDG16, STOCKS
from sijill.codelists.load import LANGUAGES, codelist
from tests.assess.world import ENGINE
from tests.assess.worlds import DAY, OPTIONS, SINCE, UNTIL, beside, draw_world

ASKED = (
    *((sdg16, options) for options in OPTIONS),
    (national, national.Options(SINCE, UNTIL)),
    (national, national.Options(SINCE, UNTIL, status="verified")),
    (stocks, stocks.Options(DAY)),
    (charges, charges.Options(SINCE, UNTIL)),
)
drawn = random.Random(22)
WORLD = beside([draw_world(drawn.choice, tag=f"-{number}") for number in range(400)])


def test_rules_are_named_once_by_limb_and_slug() -> None:
    assert len(RULES) == len(SDG16) + len(NATIONAL) + len(STOCKS) + len(CHARGES)
    for name, rule in RULES.items():
        assert name == rule.id
        assert re.fullmatch(r"(sdg16|national|stocks|charges)/[a-z]+(-[a-z]+)*", name)
        assert rule.version >= 1
        assert rule.standard and rule.paragraph


def test_every_text_is_in_every_language() -> None:
    for rule in RULES.values():
        assert set(rule.statements) == set(LANGUAGES)
        assert len(set(rule.statements.values())) == len(LANGUAGES)
        assert re.search("[A-Za-z]", rule.statement("en"))
        assert re.search("[\u0621-\u064a]", rule.statement("ar"))
        assert rule.statement("pt") == rule.statement("en")
    assert set(PERIOD) == set(OPTION_LINES) == set(LANGUAGES)
    for lines in OPTION_LINES.values():
        assert set(lines) == set(OPTION_LINES["en"])
    assert all(sorted(re.findall(r"{\w+}", line)) == ["{since}", "{until}"] for line in PERIOD.values())


@pytest.mark.parametrize(("rule", "options"), ASKED)
def test_decisions_name_known_rules_and_reasons_that_fit_their_outcome(rule: object, options: object) -> None:
    outcome_of = codelist("reasons").column("outcome")
    for row in ENGINE.decisions(WORLD.rows, options, rule):
        assert row["rule"] in RULES, row["rule"]
        assert outcome_of.get(row["reason"]) == row["outcome"], row["reason"]
        if row["outcome"] == "counted" and rule is sdg16:
            assert row["reason"] == f"counted-{row['category'].lower()}"


def test_options_refuse_what_makes_no_sense_and_print_what_was_chosen() -> None:
    with pytest.raises(ValueError, match="exchange the two"):
        Options(date(2025, 2, 1), date(2025, 1, 1))
    with pytest.raises(ValueError, match="status is 'estimated': choose reported or verified or corroborated"):
        Options(SINCE, UNTIL, status="estimated")  # type: ignore[arg-type]
    told = Options(SINCE, UNTIL, gate="Two independent sources, three in all.").describe()
    assert set(told) == set(LANGUAGES)
    assert told["en"][0] == "Period: acts that occurred from 2025-01-01 to 2025-12-31, both days included."
    assert told["en"][-1] == told["ar"][-1] == "Two independent sources, three in all."
    assert {len(lines) for lines in told.values()} == {7}
