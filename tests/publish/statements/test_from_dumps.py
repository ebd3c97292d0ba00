"""From a dump to a figure: what was imported adds up to what counting the dump itself says, in two schemas."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from sijill.collect.importers.statements.counting import COUNTED, Counts, count_dump
from sijill.collect.importers.statements.importing import import_dump
from sijill.collect.importers.statements.shaping import Choice
from sijill.publish.statements import REPORTS, open_dumps
from sijill.statements.fields import ARRAYS, Shape
from tests.collect.importers.statements.dumps import FULL1, FULL2, LIGHT2, dump, line

KEY_OF = {"content_language": "language", "territorial_scope": "territory"}
OLD = "STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE"
NOT_A_KEY = ("category_addition",)  # no report counts further categories by themselves


def made(folder: Path, shape: Shape, count: int = 400) -> Path:
    """A dump whose lists and dates vary, with values that schema 2 renamed."""
    draw = random.Random(shape.schema)
    codes = ("KEYWORD_DISINFORMATION", "KEYWORD_MISINFORMATION_DISINFORMATION", "KEYWORD_OTHER")
    lines = [
        line(
            number,
            shape,
            category=draw.choice([OLD, "STATEMENT_CATEGORY_VIOLENCE"]),
            category_specification=draw.choice(["", json.dumps(draw.choices(codes, k=draw.randint(1, 3)))]),
            decision_account=draw.choice(["", "DECISION_ACCOUNT_SUSPENDED"]),
            application_date=f"2026-01-{draw.randint(8, 12):02d} 00:00:00",
            content_date=draw.choice(["", f"2026-01-{draw.randint(8, 10):02d} 00:00:00"]),
            territorial_scope=draw.choice(["", '["DE"]', '["DE","FR","MT"]']),
        )
        for number in range(count)
    ]
    return dump(folder, lines, shape, name=f"sor-global-2026-01-10-{shape.variant}.zip", each=150)


@pytest.mark.parametrize("shape", [FULL1, FULL2, LIGHT2], ids=["full 1", "full 2", "light 2"])
def test_breakdowns_are_what_the_dump_holds(shape: Shape, tmp_path: Path) -> None:
    path = made(tmp_path / "dumps", shape)
    whole: Counts = count_dump(path)
    import_dump(path, tmp_path / "statements")
    read = open_dumps(tmp_path / "statements").read
    compared = [name for name in COUNTED if name in shape.columns and name not in NOT_A_KEY]
    assert len(compared) == (15 if shape.variant == "full" else 14)
    for name in compared:
        key = KEY_OF.get(name, name)
        rows = REPORTS["count"].told(read, ("platform", key)).rows
        counted = {(row["platform"], name, row[key]): row["statements"] for row in rows}
        wanted = {one: number for one, number in whole.values.items() if one[1] == name}
        assert counted == wanted
        assert counted
    dates = {row["platform"]: row for row in REPORTS["dates"].told(read, ["platform"]).rows}
    for (platform, what), number in whole.impossible.items():
        ours = {"application_before_content": "applied_before_content"}.get(what, "filed_before_applied")
        assert dates[platform][ours] == number
    assert len(whole.impossible) == 4
    assert set(ARRAYS) - set(compared) <= {*NOT_A_KEY, "territorial_scope"}


def test_a_light_dump_has_fields_that_it_lacks_and_not_that_are_empty(tmp_path: Path) -> None:
    import_dump(made(tmp_path / "dumps", LIGHT2), tmp_path / "statements")
    read = open_dumps(tmp_path / "statements").read
    held = {row["field"]: row["held"] for row in REPORTS["coverage"].told(read, []).rows}
    assert {name for name, number in held.items() if not number} == {
        "illegal_content_explanation", "incompatible_content_explanation", "territorial_scope", "decision_facts",
    }  # fmt: skip
    reasons = {row["check"]: row["reason"] for row in REPORTS["reasons"].told(read, []).rows}
    assert reasons["necessity/threat-specific"] == reasons["necessity/narrow-in-territory"] == "not-in-file"


def test_texts_that_were_left_out_are_still_compared(tmp_path: Path) -> None:
    path = made(tmp_path / "dumps", FULL2)
    found = []
    for name, texts in (("with", True), ("without", False)):
        import_dump(path, tmp_path / name, Choice(texts=texts))
        read = open_dumps(tmp_path / name).read
        found.append([REPORTS[slug].told(read).rows for slug in ("explanations", "facts", "findings", "coverage")])
    assert found[0] == found[1]
    assert found[0][0][0]["texts"] == 2
