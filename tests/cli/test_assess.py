"""`sijill assess` and `sijill check rules`: what a person and a program get."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from examples.measures import read
from sijill.assess.rules.ground.checks import CHECKS, ELEMENTS, FACTORS
from sijill.assess.rules.ground.shown import lines, shown
from sijill.assess.rules.texts import RULES
from sijill.cli import main
from sijill.codelists.load import codelist
from sijill.home import Home, Settings
from sijill.office.ids import derived_id
from sijill.publish import run
from sijill.tables.engines import memory
from tests.assess.ground.world import NEEDED, Measures

LAW, PROVISION = derived_id("law", "one"), derived_id("provision", "one")
MEASURE, TOTAL = derived_id("restriction", "one"), derived_id("restriction", "total")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An installation whose snapshot holds a decided measure with its law, and a published total."""
    (measure,) = (one for one in read() if one.name == "kharitonov-v-russia")
    renamed = {measure.id: MEASURE, f"law-{measure.name}": LAW, f"provision-{measure.name}": PROVISION}
    rows = {
        name: [{key: renamed.get(value, value) for key, value in row.items()} for row in measure.rows.get(name, ())]
        for name in NEEDED
    }
    rows["restriction"].append({"id": TOTAL, "state": "confirmed", "level": "total"})
    tables = memory(rows)
    monkeypatch.setattr(run, "open_tables", lambda home: tables)
    monkeypatch.setattr("sijill.cli.assess.start", lambda home: None)
    made = Home(tmp_path)
    made.make()
    made.write_settings(Settings(language="fr"))
    return made


def test_every_rule_on_a_line(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["check", "rules", "--home", str(tmp_path)])
    assert done.exit_code == 0
    lines = [line.split("\t") for line in done.output.splitlines()]
    assert [line[0] for line in lines] == [*RULES, *(one.id for one in (*CHECKS, *FACTORS, *ELEMENTS))]
    for slug, limb, version, source in lines:
        assert slug.startswith(f"{limb}/")
        assert version.isdigit()
        assert source
    assert len([line for line in lines if line[1] in {one.limb for one in CHECKS}]) == 37


def assessed(home: Home, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["assess", *words, "--home", str(home.folder)])
    return done.exit_code, done.stdout, done.stderr


def test_findings_by_limb_as_json(home: Home) -> None:
    code, out, _ = assessed(home, MEASURE, "--json", "--language", "en")
    assert code == 0
    found = json.loads(out)
    assert (found["record"], found["kind"], found["parts"]) == (MEASURE, "restriction", [])
    assert "not an order to remove" in found["opinion"]
    assert found["limbs"]["legality"] == found["limbs"]["remedy"] == "not-met"
    assert list(found["limbs"])[1] == "legitimate-aim"
    by_check = {one["check"]: one for one in found["findings"]}
    one = by_check["legality/discretion-limited"]
    assert (one["verdict"], one["reason"], one["binding"]) == ("not-met", "answered", "binding")
    assert one["question"] == "Does the law limit what the authority may decide?"
    assert one["person_says"]["verdict"] == "not-met"
    assert one["evidence"] == "report-kharitonov-v-russia"
    assert one["sources"] == [{"standard": "General Comment 34 (CCPR/C/GC/34)", "paragraph": "25", "verified": True}]
    assert "European Convention on Human Rights, 10(2)" in one["norms"]
    assert by_check["legality/order-in-writing"]["sources"][0]["verified"] is False
    assert by_check["remedy/person-notified"]["person_says"] is None
    assert not {"score", "total", "overall"} & set(found)


def test_findings_as_text_in_the_language_of_the_office(home: Home) -> None:
    code, out, _ = assessed(home, MEASURE)
    assert code == 0
    assert out.startswith(f"{MEASURE}: Ceci est l’avis de l’institution")
    assert "La loi limite-t-elle ce que l’autorité peut décider" in out
    assert "(non vérifié)" in out
    assert out.index("legality/") < out.index("legitimate-aim/") < out.index("transparency/")


def test_a_contradiction_is_on_the_page() -> None:
    world = Measures()
    one = world.restriction(indefinite="yes")
    world.answer(one, "necessity/narrow-in-time", "met")
    found = list(world.findings(one).values())
    labels = {code: codelist(name).label(code, "en") for name in ("verdicts", "limbs") for code in codelist(name).codes}
    text = "\n".join(lines(shown("restriction", one, found, "en"), "en", labels))
    assert "both are shown. record: Not met, person: Met" in text


def test_a_law_brings_its_provisions(home: Home) -> None:
    code, out, _ = assessed(home, LAW, "--json")
    assert code == 0
    found = json.loads(out)
    assert [one["record"] for one in found["parts"]] == [PROVISION]
    assert {one["limb"] for one in found["parts"][0]["findings"]} == {"legality", "legitimate-aim", "necessity"}


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ("nonsense", "No check is asked of 'nonsense'"),
        (derived_id("person", "one"), "No check is asked of"),
        (derived_id("restriction", "two"), "There is no record"),
        (TOTAL, "published total"),
    ],
)
def test_what_cannot_be_assessed_is_said_with_exit_code_2(home: Home, record: str, why: str) -> None:
    code, out, err = assessed(home, record)
    assert (code, out) == (2, "")
    assert why in err
