"""The cumulative test, and shares over many measures."""

from __future__ import annotations

import pytest

from sijill.assess.rules.ground.limbs import Share, by_limb, limb_verdict, share


@pytest.mark.parametrize(
    ("verdicts", "limb"),
    [
        (["met", "met"], "met"),
        (["met", "not-applicable"], "met"),
        (["met", "unknown"], "unknown"),
        (["met", "partly"], "partly"),
        (["partly", "unknown"], "unknown"),
        (["met", "met", "not-met"], "not-met"),
        (["unknown", "partly", "not-met"], "not-met"),
        (["not-applicable"], "not-applicable"),
        ([], "not-applicable"),
    ],
)
def test_a_limb_is_met_only_if_all_are_and_fails_with_one(verdicts: list[str], limb: str) -> None:
    assert limb_verdict(verdicts) == limb
    assert limb_verdict(reversed(verdicts)) == limb


def test_the_aim_is_its_own_line_and_limbs_are_in_order() -> None:
    found = by_limb([("remedy", "met"), ("legitimate-aim", "not-met"), ("legality", "met"), ("rdr", "met")])
    assert list(found.items()) == [("legality", "met"), ("legitimate-aim", "not-met"), ("remedy", "met")]


def test_a_share_shows_its_denominator_and_what_is_open() -> None:
    found = share({"met": 3, "partly": 1, "not-met": 2, "unknown": 10, "not-applicable": 4})
    assert found == Share(met=3, decided=6, unknown=10, not_applicable=4)
    assert found.value == 0.5


def test_nothing_decided_is_no_share_of_nought() -> None:
    assert share({"unknown": 7}).value is None
