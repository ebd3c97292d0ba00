"""`sijill statements import` and `stats`: what they print, and with which code they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sijill.cli import main as program
from tests.collect.importers.statements.dumps import DAY, FULL2, dump, line, sign, statement

assert FULL2
ROWS = 40


@pytest.fixture
def path(tmp_path: Path) -> Path:
    lines = [line(number, FULL2) for number in range(ROWS)]
    lines[3] = lines[3].rpartition(b",")[0]
    return dump(tmp_path / "dumps", lines, FULL2, each=15)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return dump(tmp_path / "sound", [line(number, FULL2) for number in range(ROWS)], FULL2, each=15)


def ask(home: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(program, ["statements", *words, "--home", str(home)])
    return done.exit_code, done.stdout, done.stderr


def test_an_import_says_what_became_of_every_row(tmp_path: Path, path: Path) -> None:
    code, said, _ = ask(tmp_path / "home", "import", str(path), "--json", "--workers", "1")
    found = json.loads(said)
    assert code == 3, "a row was rejected"
    assert (found["rows"], found["imported"], found["rejected"], found["skipped"]) == (ROWS, ROWS - 1, 1, 0)
    assert found["dumps"][0]["dump"] == path.name
    code, said, _ = ask(tmp_path / "home", "import", str(path), "--json")
    assert (code, json.loads(said)["rows"], json.loads(said)["skipped"]) == (0, 0, 1)


def test_an_import_needs_no_installation_and_makes_no_database(tmp_path: Path, sound: Path) -> None:
    code, said, _ = ask(tmp_path / "home", "import", str(sound), "--workers", "1")
    assert code == 0
    assert f"{ROWS} rows, {ROWS} imported" in said
    assert [one.name for one in (tmp_path / "home").iterdir()] == ["statements"]


def test_a_missing_sha1_is_said(tmp_path: Path, sound: Path) -> None:
    sound.with_name(f"{sound.name}.sha1").unlink()
    code, said, warned = ask(tmp_path / "home", "import", str(sound), "--workers", "1", "--json")
    assert code == 0
    assert f"there is no {sound.name}.sha1" in warned
    assert json.loads(said)["dumps"][0]["sha1_checked"] is False


def test_a_platform_of_which_there_is_nothing_is_named(tmp_path: Path, sound: Path) -> None:
    code, said, warned = ask(
        tmp_path / "home", "import", str(sound), "--workers", "1", "--platform", "zz shop", "--json"
    )
    assert (code, json.loads(said)["imported"], json.loads(said)["rows"]) == (0, 0, ROWS)
    assert "No statement in these dumps is of zz shop." in warned


def test_a_field_that_is_none_is_named(tmp_path: Path, sound: Path) -> None:
    code, _, said = ask(tmp_path / "home", "import", str(sound), "--columns", "category,colour")
    assert code == 2
    assert "There is no field colour." in said
    assert not (tmp_path / "home").exists()


def test_a_damaged_dump_is_named(tmp_path: Path, sound: Path) -> None:
    sound.write_bytes(sound.read_bytes()[:-50])
    sign(sound)
    for command in ("import", "stats"):
        code, _, said = ask(tmp_path / "home", command, str(sound), "--workers", "1")
        assert code == 2
        assert f"{sound.name} is not a ZIP that can be read to its end" in said


def test_a_sha1_that_does_not_agree_stops_both(tmp_path: Path, sound: Path) -> None:
    sound.with_name(f"{sound.name}.sha1").write_text(f"{'0' * 40}  {sound.name}\n")
    for command in ("import", "stats"):
        code, _, said = ask(tmp_path / "home", command, str(sound), "--workers", "1")
        assert code == 2
        assert f"is not what {sound.name}.sha1 says" in said


def test_counting_imports_nothing(tmp_path: Path, path: Path) -> None:
    code, said, _ = ask(tmp_path / "home", "stats", str(path), "--json", "--workers", "1")
    found = json.loads(said)
    assert code == 3
    assert (found["rows"], found["counted"], found["rejected"]) == (ROWS, ROWS - 1, 1)
    assert not (tmp_path / "home").exists()
    kept = [statement(number) for number in range(ROWS) if number != 3]
    assert {one["platform"]: one["statements"] for one in found["platforms"]} == {
        name: sum(one["platform_name"] == name for one in kept) for name in ("Zz Shop", "Zz Video")
    }
    assert {
        "platform": "Zz Shop",
        "field": "automated_detection",
        "value": "Yes",
        "statements": sum((one["platform_name"], one["automated_detection"]) == ("Zz Shop", "Yes") for one in kept),
    } in found["fields"]


def test_only_what_was_asked_for_is_imported(tmp_path: Path, sound: Path) -> None:
    code, said, _ = ask(
        tmp_path / "home", "import", str(sound), "--platform", "Zz Shop", "--columns", "category", "--json",
        "--workers", "1",
    )  # fmt: skip
    found = json.loads(said)
    shop = sum(statement(number)["platform_name"] == "Zz Shop" for number in range(ROWS))
    assert code == 0
    assert (found["imported"], found["other_platforms"]) == (shop, ROWS - shop)
    assert (tmp_path / "home" / "statements" / f"day={DAY}" / "source=global-full" / "_manifest.json").exists()
