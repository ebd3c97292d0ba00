"""The invented country: nobody in it can be real, and the rule finds what its maker put there."""

from __future__ import annotations

import csv
import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sijill
from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.collect.draft import Refused
from sijill.collect.importers.formats import read
from sijill.home import ENVIRONMENT

if str(sijill.examples()) not in sys.path:
    sys.path.append(str(sijill.examples()))
cases: Any = importlib.import_module("invented.cases")
expect: Any = importlib.import_module("invented.expect")
lists: Any = importlib.import_module("invented.lists")
byhand: Any = importlib.import_module("invented.byhand")

pytestmark = pytest.mark.xdist_group("invented")  # the country is built once for all of them
SEED = 7
BUILDER = Path(__file__).with_name("build_invented.py")
NAME = re.compile(r"Zz[a-z]+( Zz[a-z]+| \(east\)| market)?|زاز[\u0621-\u064a]+( زاز[\u0621-\u064a]+)?")
LETTERS = "ABCDEF"


def rows(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """(file, row) of every list."""
    for path in lists.write(folder, SEED):
        with path.open(encoding="utf-8", newline="") as file:
            cut = ";" if path.stem.startswith(("INVENTED-zz-union", "INVENTED-zz-state")) else ","
            for row in csv.DictReader(file, delimiter=cut):
                yield path.name, row


def known(name: str) -> set[str]:
    """The codes of a list that say something."""
    return set(codelist(name).live()) - set(UNKNOWN_CODES)


# --- The lists ------------------------------------------------------------------------------------------


def test_every_file_and_every_row_says_that_it_is_invented(tmp_path: Path) -> None:
    for name, row in rows(tmp_path):
        assert name.startswith("INVENTED-zz-")
        assert row.get("INVENTED") == "INVENTED" or row.get("مختلق") == "مختلق"


def test_no_name_can_be_somebodys(tmp_path: Path) -> None:
    columns = ("person", "person_ar", "who", "member", "الاسم", "name", "name in Arabic", "town")
    identifiers = re.compile(r"P-\d+[ab]")  # what the press list calls a person
    found = [row[column] for _, row in rows(tmp_path) for column in columns if row.get(column)]
    named = [one for one in found if not identifiers.fullmatch(one)]
    assert len(named) > 1000
    assert [one for one in named if not NAME.fullmatch(one)] == []


def test_no_real_place_is_named(tmp_path: Path) -> None:
    places = codelist("places")
    real = [code for code in known("places") if not code.startswith("XZ")]
    labels = {places.label(code, lang) for code in real for lang in ("en", "ar")}
    cells = {cell for _, row in rows(tmp_path) for cell in row.values()}
    assert cells.isdisjoint(real)
    text = "\n".join(sorted(cells | {story.title for story in byhand.STORIES}))
    assert re.findall(rf"\b(?:{'|'.join(map(re.escape, sorted(labels)))})\b", text) == []


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    def written(folder: str, seed: int) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in lists.write(tmp_path / folder, seed)}

    first = written("a", SEED)
    lists.files.cache_clear()
    lists._keys.cache_clear()
    cases.cases.cache_clear()
    assert written("b", SEED) == first
    other = written("c", SEED + 1)
    assert other.keys() == first.keys()
    assert all(other[name] != first[name] for name in first)


def test_the_mappings_read_the_lists_and_refuse_the_two_bad_rows(tmp_path: Path) -> None:
    refused = []
    for path, listed in zip(lists.write(tmp_path, SEED), lists.files(SEED), strict=True):
        mapping = lists.MAPPINGS[listed.source]
        found = list(read("table", path, mapping=mapping, retrieved=listed.fetched))
        assert len(found) == len(listed.rows)
        refused += [(listed.source, one.problem) for one in found if isinstance(one, Refused)]
    assert refused == [("zz-wire", "impossible-date"), ("zz-union", "unknown-code")]


def test_every_kind_of_act_occurs() -> None:
    told = {case.recipe.kind for case in cases.cases(SEED)}
    told |= {deed.kind for story in byhand.STORIES for deed in story.deeds}
    assert known("acts") - told == set()


def test_some_cells_are_small_and_none_of_the_main_ones_is_empty() -> None:
    inside = expect.expected(SEED, 2025)
    assert [row["category"] for row in expect.counts(inside, "reported", ["category"])] == list(LETTERS)
    victims = [row["victims"] for row in expect.counts(inside, "reported", ["category", "sex"])]
    assert min(victims) < 5 < 30 < max(victims)
    assert max(row["victims"] for row in expect.counts(inside, "reported", ["category"])) >= 60


# --- The country, built ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two homes for two builds."""
    return tmp_path_factory.mktemp("invented"), tmp_path_factory.mktemp("invented-again")


