"""Real overlapping lists, matched without what identifies a record in them. Skipped where ../shared is absent."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from sijill.register.matching.linking import Linking
from sijill.register.matching.measure import Measured, evaluate, found_pairs
from sijill.register.matching.records import days

Rows = list[dict[str, Any]]


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cpj_2019(people: Path) -> Rows:
    rows = read(people / "cpj_2019_scrape_full_dates" / "journalists_killed_completed_version.csv")
    return [
        {"name_en": row["name"], "incident_date": row["date"], "id": _slug(row["url"])} for row in rows if row["url"]
    ]


def cpj_2024(people: Path) -> Rows:
    rows = read(people / "cpj_2024-02_api_dump" / "reporters_extra_columns_feb8.csv")
    return [
        {"name_en": row["fullName"], "incident_date": row["startDisplay"], "id": _slug(row["mtpage"])}
        for row in rows
        if row["mtpage"]
    ]


def _slug(address: str) -> str:
    return address.removesuffix("index.php").rstrip("/").rsplit("/", 1)[-1]


def gaza_press(people: Path) -> Rows:
    rows = json.loads((people / "tfp_press_killed" / "press_killed_in_gaza.json").read_text(encoding="utf-8"))
    return [{"arabic": row["name"].strip(), "latin": row["name_en"].strip()} for row in rows]


def gaza_other(people: Path) -> Rows:
    path = people / "smj_stop_murdering_journalists" / "martyrs-ungrouped.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [
        {
            "arabic": row["name_arabic"].strip(),
            "latin": row["name_english"].strip(),
            "day": row["date_of_martyrdom_sql"],
        }
        for row in rows
    ]


def test_vintages_of_one_list_by_name_and_date(shared: Path) -> None:
    """The profile's address, which both vintages have, is hidden."""
    people = shared / "data" / "people"
    found = evaluate([cpj_2019(people), cpj_2024(people)], "id")
    assert found.true_pairs > 1_200
    assert found.blocking["any"] >= 0.99
    assert found.at.recall >= 0.98
    assert found.at.f1 >= 0.98, "a pair of which one address is new since counts as wrong here"
    # A pair that contradicts an address which both have is wrong; where an address was changed, nobody can tell.
    left, right = cpj_2019(people), cpj_2024(people)
    assert _contradicted(left, right) <= 0.005 * found.true_pairs


@pytest.mark.parametrize("told", ["day", "year in one", "no day"])
def test_records_that_two_vintages_share_are_found_with_f1_of_98_percent(shared: Path, told: str) -> None:
    """Of those whose address stands in both, the address hidden: by name and day, by name and year, by name alone.

    One maker spelt the names of both; fifteen of the 1,293 were spelt otherwise in between, so this is an easy test.
    """
    people = shared / "data" / "people"
    left, right = cpj_2019(people), cpj_2024(people)
    both = {row["id"] for row in left} & {row["id"] for row in right}
    left, right = [[row for row in rows if row["id"] in both] for rows in (left, right)]
    if told == "year in one":
        right = [{**row, "incident_date": row["incident_date"][-4:]} for row in right]
    if told == "no day":
        left, right = [[{"name_en": row["name_en"], "id": row["id"]} for row in rows] for rows in (left, right)]
    found = evaluate([left, right], "id")
    assert found.true_pairs == len(both) > 1_200
    assert sum(row["name_en"] not in {one["name_en"] for one in left} for row in right) > 5
    assert found.at.f1 >= 0.98


def _contradicted(left: Rows, right: Rows) -> int:
    here, there = {row["id"] for row in left}, {row["id"] for row in right}
    pairs = found_pairs(Linking([left, right], within=False).scored(), 0.5, once=True)
    ids = [(left[a]["id"], right[b - len(left)]["id"]) for a, b in pairs]
    return sum(one != other and (one in there or other in here) for one, other in ids)


