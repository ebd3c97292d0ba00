"""A list of laws against misinformation by country (XLSX): laws, what they provide for, and their fines.

Three sheets of one workbook are read. Each law is a law; a row of penalties or of a fine is a provision of one, where
the workbook leaves no doubt of which: it names countries, and some have several laws. A row of which that is not sure,
and a row that says that a country has no such law, is kept word for word and drafts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.collect.draft import NOT_AVAILABLE, NOT_STATED, DraftFact, Refused, Row, SourceInfo
from sijill.collect.importers.countries import place_of
from sijill.collect.importers.damage import refused_cell
from sijill.collect.importers.files import KINDS, Layout, Record, records
from sijill.collect.importers.ledger import Ledger
from sijill.collect.importers.problems import FileError, MappingError, Problem
from sijill.collect.importers.shutdowns.workbooks import sheet_names
from sijill.collect.importers.words import digest, latin, shown, squeezed

SOURCE = SourceInfo(
    code="misinformation-laws",
    name="Misinformation laws by country, CIMA data set",
    kind="academic",
    independence_group="cima-misinformation-laws",
)
LAWS, PENALTIES, FINES = "Laws by Country", "Provisions and Penalties", "Fines - Separated"
_NAMED = "Law (2)"  # two columns are called Law: whether there is one, and its name
_COLUMNS = {
    LAWS: frozenset(("Country", "Repealed", _NAMED, "Year enacted")),
    PENALTIES: frozenset(("Country", "JAIL", "FINE", "CONTENT", "ADMIN")),
    FINES: frozenset(("Country", "Individual", "Media", "Platform", "Year", "Amount (Local Currency)", "Amount (USD)")),
}
_KINDS = (
    ("constitution", re.compile(r"\bconstitution\b", re.I)),
    ("bill", re.compile(r"\bbill\b", re.I)),
    ("code", re.compile(r"\b(?:penal|criminal|civil|administrative|electoral|press) code\b|\bportant code\b", re.I)),
    ("decree", re.compile(r"\bdecree\b|\bordinance\b|\bproclamation\b", re.I)),
    ("regulation", re.compile(r"\bregulations?\b|\brules\b|\bresolution\b", re.I)),
    ("order", re.compile(r"\borders?\b|\bdirective\b", re.I)),
    ("statute", re.compile(r"\bact\b|\blaws?\b|\bloi\b|\bley\b|\blov\b", re.I)),
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_IN_BRACKETS = re.compile(r"\s*\(.*\)\s*$")
_ORDER = (("JAIL", "prison"), ("FINE", "fine"), ("CONTENT", "content"), ("ADMIN", "administrative"))
_FLAGS = {"1": True, "0": False}

Values = dict[str, str | int | bool | tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Law:
    key: str
    year: str


@dataclass(slots=True)
class _Reader:
    """Remembers the laws of each country, so that the sheets after the first can be joined to them."""

    laws: dict[str, list[_Law]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def law(self, cells: Mapping[str, str]) -> tuple[str, tuple[DraftFact, ...]]:
        country, place = _place(cells["Country"])
        if not _flag("Law", cells):
            return self._numbered(("none", country)), ()
        title, year = cells[_NAMED], cells["Year enacted"]
        if not title:
            raise Problem(_NAMED, "missing-key", "This row says that there is a law and does not name it.")
        key = self._numbered(("law", country, latin(title), year))
        known = bool(_YEAR.fullmatch(year))
        self.laws.setdefault(country, []).append(_Law(key, year if known else ""))
        # The year of enactment; it may have come into force later, so the year is approximate.
        in_force: Values = {"in_force": f"{year}~"} if known else {"in_force_unknown": NOT_STATED}
        values: Values = {
            "jurisdiction": place,
            "kind": next((code for code, pattern in _KINDS if pattern.search(title)), NOT_STATED),
            "title": (f"{cells['Country']}: {title}" if place == NOT_AVAILABLE else title)[:500],
            "language": "",
            "gazette": "",
            "fake_news_clause": "yes",
            **in_force,
            **_repealed(_flag("Repealed", cells), year if known else ""),
        }
        stated = tuple(name for name, value in values.items() if value and value not in UNKNOWN_CODES)
        return key, (DraftFact("law", key, values, elements=stated),)

    def penalty(self, cells: Mapping[str, str]) -> tuple[str, tuple[DraftFact, ...]]:
        country, _ = _place(cells["Country"])
        key = self._numbered(("penalties", country))
        there = [(code, _flag(column, cells)) for column, code in _ORDER]
        laws = self.laws.get(country, [])
        if len(laws) != 1:
            return key, ()
        found = [code for code, flag in there if flag]
        sure = all(flag is not None for _, flag in there)
        ranks = codelist("penalty_kinds").column("rank")
        gravest = max(found, key=lambda code: int(ranks[code])) if found else "none" if sure else NOT_STATED
        text = f"Provides for: {', '.join(found)}." if found else ""
        return key, (_provision(key, laws[0].key, {"penalty": gravest}, text),)

    def fine(self, cells: Mapping[str, str]) -> tuple[str, tuple[DraftFact, ...]]:
        country, _ = _place(_IN_BRACKETS.sub("", cells["Country"]))
        key = self._numbered(("fine", latin(cells["Country"]), cells["Year"], cells["Amount (Local Currency)"]))
        laws = self.laws.get(country, [])
        if len(laws) > 1:
            laws = [law for law in laws if law.year and law.year == cells["Year"]]
        if len(laws) != 1:
            return key, ()
        whom = [name.casefold() for name in ("Individual", "Media", "Platform") if _flag(name, cells)]
        amounts = f"{cells['Amount (Local Currency)']} (local currency), {cells['Amount (USD)']} (US dollars)"
        text = f"Fine: {amounts}. For: {', '.join(whom) or 'not stated'}."
        platform = {True: "yes", False: "no", None: NOT_STATED}[_flag("Platform", cells)]
        return key, (_provision(key, laws[0].key, {"penalty": "fine", "intermediary_penalty": platform}, text),)

    def _numbered(self, parts: tuple[str, ...]) -> str:
        key = digest(parts)
        number = self.counts[key] = self.counts.get(key, 0) + 1
        return key if number == 1 else f"{key}#{number}"


def _repealed(flag: bool | None, year: str) -> Values:
    """Some day after it was enacted, which the list does not give; none where the law still stands."""
    if flag and year:
        return {"repealed": f"{year}/"}
    return {"repealed_unknown": NOT_AVAILABLE if flag is False else NOT_STATED}


def _provision(key: str, law: str, given: Values, text: str) -> DraftFact:
    values: Values = {
        "article": "",
        "offence": "false-news",
        "penalty_months_unknown": NOT_STATED,
        "removal_hours_unknown": NOT_STATED,
        **given,
    }
    stated = ("offence", *(name for name, value in given.items() if value not in UNKNOWN_CODES))
    return DraftFact(
        "provision", key, values, texts={"text": text} if text else {}, links={"law": law}, elements=stated
    )


def read(path: Path) -> Iterator[Row | Refused]:
    """The rows of the three sheets, laws first. `FileError` for anything but such a workbook."""
    if KINDS.get(path.suffix.lower()) != "xlsx":
        raise FileError(f"{path.name} is no workbook. This list is one of several sheets: give it as .xlsx.")
    names = sheet_names(path)
    sheets = {wanted: _sheet(path, names, wanted) for wanted in _COLUMNS}
    reader = _Reader()
    for wanted, one in ((LAWS, reader.law), (PENALTIES, reader.penalty), (FINES, reader.fine)):
        for record in records(path, Layout(sheet=sheets[wanted]), _COLUMNS[wanted]):
            if isinstance(record, Refused):
                yield record
                continue
            wrong = refused_cell(record.position, record.cells, record.content, _COLUMNS[wanted])
            yield wrong or _row(record, one)


def _sheet(path: Path, names: list[str], wanted: str) -> str:
    found = [name for name in names if name.startswith(wanted)]
    if len(found) != 1:
        raise MappingError(f"{path.name} has {len(found)} sheets whose name begins with '{wanted}', and one is read.")
    return found[0]


def _row(record: Record, one: object) -> Row | Refused:
    cells = {name: squeezed(cell) for name, cell in record.cells.items()}
    try:
        key, facts = one(cells)  # type: ignore[operator]
    except Problem as problem:
        return Refused(record.position, record.content, problem.field[:80], problem.code, problem.message)
    return Row(record.position, key, record.content, facts=facts)


def _flag(column: str, cells: Mapping[str, str]) -> bool | None:
    """Yes, no, or no answer."""
    cell = cells.get(column, "")
    if cell and cell not in _FLAGS:
        raise Problem(column, "unknown-code", f"Column '{column}' holds {shown(cell, [])}, and takes 1 or 0.")
    return _FLAGS.get(cell)


def _place(name: str) -> tuple[str, str]:
    """(what stands for the country in keys, its code): one without a code keeps its folded name in keys only."""
    if not name:
        raise Problem("Country", "missing-key", "This row names no country. Give it one in the file.")
    code = place_of(name)
    return (code, code) if code else (latin(name), NOT_AVAILABLE)


LEDGER = Ledger(SOURCE, read)
