"""How sure one disruption is, on its page, is what the bulk rule says of it, one after the other in one process."""

from __future__ import annotations

from sijill.assess.rules.disruption_page import evidence_of
from sijill.assess.rules.disruptions import disruption_evidence
from sijill.tables.engines import fetched
from tests.assess.disruptions import LEVELS, Claim, in_memory, rows_of

LISTS = (
    [Claim("ioda", "measurement"), Claim("paper"), Claim("ministry", "denial", "did-not-happen")],
    [],
    [Claim("ministry", "order", cause="deliberate")],
    [Claim("operator", "operator-notice", cause="cable"), Claim("ooni", "measurement", "not-covered")],
    [Claim("paper", cause="deliberate")],
)


def test_one_by_one_as_in_bulk() -> None:
    rows = rows_of(LISTS)
    bulk = {row["disruption_id"]: row for row in fetched(disruption_evidence(in_memory(rows)))}
    for disruption in rows["disruption"]:
        claims = [one for one in rows["disruption_claim"] if one["disruption_id"] == disruption["id"]]
        assert evidence_of(disruption, claims) == bulk[disruption["id"]]
    assert {row["evidence"] for row in bulk.values()} == set(LEVELS), "a world that has every level"
