"""From rows as lists give them to the table that is compared: one row per record, in columns. Pure.

Columns read, all optional but a name: `name_ar`, `name_en`, `name`, `age`, `birth_year`, `sex`, `incident_date`,
`country`, `place`, `organization`, `role`. What is missing or cannot be read is empty, and empty is no evidence.
Rows that share a value of `own` are known to be one person and are not compared.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from itertools import islice
from typing import Any

import pyarrow as pa

from sijill.codelists.load import codelist
from sijill.office.folding import fold
from sijill.register.matching.letters import form, romanised, skeleton
from sijill.register.matching.names import Name, parts_of, read_name, symbol
from sijill.tables.dates import OPEN_HI, OPEN_LO, DateError, parse

Row = Mapping[str, Any]

NAME_COLUMNS = ("name_ar", "name_en", "name")
COLUMNS = (*NAME_COLUMNS, "age", "birth_year", "sex", "incident_date", "country", "place", "organization", "role")

VARIANTS = ("1", "2")  # at most two written forms of a name are compared: one a script, where there are two
_AT_ONCE = 5_000  # rows read at once, so that a long list never stands in memory twice

SCHEMA = pa.schema(
    [("unique_id", pa.int32()), ("list", pa.int16()), ("own", pa.string())]
    + [
        (f"{stem}{variant}", kind)
        for variant in VARIANTS
        for stem, kind in (
            ("text", pa.string()), ("joined", pa.string()), ("given", pa.string()), ("first", pa.string()),
            ("keys", pa.list_(pa.string())), ("symbols", pa.list_(pa.string())),
            ("bits", pa.int64()), ("signs", pa.int64()),
        )
    ]
    + [
        ("day_from", pa.date32()), ("day_to", pa.date32()),
        ("country", pa.string()), ("place", pa.string()), ("place_parts", pa.list_(pa.string())),
        ("age", pa.float32()), ("born", pa.float32()), ("sex", pa.string()),
        ("organization", pa.list_(pa.string())), ("role", pa.list_(pa.string())),
    ]
)  # fmt: skip

_DATE_FORMS = (
    "%B %d, %Y",
    "%d-%b-%y",
    "%d %b %Y",
    "%d %B %Y",
    "%B %Y",
    "%d/%m/%Y",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%b %d, %Y",
)
_AGE = re.compile(r"\s*(\d{1,3})(?:\.\d+)?\s*(?:[-–]\s*(\d{1,3}))?\s*")
_OLDEST = 120
_SEX_WORDS = {
    "m": "male", "h": "male", "f": "female", "w": "female", "man": "male", "woman": "female", "hombre": "male",
    "mujer": "female", "homme": "male", "femme": "female", "ذكر": "male", "انثي": "female", "رجل": "male",
    "امراه": "female", "boy": "male", "girl": "female",
}  # fmt: skip


def prepared(rows: Iterable[Row], first: int, number: int) -> Iterator[pa.RecordBatch]:
    """One list, some thousand rows at a time: `unique_id` counts from `first`, `list` is `number`."""
    left = iter(rows)
    while block := list(islice(left, _AT_ONCE)):
        columns: dict[str, list[Any]] = {name: [] for name in SCHEMA.names}
        for at, row in enumerate(block, first):
            columns["unique_id"].append(at)
            columns["list"].append(number)
            columns["own"].append(row.get("own"))
            _add_names(columns, row)
            _add_facts(columns, row)
        yield pa.RecordBatch.from_pydict(columns, schema=SCHEMA)
        first += len(block)


def _add_names(columns: dict[str, list[Any]], row: Row) -> None:
    found: list[Name | None] = []
    for column in NAME_COLUMNS:
        text = str(row.get(column) or "").strip()
        name = read_name(text) if text else None
        if name is not None and name.text not in {one.text for one in found if one}:
            found.append(name)
    for variant, name in zip(VARIANTS, [*found, None, None], strict=False):
        columns[f"text{variant}"].append(name and name.text)
        columns[f"joined{variant}"].append(name and "".join(name.keys))
        columns[f"given{variant}"].append(name and name.given)
        columns[f"first{variant}"].append(name and name.keys[0])
        columns[f"keys{variant}"].append(name and sorted(name.keys))
        columns[f"symbols{variant}"].append(name and sorted(name.symbols))
        columns[f"bits{variant}"].append(name and _bits(name.keys))
        columns[f"signs{variant}"].append(name and _bits(name.symbols))


def forget() -> None:
    """Let go of the parts of names and the dates that were read: they fill memory, and nobody asks for them again."""
    for one in (romanised, skeleton, form, symbol, _bit, days, places, years, sex, words):
        one.cache_clear()


def _bits(parts: tuple[str, ...]) -> int:
    """A set of parts in 63 bits: two sets without a bit in common have no part in common, which is fast to see."""
    found = 0
    for part in parts:
        found |= _bit(part)
    return found


@cache
def _bit(part: str) -> int:
    return 1 << (zlib.crc32(part.encode()) % 63)


def _add_facts(columns: dict[str, list[Any]], row: Row) -> None:
    since, until = days(str(row.get("incident_date") or ""))
    columns["day_from"].append(since)
    columns["day_to"].append(until)
    parts = places(str(row.get("place") or ""))
    columns["country"].append(fold(str(row.get("country") or "")) or None)
    columns["place"].append(parts[0] if parts else None)
    columns["place_parts"].append(list(parts) or None)
    age = years(str(row.get("age") if row.get("age") is not None else ""))
    columns["age"].append(age)
    columns["born"].append(_born(str(row.get("birth_year") or ""), age, since, until))
    columns["sex"].append(sex(str(row.get("sex") or "")))
    columns["organization"].append(list(words(str(row.get("organization") or ""))) or None)
    columns["role"].append(list(words(str(row.get("role") or ""))) or None)


@cache
def days(text: str) -> tuple[date | None, date | None]:
    """First and last day that a date can mean; (None, None) where it says nothing or cannot be read."""
    plain = text.strip()
    if not plain:
        return None, None
    try:
        found = parse(plain[:10] if re.match(r"\d{4}-\d{2}-\d{2}[T ]", plain) else plain)
    except DateError:
        return _written_out(plain)
    return (None if found.lo == OPEN_LO else found.lo), (None if found.hi == OPEN_HI else found.hi)


def _written_out(text: str) -> tuple[date | None, date | None]:
    for shape in _DATE_FORMS:
        try:
            day = datetime.strptime(text, shape).date()  # noqa: DTZ007
        except ValueError:
            continue
        found = parse(day.isoformat() if "%d" in shape else f"{day:%Y-%m}")
        return found.lo, found.hi
    return None, None


@cache
def places(text: str) -> tuple[str, ...]:
    """The parts of a place, from the smallest, each by its skeleton, so that two scripts meet."""
    parts = (" ".join(skeleton(one) for one in fold(part).split()) for part in re.split("[,،;]", text))
    return tuple(dict.fromkeys(part for part in parts if part))


@cache
def years(text: str) -> float | None:
    """An age in years: the middle where a range is given; below one year 0; None where it cannot be read."""
    match = _AGE.fullmatch(text)
    if match is None:
        return 0.0 if "month" in text.casefold() or "day" in text.casefold() else None
    low, high = int(match[1]), int(match[2] or match[1])
    return (low + high) / 2 if max(low, high) <= _OLDEST else None


def _born(text: str, age: float | None, since: date | None, until: date | None) -> float | None:
    if re.fullmatch(r"(1[89]|20)\d\d(\.0)?", text):
        return float(text[:4]) + 0.5
    if age is None or since is None or until is None or since.year != until.year:
        return None
    return since.year + (since.timetuple().tm_yday + until.timetuple().tm_yday) / 730 - age - 0.5


@cache
def sex(text: str) -> str | None:
    """Code of codelist `sex`, from a code, a label in any language or a common word; None otherwise."""
    return _sexes().get(fold(text))


@cache
def _sexes() -> dict[str, str]:
    known = dict(_SEX_WORDS)
    listed = codelist("sex")
    for code in ("female", "male"):
        known |= {fold(one): code for one in (code, *(listed.label(code, lang) for lang in ("en", "ar", "fr", "es")))}
    return known | {"masculino": "male", "femenino": "female"}


@cache
def words(text: str) -> tuple[str, ...]:
    """The telling words of a body's name or a role, by their skeletons, in alphabetical order."""
    return tuple(sorted({skeleton(part) for part in parts_of(text) if len(part) > 2}))
