"""What the documentation says of mappings is so: its example runs, and it names every setting and problem."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sijill.codelists.load import codelist
from sijill.collect.draft import Row
from sijill.collect.importers.formats import FORMATS, read
from tests.collect.importers.lists import CHECKOUT

HOW_TO = (CHECKOUT / "docs" / "how-to" / "import-a-list.md").read_text(encoding="utf-8")
FORMATS_PAGE = (CHECKOUT / "docs" / "reference" / "formats.md").read_text(encoding="utf-8")
REFERENCE = (CHECKOUT / "docs" / "reference" / "mapping-files.md").read_text(encoding="utf-8")
SOURCES = CHECKOUT / "src" / "sijill" / "collect" / "importers"
READERS = "text|flag|number|words|table|tables|code|column|column_names|pairs|folded_pairs|numbers|has|raw|expression"
READING = ("mapping.py", "reading.py", "sections.py", "parts.py", "others.py", "known.py")
RULES = "coded|dated|spanned|keys|optional_when|_unknown"


def block(language: str, page: str = HOW_TO) -> str:
    found = re.search(rf"```{language}\n(.*?)```", page, re.DOTALL)
    assert found
    return found[1]


def test_the_reading_that_an_office_may_add_to_the_leaders_does_what_the_page_says(tmp_path: Path) -> None:
    shipped = (SOURCES / "colombia-leaders.toml").read_text(encoding="utf-8")
    own = shipped.replace('"identity", "role", ', '"identity", ').replace("[act.roles]", "[[act.roles]]")
    mapping = tmp_path / "own.toml"
    mapping.write_text(own + block("toml", FORMATS_PAGE), encoding="utf-8")
    file = CHECKOUT / "tests" / "collect" / "data" / "colombia-leaders" / "in.json"
    words = file.read_text(encoding="utf-8")
    named = tmp_path / "in.json"
    named.write_text(words.replace('"Prensa,Indepaz"', '"Prensa,Somos Defensores"'), encoding="utf-8")
    before = [row for row in read("colombia-leaders", named) if isinstance(row, Row)]
    after = [row for row in read("colombia-leaders", named, mapping=mapping) if isinstance(row, Row)]
    assert [row.key for row in before] == [row.key for row in after]
    assert before[0].entries[0].acts[0].roles == ("trade-unionist",)
    assert after[0].entries[0].acts[0].roles == ("trade-unionist", "human-rights-defender")
    for row in after:
        assert ("human-rights-defender" in row.entries[0].acts[0].roles) == ("Somos Defensores" in row.content)
    assert [row for row in after if "role" in row.entries[0].acts[0].elements] == []


def test_the_example_of_the_guide_runs(tmp_path: Path) -> None:
    (tmp_path / "incidents.csv").write_text(block("text"), encoding="utf-8")
    (tmp_path / "incidents.toml").write_text(block("toml"), encoding="utf-8")
    rows = list(read("table", tmp_path / "incidents.csv", mapping=tmp_path / "incidents.toml"))
    assert all(isinstance(row, Row) for row in rows)
    first, second, third = (row.entries for row in rows if isinstance(row, Row))
    assert [[act.kind for act in entry.acts] for entry in first] == [["assault", "threat"]] * 2
    assert second[0].acts[0].occurred == "2024-03"
    assert second[0].acts[0].involvements[0].perpetrator == "unknown-perpetrator"
    assert third[0].victim.identified == "unidentified"


def settings() -> set[str]:
    code = "".join((SOURCES / file).read_text(encoding="utf-8") for file in READING)
    read_by = re.findall(rf'\.(?:{READERS})\("(\w+)"', code)
    ruled = re.findall(rf'\b(?:{RULES})\(\w+, "(\w+)"', code)
    fields = "".join(re.findall(r"(?:PERSON|ACT)_CODED = (\([^)]*\))", code))
    assert "detention_basis" in fields and "citizenship" in fields
    return {*read_by, *ruled, *re.findall(r'"(\w+)"', fields)}


@pytest.mark.parametrize("setting", sorted(settings()))
def test_every_setting_is_in_the_reference(setting: str) -> None:
    assert re.search(rf"`[^`\n]*\b{setting}\b[^`\n]*`", REFERENCE), setting


def test_every_problem_is_in_the_guide() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.py"))
    problems = set(re.findall(r'"((?:[a-z]+-)+[a-z]+)"', code)) - {"not-asked", "not-stated", "not-available"}
    problems -= {*FORMATS, "utf-8-sig", "utf-8"}
    problems -= {
        code for name in ("elements", "name_kinds", "perpetrators", "state_links") for code in codelist(name).codes
    }
    assert {"unknown-code", "duplicate-key", "ragged-row", "no-act"} <= problems
    for one in problems:
        assert f"`{one}`" in HOW_TO, one


def test_every_format_is_in_the_guide() -> None:
    for name in FORMATS:
        assert f"| `{name}` |" in HOW_TO
