"""`sijill import measures` and `sijill assess`: what courts decided, in a register, is judged as they judged it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from examples.measures import FOLDER
from examples.measures import read as measures
from sijill.collect.draft import Refused, Row
from sijill.collect.importers.formats import FileError, read
from sijill.home import ENVIRONMENT

GOOD = """
title = "INVENTED: State v. Zzpost"
citation = "INVENTED 1/25"
kind = "restriction"
[facts]
country = "XZ"
decider = "court"
measure = "removed"
applied = "2025-01"
items = [2, 9]
[company]
name = "INVENTED Zzpost"
kind = "platform"
[[answer]]
check = "necessity/link-direct"
verdict = "not-met"
evidence = "Paragraph 4"
reasons = "Nothing was shown."
"""


def of(folder: Path, text: str) -> Row | Refused:
    (folder / "one.toml").write_text(text, encoding="utf-8")
    (found,) = read("measures", folder / "one.toml")
    return found


def test_a_measure_is_a_row_with_its_draft_and_its_answers(tmp_path: Path) -> None:
    row = of(tmp_path, GOOD)
    assert isinstance(row, Row)
    (fact,) = row.facts
    assert (row.key, fact.table, fact.values["items"], fact.values["level"]) == ("one", "restriction", (2, 9), "single")
    assert fact.bodies["company"].name == "INVENTED Zzpost"
    (answer,) = row.answers
    assert (answer.check, answer.verdict, answer.evidence) == ("necessity/link-direct", "not-met", "Paragraph 4")


def test_a_measure_may_say_in_which_language_the_speech_was(tmp_path: Path) -> None:
    row = of(tmp_path, GOOD.replace("[facts]", '[facts]\nlanguage = "qu"'))
    assert isinstance(row, Row)
    assert row.facts[0].values["language"] == "qu"
    assert "language" in row.facts[0].elements


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('kind = "restriction"', 'kind = "verdict"', "kind"),
        ('measure = "removed"', 'measur = "removed"', "measur"),
        ('country = "XZ"', "country = 1.5", "country"),
        ('evidence = "Paragraph 4"', "", "answer"),
        ("[company]", "[firm]", "firm"),
        ('title = "INVENTED: State v. Zzpost"', "", "title"),
        ('title = "INVENTED: State v. Zzpost"', "title = ", ""),
    ],
)
def test_what_a_file_cannot_say_is_refused_with_its_place(tmp_path: Path, old: str, new: str, field: str) -> None:
    found = of(tmp_path, GOOD.replace(old, new, 1))
    assert isinstance(found, Refused)
    assert (found.field, found.position) == (field, "one.toml")
    assert found.message.startswith("One.toml: ")


def test_a_folder_without_measures_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="holds no measure"):
        read("measures", tmp_path)


# --- In a register --------------------------------------------------------------------------------------


def sijill(home: Path, *words: str) -> Any:
    environment = {**os.environ, ENVIRONMENT: str(home)}
    done = subprocess.run([sys.executable, "-m", "sijill", *words], env=environment, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if "--json" in words else done.stdout


LOOK = """
import json, os, sys
from sijill.cli.base import start
from sijill.home import find
home = find(None)
start(home)
from sijill.assess.models import Answer
from sijill.assess.rules.ground.findings import findings_for
from sijill.assess.rules.ground.limbs import by_limb
from sijill.collect.models import Report
from sijill.publish.run import open_tables
from sijill.register.models import Support
tables, found = open_tables(home), {}
for one in Support.objects.filter(entity_kind__in=("restriction", "disruption")).select_related("report"):
    rows = findings_for(tables, one.entity_kind, one.entity_id)
    limbs = by_limb((row.limb, row.verdict) for row in rows)
    evidence = {row.check: row.evidence_id == one.report_id for row in rows}
    found[one.report.key] = [one.entity_id, limbs, evidence]
json.dump([found, Answer.objects.count()], sys.stdout)
"""


@pytest.mark.slow
def test_the_findings_on_records_agree_with_the_courts_limb_by_limb(tmp_path: Path) -> None:
    home = tmp_path / "home"
    sijill(home, "init", "--name", "Office of Tests", "--kind", "civil-society")
    assert sijill(home, "import", "measures", str(FOLDER), "--json")["new"] == 8
    assert sijill(home, "import", "measures", str(FOLDER), "--json")["unchanged"] == 8
    environment = {**os.environ, ENVIRONMENT: str(home)}
    looked = subprocess.run([sys.executable, "-c", LOOK], env=environment, text=True, capture_output=True)
    assert looked.returncode == 0, looked.stderr
    found, answers = json.loads(looked.stdout)
    golden = {one.name: one.about for one in measures()}
    assert answers == sum(len(about["answer"]) for about in golden.values())
    assert {name: limbs for name, (_, limbs, _) in found.items()} == {n: a["findings"] for n, a in golden.items()}
    for name, about in golden.items():
        assert all(found[name][2][one["check"]] for one in about["answer"]), name
    for name in ("engels-v-russia", "togo-2020"):
        assert sijill(home, "assess", found[name][0], "--json")["limbs"] == golden[name]["findings"]