def test_leaders_split_into_the_lists_that_held_them(shared: Path) -> None:
    """Each organization's list again from the names of those that documented a case, and linked again.

    The copies are equal, so this tests that equal records meet and that namesakes do not.
    """
    path = shared / "data" / "people" / "colombia_lideres_multisource" / "countryDeaths.json"
    regions = json.loads(path.read_text(encoding="utf-8"))["regions"]
    lists: dict[str, Rows] = defaultdict(list)
    number = 0
    for region in regions.values():
        for one in region["people"]:
            number += 1
            for source in {part.strip() for part in one["fuente"].split(",")}:
                lists[source].append(
                    {
                        "name_en": one["name"],
                        "sex": one["genero"],
                        "incident_date": one["fecha"],
                        "place": one["departamento"],
                        "role": one["tipo_de_lider"],
                        "id": str(number),
                    }
                )
    largest = sorted(lists.values(), key=len, reverse=True)[:6]
    found = evaluate(largest, "id")
    assert found.true_pairs > 500
    assert found.at.precision >= 0.98
    assert found.at.recall >= 0.98
    assert found.at.f1 >= 0.98


def test_press_lists_of_gaza_across_scripts(shared: Path) -> None:
    """Arabic names of one list against Latin names of the other; where both have one Arabic name, that is the truth."""
    people = shared / "data" / "people"
    left, right = gaza_press(people), gaza_other(people)
    found = _measured(left, right)
    assert found.true_pairs > 100
    assert found.at.recall >= 0.85
    assert _wrong(left, right) <= 0.05 * found.true_pairs


def _measured(left: Rows, right: Rows) -> Measured:
    once = [{name for name, n in Counter(row["arabic"] for row in rows).items() if n == 1} for rows in (left, right)]
    both = once[0] & once[1]

    def truth(row: dict[str, Any]) -> str:
        return row["arabic"] if row["arabic"] in both else ""

    return evaluate(
        [
            [{"name_ar": row["arabic"], "id": truth(row)} for row in left],
            [{"name_en": row["latin"], "id": truth(row)} for row in right],
        ],
        "id",
    )


def _wrong(left: Rows, right: Rows) -> int:
    """Of the pairs found by Arabic and Latin names, those where another pair has one Arabic name."""
    scored = Linking([[{"name_ar": r["arabic"]} for r in left], [{"name_en": r["latin"]} for r in right]], within=False)
    here, there = {row["arabic"] for row in left}, {row["arabic"] for row in right}
    return sum(
        left[a]["arabic"] != right[b - len(left)]["arabic"]
        and (left[a]["arabic"] in there or right[b - len(left)]["arabic"] in here)
        for a, b in found_pairs(scored.scored(), 0.5, once=True)
    )


def test_lists_of_two_makers_by_name_and_date(shared: Path) -> None:
    """CPJ 2024-02 and the other press list share no identifier, and the other begins in October 2023.

    Who died before is in it for certain not; of those after, all but four, whom it leaves out, are.
    """
    people = shared / "data" / "people"
    cpj = read(people / "cpj_2024-02_api_dump" / "reporters_extra_columns_feb8_gaza_only_updated.csv")
    left = [{"name_en": row["fullName"], "incident_date": row["startDisplay"]} for row in cpj]
    right = [
        {"name_en": row["latin"], "name_ar": row["arabic"], "incident_date": row["day"]} for row in gaza_other(people)
    ]
    covered = {at for at, row in enumerate(left) if days(row["incident_date"])[0] and row["incident_date"][-2:] == "23"}
    covered |= {at for at, row in enumerate(left) if row["incident_date"][-2:] == "24"}
    scored = Linking([left, right], within=False).scored()
    found = {a for a, _ in found_pairs(scored, 0.5, once=True)}
    assert found <= covered
    assert len(found) >= 0.94 * len(covered)
    assert scored.probability.sum() == pytest.approx(len(found), rel=0.1)
