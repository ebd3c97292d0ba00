"""Files that cannot be read as a whole, and rows that cannot be meant as they stand."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from sijill.collect.draft import Refused, Row
from sijill.collect.importers.formats import FileError, ImportProblem, MappingError, read
from tests.collect.importers.companies import pairs
from tests.collect.importers.companies.valid import check_rows

GOOGLE = pairs.DATA / "google-removals" / "requests-2001.csv"
META = pairs.DATA / "meta-restrictions" / "Content_Restrictions_2001_H2.csv"
_DAMAGE = (b"", b",", b'"', b"\n", b"9" * 20, b"-1", b"1e9", b"%", b"\xff", b"\x00", b"=cmd()", "\u202e".encode())
ONE_FILE = ["google-removals", "meta-restrictions", "meta-userdata", "twitter-removals", "dsa-monthly"]


def changed(path: Path, folder: Path, old: str, new: str, name: str = "") -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    out = folder / (name or path.name)
    out.write_text(text.replace(old, new), encoding="utf-8")
    return out


def refused(name: str, path: Path) -> list[tuple[str, str]]:
    return [(row.problem, row.field) for row in read(name, path) if isinstance(row, Refused)]


@pytest.mark.parametrize("name", ONE_FILE)
def test_a_wrong_header_is_named(name: str, tmp_path: Path) -> None:
    path = tmp_path / "Other_2001_H1.csv"
    path.write_text("Land,Anzahl\nFrankreich,3\n", encoding="utf-8")
    with pytest.raises(ImportProblem, match=r"has no (column|table)"):
        read(name, path)


@pytest.mark.parametrize("name", ONE_FILE)
def test_a_file_without_rows_or_bytes_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "Other_2001_H1.csv"
    path.touch()
    with pytest.raises(FileError, match="0 bytes"):
        read(name, path)
    source = pairs.files_of(name)[0].read_text(encoding="utf-8-sig")
    path.write_text("\n".join(source.splitlines()[: 2 if name.startswith("twitter") else 1]) + "\n", encoding="utf-8")
    with pytest.raises(ImportProblem, match=r"no rows|no table"):
        read(name, path)


@pytest.mark.parametrize("name", ONE_FILE)
def test_a_file_that_is_not_there_says_so(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="There is no file"):
        read(name, tmp_path / "Gone_2001_H1.csv")


def test_half_a_file_is_read_to_where_it_was_cut(tmp_path: Path) -> None:
    whole = GOOGLE.read_text(encoding="utf-8")
    path = tmp_path / GOOGLE.name
    path.write_text(whole[: whole.index("120,100") + 3], encoding="utf-8")
    rows = list(read("google-removals", path))
    assert [type(row) for row in rows] == [Row, Refused]
    assert isinstance(rows[1], Refused)
    assert rows[1].problem == "ragged-row"
    assert rows[1].unread


def test_half_a_workbook_is_refused(tmp_path: Path) -> None:
    (source,) = pairs.files_of("tiktok-removals")
    path = tmp_path / source.name
    path.write_bytes(source.read_bytes()[:4000])
    with pytest.raises(FileError):
        list(read("tiktok-removals", path))


@pytest.mark.parametrize("banner", ["Requests to remove,,,,,,,,,,,", "Requests to remove\n"])
def test_a_banner_above_the_header_is_found(banner: str, tmp_path: Path) -> None:
    path = tmp_path / GOOGLE.name
    path.write_text(f"{banner}\n{GOOGLE.read_text(encoding='utf-8')}", encoding="utf-8")
    with pytest.raises(FileError, match=r"stands in row [23]\. Take the rows above it out"):
        read("google-removals", path)


def test_a_new_column_is_not_passed_over(tmp_path: Path) -> None:
    path = changed(META, tmp_path, "Facebook Event", "Facebook Reel")
    with pytest.raises(MappingError, match="column 'Facebook Reel', which the format does not know"):
        read("meta-restrictions", path)


def test_a_second_column_of_the_same_name_is_not_passed_over(tmp_path: Path) -> None:
    path = changed(META, tmp_path, "Facebook Event", "Facebook Post")
    with pytest.raises(MappingError, match=r"Facebook Post \(2\)"):
        read("meta-restrictions", path)


@pytest.mark.parametrize("name", ["meta-restrictions", "meta-userdata", "tiktok-removals"])
def test_a_half_year_that_no_name_tells_is_asked_for(name: str, tmp_path: Path) -> None:
    source = pairs.files_of(name)[0]
    path = tmp_path / f"latest{source.suffix}"
    shutil.copy(source, path)
    with pytest.raises(FileError, match=r"its name does not either\. Name it as its publisher does"):
        read(name, path)


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("Content_Restrictions_2001_H2.csv", "2001-07/2001-12"),
        ("content restrictions 2001 h1 (copy).csv", "2001-01/2001-06"),
        ("meta-2001-H1.csv", "2001-01/2001-06"),
        ("2001H2.csv", "2001-07/2001-12"),
    ],
)
def test_the_half_year_is_read_from_the_name(name: str, period: str, tmp_path: Path) -> None:
    path = tmp_path / name
    shutil.copy(META, path)
    row = next(iter(read("meta-restrictions", path)))
    assert isinstance(row, Row)
    assert row.facts[0].values["made"] == period


@pytest.mark.parametrize(
    "name", ["Report_12001_H1.csv", "Report_2001_H3.csv", "Report_2001.csv", "Report_2001_H12.csv"]
)
def test_what_only_looks_like_a_half_year_is_none(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    shutil.copy(META, path)
    with pytest.raises(FileError):
        read("meta-restrictions", path)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("FR,Police,3,", "FR,Police,3.5,", ("not-a-number", "Number of Requests")),
        ("FR,Police,3,", "FR,Police,2001-03-01,", ("not-a-number", "Number of Requests")),
        ("FR,Police,3,", "FR,Police,3000000000000,", ("out-of-range", "Number of Requests")),
        ("2001-06-30,France", "30/06/2001,France", ("impossible-date", "Period Ending")),
        ("2001-06-30,France", "3001-06-30,France", ("impossible-date", "Period Ending")),
        ("2001-06-30,France", "2001-06-31,France", ("impossible-date", "Period Ending")),
        ("2001-06-30,France", "2001-06-30,FrancÃ©", ("double-encoded", "Country/Region")),
        ("56,,44", "56,,444", ("out-of-range", "% No Action Taken")),
    ],
)
def test_a_number_or_a_day_that_cannot_be_is_refused_with_its_column(
    old: str, new: str, problem: tuple[str, str], tmp_path: Path
) -> None:
    assert problem in refused("google-removals", changed(GOOGLE, tmp_path, old, new))


def test_a_refused_row_keeps_its_key_so_that_nothing_counts_as_withdrawn(tmp_path: Path) -> None:
    path = changed(GOOGLE, tmp_path, "FR,Police,3,", "FR,Police,many,")
    first = next(iter(read("google-removals", path)))
    assert isinstance(first, Refused)
    assert first.keys == ("google-removals:2001-01_2001-06:fr:police",)
    assert not first.unread
    assert first.message.startswith("Row 2: ")
    assert json.loads(first.content)["Number of Requests"] == "many"


def test_the_same_thing_twice_is_an_overlap() -> None:
    assert ("duplicate-key", "") in refused("google-removals", GOOGLE)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_another_encoding_is_refused_before_any_row(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / GOOGLE.name
    path.write_bytes(GOOGLE.read_text(encoding="utf-8").replace("Turkey", "Türkiye").encode(encoding))
    with pytest.raises(FileError):
        read("google-removals", path)


def test_semicolons_of_a_spreadsheet_are_read(tmp_path: Path) -> None:
    path = tmp_path / "Content_Restrictions_2001_H1.csv"
    path.write_text("Country;count\nFrance;1,624\n", encoding="utf-8")
    (row,) = read("meta-restrictions", path)
    assert isinstance(row, Row)
    assert row.facts[0].values["items"] == (1624, 1624)


@pytest.mark.parametrize("name", ONE_FILE)
def test_a_damaged_file_is_read_or_refused_and_never_read_as_what_cannot_be(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)
    for source in pairs.files_of(name):
        for _ in range(25):
            body = bytearray(source.read_bytes())
            for _ in range(chance.randint(1, 3)):
                place = chance.randrange(body.index(b"\n"), len(body))
                body[place : place + chance.randint(0, 4)] = chance.choice(_DAMAGE)
            path = tmp_path / source.name
            path.write_bytes(bytes(body))
            try:
                check_rows(read(name, path))
            except ImportProblem as problem:
                assert source.name in str(problem)


# --- folders ------------------------------------------------------------------------------------------------------


def package(folder: Path) -> Path:
    shutil.copytree(pairs.DATA / "github-transparency" / "in", folder / "in")
    return folder / "in"


def test_a_folder_is_refused_where_a_format_takes_files(tmp_path: Path) -> None:
    for name in ("google-removals", "bolivia"):
        with pytest.raises(FileError, match="is a folder, and this format takes files"):
            read(name, tmp_path)


def test_a_package_without_its_list_or_with_a_table_missing_is_refused(tmp_path: Path) -> None:
    folder = package(tmp_path)
    (folder / "data" / "abuse_related_violations.csv").unlink()
    with pytest.raises(FileError, match=r"lists data/abuse_related_violations\.csv"):
        read("github-transparency", folder)
    (folder / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(FileError, match="no package of tables"):
        read("github-transparency", folder)
    (folder / "datapackage.json").unlink()
    with pytest.raises(FileError, match=r"holds no datapackage\.json"):
        read("github-transparency", folder)


def test_a_package_opens_nothing_outside_of_its_folder(tmp_path: Path) -> None:
    folder = package(tmp_path)
    (tmp_path / "circumvention_claims.csv").write_text("year,count\n2001,1\n", encoding="utf-8")
    listed = {"resources": [{"path": "../circumvention_claims.csv"}]}
    (folder / "datapackage.json").write_text(json.dumps(listed), encoding="utf-8")
    with pytest.raises(FileError, match="outside of the folder"):
        read("github-transparency", folder)


def test_one_table_of_a_package_is_read_by_its_name(tmp_path: Path) -> None:
    folder = package(tmp_path)
    rows = list(read("github-transparency", folder / "data" / "government_takedowns_received.csv"))
    assert [type(row) for row in rows] == [Row, Refused, Row]
    whole = {row.key for row in read("github-transparency", folder) if isinstance(row, Row)}
    assert {row.key for row in rows if isinstance(row, Row)} <= whole
    with pytest.raises(FileError, match="Give the folder that holds it"):
        read("github-transparency", folder / "datapackage.json")
    shutil.move(folder / "data" / "circumvention_claims.csv", folder / "claims.csv")
    with pytest.raises(FileError, match="no table of that name"):
        read("github-transparency", folder / "claims.csv")


def test_a_folder_without_notices_is_refused(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("nothing", encoding="utf-8")
    with pytest.raises(FileError, match="holds no notices"):
        read("gov-takedowns", tmp_path)


def test_two_notices_of_one_name_are_not_one(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "2001-01-02-agency.md").write_text(f"https://example.org/{folder}", encoding="utf-8")
    rows = list(read("gov-takedowns", tmp_path))
    assert [type(row) for row in rows] == [Row, Refused]
    assert isinstance(rows[1], Refused)
    assert rows[1].problem == "duplicate-key"
