"""The companies' own files, against their committed counts and against sums made by another road."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from sijill.collect.draft import DraftFact, Refused, Row
from sijill.collect.importers.companies.takedowns import notice
from sijill.collect.importers.ranges import Share, rounds_to
from tests.collect.importers.companies.real import EXPECTED, FILES, files_of, found, rows_of, sums, taken
from tests.collect.importers.companies.valid import check_rows

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("companies")]  # the files are read once for all of them
_ONE_TOTAL_FOR = (
    "series", "made", "country", "country_words", "kind", "process", "authority_kind", "legal_basis",
)  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_what_the_files_come_to(name: str) -> None:
    expected = json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))
    assert found(name) == expected


@pytest.mark.parametrize("name", FILES)
def test_fewer_than_one_row_in_a_hundred_is_refused(name: str) -> None:
    rows = [row for file in rows_of(name).values() for row in file]
    assert len([row for row in rows if isinstance(row, Refused)]) < len(rows) / 100


@pytest.mark.parametrize("name", FILES)
def test_every_entry_of_a_file_fits_the_catalog(name: str) -> None:
    for rows in rows_of(name).values():
        check_rows(rows)


@pytest.mark.parametrize("name", FILES)
def test_a_series_has_one_total_for_a_period_country_and_requestor(name: str) -> None:
    for rows in rows_of(name).values():
        seen: Counter[tuple[object, ...]] = Counter()
        for row in rows:
            for fact in row.facts if isinstance(row, Row) else ():
                if fact.table == "demand" and fact.values["level"] == "total":
                    seen[tuple(fact.values.get(column) for column in _ONE_TOTAL_FOR)] += 1
        assert [one for one, count in seen.items() if count > 1] == []


# --- another road ---------------------------------------------------------------------------------------------------


def lines(path: Path, skip: int = 0) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for _ in range(skip):
            next(file)
        yield from csv.DictReader(file)


def low_high(cell: str) -> tuple[int, int]:
    """A cell's bounds, written down again from the publishers' notes."""
    digits = [int(one.replace(",", "")) for one in re.findall(r"[\d,]+", cell)]
    if cell.startswith("<"):
        return 1, digits[0] - 1
    return (digits[0], digits[-1]) if digits else (0, 0)


def added(cells: Iterator[str]) -> list[int]:
    bounds = [low_high(cell) for cell in cells]
    return [sum(one[0] for one in bounds), sum(one[1] for one in bounds)]


def found_sums(name: str, path: Path) -> dict[str, list[int]]:
    rows = rows_of(name)[f"{path.parent.name}/{path.name}"]
    return sums(fact for row in rows if isinstance(row, Row) for fact in row.facts)


def test_google_s_sums() -> None:
    for path in files_of("google-removals"):
        rows, mine = list(lines(path)), found_sums("google-removals", path)
        if "Total" in rows[0]:
            assert mine["google-removals-detailed/breakdown: requests"] == added(row["Total"] for row in rows)
        elif "Number of Requests" in rows[0]:
            assert mine["google-removals/total: requests"] == added(row["Number of Requests"] for row in rows)
            assert mine["google-removals/total: items"] == added(row["Items Requested To Be Removed"] for row in rows)
        elif "Court Orders" in rows[0]:
            both = (row[column] for row in rows for column in ("Court Orders", "Executive, Police, etc."))
            assert mine["google-removals-detailed-historical/breakdown: requests"] == added(both)
        else:
            before = [row for row in rows if row["Period Ending"] < "2019"]
            every = added(row["All Requests: Number of Requests"] for row in before)
            assert mine["google-removals-historical/total: requests"] == every


def test_google_s_sums_by_country_and_half_year() -> None:
    path = files_of("google-removals")[-1]
    theirs: dict[tuple[str, str], int] = defaultdict(int)
    for row in lines(path):
        theirs[row["CLDR Territory Code"], row["Period Ending"][:4]] += int(row["Number of Requests"])
    mine: dict[tuple[str, str], int] = defaultdict(int)
    for row_ in rows_of("google-removals")[f"{path.parent.name}/{path.name}"]:
        assert isinstance(row_, Row)
        values = row_.facts[0].values
        mine[str(values["country"]), str(values["made"])[:4]] += number(row_.facts[0], "requests")[0]
    for (code, year), count in theirs.items():
        if code not in ("XK", "", "EU"):
            assert mine[code, year] == count
    assert sum(mine.values()) == sum(theirs.values())


def number(fact: DraftFact, name: str) -> tuple[int, int]:
    value = fact.values[name]
    assert isinstance(value, tuple)
    return value


def test_google_s_percentages_are_the_counts_that_round_to_them() -> None:
    columns = {
        "complied-law": "% Removed-Legal",
        "complied-terms": "% Removed-Policy",
        "not-found": "% Content Not Found",
        "insufficient": "% Not Enough Information ",
        "refused": "% No Action Taken",
        "already-removed": "% Content Already Removed",
    }
    for record, row in taken("google-removals"):
        if "% Removed-Legal" not in record:
            continue
        (fact,) = row.facts
        items = int(record["Items Requested To Be Removed"])
        stated = {str(part.values["outcome"]): number(part, "count") for part in fact.parts}
        squeezed = {name.strip(): cell for name, cell in record.items()}
        assert set(stated) == {one for one, column in columns.items() if squeezed[column.strip()]}
        for outcome, bounds in stated.items():
            for count in bounds:
                assert abs(100 * count - int(squeezed[columns[outcome].strip()]) * items) * 2 <= items


def test_a_later_copy_of_google_s_knows_every_row_of_the_earlier() -> None:
    restated = {}
    for name in ("google-government-removal-requests.csv", "google-government-detailed-removal-requests.csv"):
        older, newer = (rows_by_key(f"google_removals_{year}/{name}") for year in (2022, 2024))
        assert older.keys() <= newer.keys()
        assert len(newer) > len(older)
        restated[name] = [key for key, row in older.items() if numbers_of(newer[key]) != numbers_of(row)]
    by_requestor, detailed = restated.values()
    # The copy of 2024 moved requests under one law out of one authority's, in each of the seven half-years of 2022.
    assert {key.split(":", 2)[2] for key in by_requestor} == {"ru:information-and-communications-authority"}
    assert len(by_requestor) == 7
    assert len(detailed) == 4


def rows_by_key(file: str) -> dict[str, Row]:
    return {row.key: row for row in rows_of("google-removals")[file] if isinstance(row, Row)}


def numbers_of(row: Row) -> list[object]:
    return [value for fact in row.facts for value in fact.values.values() if isinstance(value, tuple)]


def test_meta_s_sums_leave_out_what_another_country_imposed_and_keep_it_apart() -> None:
    for path in files_of("meta-restrictions"):
        rows, mine = list(lines(path)), found_sums("meta-restrictions", path)
        column = "total" if "total" in rows[0] else "count"
        imposed = sum(low_high(cell)[0] for row in rows for name, cell in row.items() if "imposed" in name)
        own = mine["meta-restrictions/total: items"][0]
        assert own == added(row[column] for row in rows)[0] - imposed
        assert mine.get("meta-imposed/total: items", [0])[0] == imposed


def test_meta_s_requests_for_data() -> None:
    for path in files_of("meta-userdata"):
        rows, mine = [row for row in lines(path) if row["Country"]], found_sums("meta-userdata", path)
        assert mine["meta-userdata/total: requests"] == added(row["Total Requests"] for row in rows)
        assert mine["meta-userdata/total: accounts"] == added(row["Total Requests Accounts"] for row in rows)
        if "Number of Requests Where Some Data Produced" in rows[0]:
            complied = added(row["Number of Requests Where Some Data Produced"] for row in rows)
            assert mine["meta-userdata/total: complied"] == complied


def test_meta_s_percentages_agree_with_meta_s_numbers_where_it_publishes_both() -> None:
    checked = 0
    for path in files_of("meta-userdata"):
        for row in lines(path):
            produced = row.get("Number of Requests Where Some Data Produced", "")
            if produced:
                requests, part = (
                    low_high(row["Total Requests"]),
                    Decimal(row["Total Requests Percentage"].strip("%")) / 100,
                )
                low, high = rounds_to(Share(part, Decimal("0.01")), requests) or (1, 0)
                assert low <= low_high(produced)[0] <= high
                checked += 1
    assert checked == 2510


def test_few_percentages_fit_no_number() -> None:
    """Fifteen in two half-years, such as 50 % of one request; nothing is made up for them."""
    odd = [
        fact.values["requests"]
        for _, row in taken("meta-userdata")
        for fact in row.facts
        if fact.values.get("complied_unknown") == "not-available"
    ]
    assert len(odd) == 15
    assert (1, 1) in odd


def test_twitter_s_sums() -> None:
    (path,) = files_of("twitter-removals")
    rows = list(lines(path, skip=1))
    legal = [
        row for row in rows if re.match(r"\d{4}-", row["Time period start"]) and re.search(r"[A-Z]", row["Country"])
    ]
    mine = found_sums("twitter-removals", path)
    assert len(legal) == 617
    assert mine["twitter-removals/total: requests"] == added(row["Combined requests"] for row in legal)
    assert mine["twitter-removals/breakdown: requests"] == mine["twitter-removals/total: requests"]
    assert mine["twitter-removals/total: accounts"] == added(row["Combined accounts specified"] for row in legal)
    assert mine["twitter-local-laws/total: requests"][0] == 1246 + 1636 + 1381 + 887 + 1608 + 1447 + 1661
    withheld = sum(
        number(part, "count")[0]
        for _, row in taken("twitter-removals")
        for fact in row.facts
        for part in fact.parts
        if part.key == "items/complied-law" and fact.values["series"] == "twitter-removals"
    )
    assert withheld == sum(int(row["Combined tweets withheld"]) for row in legal if row["Combined requests"] != "0")


def test_tiktok_s_countries_add_up_to_its_world() -> None:
    by_kind: dict[tuple[str, str], int] = defaultdict(int)
    for _, row in taken("tiktok-removals"):
        for fact in row.facts:
            if fact.values["made"] == "2022-01/2022-06":
                by_kind[str(fact.values["kind"]), str(fact.values["level"])] += number(fact, "requests")[0]
    for kind, count in {
        "user-data": 4054,
        "user-data-emergency": 765,
        "preserve-data": 1248,
        "restrict-content": 2713,
    }.items():
        assert by_kind[kind, "total"] == by_kind[kind, "breakdown"] == count


def test_github_s_sums() -> None:
    (folder,) = files_of("github-transparency")
    tables = {path.stem: path for path in folder.rglob("*.csv")}
    mine = sums(fact for _, row in taken("github-transparency") for fact in row.facts)

    def column(stem: str, name: str) -> int:
        return sum(int(row[name]) for row in lines(tables[stem]))

    received = column("government_takedowns_received", "count_received")
    assert mine["github-takedowns/total: requests"] == [received, received]
    asked = column("requests_received_and_disclosed", "count_requests_received")
    assert mine["github-userdata/total: requests"] == [asked, asked]
    abuse = column("abuse_related_violations", "count")
    assert mine["github-abuse/total: items"] == [abuse, abuse]
    bands = [row["count"] for row in lines(tables["national_security_letters_and_orders"]) if "received" in row["type"]]
    assert mine["github-security-orders/total: requests"] == added(iter(bands))


def test_github_says_of_2021_that_more_was_disclosed_than_asked() -> None:
    odd = [row for _, row in taken("github-transparency") for fact in row.facts if "complied_unknown" in fact.values]
    assert [row.key.split(":")[1] for row in odd] == ["2021"] * 3


def test_what_is_read_in_the_notices_and_what_is_not() -> None:
    read = [notice(record["text"]) for record, _ in taken("gov-takedowns")]
    assert Counter(one.intake for one in read) == {
        (True, True, True): 12,
        (True, True, False): 28,
        (True, False, True): 1,
        (False, True, True): 2,
        (False, True, False): 1,
    }
    assert sum(one.whole for one in read) == 28
    assert Counter(name for one in read for name in one.unread) == {
        "deadline_hours": 15,
        "threat": 11,
        "process": 11,
        "made": 10,
        "authority": 2,
        "legal_basis": 1,
        "reason": 1,
        "items": 1,
    }


def test_the_country_of_a_notice_is_that_of_its_folder() -> None:
    codes = {"Russia": "RU", "China": "CN", "Spain": "ES"}
    for record, row in taken("gov-takedowns"):
        assert row.facts[0].values["country"] == codes[record["file"].split("/")[0]]


def test_the_database_s_totals_and_the_values_of_a_field() -> None:
    by_platform, by_field = files_of("dsa-monthly")
    every = sum(int(row["statements"]) for row in lines(by_platform))
    assert found_sums("dsa-monthly", by_platform)["dsa-monthly/total: items"] == [every, every]
    totals = {(row["month"], row["platform"]): int(row["statements"]) for row in lines(by_platform)}
    split: dict[tuple[str, str], int] = defaultdict(int)
    for record, row_ in taken("dsa-monthly"):
        if record.get("field") == "automated_detection":
            split[record["month"], record["platform"]] += number(row_.facts[0], "items")[0]
    assert split == totals
    assert by_field.exists()
