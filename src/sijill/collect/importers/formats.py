"""The formats that can be imported, and how a file of one is read.

A format is a mapping file (TOML) first; what it may say is in `docs/reference/mapping-files.md`.
To add one: a mapping beside this file, a line in `FORMATS`, an in/out pair under `tests/collect/data`.
What companies publish of demands has no mapping but a reader (`ledger.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

from sijill.collect.draft import Refused, Row, SourceInfo
from sijill.collect.importers.companies import COMPANIES
from sijill.collect.importers.damage import refused_cell
from sijill.collect.importers.entries import Reader
from sijill.collect.importers.files import Record, day_in_name, records
from sijill.collect.importers.ledger import Ledger
from sijill.collect.importers.mapping import ListMapping, load
from sijill.collect.importers.measures import LEDGER as MEASURES
from sijill.collect.importers.problems import FileError, ImportProblem, MappingError
from sijill.collect.importers.shutdowns import SHUTDOWNS
from sijill.collect.importers.words import did_you_mean, near

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file and the mapping that explains it; `table` has none until the office brings its own.

    A format of the second ledger has a reader in place of a mapping.
    """

    name: str
    title: str
    file: Path | None = None
    ledger: Ledger | None = None

    def using(self, mapping: Path | None) -> Format:
        """The same format with a mapping of the office's own; itself where there is none."""
        return self if mapping is None else replace(self, file=mapping)

    @property
    def by_program(self) -> bool:
        """Whether a reader takes the place of a mapping."""
        return self.ledger is not None and self.file is None

    def mapping(self) -> ListMapping:
        """The mapping, read and checked. Raises `MappingError`."""
        if self.ledger is not None:
            raise MappingError(
                f"The format '{self.name}' is read by a program and takes no mapping file. Leave --map out; to see "
                "what a file comes to before it is imported, use --dry-run."
            )
        if self.file is None:
            raise MappingError(
                f"The format '{self.name}' needs a mapping file of your own (--map my-list.toml). "
                "docs/how-to/import-a-list.md shows how to write one."
            )
        return load(self.file)

    @property
    def source(self) -> SourceInfo:
        """Who says what the file says, for `--source` left out. Raises `MappingError`."""
        return self.ledger.source if self.ledger is not None and self.by_program else self.mapping().source

    @property
    def complete(self) -> bool:
        """Whether a file is the source's whole list, so that a row gone from it was withdrawn."""
        return self.ledger.complete if self.ledger is not None and self.by_program else self.mapping().complete


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("bolivia", "Deaths in Bolivian political conflict", _FOLDER / "bolivia.toml"),
        Format("press-list", "Press killed in Gaza, a list in two scripts", _FOLDER / "press-list.toml"),
        Format(
            "colombia-leaders",
            "Social leaders killed in Colombia, with who documented each",
            _FOLDER / "colombia-leaders.toml",
        ),
        Format("cpj-2017", "CPJ: journalists killed since 1992, the workbook of 2017", _FOLDER / "cpj-2017.toml"),
        Format("cpj-2019", "CPJ: journalists killed, confirmed, copied in 2019", _FOLDER / "cpj-2019.toml"),
        Format("cpj-2020", "CPJ: journalists killed, and imprisoned on each 1 December", _FOLDER / "cpj-2020.toml"),
        Format("cpj-2022", "CPJ: journalists and media workers killed, with sex", _FOLDER / "cpj-2022.toml"),
        Format("cpj-2024", "CPJ: journalists and media workers killed, February 2024", _FOLDER / "cpj-2024.toml"),
        Format(
            "cpj-2024-region",
            "CPJ: the rows of that day for Israel and the Occupied Palestinian Territory",
            _FOLDER / "cpj-2024-region.toml",
        ),
        Format("smj", "Journalists killed in Gaza and around, an advocacy site's list", _FOLDER / "smj.toml"),
        Format("uspft", "U.S. Press Freedom Tracker: incidents against the press", _FOLDER / "uspft.toml"),
        Format("huridocs", "Acts coded after the HURIDOCS Events Standard Formats", _FOLDER / "huridocs.toml"),
        Format("tella", "Verification metadata of Tella: claims about files, no acts", _FOLDER / "tella.toml"),
        Format("uwazi", "CSV export of an Uwazi collection, a mapping to start from", _FOLDER / "uwazi.toml"),
        *(Format(name, title, ledger=one) for name, title, one in COMPANIES),
        *(Format(name, title, ledger=one) for name, title, one in SHUTDOWNS),
        Format("measures", "Measures that an office writes up by hand, with answers to the checks", ledger=MEASURES),
        Format("table", "Any CSV, XLSX, XLS, JSON or Parquet list, with a mapping of the office's own"),
    )
}


def format_of(name: str) -> Format:
    """The format of that name; MappingError with the nearest names if there is none."""
    if name not in FORMATS:
        hint = did_you_mean(near(name, FORMATS))
        raise MappingError(f"There is no format '{name}'.{hint} Known are {', '.join(FORMATS)}.")
    return FORMATS[name]


def read(
    name: str, path: Path, *, mapping: Path | None = None, retrieved: date | None = None
) -> Iterator[Row | Refused]:
    """The records of a file in its order, as the format understands them; one of the two for every record.

    `retrieved` is the day the file was fetched; left out, it is the day in the file's name, if there is one.
    Raises `ImportProblem` at once, before any record, where mapping or file cannot be used.
    """
    chosen = format_of(name).using(mapping)
    if path.is_dir() and not (chosen.ledger and chosen.ledger.folder):
        raise FileError(
            f"{path.name} is a folder, and this format takes files. Give the files in it, one after another."
        )
    if chosen.ledger is not None and chosen.by_program:
        return _facts(chosen.ledger.read(path))
    rules = chosen.mapping()
    found = records(path, rules.layout, rules.columns)
    first = next(found)  # a file without any record says so here and not halfway through an import
    return _understood(chain((first,), found), Reader(rules, retrieved or day_in_name(path)))


def _facts(rows: Iterator[Row | Refused]) -> Iterator[Row | Refused]:
    first = next(rows)  # as above
    return (_placed(row) if isinstance(row, Refused) else row for row in chain((first,), rows))


def _understood(found: Iterable[Record | Refused], reader: Reader) -> Iterator[Row | Refused]:
    for record in found:
        row = record if isinstance(record, Refused) else _checked(record, reader)
        yield _placed(row) if isinstance(row, Refused) else row


def _checked(record: Record, reader: Reader) -> Row | Refused:
    wrong = refused_cell(record.position, record.cells, record.content, reader.mapping.columns)
    return wrong or reader.read(record)


def _placed(refused: Refused) -> Refused:
    """The refusal with its place at the head of the message."""
    place = refused.position[0].upper() + refused.position[1:]
    return replace(refused, message=f"{place}: {refused.message}")


__all__ = [
    "FORMATS",
    "FileError",
    "Format",
    "ImportProblem",
    "MappingError",
    "day_in_name",
    "format_of",
    "read",
]
