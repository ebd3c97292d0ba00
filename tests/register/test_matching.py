"""Matches in the register: proposed without names, judged by people, taken back with all that followed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied

from sijill.cli import main
from sijill.cli.match import read_list
from sijill.codelists.load import codelist
from sijill.office.verify import verify
from sijill.register.actions import (
    judge,
    merge_events,
    merge_persons,
    propose_from_list,
    propose_matches,
    record_event,
    set_members,
    withdraw_judgement,
)
from sijill.register.models import Event, Judgement, Person
from sijill.register.pairs import standing_judgements
from tests.people import Cast
from tests.register.matching.entered import TWICE, entered, others


@pytest.fixture
def twice(cast: Cast) -> tuple[Person, Person]:
    """One invented person entered twice, among others."""
    others(cast)
    return entered(cast, TWICE[0], "2024-05-04"), entered(cast, TWICE[1], "2024-05-04")


@pytest.mark.django_db
def test_an_entry_twice_is_proposed_without_a_name(cast: Cast, twice: tuple[Person, Person]) -> None:
    found = propose_matches(actor=cast.bob)
    assert {found[0].left, found[0].right} == {one.id for one in twice}
    assert found[0].probability > 0.9
    assert {one.part for one in found[0].reasons} >= {"names", "days", "sex"}
    assert not any(part in repr(found) for part in ("Quintero", "quintero", "Bello"))


@pytest.mark.django_db
def test_roles_are_compared_where_the_register_has_them(cast: Cast, twice: tuple[Person, Person]) -> None:
    third = entered(cast, TWICE[0], "2024-05-04", roles=("lawyer", "not-stated"))
    fourth = entered(cast, TWICE[0], "2024-05-04", roles=("not-stated",))
    said = {
        frozenset((one.left, one.right)): {reason.part: reason for reason in one.reasons}["role"]
        for one in propose_matches(actor=cast.bob)
    }
    assert said[frozenset(one.id for one in twice)].level == "same-role"
    apart = said[frozenset((twice[0].id, third.id))]
    assert apart.level == "else" and apart.weight < 0
    assert said[frozenset((twice[0].id, fourth.id))].level == "missing"


@pytest.mark.django_db
def test_a_list_may_write_roles_in_another_language(cast: Cast, twice: tuple[Person, Person]) -> None:
    rows = [{"name_en": TWICE[0], "incident_date": "2024-05-04", "role": codelist("roles").label("journalist", "ar")}]
    found = propose_from_list(actor=cast.bob, rows=rows)[0]
    assert {one.part: one.level for one in found.reasons}["role"] == "role-within"


@pytest.mark.django_db
def test_what_was_judged_is_not_proposed_again_until_it_is_taken_back(cast: Cast, twice: tuple[Person, Person]) -> None:
    row = judge(actor=cast.bob, left=twice[1], right=twice[0], verdict="not-same", reasons="Two sisters")
    pair = {one.id for one in twice}
    assert not any({one.left, one.right} == pair for one in propose_matches(actor=cast.bob))
    withdraw_judgement(actor=cast.bob, judgement=row)
    assert any({one.left, one.right} == pair for one in propose_matches(actor=cast.bob))
    assert standing_judgements() == {}
    assert list(verify()) == []


@pytest.mark.django_db
def test_taking_a_judgement_back_undoes_its_merge(cast: Cast, twice: tuple[Person, Person]) -> None:
    merge_persons(actor=cast.bob, keep=twice[0], drop=twice[1], reasons="Same name, same day")
    assert not any({one.left, one.right} == {one.id for one in twice} for one in propose_matches(actor=cast.bob))
    withdraw_judgement(actor=cast.alice, judgement=Judgement.objects.get())
    assert Person.objects.get(pk=twice[1].id).merged_into_id is None
    assert list(verify()) == []


@pytest.mark.django_db
def test_a_merge_stays_while_another_judgement_holds_it(cast: Cast, twice: tuple[Person, Person]) -> None:
    first = judge(actor=cast.alice, left=twice[0], right=twice[1], verdict="same", reasons="Same name")
    merge_persons(actor=cast.bob, keep=twice[0], drop=twice[1], reasons="Same day")
    withdraw_judgement(actor=cast.alice, judgement=first)
    assert Person.objects.get(pk=twice[1].id).merged_into_id == twice[0].id


@pytest.mark.django_db
def test_restricted_cases_and_strangers(cast: Cast, twice: tuple[Person, Person]) -> None:
    hidden = entered(cast, TWICE[0], "2024-05-04", restricted=True)
    seen = {side for one in propose_matches(actor=cast.bob) for side in (one.left, one.right)}
    assert hidden.id not in seen
    with pytest.raises(PermissionDenied):
        propose_matches(actor=cast.charlie)
    row = judge(actor=cast.alice, left=twice[0], right=hidden, verdict="same", reasons="Same")
    with pytest.raises(PermissionDenied):
        withdraw_judgement(actor=cast.bob, judgement=row)
    set_members(actor=cast.alice, event=hidden.acts.get().event, users=[cast.alice, cast.bob])
    withdraw_judgement(actor=cast.bob, judgement=row)


@pytest.mark.django_db
def test_taking_a_judgement_on_cases_back_parts_them(cast: Cast) -> None:
    one, two = (record_event(actor=cast.alice, title="Invented") for _ in range(2))
    merge_events(actor=cast.alice, keep=one, drop=two, reasons="Same day")
    withdraw_judgement(actor=cast.bob, judgement=Judgement.objects.get())
    assert Event.objects.get(pk=two.id).merged_into_id is None
    assert list(verify()) == []


@pytest.mark.django_db
def test_rows_of_a_new_list_meet_entries(cast: Cast, twice: tuple[Person, Person]) -> None:
    rows: list[dict[str, Any]] = [
        {"name_en": "Nobody Alike", "incident_date": "2019-01-01"},
        {"name_en": TWICE[0], "incident_date": "2024-05-04", "age": "30"},
    ]
    found = propose_from_list(actor=cast.bob, rows=rows)
    assert {one.left for one in found if one.right == "2"} == {one.id for one in twice}
    assert not any(one.right == "1" for one in found)


def test_the_command_reads_two_lists_and_prints_how_well(tmp_path: Path) -> None:
    names = [f"Given{a}o Family{b}u" for a, b in zip("abcdefghijkl", "zyxwvutsrqpo", strict=True)]
    for file in ("a.csv", "b.csv"):
        lines = [f"{at},{name},2024-01-{at + 1:02}" for at, name in enumerate(names)]
        (tmp_path / file).write_text("\n".join(["id,name_en,incident_date", *lines]), encoding="utf-8")
    asked = ["match", "evaluate", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--truth", "id", "--json"]
    done = CliRunner().invoke(main, asked)
    found = json.loads(done.output)
    assert (found["precision"], found["recall"], found["f1"], found["blocking_ceiling"]) == (1.0, 1.0, 1.0, 1.0)
    assert {"pairs", "curve", "seconds", "peak_memory_mb", "threshold"} <= set(found)
    assert not any(name in done.output for name in names)


def test_the_command_says_what_is_wrong_with_a_list(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name_en\n1,Zz Invented\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["match", "evaluate", str(tmp_path / "a.csv"), "--truth", "person"])
    assert done.exit_code == 2
    assert "has no column 'person'" in done.output
    assert "Zz" not in done.output


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,when\n1,Zz Invented\n", "has no column name_ar, name_en or name: it has id, when"),
        ("id;name_en\n1;Zz Invented\n", "it has id;name_en. Name the columns so; a CSV list has commas"),
        ("id,name,Name\n1,Zz Invented,\n", "two columns with one name: name"),
        ('id,name\n1,"Zz Invented\n2,Zz Invented\n', "line 3: this is no CSV (unexpected end of data)"),
        ("id,name\n1," + "Zz " * 50_000 + "\n", "line 2: this is no CSV (field larger"),
    ],
)
def test_a_list_that_would_be_half_read_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["match", "evaluate", str(tmp_path / "a.csv"), "--truth", "id"])
    assert done.exit_code == 2
    assert says in done.output
    assert "Zz" not in done.output


def test_headers_are_read_whatever_their_case_and_blanks(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("\ufeffid , Name_EN\r\n1,Zz Invented\r\n", encoding="utf-8", newline="")
    assert read_list(tmp_path / "a.csv") == [{"id": "1", "name_en": "Zz Invented"}]


def test_lists_without_a_common_value_of_the_truth_are_said_to_have_none(tmp_path: Path) -> None:
    for file, ids in (("a.csv", "12"), ("b.csv", "34")):
        (tmp_path / file).write_text(f"id,name\n{ids[0]},Zz Invented\n{ids[1]},Yy Made\n", encoding="utf-8")
    asked = ["match", "evaluate", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--truth", "id"]
    done = CliRunner().invoke(main, [*asked, "--json"])
    assert "No value of 'id' is in both lists" in done.stderr
    assert (json.loads(done.stdout)["true_pairs"], json.loads(done.stdout)["blocking_ceiling"]) == (0, None)
    assert "true pairs through" not in CliRunner().invoke(main, asked).stdout


def test_a_folder_that_cannot_be_made_is_said_before_anything_is_matched(tmp_path: Path) -> None:
    for file in ("a.csv", "b.csv"):
        (tmp_path / file).write_text("id,name\n1,Zz Invented\n", encoding="utf-8")
    folder = tmp_path / "a.csv" / "under-a-file"
    done = CliRunner().invoke(
        main, ["match", "linkages", *(str(tmp_path / one) for one in ("a.csv", "b.csv")), "--to", str(folder)]
    )
    assert done.exit_code == 2
    assert "cannot be written" in done.output


def test_the_command_draws_linkages_that_an_estimate_pools(tmp_path: Path) -> None:
    names = [f"Given{a}o Family{b}u" for a in "abcdefghijkl" for b in "zyxwvut"]
    files = []
    for step, file in ((2, "a.csv"), (3, "b.csv"), (5, "c.csv")):
        held = [(at, name) for at, name in enumerate(names) if at % step < 1 or at % 4 == 1]
        lines = [f"{at},{name},2024-{at % 12 + 1:02}-{at % 28 + 1:02}" for at, name in held]
        files.append(str(tmp_path / file))
        Path(files[-1]).write_text("\n".join(["id,name_en,incident_date", *lines]), encoding="utf-8")
    folder = tmp_path / "linkages"
    asked = ["match", "linkages", *files, "--draws", "4", "--seed", "2", "--to", str(folder)]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 0, done.output
    tables = sorted(folder.iterdir())
    assert [one.name for one in tables] == [f"linkage-{k}.csv" for k in (1, 2, 3, 4)]
    text = tables[0].read_text(encoding="utf-8")
    assert text.startswith("a,b,c,count\n")
    assert "Given" not in text
    pooled = json.loads(CliRunner().invoke(main, ["estimate", *map(str, tables), "--json"]).output)
    assert (pooled["method"], pooled["tables"]) == ("loglinear", 4)
    assert min(pooled["documented"]) >= 45
    assert "few-tables" in pooled["warnings"]
    again = CliRunner().invoke(main, asked)
    assert again.exit_code == 2
    assert "is not empty" in again.output
    assert "One list was given" in CliRunner().invoke(main, ["match", "linkages", files[0], "--to", "x"]).output
    assert (
        "Two lists have one name" in CliRunner().invoke(main, ["match", "linkages", *files[:1] * 2, "--to", "x"]).output
    )
