"""How sure a disruption is: one lineage, one vote; silence refutes nothing; only an order, say, makes it deliberate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.assess.rules.disruptions import disruption_evidence
from sijill.codelists.load import codelist
from sijill.tables.engines import fetched
from tests.assess.disruptions import LEVELS, SILENT, Claim, in_memory, level, rows_of

SEEN = Claim("ioda", "measurement")
ORDER = Claim("ministry", "order")
CURATED = Claim("ioda", "curated", cause="deliberate")


def judged(*disruptions: Sequence[Claim]) -> list[dict[str, Any]]:
    found = fetched(disruption_evidence(in_memory(rows_of(disruptions))).order_by("disruption_id"))
    return sorted(found, key=lambda row: int(row["disruption_id"].rpartition("-")[2]))


@pytest.mark.parametrize(
    ("claims", "evidence", "lineages"),
    [
        ([], "", 0),
        ([Claim("paper")], "reported", 1),
        ([Claim("paper"), Claim("radio"), Claim("blog")], "reported", 3),
        ([SEEN], "observed", 1),
        ([SEEN, SEEN, SEEN], "observed", 1),
        ([SEEN, CURATED], "observed", 1),
        ([SEEN, Claim("paper")], "corroborated", 2),
        ([Claim("operator", "operator-notice"), Claim("paper")], "corroborated", 2),
        ([SEEN, Claim("ooni", "measurement")], "corroborated", 2),
        ([ORDER], "confirmed", 1),
        ([Claim("paper", "acknowledgement")], "confirmed", 1),
        ([Claim("operator", "operator-acknowledgement")], "confirmed", 1),
        ([Claim("court", "judgment")], "confirmed", 1),
        ([Claim("ministry", "acknowledgement", cause="cable")], "observed", 1),
        ([Claim("ministry", "denial", "did-not-happen")], "", 0),
        ([Claim(""), Claim("", "measurement"), Claim("")], "observed", 1),
        ([Claim("paper", "not-stated")], "", 0),
    ],
)
def test_the_ladder(claims: list[Claim], evidence: str, lineages: int) -> None:
    (found,) = judged(claims)
    assert (found["evidence"], found["lineages"]) == (evidence, lineages)


@pytest.mark.parametrize(
    ("claims", "cause", "because"),
    [
        ([], "not-stated", None),
        ([Claim("paper")], "not-stated", None),
        ([ORDER], "deliberate", "claim-0-0"),
        ([Claim("isp", "operator-notice", cause="cable"), ORDER], "deliberate", "claim-0-1"),
        ([CURATED], "not-available", None),  # that a tracker holds it to be meant establishes nothing
        ([Claim("isp", "operator-notice", cause="cable")], "cable", "claim-0-0"),
        ([Claim("isp", cause="cable"), Claim("paper", cause="power")], "not-deliberate", "claim-0-0"),
        ([Claim("isp", cause="cable"), CURATED], "not-available", None),
        ([Claim("ministry", "acknowledgement", cause="technical")], "technical", "claim-0-0"),
        ([Claim("isp", says="no-signal", cause="cable")], "not-stated", None),
    ],
)
def test_the_cause_and_the_claim_it_rests_on(claims: list[Claim], cause: str, because: str | None) -> None:
    (found,) = judged(claims)
    assert (found["cause"], found["cause_claim"]) == (cause, because)


def test_only_what_carries_intent_makes_a_disruption_deliberate() -> None:
    kinds = codelist("claim_kinds").column("weight")
    found = judged(*[[Claim("somebody", kind, cause="deliberate")] for kind in kinds])
    deliberate = {kind for kind, row in zip(kinds, found, strict=True) if row["cause"] == "deliberate"}
    assert deliberate == {"order", "acknowledgement", "operator-acknowledgement", "judgment"}
    assert deliberate == {kind for kind, weight in kinds.items() if weight == "intent"}


def test_disputed_stands_beside_the_ladder() -> None:
    denial = Claim("ministry", "denial", "did-not-happen")
    found = judged([SEEN], [SEEN, denial], [ORDER, Claim("ministry", "report", "did-not-happen")], [denial])
    assert [row["disputed"] for row in found] == [False, True, True, True]
    assert [row["evidence"] for row in found] == ["observed", "observed", "confirmed", ""]


@pytest.mark.parametrize("says", SILENT)
def test_silence_is_no_refutation(says: str) -> None:
    kinds = codelist("claim_kinds").codes
    silent = [Claim("ooni", kind, says, "cable") for kind in kinds]
    alone, with_silence = judged([SEEN, Claim("paper")], [SEEN, Claim("paper"), *silent])
    assert {**alone, "disruption_id": ""} == {**with_silence, "disruption_id": ""}


CLAIMS = st.builds(
    Claim,
    st.sampled_from(["ooni", "ioda", "paper", ""]),
    st.sampled_from(codelist("claim_kinds").codes),
    st.sampled_from(["happened", "did-not-happen", *SILENT]),
    st.sampled_from(codelist("disruption_causes").codes),
)
MANY = st.lists(st.lists(CLAIMS, max_size=6), min_size=20, max_size=40)


@settings(max_examples=15, deadline=None)
@given(MANY)
def test_the_rule_agrees_with_its_words(disruptions: list[list[Claim]]) -> None:
    assert [row["evidence"] for row in judged(*disruptions)] == [level(claims) for claims in disruptions]


@settings(max_examples=15, deadline=None)
@given(MANY, st.data())
def test_one_lineage_has_one_vote(disruptions: list[list[Claim]], data: st.DataObject) -> None:
    """What a lineage says again, at most as strongly as before, never raises the level; nor the number of lineages."""
    weights = codelist("claim_kinds").column("weight")
    rank = {"": 0, "none": 0, "reported": 1, "observed": 2, "intent": 3}
    again = []
    for claims in disruptions:
        speaking = [claim for claim in claims if claim.says == "happened" and rank[weights[claim.kind]]]
        more = list(claims)
        if speaking:
            one = data.draw(st.sampled_from(speaking))
            weaker = [kind for kind in weights if rank[weights[kind]] <= rank[weights[one.kind]]]
            more.append(Claim(one.lineage, data.draw(st.sampled_from(weaker)), "happened", one.cause))
        again.append(more)
    before, after = judged(*disruptions), judged(*again)
    for one_row, other in zip(before, after, strict=True):
        assert LEVELS.index(other["evidence"]) <= LEVELS.index(one_row["evidence"])
        assert other["lineages"] <= one_row["lineages"]


@settings(max_examples=15, deadline=None)
@given(MANY)
def test_no_claim_of_a_lineage_already_there_corroborates(disruptions: list[list[Claim]]) -> None:
    """However much one lineage says, alone it is at most observed, unless it carries an order or the like."""
    for row, claims in zip(judged(*disruptions), disruptions, strict=True):
        if len({claim.lineage for claim in claims}) <= 1:
            assert row["evidence"] != "corroborated"