@pytest.fixture(scope="module")
def built(homes: tuple[Path, Path]) -> list[dict[str, Any]]:
    """What two builds in two processes print."""
    running = [
        subprocess.Popen(
            [sys.executable, str(BUILDER), str(home), *more],
            env={**os.environ, ENVIRONMENT: str(home)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for home, more in zip(homes, (["look"], []), strict=True)
    ]
    printed = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    return [json.loads(one) for one in printed]


@pytest.mark.slow
def test_the_rule_finds_what_the_generator_put_there(built: list[dict[str, Any]]) -> None:
    for year, status, by, rows in built[0]["first"]:
        assert rows == expect.counts(expect.expected(SEED, year), status, by), (year, status, by)
    for year, found in built[0]["reasons"].items():
        assert found == dict(expect.reasons(expect.expected(SEED, int(year)))), year


@pytest.mark.slow
def test_the_correction_moves_one_detention_and_takes_five_away(built: list[dict[str, Any]]) -> None:
    def detained(rows: list[dict[str, Any]]) -> int:
        return sum(row["victims"] for row in rows if row["category"] == "D")

    for year, status, by, rows in built[0]["then"]:
        assert rows == expect.counts(expect.expected(SEED, year, corrected=True), status, by), (year, status)
        before = expect.counts(expect.expected(SEED, year), status, by)
        assert detained(before) - detained(rows) == {2024: -1, 2025: 6}[year]


@pytest.mark.slow
def test_everything_of_2023_was_decided_on_and_not_everything_of_2025(built: list[dict[str, Any]]) -> None:
    assert built[0]["complete"] == {"2023": True, "2025": False}


@pytest.mark.slow
def test_every_cell_of_the_releases_says_why(built: list[dict[str, Any]]) -> None:
    found = built[0]["explained"]
    assert {year: one["wrong"] for year, one in found.items()} == {"2023": [], "2025": []}
    assert found["2025"]["asked"] > 1000


@pytest.mark.slow
def test_one_seed_gives_one_content(built: list[dict[str, Any]]) -> None:
    assert built[0]["content"] == built[1]["content"]


@pytest.mark.slow
def test_the_log_verifies(built: list[dict[str, Any]], homes: tuple[Path, Path]) -> None:
    words = [sys.executable, "-m", "sijill", "log", "verify", "--json", "--home", str(homes[0])]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["faults"] == []
    assert json.loads(done.stdout)["entries"] > 1000


@pytest.mark.slow
def test_the_office_is_marked_and_opens_once(built: list[dict[str, Any]]) -> None:
    facts = built[0]["facts"]
    assert facts["profile"] == [True, "paris-institution", "XZ"]
    assert facts["unmarked"] == []
    assert [name for name in facts["names"] if not NAME.fullmatch(name)] == []
    assert "office already" in built[0]["again"]
    assert {"zz-recorder", "zz-reviewer", "zz-publisher"} <= set(facts["passwords"])
    assert "command-line" not in facts["passwords"]


@pytest.mark.slow
def test_a_newcomer_meets_the_second_ledger(built: list[dict[str, Any]]) -> None:
    facts = built[0]["facts"]["speech"]
    counted = ("law", "provision", "policy", "clause", "demand", "restriction", "exposure", "disruption", "versions")
    assert [facts[one] for one in counted] == [3, 5, 2, 3, 75, 90 + 1 + facts["reversals"], 1, 2, 2]
    assert [facts[one] for one in ("act_provision", "demand_act", "exposure_act", "disruption_event")] == [1, 1, 1, 1]
    told = {"affected", "restored", "step", "notice", "explanation", "disclosure-withdrawn"}
    assert told <= set(facts["updates"])
    assert facts["by_machine"] > 10
    assert facts["reversals"] > 5
    assert facts["places"] == ["XZ"]


@pytest.mark.slow
def test_a_newcomer_meets_everything(built: list[dict[str, Any]]) -> None:
    facts = built[0]["facts"]
    assert known("acts") <= set(facts["kinds"])
    assert {"female", "male", "other", "intersex", "not-stated", "not-asked"} <= set(facts["sexes"])
    assert {"woman", "man", "non-binary", "trans-woman"} <= set(facts["genders"])
    assert {"XZ", *cases.AREAS} == set(facts["areas"])
    assert known("roles") <= set(facts["roles"])
    assert facts["ages"] == [1, 2, 3, 4, 5, 6, 7]
    assert known("processes") <= set(facts["processes"])
    assert {"acquitted", "determined-fabricated", "quashed", "still-held", "returned-in-part"} <= set(facts["stages"])
    assert {"state-agent", "state-acquiescence", "non-state", "not-stated"} <= set(facts["links"])
    for fact in ("minors", "groups", "running", "only_a_year", "restricted", "withdrawn_reports", "refusals"):
        assert facts[fact] > 0, fact
    assert min(facts["merged"]) > 50
    assert facts["verdicts"].keys() == {"same", "not-same", "unsure"}
    assert facts["consents"].keys() == {"given", "refused", "withdrawn"}
    assert facts["decisions"].keys() == {"reasonable-grounds", "not-established", "more-needed"}
    assert facts["bases"].keys() == {"none", "institution-investigation", "court"}
    assert facts["complaints"].keys() == known("complaint_states")
    assert facts["states"].keys() == {"draft", "confirmed", "rejected"}
    assert facts["groups_of_sources"]["zz-wire"] == 2
