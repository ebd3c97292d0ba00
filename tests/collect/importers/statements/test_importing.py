"""A dump on its way to Parquet: whole or not at all, the same each time, and nothing counted twice."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sijill.collect.importers.problems import FileError
from sijill.collect.importers.statements.counting import count_dump
from sijill.collect.importers.statements.importing import import_dump
from sijill.collect.importers.statements.shaping import Choice
from sijill.statements.fields import ARRAYS, LONG_TEXTS
from sijill.tables.arrow import schema
from sijill.tables.bulk import NothingImported, statements
from sijill.tables.engines import fetched
from sijill.tables.statements import MANIFEST, STATEMENT, folder_of, parts
from tests.collect.importers.statements.dumps import (
    DAY,
    FULL1,
    FULL2,
    LIGHT2,
    SHAPES,
    csv_file,
    dump,
    line,
    pack,
    sign,
    statement,
    uuid,
)

assert FULL1
assert FULL2
assert LIGHT2
ROWS = 250


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "statements"


def lines(count: int = ROWS, **changed: str) -> list[bytes]:
    return [line(number, FULL2, **changed) for number in range(count)]


def small(tmp_path: Path, **changed: str) -> Path:
    return dump(tmp_path / "dumps", lines(**changed), FULL2, each=60)


def rows_of(root: Path) -> dict[str, dict[str, Any]]:
    return {row["uuid"]: row for path in parts(root) for row in pq.read_table(path).to_pylist()}


def files_of(root: Path) -> dict[str, bytes]:
    return {str(one.relative_to(root)): one.read_bytes() for one in root.rglob("*") if one.is_file()}


def test_a_dump_becomes_parquet_with_the_columns_of_the_catalog(tmp_path: Path, root: Path) -> None:
    found = import_dump(small(tmp_path), root)
    assert (found.rows, found.imported, found.rejected, found.skipped) == (ROWS, ROWS, 0, False)
    files = parts(root)
    assert [one.name for one in files] == [f"part-{number:05d}.parquet" for number in range(5)]
    assert {one.parent for one in files} == {folder_of(root, date(2026, 1, 10), "global-full")}
    wanted = [(one.name, one.type, one.nullable) for one in schema(STATEMENT)]
    for path in files:
        held = pq.read_schema(path)
        assert [
            (one.name, pa.list_(pa.string()) if pa.types.is_list(one.type) else one.type, one.nullable) for one in held
        ] == wanted


def test_values_have_the_kinds_of_the_catalog(tmp_path: Path, root: Path) -> None:
    import_dump(small(tmp_path), root)
    row, given = rows_of(root)[uuid(7)], statement(7)
    assert row["content_type"] == ["CONTENT_TYPE_TEXT", "CONTENT_TYPE_IMAGE"]
    assert row["territorial_scope"] == ["DE", "FR"]
    assert row["category_addition"] is None
    assert row["application_date"] == date(2026, 1, 9)
    assert row["end_date_visibility_restriction"] is None
    assert row["created_at"] == datetime(2026, 1, 10, 0, 0, 7, tzinfo=UTC)
    assert row["puid"] == "zz-7"
    assert (row["platform_name"], row["automated_detection"]) == (given["platform_name"], given["automated_detection"])
    assert (row["schema_version"], row["variant"], row["left_out"]) == (2, "full", " ")
    assert (row["day"], row["source"]) == (date(2026, 1, 10), "global-full")


@pytest.mark.parametrize("columns", SHAPES)
def test_the_schema_is_told_by_the_header(tmp_path: Path, root: Path, columns: int) -> None:
    shape = SHAPES[columns]
    path = dump(
        tmp_path, [line(number, shape) for number in range(9)], shape, name=f"sor-global-{DAY}-{shape.variant}.zip"
    )
    import_dump(path, root)
    row = rows_of(root)[uuid(3)]
    assert (row["schema_version"], row["variant"]) == (shape.schema, shape.variant)
    assert row["left_out"].split() == [
        *(name for name in STATEMENT.names[:38] if name not in {*shape.columns, "puid"}),
        *(f"{name}_hash" for name in LONG_TEXTS if name not in shape.columns),
    ]
    assert (row["decision_facts"] is None) == (shape.variant == "light")


def test_old_words_become_new_ones_and_are_kept_as_they_were(tmp_path: Path, root: Path) -> None:
    old = {
        "category": "STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE",
        "category_addition": '["STATEMENT_CATEGORY_UNSAFE_AND_ILLEGAL_PRODUCTS","STATEMENT_CATEGORY_PORNOGRAPHY"]',
        "category_specification": '["KEYWORD_DISINFORMATION","KEYWORD_MISINFORMATION"]',
    }
    path = dump(tmp_path, [line(1, FULL1, **old), line(2, FULL1), line(3, FULL1, category="")], FULL1)
    import_dump(path, root)
    rows = rows_of(root)
    assert rows[uuid(1)]["category"] == rows[uuid(2)]["category"] == "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"
    assert rows[uuid(1)]["category_as_filed"] == old["category"]
    assert rows[uuid(1)]["category_addition"] == [
        "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS",
        "STATEMENT_CATEGORY_PORNOGRAPHY",
    ]
    assert rows[uuid(1)]["category_addition_as_filed"] == json.loads(old["category_addition"])
    assert rows[uuid(1)]["category_specification"] == [
        "KEYWORD_MISINFORMATION_DISINFORMATION",
        "KEYWORD_MISINFORMATION",
    ]
    assert rows[uuid(1)]["category_specification_as_filed"] == json.loads(old["category_specification"])
    assert [rows[uuid(2)][name] for name in rows[uuid(2)] if name.endswith("_as_filed")] == [None, None, None]
    assert rows[uuid(3)]["category"] is None


def test_an_old_word_under_the_new_schema_is_what_it_says(tmp_path: Path, root: Path) -> None:
    import_dump(dump(tmp_path, [line(1, FULL2, category="STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE")], FULL2), root)
    assert rows_of(root)[uuid(1)]["category"] == "STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE"


def test_only_the_platforms_and_columns_asked_for_are_imported(tmp_path: Path, root: Path) -> None:
    found = import_dump(small(tmp_path), root, Choice(("Zz Shop",), ("category", "puid")))
    rows = rows_of(root)
    shop = {uuid(number) for number in range(ROWS) if statement(number)["platform_name"] == "Zz Shop"}
    assert set(rows) == shop
    assert (found.rows, found.imported, found.other_platforms) == (ROWS, len(shop), ROWS - len(shop))
    row = rows[min(shop)]
    assert {name for name in STATEMENT.names[:38] if row[name] is not None} == {
        "uuid", "category", "platform_name", "puid", "created_at",
    }  # fmt: skip
    assert set(row["left_out"].split()) == {*STATEMENT.names[:38], *(f"{name}_hash" for name in LONG_TEXTS)} - {
        "uuid", "category", "platform_name", "puid", "created_at",
    }  # fmt: skip


def test_lists_lie_beside_as_one_text(tmp_path: Path, root: Path) -> None:
    import_dump(small(tmp_path), root)
    rows = rows_of(root).values()
    for name in ARRAYS:
        assert {row[f"{name}_joined"] for row in rows} == {" ".join(row[name] or []) or None for row in rows}
    assert any(" " in (row["territorial_scope_joined"] or "") for row in rows)


def test_texts_that_are_left_out_can_still_be_told_apart(tmp_path: Path, root: Path) -> None:
    import_dump(small(tmp_path), root, Choice(texts=False))
    rows = rows_of(root).values()
    assert {row[name] for row in rows for name in LONG_TEXTS} == {None}
    assert {row["left_out"] for row in rows} == {f" {' '.join(LONG_TEXTS)} "}
    found = {row["uuid"]: row["incompatible_content_explanation_hash"] for row in rows}
    pairs = {(statement(number)["incompatible_content_explanation"], found[uuid(number)]) for number in range(ROWS)}
    assert len(pairs) == len({text for text, _ in pairs}) == len({kept for _, kept in pairs}) == 2


def test_the_manifest_says_what_became_of_every_row(tmp_path: Path, root: Path) -> None:
    content = lines()
    content[5] = content[5].rpartition(b",")[0]
    content[77] = line(77, FULL2, decision_facts='a "quoted" \\"word\\", and a comma')
    path = dump(tmp_path, content, FULL2, each=60)
    found = import_dump(path, root)
    folder = folder_of(root, date(2026, 1, 10), "global-full")
    manifest = json.loads((folder / MANIFEST).read_bytes())
    assert (manifest["rows"], manifest["imported"], manifest["rejected"], manifest["mended"]) == (250, 249, 1, 1)
    assert (found.rows, found.imported, found.rejected, found.mended) == (250, 249, 1, 1)
    assert manifest["sha1"] == hashlib.sha1(path.read_bytes()).hexdigest()
    assert manifest["sha1_checked"] is True
    for one in manifest["parts"]:
        assert hashlib.sha256((folder / one["file"]).read_bytes()).hexdigest() == one["sha256"]
        assert pq.read_metadata(folder / one["file"]).num_rows == one["imported"]
    assert (folder / "_rejected-00000.csvlines").read_bytes() == content[5] + b"\n"
    place = json.loads((folder / "_rejected-00000.jsonl").read_text())
    assert csv_file(content[:60], FULL2)[place["start"] :][: place["size"] - 1] == content[5]
    assert gzip.decompress((folder / "_mended-00001.csvlines.gz").read_bytes()) == content[77] + b"\n"
    assert rows_of(root)[uuid(77)]["decision_facts"] == 'a "quoted" "word", and a comma'


def test_a_second_run_skips_what_is_there(tmp_path: Path, root: Path) -> None:
    path = small(tmp_path)
    import_dump(path, root)
    before = {one: one.stat().st_mtime_ns for one in root.rglob("*.parquet")}
    found = import_dump(path, root)
    assert (found.skipped, found.rows) == (True, 0)
    assert {one: one.stat().st_mtime_ns for one in root.rglob("*.parquet")} == before


def test_the_same_dump_gives_the_same_bytes_whoever_works_on_it(tmp_path: Path) -> None:
    path = small(tmp_path)
    for name, workers in (("one", 1), ("two", 2)):
        import_dump(path, tmp_path / name, workers=workers)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
    assert len(files_of(tmp_path / "one")) == 7


def test_something_else_is_not_passed_off_for_what_is_there(tmp_path: Path, root: Path) -> None:
    path = small(tmp_path)
    import_dump(path, root)
    with pytest.raises(FileError, match=r"another choice of platforms.*--replace"):
        import_dump(path, root, Choice(("Zz Shop",)))
    small(tmp_path, decision_facts="Other invented facts.")
    with pytest.raises(FileError, match=r"from other bytes.*--replace"):
        import_dump(path, root)
    assert rows_of(root)[uuid(1)]["decision_facts"] == "Invented facts."
    assert import_dump(path, root, replace=True).imported == ROWS
    assert rows_of(root)[uuid(1)]["decision_facts"] == "Other invented facts."
    assert [one.name for one in root.iterdir() if one.name.startswith("_")] == ["_importing.lock"]


@pytest.mark.parametrize("name", [f"sor-zz-shop-{DAY}-full.zip", f"sor-global-{DAY}-light.zip"])
def test_a_day_holds_no_statement_twice(tmp_path: Path, root: Path, name: str) -> None:
    import_dump(small(tmp_path), root)
    other = dump(tmp_path, lines(5), FULL2, name=name)
    with pytest.raises(FileError, match="would be counted twice"):
        import_dump(other, root)
    assert len(rows_of(root)) == ROWS


def test_dumps_of_single_platforms_lie_beside_each_other(tmp_path: Path, root: Path) -> None:
    for number, name in enumerate(("zz-shop", "zz-video")):
        import_dump(dump(tmp_path, [line(number, FULL2)], FULL2, name=f"sor-{name}-{DAY}-full.zip"), root)
    assert {row["source"] for row in rows_of(root).values()} == {"zz-shop-full", "zz-video-full"}


def damaged_inside(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[300] ^= 0xFF
    path.write_bytes(content)
    sign(path)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])
    sign(path)


def of_other_bytes(path: Path) -> None:
    side = path.with_name(f"{path.name}.sha1")
    side.write_text(f"{'0' * 40}  {path.name}\n")


def packed_with_a_note(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as opened:
        opened.writestr("readme.txt", "no dump has this")
    sign(path)


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (damaged_inside, "is damaged"),
        (cut_off, "cut off or damaged"),
        (of_other_bytes, "is not what .* says"),
        (packed_with_a_note, "neither CSV nor a stored ZIP"),
    ],
)
@pytest.mark.parametrize("workers", [1, 2])
def test_a_damaged_dump_leaves_nothing(tmp_path: Path, root: Path, harm: Any, says: str, workers: int) -> None:
    path = small(tmp_path)
    harm(path)
    with pytest.raises(FileError, match=says):
        import_dump(path, root, workers=workers)
    assert [one.name for one in root.iterdir()] == ["_importing.lock"]


def test_an_unknown_header_is_refused(tmp_path: Path, root: Path) -> None:
    path = pack(tmp_path, [[csv_file(lines(3), FULL2).replace(b"platform_name", b"service_name", 1)]])
    with pytest.raises(FileError, match="has 38 columns and is none of a dump"):
        import_dump(path, root)


@pytest.mark.parametrize("name", ["statements.zip", "sor-global-2026-02-30-full.zip", "sor-global-2026-01-10-huge.zip"])
def test_a_file_with_another_name_is_no_dump(tmp_path: Path, root: Path, name: str) -> None:
    path = pack(tmp_path, [[csv_file(lines(3), FULL2)]], name=name)
    with pytest.raises(FileError, match="is not named as the EU database names its dumps"):
        import_dump(path, root)


def test_without_a_sidecar_the_manifest_says_so(tmp_path: Path, root: Path) -> None:
    path = small(tmp_path)
    path.with_name(f"{path.name}.sha1").unlink()
    assert import_dump(path, root).sha1_checked is False
    held = json.loads((folder_of(root, date(2026, 1, 10), "global-full") / MANIFEST).read_bytes())
    assert held["sha1_checked"] is False


def test_a_file_of_damage_alone_writes_no_parquet(tmp_path: Path, root: Path) -> None:
    path = pack(tmp_path, [[csv_file([b"no,statement"], FULL2), csv_file(lines(3), FULL2)], [csv_file([], FULL2)]])
    found = import_dump(path, root)
    assert (found.rows, found.imported, found.rejected) == (4, 3, 1)
    assert [one.name for one in parts(root)] == ["part-00001.parquet"]


def test_what_is_imported_opens_as_one_table(tmp_path: Path, root: Path) -> None:
    with pytest.raises(NothingImported, match="sijill statements import"):
        statements(root)
    import_dump(small(tmp_path), root)
    table = statements(root)
    assert tuple(table.columns) == STATEMENT.names
    found = fetched(table.group_by("platform_name").agg(statements=table.count()).order_by("platform_name"))
    assert found == [
        {
            "platform_name": name,
            "statements": sum(statement(number)["platform_name"] == name for number in range(ROWS)),
        }
        for name in ("Zz Shop", "Zz Video")
    ]


def test_counting_agrees_with_what_an_import_holds(tmp_path: Path, root: Path) -> None:
    content = [
        *lines(),
        line(900, FULL2, application_date="2025-01-01 00:00:00"),
        line(901, FULL2, application_date="2026-01-11 00:00:00"),
        line(902, FULL2).rpartition(b",")[0],
    ]
    path = dump(tmp_path, content, FULL2, each=60)
    import_dump(path, root)
    counts = count_dump(path, workers=2)
    rows = list(rows_of(root).values())
    assert (counts.rows, counts.rejected) == (253, 1)
    assert counts.platforms == {
        name: sum(row["platform_name"] == name for row in rows) for name in ("Zz Shop", "Zz Video")
    }
    for (platform, field, value), number in counts.values.items():
        held = [row[field] for row in rows if row["platform_name"] == platform]
        assert number == sum(value in one if isinstance(one, list) else one == value for one in held), (field, value)
    assert sum(n for (_, field, _), n in counts.values.items() if field == "automated_detection") == len(rows)
    assert {what: n for (_, what), n in counts.impossible.items()} == {
        "application_before_content": 1,
        "created_before_application": 1,
    }
