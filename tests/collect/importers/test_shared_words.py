"""What a mapping may share with others, make of a column, and spell out; and the sources that a row names."""

from __future__ import annotations

from pathlib import Path

import pytest

from sijill.collect.draft import Refused, Row
from sijill.collect.importers.formats import MappingError, read
from tests.collect.importers.test_mapping import ACT, FORMAT, KEY, SOURCE, WHOLE, mapping


def understood(folder: Path, toml: str, csv: str, common: str = "") -> list[Row | Refused]:
    (folder / "common.toml").write_text(common, encoding="utf-8")
    (folder / "own.toml").write_text(toml, encoding="utf-8")
    (folder / "list.csv").write_text(csv, encoding="utf-8")
    return list(read("table", folder / "list.csv", mapping=folder / "own.toml"))


def one(folder: Path, toml: str, csv: str, common: str = "") -> Row:
    (row,) = understood(folder, toml, csv, common)
    assert isinstance(row, Row), row
    return row


def test_an_included_file_is_taken_in_and_the_mapping_has_the_last_word(tmp_path: Path) -> None:
    common = SOURCE + KEY + '[victim]\nsex = "male"\n[event]\ntitle = "common"\n' + ACT
    row = one(tmp_path, 'include = "common.toml"\n' + FORMAT + '[victim]\nsex = "female"\n', "id\n1\n", common)
    (entry,) = row.entries
    assert (entry.victim.sex, entry.event_title, entry.acts[0].kind) == ("female", "common", "threat")


@pytest.mark.parametrize("name", ["../other.toml", "/etc/other.toml", 7])
def test_only_files_of_the_same_folder_are_included(tmp_path: Path, name: str | int) -> None:
    with pytest.raises(MappingError, match="'include' names files in the same folder"):
        mapping(tmp_path, f"include = [{name!r}]\n" + WHOLE)


def test_tables_of_words_are_used_by_their_names(tmp_path: Path) -> None:
    words = '[words.countries]\nEgypt = "EG"\n[words.others]\nCairene = "EG"\n'
    toml = WHOLE + 'place = { column = "p", codes = ["countries", "others"] }\n' + words
    places = [row.entries[0].acts[0].place for row in understood(tmp_path, toml, "id,p\n1,Egypt\n2,cairene\n")]  # type: ignore[union-attr]
    assert places == ["EG", "EG"]
    with pytest.raises(MappingError, match=r"no \[words.country\].*Did you mean 'countries'"):
        mapping(tmp_path, WHOLE + 'place = { column = "p", codes = "country" }\n' + words)


def test_a_wrong_code_among_shared_words_is_an_error_of_the_mapping(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="'EGY' is not in codelists/places"):
        mapping(tmp_path, WHOLE + 'place = { column = "p", codes = "w" }\n[words.w]\nEgypt = "EGY"\n')


PARTS = """
[columns.parts]
number = { column = 'address', pattern = '-([0-9]+)$' }
seen = { column = 'number', pattern = '.', text = 'x' }
[[key]]
column = "number"
[[act]]
kind = "threat"
supports = ["act"]
when = { seen = ["x"] }
"""


def test_a_part_of_a_column_is_a_column(tmp_path: Path) -> None:
    toml = FORMAT + SOURCE + PARTS
    assert one(tmp_path, toml, "address\nzz/zz-invented-7\n").key == "7"
    (row,) = understood(tmp_path, toml, "address\nzz/zz-invented\n")
    assert isinstance(row, Refused) and row.problem == "missing-key"
    with pytest.raises(MappingError, match="has no column 'address'"):
        understood(tmp_path, toml, "number\n1\n")


@pytest.mark.parametrize(("pattern", "says"), [("(", "no regular expression"), ("(a)(b)", "one group")])
def test_a_wrong_pattern_is_an_error_of_the_mapping(tmp_path: Path, pattern: str, says: str) -> None:
    with pytest.raises(MappingError, match=says):
        mapping(tmp_path, WHOLE + f"[columns.parts]\nx = {{ column = 'id', pattern = '{pattern}' }}\n")


def test_days_in_words_are_spelled_out_and_no_others_are_read(tmp_path: Path) -> None:
    toml = (
        WHOLE
        + "occurred = { column = 'd', dates = { 'May 2 or 3, 2012' = '2012-05-02/2012-05-03', 'long ago' = '' } }\n"
    )
    rows = understood(tmp_path, toml, 'id,d\n1,"may 2  or 3, 2012"\n2,Long Ago\n3,"May 2 or 4, 2012"\n4,2012\n')
    told = [row.problem if isinstance(row, Refused) else row.entries[0].acts[0].occurred for row in rows]
    assert told == ["2012-05-02/2012-05-03", "", "impossible-date", "2012"]
    with pytest.raises(MappingError, match="dates: '2012-13'"):
        mapping(tmp_path, WHOLE + "occurred = { column = 'd', dates = { x = '2012-13' } }\n")


def test_a_date_is_made_of_columns(tmp_path: Path) -> None:
    toml = WHOLE + "occurred = { edtf = '../{Year}-12-01' }\nended = { edtf = '{Year}-12-02/' }\n"
    rows = understood(tmp_path, toml, "id,Year\n1,2012\n2,\n3,0000\n4,12\n")
    told = [
        row.problem if isinstance(row, Refused) else (row.entries[0].acts[0].occurred, row.entries[0].acts[0].ended)
        for row in rows
    ]
    assert told == [("../2012-12-01", "2012-12-02/"), ("", ""), "impossible-date", "impossible-date"]


