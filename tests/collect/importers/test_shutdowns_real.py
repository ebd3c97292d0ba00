"""The real lists of shutdowns, measurements and laws, against committed counts and published figures.

Skipped where the files are not at hand.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from sijill.collect.draft import DraftFact, Refused, Row
from sijill.tables.catalog import CATALOG
from tests.collect.importers.shutdowns_real import EXPECTED, FILES, facts_of, found, rows_of


@pytest.mark.parametrize("name", FILES)
def test_what_a_file_comes_to(name: str) -> None:
    expected = json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(found(name))) == expected


@pytest.mark.parametrize("name", FILES)
def test_no_two_rows_and_no_two_parts_share_a_key(name: str) -> None:
    rows = [row for row in rows_of(name) if isinstance(row, Row)]
    facts = [fact for row in rows for fact in row.facts]
    assert len({row.key for row in rows}) == len(rows)
    assert len({(fact.table, fact.key) for fact in facts}) == len(facts)
    for fact in facts:
        assert len({part.key for part in fact.parts}) == len(fact.parts)


@pytest.mark.parametrize("name", FILES)
def test_what_is_drafted_has_a_place_in_the_catalog(name: str) -> None:
    for fact in (fact for row in rows_of(name) if isinstance(row, Row) for fact in row.facts):
        for entry in (fact, *fact.parts):
            columns = set(CATALOG[entry.table].names)
            stems = {column.rpartition("_")[0] for column in columns if column.endswith(("_lo", "_low"))}
            assert set(entry.values) <= columns | stems, entry.table


@pytest.mark.parametrize("name", FILES)
def test_links_point_back(name: str) -> None:
    known: set[tuple[str, str]] = set()
    for row in rows_of(name):
        for fact in row.facts if isinstance(row, Row) else ():
            assert {(table, key) for table, key in fact.links.items()} <= known
            known.add((fact.table, fact.key))


# --- STOP ---------------------------------------------------------------------------------------------------------


def stop() -> list[Any]:
    return [fact.values for fact in facts_of("stop", "disruption")]


def test_events_by_the_year_in_which_they_are_counted() -> None:
    counts = Counter(values["count_year"] for values in stop())
    assert [counts[year] for year in range(2016, 2026)] == [80, 113, 205, 224, 171, 197, 206, 289, 304, 313]


def test_an_end_that_nobody_recorded_is_not_one_that_has_not_come() -> None:
    without = [values for values in stop() if values.get("ended_unknown") == "not-stated"]
    assert len(without) == 715
    assert Counter(values["ending"] for values in without)["ongoing"] == 282
    assert sum("ended" in values for values in stop()) == 1384  # and three whose end is refused


def test_disclosure_with_both_denominators() -> None:
    """Users told, and operator acknowledged, in rows counted 2020 to 2025: of those coded, and of those known."""
    rows = [values for values in stop() if 2020 <= values["count_year"] <= 2025]
    figures = {}
    for column in ("users_notified", "operator_acknowledged"):
        answers = Counter(values[column] for values in rows)
        known = answers["yes"] + answers["no"]
        figures[column] = (answers["yes"], known + answers["not-available"], known)
    assert figures == {"users_notified": (101, 1479, 1373), "operator_acknowledged": (105, 1443, 399)}


def test_an_end_before_the_start_is_refused_with_the_row_and_the_rest_of_it_stays() -> None:
    refused = [row for row in rows_of("stop") if isinstance(row, Refused)]
    assert [(row.position, row.field) for row in refused] == [
        ("row 657", "end_date"),
        ("row 692", "end_date"),
        ("row 711", "end_date"),
    ]
    kept = {row.position: row for row in rows_of("stop") if isinstance(row, Row)}
    for row in refused:
        (fact,) = kept[row.position].facts
        assert fact.values["ended_unknown"] == "not-available"
        assert row.keys == (kept[row.position].key,)


def test_one_disruption_in_several_countries_stays_one() -> None:
    several = [fact for fact in facts_of("stop", "disruption") if ";" in fact.values.get("country_words", "")]
    areas = [sorted(part.values["place"] for part in fact.parts if part.table == "disruption_area") for fact in several]
    assert areas == [["BI", "KE", "RW", "TZ", "UG"], ["LA", "MM"], ["CF", "CM"]]
    assert {fact.values["country"] for fact in several} == {"not-available"}


def test_rows_that_nothing_tells_apart_are_numbered() -> None:
    numbered = [row.key for row in rows_of("stop") if isinstance(row, Row) and "#" in row.key]
    assert len(numbered) == 6
    assert all(key.endswith("#2") for key in numbered)


def test_no_words_of_a_row_become_a_value() -> None:
    """Decision makers are persons at times; they are named in the report and nowhere else."""
    for row in rows_of("stop"):
        if isinstance(row, Row):
            record = json.loads(row.content)
            words = {record["decision_maker"], record["gov_ack_quote"], record["event"]} - {None, ""}
            for entry in (row.facts[0], *row.facts[0].parts):
                assert not words & {value for value in entry.values.values() if isinstance(value, str)}


def test_a_row_that_cites_an_instrument_shares_its_lineage() -> None:
    lineages = Counter(claim.values["lineage"] for claim in claims() if claim.values["kind"] == "curated")
    assert (lineages["ooni"], lineages["ioda"], lineages["netblocks"]) == (250, 140, 33)
    assert lineages["access-now"] == 33  # cites nothing that can be followed


def test_an_operator_is_only_said_to_have_been_told_where_it_says_so() -> None:
    kinds = Counter((claim.values["kind"], claim.values["cause"]) for claim in claims())
    assert kinds["operator-acknowledgement", "deliberate"] + kinds["operator-notice", "not-stated"] == 121
    assert kinds["operator-acknowledgement", "deliberate"] == 19
    assert {cause for kind, cause in kinds if kind == "acknowledgement"} == {"deliberate", "attack", "technical"}


def claims() -> list[DraftFact]:
    every = facts_of("stop", "disruption")
    return [part for fact in every for part in fact.parts if part.table == "disruption_claim"]


# --- OONI, Uganda -------------------------------------------------------------------------------------------------


def test_uganda_comes_to_two_changes_and_five_silences() -> None:
    signals = [fact.values for fact in facts_of("ooni", "signal")]
    tcp = [(values["outcome"], values["began"], values.get("ended")) for values in signals if values["metric"] == "tcp"]
    assert tcp == [
        ("normal", "../2025-12-04", "2026-01-13/2026-01-17"),
        ("disrupted", "2026-01-13/2026-01-17", "2026-01-22/2026-01-23"),
        ("normal", "2026-01-22/2026-01-23", None),
    ]
    silent = [values for values in signals if values["outcome"] == "no-measurements"]
    assert [values["began"] for values in silent][-1] == "2026-01-14"
    assert len(silent) == 5
    assert {values["metric"] for values in silent} == {"volume"}
    assert {values["outcome"] for values in signals if values["metric"] in ("dns-isp", "dns-other", "tls")} == {
        "normal"
    }


# --- IODA and laws ------------------------------------------------------------------------------------------------


def test_refusals_of_the_list_of_outages_are_ends_before_their_beginning() -> None:
    """4.5 per cent: 76 ends, of which the outage is kept, and one identifier that stands twice."""
    refused = Counter(row.problem for row in rows_of("ioda") if isinstance(row, Refused))
    assert refused == {"impossible-date": 76, "duplicate-key": 1}
    assert len(facts_of("ioda", "disruption")) == 1703


def test_only_confirmed_causes_are_causes() -> None:
    causes = Counter(
        part.values["cause"]
        for fact in facts_of("ioda", "disruption")
        for part in fact.parts
        if part.values.get("kind") == "curated"
    )
    assert causes["deliberate"] == 166  # 102 ordered by a government, 64 for exams
    assert causes["cable"] == 40


def test_a_penalty_of_a_country_with_several_laws_is_of_none_of_them() -> None:
    laws = Counter(fact.values["jurisdiction"] for fact in facts_of("laws", "law"))
    of_law = {fact.key: fact.values["jurisdiction"] for fact in facts_of("laws", "law")}
    joined = [fact for fact in facts_of("laws", "provision") if "intermediary_penalty" not in fact.values]
    assert {laws[of_law[fact.links["law"]]] for fact in joined if of_law[fact.links["law"]] != "not-available"} == {1}
    repealed = [fact.values["repealed"] for fact in facts_of("laws", "law") if "repealed" in fact.values]
    assert len(repealed) == 5
    assert all(text.endswith("/") for text in repealed)
