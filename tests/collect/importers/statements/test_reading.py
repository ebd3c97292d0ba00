"""Records of a dump: sound ones at full speed, the rest one by one; none is dropped, none is made up."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.collect.importers.statements.mending import Read, read
from sijill.collect.importers.statements.pieces import Piece, header, pieces, records
from sijill.collect.importers.statements.reading import Damage, parse
from sijill.statements.fields import Shape
from tests.collect.importers.statements.dumps import FULL1, FULL2, SHAPES, csv_file, line, php, statement, uuid
from tests.conftest import SHARED

assert FULL1
assert FULL2
ROWS = SHARED / "data" / "dsa" / "rows"


def all_read(content: bytes, shape: Shape, size: int = 1 << 20) -> Read:
    """What becomes of a whole CSV file that comes in chunks of `size` bytes."""
    names, rest = header(content[at : at + size] for at in range(0, len(content), size))
    whole = Read()
    for piece in pieces(rest, len(names) + 1):
        found = read(piece, shape)
        whole.tables += found.tables
        whole.mended += found.mended
        whole.refused += found.refused
    return whole


def rows_of(found: Read) -> dict[str, dict[str, Any]]:
    return {row["uuid"]: row for table in found.tables for row in table.to_pylist()}


def known_rows() -> Iterator[tuple[bytes, dict[str, str]]]:
    if not ROWS.exists():
        pytest.skip("the real rows are not at hand")
    lines = (ROWS / "real_malformed_rows_v1.csvlines").read_bytes().splitlines()
    with (ROWS / "real_rows_v1_parsed.csv").open(encoding="utf-8", newline="") as known:
        yield from zip(lines, csv.DictReader(known), strict=True)


def test_the_real_rows_that_broke_other_readers_come_to_the_known_values() -> None:
    assert FULL1
    pairs = list(known_rows())
    found = all_read(csv_file([data for data, _ in pairs], FULL1), FULL1)
    rows = rows_of(found)
    assert len(pairs) == 11
    assert found.refused == []
    for _, known in pairs:
        row = rows.pop(known["uuid"])
        made = {name: "" if value is None else str(value) for name, value in row.items()}
        assert made == known
    assert rows == {}
    assert [one.data.rstrip(b"\n") for one in found.mended] == [data for data, _ in pairs if b'\\"' in data]


@pytest.mark.parametrize("columns", SHAPES)
def test_every_shape_of_a_dump_is_read(columns: int) -> None:
    shape = SHAPES[columns]
    found = rows_of(all_read(csv_file([line(number, shape) for number in range(50)], shape), shape))
    assert len(found) == 50
    wanted = statement(7)
    assert {name: str(value or "") for name, value in found[uuid(7)].items()} == {
        name: wanted.get(name, "") for name in shape.columns
    }


TEXTS = st.text(st.sampled_from('ab\\",\n\r é尊"'), max_size=12)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5), st.integers(40, 5000))
def test_whatever_texts_hold_every_record_is_read_or_refused_and_sound_ones_come_back(
    texts: list[tuple[str, str]], size: int
) -> None:
    lines = [
        line(number, FULL2, decision_facts=first, incompatible_content_explanation=second)
        for number, (first, second) in enumerate(texts)
    ]
    found = all_read(csv_file(lines, FULL2), FULL2, size)
    rows = rows_of(found)
    refused = b"".join(one.data for one in found.refused)
    for number, (first, second) in enumerate(texts):
        if uuid(number) not in rows:
            assert uuid(number).encode() in refused
        elif '\\"' not in php([first, second]).decode():
            row = rows[uuid(number)]
            assert (row["decision_facts"] or "", row["incompatible_content_explanation"] or "") == (first, second)
    assert all(uuid(number) in rows for number, pair in enumerate(texts) if "\\" not in "".join(pair))


def test_a_cell_that_ends_in_a_backslash_is_no_escape() -> None:
    found = all_read(csv_file([line(1, FULL2, decision_facts="ends so \\"), line(2, FULL2)], FULL2), FULL2)
    assert rows_of(found)[uuid(1)]["decision_facts"] == "ends so \\"
    assert (len(rows_of(found)), found.refused, found.mended) == (2, [], [])


def test_a_backslash_before_a_letter_stays() -> None:
    found = all_read(csv_file([line(1, FULL2, decision_facts="one\\ntwo")], FULL2), FULL2)
    assert rows_of(found)[uuid(1)]["decision_facts"] == "one\\ntwo"


def cut_last_cell(data: bytes) -> bytes:
    return data.rpartition(b",")[0]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "a cell too few": cut_last_cell,
    "two cells too many": lambda data: data + b",x,y",
    "cut off": lambda data: data[: len(data) // 2],
    "a quote that is never closed": lambda data: data.replace(b'"Invented facts."', b'"Invented facts.'),
    "a quote that is not doubled": lambda data: data.replace(b"Invented facts.", b'Invented "facts.'),
    "two quotes that are not doubled": lambda data: data.replace(b"Invented facts.", b'Invented "facts" here.'),
    "not UTF-8": lambda data: data.replace(b"Invented facts.", b"Invented \xff facts."),
    "a day that is none": lambda data: data.replace(b"2026-01-09 00", b"2026-13-09 00"),
    "a moment that is none": lambda data: data.replace(b"2026-01-10 00:00", b"2026-01-10 99:00"),
    "an array that is none": lambda data: data.replace(b'"[""DE"",""FR""]"', b'"[""DE"",'),
    "a cell of another column": lambda data: data.replace(b"SOURCE_VOLUNTARY", b"AUTOMATED_DECISION_FULLY"),
    "an identifier that is none": lambda data: b"xxxxxxxx" + data[8:],
    "no platform": lambda data: data.replace(b'"Zz Shop"', b"").replace(b'"Zz Video"', b""),
}


@pytest.mark.parametrize("what", DAMAGE)
@pytest.mark.parametrize("place", [0, 150, 299], ids=["first", "middle", "last"])
def test_a_damaged_record_is_refused_with_its_bytes_and_costs_no_other(what: str, place: int) -> None:
    lines = [line(number, FULL2) for number in range(300)]
    broken = DAMAGE[what](lines[place])
    assert broken != lines[place]
    lines[place] = broken
    found = all_read(csv_file(lines, FULL2), FULL2, 4096)
    assert set(rows_of(found)) == {uuid(number) for number in range(300)} - {uuid(place)}
    assert [one.data.rstrip(b"\n") for one in found.refused] == [broken]
    assert found.refused[0].why
    assert "Invented" not in found.refused[0].why, "a reason repeats no text"
    at = found.refused[0].start
    assert csv_file(lines, FULL2)[at : at + len(broken)] == broken


def test_damage_all_over_is_accounted_for_row_by_row() -> None:
    draw = random.Random(6)
    lines = [line(number, FULL2) for number in range(3000)]
    places = sorted(draw.sample(range(3000), 200))
    for place in places:
        lines[place] = DAMAGE[draw.choice(list(DAMAGE))](lines[place])
    found = all_read(csv_file(lines, FULL2), FULL2, 50_000)
    assert set(rows_of(found)) == {uuid(number) for number in range(3000) if number not in places}
    assert sorted(one.data.rstrip(b"\n") for one in found.refused) == sorted(lines[place] for place in places)


def test_records_are_cut_where_an_identifier_begins_a_line_and_nowhere_else() -> None:
    lines = [line(number, FULL2, decision_facts="one\ntwo\n\nthree") for number in range(20)]
    content = csv_file(lines, FULL2)
    for size in (1, 50, 333, 100_000):
        names, rest = header(content[at : at + size] for at in range(0, len(content), size))
        assert names == ",".join(FULL2.columns).encode()
        cut = [one for piece in pieces(rest, len(names) + 1) for one in records(piece.kept())]
        assert [one.data.rstrip(b"\n") for one in cut] == lines
        assert all(content[one.start :].startswith(one.data) for one in cut)


@settings(max_examples=200, deadline=None)
@given(
    texts=st.lists(st.text(st.sampled_from('a\n\r"\\,'), max_size=60), max_size=12),
    ends=st.sampled_from([(b"\n", b""), (b"\n", b"\n"), (b"\r\n", b""), (b"\r\n", b"\r\n"), (b"\n\n", b"\n\n")]),
    chunk=st.integers(1, 900),
    size=st.integers(0, 2000),
    torn=st.booleans(),
)
def test_however_a_file_comes_its_pieces_are_its_bytes_and_its_records(
    texts: list[str], ends: tuple[bytes, bytes], chunk: int, size: int, torn: bool
) -> None:
    """Whatever stands in the lines, wherever a chunk ends, however large the pieces are."""
    lines = [f"{uuid(number)},{text}".encode() for number, text in enumerate(texts)]
    body = ends[0].join(lines) + ends[1]
    body = body[: len(body) // 2] if torn else body
    _, rest = header((b"uuid,x\n" + body)[at : at + chunk] for at in range(0, len(body) + 7, chunk))
    cut = [view.kept() for view in pieces(rest, 7, size)]
    assert b"".join(one.data for one in cut) == body
    assert [one.start for one in cut] == [7 + sum(len(each.data) for each in cut[:at]) for at in range(len(cut))]
    found = [one for piece in cut for one in records(piece)]
    assert found == list(records(Piece(7, body)))
    if not torn:
        assert [one.data.strip() for one in found] == [one.strip() for one in lines]


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_record_of_several_lines_is_one(what: str) -> None:
    """So rows that are counted are the rows that were filed."""
    lines = [line(number, FULL2, decision_facts="Invented facts.\nMore of them.\n\nEnd.") for number in range(300)]
    broken = DAMAGE[what](lines[7])
    if broken == lines[7]:
        broken = lines[7].replace(b"STATEMENT_", b"\nSTATEMENT_", 1)
    lines[7] = broken
    found = all_read(csv_file(lines, FULL2), FULL2, 4096)
    assert set(rows_of(found)) == {uuid(number) for number in range(300)} - {uuid(7)}
    assert [one.data.rstrip(b"\n") for one in found.refused] == [broken]


def test_lines_that_are_no_record_end_the_search_in_time() -> None:
    """A torn cell of very many lines is refused whole, and the records about it are read."""
    torn = line(1, FULL2, decision_facts="y\n" * 400_000)[:-5]
    found = all_read(csv_file([line(0, FULL2), torn, line(2, FULL2)], FULL2), FULL2)
    assert set(rows_of(found)) == {uuid(0), uuid(2)}
    assert [len(one.data) for one in found.refused] == [len(torn) + 1]


def test_a_view_that_is_read_for_too_long_is_noticed() -> None:
    stream = pieces([line(1, FULL2) + b"\n"] * 9, 0)
    held = pa.py_buffer(next(stream).data)
    with pytest.raises(BufferError):
        next(stream)
    assert held.size


def test_damage_says_what_is_wrong_and_nothing_of_the_row() -> None:
    with pytest.raises(Damage, match=r"^it has not as many cells as there are columns$"):
        parse(b"a,b\n", FULL2)
