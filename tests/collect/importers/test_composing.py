"""A mapping made by choosing is a mapping like any other, and can be taken up again."""

from __future__ import annotations

import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sijill.collect.draft import Refused, Row
from sijill.collect.importers.composing import Chosen, compose, decompose, likely, samples, to_toml, words_of
from sijill.collect.importers.files import Layout
from sijill.collect.importers.formats import read

LIST = (
    "No,Who,What,Job,When,Where,By,Sex\n"
    "1,Zz One,beaten; threatened,reporter,05/03/2024,North,police,F\n"
    "2,Zz Two,arrested,lawyer,03/2024,South,?,M\n"
    "3,Zz Three,sung at,lawyer,2024,South,,M\n"
)


def chosen() -> Chosen:
    return Chosen(
        name="invented",
        title="An invented list",
        source={"code": "invented", "name": "An invented list", "kind": "ngo"},
        columns={"key": "No", "name": "Who", "kind": "What", "roles": "Job", "occurred": "When", "place": "Where",
                 "perpetrator": "By", "sex": "Sex"},
        split={"kind": ";"},
        dates="dmy",
        unknown=["?"],
        codes={
            "kind": {"beaten": "assault", "threatened": "threat", "arrested": "arbitrary-detention"},
            "roles": {"reporter": "journalist", "lawyer": "lawyer"},
            "place": {"North": "BO-L", "South": "BO-S"},
            "perpetrator": {"police": "police"},
            "sex": {"F": "female", "M": "male"},
        },
    )  # fmt: skip


def test_what_was_chosen_reads_the_file(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "map.toml").write_text(to_toml(compose(chosen())), encoding="utf-8")
    one, two, three = read("table", tmp_path / "list.csv", mapping=tmp_path / "map.toml")
    assert isinstance(one, Row) and isinstance(two, Row) and isinstance(three, Refused)
    acts = one.entries[0].acts
    assert [(act.kind, act.occurred, act.place) for act in acts] == [
        ("assault", "2024-03-05", "BO-L"), ("threat", "2024-03-05", "BO-L"),
    ]  # fmt: skip
    assert acts[0].involvements[0].state_link == "state-agent"
    assert two.entries[0].acts[0].involvements[0].perpetrator == "not-stated"
    assert two.entries[0].acts[0].occurred == "2024-03"
    assert three.problem == "unknown-code", "a word that nobody decided is refused"


def test_what_was_chosen_can_be_taken_up_again() -> None:
    again = decompose(tomllib.loads(to_toml(compose(chosen()))))
    assert compose(again) == compose(chosen())


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=20)


@given(texts, st.dictionaries(texts, st.sampled_from(["assault", "threat"])))
def test_any_words_survive_the_file(column: str, codes: dict[str, str]) -> None:
    given = Chosen(name="x", title=column, source={"code": "x", "name": column, "kind": "ngo"})
    given.columns = {"key": column, "kind": column}
    given.codes = {"kind": codes}
    assert tomllib.loads(to_toml(compose(given))) == compose(given)


def test_columns_and_words_are_shown_as_they_stand(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    found = samples(tmp_path / "list.csv", Layout())
    assert found["Job"] == ["reporter", "lawyer"]
    assert words_of(tmp_path / "list.csv", Layout(), "What", ";")[0][0] == "beaten"
    assert dict(words_of(tmp_path / "list.csv", Layout(), "Job", "")) == {"lawyer": 2, "reporter": 1}


def test_a_word_is_likely_what_a_label_in_any_language_says() -> None:
    assert likely("Torture", "acts") == likely("التعذيب", "acts") == likely("tortura", "acts") == "torture"
    assert likely("Kidnaping", "acts") == "kidnapping"
    assert likely("sung at", "acts") == ""
    assert likely("Police", "perpetrators") == "police"
