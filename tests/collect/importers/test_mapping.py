from __future__ import annotations

from pathlib import Path

import pytest

from sijill.collect.draft import Refused, Row
from sijill.collect.importers.formats import FORMATS, MappingError, format_of, read
from sijill.collect.importers.mapping import ListMapping, load

FORMAT = '[format]\nname = "own"\ntitle = "An invented list"\n'
SOURCE = '[source]\ncode = "own"\nname = "Invented Office"\nkind = "ngo"\n'
KEY = '[[key]]\ncolumn = "id"\n'
ACT = '[[act]]\nkind = "threat"\nsupports = ["act"]\n'
WHOLE = FORMAT + SOURCE + KEY + ACT


def mapping(folder: Path, text: str) -> ListMapping:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_the_least_that_a_mapping_says(tmp_path: Path) -> None:
    found = mapping(tmp_path, WHOLE)
    assert found.columns == frozenset({"id"})
    assert (found.source.code, found.source.independence_group, found.complete) == ("own", "own", False)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[format", "not TOML"),
        (FORMAT + SOURCE + KEY, r"no \[\[act\]\]"),
        (FORMAT + SOURCE + ACT, r"no \[\[key\]\]"),
        (SOURCE + KEY + ACT, r"\[format\]: 'name' is missing"),
        (
            WHOLE + '[[act]]\nkind = "threatt"\nsupports = ["act"]',
            r"\[act 2\]: kind: 'threatt'.*Did you mean 'threat'",
        ),
        (WHOLE.replace('"ngo"', '"n.g.o."'), r"\[source\]: kind: 'n.g.o.' is not in codelists/source_kinds"),
        (WHOLE + "ocurred = { column = 'd' }", "no setting 'ocurred' here. Did you mean 'occurred'"),
        (WHOLE + "age = { column = 'a', empty = 'unknown' }", "'empty' must say why"),
        (WHOLE + "age = { column = 'a', otherwise = 'guess' }", "'otherwise' must say why"),
        (WHOLE + "age = { column = 'a', twelfths = 'yes' }", "'twelfths' must be true or false"),
        (WHOLE + "age = { column = 'a', words = { baby = 'x' } }", "a whole number for each word"),
        (WHOLE + "age = { column = 3 }", "'column' must be a text"),
        (WHOLE + "occurred = { column = 'd', formats = ['%d/%m/%y'] }", "two digits .* needs 'year_in'"),
        (WHOLE + "occurred = { column = 'd', year_in = 'y' }", "two digits .* needs 'year_in'"),
        (
            WHOLE + "roles = { column = 'r', codes = { a = 'jornalist' } }",
            "codes: 'a': 'jornalist'.*'journalist'",
        ),
        (WHOLE + "roles = { column = 'r', codes = { a = 'lawyer', ' A' = 'judge' } }", "two values for ' A'"),
        (
            WHOLE + "roles = { column = 'r', otherwise = 'guess' }",
            "otherwise: 'guess' is not in codelists/roles",
        ),
        (WHOLE + "roles = { column = 'r', split = 7 }", "'split' must be a list"),
        (
            WHOLE + "motive = { cases = [{ when = {}, code = 'linked' }] }",
            "a condition names at least one column",
        ),
        (WHOLE + "motive = { cases = [{ when = { a = 1 }, code = 'linked' }] }", "'a' must be a list"),
        (WHOLE + "motive = { cases = [{ when = { a = 'x' } }] }", "'code' is missing"),
        (WHOLE + "supports = ['act']", "not TOML"),
        (WHOLE.replace('["act"]', '["acts"]'), "'acts' is not in codelists/elements"),
        (WHOLE + "occurred = { column = 'd', formats = ['%d/%m'] }", "no year"),
        (WHOLE + "occurred = { column = 'd', months = ['enero'] }", "twelve names"),
        (WHOLE + "occurred = { from = '2023-13-01' }", "from: .*13"),
        (WHOLE + "occurred = { from = '2023', until = '2024' }", "'until' can only be"),
        (WHOLE + "[victim]\neach = 'v'", "give both"),
        (WHOLE + "[victim]\nidentified = { column = 'i' }", "'empty' is missing"),
        (WHOLE + "[victim]\nidentified = 'yes'", "identified: 'yes' is not in codelists/identified"),
        (WHOLE + "[columns]\noptional = 'a'\naliases = ['b']", "'aliases' must be a table"),
        (
            WHOLE.replace('"own"\ntitle', '"own"\nreads = "pdf"\ntitle'),
            "'reads' must be one of csv, ",
        ),
        (WHOLE.replace('"own"\ntitle', '"own"\ndelimiter = "||"\ntitle'), "'delimiter' must be one sign"),
        (WHOLE.replace('"own"\ntitle', '"own"\nencoding = "hex"\ntitle'), "no encoding 'hex'"),
        (WHOLE.replace('"ngo"\n', '"ngo"\nasserts = ["motive"]\n'), "asserts: motive: '' is not in"),
        (WHOLE.replace('"ngo"\n', '"ngo"\nasserts = ["age:18"]\n'), "a list can assert"),
        (WHOLE.replace('column = "id"', 'columns = ["id"]\nneeds = ["name"]'), "'needs' names some"),
        (WHOLE.replace('column = "id"', 'column = "id"\nfold = "greek"'), "'fold' must be one of"),
        ("colour = 'red'\n" + WHOLE, "no setting 'colour' here"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said_where_it_is(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(MappingError, match=says) as caught:
        mapping(tmp_path, text)
    assert str(caught.value).startswith("own.toml")


def test_a_code_is_read_as_it_stands_where_the_mapping_gives_no_words(tmp_path: Path) -> None:
    text = FORMAT + SOURCE + KEY + '[[act]]\nkind = { column = "what" }\nsupports = ["act"]\n'
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    (tmp_path / "in.csv").write_text("id,what\n1,death-threat\n2,deaththreat\n3,\n", encoding="utf-8")
    fine, wrong, empty = read("table", tmp_path / "in.csv", mapping=tmp_path / "own.toml")
    assert isinstance(fine, Row) and fine.entries[0].acts[0].kind == "death-threat"
    assert isinstance(wrong, Refused) and "Did you mean 'death-threat'" in wrong.message
    assert isinstance(empty, Row) and empty.entries[0].acts[0].kind == "not-stated"
    assert empty.entries[0].acts[0].elements == ()


def test_a_missing_mapping_and_a_missing_format_say_so(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"no mapping file gone\.toml"):
        load(tmp_path / "gone.toml")
    with pytest.raises(MappingError, match=r"no format 'bolvia'\. Did you mean 'bolivia'"):
        format_of("bolvia")
    with pytest.raises(MappingError, match="needs a mapping file of your own"):
        _ = FORMATS["table"].source


def test_a_mapping_that_is_not_utf8_says_so(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(b"# caf\xe9\n")
    with pytest.raises(MappingError, match="not UTF-8"):
        load(tmp_path / "own.toml")


def test_the_formats_say_who_speaks_and_whether_the_list_is_whole() -> None:
    for name in ("bolivia", "press-list"):
        one = FORMATS[name]
        assert one.complete
        assert one.source.licence
        assert one.mapping().name == name
    own = Path(__file__).parents[1] / "data" / "incidents" / "mapping.toml"
    assert FORMATS["table"].using(own).source.code == "invented-office"
