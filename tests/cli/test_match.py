"""`sijill match` on an invented register: proposed, listed, judged, taken back, exported; exit codes; no names."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sijill.cli import main as program
from sijill.home import Home, Settings
from sijill.office.models import LogEntry
from sijill.office.verify import verify
from sijill.register.actions import merge_persons, record_act, record_event
from sijill.register.matching.kept import PROPOSED, kept
from sijill.register.models import Judgement, Person
from sijill.register.pairs import openable, waiting_pairs
from tests.people import Cast
from tests.register.matching.entered import TWICE, entered, others

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    made.make()
    made.write_settings(Settings(language="fr"))
    return made


@pytest.fixture
def twice(cast: Cast, home: Home) -> tuple[Person, Person]:
    """One invented person entered twice, among others, and once more where only its team may look."""
    others(cast)
    entered(cast, TWICE[0], "2024-05-04", restricted=True)
    return entered(cast, TWICE[0], "2024-05-04"), entered(cast, TWICE[1], "2024-05-04")


def run(home: Home, *words: str, code: int = 0) -> Result:
    done = CliRunner().invoke(program, ["match", *words, "--home", str(home.folder)])
    assert done.exit_code == code, done.output
    assert "Quintero" not in done.output
    return done


def told(home: Home, *words: str) -> Any:
    return json.loads(run(home, *words, "--json").stdout)


def pairs(found: list[dict[str, Any]]) -> list[set[str]]:
    return [{one["left"], one["right"]} for one in found]


def judged(home: Home, twice: tuple[Person, Person], verdict: str, *, code: int = 0) -> Result:
    ids = [one.id for one in twice]
    return run(home, "review", "--judge", *ids, "--verdict", verdict, "--reasons", "Invented", code=code)


def test_a_pair_goes_from_proposal_to_judgement_and_back(home: Home, twice: tuple[Person, Person]) -> None:
    pair = {one.id for one in twice}
    found = told(home, "propose")
    assert pairs(found)[0] == pair and found[0]["probability"] > 0.9
    assert found[0]["sentences"][0].startswith("Nom")
    assert pairs(told(home, "review"))[0] == pair
    shown = run(home, "review", "--language", "en").stdout
    assert f"/people/{found[0]['left']}/and/{found[0]['right']}/" in shown and "Name: " in shown

    identifier = judged(home, twice, "not-same").stdout.strip()
    assert Judgement.objects.get().id == identifier
    assert pair not in pairs(told(home, "review"))
    assert pair not in pairs(told(home, "propose"))

    run(home, "review", "--withdraw", identifier)
    assert not Judgement.objects.exists()
    assert pairs(told(home, "propose"))[0] == pair
    assert LogEntry.objects.filter(verb="judgement.end").count() == 1
    assert list(verify()) == []


def test_what_a_judgement_taught_is_forgotten_with_it(home: Home, twice: tuple[Person, Person]) -> None:
    before = told(home, "propose")
    assert told(home, "propose") == before, "same records, same judgements: same weights"
    others_ = [one.id for one in Person.objects.filter(merged_into=None).exclude(pk__in=[t.id for t in twice])[:2]]
    row = run(home, "review", "--judge", *others_, "--verdict", "same", "--reasons", "Invented").stdout.strip()
    assert told(home, "propose") != before
    run(home, "review", "--withdraw", row)
    assert told(home, "propose") == before


def test_taking_back_undoes_a_merge(home: Home, cast: Cast, twice: tuple[Person, Person]) -> None:
    merge_persons(actor=cast.bob, keep=twice[0], drop=twice[1], reasons="Same day")
    run(home, "review", "--withdraw", Judgement.objects.get().id)
    assert Person.objects.get(pk=twice[1].id).merged_into_id is None


def test_who_was_unsure_is_asked_again(home: Home, twice: tuple[Person, Person]) -> None:
    run(home, "propose")
    judged(home, twice, "unsure")
    assert pairs(told(home, "review"))[0] == {one.id for one in twice}


def test_export_has_pairs_weights_and_verdicts_and_no_name(
    home: Home, twice: tuple[Person, Person], tmp_path: Path
) -> None:
    run(home, "propose")
    judged(home, twice, "same")
    file = tmp_path / "pairs.csv"
    run(home, "export", "--to", str(file))
    text = file.read_text(encoding="utf-8")
    assert text == run(home, "export").stdout
    first = next(csv.DictReader(text.splitlines()))
    assert {first["left"], first["right"]} == {one.id for one in twice}
    assert (first["verdict"], first["sex_level"]) == ("same", "same-sex")
    parts = [float(value) for name, value in first.items() if name.endswith("_weight") and value]
    assert len(parts) >= 3 and 0.9 < float(first["probability"]) <= 1
    assert not any("quintero" in path.read_text(encoding="utf-8").lower() for path in (file, home.folder / PROPOSED))


def test_restricted_entries_stay_out_of_every_output(home: Home, cast: Cast, twice: tuple[Person, Person]) -> None:
    hidden = Person.objects.get(acts__event__restricted=True)
    for words in (["propose"], ["review"], ["export"]):
        assert hidden.id not in run(home, *words).output


def test_rows_of_a_list_are_proposed_and_not_kept(home: Home, twice: tuple[Person, Person], tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text(f"name_en,incident_date\n{TWICE[0]},2024-05-04\n", encoding="utf-8")
    found = told(home, "propose", str(file))
    assert {one["left"] for one in found} == {one.id for one in twice} and {one["right"] for one in found} == {"1"}
    assert not (home.folder / PROPOSED).exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["review"], "Nothing was proposed yet"),
        (["export"], "Nothing was proposed yet"),
        (["review", "--judge", "person-x", "person-y"], "needs --verdict"),
        (["review", "--judge", "person-x", "person-y", "--verdict", "same"], "no entry person-x"),
        (["review", "--withdraw", "judgement-x"], "no judgement judgement-x"),
        (["review", "--judge", "a", "b", "--withdraw", "c"], "given together"),
    ],
)
def test_what_cannot_be_done_ends_with_two_and_says_why(home: Home, cast: Cast, words: list[str], says: str) -> None:
    assert says in run(home, *words, code=2).output


def test_a_judgement_without_a_reason_is_refused(home: Home, twice: tuple[Person, Person]) -> None:
    ids = [one.id for one in twice]
    done = run(home, "review", "--judge", *ids, "--verdict", "same", code=2)
    assert "Say why" in done.output and not Judgement.objects.exists()


def test_without_an_installation_nothing_is_done(tmp_path: Path) -> None:
    run(Home(tmp_path / "nowhere"), "propose", code=2)


def test_restricted_cases_are_compared_kept_for_their_team_and_printed_for_nobody(
    home: Home, cast: Cast, twice: tuple[Person, Person]
) -> None:
    hidden = Person.objects.get(acts__event__restricted=True)
    run(home, "propose")
    assert hidden.id not in (home.folder / PROPOSED).read_text(encoding="utf-8")

    printed = told(home, "propose", "--restricted")
    kept_file = (home.folder / PROPOSED).read_text(encoding="utf-8")
    assert {one.id for one in twice} == pairs(printed)[0]
    assert hidden.id not in json.dumps(printed) and hidden.id in kept_file
    assert hidden.id not in json.dumps(told(home, "review")) + run(home, "export").stdout
    assert "Quintero" not in kept_file and "quintero" not in kept_file

    found = kept(home.folder) or ()
    on_the_team, others = waiting_pairs(cast.alice, found), waiting_pairs(cast.bob, found)
    assert {hidden.id in one.pair for one in on_the_team} == {True, False}
    assert not any(hidden.id in one.pair for one in others)
    refused = run(home, "propose", "--restricted", str(a_list(home)), code=2)
    assert "--restricted" in refused.output


def test_reasons_that_lie_in_a_restricted_case_are_read_by_its_team_alone(
    home: Home, cast: Cast, twice: tuple[Person, Person]
) -> None:
    """Of one person both open, and in a restricted case as well, whose day must not be told by a sentence."""
    one, other = entered(cast, "Zz Alvaro Monteverde", "2019-02-03"), entered(cast, "Zz Alvar Monteverde", "2024-08-09")
    event = record_event(actor=cast.alice, title="Invented, closed", restricted=True)
    record_act(
        actor=cast.alice,
        event=event,
        victim=one,
        kind="threat",
        occurred="2024-08-09",
        place="BO",
        roles=["journalist"],
    )
    run(home, "propose", "--restricted")
    found = kept(home.folder) or ()
    resting = [each for each in found if each.cases == (event.id,)]
    assert resting, "the closed case says more of these two than the open ones do"
    assert all(not each.cases for each in waiting_pairs(cast.bob, found))
    assert all(each not in openable(cast.bob, found) for each in resting)
    assert set(resting) <= set(openable(cast.alice, found))
    pair = frozenset((one.id, other.id))
    assert sum(each.pair == pair for each in waiting_pairs(cast.alice, found)) == 1, "a pair waits once"


def a_list(home: Home) -> Path:
    file = home.folder / "list.csv"
    file.write_text("name_en\nZz Invented\n", encoding="utf-8")
    return file
