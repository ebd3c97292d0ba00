"""Where a norm binds: parties, dates, regions, and what nobody knows."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from sijill.assess.rules.ground.binding import BINDING, INSTRUMENTS, NOT_KNOWN, OPEN_TO_ALL, STANDARD, parties, status
from sijill.codelists.load import codelist
from tests.assess.ground.world import Measures

NOW = date(2026, 1, 1)


def test_each_country_stands_once_per_instrument_and_is_a_country() -> None:
    seen = Counter((one.instrument, one.country) for one in parties())
    assert max(seen.values()) == 1
    countries = {code for code, level in codelist("places").column("level").items() if level == "country"}
    assert {one.country for one in parties()} <= countries
    assert {one.instrument for one in parties()} == set(INSTRUMENTS)
    assert all(one.source for one in parties())
    assert {one.party for one in parties()} == {"yes", "no", "not-known"}


def test_closed_instruments_list_every_state_that_may_join() -> None:
    listed = Counter(one.instrument for one in parties())
    assert listed["echr"] == 46 + 1  # the Council of Europe, and Russia until it left
    assert listed["achr"] == 35  # the Organization of American States
    assert listed["achpr"] == 55  # the African Union
    assert listed["arab-charter"] == 22  # the League of Arab States
    assert listed["eu-dsa"] == listed["eu-2024-2835"] == 27
    joined = Counter(one.instrument for one in parties() if one.party == "yes")
    assert joined["achpr"] == 54
    assert joined["iccpr"] == 173


@pytest.mark.parametrize(
    ("instrument", "country", "day", "expected"),
    [
        ("iccpr", "TR", NOW, BINDING),
        ("iccpr", "TR", date(2003, 1, 1), STANDARD),  # in force for Turkey from 23 December 2003
        ("iccpr", "CN", NOW, STANDARD),  # signed, not ratified
        ("iccpr", "SS", NOW, NOT_KNOWN),
        ("iccpr", "TW", NOW, NOT_KNOWN),  # missing from an instrument open to all
        ("echr", "RU", date(2022, 9, 15), BINDING),
        ("echr", "RU", date(2022, 9, 16), STANDARD),
        ("echr", "IN", NOW, STANDARD),  # a region's instrument binds nobody outside it
        ("achr", "VE", date(2013, 9, 9), BINDING),
        ("achr", "VE", date(2015, 1, 1), STANDARD),
        ("achr", "VE", date(2019, 8, 1), NOT_KNOWN),  # a contested deposit
        ("achr", "US", NOW, STANDARD),
        ("arab-charter", "QA", NOW, BINDING),
        ("arab-charter", "EG", NOW, NOT_KNOWN),
        ("achpr", "MA", NOW, STANDARD),
        ("eu-dsa", "FR", date(2024, 2, 16), STANDARD),
        ("eu-dsa", "FR", date(2024, 2, 17), BINDING),
        ("eu-dsa", "BR", NOW, STANDARD),
        ("eu-dsa", "not-stated", NOW, NOT_KNOWN),
    ],
)
def test_status(instrument: str, country: str, day: date, expected: int) -> None:
    assert status(instrument, country, day) == expected


def test_a_missing_country_is_never_said_not_to_be_bound() -> None:
    for instrument in OPEN_TO_ALL:
        listed = {one.country for one in parties() if one.instrument == instrument}
        for country in codelist("places").live():
            if country not in listed:
                assert status(instrument, country, NOW) == NOT_KNOWN


EXPRESSION, EU, SOFT = "legality/law-in-force", "remedy/person-notified", "legality/provision-cited"


@pytest.mark.parametrize(
    ("facts", "check", "expected"),
    [
        ({"country": "TR", "applied": "2009"}, EXPRESSION, "binding"),
        ({"country": "TR", "applied": "2009"}, SOFT, "standard"),
        ({"country": "CN", "applied": "2009"}, EXPRESSION, "standard"),
        ({"country": "TR"}, EXPRESSION, "not-known"),  # no day
        ({"country": "TR", "applied": "2003"}, EXPRESSION, "not-known"),  # in force within that year
        ({"country": "not-stated", "applied": "2009"}, EXPRESSION, "not-known"),
        ({"country": "TR", "applied": "2009", "decider": "company"}, EXPRESSION, "standard"),  # it binds the State
        ({"country": "TR", "applied": "2009", "decider": "company-asked"}, EXPRESSION, "binding"),
        ({"country": "TR", "applied": "2009", "decider": "not-stated"}, EXPRESSION, "not-known"),
        ({"country": "CN", "applied": "2009", "decider": "not-stated"}, EXPRESSION, "standard"),
        ({"country": "FR", "applied": "2024-03-01", "decider": "company"}, EU, "binding"),
        ({"country": "FR", "applied": "2024-03-01", "decider": "court"}, EU, "standard"),  # it binds the service
        ({"country": "FR", "applied": "2023", "decider": "company"}, EU, "standard"),
        ({"country": "BR", "applied": "2024-03-01", "decider": "company"}, EU, "standard"),
    ],
)
def test_a_finding_says_where_its_norm_binds(facts: dict[str, str], check: str, expected: str) -> None:
    world = Measures()
    assert world.findings(world.restriction(**facts))[check].binding == expected


def test_reservations_stand_beside_the_party() -> None:
    noted = {one.country: one.note for one in parties() if one.instrument == "iccpr"}
    assert "Article 20" in noted["US"]
    assert "Article 19" in noted["MT"]
