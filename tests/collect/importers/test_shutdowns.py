"""Files of shutdowns, measurements and laws: small invented ones, wrong ones, and lineages of what is cited.

Each folder of tests/collect/shutdowns is an invented file and what is understood of it; `ioda--alerts` is another form
of file that `ioda` reads. `out.json` was checked by eye; a change of it is a change of what an import claims.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sijill.collect.draft import Refused, Row
from sijill.collect.importers.countries import place_of
from sijill.collect.importers.formats import FORMATS, FileError, MappingError, read
from sijill.collect.importers.shutdowns import SHUTDOWNS
from sijill.collect.importers.shutdowns.lineages import addresses, first_lineage, lineage_of
from tests.collect.importers.test_pairs import written as as_values

DATA = Path(__file__).parents[1] / "shutdowns"
PAIRS = sorted(folder.name for folder in DATA.iterdir() if folder.is_dir())
STOP = DATA / "stop" / "in.csv"


def stop_rows() -> list[dict[str, str]]:
    with STOP.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        out.writerows(rows)
    return path


def rows_of(name: str, path: Path) -> list[Row]:
    return [row for row in read(name, path) if isinstance(row, Row)]


def answer(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def understood(name: str) -> list[Row | Refused]:
    (file,) = (DATA / name).glob("in.*")
    return list(read(name.partition("--")[0], file))


@pytest.mark.parametrize("name", PAIRS)
def test_a_file_is_understood_as_its_pair_says(name: str) -> None:
    assert as_values(understood(name)) == json.loads((DATA / name / "out.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PAIRS)
def test_no_message_repeats_a_name_or_a_note(name: str) -> None:
    for row in understood(name):
        if isinstance(row, Refused):
            for private in ("Ejemplo", "Invented ", "Secreto", "INVENTED"):
                assert private not in row.message, row.message


def test_every_format_has_a_pair() -> None:
    assert {name for name, _, _ in SHUTDOWNS} <= {name.partition("--")[0] for name in PAIRS}
    for name, _, ledger in SHUTDOWNS:
        assert FORMATS[name].source == ledger.source
        assert not FORMATS[name].complete


# --- STOP ---------------------------------------------------------------------------------------------------------


def test_the_same_sheet_as_csv_xlsx_and_parquet_has_the_same_facts(tmp_path: Path) -> None:
    import openpyxl
    import pyarrow as pa
    import pyarrow.parquet as pq

    given = stop_rows()
    book = openpyxl.Workbook()
    book.active.title = "2024"
    sheet = book.create_sheet("Combined (2016-2025)")
    for line in ([f"{name}  " for name in given[0]], *(list(row.values()) for row in given)):
        sheet.append(line)
    book.save(tmp_path / "stop.xlsx")
    columns: dict[str, list[Any]] = {name: [row[name] or None for row in given] for name in given[0]}
    columns["count_year"] = [int(year) if year else None for year in columns["count_year"]]
    pq.write_table(pa.table(columns), tmp_path / "stop.parquet")
    first = [(row.key, row.facts) for row in rows_of("stop", STOP)]
    assert [(row.key, row.facts) for row in rows_of("stop", tmp_path / "stop.xlsx")] == first
    assert [(row.key, row.facts) for row in rows_of("stop", tmp_path / "stop.parquet")] == first


def test_keys_stay_when_words_are_spelled_otherwise_and_rows_change(tmp_path: Path) -> None:
    """A later copy that adds an end, a source, or the new name of a country is of the same disruption."""
    given = stop_rows()[:1]
    later = [{**given[0], "country": "Türkiye", "end_date": "", "info_source_link": "", "area_name": "INVENTED  town"}]
    (before,) = rows_of("stop", written(tmp_path / "a.csv", given))
    (after,) = rows_of("stop", written(tmp_path / "b.csv", later))
    assert before.key == after.key
    assert before.content != after.content


def test_a_second_row_of_the_same_does_not_take_the_key_of_the_first(tmp_path: Path) -> None:
    given = stop_rows()[:2]
    alone = rows_of("stop", written(tmp_path / "a.csv", given[:1]))
    both = rows_of("stop", written(tmp_path / "b.csv", given))
    assert both[0].key == alone[0].key
    assert both[1].key == f"{alone[0].key}#2"


def test_the_sheets_of_single_years_in_one_workbook_are_refused(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.create_sheet("2019")
    book.save(tmp_path / "stop.xlsx")
    with pytest.raises(FileError, match="they cannot be added up"):
        read("stop", tmp_path / "stop.xlsx")


def test_a_sheet_that_lacks_a_column_of_every_vintage_is_refused(tmp_path: Path) -> None:
    given = [{name: cell for name, cell in row.items() if name != "users_notified"} for row in stop_rows()]
    with pytest.raises(MappingError, match="no column 'users_notified'"):
        read("stop", written(tmp_path / "stop.csv", given))


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [
        ("country", "", "missing-key"),
        ("start_date", "44270", "impossible-date"),
        ("start_date", "2024-02-30", "impossible-date"),
        ("count_year", "20244", "not-a-number"),
        ("users_notified", "Perhaps", "unknown-code"),
        ("shutdown_extent", "Partial", "unknown-code"),
        ("area_name", "JosÃ© town", "double-encoded"),
    ],
)
def test_a_cell_that_cannot_be_meant_refuses_its_row(tmp_path: Path, column: str, cell: str, problem: str) -> None:
    given = [{**stop_rows()[0], column: cell}]
    (row,) = list(read("stop", written(tmp_path / "stop.csv", given)))
    assert isinstance(row, Refused)
    assert (row.position, row.field, row.problem) == ("row 2", column, problem)
    assert row.message.startswith("Row 2: ")


def test_a_file_cut_off_says_so(tmp_path: Path) -> None:
    (tmp_path / "stop.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(FileError, match="cut off"):
        read("stop", tmp_path / "stop.parquet")
    with pytest.raises(FileError, match="no file"):
        read("stop", tmp_path / "absent.csv")


# --- lineages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "lineage"),
    [
        ("https://explorer.ooni.org/chart/mat?probe_cc=UG", "ooni"),
        ("https://ooni.org/post/x", "ooni"),
        ("https://ioda.inetintel.cc.gatech.edu/country/UG", "ioda"),
        ("https://www.news.example.org/a/b", "news.example.org"),
        ("https://twitter.com/netblocks/status/1", "netblocks"),
        ("https://x.com/NetBlocks/status/2", "netblocks"),
        ("not an address", ""),
        ("https://[broken", ""),
    ],
)
def test_a_lineage_is_an_instrument_or_a_site(address: str, lineage: str) -> None:
    assert lineage_of(address) == lineage


def test_accounts_of_a_platform_are_told_apart_and_not_named() -> None:
    one, other = lineage_of("https://x.com/Zz_Ejemplo/status/1"), lineage_of("https://twitter.com/zz_other/status/1")
    assert one != other
    assert lineage_of("https://twitter.com/zz_ejemplo/status/9") == one
    assert "ejemplo" not in one


def test_a_record_has_one_lineage_an_instrument_before_any_other() -> None:
    cell = "https://a.example/1; https://web.archive.org/web/2020/https://explorer.ooni.org/x,https://b.example/2"
    assert first_lineage(addresses(cell), "own") == "ooni"
    assert first_lineage(addresses("https://a.example/1; https://b.example/2"), "own") == "a.example"
    assert first_lineage([], "own") == "own"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Iran (Islamic Republic of)", "IR"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Congo (Democratic Republic of the)", "CD"),
        ("Congo", "CG"),
        ("North Korea", "KP"),
        ("Somaliland", ""),
        ("Kosovo", ""),
        ("", ""),
    ],
)
def test_names_of_countries(name: str, code: str) -> None:
    assert place_of(name) == code


# --- answers of interfaces ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"v": 0, "msg": "no such test_name"}, "answered with an error, though"),
        ({"v": 0, "result": []}, "without any record"),
        ({"results": [], "metadata": {}}, "without any record"),
        ({"test_keys": {}, "probe_cc": "KE", "measurement_start_time": "2024-05-01 00:00:00"}, "one raw measurement"),
        ({"something": 1}, "none of the forms"),
    ],
)
def test_an_answer_of_ooni_that_is_no_data(tmp_path: Path, value: Any, message: str) -> None:
    with pytest.raises(FileError, match=message):
        read("ooni", answer(tmp_path / "answer.json", value))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"type": "outages.alerts", "error": "from is missing", "data": None}, "an error that IODA answered with"),
        ({"type": "signals", "error": None, "data": [[]]}, "without any record"),
        ({"type": "signals", "error": None}, "no 'data'"),
        ({"type": "entities", "error": None, "data": [{"code": "KE"}]}, "neither alerts nor events"),
        ({"type": "signals", "error": None, "data": [["text"]]}, "no objects"),
    ],
)
def test_an_answer_of_ioda_that_is_no_data(tmp_path: Path, value: Mapping[str, Any], message: str) -> None:
    with pytest.raises(FileError, match=message):
        read("ioda", answer(tmp_path / "answer.json", value))


@pytest.mark.parametrize("name", ["ioda", "ooni"])
def test_an_answer_that_is_cut_off(tmp_path: Path, name: str) -> None:
    (tmp_path / "answer.json").write_text('{"result": [{"anomaly_count": 1', encoding="utf-8")
    with pytest.raises(FileError, match="cut off"):
        read(name, tmp_path / "answer.json")


def test_an_aggregation_as_csv_is_the_same_as_json(tmp_path: Path) -> None:
    source = DATA / "ooni--counted" / "in.json"
    given = [row for row in json.loads(source.read_text(encoding="utf-8"))["result"] if "measurement_start_day" in row]
    made = rows_of("ooni", written(tmp_path / "counts.csv", given))
    assert [(row.key, row.facts) for row in made] == [(row.key, row.facts) for row in rows_of("ooni", source)]


def test_failures_are_neither_blocked_nor_fine(tmp_path: Path) -> None:
    """A day on which every measurement failed was measured, and says nothing."""
    day = {"probe_cc": "KE", "domain": "invented.example", "anomaly_count": 0, "confirmed_count": 0, "ok_count": 0}
    days = [
        {**day, "failure_count": 9, "measurement_count": 9, "measurement_start_day": f"2024-05-{number:02d}"}
        for number in range(1, 20)
    ]
    (row,) = rows_of("ooni", answer(tmp_path / "answer.json", {"v": 0, "result": days}))
    assert row.facts == ()


def test_a_list_of_laws_needs_its_three_sheets(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Laws by Country and Year"
    book.save(tmp_path / "laws.xlsx")
    with pytest.raises(MappingError, match="begins with 'Provisions"):
        read("laws", tmp_path / "laws.xlsx")
    (tmp_path / "laws.csv").write_text("Country\nKenya\n", encoding="utf-8")
    with pytest.raises(FileError, match="no workbook"):
        read("laws", tmp_path / "laws.csv")