@pytest.mark.parametrize("template", ["2012-12-01", "../{Year}-13-01", "{Year", "{Year.month}", "{0!r}-{}"])
def test_a_wrong_template_is_an_error_of_the_mapping(tmp_path: Path, template: str) -> None:
    with pytest.raises(MappingError, match="edtf"):
        mapping(tmp_path, WHOLE + f"occurred = {{ edtf = '{template}' }}\n")


INVOLVED = """
[[act.involvement]]
each = 'by'
split = [',']
perpetrator = { column = 'by', codes = { a = 'police', b = 'mob', c = 'mob' } }
state_link = { column = 'by', codes = { a = 'state-agent' }, otherwise = 'not-stated' }
"""


def test_one_involvement_for_each_that_the_cell_names(tmp_path: Path) -> None:
    (act,) = one(tmp_path, WHOLE + INVOLVED, 'id,by\n1,"a, b ,c,"\n').entries[0].acts
    told = [(part.perpetrator, part.state_link) for part in act.involvements]
    assert told == [("police", "state-agent"), ("mob", "not-stated")]


VICTIMS = """
[columns.parts]
person = { column = 'who', pattern = '^([^(]+)' }
[victim]
each = 'who'
split = [',']
outside_brackets = true
[[victim.name]]
column = 'person'
[[victim.name]]
column = 'body'
kind = 'alias'
when = { who = [''] }
"""


def test_a_sign_between_brackets_does_not_cut(tmp_path: Path) -> None:
    toml = FORMAT + SOURCE + KEY + VICTIMS + ACT
    row = one(tmp_path, toml, 'id,who,body\n1,"Zz One (The Daily, Radio Zz), Zz Two",Zz Body\n')
    assert [[name.text for name in entry.victim.names] for entry in row.entries] == [["Zz One"], ["Zz Two"]]
    row = one(tmp_path, toml, "id,who,body\n1,,Zz Body\n")
    assert [(name.text, name.kind) for name in row.entries[0].victim.names] == [("Zz Body", "alias")]


OTHERS = """
[also_said_by]
column = "by"
split = [","]
repeats = true
[[also_said_by.source]]
word = ["One", "The One"]
code = "one"
name = "Invented One"
kind = "ngo"
[[also_said_by.source]]
word = "Two"
code = "two"
name = "Invented Two"
kind = "media"
"""


def test_a_row_names_other_sources_each_once(tmp_path: Path) -> None:
    rows = understood(tmp_path, WHOLE + OTHERS, 'id,by\n1,"One, two,THE ONE"\n2,\n3,Thr\n')
    first, second, third = rows
    assert isinstance(first, Row) and isinstance(second, Row) and isinstance(third, Refused)
    assert ([info.code for info in first.also_said_by], first.repeats) == (["one", "two"], True)
    assert (second.also_said_by, second.repeats) == ((), False), "a row that names nobody speaks for itself"
    assert (third.field, third.problem) == ("by", "unknown-code")


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        (OTHERS.replace('code = "two"', 'code = "own"'), "'own' is the code of the list itself"),
        (OTHERS.replace('word = "Two"', 'word = "one"'), "two sources are called 'one'"),
        (OTHERS.replace('kind = "media"', 'kind = "press"'), "'press' is not in codelists/source_kinds"),
        (OTHERS.replace("repeats", "repeat"), "no setting 'repeat' here. Did you mean 'repeats'"),
    ],
)
def test_what_is_wrong_with_the_other_sources_is_said_where_it_is(tmp_path: Path, toml: str, says: str) -> None:
    with pytest.raises(MappingError, match=says):
        mapping(tmp_path, WHOLE + toml)


EVERY = """
[every_act]
place = "EG"
supports = ["act", "place"]
roles = { column = "r", codes = { j = "journalist" } }
occurred = { column = "d", formats = ["%d/%m/%Y"] }
[[act]]
kind = "threat"
[[act]]
kind = "assault"
place = "SD"
roles = "lawyer"
occurred = { edtf = "../{y}-12-01" }
"""


def test_what_every_act_shares_holds_unless_an_act_says_otherwise(tmp_path: Path) -> None:
    first, second = one(tmp_path, FORMAT + SOURCE + KEY + EVERY, "id,r,d,y\n1,j,04/05/2020,2021\n").entries[0].acts
    assert (first.place, first.roles, first.elements) == ("EG", ("journalist",), ("act", "place"))
    assert (second.place, second.roles) == ("SD", ("lawyer",))
    assert (first.occurred, second.occurred) == ("2020-05-04", "../2021-12-01"), (
        "a date is taken whole from one of them"
    )
    with pytest.raises(MappingError, match="no setting 'ocurred'"):
        mapping(tmp_path, FORMAT + SOURCE + KEY + EVERY.replace('place = "EG"', "ocurred = 'x'"))


def test_a_name_repeated_in_a_cell_is_one_victim_and_two_unnamed_are_two(tmp_path: Path) -> None:
    toml = FORMAT + SOURCE + KEY + VICTIMS.replace("column = 'person'", "column = 'person'\nnone = ['Anonymous']") + ACT
    row = one(tmp_path, toml, 'id,who,body\n1,"Zz One, Anonymous, Zz One, Anonymous",\n')
    assert [[name.text for name in entry.victim.names] for entry in row.entries] == [["Zz One"], [], []]


def test_a_word_that_conditions_would_pass_over_is_refused_where_the_words_are_listed(tmp_path: Path) -> None:
    known = '[columns.known]\nstate = ["Open", "Closed"]\nkinds = { words = ["a", "b"], split = "," }\n'
    rows = understood(tmp_path, WHOLE + known, 'id,state,kinds\n1,OPEN,"b, a"\n2,,\n3,Opne,a\n4,Open,"a,c"\n')
    assert [getattr(row, "field", "") for row in rows] == ["", "", "state", "kinds"]
    assert "Did you mean 'open'" in rows[2].message  # type: ignore[union-attr]
