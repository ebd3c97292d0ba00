"""The lists that may not ship, against their expected counts; skipped where they are not at hand."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from sijill.codelists.load import codelist
from sijill.collect.draft import Refused
from tests.collect.importers.real import EXPECTED, FILES, found, rows_of, taken

# Whoever is named in these columns is no victim, or the words are free text: no mapping reads them.
NEVER = {
    "smj": {"image_working", "videos_from_killing", "videos_of_work", "murdered_at_home"},
    "colombia-leaders": {"cargo", "fuentes_prensa"},
    "cpj-2017": {"Organization", "Job"},
    "cpj-2019": {"organization", "country", "years"},
    "cpj-2020": {"photoUrl", "organizations", "sentence"},
    "cpj-2022": {"organizations", "sentence"},
    "cpj-2024": {"organizations"},
    "cpj-2024-region": {"organizations", "mtpage", "month"},
    "uspft": {
        "title",
        "body",
        "teaser",
        "updates",
        "links",
        "image_caption",
        "authors",
        "lawsuit_name",
        "politicians_or_public_figures_involved",
        "workers_whose_communications_were_obtained",
    },
}


@pytest.mark.parametrize("name", FILES)
def test_what_a_list_comes_to(name: str) -> None:
    expected = json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))
    assert found(name) == expected


@pytest.mark.parametrize("name", FILES)
def test_fewer_than_one_in_a_hundred_is_refused(name: str) -> None:
    rows = rows_of(name)
    assert len([row for row in rows if isinstance(row, Refused)]) < len(rows) / 100


@pytest.mark.parametrize("name", FILES)
def test_what_is_never_read(name: str) -> None:
    expected = json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))
    assert NEVER[name] <= set(expected["columns"]["never read"])


# --- Colombia: the same counts by another road than the importer's ------------------------------------------------


def test_every_organization_of_a_row_is_named_once_and_the_row_repeats_them() -> None:
    for record, row in taken("colombia-leaders"):
        assert len(row.also_said_by) == len(set(record["fuente"].split(",")))
        assert row.repeats
    assert {row.position.split(".")[2].split("[")[0] for _, row in taken("colombia-leaders")} >= {"Cauca", "Nariño"}


def test_few_of_the_leaders_are_said_to_have_a_role_that_the_indicator_names() -> None:
    """docs/reference/formats.md says these numbers, and that 112 would have one if each case of one source did."""
    covered = {code for code, role in codelist("roles").column("sdg").items() if role}
    having = [bool(covered & set(row.entries[0].acts[0].roles)) for _, row in taken("colombia-leaders")]
    defending = ["Somos Defensores" in record["fuente"] for record, _ in taken("colombia-leaders")]
    assert (having.count(True), having.count(False)) == (15, 409)
    assert sum(one or other for one, other in zip(having, defending, strict=True)) == 112


# --- CPJ ----------------------------------------------------------------------------------------------------------


def test_three_tables_of_one_sheet_are_told_apart() -> None:
    by_table: dict[str, set[str]] = {}
    for record, row in taken("cpj-2017"):
        by_table.setdefault(record["table"], set()).add(row.entries[0].acts[0].motive)
    assert by_table == {
        "Motive Confirmed": {"linked", "engaged", "not-available"},
        "Motive Unconfirmed": {"undetermined"},
        "Media Workers": {"not-stated"},
    }


@pytest.mark.parametrize("name", [one for one in FILES if one.startswith("cpj-")])
def test_a_motive_is_linked_only_to_a_confirmed_murder(name: str) -> None:
    for record, row in taken(name):
        (act,) = row.entries[0].acts
        said = record.get("motiveConfirmed", record.get("table", "Confirmed"))
        death = record.get("typeOfDeath", record.get("type of death", record.get("Type of Death")))
        confirmed = said in ("Confirmed", "Motive Confirmed")
        assert (act.motive == "linked") == (confirmed and death == "Murder")
        if not confirmed:
            assert act.motive in ("undetermined", "not-stated")


def test_a_census_row_is_a_detention_seen_on_one_day_and_nothing_else_is() -> None:
    for record, row in taken("cpj-2020"):
        (act,) = row.entries[0].acts
        if record["status"] == "Imprisoned":
            day = f"{record['Year']}-12-01"
            assert (act.kind, act.occurred, act.ended) == (
                "arbitrary-detention",
                f"../{day}",
                f"{record['Year']}-12-02/",
            )
            assert ("still-held", day) in [(one.stage, one.occurred) for one in act.statuses]
        else:
            assert (act.occurred, act.ended) == (record["Year"], "")


def test_vintages_recognise_a_row_as_the_address_of_its_page_does() -> None:
    """Two vintages carry the address of the page: an identity that the key by name and year knows nothing of."""
    older = {_slug(record["url"]): row.key for record, row in taken("cpj-2019")}
    newer = {_slug(record["mtpage"]): row.key for record, row in taken("cpj-2024")}
    both = older.keys() & newer.keys()
    assert len(both) == 1293
    assert sum(older[one] == newer[one] for one in both) == 1292


def _slug(address: str) -> str:
    return address.partition("/people/")[2].partition("/")[0]


def test_all_vintages_share_one_kind_of_key() -> None:
    keys = {name: {row.key for _, row in taken(name)} for name in FILES if name.startswith("cpj-")}
    assert len(keys["cpj-2017"] & keys["cpj-2022"]) > 1800
    assert len(keys["cpj-2020"] & keys["cpj-2022"]) > 1900
    assert len(keys["cpj-2022"] & keys["cpj-2024"]) > 2150


def test_the_part_for_one_country_says_what_the_whole_list_says() -> None:
    """A spreadsheet rewrote its days and filled its empty cells; what is drafted of a row stays the same."""
    whole = {row.key: row.entries for _, row in taken("cpj-2024")}
    part = {row.key: row.entries for _, row in taken("cpj-2024-region")}
    assert len(part) == 105
    assert part == {key: whole[key] for key in part}


# --- U.S. Press Freedom Tracker: the same counts by another road --------------------------------------------------


def _people(cell: str) -> list[str]:
    """The people of a cell, letter by letter: a comma parts them where no bracket is open."""
    names, name, depth = [], "", 0
    for sign in cell + ",":
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            names.append(name.strip())
            name = ""
        elif not depth and sign != ")":
            name += sign
    return [one for one in names if one]


def test_each_person_of_an_incident_is_a_victim_of_one_event() -> None:
    for record, row in taken("uspft"):
        people = _people(record["targeted_journalists"])
        named = [entry.victim.names[0].text for entry in row.entries if entry.victim.names]
        if people:
            assert len(row.entries) == len(people)
            assert set(named) <= {" ".join(one.split()) for one in people}
            assert len({entry.event_key for entry in row.entries}) == 1
        else:
            (entry,) = row.entries
            assert (entry.victim.kind == "group") == bool(record["targeted_institutions"].strip())


def test_each_category_is_one_act_against_each_victim() -> None:
    for record, row in taken("uspft"):
        categories = record["categories"].split(", ")
        beside = record["unnecessary_use_of_force"] == "True" and "Physical Attack" not in categories
        assert [len(entry.acts) for entry in row.entries] == [len(categories) + beside] * len(row.entries)


def test_no_words_about_anybody_are_taken_into_a_draft() -> None:
    for record, row in taken("uspft"):
        drafted = json.dumps([asdict(entry) for entry in row.entries], ensure_ascii=False)
        assert "<" not in drafted
        for column in ("title", "teaser", "politicians_or_public_figures_involved", "lawsuit_name"):
            words = record[column].strip()
            assert words in ("", "None") or words not in drafted


def test_an_arrest_that_ended_without_a_charge_says_so_in_its_steps() -> None:
    for record, row in taken("uspft"):
        for entry in row.entries:
            stages = {one.stage for act in entry.acts for one in act.statuses}
            assert ("not-charged" in stages) == (record["status_of_charges"] == "not charged")
            assert ("convicted" in stages) == (record["status_of_charges"] == "convicted")
            assert ("acquitted" in stages) == (record["status_of_charges"] == "acquitted")
            assert ("released" in stages) == (record["arrest_status"] == "arrested and released")
