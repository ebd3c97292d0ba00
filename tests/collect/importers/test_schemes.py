"""Codes of another scheme: read by `same_as` and nothing else, however they are written, or refused with the code."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.codelists.load import codelist
from sijill.collect.importers.problems import MappingError, Problem
from sijill.collect.importers.reading import coded
from sijill.collect.importers.rules import Coded
from sijill.collect.importers.schemes import above, equivalents, padded
from sijill.collect.importers.sections import Section

LISTS = {"acts": "MT4", "perpetrators": "MT24", "detention_types": "MT29", "acknowledgement": "MT30", "sex": "MT39"}


def rule(listed: str, **given: object) -> Coded:
    section = Section("own.toml", "act", {"field": {"column": "c", "empty": "not-stated", **given}})
    return coded(section, "field", listed)


def codes(listed: str, cell: str, **given: object) -> tuple[str, ...]:
    return rule(listed, **given).codes({"c": cell})


@pytest.mark.parametrize("listed", LISTS)
def test_every_code_that_a_list_says_is_the_same_is_read_as_that(listed: str) -> None:
    scheme = f"HURIDOCS:{LISTS[listed]}"
    table = equivalents(listed, scheme)
    assert table
    for foreign, ours in table.items():
        assert any(f"{scheme}/{foreign}" in codelist(listed)[one].same_as for one in codelist(listed).codes)
        for cell in (foreign, foreign.lstrip("0"), re.sub("(00)+$", "", foreign), f"{foreign}.0"):
            assert codes(listed, cell, scheme=scheme) == (ours,)


def test_of_several_of_ours_the_one_above_the_others_is_taken_and_none_where_none_is() -> None:
    table = equivalents("acts", "HURIDOCS:MT4")
    assert table["140101000000"] == "smear", "a defamation campaign is a smear"
    assert "030101000000" not in table, "arrest: held without ground, or held shortly; no list says which"


@pytest.mark.parametrize("cell", ["010101", "999999000000", "torture", "-1", "1234567890123", "0" * 12])
def test_what_has_no_equivalent_is_refused(cell: str) -> None:
    with pytest.raises(Problem) as caught:
        codes("acts", cell, scheme="HURIDOCS:MT4")
    assert caught.value.code == "unknown-code"
    assert (f"'{cell}'" in caught.value.message) == (not cell.isalpha()), "a code is named, a word may be a name"


def test_a_narrower_code_stands_for_the_one_above_only_where_the_mapping_says_so() -> None:
    assert codes("acknowledgement", "010101020000", scheme="HURIDOCS:MT30", narrower=True) == ("acknowledged-located",)
    with pytest.raises(Problem):
        codes("acknowledgement", "010101020000", scheme="HURIDOCS:MT30")
    assert codes("acts", "99", scheme="HURIDOCS:MT4", codes={"99": "not-available"}) == ("not-available",)
    assert codes("acts", "", scheme="HURIDOCS:MT4") == ("not-stated",)
    assert codes("sex", "01|02", scheme="HURIDOCS:MT39", split="|") == ("male", "female")


@pytest.mark.parametrize(
    ("given", "says"),
    [({"scheme": "HURIDOCS:MT99"}, "no code of codelists/acts"), ({"scheme": "x", "codes": {"x": "threat"}}, "digits")],
)
def test_a_scheme_that_no_list_knows_is_an_error_of_the_mapping(given: dict[str, object], says: str) -> None:
    with pytest.raises(MappingError, match=says):
        rule("acts", **given)


@given(st.text("0123456789", min_size=1, max_size=12))
def test_going_up_ends_and_each_step_is_a_branch(digits: str) -> None:
    code, steps = padded(digits), 0
    assert len(code) == 12
    while code:
        higher = above(code)
        assert not higher or code.startswith(higher.rstrip("0"))
        code, steps = higher, steps + 1
    assert steps <= 6
