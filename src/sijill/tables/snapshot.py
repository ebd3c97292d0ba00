"""Freeze the register as columns: one Parquet file per catalog table, a manifest, one atomic switch.

    columns/
      current.json            which folder is current; replaced in one step
      <hash>/manifest.json    per table: columns, rows, SHA-256; the position in the log
      <hash>/act.parquet ...  every version of every row, with log_from and log_to

A snapshot is named by the SHA-256 of its manifest, so equal input gives an equal name and equal
bytes: rows are sorted by id and log_from, row groups have a fixed size, Parquet holds no time-stamp.
A crash leaves the former snapshot current. Snapshots can be deleted and made again; because an old
one still holds what was lawfully erased since, `prune` goes with every erasure.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sijill.home import sync_folder
from sijill.tables.arrow import columns_to_arrow, schema, to_arrow
from sijill.tables.catalog import BUILT, CATALOG
from sijill.tables.schema import Blocks, Kind, Table

Row = Mapping[str, Any]

BATCH = 50_000  # rows held at once while rows come in
ROW_GROUP = 100_000  # rows per Parquet row group: part of the bytes, so a change makes new hashes
SORT_MEMORY = "256MB"  # beyond this the sort goes through the disk
_BUILDING = ".building-"


class SnapshotError(Exception):
    """A snapshot cannot be written or read; the text says which table and what to do."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """One table of a snapshot. `columns` is the SHA-256 of its shape, `sha256` of the file's bytes."""

    name: str
    rows: int
    columns: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds. `position` is the last log entry whose rows are in it."""

    position: int
    code_version: str
    tables: tuple[TableFile, ...]

    @property
    def hash(self) -> str:
        """SHA-256 of the manifest file, hexadecimal: the snapshot's name."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def to_bytes(self) -> bytes:
        """The manifest file: JSON with sorted keys."""
        return (json.dumps(asdict(self), sort_keys=True, indent=1) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Manifest:
        """Read what `to_bytes` wrote."""
        given = json.loads(content)
        tables = tuple(TableFile(**one) for one in given["tables"])
        return cls(position=given["position"], code_version=given["code_version"], tables=tables)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A finished snapshot on disk."""

    path: Path
    hash: str
    position: int

    def manifest(self) -> Manifest:
        """Its manifest."""
        return Manifest.from_bytes((self.path / "manifest.json").read_bytes())

    def file(self, table: str) -> Path:
        """The Parquet file of a table."""
        return self.path / f"{table}.parquet"


def write(folder: Path, rows: Mapping[str, Iterable[Row] | Blocks], *, position: int, code_version: str) -> Manifest:
    """Write every built table of the catalog and make the result current.

    `rows` maps table names to dictionaries that match the catalog, or to `Blocks` of columns that do, in any
    order; a table that is left out is written empty. Memory stays flat: rows are taken in batches and sorted
    on disk. How they come makes no difference to the bytes.
    Raises `SnapshotError` for an unknown table, a row that does not fit, or two versions of one
    row that stand at the same log position. Nothing is switched then.
    """
    unknown = sorted(set(rows) - set(BUILT))
    if unknown:
        raise SnapshotError(f"The catalog builds no table {', '.join(unknown)}: see tables/catalog.py.")
    folder.mkdir(parents=True, exist_ok=True)
    building = folder / f"{_BUILDING}{uuid.uuid4().hex}"
    building.mkdir(mode=0o700)
    try:
        manifest = Manifest(position, code_version, tuple(_write_tables(building, rows)))
        _write_through(building / "manifest.json", manifest.to_bytes())
        _place(building, folder / manifest.hash)
        _switch(folder, manifest)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return manifest


def current(folder: Path) -> Snapshot:
    """The current snapshot; `SnapshotError` when none was written yet."""
    try:
        given = json.loads((folder / "current.json").read_bytes())
    except FileNotFoundError:
        raise SnapshotError(f"There is no snapshot in {folder}: write one first.") from None
    return Snapshot(folder / given["hash"], given["hash"], given["position"])


def damaged(snapshot: Snapshot) -> list[str]:
    """Names of the files whose bytes are not those that the manifest and the name promise."""
    manifest = snapshot.manifest()
    wrong = [] if manifest.hash == snapshot.hash else ["manifest.json"]
    wrong += [one.name for one in manifest.tables if not _is_intact(snapshot.file(one.name), one.sha256)]
    return wrong


def prune(folder: Path, keep: Collection[str] = ()) -> list[str]:
    """Remove every snapshot but the current one and those named in `keep`; return what was removed.

    Call it while no other process writes to the folder: unfinished snapshots go too.
    """
    kept = {current(folder).hash, *keep}
    ours = (one.name for one in folder.iterdir() if one.is_dir())
    gone = sorted(n for n in ours if n not in kept and (n.startswith(_BUILDING) or not n.startswith(".")))
    for name in gone:
        shutil.rmtree(folder / name)
    return gone


def writer(path: Path, table: Table) -> pq.ParquetWriter:
    """How a table is laid out: no dictionary for identifiers, which do not repeat enough to gain from one."""
    repeating = [one.name for one in table.columns if one.kind is not Kind.ID]
    return pq.ParquetWriter(path, schema(table), compression="snappy", use_dictionary=repeating)


def shape_hash(table: Table) -> str:
    """SHA-256 over the names, kinds and nullability of a table's columns, in order."""
    shape = [[one.name, one.kind.value, one.nullable] for one in table.columns]
    return hashlib.sha256(json.dumps(shape).encode()).hexdigest()


def _write_tables(building: Path, rows: Mapping[str, Iterable[Row] | Blocks]) -> Iterator[TableFile]:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": SORT_MEMORY,
        "temp_directory": str(building / "spill"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=config) as engine:
        for name in sorted(BUILT):
            yield _write_table(building, CATALOG[name], rows.get(name, ()), engine)


def _write_table(
    building: Path, table: Table, rows: Iterable[Row] | Blocks, engine: duckdb.DuckDBPyConnection
) -> TableFile:
    raw = building / f"{table.name}.unsorted"
    _write_unsorted(raw, table, rows)
    path = building / f"{table.name}.parquet"
    count = _write_sorted(path, table, raw, engine)
    raw.unlink()
    _flush(path)
    return TableFile(table.name, count, shape_hash(table), _sha256(path))


def _write_unsorted(path: Path, table: Table, rows: Iterable[Row] | Blocks) -> None:
    with pq.ParquetWriter(path, schema(table), compression="snappy") as out:
        for made in _made(table, rows):
            out.write_table(_fitting(table, made))


def _made(table: Table, rows: Iterable[Row] | Blocks) -> Iterator[Callable[[], pa.Table]]:
    """How to make each batch of rows as a table."""
    if isinstance(rows, Blocks):
        for block in rows.blocks:
            yield partial(columns_to_arrow, table, block)
        return
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield partial(to_arrow, table, batch)


def _fitting(table: Table, make: Callable[[], pa.Table]) -> pa.Table:
    try:
        fitted = make()
        fitted.validate(full=True)
        for field in fitted.schema:
            if not field.nullable and fitted[field.name].null_count:
                raise SnapshotError(f"A row of {table.name} has no {field.name}: the catalog asks for one.")
    except KeyError as error:
        raise SnapshotError(f"A row of {table.name} lacks {error}: see tables/catalog.py.") from error
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        # The engine's own words may repeat a value, so they stay out of the message.
        raise SnapshotError(f"A row of {table.name} does not fit the kinds of the catalog.") from error
    return fitted


def _write_sorted(path: Path, table: Table, raw: Path, engine: duckdb.DuckDBPyConnection) -> int:
    """Sort by the row's id and age; leave out versions that stood at no position at all."""
    names = ", ".join(f'"{name}"' for name in table.names)
    kept = "WHERE log_from < log_to ORDER BY id, log_from" if table.kept else f"ORDER BY {names}"
    query = f"SELECT {names} FROM read_parquet(?) {kept}"  # noqa: S608
    count = 0
    with writer(path, table) as out:
        if pq.read_metadata(raw).num_rows:
            found: pa.RecordBatchReader = engine.sql(query, params=[str(raw)]).to_arrow_reader(ROW_GROUP)
            for group in _checked(table, _groups(found, table)):
                out.write_table(group, row_group_size=ROW_GROUP)
                count += group.num_rows
    return count


def _groups(batches: Iterable[pa.RecordBatch], table: Table) -> Iterator[pa.Table]:
    """Regroup what the engine gives into tables of exactly ROW_GROUP rows, the last one shorter."""
    shape = schema(table)
    held: list[pa.Table] = []
    for batch in batches:
        held.append(pa.Table.from_batches([batch]).cast(shape))
        if sum(one.num_rows for one in held) >= ROW_GROUP:
            whole = pa.concat_tables(held)
            yield whole.slice(0, ROW_GROUP).combine_chunks()
            held = [whole.slice(ROW_GROUP)]
    rest = pa.concat_tables(held) if held else shape.empty_table()
    if rest.num_rows:
        yield rest.combine_chunks()


def _checked(table: Table, groups: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Pass groups on; refuse two versions of one row that stand at the same position."""
    last: pa.Table | None = None
    for group in groups:
        if table.kept:
            keys = group.select(["id", "log_from", "log_to"])
            _refuse_overlap(table, keys if last is None else pa.concat_tables([last, keys]))
            last = keys.slice(keys.num_rows - 1)
        yield group


def _refuse_overlap(table: Table, keys: pa.Table) -> None:
    before, after = keys.slice(0, keys.num_rows - 1), keys.slice(1)
    same = pc.equal(before["id"], after["id"])
    late = pc.greater(before["log_to"], after["log_from"])
    found = after.filter(pc.and_(same, late))
    if found.num_rows:
        row = found.slice(0, 1).to_pylist()[0]
        raise SnapshotError(
            f"Two versions of {row['id']} in {table.name} stand at log position {row['log_from']}: "
            "each position may see one. The room's columns.py gives a row twice, or its history is damaged."
        )


def _place(building: Path, target: Path) -> None:
    shutil.rmtree(building / "spill", ignore_errors=True)
    if target.exists():
        return  # same name, same content: it was written before
    building.rename(target)
    sync_folder(target.parent)


def _switch(folder: Path, manifest: Manifest) -> None:
    content = json.dumps({"hash": manifest.hash, "position": manifest.position}, sort_keys=True) + "\n"
    fresh = folder / f"current.json.{uuid.uuid4().hex}"
    _write_through(fresh, content.encode())
    fresh.replace(folder / "current.json")
    sync_folder(folder)


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _flush(path: Path) -> None:
    with path.open("rb+") as out:
        os.fsync(out.fileno())


def _is_intact(path: Path, sha256: str) -> bool:
    return path.exists() and _sha256(path) == sha256


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
