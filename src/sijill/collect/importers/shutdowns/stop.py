"""Access Now's #KeepItOn record of shutdowns (STOP): one disruption for each row, with what it claims and on what.

The combined sheet (2016 to 2025) as Parquet, CSV or XLSX, and the sheets of single years. Each row is a year's count of
a disruption: one that goes on is a row in every year, as the source counts. docs/reference/formats.md has the readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sijill.codelists.load import UNKNOWN_CODES
from sijill.collect.draft import NOT_AVAILABLE, NOT_STATED, DraftFact, Refused, Row, SourceInfo
from sijill.collect.importers.countries import place_of
from sijill.collect.importers.damage import refused_cell
from sijill.collect.importers.files import KINDS, Layout, Record, records
from sijill.collect.importers.ledger import Ledger
from sijill.collect.importers.problems import FileError, MappingError, Problem
from sijill.collect.importers.shutdowns import stop_words as words
from sijill.collect.importers.shutdowns.lineages import LONGEST, addresses, first_lineage
from sijill.collect.importers.shutdowns.workbooks import sheet_names
from sijill.collect.importers.words import did_you_mean, digest, latin, near, shown, squeezed, word
from sijill.tables.dates import DateError, FuzzyDate, parse

OWN = "access-now"  # the lineage of a row that cites nothing
_READ = words.NEEDED | words.OPTIONAL
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_YEAR = re.compile(r"(?<!\d)(20[12]\d)(?!\d)")
_BANNERS = 3  # rows in which the header is looked for

SOURCE = SourceInfo(
    code="access-now-stop",
    name="Access Now, #KeepItOn Shutdown Tracker Optimization Project (STOP)",
    kind="ngo",
    independence_group="access-now",
    url="https://www.accessnow.org/campaign/keepiton/",
)

Cells = Mapping[str, str]
Values = dict[str, str | int | bool | tuple[int, int]]


def read(path: Path) -> Iterator[Row | Refused]:
    """Every row; one whose end lies before its start is handed on without its end, and its end refused beside it.

    Raises `FileError` for a file that cannot be read and a workbook of single years, `MappingError` for one that
    lacks a column that every vintage has.
    """
    year = _year_of(path)
    reader = _Reader(year)
    for record in _records(path):
        if isinstance(record, Refused):
            yield record
        else:
            wrong = refused_cell(record.position, record.cells, record.content, _READ)
            yield from (wrong,) if wrong else reader.read(record)


def _records(path: Path) -> Iterator[Record | Refused]:
    layout = Layout(sheet=_sheet(path), optional=words.OPTIONAL, aliases=words.ALIASES)
    if KINDS.get(path.suffix.lower()) not in ("csv", "xlsx"):
        return records(path, layout, _READ)
    for number in range(2, _BANNERS + 1):
        try:
            return records(path, replace(layout, header_row=number - 1), _READ)
        except (MappingError, FileError) as error:
            if not _is_banner(path, layout, number):
                raise error from None
    return records(path, replace(layout, header_row=_BANNERS), _READ)


def _is_banner(path: Path, layout: Layout, below: int) -> bool:
    """Whether the header stands in this row or one below it: what is above is a sentence about the sheet."""
    for number in range(below, _BANNERS + 1):
        try:
            records(path, replace(layout, header_row=number), _READ)
        except (MappingError, FileError):
            continue
        return True
    return False


def _sheet(path: Path) -> str:
    """The sheet that holds all years; the only sheet; or a `FileError`, because sheets of years repeat each other."""
    if KINDS.get(path.suffix.lower()) != "xlsx" or not path.is_file():
        return ""
    names = sheet_names(path)
    combined = [name for name in names if "combined" in name.casefold()]
    if len(names) > 1 and not combined:
        raise FileError(
            f"{path.name} has {len(names)} sheets and none called Combined. What goes on for years is a row of every "
            "year's sheet, so they cannot be added up: save the sheet that you mean as a file of its own."
        )
    return combined[0] if combined else ""


def _year_of(path: Path) -> int | None:
    """The year that a file of one year carries in its name; the combined sheet says it in each row."""
    found = set(_YEAR.findall(path.stem))
    return int(found.pop()) if len(found) == 1 else None


@dataclass(slots=True)
class _Reader:
    """Reads the rows in order and numbers those that nothing tells apart."""

    year: int | None
    _counts: dict[str, int] = field(default_factory=dict)

    def read(self, record: Record) -> Iterator[Row | Refused]:
        """The row, and beside it the refusal of its end where that lies before its start."""
        cells = {name: squeezed(record.cells.get(name, "")) for name in _READ}
        try:
            began, ended, ending = _dates(cells)
            place = _place(cells)
            key = self._key(cells, place, began)
            reversed_ = began is not None and ended is not None and ended.hi < began.lo
            when = _when(began, None if reversed_ else ended, NOT_AVAILABLE if reversed_ else "")
            values = {**place, **when, **_coded(cells), "ending": ending}
            year = _whole_year(cells, self.year)
            if year is not None:
                values["count_year"] = year
        except Problem as problem:
            yield Refused(record.position, record.content, problem.field, problem.code, problem.message)
            return
        yield Row(record.position, key, record.content, facts=(_fact(key, values, cells, when),))
        if reversed_:
            message = (
                "end_date lies before start_date. The disruption was taken without its end, which may be a slip in "
                "either date. Correct it when the source does."
            )
            yield Refused(record.position, record.content, "end_date", "impossible-date", message, (key,))

    def _key(self, cells: Cells, place: Mapping[str, object], began: FuzzyDate | None) -> str:
        """Sheets have no identifiers: year of count, place, start, area, kind and extent, then the order.

        Who wrote the country how does not matter: its code stands for it where it has one.
        """
        year = cells["count_year"] or (str(self.year) if self.year else "")
        country = str(place["country"])
        where = latin(cells["country"]) if country in UNKNOWN_CODES else country
        start = began.text if began else ""
        same = (
            year,
            where,
            start,
            latin(cells["area_name"]),
            word(cells["shutdown_type"]),
            word(cells["shutdown_extent"]),
        )
        key = digest(same)
        number = self._counts[key] = self._counts.get(key, 0) + 1
        return key if number == 1 else f"{key}#{number}"


def _code(column: str, table: Mapping[str, str], cells: Cells) -> str:
    """The code of a cell; raises `Problem` for a word that nobody explained."""
    cell = re.sub(r"\s*/\s*", "/", word(cells[column])).strip(" .")
    if not cell:
        return NOT_STATED
    if cell in table:
        return table[cell]
    likely = near(cell, table)
    raise Problem(
        column,
        "unknown-code",
        f"Column '{column}' holds {shown(cell, likely)}, which is no word of STOP that is known here."
        f"{did_you_mean(likely)} Correct the cell; if the sheet's vocabulary changed, say what the word means.",
    )


def _place(cells: Cells) -> Values:
    """One disruption in several countries stays one, as the source counts it; its areas name them."""
    name = cells["country"]
    if not name:
        raise Problem("country", "missing-key", "This row names no country. Give it one in the file.")
    code = "" if ";" in name else place_of(name)
    return {"country": code} if code else {"country": NOT_AVAILABLE, "country_words": name[:120]}


def _dates(cells: Cells) -> tuple[FuzzyDate | None, FuzzyDate | None, str]:
    """(start, end, ending). An end that is not recorded says nothing about whether there was one."""
    began = _date("start_date", cells["start_date"])
    said = word(cells["end_date"])
    ended = None if said in words.ENDINGS else _date("end_date", cells["end_date"])
    ending = _code("shutdown_status", words.ENDINGS, cells)
    if ending == NOT_STATED:
        ending = words.ENDINGS.get(said, "ended" if ended else NOT_STATED)
    return began, ended, ending


def _date(column: str, cell: str) -> FuzzyDate | None:
    """Days as ISO, or month/day/year as the sheets of single years write them."""
    if not cell:
        return None
    american, moment = _AMERICAN.fullmatch(cell), _MOMENT.fullmatch(cell)
    text = cell
    if american and int(american[1]) > 12:
        raise Problem(column, "impossible-date", f"Column '{column}' holds '{cell}', and takes month/day/year.")
    if american:
        text = f"{american[3]}-{int(american[1]):02d}-{int(american[2]):02d}"
    elif moment:
        text = moment[1]
    try:
        return parse(text)
    except DateError as error:
        raise Problem(column, "impossible-date", f"Column '{column}': {error}.") from None


def _when(began: FuzzyDate | None, ended: FuzzyDate | None, no_end: str) -> Values:
    start: Values = {"began": began.text} if began else {"began_unknown": NOT_STATED}
    return start | ({"ended": ended.text} if ended else {"ended_unknown": no_end or NOT_STATED})


def _whole_year(cells: Cells, otherwise: int | None) -> int | None:
    cell = cells["count_year"]
    if not cell:
        return otherwise
    if not re.fullmatch(r"20[012]\d", cell):
        raise Problem("count_year", "not-a-number", f"Column 'count_year' holds {shown(cell, [])}, and takes a year.")
    return int(cell)


def _coded(cells: Cells) -> Values:
    scope = _code("geo_scope", words.SCOPES, cells)
    if word(cells["area_name"]) in words.WHOLE_COUNTRY and scope in ("several-regions", *UNKNOWN_CODES):
        scope = "national"
    return {
        "scope": scope,
        "kind": _code("shutdown_type", words.KINDS, cells),
        "extent": _code("shutdown_extent", words.EXTENTS, cells),
        "networks": _code("affected_network", words.NETWORKS, cells),
        "began_type": _code("start_date_type", words.DATE_TYPES, cells),
        "ordered_by": _code("ordered_by", words.AUTHORITIES, cells),
        "trigger": _code("actual_cause", words.TRIGGERS, cells),
        "justification": _code("gov_justification", words.JUSTIFICATIONS, cells),
        "authority_acknowledged": _code("gov_ack", words.TRI, cells),
        "legal_basis_cited": _code("legal_just", words.TRI, cells),
        "operator_named": "yes" if cells["telcos_involved"] else NOT_STATED,
        "operator_acknowledged": _code("telco_ack", words.TRI, cells),
        "users_notified": _code("users_notified", words.TRI, cells),
        "election": _code("election", words.TRI, cells),
        "violence": _code("violence", words.TRI, cells),
        "abuse_reported": _code("hr_abuse_reported", words.TRI, cells),
        "users_targeted": _group(cells["users_targeted"]),
    }


def _group(cell: str) -> str:
    if not cell:
        return NOT_STATED
    found = [code for code, pattern in words.GROUPS if pattern.search(cell)]
    if found == ["protesters", "students"]:
        return "students"  # students who protest are one group, not two
    return found[0] if len(found) == 1 else "several-groups" if found else "other-group"


def _fact(key: str, values: Values, cells: Cells, when: Values) -> DraftFact:
    stated = tuple(name for name, value in values.items() if value not in UNKNOWN_CODES and name != "country_words")
    texts = {"area": cells["area_name"][:1000], "description": cells["event"]}
    parts = (*_areas(cells), *_services(cells), *_claims(values, cells, when), *_updates(values))
    return DraftFact(
        "disruption",
        key,
        values,
        texts={name: text for name, text in texts.items() if text},
        parts=parts,
        elements=stated,
    )


def _areas(cells: Cells) -> Iterator[DraftFact]:
    if ";" in cells["country"]:
        for code in dict.fromkeys(filter(None, (place_of(one.strip()) for one in cells["country"].split(";")))):
            yield DraftFact("disruption_area", f"area:{code}", {"place": code})


def _services(cells: Cells) -> Iterator[DraftFact]:
    """What the flags say of each service, `no` included; what free words name was affected."""
    for column, service in words.FLAGS.items():
        affected = _code(column, words.TRI, cells)
        if affected != NOT_STATED:
            yield DraftFact("disruption_service", f"service:{service}", {"service": service, "affected": affected})
    others = cells["other_affected"]
    if word(others) in ("", "no", "none", "n/a", "unknown"):
        return
    found = [code for code, pattern in words.NAMED if pattern.search(others)]
    for _, pattern in words.NAMED:
        others = pattern.sub("", others)
    if not found or words.MORE.search(words.LINKING.sub("", others)):
        found.append("other-service")
    for service in found:
        yield DraftFact("disruption_service", f"service:{service}", {"service": service, "affected": "yes"})


def _claims(values: Values, cells: Cells, when: Values) -> Iterator[DraftFact]:
    """The row itself, and the acknowledgements that it reports, each with the lineage of what is cited for it."""
    lineage = first_lineage(addresses(cells["info_source_link"]), OWN)
    yield _claim("curated", lineage, "deliberate", when)
    if values["authority_acknowledged"] == "yes":
        cause = words.OTHER_CAUSES.get(str(values["justification"]), "deliberate")
        yield _claim("acknowledgement", first_lineage(addresses(cells["gov_ack_source"]), lineage), cause, when)
    if values["operator_acknowledged"] == "yes":
        told = bool(words.WAS_TOLD.search(cells["telco_ack_quote"]))
        kind, cause = ("operator-acknowledgement", "deliberate") if told else ("operator-notice", NOT_STATED)
        yield _claim(kind, first_lineage(addresses(cells["telco_ack_source"]), lineage), cause, when)


def _claim(kind: str, lineage: str, cause: str, when: Values) -> DraftFact:
    values: Values = {"lineage": lineage[:LONGEST], "kind": kind, "says": "happened", "cause": cause, **when}
    return DraftFact("disruption_claim", f"claim:{kind}", values)


def _updates(values: Values) -> Iterator[DraftFact]:
    """What the sheet says was told, without a day: it has none for it."""
    said = (
        ("users_notified", "notice", NOT_STATED),
        ("authority_acknowledged", "acknowledgement", "authority"),
        ("operator_acknowledged", "acknowledgement", "operator"),
    )
    for column, kind, by in said:
        if values[column] == "yes":
            given: Values = {"kind": kind, "by_kind": by, "occurred_unknown": NOT_STATED, "service": NOT_STATED}
            yield DraftFact("disruption_update", f"update:{column}", given)


LEDGER = Ledger(SOURCE, read)
