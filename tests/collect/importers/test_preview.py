"""What a preview shows is what an import would do, field by field, and it writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sijill.cli import main as program
from sijill.collect.draft import Row
from sijill.collect.importers.formats import format_of
from sijill.collect.importers.preview import Understood, preview
from tests.collect.importers.test_damage import GOOD, HEADER, MAPPING
from tests.collect.importers.test_pairs import DATA, PAIRS, RETRIEVED, understood


def previewed(name: str) -> list[Understood]:
    (file,) = (DATA / name).glob("in.*")
    own = DATA / name / "mapping.toml"
    chosen = format_of("table").using(own) if own.exists() else format_of(name)
    return preview(chosen.mapping(), file, 100, RETRIEVED)


@pytest.mark.parametrize("name", PAIRS)
def test_a_preview_says_of_every_row_what_the_import_makes_of_it(name: str) -> None:
    shown, made = previewed(name), understood(name)
    assert len(shown) == len(made)
    for seen, row in zip(shown, made, strict=True):
        assert seen.position == row.position
        if not isinstance(row, Row):
            assert seen.refused and row.message.endswith(seen.refused)
            continue
        assert (seen.refused, seen.people) == ("", len(row.entries))
        assert seen.acts == sum(len(entry.acts) for entry in row.entries)
        became = {(one.name, value) for one in seen.fields for value in one.became}
        for entry in row.entries:
            assert {("person.name", each.text) for each in entry.victim.names} <= became
            for act in entry.acts:
                assert ("act.kind", act.kind) in became
                assert not act.occurred or ("act.occurred", act.occurred) in became
                assert {("act.roles", role) for role in act.roles} <= became
                for part in act.involvements:
                    assert ("involvement.perpetrator", part.perpetrator) in became
        assert all(not one.refused for one in seen.fields)


def test_every_fault_of_a_row_is_shown_and_not_only_the_first(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(MAPPING.format(form=""), encoding="utf-8")
    (tmp_path / "list.csv").write_text(f"{HEADER}1,Zz One,beeten,2918\n", encoding="utf-8")
    (row,) = preview(format_of("table").using(tmp_path / "map.toml").mapping(), tmp_path / "list.csv", 5)
    assert {one.name for one in row.fields if one.refused} == {"act.kind", "act.occurred"}
    assert "Did you mean 'beaten'" in row.refused


def test_the_command_shows_the_first_rows_and_needs_no_home(tmp_path: Path) -> None:
    mapping, file = tmp_path / "map.toml", tmp_path / "list.csv"
    mapping.write_text(MAPPING.format(form=""), encoding="utf-8")
    file.write_text(f"No,Name,What,When,Note\n{GOOD.strip()},\x1b[31mred\n2,Zz Two,beeten,2024,\n", encoding="utf-8")
    words = ["import", "table", "--map", str(mapping), str(file), "--home", str(tmp_path / "home")]
    shown = CliRunner().invoke(program, [*words, "--preview"])
    assert shown.exit_code == 0, shown.output
    assert "What = beaten  ->  assault" in shown.output
    assert "REFUSED" in shown.output and "=> people: 1, acts: 1" in shown.output
    assert "kept word for word: Note" in shown.output
    assert "\x1b" not in shown.output
    found = json.loads(CliRunner().invoke(program, [*words, "--json", "--preview", "1"]).output)
    assert [row["position"] for row in found] == ["row 2"]
    assert {"field": "act.kind", "cells": {"What": "beaten"}, "became": ["assault"]} in found[0]["fields"]
    assert not (tmp_path / "home").exists(), "a preview writes nothing"
