"""The Bolivia list: what the shipped files and, where they are at hand, the originals come to."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from sijill.collect.draft import DraftAct, Refused, Row
from sijill.collect.importers.formats import FORMATS, read
from tests.collect.importers.lists import EXAMPLES, PEOPLE, history, summary

SHIPPED = EXAMPLES / "bolivia"
ORIGINALS = PEOPLE / "bolivia_ultimate_consequences"
DAYS = ("2022-09-02", "2024-07-23")
FILES = {f"shipped-{day}": SHIPPED / f"deaths-{day}.csv" for day in DAYS} | {
    f"original-{day}": ORIGINALS / f"deaths-entries-{day}.csv" for day in DAYS
}
EXPECTED = json.loads((Path(__file__).parents[1] / "expected" / "bolivia.json").read_text(encoding="utf-8"))
HISTORY = [
    {"rows": 631, "new": 630, "unchanged": 0, "revised": 0, "withdrawn": 0, "refused": 1},
    {"rows": 669, "new": 72, "unchanged": 0, "revised": 595, "withdrawn": 35, "refused": 2},
    {"rows": 669, "new": 0, "unchanged": 667, "revised": 0, "withdrawn": 0, "refused": 2},
]


def rows_of(name: str) -> list[Row | Refused]:
    if not FILES[name].exists():
        pytest.skip("the original list is not at hand")
    return list(read("bolivia", FILES[name]))


@pytest.mark.parametrize("name", FILES)
def test_what_each_vintage_comes_to(name: str) -> None:
    assert summary(rows_of(name)) == EXPECTED[name]


@pytest.mark.parametrize("name", FILES)
def test_refusals_stay_under_one_in_a_hundred_and_each_is_a_death_before_its_cause(name: str) -> None:
    rows = rows_of(name)
    refused = [row for row in rows if isinstance(row, Refused)]
    assert len(refused) < len(rows) / 100
    for row in refused:
        assert (row.field, row.problem) == ("later_year", "impossible-date")
        record = json.loads(row.content)
        violence, death = ([int(record[f"{at}{part}"]) for part in ("year", "month", "day")] for at in ("", "later_"))
        assert death < violence


@pytest.mark.parametrize("origin", ["shipped", "original"])
def test_most_rows_of_the_earlier_vintage_are_recognised(origin: str) -> None:
    files = [FILES[f"{origin}-{day}"] for day in DAYS]
    if not files[0].exists():
        pytest.skip("the original list is not at hand")
    assert history("bolivia", [*files, files[-1]]) == HISTORY


def acts(name: str) -> list[tuple[dict[str, str], DraftAct]]:
    fine = [row for row in rows_of(name) if isinstance(row, Row)]
    return [(json.loads(row.content), row.entries[0].acts[0]) for row in fine]


def test_one_row_is_one_death_of_one_person() -> None:
    for row in rows_of("shipped-2024-07-23"):
        if isinstance(row, Row):
            assert [len(entry.acts) for entry in row.entries] == [1]


def test_a_killing_is_claimed_only_where_the_list_says_deadly_force_on_purpose() -> None:
    for record, act in acts("shipped-2024-07-23"):
        on_purpose = record["intentionality"] in ("Direct", "Bystander", "Direct / Bystander")
        assert (act.kind == "unlawful-killing") == (on_purpose and "Tear gas" not in record["cause_death"])
        assert (act.kind == "death-accident") == record["intentionality"].endswith("onflict Accident") or (
            record["intentionality"] == "Direct / Conflict Accident" and act.kind == "death-undetermined"
        )
        assert act.kind != "killed-in-combat-armed"


def test_nobody_is_made_a_journalist_or_a_unionist_by_guess() -> None:
    for record, act in acts("shipped-2024-07-23"):
        assert ("journalist" in act.roles) == (record["dec_affiliation"] == "Journalist")
        assert not {"trade-unionist", "human-rights-defender", "media-worker", "none"} & set(act.roles)


def test_every_affiliation_is_in_the_published_table() -> None:
    (rule,) = FORMATS["bolivia"].mapping().acts[0].roles
    said = {record["dec_affiliation"] for record, _ in acts("shipped-2024-07-23")} - {""}
    assert len(said) == 20
    for word in said:
        assert rule.codes({"dec_affiliation": word})


def test_a_state_is_named_only_where_the_list_says_its_forces_did_it() -> None:
    for record, act in acts("shipped-2024-07-23"):
        (part,) = act.involvements
        yes = record["state_perpetrator"] in ("Yes", "Likely Yes", "Presumed Yes")
        assert (part.state_link == "state-agent") == yes
        if record["state_perpetrator"] in ("Indirect", "Disputed", "In mutiny", ""):
            assert part.state_link == "not-stated"
        if yes and record["state_perpetrator"] != "Yes":
            assert part.degree == "suspected"


def test_a_motive_is_claimed_only_for_political_assassinations() -> None:
    for record, act in acts("shipped-2024-07-23"):
        assert (act.motive == "linked") == (record["pol_assassination"] == "Yes")
        if record["pol_assassination"] in ("No", "Probably No", ""):
            assert act.motive == "not-asked" and "motive" not in act.elements


def test_unconfirmed_rows_support_nothing() -> None:
    found = [act.elements for record, act in acts("shipped-2024-07-23") if record["unconfirmed"]]
    assert found == [()] * 19


def test_no_draft_holds_a_perpetrators_name() -> None:
    rows = [row for row in rows_of("original-2024-07-23") if isinstance(row, Row)]
    for row in rows:
        record = json.loads(row.content)
        drafted = json.dumps([asdict(part) for entry in row.entries for act in entry.acts for part in act.involvements])
        assert '"organization": ""' in drafted
        for column in ("perp_firstname", "perp_surname"):
            name = record[column].strip()
            if name and name not in ("N/A", "None"):
                assert name not in drafted
    assert not {"perp_firstname", "perp_surname"} & FORMATS["bolivia"].mapping().columns
