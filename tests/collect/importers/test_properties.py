"""Whatever stands in a file: every record becomes a `Row` or a `Refused`, and nothing else happens."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.codelists.load import codelist
from sijill.collect.draft import Refused, Row
from sijill.collect.importers.formats import ImportProblem, read
from sijill.tables.dates import parse, parse_end

DATA = Path(__file__).parents[1] / "data"
OWN = DATA / "incidents" / "mapping.toml"
with (DATA / "incidents" / "in.csv").open(encoding="utf-8", newline="") as _file:
    HEADER, *SEEN = list(csv.reader(_file, delimiter=";"))
# Cells that are likely to mean something, among any text at all.
CELLS = st.one_of(
    st.sampled_from(sorted({cell for row in SEEN for cell in row})),
    st.sampled_from(["0", "-1", "2024-02-30", "0000", "2918", "=1+1", "'; DROP TABLE", "ألف", "٣", "\u202e", "NaN"]),
    st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=30),
)
ROWS = st.lists(st.lists(CELLS, min_size=len(HEADER), max_size=len(HEADER)), min_size=1, max_size=6)


def read_text(name: str, ending: str, content: bytes, mapping: Path | None = None) -> list[Row | Refused]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"any{ending}"
        path.write_bytes(content)
        return list(read(name, path, mapping=mapping))


def check(rows: list[Row | Refused]) -> None:
    keys = [row.key for row in rows if isinstance(row, Row)]
    assert len(keys) == len(set(keys))
    for row in rows:
        row.content.encode("utf-8")
        assert "\x00" not in row.content
        assert len(row.position) <= 60
        if isinstance(row, Refused):
            assert row.message and row.problem and len(row.problem) <= 40 and len(row.field) <= 80
        else:
            assert row.key and len(row.key) <= 200 and row.entries
            check_drafts(row)


def check_drafts(row: Row) -> None:
    for entry in row.entries:
        assert entry.victim.sex in codelist("sex")
        assert entry.acts
        for act in entry.acts:
            assert act.kind in codelist("acts")
            assert all(role in codelist("roles") for role in act.roles)
            assert bool(act.occurred) != bool(act.occurred_unknown)
            assert bool(act.ended) != bool(act.ended_unknown)
            if act.occurred:
                parse(act.occurred)
            if act.ended:
                parse_end(act.ended)
            assert (act.age_low is None) == bool(act.age_unknown)


@given(ROWS, st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"]))
@settings(deadline=None, max_examples=150)
def test_any_cells_under_the_right_header(rows: list[list[str]], delimiter: str, ends: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ends, quoting=csv.QUOTE_ALL)
    writer.writerows([HEADER, *rows])
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    try:
        found = read_text("table", ".csv", out.getvalue().encode(), OWN)
    except ImportProblem as problem:
        assert not filled and "no rows" in str(problem)
        return
    assert len(found) == len(filled)
    check(found)


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=300))
@settings(deadline=None, max_examples=150)
def test_any_text_below_the_right_header(text: str) -> None:
    with suppress(ImportProblem):
        check(read_text("table", ".csv", (";".join(HEADER) + "\n" + text).encode(), OWN))


@given(st.binary(max_size=300), st.sampled_from([".csv", ".xlsx", ".json"]))
@settings(deadline=None, max_examples=150)
def test_any_bytes_at_all(content: bytes, ending: str) -> None:
    with suppress(ImportProblem):
        check(read_text("table", ending, content, OWN))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "name_en", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.lists(JSON, min_size=1, max_size=5))
@settings(deadline=None, max_examples=150)
def test_any_json_records(records: list[object]) -> None:
    found = read_text("press-list", ".json", json.dumps(records).encode())
    assert len(found) == len(records)
    check(found)
